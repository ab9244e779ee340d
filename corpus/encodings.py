"""Bytes that are not, or not all, UTF-8: which of the encodings before it they are written in.

Nearly every byte is some letter or mark in each of these, so only what comes out tells: `å` in a
word speaks for an encoding, `†` or a capital within a word against it. The Norwegian letters
differ, so a word or two is enough. Where nothing speaks for any of the encodings that Norwegian
texts come in, charset-normalizer, which is often wrong on so little, is asked for those of other
languages.

Latin-1 has the letters of Windows-1252 and no visible ones besides; CP850 and CP865 have the same
Norwegian letters and differ in marks, which can't tell them apart where there are none. Sámi before
Unicode had encodings that Python doesn't know; its letters come out wrong.
"""

import codecs
import re

from charset_normalizer import from_bytes

NAMES = {
    "cp1252": "Windows-1252",
    "mac_roman": "Mac Roman",
    "cp865": "CP865 (MS-DOS)",
    "cp850": "CP850 (MS-DOS)",
}
"""The encodings that are tried, the likeliest first, and what people call them."""
_OTHERS = ["cp1250", "cp1251", "cp1253", "cp1254", "cp1256", "cp1257", "koi8_r", "iso8859_2"]
_COHERENT = 0.4
"""How much the frequent letters of a guess have to be those of a language (charset-normalizer's
coherence)."""
_SAMPLE = 100_000
"""Bytes of the lines with letters outside ASCII that are looked at."""
_UNUSUAL_LINE = re.compile(rb"[^\n]{0,2000}[\x80-\xff][^\n]{0,2000}")
_MARK = re.compile(r"[^\x00-\x7f\w]|[ªº]")
_WORD = re.compile(r"[^\W\d_]+")
_LETTERS = (
    dict.fromkeys("æøåÆØÅ", 3.0)
    | dict.fromkeys("éèêëóòôöüäÉÈÊÓÒÔÖÜÄß", 1.0)
    | dict.fromkeys("áàâíìîúçñšžÁÀÍÚÇŠŽ", 0.5)
)
_OPENING, _CLOSING = frozenset("«“‘„"), frozenset("»”’")
_MARKS = frozenset("–—…•§°€½\u00a0\u00ad")
_STRAY = "kodetrapp.stray"


def _stray(error: UnicodeError) -> tuple[str, int]:
    """What stands for bytes that are no UTF-8: their letters in Windows-1252, U+FFFD for half a
    character at the end."""
    assert isinstance(error, UnicodeDecodeError)
    if error.reason == "unexpected end of data":
        return "\ufffd", error.end
    return error.object[error.start : error.end].decode("cp1252", "replace"), error.end


codecs.register_error(_STRAY, _stray)


def strays(data: bytes) -> int:
    """How many places in `data` are no UTF-8."""
    lost = data.decode("utf-8", "replace").count("\ufffd")
    return lost - data.count("\ufffd".encode())


def mostly_utf_8(data: bytes) -> str:
    """The text in `data` as UTF-8, with those places as Windows-1252."""
    return data.decode("utf-8", _STRAY)


def legacy(data: bytes) -> tuple[str, str, bool]:
    """The text in `data`, Python's name of its encoding, and whether that is certain.

    Bytes that the encoding leaves undefined become U+FFFD.
    """
    sample = b"\n".join(_cut(data))
    scores = {name: _score(sample.decode(name, "replace")) for name in NAMES}
    best = max(scores, key=lambda name: scores[name])
    if scores[best] > 0:
        return data.decode(best, "replace"), best, True
    found = from_bytes(sample, cp_isolation=_OTHERS).best()
    other = found.encoding if found and found.coherence >= _COHERENT else best
    return data.decode(other, "replace"), other, False


def _cut(data: bytes) -> list[bytes]:
    """Lines with bytes outside ASCII, as many as it takes."""
    lines: list[bytes] = []
    size = 0
    for match in _UNUSUAL_LINE.finditer(data):
        lines.append(match.group())
        size += len(match.group())
        if size >= _SAMPLE:
            break
    return lines


def _score(text: str) -> float:
    """How much the letters and marks outside ASCII look like those of a transcript."""
    marks = sum(
        _worth(text[at - 1 : at] or " ", text[at], text[at + 1 : at + 2] or " ")
        for at in (match.start() for match in _MARK.finditer(text))
    )
    return marks + sum(_worth_of(word) for word in _WORD.findall(text))


def _worth_of(word: str) -> float:
    """What the letters of a word outside ASCII say for the encoding that gave them."""
    foreign = [char for char in word if char > "\x7f"]
    if not foreign:
        return 0.0
    in_case = word.islower() or word.isupper() or word[1:].islower()
    if not in_case or (len(foreign) > 2 and 2 * len(foreign) > len(word)):
        return -3.0 * len(foreign)
    known = sum(_LETTERS.get(char, -2.0) for char in foreign)
    return known if len(word) > 1 else known / 3


def _worth(before: str, mark: str, after: str) -> float:
    """What a mark outside ASCII, between its neighbours, says for the encoding that gave it."""
    if mark in _OPENING:
        return 1.0 if not before.isalpha() and not after.isspace() else -1.0
    if mark in _CLOSING:
        return 1.0 if not before.isspace() and (mark == "’" or not after.isalpha()) else -1.0
    return 1.0 if mark in _MARKS else -2.0
