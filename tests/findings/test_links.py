"""What goes together with what, against counting and against every permutation."""

import itertools
from collections import Counter
from collections.abc import Sequence

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from findings.links import factor_step_links

CODES = pd.DataFrame(
    {
        "position": [1, 2, 3, 4],
        "code": ["step1", "step2", "office", "money"],
        "ordinal": [True, True, False, False],
    }
)


def links(*documents: tuple[str, int, str]) -> pd.DataFrame:
    """From each document's group, words and codes, such as `office+ step1+ money-`; indexed by
    factor, effect and step."""
    signs = {"+": "positive", "-": "negative", "o": "neutral"}
    frame = pd.DataFrame(
        [(f"d{at}", group, words) for at, (group, words, _) in enumerate(documents)],
        columns=["document_id", "group_id", "words"],
    )
    said = [
        (f"d{at}", item[:-1], valence)
        for at, (_, _, codes) in enumerate(documents)
        for item in codes.split()
        for valence in (signs[item[-1]], "any")
    ]
    present = pd.DataFrame(said, columns=["document_id", "code", "valence"]).astype("str")
    return factor_step_links(frame, present, CODES).set_index(["factor", "effect", "code"])


OFFICE = ("office", "helps", "step1")


def test_there_is_a_row_for_each_factor_effect_and_step_in_the_codebooks_order() -> None:
    found = links(("a", 10, ""))
    assert list(found.index) == [
        (factor, effect, step)
        for factor in ("office", "money")
        for effect in ("helps", "hinders")
        for step in ("step1", "step2")
    ]


def test_documents_are_counted_by_what_they_hold() -> None:
    found = links(
        ("a", 10, "office+ step1+"),
        ("a", 10, "office+ office- step1+ step1-"),
        ("a", 10, "office+"),
        ("b", 10, "step1+"),
        ("b", 10, "officeo step1o"),
        ("b", 10, ""),
        ("b", 10, "office- step1-"),
    )
    counts = ["documents", "both", "factor_only", "step_only", "neither"]
    assert found.loc[OFFICE, counts].tolist() == [7, 2, 1, 1, 3]
    assert found.loc[("office", "hinders", "step1"), counts].tolist() == [7, 1, 1, 2, 3]
    assert found.loc[("money", "helps", "step2"), counts].tolist() == [7, 0, 0, 0, 7]


def test_the_odds_ratio_is_the_one_of_mantel_and_haenszel() -> None:
    tables = {"a": (8, 2, 3, 7), "b": (5, 4, 2, 9)}
    words = ["office+ step1+", "office+", "step1+", ""]
    found = links(
        *(
            (group, 10, said)
            for group, counts in tables.items()
            for count, said in zip(counts, words, strict=True)
            for _ in range(count)
        )
    ).loc[OFFICE]
    (a, b, c, d), n = np.array(list(tables.values())).T, np.array([20, 20])
    agree, differ = a * d / n, b * c / n
    assert found["odds_ratio"] == pytest.approx(agree.sum() / differ.sum())
    # Robins, Breslow & Greenland (1986), equation 3.
    p, q = (a + d) / n, (b + c) / n
    variance = (
        (p * agree).sum() / (2 * agree.sum() ** 2)
        + (p * differ + q * agree).sum() / (2 * agree.sum() * differ.sum())
        + (q * differ).sum() / (2 * differ.sum() ** 2)
    )
    reach = np.exp(1.959964 * np.sqrt(variance))
    assert found["low"] == pytest.approx(found["odds_ratio"] / reach, rel=1e-5)
    assert found["high"] == pytest.approx(found["odds_ratio"] * reach, rel=1e-5)


def test_long_documents_that_hold_more_of_everything_make_no_link() -> None:
    """Within documents of like length the two are independent; over all they are not."""
    short = ["office+ step1+"] + ["office+"] * 3 + ["step1+"] * 3 + [""] * 9
    long = ["office+ step1+"] * 9 + ["office+"] * 3 + ["step1+"] * 3 + [""]
    told = links(*(("a", 10, said) for said in short), *(("a", 99, said) for said in long))
    alike = links(*(("a", 10, said) for said in [*short, *long]))
    assert told.loc[OFFICE, "odds_ratio"] == pytest.approx(1)
    assert told.loc[OFFICE, "p_value"] == pytest.approx(1)
    assert alike.loc[OFFICE, "odds_ratio"] == pytest.approx(10 * 10 / (6 * 6))


def test_what_differs_between_groups_makes_no_link() -> None:
    few = ["office+ step1+"] + ["office+"] * 3 + ["step1+"] * 3 + [""] * 9
    many = ["office+ step1+"] * 9 + ["office+"] * 3 + ["step1+"] * 3 + [""]
    found = links(*(("a", 10, said) for said in few), *(("b", 10, said) for said in many))
    assert found.loc[OFFICE, "odds_ratio"] == pytest.approx(1)


DOCUMENTS = st.lists(
    st.tuples(
        st.sampled_from(["a", "b"]),
        st.sampled_from([10, 99]),
        st.sampled_from(["", "office+", "step1+", "office+ step1+"]),
    ),
    min_size=1,
    max_size=7,
)


@given(DOCUMENTS)
@settings(max_examples=25, deadline=None)
def test_the_p_value_is_the_share_of_all_permutations_within_strata(
    documents: list[tuple[str, int, str]],
) -> None:
    found = links(*documents).loc[OFFICE, "p_value"]
    chances = permuted(documents)
    if len(chances) == 1:
        assert np.isnan(found)
        return
    total = sum(chances.values())
    expected = sum(count * chance for count, chance in chances.items()) / total
    observed = sum("office" in said and "step" in said for _, _, said in documents)
    far = sum(
        chance
        for count, chance in chances.items()
        if abs(count - expected) >= abs(observed - expected) - 1e-9
    )
    assert found == pytest.approx(far / total)


def permuted(documents: Sequence[tuple[str, int, str]]) -> Counter[int]:
    """How many of all permutations of the factor within strata give which count of both."""
    words: dict[str, list[int]] = {}
    for group, length, _ in documents:
        words.setdefault(group, []).append(length)
    strata: dict[tuple[str, bool], list[str]] = {}
    for group, length, said in documents:
        strata.setdefault((group, bool(length >= np.median(words[group]))), []).append(said)
    found = Counter({0: 1})
    for said in strata.values():
        steps = ["step1" in codes for codes in said]
        mine = Counter(
            sum(map(bool.__and__, order, steps))
            for order in itertools.permutations(["office" in codes for codes in said])
        )
        total: Counter[int] = Counter()
        for (one, often), (other, times) in itertools.product(found.items(), mine.items()):
            total[one + other] += often * times
        found = total
    return found


@pytest.mark.parametrize(
    "said", [["office+ step1+", ""], ["office+", "step1+"], ["office+", ""], [""], []]
)
def test_an_odds_ratio_of_0_infinity_or_nothing_is_missing(said: list[str]) -> None:
    found = links(*(("a", 10, codes) for codes in said * 5)).loc[OFFICE]
    assert found[["odds_ratio", "low", "high"]].isna().all()
    assert np.isnan(found["p_value"]) == (len({*said} - {""}) == 0 or said == ["office+", ""])


def test_p_values_are_adjusted_for_all_links_that_can_be_told() -> None:
    said = ["office+ step1+ money-"] * 9 + ["office+"] * 2 + ["step1+"] * 3 + ["money- step2+"] * 8
    found = links(*(("a", 10, codes) for codes in said))
    told = found["p_value"].dropna()
    assert 2 <= len(told) < len(found)
    assert found["p_adjusted"].min() == pytest.approx(told.min() * len(told))
    assert found["p_adjusted"].isna().equals(found["p_value"].isna())


def test_a_hundred_thousand_documents_are_no_burden() -> None:
    random = np.random.default_rng(0)
    count = 100_000
    long = random.random(count) < 0.5
    frame = pd.DataFrame(
        {
            "document_id": [f"d{at}" for at in range(count)],
            "group_id": random.choice(list("abcde"), count),
            "words": np.where(long, 1000, 0) + random.integers(1, 1000, count),
        }
    )
    step = random.random(count) < np.where(long, 0.5, 0.2)
    factor = random.random(count) < np.where(long, 0.6, 0.3) + 0.04 * step
    present = pd.concat(
        [
            frame.loc[has, ["document_id"]].assign(code=code, valence="positive")
            for code, has in {"office": factor, "step1": step, "money": ~step & long}.items()
        ]
    )
    found = factor_step_links(frame, present, CODES).set_index(["factor", "effect", "code"])
    # Among long documents 0.64 / 0.36 against 0.6 / 0.4, among short ones 0.34 / 0.66 to 0.3 / 0.7.
    low, high = 0.64 * 0.4 / (0.36 * 0.6), 0.34 * 0.7 / (0.66 * 0.3)
    assert low - 0.03 < found.loc[OFFICE, "odds_ratio"] < high + 0.03
    assert found.loc[OFFICE, "low"] < found.loc[OFFICE, "odds_ratio"] < found.loc[OFFICE, "high"]
    assert 0 < found.loc[OFFICE, "p_adjusted"] < 1e-6
