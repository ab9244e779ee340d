"""Builders: documents from turns, gold from quotes, features, an encoder that needs no model."""

from collections.abc import Sequence

import numpy as np

from codebook import Valence
from corpus import Document, GoldDocument, GoldPassage, Turn, TurnRole, tokenise
from models.encoders import Encoder, NoEncoder, Vectors
from models.features import Features, extract
from models.language import base_pipeline

ASKS, SAYS, HEADING = TurnRole.INTERVIEWER, TurnRole.INFORMANT, TurnRole.HEADING
NLP = base_pipeline(["en"])


class Letters:
    """An encoder by how often each letter stands in a text; of unit length."""

    name = "letters"
    size = 26

    def encode(self, texts: Sequence[str]) -> Vectors:
        counts = [[text.lower().count(chr(97 + i)) for i in range(self.size)] for text in texts]
        vectors = np.array(counts, dtype=np.float32).reshape(len(texts), self.size)
        return vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-9)


def document(*turns: str | tuple[TurnRole, str], name: str = "a.txt") -> Document:
    """A document of these turns, a paragraph each; an informant's where no role is given."""
    text, spans = "", []
    for turn in turns:
        role, words = (SAYS, turn) if isinstance(turn, str) else turn
        spans.append(Turn(len(text), len(text) + len(words), words, role))
        text += f"{words}\n\n"
    return Document(name, text, tuple(spans))


def coded(of: Document, *quotes: tuple[str, str, Valence], author: str = "") -> GoldDocument:
    """Gold in which each (quote, code, valence) is coded where it first stands."""
    passages = (GoldPassage(of.find(quote)[0], code, valence) for quote, code, valence in quotes)
    return GoldDocument(of, author, tuple(passages))


def features(documents: Sequence[Document], encoder: Encoder | None = None) -> Features:
    """The features of English documents."""
    return extract([NLP(tokenise(NLP, item)) for item in documents], encoder or NoEncoder())
