"""The header block at the top of a document, and what it says in ids of the codebook."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from itertools import takewhile

import dateparser

from codebook import Codebook
from codebook.schema import NamedItem
from corpus import speakers
from corpus.lines import Line
from corpus.vocabulary import vocabulary

_FIELD = re.compile(r"^[#*_>•\s-]*(?P<key>[^\W\d_][^:\n]{0,38}?)[*_]{0,9}\s*:(?P<value>.*)$")
_ASSIGNED = re.compile(r"(?P<label>[^\W\d_]+[ _]?\d+)\s*=\s*(?P<word>[^\W\d_]+)")
_PERSON = re.compile(
    r"^[#*_>•\s-]*(?P<key>[^\W\d_]+)[*_]{0,9}:\s*"
    r"(?P<name>[^\W\d_a-zæøå]\w*(?: [^\W\d_a-zæøå][\w.-]*){1,3})\s*$"
)
"""`Intervjuer: Kari Nordmann` right below a field: who it is, not what is said."""
_MAX_LINES = 40
_MAX_TITLE = 140
_MAX_TITLES = 8
_SENTENCE_END = re.compile(r"[.!?…][\"»”)]*$")


@dataclass(frozen=True)
class Header:
    """The header block: values by field (`group`, `date`, …), title lines, who a numbered
    speaker is said to be (`Speaker 1 = intervjuer`), and how many lines it takes."""

    fields: dict[str, str] = field(default_factory=dict, repr=False)
    titles: list[str] = field(default_factory=list, repr=False)
    speakers: dict[str, str] = field(default_factory=dict, repr=False)
    length: int = 0


def read_header(of: list[Line], codebook: Codebook) -> Header:
    """The header block that `of`, the lines of a document, begin with; empty where none does.

    It is a run of `Field: value` lines in any order, with title lines among them; the first blank
    line after a known field ends it unless another known field follows. A speaker who begins ends
    it as well.
    """
    names = _field_names(codebook)
    fields: dict[str, str] = {}
    titles: list[str] = []
    said: dict[str, str] = {}
    length, key, gap = 0, None, False
    for number, line in enumerate(of[:_MAX_LINES], start=1):
        if line.blank:
            gap, key = True, None
            continue
        match = _FIELD.match(line.text)
        known = names.get(match["key"].strip().casefold()) if match else None
        assigned = list(_ASSIGNED.finditer(line.text))
        person = _PERSON.match(line.text)
        if person and fields and not gap and speakers.begins(line):
            name = person["name"].casefold()
            said |= dict.fromkeys([name, name.split()[0]], person["key"].casefold())
            length = number
            continue
        if _is_speech(of, number - 1, names):
            break
        if match and known:
            if known in fields and gap:
                break
            fields.setdefault(known, match["value"].strip(" \t\u00a0*_"))
            key = known
        elif (fields and gap) or len(line.text) > _MAX_TITLE:
            break
        elif assigned:
            said |= {found["label"].casefold(): found["word"].casefold() for found in assigned}
        elif not match and key != "attendees":
            titles.append(line.text.strip(" #*_"))
            if not fields and (len(titles) > _MAX_TITLES or _is_text(titles[-1])):
                break
        length, gap = number, False
    return Header(fields, titles, said, length) if fields else Header()


def _field_names(codebook: Codebook) -> dict[str, str]:
    return {
        name.casefold(): known
        for known, usual in vocabulary().fields.items()
        for name in [*usual, *getattr(codebook.headers, known)]
    }


def _is_speech(of: list[Line], at: int, names: dict[str, str]) -> bool:
    """Whether a speaker begins here, rather than a field such as `Intervjuer: Kari` or
    `Informant: avdelingsdirektør`: no field follows, and where the label is a field's name, no
    field stands above it, or what it says is a sentence."""
    line = of[at]
    if not speakers.begins(line):
        return False
    block = list(takewhile(lambda other: not other.blank, of[at + 1 : _MAX_LINES]))
    beyond = [other for other in of[at + 1 + len(block) : _MAX_LINES] if not other.blank][:1]
    if any(_is_field(other, names) and not speakers.begins(other) for other in [*block, *beyond]):
        return False
    return not _is_field(line, names) or at == 0 or of[at - 1].blank or _is_text(line.text)


def _is_field(line: Line, names: dict[str, str]) -> bool:
    match = _FIELD.match(line.text)
    return match is not None and match["key"].strip().casefold() in names


def _is_text(text: str) -> bool:
    """Whether a line reads like a sentence rather than a title or a value."""
    return len(text.split()) > 3 and bool(_SENTENCE_END.search(text.rstrip()))


def match_item(value: str, items: Iterable[NamedItem]) -> str | None:
    """The id of the item that `value` names: the one with the longest spelling that stands in it
    as whole words; None where none does or two share the longest."""
    best: dict[str, int] = {}
    folded = " ".join(value.casefold().split())
    for item in items:
        for spelling in item.names():
            if re.search(rf"(?<!\w){re.escape(spelling.casefold())}(?!\w)", folded):
                best[item.id] = max(best.get(item.id, 0), len(spelling))
    longest = max(best.values(), default=0)
    winners = [id_ for id_, length in best.items() if length == longest]
    return winners[0] if len(winners) == 1 else None


def match_language(value: str) -> str | None:
    """The code of the language that `value` names."""
    words = set(re.findall(r"\w+", value.casefold()))
    for code, names in vocabulary().languages.items():
        if words & {code, *names}:
            return code
    return None


_DATE = re.compile(
    r"(?<!\d)(?:\d{4}-\d{1,2}-\d{1,2}"
    r"|\d{1,2}\s?[./]\s?\d{1,2}\s?[./-]\s?(?:\d{4}|\d{2})"
    r"|(?:\d{1,2}\.?\s+)?(?P<month>[^\W\d_]{3,9})\.?,?\s+(?:\d{1,2},?\s+)?\d{4})(?!\d)"
)


def find_date(value: str, languages: Iterable[str]) -> date | None:
    """The first date written in `value` (day before month), None where there is none.

    A month without a day counts as its first day.
    """
    for match in _DATE.finditer(value):
        found = _parse_date(match[0], tuple(languages))
        if found is not None:
            return found
    return None


@cache
def _parse_date(written: str, languages: tuple[str, ...]) -> date | None:
    known = {"nn": "nb"}
    moment = dateparser.parse(
        written,
        languages=sorted({known.get(lang, lang) for lang in languages} | {"en"}),
        settings={
            "DATE_ORDER": "YMD" if re.match(r"\d{4}", written) else "DMY",
            "PREFER_DAY_OF_MONTH": "first",
            "REQUIRE_PARTS": ["year", "month"],
        },
    )
    return moment.date() if moment else None
