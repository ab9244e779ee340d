"""The valence of a code on a sentence, were the code given.

Two views of (sentence, code) pairs are added in log-probability: a multinomial regression on words,
and likeness to the coded sentences of the training documents. Both know the code and its dimension,
because "not" turns a step that is reached into one that is missing, but a problem that is hard into
one that is simple. A temperature (Guo et al. 2017), fitted on documents that the views had not
seen, makes the sum a probability.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.optimize import minimize_scalar
from scipy.special import log_softmax, softmax

from codebook import Valence
from models.estimators import Floats, fitted, in_order, plain, regression, vectorisers
from models.features import Features
from models.likeness import in_blocks, likeness, solve
from models.wording import word_matrix

VALENCES = tuple(valence.value for valence in Valence)
WORD_STRENGTH = 3.0
LIKENESS_WEIGHT = 4.0
LIKENESS_PENALTY = 0.1
KINSHIP = (0.05, 0.15, 0.8)
"""What likeness counts: in any case, more where the dimension is the same, more where the code is.
All by cross-validation over the authors of models/training (models/choices.md)."""

_Ints = NDArray[np.int64]


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
            "temperature": np.ones(1),
            "words": plain(words.fit(coded)),
        }
        model = fitted(regression(WORD_STRENGTH), self._words(features, rows, columns), targets)
        self.parts["words_valence"] = model
        if features.vectors.shape[1]:
            examples, place = np.unique(rows, return_inverse=True)
            self.parts["examples"] = features.own[examples].astype(np.float16)
            self.parts["pairs"] = np.stack([place, columns])
            own = features.own[examples]
            alike = likeness(own, own)[np.ix_(place, place)] * self._kinship(columns)
            given: Floats = (targets[:, None] == model.classes_) - 1 / len(model.classes_)
            self.parts["likeness_valence"] = solve(alike, given, LIKENESS_PENALTY)
        return self

    def calibrate(self, log_probabilities: Floats, targets: NDArray[np.object_]) -> "ValenceModel":
        """Fits the temperature on what the views say of pairs they have not seen: shape (pairs,
        valences), and the valence of each."""
        if self.parts and len(targets):
            true = np.array([VALENCES.index(target) for target in targets])
            rows = np.arange(len(true))

            def loss(heat: float) -> float:
                scaled = log_softmax(log_probabilities / heat, axis=1)
                return -float(np.maximum(scaled[rows, true], -20).mean())

            best = minimize_scalar(loss, bounds=(0.25, 8.0), method="bounded").x
            self.parts["temperature"] = np.array([best])
        return self

    def log_probabilities(self, features: Features, rows: _Ints, columns: _Ints) -> Floats:
        """What the views say of pairs of a sentence (row) and a code (column), before calibration:
        shape (pairs, valences), in the order of `VALENCES`."""
        found = np.full((len(rows), len(VALENCES)), -np.inf)
        if not self.parts:
            found[:, VALENCES.index(Valence.NEUTRAL)] = 0.0
            return found
        model = self.parts["words_valence"]
        places = [VALENCES.index(str(valence)) for valence in model.classes_]
        scores = np.asarray(model.decision_function(self._words(features, rows, columns)))
        if scores.ndim == 1:
            scores = np.column_stack([np.zeros_like(scores), scores])
        said = log_softmax(scores, axis=1)
        if "examples" in self.parts:
            said = said + LIKENESS_WEIGHT * self._likeness(features, rows, columns)
        found[:, places] = log_softmax(said, axis=1)
        return found

    def probabilities(self, features: Features, rows: _Ints, columns: _Ints) -> Floats:
        """The calibrated probability of each valence for pairs of a sentence (row) and a code
        (column): shape (pairs, valences), in the order of `VALENCES`."""
        if not len(rows):
            return np.zeros((0, len(VALENCES)))
        heat = self.parts["temperature"][0] if self.parts else 1.0
        return np.asarray(softmax(self.log_probabilities(features, rows, columns) / heat, axis=1))

    def _likeness(self, features: Features, rows: _Ints, columns: _Ints) -> Floats:
        """What the coded examples say of each pair, by likeness and kinship."""
        needed, place = np.unique(rows, return_inverse=True)
        examples = self.parts["examples"]
        likenesses = likeness(features.own[needed], examples)
        weights = self.parts["likeness_valence"]
        found = np.zeros((len(rows), weights.shape[1]))
        for column in np.unique(columns):
            kin = np.zeros((len(examples), weights.shape[1]), dtype=np.float32)
            np.add.at(kin, self.parts["pairs"][0], weights * self._kinship(np.array([column])).T)
            pairs = columns == column
            found[pairs] = in_blocks(likenesses[place[pairs]], kin)
        return found

    def _kinship(self, columns: _Ints) -> NDArray[np.float32]:
        """How far the code of each pair learnt from bears on `columns`: shape (columns, pairs)."""
        known, dimension = self.parts["pairs"][1], self.parts["dimensions"]
        always, same_dimension, same_code = KINSHIP
        alike = dimension[columns][:, None] == dimension[known]
        same = columns[:, None] == known
        kin: NDArray[np.float32] = (
            always + same_dimension * alike + same_code * same.astype(np.float32)
        )
        return kin

    def _words(self, features: Features, rows: _Ints, columns: _Ints) -> Any:
        """The words of each pair, once for all and once for the code's dimension; the code."""
        needed, place = np.unique(rows, return_inverse=True)
        words = self.parts["words"]
        matrix = word_matrix(words, features.words.iloc[needed])[place]
        lemmas = matrix[:, words.output_indices_["lemmas"]]
        dimension = self.parts["dimensions"][columns]
        blocks = [
            sparse.diags((dimension == number).astype(np.float32)) @ lemmas
            for number in np.unique(self.parts["dimensions"])
        ]
        return in_order(sparse.hstack([matrix, *blocks, self._codes(columns)]))

    def _codes(self, columns: _Ints) -> Any:
        shape = (len(columns), len(self.parts["dimensions"]))
        return sparse.csr_matrix((np.ones(len(columns)), (np.arange(len(columns)), columns)), shape)
