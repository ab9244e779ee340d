"""People whom a document names at its top, and the labels that mean them.

`Intervjuere: Anne Lie og Bo Falk`, `Informanter: …`, `Til stede: Kari Lie (KLD), …`, names behind
the colon or on the lines below. In the text the same people may be called by their full names, a
part of them or initials.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cache, cached_property, lru_cache

from corpus.lines import Line
from corpus.speakers import begins, known_role, without_brackets
from corpus.vocabulary import vocabulary

SAID = frozenset({"interviewer", "informant"})
"""The roles that a list or a bracket may say."""
PARTICIPANT = "participant"
"""The role of one who is listed among those who take part: not said whether to ask or to answer."""

_LIST = re.compile(
    r"^[#*_>•\s-]*+(?P<key>[^\W\d_][^:\n]{0,38}?)[*_]{0,9}\s{0,9}:[*_]*(?P<value>.*)$"
)
_APART = re.compile(r"[,;/&](?![^()]*\))|\s(?:og|and|[-–—])\s(?![^()]*\))")
_BRACKETS = re.compile(r"\(([^()]{1,40})\)")
_BULLET = re.compile(r"^[\s*_>•–—-]*+(?:\d{1,3}[.)]\s+)?")
_MAX_LINES, _MAX_LINE, _MAX_PEOPLE, _MAX_LABELS = 40, 1000, 100, 200
"""So many are looked at; no interview has more people."""
_MAX_NAME, _MAX_INITIALS, _MAX_SHORT = 6, 4, 5
"""Words of a name; letters of initials, and of what short form stands in brackets."""


@dataclass(frozen=True)
class Person:
    """Somebody in a list: the name, what the list or a bracket behind the name says of the role
    (`interviewer`, `informant`, `participant`, or nothing), a short form in brackets."""

    name: str = field(repr=False)
    role: str = ""
    short: str = field(default="", repr=False)

    @cached_property
    def letters(self) -> frozenset[str]:
        """The letters with which the parts of the name begin, one of which begins every label."""
        return frozenset(part[0] for part in re.split(r"[ -]", self.name.casefold()) if part)


def listed(of: Sequence[Line], header: int) -> list[Person]:
    """Those whom the lists name among the first 40 lines before anybody speaks; `header` is how
    many lines the header block takes. Outside it a word that may be a label begins no list."""
    people: list[Person] = []
    for number, line in enumerate(of[:_MAX_LINES]):
        match = _LIST.match(line.text[:_MAX_LINE])
        role = list_roles().get(match["key"].strip().casefold()) if match else None
        if number >= header and begins(line):
            break
        if match and role is not None:
            values = [match["value"]] if match["value"].strip(" *_") else _below(of[number + 1 :])
            for value in values:
                people += _people(value, role)
    return people[:_MAX_PEOPLE]


@cache
def list_roles() -> dict[str, str]:
    """What each word that begins a list says of those in it, by word in lower case."""
    words = vocabulary()
    roles = dict.fromkeys((word.casefold() for word in words.attendance), "")
    for role, names in words.people.items():
        roles |= dict.fromkeys((name.casefold() for name in names), role)
    return roles


def _below(of: Sequence[Line]) -> Iterator[str]:
    """The lines of a list up to the first that is blank or something else."""
    for line in of[:_MAX_LINES]:
        if line.blank or ":" in line.text[:_MAX_LINE]:
            return
        yield line.text[:_MAX_LINE]


def _people(value: str, role: str) -> Iterator[Person]:
    found: Person | None = None
    for item in _APART.split(_BULLET.sub("", value)):
        inside = [content.strip() for content in _BRACKETS.findall(item)]
        told = next((known for content in inside if (known := role_of(content))), "")
        name = _name(_BRACKETS.sub(" ", item))
        if not name or role_of(name):
            alone = role_of(item.strip(" .*_"))
            if found and alone:  # `Anne Lie, intervjuer`.
                found = replace(found, role=alone)
            continue
        if found:
            yield found
        short = (c for c in inside if c.isupper() and c.isalpha() and 2 <= len(c) <= _MAX_SHORT)
        found = Person(name, told or role, next(short, ""))
    if found:
        yield found


def role_of(words: str) -> str:
    """`interviewer` or `informant`, where the words are one that says so; else nothing."""
    role = known_role(words) if len(words) > 1 else None
    return role if role in SAID else ""


def _name(item: str) -> str:
    """The name in `statssekretær Kari Lie fra KLD`: the first words in a row that have capitals;
    nothing where there is none, or but an abbreviation."""
    name: list[str] = []
    for word in item.replace("*", " ").split():
        if word[0].isupper() or (name and word in {"de", "van", "von", "der", "af", "av"}):
            name.append(word.rstrip("."))
        elif name:
            break
    abbreviation = len(name) == 1 and name[0].isupper()
    return "" if abbreviation or len(name) > _MAX_NAME else " ".join(name)


@lru_cache(maxsize=4096)
def means(label: str, name: str) -> bool:
    """Whether a label may mean the one who is called `name`: the name or words of it in their
    order, some of them shortened (`Kari`, `Lie`, `K. Lie`), or its initials (`KL`, `K.L.`)."""
    label, name = (_plain(text) for text in (label, name))
    if label.casefold() == name.casefold():
        return True
    if len(name.split()) < 2:
        return False
    letters = re.sub(r"[ .-]", "", label)
    if letters.isupper() and 2 <= len(letters) <= _MAX_INITIALS and not re.search(r"\w{5}", label):
        return letters.casefold() in _initials(name.casefold())
    rest = iter(re.split(r"[ -]", name.casefold()))
    words = re.split(r"[ -]", label.casefold())
    whole = any(len(word.rstrip(".")) > 1 for word in words)
    return whole and all(any(_shortens(word, part) for part in rest) for word in words)


def _shortens(word: str, part: str) -> bool:
    return word == part or (len(word.rstrip(".")) == 1 and part.startswith(word.rstrip(".")))


def _initials(name: str) -> set[str]:
    """The initials of a name with all its parts, without those behind hyphens, and of its ends."""
    wholes = name.split()
    parts = [part for whole in wholes for part in whole.split("-") if part]
    return {
        "".join(part[0] for part in parts),
        "".join(whole[0] for whole in wholes),
        wholes[0][0] + wholes[-1][0],
    }


def _plain(label: str) -> str:
    """The label without brackets and office: `Kari Lie (KLD)` and `Kari Lie, KLD` are Kari Lie."""
    return without_brackets(label).split(",")[0].strip()


def meant(label: str, people: Iterable[Person]) -> list[Person]:
    """The people whom a label may mean; where it is somebody's full name, those who bear it."""
    first = label[:1].casefold()
    begun = [one for one in people if first in one.letters or label == one.short]
    may = [one for one in begun if means(label, one.name) or label == one.short != ""]
    same = [one for one in may if _plain(label).casefold() == one.name.casefold()]
    return same or may


def one_each(labels: Collection[str], people: Sequence[Person] = ()) -> dict[str, str]:
    """For each of the labels, in the order in which they are first used, the one by which its
    speaker is called: the full name that is a label too (`HN` is `Hilde Nagell`), or the first
    label that means the same one of `people`; itself where that is not one alone, or where there
    are more labels than people in any dialogue."""
    unknown = [
        label
        for label in labels
        if not known_role(label) and len(label) > 1 and label == without_brackets(label)
    ]
    if len(unknown) > _MAX_LABELS:
        return {label: label for label in labels}
    full = [label for label in unknown if _is_full(_plain(label))]
    called: dict[str, str] = {}
    first: dict[str, str] = {}
    for label in unknown:
        names = [name for name in full if name != label and means(label, name)]
        names = [name for name in names if not means(name, label)]
        others = [one for one in meant(label, people) if not any(means(n, one.name) for n in names)]
        if len(names) == 1 and not others:
            called[label] = names[0]
        elif not names and len({one.name for one in others}) == 1:
            called[label] = first.setdefault(others[0].name, label)
    once = {label: called.get(label, label) for label in labels}
    return {label: once.get(name, name) for label, name in once.items()}


def _is_full(name: str) -> bool:
    """Whether a label is a name of several words with capitals, without numbers."""
    words = name.split()
    return len(words) > 1 and all(word[0].isupper() and word[-1].isalpha() for word in words)
