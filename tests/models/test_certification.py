import numpy as np
import pytest

from models.certification import (
    CONFIDENCE,
    GRID,
    LEAST_DOCUMENTS,
    LEAST_EXAMPLES,
    PRECISION,
    Verdict,
    certificates,
    certify,
    losses,
    order,
    p_values,
)


def test_the_loss_of_a_document_is_the_share_of_what_is_coded_alone_that_is_wrong():
    chosen = np.array([True, True, False, True, True, False])
    right = np.array([True, False, False, True, True, True])
    assert losses(chosen, right, np.array([0, 0, 0, 1, 1, 2])).tolist() == [0.5, 0.0]


def test_without_anything_chosen_there_is_no_loss_and_nothing_is_certain():
    nothing = np.zeros(3, dtype=bool)
    assert len(losses(nothing, nothing, np.arange(3))) == 0
    assert p_values(np.array([0.0]), np.array([0.0])) == [1.0]


def faultless(documents: int, sentences: int = 1) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Scores of 0.9, right throughout, and the document of each sentence."""
    document = np.repeat(np.arange(documents), sentences)
    return np.full(len(document), 0.9), np.ones(len(document), dtype=bool), document


def test_it_takes_29_faultless_documents():
    assert LEAST_DOCUMENTS == 29
    limits = np.array([0.9])
    enough = certify(100, *faultless(29), limits)
    assert (enough.verdict, enough.alone_from) == (Verdict.CERTIFIED, 0.9)
    too_few = certify(100, *faultless(28), limits)
    assert (too_few.verdict, too_few.alone_from, too_few.wanted) == (Verdict.ASSISTED, None, 1)


def test_many_sentences_of_one_document_count_as_one():
    alike = certify(100, *faultless(5, sentences=1000), np.array([0.9]))
    assert (alike.verdict, alike.documents) == (Verdict.ASSISTED, 5)


def test_a_code_with_few_examples_is_insufficient_however_well_it_does():
    found = certify(LEAST_EXAMPLES - 3, *faultless(100), np.array([0.9]))
    assert (found.verdict, found.alone_from, found.wanted) == (Verdict.INSUFFICIENT, None, 3)


def test_where_it_errs_too_often_more_documents_are_not_asked_for():
    scores, right, document = faultless(100)
    right[::5] = False
    found = certify(100, scores, right, document, np.array([0.9]))
    assert (found.verdict, found.wanted) == (Verdict.ASSISTED, None)
    assert found.loss == pytest.approx(0.2)


def test_testing_stops_at_the_first_threshold_that_fails():
    """The lowest threshold would pass, but comes after one that fails."""
    scores = np.concatenate([np.full(10, 0.95), np.full(60, 0.7)])
    right, document = np.ones(70, dtype=bool), np.arange(70)
    assert certify(100, scores, right, document, np.array([0.7])).alone_from == 0.7
    stopped = certify(100, scores, right, document, np.array([0.95, 0.7]))
    assert stopped.verdict is Verdict.ASSISTED
    going_on = certify(100, scores, right, document, np.array([0.7, 0.95]))
    assert going_on.alone_from == 0.7


def test_the_order_puts_first_what_was_faultless_in_most_training_documents():
    document = np.arange(200)
    scores = np.linspace(0.5, 1.0, 200)
    right = scores > 0.7
    first = order(scores, right, document, 100)[0]
    assert first == 0.7
    assert sorted(order(scores, right, document, 100)) == GRID.tolist()


def test_without_calibration_documents_nothing_is_certified():
    trained = (np.full((50, 1), 0.9), np.ones((50, 1), dtype=bool), np.arange(50))
    none = (np.zeros((0, 1)), np.zeros((0, 1), dtype=bool), np.zeros(0, dtype=np.int64))
    found = certificates(["a"], [100], trained, none)["a"]
    assert (found.verdict, found.documents) == (Verdict.ASSISTED, 0)
    assert found.wanted == LEAST_DOCUMENTS


def world(
    random: np.random.Generator, documents: int, precision: float
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Documents whose sentences are alike: each document has its own precision, around the one
    given; high scores are right a little more often than low ones."""
    own = random.beta(precision * 4, (1 - precision) * 4, documents)
    size = random.integers(1, 6, documents)
    document = np.repeat(np.arange(documents), size)
    scores = random.choice([0.6, 0.8], len(document))
    right = random.random(len(document)) < own[document]
    return scores, right, document


def share_certified(precision: float, documents: int, worlds: int) -> float:
    random = np.random.default_rng(1)
    passed = 0
    for _ in range(worlds):
        limits = order(*world(random, 90, precision), documents)
        found = certify(100, *world(random, documents, precision), limits)
        passed += found.verdict is Verdict.CERTIFIED
    return passed / worlds


def test_what_is_not_precise_enough_is_certified_no_oftener_than_promised():
    """Sentences of a document are alike here, and the true precision is exactly the target: a test
    that took the sentences to be independent would pass far more often."""
    assert share_certified(PRECISION, documents=60, worlds=300) <= 1 - CONFIDENCE


def test_what_is_precise_enough_is_mostly_certified():
    assert share_certified(0.99, documents=80, worlds=100) > 0.8
