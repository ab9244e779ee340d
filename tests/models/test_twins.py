from dataclasses import replace

from corpus import read_text
from models.twins import apart, runs, twins
from tests.models.tiny import ASKS, coded, document

SAID = (
    "We put the ladders in the hall because nobody could find them in the cellar.",
    "People came back with the tents wet and we hung them over the newspapers to dry.",
)
OTHER = (
    "The council gave us nothing for repairs this year, so the drill stays broken.",
    "I have never seen so many fathers at the desk on a Saturday morning.",
)


def alike(one, other) -> bool:
    return twins(runs(one), runs(other))


def test_another_layout_is_the_same_text() -> None:
    spread = [said.replace(" ", "  \n").upper() for said in SAID]
    assert alike(document(*SAID), document((ASKS, "What happened?"), *spread, name="b.txt"))
    assert alike(document(*SAID), document(" ".join(SAID)))


def test_another_header_is_the_same_text(book) -> None:
    body = "\n\n".join(f"Tran: {said}" for said in SAID)
    first = read_text(f"Library: Harbour Library\nDate: 2021-02-11\n\n{body}", book, "a.txt")
    second = read_text(f"Library: Mill Lane\nType: interview\n\n{body}", book, "b.txt")
    bare = read_text(" ".join(SAID), book, "c.txt")
    assert len({of.document_id for of in (first, second, bare)}) == 3
    assert alike(first, second)
    assert alike(first, bare)


def test_a_text_corrected_here_and_there_or_put_into_a_longer_one_is_the_same() -> None:
    corrected = [said.replace("newspapers", "journals") for said in SAID]
    assert alike(document(*SAID), document(*corrected))
    assert alike(document(*SAID), document(*OTHER, *SAID, *OTHER))


def test_the_same_questions_do_not_make_the_same_text() -> None:
    asked = [(ASKS, f"{said} Is it so?") for said in OTHER]
    assert not alike(document(*asked, SAID[0]), document(*asked, SAID[1]))
    assert not alike(document((ASKS, "Why?")), document((ASKS, "Why?")))


def test_half_of_the_runs_of_the_shorter_one_make_a_twin() -> None:
    assert alike(document("a b c d e f"), document("a b c d e x"))
    assert not alike(document("a b c d e f g"), document("a b c d e x"[:9] + " e x y"))
    assert alike(document("Yes.", "No."), document("yes", "perhaps", "never"))
    assert not alike(document("Yes.", "No.", "So."), document("yes", "perhaps", "never"))


def test_documents_held_back_are_named_with_what_they_came_in_as() -> None:
    held = coded(document(*SAID, name="test.txt"))
    same, twin, other = (
        coded(replace(document(*said), name=name))
        for said, name in ((SAID, "same.txt"), (SAID[:1], "twin.txt"), (OTHER, "other.txt"))
    )
    kept, left_out = apart([same, other, twin], [held])
    assert kept == [other]
    assert left_out == [("same.txt", "test.txt"), ("twin.txt", "test.txt")]
    assert apart([same], []) == ([same], [])


def test_the_gold_of_the_tests_has_no_twins(gold) -> None:
    for number, item in enumerate(gold):
        assert apart([item], gold[:number] + gold[number + 1 :])[0] == [item]
