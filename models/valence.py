"""The valence of a code on a sentence, were the code given.

Two multinomial regressions over (sentence, code) pairs, one on words and one on vectors, averaged
in log-probability. Both know the dimension of the code, because "not" turns a step that is reached
into one that is missing, but a problem that is hard into one that is simple.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.special import log_softmax, softmax
from sklearn.preprocessing import StandardScaler

from codebook import Valence
from models.estimators import Floats, decide, halved, in_order, plain, regression, vectorisers
from models.features import BLOCKS, Features

VALENCES = tuple(valence.value for valence in Valence)
WORD_STRENGTH = 3.0
VECTOR_STRENGTH = 10.0
WORD_SHARE = 0.6
"""The strengths and the share of the words in the average: by cross-validation over the authors of
models/training (docs/decisions.md)."""

_Ints = NDArray[np.int64]
_KNOWN_CODE = 0.3
"""The weight of the code itself beside the vectors."""


@dataclass
class ValenceModel:
    """`parts` are fitted scikit-learn estimators and arrays by name; empty where the training data
    had fewer than two valences."""

    parts: dict[str, Any] = field(default_factory=dict)

    def fit(
        self, features: Features, valences: NDArray[np.object_], dimensions: Sequence[int]
    ) -> "ValenceModel":
        """Fits on `valences`, of the shape (sentences, codes), None where not labelled;
        `dimensions` numbers the dimension of each code."""
        rows, columns = np.nonzero(valences != None)  # noqa: E711 (elementwise)
        targets = valences[rows, columns].astype(str)
        if len(set(targets)) < 2:
            return self
        coded = features.words.iloc[np.unique(rows)]
        words = vectorisers(coded, chars=15_000, lemmas=12_000, question=2_000)
        self.parts = {
            "dimensions": np.array(dimensions, dtype=np.int64),
            "words": plain(words.fit(coded)),
        }
        self.parts["words_valence"] = halved(
            regression(WORD_STRENGTH).fit(self._words(features, rows, columns), targets)
        )
        if features.vectors.shape[1]:
            self.parts["centre"] = StandardScaler(with_std=False).fit(features.vectors[rows])
            self.parts["vectors_valence"] = halved(
                regression(VECTOR_STRENGTH).fit(self._vectors(features, rows, columns), targets)
            )
        return self

    def probabilities(self, features: Features, rows: _Ints, columns: _Ints) -> Floats:
        """The probability of each valence for pairs of a sentence (row) and a code (column): shape
        (pairs, valences), in the order of `VALENCES`."""
        found = np.zeros((len(rows), len(VALENCES)))
        if not len(rows):
            return found
        if not self.parts:
            found[:, VALENCES.index(Valence.NEUTRAL)] = 1.0
            return found
        model = self.parts["words_valence"]
        views = [_log_probabilities(model, self._words(features, rows, columns))]
        if "vectors_valence" in self.parts:
            vectors = self._vectors(features, rows, columns)
            views.append(_log_probabilities(self.parts["vectors_valence"], vectors))
        shares = (WORD_SHARE, 1 - WORD_SHARE) if len(views) == 2 else (1.0,)
        given = softmax(sum(s * view for s, view in zip(shares, views, strict=True)), axis=1)
        for column, valence in enumerate(model.classes_):
            found[:, VALENCES.index(str(valence))] = given[:, column]
        return found

    def _words(self, features: Features, rows: _Ints, columns: _Ints) -> Any:
        """The words of each pair, once for all and once for the code's dimension; the code."""
        needed, place = np.unique(rows, return_inverse=True)
        words = self.parts["words"]
        matrix = words.transform(features.words.iloc[needed]).tocsr()[place]
        lemmas = matrix[:, words.output_indices_["lemmas"]]
        dimension = self.parts["dimensions"][columns]
        blocks = [
            sparse.diags((dimension == number).astype(np.float32)) @ lemmas
            for number in np.unique(self.parts["dimensions"])
        ]
        return in_order(sparse.hstack([matrix, *blocks, self._codes(columns)]))

    def _vectors(self, features: Features, rows: _Ints, columns: _Ints) -> Floats:
        """The vectors of each pair, the sentence's own once more for the code's dimension; the
        code."""
        vectors = self.parts["centre"].transform(features.vectors[rows])
        own = vectors[:, : vectors.shape[1] // BLOCKS]
        dimension = self.parts["dimensions"][columns]
        blocks = [
            own * (dimension == number)[:, None] for number in np.unique(self.parts["dimensions"])
        ]
        code = _KNOWN_CODE * self._codes(columns).toarray()
        return np.hstack([vectors, *blocks, code])

    def _codes(self, columns: _Ints) -> Any:
        shape = (len(columns), len(self.parts["dimensions"]))
        return sparse.csr_matrix((np.ones(len(columns)), (np.arange(len(columns)), columns)), shape)


def _log_probabilities(model: Any, matrix: Any) -> Floats:
    """Log-probabilities of the classes, also where there are only two of them."""
    scores = decide(model, matrix)
    if scores.ndim == 1:
        scores = np.column_stack([np.zeros_like(scores), scores])
    return np.asarray(log_softmax(scores, axis=1))
