"""Names of files without persons: what stays, what goes, and how a file is known again."""

import unicodedata

import pytest

import codebook
from corpus.reader import read_text
from privacy import NameLists, name_lists
from privacy.file_names import FileNames, is_within
from privacy.persons.recogniser import default

KEY, OTHER = "00" * 32, "11" * 32
LISTS = name_lists.with_codebook(NameLists(hide=("Kalle Storm",)), codebook.load())


@pytest.fixture
def called() -> FileNames:
    return FileNames(KEY, LISTS, default().lexicon)


@pytest.mark.parametrize(
    ("name", "shape"),
    [
        ("Intervju_Kari_Nordmann.docx", "Intervju_[PERSON]_*.docx"),
        ("2023-05-11_KUBU_Kari_Zwergmoen_leder.docx", "2023-05-11_KUBU_[PERSON]_leder_*.docx"),
        ("Intervju Kari K. Nordmann September 2022.txt", "Intervju [PERSON] September 2022_*.txt"),
        ("Nordmann, Kari 2022.docx", "[PERSON] 2022_*.docx"),
        ("intervju_kari_nordmann.docx", "intervju_[PERSON]_*.docx"),
        ("kalle_storm 1.docx", "[PERSON] 1_*.docx"),
        ("Kari Nordby/int1.txt", "[PERSON]_*/int1.txt"),
        ("fra Kari Nordby.zip/Ola Dahl.txt", "fra [PERSON]_*.zip/[PERSON]_*.txt"),
        ("Kari", "[PERSON]_*"),
        ("IntervjuKariNordmann3.docx", "Intervju[PERSON]3_*.docx"),
    ],
)
def test_persons_go_and_all_else_stays(name: str, shape: str, called: FileNames) -> None:
    stored = called.stored(name)
    pieces = shape.split("*")
    assert len(stored) == len(shape) + 7 * (len(pieces) - 1)
    for piece in pieces:
        assert piece in stored
    assert called.stored(stored) == stored, "a stored name names nobody"
    assert called.stored(unicodedata.normalize("NFD", name)) == stored
    assert is_within(stored, name, KEY)
    assert not is_within(stored, name, OTHER)
    assert FileNames(OTHER, LISTS, called.known).stored(name) != stored


@pytest.mark.parametrize(
    "name",
    ["2023-05-11_KUBU_sekretariat.docx", "Fase 1/Dag 2.txt", "Referat_April_2022.docx", "a.txt"],
)
def test_a_name_that_names_nobody_is_stored_as_it_is(name: str, called: FileNames) -> None:
    assert called.stored(name) == name


def test_files_are_told_apart_and_formats_of_one_recording_belong_together(
    called: FileNames,
) -> None:
    names = [
        "Kari Nordmann.docx",
        "Ola Nordmann.docx",
        "b/Kari Nordmann.docx",
        "Kari Nordmann 2.docx",
    ]
    assert len({called.stored(name) for name in names}) == 4
    assert called.stored("Kari Nordmann.vtt") == called.stored(names[0]).replace(".docx", ".vtt")
    assert not is_within(called.stored(names[0]), "Kari Nordmann.vtt", KEY)


def test_a_name_hidden_later_keeps_its_mark(called: FileNames) -> None:
    before = called.stored("Kari Nordmann og Zwiebel.docx")
    lists = NameLists(hide=("Zwiebel",))
    later = FileNames(KEY, lists, called.known)
    assert "Zwiebel" in before
    assert later.stored(before) == later.stored("Kari Nordmann og Zwiebel.docx")
    assert later.stored(before) == before.replace("Zwiebel", "[PERSON]")


def test_a_folder_and_an_archive_are_all_that_is_in_them(called: FileNames) -> None:
    stored = called.stored("fra Kari Nordby/batch.zip/Ola Dahl.txt")
    for given in ("fra Kari Nordby", "fra Kari Nordby/", "fra Kari Nordby/batch.zip"):
        assert is_within(stored, given, KEY)
    assert is_within(stored, stored.split("/")[0], KEY)
    for given in ("fra Kari", "batch.zip", "fra Kari Nordby/batch", ""):
        assert not is_within(stored, given, KEY)


def test_what_the_name_says_of_the_document_stays(called: FileNames) -> None:
    name = "2023-05-11_KUBU_Kari_Nordmann_sekretariat.docx"
    book = codebook.load()
    known = read_text("Vi møtes sjelden.", book, name).metadata
    assert known.group == "kubu"
    assert read_text("Vi møtes sjelden.", book, called.stored(name)).metadata == known
