"""Names of files without persons, as they are stored: `Intervju_[PERSON]_hkfacmbe.docx`.

In the place of the person stands a pseudonym without a number, and behind it, or at the end of the
folder's name, a mark by which the same file is known again. The mark is a keyed hash (HMAC-SHA-256,
32 bits of it, in letters, which no date has), so that nobody who lacks the study's key can find the
name by trying names. Dates, groups and roles in the name stay.
"""

import hmac
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from privacy import name_lists
from privacy.name_lists import NameLists
from privacy.persons.lexicon import Lexicon

PERSON = "[PERSON]"
_WORD = re.compile(r"(?:(?![a-zæøå][A-ZÆØÅ])[^\W\d_])+[^\W\d_]")
"""Two letters or more; a capital behind a small letter begins the next (`IntervjuKariNordmann`)."""
_BETWEEN = re.compile(r"[ _.,-]*(?:[^\W\d_]\.?[ _.-]+)*")
_ENDING = re.compile(r"(?<=.)\.[A-Za-z0-9]{1,5}$")
_MARK = re.compile(r"_[a-p]{8}(?=\.[A-Za-z0-9]{1,5}$|$)")
_HEX = str.maketrans("0123456789abcdef", "abcdefghijklmnop")


@dataclass(frozen=True)
class FileNames:
    """How files are called in a study with this `key`; `lists` are what it hides and keeps."""

    key: str = field(repr=False)
    lists: NameLists
    known: Lexicon = field(repr=False)

    def stored(self, name: str) -> str:
        """The name, a path with `/`, without persons; as it is where it names none, or has been
        made so already. As many parts as before."""
        composed = unicodedata.normalize("NFC", name)
        found = persons(composed, self.known, self.lists)
        if not found:
            return name
        at, parts = 0, []
        for number, part in enumerate(composed.split("/")):
            inside = [(s - at, e - at) for s, e in found if at <= s < at + len(part)]
            at += len(part) + 1
            marked = PERSON in part and _MARK.search(part)
            hidden = _without(part, inside)
            if inside and not marked:
                end = _ending(hidden)
                beginning = hidden[: len(hidden) - len(end)]
                hidden = f"{beginning}_{mark(self.key, composed, number)}{end}"
            parts.append(hidden)
        return "/".join(parts)

    def in_sentences(self, said: Mapping[str, Sequence[str]]) -> dict[str, list[str]]:
        """Sentences by the names of files, both without persons."""
        return {
            self.stored(name): [_without(one, persons(one, self.known, self.lists)) for one in of]
            for name, of in said.items()
        }


def mark(key: str, name: str, part: int) -> str:
    """The mark of a part of a file's name, counted from 0: eight letters that depend on it and on
    the folders above it, not on its ending."""
    parts = unicodedata.normalize("NFC", name).split("/")[: part + 1]
    parts[-1] = parts[-1].removesuffix(_ending(parts[-1]))
    return (
        hmac.digest(bytes.fromhex(key), "/".join(parts).encode(), "sha256")
        .hex()[:8]
        .translate(_HEX)
    )


def is_within(stored: str, given: str, key: str) -> bool:
    """Whether the file with this stored name is, or is in, what is `given`: the stored name or the
    real one, of a file, an archive or a folder (with `/` behind it or without)."""
    mine, theirs = stored.split("/"), given.rstrip("/").split("/")
    return len(theirs) <= len(mine) and all(
        have in {want, unicodedata.normalize("NFC", want)}
        or (
            PERSON in have
            and mark(key, given.rstrip("/"), number) in have
            and _ending(have) == _ending(want)
        )
        for number, (have, want) in enumerate(zip(mine, theirs, strict=False))
    )


def persons(name: str, known: Lexicon, lists: NameLists) -> list[tuple[int, int]]:
    """Where persons stand in a file's name, (start, end) in order: a given name that is no ordinary
    word and nothing else, or with a family name behind it, with the names around it; and what the
    lists hide. What they keep is no person."""
    plain = name.replace("_", " ")
    listed = name_lists.find(lists, plain)
    given = [match.span() for match in re.finditer(re.escape(PERSON), name)]
    closed = [*given, *listed.keep, *(match.span() for match in _MARK.finditer(name))]
    words = [
        match
        for match in _WORD.finditer(name)
        if not any(start < match.end() and match.start() < end for start, end in closed)
    ]
    found = [*listed.hide, *(words[n].span() for n in sorted(_named(name, words, known)))]
    return list(_merged(name, sorted(found)))


def _named(name: str, words: "list[re.Match[str]]", known: Lexicon) -> set[int]:
    """Which of the words are names of persons."""
    kinds = [set(known.kinds_of(match[0])) for match in words]
    ordinary = [bool(known.ordinary.get(match[0].casefold())) for match in words]
    capital = [match[0][0].isupper() for match in words]
    other = {"place", "organisation", "other"}

    def joined(first: int) -> bool:
        return bool(_BETWEEN.fullmatch(name, words[first].end(), words[first + 1].start()))

    def surname(at: int) -> bool:
        if ordinary[at] or not capital[at]:
            return False
        return "family" in kinds[at] or not (kinds[at] or words[at][0].isupper())

    found = {
        n
        for n in range(len(words))
        if capital[n] and "given" in kinds[n] and kinds[n].isdisjoint(other) and not ordinary[n]
    }
    for n, after in pairwise(range(len(words))):
        both = "given" in kinds[n] and "family" in kinds[after]
        alike = capital[n] == capital[after] and (
            capital[n] or not (ordinary[n] or ordinary[after])
        )
        if both and alike and joined(n):
            found |= {n, after}
    for n in range(1, len(words)):
        if n - 1 in found and joined(n - 1) and surname(n):
            found.add(n)
    for n in reversed(range(len(words) - 1)):
        if n + 1 in found and joined(n) and surname(n) and "family" in kinds[n]:
            found.add(n)
    return found


def _merged(name: str, spans: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """The spans with those of one person as one."""
    before: tuple[int, int] | None = None
    for start, end in spans:
        if before and (start <= before[1] or _BETWEEN.fullmatch(name, before[1], start)):
            before = (before[0], max(end, before[1]))
            continue
        if before:
            yield before
        before = (start, end)
    if before:
        yield before


def _without(text: str, spans: list[tuple[int, int]]) -> str:
    for start, end in reversed(spans):
        text = f"{text[:start]}{PERSON}{text[end:]}"
    return text


def _ending(part: str) -> str:
    found = _ENDING.search(part)
    return found[0] if found else ""
