from datetime import date

import pytest

from codebook import Codebook, load
from corpus import Document, Metadata, Passage, Sentence, Turn, TurnRole, read_text
from kodetrapp.errors import FileRefusedError

INTERVIEW = """\
Gruppe: KUBU
Dato: 2023-05-03
Type: intervju
Rolle: linje

I: Hva?

R: Ja. Ja, ja.
"""


@pytest.fixture(scope="module")
def codebook() -> Codebook:
    return load()


def read(text: str, codebook: Codebook) -> Document:
    return read_text(text, codebook, "mappe/a.txt")


@pytest.mark.parametrize(
    ("start", "end", "text"),
    [(-1, 2, "abc"), (3, 3, ""), (4, 3, "a"), (0, 2, "abc"), (0, 4, "abc")],
)
def test_a_passage_whose_text_is_of_another_length_cannot_be_made(start: int, end: int, text: str):
    with pytest.raises(ValueError, match=f"Passage {start}–{end} of {len(text)} characters"):
        Passage(start, end, text)


def test_a_turn_that_says_something_else_cannot_stand_in_a_document():
    with pytest.raises(ValueError, match=r"Turn 0–3 is not in a\.txt"):
        Document("a.txt", "hemmelig", (Turn(0, 3, "abc", TurnRole.NOTE),))


@pytest.mark.parametrize(
    ("first", "second"), [((0, 3), (2, 5)), ((3, 5), (0, 2)), ((0, 3), (0, 3))]
)
def test_turns_neither_overlap_nor_go_back(first: tuple[int, int], second: tuple[int, int]):
    text = "abcdef"
    turns = tuple(Turn(a, b, text[a:b], TurnRole.NOTE) for a, b in (first, second))
    with pytest.raises(ValueError, match="turns overlap"):
        Document("a.txt", text, turns)


def test_turns_may_touch():
    turns = (Turn(0, 1, "a", TurnRole.NOTE), Turn(1, 2, "b", TurnRole.NOTE))
    assert Document("a.txt", "ab", turns).turns == turns


def test_a_quote_is_found_wherever_it_stands_overlaps_included():
    of = Document("a.txt", "banana na", ())
    assert [(found.start, found.end) for found in of.find("ana")] == [(1, 4), (3, 6)]
    assert [found.start for found in of.find("na")] == [2, 4, 7]
    assert of.find("Na") == []
    assert of.find("") == []


def test_a_passage_is_cut_from_the_text_and_not_outside_it():
    of = Document("a.txt", "banana", ())
    assert of.passage(1, 3) == Passage(1, 3, "an")
    for start, end in ((4, 9), (-2, 2), (2, 2)):
        with pytest.raises(ValueError, match="Passage"):
            of.passage(start, end)


def test_the_id_is_of_the_text_alone(codebook: Codebook):
    of = read(INTERVIEW, codebook)
    assert len(of.document_id) == 16
    assert int(of.document_id, 16) >= 0
    same = read_text("\ufeff" + INTERVIEW.replace("\n", "\r\n"), codebook, "b.txt")
    assert same.document_id == of.document_id
    assert read(INTERVIEW + ".", codebook).document_id != of.document_id


@pytest.mark.parametrize("role", TurnRole)
def test_informants_items_and_notes_are_coded(role: TurnRole):
    assert role.coded is (role.value in {"informant", "item", "note"})


def test_no_repr_quotes_the_text(codebook: Codebook):
    of = read(INTERVIEW.replace("Ja.", "Hemmelig.").replace("R:", "Hemmelig:"), codebook)
    sentence = Sentence(0, 8, "hemmelig", 0)
    for thing in (of, of.turns, of.turns[0], of.find("Hemmelig"), sentence, of.metadata):
        assert "emmelig" not in repr(thing)


def test_a_document_knows_what_its_header_says(codebook: Codebook):
    of = read(INTERVIEW, codebook)
    assert of.metadata == Metadata("kubu", date(2023, 5, 3), "fase2", "interview", "linje", "nb")
    assert of.name == "mappe/a.txt"
    assert of.warnings == ()


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("Gruppe: KUBU\n", "", "no group is named"),
        ("Gruppe: KUBU", "Gruppe: Havbruk", "names a group that the codebook lacks"),
        ("Gruppe: KUBU", "Gruppe:", "no group is named"),
        ("Dato: 2023-05-03\n", "", "no date understood"),
        ("2023-05-03", "i fjor", "no date understood"),
        ("2023-05-03", "2019-05-03", "the date 2019-05-03 lies in no phase"),
        ("Rolle: linje", "Rolle: portvakt", "the role in the header is not in the codebook"),
        ("Type: intervju", "Type: prat", "the kind in the header is not in the codebook"),
    ],
)
def test_what_cannot_be_understood_is_warned_of_once(
    old: str, new: str, words: str, codebook: Codebook
):
    of = read(INTERVIEW.replace(old, new), codebook)
    assert [words in warning for warning in of.warnings] == [True]


def test_warnings_quote_nothing_of_the_file(codebook: Codebook):
    text = "Gruppe: hemmelig\nDato: hemmelig\nType: hemmelig\nRolle: hemmelig\n\nHemmelig.\n"
    of = read(text, codebook)
    assert len(of.warnings) == 4
    assert "emmelig" not in str(of.warnings)


def test_a_document_without_header_keeps_all_its_words(codebook: Codebook):
    of = read(
        "Type: slik er det ikke, sa hun, og så ble vi sittende der.\n\nI: Hva?\n\nR: Ja.", codebook
    )
    assert [turn.text for turn in of.turns][-1] == "Ja."
    of = read("Vi satt der lenge.\n\nKilde: ukjent\n\nSå gikk vi.", codebook)
    assert [turn.text for turn in of.turns] == [
        "Vi satt der lenge.",
        "Kilde: ukjent",
        "Så gikk vi.",
    ]


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        ("I: Hva?\n\nR: Ja.\n\nPunkt 3 er uklart.\n", "interview"),
        ("Sak 1/24 Åpning\n\nKD: ja.\n\nHOD: nei.\n\nKD: ja.\n\nHOD: nei.\n", "minutes"),
        ("Vi satt der lenge.\n", "observation"),
    ],
)
def test_the_kind_shows_in_the_text_where_no_header_tells(body: str, kind: str, codebook: Codebook):
    assert read(f"Gruppe: KUBU\nDato: 2023-05-03\n\n{body}", codebook).metadata.kind == kind


@pytest.mark.parametrize(
    ("header", "words", "lang"),
    [
        ("", "Jeg vet ikke hva jeg skal si, men vi har ikke møttes siden i fjor.", "nb"),
        ("", "Eg veit ikkje kva eg skal seie, men me har ikkje møtt kvarandre sidan i fjor.", "nn"),
        ("Målform: nynorsk\n", "Jeg vet ikke hva jeg skal si.", "nn"),
        ("Språk: bokmål\n", "Eg veit ikkje kva eg skal seie.", "nb"),
        ("Språk: samisk\n", "Eg veit ikkje kva eg skal seie.", "se"),
        ("Språk: ukjent\n", "Eg veit ikkje kva eg skal seie.", "nn"),
    ],
)
def test_the_language_is_the_headers_or_else_the_informants(
    header: str, words: str, lang: str, codebook: Codebook
):
    asked = "I: Kva seier du? Korleis er det å vere her? Eg berre spør.\n" if lang == "nb" else ""
    of = read(f"{header}Gruppe: KUBU\n\n{asked}\nR: {words}\n\nI: Ja?\n", codebook)
    assert of.metadata.lang == lang


@pytest.mark.parametrize("text", ["", " \n\t\u00a0\n", "\ufeff", "\r\n\r\n"])
def test_an_empty_text_is_refused(text: str, codebook: Codebook):
    with pytest.raises(FileRefusedError, match="is empty; remove it, or export"):
        read(text, codebook)


@pytest.mark.parametrize(
    "text",
    [
        "Intervjuer: Hva?\n\nIntervjuer: Hva da?\n",
        "Gruppe: KUBU\nDato: 2023-05-03\n",
        "# Bare tittel",
    ],
)
def test_a_text_in_which_no_informant_speaks_is_refused(text: str, codebook: Codebook):
    with pytest.raises(FileRefusedError, match="has no words of an informant; check"):
        read(text, codebook)
