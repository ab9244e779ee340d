from pathlib import Path

import duckdb
import pytest

from findings.parquet import export
from findings.tables import PUBLISHED, TABLES
from kodetrapp.errors import StoreError
from tests.making import Made, document, segment


def test_every_table_is_a_parquet_file_with_the_same_rows(tmp_path: Path) -> None:
    made = Made(tmp_path / "data")
    of = document("Vi deler alt.")
    made.take(of)
    made.code(of, segment(of, "Vi deler", "trinn1"))
    made.publish()
    files = export(made.data, tmp_path / "parquet")
    assert [file.stem for file in files] == list(TABLES)
    with duckdb.connect(made.data / PUBLISHED, read_only=True) as connection:
        for file in files:
            assert (
                duckdb.read_parquet(str(file)).fetchall() == connection.table(file.stem).fetchall()
            ), file.stem


def test_before_the_first_publication_there_is_nothing_to_export(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="nothing is published yet"):
        export(tmp_path, tmp_path / "parquet")
