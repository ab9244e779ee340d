import pytest

from corpus.mojibake import mend
from corpus.text import decoded

WORDS = "Vi må øve på å gå, «sånn» – ikke “slik”…"


def wrongly(text: str, encoding: str = "cp1252", times: int = 1) -> str:
    """UTF-8 read as something else, once or more."""
    for _ in range(times):
        text = text.encode().decode(encoding)
    return text


@pytest.mark.parametrize(
    ("bad", "good"),
    [
        (wrongly(WORDS.replace("”", "")), WORDS.replace("”", "")),
        (WORDS.encode().decode("latin-1"), WORDS),
        (wrongly("Vi må øve på å gå.", times=2), "Vi må øve på å gå."),
        (wrongly("Vi må øve på å gå.", "mac_roman"), "Vi må øve på å gå."),
        ("Ã¥", "å"),
        ("Ã…lesund", "Ålesund"),
        ("dâ€™accord", "d’accord"),
        ("mÃ¥ og så", "må og så"),
        ("Han sa Â«neiÂ» i SÃ¸r-Trøndelag.", "Han sa «nei» i Sør-Trøndelag."),
        ("ÄŒÃ¡hppesuolu lea Å¡addan", "Čáhppesuolu lea šaddan"),
    ],
)
def test_mojibake_is_mended(bad: str, good: str):
    mended, places = mend(bad)
    assert mended == good
    assert places > 0


@pytest.mark.parametrize(
    "text",
    [
        WORDS,
        "«BLÅ» – «Å», sa hun. PÅ… FØR–ETTER",
        "Sápmi, čáhci, áŋgir, dihtii, đ, ŧ, ž, š: «BUOT ČÁPPA»",
        "CAFÉ» og «À la carte»",
        "São Paulo, Ängelholm, Århus, Łódź, İstanbul, Đà Nẵng",
        "Честно говоря",
        "Âge, Ã, â, Â",
    ],
)
def test_what_is_right_stays(text: str):
    assert mend(text) == (text, 0)


def test_one_bad_line_leaves_the_others_alone():
    text = "Ã¥ ja\nPÅ… «BLÅ»\nÅ være"
    assert mend(text) == ("å ja\nPÅ… «BLÅ»\nÅ være", 1)


def test_a_warning_counts_what_was_mended():
    found = decoded("Vi mÃ¥ gÃ¥.".encode())
    assert found.text == "Vi må gå."
    assert "were mended: 2" in found.warnings[0]
