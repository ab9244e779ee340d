"""UTF-8 that somebody read as something else: `Ã¥` for `å`, `â€œ` for `“`, once or twice over.

By ftfy's `fix_encoding`, line by line, which changes a line only where it is bad and gets better.
Short lines, and those that are right in part, give it too little to go by. So what Windows-1252
makes of UTF-8 with `Ã` or `â€` in front, which no language writes, is mended wherever it stands,
and where there is any of that, what it makes with `Â` as well.
"""

import re
from collections.abc import Iterator

import ftfy
import ftfy.bad_codecs  # Registers sloppy-windows-1252, which has all 256 bytes.

_LEAD = "ÂÃÄÅÆÈÉÊâãðŽ√¬├┬Γ"
_SUSPECT = re.compile(f"[{_LEAD}][^\x00-\x7f]")
_LETTERS = [chr(code) for code in range(0xA0, 0x100)]
_MARKS = list("–—‘’‚“”„†‡•…‰‹›€™")
_TABLE = {
    char.encode().decode(encoding): char
    for char in _LETTERS + _MARKS
    for encoding in ("latin-1", "sloppy-windows-1252")
}
_ALWAYS, _BESIDE = (
    re.compile("|".join(map(re.escape, sorted(key for key in _TABLE if key[0] in leads))))
    for leads in ("Ãâ", "ÂÃâ")
)
_MOST_TIMES = 3


def mend(text: str) -> tuple[str, int]:
    """The text with what is plainly mojibake mended, and the number of places."""
    if not _SUSPECT.search(text):
        return text, 0
    pieces: list[str] = []
    at = places = 0
    for start, end in _lines(text):
        line = text[start:end]
        better = ftfy.fix_encoding(line)
        places += max(_count(line) - _count(better), better != line)
        pieces += [text[at:start], better]
        at = end
    text = "".join([*pieces, text[at:]])
    if places or _ALWAYS.search(text):
        for time in range(_MOST_TIMES):
            text, changed = _BESIDE.subn(lambda match: _TABLE[match.group()], text)
            places += changed if time == 0 else 0
    return text, places


def _lines(text: str) -> Iterator[tuple[int, int]]:
    """Where the lines that may hold mojibake begin and end."""
    end = 0
    while match := _SUSPECT.search(text, end):
        start = text.rfind("\n", 0, match.start()) + 1
        end = text.find("\n", match.start())
        end = len(text) if end < 0 else end
        yield start, end


def _count(line: str) -> int:
    return len(_SUSPECT.findall(line))
