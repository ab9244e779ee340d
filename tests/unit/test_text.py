import codecs

import pytest

from corpus.lines import lines, paragraphs
from corpus.text import decode, normalise
from kodetrapp.errors import FileRefusedError

WORDS = "Vi må øve på å «se» – ikke gå.\n"


@pytest.mark.parametrize(
    "data",
    [
        WORDS.encode("utf-8"),
        WORDS.encode("utf-8-sig"),
        codecs.BOM_UTF16_LE + WORDS.encode("utf-16-le"),
        codecs.BOM_UTF16_BE + WORDS.encode("utf-16-be"),
        WORDS.encode("cp1252"),
    ],
    ids=["utf-8", "utf-8 with mark", "utf-16-le", "utf-16-be", "windows-1252"],
)
def test_text_is_decoded_whatever_its_encoding(data: bytes):
    assert decode(data) == WORDS


@pytest.mark.parametrize(
    "data",
    [
        b"PK\x03\x04\x14\x00\x06\x00",
        b"\x89PNG\r\n\x1a\n\x00\x00",
        b"hemmelig\x00ord",
        WORDS.encode("utf-16-le"),
        codecs.BOM_UTF32_LE + WORDS.encode("utf-32-le"),
        codecs.BOM_UTF16_LE + b"\x61",
        codecs.BOM_UTF8 + b"hemmelig \xe5\xff",
        b"\x81\x8d\x8f hemmelig",
    ],
    ids=[
        "zip",
        "png",
        "zero byte",
        "utf-16 without mark",
        "utf-32",
        "half a character",
        "broken utf-8 with mark",
        "no windows-1252",
    ],
)
def test_what_is_no_text_is_refused_with_a_remedy_and_without_its_words(data: bytes):
    with pytest.raises(FileRefusedError) as caught:
        decode(data)
    message = str(caught.value)
    assert "is no readable text; save it as UTF-8 text" in message
    assert "hemmelig" not in message


@pytest.mark.parametrize(
    ("text", "normal"),
    [
        ("a\r\nb\rc\nd", "a\nb\nc\nd"),
        ("a\r\r\nb", "a\n\nb"),
        ("\ufeff\ufeffhei", "hei"),
        ("a\u030a o\u0308", "å ö"),
        ("en\u00a0to\tre  fire", "en\u00a0to\tre  fire"),
        ("midt\ufeffi", "midt\ufeffi"),
        ("", ""),
    ],
)
def test_normalising_changes_line_ends_marks_and_composition_only(text: str, normal: str):
    assert normalise(text) == normal
    assert normalise(normal) == normal


def test_lines_know_where_they_stand():
    text = "én\n\n  to \u2028 tre\x0b\n"
    found = lines(text)
    assert [line.text for line in found] == ["én", "", "  to \u2028 tre\x0b", ""]
    assert all(text[line.start : line.end] == line.text for line in found)
    assert [line.blank for line in found] == [False, True, False, True]


def test_paragraphs_lie_between_blank_lines():
    found = paragraphs(lines("\n a\nb\n \t\n\u00a0\nc\n"))
    assert [[line.text for line in block] for block in found] == [[" a", "b"], ["c"]]


def test_lines_keep_their_words_out_of_their_repr():
    assert "hemmelig" not in repr(lines("hemmelig"))
