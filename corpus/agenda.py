"""Minutes and prose: headings, agenda items and paragraphs."""

import re

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


def agenda(of: list[Line]) -> list[Turn]:
    """The turns of minutes. The line that begins an item is a heading where text follows, else
    the item's text; each paragraph of an item is a turn of role `item`, its speaker the item's
    number."""
    openings = named_items(of) or _numbered_items(of)
    borders = [*openings, len(of)]
    turns = _paragraphs(of[: borders[0]], TurnRole.ITEM, "")
    for (first, match), until in zip(openings.items(), borders[1:], strict=True):
        line, body = of[first], of[first + 1 : until]
        item = match["number"].strip()
        title = Line(line.start + match.start("title"), match["title"])
        if _is_title(title.text) and any(not rest.blank for rest in body):
            turns += _turns([line], TurnRole.HEADING, item)
            turns += _paragraphs(body, TurnRole.ITEM, item)
        else:
            turns += _paragraphs([title, *body], TurnRole.ITEM, item)
    return turns


def _paragraphs(of: list[Line], role: TurnRole, speaker: str) -> list[Turn]:
    return [turn for block in paragraphs(of) for turn in _turns(block, role, speaker)]


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


def _is_title(text: str) -> bool:
    """Whether a line reads like a heading: short, and no sentence."""
    text = text.strip(" \t*_")
    return len(text) <= _MAX_HEADING and not re.search(r"[.!?:;,…][\"»”)]?$|[.!?] +\w", text)


def _stands_alone(block: list[Line]) -> bool:
    """Whether a paragraph is one line that reads like a title and is no item of a list."""
    first = block[0].text.strip()
    return len(block) == 1 and _is_title(first) and not re.match(r"[-–•*] ", first)


def _is_numbered_title(block: list[Line]) -> bool:
    """Whether a paragraph begins with a line such as `1. …` or `2.3 …` that is no item of a list
    and no beginning of a sentence."""
    match = _NUMBERED.match(block[0].text)
    if match is None or not (match["mark"] or match["number"] != match["first"]):
        return False
    below = block[1].text.lstrip() if len(block) > 1 else "A"
    return _is_title(match["title"]) and below[:1].isupper()
