"""The classifier: for each sentence a probability per code, and per code a valence.

Three views of a sentence are added: a logistic regression on words (character n-grams, lemmas, the
question), a ridge regression on vectors (the sentence in its context), and likeness to the examples
of the training documents. A sigmoid per code (Platt 1999), fitted on documents that the views had
not seen, makes the sum a probability. Valence is in `models.valence`.
"""

from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit, logit
from sklearn.linear_model import LogisticRegression, Ridge

from models.estimators import (
    Bools,
    Floats,
    fitted,
    in_order,
    plain,
    regression,
    vectorisers,
)
from models.features import Features
from models.labels import Labels
from models.likeness import in_blocks, likeness, solve
from models.valence import ValenceModel
from models.wording import word_matrix

# Chosen by cross-validation over the authors of models/training (models/choices.md).
WORD_STRENGTH = 5.0
VECTOR_WEIGHT = 4.0
VECTOR_PENALTY = 1.0
LIKENESS_WEIGHT = 6.0
LIKENESS_PENALTY = 0.1
MOST_EXAMPLES = 12_000
"""More are thinned out, uncoded sentences first: the solution takes memory by the square."""
_NO_EVIDENCE = -8.0
"""The log-odds of a code of which the training data have no example."""


@dataclass
class Classifier:
    """Codes and valence of sentences. `parts` are fitted scikit-learn estimators and arrays by
    name, so that they can be stored without pickle; `codes` gives the order of the columns, and
    `dimensions` numbers the dimension of each (for fitting only)."""

    codes: tuple[str, ...]
    dimensions: tuple[int, ...] = field(default=(), kw_only=True)
    parts: dict[str, Any] = field(default_factory=dict)
    calibration: Floats = field(default_factory=lambda: np.zeros((0, 2)))

    def fit(self, features: Features, labels: Labels) -> "Classifier":
        """Fits the views, uncalibrated, on what is known of the sentences.

        A code without an example, or without a counter-example, stays out and is never proposed.
        """
        self.calibration = np.tile([1.0, 0.0], (len(self.codes), 1))
        words = vectorisers(features.words, chars=15_000, lemmas=12_000, question=5_000)
        matrix = in_order(words.fit_transform(features.words))
        self.parts = {"words": plain(words), "words_codes": {}}
        for column, code in enumerate(self.codes):
            known = labels.known[:, column]
            if len(np.unique(labels.codes[known, column])) == 2:
                rows = matrix if known.all() else matrix[known]
                model = regression(WORD_STRENGTH, "liblinear")
                self.parts["words_codes"][code] = fitted(model, rows, labels.codes[known, column])
        if features.vectors.shape[1]:
            targets = _targets(labels)
            self.parts["vectors_mean"] = features.vectors.mean(axis=0)
            ridge = Ridge(VECTOR_PENALTY)
            self.parts["vectors_codes"] = fitted(ridge, features.vectors, targets)
            chosen = _thinned(labels)
            own = features.own[chosen]
            self.parts["examples"] = own.astype(np.float16)
            self.parts["likeness_codes"] = solve(
                likeness(own, own), targets[chosen], LIKENESS_PENALTY
            )
        dimensions = self.dimensions or (0,) * len(self.codes)
        self.parts["valence"] = ValenceModel().fit(features, labels.valences, dimensions).parts
        return self

    @property
    def valence(self) -> ValenceModel:
        """The model of the valences."""
        return ValenceModel(self.parts["valence"])

    def log_odds(self, features: Features) -> Floats:
        """The summed log-odds of each code, before calibration: shape (sentences, codes)."""
        found = np.full((len(features), len(self.codes)), _NO_EVIDENCE)
        if not len(features):
            return found
        words = word_matrix(self.parts["words"], features.words)
        meaning = np.zeros(found.shape)
        if "vectors_codes" in self.parts:
            model = self.parts["vectors_codes"]
            linear = in_blocks(features.vectors, model.coef_.T) + model.intercept_
            alike = likeness(features.own, self.parts["examples"])
            said = in_blocks(alike, self.parts["likeness_codes"])
            meaning = VECTOR_WEIGHT * linear + LIKENESS_WEIGHT * said
        learnt = [column for column, c in enumerate(self.codes) if c in self.parts["words_codes"]]
        if learnt:
            models = [self.parts["words_codes"][self.codes[column]] for column in learnt]
            weights = np.concatenate([model.coef_ for model in models])
            offsets = np.concatenate([model.intercept_ for model in models])
            found[:, learnt] = words @ weights.T + offsets + meaning[:, learnt]
        return found

    def calibrate(self, log_odds: Floats, labels: Labels) -> "Classifier":
        """Fits the sigmoid per code on log-odds of sentences the views have not seen.

        It never falls: where more evidence went with fewer examples, the code's share is all that
        is left to say.
        """
        for column in range(len(self.codes)):
            known = labels.known[:, column]
            seen = labels.codes[known, column]
            if seen.any() and not seen.all():
                sigmoid = fitted(LogisticRegression(C=1.0), log_odds[known][:, [column]], seen)
                slope, offset = sigmoid.coef_[0, 0], sigmoid.intercept_[0]
                self.calibration[column] = (slope, offset) if slope > 0 else (0, logit(seen.mean()))
        return self

    def probabilities(self, features: Features) -> Floats:
        """The calibrated probability of each code: shape (sentences, codes)."""
        return self.calibrated(self.log_odds(features))

    def calibrated(self, log_odds: Floats) -> Floats:
        """Log-odds as calibrated probabilities."""
        return np.asarray(expit(log_odds * self.calibration[:, 0] + self.calibration[:, 1]))

    def valences(
        self, features: Features, rows: NDArray[np.int64], columns: NDArray[np.int64]
    ) -> Floats:
        """The probability of each valence for pairs of a sentence (row) and a code (column), were
        the code given: shape (pairs, valences)."""
        return self.valence.probabilities(features, rows, columns)


def _targets(labels: Labels) -> Floats:
    """1 for a code that is there, -1 for one that isn't; what is not known counts as the code's
    share of what is, so that it says nothing either way."""
    said: Floats = np.where(labels.codes, 1.0, -1.0)
    told = labels.known.sum(axis=0)
    share = np.divide(
        (said * labels.known).sum(axis=0), told, out=-np.ones(len(told)), where=told > 0
    )
    return np.where(labels.known, said, share)


def _thinned(labels: Labels) -> NDArray[np.int64]:
    """The rows that serve as examples: all of them, or the coded and some of the others."""
    coded: Bools = np.array(labels.codes.any(axis=1), dtype=bool)
    if len(coded) <= MOST_EXAMPLES:
        return np.arange(len(coded))
    order = np.random.default_rng(0).permutation(len(coded))
    order = order[np.argsort(~coded[order], kind="stable")]
    return np.sort(order[:MOST_EXAMPLES])
