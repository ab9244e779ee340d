"""Paragraphs, headings and table rows to one text: what the formats of office programs share."""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from corpus.text import normalise

_MAX_FIELD = 120
_MAX_LABEL = 40
_FIELD = re.compile(r"^[^\W\d_][^:\n]{0,38}:\s")
_TIME = re.compile(r"[\[(]?\d{1,2}:\d{2}(?::\d{2})?[\])]?$")


class Block(NamedTuple):
    """A paragraph, a heading or a table row in reading order; `voice` is the label of a speaker
    that stands in a column of its own."""

    text: str
    heading: bool = False
    voice: str = ""


def join(blocks: Iterable[Block]) -> str:
    """The blocks as one text, not yet normalised: a blank line between them, headings marked `#`,
    empty ones left out. Short `Field: value` blocks below each other become lines of one, so that
    a header block is recognised."""
    return "\n\n".join(_paragraphs(blocks))


def voices(blocks: Iterable[Block]) -> frozenset[str]:
    """The labels that stand in columns of speakers."""
    return frozenset(normalise(block.voice) for block in blocks) - {""}


def _paragraphs(blocks: Iterable[Block]) -> Iterator[str]:
    fields: list[str] = []
    for text, heading, _ in blocks:
        if not heading and _FIELD.match(text) and len(text) < _MAX_FIELD:
            fields.append(text)
            continue
        yield from _flush(fields)
        if heading:
            yield f"# {text}"
        elif text.strip():
            yield text
    yield from _flush(fields)


def _flush(fields: list[str]) -> Iterator[str]:
    if fields:
        yield "\n".join(fields)
        fields.clear()


def table_row(cells: Sequence[str]) -> str:
    """The cells of a table row as one paragraph: `first cell: other cells`, or
    `[time] second cell: others` where a time comes first. Empty cells are left out."""
    filled = [text for cell in cells if (text := " ".join(cell.split()))]
    if len(filled) > 2 and _TIME.match(filled[0]):
        return f"[{filled[0].strip('[]()')}] {filled[1].rstrip(':')}: {' '.join(filled[2:])}"
    if len(filled) > 1 and len(filled[0]) <= _MAX_LABEL:
        return f"{filled[0].rstrip(':')}: {' '.join(filled[1:])}"
    return " ".join(filled)
