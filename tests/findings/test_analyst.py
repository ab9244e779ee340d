from pathlib import Path

import duckdb
import pandas as pd
import pytest

from findings import analyst, detail, parquet, reports
from findings.tables import PUBLISHED
from kodetrapp.errors import StoreError, UsageError
from tests.making import Made, document, segment


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with published findings, a CSV file beside them."""
    of = document("Vi deler alt.", "Ingen svarer.")
    made = Made(tmp_path_factory.mktemp("analyst"))
    made.take(of)
    made.code(of, segment(of, "Vi deler", "trinn1"), segment(of, "Ingen", "trinn4", "negative"))
    made.publish()
    (made.data / "beside.csv").write_text("a,b\n1,2\n")
    return made.data


def test_rows_come_with_their_columns_and_types(data: Path) -> None:
    rows = analyst.select(data, "SELECT quote, score, start_char FROM coded_segments ORDER BY 3")
    assert rows.to_dict("list") == {
        "quote": ["Vi deler", "Ingen"],
        "score": [0.9, 0.9],
        "start_char": [3, 20],
    }


def test_a_query_may_be_written_in_any_of_the_ways_of_duckdb(data: Path) -> None:
    for sql in (
        "FROM codes LIMIT 1;",
        "WITH c AS (FROM codes) SELECT code FROM c LIMIT 1",
        "-- one\nVALUES (1)",
        "SELECT count(*) FROM quotes JOIN findings USING (group_id, code, valence)",
    ):
        assert len(analyst.select(data, sql)) == 1
    assert len(analyst.select(data, "SHOW TABLES")) > 5
    assert len(analyst.select(data, "DESCRIBE findings")) > 5


def test_no_rows_are_rows_too(data: Path) -> None:
    rows = analyst.select(data, "SELECT code, segments FROM findings WHERE segments < 0")
    assert rows.empty
    assert list(rows.columns) == ["code", "segments"]


@pytest.mark.parametrize(
    "sql",
    [
        "CREATE TABLE mine AS SELECT 1",
        "INSERT INTO quotes SELECT * FROM quotes",
        "UPDATE coded_segments SET status = 'accepted'",
        "DELETE FROM coded_segments",
        "DROP TABLE findings",
        "ALTER TABLE findings ADD COLUMN x INTEGER",
        "COMMENT ON TABLE findings IS 'mine'",
        "SELECT 1; DELETE FROM coded_segments",
    ],
)
def test_nothing_can_be_written(data: Path, sql: str) -> None:
    before = (data / PUBLISHED).read_bytes()
    with pytest.raises(UsageError, match="read-only"):
        analyst.select(data, sql)
    assert (data / PUBLISHED).read_bytes() == before


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT * FROM read_csv('/etc/passwd')",
        "SELECT * FROM read_text('/etc/passwd')",
        "SELECT * FROM read_blob('/etc/passwd')",
        "SELECT * FROM read_json('/etc/passwd')",
        "SELECT * FROM read_parquet('/etc/passwd')",
        "SELECT * FROM sniff_csv('/etc/passwd')",
        "SELECT * FROM glob('/etc/*')",
        "FROM '{data}/beside.csv'",
        "ATTACH '{data}/kodetrapp.duckdb' AS store",
        "ATTACH '{data}/kodetrapp.duckdb' AS store (READ_ONLY)",
        "SELECT * FROM read_csv('https://example.org/x.csv')",
        "IMPORT DATABASE '{data}'",
    ],
)
def test_no_other_file_can_be_read(data: Path, sql: str) -> None:
    with pytest.raises(
        UsageError, match=r"^SQL: (Permission Error|Catalog Error|Missing Extension)"
    ):
        analyst.select(data, sql.format(data=data))


@pytest.mark.parametrize(
    "sql",
    [
        "COPY quotes TO '{out}/out.csv'",
        "COPY (SELECT 1) TO '{out}/out.parquet' (FORMAT parquet)",
        "EXPORT DATABASE '{out}/out'",
        "ATTACH '{out}/out.duckdb' AS mine",
        "ATTACH ':memory:' AS mine",
        "PRAGMA profiling_output = '{out}/out.json'",
        "CALL enable_profiling(format := 'json', save_location := '{out}/out.json'); SELECT 1",
    ],
)
def test_no_file_can_be_written(data: Path, sql: str, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"^SQL: "):
        analyst.select(data, sql.format(out=tmp_path))
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "sql",
    [
        "INSTALL httpfs",
        "INSTALL spatial FROM community",
        "LOAD '/tmp/some.duckdb_extension'",
        "LOAD httpfs",
        "SET enable_external_access = true",
        "SET lock_configuration = false",
        "SET threads = 1",
        "RESET threads",
        "PRAGMA memory_limit = '1GB'",
        "CREATE SECRET mine (TYPE s3)",
    ],
)
def test_no_extension_can_be_loaded_and_no_setting_changed(data: Path, sql: str) -> None:
    with pytest.raises(UsageError, match=r"^SQL: "):
        analyst.select(data, sql)


def test_variables_of_the_program_are_no_tables(data: Path) -> None:
    mine = pd.DataFrame({"x": [1]})
    with pytest.raises(UsageError, match="mine"):
        analyst.select(data, "FROM mine")
    assert len(mine) == 1


@pytest.mark.parametrize(
    ("sql", "reason"),
    [
        ("SELEC quote FROM quotes", 'syntax error at or near "SELEC"'),
        ("SELECT qoute FROM quotes", 'column "qoute" not found'),
        ("SELECT * FROM qoutes", "qoutes does not exist"),
        ("SELECT quote::INTEGER FROM quotes", "Could not convert"),
        ("SELECT ?", "parameter"),
        ("", "the statement selects nothing; give a SELECT"),
        ("-- only a comment", "the statement selects nothing; give a SELECT"),
        ("SET VARIABLE x = 1", "the statement selects nothing; give a SELECT"),
    ],
)
def test_what_cannot_be_run_is_told_with_its_reason(data: Path, sql: str, reason: str) -> None:
    with pytest.raises(UsageError) as caught:
        analyst.select(data, sql)
    assert reason in str(caught.value)


def test_without_published_findings_the_remedy_is_told(tmp_path: Path) -> None:
    with pytest.raises(StoreError) as caught:
        analyst.select(tmp_path, "SELECT 1")
    assert str(caught.value) == (
        f"{tmp_path / PUBLISHED}: nothing is published yet; start with kodetrapp run FOLDER"
    )
    assert list(tmp_path.iterdir()) == []


def test_a_published_file_that_is_broken_is_named(tmp_path: Path) -> None:
    (tmp_path / PUBLISHED).write_text("no database")
    with pytest.raises(StoreError, match=rf"{PUBLISHED}: can't be opened"):
        analyst.select(tmp_path, "SELECT 1")


def test_analysts_do_not_stand_in_each_others_way(data: Path) -> None:
    with analyst.connect(data) as one, analyst.connect(data) as two:
        for connection in (one, two):
            assert connection.execute("SELECT count(*) FROM quotes").fetchall() == [(2,)]
    with duckdb.connect(data / PUBLISHED, read_only=True) as plain:
        assert plain.execute("SELECT count(*) FROM quotes").fetchall() == [(2,)]


def test_a_statement_that_takes_too_long_is_stopped(
    data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(analyst, "SECONDS", 0.5)
    endless = (
        "SELECT count(*) FROM range(100000000) a, range(1000000) b WHERE a.range % 7 = b.range"
    )
    with pytest.raises(UsageError, match="took more than"):
        analyst.select(data, endless)


def test_what_an_earlier_version_published_is_told_from_what_is_current(
    data: Path, tmp_path: Path
) -> None:
    analyst.check_current(data)
    with duckdb.connect(tmp_path / PUBLISHED) as connection:
        connection.execute("CREATE TABLE groups AS SELECT 'kubu' AS group_id")
    for ask in (
        analyst.check_current,
        lambda folder: detail.group(folder, "kubu", "nb"),
        lambda folder: reports.write(folder, folder / "to", [reports.Format.PAGE], "nb"),
        lambda folder: parquet.export(folder, folder / "to"),
    ):
        with pytest.raises(StoreError, match="published by an earlier version of kodetrapp"):
            ask(tmp_path)
