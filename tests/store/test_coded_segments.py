import datetime
from dataclasses import replace
from pathlib import Path

from corpus import Document
from models import Status
from store.codings import segment_id
from tests.making import BOOK, Made, document, passage, segment, without

COLUMNS = [
    "segment_id",
    "document_id",
    "document",
    "group_id",
    "kind",
    "phase",
    "date",
    "role",
    "lang",
    "speaker",
    "start_char",
    "end_char",
    "quote",
    "dimension",
    "code",
    "valence",
    "source",
    "coder",
    "score",
    "status",
    "model_version",
    "codebook_version",
    "run_id",
]


def test_the_columns_are_the_contract(tmp_path: Path) -> None:
    rows = Made(tmp_path).rows("DESCRIBE coded_segments")
    assert [name for name, *_ in rows] == COLUMNS


def test_a_machines_segment_is_told_whole(tmp_path: Path) -> None:
    of = document("Vi deler alt.", name="m/1.txt", date=datetime.date(2022, 3, 4))
    made = Made(tmp_path)
    made.take(of)
    made.code(of, segment(of, "Vi deler", "forankring", "negative", 0.75, Status.PENDING))
    place = passage(of, "Vi deler")
    dimension = next(d.id for d in BOOK.dimensions if "forankring" in {c.id for c in d.codes})
    assert made.rows("FROM coded_segments") == [
        (
            segment_id(of.document_id, place, "forankring"),
            of.document_id,
            "m/1.txt",
            "kubu",
            "interview",
            "fase1",
            datetime.date(2022, 3, 4),
            "gruppe",
            "nb",
            "A",
            place.start,
            place.end,
            "Vi deler",
            dimension,
            "forankring",
            "negative",
            "machine",
            "kodetrapp model 1",
            0.75,
            "pending",
            "model 1",
            BOOK.version,
            made.run.run_id,
        )
    ]


def test_a_persons_segment_names_the_person_and_no_machine(tmp_path: Path) -> None:
    of = document("Vi deler alt.")
    made = Made(tmp_path)
    made.take(of)
    made.decide(of, "Vi deler", "trinn1", coder="ola")
    columns = "segment_id, source, coder, score, status, model_version, codebook_version, run_id"
    expected = segment_id(of.document_id, passage(of, "Vi deler"), "trinn1")
    assert made.coded(columns) == [
        (expected, "human", "ola", None, "accepted", None, BOOK.version, None)
    ]


def test_every_status_has_its_source(tmp_path: Path) -> None:
    of = document("En.", "To.", "Tre.", "Fire.")
    made = Made(tmp_path)
    made.take(of)
    made.code(
        of,
        segment(of, "En.", "trinn1", status=Status.AUTO),
        segment(of, "To.", "trinn1", status=Status.PENDING),
    )
    made.decide(of, "Tre.", "trinn1", "accepted")
    made.decide(of, "Fire.", "trinn1", "rejected")
    assert made.coded("quote, status, source") == [
        ("En.", "auto", "machine"),
        ("To.", "pending", "machine"),
        ("Tre.", "accepted", "human"),
        ("Fire.", "rejected", "human"),
    ]


def test_the_quote_is_the_text_between_its_ends(tmp_path: Path) -> None:
    of = document("Vi 👩‍👩‍👧 😀 ler", "e\u0301n e\u0301n e\u0301n", "slutt 🇳🇴!", "𝒜\u00a0b")
    quotes = ["👩‍👩‍👧", "😀 ler", "n e\u0301n", "\u0301n", "🇳🇴!", "𝒜\u00a0b", "A: 𝒜"]
    made = Made(tmp_path)
    made.take(of)
    made.code(of, *(segment(of, quote, "trinn1") for quote in quotes))
    rows = made.coded("start_char, end_char, quote")
    assert sorted(quote for *_, quote in rows) == sorted(quotes)
    assert [of.text[start:end] for start, end, _ in rows] == [quote for *_, quote in rows]


def test_the_speaker_is_the_one_in_whose_turn_a_passage_begins(tmp_path: Path) -> None:
    of = document(("I", "Hvem?"), ("Kari", "Først jeg."), ("Ola", "Så jeg."), ("Kari", "Og jeg."))
    made = Made(tmp_path)
    made.take(of)
    quotes = ["Hvem?", "Først jeg.", "jeg.\nOla: Så", "Så jeg.", "Og", "jeg.", "I: Hv"]
    made.code(of, *(segment(of, quote, "trinn1") for quote in quotes))
    assert dict(made.coded("quote, speaker")) == {
        "I: Hv": None,
        "Hvem?": "I",
        "Først jeg.": "Kari",
        "jeg.": "Kari",
        "jeg.\nOla: Så": "Kari",
        "Så jeg.": "Ola",
        "Og": "Kari",
    }


def test_a_document_without_turns_has_segments_without_speaker(tmp_path: Path) -> None:
    of = Document("a.txt", "Ingen sier dette.", ())
    made = Made(tmp_path)
    made.take(of, document("En annen.", name="b.txt"))
    made.code(of, segment(of, "Ingen", "trinn1"))
    assert made.coded("quote, speaker, group_id") == [("Ingen", None, None)]


def test_segments_stand_in_order_of_file_place_and_codebook(tmp_path: Path) -> None:
    first, second = document("En. To.", name="1.txt"), document("Tre.", name="2.txt")
    made = Made(tmp_path)
    made.take(second, first)
    made.code(second, segment(second, "Tre.", "trinn1"))
    made.code(
        first,
        segment(first, "To.", "trinn1"),
        segment(first, "En. To.", "trinn1"),
        segment(first, "En.", "konflikt"),
        segment(first, "En.", "trinn2"),
    )
    assert made.coded("quote, code") == [
        ("En.", "trinn2"),
        ("En.", "konflikt"),
        ("En. To.", "trinn1"),
        ("To.", "trinn1"),
        ("Tre.", "trinn1"),
    ]


def test_the_same_text_in_two_files_has_its_segments_once(tmp_path: Path) -> None:
    of = document("Vi deler alt.", name="b.txt")
    made = Made(tmp_path)
    made.take(of, replace(of, name="a.txt"))
    made.code(of, segment(of, "Vi deler", "trinn1"))
    assert made.coded("document, quote") == [("a.txt", "Vi deler")]


def test_segments_of_a_code_that_the_codebook_has_no_more_are_left_out(tmp_path: Path) -> None:
    of = document("Vi deler alt.")
    made = Made(tmp_path)
    made.take(of)
    made.code(of, segment(of, "Vi deler", "trinn1"), segment(of, "alt", "trinn5"))
    made.begin(without("trinn1"))
    assert made.coded("code") == [("trinn5",)]
    made.begin(BOOK)
    assert made.coded("code") == [("trinn1",), ("trinn5",)]
