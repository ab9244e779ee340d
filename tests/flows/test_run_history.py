"""Prefect's database without the names of forgotten files."""

import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from flows import run_history
from flows.run_history import FORGOTTEN
from flows.summary import Summary
from kodetrapp.errors import StoreBusyError
from store.runs import Counts

NAME = 'Kari "Nord|måne".txt'
OTHERS = ("Ola.txt", "xKari.txt", "Kari.txt.docx")


@pytest.fixture
def database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A database that names files as Prefect does: in a report within JSON, in a log, in a
    sentence."""
    monkeypatch.setenv("PREFECT_HOME", str(tmp_path / "prefect"))
    path = tmp_path / "prefect" / "prefect.db"
    path.parent.mkdir()
    report = Summary("r", Counts(), refused=dict.fromkeys((NAME, *OTHERS), "why")).as_markdown()
    training = f"# Training\n\n{NAME}: is not learnt from"
    rows = [
        json.dumps(report),
        json.dumps({"data": report}, ensure_ascii=False),
        json.dumps(training),
        f"failed: ModelError({f'in one of: {NAME}'!r})",
        f"in one of: Ola.txt, {NAME}",
    ]
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute('CREATE TABLE "log" (id INTEGER, "the message" TEXT, size BLOB)')
        connection.executemany("INSERT INTO \"log\" VALUES (1, ?, x'00')", [(row,) for row in rows])
    return path


def messages(database: Path) -> list[str]:
    with closing(sqlite3.connect(database)) as connection:
        return [row for (row,) in connection.execute('SELECT "the message" FROM "log"')]


def test_a_forgotten_name_is_replaced_however_it_is_written_and_no_other(
    database: Path, tmp_path: Path
) -> None:
    before = messages(database)
    run_history.forget(tmp_path, [])
    assert messages(database) == before
    run_history.forget(tmp_path, [NAME])
    after = messages(database)
    assert all(FORGOTTEN in row for row in after)
    assert all(name in row for name in OTHERS for row in after[:2])
    assert json.loads(after[2]) == f"# Training\n\n{FORGOTTEN}: is not learnt from"
    assert json.loads(after[0]).count(FORGOTTEN) == 1
    assert after[4] == f"in one of: Ola.txt, {FORGOTTEN}"
    held = b"".join(path.read_bytes() for path in database.parent.iterdir())
    assert b"Nord" not in held
    assert "måne".encode() not in held
    assert b"xKari.txt" in held


def test_a_name_within_another_stays(database: Path, tmp_path: Path) -> None:
    run_history.forget(tmp_path, ["Kari.txt"])
    assert "xKari.txt" in messages(database)[0]
    assert FORGOTTEN not in messages(database)[4]


def test_a_database_that_is_held_for_long_is_named(
    database: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(run_history, "_WAIT_SECONDS", 0.1)
    with closing(sqlite3.connect(database, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreBusyError, match="stop what uses it") as caught:
            run_history.forget(tmp_path, [NAME])
    assert str(database) in str(caught.value)
