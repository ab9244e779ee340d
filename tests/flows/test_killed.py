"""A run that is killed is completed by the next one, as if nothing had happened."""

import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from prefect.settings import PREFECT_API_URL

from tests.flows.conftest import CODEBOOK, KeptReaders, World, fill

# Kills itself with SIGKILL at the given event of a run; batches are small so that there are many.
CHILD = """
import os, signal, sys
from pathlib import Path
import flows
from flows import pipeline, progress
inbox, data, codebook, model, stage, done = sys.argv[1:]
pipeline.BATCH = 3
def listener(now, count, total):
    if now == stage and count >= int(done):
        os.kill(os.getpid(), signal.SIGKILL)
with progress.listening(listener):
    pipeline.code_inbox(Path(inbox), Path(data), Path(codebook), Path(model))
"""
FINDINGS = {
    "coded_segments": "SELECT * EXCLUDE (run_id) FROM coded_segments ORDER BY ALL",
    "findings": "FROM findings",
    "ladder_matrix": "FROM ladder_matrix",
    "quotes": "FROM quotes ORDER BY ALL",
    "documents": "FROM documents",
}


def rounded(rows: list[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    """The rows with fewer digits: DuckDB adds up in the order in which its threads come."""
    return [tuple(round(v, 9) if isinstance(v, float) else v for v in row) for row in rows]


@pytest.fixture(scope="module")
def undisturbed(
    model: Path,
    prefect_server: None,
    kept_readers: KeptReaders,
    tmp_path_factory: pytest.TempPathFactory,
) -> World:
    """A study of the same files that has run once, and to its end."""
    from flows import pipeline

    folder = tmp_path_factory.mktemp("undisturbed")
    fill(folder / "inbox")
    world = World(folder / "inbox", folder / "data", model)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pipeline, "Readers", kept_readers)
        world.run()
    return world


@pytest.mark.parametrize(
    ("stage", "done"),
    [("read", 0), ("read", 4), ("code", 0), ("code", 5), ("code", 10), ("publish", 0)],
)
def test_killed_then_completed_equals_undisturbed(
    world: World, undisturbed: World, stage: str, done: int
) -> None:
    arguments = [world.inbox, world.data, CODEBOOK, world.model, stage, done]
    environment = os.environ | {"PREFECT_API_URL": PREFECT_API_URL.value()}
    child = subprocess.run(
        [sys.executable, "-c", CHILD, *map(str, arguments)], env=environment, check=False
    )
    assert child.returncode == -signal.SIGKILL
    world.run()
    for name, sql in FINDINGS.items():
        assert rounded(world.rows(sql)) == rounded(undisturbed.rows(sql)), name
    outcomes = world.rows("SELECT outcome FROM runs")
    assert outcomes == [("interrupted",), ("completed",)] or (
        stage == "publish" and outcomes == [("completed",), ("completed",)]
    )
    assert world.stored("SELECT count(*), count(DISTINCT document_id) FROM latest_passes") == [
        (10, 10)
    ]


def test_a_leftover_of_a_killed_publication_is_replaced(world: World) -> None:
    world.data.mkdir()
    (world.data / ".findings.duckdb.new").write_bytes(b"half a file")
    assert world.run().published
    assert not (world.data / ".findings.duckdb.new").exists()
