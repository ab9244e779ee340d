"""Which of its proposals teach the coder most, once a person has decided on them?

Those of which it is least sure (uncertainty sampling: Lewis & Gale 1994, "A sequential algorithm
for training text classifiers") and that are alike neither to each other nor to what people have
seen (greedy core-set: Sener & Savarese 2018, "Active learning for convolutional neural networks: a
core-set approach"). The two are multiplied, among ten times as many as are wanted, after Zhdanov
2019, "Diverse mini-batch active learning", who weights the clusters of such a selection so.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.special import entr

from models.encoders import Encoder, Vectors
from models.estimators import Floats

PRESELECT = 10
"""How many of the most uncertain are looked at for each one that is wanted."""
_DECIMALS = 6
Rows = NDArray[np.intp]


def uncertainty(scores: Floats) -> Floats:
    """The entropy in bits of calibrated probabilities, same shape: 0 (sure) to 1 (even odds)."""
    return np.asarray((entr(scores) + entr(1 - scores)) / np.log(2))


def most_uncertain(doubts: Floats, take: int) -> Rows:
    """The rows of the `take` greatest uncertainties, greatest first, the earlier row of equals."""
    return np.argsort(-doubts, kind="stable")[:take]


def spread(doubts: Floats, documents: Sequence[str], take: int) -> Rows:
    """`take` rows by uncertainty alone, for coders without an encoder: the most uncertain of each
    document, then the second of each, and so on."""
    order = most_uncertain(doubts, len(doubts))
    met: dict[str, int] = {}
    rounds = np.zeros(len(order), dtype=np.int64)
    for place, row in enumerate(order):
        rounds[place] = met[documents[row]] = met.get(documents[row], -1) + 1
    return order[np.argsort(rounds, kind="stable")][:take]


def diverse(doubts: Floats, vectors: Vectors, seen: Vectors, take: int) -> Rows:
    """`take` rows, one after the other that for which uncertainty × (1 − greatest cosine similarity
    to rows chosen before and to `seen`) is greatest; a similarity below 0 counts as 0.

    `vectors` has the shape (candidates, size), `seen` (any number, size); both of unit length.
    Where the plain `most_uncertain` are no more alike (`alikeness`) than the rows so found, they
    are better in both respects, and are the answer.
    """
    plain = most_uncertain(doubts, take)
    nearest = _similarities(vectors, seen).max(axis=1, initial=0.0)
    order = most_uncertain(doubts, len(doubts))
    free = np.ones(len(order), dtype=bool)
    chosen: list[int] = []
    for _ in plain:
        gains = np.where(free, doubts[order] * (1 - nearest[order]), -1.0)
        best = int(gains.argmax())
        free[best] = False
        row = int(order[best])
        chosen.append(row)
        nearest = np.maximum(nearest, _similarities(vectors, vectors[[row]])[:, 0])
    rows = np.array(chosen, dtype=np.intp)
    return rows if alikeness(vectors[rows], seen) < alikeness(vectors[plain], seen) else plain


def alikeness(vectors: Vectors, seen: Vectors) -> float:
    """How alike a batch is, 0 to 1: the mean over its rows of the greatest cosine similarity to
    another one of them or to one that was seen."""
    if not len(vectors):
        return 0.0
    among = _similarities(vectors, vectors)
    np.fill_diagonal(among, 0.0)
    to_seen = _similarities(vectors, seen).max(axis=1, initial=0.0)
    return float(np.maximum(among.max(axis=1), to_seen).mean())


def passage_vectors(
    encoder: Encoder, texts: Sequence[str], passage: Sequence[int], passages: int
) -> Vectors:
    """The mean direction of each passage's sentences, of shape (passages, size) and unit length.

    `texts` are sentences, and `passage` says to which passage each one belongs, from 0; a passage
    without one gets zeros.
    """
    sums = np.zeros((passages, encoder.size), dtype=np.float32)
    np.add.at(sums, np.asarray(passage, dtype=np.intp), encoder.encode(texts))
    lengths = np.linalg.norm(sums, axis=1, keepdims=True)
    means: Vectors = sums / np.maximum(lengths, np.float32(1e-9))
    return means


def _similarities(some: Vectors, others: Vectors) -> Floats:
    """Cosine similarities of shape (some, others), from 0, without the noise of their last digits,
    which differs between machines."""
    return np.clip(np.round(np.asarray(some @ others.T, dtype=np.float64), _DECIMALS), 0, 1)
