"""What is known by what else the document says."""

import pytest

from privacy.file_names import persons
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
    assert persons(name, recogniser.lexicon, NameLists())


@pytest.mark.parametrize("name", ["2023-05-11_KUBU_sekretariat.docx", "Fase 1/Dag 2.txt"])
def test_a_file_named_for_what_it_is_is_left_in_peace(name: str, recogniser: PersonRecogniser):
    assert not persons(name, recogniser.lexicon, NameLists())


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Jeg traff Kari Nordby. Så kom kari, og karis sjef lo.", ["Kari Nordby", "kari", "karis"]),
        ("Hun sa at kari nordmann ville det.", ["kari nordmann"]),
        ("Hun sa at camilla nordbys plan var god.", ["camilla nordbys"]),
    ],
)
def test_a_name_in_lower_case_is_known_in_a_text_with_capitals(
    text: str, names: list[str], recogniser: PersonRecogniser
):
    assert hidden(text, recogniser) == names


@pytest.mark.parametrize(
    "text",
    [
        "Vi traff Liv Nordby. Det var bra for liv og helse.",
        "Vi traff Stein Dahl. Det var stein på stein, og dal ved dal.",
        "Det koster to kroner per dag, og hans hus er stort.",
        "En vår kom tidlig, og en bjørn er et dyr.",
    ],
)
def test_a_word_in_lower_case_that_can_be_a_name_stays(text: str, recogniser: PersonRecogniser):
    assert not [name for name in hidden(text, recogniser) if name.islower()]


@pytest.mark.parametrize("name", ["Vår", "Tone", "Dag", "Stein", "Liv"])
def test_a_word_that_is_a_name_is_doubtful_at_least_with_a_capital_in_a_sentence(
    name: str, recogniser: PersonRecogniser
):
    found = find_mentions(f"Så var det {name} og møtet igjen.", recogniser, NameLists())
    assert name in {mention.text for mention in found}


@pytest.mark.parametrize("thing", ["Curie-stipendet", "Nansen-prisen", "EØS-avtalen", "A-sida"])
def test_a_thing_named_after_somebody_is_no_person(thing: str, recogniser: PersonRecogniser):
    assert hidden(f"Hun fikk snakket om {thing} i fjor.", recogniser) == []


def test_a_double_name_with_a_small_letter_is_a_person(recogniser: PersonRecogniser):
    assert hidden("Etterpå traff jeg Anne-lise Dahl der.", recogniser) == ["Anne-lise Dahl"]


@pytest.mark.parametrize("who", ["statsråd Falk", "professor Nilsen-Moe", "representanten Sund"])
def test_a_family_name_behind_a_title_is_found(who: str, recogniser: PersonRecogniser):
    assert hidden(f"Vi spurte {who} om saken.", recogniser) == [who.split()[1]]


def test_a_name_with_a_space_behind_every_letter_is_found(recogniser: PersonRecogniser):
    assert hidden("Saken gjelder K A R I her.", recogniser) == ["K A R I"]


def test_a_party_in_brackets_is_no_person(recogniser: PersonRecogniser):
    assert hidden("Sigrid Nordby (A) hadde ordet.", recogniser) == ["Sigrid Nordby"]


def test_english_passages_hide_nobody_but_persons(recogniser: PersonRecogniser):
    text = (
        "My manager said that it was fine. With her I worked for years. Kind of them to say so. "
        "They told us that it was in May. Kari Hansen agreed with that."
    )
    assert hidden(text, recogniser) == ["Kari Hansen"]
