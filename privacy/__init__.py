"""What points to a person out of a document, before it is stored."""

from privacy.finishing import Preview, Pseudonymiser, pseudonymiser
from privacy.identifiers import Kind
from privacy.name_lists import NameLists
from privacy.pseudonymise import Hidden, Pseudonymised, pseudonymise

__all__ = [
    "Hidden",
    "Kind",
    "NameLists",
    "Preview",
    "Pseudonymised",
    "Pseudonymiser",
    "pseudonymise",
    "pseudonymiser",
]
