"""`python -m bench.memory MODEL CACHE COUNT`: so many documents coded as a stream.

Runs as a process of its own, because peak memory is a process's. The documents are distinct; to
encode them would take hours and no memory, so each sentence borrows the vector of one of the
sample's from the file CACHE, at no cost. All else is done as ever.
"""

import resource
import subprocess
import sys
import time
import zlib
from collections.abc import Sequence
from itertools import islice
from pathlib import Path

import codebook
from bench import sample
from models import Coder
from models.coder import BATCH
from models.component import CoderComponent
from models.embedding_cache import CachedEncoder
from models.encoders import Vectors, encoder


def measure(model: Path, cache: Path, count: int) -> str:
    """What a process of its own says of `count` documents."""
    command = [sys.executable, "-m", "bench.memory", str(model), str(cache), str(count)]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()


class Borrowed:
    """Gives every text one of the vectors, chosen by the text."""

    def __init__(self, name: str, vectors: Vectors) -> None:
        self.name, self.size = name, vectors.shape[1]
        self._vectors = vectors

    def encode(self, texts: Sequence[str]) -> Vectors:
        """The vectors of `texts`, of shape (number of texts, size)."""
        chosen = [zlib.crc32(text.encode()) % len(self._vectors) for text in texts]
        return self._vectors[chosen]


def main(model: Path, cache: Path, count: int) -> None:
    """Codes the documents in batches and prints time and peak memory."""
    book = codebook.load()
    coder = Coder(book, model)
    component = coder.nlp.get_pipe("kodetrapp_coder")
    assert isinstance(component, CoderComponent)
    texts = sample.texts(sample.read(book), book)
    if component.encoder.size:
        kept = CachedEncoder(encoder(coder.card.encoder), cache)
        component.encoder = Borrowed(kept.name, kept.encode(texts))
    stream = sample.numbered(book, count)
    characters = segments = 0
    start = time.perf_counter()
    while batch := list(islice(stream, BATCH)):
        characters += sum(len(item.text) for item in batch)
        segments += sum(len(found) for found in coder.code(batch))
    taken = time.perf_counter() - start
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        f"{count} documents ({characters / 1e6:.1f} million characters) to {segments} segments as"
        f" a stream, vectors borrowed: {taken:.1f} s, {count / taken:.0f} documents/s,"
        f" peak memory {peak:.0f} MB"
    )


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3]))
