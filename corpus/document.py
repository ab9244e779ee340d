"""A document as the rest of the house sees it: text, turns, sentences, passages.

Every piece of text knows where it stands: `document.text[piece.start:piece.end] == piece.text`,
in code points of the normalised text, end exclusive. A piece for which that isn't so can't be made.
Texts are left out of every `repr`, so that an exception or a log line never quotes an interview.
"""

import datetime
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class TurnRole(StrEnum):
    """What a turn is: somebody's words, a minuted item, running prose or a heading."""

    INTERVIEWER = "interviewer"
    INFORMANT = "informant"
    ITEM = "item"
    NOTE = "note"
    HEADING = "heading"

    @property
    def coded(self) -> bool:
        """Whether passages of such a turn are coded; the others are context."""
        return self in {TurnRole.INFORMANT, TurnRole.ITEM, TurnRole.NOTE}


@dataclass(frozen=True)
class Passage:
    """A stretch of a document's text."""

    start: int
    end: int
    text: str = field(repr=False)

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end or self.end - self.start != len(self.text):
            raise ValueError(
                f"{type(self).__name__} {self.start}–{self.end} of {len(self.text)} characters"
            )


@dataclass(frozen=True)
class Turn(Passage):
    """What one speaker says before the next one begins; or one paragraph of an agenda item. `lang`
    is its language where that is plainly another one than the document's."""

    role: TurnRole
    speaker: str = field(default="", repr=False)
    lang: str | None = None


@dataclass(frozen=True)
class Sentence(Passage):
    """One sentence; `turn` is the index of the turn that it stands in, `time` the second of the
    recording from which on it is said (None where the document has no times)."""

    turn: int
    time: float | None = None


@dataclass(frozen=True)
class Speaker:
    """Somebody who speaks in a dialogue, and why they are taken for who asks or who answers.

    label: as in `Turn.speaker`; empty where the words have no label.
    reason: one short sentence for people.
    how: the same for programs: `given`, `header`, `label`, `form`, `questions`, `words`, `rest`,
        `unlabelled` or `unsure` (each explained in `corpus.roles`).
    turns, words: how many of each are theirs.
    """

    label: str = field(repr=False)
    role: TurnRole
    reason: str
    how: str
    turns: int
    words: int


@dataclass(frozen=True)
class Metadata:
    """What is known of a document beside its text, in ids of the codebook.

    `origins` says where each value comes from, by its name: `header`, `metadata_file`,
    `file_name`, `properties`, `folder` or `guessed` (see `corpus.metadata`).
    """

    group: str | None = None
    date: datetime.date | None = None
    phase: str | None = None
    kind: str | None = None
    role: str | None = None
    lang: str | None = None
    origins: Mapping[str, str] = field(default_factory=dict, compare=False, repr=False)


@dataclass(frozen=True)
class Document:
    """One source. `name` is the file's, relative to the folder it was found in; `warnings` are
    sentences about what could not be understood; `times` are offsets with the second of the
    recording at which what follows them is said; `speakers` are those of a dialogue, in the order
    in which they begin."""

    name: str
    text: str = field(repr=False)
    turns: tuple[Turn, ...] = field(repr=False)
    metadata: Metadata = Metadata()
    warnings: tuple[str, ...] = ()
    times: tuple[tuple[int, float], ...] = field(default=(), repr=False)
    speakers: tuple[Speaker, ...] = ()

    def __post_init__(self) -> None:
        end = 0
        for turn in self.turns:
            self.check(turn)
            if turn.start < end:
                raise ValueError(f"turns overlap at {turn.start}")
            end = turn.end

    @property
    def document_id(self) -> str:
        """The first 16 hex digits of the SHA-256 of the normalised text."""
        return hashlib.sha256(self.text.encode()).hexdigest()[:16]

    def check(self, passage: Passage) -> None:
        """Raises `ValueError` unless the passage stands in this document where it says."""
        if self.text[passage.start : passage.end] != passage.text:
            raise ValueError(
                f"{type(passage).__name__} {passage.start}–{passage.end} is not in {self.name}"
            )

    def passage(self, start: int, end: int) -> Passage:
        """The passage from `start` to `end`. Raises `ValueError` outside the text."""
        return Passage(start, end, self.text[start:end])

    def find(self, quote: str) -> list[Passage]:
        """Every place at which `quote` stands, to the letter; overlapping ones included."""
        found, at = [], self.text.find(quote)
        while quote and at != -1:
            found.append(self.passage(at, at + len(quote)))
            at = self.text.find(quote, at + 1)
        return found
