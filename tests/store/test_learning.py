from pathlib import Path

import pytest

from corpus import Passage
from store import assignments
from store.assignments import complete
from store.learning import Lessons, decided, lessons
from tests.making import BOOK, Made, document, passage, without

TALK = document("Vi deler alt med hverandre.", "Sekretariatet ringer oss hver uke.", name="a.txt")
DEAL = "Vi deler alt med hverandre."
RING = "Sekretariatet ringer oss hver uke."


@pytest.fixture
def made(tmp_path: Path) -> Made:
    made = Made(tmp_path)
    made.take(TALK)
    return made


def learn(made: Made, book=BOOK) -> Lessons:
    with made.store.transaction() as connection:
        found = lessons(connection, book)
        assert decided(connection, book) == found.documents
    return found


def review(made: Made, of=TALK, place: Passage | None = None) -> None:
    """Kari judges a passage completely, by default the first sentence of the talk."""
    with made.store.transaction() as connection:
        place = place or passage(of, DEAL)
        complete(connection, of.document_id, place, "kari", made.book.version)


def test_nothing_decided_is_nothing_to_learn(made: Made) -> None:
    assert learn(made) == Lessons([], 0, 0, 0, 0)


def test_accepted_passages_are_coded_and_rejected_ones_rejected(made: Made) -> None:
    made.decide(TALK, DEAL, "trinn1", "accepted", "negative")
    made.decide(TALK, RING, "sekretariat", "rejected")
    (gold,) = learn(made).documents
    assert gold.document == TALK
    assert gold.author == TALK.document_id
    assert not gold.complete
    ((said,), (denied,)) = gold.passages, gold.rejected
    assert (said.passage.text, said.code, said.valence.value) == (DEAL, "trinn1", "negative")
    assert (denied.passage.text, denied.code) == (RING, "sekretariat")


def test_the_last_decision_on_a_passage_and_code_counts(made: Made) -> None:
    for verdict, valence in (("rejected", "positive"), ("accepted", "neutral")):
        made.decide(TALK, DEAL, "trinn1", verdict, valence)
    made.decide(TALK, DEAL, "trinn2", "accepted")
    made.decide(TALK, DEAL, "trinn2", "rejected", coder="ola")
    found = learn(made)
    (gold,) = found.documents
    assert [(p.code, p.valence.value) for p in gold.passages] == [("trinn1", "neutral")]
    assert [p.code for p in gold.rejected] == ["trinn2"]
    assert found.decisions == 2


def test_decisions_are_learnt_at_their_place_in_the_corrected_document(made: Made) -> None:
    made.decide(TALK, RING, "sekretariat")
    made.decide(TALK, DEAL, "trinn1")
    corrected = document("Nytt først.", RING, name="a.txt")
    assert made.correct(corrected) == (1, 1)
    found = learn(made)
    (gold,) = found.documents
    assert gold.document == corrected
    assert gold.author == corrected.document_id
    (said,) = gold.passages
    assert said.passage == corrected.find(RING)[0]
    assert said.passage.start != TALK.find(RING)[0].start
    assert (found.decisions, found.unplaced) == (1, 1)


def test_retired_documents_are_not_learnt_from(made: Made) -> None:
    made.decide(TALK, DEAL, "trinn1")
    made.retire("a.txt")
    found = learn(made)
    assert (found.documents, found.decisions, found.unplaced) == ([], 0, 1)


def test_codes_that_the_codebook_lacks_are_left_out_and_counted(made: Made) -> None:
    made.decide(TALK, DEAL, "trinn1")
    made.decide(TALK, RING, "trinn5")
    made.decide(TALK, DEAL, "trinn5", "rejected")
    found = learn(made, without("trinn5"))
    (gold,) = found.documents
    assert [p.code for p in gold.passages + gold.rejected] == ["trinn1"]
    assert (found.decisions, found.without_code) == (1, 2)
    assert learn(made).without_code == 0


def test_the_last_decision_there_is_is_known_even_if_it_has_no_place(made: Made) -> None:
    made.decide(TALK, DEAL, "trinn1")
    first = learn(made).last_seq
    made.decide(TALK, RING, "trinn1")
    made.correct(document(DEAL, name="a.txt"))
    assert learn(made).last_seq > first > 0
    assert [(first,), (learn(made).last_seq,)] == made.rows("SELECT seq FROM decisions ORDER BY 1")


def test_documents_come_in_the_order_of_their_ids(made: Made) -> None:
    others = [document(f"Vi deler {n}.", name=f"{n}.txt") for n in range(5)]
    made.take(*others)
    for of in others:
        made.decide(of, of.turns[0], "trinn1")
    ids = [gold.document.document_id for gold in learn(made).documents]
    assert ids == sorted(of.document_id for of in others)


def test_what_was_judged_completely_is_learnt_with_what_was_accepted_there(made: Made) -> None:
    made.decide(TALK, DEAL, "trinn1")
    review(made)
    (gold,) = learn(made).documents
    assert [(p.passage.text, p.code) for p in gold.passages] == [(DEAL, "trinn1")]
    assert gold.reviewed == (passage(TALK, DEAL),)
    assert not gold.complete


def test_a_document_that_was_only_reviewed_is_learnt_from(made: Made) -> None:
    other = document("Vi venter.", name="b.txt")
    made.take(other)
    review(made)
    review(made)
    review(made, place=passage(TALK, RING))
    found = learn(made)
    (gold,) = found.documents
    assert (gold.document, gold.author, gold.complete) == (TALK, TALK.document_id, False)
    assert (gold.passages, gold.rejected) == ((), ())
    assert gold.reviewed == (passage(TALK, DEAL), passage(TALK, RING))
    assert found.decisions == 0
    assert [(found.last_seq,)] == made.rows("SELECT max(seq) FROM reviews")


def test_reviews_of_documents_that_do_not_count_are_not_learnt(made: Made) -> None:
    review(made)
    made.correct(document(DEAL, name="a.txt"))
    assert learn(made).documents == []


def test_a_review_says_nothing_of_codes_that_came_later(made: Made) -> None:
    made.begin(without("trinn5"))
    review(made)
    assert learn(made).documents == []
    (gold,) = learn(made, without("trinn5")).documents
    assert gold.reviewed == (passage(TALK, DEAL),)


def test_nothing_of_the_random_audit_is_learnt_because_it_measures_the_coder(made: Made) -> None:
    made.decide(TALK, DEAL, "trinn1")
    review(made)
    assert learn(made).documents
    with made.store.transaction() as connection:
        assignments.draw_audit(connection, 1.0)
    assert learn(made).documents == []
