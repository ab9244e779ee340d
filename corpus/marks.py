"""Which of the lines that look like a speaker's label are one.

A label that nobody knows is believed when it recurs, and when the document has at least one other
speaker. One that stands once is believed where somebody names the speaker: the format (a column, a
voice tag), a list at the top, the roles that a person gives; where a time stands beside it, as
beside others; or where it looks like the names that recur and is marked as they are.
"""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import cache

from corpus.lines import Line
from corpus.people import Person, meant, one_each
from corpus.speakers import (
    BARE,
    Mark,
    is_name,
    is_strong,
    known_role,
    mark_of,
    stem_of,
    without_brackets,
)
from corpus.vocabulary import vocabulary

_MIN_RECURRENCE = 2
_MIN_COVERAGE, _ALONE, _MIN_WEAK = 0.6, 0.5, 0.1
"""Shares of the paragraphs: which labels begin, weak ones among them; from which on those that show
enough need no weak ones; which each weak label begins."""
_SEVERAL = 4
_MAX_INITIALS = 4
_LONG = 8
"""Letters from which on a word in -en is more likely a noun (`Gevinsten`) than a name."""
_WORD = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True)
class Named:
    """Who is known to speak before the text is looked at.

    voices: labels that the format itself sets apart.
    people: those whom the top of the document lists, or a person gives roles.
    stamped: whether times in the text are what somebody wrote, not what its reader put there.
    """

    voices: frozenset[str] = field(default=frozenset(), repr=False)
    people: Sequence[Person] = ()
    stamped: bool = True


NOBODY = Named()


def find_marks(of: list[Line], named: Named = NOBODY) -> list[Mark]:
    """The places where a speaker begins, each speaker's label always spelled in the same way.

    What alone shows little (names in lower case, before a dash or a tab, in brackets, on a line of
    their own) counts where such labels, several of them and each again and again, begin most of
    the paragraphs.
    """
    found = [mark for n, line in enumerate(of) if (mark := mark_of(n, line, named.voices))]
    found = _in_one_spelling(found, named)
    bare = Counter(mark.label for mark in found if mark.mark == BARE)
    found = [mark for mark in found if mark.mark or bare[mark.label] >= _MIN_RECURRENCE]
    strong = [mark for mark in found if is_strong(mark) or mark.label in named.voices]
    sure = _sure(strong, named)
    labels = _labels(strong, of, sure, named)
    accepted = [mark for mark in strong if mark.label in labels]
    silent = _silent(found, of)
    begun = {mark.line for mark in strong}
    weak = [m for m in found if m.line not in begun and (m.mark or m.label not in silent)]
    for openings in _openings(of) if weak and not named.voices else []:
        if len(labels) < 2 or _coverage(accepted, openings) < _ALONE:
            together = _with_weak(accepted or strong, weak, openings, sure)
            if len(together) > len(accepted):
                return together
    return accepted


def candidates(of: list[Line]) -> int:
    """How many lines begin like those of a speaker by name, believed or not."""
    return sum(
        is_strong(mark) and known_role(mark.label) is None
        for number, line in enumerate(of)
        if (mark := mark_of(number, line))
    )


def roles_in_brackets(marks: Iterable[Mark]) -> dict[str, str]:
    """The roles that brackets behind labels tell, by label; none where they contradict."""
    told: dict[str, set[str]] = {}
    for mark in marks:
        if mark.role:
            told.setdefault(mark.label, set()).add(mark.role)
    return {label: roles.pop() for label, roles in told.items() if len(roles) == 1}


def _sure(marks: list[Mark], named: Named) -> set[str]:
    """The labels of those whom the format names, a list, a person or a bracket."""
    return {
        mark.label
        for mark in marks
        if mark.label in named.voices or mark.role or meant(mark.label, named.people)
    }


def _labels(marks: list[Mark], of: list[Line], sure: set[str], named: Named) -> set[str]:
    count = Counter(mark.label for mark in marks)
    known = {label: known_role(label) for label in count}
    false = _goes_on_below(marks, of)
    labels = {
        label
        for label, times in count.items()
        if known[label] is not None or (times >= _MIN_RECURRENCE and label not in false)
    }
    if labels and all(known[label] == "interviewer" for label in labels):
        labels |= set(count)  # Somebody answers, if only once.
    labels |= sure
    if not named.voices:
        labels |= _once(marks, labels, sure, of, named.stamped)
    if not sure and not any(known[label] for label in labels - {"I", "A"}) and len(labels) < 2:
        return set()
    return labels


def _once(
    marks: list[Mark], labels: set[str], sure: set[str], of: list[Line], stamped: bool
) -> set[str]:
    """The labels beside `labels` that stand once and are believed for their convention."""
    count = Counter(mark.label for mark in marks)
    single = [m for m in marks if m.label not in labels and count[m.label] == 1]
    usual = [m for m in marks if m.label in labels]
    again = [m for m in usual if count[m.label] >= _MIN_RECURRENCE or m.label in sure]
    apart = all(_begins_paragraph(mark, of) for mark in again)
    lower = _is_lower(usual, of)
    timed = stamped and len({mark.label for mark in marks if mark.timed}) > 1
    customs = _customs(again)
    written = _lower_words(of) if single and customs else frozenset()
    once: set[str] = set()
    for mark in single:
        said = _below(mark, of)
        if said[:1].isdigit() or (said[:1].islower() and not lower):
            continue
        if apart and not _begins_paragraph(mark, of):
            continue
        custom = customs.get((mark.mark, mark.timed))
        if (timed and mark.timed) or (custom and custom.holds(mark.label, written)):
            once.add(mark.label)
    return once


@dataclass
class _Custom:
    """How those are called who have one mark and recur."""

    several: bool
    """Whether more than one speaker recurs in the document."""
    stems: set[str] = field(default_factory=set, repr=False)
    initials: bool = False
    names: bool = False

    def holds(self, label: str, written: frozenset[str]) -> bool:
        """Whether a label has the form of the others: a name of several words, or one number more,
        beside any; initials beside initials; a name of one word beside another name of two
        speakers, unless it is a noun. `written` are the document's words in lower case."""
        plain = without_brackets(label)
        if plain[-1:].isdigit():
            return stem_of(label) in self.stems
        if _are_initials(label):
            return self.initials
        if len(plain.split()) > 1:
            return all(word[:1].isupper() for word in plain.split())
        return self.names and self.several and not _is_noun(plain, written)


def _customs(again: list[Mark]) -> dict[tuple[str, bool], _Custom]:
    """How those are called who recur, by mark and by whether a time stands beside it."""
    several = len({mark.label for mark in again}) > 1
    found: dict[tuple[str, bool], _Custom] = {}
    for mark in again:
        custom = found.setdefault((mark.mark, mark.timed), _Custom(several))
        custom.stems.add(stem_of(mark.label))
        custom.initials |= _are_initials(mark.label)
        custom.names |= known_role(mark.label) is None and is_name(mark.label)
    return found


def _are_initials(label: str) -> bool:
    letters = re.sub(r"[ .-]", "", label)
    return letters.isupper() and len(letters) <= _MAX_INITIALS


@cache
def _names_like_words() -> frozenset[str]:
    return frozenset(name.casefold() for name in vocabulary().names_like_words)


def _lower_words(of: list[Line]) -> frozenset[str]:
    return frozenset(word for line in of for word in _WORD.findall(line.text) if word.islower())


def _is_noun(word: str, written: frozenset[str]) -> bool:
    """Whether a word is a noun rather than a name: it ends as nouns do (`Resultatet`), or is also
    written in lower case. A name with a hyphen is a name."""
    low = word.casefold()
    if low in _names_like_words() or re.search(r"-[A-ZÆØÅ]", word):
        return False
    definite = low.endswith("en") and not low.endswith("sen") and len(low) >= _LONG
    return definite or low.endswith(tuple(vocabulary().noun_endings)) or low in written


def _begins_paragraph(mark: Mark, of: list[Line]) -> bool:
    return mark.line == 0 or of[mark.line - 1].blank


def _below(mark: Mark, of: list[Line]) -> str:
    """What is said on the line of the label, or else on the first below it."""
    line = of[mark.line]
    rest = line.text[mark.start - line.start :].strip()
    return rest or next((other.text for other in of[mark.line + 1 :] if not other.blank), "")


def _is_lower(marks: list[Mark], of: list[Line]) -> bool:
    """Whether most of the marks are followed by words in lower case."""
    first = [_below(mark, of)[:1] for mark in marks]
    return 2 * sum(letter.islower() for letter in first) > sum(map(str.isalpha, first))


def _goes_on_below(marks: list[Mark], of: list[Line]) -> set[str]:
    """The unknown labels after which the line mostly goes on in lower case (`Resultatet: det …`),
    where after known ones it mostly doesn't."""
    lower: dict[str, list[bool]] = {}
    for mark in marks:
        line = of[mark.line]
        first = line.text[mark.start - line.start :][:1]
        if first.isalpha():
            lower.setdefault(mark.label, []).append(first.islower())
    known = [low for label, all_low in lower.items() if known_role(label) for low in all_low]
    if not known or sum(known) * 2 >= len(known):
        return set()
    return {
        label
        for label, all_low in lower.items()
        if known_role(label) is None and sum(all_low) * 2 > len(all_low)
    }


def _silent(marks: list[Mark], of: list[Line]) -> set[str]:
    """The labels after which, once at least, nothing is said before the next mark: a line that
    stands alone below a speaker (`Ja`) is no label."""
    beginning = {mark.line for mark in marks} | {len(of)}
    silent = set()
    for mark in marks:
        if mark.mark == BARE:
            below = mark.line + 1
            while below < len(of) and of[below].blank:
                below += 1
            if below in beginning:
                silent.add(mark.label)
    return silent


def _in_one_spelling(marks: list[Mark], named: Named) -> list[Mark]:
    """The marks with every label as it is first written: `KARI`, `kari` and `Kari (ler)` are
    Kari, where one of them stands alone; `HN` and `Hilde` are Hilde Nagell, where she alone may
    be meant. Labels that the format sets apart stay as they are."""
    first: dict[str, str] = {}
    for mark in marks:
        first.setdefault(_folded(mark.label), mark.label)
    spelled = []
    for mark in marks:
        base = _folded(without_brackets(mark.label))
        label = first.get(base, first[_folded(mark.label)])
        label = mark.label if mark.label in named.voices else label
        spelled.append(replace(mark, label=label) if label != mark.label else mark)
    names = [m.label for m in spelled if is_strong(m) and m.label not in named.voices]
    called = one_each(list(dict.fromkeys(names)), named.people)
    return [replace(mark, label=called.get(mark.label, mark.label)) for mark in spelled]


def _folded(label: str) -> str:
    return label if len(label) == 1 else label.casefold()


def _openings(of: list[Line]) -> list[set[int]]:
    """The indices of the lines that begin a paragraph, if there are several, and of all that are
    filled: where a speaker may begin, by either layout."""
    filled = {number for number, line in enumerate(of) if not line.blank}
    first = {number for number in filled if number == 0 or of[number - 1].blank}
    return [first, filled] if len(first) >= _SEVERAL else [filled]


def _coverage(marks: Iterable[Mark], openings: set[int]) -> float:
    return len({mark.line for mark in marks} & openings) / max(len(openings), 1)


def _with_weak(
    strong: list[Mark], weak: list[Mark], openings: set[int], sure: Collection[str]
) -> list[Mark]:
    count = Counter(mark.label for mark in weak if mark.line in openings)
    enough = max(_MIN_RECURRENCE, _MIN_WEAK * len(openings))
    chosen = [mark for mark in weak if count[mark.label] >= enough]
    again = Counter(mark.label for mark in strong)
    strong = [
        mark
        for mark in strong
        if known_role(mark.label) or again[mark.label] > 1 or mark.label in sure
    ]
    together = sorted([*strong, *chosen], key=lambda mark: mark.line)
    several = len({mark.label for mark in together}) >= 2
    enough_together = several and _coverage(together, openings) >= _MIN_COVERAGE
    return together if enough_together else []
