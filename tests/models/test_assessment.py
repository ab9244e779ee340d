from pathlib import Path

import numpy as np
import pytest

from codebook import Codebook
from corpus import GoldDocument
from kodetrapp.errors import ModelError
from models import Coder, Report, Segment, assess, load_card
from models import unseen as not_trained_on
from models.assessment import _half_covered
from models.evaluation import Coded, Truth, report
from models.labels import label
from tests.models.tiny import features


@pytest.fixture(scope="module")
def reports(unseen: list[GoldDocument], book: Codebook, model: Path) -> list[Report]:
    return assess(unseen, book, model)


@pytest.fixture(scope="module")
def found(unseen: list[GoldDocument], book: Codebook, model: Path) -> list[list[Segment]]:
    """What the coder says of the same documents."""
    return list(Coder(book, model).code([item.document for item in unseen]))


def test_documents_that_were_trained_on_are_told_apart(
    gold: list[GoldDocument], unseen: list[GoldDocument], model: Path
):
    assert not_trained_on(gold, load_card(model).trained_on) == unseen


def test_one_document_that_was_trained_on_is_enough_to_refuse(
    gold: list[GoldDocument], unseen: list[GoldDocument], book: Codebook, model: Path
):
    with pytest.raises(ModelError, match="never tested on documents it was trained on"):
        assess([*unseen, gold[0]], book, model)


def test_three_coders_are_measured_on_the_same_sentences(
    reports: list[Report], unseen: list[GoldDocument], book: Codebook
):
    assert [r.coder for r in reports] == ["kodetrapp", "key words", "TF-IDF + SGD"]
    rows = features([item.document for item in unseen])
    labels, _ = label(rows, unseen, book.code_ids)
    for of_coder in reports:
        assert (of_coder.documents, of_coder.sentences) == (2, len(rows))
        assert [code.support for code in of_coder.codes] == labels.sum(axis=0).tolist()
    assert [r.valence_accuracy is None for r in reports] == [False, True, True]


def test_what_is_measured_is_what_the_coder_says(
    reports: list[Report],
    found: list[list[Segment]],
    unseen: list[GoldDocument],
    book: Codebook,
):
    rows = features([item.document for item in unseen])
    labels, valences = label(rows, unseen, book.code_ids)
    said = np.zeros_like(labels)
    for row, (span, number) in enumerate(zip(rows.spans, rows.document, strict=True)):
        for segment in found[number]:
            if segment.passage.start <= span.start_char < segment.passage.end:
                said[row, book.code_ids.index(segment.code)] = True
    truth = Truth(book.code_ids, labels, valences, rows.document)
    expected = report(Coded("kodetrapp", said, said.astype(float)), truth)
    for mine, theirs in zip(reports[0].codes, expected.codes, strict=True):
        for figure in ("proposed", "precision", "recall", "f1", "kappa"):
            assert getattr(mine, figure) == getattr(theirs, figure)
    assert reports[0].macro["f1"] == expected.macro["f1"]


def test_passages_are_counted_as_the_coder_says(
    reports: list[Report], found: list[list[Segment]], unseen: list[GoldDocument]
):
    for figures in reports[0].codes:
        gold = [
            (number, set(range(p.passage.start, p.passage.end)))
            for number, item in enumerate(unseen)
            for p in item.passages
            if p.code == figures.code
        ]
        mine = [
            (number, set(range(s.passage.start, s.passage.end)))
            for number, segments in enumerate(found)
            for s in segments
            if s.code == figures.code
        ]

        def share(of: list, by: list) -> float | None:
            halves = [
                2 * len(place & set().union(*(p for m, p in by if m == n))) >= len(place)
                for n, place in of
            ]
            return sum(halves) / len(halves) if halves else None

        assert figures.spans == len(gold)
        assert figures.span_recall == share(gold, mine)
        assert figures.span_precision == share(mine, gold)
    assert any(figures.span_recall for figures in reports[0].codes)


@pytest.mark.parametrize(
    ("by", "covered"),
    [
        ([], False),
        ([(0, 5)], True),
        ([(0, 4)], False),
        ([(0, 3), (8, 20)], True),
        ([(10, 20)], False),
    ],
)
def test_half_of_a_passage_may_be_covered_in_parts(by: list[tuple[int, int]], covered: bool):
    assert _half_covered((0, 10), by) == covered
