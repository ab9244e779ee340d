"""The names of files in the store, in which persons have pseudonyms (`privacy.file_names`)."""

import secrets
from collections.abc import Collection

import duckdb

from privacy.file_names import is_within
from store.database import query


def made_key(connection: duckdb.DuckDBPyConnection) -> str:
    """The study's secret for names of files, 64 hex digits, made when first asked for."""
    found = name_key(connection)
    if not found:
        found = secrets.token_hex(32)
        connection.execute("INSERT INTO name_key VALUES (?)", [found])
    return found


def name_key(connection: duckdb.DuckDBPyConnection) -> str:
    """The study's secret for names of files; empty where no run has hidden names yet."""
    rows = connection.execute("SELECT key FROM name_key").fetchall()
    return str(rows[0][0]) if rows else ""


def known(connection: duckdb.DuckDBPyConnection) -> set[str]:
    """Every name of a file that the store holds, of those forgotten as well."""
    return {name for (name,) in connection.execute(query("source_names")).fetchall()}


def meant(names: Collection[str], given: str, secret: str) -> list[str]:
    """The stored names that are meant by what is `given`: the real or stored name of a file, or
    else of an archive or a folder that they are in."""
    within = sorted(name for name in names if is_within(name, given, secret))
    whole = [name for name in within if name.count("/") == given.count("/")]
    return whole or within
