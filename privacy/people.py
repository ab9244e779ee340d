"""Who is who: the mentions of persons in one document, told apart and brought together.

A person is known by every form of the name: in full, by given name or family name, in the genitive,
`Hansen, Kari`, by initials. Where a form fits two persons, it is the one mentioned last.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import chain

from privacy.identifiers import Kind, Mention

_WORD = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*")
_MAX_INITIALS = 5


Form = tuple[str, ...]


@dataclass(eq=False)
class _Person:
    number: int
    forms: set[Form] = field(default_factory=set, repr=False)
    last: int = 0

    def fits(self, form: Form) -> bool:
        return any(_within(form, known) or _within(known, form) for known in self.forms)


class _Persons:
    """The persons met so far, found by the words and the initials of their names."""

    def __init__(self) -> None:
        self._by_word: dict[str, dict[_Person, None]] = defaultdict(dict)
        self._by_initials: dict[str, dict[_Person, None]] = defaultdict(dict)
        self._fitting: dict[Form, list[_Person]] = {}
        self._count = 0

    def new(self, form: Form) -> _Person:
        self._count += 1
        person = _Person(self._count)
        self.add(person, form)
        return person

    def add(self, person: _Person, form: Form) -> None:
        """Another form of the person's name."""
        if form in person.forms:
            return
        person.forms.add(form)
        self._fitting.clear()
        for word in form:
            self._by_word[word][person] = None
            if len(word) > 1:
                self._by_word[f"{word[0]}…"][person] = None
        for letters in _initials(form):
            self._by_initials[letters][person] = None

    def fitting(self, form: Form) -> list[_Person]:
        """The persons that a form is of, if it is no longer than the forms that they have."""
        if form not in self._fitting:
            alike = [
                (self._by_word[word], self._by_word[f"{word}…" if len(word) == 1 else word[0]])
                for word in form
            ]
            fewest = {*chain(*min(alike, key=lambda found: len(found[0]) + len(found[1])))}
            by_number = sorted(fewest, key=lambda person: person.number)
            self._fitting[form] = [person for person in by_number if person.fits(form)]
        return self._fitting[form]

    def with_initials(self, letters: str) -> list[_Person]:
        return sorted(self._by_initials[letters], key=lambda person: person.number)


def people(mentions: Sequence[Mention], is_name: Callable[[str], bool]) -> dict[Mention, int]:
    """The number of the person that each mention of kind `PERSON` is of, from 1 in the order in
    which they first appear. `is_name` tells whether a word is a name in the form given: by it
    `Karis` is told from `Jonas`."""
    persons = [mention for mention in mentions if mention.kind is Kind.PERSON]
    words = {word.casefold() for mention in persons for word in _WORD.findall(mention.text)}
    forms = {mention: _form(mention.text, words, is_name) for mention in persons}
    known = _Persons()
    belongs: dict[Mention, _Person] = {}
    # The fullest names first, so that a shorter form finds the person that it is of.
    in_full = sorted(persons, key=lambda mention: (-len(forms[mention]), mention.start))
    for mention in [m for m in in_full if len(forms[m]) > 1 and any(map(_whole, forms[m]))]:
        form = forms[mention]
        fitting = known.fitting(form)
        belongs[mention] = fitting[0] if fitting else known.new(form)
        known.add(belongs[mention], form)
    for mention in sorted(persons, key=lambda mention: mention.start):
        form = forms[mention]
        if mention not in belongs:
            fitting = known.fitting(form)
            if not fitting and _is_initials(mention.text.removesuffix("s")):
                fitting = known.with_initials("".join(filter(str.isalpha, "".join(form))))
            belongs[mention] = max(fitting or [known.new(form)], key=lambda person: person.last)
        belongs[mention].last = mention.start + 1
    numbers: dict[int, int] = {}
    for mention in sorted(persons, key=lambda mention: mention.start):
        numbers.setdefault(id(belongs[mention]), len(numbers) + 1)
    return {mention: numbers[id(belongs[mention])] for mention in persons}


def words_of(text: str) -> list[str]:
    """The words of a name."""
    return _WORD.findall(text)


def genitive(text: str, words: set[str], is_name: Callable[[str], bool]) -> str:
    """The ending of the genitive that a mention's last word has: `s`, an apostrophe or nothing.

    `words` are all words of names in the document, without case.
    """
    found = _WORD.findall(text)
    if not found:
        return ""
    if text[-1:] in "'’":
        return text[-1]
    last = found[-1].casefold()
    bare = last[:-1]
    if not last.endswith("s") or len(bare) < 2 or found[-1].isupper():
        return ""
    return "s" if bare in words or (is_name(bare) and not is_name(last)) else ""


def _form(text: str, words: set[str], is_name: Callable[[str], bool]) -> Form:
    """The words of a name without case and genitive, given names first."""
    ending = genitive(text, words, is_name)
    family, comma, given = text.partition(",")
    ordered = f"{given} {family}" if comma and given.strip() else text
    found = [word.casefold() for word in _WORD.findall(ordered)]
    if ending == "s" and not (comma and given.strip()):
        found[-1] = found[-1][:-1]
    return tuple(found) or (text.casefold(),)


def _within(short: tuple[str, ...], long: tuple[str, ...]) -> bool:
    """Whether the words of `short` stand in `long` in that order; an initial stands for a word of
    several letters, where another word of the two is the same in full."""
    if len(short) > len(long):
        return False
    rest = iter(long)
    whole = any(_whole(word) and word in long for word in short)
    return whole and all(any(_same(word, other) for other in rest) for word in short)


def _whole(word: str) -> bool:
    return len(word) > 1


def _same(one: str, other: str) -> bool:
    return one == other or (1 in (len(one), len(other)) and one[0] == other[0])


def _is_initials(text: str) -> bool:
    letters = "".join(_WORD.findall(text))
    return letters.isupper() and len(letters) <= _MAX_INITIALS


def _initials(form: Form) -> set[str]:
    """The ways to write a name as initials: all words, first and last, hyphenated parts."""
    parts = [part for word in form for part in re.split(r"[-'’]", word) if part]
    every = "".join(part[0] for part in parts)
    whole = "".join(word[0] for word in form)
    return {every, whole, form[0][0] + form[-1][0]} if len(form) > 1 else set()
