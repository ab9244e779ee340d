"""Which sentences of the random audit count, and with which probability."""

from pathlib import Path

import duckdb
import pytest

from corpus import Document
from findings.tables import PUBLISHED
from store import assignments
from tests.making import Made, document, segment

ONE, OTHER = (
    document(*(f"Setning {n} om {group}." for n in range(6)), name=f"{group}.txt", group=group)
    for group in ("kubu", "vann")
)


@pytest.fixture
def made(tmp_path: Path) -> Made:
    """Two groups, every sentence of which is in the audit."""
    made = Made(tmp_path)
    made.take(ONE, OTHER)
    made.code(ONE, segment(ONE, "Setning 1", "trinn1"))
    with made.store.transaction() as connection:
        assignments.draw_audit(connection, 1.0)
    return made


def judge(made: Made, *documents: Document, all_but: int = 0) -> None:
    """Kari judges the sentences in the order of the audit, but the last ones of each document."""
    with made.store.transaction() as connection:
        for of in documents:
            waiting = assignments.waiting(connection, 99)[assignments.Strategy.AUDIT]
            mine = [item for item in waiting if item.document_id == of.document_id]
            for item in mine[: len(mine) - all_but]:
                assignments.complete(
                    connection, of.document_id, item.passage, "kari", made.book.version
                )
    made.publish()


def published(made: Made, sql: str) -> list[tuple[object, ...]]:
    with duckdb.connect(made.data / PUBLISHED, read_only=True) as connection:
        return connection.execute(sql).fetchall()


AUDITED = (
    "SELECT group_id, count(*), min(probability) FROM audited_sentences"
    " JOIN documents USING (document_id) GROUP BY ALL ORDER BY ALL"
)


def test_once_all_is_judged_it_counts_with_the_rate_and_corrects(made: Made) -> None:
    judge(made, ONE, OTHER)
    assert published(made, AUDITED) == [("kubu", 6, 1.0), ("vann", 6, 1.0)]
    shares = "SELECT corrected, share FROM shares WHERE code = 'trinn1' AND valence = 'any'"
    assert set(published(made, f"{shares} AND group_id = 'kubu'")) == {(True, 0.0)}


def test_an_open_audit_of_one_group_leaves_those_of_others_alone(made: Made) -> None:
    judge(made, ONE)
    judge(made, OTHER, all_but=2)
    ((_, _, rate), (group, count, probability)) = published(made, AUDITED)
    assert rate == 1.0
    assert (group, count) == ("vann", 4)
    ((smallest,),) = made.rows(
        "SELECT min(random_number) FROM current_assignments WHERE state = 'open'"
    )
    assert probability == smallest < 1


def test_documents_that_come_later_are_drawn_from_at_the_same_rate(made: Made) -> None:
    judge(made, ONE, OTHER)
    later = document("Noe nytt.", "Noe mer.", name="ny.txt", group="kubu")
    made.take(later)
    with made.store.transaction() as connection:
        assignments.go_on_with_audit(connection)
    drawn = made.rows(
        "SELECT inclusion_probability FROM current_assignments"
        f" WHERE document_id = '{later.document_id}'"
    )
    assert drawn == [(1.0,), (1.0,)]


def test_without_an_audit_nothing_is_drawn(tmp_path: Path) -> None:
    made = Made(tmp_path)
    made.take(ONE)
    with made.store.transaction() as connection:
        assignments.go_on_with_audit(connection)
    assert made.rows("SELECT * FROM assignments") == []
    assert made.rows("SELECT * FROM study_salt") == []
