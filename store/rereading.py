"""Versions are of files, not of readings.

Where a file with the same bytes is read anew and its text comes out otherwise, the earlier text
goes, and people's work moves to the new one.

The earlier text may name persons whom the new one hides. So nothing of it is kept: it is erased as
`store.erasures` erases a document, in the transaction that stores the new one.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

import duckdb
import pandas as pd

from corpus import Passage
from store import assignments, erasures
from store.alignment import Alignment
from store.codings import segment_id
from store.database import append, query
from store.decisions import place
from store.erasures import Kind

Span = tuple[int, int]


@dataclass(frozen=True)
class Moved:
    """How many documents went, and how many decisions on them were moved, or could not be."""

    documents: int = 0
    decisions: int = 0
    unplaced: int = 0

    def __add__(self, other: "Moved") -> "Moved":
        return Moved(
            self.documents + other.documents,
            self.decisions + other.decisions,
            self.unplaced + other.unplaced,
        )


def earlier_readings(
    connection: duckdb.DuckDBPyConnection, missing: Collection[str] = ()
) -> dict[str, str]:
    """The ids of documents that came of an earlier reading of the same bytes, with those that take
    their place. A text that a file still holds is none of them, unless that file is `missing` from
    the folder: it was renamed."""
    rows = connection.execute(query("earlier_readings"), {"missing": list(missing)}).fetchall()
    return dict(rows)


def earlier_versions(
    connection: duckdb.DuckDBPyConnection, names: Collection[str] | None
) -> dict[str, str]:
    """The ids of documents that these files held before they were corrected, or those of all files,
    with those that took their place."""
    given = None if names is None else list(names)
    return dict(connection.execute(query("earlier_versions"), {"names": given}).fetchall())


def replace(
    connection: duckdb.DuckDBPyConnection,
    successions: Mapping[str, str],
    kind: Kind,
    models: Sequence[str],
) -> Moved:
    """Moves people's work from documents to those that take their place, by id, and erases them;
    the record names the folders of `models` that are removed because they learnt from them.

    Of a decision only the place and the quote change. One whose words have no place in the new text
    loses its quote and counts no more. Reviews without a place are erased, and assignments of what
    is no sentence in the new text.
    """
    moved = Moved()
    for earlier, later in successions.items():
        moved += _move(connection, _Succession.of(connection, earlier, later))
    if successions:
        erasures.erase_versions(
            connection, list(successions), kind, models, moved.decisions, moved.unplaced
        )
    return moved


@dataclass(frozen=True)
class _Succession:
    """A document that takes the place of another, and where its sentences stand."""

    earlier: str
    later: str
    old: str = field(repr=False)
    new: str = field(repr=False)
    alignment: Alignment = field(repr=False)
    sentences: frozenset[Span]

    @classmethod
    def of(cls, connection: duckdb.DuckDBPyConnection, earlier: str, later: str) -> "_Succession":
        texts = dict(
            connection.execute(
                "SELECT document_id, text FROM documents WHERE document_id IN (?, ?)",
                [earlier, later],
            ).fetchall()
        )
        sentences = connection.execute(
            "SELECT start_char, end_char FROM sentences WHERE document_id = ?", [later]
        ).fetchall()
        old, new = texts[earlier], texts[later]
        return cls(earlier, later, old, new, Alignment(old, new), frozenset(sentences))

    def place(self, start: int, end: int) -> Span | None:
        """Where a passage stands in the later text: in its own place, or elsewhere word by word."""
        quote = self.old[start:end]
        return self.alignment.move(start, end) or place(quote, start, self.old, self.new)

    def sentence(self, start: int, end: int) -> Span | None:
        """The sentence of the later text that this one of the earlier text is."""
        span = self.alignment.move(start, end)
        return span if span in self.sentences else None


def _move(connection: duckdb.DuckDBPyConnection, of: _Succession) -> Moved:
    """Moves all that people did; what it leaves on the earlier document is to be erased."""
    moved = _move_decisions(connection, of)
    _move_placements(connection, of)
    _move_reviews(connection, of)
    _keep_numbers(connection, of)
    _move_assignments(connection, of)
    return moved


def _move_decisions(connection: duckdb.DuckDBPyConnection, of: _Succession) -> Moved:
    rows = connection.execute(query("decisions_to_move"), _ids(of)).fetchall()
    unplaced = 0
    for decision_id, start, end, quote, *placed in rows:
        span = tuple(placed) if placed[0] is not None else None
        span = (span or of.place(start, end)) if quote else None
        unplaced += span is None
        begin, finish = span or (start, end)
        connection.execute(
            "UPDATE decisions SET document_id = ?, start_char = ?, end_char = ?, quote = ?"
            " WHERE decision_id = ?",
            [of.later, begin, finish, of.new[begin:finish] if span else "", decision_id],
        )
        connection.execute(
            "DELETE FROM placements WHERE decision_id = ? AND document_id = ?",
            [decision_id, of.later],
        )
    return Moved(1, len(rows) - unplaced, unplaced)


def _move_placements(connection: duckdb.DuckDBPyConnection, of: _Succession) -> None:
    """Moves the places of decisions on other versions, which keep their quote."""
    for decision_id, start, end in connection.execute(
        query("placements_to_move"), _ids(of)
    ).fetchall():
        span = of.place(start, end)
        if span:
            connection.execute(
                "INSERT INTO placements VALUES (?, ?, ?, ?)", [decision_id, of.later, *span]
            )


def _move_reviews(connection: duckdb.DuckDBPyConnection, of: _Succession) -> None:
    for review_id, start, end in connection.execute(
        "SELECT review_id, start_char, end_char FROM reviews WHERE document_id = ?", [of.earlier]
    ).fetchall():
        span = of.place(start, end)
        if span:
            connection.execute(
                "UPDATE reviews SET document_id = ?, start_char = ?, end_char = ?"
                " WHERE review_id = ?",
                [of.later, *span, review_id],
            )


def _keep_numbers(connection: duckdb.DuckDBPyConnection, of: _Succession) -> None:
    """Gives the sentences of the later document the random numbers that they had, so that nothing
    has a second chance to be drawn for an audit."""
    ((audited,),) = connection.execute(query("audit_rate")).fetchall()
    if audited is None:
        return
    numbers: dict[Span, float] = {}
    for start, end, number in assignments.numbers(connection, of.earlier):
        span = of.sentence(start, end)
        if span:
            numbers.setdefault(span, number)
    connection.execute("DELETE FROM sentence_numbers WHERE document_id = ?", [of.later])
    rows = [
        {"document_id": of.later, "start_char": s, "end_char": e, "random_number": number}
        for (s, e), number in numbers.items()
    ]
    append(connection, "sentence_numbers", pd.DataFrame(rows))


def _move_assignments(connection: duckdb.DuckDBPyConnection, of: _Succession) -> None:
    for assignment_id, strategy, start, end, code in connection.execute(
        "SELECT assignment_id, strategy, start_char, end_char, code FROM assignments"
        " WHERE document_id = ?",
        [of.earlier],
    ).fetchall():
        audit = strategy == assignments.Strategy.AUDIT
        span = of.sentence(start, end) if audit else of.place(start, end)
        if span:
            segment = (
                None if audit else segment_id(of.later, Passage(*span, of.new[slice(*span)]), code)
            )
            connection.execute(
                "UPDATE assignments SET document_id = ?, start_char = ?, end_char = ?,"
                " segment_id = ? WHERE assignment_id = ?",
                [of.later, *span, segment, assignment_id],
            )


def _ids(of: _Succession) -> dict[str, str]:
    return {"earlier": of.earlier, "later": of.later}
