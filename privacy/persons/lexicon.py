"""What is known of single words: lists of names, places and organisations, and ordinary words."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache, cached_property
from pathlib import Path

from privacy.persons.words import capitalised

LISTS = Path(__file__).parents[1] / "lists"
ORIGINS = (
    "norsk",
    "samisk",
    "nordisk",
    "europeisk",
    "slavisk",
    "arabisk",
    "afrikansk",
    "asiatisk",
)
"""Where names come from, as far as the lists tell them apart."""
KINDS = ("given", "family", "place", "organisation", "other")


@cache
def read_list(name: str) -> tuple[str, ...]:
    """The entries of `privacy/lists/NAME.txt`, one a line."""
    lines = (LISTS / f"{name}.txt").read_text("utf-8").splitlines()
    return tuple(line.strip() for line in lines if line.strip())


@cache
def everyday() -> frozenset[str]:
    """Names that are everyday words as well (`stein`, `liv`, `vår`), in lower case."""
    return frozenset(map(str.lower, read_list("words")))


@dataclass(frozen=True)
class Lexicon:
    """Words by the kinds of list they stand in, and how often ordinary words were met in lower
    case in texts."""

    kinds: Mapping[str, frozenset[str]] = field(repr=False)
    ordinary: Mapping[str, int] = field(repr=False)

    @cached_property
    def folded(self) -> Mapping[str, frozenset[str]]:
        """The lists without case."""
        return {kind: frozenset(map(str.casefold, found)) for kind, found in self.kinds.items()}

    @cached_property
    def names(self) -> frozenset[str]:
        """All given names and family names, without case."""
        return self.folded["given"] | self.folded["family"]

    def kinds_of(self, word: str) -> list[str]:
        """The lists that `word` stands in, as it is written or with a capital; a word in capitals
        whatever its case; the parts of a double name together."""
        shouted = word.isupper() and len(word) > 3
        found = [
            kind
            for kind in KINDS
            if capitalised(word) in self.kinds[kind]
            or (shouted and word.casefold() in self.folded[kind])
        ]
        parts = word.casefold().split("-")
        if len(parts) > 1:
            found += [
                f"double {kind}"
                for kind in ("given", "family")
                if all(part in self.folded[kind] for part in parts)
            ]
        return found

    def is_name(self, word: str) -> bool:
        """Whether the lists have it as a given name or family name."""
        return word.casefold() in self.names


def lexicon(ordinary: Mapping[str, int]) -> Lexicon:
    """The lexicon of the lists in this package and the given ordinary words."""
    lists = {
        "given": [name for origin in ORIGINS for name in read_list(f"given_{origin}")],
        "family": [name for origin in ORIGINS for name in read_list(f"family_{origin}")],
        "place": read_list("places"),
        "organisation": read_list("organisations"),
        "other": read_list("others"),
    }
    return Lexicon({kind: _single(entries) for kind, entries in lists.items()}, ordinary)


def _single(entries: Iterable[str]) -> frozenset[str]:
    """The words of entries that begin with a capital."""
    parts = (part for entry in entries for part in entry.split())
    return frozenset(part for part in parts if len(part) > 1 and part[0].isupper())
