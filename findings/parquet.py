"""The published tables as Parquet files, for those who work with R, Spark or another DuckDB."""

from pathlib import Path

import duckdb

from findings import analyst
from findings.tables import PUBLISHED, TABLES
from kodetrapp.errors import StoreError


def export(data: Path, folder: Path) -> list[Path]:
    """Writes each table that is published in `data` to a file of its name in `folder`; returns the
    files. Raises `StoreError` where nothing of this version is published or the folder can't be
    written."""
    analyst.check_current(data)
    files = [folder / f"{name}.parquet" for name in TABLES]
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with duckdb.connect(data / PUBLISHED, read_only=True) as connection:
            for name, file in zip(TABLES, files, strict=True):
                connection.table(name).write_parquet(str(file), compression="zstd")
    except (OSError, duckdb.Error):
        raise StoreError(
            f"{folder}: the Parquet files can't be written; give a folder that you may write to"
        ) from None
    return files
