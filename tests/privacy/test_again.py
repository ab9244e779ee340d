"""What is known by what else the document says."""

import pytest

from privacy.finishing import names_person
from privacy.identifiers import Kind
from privacy.name_lists import NameLists
from privacy.persons.recogniser import PersonRecogniser, default
from privacy.pseudonymise import find_mentions


@pytest.fixture(scope="module")
def recogniser() -> PersonRecogniser:
    return default()


def hidden(text: str, recogniser: PersonRecogniser) -> list[str]:
    found = find_mentions(text, recogniser, NameLists())
    return [
        mention.text
        for mention in found
        if mention.kind is Kind.PERSON and mention.sure >= recogniser.threshold
    ]


def test_a_family_name_behind_a_given_name_is_part_of_it(recogniser: PersonRecogniser):
    assert hidden("Det var Camilla Strøm og Espen som ringte.", recogniser) == [
        "Camilla Strøm",
        "Espen",
    ]


def test_a_part_of_a_full_name_is_known_wherever_it_stands(recogniser: PersonRecogniser):
    text = (
        "Møtet ble ledet av Camilla Strømsnes. Etterpå kom Strømsnes tilbake med Strømsnes' notat."
    )
    assert [name[:9] for name in hidden(text, recogniser)] == [
        "Camilla S",
        "Strømsnes",
        "Strømsnes",
    ]


def test_small_words_between_two_names_are_no_part_of_them(recogniser: PersonRecogniser):
    assert hidden("Jeg traff Kari da Ola sluttet.", recogniser) == ["Kari", "Ola"]
    assert hidden("Da Kari kom, gikk Ola.", recogniser) == ["Kari", "Ola"]
    assert "Pieter van Dijk" in hidden("Vi snakket med Pieter van Dijk om det.", recogniser)


def test_where_somebody_is_from_is_no_person(recogniser: PersonRecogniser):
    text = "Til stede: Nina Krogh (HOD), Kari Hansen (VVD)"
    assert hidden(text, recogniser) == ["Nina Krogh", "Kari Hansen"]


@pytest.mark.parametrize(
    "name", ["Intervju Kari Hansen.txt", "Kari Nordby/int1.txt", "fra Kari Nordby.zip/a.txt"]
)
def test_a_file_named_for_a_person_is_seen(name: str, recogniser: PersonRecogniser):
    assert names_person(name, recogniser.lexicon)


@pytest.mark.parametrize("name", ["2023-05-11_KUBU_sekretariat.docx", "Fase 1/Dag 2.txt"])
def test_a_file_named_for_what_it_is_is_left_in_peace(name: str, recogniser: PersonRecogniser):
    assert not names_person(name, recogniser.lexicon)
