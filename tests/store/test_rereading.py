"""A file that is read anew has one text in the store, and people's work stands in it."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from corpus import Document
from store import assignments, documents, erasures, rereading
from store.erasures import Kind
from store.rereading import Moved
from tests.making import Made, document, segment, taken

NAME = "Kari Nordmåne"
SAID = (
    f"Jeg heter {NAME}.",
    "Ola kom først.",
    f"Da {NAME} kom, ble det stille.",
    "Vi møtes sjelden.",
    "Vi møtes sjelden.",
)
OLD = document(*SAID, name="a.txt")
NEW = document(*(said.replace(NAME, "[PERSON 1]") for said in SAID), name="a.txt")
HIDDEN = "Da [PERSON 1] kom, ble det stille."


def read(made: Made, *of: Document, file_hash: str = "bytes") -> None:
    with made.store.transaction() as connection:
        items = [replace(taken(item, item.document_id), file_hash=file_hash) for item in of]
        documents.save(connection, made.run.run_id, items)


def give_way(made: Made, missing: tuple[str, ...] = ()) -> Moved:
    with made.store.transaction() as connection:
        found = rereading.earlier_readings(connection, missing)
        return rereading.replace(connection, found, Kind.READ_ANEW, ["model"])


def anywhere(made: Made, word: str) -> list[str]:
    """The tables with the word in them."""
    tables = made.rows("SELECT table_name FROM duckdb_tables()")
    return [name for (name,) in tables if word in str(made.rows(f"FROM {name}"))]


@pytest.fixture
def made(tmp_path: Path) -> Made:
    """A store with the earlier reading of a file, coded."""
    made = Made(tmp_path)
    read(made, OLD)
    made.code(OLD, segment(OLD, SAID[2], "trinn1"))
    return made


def test_decisions_move_and_nothing_else_of_them_changes(made: Made) -> None:
    made.decide(OLD, SAID[2], "trinn1", "rejected", "negative", "ola", "et notat")
    made.decide(OLD, OLD.find("Vi møtes sjelden.")[1], "trinn2")
    made.decide(OLD, f"{NAME} kom", "trinn3")
    kept = "* EXCLUDE (document_id, start_char, end_char, quote)"
    before = made.rows(f"SELECT {kept} FROM decisions ORDER BY seq")
    read(made, NEW)
    assert give_way(made) == Moved(1, 3, 0)
    assert made.rows(f"SELECT {kept} FROM decisions ORDER BY seq") == before
    places = [NEW.find(q)[n] for q, n in ((HIDDEN, 0), (SAID[3], 1), ("[PERSON 1] kom", 0))]
    assert made.rows("SELECT start_char, end_char, quote FROM decisions ORDER BY seq") == [
        (place.start, place.end, place.text) for place in places
    ]
    assert made.carry_over() == (0, 0)
    human = "SELECT quote, coder FROM coded_segments WHERE source = 'human' ORDER BY start_char"
    assert len(made.rows(human)) == 3
    assert made.rows("FROM unplaced_decisions") == []
    assert anywhere(made, NAME) == []


def test_what_the_earlier_reading_gave_is_erased_with_a_record(made: Made) -> None:
    read(made, NEW)
    give_way(made)
    assert made.rows("SELECT document_id FROM documents") == [(NEW.document_id,)]
    for table in ("sources", "turns", "sentences", "codings", "coding_passes"):
        assert made.rows(
            f"SELECT count(*) FROM {table} WHERE document_id <> '{NEW.document_id}'"
        ) == [(0,)]
    record = "SELECT kind, source_names, document_ids, models, moved, completed_at FROM erasures"
    assert made.rows(record) == [("read anew", ["a.txt"], [OLD.document_id], ["model"], 0, None)]
    with made.store.transaction() as connection:
        assert erasures.forgotten(connection) == {}
        assert erasures.names(connection) == set()
        assert erasures.erased_at(connection, "a.txt") is None
        assert erasures.unfinished(connection) == (True, {OLD.document_id})
        erasures.complete(connection, Kind.READ_ANEW)
        assert erasures.unfinished(connection) == (False, set())


def test_a_decision_without_a_place_loses_its_quote_and_is_listed(made: Made) -> None:
    made.decide(OLD, SAID[2], "trinn1", memo="et notat")
    other = document("Noe helt annet.", name="a.txt")
    read(made, other)
    assert give_way(made) == Moved(1, 0, 1)
    made.carry_over()
    listed = "SELECT document, quote, code, memo, reason FROM unplaced_decisions"
    reason = "the text was replaced, and the quote erased with it"
    assert made.rows(listed) == [("a.txt", "", "trinn1", "et notat", reason)]
    assert made.rows("FROM coded_segments") == []
    assert anywhere(made, NAME) == []
    read(made, OLD)
    assert give_way(made) == Moved(1, 0, 1), "it is known again, and not refused"


def test_a_corrected_file_keeps_its_version_and_decisions_on_it_their_places(made: Made) -> None:
    made.decide(OLD, SAID[3], "trinn2")
    corrected = document(*SAID, "Og mer.", name="a.txt")
    read(made, corrected, file_hash="other bytes")
    assert made.carry_over() == (1, 0)
    assert give_way(made) == Moved()
    hidden = document(
        *(said.replace(NAME, "[PERSON 1]") for said in (*SAID, "Og mer.")), name="a.txt"
    )
    read(made, hidden, file_hash="other bytes")
    assert give_way(made) == Moved(1, 0, 0)
    assert made.carry_over() == (0, 0)
    assert made.rows("SELECT document_id, start_char FROM placed_decisions") == [
        (hidden.document_id, hidden.find(SAID[3])[0].start)
    ]
    with made.store.transaction() as connection:
        earlier = rereading.earlier_versions(connection, ["b.txt"])
        assert earlier == {}
        earlier = rereading.earlier_versions(connection, None)
        assert earlier == {OLD.document_id: hidden.document_id}
        moved = rereading.replace(connection, earlier, Kind.EARLIER, [])
    assert moved == Moved(1, 1, 0)
    assert made.rows("SELECT document_id, quote FROM decisions") == [(hidden.document_id, SAID[3])]
    assert made.rows("SELECT count(*) FROM placed_decisions") == [(1,)]
    assert anywhere(made, NAME) == []


def test_a_text_that_a_file_still_holds_stays_until_that_one_is_read(made: Made) -> None:
    read(made, replace(OLD, name="copy.txt"))
    read(made, NEW)
    assert give_way(made) == Moved()
    assert give_way(made, missing=("copy.txt",)) == Moved(1), "it was renamed"
    read(made, replace(OLD, name="copy.txt"), OLD)
    give_way(made)
    read(made, NEW, replace(NEW, name="copy.txt"))
    assert give_way(made) == Moved(1)
    assert anywhere(made, NAME) == []


def drawn(made: Made, rate: float) -> list[tuple[Any, ...]]:
    with made.store.transaction() as connection:
        assignments.draw_audit(connection, rate)
    return made.rows(
        "SELECT sentence, random_number FROM current_assignments"
        " JOIN codable_sentences USING (document_id, start_char, end_char) ORDER BY ALL"
    )


def test_audits_and_reviews_move_and_nobody_has_a_second_chance(made: Made) -> None:
    before = drawn(made, 0.5)
    with made.store.transaction() as connection:
        review = OLD.turns[0]
        assignments.complete(connection, OLD.document_id, review, "kari", made.book.version)
        numbers = assignments.numbers(connection, OLD.document_id)
    read(made, NEW)
    give_way(made)
    assert drawn(made, 0.5) == before
    assert made.rows("SELECT document_id, start_char, end_char FROM reviews") == [
        (NEW.document_id, NEW.turns[0].start, NEW.turns[0].end)
    ]
    with made.store.transaction() as connection:
        after = assignments.numbers(connection, NEW.document_id)
    assert [number for *_, number in after] == [number for *_, number in numbers]
    assert len(drawn(made, 1.0)) == len(SAID)
    read(made, OLD)
    give_way(made)
    assert len(drawn(made, 1.0)) == len(SAID)
    assert made.rows(
        f"SELECT count(*) FROM assignments WHERE document_id <> '{OLD.document_id}'"
    ) == [(0,)]
