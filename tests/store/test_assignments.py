import hashlib
import tempfile
from itertools import permutations
from pathlib import Path

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import binom

from corpus import Document, Passage
from findings.tables import PUBLISHED
from kodetrapp.errors import StoreError
from models import Segment, Status
from store import assignments
from store.assignments import Assignment, Strategy, random_number
from tests.making import BOOK, Made, document, passage, segment, without

quick = settings(derandomize=True, deadline=None)
few = settings(derandomize=True, deadline=None, max_examples=4)
SALTS = [hashlib.sha256(str(number).encode()).hexdigest() for number in range(3000)]
OF = document(("I", "Hvor ofte?"), "Vi deler alt.", "Ingen svarer.", "Vi venter.")


def pending(of: Document, quote: str, code: str = "trinn1", score: float = 0.5) -> Segment:
    return segment(of, quote, code, "negative", score, Status.PENDING)


def made_with(folder: Path, *of: Document, salt: str = SALTS[0]) -> Made:
    """A store with these documents, whose salt is known."""
    made = Made(folder)
    made.rows(f"INSERT INTO study_salt VALUES ('{salt}')")
    made.take(*(of or (OF,)))
    return made


def draw(made: Made, rate: float) -> float:
    with made.store.transaction() as connection:
        return assignments.draw_audit(connection, rate)


def assign(made: Made, *ids: str) -> None:
    with made.store.transaction() as connection:
        assignments.assign_teach(connection, ids)


def teachable(made: Made) -> list[str]:
    with made.store.transaction() as connection:
        return list(assignments.teachable(connection)["segment_id"])


def waiting(made: Made, take: int = 99) -> dict[Strategy, list[Assignment]]:
    with made.store.transaction() as connection:
        return assignments.waiting(connection, take)


def complete(made: Made, of: Document, quote: str | Passage, coder: str = "kari") -> str:
    place = passage(of, quote) if isinstance(quote, str) else quote
    with made.store.transaction() as connection:
        return assignments.complete(connection, of.document_id, place, coder, made.book.version)


def drawn(made: Made) -> set[tuple[object, ...]]:
    """What is in the audit, with its probability."""
    return set(
        made.rows(
            "SELECT document_id, start_char, end_char, random_number, inclusion_probability"
            " FROM current_assignments WHERE strategy = 'audit'"
        )
    )


def states(made: Made) -> list[tuple[object, ...]]:
    return made.rows(
        "SELECT strategy, start_char, code, state, coder FROM current_assignments ORDER BY seq"
    )


class TestPermanentRandomNumbers:
    @quick
    @given(st.text("0123456789abcdef", min_size=16, max_size=16), st.integers(0, 10**6))
    def test_a_sentence_is_drawn_as_often_as_the_rate_says(self, id_: str, start: int) -> None:
        numbers = [random_number(salt, id_, start, start + 9) for salt in SALTS[:500]]
        assert all(0 <= number < 1 for number in numbers)
        for rate in (0.02, 0.2, 0.7):
            low, high = binom.ppf([1e-7, 1 - 1e-7], len(numbers), rate)
            assert low <= sum(number < rate for number in numbers) <= high

    def test_sentences_are_drawn_independently_of_each_other(self) -> None:
        rate = 0.3
        both = sum(
            random_number(salt, "a" * 16, 0, 9) < rate
            and random_number(salt, "a" * 16, 9, 20) < rate
            for salt in SALTS
        )
        low, high = binom.ppf([1e-6, 1 - 1e-6], len(SALTS), rate**2)
        assert low <= both <= high

    def test_a_number_hangs_on_all_that_it_is_made_from(self) -> None:
        numbers = {
            random_number(salt, id_, start, end)
            for salt in SALTS[:2]
            for id_ in ("a" * 16, "b" * 16)
            for start in (1, 11)
            for end in (21, 22)
        }
        assert len(numbers) == 16
        assert random_number(SALTS[0], "a", 1, 21) == random_number(SALTS[0], "a", 1, 21)

    def test_a_study_has_one_salt_and_another_study_another(self, tmp_path: Path) -> None:
        def salt(made: Made) -> str:
            with made.store.transaction() as connection:
                return assignments.salt(connection)

        one, other = Made(tmp_path / "one"), Made(tmp_path / "other")
        assert salt(one) == salt(one) == salt(Made(one.data)) != salt(other)
        assert len(bytes.fromhex(salt(one))) == 32


def numbered(count: int) -> list[Document]:
    return [document(f"Ord {n}.", f"Mer {n}.", "Ja.", name=f"{n}.txt") for n in range(count)]


class TestTheAudit:
    def test_it_is_drawn_from_all_that_may_be_coded_and_nothing_else(self, tmp_path: Path) -> None:
        made = made_with(tmp_path)
        made.code(OF, pending(OF, "Vi deler alt."))
        assert draw(made, 1) == 1
        quotes = {item.passage.text for item in waiting(made)[Strategy.AUDIT]}
        assert quotes == {"Vi deler alt.", "Ingen svarer.", "Vi venter."}

    def test_all_is_noted_of_a_drawn_sentence(self, tmp_path: Path) -> None:
        made = made_with(tmp_path, document("Vi deler alt."))
        of = document("Vi deler alt.")
        made.code(of)
        draw(made, 1)
        place = passage(of, "Vi deler alt.")
        number = random_number(SALTS[0], of.document_id, place.start, place.end)
        columns = "document_id, start_char, end_char, segment_id, code, strategy, random_number,"
        columns += " inclusion_probability, model_version, codebook_version"
        ((*where, strategy, drawn_by, rate, model, book),) = made.rows(
            f"SELECT {columns} FROM assignments"
        )
        assert where == [of.document_id, place.start, place.end, None, None]
        assert (strategy, drawn_by, rate) == ("audit", number, 1.0)
        assert (model, book) == ("model 1", BOOK.version)

    def test_a_rate_of_nothing_draws_nothing(self, tmp_path: Path) -> None:
        made = made_with(tmp_path)
        assert draw(made, 0) == 0
        assert made.rows("FROM assignments") == []

    @few
    @given(st.sampled_from(list(permutations(range(3)))), st.sampled_from(SALTS[:50]))
    def test_the_order_in_which_documents_come_changes_nothing(
        self, order: tuple[int, ...], salt: str
    ) -> None:
        documents = numbered(3)
        with tempfile.TemporaryDirectory() as folder:
            at_once = made_with(Path(folder) / "at once", *documents, salt=salt)
            draw(at_once, 0.4)
            one_by_one = made_with(Path(folder) / "one by one", documents[order[0]], salt=salt)
            draw(one_by_one, 0.4)
            for place in order[1:]:
                one_by_one.take(documents[place])
                draw(one_by_one, 0.4)
            assert drawn(one_by_one) == drawn(at_once)
            count = "SELECT count(*) FROM assignments"
            assert one_by_one.rows(count) == at_once.rows(count) == [(len(drawn(at_once)),)]

    @few
    @given(st.lists(st.floats(0, 1), min_size=2, max_size=3), st.sampled_from(SALTS[:50]))
    def test_a_higher_rate_only_adds_and_a_lower_one_changes_nothing(
        self, rates: list[float], salt: str
    ) -> None:
        with tempfile.TemporaryDirectory() as folder:
            made = made_with(Path(folder), *numbered(3), salt=salt)
            places = made.rows("SELECT document_id, start_char, end_char FROM codable_sentences")
            assert len(places) == 9
            for number in range(len(rates)):
                highest = max(rates[: number + 1])
                assert draw(made, rates[number]) == pytest.approx(highest)
                numbers = [(*place, random_number(salt, *place)) for place in places]
                assert drawn(made) == {(*row, highest) for row in numbers if row[3] < highest}

    def test_a_raised_rate_gives_a_new_row_and_keeps_the_old_one(self, tmp_path: Path) -> None:
        made = made_with(tmp_path)
        numbers = sorted(
            random_number(SALTS[0], OF.document_id, turn.start, turn.end) for turn in OF.turns[1:]
        )
        low, high = (numbers[0] + numbers[1]) / 2, (numbers[1] + numbers[2]) / 2
        draw(made, low)
        old = made.rows("FROM assignments")
        assert (len(old), draw(made, high), draw(made, low)) == (1, high, high)
        assert made.rows("FROM assignments ORDER BY seq")[:1] == old
        rates = "SELECT inclusion_probability FROM {} ORDER BY seq"
        assert made.rows(rates.format("assignments")) == [(low,), (high,), (high,)]
        assert made.rows(rates.format("current_assignments")) == [(high,), (high,)]

    def test_what_is_done_counts_with_the_raised_probability(self, tmp_path: Path) -> None:
        made = made_with(tmp_path, document("Vi deler alt."))
        of = document("Vi deler alt.")
        number = random_number(SALTS[0], of.document_id, 3, 16)
        draw(made, number + 1e-9)
        complete(made, of, "Vi deler alt.")
        draw(made, 1)
        sql = "SELECT state, inclusion_probability FROM current_assignments"
        assert made.rows(sql) == [("done", 1.0)]

    def test_it_is_reviewed_in_the_order_of_the_random_numbers(self, tmp_path: Path) -> None:
        made = made_with(tmp_path, *numbered(4))
        draw(made, 1)
        audits = waiting(made)[Strategy.AUDIT]
        numbers = [
            random_number(SALTS[0], item.document_id, item.passage.start, item.passage.end)
            for item in audits
        ]
        assert numbers == sorted(numbers)
        assert len(numbers) == 12
        assert waiting(made, 5)[Strategy.AUDIT] == audits[:5]

    def test_a_sentence_that_is_read_otherwise_now_is_out(self, tmp_path: Path) -> None:
        made = made_with(tmp_path)
        draw(made, 1)
        made.rows("UPDATE turns SET role = 'heading' WHERE turn = 1")
        assert {quote.passage.text for quote in waiting(made)[Strategy.AUDIT]} == {
            "Ingen svarer.",
            "Vi venter.",
        }


class TestReviews:
    def test_a_review_of_the_whole_sentence_does_it(self, tmp_path: Path) -> None:
        made = made_with(tmp_path, document("Vi deler alt."))
        of = document("Vi deler alt.")
        draw(made, 1)
        complete(made, of, "Vi deler")
        made.decide(of, "Vi deler alt.", "trinn1")
        assert states(made) == [("audit", 3, None, "open", None)]
        complete(made, of, "Vi deler alt.", "ola")
        assert states(made) == [("audit", 3, None, "done", "ola")]
        complete(made, of, of.passage(0, len(of.text)), "kari")
        assert states(made) == [("audit", 3, None, "done", "kari")]
        assert made.rows("SELECT count(*) FROM reviews") == [(3,)]

    def test_no_code_here_rejects_what_the_machine_said(self, tmp_path: Path) -> None:
        made = made_with(tmp_path)
        made.code(OF, pending(OF, "Vi deler alt."), segment(OF, "deler", "trinn2"))
        complete(made, OF, "Vi deler alt.")
        assert made.coded("quote, code, valence, source, status, coder") == [
            ("Vi deler alt.", "trinn1", "negative", "human", "rejected", "kari"),
            ("deler", "trinn2", "positive", "human", "rejected", "kari"),
        ]

    def test_what_was_decided_before_and_what_reaches_beyond_stays(self, tmp_path: Path) -> None:
        made = made_with(tmp_path)
        beyond = OF.passage(OF.turns[1].start, OF.turns[2].end)
        made.code(
            OF,
            pending(OF, "Vi deler alt."),
            Segment(beyond, "trinn2", "positive", 0.5, Status.PENDING),
        )
        made.decide(OF, "Vi deler", "trinn1")
        complete(made, OF, "Vi deler alt.")
        assert made.coded("code, source, status") == [
            ("trinn1", "human", "accepted"),
            ("trinn2", "machine", "pending"),
        ]

    @pytest.mark.parametrize("place", [Passage(0, 5, "hallo"), Passage(900, 903, "ute")])
    def test_a_passage_that_does_not_stand_there_is_refused_without_quoting_it(
        self, tmp_path: Path, place: Passage
    ) -> None:
        made = made_with(tmp_path)
        with pytest.raises(StoreError, match=OF.document_id) as caught:
            complete(made, OF, place)
        assert place.text not in str(caught.value)
        assert made.rows("FROM reviews") == []


class TestTeaching:
    def test_pending_segments_can_be_assigned_once(self, tmp_path: Path) -> None:
        made = made_with(tmp_path)
        made.code(
            OF,
            pending(OF, "Vi venter.", score=0.6),
            pending(OF, "Vi deler alt."),
            segment(OF, "Ingen svarer.", "trinn2"),
        )
        first, second = teachable(made)
        assign(made, second, first)
        assign(made, first)
        assert teachable(made) == []
        assert made.rows("SELECT segment_id, model_version FROM assignments ORDER BY seq") == [
            (second, "model 1"),
            (first, "model 1"),
        ]
        found = waiting(made)[Strategy.TEACH]
        assert [(i.passage.text, i.code, i.valence, i.score) for i in found] == [
            ("Vi venter.", "trinn1", "negative", 0.6),
            ("Vi deler alt.", "trinn1", "negative", 0.5),
        ]
        assert waiting(made, 1)[Strategy.TEACH] == found[:1]

    def test_a_decision_on_the_code_there_does_it(self, tmp_path: Path) -> None:
        made = made_with(tmp_path)
        made.code(OF, pending(OF, "Vi deler alt."))
        assign(made, *teachable(made))
        made.decide(OF, "deler", "trinn2")
        made.decide(OF, "Ingen", "trinn1")
        assert [state for *_, state, _ in states(made)] == ["open"]
        made.decide(OF, "deler", "trinn1", "rejected", coder="ola")
        assert [row[3:] for row in states(made)] == [("done", "ola")]
        assert teachable(made) == []

    def test_what_another_model_does_not_propose_is_not_asked_any_more(
        self, tmp_path: Path
    ) -> None:
        made = made_with(tmp_path)
        made.code(OF, pending(OF, "Vi deler alt."), pending(OF, "Vi venter."))
        assign(made, *teachable(made))
        made.begin(model="model 2")
        made.code(OF, pending(OF, "Vi venter.", score=0.7))
        assert [(i.passage.text, i.score) for i in waiting(made)[Strategy.TEACH]] == [
            ("Vi venter.", 0.7)
        ]
        assert teachable(made) == []

    def test_what_the_machine_said_is_not_shown_while_an_audit_of_it_is_open(
        self, tmp_path: Path
    ) -> None:
        other = document(("I", "Hvor ofte?"), "Vi deler mer.", name="b.txt")
        places = [(of.document_id, turn) for of in (OF, other) for turn in of.turns[1:]]

        def numbers(salt: str) -> list[float]:
            return [random_number(salt, id_, turn.start, turn.end) for id_, turn in places]

        salt = next(salt for salt in SALTS if min(numbers(salt)) == numbers(salt)[0])
        made = made_with(tmp_path, OF, other, salt=salt)
        beyond = OF.passage(OF.turns[1].start, OF.turns[2].end)
        made.code(
            OF,
            Segment(beyond, "trinn2", "positive", 0.5, Status.PENDING),
            pending(OF, "deler"),
            pending(OF, "Vi venter."),
        )
        made.code(other, pending(other, "Vi deler mer."))
        ids = dict(made.rows("SELECT code || start_char || document_id, segment_id FROM codings"))
        asked = ids[f"trinn2{beyond.start}{OF.document_id}"]
        apart = {
            ids[f"trinn1{passage(of, quote).start}{of.document_id}"]
            for of, quote in ((OF, "Vi venter."), (other, "Vi deler mer."))
        }
        assign(made, asked)
        (before,) = waiting(made)[Strategy.TEACH]
        assert len(teachable(made)) == 3
        draw(made, numbers(salt)[0] + 1e-9)
        assert [item.passage.text for item in waiting(made)[Strategy.AUDIT]] == ["Vi deler alt."]
        assert set(teachable(made)) == apart
        assert waiting(made)[Strategy.TEACH] == []
        complete(made, OF, "Vi deler alt.")
        assert set(teachable(made)) == apart
        assert waiting(made)[Strategy.TEACH] == [before]

    def test_a_code_that_is_gone_is_not_asked(self, tmp_path: Path) -> None:
        made = made_with(tmp_path)
        made.code(OF, pending(OF, "Vi deler alt.", "trinn5"))
        assert len(teachable(made)) == 1
        made.begin(without("trinn5"))
        assert teachable(made) == []

    def test_what_people_have_seen_is_known_with_its_sentences(self, tmp_path: Path) -> None:
        made = made_with(tmp_path)
        made.code(OF, pending(OF, "Vi deler alt."))
        assign(made, *teachable(made))
        made.decide(OF, "Ingen", "trinn2", "rejected")
        both = OF.passage(OF.turns[2].start, OF.turns[3].end)
        complete(made, OF, both)
        with made.store.transaction() as connection:
            seen = assignments.seen_passages(connection)
            told = assignments.sentences(connection, seen.iloc[[2, 1, 0]])
        assert list(told.itertuples(index=False, name=None)) == [
            (0, "Ingen svarer."),
            (0, "Vi venter."),
            (1, "Ingen svarer."),
            (2, "Vi deler alt."),
        ]


CORRECTED = document(("I", "Hvor ofte?"), "Vi deler alt.", "Alle svarer.")


def test_a_corrected_document_has_assignments_of_its_own(tmp_path: Path) -> None:
    made = made_with(tmp_path)
    made.code(OF, pending(OF, "Vi deler alt."), pending(OF, "Ingen svarer."))
    assign(made, *teachable(made))
    draw(made, 1)
    made.decide(OF, "Vi deler alt.", "trinn1")
    complete(made, OF, "Vi venter.")
    assert len(states(made)) == 5
    made.correct(CORRECTED)
    made.code(CORRECTED, pending(CORRECTED, "Vi deler alt."))
    assert states(made) == []
    assert teachable(made) == []  # The decision was carried over.
    draw(made, 1)
    assert [state for *_, state, _ in states(made)] == ["open", "open"]
    made.correct(OF)
    assert sorted(row[3] for row in states(made)) == ["done", "done", "open", "open", "open"]


def test_a_retired_document_is_out_of_it(tmp_path: Path) -> None:
    made = made_with(tmp_path)
    draw(made, 1)
    made.retire("a.txt")
    assert states(made) == []
    assert waiting(made) == {Strategy.TEACH: [], Strategy.AUDIT: []}


def test_texts_are_left_out_of_what_is_printed_of_an_assignment(tmp_path: Path) -> None:
    made = made_with(tmp_path)
    draw(made, 1)
    assert "deler" not in repr(waiting(made))


ROW = "INSERT INTO assignments (assignment_id, assigned_at, document_id, start_char, end_char,"
ROW += " strategy, random_number, inclusion_probability, segment_id, code, codebook_version)"
ROW += " VALUES ('x', now()::TIMESTAMP, 'd', 0, 1, {}, 'v')"


@pytest.mark.parametrize(
    "values",
    [
        "'teach', NULL, NULL, NULL, NULL",
        "'teach', NULL, 0.5, 's', 'c'",
        "'audit', 0.1, 0.5, 's', 'c'",
        "'audit', NULL, NULL, NULL, NULL",
        "'audit', 0.5, 0.5, NULL, NULL",
        "'audit', 0.5, 1.5, NULL, NULL",
    ],
)
def test_an_assignment_that_makes_no_sense_cannot_be_stored(tmp_path: Path, values: str) -> None:
    made = Made(tmp_path)
    with pytest.raises(duckdb.ConstraintException):
        made.rows(ROW.format(values))


def test_assignments_are_published_without_text_and_without_the_salt(tmp_path: Path) -> None:
    made = made_with(tmp_path)
    made.code(OF, pending(OF, "Vi deler alt."))
    made.publish()
    assign(made, *teachable(made))
    assert made.publish()
    draw(made, 1)
    assert made.publish()
    complete(made, OF, "Vi deler alt.")
    assert made.publish()
    assert not made.publish()
    with duckdb.connect(made.data / PUBLISHED, read_only=True) as connection:
        told = connection.execute(
            "SELECT document, strategy, code, inclusion_probability, state, coder,"
            " done_codebook_version FROM assignments ORDER BY ALL"
        ).fetchall()
        everything = str(connection.execute("FROM assignments").fetchall())
    open_ = ("a.txt", "audit", None, 1.0, "open", None, None)
    done = ("done", "kari", BOOK.version)
    assert told == [
        ("a.txt", "audit", None, 1.0, *done),
        open_,
        open_,
        ("a.txt", "teach", "trinn1", None, *done),
    ]
    assert "deler" not in everything
    assert SALTS[0].encode() not in (made.data / PUBLISHED).read_bytes()
