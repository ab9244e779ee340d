"""Speakers whom bold type alone sets apart."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from itertools import pairwise

from corpus.formats.blocks import Block, join
from corpus.lines import lines
from corpus.marks import find_marks
from corpus.speakers import known_role
from corpus.vocabulary import vocabulary

_LABEL = re.compile(
    r"[^\W\d_](?:[^\W_]|[_ .'’/&-](?=[^\W_])|\.(?= |$)){0,38}(?: \([^\W\d_][^()\[\]:\n]{0,38}\))?$"
)
_AFTER = re.compile(r"[\s:–—-]*")
_STAMP = re.compile(r"[\[(]?\d{1,2}:\d{2}")
_SENTENCE_END = re.compile(r"[.!?:;,…][\"»”)]?$")
_MAX_WORDS = 5
_MAX_HEADING = 100
_MIN_TURNS = 3
_ASKING, _TELLING = 0.6, 0.3
QUESTION, ANSWER = "Spørsmål", "Svar"


@dataclass(frozen=True)
class Paragraph:
    """A paragraph with how many characters at its beginning are bold (all of them where it is
    bold as a whole), and the speaker whom a column of a table names. `apart` is whether an empty
    paragraph before it parts it from the others."""

    text: str = field(repr=False)
    bold: int = 0
    heading: bool = False
    voice: str = field(default="", repr=False)
    apart: bool = False

    @property
    def is_bold(self) -> bool:
        """Whether it is bold as a whole and no heading."""
        return self.bold >= len(self.text) > 0 and not self.heading

    @property
    def is_ordinary(self) -> bool:
        """Whether none of it is bold and it is no heading."""
        return bool(self.text) and not self.bold and not self.heading


Piece = tuple[str, bool]
"""Words, and whether they are bold."""


_ON, _OFF = "\x02", "\x03"
"""Stand around bold words where they are but a part of a longer text."""
_MARKED = re.compile(f"{_ON}([^{_OFF}]*){_OFF}?")
MARKS = str.maketrans("", "", _ON + _OFF)
"""Takes the marks of bold words out of a text (`str.translate`)."""


def mark(is_bold: bool) -> str:
    """The mark where bold words begin, or where they end."""
    return _ON if is_bold else _OFF


def marked(words: str) -> str:
    """Bold words between marks; the white space around them isn't bold."""
    core = words.strip()
    return words.replace(core, f"{_ON}{core}{_OFF}", 1) if core else words


def unmarked(text: str) -> list[Piece]:
    """The pieces of a text in which bold words are marked."""
    parts = _MARKED.split(text)
    return [(part.translate(MARKS), at % 2 == 1) for at, part in enumerate(parts)]


def leading(pieces: Iterable[Piece]) -> tuple[str, int]:
    """The pieces of a paragraph as text, without white space around it, and how many characters at
    its beginning are bold."""
    pieces = list(pieces)
    whole = "".join(text for text, _ in pieces)
    text = whole.strip()
    end = at = 0
    for piece, is_bold in pieces:
        at += len(piece)
        if piece.strip() and not is_bold:
            break
        end = at if is_bold else end
    return text, min(max(end - (len(whole) - len(whole.lstrip())), 0), len(text))


def read(paragraphs: Sequence[Paragraph]) -> tuple[list[Block], tuple[str, ...]]:
    """The paragraphs as blocks, and warnings.

    Bold names get a colon (`Name: words`), before words in the same paragraph or, where the name
    is a paragraph of its own, before the next one; but only names that come again or that the
    vocabulary knows for a role, at least two of them or three times. Where nobody has a label and
    bold paragraphs mostly ask what ordinary ones answer, those are `Spørsmål: …` and these
    `Svar: …`. Short bold paragraphs that are neither are headings.
    """
    filled = [item for item in paragraphs if item.text]
    names = _names(filled)
    labelled = list(_labelled(filled, names)) if names else filled
    if not names and _is_interview(filled):
        return list(_questions(filled)), (
            f"bold questions are read as '{QUESTION}:' and what follows them as '{ANSWER}:',"
            " since no one has a label",
        )
    blocks: list[Block] = []
    for at, item in enumerate(labelled):
        blocks += [Block("")] if item.apart else []
        blocks.append(_headed(item, labelled[at + 1 : at + 2]))
    return blocks, ()


def parted(paragraphs: Iterable[Paragraph]) -> Iterator[Paragraph]:
    """The paragraphs without the empty ones, which part what is below from what is above."""
    apart = False
    for item in paragraphs:
        if item.text:
            yield replace(item, apart=apart)
        apart = not item.text


def _names(of: Sequence[Paragraph]) -> set[str]:
    """The bold words that are speakers."""
    beside = [name for item in of if (name := _beside(item))]
    above = [name for item, below in pairwise(of) if (name := _above(item, below))]
    counts = Counter([*beside, *above])
    sure = {name for name, count in counts.items() if count > 1 or known_role(name)}
    low = Counter(
        name for item in of if (name := _beside(item)) and _words(item)[:1].islower()
    )  # `**Gruppen** har …` is a stressed word.
    covered = sum(counts[name] for name in sure) * 2 >= len(of)
    sure = {name for name in sure if covered or known_role(name) or low[name] * 2 <= counts[name]}
    if len(sure) < 2 and sum(counts[name] for name in sure) < _MIN_TURNS:
        return set()
    return sure | (set(beside) - set(low) if sure & set(beside) else set())


def _name(text: str) -> str | None:
    """The name that a bold text is, if it may be one."""
    text = " ".join(text.split())
    words = text.split()
    stem = text.partition(" (")[0].casefold()
    if not _LABEL.match(text) or len(words) > _MAX_WORDS or stem in _no_speakers():
        return None
    return None if words[0][0].islower() else text


@cache
def _no_speakers() -> frozenset[str]:
    return frozenset(word.casefold() for word in vocabulary().not_speakers)


def _beside(item: Paragraph) -> str | None:
    """The bold name that ordinary words follow in a paragraph, and no colon."""
    if item.heading or not 0 < item.bold < len(item.text):
        return None
    name, rest = item.text[: item.bold], item.text[item.bold :]
    if rest.lstrip()[:1] == ":" or _STAMP.match(rest.lstrip()):
        return None
    return _name(name.rstrip(" \t\n–—-")) if _words(item) else None


def _words(item: Paragraph) -> str:
    """What follows the bold name."""
    return _AFTER.sub("", item.text[item.bold :], count=1)


def _above(item: Paragraph, below: Paragraph) -> str | None:
    """The name that a bold paragraph above an ordinary one is."""
    return _name(item.text) if item.is_bold and below.is_ordinary else None


def _labelled(of: Sequence[Paragraph], names: set[str]) -> Iterator[Paragraph]:
    skip = False
    for item, below in zip(of, [*of[1:], Paragraph("")], strict=True):
        if skip:
            skip = False
            continue
        beside, above = _beside(item), _above(item, below)
        if beside in names:
            yield Paragraph(f"{beside}: {_words(item)}", apart=item.apart)
        elif above in names:
            yield Paragraph(f"{above}: {below.text}", apart=item.apart)
            skip = True
        else:
            yield item


def _headed(item: Paragraph, below: Sequence[Paragraph]) -> Block:
    """A paragraph as a block; a short bold one above an ordinary one is a heading."""
    title = (
        item.is_bold
        and len(item.text) <= _MAX_HEADING
        and "\n" not in item.text
        and ":" not in item.text
        and not _SENTENCE_END.search(item.text)
        and not known_role(item.text)
        and bool(below)
        and below[0].is_ordinary
    )
    return Block(item.text, item.heading or title, item.voice)


def _asks(item: Paragraph) -> bool:
    return item.text.rstrip('"»”) ').endswith("?")


def _is_interview(of: Sequence[Paragraph]) -> bool:
    """Whether bold paragraphs clearly ask, ordinary ones answer, and nobody has a label."""
    bold = [item for item in of if item.is_bold]
    ordinary = [item for item in of if item.is_ordinary]
    if sum(map(_asks, bold)) < _MIN_TURNS or len(ordinary) < _MIN_TURNS:
        return False
    return (
        sum(map(_asks, bold)) >= _ASKING * len(bold)
        and sum(map(_asks, ordinary)) <= _TELLING * len(ordinary)
        and not find_marks(lines(join(Block(item.text, item.heading) for item in of)))
    )


def _questions(of: Sequence[Paragraph]) -> Iterator[Block]:
    """From the first bold question on, what is bold asks and what follows answers; a label stands
    where the other begins."""
    begun, last = False, ""
    for at, item in enumerate(of):
        begun = begun or (item.is_bold and _asks(item))
        block = _headed(item, of[at + 1 : at + 2])
        if not begun or block.heading:
            yield block
            last = "" if begun else last
            continue
        who = QUESTION if item.is_bold else ANSWER
        yield Block(item.text) if who == last else Block(f"{who}: {item.text}")
        last = who
