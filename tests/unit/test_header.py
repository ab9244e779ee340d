import pytest

from codebook import Codebook, load
from corpus.header import Header, read_header
from corpus.lines import lines


@pytest.fixture(scope="module")
def codebook() -> Codebook:
    return load()


def header_of(text: str, codebook: Codebook) -> Header:
    return read_header(lines(text), codebook)


@pytest.mark.parametrize(
    "block",
    [
        "Gruppe: KUBU\nDato: 3. mai 2023\n",
        "dato:3. mai 2023\nGRUPPE :\tKUBU\n",
        "**Gruppe:** KUBU\n**Dato**: 3. mai 2023\n",
        "- Gruppe: KUBU\n- Dato: 3. mai 2023\n",
        "Gruppe:\u00a0KUBU\n\nDato: 3. mai 2023\n",
        "Intervju\nKjernegruppe: KUBU\nVarighet: 48 minutter\nIntervjudato: 3. mai 2023\n",
    ],
    ids=["plain", "spaces and case", "bold", "list", "apart", "among other lines"],
)
def test_fields_are_found(block: str, codebook: Codebook):
    header = header_of(f"{block}\nI: Hei?\nR: Hei.", codebook)
    assert header.fields == {"group": "KUBU", "date": "3. mai 2023"}
    assert header.length == block.count("\n")


def test_titles_are_kept_without_their_marks(codebook: Codebook):
    header = header_of("# Intervju nr. 7\n**Utkast**\nGruppe: KUBU\n\nHei.", codebook)
    assert header.titles == ["Intervju nr. 7", "Utkast"]


def test_numbered_speakers_may_be_named(codebook: Codebook):
    header = header_of("Gruppe: KUBU\nSpeaker 1 = intervjuer, SPEAKER_02=Informant\n", codebook)
    assert header.speakers == {"speaker 1": "intervjuer", "speaker_02": "informant"}


def test_a_list_of_attendees_is_no_title(codebook: Codebook):
    header = header_of("Type: referat\nTil stede:\nKari\nOla\n\n1. Åpning\n", codebook)
    assert header.titles == []
    assert header.length == 4


@pytest.mark.parametrize(
    "text",
    [
        "Vi satt lenge og snakket.\n\nDato: det husker jeg ikke.",
        "Hei der.\n" * 50 + "Gruppe: KUBU",
        "Intervjuer: Hei?\n\nInformant: Ja.\n\nType: det vet jeg ikke",
        "Informant: Jeg er leder.\n\nIntervjuer: Ja?",
        "vi hadde det fint den dagen\n\nog uten mer",
        "",
    ],
    ids=["prose", "too far down", "dialogue", "informant first", "no fields", "nothing"],
)
def test_text_without_a_header_has_none(text: str, codebook: Codebook):
    header = header_of(text, codebook)
    assert (header.fields, header.notes, header.length) == ({}, [], 0)


@pytest.mark.parametrize(
    ("text", "length"),
    [
        ("Gruppe: KUBU\nINT – Hei?\nINF – Ja.\n", 1),
        ("Gruppe: KUBU\nI: Hei?\nR: Ja.\n", 1),
        ("Gruppe: KUBU\n\nInformant: Jeg er leder.\n\nIntervjuer: Ja?\n", 1),
        ("Gruppe: KUBU\nInformant: Jeg er leder her.\n\nIntervjuer: Ja?\n", 1),
        ("Gruppe: KUBU\nInformant: leder\n\nIntervjuer: Ja?\n", 2),
        ("Intervjuer: Kari\nInformant: leder\nGruppe: KUBU\n\nIntervjuer: Ja?\n", 3),
        ("Gruppe: KUBU\n\nInformant: leder\n\nDato: 2023-05-03\n\nIntervjuer: Ja?\n", 5),
        ("Gruppe: KUBU\n\nGruppe: sa du?\n", 1),
    ],
)
def test_a_header_ends_where_somebody_speaks(text: str, length: int, codebook: Codebook):
    assert header_of(text, codebook).length == length


def test_the_first_of_two_equal_fields_counts(codebook: Codebook):
    assert header_of("Gruppe: KUBU\nGruppe: Vann\n", codebook).fields == {"group": "KUBU"}


def test_another_name_of_a_field_may_give_what_the_first_does_not(codebook: Codebook):
    header = header_of("Tid: 10.30\nDato: 3. mai 2023\nMøtedato: 4. mai 2023\n", codebook)
    assert header.fields == {"date": "10.30"}
    assert header.more == {"date": ["3. mai 2023", "4. mai 2023"]}


def test_lines_with_unknown_fields_are_kept_as_notes(codebook: Codebook):
    header = header_of("Fra: kjernegruppen for vann\nDato: 3. mai 2023\nTil: alle\n", codebook)
    assert header.notes == ["Fra: kjernegruppen for vann", "Til: alle"]
    assert header.length == 3


def test_titles_are_kept_where_no_field_follows(codebook: Codebook):
    header = header_of("Intervju, KUBU\n3. mai 2023\n\nI: Hei?\nR: Hei.\n", codebook)
    assert header == Header(titles=["Intervju, KUBU", "3. mai 2023"])


def test_roles_of_speakers_are_no_role_of_the_informant(codebook: Codebook):
    header = header_of("Gruppe: KUBU\nRoller: Kari = intervjuer, Ola = informant\n", codebook)
    assert header.fields == {"group": "KUBU"}


def test_a_header_keeps_its_words_out_of_its_repr(codebook: Codebook):
    header = header_of("hemmelig tittel\nGruppe: hemmelig\nSpeaker 1 = hemmelig\n", codebook)
    assert header.fields
    assert "hemmelig" not in repr(header)
