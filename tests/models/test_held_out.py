from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from sklearn.metrics import f1_score

from corpus import GoldDocument
from kodetrapp.errors import ModelError
from models.classifier import Classifier
from models.held_out import (
    Data,
    HeldOut,
    cross_fitted,
    folds,
    held_out,
    own_report,
    parts_of,
    threshold,
)
from tests.models.tiny import unlike

GRID = [round(0.05 + step / 100, 2) for step in range(91)]
FOLD = np.array([0, 1, 2, 0, 1, 2, 0, 1, 2, -1])
"""The last document is learnt from, but not told of."""


@pytest.fixture(scope="module")
def found(data: Data, blank: Classifier) -> HeldOut:
    return held_out(data, blank, FOLD)


def by_authors(gold: Sequence[GoldDocument], *authors: str) -> list[GoldDocument]:
    return [replace(item, author=author) for item, author in zip(gold, authors, strict=True)]


def test_five_authors_are_held_out_whole(gold: list[GoldDocument]):
    fold, how = folds(by_authors(gold, *"aabbccddee"))
    assert how == "5 folds, whole authors held out"
    assert len(set(fold.tolist())) == 5
    assert (fold[::2] == fold[1::2]).all()


def test_seven_authors_share_five_folds_whole(gold: list[GoldDocument]):
    authors = "abcdefgabc"
    of_author = defaultdict(set)
    for author, fold in zip(authors, folds(by_authors(gold, *authors))[0], strict=True):
        of_author[author].add(int(fold))
    assert all(len(one) == 1 for one in of_author.values())
    assert len(set.union(*of_author.values())) == 5


def test_with_fewer_authors_whole_documents_are_held_out(gold: list[GoldDocument]):
    fold, how = folds(by_authors(gold, *"aaabbbcccd"))
    assert how == "5 folds, whole documents held out"
    assert np.bincount(fold).tolist() == [2, 2, 2, 2, 2]
    assert folds(gold[:3])[1] == "3 folds, whole documents held out"


def test_documents_without_author_are_held_out_each_by_itself(gold: list[GoldDocument]):
    fold, how = folds(by_authors(gold[:5], *[""] * 5))
    assert how == "5 folds, whole authors held out"
    assert len(set(fold.tolist())) == 5


def test_documents_of_which_not_all_is_known_have_no_fold(gold: list[GoldDocument]):
    partly = [replace(item, complete=number % 2 == 1) for number, item in enumerate(gold)]
    fold, how = folds(by_authors(partly, *"abcdefghij"))
    assert how == "5 folds, whole authors held out"
    assert fold[::2].tolist() == [-1] * 5
    assert sorted(fold[1::2]) == [0, 1, 2, 3, 4]
    with pytest.raises(ModelError, match="at least two gold documents"):
        folds(partly[:3])


def test_what_is_said_of_a_fold_does_not_change_with_its_labels(
    data: Data, blank: Classifier, found: HeldOut
):
    """Every code and valence of the fold is turned round."""
    rows = np.flatnonzero(FOLD[data.features.document] == 1)
    changed = Data(data.features, unlike(data.labels, rows))
    other = held_out(changed, blank, FOLD)
    held = found.fold == 1
    for name in ("log_odds", "words.scores", "words.labels"):
        before, after = (_get(of, name) for of in (found, other))
        assert np.array_equal(before[held], after[held]), name
        assert not np.array_equal(before[~held], after[~held]), name


def test_valences_told_of_a_fold_do_not_change_with_its_valences(
    data: Data, blank: Classifier, found: HeldOut
):
    rows = np.flatnonzero(FOLD[data.features.document] == 1)
    valences = data.labels.valences.copy()
    valences[rows] = np.where(data.labels.codes[rows], "neutral", None)
    other = held_out(Data(data.features, replace(data.labels, valences=valences)), blank, FOLD)
    held = found.fold == 1
    assert np.array_equal(found.valences[held], other.valences[held])
    assert not np.array_equal(found.valences[~held], other.valences[~held])


def _get(of: HeldOut, name: str) -> np.ndarray:
    part, _, rest = name.partition(".")
    return np.asarray(getattr(getattr(of, part), rest) if rest else getattr(of, part))


def test_a_document_without_a_fold_is_learnt_from_but_not_told_of(
    data: Data, blank: Classifier, found: HeldOut
):
    rows = np.flatnonzero(data.features.document == 9)
    assert len(rows)
    assert not set(found.told) & set(rows)
    other = held_out(Data(data.features, unlike(data.labels, rows)), blank, FOLD)
    for number in range(3):
        held = found.fold == number
        assert not np.array_equal(found.log_odds[held], other.log_odds[held])


def test_what_may_not_be_learnt_from_changes_nothing(data: Data, blank: Classifier):
    may = np.array([True] * 6 + [False] * 4)
    rows = np.flatnonzero(~may[data.features.document])
    one = held_out(data, blank, FOLD, may)
    other = held_out(Data(data.features, unlike(data.labels, rows)), blank, FOLD, may)
    assert np.array_equal(one.told, np.flatnonzero(FOLD[data.features.document] >= 0))
    assert np.array_equal(one.log_odds, other.log_odds)
    assert np.array_equal(one.words.scores, other.words.scores)


def test_probabilities_and_threshold_of_a_fold_do_not_change_with_its_labels(
    data: Data, found: HeldOut, blank: Classifier
):
    known = data.rows(found.told).labels
    proposed, scores = cross_fitted(found, known, blank.codes)
    held = np.flatnonzero(found.fold == 2)
    other_proposed, other = cross_fitted(found, unlike(known, held), blank.codes)
    assert np.array_equal(scores[held], other[held])
    assert np.array_equal(proposed[held], other_proposed[held])
    assert not np.array_equal(scores[found.fold != 2], other[found.fold != 2])


def test_the_figures_are_those_of_what_is_told_of(data: Data, found: HeldOut, blank: Classifier):
    report, scores = own_report(data, found, blank.codes)
    assert (report.documents, report.sentences) == (9, len(found.told))
    assert scores.shape == found.log_odds.shape
    proposed = cross_fitted(found, data.rows(found.told).labels, blank.codes)[0]
    true = data.labels.codes[found.told]
    assert report.macro["f1"].value == pytest.approx(f1_score(true, proposed, average="macro"))
    both = proposed & true
    right = (found.likely() == data.labels.valences[found.told])[both]
    assert report.valence_accuracy is not None
    assert report.valence_accuracy.value == pytest.approx(right.mean())


def macro_f1(probabilities: np.ndarray, labels: np.ndarray, limit: float) -> float:
    """Over the codes that are proposed or occur, as scikit-learn counts it."""
    proposed = probabilities >= limit
    each = f1_score(labels, proposed, average=None, zero_division=0)
    counts = (labels | proposed).any(axis=0)
    return float(np.atleast_1d(each)[counts].mean()) if counts.any() else 0.0


@settings(max_examples=10, deadline=None)
@given(arrays(float, (12, 2), elements=st.floats(0, 1)), arrays(bool, (12, 2)))
def test_proposed_from_is_the_limit_with_the_best_macro_f1(
    probabilities: np.ndarray, labels: np.ndarray
):
    best = max(macro_f1(probabilities, labels, limit) for limit in GRID)
    found = threshold(probabilities, labels)
    assert macro_f1(probabilities, labels, found) == pytest.approx(best)


@given(arrays(int, st.integers(2, 60), elements=st.integers(-1, 4)))
def test_a_larger_part_of_the_learning_curve_holds_the_smaller_ones(fold: np.ndarray):
    """And every fold has its share of each, at least one document."""
    shares = (0.125, 0.25, 0.5, 1.0)
    parts = parts_of(fold, shares)
    for smaller, larger in pairwise(parts):
        assert (larger | ~smaller).all()
    for share, part in zip(shares, parts, strict=True):
        for number in np.unique(fold):
            of = int((fold == number).sum())
            assert int(part[fold == number].sum()) == int(np.ceil(share * of))
    assert all(np.array_equal(*both) for both in zip(parts, parts_of(fold, shares), strict=True))
