"""Whatever a document says, every piece of it stands where it says after pseudonymising."""

import re
import subprocess
import sys
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from corpus import Document, Turn, TurnRole
from privacy.identifiers import find_identifiers
from privacy.name_lists import NameLists
from privacy.persons.recogniser import default
from privacy.pseudonymise import Pseudonymised, find_mentions, pseudonymise

thorough = settings(derandomize=True, deadline=None, max_examples=200)
PIECES = [
    *("sa A. B. Dahl der.", "Hun heter Kari van Dahl der.", "Ja, sa Kari K. H. Hansen."),
    *(
        "Kari",
        "Hansen",
        "Karis",
        "Ola",
        "K.",
        "H.",
        "KH",
        "KHs",
        "K. H.",
        "A",
        "Le",
        "Van",
        "van der",
    ),
    *(
        "Dahl,",
        "Anne-Lise",
        "INT",
        "I",
        "R",
        "DFØ",
        "Oslo",
        "sa",
        "at",
        "og",
        ".",
        ",",
        ":",
        "–",
        "’",
    ),
    *(
        "[PERSON 1]",
        "[PERSON",
        "[TELEFON 12]",
        "1]",
        "kari@dep.no",
        "@kari",
        "www.a.no/b",
        "412 34 567",
    ),
    *(
        "22 33 44 55",
        "Storgata 1",
        ", 0155 Oslo",
        "DN 12345",
        "15038512345",
        "1234.56.78903",
        "s",
        "'s",
    ),
    *("\n", "\n\n", " ", "  ", "\t", "İ", "ß", "👩‍👧", "ﬁ", "Å"),
]
texts = st.one_of(
    st.lists(st.sampled_from(PIECES), max_size=14).map(" ".join),
    st.lists(st.sampled_from(PIECES), max_size=14).map("".join),
    st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=5)), max_size=10).map(" ".join),
)
names = st.lists(
    st.sampled_from(["Kari", "K.", "A.", "van", "H. H", "PERSON", "Oslo", "a", "1"]), max_size=3
)


@st.composite
def documents(draw: st.DrawFn) -> Document:
    """A text cut into turns anywhere, with labels that may stand in it."""
    text = draw(texts)
    cuts = sorted(draw(st.sets(st.integers(0, len(text)), max_size=8)))
    spans = [(a, b) for a, b in pairwise(cuts) if draw(st.booleans())]
    labels = st.sampled_from(["", "Kari", "KH", "K. H.", "I", "A"])
    turns = [Turn(a, b, text[a:b], TurnRole.INFORMANT, draw(labels)) for a, b in spans]
    return Document("a.txt", text, tuple(turns), times=tuple((a, float(a)) for a, _ in spans))


def check(document: Document, result: Pseudonymised) -> None:
    """What stands outside is as it was; that turns stand where they say, `Document` checks."""
    old, new = document.text, result.document.text
    pattern, at = "", 0
    for one in result.hidden:
        assert new[one.start : one.end] == (one.pseudonym if one.replaced else one.original) != ""
        kept = re.escape(new[at : one.start])
        if pattern.endswith("(?:)"):  # A genitive's ending stands behind its pseudonym.
            kept = _without_ending(new[at : one.start])
        pattern += kept + re.escape(one.original)
        pattern += "(?:)" if one.replaced else ""
        at = one.end
    rest = new[at:]
    pattern += _without_ending(rest) if pattern.endswith("(?:)") else re.escape(rest)
    assert re.fullmatch(pattern, old)


def _without_ending(text: str) -> str:
    """A pattern for what stands behind a pseudonym: the text, or the text without its ending."""
    ends = text[:1] in {"s", "'", "’"}
    return f"{re.escape(text[0])}?{re.escape(text[1:])}" if ends and text else re.escape(text)


@thorough
@given(document=documents(), hide=names, keep=names)
def test_all_that_is_outside_pseudonyms_is_as_it_was(
    document: Document, hide: list[str], keep: list[str]
):
    result = pseudonymise(document, default(), NameLists(hide=tuple(hide), keep=tuple(keep)))
    assert len(result.document.turns) == len(document.turns)
    ends = [(one.start, one.end) for one in result.hidden]
    assert all(a[1] <= b[0] for a, b in pairwise(ends))
    check(document, result)


@thorough
@given(document=documents())
def test_a_pseudonym_lies_within_one_turn(document: Document):
    result = pseudonymise(document, default(), NameLists())
    borders = {at for turn in result.document.turns for at in (turn.start, turn.end)}
    for one in result.hidden:
        assert not any(one.start < at < one.end for at in borders if one.replaced)


@thorough
@given(text=texts, hide=names)
def test_mentions_stand_where_they_say_in_order(text: str, hide: list[str]):
    for mentions in (
        find_identifiers(text),
        find_mentions(text, default(), NameLists(hide=tuple(hide)), initials=["KH", "K. H."]),
    ):
        assert all(text[m.start : m.end] == m.text for m in mentions)
        assert all(a.end <= b.start for a, b in pairwise(mentions))


_HIDE = """
import sys
from corpus import Document, Turn, TurnRole
from privacy.name_lists import NameLists
from privacy.persons.recogniser import default
from privacy.pseudonymise import pseudonymise

size = int(sys.argv[1])
for unit in sys.argv[2:]:
    text = unit * (size // len(unit))
    borders = [at for at, sign in enumerate(text) if sign == "\\n"][:20_000]
    turns = [
        Turn(a + 1, b, text[a + 1 : b], TurnRole.NOTE, "KH") for a, b in zip(borders, borders[1:])
    ]
    lists = NameLists(hide=("Blåheia", "Kari Hansen"), keep=("Kubu", "a b"))
    pseudonymise(Document("a.txt", text, tuple(turns)), default(), lists)
"""
MEGABYTE = 1_000_000


def in_time(seconds: int, size: int, *units: str) -> None:
    """Pseudonymises texts of these, in another process: what never ends must not hang the tests."""
    command = [sys.executable, "-c", _HIDE, str(size), *units]
    subprocess.run(command, check=True, timeout=seconds)


def test_a_line_of_a_megabyte_is_pseudonymised_in_a_moment():
    units = ["a", "A", "1", "[", "@", ".", " ", "skilt", "www.", "-a", "\t"]
    in_time(120, MEGABYTE, *units)


def test_a_long_line_of_what_looks_like_identifiers_is_done_in_time():
    in_time(
        240, MEGABYTE // 10, "412 34 567 ", "a@b.no ", "[PERSON 1] ", "Storgata ", "bil ", "12 34 "
    )


def test_long_lines_of_names_take_time_in_proportion_to_their_length():
    """Comparing each with each would take hours."""
    in_time(
        240,
        MEGABYTE // 20,
        "Ola Hansen ",
        "Åse og ",
        "K. H. ",
        "A. ",
        "KH: Kari sa KH\n",
        "Van van ",
    )
