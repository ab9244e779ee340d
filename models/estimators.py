"""The scikit-learn parts that the classifier is made of, and how they are kept storable."""

from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray
from pandas import DataFrame, Series
from scipy import sparse
from sklearn.compose import ColumnTransformer
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression, Ridge
from threadpoolctl import threadpool_limits

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
_FEW = 20
_Linear = TypeVar("_Linear", LogisticRegression, Ridge)


def least(texts: Series) -> int:
    """In how many texts a term must stand to count: in two, or in one where the texts are few."""
    return 2 if (texts != "").sum() >= _FEW else 1


def vectorisers(data: DataFrame, chars: int, lemmas: int, question: int) -> ColumnTransformer:
    """The vectorisers of the words of sentences such as `data`, yet to be fitted, with at most so
    many terms each; without the question where nobody asks."""

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


def regression(strength: float, solver: str = "lbfgs") -> LogisticRegression:
    """A logistic regression with balanced classes; `strength` is the inverse of regularisation."""
    return LogisticRegression(C=strength, class_weight="balanced", max_iter=1000, solver=solver)


def in_order(matrix: Any) -> Any:
    """The matrix as a sparse one by rows with its indices in order, as the solvers want it; texts
    that are all alike make a `ColumnTransformer` give a dense one."""
    matrix = sparse.csr_matrix(matrix)
    matrix.sort_indices()
    return matrix


def plain(transformer: Any) -> Any:
    """Vocabularies with plain integers: skops would write a file for each of NumPy's."""
    for name in getattr(transformer, "named_transformers_", {}):
        vectoriser = transformer.named_transformers_[name]
        if isinstance(vectoriser, TfidfVectorizer):
            vectoriser.vocabulary_ = {
                term: int(column) for term, column in sorted(vectoriser.vocabulary_.items())
            }
    return transformer


def fitted(model: _Linear, matrix: Any, targets: Any) -> _Linear:
    """The fitted model, its coefficients in single precision: half the file, the same decisions.
    BLAS has one thread: in products as small as these its threads wait longer than they work."""
    with threadpool_limits(limits=1, user_api="blas"):
        model.fit(matrix, targets)
    model.coef_ = model.coef_.astype(np.float32)
    return model
