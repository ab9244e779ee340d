import random
from datetime import UTC, datetime
from pathlib import Path

import pytest
from fpdf.enums import AccessPermission

from corpus.extract import Extract
from corpus.formats import pdf
from kodetrapp.errors import FileRefusedError
from tests.saving import Pages, pages

LONG = "Vi satt i hvert vårt hus og leste om hverandre i avisen, og det var ikke slik vi ville. "


def read(tmp_path: Path, document: Pages) -> Extract:
    path = tmp_path / "a.pdf"
    document.output(str(path))
    return pdf.read(path)


def refusal(path: Path) -> str:
    with pytest.raises(FileRefusedError) as caught:
        pdf.read(path)
    assert "emmelig" not in str(caught.value)
    assert ";" in str(caught.value)
    return str(caught.value)


def set_lines(*lines: str, left: float = 20) -> Pages:
    """A page whose lines stand as given, the first of them setting the width."""
    document = pages()
    for number, line in enumerate(lines):
        document.text(left, 30 + 6 * number, line)
    return document


FULL = "Dette er en linje som går helt ut til kanten av siden, så langt som det er plass"


@pytest.mark.parametrize(
    ("first", "second", "joined"),
    [
        ("samordnings-", "ansvaret, sa hun.", "samordningsansvaret, sa hun."),
        ("sekretariats-", "og ledermøter.", "sekretariats- og ledermøter."),
        ("EU-", "landene.", "EU-landene."),
        ("e-", "posten.", "e-posten."),
        ("Nord-", "Norge.", "Nord-Norge."),
        ("2014-", "2016.", "2014-2016."),
        ("og arbeid", "og -politikk.", "og arbeid og -politikk."),
        ("klima/", "miljø.", "klima/miljø."),
        ("der –", "og her.", "der – og her."),
    ],
)
def test_words_are_joined_over_line_ends(tmp_path: Path, first: str, second: str, joined: str):
    of = read(tmp_path, set_lines(f"{FULL} {first}", second))
    assert of.text == f"{FULL} {joined}"


def test_a_word_keeps_the_hyphen_that_it_has_elsewhere(tmp_path: Path):
    of = read(tmp_path, set_lines(f"{FULL} covid-", "tiltak her og covid-tiltak der."))
    assert of.text == f"{FULL} covid-tiltak her og covid-tiltak der."


def test_a_line_with_room_left_ends_a_paragraph(tmp_path: Path):
    of = read(tmp_path, set_lines(FULL, "og slutter der.", FULL, "og her."))
    assert of.text == f"{FULL} og slutter der.\n\n{FULL} og her."


def test_an_indent_begins_a_paragraph(tmp_path: Path):
    document = pages()
    for number, (left, line) in enumerate([(20, FULL), (20, FULL), (27, FULL), (20, FULL)]):
        document.text(left, 30 + 6 * number, line)
    assert read(tmp_path, document).text == f"{FULL} {FULL}\n\n{FULL} {FULL}"


def test_hanging_labels_begin_paragraphs(tmp_path: Path):
    document = pages()
    lines = ["Kari: " + FULL, FULL, "Ola: " + FULL, FULL, FULL, "Kari: " + FULL]
    for number, line in enumerate(lines):
        document.text(20 if ":" in line else 30, 30 + 6 * number, line)
    of = read(tmp_path, document)
    assert of.text.replace("\n\n", "\n").split("\n") == [
        f"Kari: {FULL} {FULL}",
        f"Ola: {FULL} {FULL} {FULL}",
        f"Kari: {FULL}",
    ]


def test_labels_begin_paragraphs_though_the_line_before_is_full(tmp_path: Path):
    of = read(tmp_path, set_lines(f"Kari: {FULL}", f"Ola: {FULL}", f"Kari: {FULL}", f"Ola: {FULL}"))
    assert of.text.count("\n") == 3


def test_a_colon_within_a_paragraph_begins_none(tmp_path: Path):
    of = read(tmp_path, set_lines(FULL + " slik som", "Planen: den ble aldri ferdig."))
    assert of.text == f"{FULL} slik som Planen: den ble aldri ferdig."


def test_larger_letters_are_headings(tmp_path: Path):
    document = pages()
    for size, text in [(18, "Notat om samordning"), (11, LONG * 3), (14, "Formål"), (11, LONG * 3)]:
        document.set_font_size(size)
        document.multi_cell(0, 0.5 * size, text=text, new_x="LMARGIN", new_y="NEXT")
    blocks = read(tmp_path, document).text.split("\n\n")
    assert blocks == ["# Notat om samordning", (LONG * 3).strip(), "# Formål", (LONG * 3).strip()]


def test_turns_go_on_over_pages_and_what_runs_along_them_is_left_out(tmp_path: Path):
    document = pages("Samordning 2023, fortrolig")
    chance = random.Random(1)
    said = [
        f"{who}: {' '.join(chance.choices(LONG.split(), k=370))}" for who in ("Kari", "Ola") * 4
    ]
    for turn in said:
        document.multi_cell(0, 5.5, text=turn, new_x="LMARGIN", new_y="NEXT")
        document.ln(2)
    of = read(tmp_path, document)
    assert document.page_no() >= 3
    assert of.text.split("\n\n") == said
    assert of.warnings == (
        f"headers, footers and page numbers were left out (lines: {2 * document.page_no()})",
    )


def test_times_that_come_again_at_the_top_of_pages_are_no_headers(tmp_path: Path):
    document = pages()
    for minute in range(1, 5):
        document.text(20, 20, f"[00:0{minute}:10] Kari: Ja, nummer {minute * minute}.")
        document.text(20, 28, f"[00:0{minute}:20] Ola: Nei, ikke {minute * 7 + minute % 2}.")
        document.add_page()
    of = read(tmp_path, document)
    assert of.text.count("Kari") == of.text.count("Ola") == 4
    assert of.warnings == ()


def test_the_number_of_a_single_page_is_left_out(tmp_path: Path):
    document = pages()
    document.text(20, 30, "Ja, det er 1.")
    document.text(100, 285, "1")
    assert read(tmp_path, document).text == "Ja, det er 1."


def test_two_columns_are_read_one_after_the_other(tmp_path: Path):
    document = pages()
    left = [f"venstre {n} med nok ord til en hel linje" for n in range(8)]
    right = [f"høyre {n} med nok ord til en hel linje her" for n in range(8)]
    for number, (one, two) in enumerate(zip(left, right, strict=True)):
        document.text(15, 30 + 5 * number, one)
        document.text(110, 30 + 5 * number, two)
    assert read(tmp_path, document).text.split() == " ".join(left + right).split()


def test_labels_in_a_column_of_their_own_stay_with_their_words(tmp_path: Path):
    document = pages()
    for number in range(8):
        document.text(15, 30 + 9 * number, ["Kari:", "Ola:"][number % 2])
        document.text(80, 30 + 9 * number, f"Svar nummer {number} er som det skal være i dag.")
    lines = read(tmp_path, document).text.split("\n")
    assert [line for line in lines if line] == [
        f"{['Kari', 'Ola'][n % 2]}: Svar nummer {n} er som det skal være i dag." for n in range(8)
    ]


def test_text_on_its_side_is_left_out(tmp_path: Path):
    document = set_lines("Ja, det er det.")
    with document.rotation(90, 100, 150):
        document.text(100, 150, "hemmelig")
    assert read(tmp_path, document).text == "Ja, det er det."


def test_letters_drawn_twice_are_read_once(tmp_path: Path):
    document = set_lines("Ja, det er det.")
    document.text(20.05, 30, "Ja, det er det.")
    assert read(tmp_path, document).text == "Ja, det er det."


def test_properties_are_told(tmp_path: Path):
    document = set_lines("Ja.")
    document.set_title("Møte – én")
    document.set_keywords("a, b")
    document.set_creation_date(datetime(2023, 5, 11, 9, tzinfo=UTC))
    assert read(tmp_path, document).properties == {
        "title": "Møte – én",
        "keywords": "a, b",
        "created": "2023-05-11",
    }


def raw(content: bytes, encoding: bytes = b"/WinAnsiEncoding") -> bytes:
    """A PDF written by hand: one page that draws `content`."""
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R"
        b"/Resources<</Font<</F 5 0 R>>>>>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(content), content),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding %s>>" % encoding,
    ]
    out, places = b"%PDF-1.4\n", []
    for number, item in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj%s endobj\n" % (number, item)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    return out + (
        b"xref\n0 6\n0000000000 65535 f \n%strailer<</Size 6/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF"
        % (table, len(out))
    )


def test_ligatures_are_letters(tmp_path: Path):
    path = tmp_path / "a.pdf"
    encoding = b"<</Type/Encoding/BaseEncoding/WinAnsiEncoding/Differences[1/fi/fl]>>"
    path.write_bytes(raw(b"BT /F 12 Tf 50 700 Td (\x01nne \x02ere o\x01sielle) Tj ET", encoding))
    assert pdf.read(path).text == "finne flere ofisielle"


def test_letters_that_are_not_told_are_refused(tmp_path: Path):
    path = tmp_path / "a.pdf"
    path.write_bytes(raw(rb"BT /F 12 Tf 50 700 Td (\001\002\003 \004\005) Tj ET"))
    assert refusal(path).startswith("doesn't tell which letters it shows; ")


def test_pictures_of_pages_are_refused(tmp_path: Path):
    document = pages("Skannet av en maskin")
    for _ in range(3):
        document.image(picture(tmp_path), 20, 40, 160, 200)
        document.add_page()
    path = tmp_path / "a.pdf"
    document.output(str(path))
    assert refusal(path).startswith("has no text, only pictures of pages; run text recognition")


def test_pages_that_are_pictures_are_said(tmp_path: Path):
    document = set_lines("Ja, det er det.")
    document.add_page()
    document.image(picture(tmp_path), 20, 40, 160, 200)
    of = read(tmp_path, document)
    assert of.text == "Ja, det er det."
    assert of.warnings == ("pages that are pictures without text were left out (pages: 2)",)


def picture(tmp_path: Path) -> str:
    from PIL import Image

    path = tmp_path / "a.png"
    Image.new("L", (40, 50), 200).save(path)
    return str(path)


def test_an_empty_page_is_refused(tmp_path: Path):
    path = tmp_path / "a.pdf"
    pages().output(str(path))
    assert refusal(path).startswith("has no text; ")


def test_passwords_are_said(tmp_path: Path):
    document = set_lines("Hemmelig.")
    document.set_encryption(owner_password="eier", user_password="leser")
    path = tmp_path / "a.pdf"
    document.output(str(path))
    assert refusal(path).startswith("is protected by a password; ")


def test_a_file_that_only_forbids_changes_is_read(tmp_path: Path):
    document = set_lines("Ja, det er det.")
    document.set_encryption(owner_password="eier", permissions=AccessPermission.none())
    assert read(tmp_path, document).text == "Ja, det er det."


@pytest.mark.parametrize("data", [b"", b"hemmelig", b"%PDF-1.7\nhemmelig", b"\0" * 100])
def test_what_is_no_pdf_is_refused(tmp_path: Path, data: bytes):
    path = tmp_path / "a.pdf"
    path.write_bytes(data)
    assert refusal(path).startswith("is no PDF, or a damaged one; ")
