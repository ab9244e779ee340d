"""What is measured on: the documents of the sample, and as many more made from them as wanted."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from codebook import Codebook
from corpus import Document, read_file, read_text, split
from corpus.formats import DOCUMENTS

FOLDER = Path(__file__).parents[1] / "corpus" / "sample"


def paths() -> list[Path]:
    """The files of the sample."""
    return sorted(path for path in FOLDER.iterdir() if path.suffix in DOCUMENTS)


def read(book: Codebook) -> list[Document]:
    """The documents of the sample, read anew."""
    return [read_file(path, book) for path in paths()]


def texts(documents: Sequence[Document], book: Codebook) -> list[str]:
    """The texts of all their sentences."""
    return [sentence.text for item in documents for sentence in split(item, book.languages[0])]


def numbered(book: Codebook, count: int) -> Iterator[Document]:
    """`count` documents: those of the sample again and again, read from texts in which each
    sentence holds a number of its own round, so that no sentence of any length comes twice."""
    lang = book.languages[0]
    sources = [(item, split(item, lang)) for item in read(book)]
    for number in range(count):
        item, sentences = sources[number % len(sources)]
        pieces, at = [], 0
        for sentence in sentences:
            place = item.text.find(" ", sentence.start, sentence.end)
            if place != -1:
                pieces += [item.text[at:place], f" {number}"]
                at = place
        pieces.append(item.text[at:])
        yield read_text("".join(pieces), book, f"{number}.txt")
