"""File formats. A reader takes a path and gives the text that a person would read in it, with what
else the file says."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from corpus.extract import Extract
from corpus.formats import docx, html, json_transcript, odt, pdf, plain, rtf, spreadsheet, srt, vtt
from corpus.formats.sniffing import Sniffed, sniff
from corpus.limits import MAX_BYTES as MAX_BYTES
from kodetrapp.errors import FileRefusedError

READERS: dict[str, Callable[[Path], Extract]] = {
    ".txt": plain.read,
    ".md": plain.read,
    ".docx": docx.read,
    ".odt": odt.read,
    ".rtf": rtf.read,
    ".pdf": pdf.read,
    ".html": html.read,
    ".htm": html.read,
    ".vtt": vtt.read,
    ".srt": srt.read,
    ".json": json_transcript.read,
    ".csv": spreadsheet.read_csv,
    ".xlsx": spreadsheet.read_xlsx,
}
DOCUMENTS = tuple(ending for ending in READERS if ending != ".json")
"""The endings of what gold (`NAME.json`) can stand beside."""
TOO_LARGE = "is larger than 50 MB; a transcript is text, save it as such"

_SAME = {
    ".text": ".txt",
    ".docm": ".docx",
    ".dotx": ".docx",
    ".ott": ".odt",
    ".tsv": ".csv",
    ".xlsm": ".xlsx",
}
"""Other endings of what is read."""
_MARKED = {".docx", ".odt", ".rtf", ".pdf", ".xlsx"}
"""What is marked as such by its first bytes: a text without them is plain text."""
_UNREAD = {".doc", ".xls", ".xml"}
"""Endings of documents under which programs save what is another format in truth."""


def read(path: Path) -> Extract:
    """The text of a file, by what its content is; a warning tells of an ending that is wrong.

    Raises `FileRefusedError` with reason and remedy for what is too large, empty, damaged,
    protected or none of `READERS`, and `OSError` where it can't be read.
    """
    size = path.stat().st_size
    if size > MAX_BYTES:
        raise FileRefusedError(TOO_LARGE)
    found = sniff(path)
    if size == 0:
        raise FileRefusedError("is empty; remove it, or export the transcript anew")
    stated = path.suffix.lower()
    ending = _ending(_SAME.get(stated, stated), found)
    reader = READERS.get(ending)
    if ending == ".zip":
        raise FileRefusedError(
            "is a zip archive of other files; unpack it into the folder, or give it the ending .zip"
        )
    if reader is None:
        known = ", ".join(READERS)
        raise FileRefusedError(
            f"has the ending '{path.suffix}', which is not read; save it as one of {known}"
        )
    extract = replace(reader(path), ending=ending)
    if READERS.get(_SAME.get(stated, stated)) is reader:
        return extract
    wrong = f"the file is in truth {ending}, not {stated or 'without ending'}, and was read as such"
    return replace(extract, warnings=(wrong, *extract.warnings))


def _ending(stated: str, found: Sniffed) -> str:
    """The ending of the format to read by."""
    if found.ending is not None:
        return found.ending
    if found.text and stated in _MARKED | _UNREAD:
        return ".txt"
    return stated
