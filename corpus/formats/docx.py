"""Word documents: what a person reads in them, in reading order.

The XML is walked here, since python-docx leaves out insertions, content controls, text boxes and
notes.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from lxml import etree

from corpus.extract import Extract
from corpus.formats import bold, tables
from corpus.formats.blocks import join, voices
from corpus.formats.bold import Paragraph
from corpus.formats.ooxml import Package, open_package
from corpus.formats.wordml import (
    NAMESPACES,
    Numbering,
    Styles,
    child,
    local,
    number,
    switched,
    value,
)
from corpus.text import normalise
from kodetrapp.errors import FileRefusedError

_DAMAGED = "is no Word document, or a damaged one; open it in Word and save it anew as .docx"
_PROPERTIES = {"title", "subject", "keywords", "created"}
_WRAPPERS = {
    *("ins", "moveTo", "smartTag", "customXml", "hyperlink", "sdtContent", "dir", "bdo", "ruby"),
    *("rubyBase", "oMath", "oMathPara", "Choice", "Fallback"),
}
_REMOVED = {"del", "moveFrom"}
_ELSEWHERE = {"altChunk", "subDoc"}
_SIGNS = {"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
_NUMBERS_OF_PAGES = {"PAGE", "NUMPAGES", "SECTIONPAGES", "PAGEREF", "TOC", "TOA", "INDEX"}
"""The fields whose result is left out; that of others (links, references, forms) is text."""
_CONTENTS = re.compile(r"(?i)table of contents|innholdsfortegnelse")
_LABELLED = re.compile(r"[^\W\d_][^:\n]{0,38}:\s")
_MAX_SPAN = 63
_MAX_TITLE = 200


def read(path: Path) -> Extract:
    """The text: a blank line between paragraphs; headings marked `#`; rows of tables as
    `corpus.formats.tables` makes them, bold names as `corpus.formats.bold` does; automatic numbers
    as Word shows them. Tracked changes are read as accepted. Foot- and endnotes stand in brackets
    where they are referred to, since brackets are how a transcript tells what wasn't said, and a
    note that is left out would never be read. Text boxes follow the paragraph that they hang on.
    Comments, hidden text, lists of contents, numbers of pages, page headers and footers are left
    out; warnings tell of what somebody could miss. The words of page headers and footers are the
    properties `header` and `footer`, lines each.

    Raises `FileRefusedError` for what isn't a Word document, or is one that is damaged, protected
    by a password, unpacks to far more than its size, defines entities or holds only pictures.
    """
    with open_package(path, _DAMAGED) as package:
        main = next(iter(package.related("officeDocument")), "word/document.xml")
        root = package.parse(main)
        body = child(root, "body")
        if local(root) != "document" or body is None:
            raise FileRefusedError(_DAMAGED)
        styles = Styles(package.part("styles", main))
        numbering = Numbering(package.part("numbering", main))
        walk = _Walk(styles, numbering, _notes(package, main))
        blocks, questions = bold.read(list(walk.all(body)))
        text = normalise(join(blocks))
        properties = _properties(package)
        for kind in ("header", "footer"):
            if words := _beside_pages(package, main, kind, styles):
                properties[kind] = words
        macros = any(name.endswith("vbaProject.bin") for name in package.names)
        comments = package.part("comments", main)
        walk.left_out["comments"] += 0 if comments is None else len(comments)
    if walk.pictures and not text.strip():
        raise FileRefusedError("holds pictures but no text (a scan?); have its text recognised")
    notes = ["macros were left out and not run"] if macros else []
    warnings = (*walk.warnings(), *questions, *notes)
    return Extract(text, (), properties, warnings, voices(blocks))


_Notes = dict[tuple[str, str], etree._Element]
"""Foot- and endnotes by kind and id."""


def _notes(package: Package, main: str) -> _Notes:
    return {
        (kind, value(note, "id")): note
        for kind in ("footnote", "endnote")
        if (part := package.part(f"{kind}s", main)) is not None
        for note in part
    }


def _properties(package: Package) -> dict[str, str]:
    """What the file says of itself; never who wrote it."""
    core = package.part("core-properties", "")
    found: dict[str, str] = {}
    for item in core if core is not None else []:
        words = normalise(item.text or "").strip()
        if words and local(item) in _PROPERTIES:
            found.setdefault(local(item), words)
    if "created" in found:
        try:
            found["created"] = date.fromisoformat(found["created"][:10]).isoformat()
        except ValueError:
            del found["created"]
    return found


def _beside_pages(package: Package, main: str, kind: str, styles: Styles) -> str:
    """The lines of all page headers or all page footers, each once."""
    texts: list[str] = []
    for name in package.related(kind, main):
        walk = _Walk(styles, Numbering(None), {})
        texts += [item.text for item in walk.all(package.parse(name))]
    seen = dict.fromkeys(normalise(line).strip() for text in texts for line in text.split("\n"))
    return "\n".join(line for line in seen if re.search(r"[^\W\d_]", line))


@dataclass
class _Line:
    """A paragraph in the making: its pieces with whether they are bold, whether its style is bold
    or hidden, and the text boxes that hang on it."""

    bold: bool = False
    hidden: bool = False
    pieces: list[tuple[str, bool]] = field(default_factory=list, repr=False)
    boxes: list[etree._Element] = field(default_factory=list)

    def paragraph(self, numbered: str, heading: bool) -> Paragraph:
        """The pieces, without white space around them, behind their number."""
        text, bold_end = bold.leading(self.pieces)
        if not text:
            return Paragraph("")
        if numbered in {"•", "–"} and _LABELLED.match(text):
            numbered = ""  # A dash before a name is no part of what a person says.
        prefix = f"{numbered} " if numbered else ""
        if heading:
            return Paragraph(f"{prefix}{' '.join(text.split())}", 0, True)
        return Paragraph(f"{prefix}{text}", len(prefix) + bold_end if bold_end else 0)


@dataclass
class _Field:
    """A field that is open: its code so far, and whether its result has begun."""

    code: str = ""
    shows: bool = False


class _Walk:
    """Through parts of a document in reading order, counting what is left out."""

    def __init__(self, styles: Styles, numbering: Numbering, notes: _Notes) -> None:
        self._styles = styles
        self._numbering = numbering
        self._notes = notes
        self._fields: list[_Field] = []
        self._whole: set[etree._Element] = set()
        self._muted = False
        self._carried: list[tuple[str, bool]] = []
        self.left_out: Counter[str] = Counter()
        self._changes: Counter[str] = Counter()
        self._noted = 0
        self.pictures = 0

    def warnings(self) -> Iterator[str]:
        """One sentence for each kind of thing that was left out or decided."""
        if any(self._changes.values()):
            count = self._changes
            yield (
                f"tracked changes are read as accepted (insertions: {count['ins']},"
                f" deletions: {count['del']}, moves: {count['moveTo']})"
            )
        if self._noted:
            yield f"notes stand in brackets where they are referred to ({self._noted})"
        for what, count_ in sorted(self.left_out.items()):
            if count_:
                yield f"{what} were left out ({count_})"

    def all(self, of: etree._Element) -> Iterator[Paragraph]:
        """The paragraphs of a part of the document, those of its tables and boxes among them."""
        self._whole |= _whole_fields(of)
        yield from self._blocks(of)
        if self._carried:
            yield self._finish(_Line(), "", False)

    def _blocks(self, of: Iterable[etree._Element]) -> Iterator[Paragraph]:
        for item in of:
            tag = local(item)
            if tag == "p":
                yield from self._paragraph(item)
            elif tag == "tbl":
                yield from self._table(item)
            elif (inner := self._inside(item, tag)) is not None:
                yield from self._blocks(inner)

    def _inside(self, item: etree._Element, tag: str) -> etree._Element | None:
        """The element whose children stand for `item` in the text; None where nothing does."""
        if tag in self._changes or tag in {"ins", "moveTo", *_REMOVED}:
            self._changes[tag] += 1
        if tag in _WRAPPERS:
            return item
        if tag == "sdt":
            about = child(item, "sdtPr")
            gallery = value(child(about, "docPartObj", "docPartGallery"))
            if _CONTENTS.match(gallery) or switched(about, "showingPlcHdr"):
                return None
            return child(item, "sdtContent")
        if tag == "AlternateContent":
            choice = child(item, "Choice")
            return choice if choice is not None else child(item, "Fallback")
        if tag in _ELSEWHERE:
            self.left_out["parts in formats of their own"] += 1
        return None

    def _paragraph(self, item: etree._Element) -> Iterator[Paragraph]:
        about = child(item, "pPr")
        style = self._styles[value(child(about, "pStyle"))]
        line = _Line(style.bold, style.hidden)
        self._inline(item, line)
        mark = child(about, "rPr")
        if any(child(mark, tag) is not None for tag in _REMOVED):
            self._carried += line.pieces
            yield from self._boxes(line)
            return
        outline = number(child(about, "outlineLvl"))
        outlined = outline is not None and outline < 9
        numbered = ""
        list_ = child(about, "numPr")
        own = value(child(list_, "numId"))
        level = number(child(list_, "ilvl"))
        if own or style.numbered:
            id_, usual = style.numbered or ("", 0)
            at = level if level is not None else 0 if own else usual
            numbered = self._numbering.next(own or id_, at)
        if not style.contents:
            yield self._finish(line, numbered, style.heading or outlined)
        yield from self._boxes(line)

    def _boxes(self, line: _Line) -> Iterator[Paragraph]:
        for box in line.boxes:
            yield from self._blocks(box)

    def _finish(self, line: _Line, numbered: str, heading: bool) -> Paragraph:
        line.pieces[:0] = self._carried
        self._carried = []
        length = sum(len(text) for text, _ in line.pieces)
        return line.paragraph(numbered, heading and length <= _MAX_TITLE)

    def _inline(self, of: etree._Element, line: _Line) -> None:
        for item in of:
            tag = local(item)
            if tag == "r":
                self._run(item, line)
            elif tag == "fldSimple":
                if _field_kind(value(item, "instr")) not in _NUMBERS_OF_PAGES:
                    self._inline(item, line)
            elif (inner := self._inside(item, tag)) is not None:
                self._inline(inner, line)

    def _run(self, run: etree._Element, line: _Line) -> None:
        about = child(run, "rPr")
        style = self._styles.character(value(child(about, "rStyle")))
        is_bold, hidden = switched(about, "b"), switched(about, "vanish")
        is_bold = style.bold or line.bold if is_bold is None else is_bold
        hidden = style.hidden or line.hidden if hidden is None else hidden
        for item in run:
            tag = local(item)
            if tag == "fldChar":
                self._field(item)
            elif tag == "instrText":
                if self._fields:
                    self._fields[-1].code += item.text or ""
            elif hidden:
                self.left_out["pieces of hidden text"] += tag == "t"
            elif not self._muted and (text := self._text(item, tag, line)):
                line.pieces.append((text, is_bold))

    def _text(self, item: etree._Element, tag: str, line: _Line) -> str:
        """What an element of a run stands for; text boxes go to the line."""
        if tag == "t":
            return re.sub(r"[\t\r\n]", " ", item.text or "")
        if tag in {"footnoteReference", "endnoteReference"}:
            return self._note(tag.removesuffix("Reference"), value(item, "id"))
        if tag in {"drawing", "pict", "object", "AlternateContent"}:
            self._drawing(item, line)
        elif tag == "ruby":
            self._inline(item, line)
        return _SIGNS.get(tag, "")

    def _drawing(self, item: etree._Element, line: _Line) -> None:
        """Finds the text boxes in a drawing (once, though it may be there in two forms)."""
        for inner in item:
            tag = local(inner)
            if tag == "txbxContent":
                line.boxes.append(inner)
            elif tag in {"blip", "imagedata"}:
                self.pictures += 1
            elif tag != "Fallback" or child(item, "Choice") is None:
                self._drawing(inner, line)

    def _note(self, kind: str, id_: str) -> str:
        """A note in brackets; each is read where it is first referred to."""
        note = self._notes.pop((kind, id_), None)
        if note is None:
            return ""
        self._whole |= _whole_fields(note)
        words = " ".join(" ".join(item.text.split()) for item in list(self._blocks(note)))
        self._noted += bool(words.strip())
        return f" [{words.strip()}]" if words.strip() else ""

    def _field(self, mark: etree._Element) -> None:
        kind = value(mark, "fldCharType")
        if kind == "begin" and mark in self._whole:
            self._fields.append(_Field())
        elif kind == "separate" and self._fields:
            last = self._fields[-1]
            last.shows = _field_kind(last.code) not in _NUMBERS_OF_PAGES
        elif kind == "end" and mark in self._whole and self._fields:
            self._fields.pop()
        self._muted = not all(open_.shows for open_ in self._fields)

    def _table(self, table: etree._Element) -> Iterator[Paragraph]:
        rows: list[list[str]] = []
        inside: list[list[Paragraph]] = []
        nested: list[list[etree._Element]] = []
        for row in self._parts(table, "tr"):
            if child(row, "trPr", "del") is not None:
                self._changes["del"] += 1
                continue
            cells = [self._cell(cell) for cell in self._parts(row, "tc")]
            rows.append([text for _, _, texts in cells for text in texts])
            inside.append([item for items, _, _ in cells for item in items if item.text])
            nested.append([inner for _, inners, _ in cells for inner in inners])
        if all(sum(map(bool, row)) < 2 for row in rows):
            blocks = inside  # A frame around text.
        else:
            blocks = [
                [Paragraph(block.text, 0, block.heading, block.voice) for block in row]
                for row in tables.paragraphs(rows)
            ]
        for items, inners in zip(blocks, nested, strict=True):
            yield from items
            for inner in inners:
                yield from self._table(inner)

    def _parts(self, of: etree._Element, name: str) -> Iterator[etree._Element]:
        """The rows of a table or the cells of a row."""
        for item in of:
            tag = local(item)
            if tag == name:
                yield item
            elif (inner := self._inside(item, tag)) is not None:
                yield from self._parts(inner, name)

    def _cell(
        self, cell: etree._Element
    ) -> tuple[list[Paragraph], list[etree._Element], list[str]]:
        """The paragraphs of a cell, the tables in it, and a text for each column it spans; a cell
        that is merged with the one above has nothing of its own."""
        about = child(cell, "tcPr")
        span = min(number(child(about, "gridSpan")) or 1, _MAX_SPAN)
        merged = child(about, "vMerge")
        if merged is not None and value(merged) != "restart":
            return [], [], [""] * span
        inner = [item for item in cell if local(item) == "tbl"]
        items = [
            block
            for item in cell
            if local(item) not in {"tbl", "tcPr"}
            for block in self._blocks([item])
        ]
        text = "\n".join(item.text for item in items if item.text)
        return items, inner, [text, *[""] * (span - 1)]


def _field_kind(code: str) -> str:
    return code.split(None, 1)[0].upper() if code.strip() else ""


def _whole_fields(of: etree._Element) -> set[etree._Element]:
    """The marks of the fields that begin and end: one that never ends must not hide the rest."""
    tags = [f"{{{namespace}}}fldChar" for namespace in NAMESPACES]
    begun: list[etree._Element] = []
    whole: set[etree._Element] = set()
    for mark in of.iter(*tags):
        kind = value(mark, "fldCharType")
        if kind == "begin":
            begun.append(mark)
        elif kind == "end" and begun:
            whole |= {begun.pop(), mark}
    return whole
