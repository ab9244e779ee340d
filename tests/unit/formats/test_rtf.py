from pathlib import Path

import pytest

from corpus.extract import Extract
from corpus.formats import rtf
from kodetrapp.errors import FileRefusedError
from tests import saving

HEAD = r"{\rtf1\ansi\ansicpg1252\deff0{\fonttbl{\f0\fcharset0 Arial;}{\f1\fcharset204 Cyr;}}"


def read(tmp_path: Path, body: str) -> Extract:
    path = tmp_path / "a.rtf"
    path.write_bytes(f"{HEAD}{body}}}".encode("latin-1"))
    return rtf.read(path)


def refusal(tmp_path: Path, data: bytes) -> str:
    path = tmp_path / "a.rtf"
    path.write_bytes(data)
    with pytest.raises(FileRefusedError) as caught:
        rtf.read(path)
    assert "emmelig" not in str(caught.value)
    assert ";" in str(caught.value)
    return str(caught.value)


@pytest.mark.parametrize(
    ("written", "text"),
    [
        (r"bl\'e5b\'e6r \'d8y", "blåbær Øy"),
        (r"bl\u229?b\u230?r", "blåbær"),
        (r"{\uc2\u229 aab}", "åb"),
        (r"{\uc0\u229 b}", "åb"),
        (r"\'abJa\'bb \endash  \lquote s\rquote", "«Ja» – ‘s’"),
        (r"\u-10179?\u-8704?", "😀"),
        (r"{\f1 \'e6}\'e6", "жæ"),
        ("blåbær", "blåbær"),
        (r"kr\~5 sam\-ord", "kr 5 samord"),
        (r"\{a\} \\b", r"{a} \b"),
    ],
)
def test_letters_are_read_in_every_way_of_writing_them(tmp_path: Path, written: str, text: str):
    assert read(tmp_path, rf"\pard {written}\par").text == text


def test_letters_outside_the_code_page_survive_saving(tmp_path: Path):
    words = "Čáhcesuolu: Ja – «nei» {ikke} 😀 ж"
    assert rtf.read(saving.save_rtf([words], tmp_path / "a.rtf")).text == words


def test_paragraphs_lines_and_pages_are_kept_apart(tmp_path: Path):
    assert (
        read(tmp_path, "En,\\line to.\\par\nTre.\\page Fire.").text == "En,\nto.\n\nTre.\n\nFire."
    )


def test_a_control_word_may_end_with_its_line(tmp_path: Path):
    assert read(tmp_path, "En.\\par\nTo\n\n og tre.\\\nFire.").text == "En.\n\nTo og tre.\n\nFire."


def test_formats_of_letters_leave_no_trace(tmp_path: Path):
    assert read(tmp_path, r"\pard{\b Kari:}\i  Hva\i0 ?\par").text == "Kari: Hva?"


def test_headings_are_told_by_their_style_or_level(tmp_path: Path):
    body = (
        r"{\stylesheet{\s0 Normal;}{\s3\b heading 1;}}"
        r"\pard\s3 En\par\pard\outlinelevel1 To\par\pard\s0 Tre\par"
    )
    assert read(tmp_path, body).text == "# En\n\n# To\n\nTre"


def test_rows_of_tables_are_speaker_and_words(tmp_path: Path):
    body = (
        r"\pard F\'f8r.\par"
        r"\trowd\cellx1\cellx2\pard\intbl Intervjuer\cell Hva,\par og|hvem?\cell\row"
        r"\trowd\pard\intbl 00:09\cell Informant:\cell Ja.\cell\row\pard Etter.\par"
    )
    said = "Før.\n\nIntervjuer: Hva, og|hvem?\n[00:09] Informant: Ja.\n\nEtter."
    assert read(tmp_path, body).text.replace("?\n\n[", "?\n[") == said


def test_hidden_text_is_left_out_and_said(tmp_path: Path):
    of = read(tmp_path, r"Ja{\v hem\u229?melig} vel,\v hemmelig\v0  da.{\v hem}\plain\par")
    assert of.text == "Ja vel, da."
    assert of.warnings == ("pieces of hidden text were left out (3)",)


def test_insertions_are_in_and_deletions_out(tmp_path: Path):
    assert (
        read(tmp_path, r"Vi {\deleted hemmelig}{\revised skrev} det.\par").text == "Vi skrev det."
    )


def test_footnotes_stand_in_brackets_at_their_place(tmp_path: Path):
    body = r"Ja{\super\chftn}{\footnote\pard\plain{\super\chftn} Ler h\'f8yt.\par} og nei.\par"
    assert read(tmp_path, body).text == "Ja [Ler høyt.] og nei."


def test_comments_and_text_boxes_are_left_out_and_said(tmp_path: Path):
    body = (
        r"Ja.{\*\atnid K}{\*\annotation hemmelig}"
        r"{\shp{\*\shpinst{\shptxt hemmelig\par}}}\par"
    )
    of = read(tmp_path, body)
    assert of.text == "Ja."
    assert of.warnings == ("comments were left out (1)", "text boxes were left out (1)")


def test_pictures_objects_headers_and_addresses_are_no_text(tmp_path: Path):
    body = (
        r"{\header Hemmelig\par}{\footerr Side 1\par}{\pict\pngblip 89504e47}"
        r"{\pict\bin6 }}{{\\b}{\object{\*\objdata 0105}{\result hemmelig}}"
        r'{\field{\*\fldinst HYPERLINK "http://hemmelig.no"}{\fldrslt Se planen}}\par'
    )
    assert read(tmp_path, body).text == "Se planen"


def test_bullets_are_dropped_and_numbers_kept(tmp_path: Path):
    body = r"{\listtext\f1\'b7\tab}Ja\par{\listtext 2.\tab}Nei\par"
    assert read(tmp_path, body).text == "Ja\n\n2. Nei"


def test_properties_are_told(tmp_path: Path):
    body = r"{\info{\title M\'f8te \u229?}{\keywords a, b}{\creatim\yr2023\mo5\dy11\hr9}}Ja.\par"
    of = read(tmp_path, body)
    assert of.properties == {"title": "Møte å", "keywords": "a, b", "created": "2023-05-11"}
    assert of.text == "Ja."


def test_damaged_letters_are_shown_and_said(tmp_path: Path):
    of = read(tmp_path, r"Ja\'81.\par")
    assert of.text == "Ja\ufffd."
    assert of.warnings == ("letters that are damaged in the file are shown as \ufffd (1)",)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"hemmelig", "is no RTF file"),
        (b"", "is no RTF file"),
        (b"{\\rtf1 hemmelig", "ends in the middle"),
        (b"{\\rtf1 hemmelig\\", "ends in the middle"),
        (b"{\\rtf1 {\\pict\\bin99999999 hemmelig}}", "ends in the middle"),
        (b"{\\rtf1 " + b"{" * 300 + b"hemmelig" + b"}" * 301, "nests groups more than 200 deep"),
        (b"{\\rtf1 " + b"{" * 10**6, "nests groups more than 200 deep"),
        (b"{\\rtf1 \\uc\\u99999999 hemmelig}", "is a damaged RTF file"),
    ],
)
def test_what_is_no_whole_rich_text_is_refused(tmp_path: Path, data: bytes, said: str):
    assert refusal(tmp_path, data).startswith(said)
