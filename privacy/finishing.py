"""What a reading process does to each document before it is kept."""

import hashlib
from dataclasses import dataclass
from pathlib import Path

from codebook import Codebook
from corpus import Document
from privacy import name_lists
from privacy.name_lists import NameLists
from privacy.persons.recogniser import default
from privacy.pseudonymise import Hidden, Pseudonymised, pseudonymise

PSEUDONYM_VERSION = 2
"""Raised whenever the same text could get other pseudonyms than before; files are then read
anew."""


@dataclass(frozen=True)
class Pseudonymiser:
    """Gives documents their pseudonyms; travels to other processes (`corpus.worker.Finish`)."""

    lists: NameLists

    def __call__(self, document: Document) -> tuple[Document, tuple[Hidden, ...]]:
        """The document with pseudonyms, and what was hidden."""
        result = pseudonymise(document, default(), self.lists)
        return result.document, result.hidden

    @property
    def digest(self) -> str:
        """Changes when the same text could get other pseudonyms."""
        content = f"{PSEUDONYM_VERSION} {self.lists.model_dump_json()}"
        return hashlib.sha256(content.encode()).hexdigest()[:12]


def pseudonymiser(codebook: Codebook, names: Path) -> Pseudonymiser:
    """One that goes by the lists of names in the file `names` and keeps the codebook's names.

    Raises `UsageError` where the file is not a list of names, and `ModelError` where the
    recogniser is damaged: here, since a worker process could not say so.
    """
    default()
    return Pseudonymiser(name_lists.with_codebook(name_lists.load(names), codebook))


@dataclass(frozen=True)
class Preview:
    """Leaves documents as they are, and tells what would be hidden in them."""

    of: Pseudonymiser

    def __call__(self, document: Document) -> tuple[Document, Pseudonymised]:
        """The document itself, and what it would become."""
        return document, pseudonymise(document, default(), self.of.lists)
