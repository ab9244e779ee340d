"""Publishing: the views of the store and of the findings as tables in a file of their own.

Analysts read `findings.duckdb`. It is made beside the present one and takes its place in one step,
so that an open session of theirs neither blocks a run nor breaks: it goes on with the old file.
"""

import hashlib
import re
from functools import cache
from pathlib import Path

import duckdb

from kodetrapp.errors import StoreBusyError
from store import Store
from store.database import query, view

PUBLISHED = "findings.duckdb"
_HERE = Path(__file__).parent
_STORE_VIEWS = ("coded_segments", "unplaced_decisions")
_OWN_VIEWS = (
    "documents",
    "codes",
    "groups",
    "runs",
    "refusals",
    "findings",
    "findings_by_kind",
    "quotes",
    "ladder_matrix",
    "assignments",
    "publication",
)
TABLES = (*_STORE_VIEWS, *_OWN_VIEWS)
"""The tables of the published file, each after those it is made from."""


@cache
def definition(name: str) -> str:
    """The SQL that makes a published table: a comment with the question it answers and a line
    `-- column: what it holds` for each column, then one SELECT. It names tables of the working
    database `store.NAME`, published ones by their bare name."""
    if name in _STORE_VIEWS:
        return view(name)
    return (_HERE / "views" / f"{name}.sql").read_text("utf-8")


def comments(name: str) -> tuple[str, dict[str, str]]:
    """The question that a published table answers, and what each of its columns holds."""
    question: list[str] = []
    columns: dict[str, str] = {}
    for line in definition(name).splitlines():
        if not line.startswith("-- "):
            break
        match = re.match(r"-- ([a-z_]+): (.+)", line)
        if match:
            columns[match[1]] = match[2]
        else:
            question.append(line.removeprefix("-- "))
    return " ".join(question), columns


def publish(store: Store, data: Path) -> bool:
    """Publishes into the folder `data`, unless the published file is up to date already.

    Returns whether it did. Raises `StoreBusyError` where the file can't be replaced.
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
        connection.begin()
        for name in TABLES:
            sql = f"FROM store.{name}" if name in _STORE_VIEWS else definition(name)
            connection.execute(
                f"CREATE TABLE {name} AS {sql}", {"state": state} if "$state" in sql else {}
            )
            _comment(connection, name)
        connection.commit()
    # What a session that wrote into the old file left behind would be replayed into the new one.
    target.with_name(f"{PUBLISHED}.wal").unlink(missing_ok=True)
    try:
        fresh.replace(target)
    except PermissionError:
        raise StoreBusyError(
            f"{target}: can't be replaced while another program has it open; close it and run again"
        ) from None
    return True


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
    """Changes with the definition of any table."""
    content = "".join(definition(name) for name in TABLES)
    return hashlib.sha256(content.encode()).hexdigest()[:8]


def _comment(connection: duckdb.DuckDBPyConnection, name: str) -> None:
    question, columns = comments(name)
    connection.execute(f"COMMENT ON TABLE {name} IS '{_quoted(question)}'")
    for column, text in columns.items():
        connection.execute(f"COMMENT ON COLUMN {name}.{column} IS '{_quoted(text)}'")


def _quoted(text: object) -> str:
    return str(text).replace("'", "''")
