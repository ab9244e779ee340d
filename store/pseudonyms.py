"""Where pseudonyms stand in the texts of the store."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Hidden:
    """A place in a stored text, end exclusive: where a pseudonym stands, or, not `replaced` and
    without one, where words were left that point to a person with the probability `sure` (0 to 1).
    What a pseudonym stands for is not in the store."""

    start: int
    end: int
    kind: str
    pseudonym: str
    sure: float
    replaced: bool

    def as_row(self, document_id: str) -> dict[str, object]:
        """A row of the table `hidden`."""
        return {
            "document_id": document_id,
            "start_char": self.start,
            "end_char": self.end,
            "kind": self.kind,
            "pseudonym": self.pseudonym,
            "sure": self.sure,
            "replaced": self.replaced,
        }
