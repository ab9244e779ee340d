"""The trained recogniser: a text to names with probabilities."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, Self

import numpy as np
import skops.io
from numpy.typing import NDArray
from sklearn.feature_extraction import FeatureHasher

from kodetrapp.errors import ModelError
from privacy.persons.features import (
    Candidates,
    candidates,
    document_features,
    initials,
    local_features,
)
from privacy.persons.lexicon import Lexicon, lexicon
from privacy.persons.spelling import Spelling

DEFAULT = Path(__file__).parents[1] / "default" / "names.skops"
LOCAL = FeatureHasher(2**17, dtype=np.float32)
OF_DOCUMENT = FeatureHasher(2**10, dtype=np.float32)
_PARTICLES = re.compile(
    r"(?:(?:van|von)(?: de[rn]?)?|de(?: la)?|del|della|di|dos|la|le|el|al|af|ten|ter|zu"
    r"|bin|bint|ibn|abu)",
    re.IGNORECASE,
)
"""What joins the words of a name."""
_OPENING_PARTICLES = {"Van", "Von", "Ibn", "Bin", "Abu"}
_ARTICLES = {"de", "den", "der"}


@dataclass(frozen=True)
class Name:
    """A stretch that names a person with probability `sure`, the highest of its words."""

    start: int
    end: int
    sure: float


@dataclass(frozen=True)
class PersonRecogniser:
    """What `privacy.persons.training` learns."""

    lexicon: Lexicon = field(repr=False)
    spelling: Spelling = field(repr=False)
    local: Any = field(repr=False)
    of_document: Any = field(repr=False)
    threshold: float
    """The least probability of a word that counts as a name."""
    fingerprint: str = ""
    """What it was learnt from (`training.fingerprint`); empty for one made in passing."""

    @classmethod
    def load(cls, path: Path = DEFAULT) -> Self:
        """The recogniser in the file `path`. Raises `ModelError` where it is missing or damaged."""
        try:
            unknown = skops.io.get_untrusted_types(file=path)
            if unknown:
                raise ModelError(f"{path}: holds types that are not trusted: {', '.join(unknown)}")
            parts = skops.io.load(path)
            known = dict(zip(parts["known"].split("\n"), parts["known_scores"], strict=True))
            ordinary = zip(parts["ordinary"].split("\n"), parts["ordinary_counts"], strict=True)
            return cls(
                lexicon({word: int(count) for word, count in ordinary}),
                Spelling(parts["spelling_weights"], parts["spelling_intercepts"], known),
                parts["local"],
                parts["of_document"],
                float(parts["threshold"]),
                parts.get("fingerprint", ""),
            )
        except ModelError:
            raise
        except Exception:  # A damaged archive can make its readers fail in any way.
            raise ModelError(
                f"{path}: the recogniser of names is missing or damaged; install kodetrapp anew, or"
                " make it with 'make names' where the repository is"
            ) from None

    def save(self, path: Path) -> None:
        """Writes the recogniser to the file `path`, whole or not at all."""
        path.parent.mkdir(parents=True, exist_ok=True)
        parts = {
            # One text for each list: entry by entry, loading would take a second.
            "known": "\n".join(self.spelling.known),
            "known_scores": np.stack(list(self.spelling.known.values())).astype(np.float16),
            "spelling_weights": self.spelling.weights.astype(np.float16),
            "spelling_intercepts": self.spelling.intercepts,
            "ordinary": "\n".join(self.lexicon.ordinary),
            "ordinary_counts": np.array(list(self.lexicon.ordinary.values())),
            "local": self.local,
            "of_document": self.of_document,
            "threshold": self.threshold,
            "fingerprint": self.fingerprint,
        }
        beside = path.with_name(f"{path.name}.new")
        skops.io.dump(parts, beside, compression=8)
        beside.replace(path)

    def probabilities(
        self, text: str, apart: Sequence[tuple[int, int]] = ()
    ) -> tuple[Candidates, NDArray[np.float64]]:
        """The words of `text` that may be names, and the probability of each that it is one.

        What lies in the spans `apart` is no candidate.
        """
        found = candidates(text, self.lexicon, self.spelling, apart)
        if not found.indices:
            return found, np.zeros(0)
        log_odds = self.local.decision_function(
            LOCAL.transform(local_features(found, self.lexicon))
        )
        second = OF_DOCUMENT.transform(document_features(found, log_odds))
        sure = self.of_document.predict_proba(second)[:, 1]
        return found, np.where(_abbreviated(found, log_odds), 0.0, sure)

    def names(
        self, text: str, apart: Sequence[tuple[int, int]] = (), threshold: float | None = None
    ) -> list[Name]:
        """The names in `text`, in order; words that follow each other are one name."""
        found, probabilities = self.probabilities(text, apart)
        return join(found, probabilities, self.threshold if threshold is None else threshold)


def _abbreviated(of: Candidates, log_odds: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Which candidates are abbreviations of organisations, ministries above all, and not also the
    initials of somebody named in the document."""
    persons = initials(of, log_odds)
    return np.array(
        [
            (word := of.words[index].text).isupper()
            and (("organisation" in lists and len(word) > 1) or _in_brackets(of, index))
            and word not in persons
            for index, lists in zip(of.indices, of.lists, strict=True)
        ],
        dtype=bool,
    )


def _in_brackets(of: Candidates, index: int) -> bool:
    """Whether a word stands alone in round brackets, as where somebody is from: `Turid (KLD)`,
    `Eva Dahl (A)`."""
    around = of.words[max(0, index - 1) : index + 2]
    return [around[0].text, around[-1].text] == ["(", ")"]


def join(of: Candidates, probabilities: NDArray[np.float64], threshold: float) -> list[Name]:
    """Words that reach the threshold as names: those next to each other together, with what joins
    them (`van der`), with initials before them (`P. A. Dahl`), turned round (`Hansen, Kari`)."""
    names: list[Name] = []
    last: int | None = None
    for number, sure in enumerate(map(float, probabilities)):
        if sure < threshold:
            continue
        word = of.words[of.indices[number]]
        if last is not None and _joined(of, last, number, names[-1]):
            names[-1] = Name(names[-1].start, word.end, max(names[-1].sure, sure))
        else:
            start = _with_initials(of, of.indices[number])
            while names and start < names[-1].end:  # Initials that are names by themselves.
                before = names.pop()
                start, sure = min(start, before.start), max(sure, before.sure)
            names.append(Name(start, word.end, sure))
        last = number
    return names


def _joined(of: Candidates, last: int, number: int, name: Name) -> bool:
    """Whether the candidate `number` goes on with the `name` whose last word is `last`."""
    before, word = of.words[of.indices[last]], of.words[of.indices[number]]
    if word.start <= name.end:
        return True
    between = of.text[before.end : word.start]
    if between == ", " and name.start == before.start:
        turned = "family" in of.lists[last] and "given" not in of.lists[last]
        return turned and ("given" in of.lists[number] or len(word.text) == 1)
    if len(before.text) == 1 and between in {". ", "."}:
        return True
    inside = between.split()
    single = all(re.fullmatch(r"[^\W\d_]\.", piece) for piece in inside)
    particles = not inside or _PARTICLES.fullmatch(" ".join(inside)) is not None
    return between[:1] == " " and "\n" not in between and (particles or single)


def _with_initials(of: Candidates, index: int) -> int:
    """Where a name begins, initials with a full stop and capitalised joining words included."""
    start = index
    while True:
        before = [word.text for word in of.words[max(0, start - 2) : start]]
        line = of.text[of.words[max(0, start - 2)].start : of.words[start].start]
        if "\n" in line or not before:
            return of.words[start].start
        if len(before) == 2 and before[1] == "." and len(before[0]) == 1 and before[0].isupper():
            start -= 2
        elif before[-1] in _OPENING_PARTICLES:
            start -= 1
        elif len(before) == 2 and before[0] in _OPENING_PARTICLES and before[1] in _ARTICLES:
            start -= 2
        else:
            return of.words[start].start


@cache
def default() -> PersonRecogniser:
    """The recogniser that the package carries."""
    return PersonRecogniser.load(DEFAULT)
