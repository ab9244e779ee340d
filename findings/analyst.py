"""SQL on the published findings: read-only, and without any way out of the file."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Timer

import duckdb
import pandas as pd

from findings.tables import PUBLISHED, TABLES, comments
from kodetrapp.errors import StoreError, UsageError

MEMORY_LIMIT = "2GB"
SECONDS = 60.0
"""How long a statement may take."""


def connect(data: Path) -> duckdb.DuckDBPyConnection:
    """A connection to the published findings in the folder `data`: nothing can be written, no
    other file read, no extension loaded, no setting changed.

    Raises `StoreError` where nothing is published yet.
    """
    path = data / PUBLISHED
    if not path.exists():
        raise StoreError(f"{path}: nothing is published yet; start with kodetrapp run FOLDER")
    try:
        return duckdb.connect(
            path,
            read_only=True,
            config={
                "enable_external_access": "false",
                "autoinstall_known_extensions": "false",
                "autoload_known_extensions": "false",
                "lock_configuration": "true",
                "memory_limit": MEMORY_LIMIT,
            },
        )
    except duckdb.Error:
        raise StoreError(
            f"{path}: can't be opened; close the program that has it open for writing"
        ) from None


def check_current(data: Path) -> None:
    """Raises `StoreError` where nothing is published in the folder `data`, or where an earlier
    version of kodetrapp published it, which had other tables."""
    wanted = {(name, column) for name in TABLES for column in comments(name)[1]}
    with connect(data) as connection:
        held = connection.execute("SELECT table_name, column_name FROM duckdb_columns()").fetchall()
    if not wanted <= set(held):
        raise StoreError(
            f"{data / PUBLISHED}: was published by an earlier version of kodetrapp; publish it anew"
            " with kodetrapp run FOLDER"
        )


def select(data: Path, sql: str) -> pd.DataFrame:
    """The rows that `sql` selects from the published findings, in pandas' own types.

    Raises `UsageError` with DuckDB's reason where it can't be run.
    """
    return _select(data, sql, lambda result: result.df())


def values(data: Path, sql: str) -> pd.DataFrame:
    """The same rows as plain Python values: whole numbers, dates and lists as they are.

    Raises `UsageError` with DuckDB's reason where it can't be run.
    """
    return _select(
        data,
        sql,
        lambda result: pd.DataFrame(result.fetchall(), columns=result.columns, dtype=object),
    )


def _select(
    data: Path, sql: str, fetch: Callable[[duckdb.DuckDBPyRelation], pd.DataFrame]
) -> pd.DataFrame:
    with connect(data) as connection, _limited(connection):
        try:
            result = connection.sql(sql)
            if result is None:
                raise UsageError("the statement selects nothing; give a SELECT")
            return fetch(result)
        except duckdb.InterruptException:
            raise UsageError(
                f"the statement took more than {SECONDS:.0f} seconds and was stopped; select less,"
                " or use DuckDB's own command line"
            ) from None
        except duckdb.Error as error:
            raise UsageError(f"SQL: {str(error).strip()}") from None


@contextmanager
def _limited(connection: duckdb.DuckDBPyConnection) -> Iterator[None]:
    """Stops what the connection is at when its time is up."""
    timer = Timer(SECONDS, connection.interrupt)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
