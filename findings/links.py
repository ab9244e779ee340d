"""Which factors go together with which steps: an association over documents, not a cause."""

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.special import gammaln
from statsmodels.stats.contingency_tables import StratifiedTable

from findings.shares import adjusted
from models.estimators import Bools, Floats

_EFFECTS = {"helps": "positive", "hinders": "negative"}
_NEGLIGIBLE = 1e-16
"""Probabilities below are left out of an exact distribution, and p-values told no smaller."""
_COLUMNS = [
    *("factor", "effect", "code", "documents", "both", "factor_only", "step_only", "neither"),
    *("odds_ratio", "low", "high", "p_value", "p_adjusted"),
]
_Counts = NDArray[np.int64]


def factor_step_links(
    documents: pd.DataFrame, document_codes: pd.DataFrame, codes: pd.DataFrame
) -> pd.DataFrame:
    """How each factor goes together with each step, over documents.

    `documents` has `document_id`, `group_id` and `words`; `document_codes` a row (`document_id`,
    `code`, `valence`) for what is coded in them; `codes` is the published table: codes of ordinal
    dimensions are steps, the others factors. A factor helps in a document that has it as positive,
    hinders where it is negative; a step is reached where it is positive.

    Returns a row for each `factor`, `effect` ('helps', 'hinders') and step's `code`: `documents`,
    of which `both`, `factor_only`, `step_only` and `neither`; `odds_ratio` by Mantel and Haenszel
    (1959) with the interval `low`, `high` of Robins, Breslow and Greenland (1986); `p_value`;
    `p_adjusted` (Holm over all rows). The strata are the groups' documents of at least their median
    words and those of fewer: long documents hold more of everything. The p-value is that of all
    permutations of the documents within strata (the exact conditional test): the count of `both` is
    then a sum of hypergeometric ones, so nothing need be drawn. What can't be told is missing: a
    p-value where no stratum leaves anything to chance, an odds ratio of 0, infinity or nothing.
    """
    stratum = _strata(documents)
    ordinal = codes["ordinal"].to_numpy(bool)
    ids = codes.assign(ordinal=ordinal).sort_values("position")["code"]
    is_step = dict(zip(codes["code"], ordinal, strict=True))
    steps = [code for code in ids if is_step[code]]
    factors = [(code, effect) for code in ids if not is_step[code] for effect in _EFFECTS]
    has_factor = _presence(
        documents, document_codes, [(code, _EFFECTS[effect]) for code, effect in factors]
    )
    has_step = _presence(documents, document_codes, [(step, "positive") for step in steps])
    size, both, factor_count, step_count = _margins(stratum, has_factor, has_step)
    rows = [
        (factor, effect, step, *_link(size, both[:, i, j], factor_count[:, i], step_count[:, j]))
        for i, (factor, effect) in enumerate(factors)
        for j, step in enumerate(steps)
    ]
    found = pd.DataFrame(rows, columns=_COLUMNS[:-1])
    floats = _COLUMNS[-5:-1]
    found[floats] = found[floats].astype(np.float64)
    found["p_adjusted"] = adjusted(found["p_value"].to_numpy(np.float64))
    return found


def _strata(documents: pd.DataFrame) -> _Counts:
    """The number of the stratum of each document, from 0."""
    median = documents.groupby("group_id")["words"].transform("median")
    keys = pd.MultiIndex.from_arrays([documents["group_id"], documents["words"] >= median])
    return np.asarray(pd.factorize(keys)[0], np.int64)


def _presence(
    documents: pd.DataFrame, document_codes: pd.DataFrame, wanted: list[tuple[str, str]]
) -> Bools:
    """Whether each document has each wanted (code, valence): shape (documents, wanted)."""
    row = pd.Index(documents["document_id"]).get_indexer(document_codes["document_id"])
    column = (
        pd.MultiIndex.from_tuples(wanted, names=["code", "valence"]).get_indexer(
            pd.MultiIndex.from_frame(document_codes[["code", "valence"]])
        )
        if wanted
        else np.full(len(row), -1)
    )
    known = (row >= 0) & (column >= 0)
    present = np.zeros((len(documents), len(wanted)), bool)
    present[row[known], column[known]] = True
    return present


def _margins(
    stratum: _Counts, has_factor: Bools, has_step: Bools
) -> tuple[_Counts, _Counts, _Counts, _Counts]:
    """By stratum: documents, those with each factor and step, with each factor, with each step."""
    strata = range(int(stratum.max()) + 1) if len(stratum) else range(0)
    of = [(has_factor[stratum == k].astype(float), has_step[stratum == k]) for k in strata]
    shapes = has_factor.shape[1], has_step.shape[1]
    return (
        np.bincount(stratum, minlength=len(strata)),
        np.array([factor.T @ step for factor, step in of]).reshape(-1, *shapes).astype(np.int64),
        np.array([factor.sum(0) for factor, _ in of]).reshape(-1, shapes[0]).astype(np.int64),
        np.array([step.sum(0) for _, step in of]).reshape(-1, shapes[1]).astype(np.int64),
    )


def _link(size: _Counts, both: _Counts, factor: _Counts, step: _Counts) -> tuple[float, ...]:
    """The figures of one pair from its counts by stratum."""
    tables = np.array([[both, factor - both], [step - both, size - factor - step + both]])
    counts = (size.sum(), *tables.sum(axis=2).ravel())
    odds = np.nan, np.nan, np.nan
    agree, differ = tables[0, 0] * tables[1, 1] / size, tables[0, 1] * tables[1, 0] / size
    if agree.sum() > 0 and differ.sum() > 0:
        stratified = StratifiedTable(tables.astype(float))
        odds = stratified.oddsratio_pooled, *stratified.oddsratio_pooled_confint()
    return (*counts, *odds, _exact(size, both, factor, step))


def _exact(size: _Counts, both: _Counts, factor: _Counts, step: _Counts) -> float:
    """The probability, given the margins of each stratum, of a count of `both` at least as far from
    what independence lets expect as the one found."""
    least, total = 0, np.ones(1)
    for n, f, s in zip(size, factor, step, strict=True):
        first, chances = _hypergeometric(n, f, s)
        least += first
        total = np.convolve(total, chances)
    if len(total) == 1:
        return np.nan
    expected = (factor * step / size).sum()
    distance = np.abs(np.arange(least, least + len(total)) - expected)
    far = distance >= np.abs(both.sum() - expected) - 1e-9
    return float(np.clip(total[far].sum(), _NEGLIGIBLE, 1))


def _hypergeometric(n: int, f: int, s: int) -> tuple[int, Floats]:
    """The chances of how many of s documents drawn from n are among f, from the first count that is
    not negligible to the last. scipy's are exact, and for thousands of documents far too slow."""
    centre = f * s / n
    # Tails are thinner than a binomial count's (Hoeffding 1963): these reach beyond the negligible.
    reach = 12 * np.sqrt(centre * (1 - max(f, s) / n)) + 40
    first, last = max(0, f + s - n, int(centre - reach)), min(f, s, int(centre + reach))
    counts = np.arange(first, last + 1)
    logs: Floats = -sum(
        gammaln(part + 1) for part in (counts, f - counts, s - counts, n - f - s + counts)
    )
    chances = np.exp(logs - logs.max())
    chances /= chances.sum()
    kept = np.flatnonzero(chances > _NEGLIGIBLE)
    return first + int(kept[0]), chances[kept[0] : kept[-1] + 1]
