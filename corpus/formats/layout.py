"""Lines on pages to paragraphs, as a reader sees them: what runs along the pages is left out, what
wraps is joined, what was hyphenated is one word again.

A page says nothing of its paragraphs. That one begins is told by what typesetters do: space above,
an indent, another size, a line before it that has room left for its first word; and, in
transcripts, by a speaker's label.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import median

from corpus.formats.blocks import Block
from corpus.formats.hyphens import joined, within

_MAX_EDGE = 3
_MAX_HEADING = 140
_LARGER = 1.15
_LABEL = re.compile(
    r"[\[(]?(?:\d{1,2}:\d{2}(?::\d{2})?[\])]?[ \t]+)?(?P<label>[^\W\d_a-zæøå][\w .'’-]{0,38}?)"
    r"(?:[ \t]*[\[(]?\d{1,2}:\d{2}(?::\d{2})?[\])]?)?(?::|[ \t][–—-])(?:\s|$)"
)
_STAMP = re.compile(r"[\[(]\d{1,2}:\d{2}(?::\d{2})?[\])]")
_FIELD = re.compile(r"[^\W\d_][^:\n]{0,38}:\s")
_ITEM = re.compile(r"(?:[•▪‣●○◦–-]|\d{1,2}[.)]|[a-z]\))\s")
_PAGE = re.compile(
    r"(?i)[-–—\s]*(?:side|page|s\.|p\.)?\s*(\d{1,4})(?:\s*(?:av|of|/|\|)\s*\d+)?[-–—\s]*"
)
_INTEGER = re.compile(r"(?<![\d:])\d{1,4}(?![\d:])")
_ENDED = re.compile(r"[.!?…:][\"»”’)\]]*$")


@dataclass(frozen=True)
class TextLine:
    """A line of text in a column of a page; lengths are in points, from the page's top left."""

    text: str = field(repr=False)
    page: int
    column: int
    left: float
    right: float
    top: float
    size: float
    space: float
    first_word: float
    """The width of a space, and of the line's first word."""


def without_running(pages: Sequence[Sequence[TextLine]]) -> tuple[list[TextLine], int]:
    """The lines of the pages without headers, footers and page numbers, and how many those were.

    A header or footer is one of the outermost three lines of a page and recurs at its height on
    two pages or more and on two of five; one number in it may count the pages. Where there is but
    one page, only its number can be told.
    """
    seen: Counter[tuple[object, ...]] = Counter()
    for lines in pages:
        seen.update(
            {key for at in (False, True) for line in _edge(lines, at) for key in _keys(line)}
        )
    needed = max(2, 0.4 * len(pages))
    kept: list[TextLine] = []
    dropped = 0
    for lines in pages:
        out: set[int] = set()
        for bottom in (False, True):
            for line in _edge(lines, bottom):
                if not (
                    any(seen[key] >= needed for key in _keys(line))
                    or _is_page_number(line, lines, len(pages))
                ):
                    break
                out.add(id(line))
        dropped += len(out)
        kept += [line for line in lines if id(line) not in out]
    return kept, dropped


def _edge(lines: Sequence[TextLine], bottom: bool) -> list[TextLine]:
    return sorted(lines, key=lambda line: line.top, reverse=bottom)[:_MAX_EDGE]


def _keys(line: TextLine) -> set[tuple[object, ...]]:
    """The line and its height; again for each number in it, told from the number of the page."""
    height = round(line.top / 4)
    keys: set[tuple[object, ...]] = set()
    for near in (height, height + 1):
        keys.add((near, line.text))
        for match in _INTEGER.finditer(line.text):
            counted = int(match[0]) - line.page
            keys.add((near, line.text[: match.start()], counted, line.text[match.end() :]))
    return keys


def _is_page_number(line: TextLine, lines: Sequence[TextLine], pages: int) -> bool:
    """Whether nothing but the number of the page stands there, apart from the text."""
    match = _PAGE.fullmatch(line.text)
    if not match or int(match[1]) != line.page or pages > 1:
        return False
    others = [abs(line.top - other.top) for other in lines if other is not line]
    return not others or min(others) > 2 * line.size


def paragraphs(lines: Sequence[TextLine]) -> list[Block]:
    """The lines, in reading order, as paragraphs and headings."""
    if not lines:
        return []
    setting = _Setting(lines)
    runs = [[lines[0]]]
    for before, line in pairwise(lines):
        if setting.begins(before, line):
            runs.append([line])
        else:
            runs[-1].append(line)
    words = within(line.text for line in lines)
    return [setting.block(run, words) for run in runs]


class _Setting:
    """How a document is set: its size of letters, distance of lines, edges and indents."""

    def __init__(self, lines: Sequence[TextLine]) -> None:
        self._size = median(line.size for line in lines for _ in range(len(line.text)))
        gaps = [
            round(below.top - line.top, 1)
            for line, below in pairwise(lines)
            if _adjacent(line, below) and abs(line.size - below.size) < 1
        ]
        near = [gap for gap in gaps if 0 < gap < 3.5 * self._size]
        self._gap = _usual(near) if near else 1.2 * self._size
        columns: dict[tuple[int, int], list[TextLine]] = defaultdict(list)
        for line in lines:
            columns[line.page, line.column].append(line)
        self._right = {key: max(line.right for line in of) for key, of in columns.items()}
        widest: dict[int, float] = defaultdict(float)
        for (_, column), right in self._right.items():
            widest[column] = max(widest[column], right)
        for page, column in columns:
            if len(columns[page, column]) < 8:
                self._right[page, column] = widest[column]
        found = Counter(match["label"] for line in lines if (match := _LABEL.match(line.text)))
        self._labels = {label for label, count in found.items() if count > 1}
        self._left: dict[tuple[int, int], int] = {}
        for key, of in columns.items():
            # Labels may hang outside the text that they begin.
            inner = [line for line in of if not self._has_label(line)] or of
            self._left[key] = Counter(round(line.left) for line in inner).most_common(1)[0][0]

    def begins(self, before: TextLine, line: TextLine) -> bool:
        """Whether `line` begins a paragraph, rather than going on with the line before it."""
        if self._has_label(line) or abs(line.size - before.size) > 0.1 * self._size:
            return True
        continues = line.text[:1].islower()
        if _adjacent(before, line):
            if line.top - before.top > 1.25 * self._gap * max(1.0, line.size / self._size):
                return True
            left = self._left[line.page, line.column]
            indented = abs(line.left - left) > 0.4 * line.size
            if indented and abs(line.left - before.left) > 0.4 * line.size and not continues:
                return True
        if _ITEM.match(line.text) and not continues:
            return True
        if continues and not _ENDED.search(before.text):
            return _FIELD.match(before.text) is not None and _FIELD.match(line.text) is not None
        room = self._right[before.page, before.column] - before.right
        return room > before.space + line.first_word + 0.3 * line.size

    def _has_label(self, line: TextLine) -> bool:
        match = _LABEL.match(line.text)
        return bool(match and match["label"] in self._labels) or bool(_STAMP.match(line.text))

    def block(self, run: Sequence[TextLine], words: Counter[str]) -> Block:
        """The lines of a paragraph as one text; a heading where they are larger than the rest."""
        text = run[0].text
        for line in run[1:]:
            text = joined(text, line.text, words)
        larger = min(line.size for line in run) >= _LARGER * self._size
        return Block(text, larger and len(text) <= _MAX_HEADING and not _FIELD.match(text))


def _adjacent(before: TextLine, line: TextLine) -> bool:
    return (before.page, before.column) == (line.page, line.column) and line.top > before.top


def _usual(gaps: Iterable[float]) -> float:
    """The most frequent distance; the smallest of those that are as frequent."""
    count = Counter(round(2 * gap) / 2 for gap in gaps)
    return min(count, key=lambda gap: (-count[gap], gap))
