"""Which remedy fits which format: where a person writes what a document doesn't say.

Warnings are written for documents with a top (`write 'Dato: 2023-05-31' at the top`). A table,
subtitles or what a program exported have none that a person writes in; what they lack is said
beside them (see `corpus.sidecar`) or in their name.
"""

import re
from collections.abc import Iterable

_WRITTEN = frozenset({".txt", ".md", ".docx", ".odt", ".rtf"})
"""The formats that people write in."""
_AT_TOP = re.compile(r"write '(?P<field>[^':]{1,40}): (?P<value>[^']{1,80})' at the top")
_ANY = "…"
_NOT_IN_NAMES = ("roller", "rollar", "roles", "språk", "language")


def write(field: str, value: str = _ANY) -> str:
    """What to do about a field that is missing, in a document that has a top."""
    return f"write '{field}: {value}' at the top"


def fitting(warnings: Iterable[str], ending: str) -> tuple[str, ...]:
    """The warnings with the remedies that fit the format of this `ending`."""
    if ending in _WRITTEN:
        return tuple(warnings)
    return tuple(_AT_TOP.sub(_beside, warning) for warning in warnings)


def _beside(remedy: re.Match[str]) -> str:
    """The same remedy where there is no top to write it at."""
    field = remedy["field"].casefold()
    value = "it" if remedy["value"] == _ANY else f"'{remedy['value']}'"
    named = "" if field in _NOT_IN_NAMES else ", or in the file's name"
    return f"write {value} under '{field}' in a metadata.csv beside the file{named}"
