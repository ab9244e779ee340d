"""What the recogniser sees of a word that may be a name.

Candidates are words with a capital, and, where the text has no capitals (as automatic transcripts),
words in lower case that the lists have as names.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from heapq import nlargest
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from privacy.persons.lexicon import Lexicon, everyday
from privacy.persons.spelling import CLASSES, Spelling
from privacy.persons.words import (
    Word,
    bare,
    capitalised,
    in_lower_case,
    openings,
    outside,
    shape,
    words,
)

Features = dict[str, float]
_LABEL = re.compile(r"[^:\n]{1,40}:")
_LETTERS = re.compile(r"[^\W_]+")
_NEAR = (-3, -2, -1, 1, 2, 3)
_MAX_INITIALS = 4
_MIN_LOWER = 3


@dataclass(frozen=True)
class Candidates:
    """The words of a text and the indices of those that may be names, with what is known of these
    words by themselves: the lists they stand in, and scores by spelling, of shape (candidates,
    classes)."""

    text: str = field(repr=False)
    words: Sequence[Word] = field(repr=False)
    indices: Sequence[int]
    lists: Sequence[list[str]] = field(repr=False)
    spelling: NDArray[np.float32] = field(repr=False)


def candidates(
    text: str,
    lexicon: Lexicon,
    spelling: Spelling,
    apart: Sequence[tuple[int, int]] = (),
    forget: Callable[[], bool] = lambda: False,
) -> Candidates:
    """The candidates of `text` outside the spans `apart`. `forget` says, at every list a word
    stands in, whether to overlook it (for learning to do without lists)."""
    found = words(text)
    free = outside(found, apart)
    lower = in_lower_case(text, found)
    indices = [
        i
        for i, word in enumerate(found)
        if free[i]
        and _may_be_name(word.text, lexicon, lower[i])
        and not (_named_after(word.text, lexicon) and not _goes_on(text, found, i, lexicon))
    ]
    lists: list[list[str]] = []
    for i in indices:
        word = found[i].text
        kinds = dict.fromkeys([*lexicon.kinds_of(word), *lexicon.kinds_of(bare(word))])
        lists.append([kind for kind in kinds if not forget()])
    return Candidates(
        text,
        found,
        indices,
        lists,
        spelling.scores([capitalised(bare(found[i].text)) for i in indices]),
    )


def _may_be_name(word: str, lexicon: Lexicon, lower_case: bool) -> bool:
    if not word[0].isalpha():
        return False
    if not word.islower():
        return True
    listed = lexicon.is_name(word) or lexicon.is_name(bare(word))
    return lower_case and listed and len(word) >= _MIN_LOWER


def _named_after(word: str, lexicon: Lexicon) -> bool:
    """Whether it is a thing named after somebody or something: `Nansen-prisen`, `EØS-avtalen`."""
    first, _, last = word.rpartition("-")
    if first.islower() or not last[:1].islower():
        return False
    double = lexicon.is_name(first) and (lexicon.is_name(last) or lexicon.is_name(bare(last)))
    return first != "" and not double


def _goes_on(text: str, of: Sequence[Word], index: int, lexicon: Lexicon) -> bool:
    """Whether a listed name with a capital stands right before, as in `Kim Jong-un`."""
    if index == 0 or text[of[index - 1].end : of[index].start] != " ":
        return False
    before = of[index - 1].text
    return before[0].isupper() and lexicon.is_name(before)


def local_features(of: Candidates, lexicon: Lexicon) -> list[Features]:
    """One set of features a candidate: the word, its lists and spelling, the words around it."""
    position = {index: number for number, index in enumerate(of.indices)}
    lower = Counter(word.text for word in of.words if word.text[0].islower())
    opening = openings(of.text, of.words)
    begin = _line_beginnings(of)
    return [
        {
            **_word_features(of, number, lexicon, lower, opening[index]),
            **_neighbours(of, index, position, of.lists[number]),
            **_line_features(of, index, begin[number]),
        }
        for number, index in enumerate(of.indices)
    ]


def _word_features(
    of: Candidates,
    number: int,
    lexicon: Lexicon,
    lower: Counter[str],
    opening: bool,
) -> Features:
    word = of.words[of.indices[number]].text
    folded = word.casefold()
    kinds = of.lists[number]
    met = lexicon.ordinary.get(folded, 0) + lower[folded]
    is_lower = word[0].islower()
    found: Features = {
        "bias": 1.0,
        f"lists={'+'.join(kinds)}": 1.0,
        f"shape={shape(word)}": 1.0,
        f"ending3={folded[-3:]}": 1.0,
        f"ending4={folded[-4:]}": 1.0,
        f"beginning={folded[:3]}": 1.0,
        "opening": float(opening),
        "ordinary": float(np.log1p(met)),
        "ordinary at opening": float(np.log1p(met)) * opening,
        "everyday": float(bare(folded) in everyday() or folded in everyday()),
        "everyday at opening": float(opening and folded in everyday()),
        "lower case here": float(lower[folded] > 0 and not is_lower),
        "length": len(word) / 8,
        "lower": float(is_lower),
    }
    found |= {f"list={kind}": 1.0 for kind in kinds}
    found |= {
        f"spelling={name}": float(score) / 3
        for name, score in zip(CLASSES, of.spelling[number], strict=True)
    }
    if met:
        found[f"word={folded}"] = 1.0
    return found


def _neighbours(
    of: Candidates, index: int, position: dict[int, int], lists: Sequence[str]
) -> Features:
    found: Features = {}
    here = of.words[index]
    for step in _NEAR:
        other = index + step
        if not 0 <= other < len(of.words):
            found[f"{step}=|"] = 1.0
            continue
        word = of.words[other]
        near = abs(step) == 1
        first, second = (here, word) if step > 0 else (word, here)
        apart = "\n" in of.text[first.end : second.start]
        number = position.get(other)
        if number is not None:
            found[f"{step} lists={'+'.join(of.lists[number])}"] = 1.0
            found[f"{step} shape={shape(word.text)}"] = 1.0
            if near and not apart:
                found[f"{step} candidate"] = 1.0
                for name, score in zip(CLASSES, of.spelling[number], strict=True):
                    found[f"{step} spelling={name}"] = float(score) / 6
        if abs(step) < 3 or word.text[0].isalpha():
            found[f"{step}={word.text.casefold()}"] = 1.0
        if near:
            found[f"{step} ending={word.text[-4:].casefold()}"] = 1.0
            found[f"{step} other line"] = float(apart)
    before = [word.text.casefold() for word in of.words[max(0, index - 2) : index]]
    after = [word.text.casefold() for word in of.words[index + 1 : index + 3]]
    found[f"before={' '.join(before)}"] = 1.0
    found[f"lists={'+'.join(lists)} behind {before[-1] if before else '|'}"] = 1.0
    found[f"after={' '.join(after)}"] = 1.0
    return found


def _line_beginnings(of: Candidates) -> list[int]:
    """For each candidate where its line begins."""
    found: list[int] = []
    begin = at = 0
    for index in of.indices:
        start = of.words[index].start
        begin = max(begin, of.text.rfind("\n", at, start) + 1)
        at = start
        found.append(begin)
    return found


def _line_features(of: Candidates, index: int, begin: int) -> Features:
    """Whether the word stands in the label that its line (from `begin`) begins with, or which
    label it stands behind (`Til stede: …`)."""
    word = of.words[index]
    label = _LABEL.match(of.text, begin, begin + 42)
    if label is None:
        return {}
    if word.end <= label.end():
        return {"in label": 1.0}
    return {f"behind={' '.join(_LETTERS.findall(label[0].casefold()))}": 1.0}


def document_features(of: Candidates, log_odds: NDArray[np.float64]) -> list[Features]:
    """One set of features a candidate, from the first model's `log_odds`: its verdict here, on the
    same word elsewhere in the document, on the neighbours, and whether the word is the initials of
    a full name in the document."""
    verdict = dict(zip(of.indices, map(float, log_odds), strict=True))
    alike: dict[str, list[float]] = defaultdict(list)
    for index, odds in verdict.items():
        alike[bare(of.words[index].text).casefold()].append(odds)
    total = {word: sum(all_odds) for word, all_odds in alike.items()}
    highest = {word: nlargest(2, all_odds) for word, all_odds in alike.items()}
    persons = initials(of, log_odds)
    found: list[Features] = []
    lists = dict(zip(of.indices, of.lists, strict=True))
    for index, odds in verdict.items():
        word = of.words[index].text
        given, family = ("given" in lists[index], "family" in lists[index])
        same = bare(word).casefold()
        others = len(alike[same]) - 1
        most = highest[same][odds == highest[same][0]] if others else 0.0
        features: Features = {
            "bias": 1.0,
            "here": odds / 2,
            "elsewhere": float(others > 0),
            "most elsewhere": most / 2,
            "mean elsewhere": (total[same] - odds) / others / 2 if others else 0.0,
            "abbreviation": float(word.isupper() and 2 <= _letters(word) <= _MAX_INITIALS),
            "initials": float(word in persons),
            "one letter": float(len(word) == 1),
            "given before a name": float(given and _follows(of, index, verdict) > 0),
            "family behind a name": float(family and verdict.get(index - 1, -1.0) > 0),
        }
        for step in (-2, -1, 1, 2):
            features[f"{step}"] = verdict.get(index + step, 0.0) / 2
            features[f"{step} candidate"] = float(index + step in verdict)
        found.append(features)
    return found


def _letters(word: str) -> int:
    return sum(map(str.isalpha, word))


def _follows(of: Candidates, index: int, verdict: dict[int, float]) -> float:
    """The verdict on the candidate right behind, or behind an initial with its full stop."""
    signs = [word.text for word in of.words[index + 1 : index + 3]]
    initial = len(signs) == 2 and len(signs[0]) == 1 and signs[1] == "."
    return verdict.get(index + (3 if initial else 1), -1.0)


def initials(of: Candidates, log_odds: NDArray[np.float64]) -> set[str]:
    """The initials of the likely names of several words, given names first or last."""
    likely = [index for index, odds in zip(of.indices, log_odds, strict=True) if odds > 0]
    runs: list[list[int]] = []
    for before, index in pairwise([-9, *likely]):
        between = "".join(word.text for word in of.words[before + 1 : index])
        if index - before <= 2 and between in {"", ".", ","} and runs:
            runs[-1].append(index)
        else:
            runs.append([index])
    found: set[str] = set()
    for run in runs:
        parts = [part[0] for index in run for part in of.words[index].text.split("-") if part]
        whole = [of.words[index].text[0] for index in run]
        joined = ["-".join(p[:1] for p in of.words[index].text.split("-")) for index in run]
        if len(run) > 1:
            found |= {"".join(parts), "".join(joined), "".join(whole), whole[0] + whole[-1]}
            found |= {whole[-1] + whole[0], "".join([*whole[1:], whole[0]])}
    return found
