import pytest

from corpus.lines import lines, paragraphs
from corpus.text import normalise


@pytest.mark.parametrize(
    ("text", "normal"),
    [
        ("a\r\nb\rc\nd", "a\nb\nc\nd"),
        ("a\r\r\nb", "a\n\nb"),
        ("a\x0bb\x0cc\x85d\u2028e", "a\nb\nc\nd\ne"),
        ("\ufeff\ufeffhei", "hei"),
        ("midt\ufeffi", "midti"),
        ("a\u030a o\u0308", "å ö"),
        ("en\u00a0to\tre\u202f5", "en to\tre 5"),
        ("sam\u00adordning", "samordning"),
        ("ja\x07\u202enei\u200b", "janei"),
        ("halv\ud800", "halv\ufffd"),
        ("", ""),
    ],
)
def test_normalising_removes_what_nobody_sees_and_composes_letters(text: str, normal: str):
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
