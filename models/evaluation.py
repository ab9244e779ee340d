"""How well a coder does against gold: per code, macro, with intervals."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict
from sklearn.metrics import average_precision_score, cohen_kappa_score

from models.estimators import Bools, Floats

RESAMPLES = 1000
_Ints = NDArray[np.int64]


class Figure(BaseModel):
    """A figure with the bounds of its 95% interval."""

    model_config = ConfigDict(frozen=True)

    value: float
    low: float
    high: float

    def text(self) -> str:
        """For a table: `0.61 [0.57–0.64]`."""
        return f"{self.value:.2f} [{self.low:.2f}–{self.high:.2f}]"


class CodeFigures(BaseModel):
    """One code at sentence level, and its passages: `span_recall` is the share of gold passages
    of which proposed segments cover half, `span_precision` the share of proposed segments of
    which gold passages cover half. Figures without a base are None."""

    model_config = ConfigDict(frozen=True)

    code: str
    support: int
    proposed: int
    precision: float
    recall: float
    f1: float
    kappa: float
    average_precision: float | None
    spans: int | None = None
    span_precision: float | None = None
    span_recall: float | None = None


class Report(BaseModel):
    """A coder's figures on some documents. The macro figures are means over the codes that occur
    in the gold."""

    model_config = ConfigDict(frozen=True)

    coder: str
    documents: int
    sentences: int
    codes: list[CodeFigures]
    macro: dict[str, Figure]
    any_code_f1: float
    valence_accuracy: float | None = None


@dataclass(frozen=True)
class Coded:
    """What a coder said of some sentences. `valences` likewise for each code, None where it says
    nothing; `document` numbers the document of each sentence."""

    coder: str
    labels: Bools
    scores: Floats
    valences: NDArray[np.object_] | None = None


@dataclass(frozen=True)
class Truth:
    """The gold of the same sentences."""

    codes: tuple[str, ...]
    labels: Bools
    valences: NDArray[np.object_]
    document: _Ints


@dataclass(frozen=True)
class SpanCounts:
    """For one code: gold passages, those found, proposed segments, those right."""

    gold: int
    found: int
    proposed: int
    right: int


def report(coded: Coded, truth: Truth, spans: dict[str, SpanCounts] | None = None) -> Report:
    """The figures of a coder. Intervals by the percentile bootstrap over documents (Efron 1979),
    1,000 resamples, seeded; a code that a resample lacks doesn't count in it."""
    counts = _counts(coded.labels, truth.labels, truth.document)
    totals = counts.sum(axis=0)
    precision, recall, f1 = _rates(totals)
    occurring: Bools = np.array(truth.labels.any(axis=0), dtype=bool)
    average = _average_precision(coded.scores, truth.labels)
    codes = [
        CodeFigures(
            code=code,
            support=int(truth.labels[:, i].sum()),
            proposed=int(coded.labels[:, i].sum()),
            precision=float(precision[i]),
            recall=float(recall[i]),
            f1=float(f1[i]),
            kappa=_kappa(truth.labels[:, i], coded.labels[:, i]),
            average_precision=None if np.isnan(average[i]) else float(average[i]),
            **_span_figures(spans[code] if spans else None),
        )
        for i, code in enumerate(truth.codes)
    ]
    picks = _resamples(len(counts))
    drawn = [counts[pick].sum(axis=0) for pick in picks]
    resampled = [_rates(total[total[:, [0, 2]].any(axis=1)]) for total in drawn]
    macro = {
        name: _figure(now[occurring], [row[i] for row in resampled])
        for i, (name, now) in enumerate([("precision", precision), ("recall", recall), ("f1", f1)])
    }
    macro["average_precision"] = _figure(
        average[occurring], _resampled_average(coded.scores, truth, picks, occurring)
    )
    any_counts = _counts(_any(coded.labels), _any(truth.labels), truth.document)
    return Report(
        coder=coded.coder,
        documents=len(counts),
        sentences=len(truth.labels),
        codes=codes,
        macro=macro,
        any_code_f1=float(_rates(any_counts.sum(axis=0))[2][0]),
        valence_accuracy=_valence_accuracy(coded, truth),
    )


def _any(labels: Bools) -> Bools:
    """Whether each sentence carries any code: shape (sentences, 1)."""
    return np.array(labels.any(axis=1), dtype=bool).reshape(-1, 1)


def _counts(proposed: Bools, true: Bools, document: _Ints) -> _Ints:
    """True positives, false positives and false negatives: shape (documents, codes, 3)."""
    each = np.stack([proposed & true, proposed & ~true, ~proposed & true], axis=-1)
    numbers, place = np.unique(document, return_inverse=True)
    counts = np.zeros((len(numbers), true.shape[1], 3), dtype=np.int64)
    np.add.at(counts, place, each)
    return counts


def _rates(counts: _Ints) -> tuple[Floats, Floats, Floats]:
    """Precision, recall and F1 by code; 0 where there is nothing to divide by."""
    hit, false, missed = (counts[:, i].astype(float) for i in range(3))

    def ratio(part: Floats, whole: Floats) -> Floats:
        return np.divide(part, whole, out=np.zeros_like(part), where=whole > 0)

    return (
        ratio(hit, hit + false),
        ratio(hit, hit + missed),
        ratio(2 * hit, 2 * hit + false + missed),
    )


def _average_precision(scores: Floats, true: Bools) -> Floats:
    return np.array(
        [
            average_precision_score(true[:, i], scores[:, i]) if true[:, i].any() else np.nan
            for i in range(true.shape[1])
        ]
    )


def _resamples(documents: int) -> list[_Ints]:
    random = np.random.default_rng(0)
    return [random.integers(0, documents, documents) for _ in range(RESAMPLES)]


def _resampled_average(
    scores: Floats, truth: Truth, picks: Sequence[_Ints], occurring: Bools
) -> list[Floats]:
    """The average precision by code of a tenth of the resamples, which costs the most."""
    numbers = np.unique(truth.document)
    rows = [np.flatnonzero(truth.document == number) for number in numbers]
    found = []
    for pick in picks[:: max(1, RESAMPLES // 100)]:
        chosen = np.concatenate([rows[number] for number in pick])
        average = _average_precision(scores[chosen], truth.labels[chosen])
        found.append(average[occurring & ~np.isnan(average)])
    return found


def _figure(now: Floats, resampled: Sequence[Floats]) -> Figure:
    if not len(now):
        return Figure(value=0.0, low=0.0, high=0.0)
    means = [row.mean() if len(row) else 0.0 for row in resampled]
    low, high = np.quantile(means, [0.025, 0.975])
    return Figure(value=float(now.mean()), low=float(low), high=float(high))


def _kappa(true: NDArray[np.bool_], proposed: NDArray[np.bool_]) -> float:
    """Cohen's kappa over all sentences; 0 where both coders used the code nowhere, or everywhere,
    so that they can't but agree."""
    if len(np.unique([true, proposed])) == 1:
        return 0.0
    return float(cohen_kappa_score(true, proposed))


def _valence_accuracy(coded: Coded, truth: Truth) -> float | None:
    """The share of right valences where the code was right."""
    if coded.valences is None:
        return None
    both = coded.labels & truth.labels
    if not both.any():
        return None
    return float((coded.valences[both] == truth.valences[both]).mean())


def _span_figures(counts: SpanCounts | None) -> dict[str, float | int | None]:
    if counts is None:
        return {}
    return {
        "spans": counts.gold,
        "span_precision": counts.right / counts.proposed if counts.proposed else None,
        "span_recall": counts.found / counts.gold if counts.gold else None,
    }
