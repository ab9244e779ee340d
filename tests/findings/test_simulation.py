"""Studies with a known truth and a machine that errs: do the intervals hold what they promise?

A thousand studies of each kind. Documents are drawn, of unequal length and with more or less of the
code; the machine finds 0.7 of it and is right in 0.6 of what it says, in some documents more than
in others, and confuses valences; a fifth of the sentences is audited.
"""

from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
import pandas as pd
import pytest
from numpy.typing import NDArray

from findings.estimation import estimate
from findings.shares import comparisons

RUNS = 1000
AUDIT = 0.2
RECALL = 0.7
PRECISION = 0.6
POSITIVE = 0.65
"""True share of the positive among the sentences with the code; the others are negative."""
RIGHT_VALENCE = 0.85
_Counts = NDArray[np.int64]
MAIN = [(40, 0.2), (40, 0.03), (12, 0.2)]
"""Documents, and how common the code is."""


@dataclass(frozen=True)
class Group:
    """A group in a thousand studies: `cells` and, of these, `audited`, counts of sentences of shape
    (people say, machine says, RUNS, documents), both positive, negative, no code."""

    cells: _Counts
    audited: _Counts

    @property
    def lengths(self) -> NDArray[np.float64]:
        """Sentences: shape (RUNS, documents)."""
        return self.cells.sum((0, 1)).astype(float)

    def sums(self, name: str, who: str = "both") -> pd.DataFrame:
        """What `estimate` wants, with the run as the code: of the whole study, of the machine's
        codes without an audit ('machine'), or of the reviewed sample as if it were all there is
        ('people')."""
        cells, audited = self.cells, self.audited
        if who != "both":
            cells, audited = (audited if who == "people" else cells), np.zeros_like(audited)
        n = cells.sum((0, 1)).astype(float)
        reviewed = audited.sum((0, 1))
        u = n - reviewed / AUDIT
        w = (1 - n / n.sum(1, keepdims=True)) ** -2.0
        whole = {
            "documents": np.full(RUNS, n.shape[1]),
            "sentences": n.sum(1),
            "reviewed": reviewed.sum(1),
            "reviewed_documents": (reviewed > 0).sum(1),
            "u": u.sum(1),
            **_products(w, {"n": n, "u": u}),
        }
        of = {valence: self._of(valence, cells, audited, who) for valence in _WHICH}
        frames = []
        for valence, mine in of.items():
            other = of[{"positive": "negative", "negative": "positive"}.get(valence, valence)]
            found = {name: values.sum(1) for name, values in mine.items()}
            found |= _products(w, {**{k: mine[k] for k in "shg"}, "n": n, "u": u})
            found |= {
                f"{a}{b}2": (w * mine[a] * other[b]).sum(1) * (valence != "any")
                for a, b in ("ss", "hh", "hg", "gh", "gg")
            }
            frames.append(pd.DataFrame({**found, **whole}).assign(valence=valence))
        rows = pd.concat(frames)
        return rows.assign(group_id=name, phase=None, code=[f"run {run}" for run in rows.index])

    def _of(
        self, valence: str, cells: _Counts, audited: _Counts, who: str
    ) -> dict[str, NDArray[np.float64]]:
        which = _WHICH[valence]
        h = audited[which].sum((0, 1)) / AUDIT
        a = audited[:, which].sum((0, 1)) / AUDIT
        b = audited[which][:, which].sum((0, 1)) / AUDIT
        people, machine = cells[which].sum((0, 1)), cells[:, which].sum((0, 1))
        return {
            "s": people if who == "people" else machine,
            "h": h,
            "a": a,
            "b": b,
            "g": machine - a,
        }


_WHICH = {"any": [0, 1], "positive": [0], "negative": [1]}


def _products(w: Any, of: dict[str, Any]) -> dict[str, Any]:
    """The weighted sums of all products: `hh`, `hg`, `hn` ..."""
    return {f"{a}{b}": (w * x * y).sum(1) for a, x in of.items() for b, y in of.items()}


@cache
def group(seed: int, documents: int, share: float, recall: float = RECALL) -> Group:
    random = np.random.default_rng(seed)
    shape = RUNS, documents
    lengths = np.maximum(5, random.lognormal(np.log(100) - 0.18, 0.6, shape).astype(int))
    spread = 40 if share < 0.1 else 20
    common = random.beta(share * spread, (1 - share) * spread, shape)
    positive = random.beta(POSITIVE * 10, (1 - POSITIVE) * 10, shape)
    found = random.beta(recall * 15, (1 - recall) * 15, shape)
    wrong = share / (1 - share) * RECALL * (1 - PRECISION) / PRECISION
    false = np.minimum(wrong * random.gamma(4, 1 / 4, shape), 1)
    truth = np.stack([common * positive, common * (1 - positive), 1 - common], -1)
    says = [
        np.stack([found * RIGHT_VALENCE, found * (1 - RIGHT_VALENCE), 1 - found], -1),
        np.stack([found * (1 - RIGHT_VALENCE), found * RIGHT_VALENCE, 1 - found], -1),
        np.stack([false / 2, false / 2, 1 - false], -1),
    ]
    said = np.moveaxis(random.multinomial(lengths, truth), -1, 0)
    cells = np.stack(
        [np.moveaxis(random.multinomial(n, p), -1, 0) for n, p in zip(said, says, strict=True)]
    )
    return Group(cells, random.binomial(cells, AUDIT))


def estimates(of: Group, measure: str = "sentences", who: str = "both") -> pd.DataFrame:
    found = estimate(of.sums("group", who))
    valence = "any" if measure == "sentences" else "positive"
    return found[(found["measure"] == measure) & (found["valence"] == valence)].set_index("code")


def covered(found: pd.DataFrame, truth: float) -> float:
    return float(((found["low"] <= truth) & (truth <= found["high"])).mean())


def length(found: pd.DataFrame) -> float:
    return float((found["high"] - found["low"]).mean())


@pytest.mark.parametrize(("documents", "share"), MAIN)
def test_intervals_cover_the_true_share_where_those_of_the_machine_fail(
    documents: int, share: float
) -> None:
    of = group(1, documents, share)
    found = estimates(of)
    assert found["corrected"].mean() > 0.99
    assert 0.93 <= covered(found, share) <= 0.97
    assert covered(estimates(of, who="machine"), share) < 0.9


@pytest.mark.parametrize(("documents", "share"), MAIN)
def test_intervals_are_shorter_than_those_of_the_reviewed_sample_alone(
    documents: int, share: float
) -> None:
    of = group(2, documents, share)
    alone = estimates(of, who="people")
    assert covered(alone, share) >= 0.93
    assert length(estimates(of)) < 0.97 * length(alone)


def test_the_estimate_is_right_on_average_where_the_machine_is_not() -> None:
    of = group(3, 40, 0.2)
    found = estimates(of)
    standard_error = found["share"].std() / np.sqrt(RUNS)
    assert found["share"].mean() == pytest.approx(0.2, abs=3 * standard_error)
    assert estimates(of, who="machine")["share"].mean() > 0.2 + 10 * standard_error


@pytest.mark.parametrize("documents", [12, 40])
def test_intervals_of_the_share_that_is_positive_cover_it(documents: int) -> None:
    of = group(4, documents, 0.2)
    found = estimates(of, "valence")
    corrected = found[found["corrected"]]
    assert len(corrected) > 0.9 * RUNS
    assert 0.93 <= covered(corrected, POSITIVE) <= 0.97
    assert covered(estimates(of, "valence", "machine"), POSITIVE) < 0.9
    assert length(found) < length(estimates(of, "valence", "people"))


def test_a_rare_code_in_few_documents_is_corrected_only_where_enough_of_it_was_audited() -> None:
    found = estimates(group(5, 12, 0.03))
    corrected = found[found["corrected"]]
    assert 0.3 <= len(corrected) / RUNS <= 0.7
    # Where just studies with much of it in the audit count, intervals err to the safe side.
    assert 0.93 <= covered(corrected, 0.03) <= 0.98


@pytest.mark.parametrize(("documents", "share"), MAIN)
def test_without_a_difference_few_p_values_are_small(documents: int, share: float) -> None:
    """The machine overlooks more in one of the groups."""
    of = {"one": group(6, documents, share), "other": group(7, documents, share, 0.4)}
    found = differences(of)
    assert (found["p_value"] < 0.05).mean() <= 0.065
    assert (found["p_value"] < 0.5).mean() == pytest.approx(0.5, abs=0.05)
    assert found["p_adjusted"].min() > 0.05
    assert (differences(of, "machine")["p_value"] < 0.05).mean() > 0.065


def test_intervals_of_differences_cover_the_true_one() -> None:
    found = differences({"one": group(8, 40, 0.3), "other": group(9, 12, 0.2, 0.4)})
    assert 0.93 <= covered(found, 0.1) <= 0.97


def differences(of: dict[str, Group], who: str = "both") -> pd.DataFrame:
    sums = pd.concat([its.sums(name, who) for name, its in of.items()])
    found = comparisons(estimate(sums))
    return found[found["valence"] == "any"]
