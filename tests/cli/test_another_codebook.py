"""A second codebook, of another subject and language, through the same commands."""

import csv
import io
import json
import shutil
from pathlib import Path

from tests.cli.conftest import CODEBOOK, LIBRARIES, Terminal

DOCUMENT = "harbour-pilot-librarian-01.txt"


def test_evaluate_prints_the_coder_and_two_baselines(
    kodetrapp: Terminal, model: Path, split_gold: tuple[Path, Path]
) -> None:
    options = ("--codebook", CODEBOOK, "--model", model)
    result = kodetrapp("evaluate", split_gold[1], *options, "--json")
    assert result.code == 0, result.err
    coders = {row["coder"]: row for row in json.loads(result.out)["coders"]}
    assert list(coders) == ["kodetrapp", "key words", "TF-IDF + SGD"]
    own = coders["kodetrapp"]
    assert own["documents"] == 4
    assert {row["code"] for row in own["codes"]} >= {"aware", "tried", "habit"}
    assert own["macro"]["f1"]["low"] <= own["macro"]["f1"]["value"] <= own["macro"]["f1"]["high"]
    assert {"precision", "recall", "f1", "kappa", "average_precision", "spans"} <= set(
        own["codes"][0]
    )
    table = kodetrapp("evaluate", split_gold[1], *options)
    assert "TF-IDF + SGD" in table.out


def test_evaluate_never_uses_documents_trained_on(
    kodetrapp: Terminal, model: Path, split_gold: tuple[Path, Path]
) -> None:
    options = ("--codebook", CODEBOOK, "--model", model)
    mixed = kodetrapp("evaluate", LIBRARIES / "gold", *options, "--json")
    assert "6 of 10 documents are left out" in mixed.err
    assert json.loads(mixed.out)["coders"][0]["documents"] == 4
    none = kodetrapp("evaluate", split_gold[0], *options)
    assert none.code == 1
    assert "trained on all of these documents" in none.err
    assert none.out == ""


def test_a_faulty_gold_file_is_named_and_the_rest_goes_on(
    kodetrapp: Terminal, model: Path, split_gold: tuple[Path, Path]
) -> None:
    gold = kodetrapp.folder / "gold"
    shutil.copytree(split_gold[1], gold)
    faulty = sorted(gold.glob("*.json"))[0]
    content = json.loads(faulty.read_text("utf-8"))
    content["spans"][0]["quote"] = "words that nobody said"
    content["spans"][1]["code"] = "nocode"
    faulty.write_text(json.dumps(content), "utf-8")
    result = kodetrapp("evaluate", gold, "--codebook", CODEBOOK, "--model", model, "--json")
    assert result.code == 3
    assert f"{faulty.name}: span 1: its quote stands 0 times" in result.err
    assert "span 2: the codebook has no code 'nocode'" in result.err
    assert json.loads(result.out)["coders"][0]["documents"] == 3


def test_code_prints_a_json_line_for_each_segment_and_stores_nothing(
    kodetrapp: Terminal, model: Path
) -> None:
    path = LIBRARIES / "gold" / DOCUMENT
    options = ("--codebook", CODEBOOK, "--model", model, "--format", "jsonl", "--keep-names")
    result = kodetrapp("code", path, *options)
    assert result.code == 0, result.err
    rows = [json.loads(line) for line in result.out.splitlines()]
    assert rows
    text = path.read_text("utf-8")
    for row in rows:
        assert list(row) == [
            "document", "start", "end", "quote", "code", "valence", "score", "status",
        ]  # fmt: skip
        assert row["document"] == str(path)
        assert text[row["start"] : row["end"]] == row["quote"]
        assert row["status"] in {"auto", "pending"}
        assert 0 <= row["score"] <= 1
    piped = kodetrapp("code", "-", *options, stdin=path.read_bytes())
    assert [json.loads(line) | {"document": str(path)} for line in piped.out.splitlines()] == rows
    assert list(kodetrapp.folder.iterdir()) == []


def test_code_names_refused_files(kodetrapp: Terminal, model: Path) -> None:
    (kodetrapp.folder / "tape.xyz").write_text("words", "utf-8")
    options = ("--codebook", CODEBOOK, "--model", model)
    some = kodetrapp("code", "tape.xyz", LIBRARIES / "gold" / DOCUMENT, *options)
    assert some.code == 3
    assert some.out
    assert "tape.xyz has the ending '.xyz'" in some.err
    gone = kodetrapp("code", "gone.txt", *options)
    assert gone.code == 1
    assert gone.err.startswith("kodetrapp: gone.txt can't be read")


def test_run_prints_findings_that_sql_can_query(kodetrapp: Terminal, model: Path) -> None:
    options = ("--codebook", CODEBOOK, "--model", model, "--lang", "en")
    first = kodetrapp("run", LIBRARIES / "gold", *options)
    assert first.code == 0, first.err
    assert "how far has each" in first.out
    assert "10 files: 10 new" in first.err
    assert "0 accepted by people" in first.out
    again = kodetrapp("run", LIBRARIES / "gold", *options)
    assert again.code == 0
    assert "Nothing new: 10 files are unchanged, 0 documents coded." in again.err

    query = "SELECT group_id, code, level, segments FROM ladder_matrix"
    table = kodetrapp("sql", query)
    assert "mill_lane" in table.out
    as_csv = list(csv.DictReader(io.StringIO(kodetrapp("sql", query, "--csv").out)))
    as_json = json.loads(kodetrapp("sql", query, "--json").out)
    assert [{k: str(v) for k, v in row.items()} for row in as_json] == as_csv
    assert len(as_csv) == 9

    shutil.copytree(LIBRARIES / "gold", kodetrapp.folder / "inbox")
    (kodetrapp.folder / "inbox" / "scan.pdf").write_bytes(b"%PDF-1.4")
    refused = kodetrapp("run", "inbox", *options)
    assert refused.code == 3
    assert "Refused: scan.pdf is no PDF, or a damaged" in refused.err


def test_nothing_that_can_be_read_is_exit_code_1(kodetrapp: Terminal, model: Path) -> None:
    inbox = kodetrapp.folder / "inbox"
    inbox.mkdir()
    (inbox / "scan.pdf").write_bytes(b"%PDF-1.4")
    result = kodetrapp("run", inbox, "--codebook", CODEBOOK, "--model", model)
    assert result.code == 1
    assert "scan.pdf" in result.err
    assert "Traceback" not in result.err
