import pytest

from codebook import load
from corpus import TurnRole, read_text
from corpus.extract import Extract
from corpus.lines import lines
from corpus.reader import read_extract
from corpus.unlabelled import FIRST, SECOND, read

HEADER = "Gruppe: KUBU\nDato: 2023-02-01\nRolle: linje\n"


def spoken(text: str) -> list[tuple[str, str]] | None:
    taken = read(lines(text))
    if taken is None:
        return None
    assert all(text[turn.start : turn.end] == turn.text for turn in taken.turns)
    return [(turn.speaker, turn.text) for turn in taken.turns]


@pytest.mark.parametrize("asked", ["**{}**", "__{}__", "## {}", "– {}", "- {}"])
def test_questions_set_apart_are_one_speakers(asked: str):
    text = "".join(f"{asked.format(q)}\n\n{a}\n\n" for q, a in (("Hva?", "Ja."), ("Og?", "Nei.")))
    turns = spoken(f"Opptak i mars.\n\n{text}")
    assert turns is not None
    assert [speaker for speaker, _ in turns] == ["", FIRST, SECOND, FIRST, SECOND]
    assert [words for _, words in turns][2::2] == ["Ja.", "Nei."]


def test_an_answer_may_stand_right_below_its_question_and_go_on():
    text = "**Hva?**\nJa.\n\nDet var slik.\n\n**Og?**\nNei.\n"
    assert spoken(text) == [
        (FIRST, "**Hva?**"),
        (SECOND, "Ja."),
        (SECOND, "Det var slik."),
        (FIRST, "**Og?**"),
        (SECOND, "Nei."),
    ]


def test_each_dash_begins_the_others_turn():
    text = "– Hva?\n– Ja.\n\n– Og?\n– Nei – ikke\nhelt.\n"
    assert spoken(text) == [
        (FIRST, "Hva?"),
        (SECOND, "Ja."),
        (FIRST, "Og?"),
        (SECOND, "Nei – ikke\nhelt."),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Vi kom.\n\nVi gikk.\n",
        "- lese\n- skrive\n- dele\n- lære\n",
        "# Formål\n\nDele.\n\n# Metode\n\nLese.\n",
        "**Viktig.**\n\nVi delte.\n\n**Også dette.**\n\nVi leste.\n",
        "Vi kom.\n\n– Hva nå? sa hun.\n\nVi gikk.\n\nVi så. Vi lo.\n",
    ],
)
def test_what_sets_nobody_apart_is_no_dialogue(text: str):
    assert spoken(text) is None


def test_who_asks_is_kept_with_the_reason():
    of = read_text(
        f"{HEADER}Type: intervju\n\nHVORDAN?\n\nJa.\n\nHVORFOR?\n\nNei.\n", load(), "a.txt"
    )
    assert [(one.label, one.role, one.reason) for one in of.speakers] == [
        (FIRST, TurnRole.INTERVIEWER, "the questions are set apart (in capitals)"),
        (SECOND, TurnRole.INFORMANT, "others ask"),
    ]


def test_without_a_kind_many_such_turns_show_an_interview():
    text = "".join(f"**Hva {n}?**\n\nJa, {n}.\n\n" for n in range(4))
    assert read_text(f"{HEADER}\n{text}", load(), "a.txt").metadata.kind == "interview"


def test_roles_from_beside_the_file_beat_those_in_it():
    text = (
        f"{HEADER}Type: intervju\nRoller: Kari = intervjuer\n\n" + "Kari: Hva?\n\nOla: Ja.\n\n" * 2
    )
    in_it = read_text(text, load(), "a.txt")
    beside = read_extract(
        Extract(text), load(), "a.txt", {"KARI": "informant", "ola": "intervjuer"}
    )
    assert [one.role.value for one in in_it.speakers] == ["interviewer", "informant"]
    assert [one.role.value for one in beside.speakers] == ["informant", "interviewer"]
    assert {one.how for one in beside.speakers} == {"given"}


def test_a_guessed_kind_is_warned_of():
    of = read_text(f"{HEADER}\nVi satt der lenge, og så gikk vi hjem.\n", load(), "a.txt")
    (warning,) = of.warnings
    assert "it was guessed: read as observation" in warning
    assert "write 'Type: …' at the top" in warning
