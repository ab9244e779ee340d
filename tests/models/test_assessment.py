import shutil
from pathlib import Path

import numpy as np
import pytest

from codebook import Codebook
from corpus import GoldDocument
from kodetrapp.errors import ModelError
from models import Coder, Report, Segment, Status, assess, load_card
from models import unseen as not_trained_on
from models.assessment import _coded_alone, _half_covered
from models.evaluation import Coded, Truth, report
from models.labels import label
from models.segments import Thresholds
from tests.models.tiny import document, features


@pytest.fixture(scope="module")
def reports(unseen: list[GoldDocument], book: Codebook, model: Path) -> list[Report]:
    return assess(unseen, book, model)


def with_card(model: Path, folder: Path, **changed: object) -> Path:
    """The same model with another card."""
    shutil.copytree(model, folder, dirs_exist_ok=True)
    card = load_card(model).model_copy(update=changed)
    (folder / "card.json").write_text(card.model_dump_json(), "utf-8")
    return folder


@pytest.fixture(scope="module")
def bold(model: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The model, allowed to code alone from a little above where it proposes."""
    thresholds = {
        code: Thresholds(of.propose, of.propose + 0.03)
        for code, of in load_card(model).thresholds.items()
    }
    return with_card(model, tmp_path_factory.mktemp("bold"), thresholds=thresholds)


@pytest.fixture(scope="module")
def found(unseen: list[GoldDocument], book: Codebook, model: Path) -> list[list[Segment]]:
    """What the coder says of the same documents."""
    return list(Coder(book, model).code([item.document for item in unseen]))


def test_documents_that_were_trained_on_are_told_apart(
    gold: list[GoldDocument], unseen: list[GoldDocument], model: Path
):
    assert not_trained_on(gold, load_card(model).seen) == unseen


def test_one_document_that_was_trained_on_is_enough_to_refuse(
    gold: list[GoldDocument], unseen: list[GoldDocument], book: Codebook, model: Path
):
    with pytest.raises(ModelError, match="never tested on documents it was trained or"):
        assess([*unseen, gold[0]], book, model)


def test_a_document_that_was_calibrated_on_is_refused_likewise(
    unseen: list[GoldDocument], book: Codebook, model: Path, tmp_path: Path
):
    calibrated = with_card(model, tmp_path, calibrated_on=[unseen[0].document.document_id])
    with pytest.raises(ModelError, match="calibrated on"):
        assess(unseen, book, calibrated)
    assert not_trained_on(unseen, load_card(calibrated).seen) == unseen[1:]


def test_three_coders_are_measured_on_the_same_sentences(
    reports: list[Report], unseen: list[GoldDocument], book: Codebook
):
    assert [r.coder for r in reports] == ["kodetrapp", "key words", "TF-IDF + SGD"]
    rows = features([item.document for item in unseen])
    labels = label(rows, unseen, book.code_ids).codes
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
    gold = label(rows, unseen, book.code_ids)
    labels, valences = gold.codes, gold.valences
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


def test_without_certificates_nothing_is_coded_alone(reports: list[Report]):
    assert [r.alone is None for r in reports] == [False, True, True]
    assert reports[0].alone.sentences == 0
    assert reports[0].alone.precision is None


def test_what_is_coded_alone_is_what_the_coder_lets_stand(
    unseen: list[GoldDocument], book: Codebook, bold: Path
):
    """Sentences, and right ones, counted anew from what the coder says."""
    alone = assess(unseen, book, bold)[0].alone
    segments = [
        (item, segment)
        for item, of_document in zip(
            unseen, Coder(book, bold).code([item.document for item in unseen]), strict=True
        )
        for segment in of_document
        if segment.status is Status.AUTO
    ]
    assert alone.sentences >= len(segments) > 5
    touched = [
        any(
            p.code == segment.code
            and p.passage.start < segment.passage.end
            and segment.passage.start < p.passage.end
            for p in item.passages
        )
        for item, segment in segments
    ]
    assert 0 < alone.precision.value <= 1
    assert (alone.precision.value == 1) <= all(touched)
    assert 0 < alone.found <= 1
    by_code = [figures.alone for figures in assess(unseen, book, bold)[0].codes]
    assert sum(of.sentences for of in by_code) == alone.sentences


def test_what_is_coded_alone_is_told_by_sentence():
    of = document("One. Two. Three.", "Four. Five.")
    rows = features([of])
    assert len(rows) == 5

    def segment(quote: str, code: str, status: Status) -> Segment:
        return Segment(of.find(quote)[0], code, "positive", 0.9, status)

    found = [
        segment("One. Two.", "aware", Status.AUTO),
        segment("Four.", "aware", Status.PENDING),
        segment("Four. Five.", "cost", Status.AUTO),
    ]
    alone = _coded_alone([found], rows, ("aware", "cost"))
    assert alone.labels.T.tolist() == [[1, 1, 0, 0, 0], [0, 0, 0, 1, 1]]
    assert (alone.valences == "positive").tolist() == alone.labels.tolist()


def test_figures_are_broken_down_by_what_the_reader_found(
    reports: list[Report], unseen: list[GoldDocument]
):
    assert list(reports[0].parts) == ["kind", "language", "role", "group", "author"]
    for facet, field in (("kind", "kind"), ("role", "role"), ("group", "group")):
        known = {getattr(item.document.metadata, field) for item in unseen}
        assert {part.value for part in reports[0].parts[facet]} == known
    assert {part.value for part in reports[0].parts["author"]} == {i.author for i in unseen}
    assert [part.value for part in reports[0].parts["language"]] == ["en"]
    for parts in reports[0].parts.values():
        assert sum(part.documents for part in parts) == 2
        assert sum(part.sentences for part in parts) == reports[0].sentences


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
