"""Speech without full stops, cut where a listener would draw breath.

Automatic transcripts may run for thousands of words without any punctuation. They are cut into
pieces of 8 to 40 words by the cheapest set of cuts: a cut costs little before a word that opens a
clause (`men`, `fordi`, `og så`), more before a subject, most between other words; a piece costs
more the further it is from a usual length. No cut falls inside a fixed phrase (`for eksempel`) or
after a word that calls for another (`som`, `skal`, `på`). The cheapest set is found by dynamic
programming, as the lines of a paragraph are (Knuth & Plass, Breaking Paragraphs into Lines, 1981).
"""

from collections.abc import Sequence
from functools import cache

from corpus.vocabulary import vocabulary

SHORTEST, USUAL, LONGEST = 8, 18, 40
"""Words of a piece."""

_ENDED, _OPENER, _JOINED, _SUBJECT, _ANY = -10.0, 0.0, 3.0, 4.0, 25.0
"""After a full stop, before a word that opens a clause, before `og` and a word, before a subject,
before any other word."""
_OVERLONG = 5.0
_FORBIDDEN = float("inf")


@cache
def _words(which: str) -> frozenset[str]:
    return frozenset(getattr(vocabulary(), which))


@cache
def _phrases() -> dict[str, list[tuple[str, ...]]]:
    """The fixed phrases by their first word."""
    found: dict[str, list[tuple[str, ...]]] = {}
    for phrase in vocabulary().fixed_phrases:
        words = tuple(phrase.split())
        found.setdefault(words[0], []).append(words)
    return found


def cuts(words: Sequence[str]) -> list[int]:
    """The indices of the words that begin a piece, the first one left out. All pieces together are
    the words; the time is proportional to their number."""
    costs = _costs([word.casefold() for word in words])
    best = [0.0] + [_FORBIDDEN] * len(words)
    origin = [0] * (len(words) + 1)
    for end in range(1, len(words) + 1):
        cost = 0.0 if end == len(words) else costs[end]
        if cost == _FORBIDDEN:
            continue
        for start in range(max(0, end - 3 * LONGEST), end):
            total = best[start] + _length_cost(end - start) + cost
            if total < best[end]:
                best[end], origin[end] = total, start
    found = []
    at = origin[len(words)]
    while at > 0:
        found.append(at)
        at = origin[at]
    return found[::-1]


def _length_cost(length: int) -> float:
    if length < SHORTEST:
        return 40.0 + 10.0 * (SHORTEST - length)
    if length > LONGEST:
        return 20.0 + _OVERLONG * (length - LONGEST)
    return ((length - USUAL) / 8) ** 2


def _costs(words: list[str]) -> list[float]:
    """What a cut before each word costs."""
    costs = [_cost(words, at) for at in range(len(words))]
    for at, word in enumerate(words):
        for phrase in _phrases().get(word, []):
            if tuple(words[at : at + len(phrase)]) == phrase:
                costs[at + 1 : at + len(phrase)] = [_FORBIDDEN] * (len(phrase) - 1)
    return costs


def _cost(words: list[str], at: int) -> float:
    """What a cut before the word costs, phrases aside; without end after a word that binds, and
    between two that are the same (`og og`)."""
    word, before = words[at], words[at - 1] if at else ""
    after = words[at + 1] if at + 1 < len(words) else ""
    if before in _words("clause_binders") or word == before or not word[:1].isalnum():
        return _FORBIDDEN
    if before[-1:] in ".!?…":
        return _ENDED
    if not before[-1:].isalnum():
        return _OPENER
    if word in {"og", "eller", "for", "da", "då", "jo", "and", "or"}:
        opens = after in _words("clause_subjects") or after in _words("clause_openers")
        return _OPENER if opens else _JOINED if word in {"og", "and"} else _ANY
    if word in _words("clause_openers"):
        return _OPENER
    return _SUBJECT if word in _words("clause_subjects") else _ANY
