import os
import shutil
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import duckdb
import pytest

from findings.publish import published_state
from findings.tables import PUBLISHED, TABLES, comments
from store import Store, documents, runs
from tests.making import BOOK, Made, document, segment, session, without

OF = document("Vi deler alt.", "Ingen svarer.")


@pytest.fixture(scope="module")
def once(tmp_path_factory: pytest.TempPathFactory) -> Made:
    """A store with one coded document, published; for looking only."""
    made = Made(tmp_path_factory.mktemp("once"))
    made.take(OF)
    made.code(OF, segment(OF, "Vi deler", "trinn1"))
    assert made.publish()
    return made


@pytest.fixture
def made(once: Made, tmp_path: Path) -> Made:
    """The same of one's own, in its second run."""
    return Made(shutil.copytree(once.data, tmp_path / "data"))


def published(made: Made, sql: str) -> list[tuple[Any, ...]]:
    with duckdb.connect(made.data / PUBLISHED, read_only=True) as connection:
        return connection.execute(sql).fetchall()


def test_every_table_is_published(once: Made) -> None:
    names = [name for (name,) in published(once, "SELECT table_name FROM duckdb_tables()")]
    assert sorted(names) == sorted(TABLES)
    assert published(once, "SELECT quote, status FROM coded_segments") == [("Vi deler", "auto")]


def test_every_table_says_which_question_it_answers(once: Made) -> None:
    told = dict(published(once, "SELECT table_name, comment FROM duckdb_tables()"))
    assert told == {name: comments(name)[0] for name in TABLES}
    assert all("?" in str(question) for question in told.values())


@pytest.mark.parametrize("name", TABLES)
def test_every_column_is_explained_and_every_explanation_has_its_column(
    once: Made, name: str
) -> None:
    sql = "SELECT column_name, comment FROM duckdb_columns() WHERE table_name = '{}'"
    columns = published(once, sql.format(name) + " ORDER BY column_index")
    assert columns == list(comments(name)[1].items())


def test_an_unchanged_state_publishes_nothing(made: Made) -> None:
    before = (made.data / PUBLISHED).stat()
    made.carry_over()
    assert not made.publish()
    after = (made.data / PUBLISHED).stat()
    assert (after.st_ino, after.st_mtime_ns) == (before.st_ino, before.st_mtime_ns)


def decided(made: Made) -> None:
    made.decide(OF, "Vi deler", "trinn1", "rejected")


def taken(made: Made) -> None:
    made.take(document("Ny.", name="b.txt"))


def placed(made: Made) -> None:
    made.take(document("Ingen svarer."))
    made.decide(OF, "Ingen svarer.", "trinn1")
    assert made.publish()
    made.carry_over()


def refused(made: Made) -> None:
    made.begin()
    with made.store.transaction() as connection:
        runs.finish(connection, made.run, "completed", {"b.txt": "is empty"})


CHANGES = {
    "decision": decided,
    "source": taken,
    "retired": lambda made: made.retire("a.txt"),
    "pass": lambda made: (made.begin(model="model 2"), made.code(OF)),
    "codebook": lambda made: made.begin(without("trinn5")),
    "placement": placed,
    "refusal": refused,
}


@pytest.mark.parametrize("change", CHANGES)
def test_a_change_is_published_once(made: Made, change: str) -> None:
    before = published_state(made.data / PUBLISHED)
    CHANGES[change](made)
    assert made.publish()
    assert published_state(made.data / PUBLISHED) != before
    assert not made.publish()


def test_the_same_refusal_in_a_later_run_is_no_change(made: Made) -> None:
    refused(made)
    assert made.publish()
    refused(made)
    assert not made.publish()
    assert published(made, "SELECT document, reason FROM refusals") == [("b.txt", "is empty")]


def test_a_decision_is_seen_in_the_findings(made: Made) -> None:
    sql = "SELECT segments, confirmed, auto FROM findings WHERE (group_id, code, valence)"
    sql += " = ('kubu', 'trinn1', 'positive')"
    assert published(made, sql) == [(1, 0, 1)]
    made.decide(OF, "Vi deler", "trinn1", "accepted")
    made.publish()
    assert published(made, sql) == [(1, 1, 0)]
    made.decide(OF, "Vi deler", "trinn1", "rejected")
    made.publish()
    assert published(made, sql) == [(0, 0, 0)]
    assert published(made, "SELECT status FROM coded_segments") == [("rejected",)]


def test_an_open_session_goes_on_with_the_old_file(made: Made) -> None:
    sql = "SELECT source FROM coded_segments"
    with session(made.data / PUBLISHED, read_only=True) as analyst:
        assert analyst.ask(sql) == "[('machine',)]"
        decided(made)
        assert made.publish()
        assert analyst.ask(sql) == "[('machine',)]"
        with session(made.data / PUBLISHED, read_only=True) as later:
            assert later.ask(sql) == "[('human',)]"
        assert analyst.ask("SELECT count(*) FROM quotes") == "[(1,)]"
    assert published(made, sql) == [("human",)]


def test_what_a_writing_session_left_behind_does_not_get_into_the_new_file(made: Made) -> None:
    write = "import duckdb, os, sys; c = duckdb.connect(sys.argv[1]);"
    write += " c.execute('DELETE FROM coded_segments'); os._exit(0)"
    subprocess.run([sys.executable, "-c", write, str(made.data / PUBLISHED)], check=True)
    assert (made.data / f"{PUBLISHED}.wal").exists()
    decided(made)
    assert made.publish()
    assert published(made, "SELECT status FROM coded_segments") == [("rejected",)]


def test_nothing_is_left_beside_the_two_files(made: Made) -> None:
    (made.data / f".{PUBLISHED}.new").write_bytes(b"cut off")
    (made.data / f".{PUBLISHED}.new.wal").write_bytes(b"cut off too")
    decided(made)
    assert made.publish()
    assert {path.name for path in made.data.iterdir()} == {PUBLISHED, "kodetrapp.duckdb"}
    assert published(made, "SELECT status FROM coded_segments") == [("rejected",)]


@pytest.mark.parametrize("other", [b"", b"no database"])
def test_a_published_file_that_is_broken_is_replaced(made: Made, other: bytes) -> None:
    (made.data / PUBLISHED).write_bytes(other)
    assert published_state(made.data / PUBLISHED) is None
    assert made.publish()
    assert published(made, "SELECT count(*) FROM coded_segments") == [(1,)]


def test_a_database_of_something_else_is_replaced(made: Made) -> None:
    (made.data / PUBLISHED).unlink()
    with duckdb.connect(made.data / PUBLISHED) as connection:
        connection.execute("CREATE TABLE mine AS SELECT 1 AS x")
    assert made.publish()
    assert published(made, "SELECT count(*) FROM coded_segments") == [(1,)]


def test_publication_tells_what_it_was_made_from(once: Made) -> None:
    sql = "SELECT state, codebook_id, codebook_version, model_version, segments, confirmed, auto,"
    sql += " pending FROM publication"
    state = published_state(once.data / PUBLISHED)
    assert published(once, sql) == [(state, BOOK.id, BOOK.version, "model 1", 1, 0, 1, 0)]


PUBLISH = """
import sys
from pathlib import Path
from findings.publish import publish
from store import Store
data = Path(sys.argv[1])
assert publish(Store(data), data)
"""


def test_the_time_of_publication_is_in_utc_wherever_the_machine_stands(made: Made) -> None:
    decided(made)
    before = datetime.now(UTC).replace(tzinfo=None)
    subprocess.run(
        [sys.executable, "-c", PUBLISH, str(made.data)],
        check=True,
        cwd=Path(__file__).parents[2],
        env={**os.environ, "TZ": "Asia/Tokyo"},
    )
    ((at,),) = published(made, "SELECT published_at FROM publication")
    assert before <= at <= before + timedelta(minutes=5)


def test_documents_tell_how_much_there_is_to_code(tmp_path: Path) -> None:
    made = Made(tmp_path)
    made.take(document(("I", "Hvor ofte?"), "Hver uke.", "Alltid."), document("Nei.", name="b.txt"))
    made.publish()
    rows = published(made, "SELECT document, words, sentences, segments FROM documents")
    assert rows == [("a.txt", 3, 2, 0), ("b.txt", 1, 1, 0)]


def test_unplaced_decisions_are_published(made: Made) -> None:
    made.decide(OF, "Ingen svarer.", "trinn1")
    made.correct(document("Alle svarer."))
    made.publish()
    assert published(made, "SELECT document, quote FROM unplaced_decisions") == [
        ("a.txt", "Ingen svarer.")
    ]


def test_runs_and_refusals_are_published(made: Made) -> None:
    refused(made)
    made.publish()
    outcomes = ["interrupted", "interrupted", "completed"]
    assert published(made, "SELECT outcome FROM runs") == [(outcome,) for outcome in outcomes]
    assert published(made, "FROM refusals") == [(made.run.run_id, "b.txt", "is empty")]


def test_publishing_writes_nothing_into_the_store(made: Made) -> None:
    tables = [name for (name,) in made.rows("SELECT table_name FROM duckdb_tables() ORDER BY 1")]
    before = [made.rows(f"FROM {name}") for name in tables]
    (made.data / PUBLISHED).unlink()
    assert made.publish()
    assert [made.rows(f"FROM {name}") for name in tables] == before


def test_the_store_can_be_used_after_publishing(made: Made) -> None:
    with Store(made.data, wait=0).transaction() as connection:
        assert list(documents.known_sources(connection)) == ["a.txt"]
