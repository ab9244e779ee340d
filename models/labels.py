"""Gold passages to labels of sentences."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from corpus import GoldDocument
from models.estimators import Bools
from models.features import Features


def label(
    features: Features, gold: Sequence[GoldDocument], codes: Sequence[str]
) -> tuple[Bools, NDArray[np.object_]]:
    """The codes of every sentence and their valences (None where not coded), each of the shape
    (sentences, codes).

    A sentence carries the code of a passage that covers half of it, or of which it covers half.
    """
    labels = np.zeros((len(features), len(codes)), dtype=bool)
    valences = np.full(labels.shape, None, dtype=object)
    place = {code: column for column, code in enumerate(codes)}
    for row, (span, number) in enumerate(zip(features.spans, features.document, strict=True)):
        for coded in gold[number].passages:
            start, end = coded.passage.start, coded.passage.end
            shared = min(span.end_char, end) - max(span.start_char, start)
            if shared > 0 and 2 * shared >= min(span.end_char - span.start_char, end - start):
                column = place[coded.code]
                labels[row, column] = True
                valences[row, column] = coded.valence.value
    return labels, valences
