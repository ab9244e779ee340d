"""From which score on the machine may code alone, with a guarantee by document.

For a code and a threshold, each document of the calibration set in which the coder would code
alone has a loss: the share of the sentences so coded that don't carry the code. The mean loss is
one minus the precision in a document drawn at random. By Learn then Test (Angelopoulos, Bates,
Candès, Jordan & Lei 2021) a threshold is certified when the hypothesis that its expected loss is
above 1 - PRECISION is rejected at 1 - CONFIDENCE, by the Hoeffding–Bentkus p-value for independent
losses between 0 and 1. The documents are taken to be drawn independently from those to be coded,
the sentences of one document needn't be. Each code is tested by itself, none corrected for many.

Thresholds are tested in an order fixed beforehand, the most promising by the training documents
first, until one fails (fixed sequence testing): so many tests cost no confidence.
"""

from collections.abc import Sequence
from enum import StrEnum
from math import ceil, log

import numpy as np
from mapie.risk_control import control_fwer
from mapie.risk_control.methods import compute_hoeffding_bentkus_p_value
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict

from models.estimators import Bools, Floats

PRECISION = 0.90
CONFIDENCE = 0.95
LEAST_EXAMPLES = 40
"""Passages below which a code is called insufficient: less than the learning curve's second
point has for each code (30 documents, about 50 passages, macro F1 below 0.6; card of the model)."""
LEAST_DOCUMENTS = ceil(log(1 - CONFIDENCE) / log(PRECISION))
"""Below so many documents not even faultless coding can be certified."""
GRID = np.round(np.arange(0.50, 0.996, 0.005), 3)

_Ints = NDArray[np.int64]


class Verdict(StrEnum):
    """What the machine may do with a code."""

    CERTIFIED = "certified"
    ASSISTED = "assisted"
    INSUFFICIENT = "insufficient"


class Certificate(BaseModel):
    """What the calibration documents say of a code: in how many of them the machine would code
    alone from the score `alone_from` on (of the code if certified, else of the most promising
    threshold), which mean share of that was wrong, and the p-value. `wanted` is how many more
    passages to train on (insufficient) or, were the share of errors to stay as it is, how many more
    calibration documents (assisted) it takes; None where more would not help."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    verdict: Verdict
    alone_from: float | None
    documents: int
    loss: float | None
    p_value: float | None
    wanted: int | None


def losses(
    chosen: NDArray[np.bool_], right: NDArray[np.bool_], document: _Ints
) -> NDArray[np.float64]:
    """The loss of each document in which a sentence is `chosen`: the share of these not `right`."""
    of = document[chosen]
    if not len(of):
        return np.zeros(0)
    _, place = np.unique(of, return_inverse=True)
    return np.bincount(place, weights=~right[chosen]) / np.bincount(place)


def p_values(mean: Floats, documents: Floats) -> Floats:
    """The p-values of the hypotheses that the expected loss is above 1 - PRECISION, from the mean
    losses of so many documents each; 1 where there are none."""
    count = np.maximum(documents, 1)
    found = compute_hoeffding_bentkus_p_value(mean, count, 1 - PRECISION)[:, 0]
    return np.where(documents > 0, found, 1.0)


def _means(found: Sequence[Floats]) -> Floats:
    return np.array([of.mean() if len(of) else 1.0 for of in found])


def order(scores: Floats, right: NDArray[np.bool_], document: _Ints, documents: int) -> Floats:
    """The thresholds of `GRID` in the order of their promise for a calibration set of so many
    documents, judged by the training documents (held out): the likeliest to pass first."""
    share = documents / max(1, len(np.unique(document)))
    found = [losses(scores >= limit, right, document) for limit in GRID]
    expected = np.array([round(share * len(of)) for of in found], dtype=float)
    promise = p_values(_means(found), expected)
    return GRID[np.argsort(promise, kind="stable")]


def certify(
    examples: int,
    scores: Floats,
    right: NDArray[np.bool_],
    document: _Ints,
    thresholds: Floats,
) -> Certificate:
    """The certificate of one code: `scores` and whether the code is `right` for each sentence of
    the calibration documents, `thresholds` in the order in which to test them, `examples` the
    passages trained on."""
    found = [losses(scores >= limit, right, document) for limit in thresholds]
    values = p_values(_means(found), np.array([len(of) for of in found], dtype=float))
    passed = control_fwer(values, 1 - CONFIDENCE, "fixed_sequence")
    at = min(passed, key=lambda place: thresholds[place]) if len(passed) else 0
    shown = {
        "documents": len(found[at]),
        "loss": float(found[at].mean()) if len(found[at]) else None,
        "p_value": float(values[at]),
    }
    if examples < LEAST_EXAMPLES:
        return Certificate(
            verdict=Verdict.INSUFFICIENT,
            alone_from=None,
            wanted=LEAST_EXAMPLES - examples,
            **shown,
        )
    if len(passed):
        return Certificate(
            verdict=Verdict.CERTIFIED, alone_from=float(thresholds[at]), wanted=None, **shown
        )
    wanted = _wanted(found[at], len(np.unique(document)))
    return Certificate(verdict=Verdict.ASSISTED, alone_from=None, wanted=wanted, **shown)


def _wanted(found: Floats, documents: int) -> int | None:
    """How many more calibration documents would certify, were this share of errors to stay."""
    if not len(found) or found.mean() >= 1 - PRECISION:
        return None if len(found) else LEAST_DOCUMENTS
    counts = np.arange(len(found) + 1, 100 * LEAST_DOCUMENTS, dtype=float)
    enough = p_values(np.full(len(counts), found.mean()), counts) <= 1 - CONFIDENCE
    if not enough.any():
        return None
    return ceil(documents * float(counts[enough.argmax()]) / len(found)) - documents


def certificates(
    codes: Sequence[str],
    examples: Sequence[int],
    trained: tuple[Floats, Bools, _Ints],
    calibrated: tuple[Floats, Bools, _Ints],
) -> dict[str, Certificate]:
    """The certificate of every code. `trained` and `calibrated` are scores, whether each code is
    right (sentences × codes), and the document of each sentence: of the training documents (scored
    by models that had not seen them) and of the calibration documents (by the model itself)."""
    documents = len(np.unique(calibrated[2]))
    return {
        code: certify(
            examples[column],
            calibrated[0][:, column],
            np.asarray(calibrated[1][:, column], dtype=np.bool_),
            calibrated[2],
            order(
                trained[0][:, column],
                np.asarray(trained[1][:, column], dtype=np.bool_),
                trained[2],
                documents,
            ),
        )
        for column, code in enumerate(codes)
    }
