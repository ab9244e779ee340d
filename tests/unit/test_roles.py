import pytest

from corpus.document import Turn, TurnRole
from corpus.lines import lines
from corpus.people import Person
from corpus.roles import decide, declared

ASKS, SAYS = TurnRole.INTERVIEWER, TurnRole.INFORMANT
ANSWER = "Vi satt der lenge, alle sammen, og ventet på at noen skulle komme."


def talk(*said: tuple[str, str], heading: str = "") -> list[Turn]:
    turns, at = [], 0
    if heading:
        turns.append(Turn(0, len(heading), heading, TurnRole.HEADING))
        at = len(heading)
    for speaker, words in said:
        turns.append(Turn(at, at + len(words), words, SAYS, speaker))
        at += len(words)
    return turns


def known(*said: tuple[str, str], **more: dict[str, str]) -> dict[str, tuple[TurnRole, str]]:
    return {one.label: (one.role, one.how) for one in decide(talk(*said), **more).speakers}


INTERVIEW = [("Kari", "Hva skjedde?"), ("Ola", ANSWER)] * 3


def test_who_asks_and_says_less_is_interviewer_and_the_reason_says_so():
    kari, ola = decide(talk(*INTERVIEW)).speakers
    assert (kari.role, kari.how, kari.turns, kari.words) == (ASKS, "questions", 3, 6)
    assert kari.reason == "asks in 3 of 3 turns and speaks 13% of the words"
    assert (ola.role, ola.how, ola.turns, ola.words) == (SAYS, "questions", 3, 39)
    assert ola.reason == "asks in 0 of 3 turns and speaks 87% of the words"
    assert decide(talk(*INTERVIEW)).warnings == ()


def test_headings_are_nobodys():
    turns = talk(*INTERVIEW, heading="Del 1?")
    assert [one.label for one in decide(turns).speakers] == ["Kari", "Ola"]


@pytest.mark.parametrize(
    ("asks", "says"),
    [("Intervjuer", "Kari"), ("Forsker 2", "OM"), ("I", "R"), ("Q", "A"), ("I", "Kari")],
)
def test_a_label_counts_more_than_questions(asks: str, says: str):
    found = known((asks, "Fortell mer."), (says, "Hva mener du?"), (asks, "Ja."), (says, "Om hva?"))
    assert found[asks] == (ASKS, "label")
    assert found[says][0] is SAYS


def test_beside_one_who_asks_by_label_everybody_answers():
    found = known(("Moderator", "Vel."), ("Kari", "Hva?"), ("Per", "Og?"))
    assert found == {
        "Moderator": (ASKS, "label"),
        "Kari": (SAYS, "rest"),
        "Per": (SAYS, "rest"),
    }


def test_the_header_counts_more_than_the_label():
    said = {"speaker 1": "informant", "speaker 2": "intervjuer", "informant": "intervjuer"}
    found = known(("Speaker 1", "Hva?"), ("Speaker 2", ANSWER), ("Informant", "Ja."), said=said)
    assert found == {
        "Speaker 1": (SAYS, "header"),
        "Speaker 2": (ASKS, "header"),
        "Informant": (ASKS, "header"),
    }


def test_the_header_means_the_one_with_these_initials():
    found = known(("OM", "Ja."), ("KN", ANSWER), said={"kari nordmann": "intervjuer"})
    assert found == {"OM": (SAYS, "rest"), "KN": (ASKS, "header")}


@pytest.mark.parametrize(
    "given",
    [
        {"kari": "informant", "OLA": "Intervjuer"},
        {"Kari": "respondent", "Ola": "interviewer"},
        {"Ola": "intervjuar"},
    ],
)
def test_what_is_given_counts_most(given: dict[str, str]):
    roles = decide(talk(*INTERVIEW), said={"kari": "intervjuer", "ola": "informant"}, given=given)
    assert [one.role for one in roles.speakers if one.how == "given"] == [
        SAYS if key.casefold() == "kari" else ASKS for key in given
    ]
    assert roles.warnings == ()
    assert all(one.reason == "given in roles" for one in roles.speakers if one.how == "given")


def test_a_first_name_is_given_if_one_alone_has_it():
    said = [("Kari Hansen", "Ja."), ("Ola Moe", ANSWER)]
    assert known(*said, given={"Ola": "intervjuer"})["Ola Moe"] == (ASKS, "given")
    both = [*said, ("Ola Lie", ANSWER)]
    assert "given" not in {how for _, how in known(*both, given={"Ola": "intervjuer"}).values()}


@pytest.mark.parametrize(
    ("given", "word"),
    [({"Hemmelig": "intervjuer"}, "no speaker bears: 1"), ({"Kari": "sjef"}, "neither")],
)
def test_what_is_given_of_nobody_is_warned_of_without_names(given: dict[str, str], word: str):
    (warning,) = decide(talk(*INTERVIEW), given=given).warnings
    assert word in warning
    assert "emmelig" not in warning
    assert "sjef" not in warning


def test_all_who_ask_and_say_little_are_interviewers():
    said = [("Kari", "Hva?"), ("Ola", ANSWER), ("Liv", "Og dere?"), ("Per", ANSWER)]
    found = known(*said * 2)
    assert {label: role for label, (role, _) in found.items()} == {
        "Kari": ASKS,
        "Ola": SAYS,
        "Liv": ASKS,
        "Per": SAYS,
    }


def test_an_informant_who_asks_back_once_is_no_interviewer():
    said = [*INTERVIEW, ("Per", "Var det ikke slik?"), *INTERVIEW, ("Liv", "Jeg vet ikke.")]
    assert known(*said)["Per"][0] is SAYS


def test_without_question_marks_words_that_ask_tell():
    said = [("A1", "hvordan gikk det da"), ("A2", "vi satt bare der og ventet på de andre")]
    roles = decide(talk(*said * 4))
    assert [(one.role, one.how) for one in roles.speakers] == [
        (ASKS, "questions"),
        (SAYS, "questions"),
    ]
    assert roles.warnings == ()


@pytest.mark.parametrize(("times", "doubtful"), [(2, True), (9, False)])
def test_where_only_length_tells_it_is_said_unless_it_is_plain(times: int, doubtful: bool):
    said = [("Taler 1", "ja fortell"), ("Taler 2", "vi bare satt der " * times)]
    roles = decide(talk(*said * 3))
    assert [(one.role, one.how) for one in roles.speakers] == [(ASKS, "words"), (SAYS, "words")]
    assert bool(roles.warnings) is doubtful


def test_where_nothing_tells_nobody_asks_and_the_remedy_is_named():
    roles = decide(talk(*[("Kari", ANSWER), ("Ola", ANSWER)] * 2))
    assert [(one.role, one.how) for one in roles.speakers] == [(SAYS, "unsure")] * 2
    (warning,) = roles.warnings
    assert "not sure who asks" in warning
    assert "write 'Roller: NAME = intervjuer' at the top" in warning


@pytest.mark.parametrize(
    "said",
    [
        [("Kari", "Hva?"), ("Ola", "Og du?"), ("Per", ANSWER * 2)],
        [("Kari", "Hva mente dere med alt dette som dere sa da?"), ("Ola", ANSWER)],
    ],
    ids=["one of two who ask", "who asks speaks much"],
)
def test_a_doubtful_decision_is_warned_of(said: list[tuple[str, str]]):
    (warning,) = decide(talk(*said)).warnings
    assert warning.startswith("not sure who asks")


def test_an_i_who_answers_is_an_informant():
    assert known(*[("F", "Hva så?"), ("I", ANSWER)] * 2) == {
        "F": (ASKS, "questions"),
        "I": (SAYS, "label"),
    }


def test_an_a_may_be_anybodys_initial():
    assert known(*[("A", "Hva så?"), ("B", ANSWER)] * 2)["A"] == (ASKS, "questions")


def test_labels_that_contradict_what_is_done_are_warned_of():
    said = [("Informant", "Hva så?"), ("Intervjuer", ANSWER)] * 4
    roles = decide(talk(*said))
    assert [one.role for one in roles.speakers] == [SAYS, ASKS]
    assert "speak most and ask least" in roles.warnings[0]


PEOPLE = [Person("Anne Lie", "interviewer"), Person("Bo Falk", "interviewer")]


def test_a_list_at_the_top_tells_the_roles_by_name():
    said = [("AL", "Fortell."), ("Kari", ANSWER), ("Falk", "Og så."), ("PM", "Hva?")]
    people = [*PEOPLE, Person("Kari Dal", "informant"), Person("Per Moe", "informant")]
    assert known(*said, people=people) == {
        "AL": (ASKS, "header"),
        "Kari": (SAYS, "header"),
        "Falk": (ASKS, "header"),
        "PM": (SAYS, "header"),
    }
    reason = decide(talk(*said), people=people).speakers[0].reason
    assert reason == "a list at the top says so"


def test_a_label_that_two_may_bear_gets_the_role_they_share():
    said = [("Lie", "Fortell."), ("Dal", ANSWER)]
    lies = [Person("Anne Lie", "interviewer"), Person("Bo Lie", "interviewer")]
    assert known(*said, people=lies)["Lie"] == (ASKS, "header")
    lies[1] = Person("Bo Lie", "informant")
    assert "header" not in {how for _, how in known(*said, people=lies).values()}


def test_who_takes_part_answers_where_somebody_else_speaks():
    said = [("Kari", ANSWER), ("Per", "Hva?"), ("Anne", "Hva?")] * 2
    people = [Person("Kari Dal", "participant"), Person("Per Moe", "participant")]
    found = known(*said, people=people)
    assert {label: role for label, (role, _) in found.items()} == {
        "Kari": SAYS,
        "Per": SAYS,
        "Anne": ASKS,
    }
    assert known(*said[:2] * 2, people=people)["Per"] == (ASKS, "questions")


def test_a_bracket_tells_the_role_of_a_label():
    said = [("Kari", "Fortell."), ("Ola", "Hva?")]
    assert known(*said, added={"Kari": "interviewer"}) == {
        "Kari": (ASKS, "label"),
        "Ola": (SAYS, "rest"),
    }


def test_what_is_given_by_initials_counts_for_the_full_name():
    found = known(("Hilde Nagell", "Ja."), ("Kari Dal", "Hva?"), given={"HN": "intervjuer"})
    assert found["Hilde Nagell"] == (ASKS, "given")


@pytest.mark.parametrize("asks", [True, False])
def test_a_listed_informant_who_asks_all_the_questions_is_warned_of(asks: bool):
    people = [Person("Kari Dal", "informant")]
    said = [("Kari", "Hva skjedde?" if asks else "Ja."), ("Anne", ANSWER)] * 3
    warned = [w for w in decide(talk(*said), people=people).warnings if "asks nearly all" in w]
    assert bool(warned) is asks


def test_words_without_label_are_an_informants():
    assert known(("", ANSWER)) == {"": (SAYS, "unlabelled")}
    assert decide(talk(("", ANSWER))).warnings == ()


def test_questions_set_apart_tell_who_asks():
    found = known(("Speaker 1", "VEL."), ("Speaker 2", "Hva?"), form={"Speaker 1": "in capitals"})
    assert found == {"Speaker 1": (ASKS, "form"), "Speaker 2": (SAYS, "rest")}


@pytest.mark.parametrize(
    "line",
    [
        "Roller: Kari = intervjuer, SPEAKER_01=informant",
        "**Roller:** Kari = intervjuer; SPEAKER_01 = informant.",
        "- rollar : Kari=intervjuer,SPEAKER_01 =informant",
        "Roles: Kari = intervjuer, SPEAKER_01 = informant",
    ],
)
def test_roles_are_declared_at_the_top(line: str):
    of = lines(f"Gruppe: KUBU\n{line}\n\nKari: Hva?\n")
    assert declared(of) == ({"Kari": "intervjuer", "SPEAKER_01": "informant"}, [of[1]])


@pytest.mark.parametrize(
    "text", ["Roller: mange", "Kari = intervjuer", "\n" * 60 + "Roller: A = R"]
)
def test_nothing_else_declares_roles(text: str):
    assert declared(lines(text)) == ({}, [])


def test_labels_stay_out_of_reprs():
    assert "Hemmelig" not in repr(decide(talk(("Hemmelig", ANSWER))))
