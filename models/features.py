"""What the classifier sees of a sentence: its words, and vectors of it and of its context.

The context is composed from sentence vectors already at hand: the neighbours within the turn, the
question or heading before it, and the mean of the turn.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from spacy.tokens import Doc, Span

from corpus import TurnRole, sentences_of
from corpus.sentences import TURNS
from models.encoders import Encoder, Vectors
from models.language import CODED

CONTEXT_WEIGHT = 0.5
BLOCK_NAMES = ("sentence", "sentence before", "sentence after", "question or heading", "turn")
BLOCKS = len(BLOCK_NAMES)


@dataclass(frozen=True)
class Features:
    """The coded sentences of some documents, in order.

    `words` has the columns `text`, `lemmas` and `question`; `vectors` has the shape (sentences,
    5 × encoder size); `spans` are the sentences; `document` and `turn` number them.
    """

    words: pd.DataFrame
    vectors: Vectors
    spans: list[Span]
    document: NDArray[np.int64]
    turn: NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.spans)

    @property
    def own(self) -> Vectors:
        """The vector of each sentence by itself."""
        return self.vectors[:, : self.vectors.shape[1] // BLOCKS]

    def rows(self, chosen: NDArray[np.int64]) -> "Features":
        """The chosen sentences alone."""
        return Features(
            self.words.iloc[chosen],
            self.vectors[chosen],
            [self.spans[row] for row in chosen],
            self.document[chosen],
            self.turn[chosen],
        )


def extract(docs: Sequence[Doc], encoder: Encoder) -> Features:
    """The features of every sentence that may be coded, in documents that passed
    `models.language.base_pipeline`. All their sentences are encoded in one go."""
    pieces = [_Pieces(doc) for doc in docs]
    vectors = encoder.encode([text for piece in pieces for text in piece.texts])
    rows: list[tuple[str, str, str]] = []
    blocks: list[Vectors] = []
    spans: list[Span] = []
    places: list[tuple[int, int]] = []
    at = 0
    for number, piece in enumerate(pieces):
        own = vectors[at : at + len(piece.texts)]
        at += len(piece.texts)
        context = _in_context(own, piece)
        asked = ""
        coded: list[int] = []
        for index, turn in enumerate(piece.turns):
            if piece.asks[turn]:
                asked = piece.said[turn]
            if not piece.coded[turn]:
                continue
            coded.append(index)
            rows.append((piece.texts[index], piece.lemmas[index], asked))
            spans.append(piece.spans[index])
            places.append((number, turn))
        blocks.append(context[coded])
    shape = (len(spans), BLOCKS * encoder.size)
    return Features(
        words=pd.DataFrame(rows, columns=["text", "lemmas", "question"], dtype=object),
        vectors=np.concatenate(blocks) if blocks else np.zeros(shape, dtype=np.float32),
        spans=spans,
        document=np.array([document for document, _ in places], dtype=np.int64),
        turn=np.array([turn for _, turn in places], dtype=np.int64),
    )


class _Pieces:
    """A document's sentences in plain lists: a spaCy token is slow to touch."""

    def __init__(self, doc: Doc) -> None:
        sentences = sentences_of(doc)
        words = [doc.vocab.strings[lemma] for lemma in doc.to_array("LEMMA").tolist()]
        text = doc.text
        self.spans = [span for span, _ in sentences]
        self.turns = [turn for _, turn in sentences]
        self.texts = [text[span.start_char : span.end_char] for span in self.spans]
        self.lemmas = [" ".join(words[span.start : span.end]) for span in self.spans]
        turns = doc.spans[TURNS]
        self.said = [text[turn.start_char : turn.end_char] for turn in turns]
        self.asks = [not TurnRole(turn.label_).coded for turn in turns]
        self.coded: list[bool] = turns.attrs[CODED]


def _in_context(own: Vectors, piece: _Pieces) -> Vectors:
    """Beside the vector of each sentence those of its context: shape (sentences, 5 × size)."""
    count, size = own.shape
    found = np.zeros((count, BLOCKS, size), dtype=np.float32)
    found[:, 0] = own
    turns = np.array(piece.turns, dtype=np.int64)
    joined = turns[1:] == turns[:-1]
    found[1:, 1][joined] = own[:-1][joined]
    found[:-1, 2][joined] = own[1:][joined]
    question = np.zeros(size, dtype=np.float32)
    borders = [0, *(np.flatnonzero(~joined) + 1).tolist(), count]
    for first, last in pairwise(borders if count else []):
        mean = own[first:last].mean(axis=0)
        found[first:last, 3] = question
        found[first:last, 4] = mean
        if piece.asks[piece.turns[first]]:
            question = mean
    found[:, 1:] *= CONTEXT_WEIGHT
    return found.reshape(count, BLOCKS * size)
