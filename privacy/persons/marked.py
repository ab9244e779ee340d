"""Documents in which people marked what is to be hidden: `⟪Kari Hansen|1 norsk⟫`.

The label of a person is a number, the same for all mentions of one person in a document, and the
origin of the name; other labels are a word (`epost`, `telefon`, `fnr`, `adresse`, `skilt`,
`lenke`), in documents to learn from also `sted` and `org`.
"""

import re
from dataclasses import dataclass, field
from pathlib import Path

from kodetrapp.errors import GoldError
from privacy.persons.lexicon import ORIGINS

_MARK = re.compile(r"⟪(?P<text>[^⟪⟫|\n]+)\|(?P<label>[^⟪⟫|\n]+)⟫")
_LANGUAGE = re.compile(r"# språk: (?P<lang>[a-z]{2})\n")
_OTHERS = {"epost", "telefon", "fnr", "adresse", "skilt", "lenke", "sted", "org"}


@dataclass(frozen=True)
class Mark:
    """A marked stretch; `person` is the number and `origin` where the name comes from, both None
    where the mark is no person."""

    start: int
    end: int
    text: str = field(repr=False)
    label: str
    person: int | None = None
    origin: str | None = None


@dataclass(frozen=True)
class MarkedDocument:
    """A text without its marks, the marks in order, and its language."""

    name: str
    text: str = field(repr=False)
    marks: tuple[Mark, ...] = field(repr=False)
    lang: str

    @property
    def persons(self) -> list[Mark]:
        """The marks of persons."""
        return [mark for mark in self.marks if mark.person is not None]


def read_marked(folder: Path) -> list[MarkedDocument]:
    """The marked documents (`*.txt`) in `folder`, by name.

    Raises `GoldError` naming file and place where a mark can't be understood.
    """
    return [parse(path.read_text("utf-8"), path.name) for path in sorted(folder.glob("*.txt"))]


def parse(written: str, name: str) -> MarkedDocument:
    """The document in a text with marks. Its first line may say its language (`# språk: nn`)."""
    first = _LANGUAGE.match(written)
    written = written[first.end() :] if first else written
    pieces: list[str] = []
    marks: list[Mark] = []
    at = length = 0
    for match in _MARK.finditer(written):
        pieces.append(written[at : match.start()])
        length += match.start() - at
        marks.append(_mark(match["text"], match["label"], length, name))
        pieces.append(match["text"])
        length += len(match["text"])
        at = match.end()
    text = "".join([*pieces, written[at:]])
    if stray := re.search("[⟪⟫]", text):
        line = text.count("\n", 0, stray.start()) + 1
        raise GoldError(f"{name}: a mark is not closed near line {line}; write ⟪text|label⟫")
    return MarkedDocument(name, text, tuple(marks), first["lang"] if first else "nb")


def _mark(text: str, label: str, start: int, name: str) -> Mark:
    number, _, origin = label.partition(" ")
    if number.isdigit() and origin in ORIGINS:
        return Mark(start, start + len(text), text, "person", int(number), origin)
    if label in _OTHERS:
        return Mark(start, start + len(text), text, label)
    raise GoldError(f"{name}: the label '{label}' is not known; see privacy/persons/marked.py")
