import datetime
import zipfile
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from codebook import load
from corpus import read_file
from corpus.formats.spreadsheet import read_csv, read_xlsx
from kodetrapp.errors import FileRefusedError

TWO = "[00:00:03] Kari: Hva?\n\n[00:01:06] Ola: Ja, det var det."


def csv(folder: Path, text: str, encoding: str = "utf-8") -> Path:
    path = folder / "a.csv"
    path.write_bytes(text.encode(encoding))
    return path


def xlsx(path: Path, *sheets: list[list[Any]]) -> Path:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for number, rows in enumerate(sheets):
        sheet = book.create_sheet(f"Ark{number}")
        for row in rows:
            sheet.append(row)
    book.save(path)
    return path


def refusal(read: Any, path: Path) -> str:
    with pytest.raises(FileRefusedError) as caught:
        read(path)
    assert "emmelig" not in repr(caught.value)
    return str(caught.value)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_every_delimiter_and_encoding_is_read(tmp_path: Path, delimiter: str, encoding: str):
    rows = [["Tid", "Taler", "Utsagn"], ["0:03", "Kåre", '"Hva, da; hva?"'], ["1:06", "Åse", "Ja."]]
    path = csv(tmp_path, "\r\n".join(delimiter.join(row) for row in rows), encoding)
    assert read_csv(path).text == "[00:00:03] Kåre: Hva, da; hva?\n\n[00:01:06] Åse: Ja."


@pytest.mark.parametrize(
    "names",
    [
        "Tid;Taler;Tekst",
        "Start (s);Speaker;Text",
        "timestamp;Name:;Utterance",
        "Tidskode;Kven;Svar",
    ],
)
def test_columns_are_known_by_their_names(tmp_path: Path, names: str):
    of = read_csv(csv(tmp_path, f"{names}\n3;Kari;Hva?\n66,2;Ola;Ja,\n70;Ola;det var det.\n"))
    assert of.text == TWO
    assert [(of.text[at : at + 3], time) for at, time in of.times] == [
        ("Hva", 3.0),
        ("Ja,", 66.2),
        ("det", 70.0),
    ]


def test_columns_stand_in_any_order_and_others_are_left_out(tmp_path: Path):
    path = csv(tmp_path, "Nr,Tekst,Slutt,Taler\n1,Hva?,0:05,Kari\n2,Ja.,0:09,Ola\n")
    assert read_csv(path).text == "Kari: Hva?\n\nOla: Ja."


@pytest.mark.parametrize("once", ["Per", "Merknad", "leder av linja (KLD)", "Informant"])
def test_who_has_one_row_is_believed(tmp_path: Path, once: str):
    rows = f"Anne;Hva?\nKari;Ja.\nAnne;Og?\n{once};Resultatet: slik.\nKari;Nei.\n"
    text = read_file(csv(tmp_path, f"taler;tekst\n{rows}"), load())
    sheet = [["Taler", "Tekst"], *(row.split(";") for row in rows.splitlines())]
    for of in (text, read_file(xlsx(tmp_path / "a.xlsx", sheet), load())):
        said = [(turn.speaker, turn.text) for turn in of.turns]
        assert said[3:] == [(once, "Resultatet: slik."), ("Kari", "Nei.")]


def test_line_ends_and_quotes_inside_cells_are_words(tmp_path: Path):
    path = csv(tmp_path, 'speaker;text\nKari;"Hva ""da""?\n\nNå: sier du?"\nOla;Ja.\n')
    assert read_csv(path).text == 'Kari: Hva "da"? Nå: sier du?\n\nOla: Ja.'


def test_a_quote_that_is_never_closed_swallows_nothing(tmp_path: Path):
    of = read_csv(csv(tmp_path, 'speaker;text\nKari;"Hva?\nOla;Ja.\n'))
    assert of.text == 'Kari: "Hva?\n\nOla: Ja.'
    assert "quote" in of.warnings[0]


def test_lines_above_the_names_are_the_header(tmp_path: Path):
    path = csv(tmp_path, "Gruppe;KUBU\nDato:;3. mai 2023\n\nTaler;Tekst\nI;Hva?\nR;Ja.\n")
    of = read_file(path, load())
    assert (of.metadata.group, str(of.metadata.date)) == ("kubu", "2023-05-03")
    assert [(turn.speaker, turn.text) for turn in of.turns] == [("I", "Hva?"), ("R", "Ja.")]


def test_answers_without_names_are_paragraphs(tmp_path: Path):
    path = csv(tmp_path, 'Svar\n"Vi delte alt, hele tida."\nDet gikk bra.\n')
    assert read_csv(path).text == "Vi delte alt, hele tida.\n\nDet gikk bra."


def test_a_question_beside_its_answer_is_asked(tmp_path: Path):
    path = csv(tmp_path, "id;Spørsmål;Svar\n1;Hva hjalp?;Tid.\n2;Hva hindret?;Penger.\n")
    of = read_file(path, load())
    assert [(turn.role.value, turn.text) for turn in of.turns] == [
        ("interviewer", "Hva hjalp?"),
        ("informant", "Tid."),
        ("interviewer", "Hva hindret?"),
        ("informant", "Penger."),
    ]


def test_a_questionnaire_has_a_respondent_a_row(tmp_path: Path):
    path = csv(
        tmp_path,
        "ID;E-post;Levert;Hva hjalp dere i arbeidet?;Hvor fornøyd (1-5)?;Noe annet du vil si\n"
        "1;kari@x.no;2023-05-01;Vi hadde god tid.;4;\n"
        "2;ola@x.no;2023-05-02;Et felles mål.;5;Takk for at dere spør.\n",
    )
    of = read_file(path, load())
    assert [(turn.speaker, turn.text) for turn in of.turns] == [
        ("Spørsmål", "Hva hjalp dere i arbeidet?"),
        ("Informant 1", "Vi hadde god tid."),
        ("Spørsmål", "Hva hjalp dere i arbeidet?"),
        ("Informant 2", "Et felles mål."),
        ("Spørsmål", "Noe annet du vil si"),
        ("Informant 2", "Takk for at dere spør."),
    ]
    assert {turn.role.value for turn in of.turns if turn.speaker == "Spørsmål"} == {"interviewer"}
    assert any("left out: 4" in warning for warning in of.warnings)


@pytest.mark.parametrize("names", ["", "Nr;Klokke;Av;Ord\n"], ids=["no names", "other names"])
def test_without_names_the_longest_column_is_the_words(tmp_path: Path, names: str):
    rows = [
        "1;00:00:03;Kari;Hva gjorde dere da?",
        "2;00:00:09;Ola;Vi satt i hvert vårt hus.",
        "3;00:00:12;Kari;Og så?",
        "4;00:00:15;Ola;Så møttes vi.",
    ]
    assert read_csv(csv(tmp_path, names + "\n".join(rows))).text == (
        "[00:00:03] Kari: Hva gjorde dere da?\n\n[00:00:09] Ola: Vi satt i hvert vårt hus.\n\n"
        "[00:00:12] Kari: Og så?\n\n[00:00:15] Ola: Så møttes vi."
    )


def test_the_delimiter_may_be_stated(tmp_path: Path):
    assert read_csv(csv(tmp_path, "sep=,\nspeaker,text\nKari,a;b;c\n")).text == "Kari: a;b;c"


@pytest.mark.parametrize("text", ["1;2;3\n4;5;6\n", "speaker;text\n", "\n\n", "a@b.no;1\n" * 0])
def test_a_table_without_words_is_refused(tmp_path: Path, text: str):
    assert refusal(read_csv, csv(tmp_path, text)).startswith("is a table without a column of words")


def test_a_sheet_is_read_as_a_table(tmp_path: Path):
    rows = [
        ["Tid", "Taler", "Tekst"],
        [datetime.time(0, 0, 3), "Kari", "Hva?"],
        [datetime.timedelta(seconds=66), "Ola", "Ja,"],
        ["1:10", "Ola", "det var det."],
    ]
    of = read_xlsx(xlsx(tmp_path / "a.xlsx", rows))
    assert of.text == TWO
    assert [time for _, time in of.times] == [3, 66, 70]
    assert of.warnings == ()


def test_sheets_follow_each_other_and_hidden_ones_are_left_out(tmp_path: Path):
    path = xlsx(
        tmp_path / "a.xlsx",
        [["Taler", "Tekst"], ["Kari", "Hva?"]],
        [["Taler", "Tekst"], ["Kari", "Hemmelig."]],
        [],
        [["Taler", "Tekst"], ["Ola", "Ja."]],
    )
    book = openpyxl.load_workbook(path)
    book["Ark1"].sheet_state = "hidden"
    book.save(path)
    of = read_xlsx(path)
    assert of.text == "Kari: Hva?\n\nOla: Ja."
    assert of.warnings == ("hidden sheets were left out: 1",)


def test_formulas_are_text(tmp_path: Path):
    path = xlsx(tmp_path / "a.xlsx", [["Taler", "Tekst"], ["Kari", '=HYPERLINK("http://x","a")']])
    of = read_xlsx(path)
    assert of.text == 'Kari: =HYPERLINK("http://x","a")'
    assert of.warnings == ("formulas were read as they are written, not evaluated: 1",)
    assert read_csv(csv(tmp_path, "Taler;Tekst\nKari;=1+1 og to\n")).text == "Kari: =1+1 og to"


def rewritten(path: Path, member: str, old: str, new: str) -> Path:
    with zipfile.ZipFile(path) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    members[member] = members[member].decode().replace(old, new).encode()
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return path


@pytest.mark.parametrize("member", ["xl/worksheets/sheet1.xml", "xl/workbook.xml"])
def test_a_sheet_that_defines_entities_is_refused(tmp_path: Path, member: str):
    path = xlsx(tmp_path / "a.xlsx", [["Taler", "Tekst"], ["Kari", "Hemmelig."]])
    with zipfile.ZipFile(path) as archive:
        first = archive.read(member).decode()[:20]
    bomb = '<!DOCTYPE x [<!ENTITY a "hemmelig">]>' + first
    if first.startswith("<?xml"):
        first = "?>"
        bomb = f"?>{bomb[:-20]}"
    assert "entities" in refusal(read_xlsx, rewritten(path, member, first, bomb))


@pytest.mark.parametrize("row", ["999999999", "1048600"])
def test_a_row_that_lies_far_below_is_refused(tmp_path: Path, row: str):
    path = xlsx(tmp_path / "a.xlsx", [["Taler", "Tekst"], ["Kari", "Hemmelig."]])
    rewritten(path, "xl/worksheets/sheet1.xml", 'r="2"', f'r="{row}"')
    assert "more than" in refusal(read_xlsx, path)


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9, 0.999])
def test_half_a_sheet_is_refused(tmp_path: Path, share: float):
    path = xlsx(tmp_path / "a.xlsx", [["Taler", "Tekst"], ["Kari", "Hemmelig."]])
    data = path.read_bytes()
    path.write_bytes(data[: int(share * len(data))])
    assert refusal(read_xlsx, path).startswith("is no Excel file, or a damaged one; ")


def test_a_question_in_the_first_row_is_no_questionnaire(tmp_path: Path):
    path = csv(tmp_path, "Kari;Hva gjorde dere?\nOla;Vi gikk.\nKari;Og?\nOla;Ikke mer.\n")
    assert read_csv(path).text == (
        "Kari: Hva gjorde dere?\n\nOla: Vi gikk.\n\nKari: Og?\n\nOla: Ikke mer."
    )
