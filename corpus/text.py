"""Bytes to normalised text.

Normalising changes as little as it can, so that offsets into a clean UTF-8 file are offsets into
its text: what can't be seen goes, line ends become LF, spaces plain, letters are composed (NFC). It
is idempotent.
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
_LINE_END = re.compile(r"\r\n?|[\v\f\x85\u2028\u2029]")
_SPACE = re.compile(r"[\u00a0\u2000-\u200a\u202f\u205f\u3000]")
_UNSEEN = re.compile(
    r"[\x00-\x08\x0e-\x1f\x7f-\x9f\u00ad\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]"
)
_LONE_SURROGATE = re.compile(r"[\ud800-\udfff]")


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
    """The text with LF line ends, plain spaces, in NFC, and without what a reader can't see: byte
    order marks, soft hyphens, controls, marks that turn the direction of reading."""
    text = _LINE_END.sub("\n", text)
    text = _SPACE.sub(" ", text)
    text = _UNSEEN.sub("", text)
    return unicodedata.normalize("NFC", _LONE_SURROGATE.sub("\ufffd", text))
