"""What a reader gets out of a file, before anybody asks who speaks in it."""

from dataclasses import dataclass, field

from corpus.text import normalise


@dataclass(frozen=True)
class Extract:
    """The text that a person would read in a file, normalised, and what else the file says.

    ending: of the format that it is written in.
    times: offsets in the text with the second of the recording at which what follows is said,
        ascending.
    properties: what the file says of itself beside its text: `title`, `subject`, `keywords`,
        `created` (ISO date).
    voices: labels of speakers that the format itself sets apart: a column, a voice tag, a field.
    warnings: sentences about what was left out or mended, without words of the text.
    """

    text: str = field(repr=False)
    times: tuple[tuple[int, float], ...] = field(default=(), repr=False)
    properties: dict[str, str] = field(default_factory=dict, repr=False)
    warnings: tuple[str, ...] = ()
    voices: frozenset[str] = field(default=frozenset(), repr=False)
    ending: str = ".txt"

    def __post_init__(self) -> None:
        if self.text != normalise(self.text):
            raise ValueError("the text of an extract is not normalised")
