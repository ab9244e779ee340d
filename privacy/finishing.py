"""What a reading process does to each document before it is kept."""

import hashlib
import re
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path

from codebook import Codebook
from corpus import Document
from privacy import name_lists
from privacy.name_lists import NameLists
from privacy.persons.lexicon import Lexicon
from privacy.persons.recogniser import default
from privacy.pseudonymise import Hidden, Pseudonymised, pseudonymise

PSEUDONYM_VERSION = 1
"""Raised whenever the same text could get other pseudonyms than before; files are then read
anew."""

_WORD = re.compile(r"[^\W\d_]{2,}")
_NAMED_FILE = (
    "the file's name seems to name a person, and is stored as it is; give the file another name"
)


def names_person(file_name: str, known: Lexicon) -> bool:
    """Whether a file's name, folders and archive included, has a given name in it that is no
    ordinary word and nothing else, or a given name with a family name behind it."""
    kinds = [
        (word, set(known.kinds_of(word)) if word[0].isupper() else set())
        for word in _WORD.findall(file_name)
    ]
    alone = any(
        "given" in of
        and of.isdisjoint({"place", "organisation", "other"})
        and not known.ordinary.get(word.casefold())
        for word, of in kinds
    )
    return alone or any(
        "given" in first and "family" in second for (_, first), (_, second) in pairwise(kinds)
    )


@dataclass(frozen=True)
class Pseudonymiser:
    """Gives documents their pseudonyms; travels to other processes (`corpus.worker.Finish`)."""

    lists: NameLists

    def __call__(self, document: Document) -> tuple[Document, tuple[Hidden, ...]]:
        """The document with pseudonyms, and what was hidden; with a warning where the name of its
        file, which is kept, seems to name a person."""
        result = pseudonymise(document, default(), self.lists)
        warnings = result.document.warnings
        if names_person(document.name, default().lexicon):
            warnings = (*warnings, _NAMED_FILE)
        return replace(result.document, warnings=warnings), result.hidden

    @property
    def digest(self) -> str:
        """Changes when the same text could get other pseudonyms."""
        content = f"{PSEUDONYM_VERSION} {self.lists.model_dump_json()}"
        return hashlib.sha256(content.encode()).hexdigest()[:12]


def pseudonymiser(codebook: Codebook, names: Path) -> Pseudonymiser:
    """One that goes by the lists of names in the file `names` and keeps the codebook's names.

    Raises `UsageError` where the file is not a list of names.
    """
    return Pseudonymiser(name_lists.with_codebook(name_lists.load(names), codebook))


@dataclass(frozen=True)
class Preview:
    """Leaves documents as they are, and tells what would be hidden in them."""

    of: Pseudonymiser

    def __call__(self, document: Document) -> tuple[Document, Pseudonymised]:
        """The document itself, and what it would become."""
        return document, pseudonymise(document, default(), self.of.lists)
