"""Agreement beyond chance against published examples and scikit-learn."""

from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.metrics import cohen_kappa_score

from models.agreement import cohen_kappa, krippendorff_alpha


def table(one: Sequence[object], other: Sequence[object]) -> np.ndarray:
    """How often one coder chose what when the other chose what."""
    values = sorted({*one, *other}, key=str)
    found = np.zeros((len(values), len(values)))
    for mine, theirs in zip(one, other, strict=True):
        found[values.index(mine), values.index(theirs)] += 1
    return found


@pytest.mark.parametrize(
    ("one", "other", "alpha"),
    [
        ("0100000010", "1110010000", 0.095),
        ("aabbdcccedda", "babbbccceddd", 0.692),
    ],
)
def test_alpha_is_that_of_krippendorffs_worked_examples(one: str, other: str, alpha: float):
    """Krippendorff 2011, "Computing Krippendorff's Alpha-Reliability", sections A (binary, two
    observers) and B (nominal, two observers)."""
    assert krippendorff_alpha(table(one, other)) == pytest.approx(alpha, abs=0.0005)


def test_alpha_does_not_ask_who_said_what():
    of = table("aabbdcccedda", "babbbcccedde")
    assert krippendorff_alpha(of.T) == pytest.approx(krippendorff_alpha(of))


PAIRS = st.lists(st.tuples(st.integers(0, 2), st.integers(0, 2)), min_size=2, max_size=30)


@given(PAIRS)
def test_kappa_is_that_of_scikit_learn(pairs: list[tuple[int, int]]):
    one, other = zip(*pairs, strict=True)
    found = cohen_kappa(table(one, other))
    if len({*one, *other}) == 1:
        assert np.isnan(found)
    else:
        assert found == pytest.approx(cohen_kappa_score(one, other))


@given(PAIRS)
def test_alpha_is_one_minus_observed_by_expected_disagreement(pairs: list[tuple[int, int]]):
    """By the definition: over all pairs of values, those within a unit against all there are."""
    values = [value for pair in pairs for value in pair]
    n = len(values)
    expected = sum(a != b for a in values for b in values) / (n * (n - 1))
    observed = sum(a != b for a, b in pairs) / len(pairs)
    found = krippendorff_alpha(table(*zip(*pairs, strict=True)))
    if not expected:
        assert np.isnan(found)
    else:
        assert found == pytest.approx(1 - observed / expected)


def test_full_agreement_is_one():
    assert cohen_kappa(table("aab", "aab")) == krippendorff_alpha(table("aab", "aab")) == 1


def test_many_tables_at_once_are_each_by_itself():
    tables = np.random.default_rng(0).integers(0, 9, (4, 5, 2, 2)).astype(float)
    for of in (cohen_kappa, krippendorff_alpha):
        assert of(tables).shape == (4, 5)
        assert of(tables)[2, 3] == of(tables[2, 3])
