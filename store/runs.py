"""Runs: when, with what, and how they ended."""

import uuid
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime

import duckdb
import pandas as pd

from store.database import append


@dataclass
class Counts:
    """What a run met and did."""

    files_seen: int = 0
    files_new: int = 0
    files_changed: int = 0
    files_unchanged: int = 0
    files_missing: int = 0
    files_refused: int = 0
    documents_coded: int = 0
    segments: int = 0


@dataclass(frozen=True)
class Run:
    """A run that has begun."""

    run_id: str
    counts: Counts = field(default_factory=Counts)


def now() -> datetime:
    """This moment in UTC, without a zone, as the store keeps it."""
    return datetime.now(UTC).replace(tzinfo=None)


def begin(connection: duckdb.DuckDBPyConnection, codebook_version: str, model_version: str) -> Run:
    """Notes that a run begins; one that was never finished is noted as interrupted.

    The caller sees to it that no other run is under way (`flows.pipeline` holds a lock).
    """
    connection.execute("UPDATE runs SET outcome = 'interrupted' WHERE outcome = 'running'")
    run = Run(uuid.uuid4().hex)
    connection.execute(
        "INSERT INTO runs (run_id, started_at, outcome, codebook_version, model_version)"
        " VALUES (?, ?, 'running', ?, ?)",
        [run.run_id, now(), codebook_version, model_version],
    )
    return run


def coded_by(connection: duckdb.DuckDBPyConnection, run: Run, model_version: str) -> None:
    """Notes that a run codes by another model than it began with."""
    connection.execute(
        "UPDATE runs SET model_version = ? WHERE run_id = ?", [model_version, run.run_id]
    )


def finish(
    connection: duckdb.DuckDBPyConnection, run: Run, outcome: str, refused: Mapping[str, str]
) -> None:
    """Notes how a run ended: `completed` or `failed`, its counts, and the files it refused."""
    counts = asdict(run.counts)
    settings = ", ".join(f"{column} = ${column}" for column in counts)
    connection.execute(
        f"UPDATE runs SET finished_at = $finished, outcome = $outcome, {settings}"  # noqa: S608
        " WHERE run_id = $run_id",
        {**counts, "finished": now(), "outcome": outcome, "run_id": run.run_id},
    )
    rows = [
        {"run_id": run.run_id, "source_name": name, "reason": reason}
        for name, reason in refused.items()
    ]
    append(connection, "refusals", pd.DataFrame(rows))
