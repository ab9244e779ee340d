"""Trainings on people's decisions: what was learnt from, how it compared, what became of it."""

import uuid

import duckdb
import pandas as pd

from models.promotion import Comparison, Difference
from store.database import append, query
from store.learning import Lessons
from store.runs import now


def record(
    connection: duckdb.DuckDBPyConnection,
    model_version: str,
    compared_with: str,
    lessons: Lessons,
    comparison: Comparison | None,
    promoted: bool,
) -> str:
    """Notes a training and returns its id; without a comparison where there was nothing new to
    learn."""
    training_id = uuid.uuid4().hex
    row = {
        "training_id": training_id,
        "trained_at": now(),
        "model_version": model_version,
        "compared_with": compared_with,
        "decisions": lessons.decisions,
        "last_decision_seq": lessons.last_seq,
        **_bounds("f1", comparison.f1 if comparison else None),
        **_bounds("valence", comparison.valence if comparison else None),
        "promoted": promoted,
    }
    append(connection, "trainings", pd.DataFrame([row]))
    return training_id


def new_decisions(connection: duckdb.DuckDBPyConnection) -> int:
    """How many decisions and reviews were made since the last training looked at them."""
    ((count,),) = connection.execute(query("new_decisions")).fetchall()
    return int(count)


def _bounds(name: str, found: Difference | None) -> dict[str, float | None]:
    return {
        f"{name}_difference": found.difference if found else None,
        f"{name}_low": found.low if found else None,
        f"{name}_high": found.high if found else None,
    }
