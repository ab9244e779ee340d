import datetime
from dataclasses import replace
from pathlib import Path

import duckdb
import pytest

from corpus import Document, Metadata, Sentence, Turn, TurnRole
from corpus.document import Speaker
from store import documents
from store.documents import Taken
from store.pseudonyms import Hidden
from tests.making import Made, document, segment

FIRST = "SELECT document_id, source_name FROM current_documents ORDER BY document_id"


def test_a_document_is_loaded_as_it_was_saved(tmp_path: Path) -> None:
    text = "# Møte 👩‍👩‍👧\n\nKari\u00a0N: Vi «møtes» e\u0301n gang 😀 i uka.\n\nOla: Hvorfor?"
    said = [
        ("# Møte 👩‍👩‍👧", TurnRole.HEADING, ""),
        ("Vi «møtes» e\u0301n gang 😀 i uka.", TurnRole.INFORMANT, "Kari\u00a0N"),
        ("Hvorfor?", TurnRole.INTERVIEWER, "Ola"),
    ]
    starts = [text.index(words) for words, _, _ in said]
    turns = tuple(
        Turn(start, start + len(words), words, role, who)
        for start, (words, role, who) in zip(starts, said, strict=True)
    )
    metadata = Metadata("klima", datetime.date(2023, 5, 7), "fase2", "minutes", "linje", "nn")
    saved = Document("møter/2023.txt", text, turns, metadata)
    made = Made(tmp_path)
    made.take(saved)
    assert made.load(saved.document_id) == [saved]


def test_a_document_of_which_nothing_is_known_is_loaded_as_it_was_saved(tmp_path: Path) -> None:
    full, bare = document("Kjent."), Document("bare.txt", "Ingen vet.", ())
    made = Made(tmp_path)
    made.take(full, bare)
    assert made.load(bare.document_id, full.document_id) == [bare, full]


def test_documents_come_in_the_order_asked_for_and_unknown_ones_are_left_out(
    tmp_path: Path,
) -> None:
    of = [document(f"Nummer {n}.", name=f"{n}.txt") for n in range(3)]
    made = Made(tmp_path)
    made.take(*of)
    ids = [of[2].document_id, "no such id", of[0].document_id]
    assert made.load(*ids) == [of[2], of[0]]
    assert made.load() == []


def test_a_batch_may_be_empty(tmp_path: Path) -> None:
    made = Made(tmp_path)
    made.take()
    assert made.rows(FIRST) == []


def test_words_are_counted_without_questions(tmp_path: Path) -> None:
    made = Made(tmp_path)
    made.take(document(("I", "Hvor ofte møtes dere?"), "Hver\u00a0uke, i\nfire timer."))
    assert made.rows("SELECT words FROM documents") == [(5,)]


def test_sentences_stand_where_they_say(tmp_path: Path) -> None:
    made = Made(tmp_path)
    made.take(document("Først 😀.", ("I", "Så?"), "Sist."))
    rows = made.rows(
        "SELECT sentences.text, substring(documents.text, start_char + 1, end_char - start_char)"
        " FROM sentences JOIN documents USING (document_id) ORDER BY sentence"
    )
    assert rows == [("Først 😀.",) * 2, ("Så?",) * 2, ("Sist.",) * 2]


def test_warnings_are_kept_with_the_file(tmp_path: Path) -> None:
    made = Made(tmp_path)
    made.take(document("Vi møtes.", warnings=("no group", "no date")))
    assert made.rows("SELECT warnings FROM current_sources") == [(["no group", "no date"],)]


def test_the_same_text_in_two_files_counts_once(tmp_path: Path) -> None:
    made = Made(tmp_path)
    made.take(document("Likt.", name="b.txt"), document("Likt.", name="a.txt"))
    made.take(document("Likt.", name="c.txt"))
    assert made.rows(FIRST) == [(document("Likt.").document_id, "a.txt")]
    assert made.rows("SELECT source_name FROM current_sources ORDER BY ALL") == [
        ("a.txt",),
        ("b.txt",),
        ("c.txt",),
    ]


def test_a_text_counts_until_its_last_file_is_retired(tmp_path: Path) -> None:
    made = Made(tmp_path)
    made.take(document("Likt.", name="a.txt"), document("Likt.", name="b.txt"))
    made.retire("a.txt")
    assert made.rows(FIRST) == [(document("Likt.").document_id, "b.txt")]
    made.retire("b.txt")
    assert made.rows(FIRST) == []


def test_a_corrected_file_replaces_its_earlier_version(tmp_path: Path) -> None:
    old, new = document("Skrivefiel."), document("Skrivefeil.")
    made = Made(tmp_path)
    made.take(old)
    made.take(new)
    assert made.rows(FIRST) == [(new.document_id, "a.txt")]
    assert made.load(old.document_id, new.document_id) == [new]
    assert made.rows("SELECT count(*) FROM documents") == [(2,)]


def test_a_file_may_go_back_to_its_earlier_version(tmp_path: Path) -> None:
    old, new = document("Riktig."), document("Feil.")
    made = Made(tmp_path)
    for version in (old, new, old):
        made.take(version)
    assert made.load(old.document_id, new.document_id) == [old]
    assert made.rows("SELECT document_id FROM sources ORDER BY seq") == [
        (old.document_id,),
        (new.document_id,),
        (old.document_id,),
    ]


def test_a_retired_document_no_longer_counts_until_it_comes_back(tmp_path: Path) -> None:
    of, other = document("Tas ut."), document("Blir.", name="b.txt")
    made = Made(tmp_path)
    made.take(of, other)
    made.retire("a.txt")
    assert made.load(of.document_id, other.document_id) == [other]
    made.take(of)
    assert made.load(of.document_id, other.document_id) == [of, other]


def test_metadata_are_set_anew_when_the_same_text_is_read_anew(tmp_path: Path) -> None:
    before = document("Samme.", group=None, role="gruppe")
    after = document("Samme.", group="vann", role=None, date=datetime.date(2022, 1, 2))
    made = Made(tmp_path)
    made.take(before)
    made.take(after, reading="reading 2")
    assert made.load(after.document_id) == [after]


def test_turns_are_set_anew_when_the_same_text_is_read_otherwise(tmp_path: Path) -> None:
    before = document(("I", "Hvorfor nå?"), "Fordi.", "Slik er det.")
    whole = Turn(0, len(before.text) - 1, before.text[:-1], TurnRole.NOTE)
    after = replace(before, turns=(whole,))
    made = Made(tmp_path)
    made.take(before)
    made.take(after, reading="reading 2")
    assert made.load(after.document_id) == [after]
    assert made.rows("SELECT text FROM sentences") == [(whole.text,)]
    assert made.rows("SELECT words FROM documents") == [(len(whole.text.split()),)]
    made.take(before, reading="reading 3")
    assert made.load(before.document_id) == [before]


def test_what_is_known_of_a_file_is_its_last_state(tmp_path: Path) -> None:
    made = Made(tmp_path)
    made.take(document("En."), document("To.", name="b.txt"))
    made.take(document("En, rettet."), reading="reading 2")
    made.retire("b.txt")
    rows = made.rows(
        "SELECT source_name, state, document_id, file_hash, reading FROM current_sources ORDER BY 1"
    )
    first, second = document("En, rettet.").document_id, document("To.").document_id
    assert rows == [
        ("a.txt", "present", first, f"file of {first}", "reading 2"),
        ("b.txt", "retired", second, f"file of {second}", "reading 1"),
    ]


def test_speakers_languages_of_turns_and_origins_are_loaded_as_saved(tmp_path: Path) -> None:
    of = document(("I", "Hvorfor?"), "Because we meet.")
    speakers = (
        Speaker("I", TurnRole.INTERVIEWER, "asks", "questions", 1, 1),
        Speaker("A", TurnRole.INFORMANT, "answers", "rest", 1, 3),
    )
    turns = (of.turns[0], replace(of.turns[1], lang="en"))
    origins = {"group": "file_name", "lang": "guessed"}
    saved = replace(
        of, turns=turns, speakers=speakers, metadata=replace(of.metadata, origins=origins)
    )
    made = Made(tmp_path)
    made.take(of)
    made.take(saved)
    assert made.load(of.document_id) == [saved]
    assert made.load(of.document_id)[0].metadata.origins == origins
    made.take(of)
    assert made.load(of.document_id) == [of]


def test_places_of_pseudonyms_and_times_of_sentences_are_set_anew(tmp_path: Path) -> None:
    of = document("[PERSON 1] og Tor møtes.")
    place = Hidden(3, 13, "person", "[PERSON 1]", 0.99, True)
    left = Hidden(17, 20, "person", "", 0.3, False)
    turn = of.turns[0]
    sentence = Sentence(turn.start, turn.end, turn.text, 0, 63.5)
    made = Made(tmp_path)
    for hidden in ((place,), (place, left)):
        with made.store.transaction() as connection:
            taken = Taken(of, (sentence,), "hash", "reading", hidden)
            documents.save(connection, made.run.run_id, [taken])
    assert made.rows("SELECT start_seconds FROM sentences") == [(63.5,)]
    assert made.rows("FROM hidden ORDER BY start_char") == [
        (of.document_id, 3, 13, "person", "[PERSON 1]", 0.99, True),
        (of.document_id, 17, 20, "person", "", 0.3, False),
    ]
    made.publish()
    with duckdb.connect(tmp_path / "findings.duckdb") as connection:
        found = connection.execute("SELECT pseudonyms, unsure FROM documents").fetchall()
    assert found == [(1, 1)]


@pytest.mark.parametrize(("lang", "coded"), [("nn", True), (None, True), ("sv", False)])
def test_a_document_in_a_language_that_the_codebook_lacks_is_taken_in_and_not_coded(
    tmp_path: Path, lang: str | None, coded: bool
) -> None:
    of = document("Vi møts här varje vecka.")
    of = replace(of, metadata=replace(of.metadata, lang=lang))
    made = Made(tmp_path)
    made.take(of)
    assert made.to_code() == ([of.document_id] if coded else [])
    made.code(of, segment(of, "Vi møts", "trinn1"))
    assert len(made.coded()) == coded, "nor by an earlier pass"
    assert made.rows("SELECT count(*) FROM codable_sentences") == [(int(coded),)]
    made.publish()
    with duckdb.connect(tmp_path / "findings.duckdb") as connection:
        assert connection.execute("SELECT coded FROM documents").fetchall() == [(coded,)]


def test_a_turn_in_a_language_that_the_codebook_lacks_is_in_no_audit(tmp_path: Path) -> None:
    of = document("Vi møtes.", "We meet every week.", "Me møtest.")
    turns = zip(of.turns, (None, "en", "nn"), strict=True)
    made = Made(tmp_path)
    made.take(replace(of, turns=tuple(replace(turn, lang=lang) for turn, lang in turns)))
    assert made.rows("SELECT sentence FROM codable_sentences ORDER BY ALL") == [(0,), (2,)]
