import pytest

import codebook
from corpus import read_text
from corpus.document import Turn, TurnRole
from corpus.lines import lines
from corpus.marks import find_marks
from corpus.roles import assign, decide
from corpus.speakers import begins, dialogue, known_role

ASKS, SAYS, CONTEXT = TurnRole.INTERVIEWER, TurnRole.INFORMANT, TurnRole.HEADING


def turns_of(text: str, said: dict[str, str] | None = None) -> list[Turn]:
    found = lines(text)
    spoken = dialogue(found, find_marks(found))
    turns = assign(spoken, decide(spoken, said).speakers)
    assert all(text[turn.start : turn.end] == turn.text for turn in turns)
    return turns


def spoken(text: str, said: dict[str, str] | None = None) -> list[tuple[str, str]]:
    return [(turn.speaker, turn.text) for turn in turns_of(text, said)]


def roles(text: str, said: dict[str, str] | None = None) -> dict[str, TurnRole]:
    return {turn.speaker: turn.role for turn in turns_of(text, said)}


@pytest.mark.parametrize(
    "label",
    [
        "Intervjuer: ",
        "INTERVJUER:",
        "Intervjuer :  ",
        "Intervjuer:\t",
        "Intervjuer\t",
        "Intervjuer\u00a0: ",
        "\u00a0Intervjuer: ",
        "Intervjuer – ",
        "Intervjuer — ",
        "Intervjuer - ",
        "Intervjuer –",
        "**Intervjuer:** ",
        "**Intervjuer**: ",
        "_Intervjuer_: ",
        "> Intervjuer: ",
        "- Intervjuer: ",
        "[00:12:31] Intervjuer: ",
        "(12:31) Intervjuer: ",
        "00:12:31 - Intervjuer: ",
        "Intervjuer [00:12:31]: ",
        "Intervjuer (12:31): ",
        "Intervjuer 00:12:31\n",
        "Intervjuer, 00:12:31\n",
        "00:12:31 Intervjuer\n",
        "Intervjuer:\n",
        "Intervjuer:\n\n",
        "[Intervjuer]: ",
        "[Intervjuer] ",
        "<Intervjuer> ",
        "(Intervjuer): ",
        "**[Intervjuer]** ",
        "Intervjuer (kvinne): ",
        "Intervjuer.: ",
        "12. Intervjuer: ",
        "12)\tIntervjuer: ",
        "| Intervjuer: ",
        "00:12:31.250 Intervjuer: ",
        "00:12:31,250 - 00:12:40,000 Intervjuer: ",
        "00:12:31 --> 00:12:40\nIntervjuer: ",
        "7\n00:12:31,250 --> 00:12:40,000\nIntervjuer: ",
        "<00:12:31> Intervjuer: ",
        "#00:12:31-5# Intervjuer: ",
        "Intervjuer 00:12:31 – 00:12:40: ",
        "Intervjuer 00:12:31 ",
        "Intervjuer   0:03\n",
        "[Intervjuer] 0:03\n",
    ],
)
def test_labels_are_known_however_they_are_written(label: str):
    found = turns_of(f"{label}Hva?\n\nInformant: Ja.\n")
    assert [(turn.role, turn.text) for turn in found] == [(ASKS, "Hva?"), (SAYS, "Ja.")]
    assert found[0].speaker.casefold().startswith("intervjuer")


@pytest.mark.parametrize(
    ("asks", "says"),
    [
        ("I", "R"),
        ("I", "Informant"),
        ("INT", "INF"),
        ("Q", "A"),
        ("Spm", "Svar"),
        ("Intervjuar", "Intervjuobjekt"),
        ("Interviewer", "Respondent"),
        ("Moderator", "Deltaker 3"),
        ("Forsker", "Kari"),
        ("Intervjuer 2", "Informant #1"),
    ],
)
def test_usual_labels_tell_who_asks(asks: str, says: str):
    text = f"{asks}: Ja.\n\n{says}: Hva?\n\n{asks}: Ja.\n\n{says}: Hva?\n"
    if "#" in says:
        text = text.replace(" #", "_")
        says = says.replace(" #", "_")
    assert roles(text) == {asks: ASKS, says: SAYS}


@pytest.mark.parametrize(
    ("name", "other"),
    [
        ("Kari", "Ola"),
        ("Anne-Lise Moe", "Ole O'Hara"),
        ("K", "O"),
        ("Kari Anne Marie Nordmann", "Dr. Ås"),
        ("Kari (KD)", "Ola (HOD)"),
        ("K. Nordmann", "O. H. Moe"),
        ("Leder av sekretariatet", "Forsker 1"),
        ("SPEAKER_00", "SPEAKER_01"),
        ("Taler 1", "Taler 2"),
        ("Gruppen", "Kari"),
        ("Avdelingsdirektør", "KH"),
        ("K.H.", "O.M."),
        ("Kari Hansen, HOD", "Ola"),
        ("Kvinne 1", "Mann 2"),
        ("Kari/HOD", "Ola/KD"),
    ],
)
def test_names_are_labels_and_who_asks_is_interviewer(name: str, other: str):
    asks = f"{other}: Hva skjedde da?\n\n"
    says = f"{name}: Vi satt der lenge, alle sammen, og ventet på at noen skulle komme.\n\n"
    assert roles((asks + says) * 2) == {other: ASKS, name: SAYS}


def test_without_question_marks_who_says_least_is_interviewer():
    text = "Taler 1: hva så\n\nTaler 2: " + "vi bare satt der og ventet " * 5 + "\n\n"
    assert roles(text * 3) == {"Taler 1": ASKS, "Taler 2": SAYS}


def test_the_header_tells_who_a_numbered_speaker_is():
    text = "Speaker 1: Hva?\n\nSpeaker 2: Ja, det var slik det var den gangen.\n\n" * 2
    assert roles(text)["Speaker 1"] is ASKS
    said = {"speaker 1": "informant", "speaker 2": "intervjuer"}
    assert roles(text, said) == {"Speaker 1": SAYS, "Speaker 2": ASKS}


def test_numbered_is_beside_a_moderator_are_informants():
    text = (
        "M: Hva synes dere?\n\nI1: Jeg synes at det går bra for tiden.\n\n"
        "M: Og du?\n\nI2: Jeg synes at det går dårlig hele tiden.\n\n"
    )
    assert roles(text) == {"M": ASKS, "I1": SAYS, "I2": SAYS}


@pytest.mark.parametrize(
    "words",
    [
        "Poenget er: vi må dele.",
        "Vedtak: vi må dele.",
        "Møtet er 10:30: da begynner vi.",
        "Husk at vi – og bare vi – var der.",
        "Og så: ingenting.",
        "I 2019 – da var det gøy.",
        "I dag: ingenting.",
        "http://www.dfo.no: se der.",
        "10:30 begynte vi.",
        "10:30 – da begynte vi.",
        "– Nei!",
        "«Nei!»: det sa hun.",
        "[latter]",
        "[Uhørlig] og så gikk vi.",
        "(Pause)",
        "NB: husk det.",
        "Saken er denne: vi må dele.",
        "Resultatet: det ble ingenting.",
        "Oslo – det er byen.",
        "Kari 3 – vi tapte.",
        "Rørene: de lekker, og rørene: de er gamle, og derfor er alt vått her i huset, sa hun",
    ],
)
def test_what_looks_like_a_label_in_running_text_is_text(words: str):
    text = f"I: Hva?\n\nR: Først.\n\n{words}\n\nI: Hva?\n\nR: Så.\n\n{words}\n"
    if words.startswith("Rørene"):
        text = text.removesuffix(f"\n{words}\n")
    assert ("R", f"Først.\n\n{words}") in spoken(text)


@pytest.mark.parametrize(
    "text",
    [
        "Vi satt der.\n\nPoenget er: vi må dele.\n",
        "Rom: fullt.\n\nMat: dårlig.\n\nRom: tomt.\n",
        "Frist: mandag.\n\nAnsvar: alle.\n\nFrist: tirsdag.\n\nAnsvar: ingen.\n",
        "Bare tekst, 10:30, og ikke mer.\n",
        "I: en\n\nI: to\n",
        "",
    ],
)
def test_text_without_speakers_has_no_marks(text: str):
    assert find_marks(lines(text)) == []


def test_a_bare_label_counts_when_it_recurs():
    text = "Intervjuer\nHva?\n\nInformant\nJa.\n\n"
    assert find_marks(lines(text)) == []
    assert spoken(text * 2) == [("Intervjuer", "Hva?"), ("Informant", "Ja.")] * 2


def test_a_time_on_a_line_of_its_own_begins_a_turn_of_the_same_speaker():
    text = "Informant: En.\n\n[00:01:02]\nTo.\n\n00:02:03\n\nTre.\n[00:03:04] Fire. 10:30 fem.\n"
    assert spoken(text) == [
        ("Informant", words) for words in ("En.", "To.", "Tre.", "Fire. 10:30 fem.")
    ]


def test_lines_before_the_first_speaker_are_context():
    found = turns_of("Del 1\n\nOpptaket går.\n\nI: Hva?\nR: Ja.\n")
    assert (found[0].role, found[0].text) == (CONTEXT, "Del 1\n\nOpptaket går.")


def test_a_speaker_who_says_nothing_has_no_turn():
    assert spoken("I:\n\nR: Ja.\n\nI:   \n") == [("R", "Ja.")]


def test_space_around_a_turn_is_left_out_and_kept_inside():
    assert spoken("R: \u00a0 Ja,\t nei.\n\n\n  Og så\u00a0?\t\n\n") == [
        ("R", "Ja,\t nei.\n\n\n  Og så\u00a0?")
    ]


@pytest.mark.parametrize(
    ("line", "known"),
    [
        ("I: Hva?", True),
        ("INT – Hva?", True),
        ("Speaker 1 00:00:03", True),
        ("Kari: Hva?", False),
        ("Kari 00:00:03", False),
        ("Intervjuer", False),
        ("Intervjuer og informant satt der.", False),
    ],
)
def test_only_labels_of_the_vocabulary_begin_a_turn_for_certain(line: str, known: bool):
    assert begins(lines(line)[0]) is known


@pytest.mark.parametrize("filling", [" ", "\t", "\u00a0", "*", "*_", "- ", "Ab ", "10:30 "])
def test_a_very_long_line_takes_no_time_to_speak_of(filling: str):
    text = f"Kari{filling * 20_000}x\n\nI: Hva?\nR: Ja.\n"
    assert ("R", "Ja.") in spoken(text)


def test_speakers_and_words_stay_out_of_reprs():
    text = "Hemmelig: Hva?\n\nInformant: hemmelig\n\nHemmelig: Hva?\n"
    assert "emmelig" not in repr(turns_of(text)) + repr(find_marks(lines(text)))


def test_an_interviewer_named_in_the_header_is_not_coded_under_that_name():
    text = (
        "Gruppe: KUBU\nType: intervju\nIntervjuer: Kari Nordmann\n\n"
        "Kari Nordmann: Har dere en plan.\n\nOla: Vi deler alt.\n\n"
        "Kari Nordmann: Fortell.\n\nOla: Vi har en plan sammen.\n"
    )
    document = read_text(text, codebook.load(), "a.txt")
    assert [turn.text for turn in document.turns if turn.role.coded] == [
        "Vi deler alt.",
        "Vi har en plan sammen.",
    ]


def test_names_in_lower_case_count_where_they_begin_most_paragraphs():
    text = "kari: Hva?\n\nola: Ja, det var slik det var.\n\n" * 2
    assert [speaker for speaker, _ in spoken(text)] == ["kari", "ola"] * 2
    prose = "".join(f"Vi gikk dit på dag {day}.\n\n" for day in range(9))
    assert find_marks(lines(prose + text)) == []


@pytest.mark.parametrize("mark", ["\t", " – ", "] "])
def test_what_alone_shows_little_shows_enough_together(mark: str):
    opening = "[" if mark == "] " else ""
    text = f"{opening}Kari{mark}Hva?\n{opening}Ola{mark}Ja, det var slik.\n" * 3
    assert [speaker for speaker, _ in spoken(text)] == ["Kari", "Ola"] * 3


def test_a_name_in_lower_case_may_speak_with_one_in_capitals():
    text = "Kari: Hva?\n\nola: Ja, det var slik det var.\n\n" * 2
    assert [speaker for speaker, _ in spoken(text)] == ["Kari", "ola"] * 2


def test_one_speaker_in_several_spellings_is_one():
    text = "Kari: Ja.\nOla: Hva?\nKARI: Nei.\nola: Og?\nKari (ler): Vel.\nOla: Så?\n"
    assert [speaker for speaker, _ in spoken(text)] == ["Kari", "Ola"] * 3


def test_numbers_of_questions_count_no_people():
    text = "Q1: Hva?\nA1: Ja.\nQ2: Og?\nA2: Nei.\n"
    assert [speaker for speaker, _ in spoken(text)] == ["Q", "A"] * 2
    text = "I: Hva?\nA1: Ja.\nI: Og?\nA2: Nei.\n"
    assert [speaker for speaker, _ in spoken(text)] == ["I", "A1", "I", "A2"]


def test_where_only_questions_are_labelled_the_rest_is_answers():
    text = "Intervjuer: Hva?\n\nJa.\n\nOg mer.\n\nIntervjuer:\nOg?\n\nNei.\n"
    assert [(turn.role, turn.speaker, turn.text) for turn in turns_of(text)] == [
        (ASKS, "Intervjuer", "Hva?"),
        (SAYS, "", "Ja.\n\nOg mer."),
        (ASKS, "Intervjuer", "Og?"),
        (SAYS, "", "Nei."),
    ]


@pytest.mark.parametrize("stamp", [" [00:01:02]", " #00:01:02-5#", " (1:02)\n", "  <00:01:02.250>"])
def test_a_stamp_behind_the_words_is_left_out(stamp: str):
    assert spoken(f"I: Hva?{stamp}\nR: Klokken [10:30] gikk vi.{stamp}\n") == [
        ("I", "Hva?"),
        ("R", "Klokken [10:30] gikk vi."),
    ]


@pytest.mark.parametrize(
    ("label", "role"),
    [
        ("Intervjuer 2 (mann)", "interviewer"),
        ("intervjuer", "interviewer"),
        ("Informant B", "informant"),
        ("IP3", "informant"),
        ("SPEAKER_07", "unknown"),
        ("Kari", None),
        ("i", None),
    ],
)
def test_the_vocabulary_knows_labels_with_numbers_and_additions(label: str, role: str | None):
    assert known_role(label) == role


def test_a_name_alone_on_its_line_counts_where_words_follow_it():
    text = "Kari\nHva skjedde?\n\nOla\nDet var slik.\n\n" * 3
    assert [speaker for speaker, _ in spoken(text)] == ["Kari", "Ola"] * 3


def test_an_answer_alone_on_its_line_is_no_name():
    text = "Kari:\nHva?\nOla:\nJa\nKari:\nOg?\nOla:\nJa\n"
    assert [words for _, words in spoken(text)] == ["Hva?", "Ja", "Og?", "Ja"]
    assert spoken("Kari:\nJA\nKari:\nJA\n") == [("", "Kari:\nJA\nKari:\nJA")]
