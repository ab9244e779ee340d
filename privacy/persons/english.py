"""English passages in Norwegian texts: their small words with a capital are no names."""

import re
from bisect import bisect_left
from collections.abc import Sequence

from privacy.persons.words import Word

_ENGLISH_ALONE = """
    about after again also any asked been before being both but could does each every few first
    from have hello how in into its just many might most much never next of often on once only or
    other others our please said says shall she should since than thank thanks that the their them
    these they think this those through today too until upon very was we were what when where which
    who whole whom whose why with within without would yes yet you your yours
"""
"""Small words that are English and not Norwegian."""
_ENGLISH_TOO = """
    a all am an and are as at be best by came can dear did do for great had has he her him his i if
    is it kind last like made make may me more must my no not now off one own same say see so some
    such then there to under us well while will
"""
"""Small English words that are Norwegian words too."""
_ALONE, _TOO = frozenset(_ENGLISH_ALONE.split()), frozenset(_ENGLISH_TOO.split())
_SENTENCE = re.compile(r"[^.!?:\n]+")
_LEAST = 2
_SHARE = 0.2
_MOST = 0.5


def small_words(text: str, of: Sequence[Word]) -> list[tuple[int, int]]:
    """Where small English words with a capital stand in English sentences, unless another word with
    a capital follows: `My` and `May`, but not `May Berg`. In order.

    A sentence is English where a fifth of its words, two at least, are small words that are English
    and not Norwegian, or where one is and most of the others could be.
    """
    starts = [word.start for word in of]
    found: list[tuple[int, int]] = []
    for sentence in _SENTENCE.finditer(text):
        inside = of[bisect_left(starts, sentence.start()) : bisect_left(starts, sentence.end())]
        spoken = [word.text.lower() for word in inside if word.text[0].isalpha()]
        telling = sum(word in _ALONE for word in spoken)
        small = telling + sum(word in _TOO for word in spoken)
        if telling < max(_LEAST, _SHARE * len(spoken)) and (
            telling == 0 or small < _MOST * len(spoken)
        ):
            continue
        following = [*(word.text for word in inside[1:]), ""]
        found += [
            (word.start, word.end)
            for word, behind in zip(inside, following, strict=True)
            if word.text.istitle()
            and word.text.lower() in _ALONE | _TOO
            and not behind[:1].isupper()
        ]
    return found
