"""Two readings of the same file beside each other: where a passage of one stands in the other.

They differ in what pseudonyms hide, or in what another version of the reader makes of a line. A
pseudonym stands for any words, so two lines are one where the words that both show agree, in order,
and a pseudonym of either covers the rest. Of all ways to lay them so the one is taken that covers
the fewest characters: the cheapest way through the edit graph, found by A* (Hart, Nilsson & Raphael
1968, "A formal basis for the heuristic determination of minimum cost paths").
"""

import heapq
import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import accumulate, pairwise
from typing import NamedTuple

_PSEUDONYM = re.compile(r"\[[A-ZÆØÅ]+(?:-[A-ZÆØÅ]+)? [0-9]{1,9}\]")
_LINE = re.compile(r"[^\n]*\n+|[^\n]+")
_SIGN = re.compile(rf"{_PSEUDONYM.pattern}|.", re.DOTALL)
_WORD = re.compile(rf"{_PSEUDONYM.pattern}|\w+|\s+|[^\w\s]")
_MOST_STATES = 200_000
"""So far a way through two lines is looked for."""
_LONGEST_NAME = 100
"""A pseudonym covers no more characters than this where the lines around it differ as well."""


@dataclass(frozen=True)
class _Region:
    """`old[start:end]` and `new[start:end]` that belong together, of these lengths: the `same`
    text, or the same words shown in one and hidden in the other, or (not `certain`) others."""

    old: int
    new: int
    same: bool
    certain: bool = True


class Alignment:
    """Where the passages of the text `old` stand in the text `new`."""

    def __init__(self, old: str, new: str) -> None:
        self._regions = list(_joined(_aligned(old, new)))
        self._old = [0, *accumulate(region.old for region in self._regions)]
        self._new = [0, *accumulate(region.new for region in self._regions)]

    def move(self, start: int, end: int) -> tuple[int, int] | None:
        """Where `old[start:end]` stands in the new text, end exclusive. A border within what is
        hidden in one of the texts goes to that of the whole pseudonym. None where the new text has
        other words there, or none."""
        first = bisect_right(self._old, start) - 1
        last = bisect_left(self._old, end) - 1
        if not 0 <= start < end <= self._old[-1]:
            return None
        if not all(region.certain for region in self._regions[first : last + 1]):
            return None
        begin, finish = self._new[first], self._new[last + 1]
        if self._regions[first].same:
            begin += start - self._old[first]
        if self._regions[last].same:
            finish = self._new[last] + end - self._old[last]
        return (begin, finish) if begin < finish else None


def _joined(regions: Iterable[_Region]) -> Iterator[_Region]:
    """The regions with neighbours of one kind as one."""
    before: _Region | None = None
    for region in regions:
        if not region.old and not region.new:
            continue
        if before and (before.same, before.certain) == (region.same, region.certain):
            before = _Region(
                before.old + region.old, before.new + region.new, region.same, region.certain
            )
            continue
        if before:
            yield before
        before = region
    if before:
        yield before


def _aligned(old: str, new: str) -> Iterator[_Region]:
    """As one, where they differ in what is hidden alone; else from one line that both have to the
    next."""
    whole = _unified(old, new)
    if whole is not None:
        yield from whole
        return
    mine, theirs = _LINE.findall(old), _LINE.findall(new)
    lines = SequenceMatcher(None, mine, theirs, autojunk=False)
    for _, a, b, c, d in lines.get_opcodes():
        before, after = "".join(mine[a:b]), "".join(theirs[c:d])
        yield from _unified(before, after) or _compared(before, after)


def _unified(old: str, new: str) -> list[_Region] | None:
    """The way through both texts in which pseudonyms cover the fewest characters, each at least
    one; None where there is none: a word that one shows is neither shown nor covered in the other.
    """
    if old == new:
        return [_Region(len(old), len(new), same=True)]
    mine, theirs = _SIGN.findall(old), _SIGN.findall(new)
    ahead, beyond = _shown_after(mine), _shown_after(theirs)
    goal = _State(len(mine), len(theirs))
    came: dict[_State, _State] = {}
    best = {_State(0, 0): 0}
    waiting = [(0, 0, _State(0, 0))]
    while waiting and len(best) < _MOST_STATES:
        _, _, at = heapq.heappop(waiting)
        if at == goal:
            return list(_way(mine, theirs, at, came))
        for step, then in _steps(mine, theirs, at):
            cost = best[at] + step
            if then in best and best[then] <= cost:
                continue
            best[then], came[then] = cost, at
            left = (ahead[then.old], beyond[then.new])
            shared = ahead[0] + beyond[0] - sum(left) - cost
            heapq.heappush(waiting, (cost + abs(left[0] - left[1]), -shared, then))
    return None


def _shown_after(signs: Sequence[str]) -> list[int]:
    """How many characters are shown, not hidden, from each sign on."""
    return [*accumulate((len(sign) == 1 for sign in reversed(signs)), initial=0)][::-1]


class _State(NamedTuple):
    """How many signs of either text are behind, and which pseudonym at hand covers something."""

    old: int
    new: int
    old_covers: bool = False
    new_covers: bool = False


def _steps(old: Sequence[str], new: Sequence[str], at: _State) -> Iterator[tuple[int, _State]]:
    """What may come next, with the number of characters that it covers: a stretch that both show,
    one more character under a pseudonym, or the end of a pseudonym."""
    i, j = at.old, at.new
    mine = old[i] if i < len(old) else ""
    theirs = new[j] if j < len(new) else ""
    hides, hidden = len(mine) > 1, len(theirs) > 1
    if at.old_covers:
        yield 0, _State(i + 1, j, False, at.new_covers)
    if at.new_covers:
        yield 0, _State(i, j + 1, at.old_covers, False)
    if hides and hidden:
        yield 0, _State(i, j, True, True)
    elif hides and theirs:
        yield 1, _State(i, j + 1, True)
    elif hidden and mine:
        yield 1, _State(i + 1, j, False, True)
    elif mine and mine == theirs:
        length = 1
        while i + length < len(old) and j + length < len(new):
            sign = old[i + length]
            if len(sign) > 1 or sign != new[j + length]:
                break
            length += 1
        yield 0, _State(i + length, j + length)


def _way(
    old: Sequence[str], new: Sequence[str], end: _State, came: Mapping[_State, _State]
) -> Iterator[_Region]:
    """The regions along the way that was found."""
    places = [end]
    while places[-1] in came:
        places.append(came[places[-1]])
    for at, then in pairwise(reversed(places)):
        lengths = (sum(map(len, old[at.old : then.old])), sum(map(len, new[at.new : then.new])))
        yield _Region(*lengths, same=then.old > at.old and then.new > at.new)


def _compared(old: str, new: str) -> Iterator[_Region]:
    """What two stretches have in common where a reader made other lines of them: word by word."""
    mine, theirs = _WORD.findall(old), _WORD.findall(new)
    for kind, a, b, c, d in SequenceMatcher(None, mine, theirs).get_opcodes():
        before, after = "".join(mine[a:b]), "".join(theirs[c:d])
        same = kind == "equal"
        certain = same or not f"{before}{after}".strip() or _hides(before, after)
        yield _Region(len(before), len(after), same, certain)


def _hides(old: str, new: str) -> bool:
    """Whether one of them is pseudonyms alone, and the other what these could hide."""
    return any(
        _PSEUDONYM.search(hiding)
        and not _PSEUDONYM.sub("", hiding).strip()
        and shown.strip()
        and len(shown) <= _LONGEST_NAME
        for hiding, shown in ((old, new), (new, old))
    )
