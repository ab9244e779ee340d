"""Likeness to examples, against scikit-learn's kernel ridge regression."""

import numpy as np
import pytest
from sklearn.kernel_ridge import KernelRidge
from sklearn.metrics.pairwise import rbf_kernel

from models.encoders import Vectors
from models.likeness import GAMMA, in_blocks, likeness, solve


def unit(seed: int, rows: int, size: int = 384) -> Vectors:
    """Vectors of unit length that are more or less alike, exact to half precision."""
    random = np.random.default_rng(seed)
    vectors = random.normal(size=size) + random.normal(size=(rows, size))
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    return vectors.astype(np.float16).astype(np.float32)


def test_likeness_is_the_gaussian_kernel_of_scikit_learn():
    some, examples = unit(0, 70), unit(1, 90)
    found = likeness(some, examples.astype(np.float16))
    assert found == pytest.approx(rbf_kernel(some, examples, gamma=GAMMA), abs=2e-3)
    assert found.shape == (70, 90)
    assert likeness(some, some).diagonal() == pytest.approx(1, abs=5e-3)


@pytest.mark.parametrize("penalty", [0.1, 2.0])
def test_the_weights_are_those_of_kernel_ridge_regression(penalty: float):
    examples = unit(0, 60)
    targets = np.random.default_rng(1).choice([-1.0, 1.0], (60, 3))
    alike = likeness(examples, examples)
    expected = KernelRidge(alpha=penalty, kernel="precomputed").fit(alike.astype(float), targets)
    found = solve(alike, targets, penalty)
    assert found == pytest.approx(expected.dual_coef_, rel=1e-4, abs=1e-5)
    others = likeness(unit(2, 5), examples)
    assert in_blocks(others, found) == pytest.approx(expected.predict(others), rel=1e-3, abs=1e-4)


def test_solving_leaves_the_likenesses_as_they_were():
    alike = likeness(unit(0, 9), unit(0, 9))
    before = alike.copy()
    solve(alike, np.ones((9, 1)), 0.1)
    assert np.array_equal(alike, before)


@pytest.mark.parametrize("columns", [1, 15, 500])
def test_a_row_of_a_product_is_the_same_to_the_last_bit_in_any_company(columns: int):
    rows = unit(0, 200)
    matrix = np.random.default_rng(1).normal(size=(384, columns)).astype(np.float32)
    together = in_blocks(rows, matrix)
    assert together == pytest.approx(rows @ matrix, abs=1e-4)
    for first, last in [(0, 1), (199, 200), (3, 66), (64, 128), (60, 125), (1, 200)]:
        assert np.array_equal(in_blocks(rows[first:last], matrix), together[first:last])


def test_a_sentence_is_as_like_the_examples_alone_as_among_others():
    rows, examples = unit(0, 130), unit(1, 700)
    together = likeness(rows, examples)
    for row in (0, 63, 64, 129):
        assert np.array_equal(likeness(rows[[row]], examples)[0], together[row])


def test_nothing_is_like_nothing():
    assert likeness(unit(0, 0), unit(1, 4)).shape == (0, 4)
    assert in_blocks(unit(0, 0), np.zeros((384, 2), dtype=np.float32)).shape == (0, 2)
