"""The classifier: for each sentence a probability per code, and per code a valence.

Two logistic regressions a code, one on words (character n-grams, lemmas, the question) and one on
vectors (the sentence in its context), are averaged in log-odds; a sigmoid per code (Platt 1999),
fitted on documents the regressions had not seen, makes the average a probability. Valence is in
`models.valence`.
"""

from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit, logit
from sklearn.base import clone
from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import StandardScaler

from models.estimators import (
    Bools,
    Floats,
    decide,
    halved,
    in_order,
    plain,
    regression,
    vectorisers,
)
from models.features import Features
from models.valence import ValenceModel

# Chosen by cross-validation over the authors of models/training (docs/decisions.md).
WORD_STRENGTH = 5.0
VECTOR_STRENGTH = 50.0
_NO_EVIDENCE = -8.0
"""The log-odds of a code of which the training data have no example."""


@dataclass
class Classifier:
    """Codes and valence of sentences. `parts` are fitted scikit-learn estimators by name, so that
    they can be stored without pickle; `codes` gives the order of the columns, and `dimensions`
    numbers the dimension of each (for fitting only)."""

    codes: tuple[str, ...]
    dimensions: tuple[int, ...] = field(default=(), kw_only=True)
    parts: dict[str, Any] = field(default_factory=dict)
    calibration: Floats = field(default_factory=lambda: np.zeros((0, 2)))

    def fit(self, features: Features, labels: Bools, valences: NDArray[np.object_]) -> "Classifier":
        """Fits the regressions, uncalibrated.

        `labels` has the shape (sentences, codes); `valences` likewise, None where not labelled.
        A code without an example, or without a counter-example, stays out and is never proposed.
        """
        self.calibration = np.tile([1.0, 0.0], (len(self.codes), 1))
        words = vectorisers(features.words, chars=15_000, lemmas=12_000, question=5_000)
        views: dict[str, tuple[Any, Any, LogisticRegression]] = {
            "words": (words, features.words, regression(WORD_STRENGTH, "liblinear"))
        }
        if features.vectors.shape[1]:
            centre = StandardScaler(with_std=False)
            views["vectors"] = (centre, features.vectors, regression(VECTOR_STRENGTH))
        self.parts = {}
        for view, (transformer, data, model) in views.items():
            matrix = in_order(transformer.fit_transform(data))
            self.parts[view] = plain(transformer)
            self.parts[f"{view}_codes"] = {
                code: halved(clone(model).fit(matrix, labels[:, column]))
                for column, code in enumerate(self.codes)
                if labels[:, column].any() and not labels[:, column].all()
            }
        dimensions = self.dimensions or (0,) * len(self.codes)
        self.parts["valence"] = ValenceModel().fit(features, valences, dimensions).parts
        return self

    def log_odds(self, features: Features) -> Floats:
        """The averaged log-odds of each code, before calibration: shape (sentences, codes)."""
        found = np.full((len(features), len(self.codes)), _NO_EVIDENCE)
        if not len(features):
            return found
        matrices = {"words": features.words, "vectors": features.vectors}
        views = [view for view in matrices if view in self.parts]
        seen = {view: in_order(self.parts[view].transform(matrices[view])) for view in views}
        for column, code in enumerate(self.codes):
            if code in self.parts["words_codes"]:
                found[:, column] = np.mean(
                    [decide(self.parts[f"{view}_codes"][code], seen[view]) for view in views],
                    axis=0,
                )
        return found

    def calibrate(self, log_odds: Floats, labels: Bools) -> "Classifier":
        """Fits the sigmoid per code on log-odds of sentences the regressions have not seen.

        It never falls: where more evidence went with fewer examples, the code's share is all that
        is left to say.
        """
        for column in range(len(self.codes)):
            seen = labels[:, column]
            if seen.any() and not seen.all():
                sigmoid = LogisticRegression(C=1.0).fit(log_odds[:, [column]], seen)
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
        return ValenceModel(self.parts["valence"]).probabilities(features, rows, columns)
