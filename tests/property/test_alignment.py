"""Two readings of one file that hide other words in it: what both show is found again."""

import time
from itertools import accumulate

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from store.alignment import Alignment

thorough = settings(derandomize=True, deadline=None, max_examples=300)
SHOWN = [
    "og",
    "sa",
    "at",
    "vi",
    "møtes",
    ".",
    ",",
    ": ",
    "\n",
    "\n\n",
    " ",
    "  ",
    "s ",
    "👩‍👧",
    "İ",
    "[",
    "]",
]
HIDDEN = ["KARI", "OLA NORDMANN", "Z.", "K. H. Å", "TROND\nVEGARD"]
words = st.lists(st.sampled_from(SHOWN), max_size=6).map("".join)
mentions = st.tuples(st.sampled_from(HIDDEN), st.booleans(), st.booleans())
pieces = st.lists(st.tuples(words, mentions), max_size=8)


def readings(of: list[tuple[str, tuple[str, bool, bool]]], end: str):
    """The text, and what either reading makes of it: pieces with whether they are hidden in it."""
    texts: list[list[str]] = [[], [], []]
    for number, (shown, (name, first, second)) in enumerate(of):
        for text, hides in zip(texts, (False, first, second), strict=True):
            text += [shown, f"[PERSON {number % 3 + 1}]" if hides else name]
    return [[*text, end] for text in texts]


def starts(pieces: list[str]) -> list[int]:
    return [0, *accumulate(map(len, pieces))]


@thorough
@given(pieces, words)
def test_every_passage_that_both_show_moves_to_its_own_place(of, end: str) -> None:
    _, old, new = readings(of, end)
    alignment = Alignment("".join(old), "".join(new))
    for number in range(0, len(old), 2):
        a, b = starts(old)[number], starts(new)[number]
        for start in range(len(old[number])):
            for stop in range(start + 1, len(old[number]) + 1):
                assert alignment.move(a + start, a + stop) == (b + start, b + stop)


# A name with a full stop can't be told from one without that a full stop follows.
plainly = st.tuples(st.sampled_from(["KARI", "OLA NORDMANN"]), st.booleans(), st.booleans())


@thorough
@given(st.lists(st.tuples(words, plainly), max_size=8), words, st.data())
def test_a_border_within_what_is_hidden_goes_to_the_whole_pseudonym(of, end: str, data) -> None:
    _, old, new = readings(of, end)
    whole = "".join(old)
    if not whole:
        return
    start = data.draw(st.integers(0, len(whole) - 1))
    stop = data.draw(st.integers(start + 1, len(whole)))
    moved = Alignment(whole, "".join(new)).move(start, stop)
    assert moved is not None
    after = starts(new)
    for number in range(1, len(new), 2):
        if new[number] != old[number]:
            for border in moved:
                assert not after[number] < border < after[number + 1]


letters = st.text(st.sampled_from("abc [1]\n"), max_size=20)
spans = st.lists(st.tuples(st.integers(0, 20), st.integers(1, 6)), max_size=4)


def hide(text: str, at: list[tuple[int, int]]) -> tuple[str, list[tuple[int, int]]]:
    """The text with these stretches hidden, and what is shown: where it stood, and stands."""
    made, shown, end = "", [], 0
    for number, (start, length) in enumerate(sorted(at)):
        if start >= end and start + length <= len(text):
            shown.append((end, start, len(made)))
            made += f"{text[end:start]}[PERSON {number}]"
            end = start + length
    return f"{made}{text[end:]}", [*shown, (end, len(text), len(made))]


@thorough
@given(letters, spans, spans)
def test_whatever_is_hidden_nothing_moves_to_other_words(text: str, first, second) -> None:
    old, shown = hide(text, first)
    new, _ = hide(text, second)
    alignment = Alignment(old, new)
    for begin, end, at in shown:
        for start in range(begin, end):
            moved = alignment.move(at + start - begin, at + start - begin + 1)
            if moved is not None and moved[1] - moved[0] == 1:
                assert new[slice(*moved)] == text[start]
            elif moved is not None:
                assert "[PERSON " in new[slice(*moved)]


def test_other_words_are_no_place_to_move_to() -> None:
    old = "Kari kom hjem.\nVi spiste.\nDet var alt.\n"
    new = "[PERSON 1] gikk ut.\nVi spiste.\nDet  var alt.\n"
    alignment = Alignment(old, new)
    at = old.index("kom hjem")
    assert alignment.move(at, at + 8) is None
    for quote in ("Vi spiste.", "Kari"):
        moved = alignment.move(old.index(quote), old.index(quote) + len(quote))
        assert moved is not None
        assert new[slice(*moved)] == {"Kari": "[PERSON 1]"}.get(quote, quote)
    moved = alignment.move(old.index("Det"), old.index("Det") + 7)
    assert moved is not None
    assert new[slice(*moved)] == "Det  var"
    assert alignment.move(5, 900) is None


@pytest.mark.parametrize("broken", ["", "\n"])
def test_a_long_interview_takes_no_time(broken: str) -> None:
    """Every line changes, and in one of the two a name is broken over two lines."""
    said = " ".join(
        "Dette sa Kari Nordmann til oss den dagen, og Ola hørte det ikke." for _ in "x" * 9
    )
    old = "".join(f"Kari Nordmann: {n} {said}\n\n" for n in range(300))
    new = old.replace("Kari Nordmann", "[PERSON 1]").replace("Ola", "[PERSON 2]")
    old = old.replace("Kari Nordmann", f"Kari{broken or ' '}Nordmann", 1)
    began = time.monotonic()
    alignment = Alignment(old, new)
    assert time.monotonic() - began < 20
    at = old.index("299 Dette")
    moved = alignment.move(at, at + len("299 Dette sa Kari Nordmann"))
    assert moved is not None
    assert new[slice(*moved)] == "299 Dette sa [PERSON 1]"
