"""Word documents: paragraphs and tables in reading order."""

import re
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path

import docx
from docx.document import Document as WordDocument
from docx.opc.exceptions import OpcError
from docx.table import Table
from docx.text.paragraph import Paragraph
from lxml.etree import LxmlError

from corpus.extract import Extract
from corpus.text import normalise
from kodetrapp.errors import FileRefusedError

_MAX_UNPACKED = 200 * 2**20
_MAX_FIELD = 120
_FIELD = re.compile(r"^[^\W\d_][^:\n]{0,38}:\s")
_TIME = re.compile(r"[\[(]?\d{1,2}:\d{2}(?::\d{2})?[\])]?$")
_DAMAGE = (
    zipfile.BadZipFile,
    zlib.error,
    OpcError,
    LxmlError,
    AttributeError,
    KeyError,
    NotImplementedError,
    RuntimeError,
    ValueError,
)


def read(path: Path) -> Extract:
    """The text: a blank line between paragraphs; headings marked `#`; a table row is one
    paragraph, `first cell: other cells`, or `[time] second cell: others` where a time comes first.
    Raises `FileRefusedError` for what isn't a Word document.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            if sum(member.file_size for member in archive.infolist()) > _MAX_UNPACKED:
                raise FileRefusedError("unpacks to more than 200 MB; save the text alone")
        return Extract(normalise("\n\n".join(_blocks(docx.Document(str(path))))))
    except _DAMAGE:
        raise FileRefusedError(
            "is no Word document, or a damaged one; open it in Word and save it anew as .docx"
        ) from None


def _blocks(document: WordDocument) -> Iterator[str]:
    header: list[str] = []
    for text, is_heading in _texts(document):
        if not is_heading and _FIELD.match(text) and len(text) < _MAX_FIELD:
            # Short `Field: value` paragraphs or rows below each other are one block.
            header.append(text)
            continue
        yield from _flush(header)
        if is_heading:
            yield f"# {text}"
        elif text.strip():
            yield text
    yield from _flush(header)


def _texts(document: WordDocument) -> Iterator[tuple[str, bool]]:
    """Paragraphs and table rows, each with whether it is a heading."""
    for block in document.iter_inner_content():
        if isinstance(block, Table):
            yield from ((row, False) for row in _rows(block))
        else:
            text = block.text.replace("\v", "\n")
            yield text, bool(text.strip()) and _is_heading(block)


def _flush(header: list[str]) -> Iterator[str]:
    if header:
        yield "\n".join(header)
        header.clear()


def _is_heading(paragraph: Paragraph) -> bool:
    style = paragraph.style.name if paragraph.style is not None else None
    return bool(style and re.match(r"(?i)(heading|overskrift|title|tittel)\b", style))


def _rows(table: Table) -> Iterator[str]:
    for row in table.rows:
        cells: list[str] = []
        for cell in row.cells:
            text = " ".join(cell.text.split())
            if text and (not cells or cells[-1] != text):
                cells.append(text)
        if len(cells) > 2 and _TIME.match(cells[0]):
            yield f"[{cells[0].strip('[]()')}] {cells[1].rstrip(':')}: {' '.join(cells[2:])}"
        elif len(cells) > 1 and len(cells[0]) <= 40:
            yield f"{cells[0].rstrip(':')}: {' '.join(cells[1:])}"
        elif cells:
            yield " ".join(cells)
