"""Dialogues without names: a dash, bold type or capitals tell who speaks."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from corpus.document import Turn, TurnRole
from corpus.lines import Line, paragraphs
from corpus.speakers import turn_of

FIRST, SECOND = "Speaker 1", "Speaker 2"
"""What the two are called."""

_DASH = re.compile(r"^\s*+[-–—―][ \t]*+(?=\S)")
_BOLD = re.compile(r"^\s*+(?:\*\*|__)(?=\S)")
_BOLD_END = re.compile(r"(?:\*\*|__)$")
_HEADING = re.compile(r"^\s*+#{1,6} ")
_MIN_TURNS = 2
_ASKING, _TELLING = 0.6, 0.3
_NEARLY_ALL, _SOME = 0.8, 0.2


@dataclass(frozen=True)
class Unlabelled:
    """The turns of such a dialogue, and, by label, how the questions are set apart (nothing where
    two take turns and only their words can tell who asks)."""

    turns: list[Turn] = field(repr=False)
    form: dict[str, str]


def _is_bold(block: list[Line]) -> bool:
    last = block[-1].text.rstrip()[-4:]
    return bool(_BOLD.match(block[0].text[:20]) and _BOLD_END.search(last))


def _is_capital(block: list[Line]) -> bool:
    letters = [c for line in block for c in line.text[:400] if c.isalpha()]
    return len(letters) > 3 and all(c.isupper() for c in letters)


_FORMS: dict[str, Callable[[list[Line]], bool]] = {
    "in bold": _is_bold,
    "in capitals": _is_capital,
    "by a heading": lambda block: len(block) == 1 and bool(_HEADING.match(block[0].text[:20])),
    "by a dash": lambda block: bool(_DASH.match(block[0].text[:20])),
}


def read(of: list[Line]) -> Unlabelled | None:
    """The dialogue in lines without labels; None where nothing sets two speakers apart.

    Paragraphs of one form (bold, capitals, headings, a dash) that mostly ask, or that are what
    follows paragraphs that mostly ask, are one speaker's and the others' paragraphs another's.
    Where nearly every paragraph begins with a dash, each dash begins the other speaker's turn.
    """
    for how, has_form in _FORMS.items():
        blocks = [part for block in paragraphs(of) for part in _parts(block, has_form)]
        formed = [has_form(block) for block in blocks]
        asking = _who_asks(blocks, formed)
        if asking is not None:
            return _by_form(blocks, [form is asking for form in formed], how)
    return _alternating(list(paragraphs(of)))


def _parts(block: list[Line], has_form: Callable[[list[Line]], bool]) -> list[list[Line]]:
    """The paragraph cut where lines of the form and others meet, a question and its answer below
    each other."""
    if has_form(block):
        return [block]
    parts: list[list[Line]] = []
    last = None
    for line in block:
        formed = has_form([line])
        if formed is last:
            parts[-1].append(line)
        else:
            parts.append([line])
        last = formed
    return parts


def _who_asks(blocks: list[list[Line]], formed: list[bool]) -> bool | None:
    """Whether the paragraphs with the form ask, or those without it; None where it isn't clear."""
    share: dict[bool, float] = {}
    for form in (True, False):
        asks = [_asks(block) for block, has in zip(blocks, formed, strict=True) if has is form]
        if len(asks) < _MIN_TURNS:
            return None
        share[form] = sum(asks) / len(asks)
    for form in (True, False):
        if share[form] >= _ASKING and share[not form] <= _TELLING:
            return form
    return None


def _asks(block: list[Line]) -> bool:
    return block[-1].text.rstrip()[-8:].rstrip('*_"»” ').endswith("?")


def _by_form(blocks: list[list[Line]], asks: list[bool], how: str) -> Unlabelled:
    turns: list[Turn] = []
    begun = asks.index(True)
    for number, (block, asking) in enumerate(zip(blocks, asks, strict=True)):
        if number < begun:
            turns += _turn(block, "", TurnRole.HEADING)
        else:
            turns += _turn(block, FIRST if asking else SECOND)
    return Unlabelled(turns, {FIRST: how})


def _alternating(blocks: list[list[Line]]) -> Unlabelled | None:
    """Two who take turns, each beginning with a dash; a paragraph without one goes on."""
    lines = [line for block in blocks for line in block]
    dashed = [number for number, line in enumerate(lines) if _DASH.match(line.text[:20])]
    opened = sum(bool(_DASH.match(block[0].text[:20])) for block in blocks)
    if len(dashed) < 2 * _MIN_TURNS or opened < _NEARLY_ALL * len(blocks):
        return None
    if sum(_asks([lines[number]]) for number in dashed) < _SOME * len(dashed):
        return None  # A list.
    turns = _turn(lines[: dashed[0]], "", TurnRole.HEADING)
    for count, (first, until) in enumerate(zip(dashed, [*dashed[1:], len(lines)], strict=True)):
        turns += _turn(lines[first:until], SECOND if count % 2 else FIRST)
    return Unlabelled(turns, {})


def _turn(block: list[Line], speaker: str, role: TurnRole = TurnRole.INFORMANT) -> list[Turn]:
    """The lines as a turn, without the dash that they begin with."""
    dash = _DASH.match(block[0].text[:20]) if block else None
    if dash:
        at = dash.end()
        block = [Line(block[0].start + at, block[0].text[at:]), *block[1:]]
    turn = turn_of(block, role, speaker)
    return [turn] if turn else []
