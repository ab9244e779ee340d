from dataclasses import replace

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy.special import log_softmax, softmax
from sklearn.kernel_ridge import KernelRidge
from sklearn.metrics.pairwise import rbf_kernel

from models.classifier import Classifier
from models.features import Features
from models.held_out import Data
from models.likeness import GAMMA
from models.valence import KINSHIP, LIKENESS_PENALTY, LIKENESS_WEIGHT, VALENCES, ValenceModel
from tests.models.tiny import Letters, document, features


def said(valences: np.ndarray) -> np.ndarray:
    """Numbers or chances of valences as the likeliest one of each."""
    return np.array(VALENCES, dtype=object)[valences.argmax(axis=1)]


def test_it_learns_the_valences_that_it_is_shown(classifier: Classifier, data: Data):
    where = np.nonzero(data.labels.codes)
    likely = said(classifier.valences(data.features, *where))
    assert (likely == data.labels.valences[where]).mean() > 0.95


def test_what_it_says_is_that_of_words_and_of_examples_by_likeness_and_kinship(
    data: Data, blank: Classifier
):
    """The likeness as scikit-learn has it, with a kernel that is a product: how like the sentences
    are, times how near the codes are."""
    of, valences, dimensions = data.features, data.labels.valences, blank.dimensions
    rows, columns = np.nonzero(data.labels.codes)
    bare = replace(of, vectors=of.vectors[:, :0])
    words = ValenceModel().fit(bare, valences, dimensions).log_probabilities(bare, rows, columns)
    always, same_dimension, same_code = KINSHIP
    dimension = np.array(dimensions)[columns]
    kin = always + same_dimension * (dimension[:, None] == dimension)
    kin = kin + same_code * (columns[:, None] == columns)
    kernel = rbf_kernel(of.own[rows], gamma=GAMMA) * kin
    given = (valences[rows, columns][:, None] == np.array(VALENCES)) - 1 / 3
    alike = KernelRidge(alpha=LIKENESS_PENALTY, kernel="precomputed").fit(kernel, given)
    expected = log_softmax(words + LIKENESS_WEIGHT * alike.predict(kernel), axis=1)
    both = ValenceModel().fit(of, valences, dimensions).log_probabilities(of, rows, columns)
    assert both == pytest.approx(expected, abs=0.02)


def labelled(of: Features, *valences: str) -> np.ndarray:
    """The first sentences as examples of the only code, with these valences."""
    found = np.full((len(of), 1), None, dtype=object)
    found[: len(valences), 0] = valences
    return found


FIRST = np.arange(50), np.zeros(50, dtype=np.int64)


def test_where_only_one_valence_was_seen_all_are_neutral(data: Data):
    valences = labelled(data.features, *["positive"] * 50)
    model = ValenceModel().fit(data.features, valences, (0,))
    assert model.calibrate(np.zeros((1, 3)), np.array(["positive"])).parts == {}
    assert model.probabilities(data.features, *FIRST).tolist() == [[0.0, 1.0, 0.0]] * 50


def test_a_valence_that_was_not_seen_is_never_given(data: Data):
    seen = ["positive"] * 25 + ["negative"] * 25
    model = ValenceModel().fit(data.features, labelled(data.features, *seen), (0,))
    given = model.probabilities(data.features, *FIRST)
    assert not given[:, VALENCES.index("neutral")].any()
    assert given.sum(axis=1) == pytest.approx(1)
    assert said(given).tolist() == seen


def test_the_same_words_turn_one_way_in_one_dimension_and_another_way_in_another():
    sentences = [f"It is {word} hard {n}." for n in range(12) for word in ("not", "quite")]
    of = features([document(" ".join(sentences))], Letters())
    columns = np.arange(len(of)) // 2 % 2
    negated = of.words["text"].str.contains("not").to_numpy()
    valences = np.full((len(of), 2), None, dtype=object)
    true = np.where(negated == (columns == 1), "positive", "negative")
    valences[np.arange(len(of)), columns] = true
    model = ValenceModel().fit(of, valences, (0, 1))
    likely = said(model.probabilities(of, np.arange(len(of)), columns))
    assert likely.tolist() == true.tolist()


def test_a_pair_gets_the_same_numbers_alone_as_among_others(classifier: Classifier, data: Data):
    rows = np.repeat(np.arange(len(data.features)), len(classifier.codes))
    columns = np.tile(np.arange(len(classifier.codes)), len(data.features))
    together = classifier.valences(data.features, rows, columns)
    for pair in (0, 1, 400, len(rows) - 1):
        alone = classifier.valences(data.features, rows[[pair]], columns[[pair]])
        assert np.array_equal(alone[0], together[pair])
    back = classifier.valences(data.features, rows[::-1], columns[::-1])
    assert np.array_equal(back[::-1], together)


def loss(chances: np.ndarray, true: np.ndarray) -> float:
    """The log loss."""
    return -float(np.log(chances[np.arange(len(true)), true]).mean())


@settings(max_examples=60, deadline=None)
@given(
    arrays(float, (12, 3), elements=st.floats(-6, 6)), arrays(int, 12, elements=st.integers(0, 2))
)
@example(np.tile([6.0, 0.0, -6.0], (12, 1)), np.array([0] * 9 + [1] * 3))
@example(np.tile([0.3, 0.0, -0.3], (12, 1)), np.zeros(12, dtype=int))
def test_the_temperature_makes_the_log_loss_no_worse_and_leaves_the_likeliest_valence(
    logits: np.ndarray, true: np.ndarray
):
    told = log_softmax(logits, axis=1)
    model = ValenceModel({"temperature": np.ones(1)})
    heat = model.calibrate(told, np.array(VALENCES, dtype=object)[true]).parts["temperature"][0]
    warm = softmax(told / heat, axis=1)
    assert heat > 0
    assert loss(warm, true) <= loss(np.exp(told), true) + 1e-6
    assert (warm[np.arange(12), told.argmax(axis=1)] == warm.max(axis=1)).all()


def test_who_was_too_sure_becomes_less_sure_and_the_other_way_round(
    data: Data, classifier: Classifier
):
    """On the sentences learnt from, so that what is likeliest is mostly true."""
    where = np.nonzero(data.labels.codes)
    true = data.labels.valences[where]
    before = classifier.valence.log_probabilities(data.features, *where)
    assert (said(before) == true).mean() > 0.95
    heats = []
    for told in (true, np.roll(true, 1)):
        model = ValenceModel(dict(classifier.valence.parts)).calibrate(before, told)
        heats.append(model.parts["temperature"][0])
        assert np.array_equal(said(model.probabilities(data.features, *where)), said(before))
    assert heats[0] < 1 < heats[1]


def test_without_pairs_to_calibrate_on_all_stays_as_it_is(classifier: Classifier):
    model = ValenceModel(dict(classifier.valence.parts))
    model.calibrate(np.zeros((0, 3)), np.array([], dtype=object))
    assert model.parts["temperature"].tolist() == [1.0]
