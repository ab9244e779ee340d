"""A document with pseudonyms in the place of what points to a person."""

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

import simplemma

from corpus import Document
from corpus.speakers import known_role
from corpus.vocabulary import vocabulary
from privacy import name_lists
from privacy.identifiers import Kind, Mention, find_identifiers
from privacy.name_lists import NameLists
from privacy.people import genitive, people, words_of
from privacy.persons import Name, PersonRecogniser
from privacy.persons.again import DOUBTFUL, in_lower_case, known_again
from privacy.persons.english import small_words
from privacy.persons.recogniser import join
from privacy.persons.words import words
from privacy.rewriting import Edit, Rewriting

SURE = 0.9
"""What is hidden with less than this is reported as doubtful."""
_DICTIONARIES = {"da", "de", "en", "es", "fi", "fr", "is", "it", "nl", "pl", "pt", "se", "sv"}
_NORWEGIAN = {None, "nb", "nn"}
_FIELD_NAME = re.compile(r"^[^\w\n]{0,6}(?P<name>[^\W\d_][^:\n]{1,38}?)\s*:", re.MULTILINE)
_LABEL_SURE = 0.95
_INITIALS = re.compile(r"[A-ZÆØÅ]{2,4}|[A-ZÆØÅ]{1,2}-[A-ZÆØÅ]{1,2}|[A-ZÆØÅ]\.(?: ?[A-ZÆØÅ]\.){1,3}")
_SPACED = re.compile(r"(?<!\w)(?<![A-ZÆØÅ] )[A-ZÆØÅ](?: [A-ZÆØÅ]){2,15}(?!\w)(?! [A-ZÆØÅ](?!\w))")
_PSEUDONYM = re.compile(r"\[([A-ZÆØÅ]+(?:-[A-ZÆØÅ]+)?) ([0-9]{1,9})\]")


@dataclass(frozen=True)
class Hidden:
    """Where a pseudonym stands in the new text, what it stands for, and how sure that was;
    `original` is what the file says there. Where `replaced` is false it stands there still,
    because it is more likely no name, and `pseudonym` is empty."""

    start: int
    end: int
    kind: Kind
    pseudonym: str
    sure: float
    replaced: bool
    original: str = field(repr=False)


@dataclass(frozen=True)
class Pseudonymised:
    """A document that can be stored, and what was done to it, in the order of its text."""

    document: Document
    hidden: tuple[Hidden, ...]


def pseudonymise(
    document: Document, recogniser: PersonRecogniser, lists: NameLists
) -> Pseudonymised:
    """The document with pseudonyms (`[PERSON 1]`, `[TELEFON 1]`), one for each person or
    identifier throughout; labels of speakers and warnings as well. The ending of a genitive stays
    behind the pseudonym. Pseudonyms that stand in the text already are kept, and new ones are
    numbered after them.
    """
    labels = list(_labels(document))
    offices = [span for label, span in labels if known_role(label)]
    offices += _field_names(document)
    initials = {label for label, _ in labels if _INITIALS.fullmatch(label)}
    known = initials - recogniser.lexicon.kinds["organisation"]
    borders = sorted({at for turn in document.turns for at in (turn.start, turn.end)})
    mentions = [
        part
        for mention in find_mentions(
            document.text, recogniser, lists, offices, known, document.metadata.lang
        )
        for part in _divided(mention, document.text, borders)
    ]
    replaced = [mention for mention in mentions if mention.sure >= recogniser.threshold]
    spoken = {word.casefold() for m in replaced for word in words_of(m.text)}
    is_name = recogniser.lexicon.is_name
    pseudonyms = _pseudonyms(replaced, document.text, recogniser)
    edits: list[Edit] = []
    for mention in replaced:
        ending = genitive(mention.text, spoken, is_name) if mention.kind is Kind.PERSON else ""
        edits.append(Edit(mention.start, mention.end, pseudonyms[mention] + ending))
    rewriting = Rewriting(edits)
    hidden = tuple(_hidden(mention, pseudonyms.get(mention), rewriting) for mention in mentions)
    by_text = {" ".join(mention.text.split()): pseudonyms[mention] for mention in replaced}
    return Pseudonymised(_relabelled(rewriting.document(document), by_text), hidden)


def _labels(document: Document) -> Iterator[tuple[str, tuple[int, int]]]:
    """The labels of speakers with where they stand, before the words of their turn."""
    end = 0
    for turn in document.turns:
        at = document.text.rfind(turn.speaker, end, turn.start) if turn.speaker else -1
        if at != -1:
            yield turn.speaker, (at, at + len(turn.speaker))
        end = turn.end


def _field_names(document: Document) -> list[tuple[int, int]]:
    """Where the names of header fields stand, above the first words of anybody."""
    fields = {name.casefold() for names in vocabulary().fields.values() for name in names}
    first = next((turn.start for turn in document.turns if turn.role.coded), 0)
    return [
        match.span("name")
        for match in _FIELD_NAME.finditer(document.text, 0, first)
        if match["name"].casefold() in fields
    ]


def find_mentions(
    text: str,
    recogniser: PersonRecogniser,
    lists: NameLists,
    offices: Sequence[tuple[int, int]] = (),
    initials: Collection[str] = (),
    lang: str | None = None,
) -> list[Mention]:
    """Everything in `text` that points to a person, or might (`sure` at least `DOUBTFUL`), in
    order and without overlaps. Lists beat the recogniser; names to hide beat names to keep.

    What stands at `offices` is known to name no person (labels such as `INT`); `initials` are known
    to be somebody's (labels such as `KH`). The recogniser knows Norwegian: of a text in another
    language `lang`, words in the dictionary of that language are left alone unless a list of names
    has them.
    """
    given = [(match.start(), match.end()) for match in _PSEUDONYM.finditer(text)]
    identifiers = find_identifiers(_PSEUDONYM.sub(lambda match: "|" * len(match[0]), text))
    listed = name_lists.find(lists, text)
    always = [span for span in listed.hide if not _touches(*span, given)]
    always = _merged([*always, *_spaced_out(text, recogniser)])
    found = [Mention(*span, text[slice(*span)], Kind.PERSON) for span in always]
    taken = _merged([*given, *always, *offices])
    spoken = name_lists.find(NameLists(keep=tuple(initials)), text).keep
    found += [
        Mention(*span, text[slice(*span)], Kind.PERSON, _LABEL_SURE)
        for span in spoken
        if not _touches(*span, taken)
    ]
    taken = _merged([*taken, *spoken])
    found += [m for m in identifiers if not _touches(m.start, m.end, taken)]
    taken = _merged([*taken, *((m.start, m.end) for m in found), *listed.keep])
    foreign = _foreign_words(text, recogniser, lang)
    candidates, sure = recogniser.probabilities(text, _merged([*taken, *foreign]))
    sure = known_again(candidates, sure, recogniser)
    names = _outside(join(candidates, sure, recogniser.threshold), taken, text)
    if lang in _NORWEGIAN:
        names += in_lower_case(candidates, sure, recogniser.lexicon, taken)
        names.sort(key=lambda name: name.start)
    named = [(name.start, name.end) for name in names]
    doubtful = [
        name
        for name in _outside(join(candidates, sure, DOUBTFUL), taken, text)
        if not _touches(name.start, name.end, named)
    ]
    found += [
        Mention(name.start, name.end, text[name.start : name.end], Kind.PERSON, name.sure)
        for name in [*names, *doubtful]
    ]
    return sorted(found, key=lambda mention: mention.start)


def _spaced_out(text: str, recogniser: PersonRecogniser) -> Iterator[tuple[int, int]]:
    """Names with a space behind every letter: `K A R I`."""
    for match in _SPACED.finditer(text):
        if recogniser.lexicon.is_name(match[0].replace(" ", "")):
            yield match.span()


def _foreign_words(
    text: str, recogniser: PersonRecogniser, lang: str | None
) -> list[tuple[int, int]]:
    """Where words stand that are no names because they are words of another language."""
    of = words(text)
    small = small_words(text, of)
    if lang in _NORWEGIAN or lang not in _DICTIONARIES:
        return small
    return small + [
        (word.start, word.end)
        for word in of
        if word.text[0].isupper()
        and not recogniser.lexicon.is_name(word.text)
        and _ordinary(word.text.lower(), lang)
    ]


def _ordinary(word: str, lang: str) -> bool:
    """Whether a dictionary has the word, or what stands before its apostrophe (`they're`)."""
    return any(
        simplemma.is_known(part, lang=lang) for part in (word, re.split(r"['’]", word)[0]) if part
    )


def _merged(spans: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    merged: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def _touches(start: int, end: int, spans: Sequence[tuple[int, int]]) -> bool:
    """Whether one of the `spans`, which are in order and apart, has a sign between the two."""
    before = bisect_left(spans, (end,))
    return before > 0 and spans[before - 1][1] > start


def _outside(names: Sequence[Name], spans: Sequence[tuple[int, int]], text: str) -> list[Name]:
    """The names without what lies in `spans`: initials and joining words are no candidates, and
    may be taken already."""
    found: list[Name] = []
    for name in names:
        at = name.start
        first = bisect_right(spans, name.start, key=lambda span: span[1])
        for start, end in [*spans[first : bisect_left(spans, (name.end,))], (name.end, name.end)]:
            piece = text[at:start].strip()
            if any(map(str.isalnum, piece)):
                begin = text.index(piece, at)
                found.append(Name(begin, begin + len(piece), name.sure))
            at = end
    return found


def _divided(mention: Mention, text: str, borders: Sequence[int]) -> list[Mention]:
    """The mention, cut at those of the `borders` that lie in it."""
    inside = borders[bisect_right(borders, mention.start) : bisect_left(borders, mention.end)]
    parts = []
    for start, end in pairwise([mention.start, *inside, mention.end]):
        part = text[start:end].strip()
        if part:
            start = text.index(part, start)
            parts.append(replace(mention, start=start, end=start + len(part), text=part))
    return parts


def _pseudonyms(
    mentions: Sequence[Mention], text: str, recogniser: PersonRecogniser
) -> dict[Mention, str]:
    """The pseudonym of every mention, in brackets with its number."""
    numbers = people(mentions, recogniser.lexicon.is_name)
    taken: Counter[str] = Counter()
    for match in _PSEUDONYM.finditer(text):
        taken[match[1]] = max(taken[match[1]], int(match[2]))
    last = Counter(taken)
    known: dict[tuple[Kind, str], str] = {}
    found: dict[Mention, str] = {}
    for mention in mentions:
        if mention.kind is Kind.PERSON:
            number = numbers[mention] + taken[mention.kind]
            found[mention] = f"[{mention.kind} {number}]"
            continue
        key = (mention.kind, re.sub(r"[\s.-]+", "", mention.text).casefold())
        if key not in known:
            last[mention.kind] += 1
            known[key] = f"[{mention.kind} {last[mention.kind]}]"
        found[mention] = known[key]
    return found


def _hidden(mention: Mention, pseudonym: str | None, rewriting: Rewriting) -> Hidden:
    start = rewriting.offset(mention.start)
    end = start + len(pseudonym or mention.text)
    replaced = pseudonym is not None
    return Hidden(start, end, mention.kind, pseudonym or "", mention.sure, replaced, mention.text)


def _relabelled(document: Document, pseudonyms: dict[str, str]) -> Document:
    """The document with pseudonyms in speakers' labels and in warnings."""
    if not pseudonyms:
        return document
    longest = sorted(pseudonyms, key=len, reverse=True)
    pattern = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, longest))})(?!\w)")

    def named(text: str) -> str:
        return pattern.sub(lambda match: pseudonyms[match[0]], text)

    return replace(
        document,
        turns=tuple(replace(turn, speaker=named(turn.speaker)) for turn in document.turns),
        speakers=tuple(
            replace(speaker, label=named(speaker.label), reason=named(speaker.reason))
            for speaker in document.speakers
        ),
        warnings=tuple(map(named, document.warnings)),
    )
