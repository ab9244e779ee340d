"""Time stamps: how they are written, and when what is said in a document was said.

All patterns are meant for the beginning of a line or for a gap between turns; none of them
repeats without a limit, so a hostile line costs no more than its length.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence

from corpus.document import Turn

Times = Sequence[tuple[int, float]]
"""Offsets in a text, ascending, with the second at which what follows is said."""

CLOCK = r"(?<!\d)\d{1,2}:\d{2}(?::\d{2})?(?:[.,]\d{1,3})?(?!\d)"
"""`0:03`, `12:31`, `00:12:31`, `00:12:31.250`."""
SPAN = rf"{CLOCK}(?:-\d(?=#))?(?:[ \t]?(?:-->|[-–—]|til|to)[ \t]?{CLOCK})?"
"""A clock, or from one to another: `00:03:12 - 00:03:20`."""
OPENING, CLOSING = r"[\[(<#]", r"[\])>#]"
STAMP = rf"{OPENING}?{SPAN}{CLOSING}?"

_LONG_CLOCK = r"(?<!\d)\d{1,2}:\d{2}:\d{2}(?:[.,]\d{1,3})?(?!\d)"
_SPAN_TO = rf"{CLOCK}[ \t]?(?:-->|[-–—])[ \t]?{CLOCK}"
LEADING = re.compile(
    rf"^\s*+(?:{OPENING}{SPAN}{CLOSING}|{_SPAN_TO}|{_LONG_CLOCK}|{CLOCK}\s*$)[ \t]*+[-–—|]?[ \t]*+"
)
"""A stamp that a line begins with; a bare clock without seconds (`10:30`) only where it stands
alone, since `10:30 begynte vi` is what somebody says."""
TRAILING = re.compile(rf"[ \t]{{0,9}}{OPENING}{SPAN}{CLOSING}$")
_ANY = re.compile(CLOCK)
_WITHIN = re.compile(rf"{OPENING}{SPAN}{CLOSING}")
_PARTS = re.compile(r"[:]")


def seconds(clock: str) -> float:
    """The seconds that a clock such as `12:31`, `1:02:03` or `00:00:03,250` stands for."""
    total = 0.0
    for part in _PARTS.split(clock.replace(",", ".")):
        total = total * 60 + float(part)
    return total


def stamps(text: str, turns: Sequence[Turn], begin: int = 0) -> tuple[tuple[int, float], ...]:
    """The times of a dialogue, from the stamps in its text from `begin` on.

    The first clock between two turns is when the second one begins; a bracketed stamp inside a
    turn counts for what follows it. Of several stamps that count for the same place, the last
    does.
    """
    found: dict[int, float] = {}
    for turn in turns:
        gap = _ANY.search(text, begin, turn.start)
        if gap:
            found[turn.start] = seconds(gap[0])
        for place, time in _inside(text, turn):
            found[place] = time
        begin = turn.end
    return tuple(sorted(found.items()))


def _inside(text: str, turn: Turn) -> Iterator[tuple[int, float]]:
    for match in _WITHIN.finditer(text, turn.start, turn.end):
        clock = _ANY.search(match[0])
        if clock and match.end() < turn.end:
            yield match.end(), seconds(clock[0])


def time_at(times: Times, offset: int) -> float | None:
    """The second at which what stands at `offset` is said: by the last stamp before it; None
    where there is none."""
    at = bisect_right(times, offset, key=lambda item: item[0])
    return times[at - 1][1] if at else None
