"""Builders: documents from turns, gold from quotes, labels turned round, features, an encoder that
needs no model."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from codebook import Valence
from corpus import Document, GoldDocument, GoldPassage, Turn, TurnRole, tokenise
from models.encoders import Encoder, NoEncoder, Vectors
from models.features import Features, extract
from models.labels import Labels
from models.language import base_pipeline
from models.valence import VALENCES

ASKS, SAYS, HEADING = TurnRole.INTERVIEWER, TurnRole.INFORMANT, TurnRole.HEADING
NLP = base_pipeline(["en"])


class Letters:
    """An encoder by how often each letter stands in a text; of unit length, and exact to half
    precision like every encoder."""

    name = "letters"
    size = 26

    def encode(self, texts: Sequence[str]) -> Vectors:
        counts = [[text.lower().count(chr(97 + i)) for i in range(self.size)] for text in texts]
        vectors = np.array(counts, dtype=np.float32).reshape(len(texts), self.size)
        vectors /= np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-9)
        return vectors.astype(np.float16).astype(np.float32)


def document(*turns: str | tuple[TurnRole, str], name: str = "a.txt") -> Document:
    """A document of these turns, a paragraph each; an informant's where no role is given."""
    text, spans = "", []
    for turn in turns:
        role, words = (SAYS, turn) if isinstance(turn, str) else turn
        spans.append(Turn(len(text), len(text) + len(words), words, role))
        text += f"{words}\n\n"
    return Document(name, text, tuple(spans))


Quote = tuple[str, str, Valence]


def coded(of: Document, *quotes: Quote, author: str = "") -> GoldDocument:
    """Gold in which each (quote, code, valence) is coded where it first stands."""
    return GoldDocument(of, author, _passages(of, quotes))


def decided(of: Document, *quotes: Quote, rejected: Sequence[Quote] = ()) -> GoldDocument:
    """Gold of which nothing is known but what of it was coded and rejected."""
    return GoldDocument(of, "", _passages(of, quotes), _passages(of, rejected), complete=False)


def _passages(of: Document, quotes: Sequence[Quote]) -> tuple[GoldPassage, ...]:
    return tuple(GoldPassage(of.find(quote)[0], code, valence) for quote, code, valence in quotes)


def unlike(labels: Labels, chosen: NDArray[np.int64]) -> Labels:
    """The labels with the contrary said of the chosen sentences: each code there or not, and every
    valence another one."""
    codes, valences = labels.codes.copy(), labels.valences.copy()
    codes[chosen] = ~codes[chosen]
    others = dict(zip(VALENCES, VALENCES[1:] + VALENCES[:1], strict=True))
    valences[chosen] = [
        [others[told or "neutral"] if there else None for told, there in zip(*row, strict=True)]
        for row in zip(labels.valences[chosen], codes[chosen], strict=True)
    ]
    return Labels(codes, valences, labels.known)


def features(documents: Sequence[Document], encoder: Encoder | None = None) -> Features:
    """The features of English documents."""
    return extract([NLP(tokenise(NLP, item)) for item in documents], encoder or NoEncoder())
