"""What was hidden in a document and what was not, for a person to look through."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from privacy.identifiers import Kind
from privacy.pseudonymise import SURE, Hidden


@dataclass(frozen=True)
class Line:
    """One form of a name or identifier in a document: the pseudonym it has (empty where it was
    left), how often it stands there, the least probability, and whether a person should look."""

    pseudonym: str
    kind: Kind
    original: str = field(repr=False)
    times: int
    sure: float

    @property
    def doubtful(self) -> bool:
        """Whether it was hidden, or left, without being sure."""
        return self.sure < SURE


def report(hidden: Sequence[Hidden]) -> list[Line]:
    """One line a form, what was hidden first, in the order of the text."""
    times = Counter((one.pseudonym, one.original) for one in hidden)
    least: dict[tuple[str, str], Hidden] = {}
    for one in hidden:
        form = (one.pseudonym, one.original)
        if form not in least or one.sure < least[form].sure:
            least[form] = one
    lines = [
        Line(pseudonym, least[pseudonym, original].kind, original, number, least[key].sure)
        for key, number in times.items()
        for pseudonym, original in [key]
    ]
    return sorted(lines, key=lambda line: not line.pseudonym)


def originals(hidden: Sequence[Hidden]) -> Mapping[str, list[str]]:
    """What every pseudonym of a document stands for, each form once."""
    found: dict[str, list[str]] = {}
    for one in hidden:
        if one.replaced and one.original not in found.setdefault(one.pseudonym, []):
            found[one.pseudonym].append(one.original)
    return found
