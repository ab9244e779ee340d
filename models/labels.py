"""Gold passages to labels of sentences."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from corpus import GoldDocument, Passage
from models.estimators import Bools
from models.features import Features


@dataclass(frozen=True)
class Labels:
    """What people say of sentences, each of the shape (sentences, codes): whether a code is there,
    its valence (None where it isn't), and whether anyone has said so or otherwise."""

    codes: Bools
    valences: NDArray[np.object_]
    known: Bools

    def rows(self, chosen: NDArray[np.int64]) -> "Labels":
        """The labels of the chosen sentences."""
        return Labels(self.codes[chosen], self.valences[chosen], self.known[chosen])


def label(features: Features, gold: Sequence[GoldDocument], codes: Sequence[str]) -> Labels:
    """The labels of every sentence for `codes`.

    A sentence carries the code of a passage that covers half of it, or of which it covers half. All
    is known of it where its document is complete or a reviewed passage holds the whole of it.
    """
    labels = np.zeros((len(features), len(codes)), dtype=bool)
    valences = np.full(labels.shape, None, dtype=object)
    known = np.zeros_like(labels)
    place = {code: column for column, code in enumerate(codes)}
    for row, (span, number) in enumerate(zip(features.spans, features.document, strict=True)):
        item = gold[number]
        known[row] = item.complete or any(
            passage.start <= span.start_char and span.end_char <= passage.end
            for passage in item.reviewed
        )
        for said in item.rejected:
            if _belongs(span.start_char, span.end_char, said.passage):
                known[row, place[said.code]] = True
        for coded in item.passages:
            if _belongs(span.start_char, span.end_char, coded.passage):
                column = place[coded.code]
                labels[row, column] = known[row, column] = True
                valences[row, column] = coded.valence.value
    return Labels(labels, valences, known)


def _belongs(start: int, end: int, passage: Passage) -> bool:
    shared = min(end, passage.end) - max(start, passage.start)
    return shared > 0 and 2 * shared >= min(end - start, passage.end - passage.start)
