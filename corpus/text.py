"""Bytes to normalised text.

Normalising changes as little as it can, so that offsets into a clean UTF-8 file are offsets into
its text: a byte order mark goes, line ends become LF, letters are composed (NFC). It is idempotent.
"""

import codecs
import re
import unicodedata

from kodetrapp.errors import FileRefusedError

_BOMS = {
    codecs.BOM_UTF8: "utf-8",
    codecs.BOM_UTF16_LE: "utf-16-le",
    codecs.BOM_UTF16_BE: "utf-16-be",
}
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")


def decode(data: bytes) -> str:
    """The text in `data`: by its byte order mark, else UTF-8, else Windows-1252.

    Raises `FileRefusedError` where none of them gives readable text.
    """
    for bom, encoding in _BOMS.items():
        if data.startswith(bom):
            return _readable(data.removeprefix(bom), encoding)
    try:
        return _readable(data, "utf-8")
    except FileRefusedError:
        return _readable(data, "cp1252")


def _readable(data: bytes, encoding: str) -> str:
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        text = "\0"
    if _CONTROL.search(text):
        raise FileRefusedError(
            "is no readable text; save it as UTF-8 text, or as .docx if it is a Word file"
        )
    return text


def normalise(text: str) -> str:
    """The text without byte order marks, with LF line ends, in NFC."""
    text = text.lstrip("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    return unicodedata.normalize("NFC", text)
