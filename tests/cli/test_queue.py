"""`kodetrapp queue` as a person uses it."""

import json
import shutil
from pathlib import Path

import pytest

from tests.cli.conftest import CODEBOOK, Terminal

COLUMNS = [
    *("assignment_id", "document_id", "document", "start", "end", "quote", "code", "valence"),
    *("score", "strategy", "inclusion_probability"),
]


@pytest.fixture
def study(kodetrapp: Terminal, model: Path, split_gold: tuple[Path, Path]) -> Terminal:
    """A terminal in a folder with a study in `data`."""
    inbox = kodetrapp.folder / "inbox"
    shutil.copytree(split_gold[1], inbox, ignore=shutil.ignore_patterns("*.json"))
    options = ("--codebook", CODEBOOK, "--model", model, "--keep-names")
    result = kodetrapp("run", inbox, *options)
    assert result.code == 0, result.err
    return kodetrapp


def test_the_queue_is_told_in_lines_and_as_json(study: Terminal, model: Path) -> None:
    words = ("queue", "--model", model, "--take", 6, "--audit-share", 0.5, "--audit-rate", 0.9)
    result = study(*words, "--json")
    assert (result.code, result.err) == (0, "")
    rows = json.loads(result.out)
    assert [list(row) for row in rows] == [COLUMNS] * 6
    assert {row["strategy"] for row in rows} == {"teach", "audit"}
    for row in rows:
        text = (study.folder / "inbox" / row["document"]).read_text("utf-8")
        assert text[row["start"] : row["end"]] == row["quote"]
        if row["strategy"] == "audit":
            assert (row["code"], row["score"], row["inclusion_probability"]) == (None, None, 0.9)
        else:
            assert None not in (row["code"], row["valence"], row["score"])
            assert row["inclusion_probability"] is None

    lines = study(*words).out.splitlines()
    assert len(lines) == 2 * len(rows)
    for line, quote, row in zip(lines[::2], lines[1::2], rows, strict=True):
        assert f"{row['document']} {row['start']}–{row['end']}: " in line
        assert (f"{row['code']}, {row['valence']}, " in line) == (row["code"] is not None)
        assert row["strategy"] in line
        assert quote.split() == row["quote"].split()

    lower = study("queue", "--model", model, "--audit-rate", 0.1)
    assert "The audit goes on at the rate 0.9" in lower.err


def test_before_the_first_run_it_says_how_to_begin(kodetrapp: Terminal) -> None:
    result = kodetrapp("queue")
    assert result.code == 1
    assert "nothing is coded yet; start with kodetrapp run FOLDER" in result.err
    assert list(kodetrapp.folder.iterdir()) == []


@pytest.mark.parametrize(
    "words", [("--audit-rate", 1.5), ("--audit-share", -0.1), ("--take", 0)], ids=str
)
def test_numbers_that_make_no_sense_are_refused(
    kodetrapp: Terminal, words: tuple[str, float]
) -> None:
    result = kodetrapp("queue", *words)
    assert result.code == 2
    assert words[0] in result.err
