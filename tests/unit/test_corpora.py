"""The documents that come with the house, and the gold beside them."""

import json
import re
from collections import Counter
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest

from codebook import Codebook, load
from corpus import GoldDocument, TurnRole, gold_files, read_gold
from models.certification import LEAST_DOCUMENTS
from models.twins import apart, runs, twins

ROOT = Path(__file__).parents[2]
SAMPLE = ROOT / "corpus" / "sample"
TRAINING, CALIBRATION, TEST = (ROOT / "models" / n for n in ("training", "calibration", "test"))
SETS = (TRAINING, CALIBRATION, TEST, SAMPLE)
FILES = [path for folder in SETS for path in gold_files(folder)]
SAMPLE_FILES = gold_files(SAMPLE)
CODERS = [ROOT / "models" / "coders" / which for which in ("first", "second")]
Sets = dict[Path, list[GoldDocument]]


@pytest.fixture(scope="module")
def codebook() -> Codebook:
    return load()


@pytest.fixture(scope="module")
def gold(codebook: Codebook) -> dict[Path, GoldDocument]:
    return {path: read_gold(path, codebook) for path in FILES}


@pytest.fixture(scope="module")
def sets(gold: dict[Path, GoldDocument]) -> Sets:
    """The documents of each set."""
    return {of: [read for path, read in gold.items() if of in path.parents] for of in SETS}


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


@pytest.mark.parametrize("folder", SETS, ids=name)
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


def test_there_is_enough_to_learn_from(sets: Sets, codebook: Codebook):
    coded = [passage for read in sets[TRAINING] for passage in read.passages]
    by_code = Counter(passage.code for passage in coded)
    assert len(sets[TRAINING]) >= 80
    assert len(coded) >= 2_400
    assert set(by_code) == set(codebook.code_ids)
    assert min(by_code.values()) >= 140
    assert len({(passage.code, passage.valence) for passage in coded}) == 3 * len(by_code)


def test_there_is_enough_to_certify_and_to_test_by(sets: Sets, codebook: Codebook):
    assert len(sets[CALIBRATION]) >= LEAST_DOCUMENTS
    assert len(sets[TEST]) >= 15
    for folder in (CALIBRATION, TEST):
        assert {p.code for read in sets[folder] for p in read.passages} == set(codebook.code_ids)


def test_a_tenth_of_the_documents_is_in_nynorsk(sets: Sets):
    def share(documents: list[GoldDocument]) -> float:
        return [read.document.metadata.lang for read in documents].count("nn") / len(documents)

    assert share([read for of in SETS for read in sets[of]]) >= 0.1
    assert all(share(sets[of]) >= 0.1 for of in (TRAINING, TEST, SAMPLE))
    assert share(sets[CALIBRATION]) > 0


@pytest.mark.parametrize(("one", "other"), list(combinations(SETS, 2)), ids=name)
def test_no_author_and_no_text_is_in_two_sets(sets: Sets, one: Path, other: Path):
    """Neither the same text nor nearly the same."""
    assert not {read.author for read in sets[one]} & {read.author for read in sets[other]}
    assert apart(sets[one], sets[other]) == (sets[one], [])


def test_no_text_is_twice_in_a_set(sets: Sets):
    for documents in sets.values():
        said = [runs(read.document) for read in documents]
        assert not any(twins(one, other) for one, other in combinations(said, 2))


def test_no_passage_is_in_two_sets(sets: Sets):
    """Whatever its case, white space and punctuation."""
    quotes = [
        {
            tuple(words)
            for read in sets[of]
            for coded in read.passages
            if len(words := re.findall(r"\w+", coded.passage.text.casefold())) > 5
        }
        for of in SETS
    ]
    assert min(map(len, quotes)) > 300
    for one, other in combinations(quotes, 2):
        assert not one & other


def test_two_coders_coded_every_document_learnt_from_certified_or_tested_by(codebook: Codebook):
    texts = ROOT / "models"
    files = {
        path.relative_to(texts) for of in (TRAINING, CALIBRATION, TEST) for path in gold_files(of)
    }
    for coder in CODERS:
        names = [path.relative_to(coder) for path in gold_files(coder)]
        assert set(names) == files
        read = [read_gold(coder / own, codebook, texts / own) for own in names]
        assert sum(len(of.passages) for of in read) > 2_000


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
