import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import beta, binomtest

from models.intervals import RESAMPLES, Figure, bootstrap, draws, share


def of(*pairs: tuple[int, int]) -> Figure | None:
    """The share of right cases by documents with (right, all) each."""
    right, cases = np.array(pairs, dtype=np.int64).reshape(-1, 2).T
    return share(right, cases)


def test_a_figure_in_a_table():
    assert Figure(value=0.614, low=0.57, high=0.645).text() == "0.61 [0.57–0.65]"
    assert Figure(value=0.614, low=None, high=None).text() == "0.61"


def test_the_first_sample_is_the_documents_as_they_are_and_the_others_as_large():
    drawn = draws(7)
    assert drawn.shape == (1 + RESAMPLES, 7)
    assert drawn[0].tolist() == [1] * 7
    assert set(drawn.sum(axis=1).tolist()) == {7}
    assert (draws(7) == drawn).all()
    assert drawn[1:].std(axis=0).min() > 0.5


def test_a_bootstrapped_interval_leaves_out_a_fortieth_at_either_end():
    values = np.concatenate([[0.3], np.linspace(0, 1, RESAMPLES)])
    figure = bootstrap(values, 3)
    assert (figure.value, figure.low, figure.high) == pytest.approx((0.3, 0.025, 0.975))


@pytest.mark.parametrize("documents", [1, 2])
def test_fewer_than_three_documents_give_no_interval(documents: int):
    assert bootstrap(np.array([0.5, 0.1, 0.9]), documents).low is None
    figure = of(*[(1, 2)] * documents)
    assert figure == Figure(value=0.5, low=None, high=None)


def test_there_is_no_share_of_nothing():
    assert of() is None
    assert of((0, 0), (0, 0)) is None


def test_documents_without_cases_say_nothing():
    assert of((1, 2), (3, 4), (1, 3)) == of((1, 2), (0, 0), (3, 4), (1, 3))


@pytest.mark.parametrize(("right", "bounds"), [(5, "low"), (0, "high")])
def test_where_all_are_right_or_wrong_each_document_is_one_case(right: int, bounds: str):
    figure = of(*[(right, 5)] * 8)
    exact = binomtest(8 if right else 0, 8).proportion_ci(method="exact")
    assert (figure.low, figure.high) == pytest.approx((exact.low, exact.high))
    assert 0 < getattr(figure, bounds) < 1


def test_the_more_documents_differ_the_wider_the_interval():
    alike = of(*[(2, 4)] * 6)
    unlike = of(*[(4, 4), (0, 4)] * 3)
    exact = binomtest(12, 24).proportion_ci(method="exact")
    assert (alike.low, alike.high) == pytest.approx((exact.low, exact.high))
    assert unlike.value == alike.value
    assert unlike.high - unlike.low > 1.5 * (alike.high - alike.low)


def test_a_share_worked_out_by_hand():
    """6 of 10 cases in four documents. They vary by 4/3 · (1.2² + 1.8² + 0.8² + 0.2²) / 10², where
    independent cases would by 0.6 · 0.4 / n; so many are fewer still by the squared ratio of the
    t quantiles for 9 and for 3 degrees of freedom."""
    figure = of((3, 3), (0, 3), (2, 2), (1, 2))
    count = 0.24 / (4 / 3 * 5.36 / 100) * (2.262157 / 3.182446) ** 2
    assert figure.value == 0.6
    assert figure.low == pytest.approx(beta.ppf(0.025, 0.6 * count, 0.4 * count + 1), abs=1e-6)
    assert figure.high == pytest.approx(beta.ppf(0.975, 0.6 * count + 1, 0.4 * count), abs=1e-6)


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), min_size=3, max_size=12))
def test_an_interval_holds_its_value(pairs: list[tuple[int, int]]):
    figure = of(*((min(pair), max(pair)) for pair in pairs))
    if figure and figure.low is not None:
        assert 0 <= figure.low <= figure.value <= figure.high <= 1


def test_the_interval_holds_the_truth_about_as_often_as_it_says():
    """On 300 sets of 20 documents that differ in how likely they are right (0.9 on average)."""
    random = np.random.default_rng(0)
    hits = 0
    for _ in range(300):
        cases = random.integers(1, 8, 20)
        figure = share(random.binomial(cases, random.beta(4.5, 0.5, 20)), cases)
        hits += figure.low <= 0.9 <= figure.high
    assert 0.9 < hits / 300 <= 1
