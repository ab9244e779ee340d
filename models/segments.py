"""Sentence probabilities to coded segments."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from spacy.tokens import Doc

from corpus import Passage
from models.classifier import Classifier
from models.features import Features
from models.valence import VALENCES


class Status(StrEnum):
    """What is to become of a machine's coding."""

    AUTO = "auto"
    PENDING = "pending"


@dataclass(frozen=True)
class Thresholds:
    """For one code: the probability from which it is proposed, and the one from which it stands
    without a person (None: never)."""

    propose: float
    auto: float | None = None


@dataclass(frozen=True)
class Segment:
    """A passage that the machine gave a code. `score` is the probability that the code is right,
    `valence_score` that the valence is, if the code is."""

    passage: Passage
    code: str
    valence: str
    score: float
    status: Status
    valence_score: float = 1.0


def segments(
    features: Features, classifier: Classifier, thresholds: dict[str, Thresholds], docs: list[Doc]
) -> list[list[Segment]]:
    """The segments of each document, in order of start, then of the codebook.

    Adjacent sentences of one turn with the same code join, those that stand without a person with
    each other and those that wait for one with each other: what is coded alone is just the
    sentences that reach the threshold themselves, of which the certificate speaks. The score is
    that of the strongest sentence; the valence is the likeliest over the segment, each sentence
    weighted by its probability of carrying the code.
    """
    found: list[list[Segment]] = [[] for _ in docs]
    texts = [doc.text for doc in docs]
    probabilities = classifier.probabilities(features)
    proposed = probabilities >= [thresholds[code].propose for code in classifier.codes]
    columns, places = np.nonzero(proposed.T)
    of_pairs = classifier.valences(features, places, columns)
    for column, code in enumerate(classifier.codes):
        limits = thresholds[code]
        chosen, valences = places[columns == column], of_pairs[columns == column]
        weighted = valences * probabilities[chosen, column][:, None]
        alone = probabilities[chosen, column] >= (2 if limits.auto is None else limits.auto)
        for first, last in _runs(chosen, features, alone):
            rows = chosen[first:last]
            score = float(probabilities[rows, column].max())
            number = int(features.document[rows[0]])
            start = features.spans[rows[0]].start_char
            end = features.spans[rows[-1]].end_char
            likely = weighted[first:last].sum(axis=0) / weighted[first:last].sum()
            found[number].append(
                Segment(
                    Passage(start, end, texts[number][start:end]),
                    code,
                    VALENCES[int(likely.argmax())],
                    round(score, 4),
                    Status.AUTO if alone[first] else Status.PENDING,
                    round(float(likely.max()), 4),
                )
            )
    order = {code: place for place, code in enumerate(classifier.codes)}
    for of_document in found:
        of_document.sort(key=lambda s: (s.passage.start, s.passage.end, order[s.code]))
    return found


def _runs(chosen: np.ndarray, features: Features, alone: np.ndarray) -> Iterator[tuple[int, int]]:
    """The stretches of `chosen` (as positions in it) that are adjacent sentences of one turn, all
    of them coded alone or none."""
    first = 0
    for position in range(1, len(chosen) + 1):
        if position < len(chosen):
            row, before = chosen[position], chosen[position - 1]
            same = features.document[row] == features.document[before]
            same &= alone[position] == alone[position - 1]
            if row == before + 1 and same and features.turn[row] == features.turn[before]:
                continue
        if position > first:
            yield first, position
        first = position
