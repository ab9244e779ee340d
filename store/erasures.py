"""Forgetting documents: every version that a file ever held, with all that is said of it.

What is erased is gone from the tables; `Store.rewrite` takes it out of the file as well. A record
of the erasure stays, with hashes by which the documents are known if they come again.
"""

import json
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import duckdb

from store.database import query
from store.documents import PIECES
from store.runs import now

_OF_DOCUMENTS = "list_contains($ids, document_id)"
_OF_FILES = "list_contains($names, source_name)"
_DECISIONS = f"SELECT decision_id FROM decisions WHERE {_OF_DOCUMENTS}"  # noqa: S608 (a constant)
_TABLES = {
    "placements": f"{_OF_DOCUMENTS} OR decision_id IN ({_DECISIONS})",
    "decisions": _OF_DOCUMENTS,
    "reviews": _OF_DOCUMENTS,
    "assignments": _OF_DOCUMENTS,
    "codings": _OF_DOCUMENTS,
    "coding_passes": _OF_DOCUMENTS,
    **dict.fromkeys(PIECES, _OF_DOCUMENTS),
    "documents": _OF_DOCUMENTS,
    "sources": f"{_OF_DOCUMENTS} OR {_OF_FILES}",
    "refusals": _OF_FILES,
}
"""Which rows of which tables are erased: the decisions after what belongs to them."""


@dataclass(frozen=True)
class Scope:
    """What forgetting would erase: the documents with `document_ids`, all versions that the files
    `names` ever held, the latest first, and what people did to them.

    `kept` are those that other files hold as well, with their names: they stay. `once` are files
    that held one of the versions and now hold another document, which stays.
    """

    names: tuple[str, ...]
    document_ids: tuple[str, ...]
    kept: Mapping[str, tuple[str, ...]]
    once: tuple[str, ...]
    decisions: int
    reviews: int


def scope(connection: duckdb.DuckDBPyConnection, document: str) -> Scope:
    """What would be erased by the name of a file or the id of a document; without `names` where the
    store knows of no such."""
    rows = connection.execute(query("erasure_files"), {"document": document}).fetchall()
    names = [name for (name,) in rows]
    held = connection.execute(query("erasure_documents"), {"names": names}).fetchall()
    ids = tuple(document_id for document_id, holders, _ in held if not holders)
    ((decisions, reviews),) = connection.execute(
        query("erasure_work"), {"ids": list(ids)}
    ).fetchall()
    return Scope(
        names=tuple(names),
        document_ids=ids,
        kept={document_id: tuple(sorted(holders)) for document_id, holders, _ in held if holders},
        once=tuple(sorted({name for *_, former in held for name in former})),
        decisions=decisions,
        reviews=reviews,
    )


def erase(connection: duckdb.DuckDBPyConnection, of: Scope, models: Sequence[str]) -> None:
    """Erases the rows of what is in the scope and records it, with the `models` that are removed
    because they learnt from it. Rows of all other documents stay as they are."""
    chosen = {"ids": list(of.document_ids), "names": list(of.names)}
    hashes = connection.execute(query("erasure_hashes"), {"ids": chosen["ids"]}).fetchall()
    erased: dict[str, int] = {}
    for table, condition in _TABLES.items():
        given = {name: value for name, value in chosen.items() if f"${name}" in condition}
        ((erased[table],),) = connection.execute(
            f"DELETE FROM {table} WHERE {condition}",  # noqa: S608 (constants of this module)
            given,
        ).fetchall()
    for document_id, holders in of.kept.items():
        connection.execute(
            "UPDATE documents SET source_name = ? WHERE document_id = ?", [holders[0], document_id]
        )
    connection.execute(
        "INSERT INTO erasures (erasure_id, erased_at, source_names, document_ids, file_hashes,"
        " erased_rows, models) VALUES (?, ?, ?, ?, ?, ?, ?)",
        [
            uuid.uuid4().hex,
            now(),
            list(of.names),
            list(of.document_ids),
            [file_hash for (file_hash,) in hashes],
            json.dumps(erased),
            list(models),
        ],
    )


def erased_at(connection: duckdb.DuckDBPyConnection, document: str) -> datetime | None:
    """When the file of this name, or the document with this id, was forgotten last, in UTC."""
    rows = connection.execute(query("earlier_erasures"), {"document": document}).fetchall()
    return rows[0][0] if rows else None


def names(connection: duckdb.DuckDBPyConnection) -> set[str]:
    """The names of all files that were forgotten and that the store does not know anew."""
    rows = connection.execute(query("forgotten_names")).fetchall()
    return {name for (name,) in rows}


def forgotten(connection: duckdb.DuckDBPyConnection) -> dict[str, str]:
    """Why what was forgotten is not taken in again, by the hash of a file's content and by the id
    of a document."""
    rows = connection.execute(query("forgotten")).fetchall()
    return {
        of: f"was forgotten on {day:%Y-%m-%d}; take the file out of the folder" for of, day in rows
    }
