from datetime import date

import pytest

from codebook import Codebook, load
from corpus.header import Header, find_date, match_item, match_language, read_header
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
        "Uten felt\n\nog uten mer",
        "",
    ],
    ids=["prose", "too far down", "dialogue", "informant first", "no fields", "nothing"],
)
def test_text_without_a_header_has_none(text: str, codebook: Codebook):
    assert header_of(text, codebook) == Header()


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


@pytest.mark.parametrize(
    ("value", "case"),
    [
        ("KUBU", "kubu"),
        ("kubu – utsatte barn og unge", "kubu"),
        ("Kjernegruppen  for klima og\u00a0omstilling", "klima"),
        ("VANN", "vann"),
        ("Vatn og avløp", "vann"),
        ("Vannkraft", None),
        ("Klima og krise", None),
        ("Havbruk", None),
        ("", None),
    ],
)
def test_a_group_is_known_by_its_longest_spelling(value: str, case: str | None, codebook: Codebook):
    assert match_item(value, codebook.cases) == case


@pytest.mark.parametrize(
    ("value", "role"),
    [
        ("sekretariatsleder", "sekretariat"),
        ("leder av sekretariatet", "sekretariat"),
        ("medlem av gruppen, avdelingsdirektør", "gruppe"),
        ("rådgiver i linjen", "linje"),
        ("etatssamarbeid (direktorat)", "etat"),
        ("portvakt", None),
    ],
)
def test_a_role_is_known_by_its_longest_spelling(value: str, role: str | None, codebook: Codebook):
    assert match_item(value, codebook.roles) == role


@pytest.mark.parametrize(
    ("value", "day"),
    [
        ("2023-05-03", date(2023, 5, 3)),
        ("3.5.2023", date(2023, 5, 3)),
        ("03.05.2023, kl. 10.30–12.00", date(2023, 5, 3)),
        ("3. mai 2023", date(2023, 5, 3)),
        ("onsdag 3. mai 2023", date(2023, 5, 3)),
        ("3/5-23", date(2023, 5, 3)),
        ("3. mars 2023", date(2023, 3, 3)),
        ("16. desember 2022", date(2022, 12, 16)),
        ("May 3, 2023", date(2023, 5, 3)),
        ("3 October 2023", date(2023, 10, 3)),
        ("mai 2023", date(2023, 5, 1)),
        ("møte nr. 4, 12.10.2022", date(2022, 10, 12)),
        ("31.02.2023", None),
        ("2023", None),
        ("10:30", None),
        ("i fjor", None),
        ("", None),
    ],
)
def test_dates_are_read_day_before_month(value: str, day: date | None):
    assert find_date(value, ["nb", "nn"]) == day


@pytest.mark.parametrize(
    ("value", "lang"),
    [
        ("nynorsk", "nn"),
        ("Bokmål (noe nynorsk)", "nn"),
        ("norsk", "nb"),
        ("NB", "nb"),
        ("English", "en"),
        ("samisk", None),
    ],
)
def test_languages_are_known_by_name_or_code(value: str, lang: str | None):
    assert match_language(value) == lang


def test_a_header_keeps_its_words_out_of_its_repr(codebook: Codebook):
    header = header_of("hemmelig tittel\nGruppe: hemmelig\nSpeaker 1 = hemmelig\n", codebook)
    assert header.fields
    assert "hemmelig" not in repr(header)
