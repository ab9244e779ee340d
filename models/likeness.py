"""Likeness to examples: kernel ridge regression on sentence vectors.

What a linear model of the vectors can't say, the nearest examples can. The kernel is Gaussian:
exp(-gamma·|x − y|²), which for vectors of unit length is exp(2·gamma·(x·y − 1)).
Saunders, Gammerman & Vovk (1998), Ridge regression learning algorithm in dual variables.
"""

import numpy as np
from numpy.typing import NDArray
from scipy.linalg import cho_factor, cho_solve

from models.encoders import Vectors
from models.estimators import Floats

GAMMA = 4.0
_BLOCK = 64
"""Rows are multiplied in blocks of one size, so that a row is rounded alike in any company."""


def likeness(vectors: Vectors, examples: Vectors) -> Vectors:
    """How like each of `vectors` is to each of `examples` (rows of unit length): between 0 and 1,
    of the shape (vectors, examples)."""
    found = in_blocks(vectors, np.asarray(examples, dtype=np.float32).T)
    for at in range(0, len(found), _BLOCK):  # A block is still at hand in the processor's cache.
        block = found[at : at + _BLOCK]
        block -= 1
        block *= 2 * GAMMA
        np.exp(block, out=block)
    return found


def in_blocks(rows: Vectors, matrix: Vectors) -> Vectors:
    """The matrix product, each row of it independent of how many others there are."""
    found = np.empty((len(rows), matrix.shape[1]), dtype=np.float32)
    block = np.zeros((_BLOCK, matrix.shape[0]), dtype=np.float32)
    for at in range(0, len(rows), _BLOCK):
        some = rows[at : at + _BLOCK]
        block[: len(some)] = some
        found[at : at + _BLOCK] = (block @ matrix)[: len(some)]
    return found


def solve(likenesses: Vectors, targets: Floats, penalty: float) -> NDArray[np.float32]:
    """The weights of the examples, given their likeness among themselves and what is to be said of
    each: shape (examples, targets)."""
    matrix = likenesses.astype(np.float64)
    matrix[np.diag_indices_from(matrix)] += penalty
    solved = cho_solve(cho_factor(matrix, overwrite_a=True, check_finite=False), targets)
    return np.asarray(solved, dtype=np.float32)
