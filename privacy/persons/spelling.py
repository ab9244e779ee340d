"""What a word is likely to be by its letters alone, so that a name in no list is known as one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.feature_extraction.text import HashingVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import KFold, cross_val_predict

from privacy.persons.lexicon import KINDS, Lexicon

CLASSES = (*KINDS, "word")
_MIN_ORDINARY = 3
_FOLDS = 4
Scores = NDArray[np.float32]


def _vectorizer() -> HashingVectorizer:
    return HashingVectorizer(
        analyzer="char",
        ngram_range=(1, 5),
        n_features=2**16,
        lowercase=False,
        alternate_sign=False,
        dtype=np.float32,
    )


@dataclass
class Spelling:
    """Log-odds of every class of words, by pieces of one to five letters.

    A word of the lists has the score of a model that did not see it: what is learnt from these
    scores then holds for words in no list as well.
    """

    weights: Scores = field(repr=False)
    """(classes, pieces)"""
    intercepts: Scores = field(repr=False)
    known: Mapping[str, Scores] = field(repr=False)

    def scores(self, of: Sequence[str]) -> Scores:
        """Log-odds, of shape (words, classes)."""
        if not of:
            return np.zeros((0, len(CLASSES)), dtype=np.float32)
        distinct = list(dict.fromkeys(word for word in of if word not in self.known))
        found = dict(self.known)
        if distinct:
            pieces = _vectorizer().transform(map(_bordered, distinct))
            found |= dict(zip(distinct, pieces @ self.weights.T + self.intercepts, strict=True))
        return np.stack([found[word] for word in of])


def learn(lexicon: Lexicon) -> Spelling:
    """A model of the lists of a lexicon and its ordinary words (these with a capital)."""
    common = {w.capitalize() for w, n in lexicon.ordinary.items() if n >= _MIN_ORDINARY}
    lists = {**lexicon.kinds, "word": frozenset(word for word in common if len(word) > 1)}
    every = sorted(frozenset().union(*lists.values()))
    pieces = _vectorizer().transform(map(_bordered, every))
    folds = KFold(_FOLDS, shuffle=True, random_state=0)
    scores = np.zeros((len(every), len(CLASSES)), dtype=np.float32)
    models: list[Any] = []
    for column, name in enumerate(CLASSES):
        target = np.array([word in lists[name] for word in every])
        model = LogisticRegression(C=3.0, solver="liblinear")
        scores[:, column] = cross_val_predict(
            model, pieces, target, cv=folds, method="decision_function"
        )
        models.append(model.fit(pieces, target))
    return Spelling(
        np.vstack([model.coef_ for model in models]).astype(np.float32),
        np.concatenate([model.intercept_ for model in models]).astype(np.float32),
        dict(zip(every, scores, strict=True)),
    )


def _bordered(word: str) -> str:
    return f"^{word}$"
