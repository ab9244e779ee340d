"""How well a coder does against gold: per code, on the whole, by kind of document, and alone."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict

from models.agreement import cohen_kappa, krippendorff_alpha
from models.certification import PRECISION
from models.estimators import Bools, Floats
from models.intervals import Figure, bootstrap, draws, share

_Ints = NDArray[np.int64]
_Objects = NDArray[np.object_]


class Bin(BaseModel):
    """One bar of a reliability diagram: how many (sentence, code) pairs have such a score, their
    mean score, and the share of them that carry the code."""

    model_config = ConfigDict(frozen=True)

    pairs: int
    score: float
    share: float


class AloneFigures(BaseModel):
    """What a coder codes alone: how many sentences; `precision`, the share of them that carry the
    code, and the mean of that share over the documents that have any (which is what a certificate
    speaks of); `found`, the share of all sentences with the code that are among them; the share of
    right valences where the code is right. None without a base."""

    model_config = ConfigDict(frozen=True)

    sentences: int
    precision: Figure | None
    precision_by_document: float | None
    found: float | None
    valence_accuracy: Figure | None


class CodeFigures(BaseModel):
    """One code at sentence level, and its passages: `span_recall` is the share of gold passages
    of which proposed segments cover half, `span_precision` the share of proposed segments of
    which gold passages cover half. `recall_at_precision` is the largest recall over the scores from
    which precision is at least 0.90. Figures without a base are None."""

    model_config = ConfigDict(frozen=True)

    code: str
    support: int
    proposed: int
    precision: float
    recall: float
    f1: float
    kappa: float | None
    alpha: float | None
    average_precision: float | None
    recall_at_precision: float | None
    valence_accuracy: Figure | None = None
    spans: int | None = None
    span_precision: float | None = None
    span_recall: float | None = None
    alone: AloneFigures | None = None


class Overall(BaseModel):
    """A coder's figures on some documents, all codes together: `micro_f1` pools the (sentence,
    code) pairs, `any_code_f1` asks only whether a sentence is coded, `valence_accuracy` is the
    share of right valences where the code is right."""

    model_config = ConfigDict(frozen=True)

    documents: int
    sentences: int
    micro_f1: Figure
    any_code_f1: Figure
    valence_accuracy: Figure | None = None


class Part(Overall):
    """The figures on the documents of one kind, language, role, group or author; `value` is None
    where that isn't known. `macro_f1` is the mean over the `codes` that occur in their gold."""

    value: str | None
    codes: int
    macro_f1: Figure


class Report(Overall):
    """A coder's figures. The macro figures are means over the codes that occur in the gold;
    `parts` are by what is known of the documents (`Truth.facets`)."""

    coder: str
    codes: list[CodeFigures]
    macro: dict[str, Figure]
    alone: AloneFigures | None = None
    parts: dict[str, list[Part]] = {}


@dataclass(frozen=True)
class CodedAlone:
    """What a coder coded without a person, each of the shape (sentences, codes): whether the
    sentence is in such a segment, and there its valence."""

    labels: Bools
    valences: _Objects


@dataclass(frozen=True)
class Coded:
    """What a coder said of some sentences. `valences` likewise for each code, None where it says
    nothing; `alone` only where the coder codes without a person."""

    coder: str
    labels: Bools
    scores: Floats
    valences: _Objects | None = None
    alone: CodedAlone | None = None

    def rows(self, chosen: _Ints) -> "Coded":
        """What was said of the chosen sentences, but for what was coded alone."""
        said = None if self.valences is None else self.valences[chosen]
        return Coded(self.coder, self.labels[chosen], self.scores[chosen], said)


@dataclass(frozen=True)
class Truth:
    """The gold of the same sentences. `document` numbers the document of each; `facets` tells of
    each document by its number what is known of it, by name (kind, author, …)."""

    codes: tuple[str, ...]
    labels: Bools
    valences: _Objects
    document: _Ints
    facets: Mapping[str, Sequence[str | None]] = field(default_factory=dict)

    def rows(self, chosen: _Ints) -> "Truth":
        """The gold of the chosen sentences."""
        return Truth(
            self.codes,
            self.labels[chosen],
            self.valences[chosen],
            self.document[chosen],
            self.facets,
        )


@dataclass(frozen=True)
class SpanCounts:
    """For one code: gold passages, those found, proposed segments, those right."""

    gold: int
    found: int
    proposed: int
    right: int


def report(coded: Coded, truth: Truth, spans: dict[str, SpanCounts] | None = None) -> Report:
    """The figures of a coder. Intervals are by document (`models.intervals`); a code that a
    resample lacks doesn't count in it."""
    numbers, document = np.unique(truth.document, return_inverse=True)
    drawn = draws(len(numbers))
    tables = _sampled(coded.labels, truth.labels, document, drawn)
    there = _there(tables)
    rates = {**_rates(tables), **_ranked(coded.scores, truth.labels, document, drawn)}
    codes = [
        CodeFigures(
            code=code,
            support=int(truth.labels[:, i].sum()),
            proposed=int(coded.labels[:, i].sum()),
            valence_accuracy=_valence_accuracy(coded, truth, document, [i]),
            alone=_alone(coded.alone, truth, document, [i]),
            **{name: None if np.isnan(of[0, i]) else float(of[0, i]) for name, of in rates.items()},
            **_span_figures(spans[code] if spans else None),
        )
        for i, code in enumerate(truth.codes)
    ]
    return Report(
        coder=coded.coder,
        codes=codes,
        macro={name: bootstrap(_mean(of, there), len(numbers)) for name, of in rates.items()},
        alone=_alone(coded.alone, truth, document, range(len(truth.codes))),
        parts={facet: _parts(coded, truth, facet) for facet in truth.facets},
        **_overall(coded, truth, document, drawn),
    )


def reliability(scores: Floats, labels: Bools) -> list[Bin]:
    """The reliability diagram: by tenths of the score, how often the code was there."""
    place = np.minimum((scores * 10).astype(int), 9)
    return [
        Bin(
            pairs=int((place == number).sum()),
            score=float(scores[place == number].mean()),
            share=float(labels[place == number].mean()),
        )
        for number in range(10)
        if (place == number).any()
    ]


def _overall(coded: Coded, truth: Truth, document: _Ints, drawn: Floats) -> dict[str, Any]:
    """The fields of `Overall`."""
    tables = _sampled(coded.labels, truth.labels, document, drawn).sum(axis=1)
    any_code = _sampled(_any(coded.labels), _any(truth.labels), document, drawn)[:, 0]
    documents = drawn.shape[1]
    return {
        "documents": documents,
        "sentences": len(truth.labels),
        "micro_f1": bootstrap(_rates(tables)["f1"], documents),
        "any_code_f1": bootstrap(_rates(any_code)["f1"], documents),
        "valence_accuracy": _valence_accuracy(coded, truth, document, range(len(truth.codes))),
    }


def _parts(coded: Coded, truth: Truth, facet: str) -> list[Part]:
    """The figures by the values of a facet, in order, what isn't known last."""
    of_document = truth.facets[facet]
    value = np.array([of_document[number] for number in truth.document], dtype=object)
    found = []
    for name in sorted(set(value.tolist()), key=lambda name: (name is None, name)):
        rows = np.flatnonzero(value == name)
        said, true = coded.rows(rows), truth.rows(rows)
        numbers, document = np.unique(true.document, return_inverse=True)
        drawn = draws(len(numbers))
        tables = _sampled(said.labels, true.labels, document, drawn)
        there = _there(tables)
        found.append(
            Part(
                value=name,
                codes=int(there[0].sum()),
                macro_f1=bootstrap(_mean(_rates(tables)["f1"], there), len(numbers)),
                **_overall(said, true, document, drawn),
            )
        )
    return found


def _any(labels: Bools) -> Bools:
    """Whether each sentence carries any code: shape (sentences, 1)."""
    return np.array(labels.any(axis=1), dtype=bool).reshape(-1, 1)


def _sampled(said: Bools, true: Bools, document: _Ints, drawn: Floats) -> Floats:
    """How many sentences of each sample (not) said to carry a code do (not) carry it: shape
    (samples, codes, 2, 2), said before true."""
    tables = np.zeros((drawn.shape[1], true.shape[1], 2, 2))
    place = (document[:, None], np.arange(true.shape[1]), said.astype(int), true.astype(int))
    np.add.at(tables, place, 1)
    return np.tensordot(drawn, tables, axes=1)


def _there(tables: Floats) -> Bools:
    """Which codes occur in the gold of each sample: shape (samples, codes)."""
    return np.array(tables[..., 1].sum(axis=-1) > 0)


def _rates(tables: Floats) -> dict[str, Floats]:
    """Precision, recall, F1 (0 where there is nothing to divide by) and agreement beyond chance
    (NaN where it can't be told) from tables (…, 2, 2): each of the shape (…)."""
    hit, false, missed = tables[..., 1, 1], tables[..., 1, 0], tables[..., 0, 1]

    def ratio(part: Floats, whole: Floats) -> Floats:
        return np.divide(part, whole, out=np.zeros_like(part), where=whole > 0)

    return {
        "precision": ratio(hit, hit + false),
        "recall": ratio(hit, hit + missed),
        "f1": ratio(2 * hit, 2 * hit + false + missed),
        "kappa": cohen_kappa(tables),
        "alpha": krippendorff_alpha(tables),
    }


def _ranked(scores: Floats, true: Bools, document: _Ints, drawn: Floats) -> dict[str, Floats]:
    """Average precision (as scikit-learn defines it) and recall at a precision of 0.90, by sample
    and code, NaN for a code that the sample lacks: shape (samples, codes).

    Both change only at scores of sentences that carry the code; how many sentences of a sample
    score as high is a product of matrices.
    """
    average, recall_at = np.full((2, len(drawn), true.shape[1]), np.nan)
    for column in range(true.shape[1]):
        levels = np.unique(scores[true[:, column], column])
        rank = len(levels) - np.searchsorted(levels, scores[:, column], side="right")
        above = rank < len(levels)
        seen, hits = np.zeros((2, len(levels), drawn.shape[1]))
        np.add.at(seen, (rank[above], document[above]), 1)
        np.add.at(hits, (rank[above], document[above]), true[above, column])
        some = drawn @ hits.sum(axis=0) > 0
        proposed, hit = (drawn[some] @ of.cumsum(axis=0).T for of in (seen, hits))
        precision = np.divide(hit, proposed, out=np.zeros_like(hit), where=proposed > 0)
        recall = hit / hit[:, -1:]
        average[some, column] = (np.diff(recall, prepend=0.0, axis=1) * precision).sum(axis=1)
        recall_at[some, column] = np.where(precision >= PRECISION, recall, 0.0).max(
            axis=1, initial=0.0
        )
    return {"average_precision": average, "recall_at_precision": recall_at}


def _mean(values: Floats, there: Bools) -> Floats:
    """The mean over the codes that occur in each sample and have a value, 0 without any: shape
    (samples)."""
    counted = there & ~np.isnan(values)
    total = np.where(counted, values, 0.0).sum(axis=1)
    return np.asarray(total / np.maximum(counted.sum(axis=1), 1))


def _by_document(pairs: Bools, document: _Ints) -> _Ints:
    """How many of the (sentence, code) pairs hold in each document."""
    return np.bincount(document, weights=pairs.sum(axis=1)).astype(np.int64)


def _valence_accuracy(
    coded: Coded, truth: Truth, document: _Ints, columns: Sequence[int]
) -> Figure | None:
    """The share of right valences where the code was right, over the codes `columns`."""
    if coded.valences is None:
        return None
    both = (coded.labels & truth.labels)[:, columns]
    right = both & (coded.valences == truth.valences)[:, columns]
    return share(_by_document(right, document), _by_document(both, document))


def _alone(
    alone: CodedAlone | None, truth: Truth, document: _Ints, columns: Sequence[int]
) -> AloneFigures | None:
    """What is coded alone of the codes `columns`."""
    if alone is None:
        return None
    true = truth.labels[:, columns]
    said = alone.labels[:, columns]
    right = said & true
    valence = right & (alone.valences == truth.valences)[:, columns]
    of, hits = _by_document(said, document), _by_document(right, document)
    return AloneFigures(
        sentences=int(said.sum()),
        precision=share(hits, of),
        precision_by_document=float((hits[of > 0] / of[of > 0]).mean()) if of.any() else None,
        found=float(right.sum() / true.sum()) if true.any() else None,
        valence_accuracy=share(_by_document(valence, document), hits),
    )


def _span_figures(counts: SpanCounts | None) -> dict[str, float | int | None]:
    if counts is None:
        return {}
    return {
        "spans": counts.gold,
        "span_precision": counts.right / counts.proposed if counts.proposed else None,
        "span_recall": counts.found / counts.gold if counts.gold else None,
    }
