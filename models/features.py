"""What the classifier sees of a sentence: its words, and vectors of it and of its context.

The context is composed from sentence vectors already at hand: the neighbours within the turn, the
question or heading before it, and the mean of the turn.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from spacy.tokens import Doc, Span

from corpus import TurnRole, sentences_of
from models.encoders import Encoder, Vectors

CONTEXT_WEIGHT = 0.5
BLOCKS = 5  # itself, previous, next, question or heading, turn


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
    sentences = [sentences_of(doc) for doc in docs]
    vectors = encoder.encode([span.text for found in sentences for span, _ in found])
    rows: list[tuple[str, str, str]] = []
    blocks: list[Vectors] = []
    spans: list[Span] = []
    places: list[tuple[int, int]] = []
    at = 0
    for number, (doc, found) in enumerate(zip(docs, sentences, strict=True)):
        own = vectors[at : at + len(found)]
        at += len(found)
        turns = np.array([turn for _, turn in found], dtype=np.int64)
        means = {turn: own[turns == turn].mean(axis=0) for turn in set(turns.tolist())}
        nothing = np.zeros(encoder.size, dtype=np.float32)
        question, asked = nothing, ""
        for index, (span, turn) in enumerate(found):
            said = doc.spans["turns"][turn]
            if not TurnRole(said.label_).coded:
                question, asked = means[turn], said.text
                continue
            before = own[index - 1] if index and turns[index - 1] == turn else nothing
            after = (
                own[index + 1] if index + 1 < len(found) and turns[index + 1] == turn else nothing
            )
            context = [before, after, question, means[turn]]
            blocks.append(np.concatenate([own[index], *(CONTEXT_WEIGHT * c for c in context)]))
            rows.append((span.text, " ".join(token.lemma_ for token in span), asked))
            spans.append(span)
            places.append((number, turn))
    return Features(
        words=pd.DataFrame(rows, columns=["text", "lemmas", "question"], dtype=object),
        vectors=np.array(blocks, dtype=np.float32).reshape(len(spans), BLOCKS * encoder.size),
        spans=spans,
        document=np.array([document for document, _ in places], dtype=np.int64),
        turn=np.array([turn for _, turn in places], dtype=np.int64),
    )
