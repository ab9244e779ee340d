"""What stands where after stretches of a text were exchanged."""

import pytest

from corpus import Document, Turn, TurnRole
from privacy.rewriting import Edit, Rewriting

TEXT = "A: Kari sa ja.\nB: Nei, Ola!\n"
EDITS = [Edit(3, 7, "[PERSON 1]"), Edit(23, 26, "[PERSON 2]")]


def test_the_text_has_the_replacements_and_everything_between_them():
    assert Rewriting(EDITS).text(TEXT) == "A: [PERSON 1] sa ja.\nB: Nei, [PERSON 2]!\n"
    assert Rewriting([]).text(TEXT) == TEXT


def test_a_replacement_may_be_shorter():
    rewriting = Rewriting([Edit(3, 7, "X"), Edit(23, 26, "Y")])
    assert rewriting.text(TEXT) == "A: X sa ja.\nB: Nei, Y!\n"
    assert rewriting.offset(len(TEXT)) == len(TEXT) - 5


def test_offsets_outside_edits_point_to_the_same_sign():
    rewriting = Rewriting(EDITS)
    new = rewriting.text(TEXT)
    for old in [*range(3), *range(7, 23), *range(26, len(TEXT))]:
        assert new[rewriting.offset(old)] == TEXT[old]


def test_offsets_inside_an_edit_are_its_beginning_or_its_end():
    rewriting = Rewriting(EDITS)
    assert [rewriting.offset(old) for old in (3, 4, 6, 7)] == [3, 3, 3, 13]
    assert [rewriting.offset(old, at_end=True) for old in (3, 4, 6, 7)] == [3, 13, 13, 13]


def test_adjacent_edits_keep_to_themselves():
    rewriting = Rewriting([Edit(0, 2, "abc"), Edit(2, 4, "x")])
    assert rewriting.text("1234-") == "abcx-"
    assert (rewriting.offset(2), rewriting.offset(2, at_end=True), rewriting.offset(4)) == (3, 3, 4)


@pytest.mark.parametrize(
    ("edits", "reason"),
    [
        ([Edit(3, 3, "x")], "empty"),
        ([Edit(3, 4, "")], "empty"),
        ([Edit(3, 7, "x"), Edit(6, 8, "y")], "overlap"),
        ([Edit(6, 8, "x"), Edit(3, 5, "y")], "overlap"),
    ],
)
def test_edits_that_make_no_sense_are_refused(edits: list[Edit], reason: str):
    with pytest.raises(ValueError, match=reason):
        Rewriting(edits)


def test_turns_and_times_of_a_document_move_along():
    turns = (
        Turn(3, 14, TEXT[3:14], TurnRole.INFORMANT, "A"),
        Turn(18, 27, TEXT[18:27], TurnRole.INFORMANT, "B"),
    )
    document = Document("a.txt", TEXT, turns, times=((3, 0.5), (18, 2.0)))
    new = Rewriting(EDITS).document(document)
    assert [turn.text for turn in new.turns] == ["[PERSON 1] sa ja.", "Nei, [PERSON 2]!"]
    assert [turn.speaker for turn in new.turns] == ["A", "B"]
    assert [new.text[at : at + 4] for at, _ in new.times] == ["[PER", "Nei,"]
    assert [second for _, second in new.times] == [0.5, 2.0]


def test_no_edit_shows_what_it_writes():
    assert "hemmelig" not in repr(Edit(0, 1, "hemmelig"))
