"""OpenDocument texts (LibreOffice, Google Docs): paragraphs, tables and notes in reading order.

Packages are opened by odfdo. Their XML is parsed here, because odfdo's parser replaces entities,
and walked here, because its tables repeat a cell as often as a file asks for.
"""

import io
import re
import zipfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from lxml import etree
from odfdo.container import Container

from corpus.extract import Extract
from corpus.formats import bold, tables
from corpus.formats.blocks import join, voices
from corpus.formats.bold import Paragraph, Piece
from corpus.formats.refusing import refusing
from corpus.text import normalise
from kodetrapp.errors import FileRefusedError

_MAX_UNPACKED = 200 * 2**20
_TEXT_TYPES = {
    "application/vnd.oasis.opendocument.text",
    "application/vnd.oasis.opendocument.text-template",
}
_NAMESPACES = {
    "urn:oasis:names:tc:opendocument:xmlns:office:1.0": "office",
    "urn:oasis:names:tc:opendocument:xmlns:text:1.0": "text",
    "urn:oasis:names:tc:opendocument:xmlns:table:1.0": "table",
    "urn:oasis:names:tc:opendocument:xmlns:style:1.0": "style",
    "urn:oasis:names:tc:opendocument:xmlns:drawing:1.0": "draw",
    "urn:oasis:names:tc:opendocument:xmlns:meta:1.0": "meta",
    "urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0": "fo",
    "http://purl.org/dc/elements/1.1/": "dc",
}
_URIS = {prefix: uri for uri, prefix in _NAMESPACES.items()}
_UNREAD = {
    "office:annotation",
    "office:forms",
    "table:covered-table-cell",
    "text:alphabetical-index",
    "text:bibliography",
    "text:hidden-paragraph",
    "text:hidden-text",
    "text:illustration-index",
    "text:index-title",
    "text:note-citation",
    "text:object-index",
    "text:ruby-text",
    "text:script",
    "text:table-index",
    "text:table-of-content",
    "text:tracked-changes",
    "text:user-index",
}
"""Comments, deletions, lists of contents, what is hidden or stands elsewhere."""
_PROPERTIES = {
    "title": "dc:title",
    "subject": "dc:subject",
    "keywords": "meta:keyword",
    "created": "meta:creation-date",
}
_HEADING = re.compile(r"(?i)(heading|overskrift|title|tittel)\b")
_WHITE = re.compile(r"[ \t\r\n]+")
_MAX_SPACES = 100
_BOLD = {"bold", "600", "700", "800", "900"}


def read(path: Path) -> Extract:
    """The text as `docx.read` gives it. Insertions are in, deletions out; footnotes stand in
    brackets where they are referred to, since brackets are how a transcript tells what wasn't
    said, and a note that is left out would never be read. Comments, hidden text, page headers,
    page footers and lists of contents are left out; of comments and hidden text a warning tells
    how many. Text boxes follow the paragraph that they hang on.

    Raises `FileRefusedError` for what isn't an OpenDocument text, is protected by a password,
    unpacks to more than 200 MB or defines entities.
    """
    data = path.read_bytes()
    with refusing(
        "is no OpenDocument text, or a damaged one; open it in LibreOffice and save it anew as .odt"
    ):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if sum(member.file_size for member in archive.infolist()) > _MAX_UNPACKED:
                raise FileRefusedError("unpacks to more than 200 MB; save the text alone")
            names = set(archive.namelist())
            known = "META-INF/manifest.xml" in names
            manifest = archive.read("META-INF/manifest.xml") if known else b""
        if "encrypted-package" in names or b"encryption-data" in manifest:
            raise FileRefusedError("is protected by a password; save it without one")
        package = Container(io.BytesIO(data))
        if package.mimetype not in _TEXT_TYPES:
            raise FileRefusedError("is an OpenDocument file but no text; save its text as .odt")
        content = _parse(package.get_part("content.xml"))
        properties = (
            _properties(_parse(package.get_part("meta.xml"))) if "meta.xml" in names else {}
        )
        styles = _parse(package.get_part("styles.xml")) if "styles.xml" in names else None
        walk = _Walk(content, styles)
        body = content.find("office:body/office:text", _URIS)
        blocks, questions = bold.read(list(bold.parted(walk.blocks(body))))
        text = normalise(join(blocks))
    return Extract(text, (), properties, (*walk.warnings(), *questions), voices(blocks))


def _parse(part: str | bytes | None) -> etree._Element:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
    root = etree.fromstring(part.encode() if isinstance(part, str) else part or b"", parser)
    if root.getroottree().docinfo.doctype:
        raise FileRefusedError("defines entities of its own; open it and save it anew as .odt")
    return root


def _properties(meta: etree._Element) -> dict[str, str]:
    found = {}
    for name, tag in _PROPERTIES.items():
        values = [normalise(item.text or "").strip() for item in meta.iterfind(f".//{tag}", _URIS)]
        if any(values):
            found[name] = ", ".join(filter(None, values))
    if "created" in found:
        found["created"] = found["created"][:10]
    return found


def _name(of: str) -> str:
    """`text:p` for the tag or attribute in Clark's notation; as it stands for unknown ones."""
    uri, _, local = of.removeprefix("{").rpartition("}")
    return f"{_NAMESPACES[uri]}:{local}" if uri in _NAMESPACES else of


def _attribute(of: etree._Element, name: str) -> str:
    prefix, local = name.split(":")
    return str(of.get(f"{{{_URIS[prefix]}}}{local}", ""))


class _Walk:
    """Through the body of a document, in reading order, counting what is left out."""

    def __init__(self, content: etree._Element, styles: etree._Element | None) -> None:
        self._left_out: Counter[str] = Counter()
        self._hidden: set[str] = set()
        self._parents: dict[str, str] = {}
        self._weights: dict[str, str] = {}
        roots = [root for root in (styles, content) if root is not None]
        for style in (found for root in roots for found in root.iterfind(".//style:style", _URIS)):
            name = _attribute(style, "style:name")
            self._parents[name] = _attribute(style, "style:parent-style-name")
            shown = style.find("style:text-properties", _URIS)
            if shown is not None and _attribute(shown, "text:display") == "none":
                self._hidden.add(name)
            if shown is not None and (weight := _attribute(shown, "fo:font-weight")):
                self._weights[name] = weight

    def warnings(self) -> tuple[str, ...]:
        """One sentence for each kind of thing that was left out."""
        return tuple(f"{what} were left out ({n})" for what, n in sorted(self._left_out.items()))

    def blocks(self, of: etree._Element) -> Iterator[Paragraph]:
        """The paragraphs and table rows in an element."""
        for child in of:
            tag = self._read(child)
            if tag in {"text:p", "text:h"}:
                yield from self._paragraph(child, tag == "text:h")
            elif tag == "table:table":
                for row in tables.paragraphs(list(self._rows(child))):
                    yield from (Paragraph(b.text, 0, b.heading, b.voice) for b in row)
            elif tag is not None:
                yield from self.blocks(child)

    def _rows(self, of: etree._Element) -> Iterator[list[str]]:
        """The texts of the cells in each row of a table; none for those that another covers."""
        for child in of:
            tag = self._read(child)
            if tag == "table:table-row":
                cells = [cell for cell in child if isinstance(cell.tag, str)]
                yield [
                    " ".join(block.text for block in self.blocks(cell)) if self._read(cell) else ""
                    for cell in cells
                ]
            elif tag is not None:
                yield from self._rows(child)

    def _read(self, element: etree._Element) -> str | None:
        """The name of an element; None where it isn't read, which is counted."""
        if not isinstance(element.tag, str):
            return None
        tag = _name(element.tag)
        if tag == "office:annotation":
            self._left_out["comments"] += 1
        elif (
            tag in {"text:hidden-text", "text:hidden-paragraph"}
            or (tag == "text:section" and _attribute(element, "text:display") == "none")
            or (tag in {"text:span", "text:p", "text:h"} and self._is_hidden(element))
        ):
            self._left_out["pieces of hidden text"] += 1
            return None
        return None if tag in _UNREAD else tag

    def _is_hidden(self, element: etree._Element) -> bool:
        return _attribute(element, "text:style-name") in self._hidden

    def _is_bold(self, element: etree._Element, around: bool) -> bool:
        """Whether the words in an element are bold, given whether those around it are."""
        style, seen = _attribute(element, "text:style-name"), set[str]()
        while style and style not in seen:
            if style in self._weights:
                return self._weights[style] in _BOLD
            seen.add(style)
            style = self._parents.get(style, "")
        return around

    def _paragraph(self, element: etree._Element, heading: bool) -> Iterator[Paragraph]:
        boxes: list[etree._Element] = []
        pieces = self._inline(element, boxes, self._is_bold(element, False))
        text, in_bold = bold.leading(pieces)
        style = _attribute(element, "text:style-name")
        named = (self._parents.get(style) or style).replace("_20_", " ")
        heading = bool(text) and (heading or _HEADING.match(named) is not None)
        yield Paragraph(text, 0 if heading else in_bold, heading)
        for box in boxes:
            yield from self.blocks(box)

    def _inline(
        self, element: etree._Element, boxes: list[etree._Element], in_bold: bool
    ) -> Iterator[Piece]:
        """The pieces of text in a paragraph; frames with text of their own go to `boxes`."""
        yield _WHITE.sub(" ", element.text or ""), in_bold
        for child in element:
            tag = self._read(child)
            if tag == "text:s":
                count = _attribute(child, "text:c")
                yield " " * min(int(count) if count.isdecimal() else 1, _MAX_SPACES), in_bold
            elif tag == "text:tab":
                yield "\t", in_bold
            elif tag == "text:line-break":
                yield "\n", in_bold
            elif tag == "text:number":
                yield f"{child.text or ''} ", in_bold
            elif tag == "text:note":
                words = " ".join(" ".join(block.text.split()) for block in self.blocks(child))
                yield f" [{words}]", in_bold
            elif tag is not None and tag.startswith("draw:") and tag != "draw:a":
                boxes.append(child)
            elif tag is not None:
                yield from self._inline(child, boxes, self._is_bold(child, in_bold))
            yield _WHITE.sub(" ", child.tail or ""), in_bold
