import pytest

from corpus.lines import lines
from corpus.people import Person, listed, means, one_each


@pytest.mark.parametrize(
    ("line", "names", "role"),
    [
        ("Intervjuere: Anne Lie og Bo Falk", ["Anne Lie", "Bo Falk"], "interviewer"),
        ("**Intervjuarar:** Anne Lie, Bo Falk", ["Anne Lie", "Bo Falk"], "interviewer"),
        ("Intervjua av: Anne Lie", ["Anne Lie"], "interviewer"),
        ("Interviewers: Anne Lie and Bo Falk", ["Anne Lie", "Bo Falk"], "interviewer"),
        ("Informanter: Kari Dal (KLD; linje), Per Moe", ["Kari Dal", "Per Moe"], "informant"),
        ("- Informantar: statssekretær Kari Dal frå KLD", ["Kari Dal"], "informant"),
        ("Deltakere: Kari Dal; Per van Moe", ["Kari Dal", "Per van Moe"], "participant"),
        ("Til stede:\n- Kari Dal (KLD)\n2. Per Moe\n\nLiv Berg", ["Kari Dal", "Per Moe"], ""),
        ("Participants: Kari, KLD", ["Kari"], "participant"),
        ("Møteplan: Kari Dal", [], ""),
        ("Informanter: fire fra linja", [], "informant"),
    ],
)
def test_lists_name_people_and_their_roles(line: str, names: list[str], role: str):
    people = listed(lines(line), 0)
    assert [one.name for one in people] == names
    assert {one.role for one in people} <= {role}


@pytest.mark.parametrize("told", ["Anne Lie (intervjuer)", "Anne Lie, intervjuer"])
def test_a_word_behind_the_name_tells_the_role(told: str):
    people = listed(lines(f"Deltakere: {told}, Kari Dal (KADA)"), 0)
    assert [(one.name, one.role) for one in people] == [
        ("Anne Lie", "interviewer"),
        ("Kari Dal", "participant"),
    ]
    assert people[1].short == "KADA"


def test_a_label_outside_the_header_begins_no_list():
    of = lines("Gruppe: KUBU\nInformant: Kari Dal\n\nInformant: Per Moe\n\nInformanter: Liv Berg\n")
    assert [one.name for one in listed(of, 2)] == ["Kari Dal"]


def test_people_stay_out_of_reprs():
    assert "Hemmelig" not in repr(Person("Hemmelig", "informant", "HEM"))


@pytest.mark.parametrize(
    ("label", "name", "meant"),
    [
        ("Hilde Nagell", "Hilde Nagell", True),
        ("hilde", "Hilde Nagell", True),
        ("Nagell", "Hilde Nagell", True),
        ("HN", "Hilde Nagell", True),
        ("H.N.", "Hilde Nagell", True),
        ("H. Nagell", "Hilde Nagell", True),
        ("Hilde N.", "Hilde Nagell", True),
        ("Hilde (ler)", "Hilde Nagell", True),
        ("Hilde Nagell, KD", "Hilde Nagell", True),
        ("ALM", "Anne-Lise Moe", True),
        ("AM", "Anne-Lise Moe", True),
        ("Anne", "Anne-Lise Moe", True),
        ("H", "Hilde Nagell", False),
        ("NH", "Hilde Nagell", False),
        ("Hildegunn", "Hilde Nagell", False),
        ("Hilde Moe", "Hilde Nagell", False),
        ("Nagell Hilde", "Hilde Nagell", False),
        ("Kari", "Hilde", False),
    ],
)
def test_parts_of_a_name_and_initials_mean_who_bears_it(label: str, name: str, meant: bool):
    assert means(label, name) is meant


@pytest.mark.parametrize(
    ("labels", "people", "called"),
    [
        (["HN", "Hilde Nagell"], [], ["Hilde Nagell"] * 2),
        (["HN", "Hilde Nagell", "Håkon Nes"], [], ["HN", "Hilde Nagell", "Håkon Nes"]),
        (["HN", "Hilde Nagell"], ["Håkon Nes"], ["HN", "Hilde Nagell"]),
        (["HN", "Hilde"], ["Hilde Nagell"], ["HN", "HN"]),
        (["Kvinne", "Kvinne 1"], [], ["Kvinne", "Kvinne 1"]),
        (["INT", "Ida Nora Tveit"], [], ["INT", "Ida Nora Tveit"]),
        (["Kari (KD)", "Kari (HOD)", "Kari Dal"], [], ["Kari (KD)", "Kari (HOD)", "Kari Dal"]),
    ],
)
def test_one_speaker_has_one_label_where_nobody_else_may_be_meant(
    labels: list[str], people: list[str], called: list[str]
):
    assert list(one_each(labels, [Person(name) for name in people]).values()) == called
