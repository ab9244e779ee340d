"""`python -m bench`: how fast coding is, beside what it can't do without.

All figures come from one run on the same documents (the sample), so that ratios mean something
on any machine; the seconds themselves don't.
"""

import resource
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import codebook
from corpus import READERS, Document, read_file, split, tokenise
from corpus.sentences import splitter
from models import Coder
from models.encoders import encoder
from models.language import base_pipeline

SAMPLE = Path(__file__).parents[1] / "corpus" / "sample"


def timed(what: Callable[[], object]) -> float:
    """Seconds that `what` takes; it is done once before, so that everything is loaded."""
    start = time.perf_counter()
    what()
    return time.perf_counter() - start


def main() -> None:
    """Prints a table: seconds, sentences a second, and the share of the whole coding path."""
    book = codebook.load()
    paths = sorted(path for path in SAMPLE.iterdir() if path.suffix in READERS)
    documents = [read_file(path, book) for path in paths]
    lang = book.languages[0]
    sentences = [sentence.text for document in documents for sentence in split(document, lang)]
    coder = Coder(book)
    base = base_pipeline(book.languages)
    encode = encoder(coder.card.encoder)
    tokens = splitter(lang)
    encode.encode(sentences[:8])

    def read(documents_: Sequence[Path] = paths) -> list[Document]:
        return [read_file(path, book) for path in documents_]

    rows = {
        "read the files": timed(read),
        "tokenise": timed(lambda: [tokenise(tokens, document) for document in documents]),
        "tokenise, split, lemmatise": timed(
            lambda: [base(tokenise(base, document)) for document in documents]
        ),
        "encode each distinct sentence": timed(lambda: encode.encode(sentences)),
        "the whole path (read to segments)": timed(lambda: list(coder.code(read()))),
    }
    whole = rows["the whole path (read to segments)"]
    print(f"{len(documents)} documents, {len(sentences)} sentences, encoder {encode.name}")
    print(f"{'':36}{'seconds':>9}{'sentences/s':>13}{'share':>8}")
    for name, seconds in rows.items():
        print(f"{name:36}{seconds:9.2f}{len(sentences) / seconds:13.0f}{seconds / whole:8.0%}")
    ratio = whole / rows["encode each distinct sentence"]
    print(f"the whole path takes {ratio:.2f} times what the encoder needs alone")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"peak memory {peak:.0f} MB")


if __name__ == "__main__":
    main()
