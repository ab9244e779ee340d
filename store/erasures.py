"""Erasing documents: every version that a file ever held where it is forgotten, with all that is
said of it; or versions that others took the place of (`store.rereading`).

What is erased is gone from the tables; `Store.rewrite` takes it out of the file as well. A record
of the erasure stays. What was forgotten is known by hashes if it comes again.
"""

import json
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import cast

import duckdb

from store.database import query
from store.documents import PIECES
from store.file_names import meant, name_key
from store.runs import now

_OF_DOCUMENTS = "list_contains($ids, document_id)"
_OF_FILES = "list_contains($names, source_name)"
_DECISIONS = f"SELECT decision_id FROM decisions WHERE {_OF_DOCUMENTS}"  # noqa: S608 (a constant)
_TABLES = {
    "placements": f"{_OF_DOCUMENTS} OR decision_id IN ({_DECISIONS})",
    "decisions": _OF_DOCUMENTS,
    "reviews": _OF_DOCUMENTS,
    "assignments": _OF_DOCUMENTS,
    "sentence_numbers": _OF_DOCUMENTS,
    "codings": _OF_DOCUMENTS,
    "coding_passes": _OF_DOCUMENTS,
    **dict.fromkeys(PIECES, _OF_DOCUMENTS),
    "documents": _OF_DOCUMENTS,
    "sources": f"{_OF_DOCUMENTS} OR {_OF_FILES}",
    "refusals": _OF_FILES,
}
"""Which rows of which tables are erased: the decisions after what belongs to them."""
_NAMED = ("sources", "documents", "refusals")
"""The tables with names of files."""


class Kind(StrEnum):
    """Why something was erased: forgotten for good; read anew, where the file is the same and its
    text came out otherwise; an earlier version of a corrected file; or only persons in the names of
    files, which were renamed."""

    FORGOTTEN = "forgotten"
    READ_ANEW = "read anew"
    EARLIER = "earlier"
    RENAMED = "renamed"


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
    """What would be erased by the name of a file, an archive or a folder, real or as stored, or by
    the id of a document; without `names` where the store knows of no such."""
    known = [name for (name,) in connection.execute(query("file_names")).fetchall()]
    names = meant(known, document, name_key(connection))
    if not names:
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
    hashes = connection.execute(query("erasure_hashes"), {"ids": list(of.document_ids)}).fetchall()
    erased = _delete(connection, of.document_ids, of.names)
    for document_id, holders in of.kept.items():
        connection.execute(
            "UPDATE documents SET source_name = ? WHERE document_id = ?", [holders[0], document_id]
        )
    _record(
        connection,
        Kind.FORGOTTEN,
        of.names,
        of.document_ids,
        erased,
        models,
        [file_hash for (file_hash,) in hashes],
    )


def erase_versions(
    connection: duckdb.DuckDBPyConnection,
    document_ids: Sequence[str],
    kind: Kind,
    models: Sequence[str],
    moved: int,
    unplaced: int,
) -> None:
    """Erases the rows of documents that others took the place of and records it, with how many
    decisions on them were `moved` before, or left `unplaced`. They may be taken in again."""
    names = source_names(connection, document_ids)
    erased = _delete(connection, document_ids, [])
    _record(connection, kind, names, document_ids, erased, models, [], moved, unplaced)


def _delete(
    connection: duckdb.DuckDBPyConnection, ids: Sequence[str], names: Sequence[str]
) -> dict[str, int]:
    """Deletes what is said of the documents, and what of the files; how many rows of each table."""
    chosen = {"ids": list(ids), "names": list(names)}
    erased: dict[str, int] = {}
    for table, condition in _TABLES.items():
        given = {name: value for name, value in chosen.items() if f"${name}" in condition}
        ((erased[table],),) = connection.execute(
            f"DELETE FROM {table} WHERE {condition}",  # noqa: S608 (constants of this module)
            given,
        ).fetchall()
    return erased


def _record(
    connection: duckdb.DuckDBPyConnection,
    kind: Kind,
    names: Sequence[str],
    ids: Sequence[str],
    erased: Mapping[str, int],
    models: Sequence[str],
    hashes: Sequence[str],
    moved: int = 0,
    unplaced: int = 0,
) -> None:
    connection.execute(
        "INSERT INTO erasures (erasure_id, erased_at, kind, source_names, document_ids,"
        " file_hashes, erased_rows, models, moved, unplaced)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [
            uuid.uuid4().hex,
            now(),
            kind.value,
            list(names),
            list(ids),
            list(hashes),
            json.dumps(erased),
            list(models),
            moved,
            unplaced,
        ],
    )


def source_names(connection: duckdb.DuckDBPyConnection, document_ids: Sequence[str]) -> list[str]:
    """The names of all files that ever held one of the documents, in order."""
    rows = connection.execute(query("sources_of"), {"ids": list(document_ids)}).fetchall()
    return [name for (name,) in rows]


def rename(connection: duckdb.DuckDBPyConnection, names: Mapping[str, str]) -> None:
    """Gives files other names, wherever the store holds them, with a record that says so: the old
    ones are gone like all that is erased."""
    renamed = dict.fromkeys(_NAMED, 0)
    for table in _NAMED:
        for old, new in names.items():
            ((changed,),) = connection.execute(
                f"UPDATE {table} SET source_name = ? WHERE source_name = ?",  # noqa: S608 (constants)
                [new, old],
            ).fetchall()
            renamed[table] += changed
    for erasure_id, held in connection.execute(
        "SELECT erasure_id, source_names FROM erasures"
    ).fetchall():
        if not set(names).isdisjoint(held):
            connection.execute(
                "UPDATE erasures SET source_names = ? WHERE erasure_id = ?",
                [[names.get(name, name) for name in held], erasure_id],
            )
    _record(connection, Kind.RENAMED, sorted(names.values()), [], renamed, [], [])


def unfinished(connection: duckdb.DuckDBPyConnection) -> tuple[bool, set[str]]:
    """Whether something that gave way to another reading or version may still be in files, vectors
    or models, and the ids of the documents that are gone. (What was forgotten is completed by
    forgetting it again.)"""
    ((some,),) = connection.execute(
        "SELECT count(*) > 0 FROM erasures WHERE completed_at IS NULL AND kind <> 'forgotten'"
    ).fetchall()
    rows = connection.execute(query("unfinished_erasures")).fetchall()
    return some, {document_id for (document_id,) in rows}


def complete(connection: duckdb.DuckDBPyConnection, *kinds: Kind) -> None:
    """Notes that all that was erased, for these reasons, is gone everywhere."""
    connection.execute(
        "UPDATE erasures SET completed_at = ?"
        " WHERE completed_at IS NULL AND list_contains(?, kind)",
        [now(), [kind.value for kind in kinds]],
    )


def erased_at(connection: duckdb.DuckDBPyConnection, document: str) -> datetime | None:
    """When the file of this name, or the document with this id, was forgotten last, in UTC."""
    key = name_key(connection)
    for day, names, ids in connection.execute(query("forgettings")).fetchall():
        if document in ids or meant(names, document, key):
            return cast("datetime", day)
    return None


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
