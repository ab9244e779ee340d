"""Documents with pseudonyms in them, by the recogniser that the package carries."""

import re
from dataclasses import replace

import pytest

import codebook
from corpus import Document, Turn, TurnRole, read_text, split
from privacy.identifiers import Kind
from privacy.name_lists import NameLists, with_codebook
from privacy.persons.recogniser import default
from privacy.pseudonymise import Pseudonymised, pseudonymise
from tests.making import document

BOOK = codebook.load()
INTERVIEW = """Kjernegruppe: KUBU
Type: intervju
Dato: 11.05.2023

Intervjuer: Kjenner du Kari Hansen?

Informant: Ja, Kari har jobbet her lenge. Karis leder heter Ola Nordmann. Jonas Berg sa at Jonas \
ikke ville.

Intervjuer: Hva mente Finansdepartementet og DFØ om KUBU og Klima?

Informant: Kunnskapsdepartementet svarte Kari på kari.hansen@dep.no eller 412 34 567. KD var enig.
"""
BY_INITIALS = """Kjernegruppe: KUBU
Type: intervju
Dato: 11.05.2023

KH: Hva synes du om det, Ola Dahl?

OD: Jeg synes at Kari Hansen hadde rett. KH sa det.

KH: Hvorfor det?

OD: Fordi KHs plan var god.
"""


def hide(text: str | Document, lists: NameLists | None = None) -> Pseudonymised:
    of = read_text(text, BOOK, "a.txt") if isinstance(text, str) else text
    return pseudonymise(of, default(), with_codebook(lists or NameLists(), BOOK))


def test_one_person_has_one_pseudonym_through_all_forms_of_the_name():
    text = hide(INTERVIEW).document.text
    assert "Kjenner du [PERSON 1]?" in text
    assert "Ja, [PERSON 1] har jobbet her lenge. [PERSON 1]s leder heter [PERSON 2]." in text
    assert "[PERSON 3] sa at [PERSON 3] ikke ville." in text
    assert "svarte [PERSON 1] på [E-POST 1] eller [TELEFON 1]." in text


def test_what_is_no_person_stays():
    text = hide(INTERVIEW).document.text
    assert "Hva mente Finansdepartementet og DFØ om KUBU og Klima?" in text
    assert "Kunnskapsdepartementet svarte" in text
    assert "KD var enig." in text
    assert text.startswith("Kjernegruppe: KUBU\nType: intervju\nDato: 11.05.2023\n")


def test_it_says_what_it_hid_and_where():
    result = hide(INTERVIEW)
    of = [(h.original, h.pseudonym) for h in result.hidden if h.replaced]
    assert of[:3] == [
        ("Kari Hansen", "[PERSON 1]"),
        ("Kari", "[PERSON 1]"),
        ("Karis", "[PERSON 1]"),
    ]
    assert ("412 34 567", "[TELEFON 1]") in of
    for one in result.hidden:
        there = result.document.text[one.start : one.end]
        assert there == (one.pseudonym if one.replaced else one.original)


def test_initials_that_label_speakers_are_of_the_person_with_that_name():
    result = hide(BY_INITIALS).document
    assert [turn.speaker for turn in result.turns] == ["[PERSON 1]", "[PERSON 2]"] * 2
    assert "[PERSON 2]: Jeg synes at [PERSON 1] hadde rett. [PERSON 1] sa det." in result.text
    assert "Fordi [PERSON 1]s plan var god." in result.text


def test_initials_with_a_hyphen_label_a_speaker_too():
    text = BY_INITIALS.replace("KH", "KH-M").replace("Kari Hansen", "Kari Hansen-Moe")
    result = hide(text).document
    assert [turn.speaker for turn in result.turns] == ["[PERSON 1]", "[PERSON 2]"] * 2
    assert "KH" not in result.text
    assert "[PERSON 1] hadde rett. [PERSON 1] sa det." in result.text


@pytest.mark.parametrize("text", [INTERVIEW, BY_INITIALS])
def test_pseudonymising_again_changes_nothing(text: str):
    once = hide(text).document
    assert hide(once).document == once
    assert hide(once.text).document.text == once.text
    assert not [h for h in hide(once.text).hidden if h.replaced]


@pytest.mark.parametrize(
    ("asks", "answers"), [("INT", "INF"), ("I", "R"), ("Intervjuer", "R1"), ("Intervjuer", "Leder")]
)
def test_labels_that_are_no_names_stay(asks: str, answers: str):
    of = document((asks, "Hva sa Kari Hansen?"), (answers, "At Ola Dahl tok feil."))
    result = hide(of).document
    assert [turn.speaker for turn in result.turns] == [asks, answers]
    assert result.text == f"{asks}: Hva sa [PERSON 1]?\n{answers}: At [PERSON 2] tok feil.\n"


def test_names_are_gone_from_labels_speakers_and_warnings():
    text = "Kari Hansen: Hva sa du?\n\nOla Dahl: At det var greit.\n\n" * 3
    of = read_text(f"Type: intervju\n\n{text}", BOOK, "a.txt")
    warned = replace(of, warnings=(*of.warnings, "who asks is not certain: Ola Dahl?"))
    result = hide(warned).document
    assert {turn.speaker for turn in result.turns} == {"[PERSON 1]", "[PERSON 2]"}
    assert [speaker.label for speaker in result.speakers] == ["[PERSON 1]", "[PERSON 2]"]
    assert result.warnings[-1] == "who asks is not certain: [PERSON 2]?"
    everything = "\n".join(
        [result.text, *result.warnings, *(f"{s.label} {s.reason}" for s in result.speakers)]
    )
    assert not re.search("Kari|Hansen|Ola|Dahl", everything)


def test_a_label_with_wider_gaps_in_the_text_is_renamed_too():
    text = "Kari  Hansen: Jeg var der.\n"
    turn = Turn(14, 26, text[14:26], TurnRole.INFORMANT, "Kari Hansen")
    assert hide(Document("a.txt", text, (turn,))).document.turns[0].speaker == "[PERSON 1]"


def test_a_studys_own_lists_beat_the_recogniser_and_hide_beats_keep():
    lists = NameLists(
        hide=("finansdepartementet", "Jonas Berg"), keep=("Ola Nordmann", "Jonas Berg")
    )
    text = hide(INTERVIEW, lists).document.text
    assert "leder heter Ola Nordmann." in text
    assert "Hva mente [PERSON " in text
    assert "Jonas Berg" not in text


def test_numbers_go_on_behind_those_that_stand_there():
    of = document("[PERSON 3] og Ola Dahl ringte [TELEFON 2] og 412 34 567 etterpå.")
    assert (
        hide(of).document.text
        == "A: [PERSON 3] og [PERSON 4] ringte [TELEFON 2] og [TELEFON 3] etterpå.\n"
    )


def test_a_number_beside_a_pseudonym_is_hidden():
    of = document("[PERSON 1] 412 34 567 og [PERSON 12] 22 33 44 55.")
    assert hide(of).document.text == "A: [PERSON 1] [TELEFON 1] og [PERSON 12] [TELEFON 2].\n"


def test_a_number_longer_than_any_pseudonym_has_is_text():
    of = document(f"[PERSON {'9' * 5000}] og Ola Dahl var der.")
    assert "og [PERSON 1] var der." in hide(of).document.text


def test_one_number_written_in_two_ways_has_one_pseudonym():
    of = document("Ring 412 34 567 eller 41234567, ikke 22 33 44 55. Og A@dep.no, a@dep.no.")
    assert hide(of).document.text == (
        "A: Ring [TELEFON 1] eller [TELEFON 1], ikke [TELEFON 2]. Og [E-POST 1], [E-POST 1].\n"
    )


def test_turns_and_sentences_keep_their_words_and_times_their_places():
    of = read_text(INTERVIEW, BOOK, "a.txt")
    of = replace(of, times=tuple((turn.start, float(n)) for n, turn in enumerate(of.turns)))
    result = hide(of)
    new = result.document
    back = {h.pseudonym: h.original for h in reversed(result.hidden) if h.replaced}

    def bare(text: str) -> list[str]:
        """The words that are nobody's name."""
        text = re.sub(r"\[[^]]+\]s?", "_", text)
        for name in [*back.values(), *(h.original for h in result.hidden if h.replaced)]:
            text = re.sub(rf"\b{re.escape(name)}\b", "_", text)
        return text.split()

    assert [(t.role, bare(t.text)) for t in new.turns] == [(t.role, bare(t.text)) for t in of.turns]
    assert [at for at, _ in new.times] == [turn.start for turn in new.turns]
    before, after = split(of, "nb"), split(new, "nb")
    assert [(s.turn, s.time, bare(s.text)) for s in after] == [
        (s.turn, s.time, bare(s.text)) for s in before
    ]


def test_a_name_over_the_border_of_turns_is_hidden_in_both():
    text = "Kari\nHansen sa det."
    turns = (
        Turn(0, 4, "Kari", TurnRole.NOTE),
        Turn(5, 19, text[5:], TurnRole.NOTE),
    )
    result = hide(Document("a.txt", text, turns), NameLists(hide=("Kari Hansen",)))
    assert [turn.text for turn in result.document.turns] == [
        "[PERSON 1]",
        "[PERSON 1] sa det.",
    ] or [turn.text for turn in result.document.turns] == ["[PERSON 1]", "[PERSON 2] sa det."]


@pytest.mark.parametrize("label", ["K. H.", "A.", "KH"])
def test_initials_that_are_hidden_and_stand_in_a_name_are_hidden_once(label: str):
    of = document(
        (label, f"Hilsen {label} Hansen og Kari {label} Hansen."), ("B", "Ja, A. B. Dahl.")
    )
    result = hide(of, NameLists(hide=("A.", "van")))
    assert "Hansen" not in result.document.text
    assert "Dahl" not in result.document.text


def test_what_is_doubtful_is_reported_where_it_was_left():
    for one in hide(INTERVIEW).hidden:
        assert one.replaced == (one.sure >= default().threshold)
        assert one.replaced or one.kind is Kind.PERSON
