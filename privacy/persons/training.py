"""Learning to recognise names: `python -m privacy.persons.training` makes the recogniser anew."""

import hashlib
import random
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold

import codebook
from corpus import gold_files, read_gold
from privacy.persons import spelling
from privacy.persons.features import (
    Candidates,
    Features,
    candidates,
    document_features,
    local_features,
)
from privacy.persons.lexicon import LISTS, Lexicon, lexicon
from privacy.persons.marked import MarkedDocument, read_marked
from privacy.persons.recogniser import DEFAULT, LOCAL, OF_DOCUMENT, PersonRecogniser
from privacy.persons.substitution import substitute, without_case
from privacy.persons.words import words

TRAINING = Path(__file__).parents[1] / "documents" / "train"
ROOT = Path(__file__).parents[2]
THRESHOLD = 0.1
"""Chosen on documents for learning by an author who was left out: the recall of 0.97 that was
wanted, at a precision of 0.90, in texts full of traps."""
_VARIANTS = 4
_FORGETTING = 0.3
_WITHOUT_CASE = 0.3
_FOLDS = 5
_LIKELY = 0.5
_UNLIKELY = 0.2


def ordinary_words(texts: Iterable[str]) -> dict[str, int]:
    """How often each word stands in lower case in `texts`; words met once are left out."""
    met = Counter(word.text for text in texts for word in words(text) if word.text[0].islower())
    return {word: count for word, count in sorted(met.items()) if count > 1}


@dataclass(frozen=True)
class _Example:
    """The candidates of one text, which of them are names (-1: not known), and which document it
    is a variant of."""

    candidates: Candidates
    names: NDArray[np.int8]
    document: int


def learn(
    documents: Sequence[MarkedDocument],
    known: Lexicon,
    by_spelling: spelling.Spelling,
    unmarked_texts: Sequence[str] = (),
    variants: int = _VARIANTS,
    seed: int = 0,
) -> PersonRecogniser:
    """A recogniser learnt from marked documents, from `variants` of each with other names, and
    from texts that nobody marked (interviews and minutes, where names are few).

    While it learns, a third of what the lists say is withheld, so that it relies on spelling and
    context as well. The unmarked texts are labelled by what was learnt from the marked ones alone,
    where that is clear (self-training, Scudder 1965).
    """
    chance = random.Random(seed)  # noqa: S311 (no secret)

    def met(text: str) -> Candidates:
        return candidates(text, known, by_spelling, forget=lambda: chance.random() < _FORGETTING)

    examples: list[_Example] = []
    for number, document in enumerate(documents):
        variations = [substitute(document, known, chance) for _ in range(variants)]
        if chance.random() < _WITHOUT_CASE:
            variations[-1:] = [without_case(variations[-1])]
        for variation in [document, *variations]:
            found = met(variation.text)
            examples.append(_Example(found, _named(found, variation), number))
    first = _fit(examples, known, by_spelling)
    for number, text in enumerate(unmarked_texts, start=len(documents)):
        examples.append(_Example(met(text), _guessed(first, text), number))
    return _fit(examples, known, by_spelling) if unmarked_texts else first


def _fit(
    examples: Sequence[_Example], known: Lexicon, by_spelling: spelling.Spelling
) -> PersonRecogniser:
    """Both models. The second learns from verdicts of first ones that did not see the document."""
    seen = LOCAL.transform([f for e in examples for f in local_features(e.candidates, known)])
    target = np.concatenate([example.names for example in examples])
    groups = np.concatenate([np.full(len(e.names), e.document) for e in examples])
    clear = target >= 0
    local = LogisticRegression(C=0.3, solver="liblinear")
    log_odds = np.zeros(len(target))
    for rest, held_out in GroupKFold(_FOLDS).split(seen, target, groups):
        rest = rest[clear[rest]]
        local.fit(seen[rest], target[rest])
        log_odds[held_out] = local.decision_function(seen[held_out])
    local.fit(seen[clear], target[clear])
    second: list[Features] = []
    for example in examples:
        at = len(second)
        odds = log_odds[at : at + len(example.names)]
        second += document_features(example.candidates, odds)
    of_document = LogisticRegression(C=1.0, solver="liblinear")
    of_document.fit(OF_DOCUMENT.transform(second)[clear], target[clear])
    return PersonRecogniser(known, by_spelling, local, of_document, THRESHOLD)


def _guessed(recogniser: PersonRecogniser, text: str) -> NDArray[np.int8]:
    """What the candidates of a text are: names in the lists that it is likely of are names, other
    likely ones (initials among them) not known, the rest none."""
    found, sure = recogniser.probabilities(text)
    listed = np.array([not {"given", "family"}.isdisjoint(of) for of in found.lists], dtype=bool)
    known = np.array(["organisation" in of for of in found.lists], dtype=bool)
    short = np.array([found.words[i].text.isupper() for i in found.indices], dtype=bool)
    named = listed & ~short & (sure >= _LIKELY)
    unclear = (listed & ~short & (sure >= _UNLIKELY)) | (~(short & known) & (sure >= _LIKELY))
    return np.where(named, 1, np.where(unclear, -1, 0)).astype(np.int8)


def _named(of: Candidates, document: MarkedDocument) -> NDArray[np.int8]:
    """For each candidate whether it lies in a mark of a person."""
    inside = np.zeros(len(document.text) + 1, dtype=bool)
    for mark in document.persons:
        inside[mark.start : mark.end] = True
    return np.array([inside[of.words[index].start] for index in of.indices], dtype=np.int8)


def interviews() -> list[str]:
    """The texts of the coder's gold for learning: interviews, minutes and notes that nobody marked
    names in."""
    book = codebook.load(codebook.DEFAULT)
    return [read_gold(path, book).document.text for path in gold_files(ROOT / "models/training")]


def unmarked(document: MarkedDocument) -> str:
    """The text without what is marked."""
    borders = [0, *(at for mark in document.marks for at in (mark.start, mark.end)), None]
    pieces = zip(borders[::2], borders[1::2], strict=True)
    return " ".join(document.text[start:end] for start, end in pieces)


def fingerprint() -> str:
    """The first 16 hex digits of the SHA-256 of all files that the recogniser is learnt from, with
    their names: marked documents, lists, gold for learning."""
    digest = hashlib.sha256()
    lists, marked = sorted(LISTS.glob("*.txt")), sorted(TRAINING.glob("*.txt"))
    for path in [*marked, *lists, *sorted(gold_files(ROOT / "models/training"))]:
        digest.update(f"{path.name}\n".encode())
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()[:16]


def main() -> None:
    """Learns from all marked documents for learning, and writes the recogniser."""
    documents, texts = read_marked(TRAINING), interviews()
    known = lexicon(ordinary_words([*texts, *map(unmarked, documents)]))
    learnt = learn(documents, known, spelling.learn(known), texts)
    replace(learnt, fingerprint=fingerprint()).save(DEFAULT)


if __name__ == "__main__":
    main()
