"""Alternatives to what ships, judged on folds that had no part in making or choosing them."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit, logit
from sklearn.isotonic import IsotonicRegression
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from bench.views import SHIPS, Cubes, Ints, Material, Weights, summed, without_own
from models.estimators import Bools, Floats
from models.held_out import threshold
from models.intervals import draws
from models.labels import Labels

Second = Callable[[Floats, Material, Ints], Floats]
"""From log-odds of all sentences and the rows to learn from: other log-odds of all sentences."""
Calibrate = Callable[[Floats, Labels], Callable[[Floats], Floats]]
"""From log-odds and what is true to what makes log-odds probabilities."""
Limit = Callable[[Floats, Bools], Floats | float]
"""From probabilities and what is true to the probability from which a code is proposed."""
_STEPS = 50


def sigmoid_per_code(odds: Floats, labels: Labels) -> Callable[[Floats], Floats]:
    """As it ships (`Classifier.calibrate`), by Newton's method for all codes at once."""
    true = labels.codes
    share = np.clip(true.mean(axis=0), 1e-6, 1 - 1e-6)

    def loss(at: Floats) -> Floats:
        summed_up = at[0] * odds + at[1]
        lost = np.logaddexp(0, summed_up) - true * summed_up
        return np.asarray(lost.sum(axis=0) + at[0] ** 2 / 2)

    at = np.stack([np.zeros(odds.shape[1]), logit(share)])
    for _ in range(_STEPS):
        likely = expit(at[0] * odds + at[1])
        sure, wrong = likely * (1 - likely), likely - true
        up, aside = (wrong * odds).sum(axis=0) + at[0], wrong.sum(axis=0)
        one, cross, both = (
            (sure * odds**power).sum(axis=0) + more for power, more in ((0, 0), (1, 0), (2, 1))
        )
        step = np.stack([one * up - cross * aside, both * aside - cross * up])
        step /= both * one - cross**2
        lost = loss(at)
        while (worse := loss(at - step) > lost + 1e-9 * abs(lost)).any():
            step[:, worse] /= 2
        at = at - step
        if np.abs(step).max() < 1e-5:
            break
    rises = at[0] > 0
    slope, offset = np.where(rises, at[0], 0.0), np.where(rises, at[1], logit(share))
    return lambda given: np.asarray(expit(slope * given + offset))


def one_sigmoid(odds: Floats, labels: Labels) -> Callable[[Floats], Floats]:
    """One sigmoid for all codes."""
    fitted = LogisticRegression(C=1.0).fit(odds.reshape(-1, 1), labels.codes.ravel())
    slope, offset = fitted.coef_[0, 0], fitted.intercept_[0]
    return lambda given: np.asarray(expit(slope * given + offset))


def isotonic(odds: Floats, labels: Labels) -> Callable[[Floats], Floats]:
    """A rising step function per code (Zadrozny & Elkan 2002)."""
    steps = [
        IsotonicRegression(y_min=1e-3, y_max=1 - 1e-3, out_of_bounds="clip").fit(of, true)
        for of, true in zip(odds.T, labels.codes.T, strict=True)
    ]
    return lambda given: np.column_stack(
        [step.predict(of) for step, of in zip(steps, given.T, strict=True)]
    )


def limit_per_code(probabilities: Floats, labels: Bools) -> Floats:
    """The best limit of each code by itself."""
    return np.array(
        [threshold(probabilities[:, [c]], labels[:, [c]]) for c in range(labels.shape[1])]
    )


@dataclass(frozen=True)
class Alternative:
    """A way to code: a weighted sum of views, perhaps a second stage, calibration and limit."""

    name: str
    views: Weights = SHIPS
    second: Second | None = None
    calibrate: Calibrate = sigmoid_per_code
    limit: Limit = threshold


@dataclass(frozen=True)
class Judged:
    """What an alternative says: scores and proposals, as cubes."""

    fold: Ints
    scores: Floats
    proposed: Bools

    @cached_property
    def own(self) -> tuple[Bools, Floats]:
        """Proposals and scores of each sentence, its fold having had no part in them."""
        return without_own(self.proposed, self.fold), without_own(self.scores, self.fold)


def judge(alternative: Alternative, material: Material, cubes: Cubes) -> Judged:
    """What the alternative says of each fold k by all other folds, and, for choosing, of each
    other fold by those that remain."""
    odds = summed(cubes, alternative.views)
    scores, proposed = np.zeros_like(odds), np.zeros(odds.shape, dtype=bool)
    for number in range(len(odds)):
        for held in range(len(odds)):
            learn = np.flatnonzero(~np.isin(material.fold, (number, held)))
            tell = np.flatnonzero(material.fold == held)
            of = odds[number]
            if alternative.second:
                of = alternative.second(of, material, learn)
            decided = decide(alternative, of, of, material.data.labels, learn)
            scores[number, tell], proposed[number, tell] = (said[tell] for said in decided)
    return Judged(material.fold, scores, proposed)


def decide(
    alternative: Alternative, odds: Floats, told: Floats, labels: Labels, learn: Ints
) -> tuple[Floats, Bools]:
    """Scores and proposals for log-odds `told`, calibrated on the rows `learn` of `odds`."""
    probability = alternative.calibrate(odds[learn], labels.rows(learn))
    limit = alternative.limit(probability(odds[learn]), labels.codes[learn])
    scores = probability(told)
    return scores, scores >= limit


def stacked(odds: Floats, seen: Floats, told: Floats, material: Material, learn: Ints) -> Floats:
    """A small regression per code on what a second stage sees: `seen` to learn from, `told` to tell
    of, both (sentences, codes, features)."""
    found = odds.copy()
    for column, there in enumerate(material.codes[learn].T):
        if there.any() and not there.all():
            model = make_pipeline(StandardScaler(), LogisticRegression(C=0.1, max_iter=1000))
            model.fit(seen[learn, column], there)
            found[:, column] = model.decision_function(told[:, column])
    return found


def with_codebook(odds: Floats, material: Material, learn: Ints) -> Floats:
    """A second stage that sees how like a sentence is to the codebook's own words."""
    seen = np.concatenate([odds[:, :, None], material.told_by_codebook], axis=2)
    return stacked(odds, seen, seen, material, learn)


def with_other_codes(odds: Floats, material: Material, learn: Ints) -> Floats:
    """A second stage that sees the log-odds of all codes (stacking; Godbole & Sarawagi 2004)."""
    seen = _all_codes(odds)
    return stacked(odds, seen, seen, material, learn)


def with_neighbours(odds: Floats, material: Material, learn: Ints) -> Floats:
    """A second stage that sees the code's log-odds in the sentences before and after."""
    seen = _in_sequence(odds, material)
    return stacked(odds, seen, seen, material, learn)


def with_both(odds: Floats, material: Material, learn: Ints) -> Floats:
    """A second stage that sees all codes, and the code in the sentences before and after."""
    seen = np.concatenate([_all_codes(odds), _in_sequence(odds, material)[:, :, 1:]], axis=2)
    return stacked(odds, seen, seen, material, learn)


def with_shares(
    odds: Floats,
    material: Material,
    learn: Ints,
    among: Bools | None = None,
    in_log_odds: bool = False,
) -> Floats:
    """A second stage that sees the mean probability of the code in the document's other sentences,
    as it is or as log-odds.

    `among` (sentences, codes) tells which sentences the document consists of when it is told of,
    code by code; it is always learnt from whole documents.
    """
    document = material.data.features.document
    probability = sigmoid_per_code(odds[learn], material.data.labels.rows(learn))(odds)

    def seen(parts: Bools) -> Floats:
        share = shares(probability, document, parts)
        if in_log_odds:
            share = logit(np.clip(share, 1e-3, 1 - 1e-3))
        return np.stack([odds, share], axis=2)

    whole = np.ones(odds.shape, dtype=bool)
    told = seen(whole if among is None else among)
    return stacked(odds, seen(whole), told, material, learn)


def shares(probability: Floats, document: Ints, among: Bools) -> Floats:
    """The mean probability of each code in the other sentences of the document, of those `among`
    its sentences for that code; 0 where there are none: shape (sentences, codes)."""
    sums, counts = (_by_document(of, document)[document] for of in (probability * among, among))
    return np.asarray((sums - probability * among) / np.maximum(counts - among, 1))


def _all_codes(odds: Floats) -> Floats:
    """The log-odds of all codes, for each code: shape (sentences, codes, codes)."""
    return np.repeat(odds[:, None, :], odds.shape[1], axis=1)


def _in_sequence(odds: Floats, material: Material) -> Floats:
    """The log-odds of the sentence, the one before and the one after in its turn, the mean where
    there is none: shape (sentences, codes, 3)."""
    before, after = neighbours(material)
    mean = odds.mean(axis=0)
    return np.stack(
        [odds, *(np.where(of[:, None] >= 0, odds[of], mean) for of in (before, after))], axis=2
    )


def neighbours(material: Material) -> tuple[Ints, Ints]:
    """The rows of the sentences before and after in the same turn, -1 where there is none."""
    features = material.data.features
    rows = np.arange(len(features))
    same = (features.document[1:] == features.document[:-1]) & (
        features.turn[1:] == features.turn[:-1]
    )
    before = np.where(np.append(False, same), rows - 1, -1)
    return before, np.where(np.append(same, False), rows + 1, -1)


def focus(material: Material) -> Bools:
    """The sentences of documents about one thing: for each code the turns in which people coded it:
    shape (sentences, codes)."""
    features, codes = material.data.features, material.codes
    _, turn = np.unique(np.stack([features.document, features.turn]), axis=1, return_inverse=True)
    coded = np.zeros((turn.max() + 1, codes.shape[1]), dtype=bool)
    np.logical_or.at(coded, turn, codes)
    return coded[turn]


def focused(material: Material, cubes: Cubes, second: Callable[..., Floats], among: Bools) -> Bools:
    """What a second stage of shares, learnt from whole documents, proposes where documents consist
    of the sentences `among`."""
    labels, fold = material.data.labels, material.fold
    proposed = np.zeros(labels.codes.shape, dtype=bool)
    for number, odds in enumerate(summed(cubes, SHIPS)):
        learn, tell = np.flatnonzero(fold != number), np.flatnonzero(fold == number)
        whole = second(odds, material, learn)
        told = second(odds, material, learn, among=among)
        proposed[tell] = decide(Alternative(""), whole, told, labels, learn)[1][tell]
    return proposed & among


def macro_f1(proposed: Bools, true: Bools) -> float:
    """The mean F1 over the codes that occur."""
    return float(macro_f1_samples(proposed, true, np.zeros(len(true), dtype=np.int64))[0])


def macro_f1_samples(proposed: Bools, true: Bools, document: NDArray[np.int64]) -> Floats:
    """The mean F1 over the codes that occur, in the documents and in each of their resamples
    (`models.intervals.draws`)."""
    _, document = np.unique(document, return_inverse=True)
    drawn = draws(document.max() + 1)
    hit, said, there = (
        drawn @ _by_document(of, document) for of in (proposed & true, proposed, true)
    )
    f1 = 2 * hit / np.maximum(said + there, 1)
    return np.asarray((f1 * (there > 0)).sum(axis=1) / np.maximum((there > 0).sum(axis=1), 1))


def mean_samples(values: Floats, counted: Bools, document: NDArray[np.int64]) -> Floats:
    """The mean of the counted values, in the documents and in each of their resamples."""
    _, document = np.unique(document, return_inverse=True)
    drawn = draws(document.max() + 1)
    sums, counts = (
        drawn @ _by_document(of, document).sum(axis=1) for of in (values * counted, counted)
    )
    return np.asarray(sums / np.maximum(counts, 1))


def _by_document(values: NDArray[np.generic], document: NDArray[np.int64]) -> Floats:
    found = np.zeros((document.max() + 1, values.shape[1]))
    np.add.at(found, document, values.astype(float))
    return found
