"""Differences between groups and phases."""

from typing import Any

import duckdb
import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import ttest_ind_from_stats
from statsmodels.stats.multitest import multipletests

from findings.shares import adjusted, comparisons, development, shares

PHASES = ["early", "middle", "late"]


def estimated(group: str, share: float, **other: Any) -> dict[str, Any]:
    """An estimate of the shape that `estimate` returns; what is uncorrected differs from it."""
    row = {
        "group_id": group,
        "phase": None,
        "code": "trust",
        "valence": "any",
        "measure": "sentences",
        "documents": 20,
        "sentences": 1000,
        "share": share,
        "error": 0.02,
        "low": share - 0.04,
        "high": share + 0.04,
        "corrected": True,
        "uncorrected_share": share + 0.1,
        "uncorrected_error": 0.01,
        "reviewed": 200,
        "reviews_wanted": 0,
    }
    return {**row, **other}


def frame(*rows: dict[str, Any]) -> pd.DataFrame:
    return pd.DataFrame(rows)


@given(
    st.tuples(st.floats(0.1, 0.9), st.floats(0.01, 0.1), st.integers(3, 60)),
    st.tuples(st.floats(0.1, 0.9), st.floats(0.01, 0.1), st.integers(3, 60)),
)
@settings(max_examples=20, deadline=None)
def test_a_difference_is_that_of_welch_over_documents(
    one: tuple[float, float, int], other: tuple[float, float, int]
) -> None:
    rows = [
        estimated(group, share, error=error, documents=documents)
        for group, (share, error, documents) in {"north": one, "south": other}.items()
    ]
    (found,) = comparisons(frame(*rows)).to_dict("records")
    (a, sa, na), (b, sb, nb) = one, other
    test = ttest_ind_from_stats(a, sa * na**0.5, na, b, sb * nb**0.5, nb, equal_var=False)
    assert found["difference"] == pytest.approx(a - b)
    assert found["p_value"] == pytest.approx(test.pvalue)
    # The interval leaves out 0 just where the p-value is below 0.05.
    assert (found["low"] > 0 or found["high"] < 0) == (test.pvalue < 0.05)
    assert -1 <= found["low"] <= found["difference"] <= found["high"] <= 1


def test_each_pair_of_groups_is_compared_once_in_their_order() -> None:
    rows = [
        estimated(group, 0.2, code=code) for group in ("c", "a", "b") for code in ("trust", "money")
    ]
    found = comparisons(frame(*rows))
    pairs = [("c", "a"), ("c", "b"), ("a", "b")]
    for code in ("trust", "money"):
        mine = found[found["code"] == code]
        assert list(zip(mine["group_a"], mine["group_b"], strict=True)) == pairs


def test_a_corrected_share_is_not_compared_with_an_uncorrected_one() -> None:
    rows = frame(
        estimated("north", 0.5), estimated("south", 0.2), estimated("west", 0.35, corrected=False)
    )
    rows.loc[2, ["share", "error"]] = rows.loc[2, ["uncorrected_share", "uncorrected_error"]]
    found = comparisons(rows).set_index(["group_a", "group_b"])
    assert found["corrected"].to_dict() == {
        ("north", "south"): True,
        ("north", "west"): False,
        ("south", "west"): False,
    }
    assert found["difference"]["north", "south"] == pytest.approx(0.5 - 0.2)
    assert found["difference"]["north", "west"] == pytest.approx(0.6 - 0.45)
    wide, narrow = found.loc["north", "south"], found.loc["north", "west"]
    assert wide["high"] - wide["low"] > narrow["high"] - narrow["low"]


def test_neither_phases_nor_shares_of_valences_are_compared_between_groups() -> None:
    rows = [
        estimated(group, share, **what)
        for group, share in {"north": 0.5, "south": 0.2}.items()
        for what in ({"phase": "early"}, {"measure": "valence", "valence": "positive"})
    ]
    assert comparisons(frame(*rows)).empty


def test_what_cannot_be_told_is_missing_and_does_not_count_as_a_comparison() -> None:
    nothing = {"share": 0.0, "error": 0.0, "uncorrected_share": 0.0, "uncorrected_error": 0.0}
    few = {"documents": 2, "error": np.nan, "uncorrected_error": np.nan}
    rows = [
        *({**estimated(group, 0, code="never"), **nothing} for group in ("a", "b")),
        *(estimated(group, 0.2, code="seldom", **few) for group in ("a", "b")),
        estimated("a", 0.2),
        estimated("b", 0.3),
    ]
    found = comparisons(frame(*rows)).set_index("code")
    unknown = ["low", "high", "p_value", "p_adjusted"]
    assert found.loc[["never", "seldom"], unknown].isna().all(axis=None)
    assert found.loc["trust", "p_adjusted"] == pytest.approx(found.loc["trust", "p_value"])


def test_p_values_are_adjusted_for_their_number_within_a_valence() -> None:
    rows = [
        estimated(group, 0.2 + place * step, code=code, valence=valence)
        for place, group in enumerate(("a", "b"))
        for code, valence, step in [
            ("one", "any", 0.08),
            ("two", "any", 0.06),
            ("three", "any", 0.01),
            ("one", "positive", 0.08),
        ]
    ]
    found = comparisons(frame(*rows)).set_index(["valence", "code"])
    p, after = found["p_value"], found["p_adjusted"]
    assert after["any", "one"] == pytest.approx(3 * p["any", "one"])
    assert after["any", "two"] == pytest.approx(2 * p["any", "two"])
    assert after["any", "three"] == pytest.approx(p["any", "three"])
    assert after["positive", "one"] == pytest.approx(p["positive", "one"])


def test_holm_without_p_values_is_nothing() -> None:
    assert adjusted(np.array([])).tolist() == []
    assert np.isnan(adjusted(np.array([np.nan]))).all()


def test_a_change_is_the_one_since_the_last_phase_with_documents() -> None:
    rows = frame(
        estimated("north", 0.5, phase="late", corrected=False),
        estimated("north", 0.3, phase="early"),
        estimated("south", 0.1, phase="middle"),
        estimated("south", 0.4, phase="late"),
        estimated("south", 0.2),
    )
    found = development(rows, PHASES).set_index(["group_id", "phase"])
    assert len(found) == 4
    assert found["previous_phase"].dropna().to_dict() == {
        ("north", "late"): "early",
        ("south", "late"): "middle",
    }
    assert found["change"]["south", "late"] == pytest.approx(0.3)
    # Of one corrected and one uncorrected share, the uncorrected ones are compared.
    assert found["change"]["north", "late"] == pytest.approx(0.6 - 0.4)
    assert found["share"]["north", "late"] == 0.5
    assert not found["corrected"]["north", "late"]
    first = found.loc[[("north", "early"), ("south", "middle")]]
    assert (
        first[["change", "change_low", "change_high", "p_value", "p_adjusted"]]
        .isna()
        .all(axis=None)
    )


def test_a_change_has_the_interval_of_a_difference() -> None:
    phases = [estimated("x", 0.5, phase="late"), estimated("x", 0.3, phase="early")]
    groups = [estimated("late", 0.5), estimated("early", 0.3)]
    change = development(frame(*phases), PHASES).dropna(subset="change").iloc[0]
    difference = comparisons(frame(*groups)).iloc[0]
    for mine, other in [
        ("change", "difference"),
        ("change_low", "low"),
        ("change_high", "high"),
        ("p_value", "p_value"),
    ]:
        assert change[mine] == pytest.approx(difference[other])


def test_codes_valences_and_groups_develop_each_for_itself() -> None:
    rows = [
        estimated(group, 0.1, code=code, valence=valence, phase=phase)
        for group in ("north", "south")
        for code in ("trust", "money")
        for valence in ("any", "positive", "neutral", "negative")
        for phase in PHASES[:2]
    ]
    found = development(frame(*rows), PHASES)
    assert set(found["valence"]) == {"any", "positive", "negative"}
    assert found["previous_phase"].notna().sum() == len(found) / 2 == 12
    assert (found["change"].dropna() == 0).all()


def test_without_estimates_there_are_tables_without_rows() -> None:
    empty = frame(estimated("north", 0.5)).iloc[:0]
    for found in (shares(empty), comparisons(empty), development(empty, PHASES)):
        assert found.empty
        assert len(found.columns) > 9


def test_what_is_missing_is_null_in_the_database() -> None:
    rows = frame(
        estimated("north", 0.5, error=np.nan, low=np.nan, high=np.nan),
        estimated("north", 0.5, phase="early"),
    )
    connection = duckdb.connect()
    connection.register("computed", shares(rows))
    assert connection.execute("SELECT phase, low, corrected FROM computed").fetchall() == [
        (None, None, True),
        ("early", 0.46, True),
    ]
    connection.register("developed", development(rows, PHASES))
    sql = "SELECT previous_phase, change, p_value FROM developed"
    assert connection.execute(sql).fetchall() == [(None, None, None)]


@pytest.mark.parametrize("count", [1, 2, 7, 40])
def test_adjusted_p_values_are_those_of_statsmodels(count: int) -> None:
    p_values = np.random.default_rng(count).random(count) ** 3
    assert adjusted(p_values) == pytest.approx(multipletests(p_values, method="holm")[1])
