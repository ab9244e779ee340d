"""Mentions of one person come together, those of two don't."""

import re

import pytest

from privacy.identifiers import Kind, Mention
from privacy.people import genitive, people

NAMES = {"kari", "jonas", "per", "ola", "lars", "anne", "hansen", "berg", "dahl", "hans", "tom"}


def is_name(word: str) -> bool:
    return word.casefold() in NAMES


def numbers(*names: str) -> list[int]:
    """The numbers of the persons that are mentioned in this order."""
    mentions, at = [], 0
    for name in names:
        mentions.append(Mention(at, at + len(name), name, Kind.PERSON))
        at += len(name) + 2
    of = people(mentions, is_name)
    return [of[mention] for mention in mentions]


@pytest.mark.parametrize(
    "other",
    [
        *("Kari", "Hansen", "Karis", "Hansens", "Kari Hansens", "Hansen, Kari", "KH", "K. Hansen"),
        *("Kari A. Hansen", "kari", "KARI HANSEN", "K.H."),
    ],
)
def test_a_person_is_known_by_every_form_of_the_name(other: str):
    assert numbers("Kari Hansen", other) == [1, 1]
    assert numbers(other, "Kari Hansen") == [1, 1]
    assert numbers("Ola Dahl", "Kari Hansen", other) == [1, 2, 2]


def test_double_names_have_initials_of_their_parts():
    assert numbers("Anne-Kari Berg", "AKB") == [1, 1]
    assert numbers("Anne-Kari Berg", "AB") == [1, 1]


def test_initials_may_have_the_hyphen_of_the_name():
    assert numbers("Siri Hansen-Berg", "SH-B", "SHB") == [1, 1, 1]
    assert numbers("Anne-Kari Berg", "A-KB", "AB") == [1, 1, 1]


def test_the_numbers_follow_the_order_of_the_text():
    assert numbers("Ola", "Kari", "Ola", "Per") == [1, 2, 1, 3]


def test_persons_with_one_surname_are_told_apart_and_the_bare_name_is_who_was_mentioned_last():
    assert numbers("Kari Hansen", "Ola Hansen", "Hansen") == [1, 2, 2]
    assert numbers("Kari Hansen", "Ola Hansen", "Kari", "Hansen") == [1, 2, 1, 1]


def test_persons_with_one_given_name_are_told_apart():
    assert numbers("Kari Hansen", "Kari Berg", "Kari", "Hansen", "Kari") == [1, 2, 2, 1, 1]


def test_initials_have_a_genitive_too():
    assert numbers("Kari Hansen", "KH", "KHs", "Ola") == [1, 1, 1, 2]


def test_strangers_stay_strangers():
    assert numbers("Kari Hansen", "Ola Berg", "Per", "OD") == [1, 2, 3, 4]


def test_jonas_is_no_genitive_but_karis_is():
    assert numbers("Jonas", "Jona") == [1, 1]  # Where there is a Jona, Jonas is hers.
    assert numbers("Jonas", "Karis", "Kari", "Jonas") == [1, 2, 2, 1]
    assert [genitive(word, set(), is_name) for word in ("Jonas", "Hans", "Karis", "Ola")] == [
        *("", "", "s", "")
    ]


def test_a_name_in_no_list_has_a_genitive_where_it_stands_without_one_as_well():
    assert genitive("Blåtunes", {"blåtune"}, is_name) == "s"
    assert genitive("Blåtunes", set(), is_name) == ""


@pytest.mark.parametrize(("text", "ending"), [("Lars'", "'"), ("Jonas’", "’"), ("KHS", "")])
def test_the_ending_of_a_genitive_may_be_an_apostrophe(text: str, ending: str):
    assert genitive(text, set(), is_name) == ending


def test_other_mentions_are_of_nobody():
    phone = Mention(0, 8, "41234567", Kind.PHONE)
    assert people([phone], is_name) == {}


def test_many_persons_are_told_apart_in_a_moment():
    """Comparing each with each would take hours."""
    given = [f"{a}{b}{c}o" for a in "BDFGHJKLMN" for b in "aeiouy" for c in "bdfghjklmnprst"]
    names = [f"{name} {re.sub('o$', other, name)}sen" for name in given for other in "aeiuy" * 2]
    assert len(set(numbers(*names, *given))) == len(set(names))


def test_an_initial_makes_nobody_of_a_word_that_begins_with_it():
    assert numbers("Nina Krogh", "K. Myhre", "Krogh", "Myhre") == [1, 2, 1, 2]
