import threading
from pathlib import Path

import duckdb
import pytest

import store.database
from kodetrapp.errors import StoreBusyError, StoreError
from store import Store
from store.database import VIEWS
from tests.making import Made, document, session

HERE = Path(store.database.__file__).parent


def test_the_folder_and_the_store_are_made_at_first_use(tmp_path: Path) -> None:
    store = Store(tmp_path / "new" / "data")
    assert not store.path.parent.exists()
    with store.transaction() as connection:
        assert connection.execute("SELECT count(*) FROM documents").fetchall() == [(0,)]
    assert store.path.exists()


def test_migrations_are_applied_once_and_keep_what_is_there(tmp_path: Path) -> None:
    made = Made(tmp_path)
    made.take(document("Vi møtes."))
    before = made.rows("FROM migrations")
    again = Made(tmp_path)
    assert again.rows("FROM migrations") == before
    assert len(before) == len(list((HERE / "migrations").glob("*.sql")))
    assert again.rows("SELECT count(*) FROM documents") == [(1,)]


def test_every_view_can_be_read_while_the_store_is_empty(tmp_path: Path) -> None:
    with Store(tmp_path).transaction() as connection:
        assert [connection.execute(f"FROM {name}").fetchall() for name in VIEWS] == [[]] * len(
            VIEWS
        )


def test_views_of_an_older_kodetrapp_are_renewed(tmp_path: Path) -> None:
    made = Made(tmp_path)
    made.take(document("Vi møtes."))
    with made.store.transaction() as connection:
        connection.execute(
            "CREATE OR REPLACE VIEW current_documents AS SELECT 'old' AS document_id"
        )
    with Store(tmp_path).transaction() as connection:
        rows = connection.execute("SELECT document_id FROM current_documents").fetchall()
    assert rows == [(document("Vi møtes.").document_id,)]


def test_a_store_of_a_newer_version_is_refused_and_left_as_it_is(tmp_path: Path) -> None:
    made = Made(tmp_path)
    made.rows("INSERT INTO migrations (name) VALUES ('9999_later')")
    with (
        pytest.raises(StoreError, match="newer kodetrapp") as caught,
        Store(tmp_path).transaction(),
    ):
        pass
    assert str(made.store.path) in str(caught.value)
    assert "9999_later" in str(caught.value)
    assert ("9999_later",) in made.rows("SELECT name FROM migrations")


def test_who_comes_second_waits_until_the_other_process_is_done(tmp_path: Path) -> None:
    made = Made(tmp_path)
    with session(made.store.path) as other:
        with pytest.raises(StoreBusyError), Store(tmp_path, wait=0).transaction():
            pass
        assert other.ask("INSERT INTO refusals VALUES ('r', 'a.txt', 'why')") == "[(1,)]"
        release = threading.Timer(0.3, other.close)
        release.start()
        with Store(tmp_path, wait=30).transaction() as connection:
            rows = connection.execute("SELECT source_name FROM refusals").fetchall()
        release.join()
    assert rows == [("a.txt",)]


def test_after_the_limit_a_sentence_says_that_the_store_is_busy(tmp_path: Path) -> None:
    path = Made(tmp_path).store.path
    with (
        session(path),
        pytest.raises(StoreBusyError) as caught,
        Store(tmp_path, wait=1).transaction(),
    ):
        pass
    assert str(caught.value) == (
        f"{path}: another process has been using it for more than 1 seconds;"
        " try again when it is done"
    )


@pytest.mark.parametrize("content", [b"Referat fra " * 500, b"", b"\0" * 20])
def test_a_file_that_is_no_database_is_named_at_once_and_left(
    tmp_path: Path, content: bytes
) -> None:
    store = Store(tmp_path / "a lock in the path", wait=0)
    store.path.parent.mkdir()
    store.path.write_bytes(content)
    with pytest.raises(StoreError, match="can't be opened") as caught, store.transaction():
        pass
    assert not isinstance(caught.value, StoreBusyError)
    assert str(caught.value).startswith(f"{store.path}: ")
    assert store.path.read_bytes() == content


def test_a_data_folder_that_is_a_file_is_named(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("taken")
    with (
        pytest.raises(StoreError, match="data: can't be made"),
        Store(tmp_path / "data").transaction(),
    ):
        pass


REFUSAL = "INSERT INTO refusals VALUES ('r', 'a.txt', 'why')"


def refuse(made: Made, then: str | BaseException) -> None:
    """Writes, then runs a statement or raises."""
    with made.store.transaction() as connection:
        connection.execute(REFUSAL)
        if isinstance(then, BaseException):
            raise then
        connection.execute(then)


@pytest.mark.parametrize("then", [ValueError(), KeyboardInterrupt(), REFUSAL, "SELEC 1"])
def test_an_error_leaves_nothing_of_the_transaction(
    tmp_path: Path, then: str | BaseException
) -> None:
    made = Made(tmp_path)
    with pytest.raises((ValueError, KeyboardInterrupt, duckdb.Error)):
        refuse(made, then)
    assert made.rows("FROM refusals") == []
    refuse(made, "SELECT 1")
    assert made.rows("SELECT source_name FROM refusals") == [("a.txt",)]


def test_the_file_is_free_for_others_between_transactions(tmp_path: Path) -> None:
    made = Made(tmp_path)
    with session(made.store.path) as other:
        assert other.ask("SELECT count(*) FROM runs") == "[(1,)]"


def test_a_file_of_ones_own_is_read_beside_the_store(tmp_path: Path) -> None:
    made = Made(tmp_path / "it's here")
    made.take(document("Vi møtes."))
    with made.store.beside(tmp_path / "other.duckdb") as connection:
        connection.execute("CREATE TABLE kept AS SELECT source_name FROM store.current_documents")
    with duckdb.connect(tmp_path / "other.duckdb") as connection:
        assert connection.execute("FROM kept").fetchall() == [("a.txt",)]
