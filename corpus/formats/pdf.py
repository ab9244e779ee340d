"""PDF files with text: pages to lines to paragraphs, by pdfplumber (pdfminer.six)."""

import io
import logging
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import suppress
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any

import pdfplumber
from pdfminer.pdfdocument import PDFEncryptionError, PDFPasswordIncorrect
from pdfplumber.page import Page
from pdfplumber.utils.exceptions import PdfminerException

from corpus.extract import Extract
from corpus.formats.blocks import join
from corpus.formats.layout import TextLine, paragraphs, without_running
from corpus.formats.refusing import refusing
from corpus.text import normalise
from kodetrapp.errors import FileRefusedError

logging.getLogger("pdfminer").setLevel(logging.CRITICAL)  # Its messages quote the file.

_MAX_PAGES = 1000
_MAX_UNREADABLE = 0.1
_CID = re.compile(r"\(cid:\d+\)")
_DATE = re.compile(r"D?:?(\d{4})(\d{2})(\d{2})")
_PROPERTIES = {"title": "Title", "subject": "Subject", "keywords": "Keywords"}
_LOCKED = "is protected by a password; open it, and print or save it anew without one"
_SCANNED = (
    "has no text, only pictures of pages; run text recognition (OCR) over it, and read the result"
    " through"
)
_EMPTY = "has no text; remove it, or export the transcript anew"

Word = dict[str, Any]


def read(path: Path) -> Extract:
    """The text as `docx.read` gives it, with paragraphs rebuilt from lines (see layout.py). Two
    columns are read one after the other. Headers, footers and page numbers that run along the
    pages, and text that isn't upright, are left out.

    Raises `FileRefusedError` for what isn't a PDF, needs a password, has more than 1000 pages, has
    pictures instead of text, or letters that can't be told.
    """
    data = io.BytesIO(path.read_bytes())
    with refusing(
        "is no PDF, or a damaged one; open it in a PDF reader, and print or save it anew"
    ):
        try:
            with pdfplumber.open(data) as pdf:
                if len(pdf.pages) > _MAX_PAGES:
                    raise FileRefusedError(f"has more than {_MAX_PAGES} pages; save it in parts")
                pages, pictures = [], []
                for page in pdf.pages:
                    pages.append(_lines(page))
                    pictures.append(bool(page.images))
                    page.close()
                properties = _properties(pdf.metadata)
        except (PdfminerException, PDFPasswordIncorrect, PDFEncryptionError) as error:
            cause = error.args[0] if error.args else error
            if isinstance(error, PdfminerException) and not isinstance(
                cause, PDFPasswordIncorrect | PDFEncryptionError
            ):
                raise
            raise FileRefusedError(_LOCKED) from None
        lines, running = without_running(pages)
        text = normalise(join(paragraphs(lines)))
    if not text.strip():
        raise FileRefusedError(_SCANNED if any(pictures) else _EMPTY)
    text, warnings = _readable(text)
    if running:
        warnings.append(f"headers, footers and page numbers were left out (lines: {running})")
    bare = [
        n for n, (of, seen) in enumerate(zip(pages, pictures, strict=True), 1) if seen and not of
    ]
    if bare:
        numbers = ", ".join(map(str, bare))
        warnings.append(f"pages that are pictures without text were left out (pages: {numbers})")
    return Extract(text, properties=properties, warnings=tuple(warnings))


def _readable(text: str) -> tuple[str, list[str]]:
    """The text, with letters that the file doesn't tell shown as such. Refuses one full of them."""
    mended, lost = _CID.subn("\ufffd", text)
    if lost > _MAX_UNREADABLE * len("".join(mended.split())):
        raise FileRefusedError(
            "doesn't tell which letters it shows; get it as .docx, or run text recognition (OCR)"
        )
    return mended, [f"letters that the file doesn't tell are shown as \ufffd ({lost})"] * bool(lost)


def _properties(said: dict[str, Any]) -> dict[str, str]:
    found = {}
    for name, key in _PROPERTIES.items():
        if value := normalise(" ".join(str(said.get(key) or "").split())):
            found[name] = value
    if match := _DATE.match(str(said.get("CreationDate") or "")):
        with suppress(ValueError):
            found["created"] = date(*map(int, match.groups())).isoformat()
    return found


def _lines(page: Page) -> list[TextLine]:
    """The lines of a page in reading order. What was drawn twice to look bold is read once."""
    upright = page.filter(lambda item: item["object_type"] != "char" or item["upright"])
    words = upright.dedupe_chars().extract_words(
        x_tolerance_ratio=0.2, y_tolerance=2, extra_attrs=["size"]
    )
    return list(_ordered(_rows(words), page.page_number))


def _rows(words: Sequence[Word]) -> list[list[Word]]:
    """Words that stand on one height, from left to right; rows from the top."""
    rows: list[list[Word]] = []
    for word in sorted(words, key=lambda word: (word["bottom"], word["x0"])):
        middle = (word["top"] + word["bottom"]) / 2
        if rows and middle < max(other["bottom"] for other in rows[-1]) - 0.1 * word["size"]:
            rows[-1].append(word)
        else:
            rows.append([word])
    return [sorted(row, key=lambda word: word["x0"]) for row in rows]


def _ordered(rows: list[list[Word]], page: int) -> Iterator[TextLine]:
    """The rows as lines; where the page has two columns, those of the left one first."""
    gutter = _gutter(rows)
    if gutter is None:
        yield from (_line(row, page, 0) for row in rows)
        return
    held: list[list[Word]] = []
    for row in rows:
        left = [word for word in row if word["x1"] <= gutter]
        right = [word for word in row if word["x0"] >= gutter]
        if len(left) + len(right) < len(row) or _spans(row, gutter):
            yield from (_line(other, page, 2) for other in held)
            held = []
            yield _line(row, page, 0)
            continue
        if left:
            yield _line(left, page, 1)
        if right:
            held.append(right)
    yield from (_line(other, page, 2) for other in held)


def _spans(row: list[Word], gutter: float) -> bool:
    """Whether the words before and behind the gutter are no further apart than others."""
    before = [word["x1"] for word in row if word["x1"] <= gutter]
    behind = [word["x0"] for word in row if word["x0"] >= gutter]
    return bool(before and behind) and min(behind) - max(before) < 0.6 * row[0]["size"]


def _gutter(rows: list[list[Word]]) -> float | None:
    """Where the page is divided in two columns of running text; None where it isn't. Nine of ten
    rows leave it free, and on either side most rows fill more than half of their column, as the
    labels of a transcript that is set as a table don't."""
    if len(rows) < 6:
        return None
    start = min(word["x0"] for row in rows for word in row)
    end = max(word["x1"] for row in rows for word in row)
    free: Counter[int] = Counter()
    for row in rows:
        edges = [(start, start), *((word["x0"], word["x1"]) for word in row), (end, end)]
        for (_, before), (behind, _) in pairwise(edges):
            if behind - before > 0.8 * row[0]["size"]:
                free.update(range(int(before) + 1, int(behind) + 1))
    middle = range(int(start + 0.35 * (end - start)), int(start + 0.65 * (end - start)))
    best = max(middle, key=lambda x: free[x], default=0)
    if free[best] < 0.9 * len(rows):
        return None
    same = [x for x in middle if free[x] == free[best]]
    gutter = float(same[len(same) // 2])
    sides = (
        [[w for w in row if w["x1"] <= gutter] for row in rows],
        [[w for w in row if w["x0"] >= gutter] for row in rows],
    )
    for side, width in zip(sides, (gutter - start, end - gutter), strict=True):
        filled = [row for row in side if row]
        full = [row for row in filled if row[-1]["x1"] - row[0]["x0"] > 0.5 * width]
        if len(filled) < 0.3 * len(rows) or len(full) < 0.5 * len(filled):
            return None
    return gutter


def _line(row: list[Word], page: int, column: int) -> TextLine:
    sizes = Counter(round(word["size"], 1) for word in row for _ in word["text"])
    size = sizes.most_common(1)[0][0]
    first = row[0]
    gaps = [right["x0"] - left["x1"] for left, right in pairwise(row)]
    return TextLine(
        text=" ".join(word["text"] for word in row),
        page=page,
        column=column,
        left=first["x0"],
        right=row[-1]["x1"],
        top=max(word["bottom"] for word in row) - size,
        size=size,
        space=min([0.25 * size, *(gap for gap in gaps if gap > 0)]),
        first_word=first["x1"] - first["x0"],
    )
