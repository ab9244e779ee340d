"""Web pages: what a browser would show, by selectolax (Lexbor)."""

import re
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from selectolax.lexbor import LexborHTMLParser, LexborNode

from corpus.extract import Extract
from corpus.formats import bold, tables
from corpus.formats.blocks import join, table_row, voices
from corpus.formats.bold import Paragraph
from corpus.formats.refusing import refusing
from corpus.text import decoded, mended, normalise
from kodetrapp.errors import FileRefusedError


def _names(of: str) -> frozenset[str]:
    return frozenset(of.split())


_MAX_DEPTH = 200
_CHARSET = re.compile(
    rb"(?i)<(?:meta\b[^>]*charset|\?xml\b[^>]*encoding)\s*=\s*[\"']?\s*"
    rb"(utf-?8|windows-125\d|cp125\d|iso-8859-\d{1,2}|latin-?1|us-ascii|macintosh|koi8-r)\b"
)
_WINDOWS = {"iso-8859-1", "latin1", "latin-1", "us-ascii"}
"""Browsers read these as Windows-1252."""
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)")
_NO_END = _names(
    "area base br col colgroup dd dt embed hr img input li link meta option p param rp rt source"
    " tbody td tfoot th thead track tr wbr"
)
_UNREAD = _names(
    "audio button canvas datalist del head iframe input map math nav noscript object option rp rt"
    " script select style svg template textarea title video"
)
_BLOCKS = _names(
    "address article aside blockquote body caption center dd details div dl dt fieldset figcaption"
    " figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr legend li main ol p pre search section"
    " summary table tbody td tfoot th thead tr ul"
)
_HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}
_BOLD = re.compile(r"(?i)font-weight:\s*(?:bold|[6-9]00)")
_HIDDEN = re.compile(r"(?i)display:\s*none|visibility:\s*hidden|mso-hide:\s*all")
_COMMENTS = re.compile(r"(?i)mso-element:\s*comment-list")
_PAGE_EDGE = re.compile(r"(?i)mso-element:\s*(?:header|footer)")
_NOTE_MARK = re.compile(r"[\[(]?(?:\d{1,3}|\*)[\])]?$")
_WHITE = re.compile(r"[ \t\r\n\f]+")
_PROPERTIES = {
    "subject": ("dcterms.subject", "dc.subject", "subject"),
    "keywords": ("keywords",),
    "created": ("dcterms.created", "dcterms.date", "dc.date", "created", "date"),
}
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")


def read(path: Path) -> Extract:
    """The text as `docx.read` gives it: block elements are paragraphs, `br` ends a line, a term
    with its description (`dl`) is read like a table row. Scripts, menus, form fields, deletions
    and what is hidden are left out, and so are the marks that link to a note. Bytes are decoded by
    their mark, else by what the page says, else as plain text is.

    Raises `FileRefusedError` where there is no element, or where they nest more than 200 deep.
    """
    page, mending = _decoded(path.read_bytes())
    _check(page)
    with refusing("is a damaged web page; open it in a browser and save its text as .txt"):
        root = LexborHTMLParser(page).root
        walk = _Walk()
        blocks, questions = bold.read(list(walk.blocks(root)) if root else [])
        text = normalise(join(blocks))
        notes = (*mending, *walk.warnings(), *questions)
        return Extract(text, (), _properties(root), notes, voices(blocks))


def _decoded(data: bytes) -> tuple[str, tuple[str, ...]]:
    """The page, and warnings about what was mended in it."""
    said = _CHARSET.search(data[:4096])
    if said and b"\0" not in data and not data.startswith(b"\xef\xbb\xbf"):
        name = said[1].decode().lower()
        with suppress(LookupError, UnicodeError):
            return mended(data.decode("cp1252" if name in _WINDOWS else name))
    found = decoded(data)
    return found.text, found.warnings


def _check(page: str) -> None:
    """Refuses what no parser should be given: trees so deep that they take quadratic time."""
    depth = found = 0
    for match in _TAG.finditer(page):
        found += 1
        if match[2].lower() not in _NO_END:
            depth = max(0, depth - 1) if match[1] else depth + 1
        if depth > _MAX_DEPTH:
            raise FileRefusedError(
                f"nests elements more than {_MAX_DEPTH} deep;"
                " open it in a browser and save its text as .txt"
            )
    if not found and page.strip():
        raise FileRefusedError("is no web page; if it is plain text, name it .txt")


def _properties(root: LexborNode | None) -> dict[str, str]:
    if root is None:
        return {}
    found = {}
    title = root.css_first("title")
    if title is not None and (value := normalise(" ".join(title.text().split()))):
        found["title"] = value
    said = {
        str(item.attributes.get("name") or "").lower(): str(item.attributes.get("content") or "")
        for item in root.css("meta[name]")
    }
    for name, keys in _PROPERTIES.items():
        if value := next((said[key] for key in keys if said.get(key)), ""):
            found[name] = normalise(" ".join(value.split()))
    if "created" in found:
        day = _DATE.match(found.pop("created"))
        found |= {"created": day[0]} if day else {}
    return found


def _children(of: LexborNode) -> Iterator[LexborNode]:
    child = of.child
    while child is not None:
        yield child
        child = child.next


def _is_bold(element: LexborNode) -> bool:
    style = element.attributes.get("style") or ""
    return element.tag in {"b", "strong"} or _BOLD.search(style) is not None


class _Walk:
    """Through the elements of a page, in reading order, counting what is left out."""

    def __init__(self) -> None:
        self._left_out: Counter[str] = Counter()
        self._pieces: list[str] = []

    def warnings(self) -> tuple[str, ...]:
        """One sentence for each kind of thing that was left out."""
        return tuple(f"{what} were left out ({n})" for what, n in sorted(self._left_out.items()))

    def blocks(self, of: LexborNode) -> Iterator[Paragraph]:
        """The paragraphs and rows in an element."""
        yield from self._inside(of)
        yield from self._flush()

    def _inside(
        self, of: LexborNode, pre: bool = False, in_bold: bool = False
    ) -> Iterator[Paragraph]:
        term = ""
        for child in _children(of):
            tag = str(child.tag)
            if child.is_text_node:
                words = child.text_content or ""
                words = words if pre else _WHITE.sub(" ", words)
                self._pieces.append(bold.marked(words) if in_bold else words)
            elif not child.is_element_node or self._is_left_out(child):
                continue
            elif tag == "br":
                self._pieces.append("\n")
            elif tag == "dt":
                yield from self._flush()
                term = self._words(child)
            elif tag == "dd" and term:
                yield from self._flush()
                yield Paragraph(table_row([term, self._words(child)]))
                term = ""
            elif tag == "table" and len(rows := self._rows(child)) > 0:
                yield from self._flush()
                for row in tables.paragraphs(rows):
                    yield from (Paragraph(b.text, 0, b.heading, b.voice) for b in row)
            elif tag in _BLOCKS:
                yield from self._flush()
                yield from self._inside(child, pre or tag == "pre", in_bold or _is_bold(child))
                yield from self._flush(tag in _HEADINGS)
            else:
                yield from self._inside(child, pre, in_bold or _is_bold(child))
        if term:
            yield Paragraph(term)

    def _rows(self, table: LexborNode) -> list[list[str]]:
        """The texts of the cells in each row; none where a table is but layout, because it holds
        another or has one cell a row."""
        if len(table.css("table")) > 1:
            return []
        shown = [row for row in table.css("tr") if not self._is_left_out(row)]
        rows = [[cell for cell in _children(row) if cell.tag in {"td", "th"}] for row in shown]
        if all(len(row) < 2 for row in rows):
            return []
        return [[self._words(cell) for cell in row] for row in rows]

    def _words(self, of: LexborNode) -> str:
        return " ".join(block.text for block in self.blocks(of))

    def _is_left_out(self, element: LexborNode) -> bool:
        tag, attributes = element.tag, element.attributes
        style = attributes.get("style") or ""
        if _COMMENTS.search(style):
            self._left_out["comments"] += sum(child.is_element_node for child in _children(element))
            return True
        if tag in _UNREAD or _PAGE_EDGE.search(style):
            return True
        if "hidden" in attributes or _HIDDEN.search(style):
            self._left_out["pieces of hidden text"] += 1
            return True
        return (
            tag == "a"
            and (attributes.get("href") or "").startswith("#")
            and _NOTE_MARK.match(element.text().strip()) is not None
        )

    def _flush(self, heading: bool = False) -> Iterator[Paragraph]:
        """What was gathered, as paragraphs: one, or more where lines between are empty."""
        text = re.sub(r"[ \t]*\n[ \t]*", "\n", "".join(self._pieces).replace("\r", ""))
        self._pieces.clear()
        for part in re.split(r"\n{2,}", text):
            words, in_bold = bold.leading(bold.unmarked(re.sub(r" {2,}", " ", part)))
            if words and heading:
                yield Paragraph(" ".join(words.split()), 0, True)
            elif words:
                yield Paragraph(words, in_bold)
