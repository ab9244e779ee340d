"""The codebook's rule: the first level whose conditions all hold."""

from pathlib import Path

import duckdb
import pytest

from codebook.schema import Level
from corpus import Document
from findings.tables import PUBLISHED
from models import Segment
from tests.making import BOOK, Made, changed, document, segment

VALENCES = {"+": "positive", "o": "neutral", "-": "negative"}
KINDS = {"i": "interview", "m": "minutes", "x": None}
# A document and a valence a segment; i, m and x are interviews, minutes and unknown kinds.
EVIDENCE = {
    "nothing at all": ("", "ingen"),
    "one segment": ("i1+", "svakt"),
    "two segments of one document": ("i1+ i1+", "svakt"),
    "two segments of two documents": ("i1+ i2+", "delvis"),
    "four of three documents and two kinds": ("i1+ i2+ m1+ i1+", "godt_belagt"),
    "three segments are too few for the first level": ("i1+ i2+ m1+", "delvis"),
    "two documents are too few for the first level": ("i1+ i1+ m1+ m1+", "delvis"),
    "one kind is too few for the first level": ("i1+ i2+ i3+ i1+", "delvis"),
    "an unknown kind is no second kind": ("i1+ i2+ x1+ i1+", "delvis"),
    "three quarters positive": ("i1+ i2+ m1+ i1-", "godt_belagt"),
    "neutral ones count, but not in the share": ("i1+ i2+ m1o i1o", "godt_belagt"),
    "two thirds positive": ("i1+ i2+ m1- i1o", "delvis"),
    "three fifths positive: two levels hold": ("i1+ i1+ i1+ i2- i2-", "delvis"),
    "half positive": ("i1+ i2-", "motstridende"),
    "half positive on much evidence": ("i1+ i2- m1+ i3-", "motstridende"),
    "three tenths positive": ("i1+ i1+ i1+ i2- i2- i2- i2- i2- i2- i2-", "motstridende"),
    "a quarter positive": ("i1+ i2- i2- i2-", "svakt"),
    "all negative: nothing says that it is reached": ("i1- i2- m1- i3-", "ingen"),
    "neutral ones only: wished for, not reached": ("i1o i2o m1o i1o", "ingen"),
}


def sentences(name: str, group: str) -> Document:
    """A document with ten numbered sentences, of its own wording."""
    said = [f"Setning {number} i {name} fra {group}." for number in range(10)]
    return document(*said, name=f"{group}/{name}.txt", group=group, kind=KINDS[name[0]])


def coded(of: dict[str, Document], evidence: str, code: str) -> list[tuple[Document, Segment]]:
    """Each piece of evidence on another sentence."""
    return [
        (of[name], segment(of[name], f"Setning {number} ", code, VALENCES[sign]))
        for number, (name, sign) in enumerate((item[:-1], item[-1]) for item in evidence.split())
    ]


def levels(made: Made) -> dict[tuple[str, str], str]:
    """The published level of each group and code."""
    made.publish()
    with duckdb.connect(made.data / PUBLISHED, read_only=True) as connection:
        rows = connection.execute("SELECT group_id, code, level FROM ladder_matrix").fetchall()
    return {(group, code): level for group, code, level in rows}


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Made:
    """Every evidence in a cell of its own."""
    made = Made(tmp_path_factory.mktemp("levels"))
    passes: dict[str, list[Segment]] = {}
    for group in BOOK.cases:
        of = {name: sentences(name, group.id) for name in ("i1", "i2", "i3", "m1", "x1")}
        made.take(*of.values())
        for (its_group, code), (evidence, _) in zip(CELLS, EVIDENCE.values(), strict=False):
            if its_group == group.id:
                for document_, found in coded(of, evidence, code):
                    passes.setdefault(document_.document_id, []).append(found)
    made.code_all(passes)
    return made


CELLS = [(case.id, code.id) for case in BOOK.cases for code in BOOK.dimensions[0].codes]


@pytest.fixture(scope="module")
def found(made: Made) -> dict[str, str]:
    """The level that each evidence got."""
    by_cell = levels(made)
    return {name: by_cell[cell] for name, cell in zip(EVIDENCE, CELLS, strict=False)}


@pytest.mark.parametrize("name", EVIDENCE)
def test_the_evidence_has_the_level_of_the_rule(name: str, found: dict[str, str]) -> None:
    assert found[name] == EVIDENCE[name][1]


def test_every_cell_has_one_level(made: Made) -> None:
    assert list(levels(made)) == CELLS


def level(id_: str, **conditions: float) -> Level:
    return Level.model_validate({"id": id_, "label": id_, **conditions})


ANY = level("any")
RULES = {
    "some": [level("some", min_segments=1), level("more", min_segments=2), ANY],
    "more": [level("many", min_segments=5), level("more", min_segments=4), ANY],
    "any": [level("many", min_segments=5), ANY],
    "half": [level("most", min_share_positive=0.76), level("half", min_share_positive=0.75), ANY],
    "up_to": [level("few", max_share_positive=0.74), level("up_to", max_share_positive=0.75), ANY],
}


@pytest.mark.parametrize("expected", RULES)
def test_by_another_rule_too_the_first_level_that_holds_wins(tmp_path: Path, expected: str) -> None:
    of = sentences("i1", "kubu")
    made = Made(tmp_path, changed(levels=RULES[expected]))
    made.take(of)
    made.code(of, *(found for _, found in coded({"i1": of}, "i1+ i1+ i1+ i1-", "trinn1")))
    assert levels(made)["kubu", "trinn1"] == expected


def test_rejected_segments_are_no_evidence(tmp_path: Path) -> None:
    of = {name: sentences(name, "kubu") for name in ("i1", "i2")}
    made = Made(tmp_path)
    made.take(*of.values())
    for document_, segment_ in coded(of, "i1+ i2+", "trinn1"):
        made.code(document_, segment_)
    assert levels(made)["kubu", "trinn1"] == "delvis"
    made.decide(of["i1"], "Setning 0 ", "trinn1", "rejected")
    assert levels(made)["kubu", "trinn1"] == "svakt"
    made.decide(of["i2"], "Setning 1 ", "trinn1", "rejected")
    assert levels(made)["kubu", "trinn1"] == "ingen"
