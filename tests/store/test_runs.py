import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from store import codebooks, runs
from tests.making import BOOK, Made, changed, without


def finish(made: Made, outcome: str, refused: dict[str, str] | None = None) -> None:
    with made.store.transaction() as connection:
        runs.finish(connection, made.run, outcome, refused or {})


def test_a_run_is_noted_when_it_begins(tmp_path: Path) -> None:
    made = Made(tmp_path)
    rows = made.rows(
        "SELECT run_id, outcome, finished_at, codebook_version, model_version FROM runs"
    )
    assert rows == [(made.run.run_id, "running", None, BOOK.version, "model 1")]


@pytest.fixture
def tokyo(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The clock of a machine far from Greenwich."""
    monkeypatch.setenv("TZ", "Asia/Tokyo")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


def test_a_finished_run_keeps_its_counts_and_times(tmp_path: Path, tokyo: None) -> None:
    before = datetime.now(UTC).replace(tzinfo=None)
    made = Made(tmp_path)
    names = list(vars(made.run.counts))
    for number, name in enumerate(names, start=1):
        setattr(made.run.counts, name, number)
    finish(made, "completed")
    columns = ", ".join(names)
    assert made.rows(f"SELECT outcome, {columns} FROM runs") == [
        ("completed", *range(1, len(names) + 1))
    ]
    ((started, finished),) = made.rows("SELECT started_at, finished_at FROM runs")
    assert before <= started <= finished < before + timedelta(minutes=5)


def test_refused_files_are_kept_with_their_reasons(tmp_path: Path) -> None:
    made = Made(tmp_path)
    finish(made, "completed", {"b.txt": "is empty", "a's.txt": "can't be read"})
    assert made.rows("FROM refusals ORDER BY source_name") == [
        (made.run.run_id, "a's.txt", "can't be read"),
        (made.run.run_id, "b.txt", "is empty"),
    ]


def test_a_run_that_was_cut_off_is_noted_by_the_next_one(tmp_path: Path) -> None:
    made = Made(tmp_path)
    made.begin()
    finish(made, "failed")
    made.begin()
    finish(made, "completed")
    made.begin()
    assert made.rows("SELECT outcome FROM runs ORDER BY seq") == [
        ("interrupted",),
        ("failed",),
        ("completed",),
        ("running",),
    ]


def test_the_codebook_of_the_last_run_counts(tmp_path: Path) -> None:
    made = Made(tmp_path)
    smaller = without("trinn5")
    assert smaller.version != BOOK.version
    for book in (smaller, BOOK, smaller):
        made.begin(book)
        assert made.rows("FROM current_codebook") == [(book.version,)]
    assert made.rows("SELECT count(*) FROM codebooks") == [(2,)]


def test_a_codebook_is_stored_whole_and_once(tmp_path: Path) -> None:
    made = Made(tmp_path)
    with made.store.transaction() as connection:
        codebooks.save(connection, BOOK)
    codes = made.rows("SELECT dimension, code, label_nb, label_en FROM codes ORDER BY position")
    assert codes == [
        (dimension.id, code.id, code.label.get("nb"), code.label.get("en"))
        for dimension in BOOK.dimensions
        for code in dimension.codes
    ]
    assert made.rows("SELECT code, step FROM codes WHERE step IS NOT NULL ORDER BY step") == [
        (code.id, step) for step, code in enumerate(BOOK.dimensions[0].codes, start=1)
    ]
    assert made.rows("SELECT id, short FROM items WHERE list = 'cases' ORDER BY position") == [
        (case.id, case.short) for case in BOOK.cases
    ]
    assert made.rows(
        "SELECT level, min_segments, min_documents, min_kinds, min_share_positive,"
        " max_share_positive FROM levels ORDER BY position"
    ) == [
        (
            level.id,
            level.min_segments,
            level.min_documents,
            level.min_kinds,
            level.min_share_positive,
            level.max_share_positive,
        )
        for level in BOOK.levels
    ]


def test_a_codebook_needs_neither_phases_nor_roles_nor_a_ladder(tmp_path: Path) -> None:
    flat = [d.model_copy(update={"ordinal": False}) for d in BOOK.dimensions]
    made = Made(tmp_path, changed(phases=[], roles=[], dimensions=flat, levels=BOOK.levels[-1:]))
    assert made.rows("SELECT DISTINCT list FROM items ORDER BY 1") == [("cases",), ("kinds",)]
    assert made.rows("SELECT DISTINCT step FROM codes") == [(None,)]
