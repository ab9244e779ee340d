"""Which documents are one text under several names, in another layout, or in a corrected version.

Two documents are twins where at least half of the runs of five words of the one that has fewer
stand in the other (the overlap coefficient of their word shingles; Broder 1997 on resemblance).
Runs are taken from within the turns that are coded, so neither header, labels, questions nor white
space, case and punctuation make a difference, and a text corrected here and there stays a twin.
"""

import re
from collections.abc import Sequence

from corpus import Document, GoldDocument

RUN = 5
SHARE = 0.5
"""Documents of different people share hardly a run of five words; a version of a text, most."""
_WORD = re.compile(r"\w+")
Runs = frozenset[tuple[str, ...]]


def runs(document: Document) -> Runs:
    """The runs of five words in each coded turn; a shorter turn is a run by itself."""
    found: set[tuple[str, ...]] = set()
    for turn in document.turns:
        words = _WORD.findall(turn.text.casefold()) if turn.role.coded else []
        found.update(tuple(words[at : at + RUN]) for at in range(max(1, len(words) - RUN + 1)))
    return frozenset(found - {()})


def twins(one: Runs, other: Runs) -> bool:
    """Whether documents with these runs are the same text."""
    fewer = min(len(one), len(other))
    return fewer > 0 and len(one & other) >= SHARE * fewer


def apart(
    gold: Sequence[GoldDocument], held_back: Sequence[GoldDocument]
) -> tuple[list[GoldDocument], list[tuple[str, str]]]:
    """The documents of `gold` that are neither among those held back nor twins of one; and of the
    others the name, with that of the document held back."""
    ids = {item.document.document_id: item.document.name for item in held_back}
    known = [(item.document.name, runs(item.document)) for item in held_back]
    kept, left_out = [], []
    for item in gold:
        name = ids.get(item.document.document_id)
        if name is None:
            own = runs(item.document)
            name = next((of for of, its in known if twins(own, its)), None)
        if name is None:
            kept.append(item)
        else:
            left_out.append((item.document.name, name))
    return kept, left_out
