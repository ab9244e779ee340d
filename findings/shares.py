"""Tables of shares, of differences between groups and of changes between phases."""

from collections.abc import Sequence

import numpy as np
import pandas as pd
from scipy.stats import t

from findings.estimation import KEYS
from models.estimators import Floats

_TAIL = 0.025
_SHARES = [
    *KEYS,
    *("measure", "documents", "sentences", "share", "low", "high", "corrected"),
    *("uncorrected_share", "reviewed", "reviews_wanted"),
]
_COMPARISONS = [
    *("code", "valence", "group_a", "group_b", "difference", "low", "high"),
    *("p_value", "p_adjusted", "corrected"),
]
_DEVELOPMENT = [
    *("group_id", "code", "valence", "phase", "documents", "share", "low", "high", "corrected"),
    *("previous_phase", "change", "change_low", "change_high", "p_value", "p_adjusted"),
]


def shares(estimates: pd.DataFrame) -> pd.DataFrame:
    """What is published of the `estimates` that `findings.estimation.estimate` makes: all but the
    standard errors."""
    return estimates[_SHARES]


def comparisons(estimates: pd.DataFrame) -> pd.DataFrame:
    """The difference between each two groups in the share of their sentences, over all phases: a
    row for each code, valence and pair `group_a`, `group_b` in the order of `estimates`, with
    `difference` (a less b), `low`, `high`, `p_value`, `p_adjusted` (Holm over all rows with the
    same valence) and `corrected`.

    Both shares are corrected, or neither is: a machine's faults would else pass for a difference.
    Documents of different groups are independent; degrees of freedom by Welch and Satterthwaite.
    What can't be told is missing (fewer than three documents in either, no variance in both).
    """
    whole = estimates[(estimates["measure"] == "sentences") & estimates["phase"].isna()]
    places = {group: place for place, group in enumerate(whole["group_id"].unique())}
    whole = whole.assign(place=whole["group_id"].map(places))
    pairs = whole.merge(whole, on=["code", "valence"], suffixes=("_a", "_b"))
    pairs = pairs[pairs["place_a"] < pairs["place_b"]].reset_index(drop=True)
    compared = _differences(pairs, "_a", "_b")
    pairs = pairs.rename(columns={"group_id_a": "group_a", "group_id_b": "group_b"})
    return pd.concat([pairs[["code", "valence", "group_a", "group_b"]], compared], axis=1)[
        _COMPARISONS
    ]


def development(estimates: pd.DataFrame, phases: Sequence[str]) -> pd.DataFrame:
    """The share of sentences of each group, code and valence (any, positive, negative) in each of
    the `phases`, given in their order, with its `change` from the last phase before that has
    documents of the group (`previous_phase`): `change_low`, `change_high`, `p_value` and
    `p_adjusted` (Holm over all rows with the same valence), made as those of `comparisons`.

    `share` and `corrected` are those of the phase itself; where just one of two phases is corrected
    the change is the one between the uncorrected shares. A phase without documents has no row; the
    first has no change.
    """
    places = {phase: place for place, phase in enumerate(phases)}
    rows = estimates[
        (estimates["measure"] == "sentences")
        & estimates["phase"].isin(phases)
        & estimates["valence"].isin(["any", "positive", "negative"])
        & (estimates["documents"] > 0)
    ]
    rows = rows.sort_values("phase", key=lambda phase: phase.map(places), kind="stable")
    series = ["group_id", "code", "valence"]
    before = rows.groupby(series, sort=False).shift()
    pairs = rows.join(before.add_suffix("_before")).sort_index()
    pairs["corrected_before"] = pairs["corrected_before"].eq(True)
    changes = _differences(pairs, "", "_before").drop(columns="corrected")
    changes = changes.rename(
        columns={"difference": "change", "low": "change_low", "high": "change_high"}
    )
    pairs = pairs.rename(columns={"phase_before": "previous_phase"})
    return pd.concat([pairs, changes], axis=1)[_DEVELOPMENT].reset_index(drop=True)


def _differences(pairs: pd.DataFrame, one: str, other: str) -> pd.DataFrame:
    """The differences of the shares whose columns end with `one` and with `other`."""
    corrected = pairs[f"corrected{one}"].to_numpy(bool) & pairs[f"corrected{other}"].to_numpy(bool)

    def of(name: str, end: str) -> Floats:
        return pairs[f"{name}{end}"].to_numpy(np.float64)

    def comparable(name: str, end: str) -> Floats:
        plain = "uncorrected_share" if name == "share" else "uncorrected_error"
        return np.where(corrected, of(name, end), of(plain, end))

    difference = comparable("share", one) - comparable("share", other)
    variances = [comparable("error", end) ** 2 for end in (one, other)]
    total = variances[0] + variances[1]
    total = np.where(total > 0, total, np.nan)
    error = np.sqrt(total)
    freedom = total**2 / sum(
        variance**2 / np.maximum(of("documents", end) - 1, 1)
        for variance, end in zip(variances, (one, other), strict=True)
    )
    p_value = 2 * t.sf(np.abs(difference) / error, freedom)
    reach = t.ppf(1 - _TAIL, freedom) * error
    return pd.DataFrame(
        {
            "difference": difference,
            "low": np.clip(difference - reach, -1, 1),
            "high": np.clip(difference + reach, -1, 1),
            "p_value": p_value,
            "p_adjusted": adjusted(p_value, pairs["valence"]),
            "corrected": corrected,
        },
        index=pairs.index,
    )


def adjusted(p_values: Floats, families: "pd.Series[str] | None" = None) -> Floats:
    """The p-values corrected for their number by Holm's method, family by family (all are one where
    none are named); missing ones stay missing and do not count."""
    found = np.full(len(p_values), np.nan)
    names = np.zeros(len(p_values)) if families is None else pd.factorize(families)[0]
    for name in np.unique(names):
        places = np.flatnonzero((names == name) & ~np.isnan(p_values))
        found[places] = _holm(p_values[places])
    return found


def _holm(p_values: Floats) -> Floats:
    """Holm's step-down procedure (1979). That of statsmodels collects garbage at every call, which
    takes half a second beside a loaded model; a test holds ours against it."""
    order = np.argsort(p_values)
    stepped = np.maximum.accumulate(p_values[order] * np.arange(len(order), 0, -1))
    found = np.empty(len(order))
    found[order] = np.minimum(stepped, 1)
    return found
