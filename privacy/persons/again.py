"""Names met in full are known again: a second look at the words that they are made of."""

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from privacy.persons.features import Candidates
from privacy.persons.lexicon import Lexicon, everyday
from privacy.persons.recogniser import Name, PersonRecogniser
from privacy.persons.words import Word, bare, openings, outside

AGAIN = 0.5
"""The probability of a word that is part of a name met in full elsewhere in the document."""
DOUBTFUL = 0.05
"""A word that is a name with less than this probability is not even reported."""
_FULLY = 0.5
_MIN_LOWER = 3


def known_again(
    of: Candidates, sure: NDArray[np.float64], recogniser: PersonRecogniser
) -> NDArray[np.float64]:
    """The probabilities, raised to `AGAIN` for words that belong to a name of several words
    elsewhere in the document, unless they are ordinary words as well, and for a family name right
    behind a given name. A given name with a capital inside a sentence is `DOUBTFUL` at least,
    though it be an ordinary word as well (`Vår`).
    """
    raised = sure.copy()
    position = {index: number for number, index in enumerate(of.indices)}
    opening = openings(of.text, of.words)
    known: set[str] = set()
    for number, index in enumerate(of.indices):
        word = of.words[index].text
        if "given" in of.lists[number] and word.istitle() and not opening[index]:
            raised[number] = max(raised[number], DOUBTFUL)
        following = position.get(index + 1)
        if (
            following is None
            or sure[number] < _FULLY
            or not _side_by_side(of.text, of.words, index)
        ):
            continue
        given, family = "given" in of.lists[number], "family" in of.lists[following]
        if given and family and of.words[index + 1].text[0].isupper():
            raised[following] = max(raised[following], AGAIN)
        if raised[following] >= _FULLY:
            known |= {bare(of.words[at].text) for at in (index, index + 1)}
            known |= {of.words[at].text for at in (index, index + 1)}
    for number, index in enumerate(of.indices):
        word = of.words[index].text
        listed = recogniser.lexicon.is_name(word) or recogniser.lexicon.is_name(bare(word))
        ordinary = recogniser.lexicon.ordinary.get(word.casefold(), 0)
        if len(word) > 2 and {word, bare(word)} & known and listed and not ordinary:
            raised[number] = max(raised[number], AGAIN)
    return raised


def in_lower_case(
    of: Candidates,
    sure: NDArray[np.float64],
    lexicon: Lexicon,
    apart: Sequence[tuple[int, int]] = (),
) -> list[Name]:
    """Names in lower case outside the spans `apart`, in a text that has capitals: listed names that
    are no ordinary words and either stand elsewhere with a capital as a name, or as a given name
    with a family name behind it (`kari nordmann`)."""
    likely = zip(of.indices, sure, strict=True)
    named = {of.words[index].text.casefold() for index, odds in likely if odds >= _FULLY}
    candidates = set(of.indices)
    free = outside(of.words, apart)
    found: list[Name] = []
    pairs = dict(_pairs(of, lexicon))
    for index, word in enumerate(of.words):
        if index in candidates or not free[index] or not word.text.islower():
            continue
        known = {word.text, bare(word.text)} & named and _only_name(word.text, lexicon)
        if index in pairs and free[index + 1]:
            found.append(Name(word.start, pairs[index].end, AGAIN))
        elif known and not (found and found[-1].end >= word.end):
            found.append(Name(word.start, word.end, AGAIN))
    return found


def _pairs(of: Candidates, lexicon: Lexicon) -> Iterator[tuple[int, Word]]:
    """Where a given name in lower case stands with a family name behind it, and that name."""
    for index, word in enumerate(of.words[:-1]):
        family = of.words[index + 1]
        if (
            word.text in lexicon.folded["given"]
            and word.text.islower()
            and family.text.islower()
            and {family.text, bare(family.text)} & lexicon.folded["family"]
            and _only_name(word.text, lexicon)
            and len(family.text) >= _MIN_LOWER
            and (family.text in everyday() or not lexicon.ordinary.get(family.text))
            and _side_by_side(of.text, of.words, index)
        ):
            yield index, family


def _only_name(word: str, lexicon: Lexicon) -> bool:
    """Whether lists have it as a name, and nobody uses it as a word."""
    forms = {word, bare(word)}
    used = forms & everyday() or any(map(lexicon.ordinary.get, forms))
    return bool(forms & lexicon.names) and len(word) >= _MIN_LOWER and not used


def _side_by_side(text: str, of: Sequence[Word], index: int) -> bool:
    return text[of[index].end : of[index + 1].start] == " "
