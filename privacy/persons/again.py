"""Names met in full are known again: a second look at the words that they are made of."""

import numpy as np
from numpy.typing import NDArray

from privacy.persons.features import Candidates
from privacy.persons.recogniser import PersonRecogniser
from privacy.persons.words import bare

AGAIN = 0.5
"""The probability of a word that is part of a name met in full elsewhere in the document."""
_FULLY = 0.5


def known_again(
    of: Candidates, sure: NDArray[np.float64], recogniser: PersonRecogniser
) -> NDArray[np.float64]:
    """The probabilities, raised to `AGAIN` for words that belong to a name of several words
    elsewhere in the document, unless they are ordinary words as well, and for a family name right
    behind a given name.
    """
    raised = sure.copy()
    position = {index: number for number, index in enumerate(of.indices)}
    known: set[str] = set()
    for number, index in enumerate(of.indices):
        following = position.get(index + 1)
        if following is None or sure[number] < _FULLY or not _side_by_side(of, index):
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


def _side_by_side(of: Candidates, index: int) -> bool:
    return of.text[of.words[index].end : of.words[index + 1].start] == " "
