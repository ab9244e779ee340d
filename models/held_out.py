"""What coders say of documents that they have not learnt from: cross-validation over authors."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from sklearn.model_selection import GroupKFold

from corpus import GoldDocument
from kodetrapp.errors import ModelError
from models.baselines import WordRegression
from models.classifier import Classifier
from models.estimators import Bools, Floats
from models.evaluation import Coded, Report, Truth, report
from models.features import Features
from models.labels import Labels
from models.valence import VALENCES

FOLDS = 5
_Ints = NDArray[np.int64]


@dataclass(frozen=True)
class Data:
    """Sentences and what people say of them."""

    features: Features
    labels: Labels

    def rows(self, chosen: _Ints) -> "Data":
        """The chosen sentences alone."""
        return Data(self.features.rows(chosen), self.labels.rows(chosen))


@dataclass(frozen=True)
class HeldOut:
    """What is said of the sentences `told` (their rows in the data, and the fold of each) by coders
    that have not seen their fold: log-odds of each code (told, codes), log-probability of each
    valence (told, codes, valences; where the code is, else 0), and the word regression's coding."""

    told: _Ints
    fold: _Ints
    log_odds: Floats
    valences: Floats
    words: Coded

    def likely(self) -> NDArray[np.object_]:
        """The likeliest valence of each code: shape (told, codes)."""
        names: NDArray[np.object_] = np.array(VALENCES, dtype=object)
        likely: NDArray[np.object_] = names[self.valences.argmax(axis=2)]
        return likely


def folds(gold: Sequence[GoldDocument]) -> tuple[_Ints, str]:
    """The fold of each document, -1 where not all is known of it, and what is held out at a time.

    Whole authors are held out where there are enough. Raises `ModelError` where fewer than two
    documents are complete.
    """
    complete = [number for number, item in enumerate(gold) if item.complete]
    authors = [gold[number].author or f"document {number}" for number in complete]
    by = authors if len(set(authors)) >= FOLDS else complete
    if len(set(by)) < 2:
        raise ModelError("training takes at least two gold documents, so that one can be held out")
    count = min(FOLDS, len(set(by)))
    fold = np.full(len(gold), -1)
    for number, (_, held) in enumerate(GroupKFold(count).split(complete, groups=by)):
        fold[np.array(complete)[held]] = number
    what = "whole authors" if by is authors else "whole documents"
    return fold, f"{count} folds, {what} held out"


def held_out(
    data: Data,
    blank: Classifier,
    fold: _Ints,
    learn_from: Bools | None = None,
    progress: Callable[[int, int], None] = lambda *_: None,
) -> HeldOut:
    """What coders say of every sentence with a fold that have not seen that fold. `blank` is the
    classifier to fit, `fold` that of each document, -1 where it is only learnt from; `learn_from`
    tells which documents may be learnt from, by default all."""
    of = fold[data.features.document]
    told = np.flatnonzero(of >= 0)
    usable = np.ones(len(fold), dtype=bool) if learn_from is None else learn_from
    may = usable[data.features.document]
    shape = (len(told), len(blank.codes))
    log_odds, valences = np.zeros(shape), np.zeros((*shape, len(VALENCES)))
    words = Coded("TF-IDF + SGD", np.zeros(shape, dtype=bool), np.zeros(shape))
    numbers = np.unique(of[told])
    for number in numbers:
        progress(int(number) + 1, len(numbers))
        seen = data.rows(np.flatnonzero((of != number) & may))
        held = np.flatnonzero(of[told] == number)
        unseen = data.features.rows(told[held])
        classifier = replace(blank).fit(seen.features, seen.labels)
        log_odds[held] = classifier.log_odds(unseen)
        rows, columns = np.nonzero(data.labels.codes[told[held]])
        said = classifier.valence.log_probabilities(unseen, rows, columns)
        valences[held[rows], columns] = said
        baseline = WordRegression().fit(seen.features, seen.labels)
        words.labels[held], words.scores[held] = baseline.predict(unseen)
    return HeldOut(told, of[told], log_odds, valences, words)


def cross_fitted(found: HeldOut, labels: Labels, codes: tuple[str, ...]) -> tuple[Bools, Floats]:
    """Labels and probabilities of each fold by calibration and threshold of the other folds;
    `labels` are those of the sentences told of."""
    proposed = np.zeros_like(labels.codes)
    scores = np.zeros(labels.codes.shape)
    for number in np.unique(found.fold):
        seen, held = np.flatnonzero(found.fold != number), np.flatnonzero(found.fold == number)
        classifier = Classifier(codes, calibration=np.tile([1.0, 0.0], (len(codes), 1)))
        classifier.calibrate(found.log_odds[seen], labels.rows(seen))
        limit = threshold(classifier.calibrated(found.log_odds[seen]), labels.codes[seen])
        scores[held] = classifier.calibrated(found.log_odds[held])
        proposed[held] = scores[held] >= limit
    return proposed, scores


def threshold(probabilities: Floats, labels: Bools) -> float:
    """The probability from which a code is proposed: the one with the best macro F1 on unseen
    sentences. It is one for all codes: with probabilities that are calibrated, choosing it per code
    fits noise."""
    grid = np.round(np.arange(0.05, 0.96, 0.01), 2)
    return float(max(grid, key=lambda limit: _macro_f1(probabilities >= limit, labels)))


def _macro_f1(proposed: Bools, true: Bools) -> float:
    hit = (proposed & true).sum(axis=0)
    total = proposed.sum(axis=0) + true.sum(axis=0)
    return float((2 * hit[total > 0] / total[total > 0]).mean()) if (total > 0).any() else 0.0


def own_report(data: Data, found: HeldOut, codes: tuple[str, ...]) -> tuple[Report, Floats]:
    """The figures of the coder on the sentences told of, and its probabilities of each code."""
    known = data.rows(found.told)
    proposed, scores = cross_fitted(found, known.labels, codes)
    truth = Truth(codes, known.labels.codes, known.labels.valences, known.features.document)
    return report(Coded("kodetrapp", proposed, scores, found.likely()), truth), scores


def parts_of(fold: _Ints, shares: Sequence[float]) -> list[Bools]:
    """For each share, which documents to learn from for that part of the learning curve: so much of
    every fold, a larger part holding the smaller ones."""
    order = np.random.default_rng(0).permutation(len(fold))
    rank = np.zeros(len(fold))
    for number in np.unique(fold):
        of = order[fold[order] == number]
        rank[of] = np.arange(len(of)) / len(of)
    return [np.array(rank < share, dtype=bool) for share in shares]
