"""Words with their offsets, as the recogniser of names sees them."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

_WORD = re.compile(r"[^\W_]+(?:[-'’][^\W_]+)*|\S")
_LETTERS = re.compile(r"[^\W\d_]")
_REPEATED = re.compile(r"(.)\1+")
_QUOTING = set("\"»”’')]–-—*_«“([•>#")
_ENDING = set(".!?:…")
_FEW_CAPITALS = 0.02
_LONG_LINE = 12


@dataclass(frozen=True, slots=True)
class Word:
    """A word or a sign of a text."""

    start: int
    end: int
    text: str = field(repr=False)


def words(text: str) -> list[Word]:
    """The words and signs of `text`. Words with hyphens and apostrophes inside are one."""
    return [Word(match.start(), match.end(), match[0]) for match in _WORD.finditer(text)]


def bare(word: str) -> str:
    """The word without what may be the ending of a genitive."""
    return word[:-1] if len(word) > 3 and word[-1] in "s'’" else word


def capitalised(word: str) -> str:
    """The word with a capital at its beginning, its parts joined by hyphens too."""
    return "-".join(part[:1].upper() + part[1:] for part in word.split("-"))


def shape(word: str) -> str:
    """The form of a word: `Xx+` for Kari, `X+` for DFØ, `Xx+-Xx+` for Anne-Lise."""
    letters = _LETTERS.sub(lambda match: "X" if match[0].isupper() else "x", word)
    return _REPEATED.sub(r"\1+", re.sub(r"\d", "9", letters))


def openings(text: str, of: Sequence[Word]) -> list[bool]:
    """For each word whether a capital would be usual there whatever the word: at the start of a
    line or a sentence, behind quotation marks and dashes as well."""
    found: list[bool] = []
    opening = True
    for number, word in enumerate(of):
        if number and "\n" in text[of[number - 1].end : word.start]:
            opening = True
        found.append(opening)
        if word.text in _ENDING:
            opening = True
        elif word.text not in _QUOTING:
            opening = False
    return found


def in_lower_case(text: str, of: Sequence[Word]) -> list[bool]:
    """For each word whether it stands in text without capitals: in a line of at least
    `_LONG_LINE` words without one, or in a text that has next to none."""
    few = sum(word.text[0].isupper() for word in of) < _FEW_CAPITALS * len(of)
    found: list[bool] = []
    line: list[Word] = []
    for word in of:
        if line and "\n" in text[line[-1].end : word.start]:
            found += [few or _lacks_capitals(line)] * len(line)
            line = []
        line.append(word)
    return [*found, *[few or _lacks_capitals(line)] * len(line)]


def _lacks_capitals(line: list[Word]) -> bool:
    return len(line) >= _LONG_LINE and not any(word.text[0].isupper() for word in line)


def outside(of: Sequence[Word], spans: Iterable[tuple[int, int]]) -> list[bool]:
    """For each word whether it lies outside all `spans`, which are in order."""
    rest = iter([*spans, (10**12, 10**12)])
    start, end = next(rest)
    found: list[bool] = []
    for word in of:
        while word.start >= end:
            start, end = next(rest)
        found.append(word.end <= start)
    return found
