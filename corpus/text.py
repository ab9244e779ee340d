"""Bytes to normalised text.

Normalising changes as little as it can, so that offsets into a clean UTF-8 file are offsets into
its text: what can't be seen goes, line ends become LF, spaces plain, letters are composed (NFC). It
is idempotent.
"""

import codecs
import re
import unicodedata
from dataclasses import dataclass, field

from corpus import encodings
from corpus.mojibake import mend
from kodetrapp.errors import FileRefusedError

_BOMS = {
    # UTF-32's begins with UTF-16's.
    codecs.BOM_UTF32_LE: "utf-32-le",
    codecs.BOM_UTF32_BE: "utf-32-be",
    codecs.BOM_UTF8: "utf-8",
    codecs.BOM_UTF16_LE: "utf-16-le",
    codecs.BOM_UTF16_BE: "utf-16-be",
}
_LOST = "\ufffd"
_DOS_END = "\x1a"
_HEAD = 4096
_FEW = 100
"""One in so many characters may be a control, or lost."""
_MANY = 2
_NO_TEXT = "is no readable text; save it as UTF-8 text, or as .docx if it is a Word file"
_STRAY = "bytes that are not UTF-8 as the rest were read as Windows-1252: {}; check their letters"
_UNSURE = "its encoding is not certain; check its letters, or save it as UTF-8"
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")
_BEYOND_ASCII = re.compile(rb"[\xc2-\xf4][\x80-\xbf]+")
_LINE_END = re.compile(r"\r\n?|[\v\f\x85\u2028\u2029]")
_SPACE = re.compile(r"[\u00a0\u2000-\u200a\u202f\u205f\u3000]")
_UNSEEN = re.compile(
    r"[\x00-\x08\x0e-\x1f\x7f-\x9f\u00ad\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]"
)
_LONE_SURROGATE = re.compile(r"[\ud800-\udfff]")


@dataclass(frozen=True)
class Decoded:
    """The text in some bytes, not normalised yet.

    encoding: what people call the encoding it was written in.
    warnings: sentences about what was guessed, mended or lost, without words of the text.
    """

    text: str = field(repr=False)
    encoding: str
    warnings: tuple[str, ...] = ()


def decode(data: bytes) -> str:
    """The text in `data`, as `decoded` reads it."""
    return decoded(data).text


def decoded(data: bytes) -> Decoded:
    """The text in `data`: by its byte order mark; by the zeros of UTF-16 and UTF-32; as UTF-8, of
    which a few bytes may be Windows-1252; by its Norwegian letters (see `corpus.encodings`).

    Mojibake is mended (see `corpus.mojibake`), and control characters are left out where they are
    few. Raises `FileRefusedError` for what is no text.
    """
    text, encoding, doubt = _read(data)
    warnings = [doubt] if doubt else []
    text = text.removesuffix(_DOS_END)
    controls = len(_CONTROL.findall(text))
    if "\0" in text or controls > 1 + len(text) / _FEW:
        raise FileRefusedError(_NO_TEXT)
    if controls:
        text = _CONTROL.sub("", text)
        warnings.append(f"control characters, which nobody sees, were left out: {controls}")
    text, about = mended(text)
    name = encodings.NAMES.get(encoding, encoding.upper())
    return Decoded(text, name, (*warnings, *about))


def mended(text: str) -> tuple[str, tuple[str, ...]]:
    """The text with its mojibake mended (see `corpus.mojibake`), and a warning where it had any."""
    text, places = mend(text)
    warning = (
        f"letters that had been saved in a wrong encoding (as Ã¥ for å) were mended: {places};"
        " check them"
    )
    return text, (warning,) if places else ()


def _read(data: bytes) -> tuple[str, str, str]:
    """The text with all that is in it, Python's name of the encoding, and what is doubtful."""
    bom = next((bom for bom in _BOMS if data.startswith(bom)), b"")
    data = data.removeprefix(bom)
    encoding = _BOMS[bom] if bom else _without_mark(data[:_HEAD])
    if encoding != "utf-8":
        text = data.decode(encoding, "replace")
        if text.count(_LOST) > len(text) / _FEW:
            raise FileRefusedError(_NO_TEXT)
        return text, encoding, ""
    strays = encodings.strays(data)
    if bom or _MANY * strays < len(_BEYOND_ASCII.findall(data)) or strays == 0:
        text = encodings.mostly_utf_8(data)
        return text, encoding, _STRAY.format(strays) if strays else ""
    text, encoding, certain = encodings.legacy(data)
    return text, encoding, "" if certain else _UNSURE


def _without_mark(head: bytes) -> str:
    """UTF-16 or UTF-32 where zeros show that most characters are Latin, else UTF-8."""
    for width, encoding in ((4, "utf-32"), (2, "utf-16")):
        bytes_of = [head[at : len(head) // width * width : width] for at in range(width)]
        for order, rank in (("le", bytes_of), ("be", bytes_of[::-1])):
            high = rank[width // 2 :]
            if rank[0] and 0 not in rank[0] and all(2 * b.count(0) >= len(b) for b in high):
                return f"{encoding}-{order}"
    return "utf-8"


def normalise(text: str) -> str:
    """The text with LF line ends, plain spaces, in NFC, and without what a reader can't see: byte
    order marks, soft hyphens, controls, marks that turn the direction of reading."""
    text = _LINE_END.sub("\n", text)
    text = _SPACE.sub(" ", text)
    text = _UNSEEN.sub("", text)
    return unicodedata.normalize("NFC", _LONE_SURROGATE.sub("\ufffd", text))
