"""Bold names are speakers and bold questions questions, in whatever program it was written."""

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from docx import Document as Word
from odfdo import Document as OpenDocument
from odfdo import Element, Paragraph, Style

from corpus import formats
from tests import saving

Pieces = Sequence[tuple[str, bool]]
"""A paragraph: words, and whether they are bold."""
BESIDE: list[Pieces] = [
    [("Kari Lie", True), (" Hva gjorde dere?", False)],
    [("Bo Falk", True), (" Vi møttes, og ble enige.", False)],
] * 2
ABOVE: list[Pieces] = [
    [("Kari Lie", True)],
    [("Hva gjorde dere?", False)],
    [("Bo Falk", True)],
    [("Vi møttes, og ble enige.", False)],
] * 2
LABELLED = ["Kari Lie: Hva gjorde dere?", "Bo Falk: Vi møttes, og ble enige."] * 2
QUESTIONS: list[Pieces] = [
    [("Hvordan gikk det?", True)],
    [("Det gikk bra, etter måten.", False)],
    [("Og etterpå?", True)],
    [("Da ble det stille.", False)],
    [("Hvem visste det?", True)],
    [("Ingen.", False)],
]
STRESSED: list[Pieces] = [
    [("Dette", True), (" var viktig, sa hun.", False)],
    [("Vi ", False), ("måtte", True), (" gjøre det.", False)],
]


def save_docx(of: list[Pieces], path: Path) -> None:
    document = Word()
    for pieces in of:
        paragraph = document.add_paragraph()
        for words, bold in pieces:
            paragraph.add_run(words).bold = bold
    document.save(str(path))


def save_odt(of: list[Pieces], path: Path) -> None:
    document = OpenDocument("text")
    document.body.clear()
    style = Style("text", name="fet", area="text", bold=True)
    document.insert_style(style, automatic=True)
    for pieces in of:
        paragraph = Paragraph("")
        for words, bold in pieces:
            name = ' text:style-name="fet"' if bold else ""
            paragraph.append(Element.from_tag(f"<text:span{name}>{words}</text:span>"))
        document.body.append(paragraph)
    document.save(path)


def save_rtf(of: list[Pieces], path: Path) -> None:
    body = "".join(
        "".join(
            rf"{{\b {saving.rtf_text(words)}}}" if bold else saving.rtf_text(words)
            for words, bold in pieces
        )
        + "\\par\n"
        for pieces in of
    )
    path.write_bytes(saving.rtf(body))


def save_html(of: list[Pieces], path: Path) -> None:
    body = "".join(
        "<p>" + "".join(f"<b>{w}</b>" if bold else w for w, bold in pieces) + "</p>\n"
        for pieces in of
    )
    path.write_text(f"<html><body>{body}</body></html>", encoding="utf-8")


SAVED: dict[str, Callable[[list[Pieces], Path], None]] = {
    ".docx": save_docx,
    ".odt": save_odt,
    ".rtf": save_rtf,
    ".html": save_html,
}


def lines(of: list[Pieces], ending: str, folder: Path) -> list[str]:
    SAVED[ending](of, folder / f"a{ending}")
    return formats.read(folder / f"a{ending}").text.split("\n")


@pytest.mark.parametrize("ending", SAVED)
@pytest.mark.parametrize("of", [BESIDE, ABOVE], ids=["beside", "above"])
def test_bold_names_are_labels(of: list[Pieces], ending: str, tmp_path: Path):
    assert lines(of, ending, tmp_path) == LABELLED


@pytest.mark.parametrize("ending", SAVED)
def test_bold_questions_are_told_from_answers(ending: str, tmp_path: Path):
    found = [line for line in lines(QUESTIONS, ending, tmp_path) if line]
    assert found[:2] == ["Spørsmål: Hvordan gikk det?", "Svar: Det gikk bra, etter måten."]
    [warning] = formats.read(tmp_path / f"a{ending}").warnings
    assert warning.startswith("bold questions are read as 'Spørsmål:'")


@pytest.mark.parametrize("ending", SAVED)
def test_stressed_words_stay_in_their_sentence(ending: str, tmp_path: Path):
    assert [line for line in lines(STRESSED, ending, tmp_path) if line] == [
        "Dette var viktig, sa hun.",
        "Vi måtte gjøre det.",
    ]


def test_bold_goes_on_over_the_end_of_a_paragraph_of_rich_text(tmp_path: Path):
    body = r"\b Kari Lie\par\b0 Hva?\par\b Bo Falk\plain\par Ja.\par "
    (tmp_path / "a.rtf").write_bytes(saving.rtf(body * 2))
    text = formats.read(tmp_path / "a.rtf").text
    assert text.split("\n") == ["Kari Lie: Hva?", "Bo Falk: Ja."] * 2


def test_a_page_may_say_bold_in_its_style(tmp_path: Path):
    page = "".join(
        f'<p><span style="font-weight: 700">{name}</span> {words}</p>'
        for name, words in [("Kari Lie", "Hva?"), ("Bo Falk", "Ja.")] * 2
    )
    (tmp_path / "a.html").write_text(f"<html><body>{page}</body></html>", encoding="utf-8")
    text = formats.read(tmp_path / "a.html").text
    assert text.split("\n") == ["Kari Lie: Hva?", "Bo Falk: Ja."] * 2
