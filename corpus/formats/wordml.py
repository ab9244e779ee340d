"""Names, styles and numbers of WordprocessingML, the XML of Word documents."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from lxml import etree

NAMESPACES = (
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "http://purl.oclc.org/ooxml/wordprocessingml/main",
)
"""As Word writes it, and in the strict form of the standard."""
_OFF = {"0", "false", "off"}
_HEADING = re.compile(r"(?i)(heading|overskrift|title|tittel)\b")
_CONTENTS = re.compile(r"(?i)(toc|innhold|inh|innh)[ _]?(\d|heading$|overskrift)")
_MAX_LEVEL = 9
_MAX_NUMBER = 700
_MAX_FORM = 40
_DASHES = {"-", "–", "—"}
_BULLET = "•"
_ROMAN = [
    *((500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl")),
    *((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i")),
]


def local(element: etree._Element) -> str:
    """The name of an element without its namespace."""
    return _local(element.tag)


@lru_cache(maxsize=4096)
def _local(tag: str) -> str:
    return tag.rpartition("}")[2]


def child(of: etree._Element | None, *path: str) -> etree._Element | None:
    """The first element at the path of names below `of`."""
    for name in path:
        of = next((item for item in of if local(item) == name), None) if of is not None else None
    return of


def value(of: etree._Element | None, name: str = "val") -> str:
    """An attribute; empty where it or the element is missing."""
    if of is None:
        return ""
    found = (of.get(f"{{{namespace}}}{name}") for namespace in NAMESPACES)
    return next((str(text) for text in found if text is not None), "")


def number(of: etree._Element | None, name: str = "val") -> int | None:
    """An attribute that counts something; None where it doesn't."""
    text = value(of, name)
    return int(text) if re.fullmatch(r"[0-9]{1,9}", text) else None


def switched(properties: etree._Element | None, *names: str) -> bool | None:
    """Whether a property such as `b` is switched on; None where nothing is said of it."""
    for name in names:
        element = child(properties, name)
        if element is not None:
            return value(element) not in _OFF
    return None


@dataclass(frozen=True)
class Style:
    """What a style says, with what it inherits. `numbered`: the id of its numbering and the level
    in it, None where it has none."""

    heading: bool = False
    contents: bool = False
    bold: bool = False
    hidden: bool = False
    numbered: tuple[str, int] | None = None


class Styles:
    """The styles of a document by id."""

    def __init__(self, part: etree._Element | None) -> None:
        found = [item for item in part if local(item) == "style"] if part is not None else []
        self._elements = {value(style, "styleId"): style for style in found}
        self._known: dict[str, Style] = {}
        self._default = next(
            (
                value(style, "styleId")
                for style in found
                if value(style, "type") == "paragraph" and value(style, "default") in {"1", "true"}
            ),
            "",
        )

    def __getitem__(self, id_: str) -> Style:
        id_ = id_ or self._default
        if id_ not in self._known:
            self._known[id_] = self._resolve(id_)
        return self._known[id_]

    def character(self, id_: str) -> Style:
        """The style of a run; an empty one where the run has none of its own."""
        return self[id_] if id_ else Style()

    def _resolve(self, id_: str) -> Style:
        heading, contents = False, False
        bold: bool | None = None
        hidden: bool | None = None
        numbering = level = None
        for style in self._line(id_):
            name = value(child(style, "name"))
            outline = number(child(style, "pPr", "outlineLvl"))
            heading |= _HEADING.match(name) is not None
            heading |= outline is not None and outline < _MAX_LEVEL
            contents |= _CONTENTS.match(name) is not None
            runs = child(style, "rPr")
            bold = switched(runs, "b") if bold is None else bold
            hidden = switched(runs, "vanish") if hidden is None else hidden
            list_ = child(style, "pPr", "numPr")
            numbering = numbering or value(child(list_, "numId")) or None
            level = number(child(list_, "ilvl")) if level is None else level
        numbered = (numbering, level or 0) if numbering else None
        return Style(heading, contents, bool(bold), bool(hidden), numbered)

    def _line(self, id_: str) -> Iterator[etree._Element]:
        """The style and those that it is based on, each once."""
        seen: set[str] = set()
        while id_ in self._elements and id_ not in seen:
            seen.add(id_)
            yield self._elements[id_]
            id_ = value(child(self._elements[id_], "basedOn"))


@dataclass(frozen=True)
class _Level:
    kind: str
    form: str
    start: int
    legal: bool


class Numbering:
    """Automatic numbers, as Word shows them before paragraphs."""

    def __init__(self, part: etree._Element | None) -> None:
        items = list(part) if part is not None else []
        self._abstract = {
            value(item, "abstractNumId"): item for item in items if local(item) == "abstractNum"
        }
        self._numbers = {value(item, "numId"): item for item in items if local(item) == "num"}
        self._levels: dict[str, tuple[str, dict[int, _Level]]] = {}
        self._counts: dict[str, dict[int, int]] = {}

    def next(self, id_: str, level: int) -> str:
        """What stands before the next paragraph at `level` of a numbering: `1.`, `Sak 2`, `•`;
        empty where nothing does."""
        if id_ not in self._levels:
            self._levels[id_] = self._define(id_)
        sequence, levels = self._levels[id_]
        if level not in levels:
            return ""
        counts = self._counts.setdefault(sequence, {})
        for deeper in [other for other in counts if other > level]:
            del counts[deeper]
        for upper in range(level):
            if upper in levels:
                counts.setdefault(upper, levels[upper].start)
        counts[level] = counts[level] + 1 if level in counts else levels[level].start
        return _written(levels, counts, level)

    def _define(self, id_: str) -> tuple[str, dict[int, _Level]]:
        """The sequence that the numbering counts in, and its levels. Numberings of one definition
        go on counting; one that begins anew is a sequence of its own."""
        definition = self._numbers.get(id_)
        abstract = value(child(definition, "abstractNumId"))
        levels: dict[int, _Level] = {}
        sequence = abstract
        _add_levels(levels, self._abstract.get(abstract))
        for change in definition if definition is not None else []:
            at, start = number(change, "ilvl"), number(child(change, "startOverride"))
            if local(change) != "lvlOverride" or at is None:
                continue
            _add_levels(levels, change)
            if start is not None and at in levels:
                known = levels[at]
                levels[at] = _Level(known.kind, known.form, start, known.legal)
            sequence = f"{abstract} {id_}"
        return sequence, levels


def _add_levels(levels: dict[int, _Level], of: etree._Element | None) -> None:
    for item in of if of is not None else []:
        at = number(item, "ilvl")
        if local(item) == "lvl" and at is not None and at < _MAX_LEVEL:
            start = number(child(item, "start"))
            levels[at] = _Level(
                value(child(item, "numFmt")) or "decimal",
                value(child(item, "lvlText"))[:_MAX_FORM],
                1 if start is None else start,
                switched(item, "isLgl") or False,
            )


def _written(levels: dict[int, _Level], counts: dict[int, int], level: int) -> str:
    this = levels[level]
    if this.kind == "none":
        return ""
    if this.kind == "bullet":
        return "–" if this.form in _DASHES else _BULLET

    def count(match: re.Match[str]) -> str:
        at = int(match[1]) - 1
        if at not in levels or at not in counts:
            return ""
        return _count("decimal" if this.legal else levels[at].kind, counts[at])

    return re.sub(r"%([1-9])", count, this.form).strip()


def _count(kind: str, count: int) -> str:
    """A number in letters, Roman or Arabic digits; beyond 700 in digits."""
    if kind == "none":
        return ""
    if 0 < count <= _MAX_NUMBER:
        times, letter = divmod(count - 1, 26)
        letters = chr(ord("a") + letter) * (times + 1)
        written = {"lowerLetter": letters, "upperLetter": letters.upper()}
        written |= {"lowerRoman": _roman(count), "upperRoman": _roman(count).upper()}
        if kind in written:
            return written[kind]
    return f"{count:02}" if kind == "decimalZero" else str(count)


def _roman(count: int) -> str:
    written = ""
    for worth, letters in _ROMAN:
        times, count = divmod(count, worth)
        written += letters * times
    return written
