import io
import zipfile
from pathlib import Path

import docx
import openpyxl
import pytest

from corpus.formats import READERS, read
from corpus.formats.sniffing import sniff
from kodetrapp.errors import FileRefusedError


def word() -> bytes:
    document = docx.Document()
    document.add_paragraph("Hei på deg.")
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def sheet() -> bytes:
    book = openpyxl.Workbook()
    book.active.append(["Taler", "Tekst"])
    book.active.append(["Kari", "Hei på deg."])
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def packed(**members: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, text in members.items():
            archive.writestr(name.replace("__", "/"), text)
    return buffer.getvalue()


def ole2(stream: str) -> bytes:
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500) + stream.encode("utf-16-le")


def file(folder: Path, name: str, data: bytes) -> Path:
    path = folder / name
    path.write_bytes(data)
    return path


def refusal(path: Path) -> str:
    with pytest.raises(FileRefusedError) as caught:
        read(path)
    assert "emmelig" not in repr(caught.value)
    assert ";" in str(caught.value)
    return str(caught.value)


TEXTS: dict[str, bytes] = {
    ".docx": word(),
    ".xlsx": sheet(),
    ".rtf": rb"{\rtf1\ansi Hei p\'e5 deg.}",
    ".html": b"<!DOCTYPE html><html><body><p>Hei p&aring; deg.</p></body></html>",
    ".vtt": "WEBVTT\n\n00:01.000 --> 00:02.000\nHei på deg.\n".encode(),
    ".srt": "1\n00:00:01,000 --> 00:00:02,000\nHei på deg.\n".encode(),
    ".json": '{"text": "Hei på deg."}'.encode(),
}


@pytest.mark.parametrize("stated", [".txt", ".docx", ".doc", ".pdf", ".vtt", ".srt", ".bak", ""])
@pytest.mark.parametrize("ending", TEXTS)
def test_a_file_is_read_by_what_it_is(tmp_path: Path, ending: str, stated: str):
    path = file(tmp_path, f"a{stated}", TEXTS[ending])
    assert sniff(path).ending == ending
    of = read(path)
    assert "Hei på deg." in of.text
    wrong = [warning for warning in of.warnings if "in truth" in warning]
    assert [f"in truth {ending}" in warning for warning in wrong] == (
        [] if stated == ending else [True]
    )


@pytest.mark.parametrize("ending", TEXTS)
def test_a_right_ending_is_no_warning(tmp_path: Path, ending: str):
    assert read(file(tmp_path, f"a{ending.upper()}", TEXTS[ending])).warnings == ()


@pytest.mark.parametrize("stated", [".docx", ".odt", ".rtf", ".pdf", ".xlsx", ".doc", ".xls"])
def test_plain_text_by_another_name_is_read(tmp_path: Path, stated: str):
    of = read(file(tmp_path, f"a{stated}", "Hei på deg.".encode("cp1252")))
    assert of.text == "Hei på deg."
    assert ".txt" in of.warnings[0]


@pytest.mark.parametrize(
    "text",
    [
        "[00:00:03] Kari: Hei.",
        "{ler} Hei.",
        "[[lenke]] Hei.",
        "1\nHei.",
        "<3 Hei.",
        "WEBVTTer er fine.",
        "BMW og MZ.",
        "ID3 er bil.",
        "PK Hei.",
    ],
)
def test_plain_text_stays_plain_text(tmp_path: Path, text: str):
    of = read(file(tmp_path, "a.txt", text.encode()))
    assert (of.text, of.warnings) == (text, ())


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (ole2("WordDocument"), "is an old Word file (.doc); "),
        (ole2("Workbook"), "is an old Excel file (.xls); "),
        (ole2("EncryptedPackage"), "is protected by a password; "),
        (ole2("x"), "is an old Office file, or a damaged one; "),
        (b"\x89PNG\r\n\x1a\n hemmelig", "is an image (PNG)"),
        (b"\xff\xd8\xff\xe0 hemmelig", "is an image (JPEG)"),
        (b"ID3\x03\x00\x00 hemmelig", "is sound or video (MP3)"),
        (b"RIFF\x00\x00\x00\x00WAVEfmt hemmelig", "is sound or video (WAV)"),
        (b"\x00\x00\x00\x20ftypM4A hemmelig", "is sound or video (MPEG-4)"),
        (b"OggS hemmelig", "is sound or video (Ogg)"),
        (b"\x1f\x8b\x08 hemmelig", "is an archive (gzip)"),
        (b"7z\xbc\xaf\x27\x1c hemmelig", "is an archive (7z)"),
        (b"Rar!\x1a\x07\x00 hemmelig", "is an archive (rar)"),
        (b"MZ\x90\x00\x03 hemmelig", "is a program"),
        (b"\x7fELF hemmelig", "is a program"),
        (b"SQLite format 3\x00 hemmelig", "is a database (SQLite)"),
        (packed(ppt__presentation="", **{"ppt/presentation.xml": "x"}), "is a presentation"),
        (packed(mimetype="application/epub+zip"), "is an e-book"),
        (packed(hemmelig="hemmelig"), "is a zip archive of other files; "),
        (b"", "is empty; "),
    ],
    ids=lambda value: value.split(";")[0] if isinstance(value, str) else "",
)
@pytest.mark.parametrize("stated", [".txt", ".docx", ".pdf", ".mp3", ".zip", ".json"])
def test_what_is_not_read_is_refused_with_a_remedy(
    tmp_path: Path, data: bytes, said: str, stated: str
):
    assert refusal(file(tmp_path, f"a{stated}", data)).startswith(said)


@pytest.mark.parametrize("ending", READERS)
def test_unknown_bytes_are_refused(tmp_path: Path, ending: str):
    assert refusal(file(tmp_path, f"a{ending}", b"hemmelig\x00\x01\x02" * 100))


def test_macros_are_left_out(tmp_path: Path):
    path = file(tmp_path, "a.docm", word())
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("word/vbaProject.bin", b"hemmelig")
    of = read(path)
    assert of.text == "Hei på deg."
    assert of.warnings == ("macros were left out and not run",)


def test_a_sheet_with_macros_is_read(tmp_path: Path):
    path = file(tmp_path, "a.xlsm", sheet())
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("xl/vbaProject.bin", b"hemmelig")
    of = read(path)
    assert of.text == "Kari: Hei på deg."
    assert of.warnings == ("macros were left out and not run",)


def test_an_archive_with_an_endless_directory_is_not_opened(tmp_path: Path):
    path = tmp_path / "a.docx"
    with zipfile.ZipFile(path, "w") as archive:
        for number in range(300):
            archive.writestr(f"{number}{'x' * 20_000}", "")
    assert sniff(path).ending is None
    assert "damaged" in refusal(path)
