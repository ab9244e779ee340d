"""Figures with 95% intervals that take documents, not sentences, for independent."""

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict
from scipy.stats import beta, t

from models.estimators import Floats

RESAMPLES = 1000
LEAST_DOCUMENTS = 3
"""Fewer say nothing of how documents differ: no interval."""
_TAIL = 0.025
_Ints = NDArray[np.int64]


class Figure(BaseModel):
    """A figure with the bounds of its 95% interval, which are None for fewer than
    `LEAST_DOCUMENTS` documents."""

    model_config = ConfigDict(frozen=True)

    value: float
    low: float | None
    high: float | None

    def text(self) -> str:
        """For a table: `0.61 [0.57–0.64]`, without an interval `0.61`."""
        if self.low is None:
            return f"{self.value:.2f}"
        return f"{self.value:.2f} [{self.low:.2f}–{self.high:.2f}]"


def draws(documents: int) -> Floats:
    """How often each document is in a sample: shape (1 + RESAMPLES, documents). The first sample
    is the documents as they are, the others are resamples with replacement, seeded."""
    random = np.random.default_rng(0)
    often = random.multinomial(documents, np.full(documents, 1 / documents), RESAMPLES)
    return np.vstack([np.ones((1, documents)), often]) if documents else np.ones((1, 0))


def bootstrap(values: Floats, documents: int) -> Figure:
    """A figure from its values in the samples of `draws`, by the percentile bootstrap (Efron 1979):
    shape (1 + RESAMPLES)."""
    if documents < LEAST_DOCUMENTS:
        return Figure(value=float(values[0]), low=None, high=None)
    low, high = np.quantile(values[1:], [_TAIL, 1 - _TAIL])
    return Figure(value=float(values[0]), low=float(low), high=float(high))


def share(right: _Ints, of: _Ints) -> Figure | None:
    """How large a share of the cases in all documents is right, `right` of `of` in each; None
    without a case.

    The interval is that of Clopper and Pearson for the effective number of cases (Korn & Graubard
    1998): for as many independent ones as would vary as much as the documents do. Where all cases
    are right, or all wrong, that can't be told, and every document counts as one case; unlike a
    bootstrap's, the interval is then no mere point.
    """
    right, of = right[of > 0].astype(float), of[of > 0].astype(float)
    documents, cases = len(of), of.sum()
    if not documents:
        return None
    value = right.sum() / cases
    if documents < LEAST_DOCUMENTS:
        return Figure(value=float(value), low=None, high=None)
    spread = ((right - value * of) ** 2).sum() * documents / (documents - 1) / cases**2
    if 0 < value < 1:
        likely = value * (1 - value) / spread if spread > 0 else np.inf
        wider = (t.ppf(_TAIL, max(cases - 1, 1)) / t.ppf(_TAIL, documents - 1)) ** 2
        count = min(cases, likely * wider)
    else:
        count = float(documents)
    hits = value * count
    low = beta.ppf(_TAIL, hits, count - hits + 1) if hits > 0 else 0.0
    high = beta.ppf(1 - _TAIL, hits + 1, count - hits) if hits < count else 1.0
    return Figure(value=float(value), low=float(low), high=float(high))
