"""Marked documents with other names in them, so that what is learnt is where names stand, not which
names they are."""

import random
import re
from collections import defaultdict
from collections.abc import Callable

from privacy.persons.lexicon import ORIGINS, Lexicon, read_list
from privacy.persons.marked import Mark, MarkedDocument
from privacy.persons.words import bare

_WORD = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*")
_SHARE_OTHER_ORIGIN = 0.5
_SHARE_OTHER_PLACE = 0.6
_MAX_INITIALS = 4


def substitute(document: MarkedDocument, lexicon: Lexicon, chance: random.Random) -> MarkedDocument:
    """The document with every person renamed throughout, and most of its places and organisations.

    Half of the persons get a name of their own origin, the others one of any.
    """
    forms: dict[int, list[Mark]] = defaultdict(list)
    for mark in document.persons:
        forms[mark.person or 0].append(mark)
    renamed = {number: _renaming(marks, lexicon, chance) for number, marks in forms.items()}
    pieces: list[str] = []
    marks: list[Mark] = []
    at = length = 0
    for mark in document.marks:
        pieces.append(document.text[at : mark.start])
        length += mark.start - at
        text = mark.text
        if mark.person is not None:
            text = _WORD.sub(renamed[mark.person], text)
        elif mark.label == "sted" and chance.random() < _SHARE_OTHER_PLACE:
            text = chance.choice(read_list("places"))
        elif mark.label == "org" and chance.random() < _SHARE_OTHER_PLACE:
            text = chance.choice(read_list("organisations"))
        pieces.append(text)
        marks.append(Mark(length, length + len(text), text, mark.label, mark.person, mark.origin))
        length += len(text)
        at = mark.end
    pieces.append(document.text[at:])
    return MarkedDocument(document.name, "".join(pieces), tuple(marks), document.lang)


def without_case(document: MarkedDocument) -> MarkedDocument:
    """The document in lower case without full stops and commas, as some automatic transcripts
    are; every sign keeps its place."""
    text = re.sub(r"[.,;?!](?=\s)", " ", document.text.lower())
    if len(text) != len(document.text):
        return document
    marks = [
        Mark(
            mark.start, mark.end, text[mark.start : mark.end], mark.label, mark.person, mark.origin
        )
        for mark in document.marks
    ]
    return MarkedDocument(document.name, text, tuple(marks), document.lang)


def _renaming(
    marks: list[Mark], lexicon: Lexicon, chance: random.Random
) -> Callable[[re.Match[str]], str]:
    """How the words of one person's names are exchanged, the genitive and initials kept."""
    origin = marks[0].origin or ORIGINS[0]
    if chance.random() < _SHARE_OTHER_ORIGIN:
        origin = chance.choice(ORIGINS)
    written = {word for mark in marks for word in _WORD.findall(mark.text)}
    exchanged: dict[str, str] = {}
    for word in sorted(written):
        stem = bare(word) if bare(word) in written or lexicon.is_name(bare(word)) else word
        if stem in exchanged or len(stem) < 2 or (stem.isupper() and len(stem) <= _MAX_INITIALS):
            continue
        given = stem.casefold() in lexicon.folded["given"]
        family = stem.casefold() in lexicon.folded["family"]
        kind = "given" if given and (not family or chance.random() < 0.5) else "family"
        other = chance.choice(read_list(f"{kind}_{origin}"))
        exchanged[stem] = other.lower() if stem[0].islower() else other
    exchanged |= _new_initials(max((mark.text for mark in marks), key=len), written, exchanged)

    def rename(match: re.Match[str]) -> str:
        word = match[0]
        if word in exchanged:
            return exchanged[word]
        other = exchanged.get(bare(word))
        if other is None:
            return word
        return other + ("’" if other[-1] in "sxz" else "s")

    return rename


def _new_initials(full: str, written: set[str], exchanged: dict[str, str]) -> dict[str, str]:
    """The initials of the exchanged full name for those of the old one."""
    family, comma, given = full.partition(",")
    names = _WORD.findall(f"{given} {family}" if comma else full)
    new = [exchanged.get(word) or exchanged.get(bare(word), word) for word in names]
    if len(names) < 2:
        return {}
    found = {}
    for word in written:
        if word == "".join(name[0] for name in names):
            found[word] = "".join(name[0] for name in new).upper()
        elif word == names[0][0] + names[-1][0]:
            found[word] = (new[0][0] + new[-1][0]).upper()
    return found
