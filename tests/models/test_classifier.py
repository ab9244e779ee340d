from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from sklearn.kernel_ridge import KernelRidge
from sklearn.linear_model import Ridge

import models.classifier as module
from codebook import Codebook, Valence
from corpus import GoldDocument
from models import Coder
from models.classifier import (
    LIKENESS_PENALTY,
    LIKENESS_WEIGHT,
    VECTOR_PENALTY,
    VECTOR_WEIGHT,
    WORD_STRENGTH,
    Classifier,
)
from models.estimators import regression
from models.held_out import Data, threshold
from models.labels import Labels, label
from models.likeness import GAMMA
from models.valence import VALENCES
from tests.models.tiny import Letters, coded, decided, document, features, unlike


def plain(codes: np.ndarray) -> Labels:
    """Labels of which all is known, but for valences."""
    return Labels(codes, np.full(codes.shape, None, dtype=object), np.ones_like(codes))


def partly_known(data: Data, unknown: np.ndarray, column: int) -> Labels:
    """The labels, but for those of one code on some sentences that don't carry it."""
    known = data.labels.known.copy()
    known[unknown, column] = False
    return replace(data.labels, known=known)


def test_it_learns_what_it_is_shown(classifier: Classifier, data: Data):
    assert ((classifier.log_odds(data.features) > 0) == data.labels.codes).mean() > 0.95


@pytest.mark.parametrize("unknown", [0, 120])
def test_the_evidence_is_that_of_words_vectors_and_likeness_added_up(
    data: Data, blank: Classifier, unknown: int
):
    """The two views of meaning as scikit-learn has them. What isn't known of a code counts in them
    as its share of what is."""
    of, said = data.features, np.where(data.labels.codes, 1.0, -1.0)
    rows = np.flatnonzero(~data.labels.codes[:, 0])[:unknown]
    labels = partly_known(data, rows, 0)
    said[rows, 0] = np.delete(said[:, 0], rows).mean()
    bare = replace(of, vectors=of.vectors[:, :0])
    words = replace(blank).fit(bare, labels).log_odds(bare)
    vectors = Ridge(VECTOR_PENALTY).fit(of.vectors, said).predict(of.vectors)
    kernel = KernelRidge(alpha=LIKENESS_PENALTY, kernel="rbf", gamma=GAMMA).fit(of.own, said)
    added = words + VECTOR_WEIGHT * vectors + LIKENESS_WEIGHT * kernel.predict(of.own)
    assert replace(blank).fit(of, labels).log_odds(of) == pytest.approx(added, abs=0.02)


def test_a_code_without_examples_or_counter_examples_is_never_proposed():
    documents = [document("A pound. No idea.", "Two pounds."), document("Three pounds. Rain.")]
    quotes = [["A pound.", "Two pounds."], ["Three pounds."]]
    pairs = zip(documents, quotes, strict=True)
    gold = [coded(d, *((q, "cost", Valence.NEUTRAL) for q in qs)) for d, qs in pairs]
    codes = ("cost", "never", "always")
    of = features(documents)
    labels = label(of, gold, codes)
    labels.codes[:, 2] = True
    model = Classifier(codes).fit(of, labels)
    probabilities = model.calibrate(model.log_odds(of), labels).probabilities(of)
    limit = threshold(probabilities, labels.codes)
    assert (probabilities >= limit).any(axis=0).tolist() == [True, False, False]
    assert probabilities[:, 1:].max() < 0.05


@settings(max_examples=30, deadline=None)
@given(st.lists(st.tuples(st.floats(-20, 20), st.booleans()), min_size=2, max_size=40))
@example([(-3.0, True), (-2.0, True), (2.0, False), (3.0, False)])
def test_more_evidence_is_never_less_probability(pairs: list[tuple[float, bool]]):
    evidence = np.array([[number] for number, _ in pairs])
    labels = plain(np.array([[seen] for _, seen in pairs]))
    model = Classifier(("cost",), calibration=np.array([[1.0, 0.0]])).calibrate(evidence, labels)
    probabilities = model.calibrated(np.linspace(-30, 30, 121)[:, None])
    assert (np.diff(probabilities[:, 0]) >= 0).all()
    assert ((probabilities >= 0) & (probabilities <= 1)).all()


def test_where_evidence_misleads_the_share_of_the_code_is_its_probability():
    evidence, labels = np.array([[-3.0], [1.0], [2.0], [3.0]]), plain(np.eye(4, 1, dtype=bool))
    model = Classifier(("cost",), calibration=np.array([[1.0, 0.0]])).calibrate(evidence, labels)
    assert model.calibrated(evidence) == pytest.approx(0.25)


def test_what_is_not_known_of_a_code_is_left_out_of_the_regression_on_its_words(
    data: Data, blank: Classifier
):
    column, code = 0, blank.codes[0]
    unknown = np.flatnonzero(~data.labels.codes[:, column])[::3]
    model = replace(blank).fit(data.features, partly_known(data, unknown, column))
    rest = np.setdiff1d(np.arange(len(data.features)), unknown)
    words = model.parts["words"].transform(data.features.words.iloc[rest])
    alone = regression(WORD_STRENGTH, "liblinear").fit(words, data.labels.codes[rest, column])
    fitted = model.parts["words_codes"][code]
    assert fitted.coef_ == pytest.approx(alone.coef_, rel=1e-5, abs=1e-6)
    assert fitted.intercept_ == pytest.approx(alone.intercept_)
    whole = replace(blank).fit(data.features, data.labels).parts["words_codes"]
    assert np.abs(fitted.coef_ - whole[code].coef_).max() > 0.01
    for other in blank.codes[1:]:
        assert np.array_equal(model.parts["words_codes"][other].coef_, whole[other].coef_)


def test_whatever_would_be_said_of_what_is_not_known_changes_nothing(data: Data, blank: Classifier):
    unknown = np.flatnonzero(~data.labels.codes.any(axis=1))[::2]
    known = data.labels.known.copy()
    known[unknown] = False
    labels = replace(data.labels, known=known)
    contrary = replace(labels, codes=unlike(labels, unknown).codes)
    one, other = (replace(blank).fit(data.features, of) for of in (labels, contrary))
    evidence = one.log_odds(data.features)
    assert np.array_equal(other.log_odds(data.features), evidence)
    calibrated = (one.calibrate(evidence, labels), other.calibrate(evidence, contrary))
    assert np.array_equal(*(of.calibration for of in calibrated))
    assert not np.array_equal(
        replace(blank).fit(data.features, data.labels).log_odds(data.features), evidence
    )


def test_a_rejected_proposal_speaks_against_its_code_and_says_nothing_of_others(
    data: Data, gold: list[GoldDocument], blank: Classifier
):
    doubted = document("They keep a badger in the attic.", name="decided.txt")
    codes = blank.codes

    def evidence(*rejected: str) -> np.ndarray:
        said = [("They keep a badger in the attic.", code, Valence.NEUTRAL) for code in rejected]
        more = decided(doubted, rejected=said)
        of = features([*(item.document for item in gold), doubted], Letters())
        model = replace(blank).fit(of, label(of, [*gold, more], codes))
        return model.log_odds(features([doubted], Letters()))[0]

    change = evidence("space") - evidence()
    column = codes.index("space")
    assert change[column] < -0.1
    assert np.abs(np.delete(change, column)).max() < 1e-4


@pytest.mark.parametrize("most", [70, 100])
def test_thinning_keeps_the_coded_sentences(
    data: Data, blank: Classifier, most: int, monkeypatch: pytest.MonkeyPatch
):
    coded_rows = np.flatnonzero(data.labels.codes.any(axis=1))
    own = {vector.tobytes() for vector in data.features.own.astype(np.float16)}
    assert len(coded_rows) <= 100 < len(data.features)
    monkeypatch.setattr(module, "MOST_EXAMPLES", most)
    model = replace(blank).fit(data.features, data.labels)
    examples = model.parts["examples"]
    kept = {vector.tobytes() for vector in examples}
    there = {v.tobytes() for v in data.features.own[coded_rows].astype(np.float16)}
    assert len(examples) == len(model.parts["likeness_codes"]) == most
    assert kept <= own
    assert kept <= there if most < len(coded_rows) else there <= kept


def test_an_example_says_what_is_said_of_it_where_it_is_one_of_few(
    data: Data, blank: Classifier, monkeypatch: pytest.MonkeyPatch
):
    """The weights are those of the examples that were kept, not of others."""
    monkeypatch.setattr(module, "MOST_EXAMPLES", int(data.labels.codes.any(axis=1).sum()))
    model = replace(blank).fit(data.features, data.labels)
    rows = np.flatnonzero(data.labels.codes.any(axis=1))
    thinned = data.rows(rows)
    said = np.where(thinned.labels.codes, 1.0, -1.0)
    kernel = KernelRidge(alpha=LIKENESS_PENALTY, kernel="rbf", gamma=GAMMA)
    weights = kernel.fit(thinned.features.own, said).dual_coef_
    assert model.parts["likeness_codes"] == pytest.approx(weights, rel=1e-2, abs=1e-2)


def test_a_document_gets_the_same_numbers_alone_as_among_others(
    classifier: Classifier, data: Data, gold: list[GoldDocument]
):
    rows = data.features
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


def test_a_row_gets_the_same_evidence_alone_as_among_others_however_long_the_vectors():
    random = np.random.default_rng(0)
    of = features([document("Yes. " * 300)])
    vectors = random.normal(size=(300, 5, 384)).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=2, keepdims=True)
    wide = replace(of, vectors=vectors.reshape(300, -1))
    model = Classifier(("cost", "space")).fit(wide, plain(random.random((300, 2)) < 0.5))
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
    classifier: Classifier, data: Data, blank: Classifier
):
    again = replace(blank).fit(data.features, data.labels)
    again.calibrate(again.log_odds(data.features), data.labels)
    assert np.array_equal(
        again.probabilities(data.features), classifier.probabilities(data.features)
    )
    where = np.nonzero(data.labels.codes)
    assert np.array_equal(
        again.valences(data.features, *where), classifier.valences(data.features, *where)
    )


def test_probabilities_lie_between_none_and_one(classifier: Classifier, data: Data):
    probabilities = classifier.probabilities(data.features)
    assert probabilities.shape == data.labels.codes.shape
    assert ((probabilities >= 0) & (probabilities <= 1)).all()


def test_no_sentences_get_no_numbers(classifier: Classifier, book: Codebook):
    nothing = features([], Letters())
    assert classifier.probabilities(nothing).shape == (0, len(book.code_ids))
    empty = np.array([], dtype=np.int64)
    assert classifier.valences(nothing, empty, empty).shape == (0, len(VALENCES))
