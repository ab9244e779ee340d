from datetime import UTC, datetime, timedelta
from pathlib import Path

from models.promotion import Comparison, Difference
from store import assignments, trainings
from store.learning import lessons
from tests.making import BOOK, Made, document, passage

TALK = document("Vi deler alt.", "De ringer oss.", name="a.txt")
BETTER = Difference(candidate=0.6, current=0.5, difference=0.1, low=0.02, high=0.2)
WORSE = Difference(candidate=0.5, current=0.7, difference=-0.2, low=-0.3, high=-0.1)


def made_with_decisions(data: Path) -> Made:
    made = Made(data)
    made.take(TALK)
    made.decide(TALK, "Vi deler alt.", "trinn1")
    made.decide(TALK, "De ringer oss.", "sekretariat", "rejected")
    return made


def train(made: Made, comparison: Comparison | None, promoted: bool) -> str:
    with made.store.transaction() as connection:
        return trainings.record(
            connection, "new", "old", lessons(connection, BOOK), comparison, promoted
        )


def new(made: Made) -> int:
    with made.store.transaction() as connection:
        return trainings.new_decisions(connection)


def compared(valence: Difference | None) -> Comparison:
    return Comparison(
        candidate="new", current="old", documents=2, sentences=9, f1=BETTER, valence=valence
    )


def test_a_training_is_kept_with_what_it_knew_and_how_it_compared(tmp_path: Path) -> None:
    before = datetime.now(UTC).replace(tzinfo=None)
    made = made_with_decisions(tmp_path)
    ids = [train(made, compared(WORSE), False), train(made, compared(None), True)]
    ids.append(train(made, None, False))
    ((last,),) = made.rows("SELECT max(seq) FROM decisions")
    assert made.rows("SELECT * EXCLUDE (seq, trained_at) FROM trainings ORDER BY seq") == [
        (ids[0], "new", "old", 2, last, 0.1, 0.02, 0.2, -0.2, -0.3, -0.1, False),
        (ids[1], "new", "old", 2, last, 0.1, 0.02, 0.2, None, None, None, True),
        (ids[2], "new", "old", 2, last, None, None, None, None, None, None, False),
    ]
    ((first,),) = made.rows("SELECT min(trained_at) FROM trainings")
    assert before <= first < before + timedelta(minutes=5)


def test_new_decisions_are_those_that_no_training_has_known_of(tmp_path: Path) -> None:
    made = made_with_decisions(tmp_path)
    assert new(made) == 2
    train(made, None, False)
    assert new(made) == 0
    made.decide(TALK, "De ringer oss.", "sekretariat", "accepted")
    assert new(made) == 1
    made.begin()
    made.code(TALK)
    assert new(made) == 1
    train(made, compared(WORSE), False)
    assert new(made) == 0


def test_a_review_is_as_new_as_a_decision(tmp_path: Path) -> None:
    made = made_with_decisions(tmp_path)
    train(made, None, False)
    with made.store.transaction() as connection:
        place = passage(TALK, "Vi deler alt.")
        assignments.complete(connection, TALK.document_id, place, "kari", BOOK.version)
    assert new(made) == 1
    train(made, None, False)
    assert new(made) == 0
