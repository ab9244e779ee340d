"""Publishing: the views of the store and of the findings as tables in a file of their own.

Analysts read `findings.duckdb`. It is made beside the present one and takes its place in one step,
so that an open session of theirs neither blocks a run nor breaks: it goes on with the old file.
"""

import hashlib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import duckdb

from findings.statistics import COMPUTED, MODULES, Statistics
from findings.tables import PUBLISHED, STORE_VIEWS, TABLES, comments, definition
from kodetrapp.errors import FindingsError, StoreBusyError
from store import Store
from store.database import query

_HERE = Path(__file__).parent
_SHOWN = 3


def publish(store: Store, data: Path) -> bool:
    """Publishes into the folder `data`, unless the published file is up to date already.

    Returns whether it did. Raises `StoreBusyError` where the file can't be replaced,
    `FindingsError` where a check fails (`findings/checks`): then the former file stays.
    """
    target = data / PUBLISHED
    with store.transaction() as connection:
        ((state,),) = connection.execute(query("state")).fetchall()
    state = f"{state}-{_definitions_hash()}"
    if published_state(target) == state:
        return False
    fresh = data / f".{PUBLISHED}.new"
    fresh.unlink(missing_ok=True)
    with store.beside(fresh) as connection:
        connection.execute((_HERE / "macros.sql").read_text("utf-8"))
        connection.begin()
        statistics = Statistics(connection)
        for name in TABLES:
            sql = f"FROM store.{name}" if name in STORE_VIEWS else definition(name)
            if name in COMPUTED:
                connection.register("computed", COMPUTED[name](statistics))
            connection.execute(
                f"CREATE TABLE {name} AS {sql}", {"state": state} if "$state" in sql else {}
            )
            _comment(connection, name)
        failed = list(failures(connection))
        connection.commit()
    if failed:
        fresh.unlink()
        raise FindingsError(
            f"{target}: not published, the former findings stay; {'; '.join(failed)}"
        )
    # What a session that wrote into the old file left behind would be replayed into the new one.
    target.with_name(f"{PUBLISHED}.wal").unlink(missing_ok=True)
    try:
        fresh.replace(target)
    except PermissionError:
        raise StoreBusyError(
            f"{target}: can't be replaced while another program has it open; close it and run again"
        ) from None
    return True


def failures(connection: duckdb.DuckDBPyConnection) -> Iterator[str]:
    """What is wrong with the tables: for each check that fails its first comment, and the ids of
    some of its rows."""
    for path in sorted((_HERE / "checks").glob("*.sql")):
        sql = path.read_text("utf-8")
        rows = connection.execute(sql).fetchmany(_SHOWN)
        if rows:
            law = sql.splitlines()[0].removeprefix("-- ").rstrip(".")
            places = ", ".join("/".join(str(value) for value in row) for row in rows)
            yield f"the check {path.stem} fails ({law}), first at {places}"


def published_state(target: Path) -> str | None:
    """What the published file was made from; None where there is none that can be read."""
    if not target.exists():
        return None
    try:
        with duckdb.connect(target, read_only=True) as connection:
            ((state,),) = connection.execute("SELECT state FROM publication").fetchall()
    except duckdb.Error:
        return None
    return str(state)


@cache
def _definitions_hash() -> str:
    """Changes with the definition of any table and with the statistics."""
    sources = [_HERE / "macros.sql", *sorted((_HERE / "queries").glob("*.sql"))]
    sources += [_HERE / f"{name}.py" for name in MODULES]
    content = "".join(definition(name) for name in TABLES)
    content += "".join(path.read_text("utf-8") for path in sources)
    return hashlib.sha256(content.encode()).hexdigest()[:8]


def _comment(connection: duckdb.DuckDBPyConnection, name: str) -> None:
    question, columns = comments(name)
    connection.execute(f"COMMENT ON TABLE {name} IS '{_quoted(question)}'")
    for column, text in columns.items():
        connection.execute(f"COMMENT ON COLUMN {name}.{column} IS '{_quoted(text)}'")


def _quoted(text: object) -> str:
    return str(text).replace("'", "''")
