"""What the machine coded: appended to, run by run."""

import hashlib
from collections.abc import Mapping, Sequence

import duckdb
import pandas as pd

from corpus import Passage
from models import Segment
from store.database import append, query


def segment_id(document_id: str, passage: Passage, code: str) -> str:
    """16 hex digits over document, place and code: the same coding always has the same id."""
    content = f"{document_id}|{passage.start}|{passage.end}|{code}"
    return hashlib.sha256(content.encode()).hexdigest()[:16]


def to_code(connection: duckdb.DuckDBPyConnection, model_version: str, reading: str) -> list[str]:
    """The ids of the documents that this model has yet to code as they are read now."""
    rows = connection.execute(
        query("documents_to_code"),
        {"model_version": model_version, "reading": reading},
    ).fetchall()
    return [document_id for (document_id,) in rows]


def save(
    connection: duckdb.DuckDBPyConnection,
    run_id: str,
    model_version: str,
    codebook_version: str,
    reading: str,
    coded: Mapping[str, Sequence[Segment]],
) -> None:
    """Stores the segments of documents, by document id, and that the documents were coded as they
    are read by `reading` and the metadata beside them."""
    rows = [
        {
            "run_id": run_id,
            "document_id": document_id,
            "segment_id": segment_id(document_id, segment.passage, segment.code),
            "start_char": segment.passage.start,
            "end_char": segment.passage.end,
            "code": segment.code,
            "valence": segment.valence,
            "score": segment.score,
            "valence_score": segment.valence_score,
            "status": segment.status.value,
        }
        for document_id, segments in coded.items()
        for segment in segments
    ]
    append(connection, "codings", pd.DataFrame(rows))
    read_by = dict(
        connection.execute(query("readings"), {"reading": reading, "ids": list(coded)}).fetchall()
    )
    passes = [
        {
            "run_id": run_id,
            "document_id": document_id,
            "codebook_version": codebook_version,
            "reading": read_by.get(document_id, reading),
            "model_version": model_version,
            "segments": len(segments),
        }
        for document_id, segments in coded.items()
    ]
    append(connection, "coding_passes", pd.DataFrame(passes))
