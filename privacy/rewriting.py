"""A document with stretches of its text exchanged: turns, times and passages move along."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import accumulate

from corpus import Document, Turn


@dataclass(frozen=True)
class Edit:
    """`text[start:end]` becomes `replacement`, which is not empty."""

    start: int
    end: int
    replacement: str = field(repr=False)


class Rewriting:
    """Edits in order that don't overlap, and where everything stands after them."""

    def __init__(self, edits: Sequence[Edit]) -> None:
        """Raises `ValueError` where edits overlap, are out of order or leave nothing."""
        end = 0
        for edit in edits:
            if edit.start >= edit.end or not edit.replacement:
                raise ValueError(f"edit {edit.start}–{edit.end} is empty")
            if edit.start < end:
                raise ValueError(f"edits overlap at {edit.start}")
            end = edit.end
        self._edits = list(edits)
        self._starts = [edit.start for edit in edits]
        grown = (len(edit.replacement) - (edit.end - edit.start) for edit in edits)
        self._shift = [0, *accumulate(grown)]

    def text(self, text: str) -> str:
        """The text after the edits."""
        pieces, at = [], 0
        for edit in self._edits:
            pieces += [text[at : edit.start], edit.replacement]
            at = edit.end
        return "".join([*pieces, text[at:]])

    def offset(self, old: int, at_end: bool = False) -> int:
        """Where the offset `old` is after the edits. Inside an edit it is the beginning of what
        stands there now, or its end for the end of a passage."""
        number = bisect_right(self._starts, old - 1 if at_end else old)
        shifted = old + self._shift[number]
        if number == 0 or old >= self._edits[number - 1].end:
            return shifted
        edit = self._edits[number - 1]
        begin = edit.start + self._shift[number - 1]
        return begin + len(edit.replacement) if at_end else begin

    def document(self, document: Document) -> Document:
        """The document after the edits, which don't straddle the borders of turns."""
        text = self.text(document.text)

        def moved(turn: Turn) -> Turn:
            start, end = self.offset(turn.start), self.offset(turn.end, at_end=True)
            return replace(turn, start=start, end=end, text=text[start:end])

        return replace(
            document,
            text=text,
            turns=tuple(moved(turn) for turn in document.turns),
            times=tuple((self.offset(at), second) for at, second in document.times),
        )
