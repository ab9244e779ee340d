"""The header block at the top of a document."""

import re
from dataclasses import dataclass, field
from itertools import takewhile

from codebook import Codebook
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
    """The header block, and what else stands at the top.

    fields: values by field (`group`, `date`, …), the first one where several lines give it.
    more: further values of a field, under another of its names (`Tid`, then `Dato`).
    titles: lines without a field; those at the top of a document without a header block as well.
    notes: lines with a field that isn't known (`Fra: kjernegruppen for …`).
    speakers: who a numbered speaker is said to be (`Speaker 1 = intervjuer`).
    length: how many lines the block takes; 0 where there is none.
    """

    fields: dict[str, str] = field(default_factory=dict, repr=False)
    more: dict[str, list[str]] = field(default_factory=dict, repr=False)
    titles: list[str] = field(default_factory=list, repr=False)
    notes: list[str] = field(default_factory=list, repr=False)
    speakers: dict[str, str] = field(default_factory=dict, repr=False)
    length: int = 0


def read_header(of: list[Line], codebook: Codebook) -> Header:
    """The header block that `of`, the lines of a document, begin with; titles alone where none
    does.

    It is a run of `Field: value` lines in any order, with title lines among them; the first blank
    line after a known field ends it unless another known field follows. A speaker who begins ends
    it as well.
    """
    names = field_names(codebook)
    fields: dict[str, str] = {}
    more: dict[str, list[str]] = {}
    titles: list[str] = []
    notes: list[str] = []
    said: dict[str, str] = {}
    length, key, gap = 0, None, False
    for number, line in enumerate(of[:_MAX_LINES], start=1):
        if line.blank:
            gap, key = True, None
            continue
        match = _FIELD.match(line.text)
        known = names.get(match["key"].strip().casefold()) if match else None
        if match and known == "role" and "=" in match["value"]:
            known = None  # `Roller: Kari = intervjuer` says who asks, see `corpus.roles`.
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
            value = match["value"].strip(" \t\u00a0*_")
            if fields.setdefault(known, value) is not value:
                more.setdefault(known, []).append(value)
            key = known
        elif (fields and gap) or len(line.text) > _MAX_TITLE:
            break
        elif assigned:
            said |= {found["label"].casefold(): found["word"].casefold() for found in assigned}
        elif match:
            notes.append(line.text.strip(" #*_"))
        elif key != "attendees":
            titles.append(line.text.strip(" #*_"))
            if not fields and (len(titles) > _MAX_TITLES or _is_text(titles[-1])):
                break
        length, gap = number, False
    if not fields:
        return Header(titles=list(takewhile(_is_title, titles)) if not notes else [])
    return Header(fields, more, titles, notes, said, length)


def field_names(codebook: Codebook) -> dict[str, str]:
    """The field that each name stands for, by name in lower case."""
    return {
        name.casefold(): known
        for known, usual in vocabulary().fields.items()
        for name in [*usual, *getattr(codebook.headers, known, ())]
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


def _is_title(text: str) -> bool:
    """Whether the line may be a title where no field shows that it belongs to a header."""
    return not _is_text(text) and not (text[:1].islower() and len(text.split()) > 3)
