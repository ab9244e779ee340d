from pathlib import Path

import pytest

from corpus import Passage
from kodetrapp.errors import StoreError
from store import decisions, documents, runs
from tests.making import BOOK, Made, document, passage, segment, without

OF = document("Vi deler alt med alle.", "Ingen svarer.", "Vi venter.")
MOVED = document("Nytt først.", "Ingen svarer.", "Vi deler alt med alle.", "Vi venter.")


def made_with(tmp_path: Path, *of: object) -> Made:
    made = Made(tmp_path)
    made.take(*(of or (OF,)))  # type: ignore[arg-type]
    return made


def human(made: Made, columns: str = "quote, code, status") -> list[tuple[object, ...]]:
    return made.rows(f"SELECT {columns} FROM coded_segments WHERE source = 'human'")


def unplaced(made: Made) -> list[tuple[object, ...]]:
    return made.rows("SELECT document, quote, reason FROM unplaced_decisions")


GONE = "the corrected document does not hold the quote"
NO_CODE = "the codebook has no such code any more"


class TestRecording:
    def test_every_word_of_a_decision_is_kept(self, tmp_path: Path) -> None:
        made = made_with(tmp_path)
        id_ = made.decide(OF, "Ingen", "trinn1", "rejected", "neutral", "ola", "it's about «X»")
        place = passage(OF, "Ingen")
        rows = made.rows("SELECT * EXCLUDE (seq, decided_at) FROM decisions")
        assert rows == [
            (
                id_,
                OF.document_id,
                place.start,
                place.end,
                "Ingen",
                "trinn1",
                "neutral",
                "rejected",
                "ola",
                "it's about «X»",
                BOOK.version,
            )
        ]

    def test_a_later_decision_on_the_same_passage_and_code_counts(self, tmp_path: Path) -> None:
        made = made_with(tmp_path)
        made.decide(OF, "Ingen", "trinn1", "accepted", "positive", "kari")
        before = made.rows("FROM decisions")
        made.decide(OF, "Ingen", "trinn1", "rejected", "negative", "ola")
        assert human(made, "quote, valence, status, coder") == [
            ("Ingen", "negative", "rejected", "ola")
        ]
        after = made.rows("FROM decisions ORDER BY seq")
        assert after[:1] == before
        assert len(after) == 2

    def test_decisions_on_other_passages_and_codes_stand_side_by_side(self, tmp_path: Path) -> None:
        made = made_with(tmp_path)
        made.decide(OF, "Ingen", "trinn1")
        made.decide(OF, "Ingen", "trinn2", "rejected")
        made.decide(OF, "Ingen svarer", "trinn1", "rejected")
        assert human(made) == [
            ("Ingen", "trinn1", "accepted"),
            ("Ingen", "trinn2", "rejected"),
            ("Ingen svarer", "trinn1", "rejected"),
        ]

    @pytest.mark.parametrize("place", [Passage(0, 5, "hallo"), Passage(900, 903, "ute")])
    def test_a_passage_that_does_not_stand_there_is_refused_without_quoting_it(
        self, tmp_path: Path, place: Passage
    ) -> None:
        made = made_with(tmp_path)
        with pytest.raises(StoreError, match="does not hold the passage") as caught:
            made.decide(OF, place, "trinn1")
        assert place.text not in str(caught.value)
        assert made.rows("FROM decisions") == []

    def test_a_decision_on_an_unknown_document_is_refused(self, tmp_path: Path) -> None:
        made = made_with(tmp_path)
        with pytest.raises(StoreError, match=MOVED.document_id):
            made.decide(MOVED, "Ingen", "trinn1")

    def test_a_verdict_that_is_none_is_refused(self, tmp_path: Path) -> None:
        made = made_with(tmp_path)
        with pytest.raises(StoreError, match="accepted, rejected, not 'maybe'"):
            made.decide(OF, "Ingen", "trinn1", "maybe")


class TestReplacing:
    @pytest.mark.parametrize("verdict", ["accepted", "rejected"])
    def test_overlapping_segments_of_the_code_give_way_and_no_others(
        self, tmp_path: Path, verdict: str
    ) -> None:
        made = made_with(tmp_path, OF, document("Vi deler alt med alle.", name="b.txt", group=None))
        made.code(
            OF,
            segment(OF, "Vi ", "trinn1"),  # touches the decision's passage
            segment(OF, "Vi deler", "trinn1"),  # overlaps at its start
            segment(OF, "alt", "trinn1"),  # inside
            segment(OF, "deler alt", "trinn1"),  # the same
            segment(OF, "Vi deler alt med", "trinn1"),  # around
            segment(OF, "lt med", "trinn1"),  # overlaps at its end
            segment(OF, " med", "trinn1"),  # touches
            segment(OF, "deler alt", "trinn2"),  # another code
        )
        made.decide(OF, "deler alt", "trinn1", verdict)
        assert made.coded("quote, code, source, status") == [
            ("Vi ", "trinn1", "machine", "auto"),
            ("deler alt", "trinn1", "human", verdict),
            ("deler alt", "trinn2", "machine", "auto"),
            (" med", "trinn1", "machine", "auto"),
        ]

    def test_segments_of_other_documents_stay(self, tmp_path: Path) -> None:
        other = document("Vi deler alt med alle.", "Her også.", name="b.txt")
        made = made_with(tmp_path, OF, other)
        for of in (OF, other):
            made.code(of, segment(of, "Vi deler", "trinn1"))
        made.decide(OF, "Vi deler", "trinn1", "rejected")
        assert made.coded("document, source") == [("a.txt", "human"), ("b.txt", "machine")]

    def test_a_later_pass_does_not_speak_over_a_person(self, tmp_path: Path) -> None:
        made = made_with(tmp_path)
        made.decide(OF, "Vi deler", "trinn1", "rejected")
        made.begin(model="model 2")
        made.code(OF, segment(OF, "Vi deler alt", "trinn1"), segment(OF, "Ingen", "trinn1"))
        assert made.coded("quote, status") == [("Vi deler", "rejected"), ("Ingen", "auto")]


class TestCarryingOver:
    def test_a_decision_follows_its_quote(self, tmp_path: Path) -> None:
        made = made_with(tmp_path)
        made.decide(OF, "Vi deler alt", "trinn1", "rejected")
        assert made.correct(MOVED) == (1, 0)
        assert human(made) == [("Vi deler alt", "trinn1", "rejected")]
        assert human(made, "document_id, start_char") == [
            (MOVED.document_id, passage(MOVED, "Vi deler alt").start)
        ]
        assert unplaced(made) == []

    def test_it_silences_the_machine_at_its_new_place(self, tmp_path: Path) -> None:
        made = made_with(tmp_path)
        made.decide(OF, "Vi deler alt", "trinn1", "rejected")
        made.correct(MOVED)
        made.code(MOVED, segment(MOVED, "deler alt med", "trinn1"))
        assert made.coded("quote, status") == [("Vi deler alt", "rejected")]

    def test_white_space_may_differ(self, tmp_path: Path) -> None:
        made = made_with(tmp_path)
        made.decide(OF, "Vi deler alt", "trinn1")
        new = document("Ja 😀.", "Vi\n  deler\u00a0alt med alle.")
        assert made.correct(new) == (1, 0)
        assert human(made) == [("Vi\n  deler\u00a0alt", "trinn1", "accepted")]

    @pytest.mark.parametrize("which", [0, 1, 2])
    @pytest.mark.parametrize("order", [(0, 1, 2), (2, 0, 1), (2, 1, 0)])
    def test_of_equal_quotes_the_one_with_the_same_surroundings_is_meant(
        self, which: int, order: tuple[int, ...]
    ) -> None:
        about = [
            "Planen ble skrevet av oss alle i fellesskap. Ja. Den gikk til statsråden i vår.",
            "Pengene lå hos dem som ikke møtte, og vi ventet. Ja. Et halvt år tok det.",
            "Folkene sluttet etter tur, og ingen kom i stedet. Ja. Rommet står tomt nå.",
        ]
        old = document(*about)
        new = document("Ja.", *(about[place] for place in order), "Ja.", "Ja. Ja.")
        start = passage(old, "Ja.", which).start
        meant = new.text.index(about[which].split("Ja. ")[1]) - 4
        assert decisions.place("Ja.", start, old.text, new.text) == (meant, meant + 3)

    def test_of_equal_quotes_in_equal_surroundings_the_nearest_is_meant(
        self, tmp_path: Path
    ) -> None:
        lines = ["Ja, det er slik vi har avtalt det, og slik har vi gjort det hele tiden."] * 9
        old, new = document(*lines), document(*lines, lines[0] + " ")
        made = made_with(tmp_path, old)
        made.decide(old, passage(old, "avtalt det", 4), "trinn1")
        made.correct(new)
        assert human(made, "start_char") == [(passage(new, "avtalt det", 4).start,)]

    def test_a_decision_whose_quote_is_gone_is_kept_with_the_reason(self, tmp_path: Path) -> None:
        made = made_with(tmp_path)
        id_ = made.decide(OF, "Ingen svarer.", "trinn1", memo="ring dem")
        assert made.correct(document("Alle svarer.")) == (0, 1)
        assert human(made) == []
        rows = made.rows("SELECT * EXCLUDE decided_at FROM unplaced_decisions")
        assert rows == [
            (
                id_,
                "a.txt",
                "Ingen svarer.",
                "trinn1",
                "positive",
                "accepted",
                "kari",
                "ring dem",
                GONE,
            )
        ]

    def test_a_second_carrying_over_finds_nothing_to_do(self, tmp_path: Path) -> None:
        made = made_with(tmp_path)
        made.decide(OF, "Ingen svarer.", "trinn1")
        made.decide(OF, "Vi deler", "trinn1")
        assert made.correct(document("Vi deler mer.")) == (1, 1)
        before = made.rows("FROM placements ORDER BY ALL")
        assert made.carry_over() == (0, 0)
        assert made.rows("FROM placements ORDER BY ALL") == before

    def test_three_versions_in_a_row(self, tmp_path: Path) -> None:
        second = document("Vi deler mye.", "Ingen svarer.")
        third = document("Igjen:", "Ingen svarer.", "Vi deler alt med alle.")
        made = made_with(tmp_path)
        made.decide(OF, "Vi deler alt", "trinn1")
        made.decide(OF, "Ingen svarer.", "trinn2")
        assert made.correct(second) == (1, 1)
        made.decide(second, "Vi deler mye", "trinn1", "rejected")
        assert unplaced(made) == [("a.txt", "Vi deler alt", GONE)]
        assert made.correct(third) == (2, 1)
        assert human(made) == [
            ("Ingen svarer.", "trinn2", "accepted"),
            ("Vi deler alt", "trinn1", "accepted"),
        ]
        assert unplaced(made) == [("a.txt", "Vi deler mye", GONE)]

    def test_a_correction_that_is_undone_brings_the_decision_back(self, tmp_path: Path) -> None:
        made = made_with(tmp_path)
        made.decide(OF, "Ingen svarer.", "trinn1")
        made.correct(document("Alle svarer."))
        assert made.correct(OF) == (0, 0)
        assert human(made, "document_id, quote") == [(OF.document_id, "Ingen svarer.")]
        assert unplaced(made) == []

    def test_what_was_decided_on_a_version_that_is_undone_counts_after_it(
        self, tmp_path: Path
    ) -> None:
        made = made_with(tmp_path)
        made.decide(OF, "Ingen svarer.", "trinn1", "accepted")
        made.correct(MOVED)
        made.decide(MOVED, "Ingen svarer.", "trinn1", "rejected")
        assert human(made) == [("Ingen svarer.", "trinn1", "rejected")]
        assert made.correct(OF) == (1, 0)
        assert human(made) == [("Ingen svarer.", "trinn1", "rejected")]

    def test_the_last_of_two_decisions_counts_in_the_corrected_document_too(
        self, tmp_path: Path
    ) -> None:
        made = made_with(tmp_path)
        made.decide(OF, "Ingen svarer.", "trinn1", "accepted")
        made.decide(OF, "Ingen svarer.", "trinn1", "rejected")
        made.correct(MOVED)
        assert human(made) == [("Ingen svarer.", "trinn1", "rejected")]

    def test_a_decision_on_a_text_in_two_files_counts_in_both_versions(
        self, tmp_path: Path
    ) -> None:
        twin = document("Vi deler alt med alle.", "Ingen svarer.", "Vi venter.", name="b.txt")
        made = made_with(tmp_path, OF, twin)
        made.decide(OF, "Vi deler", "trinn1")
        assert made.correct(MOVED) == (1, 0)
        assert human(made, "document, quote") == [("a.txt", "Vi deler"), ("b.txt", "Vi deler")]

    def test_a_decision_that_still_counts_in_another_file_is_not_called_unplaced(
        self, tmp_path: Path
    ) -> None:
        twin = document("Vi deler alt med alle.", "Ingen svarer.", "Vi venter.", name="b.txt")
        made = made_with(tmp_path, OF, twin)
        made.decide(OF, "Ingen svarer.", "trinn1")
        made.correct(document("Alle svarer."))
        assert human(made, "document, quote") == [("b.txt", "Ingen svarer.")]
        assert unplaced(made) == []

    def test_a_decision_on_a_retired_document_rests_until_it_comes_back(
        self, tmp_path: Path
    ) -> None:
        made = made_with(tmp_path)
        made.decide(OF, "Vi deler", "trinn1")
        made.take(MOVED)
        made.retire("a.txt")
        assert made.carry_over() == (0, 0)
        assert human(made) == unplaced(made) == []
        assert made.correct(MOVED) == (1, 0)
        assert human(made) == [("Vi deler", "trinn1", "accepted")]


class TestCodebook:
    def test_a_decision_whose_code_is_gone_is_kept_with_the_reason(self, tmp_path: Path) -> None:
        made = made_with(tmp_path)
        made.decide(OF, "Vi deler", "trinn1")
        made.decide(OF, "Vi deler", "trinn2")
        made.begin(without("trinn1"))
        assert human(made) == [("Vi deler", "trinn2", "accepted")]
        assert unplaced(made) == [("a.txt", "Vi deler", NO_CODE)]
        made.begin(BOOK)
        assert len(human(made)) == 2
        assert unplaced(made) == []

    def test_a_decision_on_a_text_in_two_files_is_told_once(self, tmp_path: Path) -> None:
        twin = document("Vi deler alt med alle.", "Ingen svarer.", "Vi venter.", name="b.txt")
        made = made_with(tmp_path, OF, twin)
        made.decide(OF, "Vi deler", "trinn1")
        made.begin(without("trinn1"))
        assert unplaced(made) == [("a.txt", "Vi deler", NO_CODE)]

    def test_it_is_carried_over_for_the_day_the_code_comes_back(self, tmp_path: Path) -> None:
        made = made_with(tmp_path)
        made.decide(OF, "Vi deler", "trinn1")
        made.begin(without("trinn1"))
        assert made.correct(MOVED) == (1, 0)
        assert unplaced(made) == [("a.txt", "Vi deler", NO_CODE)]
        made.begin(BOOK)
        assert human(made) == [("Vi deler", "trinn1", "accepted")]


def test_nothing_that_a_run_does_touches_the_decisions(tmp_path: Path) -> None:
    made = made_with(tmp_path)
    made.decide(OF, "Vi deler", "trinn1")
    made.decide(OF, "Ingen svarer.", "trinn2", "rejected")
    made.decide(OF, "Vi venter.", "trinn3")
    before = made.rows("FROM decisions ORDER BY seq")
    made.begin(without("trinn3"), "model 2")
    corrected = document("Vi deler alt med alle.", "Alle svarer.", "Vi venter.")
    made.take(corrected, document("Ny.", name="b.txt"))
    made.carry_over()
    made.to_code()
    made.load(corrected.document_id)
    made.code(corrected, segment(corrected, "Vi deler", "trinn1"))
    made.retire("a.txt")
    with made.store.transaction() as connection:
        documents.known_sources(connection)
        runs.finish(connection, made.run, "completed", {"c.txt": "is empty"})
    made.publish()
    made.begin()
    assert made.rows("FROM decisions ORDER BY seq") == before
