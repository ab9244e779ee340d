"""One recording in several files: Whisper writes `.txt`, `.srt`, `.vtt`, `.tsv` and `.json` of the
same name, Teams `.docx` and `.vtt`.

Files of one folder that are called the same but for their ending, and in which the same words are
said, are one document. The richest of them is taken in. Only words count: case, marks, times and
labels differ by format. Where so much as a word differs, somebody may have corrected one of the
files, so both are taken, with a warning.
"""

import hashlib
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol, TypeVar

from corpus.document import Document
from corpus.metadata import GUESSED

_RANK = (".json", ".vtt", ".srt", ".tsv", ".csv", ".docx", ".odt", ".rtf", ".html", ".pdf", ".txt")
_STAMP = re.compile(r"(?<![\d:])(?:\d{1,2}:)?\d{1,2}:\d{2}(?:[.,]\d{1,3})?(?![\d:])")
_WORD = re.compile(r"[^\W_]+")
_OTHER_WORDS = (
    "{} of the same name has other words, so both count; remove the one that is not wanted, or give"
    " it another name"
)


class Placed(Protocol):
    """A file at a path."""

    @property
    def path(self) -> Path:
        """Where it is; below its archive for a member."""
        ...


_File = TypeVar("_File", bound=Placed)


def key(path: Path) -> str:
    """What the paths of files of one recording have in common: all but the ending."""
    return str(path.with_suffix("")).casefold()


def batches(files: Iterable[_File], size: int) -> Iterator[list[_File]]:
    """The files in lists of `size` or a little more, those of one recording in one list."""
    batch: list[_File] = []
    for of in _by_recording(files).values():
        batch += of
        if len(batch) >= size:
            yield batch
            batch = []
    if batch:
        yield batch


def together(files: Iterable[_File]) -> set[Path]:
    """The paths of those files that have others of their recording among them."""
    several = (of for of in _by_recording(files).values() if len(of) > 1)
    return {file.path for of in several for file in of}


def _by_recording(files: Iterable[_File]) -> dict[str, list[_File]]:
    found: dict[str, list[_File]] = defaultdict(list)
    for file in files:
        found[key(file.path)].append(file)
    return found


def words(document: Document) -> str:
    """A digest of the words that are said, in which neither case, marks, times nor labels count."""
    said = " ".join(turn.text for turn in document.turns).casefold()
    spoken = " ".join(_WORD.findall(_STAMP.sub(" ", said)))
    return hashlib.sha256(spoken.encode()).hexdigest()


@dataclass(frozen=True)
class Heard:
    """A file that was read, its document, and the digest of its `words`."""

    path: Path
    document: Document
    words: str


@dataclass(frozen=True)
class Twins:
    """Files that were read, by what they are to each other.

    kept: for each file that is not taken in, the name of the one that is taken for it.
    warnings: of those that are taken in beside another of the same name, a sentence.
    """

    kept: dict[str, str] = field(default_factory=dict)
    warnings: dict[str, str] = field(default_factory=dict)


def twins(read: Mapping[str, Heard]) -> Twins:
    """Which of the files that were read are one document, by their names."""
    found = Twins()
    recordings: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for name, of in read.items():
        recordings[key(of.path)][of.words].append(name)
    for versions in recordings.values():
        taken = [max(names, key=lambda name: _richness(read[name])) for names in versions.values()]
        for names, best in zip(versions.values(), taken, strict=True):
            found.kept.update({name: best for name in names if name != best})
        for name in taken if len(taken) > 1 else ():
            others = sorted(read[other].path.suffix for other in taken if other != name)
            found.warnings[name] = _OTHER_WORDS.format(", ".join(others))
    return found


def _richness(of: Heard) -> tuple[bool, int, bool, int, Path]:
    """What a document holds that others of its words may lack, the weightiest first: who speaks,
    what is known of it, times; then the order of formats."""
    known = sum(origin != GUESSED for origin in of.document.metadata.origins.values())
    ending = of.path.suffix.lower()
    rank = len(_RANK) - _RANK.index(ending) if ending in _RANK else 0
    speakers = sum(bool(speaker.label) for speaker in of.document.speakers) > 1
    return speakers, known, bool(of.document.times), rank, of.path
