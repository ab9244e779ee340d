"""Which item of the codebook words name: a group, a role, a kind of source, a phase."""

import re
import unicodedata
from collections.abc import Iterable
from functools import cache

from codebook.schema import Item, NamedItem
from corpus.vocabulary import vocabulary

_BREAK = re.compile(r"[\s_‐‑‒–—-]+")
_JOINER = r"\s*(?:og|and|&|\+|/)\s*"
_GENITIVE = r"['’]?s"
_ENDING = rf"(?:(?:e[nrt]?|a[nr]?|n|t|r|e?ne|ane)s?|{_GENITIVE})"
"""Endings of Norwegian nouns: definite, plural, genitive."""
_LETTERS = str.maketrans({"å": "(?:å|aa?)", "ø": "(?:ø|oe?)", "æ": "(?:æ|ae?)"})
"""Letters as names of files spell them."""
_MIN_INFLECTED = 4
_MIN_GENITIVE = 3
_IN_BRACKETS = re.compile(r"\s*\([^()]*\)")
_LETTER_DIGIT = re.compile(r"(?<=[^\W\d_])(?=\d)|(?<=\d)(?=[^\W\d_])")


def match_item(value: str, items: Iterable[NamedItem], compounds: bool = False) -> str | None:
    """The id of the item that `value` names: the one with the longest spelling that stands in it
    as whole words; None where none does or two share the longest.

    Case, hyphens and underscores don't count, nor whether æ, ø and å are spelled out; `og`, `and`,
    `&` and `/` are the same; a spelling may have the endings of a noun (`intervjuene`), an id the
    genitive only (`KUBUs`), since ids are common words (`krise`). With `compounds`, a longer word
    that ends in a spelling names the item too (`sluttrapport` is a report).
    """
    best: dict[str, int] = {}
    folded = _fold(value)
    for item in items:
        for spelling in item.names():
            if _pattern(spelling, spelling == item.id, compounds).search(folded):
                best[item.id] = max(best.get(item.id, 0), len(spelling))
    longest = max(best.values(), default=0)
    winners = [id_ for id_, length in best.items() if length == longest]
    return winners[0] if len(winners) == 1 else None


def match_phase(value: str, phases: Iterable[Item], alone: bool = False) -> str | None:
    """The id of the phase that `value` names by its id or label (`Fase 2`, `fase2`,
    `Fase 2 (2023)`); with `alone`, where nothing but a phase is meant, by its number as well.
    None where none or several are named."""
    folded = _spaced(value)
    found = []
    for phase in phases:
        labels = phase.label.__pydantic_extra__.values()
        names = {_spaced(_IN_BRACKETS.sub("", name)) for name in [phase.id, *labels]}
        numbers = {re.sub(r"\D+", " ", name).strip() for name in names} - {""}
        if any(re.search(rf"(?<!\w){re.escape(name)}(?!\w)", folded) for name in names) or (
            alone and folded in numbers
        ):
            found.append(phase.id)
    return found[0] if len(found) == 1 else None


def match_language(value: str) -> str | None:
    """The code of the language that `value` names; of several, the first in the vocabulary. A code
    counts where it stands alone, since some of them are words (`de`, `se`)."""
    languages = {
        code: {name.casefold() for name in names} for code, names in vocabulary().languages.items()
    }
    folded = _fold(value)
    words = set(re.findall(r"\w+", folded))
    alone = (code for code, names in languages.items() if folded in {code, *names})
    among = (code for code, names in languages.items() if words & names)
    return next(alone, None) or next(among, None)


def _fold(text: str) -> str:
    return _BREAK.sub(" ", unicodedata.normalize("NFC", text).casefold()).strip()


def _spaced(text: str) -> str:
    """Folded, with a space between letters and digits."""
    return _fold(_LETTER_DIGIT.sub(" ", text))


@cache
def _pattern(spelling: str, is_id: bool, compounds: bool) -> re.Pattern[str]:
    words = _fold(spelling)
    parts = (re.escape(part) for part in re.split(r" (?:og|and|&) ", words))
    body = _JOINER.join(parts).translate(_LETTERS)
    last = len(words.split(" ")[-1])
    ending = ""
    if not is_id and last >= _MIN_INFLECTED:
        ending = f"{_ENDING}?"
    elif last >= _MIN_GENITIVE:
        ending = f"(?:{_GENITIVE})?"
    head = r"(?<!\w)" + (r"\w*" if compounds and last >= _MIN_INFLECTED else "")
    return re.compile(rf"{head}{body}{ending}(?!\w)")
