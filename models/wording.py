"""The words of sentences to a sparse matrix: what `ColumnTransformer.transform` gives, to the bit,
in a fraction of its time.

scikit-learn cuts every text into n-grams in Python. Here the columns of each distinct word are
found once, in whatever document it stands, and those of each distinct question once a batch.
"""

from collections.abc import Sequence
from itertools import chain, pairwise
from typing import Any
from weakref import WeakKeyDictionary

import numpy as np
from pandas import DataFrame
from scipy import sparse
from sklearn.compose import ColumnTransformer
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.preprocessing import normalize

_seen: "WeakKeyDictionary[TfidfVectorizer, dict[str, list[int]]]" = WeakKeyDictionary()


def word_matrix(fitted: ColumnTransformer, words: DataFrame) -> Any:
    """The matrix of `words` by transformers fitted by `models.estimators.vectorisers`: shape
    (sentences, terms), rows with their indices in order."""
    blocks = []
    for name, vectoriser, column in fitted.transformers_:
        if isinstance(vectoriser, TfidfVectorizer):
            place: dict[str, int] = {}
            rows = [place.setdefault(text, len(place)) for text in words[column]]
            matrix = _tfidf(vectoriser, list(place))
            weighted = matrix * fitted.transformer_weights[name]
            blocks.append(weighted if len(place) == len(rows) else weighted[rows])
    return sparse.hstack(blocks, format="csr")


def _tfidf(vectoriser: TfidfVectorizer, texts: Sequence[str]) -> Any:
    """What `vectoriser.transform(texts)` gives."""
    columns = _character_columns if vectoriser.analyzer == "char_wb" else _word_columns
    found = [columns(vectoriser, text.lower()) for text in texts]
    borders = np.cumsum([0, *map(len, found)])
    indices = np.fromiter(chain.from_iterable(found), dtype=np.int32, count=borders[-1])
    counts = np.ones(len(indices), dtype=np.float32)
    matrix = sparse.csr_matrix(
        (counts, indices, borders), shape=(len(texts), len(vectoriser.vocabulary_))
    )
    matrix.sum_duplicates()
    np.log(matrix.data, out=matrix.data)
    matrix.data += 1
    matrix.data *= vectoriser.idf_[matrix.indices]
    return normalize(matrix, copy=False)


def _character_columns(vectoriser: TfidfVectorizer, text: str) -> list[int]:
    known = _seen.setdefault(vectoriser, {})
    found: list[int] = []
    for word in text.split():
        columns = known.get(word)
        if columns is None:
            columns = known[word] = _grams(vectoriser, f" {word} ")
        found += columns
    return found


def _grams(vectoriser: TfidfVectorizer, word: str) -> list[int]:
    least, most = vectoriser.ngram_range
    grams = [
        word[at : at + n]
        for n in range(least, min(most, len(word)) + 1)
        for at in range(len(word) - n + 1)
    ]
    return _known(vectoriser, grams)


def _word_columns(vectoriser: TfidfVectorizer, text: str) -> list[int]:
    words = text.split()
    return _known(vectoriser, [*words, *map(" ".join, pairwise(words))])


def _known(vectoriser: TfidfVectorizer, terms: Sequence[str]) -> list[int]:
    vocabulary = vectoriser.vocabulary_
    return [vocabulary[term] for term in terms if term in vocabulary]
