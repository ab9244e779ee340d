"""The working database: one file, opened briefly, by one process at a time.

DuckDB lets one process write or several read, never both. So everybody opens the store for as long
as one transaction takes, and waits where another process is at it. Analysts never open it: they
have the published file (`findings.publish`).
"""

import os
import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import TypeVar

import duckdb
import pandas as pd

from kodetrapp.errors import StoreBusyError, StoreError

WAIT_SECONDS = 30.0
_HERE = Path(__file__).parent
_RETRY_SECONDS = 0.1
_BUSY = ("Could not set lock on file", "File is already open in")
"""What DuckDB says of a file that another process holds: on Unix, on Windows."""
_Opened = TypeVar("_Opened")
VIEWS = (
    "current_codebook",
    "current_sources",
    "current_documents",
    "document_readings",
    "codebook_languages",
    "codable_documents",
    "latest_passes",
    "placed_decisions",
    "human_segments",
    "machine_segments",
    "coded_segments",
    "unplaced_decisions",
    "codable_sentences",
    "pending_segments",
    "current_assignments",
)
"""The store's views, each after those it reads."""


@cache
def query(name: str) -> str:
    """The text of `store/queries/NAME.sql`."""
    return (_HERE / "queries" / f"{name}.sql").read_text("utf-8")


@cache
def view(name: str) -> str:
    """The text of `store/views/NAME.sql`."""
    return (_HERE / "views" / f"{name}.sql").read_text("utf-8")


class Store:
    """The working database in the folder `data`, made at first use."""

    def __init__(self, data: Path, wait: float = WAIT_SECONDS) -> None:
        """`wait` is how long to wait for another process, in seconds."""
        self.path = data / "kodetrapp.duckdb"
        self._wait = wait
        self._migrated = False

    @contextmanager
    def transaction(self) -> Iterator[duckdb.DuckDBPyConnection]:
        """A connection in a transaction that is committed at the end, or rolled back on an error.

        Raises `StoreBusyError` where another process holds the file for too long, `StoreError`
        where the file can't be used.
        """
        connection = self._connect()
        try:
            if not self._migrated:
                _migrate(connection, self.path)
                self._migrated = True
            connection.begin()
            try:
                yield connection
            except BaseException:
                connection.rollback()
                raise
            connection.commit()
        finally:
            connection.close()

    @contextmanager
    def beside(self, other: Path) -> Iterator[duckdb.DuckDBPyConnection]:
        """A connection to the DuckDB file `other`, in which the store is attached as `store`, for
        reading both in one query. Raises as `transaction` does."""
        with self.transaction():
            pass  # Brings the schema up to date.
        connection = duckdb.connect(other)
        try:
            path = str(self.path).replace("'", "''")
            self._wait_for(lambda: connection.execute(f"ATTACH '{path}' AS store"))
            yield connection
        finally:
            connection.close()

    def rewrite(self) -> None:
        """Puts in the place of the file a copy that holds what is in its tables and nothing else:
        DuckDB keeps the blocks of rows that are gone. Whoever waits for the file meanwhile gets the
        copy. Raises as `transaction` does."""
        with self.transaction():
            pass  # Brings the schema up to date.
        fresh = self.path.with_name(f".{self.path.name}.new")
        for leftover in (fresh, _log_of(fresh)):
            leftover.unlink(missing_ok=True)
        connection = self._connect()
        try:
            connection.execute("CHECKPOINT")
            path = str(fresh).replace("'", "''")
            connection.execute(f"ATTACH '{path}' AS fresh")
            connection.execute(f"COPY FROM DATABASE {self.path.stem} TO fresh")
            connection.execute("DETACH fresh")
            shutil.copymode(self.path, fresh)
            if os.name == "nt":  # There nobody can replace an open file.
                connection.close()
            fresh.replace(self.path)
            # Who opened the old file just before the exchange must find it locked, not free.
            time.sleep(_RETRY_SECONDS)
        except duckdb.IOException:
            raise StoreError(f"{self.path}: can't be written anew; is the disk full?") from None
        except PermissionError:
            raise StoreBusyError(
                f"{self.path}: can't be replaced while another program has it open; close it and"
                " try again"
            ) from None
        finally:
            connection.close()

    def _connect(self) -> duckdb.DuckDBPyConnection:
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise StoreError(f"{self.path.parent}: can't be made ({error.strerror})") from None
        return self._wait_for(lambda: duckdb.connect(self.path))

    def _wait_for(self, attempt: Callable[[], _Opened]) -> _Opened:
        """What `attempt` gives, tried until no other process holds the store."""
        deadline = time.monotonic() + self._wait
        while True:
            try:
                return attempt()
            except duckdb.IOException as error:
                if not any(words in str(error) for words in _BUSY):
                    raise StoreError(
                        f"{self.path}: can't be opened; is the disk full or read-only, or is the"
                        " file no store of this version of kodetrapp?"
                    ) from None
                if time.monotonic() > deadline:
                    raise StoreBusyError(
                        f"{self.path}: another process has been using it for more than"
                        f" {self._wait:.0f} seconds; try again when it is done"
                    ) from None
                time.sleep(_RETRY_SECONDS)


def _log_of(path: Path) -> Path:
    """DuckDB's write-ahead log beside a database."""
    return path.with_name(f"{path.name}.wal")


def append(connection: duckdb.DuckDBPyConnection, table: str, rows: pd.DataFrame) -> None:
    """Appends the rows to a table, columns matched by name."""
    if len(rows):
        connection.register("appended_rows", rows)
        connection.execute(f"INSERT INTO {table} BY NAME SELECT * FROM appended_rows")  # noqa: S608
        connection.unregister("appended_rows")


def _migrate(connection: duckdb.DuckDBPyConnection, path: Path) -> None:
    """Brings the file at `path` to the newest schema, each migration in a transaction, and renews
    the views.

    Raises `StoreError` where the file was made by a newer kodetrapp.
    """
    connection.execute(
        "CREATE TABLE IF NOT EXISTS migrations"
        " (name VARCHAR PRIMARY KEY, applied_at TIMESTAMP DEFAULT (now() AT TIME ZONE 'UTC'))"
    )
    done = {name for (name,) in connection.execute("SELECT name FROM migrations").fetchall()}
    files = sorted((_HERE / "migrations").glob("*.sql"))
    unknown = done - {file.stem for file in files}
    if unknown:
        raise StoreError(
            f"{path}: was made by a newer kodetrapp (migration {max(unknown)}); update kodetrapp"
        )
    for file in files:
        if file.stem not in done:
            connection.begin()
            connection.execute(file.read_text("utf-8"))
            connection.execute("INSERT INTO migrations (name) VALUES (?)", [file.stem])
            connection.commit()
    connection.begin()
    for name in VIEWS:
        connection.execute(f"CREATE OR REPLACE VIEW {name} AS {view(name)}")
    connection.commit()
