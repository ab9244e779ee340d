import json
from pathlib import Path
from typing import Any

import pytest

from codebook import Codebook, Valence, load
from corpus import gold_files, read_gold
from kodetrapp.errors import GoldError

TEXT = "Gruppe: KUBU\nDato: 2023-05-03\n\nI: Hva?\n\nR: Vi deler alt. Å ja. Å ja.\n"
SPAN = {"quote": "Vi deler alt.", "code": "trinn1", "valence": "positive"}


@pytest.fixture(scope="module")
def codebook() -> Codebook:
    return load()


def write(folder: Path, gold: Any, text: str = TEXT, name: str = "a") -> Path:
    (folder / f"{name}.txt").write_text(text, encoding="utf-8", newline="")
    path = folder / f"{name}.json"
    path.write_text(gold if isinstance(gold, str) else json.dumps(gold), encoding="utf-8")
    return path


def error_of(path: Path, codebook: Codebook) -> str:
    with pytest.raises(GoldError) as caught:
        read_gold(path, codebook)
    assert "deler" not in str(caught.value)
    return str(caught.value)


def test_gold_is_read_with_the_document_beside_it(tmp_path: Path, codebook: Codebook):
    path = write(tmp_path, {"doc": "a", "author": "x", "notes": "…", "spans": [SPAN]})
    gold = read_gold(path, codebook)
    (coded,) = gold.passages
    assert gold.author == "x"
    assert gold.document.name == "a.txt"
    assert (coded.code, coded.valence) == ("trinn1", Valence.POSITIVE)
    assert coded.passage.text == "Vi deler alt."
    gold.document.check(coded.passage)


def test_a_passage_may_carry_two_codes(tmp_path: Path, codebook: Codebook):
    path = write(tmp_path, {"spans": [SPAN, {**SPAN, "code": "oppsett", "valence": "neutral"}]})
    gold = read_gold(path, codebook)
    assert [coded.code for coded in gold.passages] == ["trinn1", "oppsett"]
    assert len({coded.passage for coded in gold.passages}) == 1


def test_quotes_are_found_whatever_the_line_ends_and_composition(
    tmp_path: Path, codebook: Codebook
):
    text = "R: Vi deler\r\nalt pa\u030a jobb.\r\n\r\nI: Hva?\r\n"
    span = {**SPAN, "quote": "Vi deler\r\nalt på jobb."}
    gold = read_gold(write(tmp_path, {"spans": [span]}, text), codebook)
    assert gold.passages[0].passage.text == "Vi deler\nalt på jobb."


def test_a_document_without_codes_is_gold(tmp_path: Path, codebook: Codebook):
    gold = read_gold(write(tmp_path, {"spans": []}), codebook)
    assert gold.passages == ()
    assert gold.author == ""


def test_other_formats_stand_beside_gold(tmp_path: Path, codebook: Codebook):
    path = write(tmp_path, {"spans": [SPAN]})
    path.with_suffix(".txt").rename(path.with_suffix(".md"))
    assert read_gold(path, codebook).document.name == "a.md"


def test_gold_may_stand_elsewhere_than_its_document(tmp_path: Path, codebook: Codebook):
    """So that several coders can code one text."""
    path = write(tmp_path, {"spans": [SPAN]})
    (tmp_path / "coder").mkdir()
    moved = path.rename(tmp_path / "coder" / "of.json")
    assert "put of.txt there" in error_of(moved, codebook)
    gold = read_gold(moved, codebook, path)
    assert (gold.document.name, len(gold.passages)) == ("a.txt", 1)
    with pytest.raises(GoldError, match=r"b\.json: no document of that name beside it; put b\.txt"):
        read_gold(moved, codebook, tmp_path / "b.json")


def test_gold_that_is_read_is_complete_and_rejects_nothing(tmp_path: Path, codebook: Codebook):
    gold = read_gold(write(tmp_path, {"spans": [SPAN]}), codebook)
    assert (gold.complete, gold.rejected) == (True, ())


@pytest.mark.parametrize(
    ("span", "said"),
    [
        ({**SPAN, "code": "trinn9"}, "span 2: the codebook has no code 'trinn9'; correct it"),
        ({**SPAN, "quote": "Vi deler ikke."}, "span 2: its quote stands 0 times in the text"),
        ({**SPAN, "quote": "Å ja."}, "span 2: its quote stands 2 times in the text"),
        ({**SPAN, "quote": "vi deler alt."}, "span 2: its quote stands 0 times in the text"),
    ],
)
def test_a_span_that_does_not_fit_is_named(
    tmp_path: Path, codebook: Codebook, span: dict[str, str], said: str
):
    path = write(tmp_path, {"spans": [SPAN, span]})
    message = error_of(path, codebook)
    assert message.startswith(f"{path}: {said}")
    assert message.endswith("; correct it")


def test_every_span_that_does_not_fit_is_named_at_once(tmp_path: Path, codebook: Codebook):
    wrong = {**SPAN, "code": "nei"}
    message = error_of(write(tmp_path, {"spans": [wrong, SPAN, wrong]}), codebook)
    assert [line.split(": ")[1] for line in message.split("\n")] == ["span 1", "span 3"]


@pytest.mark.parametrize(
    ("gold", "said"),
    [
        ('{"spans": [\n{"quote": "Vi deler alt."', "is no readable JSON (line 2); correct it"),
        ("", "is no readable JSON (line 1); correct it"),
        ({}, "missing or wrong: spans"),
        ({"spans": "Vi deler alt."}, "missing or wrong: spans"),
        ({"spans": [{**SPAN, "valence": "bra"}]}, "missing or wrong: spans.0.valence"),
        (
            {"spans": [{"quote": "Vi deler alt."}]},
            "missing or wrong: spans.0.code, spans.0.valence",
        ),
        ({"spans": [{**SPAN, "quote": ""}]}, "missing or wrong: spans.0.quote"),
        ([SPAN], "missing or wrong: the whole file"),
    ],
)
def test_a_gold_file_of_another_shape_is_told_where(
    tmp_path: Path, codebook: Codebook, gold: Any, said: str
):
    path = write(tmp_path, gold)
    assert error_of(path, codebook).startswith(f"{path}: {said}")


def test_a_gold_file_in_another_encoding_is_refused(tmp_path: Path, codebook: Codebook):
    path = write(tmp_path, {"spans": []})
    path.write_bytes('{"spans": [], "author": "å"}'.encode("latin-1"))
    assert error_of(path, codebook) == f"{path}: is no readable JSON; correct it"


def test_a_missing_gold_file_is_named(tmp_path: Path, codebook: Codebook):
    path = tmp_path / "a.json"
    assert error_of(path, codebook).startswith(f"{path}: ")


def test_gold_without_a_document_says_what_to_put_there(tmp_path: Path, codebook: Codebook):
    path = write(tmp_path, {"spans": []})
    path.with_suffix(".txt").unlink()
    assert error_of(path, codebook) == (
        f"{path}: no document of that name beside it; put a.txt there"
    )


def test_gold_of_a_refused_document_tells_the_reason(tmp_path: Path, codebook: Codebook):
    path = write(tmp_path, {"spans": []}, text=" \n")
    assert error_of(path, codebook).startswith(f"{path.with_suffix('.txt')}: is empty; ")


def test_gold_files_are_found_below_a_folder_in_order(tmp_path: Path):
    (tmp_path / "b").mkdir()
    paths = [
        write(tmp_path, {}, name="a"),
        write(tmp_path / "b", {}),
        write(tmp_path, {}, name="c"),
    ]
    assert gold_files(tmp_path) == paths


@pytest.mark.parametrize("folder", ["", "nowhere"])
def test_a_folder_without_gold_is_named(tmp_path: Path, folder: str):
    with pytest.raises(GoldError) as caught:
        gold_files(tmp_path / folder)
    assert str(caught.value).startswith(f"{tmp_path / folder}: no gold files (NAME.json beside")


def test_no_repr_quotes_the_text(tmp_path: Path, codebook: Codebook):
    gold = read_gold(write(tmp_path, {"spans": [SPAN]}), codebook)
    assert "deler" not in repr(gold)
