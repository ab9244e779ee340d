"""The documents that come with the house, and the gold beside them."""

import json
from pathlib import Path
from typing import Any

import pytest

from codebook import Codebook, load
from corpus import GoldDocument, TurnRole, gold_files, read_gold

ROOT = Path(__file__).parents[2]
SAMPLE = ROOT / "corpus" / "sample"
TRAINING = ROOT / "models" / "training"
FILES = [*gold_files(SAMPLE), *gold_files(TRAINING)]
SAMPLE_FILES = gold_files(SAMPLE)


@pytest.fixture(scope="module")
def codebook() -> Codebook:
    return load()


@pytest.fixture(scope="module")
def gold(codebook: Codebook) -> dict[Path, GoldDocument]:
    return {path: read_gold(path, codebook) for path in FILES}


@pytest.fixture(scope="module")
def sample(gold: dict[Path, GoldDocument]) -> list[GoldDocument]:
    return [gold[path] for path in SAMPLE_FILES]


def name(path: Path) -> str:
    return str(path.relative_to(ROOT).with_suffix(""))


def told(path: Path) -> dict[str, Any]:
    found = json.loads(path.read_text(encoding="utf-8"))
    assert isinstance(found, dict)
    return found


@pytest.mark.parametrize("path", FILES, ids=name)
def test_a_gold_file_is_read_whole(path: Path, codebook: Codebook):
    read = read_gold(path, codebook)
    assert len(read.passages) == len(told(path)["spans"]) > 0
    assert read.author == told(path)["author"] != ""


@pytest.mark.parametrize("folder", [SAMPLE, TRAINING], ids=name)
def test_every_document_has_gold_and_every_gold_a_document(folder: Path):
    texts = {path.with_suffix("") for path in folder.rglob("*.txt")}
    assert texts == {path.with_suffix("") for path in gold_files(folder)}


def test_interviewers_words_and_headings_are_never_coded(gold: dict[Path, GoldDocument]):
    for path, read in gold.items():
        for coded in read.passages:
            turns = [
                turn
                for turn in read.document.turns
                if turn.start < coded.passage.end and coded.passage.start < turn.end
            ]
            assert turns, name(path)
            assert all(turn.role.coded for turn in turns), name(path)


@pytest.mark.parametrize("path", SAMPLE_FILES, ids=name)
def test_headers_of_the_sample_say_what_the_gold_says(path: Path, gold: dict[Path, GoldDocument]):
    found, expected = gold[path].document.metadata, told(path)
    assert gold[path].document.warnings == ()
    for field in ("group", "phase", "kind", "lang"):
        assert getattr(found, field) == expected[field], field
    assert str(found.date) == expected["date"]
    if expected["kind"] == "interview":
        assert found.role == expected["role"]


def test_the_sample_holds_enough_of_every_kind(sample: list[GoldDocument]):
    kinds = [read.document.metadata.kind for read in sample]
    assert len(sample) >= 20
    assert kinds.count("interview") >= 15
    assert kinds.count("minutes") >= 5
    assert [read.document.metadata.lang for read in sample].count("nn") >= 3


@pytest.mark.parametrize(
    ("field", "values"),
    [
        ("group", {"kubu", "klima", "krise", "vann", "kompetanse"}),
        ("phase", {"fase1", "fase2", "fase3"}),
        ("role", {"gruppe", "sekretariat", "linje", "etat"}),
    ],
)
def test_the_sample_holds_every_group_phase_and_role(
    sample: list[GoldDocument], field: str, values: set[str]
):
    found = {getattr(read.document.metadata, field) for read in sample}
    assert found - {None} == values


def test_the_sample_holds_every_code_and_every_valence(
    sample: list[GoldDocument], codebook: Codebook
):
    codes = [coded.code for read in sample for coded in read.passages]
    assert set(codes) == set(codebook.code_ids)
    assert {coded.valence.value for read in sample for coded in read.passages} == {
        "positive",
        "neutral",
        "negative",
    }


def test_no_document_of_the_sample_is_trained_on(gold: dict[Path, GoldDocument]):
    ids = {
        folder: {read.document.document_id for path, read in gold.items() if folder in path.parents}
        for folder in (SAMPLE, TRAINING)
    }
    assert len(ids[SAMPLE]) == len(SAMPLE_FILES)
    assert not ids[SAMPLE] & ids[TRAINING]


def test_no_passage_of_the_sample_is_trained_on(gold: dict[Path, GoldDocument]):
    quotes = {
        folder: {
            coded.passage.text
            for path, read in gold.items()
            for coded in read.passages
            if folder in path.parents and len(coded.passage.text.split()) > 5
        }
        for folder in (SAMPLE, TRAINING)
    }
    assert not quotes[SAMPLE] & quotes[TRAINING]


def test_about_half_of_the_words_of_the_sample_are_coded(sample: list[GoldDocument]):
    words = coded_words = 0
    for read in sample:
        covered = {
            at for coded in read.passages for at in range(coded.passage.start, coded.passage.end)
        }
        for turn in read.document.turns:
            if turn.role.coded:
                at = turn.start
                for word in turn.text.split():
                    at = read.document.text.index(word, at)
                    words += 1
                    coded_words += at in covered
                    at += len(word)
    assert words > 10_000
    assert 0.35 <= coded_words / words <= 0.65


def test_somebody_asks_and_somebody_answers_in_every_interview(gold: dict[Path, GoldDocument]):
    for path, read in gold.items():
        if read.document.metadata.kind == "interview":
            roles = {turn.role for turn in read.document.turns}
            assert {TurnRole.INTERVIEWER, TurnRole.INFORMANT} <= roles, name(path)
