"""How well names are found: `python -m privacy.evaluation` prints it for the marked
documents that nothing was learnt from."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from rich.console import Console
from rich.table import Table

from privacy.identifiers import Kind, Mention
from privacy.name_lists import NameLists
from privacy.people import people
from privacy.persons.lexicon import ORIGINS
from privacy.persons.marked import MarkedDocument, read_marked
from privacy.persons.recogniser import PersonRecogniser, default, join
from privacy.pseudonymise import find_mentions

TEST = Path(__file__).parent / "documents" / "test"
_RESAMPLES = 2000
_CAPITALS = re.compile(r"(?<=[a-zæøå,] )[A-ZÆØÅÁČĐŊŠŦŽ][\w'’-]+(?: [A-ZÆØÅÁČĐŊŠŦŽ][\w'’-]+)*")
Finder = Callable[[str], Sequence[Mention]]


@dataclass(frozen=True)
class Counts:
    """What was found in one document. A mention counts as hidden where every letter of it is; a
    hidden stretch counts as right where at least half of it is marked."""

    lang: str
    mentions: dict[str, int]
    """Marked mentions of persons by origin of the name."""
    hidden: dict[str, int]
    """Those of them that are hidden."""
    stretches: int
    """What was hidden as a person."""
    right: int
    identifiers: int
    identifiers_hidden: int


@dataclass(frozen=True)
class Share:
    """A share with the bounds of its 95% interval (bootstrap over documents)."""

    value: float
    low: float
    high: float
    of: int

    def __str__(self) -> str:
        return f"{self.value:.3f} [{self.low:.3f}–{self.high:.3f}]"


def count(document: MarkedDocument, found: Sequence[Mention]) -> Counts:
    """What was found in a marked document."""
    hidden = np.zeros(len(document.text), dtype=bool)
    marked = np.zeros(len(document.text), dtype=bool)
    for mention in found:
        hidden[mention.start : mention.end] = True
    mentions = dict.fromkeys(ORIGINS, 0)
    covered = dict.fromkeys(ORIGINS, 0)
    for mark in document.persons:
        marked[mark.start : mark.end] = True
        letters = [i for i in range(mark.start, mark.end) if document.text[i].isalpha()]
        mentions[mark.origin or ""] += 1
        covered[mark.origin or ""] += bool(hidden[letters].all())
    persons = [mention for mention in found if mention.kind is Kind.PERSON]
    others = [m for m in document.marks if m.person is None and m.label not in {"sted", "org"}]
    return Counts(
        document.lang,
        mentions,
        covered,
        len(persons),
        sum(bool(marked[m.start : m.end].mean() >= 0.5) for m in persons),
        len(others),
        sum(bool(hidden[mark.start : mark.end].all()) for mark in others),
    )


def share(parts: Sequence[tuple[int, int]]) -> Share:
    """The share of (these, of so many) a document, over all documents."""
    table = np.array(parts, dtype=float).reshape(-1, 2)
    drawn = np.random.default_rng(0).integers(len(table), size=(_RESAMPLES, len(table)))
    sums = table[drawn].sum(axis=1)
    with np.errstate(invalid="ignore"):
        low, high = np.nanquantile(sums[:, 0] / sums[:, 1], [0.025, 0.975])
    these, every = table.sum(axis=0)
    return Share(float(these / every), float(low), float(high), int(every))


def same_person(document: MarkedDocument, recogniser: PersonRecogniser) -> tuple[float, int]:
    """How well mentions of one person are brought together, given all mentions: the sum over
    mentions of the B-cubed F1 (Bagga and Baldwin 1998), and how many mentions there are."""
    mentions = {
        Mention(mark.start, mark.end, mark.text, Kind.PERSON): mark.person
        for mark in document.persons
    }
    numbers = people(list(mentions), recogniser.lexicon.is_name)
    total = 0.0
    for mention, person in mentions.items():
        alike = {m for m in mentions if numbers[m] == numbers[mention]}
        belong = {m for m in mentions if mentions[m] == person}
        total += 2 * len(alike & belong) / (len(alike) + len(belong))
    return total, len(mentions)


def in_lists(recogniser: PersonRecogniser) -> Finder:
    """A simple way, for comparison: words with a capital in a list of names are names."""

    def find(text: str) -> list[Mention]:
        found, _ = recogniser.probabilities(text)
        listed = [
            float(found.words[index].text[0].isupper() and not {"given", "family"}.isdisjoint(of))
            for index, of in zip(found.indices, found.lists, strict=True)
        ]
        return [
            Mention(name.start, name.end, text[name.start : name.end], Kind.PERSON)
            for name in join(found, np.array(listed), 0.5)
        ]

    return find


def with_capitals(text: str) -> list[Mention]:
    """The other simple way: words with a capital inside a sentence, and those behind them."""
    return [Mention(m.start(), m.end(), m[0], Kind.PERSON) for m in _CAPITALS.finditer(text)]


def main() -> None:
    """Prints recall and precision by language and by origin of the name, beside simple ways."""
    documents = read_marked(TEST)
    recogniser = default()

    def ours(text: str) -> list[Mention]:
        found = find_mentions(text, recogniser, NameLists())
        return [mention for mention in found if mention.sure >= recogniser.threshold]

    ways: dict[str, Finder] = {
        "kodetrapp": ours,
        "in a list of names": in_lists(recogniser),
        "with a capital": with_capitals,
    }
    table = Table("", "recall", "precision", "mentions")
    counted = {name: [count(d, find(d.text)) for d in documents] for name, find in ways.items()}
    for name, counts in counted.items():
        recall = share([(sum(c.hidden.values()), sum(c.mentions.values())) for c in counts])
        precision = share([(c.right, c.stretches) for c in counts])
        table.add_row(name, str(recall), str(precision), str(recall.of))
    table.add_section()
    mine = counted["kodetrapp"]
    for lang in sorted({c.lang for c in mine}):
        some = [c for c in mine if c.lang == lang]
        recall = share([(sum(c.hidden.values()), sum(c.mentions.values())) for c in some])
        precision = share([(c.right, c.stretches) for c in some])
        table.add_row(lang, str(recall), str(precision), str(recall.of))
    table.add_section()
    for origin in ORIGINS:
        recall = share([(c.hidden[origin], c.mentions[origin]) for c in mine])
        table.add_row(origin, str(recall), "", str(recall.of))
    table.add_section()
    others = share([(c.identifiers_hidden, c.identifiers) for c in mine])
    table.add_row("other identifiers", str(others), "", str(others.of))
    alike = [same_person(document, recogniser) for document in documents]
    f1 = sum(total for total, _ in alike) / sum(number for _, number in alike)
    console = Console(width=100)
    console.print(f"{len(documents)} documents that nothing was learnt from", highlight=False)
    console.print(table)
    console.print(f"same person, same pseudonym (B-cubed F1): {f1:.3f}", highlight=False)


if __name__ == "__main__":
    main()
