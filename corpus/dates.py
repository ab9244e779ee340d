"""Dates as people write them: days, months, seasons and years."""

import calendar
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Self

import dateparser

from corpus.vocabulary import vocabulary


@dataclass(frozen=True)
class When:
    """A span of days: one day, a month, a season or a year. `day` is the date that it counts as: a
    month counts as its first day; a season and a year have none."""

    first: date
    last: date
    day: date | None

    @classmethod
    def on(cls, day: date) -> Self:
        """One day."""
        return cls(day, day, day)

    def meets(self, other: Self) -> bool:
        """Whether both may be the same day."""
        return self.first <= other.last and other.first <= self.last

    def __str__(self) -> str:
        return f"{self.day or f'{self.first} to {self.last}'}"


@dataclass(frozen=True)
class Found:
    """What was found in a text: `when`, and as `impossible` the digits or words of the first date
    that no calendar has (`31.02.2023`)."""

    when: When | None = None
    impossible: str = ""


_YEARS = (1900, 2100)
_DAY = re.compile(
    r"(?<!\d)(?<!\d\.)(?:"
    r"(?P<y1>\d{4})(?P<s1>[-./_])(?P<m1>\d{1,2})(?P=s1)(?P<d1>\d{1,2})"
    r"|(?P<y2>(?:19|20)\d{2})(?P<m2>0[1-9]|1[0-2])(?P<d2>[0-2]\d|3[01])"
    r"|(?P<d3>\d{1,2})\s?[./]\s?(?P<m3>\d{1,2})\s?[./-]\s?(?P<y3>\d{4}|\d{2})"
    r"|(?P<d4>\d{1,2})(?P<s4>[-_])(?P<m4>\d{1,2})(?P=s4)(?P<y4>\d{4})"
    r")(?!\d)"
)
_WORDED = re.compile(
    r"(?<!\d)(?:(?P<d1>\d{1,2})(?:\.|st|nd|rd|th)?[\s_-]*)?(?P<month>(?<![^\W\d_])[^\W\d_]{3,9})\.?,?"
    r"(?:[\s_-]*(?P<y1>\d{4})|\s+(?P<d2>\d{1,2})(?:st|nd|rd|th)?,?\s+(?P<y2>\d{4})"
    r"|\s+'?(?P<y3>\d{2})(?=\s*(?:[,;)]|$)))(?!\d)"
)
_SEASON = re.compile(r"(?<!\w)(?P<word>[^\W\d_]{3,16})[\s_-]*(?P<year>(?:19|20)\d{2})(?!\d)")
_YEAR = re.compile(r"\s*(?P<year>(?:19|20)\d{2})\s*$")
_SEASONS = {"spring": (1, 6), "summer": (6, 8), "autumn": (8, 12), "year": (1, 12)}
"""First and last month of what the word may mean: `våren` is also a term of six months."""


def find_date(text: str, languages: Iterable[str]) -> date | None:
    """The first date written in `text` (day before month), None where there is none.

    A month without a day counts as its first day.
    """
    found = find(text, languages).when
    return found.day if found else None


def find(text: str, languages: Iterable[str], alone: bool = False) -> Found:
    """The first day or month written in `text` (day before month), else the first season; with
    `alone`, where the text is a date and nothing else, a year as well."""
    known = tuple(languages)
    impossible = ""
    at = 0
    while match := _first(text, at):
        when = _when(match, known)
        if when is not None:
            return Found(when, impossible)
        if _is_day(match, known):
            impossible = impossible or " ".join(match[0].split())
            at = match.end()
        else:
            at = match.start("month") + 1
    return Found(_season(text) or (_year(text) if alone else None), impossible)


def _first(text: str, at: int) -> re.Match[str] | None:
    """The first of what looks like a date, the longer one where two begin together."""
    found = [match for pattern in (_DAY, _WORDED) if (match := pattern.search(text, at))]
    return min(found, key=lambda match: (match.start(), -match.end()), default=None)


def _is_day(match: re.Match[str], languages: tuple[str, ...]) -> bool:
    """Whether a day is meant, possible or not: digits only, or a day of a month that there is."""
    return match.re is _DAY or (
        (match["d1"] or match["d2"]) is not None and _month(match["month"], languages) is not None
    )


def _when(match: re.Match[str], languages: tuple[str, ...]) -> When | None:
    groups = match.groupdict()
    parts = {name[0]: value for name, value in groups.items() if value and name != "month"}
    year = _full_year(parts["y"])
    month = int(parts["m"]) if match.re is _DAY else _month(match["month"], languages)
    if month is None or not 1 <= month <= 12 or not _YEARS[0] <= year <= _YEARS[1]:
        return None
    if "d" not in parts:
        return None if len(parts["y"]) == 2 else _months(year, month, month, date(year, month, 1))
    day = int(parts["d"])
    last = calendar.monthrange(year, month)[1]
    return When.on(date(year, month, day)) if 1 <= day <= last else None


def _full_year(written: str) -> int:
    year = int(written)
    if len(written) > 2:
        return year
    return year + (2000 if year < 70 else 1900)


def _months(year: int, first: int, last: int, day: date | None = None) -> When:
    return When(date(year, first, 1), date(year, last, calendar.monthrange(year, last)[1]), day)


def _season(text: str) -> When | None:
    for match in _SEASON.finditer(text):
        for season, words in vocabulary().seasons.items():
            if match["word"].casefold() in words:
                return _months(int(match["year"]), *_SEASONS[season])
    return None


def _year(text: str) -> When | None:
    match = _YEAR.match(text)
    return _months(int(match["year"]), *_SEASONS["year"]) if match else None


@cache
def _month(word: str, languages: tuple[str, ...]) -> int | None:
    """The number of the month called `word` in one of the languages or in English."""
    known = {"nn": "nb"}
    moment = dateparser.parse(
        f"1 {word} 2000",
        languages=sorted({known.get(lang, lang) for lang in languages} | {"en"}),
        settings={"DATE_ORDER": "DMY", "REQUIRE_PARTS": ["day", "month", "year"]},
    )
    return moment.month if moment and (moment.year, moment.day) == (2000, 1) else None
