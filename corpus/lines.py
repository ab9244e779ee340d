"""Lines with their offsets, the raw material of headers and turns."""

from collections.abc import Iterator
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Line:
    """One line without its line end, at its offset in the text."""

    start: int
    text: str = field(repr=False)

    @property
    def end(self) -> int:
        """The offset after the last character."""
        return self.start + len(self.text)

    @property
    def blank(self) -> bool:
        """Whether there is nothing on it to read."""
        return not self.text.strip()


def lines(text: str) -> list[Line]:
    """The lines of `text`; only LF ends a line."""
    found, start = [], 0
    for part in text.split("\n"):
        found.append(Line(start, part))
        start += len(part) + 1
    return found


def paragraphs(of: list[Line]) -> Iterator[list[Line]]:
    """The runs of lines between blank ones."""
    block: list[Line] = []
    for line in of:
        if line.blank:
            if block:
                yield block
            block = []
        else:
            block.append(line)
    if block:
        yield block
