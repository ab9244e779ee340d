import codecs

import pytest

from corpus.text import decode, decoded
from kodetrapp.errors import FileRefusedError

WORDS = "Vi må øve på å «se», ikke gå.\n"
RUSSIAN = "Честно говоря, я об этом почти ничего не знаю, к сожалению.\n"


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        (WORDS.encode("utf-8"), "UTF-8"),
        (WORDS.encode("utf-8-sig"), "UTF-8"),
        (codecs.BOM_UTF16_LE + WORDS.encode("utf-16-le"), "UTF-16-LE"),
        (codecs.BOM_UTF16_BE + WORDS.encode("utf-16-be"), "UTF-16-BE"),
        (codecs.BOM_UTF32_LE + WORDS.encode("utf-32-le"), "UTF-32-LE"),
        (codecs.BOM_UTF32_BE + WORDS.encode("utf-32-be"), "UTF-32-BE"),
        (WORDS.encode("utf-16-le"), "UTF-16-LE"),
        (WORDS.encode("utf-16-be"), "UTF-16-BE"),
        (WORDS.encode("utf-32-le"), "UTF-32-LE"),
        (WORDS.encode("utf-32-be"), "UTF-32-BE"),
        (WORDS.encode("cp1252"), "Windows-1252"),
        (WORDS.encode("latin-1"), "Windows-1252"),
        (WORDS.encode("mac_roman"), "Mac Roman"),
        (WORDS.encode("cp850"), "CP850 (MS-DOS)"),
        (WORDS.replace("»", "").encode("cp865"), "CP865 (MS-DOS)"),
    ],
)
def test_every_encoding_that_norwegian_comes_in_is_told(data: bytes, encoding: str):
    found = decoded(data)
    assert found.text in {WORDS, WORDS.replace("»", "")}
    assert found.encoding == encoding
    assert found.warnings == ()


@pytest.mark.parametrize("encoding", ["cp1252", "mac_roman", "cp865", "cp850"])
@pytest.mark.parametrize("words", ["på", "Å", "ÆRLIG TALT", "Øst er øst", "idé", "Så sa hun ja"])
def test_a_word_is_enough(words: str, encoding: str):
    assert decode(words.encode(encoding)) == words


@pytest.mark.parametrize(
    ("words", "encoding"),
    [
        ("Don’t do that – really", "cp1252"),
        ("“Yes”, she said… and didn’t", "cp1252"),
        ("“Yes”, she said… and didn’t", "mac_roman"),
        ("§ 3 sier 10 °C", "cp1252"),
        ("«BLÅ»", "cp1252"),
    ],
)
def test_marks_tell_where_no_letters_do(words: str, encoding: str):
    assert decode(words.encode(encoding)) == words


@pytest.mark.parametrize("encoding", ["cp1251", "koi8_r"])
def test_encodings_of_other_languages_are_guessed_and_said_to_be_a_guess(encoding: str):
    found = decoded(RUSSIAN.encode(encoding))
    assert found.text == RUSSIAN
    assert "not certain" in found.warnings[0]


def test_a_few_bytes_of_windows_1252_among_utf_8_are_read_as_such():
    data = ("Så må vi øve på å gå. " * 3).encode() + "Blåbær".encode("cp1252")
    found = decoded(data)
    assert found.text == "Så må vi øve på å gå. " * 3 + "Blåbær"
    assert found.encoding == "UTF-8"
    assert "read as Windows-1252: 2" in found.warnings[0]


def test_half_a_letter_at_the_end_is_lost_alone():
    assert decode("Vi må øve på å gå".encode()[:-1]) == "Vi må øve på å g\ufffd"


def test_control_characters_are_left_out_where_they_are_few():
    found = decoded(b"Ja\x07 vel. \x1b Nei. " * 2 + b"og saa videre " * 20 + b"\x1a")
    assert found.text == "Ja vel.  Nei. " * 2 + "og saa videre " * 20
    assert found.warnings == ("control characters, which nobody sees, were left out: 4",)


@pytest.mark.parametrize(
    "data",
    [
        b"PK\x03\x04\x14\x00\x06\x00",
        b"\x89PNG\r\n\x1a\n\x00\x00",
        b"hemmelig\x00ord",
        codecs.BOM_UTF16_LE + b"\x61",
        codecs.BOM_UTF8 + b"hemmelig\x00",
        b"hemmelig\x01\x02\x03",
        bytes(range(1, 256)),
        bytes(40),
    ],
    ids=["zip", "png", "zero byte", "half a character", "mark", "controls", "all bytes", "zeros"],
)
def test_what_is_no_text_is_refused_with_a_remedy_and_without_its_words(data: bytes):
    with pytest.raises(FileRefusedError) as caught:
        decode(data)
    message = str(caught.value)
    assert "is no readable text; save it as UTF-8 text" in message
    assert "hemmelig" not in message


def test_the_words_stay_out_of_the_repr():
    assert "hemmelig" not in repr(decoded(b"hemmelig"))


def test_an_endless_line_takes_no_time():
    assert decode("æ".encode("cp1252") * 300_000) == "æ" * 300_000
