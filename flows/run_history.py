"""What Prefect's database on this machine keeps of runs, without the names of forgotten files and
of persons in others.

Reports, logs, states and events name files, and a name may name a person. Prefect's client can
delete reports, but not the events that repeat them; so the names are replaced in the file itself,
row by row, which leaves all else as it was and may be done while a server uses it.
"""

import json
import os
import re
import sqlite3
from collections.abc import Collection, Mapping
from contextlib import closing
from pathlib import Path

from flows.summary import cell
from kodetrapp.errors import StoreBusyError

FORGOTTEN = "(forgotten)"
_DATABASE = "prefect.db"
_WAIT_SECONDS = 30.0


def forget(data: Path, names: Collection[str]) -> None:
    """Replaces the names of files by a word that says so, as `rename` does."""
    rename(data, dict.fromkeys(names, FORGOTTEN))


def rename(data: Path, names: Mapping[str, str]) -> None:
    """Replaces names of files by others in Prefect's databases in the folder `data` and in
    `PREFECT_HOME`, and gives the room back. A server elsewhere is left as it is.

    Raises `StoreBusyError` where a database can't be used.
    """
    if not names:
        return
    homes = {(data / "prefect").resolve()}
    if "PREFECT_HOME" in os.environ:
        homes.add(Path(os.environ["PREFECT_HOME"]).resolve())
    for path in sorted(home / _DATABASE for home in homes):
        if path.exists():
            try:
                _replace(path, _written(names))
            except sqlite3.Error as error:
                raise StoreBusyError(
                    f"{path}: names of files can't be erased from it ({type(error).__name__}); stop"
                    " what uses it, such as kodetrapp schedule, and repeat the command"
                ) from None


def _written(names: Mapping[str, str]) -> dict[str, str]:
    """The names, and what replaces them, as reports, JSON and Python write them."""
    return {
        form: other
        for name, new in names.items()
        for form, other in zip(_forms(name), _forms(new), strict=True)
    }


def _forms(name: str) -> list[str]:
    return [
        form
        for shown in (name, cell(name), repr(name)[1:-1])
        for form in (shown, json.dumps(shown)[1:-1], json.dumps(shown, ensure_ascii=False)[1:-1])
    ]


def _pattern(written: Collection[str]) -> re.Pattern[str]:
    """Finds what is written, and not within longer names."""
    longest_first = sorted(written, key=lambda form: (-len(form), form))
    begins = r"(?:(?<=\\n)|(?<![\w/.-]))"  # In JSON a new line is written as two characters.
    return re.compile(rf"{begins}(?:{'|'.join(map(re.escape, longest_first))})(?!\w)")


def _replace(path: Path, written: Mapping[str, str]) -> None:
    pattern = _pattern(written)

    def without(text: str) -> str:
        return pattern.sub(lambda match: written[match[0]], text)

    with closing(sqlite3.connect(path, timeout=_WAIT_SECONDS, isolation_level=None)) as connection:
        connection.create_function("without", 1, without, deterministic=True)
        connection.execute("PRAGMA secure_delete = ON")
        with connection:
            connection.execute("BEGIN IMMEDIATE")
            for table, column in _columns(connection):
                connection.execute(
                    f"UPDATE {table} SET {column} = without({column})"  # noqa: S608 (names are quoted)
                    f" WHERE CASE typeof({column}) WHEN 'text'"
                    f" THEN without({column}) <> {column} END"
                )
        connection.execute("VACUUM")
        ((busy, *_),) = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
        if busy:
            raise sqlite3.OperationalError("another process reads what is to be forgotten")


def _columns(connection: sqlite3.Connection) -> list[tuple[str, str]]:
    """Every column of every table, names quoted."""
    return connection.execute(
        "SELECT format('\"%w\"', tables.name), format('\"%w\"', columns.name)"
        " FROM sqlite_master AS tables, pragma_table_info(tables.name) AS columns"
        " WHERE tables.type = 'table' AND tables.name NOT LIKE 'sqlite_%'"
    ).fetchall()
