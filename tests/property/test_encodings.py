"""Whatever encoding a text was saved in, it comes out as it was.

Where that can't be: eight-bit encodings have no mark, so a text must hold a Norwegian letter within
Norwegian words to be told (here every second word has one); letters of Windows-1252 that happen to
be valid UTF-8 (`Å»`, and nothing else outside ASCII) are read as UTF-8; CP865 and CP850 differ in
marks alone; UTF-16 and UTF-32 without a mark need most characters to be Latin; and a text about
mojibake has its examples mended.
"""

import codecs
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from corpus.formats import READERS
from corpus.mojibake import mend
from corpus.text import decode, normalise
from kodetrapp.errors import FileRefusedError

quick = settings(derandomize=True, deadline=None)
CONTROL = [chr(n) for n in (*range(9), *range(14, 32), 127)]
LETTERS = "abdefghijklmnoprstuvy"
WIDE = ["utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"]
BYTE = ["cp1252", "latin-1", "mac_roman", "cp850", "cp865"]

plain = st.text(st.characters(codec="utf-8", exclude_characters=["\ufeff", *CONTROL]))
norwegian = st.tuples(
    st.sampled_from(["", "s", "tr", "B", "gr", "kl"]),
    st.sampled_from("æøå"),
    st.text(LETTERS, min_size=1, max_size=5),
).map("".join)
ordinary = st.one_of(
    st.text(LETTERS, min_size=1, max_size=8),
    st.sampled_from(["idé", "én", "Å", "ØST", "kafé", "12/23", "f.eks.", "Ærlig", "à", "müsli"]),
)
gaps = st.sampled_from([" ", ", ", ". ", "\n", "\r\n", "\n\n", ": ", " - "])
marks = st.sampled_from(
    [("", "")] * 3 + [("«", "»"), ("(", ")"), ("“", "”"), ("– ", ""), ("", "…")]
)
clause = st.tuples(norwegian, gaps, ordinary, gaps, marks).map(
    lambda p: f"{p[4][0]}{p[0]}{p[1]}{p[2]}{p[4][1]}{p[3]}"
)
transcripts = st.lists(clause, min_size=1, max_size=12).map("".join)


@pytest.mark.parametrize("encoding", ["utf-8", *WIDE])
@pytest.mark.parametrize("mark", [True, False], ids=["with mark", "without mark"])
@quick
@given(text=transcripts)
def test_a_norwegian_text_in_unicode_comes_out_as_it_was(encoding: str, mark: bool, text: str):
    bom = "\ufeff".encode(encoding) if mark else b""
    assert decode(bom + text.encode(encoding)) == text


@pytest.mark.parametrize("encoding", BYTE)
@quick
@given(text=transcripts)
def test_a_norwegian_text_in_eight_bits_comes_out_as_it_was(encoding: str, text: str):
    held = text.encode(encoding, "replace").decode(encoding)
    if encoding == "cp865":
        held = held.replace("«", "").replace("»", "")
    assert decode(held.encode(encoding)) == held


@pytest.mark.parametrize(
    ("mark", "encoding"),
    [
        (b"", "utf-8"),
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
        (codecs.BOM_UTF32_LE, "utf-32-le"),
        (codecs.BOM_UTF32_BE, "utf-32-be"),
    ],
)
@quick
@given(text=plain)
def test_any_text_in_unicode_comes_out_as_it_was(mark: bytes, encoding: str, text: str):
    assume(mend(text) == (text, 0))
    assert decode(mark + text.encode(encoding)) == text


@quick
@given(text=plain)
def test_any_text_comes_out_of_a_text_file_as_it_was(text: str):
    text = normalise(text)
    assume(mend(text) == (text, 0))
    with TemporaryDirectory() as folder:
        path = Path(folder, "a.txt")
        path.write_bytes(text.encode())
        extract = READERS[".txt"](path)
    assert (extract.text, extract.warnings) == (text, ())


@quick
@given(text=transcripts)
def test_a_text_read_in_the_wrong_encoding_is_mended(text: str):
    assume(any(ord(char) > 127 for char in text))
    bad = text.encode().decode("latin-1")
    assert decode(bad.encode()) == text


@quick
@given(text=transcripts)
def test_a_text_that_is_right_is_not_mended(text: str):
    assert mend(text) == (text, 0)


@quick
@given(st.binary(max_size=60))
def test_bytes_are_text_without_control_characters_or_refused(data: bytes):
    try:
        text = decode(data)
    except FileRefusedError:
        return
    assert not set(text) & set(CONTROL)
