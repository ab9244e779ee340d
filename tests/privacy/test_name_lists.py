"""A study's own lists of names."""

from pathlib import Path

import pytest

import codebook
from kodetrapp.errors import UsageError
from privacy import name_lists
from privacy.name_lists import NameLists


def places(lists: NameLists, text: str) -> tuple[list[str], list[str]]:
    found = name_lists.find(lists, text)
    return [text[slice(*at)] for at in found.hide], [text[slice(*at)] for at in found.keep]


def test_lists_are_read_from_a_file(tmp_path: Path):
    path = tmp_path / name_lists.FILE
    path.write_text("hide:\n  - Blåheia\nkeep: [Åse-modellen]\n", encoding="utf-8")
    assert name_lists.load(path) == NameLists(hide=("Blåheia",), keep=("Åse-modellen",))


def test_without_a_file_or_in_an_empty_one_there_are_no_names(tmp_path: Path):
    path = tmp_path / name_lists.FILE
    assert name_lists.load(path) == NameLists()
    path.write_text("")
    assert name_lists.load(path) == NameLists()


@pytest.mark.parametrize(
    "content", ["hide: [hemmelig", "hide: hemmelig", "hidden: [hemmelig]", "- hemmelig", "\x00"]
)
def test_a_wrong_file_is_named_without_a_name_from_it(tmp_path: Path, content: str):
    path = tmp_path / name_lists.FILE
    path.write_text(content)
    with pytest.raises(UsageError) as caught:
        name_lists.load(path)
    assert str(path) in str(caught.value)
    assert "hemmelig" not in str(caught.value)
    assert caught.value.__cause__ is None


def test_a_file_that_is_no_text_is_named(tmp_path: Path):
    path = tmp_path / name_lists.FILE
    path.write_bytes(b"hide: [\xff\xfe]")
    with pytest.raises(UsageError, match=r"names\.yaml"):
        name_lists.load(path)


def test_names_are_found_as_whole_words_with_the_genitive():
    lists = NameLists(hide=("Tor",), keep=("Ås",))
    assert places(lists, "Tor og Tors bil, Tor’ bil, ikke Torsdag eller motor. Ås, Åse.") == (
        ["Tor", "Tors", "Tor’"],
        ["Ås"],
    )


def test_names_to_hide_are_found_whatever_their_case_names_to_keep_as_written():
    lists = NameLists(hide=("Kari",), keep=("Per",))
    assert places(lists, "kari KARI per PER Per") == (["kari", "KARI"], ["Per"])


def test_the_longest_name_is_found_over_any_white_space():
    lists = NameLists(hide=("Kari", "Kari Hansen"))
    assert places(lists, "Kari\nHansen, Kari  Hansen, Kari") == (
        ["Kari\nHansen", "Kari  Hansen", "Kari"],
        [],
    )


def test_signs_of_patterns_are_signs():
    assert places(NameLists(hide=("K.H.", "(x", " ")), "K.H. KxHx (x") == (["K.H.", "(x"], [])


def test_the_names_of_the_codebook_are_kept():
    book = codebook.load()
    lists = name_lists.with_codebook(NameLists(hide=("A",), keep=("B",)), book)
    assert lists.hide == ("A",)
    assert {"B", *(name for case in book.cases for name in case.names())} <= set(lists.keep)


def test_no_name_is_shown():
    assert "hemmelig" not in repr(NameLists(hide=("hemmelig",), keep=("hemmelig",)))
