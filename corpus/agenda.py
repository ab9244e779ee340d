"""Minutes and prose: headings, agenda items and paragraphs."""

import re
from functools import cache

from corpus.document import Turn, TurnRole
from corpus.lines import Line, paragraphs
from corpus.speakers import turn_of
from corpus.vocabulary import vocabulary

_WORDS = "|".join(form for word in vocabulary().items for form in (word, word.upper()))
_NAMED = re.compile(
    rf"^[ \t#*_]*(?P<number>(?P<word>{_WORDS})\.?[ \t]*(?:[Nn]r\.?[ \t]*)?\d+(?:[/.-]\d+)*)"
    r"[ \t*_]*(?:[:.–—)-][ \t*_]*|[ \t]+|$)(?P<title>.*)$"
)
_NUMBERED = re.compile(
    r"^[ \t#*_]*(?P<number>(?P<first>\d{1,3})(?:[/.]\d{1,4})*)(?P<mark>[.):]?)[ \t*_]+"
    r"(?P<title>[\"«“(]?(?P<word>[^\W\d_]+).*)$"
)
_ATTENDANCE = re.compile(
    r"^[\s#*_>-]*+(?P<word>[^\W\d_][\w /]{1,38}?)[*_]{0,4}[ \t]{0,9}"
    r"(?:\([^()\n]{1,40}\))?[*_ \t]{0,9}(?P<mark>:|$)[*_ \t]*+"
)
_REACH = 160
_MAX_NAME = 90
_MIN_SIGNS = 2
_MAX_HEADING = 100
_MIN_NUMBERED = 2
_MAX_SKIPPED = 3

Openings = dict[int, re.Match[str]]


def named_items(of: list[Line]) -> Openings:
    """The lines that name an agenda item (`Sak 12/23 …`), by index, in the word that the first one
    does."""
    matches = {i: match for i, line in enumerate(of) if (match := _NAMED.match(line.text))}
    words = {match["word"].casefold() for match in list(matches.values())[:1]}
    return {i: match for i, match in matches.items() if match["word"].casefold() in words}


def _numbered_items(of: list[Line]) -> Openings:
    """The lines that number an item (`1. …`) in sequence, by index; lines after a blank one only,
    where there are enough of those."""
    matches = {
        i: match
        for i, line in enumerate(of)
        if (match := _NUMBERED.match(line.text))
        and match["word"].casefold() not in vocabulary().months
    }
    after_blank = {i: match for i, match in matches.items() if i == 0 or of[i - 1].blank}
    for candidates in (after_blank, matches):
        found = _sequence(candidates)
        if len(found) >= _MIN_NUMBERED:
            return found
    return {}


def _sequence(candidates: Openings) -> Openings:
    """From the first `1`, or the first of all, those whose numbers go up. A line without a mark
    after its number (`12 personer …`) has to be the very next."""
    begin = next((i for i, match in candidates.items() if match["first"] == "1"), 0)
    found: Openings = {}
    last = None
    for i, match in candidates.items():
        number = int(match["first"])
        step = 1 if last is None else number - last
        part = step == 0 and match["number"] != match["first"]
        if i >= begin and (part or step == 1 or (match["mark"] and 1 < step <= _MAX_SKIPPED)):
            found[i] = match
            last = number
    return found


def looks_like_minutes(of: list[Line]) -> bool:
    """Whether a text that doesn't say so is minutes: of the words with which lines of minutes begin
    (`Til stede:`, `Vedtak:`, `Referent:`) it has three, or two and numbered items."""
    signs = {word.casefold() for word in [*vocabulary().attendance, *vocabulary().decisions]}
    seen = {
        word
        for line in of
        if (match := _ATTENDANCE.match(line.text[:_REACH]))
        and (word := match["word"].strip().casefold()) in signs
    }
    return len(seen) > _MIN_SIGNS or (len(seen) == _MIN_SIGNS and bool(_numbered_items(of)))


def _is_attendance(line: Line) -> re.Match[str] | None:
    """The match of a line that lists who was there, or begins such a list."""
    match = _ATTENDANCE.match(line.text[:_REACH])
    return match if match and match["word"].strip().casefold() in _attending() else None


@cache
def _attending() -> frozenset[str]:
    return frozenset(word.casefold() for word in vocabulary().attendance)


def _attendance(blocks: list[list[Line]], at: int) -> int:
    """How many of the paragraphs from `blocks[at]` on are a list of who was there: that paragraph,
    and the next one where the label stands alone above names."""
    block = blocks[at]
    match = _is_attendance(block[0])
    if match is None or not all(_is_attendance(line) or _is_short(line) for line in block[1:]):
        return 0
    alone = len(block) == 1 and match.end() >= len(block[0].text.rstrip())
    below = blocks[at + 1] if alone and at + 1 < len(blocks) else []
    listed = all(_is_short(line) and not _NUMBERED.match(line.text) for line in below)
    return 2 if below and listed and not _is_attendance(below[0]) else 1


def _is_short(line: Line) -> bool:
    """Whether a line of a list may be a person: short, and no sentence."""
    return len(line.text) <= _MAX_NAME and not re.search(r"[!?…]|[.][»”)]?$", line.text.strip())


def agenda(of: list[Line], listed: bool = False) -> list[Turn]:
    """The turns of minutes. The line that begins an item is a heading where text follows, else
    the item's text; each paragraph of an item is a turn of role `item`, its speaker the item's
    number. Lists of who was there are headings too: context, never coded; `listed` says that the
    text begins with the names of one whose label stands above it."""
    openings = named_items(of) or _numbered_items(of)
    borders = [*openings, len(of)]
    turns = _paragraphs(of[: borders[0]], TurnRole.ITEM, "", listed)
    for (first, match), until in zip(openings.items(), borders[1:], strict=True):
        line, body = of[first], of[first + 1 : until]
        item = match["number"].strip()
        title = Line(line.start + match.start("title"), match["title"])
        if is_title(title.text) and any(not rest.blank for rest in body):
            turns += _turns([line], TurnRole.HEADING, item)
            turns += _paragraphs(body, TurnRole.ITEM, item)
        else:
            turns += _paragraphs([title, *body], TurnRole.ITEM, item)
    return turns


def _paragraphs(of: list[Line], role: TurnRole, speaker: str, listed: bool = False) -> list[Turn]:
    blocks = list(paragraphs(of))
    turns: list[Turn] = []
    names = 2 if listed and blocks and all(map(_is_short, blocks[0])) else 0
    for number, block in enumerate(blocks):
        names = max(names - 1, _attendance(blocks, number))
        turns += _turns(block, TurnRole.HEADING if names else role, speaker)
    return turns


def prose(of: list[Line], role: TurnRole) -> list[Turn]:
    """Each paragraph as a turn of the given role. A line that is marked `#`, stands alone and
    reads like a title, or is a numbered title (`1.1 …`), is a heading. In speech, and where every
    paragraph is like that (automatic transcripts), a line that stands alone is text."""
    turns: list[Turn] = []
    blocks = list(paragraphs(of))
    titled = role is not TurnRole.INFORMANT and not all(_stands_alone(block) for block in blocks)
    for block in blocks:
        marked = block[0].text.lstrip().startswith("#")
        if marked or _is_numbered_title(block) or (titled and _stands_alone(block)):
            turns += _turns(block[:1], TurnRole.HEADING, "")
            block = block[1:]
        turns += _turns(block, role, "")
    return turns


def _turns(block: list[Line], role: TurnRole, speaker: str) -> list[Turn]:
    turn = turn_of(block, role, speaker)
    return [turn] if turn else []


def is_title(text: str) -> bool:
    """Whether a line reads like a heading: short, and no sentence."""
    text = text.strip(" \t*_")
    return len(text) <= _MAX_HEADING and not re.search(r"[.!?:;,…][\"»”)]?$|[.!?] +\w", text)


def _stands_alone(block: list[Line]) -> bool:
    """Whether a paragraph is one line that reads like a title and is no item of a list."""
    first = block[0].text.strip()
    return len(block) == 1 and is_title(first) and not re.match(r"[-–•*] ", first)


def _is_numbered_title(block: list[Line]) -> bool:
    """Whether a paragraph begins with a line such as `1. …` or `2.3 …` that is no item of a list
    and no beginning of a sentence."""
    match = _NUMBERED.match(block[0].text)
    if match is None or not (match["mark"] or match["number"] != match["first"]):
        return False
    below = block[1].text.lstrip() if len(block) > 1 else "A"
    return is_title(match["title"]) and below[:1].isupper()
