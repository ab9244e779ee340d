from pathlib import Path

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from codebook import Codebook, Valence
from corpus import GoldDocument
from models import Coder
from models.classifier import Classifier
from models.estimators import Bools, Floats
from models.features import Features
from models.labels import label
from models.training import thresholds
from models.valence import VALENCES
from tests.models.tiny import Letters, coded, document, features


@pytest.fixture(scope="module")
def rows(gold: list[GoldDocument]) -> Features:
    return features([item.document for item in gold], Letters())


@pytest.fixture(scope="module")
def labels(rows: Features, gold: list[GoldDocument], book: Codebook) -> tuple[Bools, np.ndarray]:
    return label(rows, gold, book.code_ids)


@pytest.fixture(scope="module")
def classifier(rows: Features, labels: tuple[Bools, np.ndarray], book: Codebook) -> Classifier:
    """Fitted on all documents, with words and vectors."""
    dimensions = tuple(n for n, d in enumerate(book.dimensions) for _ in d.codes)
    return Classifier(book.code_ids, dimensions=dimensions).fit(rows, *labels)


def test_it_learns_what_it_is_shown(
    classifier: Classifier, rows: Features, labels: tuple[Bools, np.ndarray]
):
    assert ((classifier.log_odds(rows) > 0) == labels[0]).mean() > 0.95


def test_it_learns_the_valences_that_it_is_shown(
    classifier: Classifier, rows: Features, labels: tuple[Bools, np.ndarray]
):
    where = np.nonzero(labels[0])
    likely = np.array(VALENCES)[classifier.valences(rows, *where).argmax(axis=1)]
    assert (likely == labels[1][where]).mean() > 0.95


def test_a_code_without_examples_or_counter_examples_is_never_proposed():
    documents = [document("A pound. No idea.", "Two pounds."), document("Three pounds. Rain.")]
    quotes = [["A pound.", "Two pounds."], ["Three pounds."]]
    pairs = zip(documents, quotes, strict=True)
    gold = [coded(d, *((q, "cost", Valence.NEUTRAL) for q in qs)) for d, qs in pairs]
    codes = ("cost", "never", "always")
    of = features(documents)
    seen, valences = label(of, gold, codes)
    seen[:, 2] = True
    model = Classifier(codes).fit(of, seen, valences)
    probabilities = model.calibrate(model.log_odds(of), seen).probabilities(of)
    limits = thresholds(probabilities, seen, codes)
    proposed = [(probabilities[:, i] >= limits[code].propose).any() for i, code in enumerate(codes)]
    assert proposed == [True, False, False]
    assert probabilities[:, 1:].max() < 0.05


def test_where_only_one_valence_was_seen_all_are_neutral(rows: Features, book: Codebook):
    labels = np.zeros((len(rows), len(book.code_ids)), dtype=bool)
    labels[:50, 0] = True
    valences = np.where(labels, "positive", None)
    model = Classifier(book.code_ids).fit(rows, labels, valences)
    assert model.valences(rows, np.array([0]), np.array([0])).tolist() == [[0.0, 1.0, 0.0]]


def test_a_valence_that_was_not_seen_is_never_given(rows: Features, book: Codebook):
    labels = np.zeros((len(rows), len(book.code_ids)), dtype=bool)
    labels[:50, 0] = True
    valences = np.where(labels, "positive", None)
    valences[25:50, 0] = "negative"
    model = Classifier(book.code_ids).fit(rows, labels, valences)
    given = model.valences(rows, np.arange(50), np.zeros(50, dtype=np.int64))
    assert VALENCES[1] == "neutral"
    assert not given[:, 1].any()
    assert given.sum(axis=1) == pytest.approx(1)
    assert given.argmax(axis=1).tolist() == [0] * 25 + [2] * 25


def test_the_same_words_turn_one_way_in_one_dimension_and_another_way_in_another():
    sentences = [f"It is {word} hard {n}." for n in range(12) for word in ("not", "quite")]
    of = features([document(" ".join(sentences))], Letters())
    codes = ("done", "hindered")
    columns = np.arange(len(of)) // 2 % 2
    negated = of.words["text"].str.contains("not").to_numpy()
    labels = np.eye(2, dtype=bool)[columns]
    valences = np.full(labels.shape, None, dtype=object)
    said = np.where(negated == (columns == 1), "positive", "negative")
    valences[np.arange(len(of)), columns] = said
    model = Classifier(codes, dimensions=(0, 1)).fit(of, labels, valences)
    likely = np.array(VALENCES)[model.valences(of, np.arange(len(of)), columns).argmax(axis=1)]
    assert likely.tolist() == said.tolist()


@settings(max_examples=30, deadline=None)
@given(st.lists(st.tuples(st.floats(-20, 20), st.booleans()), min_size=2, max_size=40))
@example([(-3.0, True), (-2.0, True), (2.0, False), (3.0, False)])
def test_more_evidence_is_never_less_probability(pairs: list[tuple[float, bool]]):
    evidence = np.array([[number] for number, _ in pairs])
    labels = np.array([[seen] for _, seen in pairs])
    model = Classifier(("cost",), calibration=np.array([[1.0, 0.0]])).calibrate(evidence, labels)
    probabilities = model.calibrated(np.linspace(-30, 30, 121)[:, None])
    assert (np.diff(probabilities[:, 0]) >= 0).all()
    assert ((probabilities >= 0) & (probabilities <= 1)).all()


def test_where_evidence_misleads_the_share_of_the_code_is_its_probability():
    evidence, labels = np.array([[-3.0], [1.0], [2.0], [3.0]]), np.eye(4, 1, dtype=bool)
    model = Classifier(("cost",), calibration=np.array([[1.0, 0.0]])).calibrate(evidence, labels)
    assert model.calibrated(evidence) == pytest.approx(0.25)


def test_a_document_gets_the_same_numbers_alone_as_among_others(
    classifier: Classifier, rows: Features, gold: list[GoldDocument]
):
    together = classifier.probabilities(rows)
    for number, item in enumerate(gold):
        alone = features([item.document], Letters())
        mine = np.flatnonzero(rows.document == number)
        assert np.array_equal(classifier.probabilities(alone), together[mine])
        columns = np.zeros(len(mine), dtype=np.int64)
        assert np.array_equal(
            classifier.valences(alone, np.arange(len(mine)), columns),
            classifier.valences(rows, mine, columns),
        )


def test_a_row_gets_the_same_evidence_alone_as_among_others_however_long_the_vectors(
    book: Codebook,
):
    random = np.random.default_rng(0)
    model = Classifier(("cost",))
    of = features([document("Yes. " * 300)])
    vectors = random.normal(size=(300, 1920)).astype(np.float32)
    wide = Features(of.words, vectors, of.spans, of.document, of.turn)
    labels = random.random((300, 1)) < 0.5
    model.fit(wide, labels, np.full(labels.shape, None, dtype=object))
    together = model.log_odds(wide)
    for size in (1, 7, 150):
        some = wide.rows(np.arange(300 - size, 300))
        assert np.array_equal(model.log_odds(some), together[-size:])


def test_the_coder_codes_a_document_alone_as_among_others(
    book: Codebook, model: Path, gold: list[GoldDocument]
):
    coder = Coder(book, model)
    documents = [item.document for item in gold]
    together = list(coder.code([*documents, *documents[::-1]]))
    alone = [next(coder.code([document])) for document in documents]
    assert together == [*alone, *alone[::-1]]
    assert all(alone)


def test_the_same_data_give_the_same_probabilities(
    classifier: Classifier, rows: Features, labels: tuple[Bools, np.ndarray], book: Codebook
):
    again = Classifier(book.code_ids, dimensions=classifier.dimensions).fit(rows, *labels)
    assert np.array_equal(again.probabilities(rows), classifier.probabilities(rows))
    where = np.nonzero(labels[0])
    assert np.array_equal(again.valences(rows, *where), classifier.valences(rows, *where))


def test_probabilities_lie_between_none_and_one(
    classifier: Classifier, rows: Features, labels: tuple[Bools, np.ndarray]
):
    probabilities: Floats = classifier.probabilities(rows)
    assert probabilities.shape == labels[0].shape
    assert ((probabilities >= 0) & (probabilities <= 1)).all()
    valences = classifier.valences(rows, *np.nonzero(labels[0]))
    assert valences.sum(axis=1) == pytest.approx(1)


def test_no_sentences_get_no_numbers(classifier: Classifier, book: Codebook):
    nothing = features([], Letters())
    assert classifier.probabilities(nothing).shape == (0, len(book.code_ids))
    empty = np.array([], dtype=np.int64)
    assert classifier.valences(nothing, empty, empty).shape == (0, len(VALENCES))
