"""Shares of sentences that admit that the machine errs.

The machine codes every sentence; people review a random sample of them, the audit, in which each
sentence has the same inclusion probability π. From both comes an estimate that is right whatever
the machine's faults, and more certain than the audit alone: design-based supervised learning
(Egami, Hinck, Stewart & Wei 2023), tuned as in PPI++ (Angelopoulos, Duchi & Zrnic 2023).

With M the machine's code of a sentence, Y the people's and R whether it is in the audit, f = m + lM
is the best guess of Y, by least squares in the audit of the whole study; it makes the sampling
variance of f + R/π (Y - f) smallest, which is the sum of (Y - f)² but for a factor. Summed over a
document, that is its corrected total T = h + l·g + m·u, with h the sum of R/π·Y, g that of
M - R/π·M, and u that of 1 - R/π. Whatever l and m are, T is right on average.

A share is a ratio of totals over documents, its variance the jackknife's over documents (CR3: Bell
& McCaffrey 2002), the leverage of a document being its share of the sentences. The interval is
Clopper and Pearson's for the effective number of cases (Korn & Graubard 1998), with documents - 1
degrees of freedom. tests/findings/test_simulation.py shows that it holds what it promises: with
few documents and with rare codes the plain t interval does not.

All comes from sums over documents, so that the cost does not grow with the documents.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.stats import beta, t

from models.estimators import Floats
from models.intervals import LEAST_DOCUMENTS

LEAST_REVIEWED = 50
"""Audited sentences of a group below which nothing is corrected: with fewer, chance decides
whether the machine's faults are among them at all."""
LEAST_CARRYING = {"sentences": 10, "valence": 40}
"""Audited sentences that carry the code by the machine or by people, below which a share is not
corrected, by measure. With 10 the standard error of a share is a third of it, and intervals hold in
the simulation; a share of the coded sentences has an estimated denominator too, and its intervals
cover 90% with a mean of 19, 94% with 38 (12 documents)."""
KEYS = ["group_id", "phase", "code", "valence"]
_OF_CODE = (
    *("s", "h", "g", "a", "b", "ss", "sn", "hh", "hg", "gg", "hn", "gn", "hu", "gu"),
    *("ss2", "hh2", "hg2", "gh2", "gg2"),
)
_OPPOSITE = {"positive": "negative", "negative": "positive"}
_TAIL = 0.025


def estimate(sums: pd.DataFrame) -> pd.DataFrame:
    """Every share with its interval.

    `sums` has a row for each group, phase (none: all phases together), code and valence (any,
    positive, neutral, negative). With n a document's sentences that may be coded, N those of all
    its row's documents, and w = (1 - n/N)⁻² (1 where n = N), its columns are, over all documents:
    `documents`, `sentences` (Σn), `reviewed` (audited sentences), `reviewed_documents` (with an
    audited sentence), `u`, and the sums of w times the products of n and u: `nn`, `nu`, `uu`; over
    the documents with the code, `s` (sentences that carry it by people, or the machine where they
    have not spoken), `h`, `g`, `a` and `b` (ΣR/π of sentences that carry it by the machine; by
    both), and the sums of w times a product: `ss`, `sn`, `hh`, `hg`, `gg`, `hn`, `gn`, `hu`, `gu`,
    and those with the opposite valence: `ss2`, `hh2`, `hg2` (h here, g there), `gh2`, `gg2`. These
    may be missing where no document has the code: they are 0.

    Returns a row for each row of `sums` with the measure 'sentences' (share of the sentences), and
    for positive and negative another with 'valence' (share of the positive and negative sentences
    of the code): the keys, `measure`, `documents`, `sentences`, `share`, `error` (standard error),
    `low`, `high` (95%), `corrected`, `uncorrected_share`, `uncorrected_error`, `reviewed` and
    `reviews_wanted` (how many more audited sentences of the group until it can be corrected,
    expected). A share is corrected where `LEAST_DOCUMENTS` documents are in the audit with
    `LEAST_REVIEWED` sentences, `LEAST_CARRYING` of them with the code, or where people have
    reviewed all there is; else it is the uncorrected one. What can't be told is missing: a share of
    nothing, errors and bounds of fewer than `LEAST_DOCUMENTS` documents.
    """
    sums = _guess(sums.fillna(dict.fromkeys(_OF_CODE, 0)))
    sums["carrying"] = _over(sums["h"] + sums["a"] - sums["b"], sums["sentences"] - sums["u"])
    sums["carrying"] *= sums["reviewed"]
    sums["machine"] = sums["g"] + sums["a"]
    other = sums.assign(valence=sums["valence"].map(_OPPOSITE)).dropna(subset="valence")
    both = sums.merge(other, on=KEYS, suffixes=("", "_other"))
    return pd.concat(
        [
            _measured("sentences", sums, _of_sentences(sums), _of_sentences_uncorrected(sums)),
            _measured(
                "valence",
                both.assign(
                    carrying=both["carrying"] + both["carrying_other"],
                    machine=both["machine"] + both["machine_other"],
                ),
                _of_valence(both),
                _of_valence_uncorrected(both),
            ),
        ],
        ignore_index=True,
    )


@dataclass(frozen=True)
class _Ratio:
    """Sums over documents of a numerator T and a denominator D, one of each a row: ΣT, ΣD, and
    ΣwT², ΣwTD, ΣwD²."""

    t: Floats
    d: Floats
    tt: Floats
    td: Floats
    dd: Floats

    @property
    def share(self) -> Floats:
        """ΣT / ΣD, which may lie outside [0, 1]; missing where ΣD is not positive."""
        with np.errstate(divide="ignore", invalid="ignore"):
            return np.where(self.d > 0, self.t / self.d, np.nan)

    def variance(self, documents: Floats) -> Floats:
        """Of the share, by the jackknife; missing for fewer than `LEAST_DOCUMENTS` documents."""
        share = self.share
        with np.errstate(divide="ignore", invalid="ignore"):
            squares = self.tt - 2 * share * self.td + share**2 * self.dd
            found = np.maximum(squares, 0) * (documents - 1) / documents / self.d**2
        return np.where(documents >= LEAST_DOCUMENTS, found, np.nan)


def _guess(sums: pd.DataFrame) -> pd.DataFrame:
    """`sums` with the best guess of each code and valence, `l` and `m`. Where the machine's code
    says nothing of the people's, l is 0; one that says the opposite is not turned round."""
    whole = sums[sums["phase"].isna()].assign(audit=lambda all_: all_["sentences"] - all_["u"])
    study = whole.groupby(["code", "valence"])[["audit", "h", "a", "b"]].sum()
    common = _over(study["h"], study["audit"])
    coded = _over(study["a"], study["audit"])
    slope = _over(_over(study["b"], study["audit"]) - common * coded, coded * (1 - coded))
    slope = slope.clip(0, 1)
    guess = pd.DataFrame({"l": slope, "m": common - slope * coded})
    return sums.merge(guess, left_on=["code", "valence"], right_index=True, how="left")


def _of_sentences(s: pd.DataFrame) -> _Ratio:
    return _Ratio(
        t=_floats(s["h"] + s["l"] * s["g"] + s["m"] * s["u"]),
        d=_floats(s["sentences"]),
        tt=_squares(s),
        td=_floats(s["hn"] + s["l"] * s["gn"] + s["m"] * s["nu"]),
        dd=_floats(s["nn"]),
    )


def _of_sentences_uncorrected(s: pd.DataFrame) -> _Ratio:
    return _Ratio(*(_floats(s[name]) for name in ("s", "sentences", "ss", "sn", "nn")))


def _of_valence(s: pd.DataFrame) -> _Ratio:
    """Of one valence among it and its opposite."""
    own, other = s["h"] + s["l"] * s["g"] + s["m"] * s["u"], _other_total(s)
    cross = _floats(
        s["hh2"]
        + s["l_other"] * s["hg2"]
        + s["l"] * s["gh2"]
        + s["l"] * s["l_other"] * s["gg2"]
        + s["m_other"] * (s["hu"] + s["l"] * s["gu"])
        + s["m"] * (s["hu_other"] + s["l_other"] * s["gu_other"])
        + s["m"] * s["m_other"] * s["uu"]
    )
    return _among(_floats(own), _floats(other), _squares(s), _squares(s, "_other"), cross)


def _of_valence_uncorrected(s: pd.DataFrame) -> _Ratio:
    return _among(*(_floats(s[name]) for name in ("s", "s_other", "ss", "ss_other", "ss2")))


def _among(own: Floats, other: Floats, own2: Floats, other2: Floats, cross: Floats) -> _Ratio:
    return _Ratio(own, own + other, own2, own2 + cross, own2 + 2 * cross + other2)


def _other_total(s: pd.DataFrame) -> "pd.Series[float]":
    return s["h_other"] + s["l_other"] * s["g_other"] + s["m_other"] * s["u"]


def _squares(s: pd.DataFrame, of: str = "") -> Floats:
    """ΣwT² of a row's own valence, or of the `_other`."""
    slope, base = s[f"l{of}"], s[f"m{of}"]
    return _floats(
        s[f"hh{of}"]
        + slope**2 * s[f"gg{of}"]
        + base**2 * s["uu"]
        + 2 * slope * s[f"hg{of}"]
        + 2 * base * s[f"hu{of}"]
        + 2 * slope * base * s[f"gu{of}"]
    )


def _measured(
    measure: str, sums: pd.DataFrame, corrected: _Ratio, uncorrected: _Ratio
) -> pd.DataFrame:
    """The rows of one measure, corrected where there is enough audit."""
    documents, sentences = _floats(sums["documents"]), _floats(sums["sentences"])
    missing = _missing(measure, sums)
    complete = (_floats(sums["reviewed"]) >= sentences) & (sentences > 0)
    tuned = (missing == 0) & (corrected.d > 0) & ~complete
    plain = np.clip(uncorrected.share, 0, 1)
    plain_variance = uncorrected.variance(documents)
    share = np.where(tuned, np.clip(corrected.share, 0, 1), plain)
    variance = np.where(tuned, corrected.variance(documents), plain_variance)
    cases = np.where(tuned, corrected.d, uncorrected.d)
    low, high = interval(share, variance, documents, cases)
    return sums[KEYS].assign(
        measure=measure,
        documents=sums["documents"],
        sentences=sums["sentences"],
        share=share,
        error=np.sqrt(variance),
        low=low,
        high=high,
        corrected=tuned | complete,
        uncorrected_share=plain,
        uncorrected_error=np.sqrt(plain_variance),
        reviewed=sums["reviewed"],
        reviews_wanted=np.where(tuned | complete, 0, np.maximum(missing, 1)).astype(np.int64),
    )


def _missing(measure: str, sums: pd.DataFrame) -> Floats:
    """How many more audited sentences are needed, at most all there are. How often another one
    carries the code is guessed from those that were audited and from what the machine coded."""
    reviewed = sums["reviewed"]
    rate = _over(sums["carrying"] + sums["machine"], reviewed + sums["sentences"])
    # Counts are made from weights: half a sentence less is a rounding error.
    carrying = (LEAST_CARRYING[measure] - sums["carrying"]).where(
        lambda lacking: lacking >= 0.5, 0.0
    )
    with np.errstate(divide="ignore", invalid="ignore"):
        for_code = np.where(carrying > 0, np.ceil(carrying / rate), 0)
    wanted = np.maximum.reduce(
        [
            for_code,
            _floats(LEAST_REVIEWED - reviewed),
            _floats(LEAST_DOCUMENTS - sums["reviewed_documents"]),
            np.zeros(len(sums)),
        ]
    )
    return np.where(wanted > 0, np.clip(_floats(sums["sentences"] - reviewed), 1, wanted), 0)


def interval(
    share: Floats, variance: Floats, documents: Floats, cases: Floats
) -> tuple[Floats, Floats]:
    """The bounds of the 95% intervals of Korn and Graubard (1998) for shares in [0, 1] with their
    variances, over `documents` documents with `cases` cases in all (at most as many count). As in
    `models.intervals.share`, every document counts as one case where the share is 0 or 1, and
    nothing is told of a missing variance."""
    told = ~np.isnan(variance) & ~np.isnan(share)
    p, m = np.where(told, share, 0.5), np.where(told, documents, LEAST_DOCUMENTS)
    cases = np.where(told, np.maximum(cases, 1), 1)
    with np.errstate(divide="ignore", invalid="ignore"):
        likely = np.where(variance > 0, p * (1 - p) / variance, np.inf)
    wider = (t.ppf(_TAIL, np.maximum(cases - 1, 1)) / t.ppf(_TAIL, m - 1)) ** 2
    inside = (p > 0) & (p < 1)
    count = np.where(inside, np.minimum(cases, likely * wider), m)
    hits = p * count
    low = np.where(p > 0, beta.ppf(_TAIL, np.where(p > 0, hits, 1), count - hits + 1), 0.0)
    high = np.where(p < 1, beta.ppf(1 - _TAIL, hits + 1, np.where(p < 1, count - hits, 1)), 1.0)
    return np.where(told, low, np.nan), np.where(told, high, np.nan)


def _over(part: "pd.Series[float]", whole: "pd.Series[float]") -> "pd.Series[float]":
    """part / whole, 0 where there is nothing to divide by."""
    return (part / whole.where(whole > 0)).fillna(0.0)


def _floats(values: "pd.Series[float]") -> Floats:
    return np.asarray(values, np.float64)
