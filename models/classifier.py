"""The classifier: for each sentence a probability per code, and per code a valence.

Two logistic regressions a code, one on words (character n-grams, lemmas, the question) and one on
vectors (the sentence in its context), are averaged in log-odds; a sigmoid per code (Platt 1999),
fitted on documents the regressions had not seen, makes the average a probability. Valence is one
multinomial regression over (sentence, code) pairs.
"""

from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray
from pandas import DataFrame, Series
from scipy import sparse
from scipy.special import expit, logit
from sklearn.base import clone
from sklearn.compose import ColumnTransformer
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import StandardScaler

from codebook import Valence
from models.features import BLOCKS, Features

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
VALENCES = tuple(valence.value for valence in Valence)

# Chosen by cross-validation over the authors of models/training (docs/decisions.md).
WORD_STRENGTH = 5.0
VECTOR_STRENGTH = 50.0
VALENCE_STRENGTH = 3.0
_NO_EVIDENCE = -8.0
"""The log-odds of a code of which the training data have no example."""
_FEW = 20


def least(texts: Series) -> int:
    """In how many texts a term must stand to count: in two, or in one where the texts are few."""
    return 2 if (texts != "").sum() >= _FEW else 1


def _words(data: DataFrame, chars: int, lemmas: int, question: int) -> ColumnTransformer:
    """The vectorisers of the words of sentences such as `data`, yet to be fitted; without the
    question where nobody asks."""

    def characters(column: str, most: int) -> TfidfVectorizer:
        return TfidfVectorizer(
            analyzer="char_wb",
            ngram_range=(2, 5),
            min_df=least(data[column]),
            sublinear_tf=True,
            max_features=most,
            dtype=np.float32,
        )

    lemma = TfidfVectorizer(
        token_pattern=r"\S+",  # noqa: S106 (no password)
        ngram_range=(1, 2),
        sublinear_tf=True,
        max_features=lemmas,
        dtype=np.float32,
    )
    asked = characters("question", question) if data["question"].any() else "drop"
    return ColumnTransformer(
        [
            ("chars", characters("text", chars), "text"),
            ("lemmas", lemma, "lemmas"),
            ("question", asked, "question"),
        ],
        transformer_weights={"chars": 1.0, "lemmas": 0.7, "question": 0.7},
        sparse_threshold=1.0,
    )


def _regression(strength: float, solver: str = "lbfgs") -> LogisticRegression:
    return LogisticRegression(C=strength, class_weight="balanced", max_iter=1000, solver=solver)


@dataclass
class Classifier:
    """Codes and valence of sentences. `parts` are fitted scikit-learn estimators by name, so that
    they can be stored without pickle; `codes` gives the order of the columns."""

    codes: tuple[str, ...]
    parts: dict[str, Any] = field(default_factory=dict)
    calibration: Floats = field(default_factory=lambda: np.zeros((0, 2)))

    def fit(self, features: Features, labels: Bools, valences: NDArray[np.object_]) -> "Classifier":
        """Fits the regressions, uncalibrated.

        `labels` has the shape (sentences, codes); `valences` likewise, None where not labelled.
        A code without an example, or without a counter-example, stays out and is never proposed.
        """
        self.calibration = np.tile([1.0, 0.0], (len(self.codes), 1))
        words = _words(features.words, chars=15_000, lemmas=12_000, question=5_000)
        views: dict[str, tuple[Any, Any, LogisticRegression]] = {
            "words": (words, features.words, _regression(WORD_STRENGTH, "liblinear"))
        }
        if features.vectors.shape[1]:
            centre = StandardScaler(with_std=False)
            views["vectors"] = (centre, features.vectors, _regression(VECTOR_STRENGTH))
        self.parts = {}
        for view, (transformer, data, regression) in views.items():
            matrix = _sorted(transformer.fit_transform(data))
            self.parts[view] = _plain(transformer)
            self.parts[f"{view}_codes"] = {
                code: _halved(clone(regression).fit(matrix, labels[:, column]))
                for column, code in enumerate(self.codes)
                if labels[:, column].any() and not labels[:, column].all()
            }
        self._fit_valence(features, valences)
        return self

    def log_odds(self, features: Features) -> Floats:
        """The averaged log-odds of each code, before calibration: shape (sentences, codes)."""
        found = np.full((len(features), len(self.codes)), _NO_EVIDENCE)
        if not len(features):
            return found
        matrices = {"words": features.words, "vectors": features.vectors}
        views = [view for view in matrices if view in self.parts]
        seen = {view: _sorted(self.parts[view].transform(matrices[view])) for view in views}
        for column, code in enumerate(self.codes):
            if code in self.parts["words_codes"]:
                found[:, column] = np.mean(
                    [_decide(self.parts[f"{view}_codes"][code], seen[view]) for view in views],
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
        found = np.zeros((len(rows), len(VALENCES)))
        if not len(rows):
            return found
        if "valence" not in self.parts:
            found[:, VALENCES.index(Valence.NEUTRAL)] = 1.0
            return found
        model = self.parts["valence"]
        given = model.predict_proba(self._pairs(features, rows, columns))
        for column, valence in enumerate(model.classes_):
            found[:, VALENCES.index(str(valence))] = given[:, column]
        return found

    def _fit_valence(self, features: Features, valences: NDArray[np.object_]) -> None:
        rows, columns = np.nonzero(valences != None)  # noqa: E711 (elementwise)
        targets = valences[rows, columns].astype(str)
        if len(set(targets)) < 2:
            return
        coded = features.words.iloc[np.unique(rows)]
        words = _words(coded, chars=15_000, lemmas=12_000, question=2_000)
        self.parts["valence_words"] = _plain(words.fit(coded))
        pairs = self._pairs(features, rows, columns)
        self.parts["valence"] = _halved(_regression(VALENCE_STRENGTH).fit(pairs, targets))

    def _pairs(
        self, features: Features, rows: NDArray[np.int64], columns: NDArray[np.int64]
    ) -> sparse.csr_matrix:
        """Words, the sentence's own vector, and the code, of each pair."""
        needed, place = np.unique(rows, return_inverse=True)
        words = self.parts["valence_words"].transform(features.words.iloc[needed])[place]
        own = features.vectors[rows, : features.vectors.shape[1] // BLOCKS]
        code = sparse.csr_matrix(
            (np.ones(len(rows)), (np.arange(len(rows)), columns)), (len(rows), len(self.codes))
        )
        return _sorted(sparse.hstack([words, 2.0 * own, code]))


def _sorted(matrix: Any) -> Any:
    """A sparse matrix with its indices in order, as the solvers want it; a dense one as it is."""
    if sparse.issparse(matrix):
        matrix = matrix.tocsr()
        matrix.sort_indices()
    return matrix


def _plain(transformer: Any) -> Any:
    """Vocabularies with plain integers: skops would write a file for each of NumPy's."""
    for name in getattr(transformer, "named_transformers_", {}):
        vectoriser = transformer.named_transformers_[name]
        if isinstance(vectoriser, TfidfVectorizer):
            vectoriser.vocabulary_ = {
                term: int(column) for term, column in sorted(vectoriser.vocabulary_.items())
            }
    return transformer


def _decide(regression: LogisticRegression, matrix: Any) -> Floats:
    """The log-odds of each row. One dot product a row: a product with the whole matrix would round
    a row otherwise in other company."""
    if sparse.issparse(matrix):
        return np.asarray(regression.decision_function(matrix))
    return np.asarray(np.vecdot(matrix, regression.coef_[0]) + regression.intercept_[0])


def _halved(regression: LogisticRegression) -> LogisticRegression:
    """Keeps the coefficients in single precision: half the file, the same decisions."""
    regression.coef_ = regression.coef_.astype(np.float32)
    return regression
