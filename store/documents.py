"""Documents and the files that hold them."""

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import duckdb
import pandas as pd

from corpus import Document, Metadata, Sentence, Turn, TurnRole
from corpus.document import Speaker
from store.database import append, query
from store.pseudonyms import Hidden

PIECES = ("turns", "sentences", "speakers", "hidden")
"""The tables of what was read of a text, which are set anew when it is read anew."""


@dataclass(frozen=True)
class Source:
    """What the store knows of a file: `reading` says how it was read (codebook and reader)."""

    name: str
    state: str
    document_id: str
    file_hash: str
    reading: str


@dataclass(frozen=True)
class Taken:
    """A document on its way in, with its sentences, the file it comes from, and where pseudonyms
    stand in it."""

    document: Document
    sentences: tuple[Sentence, ...]
    file_hash: str
    reading: str
    hidden: tuple[Hidden, ...] = ()


def known_sources(connection: duckdb.DuckDBPyConnection) -> dict[str, Source]:
    """The last that is known of every file, by name."""
    rows = connection.execute(query("known_sources")).fetchall()
    return {row[0]: Source(*row) for row in rows}


def known_readings(connection: duckdb.DuckDBPyConnection) -> dict[str, set[str]]:
    """How every content of a file was ever read, by its hash."""
    readings: dict[str, set[str]] = defaultdict(set)
    for file_hash, reading in connection.execute(query("known_readings")).fetchall():
        readings[file_hash].add(reading)
    return dict(readings)


def save(connection: duckdb.DuckDBPyConnection, run_id: str, taken: Sequence[Taken]) -> None:
    """Stores documents and notes which file holds them. A text that is there already has its
    metadata and all that was read of it set as read now."""
    known = {
        row[0]
        for row in connection.execute(
            "SELECT document_id FROM documents WHERE list_contains(?, document_id)",
            [[item.document.document_id for item in taken]],
        ).fetchall()
    }
    distinct = {item.document.document_id: item for item in taken}
    for document_id, item in distinct.items():
        if document_id in known:
            _renew(connection, item)
    new = [item for document_id, item in distinct.items() if document_id not in known]
    append(connection, "documents", pd.DataFrame([_row(item.document) for item in new]))
    for table, rows in zip(PIECES, (_turns, _sentences, _speakers, _hidden), strict=True):
        read = [row for item in distinct.values() for row in rows(item)]
        append(connection, table, pd.DataFrame(read))
    for item in taken:
        connection.execute(
            "INSERT INTO sources"
            " (run_id, source_name, state, document_id, file_hash, reading, warnings)"
            " VALUES (?, ?, 'present', ?, ?, ?, ?)",
            [
                run_id,
                item.document.name,
                item.document.document_id,
                item.file_hash,
                item.reading,
                list(item.document.warnings),
            ],
        )


def retire(connection: duckdb.DuckDBPyConnection, run_id: str, sources: Sequence[Source]) -> None:
    """Notes that documents no longer count. Nothing of them is deleted."""
    for source in sources:
        connection.execute(
            "INSERT INTO sources"
            " (run_id, source_name, state, document_id, file_hash, reading, warnings)"
            " VALUES (?, ?, 'retired', ?, ?, ?, [])",
            [run_id, source.name, source.document_id, source.file_hash, source.reading],
        )


def load(connection: duckdb.DuckDBPyConnection, ids: Sequence[str]) -> list[Document]:
    """The documents that count with these ids, in the order of `ids`."""
    chosen = {"ids": list(ids)}
    turns: dict[str, list[tuple[str, str, int, int, str | None]]] = defaultdict(list)
    for document_id, *turn in connection.execute(query("turns"), chosen).fetchall():
        turns[document_id].append(tuple(turn))
    speakers: dict[str, list[Speaker]] = defaultdict(list)
    for document_id, label, role, *rest in connection.execute(query("speakers"), chosen).fetchall():
        speakers[document_id].append(Speaker(label, TurnRole(role), *rest))
    found: dict[str, Document] = {}
    rows = connection.execute(query("documents"), chosen).fetchall()
    for document_id, name, text, group, phase, kind, role, lang, date, origins in rows:
        found[document_id] = Document(
            name,
            text,
            tuple(
                Turn(start, end, text[start:end], TurnRole(turn_role), speaker, turn_lang)
                for turn_role, speaker, start, end, turn_lang in turns[document_id]
            ),
            Metadata(group, date, phase, kind, role, lang, json.loads(origins or "{}")),
            speakers=tuple(speakers[document_id]),
        )
    return [found[document_id] for document_id in ids if document_id in found]


def _row(document: Document) -> dict[str, object]:
    known = document.metadata
    return {
        "document_id": document.document_id,
        "source_name": document.name,
        "text": document.text,
        "words": sum(len(turn.text.split()) for turn in document.turns if turn.role.coded),
        "group_id": known.group,
        "phase": known.phase,
        "kind": known.kind,
        "role": known.role,
        "lang": known.lang,
        "date": known.date,
        "origins": json.dumps(dict(known.origins)),
    }


def _renew(connection: duckdb.DuckDBPyConnection, item: Taken) -> None:
    """Sets anew what was read of a text that is there already, and makes room for its pieces."""
    values = _row(item.document)
    settings = ", ".join(f"{column} = ${column}" for column in values if column != "document_id")
    connection.execute(
        f"UPDATE documents SET {settings} WHERE document_id = $document_id",  # noqa: S608
        values,
    )
    for table in PIECES:
        connection.execute(
            f"DELETE FROM {table} WHERE document_id = ?",  # noqa: S608
            [item.document.document_id],
        )


def _turns(item: Taken) -> list[Mapping[str, object]]:
    return [
        {
            "document_id": item.document.document_id,
            "turn": number,
            "role": turn.role.value,
            "speaker": turn.speaker,
            "lang": turn.lang,
            "start_char": turn.start,
            "end_char": turn.end,
        }
        for number, turn in enumerate(item.document.turns)
    ]


def _sentences(item: Taken) -> list[Mapping[str, object]]:
    return [
        {
            "document_id": item.document.document_id,
            "sentence": number,
            "turn": sentence.turn,
            "start_char": sentence.start,
            "end_char": sentence.end,
            "text": sentence.text,
            "start_seconds": sentence.time,
        }
        for number, sentence in enumerate(item.sentences)
    ]


def _speakers(item: Taken) -> list[Mapping[str, object]]:
    return [
        {
            "document_id": item.document.document_id,
            "position": position,
            "label": speaker.label,
            "role": speaker.role.value,
            "reason": speaker.reason,
            "how": speaker.how,
            "turns": speaker.turns,
            "words": speaker.words,
        }
        for position, speaker in enumerate(item.document.speakers, start=1)
    ]


def _hidden(item: Taken) -> list[Mapping[str, object]]:
    return [place.as_row(item.document.document_id) for place in item.hidden]
