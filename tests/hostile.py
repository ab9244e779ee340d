"""Files that mean harm, or came to some: one function a file, and what is expected of it.

`REFUSED` are to be named with a reason that holds the given words; `CLEANED` are read, without what
is harmful in them. Every file says `hemmelig` where it can, which no message may quote.
"""

import io
import json
import os
import stat
import struct
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
from fpdf import FPDF

from tests.saving import rtf, save_docx, save_odt, save_pdf, save_rtf

WORDS = [
    "Kjernegruppe: KUBU\nType: intervju\nDato: 11.05.2023",
    "Intervjuer: Hvordan begynte det?",
    "Informant: Det er hemmelig, men vi satt i hvert vårt hus og leste om hverandre i avisen.",
]
TEXT = "\n\n".join(WORDS) + "\n"

Maker = Callable[[Path], object]
REFUSED: dict[str, tuple[Maker, str]] = {}
CLEANED: dict[str, Maker] = {}


def _refused(name: str, reason: str) -> Callable[[Maker], Maker]:
    def register(maker: Maker) -> Maker:
        REFUSED[name] = maker, reason
        return maker

    return register


def _cleaned(name: str) -> Callable[[Maker], Maker]:
    def register(maker: Maker) -> Maker:
        CLEANED[name] = maker
        return maker

    return register


def make(folder: Path) -> None:
    """Makes every file in `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, (maker, _) in REFUSED.items():
        maker(folder / name)
    for name, maker in CLEANED.items():
        maker(folder / name)


def with_parts(path: Path, parts: dict[str, bytes]) -> None:
    """Gives an office file other parts, or further ones."""
    with zipfile.ZipFile(path) as archive:
        kept = {name: archive.read(name) for name in archive.namelist()} | parts
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in kept.items():
            archive.writestr(name, data)


def part(path: Path, name: str) -> bytes:
    """A part of an office file."""
    with zipfile.ZipFile(path) as archive:
        return archive.read(name)


def save_xlsx(path: Path, said: str = "Det er hemmelig.") -> None:
    """An interview with one turn a row."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (("Taler", "Ytring"), ("Intervjuer", "Hva da?"), ("Informant", said)):
        sheet.append(row)
    book.save(path)


def _doctype(xml: bytes, old: bytes, new: bytes = b"&d;") -> bytes:
    """XML in which one word unfolds to a billion."""
    entities = b'<!ENTITY a "hemmelig ">' + b"".join(
        b'<!ENTITY %c "%s">' % (letter, b"&%c;" % (letter - 1) * 1000) for letter in b"bcd"
    )
    head, _, rest = xml.partition(b"?>")
    return head + b"?><!DOCTYPE x [" + entities + b"]>" + rest.replace(old, new, 1)


# Bombs


def _zeros(path: Path, name: str, megabytes: int = 300) -> None:
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive, archive.open(name, "w") as at:
        for _ in range(megabytes):
            at.write(b" " * 2**20)


@_refused("bomb.docx", "unpacks to")
def docx_bomb(path: Path) -> None:
    save_docx(WORDS, path)
    _zeros(path, "word/media/a.xml")


@_refused("bomb.odt", "unpacks to")
def odt_bomb(path: Path) -> None:
    save_odt(WORDS, path)
    _zeros(path, "Pictures/a.xml")


@_refused("bomb.xlsx", "unpacks to")
def xlsx_bomb(path: Path) -> None:
    save_xlsx(path)
    _zeros(path, "xl/media/a.xml")


@_refused("bomb.zip/a.txt", "unpacks to")
def zip_bomb(path: Path) -> None:
    _zeros(path.parent, "a.txt", 40)


@_refused("nested.zip/inner.zip", "is a zip archive")
def nested_bomb(path: Path) -> None:
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.txt", b" " * 2**20)
    with zipfile.ZipFile(path.parent, "w") as archive:
        archive.writestr("inner.zip", inner.getvalue())


@_refused("liar.zip/a.txt", "is damaged")
def false_size(path: Path) -> None:
    """Says that its 2 MB are ten bytes."""
    _zeros(path.parent, "a.txt", 2)
    data = bytearray(path.parent.read_bytes())
    entry = data.rindex(b"PK\x01\x02")
    data[entry + 24 : entry + 28] = struct.pack("<I", 10)
    path.parent.write_bytes(data)


@_refused("entities.docx", "damaged")
def docx_entities(path: Path) -> None:
    save_docx(WORDS, path)
    with_parts(path, {"word/document.xml": _doctype(part(path, "word/document.xml"), b"Informant")})


@_refused("entities.odt", "damaged")
def odt_entities(path: Path) -> None:
    save_odt(WORDS, path)
    with_parts(path, {"content.xml": _doctype(part(path, "content.xml"), b"Informant")})


@_refused("entities.xlsx", "entities")
def xlsx_entities(path: Path) -> None:
    save_xlsx(path)
    name = "xl/worksheets/sheet1.xml"
    xml = b'<?xml version="1.0"?>' + part(path, name).rpartition(b"?>")[2]
    with_parts(path, {name: _doctype(xml, b"Informant")})


@_cleaned("entities.html")
def html_entities(path: Path) -> None:
    """HTML has no entities of one's own; what is left is text."""
    page = "".join(f"<p>{paragraph}</p>" for paragraph in WORDS).encode()
    path.write_bytes(_doctype(b"<?xml version='1.0'?><html>" + page, b"hvert"))


@_refused("external.docx", "entities")
def docx_external_entity(path: Path) -> None:
    save_docx(WORDS, path)
    xml = part(path, "word/document.xml").replace(b"Informant", b"&e;", 1)
    outside = b'?><!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>'
    with_parts(path, {"word/document.xml": xml.replace(b"?>", outside, 1)})


@_cleaned("relation.docx")
def docx_external_relation(path: Path) -> None:
    """A template elsewhere, which Word would fetch."""
    save_docx([*WORDS, "Informant: To."], path)
    name = "word/_rels/document.xml.rels"
    outside = (
        b'<Relationship Id="r99" TargetMode="External" Target="http://127.0.0.1:9/x" Type="http://'
        b'schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes"/></Relationships>'
    )
    with_parts(path, {name: part(path, name).replace(b"</Relationships>", outside)})


@_cleaned("macros.docm")
def docm(path: Path) -> None:
    save_docx(WORDS, path)
    types = part(path, "[Content_Types].xml").replace(
        b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
        b"application/vnd.ms-word.document.macroEnabled.main+xml",
    )
    with_parts(path, {"[Content_Types].xml": types, "word/vbaProject.bin": b"\xd0\xcf\x11\xe0"})


# Names and places


def _member(path: Path, name: str, mode: int = stat.S_IFREG | 0o644) -> None:
    info = zipfile.ZipInfo(name)
    info.external_attr = mode << 16
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr(info, TEXT)


@_refused("traversal.zip/../../outside.txt", "leads out of its archive")
def traversal(path: Path) -> None:
    _member(path.parent.parent.parent, "../../outside.txt")


@_refused("absolute.zip//outside.txt", "leads out of its archive")
def absolute(path: Path) -> None:
    _member(path.parent, "/outside.txt")


@_refused("linked.zip/a.txt", "is a link")
def link_in_archive(path: Path) -> None:
    _member(path.parent, "a.txt", stat.S_IFLNK | 0o777)


@_refused("link.txt", "leads out of the folder")
def link(path: Path) -> None:
    path.symlink_to("/etc/hostname")


@_refused("zero.txt", "leads out of the folder")
def link_to_device(path: Path) -> None:
    path.symlink_to("/dev/zero")


@_refused("loop.txt", "is a link that")
def link_to_itself(path: Path) -> None:
    path.symlink_to(path.name)


@_refused("broken.txt", "is a link that")
def link_to_nothing(path: Path) -> None:
    path.symlink_to("nothing.txt")


@_refused("pipe.txt", "is a device or a pipe")
def pipe(path: Path) -> None:
    os.mkfifo(path)


@_refused("piped.txt", "is a device or a pipe")
def link_to_pipe(path: Path) -> None:
    path.symlink_to("pipe.txt")


@_cleaned("to\nlinjer.txt")
def newline_in_name(path: Path) -> None:
    path.write_text(TEXT + "To.")


@_cleaned("🎙️ intervju 👩‍👧.txt")
def emoji_in_name(path: Path) -> None:
    path.write_text(TEXT + "Tre.")


@_cleaned("\u202etxt.fdp ..%2f..%2fetc.txt")
def turned_name(path: Path) -> None:
    path.write_text(TEXT + "Fire.")


@_cleaned("\x1b[31mrød\x07.txt")
def commands_to_the_terminal(path: Path) -> None:
    path.write_text(TEXT + "Fem.")


@_cleaned("l" * 251 + ".txt")
def long_name(path: Path) -> None:
    path.write_text(TEXT + "Seks.")


def undecodable_name(folder: Path) -> None:
    """A name in Latin-1, as from an old archive."""
    Path(os.fsdecode(os.fsencode(folder) + b"/r\xf8d.txt")).write_text(TEXT + "Sju.")


# Sizes


@_refused("huge.txt", "is larger than")
def gigabyte(path: Path) -> None:
    with path.open("wb") as file:
        file.truncate(2**30)


@_refused("huge.doc", "is larger than")
def gigabyte_of_old_office(path: Path) -> None:
    with path.open("wb") as file:
        file.write(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
        file.truncate(2**30)


@_refused("turns.txt", "turns")
def many_turns(path: Path) -> None:
    path.write_text("Type: intervju\n\n" + "I: Ja?\n\nR: Nei.\n\n" * 50_000)


def many_cues(path: Path) -> None:
    """A hundred thousand turns, which take a reader several seconds."""
    cues = (
        f"{n // 3600:02}:{n // 60 % 60:02}:{n % 60:02}.000 --> 99:00:00.000\n<v {'AB'[n % 2]}>Ja.\n"
        for n in range(100_000)
    )
    path.write_text("WEBVTT\n\n" + "\n".join(cues))


@_refused("line.txt", "without a space")
def endless_line(path: Path) -> None:
    path.write_text("hemmelig" * (2 * 2**20 // 8))


@_refused("long.txt", "more than 3,000,000 characters")
def endless_line_of_20_megabytes(path: Path) -> None:
    path.write_text("hemmelig" * (20 * 2**20 // 8))


@_refused("words.txt", "characters")
def endless_words(path: Path) -> None:
    path.write_text("Informant: " + "hemmelig " * (20 * 2**20 // 9))


@_cleaned("columns.csv")
def million_columns(path: Path) -> None:
    path.write_text("taler;ytring" + ";x" * 1_000_000 + "\nA;hemmelig" + ";1" * 1_000_000)


# Damage


@_refused("empty.txt", "is empty")
def empty(path: Path) -> None:
    path.touch()


@_refused("white.txt", "is empty")
def white(path: Path) -> None:
    path.write_text(" \n\t\u00a0\ufeff\n" * 100)


@_refused("binary.txt", "is no readable text")
def binary(path: Path) -> None:
    path.write_bytes(bytes(range(256)) * 64)


@_refused("half.docx", "damaged")
def half_docx(path: Path) -> None:
    truncated(save_docx(WORDS, path), 0.5)


@_refused("half.odt", "damaged")
def half_odt(path: Path) -> None:
    truncated(save_odt(WORDS, path), 0.5)


@_refused("half.pdf", "")
def half_pdf(path: Path) -> None:
    truncated(save_pdf(WORDS, path), 0.3)


def truncated(path: Path, share: float) -> Path:
    """The file without its end."""
    data = path.read_bytes()
    path.write_bytes(data[: int(len(data) * share)])
    return path


@_refused("password.docx", "password")
def encrypted_docx(path: Path) -> None:
    """The first and the directory sector of what Office makes of a protected file."""
    names = "".join(name.ljust(32, "\0") for name in ("Root Entry", "EncryptedPackage"))
    path.write_bytes(
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".ljust(512, b"\0") + names.encode("utf-16-le")
    )


@_refused("password.pdf", "password")
def encrypted_pdf(path: Path) -> None:
    pdf = FPDF()
    pdf.set_encryption(owner_password="owner", user_password="user")
    pdf.add_page()
    pdf.set_font("helvetica", size=12)
    pdf.cell(text="hemmelig")
    pdf.output(str(path))


@_refused("password.zip", "password")
def encrypted_zip(path: Path) -> None:
    _member(path, "a.txt")
    data = bytearray(path.read_bytes())
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(mark) + at] |= 1
    path.write_bytes(data)


@_refused("scan.pdf", "")
def scanned(path: Path) -> None:
    pdf = FPDF()
    pdf.add_page()
    pdf.rect(10, 10, 100, 100)
    pdf.output(str(path))


@_refused("loop.pdf", "")
def page_tree_loop(path: Path) -> None:
    path.write_bytes(
        b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
        b"2 0 obj<</Type/Pages/Kids[2 0 R 2 0 R]/Count 2/Parent 2 0 R>>endobj\n"
        b"trailer<</Root 1 0 R/Size 3>>\n%%EOF"
    )


# Depth


@_refused("deep.html", "")
def deep_html(path: Path) -> None:
    path.write_text("<html>" + "<div>" * 500_000 + "hemmelig")


@_refused("deep.json", "")
def deep_json(path: Path) -> None:
    path.write_text('{"segments": ' + "[" * 500_000)


@_refused("deep.rtf", "")
def deep_rtf(path: Path) -> None:
    path.write_bytes(b"{\\rtf1 " + b"{" * 500_000)


@_refused("number.json", "")
def huge_number(path: Path) -> None:
    path.write_text('{"segments": [{"start": %s, "text": "hemmelig"}]}' % ("9" * 1_000_000))


@_cleaned("infinite.json")
def infinite_number(path: Path) -> None:
    segments = [{"start": 1e999, "end": 1e999, "text": "Det er hemmelig, og slik er det."}]
    path.write_text(json.dumps({"segments": segments}))


# Characters


@_cleaned("controls.txt")
def controls(path: Path) -> None:
    path.write_text(TEXT.replace("hverandre", "hver\x1b[31mandre\x08"))


@_cleaned("turned.txt")
def overrides(path: Path) -> None:
    path.write_text(TEXT.replace("hverandre", "\u202ehverandre\u2066 \u200b"))


@_refused("nul.txt", "is no readable text")
def nul(path: Path) -> None:
    path.write_text(TEXT.replace("hverandre", "hver\0andre"))


@_cleaned("wrong.docx")
def text_named_docx(path: Path) -> None:
    path.write_text(TEXT + "Åtte.")


@_cleaned("wrong.txt")
def rtf_named_txt(path: Path) -> None:
    save_rtf([*WORDS, "Informant: Ni."], path)


@_cleaned("object.rtf")
def rtf_with_object(path: Path) -> None:
    path.write_bytes(rtf(r"{\object\objdata " + "41" * 1000 + r"}Informant: Det er hemmelig.\par"))
