"""Codebook versions in the store."""

import duckdb
import pandas as pd

from codebook import Codebook
from store.database import append


def in_use(connection: duckdb.DuckDBPyConnection) -> str | None:
    """The id of the codebook that the last run coded by; None before the first run."""
    rows = connection.execute(
        "SELECT codebook_id FROM codebooks JOIN current_codebook USING (codebook_version)"
    ).fetchall()
    return rows[0][0] if rows else None


def save(connection: duckdb.DuckDBPyConnection, codebook: Codebook) -> None:
    """Stores a codebook version, unless it is there."""
    known = connection.execute(
        "SELECT 1 FROM codebooks WHERE codebook_version = ?", [codebook.version]
    ).fetchall()
    if known:
        return
    version = codebook.version
    connection.execute(
        "INSERT INTO codebooks VALUES (?, ?, ?)",
        [version, codebook.id, codebook.model_dump_json()],
    )
    codes = [
        {
            "dimension": dimension.id,
            "dimension_nb": dimension.label.get("nb"),
            "dimension_en": dimension.label.get("en"),
            "ordinal": dimension.ordinal,
            "step": step if dimension.ordinal else None,
            "code": code.id,
            "label_nb": code.label.get("nb"),
            "label_en": code.label.get("en"),
            "definition_nb": code.definition.get("nb"),
            "definition_en": code.definition.get("en"),
        }
        for dimension in codebook.dimensions
        for step, code in enumerate(dimension.codes, start=1)
    ]
    items = [
        {
            "list": name,
            "position": position,
            "id": item.id,
            "short": getattr(item, "short", item.id),
            "label_nb": item.label.get("nb"),
            "label_en": item.label.get("en"),
        }
        for name in ("cases", "phases", "roles", "kinds")
        for position, item in enumerate(getattr(codebook, name), start=1)
    ]
    levels = [
        {
            "position": position,
            "level": level.id,
            "label_nb": level.label.get("nb"),
            "label_en": level.label.get("en"),
            **level.model_dump(exclude={"id", "label"}),
        }
        for position, level in enumerate(codebook.levels, start=1)
    ]
    for position, row in enumerate(codes, start=1):
        row["position"] = position
    for table, rows in (("codes", codes), ("items", items), ("levels", levels)):
        append(connection, table, pd.DataFrame(rows).assign(codebook_version=version))
