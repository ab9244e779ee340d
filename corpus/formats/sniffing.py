"""What a file really is, by its content."""

import re
import struct
import zipfile
from dataclasses import dataclass
from pathlib import Path

from corpus import limits
from corpus.formats.zipped import open_zip
from corpus.text import decode
from kodetrapp.errors import FileRefusedError

_HEAD = 4096
_OLE2 = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_ARCHIVE = "is an archive ({}), which is not read; unpack it into the folder, or pack it as .zip"
_IMAGE = (
    "is an image ({}), and words in images are not read; save it with its text, as .docx or .txt"
)
_SOUND = "is sound or video ({}), not text; have it transcribed and save the transcript as .vtt"
_OTHER = "is {}, which is not read; save it as .docx or .txt"
_MAGIC: dict[bytes, str] = {
    b"\x1f\x8b": _ARCHIVE.format("gzip"),
    b"BZh": _ARCHIVE.format("bzip2"),
    b"\xfd7zXZ\x00": _ARCHIVE.format("xz"),
    b"(\xb5/\xfd": _ARCHIVE.format("zstd"),
    b"7z\xbc\xaf\x27\x1c": _ARCHIVE.format("7z"),
    b"Rar!\x1a\x07": _ARCHIVE.format("rar"),
    b"\x89PNG\r\n\x1a\n": _IMAGE.format("PNG"),
    b"\xff\xd8\xff": _IMAGE.format("JPEG"),
    b"GIF87a": _IMAGE.format("GIF"),
    b"GIF89a": _IMAGE.format("GIF"),
    b"II*\x00": _IMAGE.format("TIFF"),
    b"MM\x00*": _IMAGE.format("TIFF"),
    b"\xff\xfb": _SOUND.format("MP3"),
    b"\xff\xf3": _SOUND.format("MP3"),
    b"\xff\xf2": _SOUND.format("MP3"),
    b"\xff\xf1": _SOUND.format("AAC"),
    b"\xff\xf9": _SOUND.format("AAC"),
    b"OggS": _SOUND.format("Ogg"),
    b"fLaC": _SOUND.format("FLAC"),
    b"#!AMR": _SOUND.format("AMR"),
    b"\x1aE\xdf\xa3": _SOUND.format("Matroska"),
    b"0&\xb2u\x8ef\xcf\x11": _SOUND.format("Windows Media"),
    b"\x7fELF": _OTHER.format("a program"),
    b"\xcf\xfa\xed\xfe": _OTHER.format("a program"),
    b"\xca\xfe\xba\xbe": _OTHER.format("a program"),
    b"SQLite format 3\x00": _OTHER.format("a database (SQLite)"),
    b"%!PS": _OTHER.format("PostScript"),
}
_WITH_ZEROS: dict[bytes, str] = {
    b"MZ": _OTHER.format("a program"),
    b"ID3": _SOUND.format("MP3"),
    b"BM": _IMAGE.format("BMP"),
}
"""Marks that a text could begin with; what they stand for has zeros after them."""
_RIFF = {
    b"WAVE": _SOUND.format("WAV"),
    b"AVI ": _SOUND.format("AVI"),
    b"WEBP": _IMAGE.format("WebP"),
}
_PICTURES = {b"heic", b"heix", b"mif1", b"avif"}
_OLD_OFFICE: dict[str, str] = {
    "EncryptedPackage": "is protected by a password; open it, take the password away and save it"
    " anew",
    "WordDocument": "is an old Word file (.doc); open it in Word and save it as .docx",
    "Workbook": "is an old Excel file (.xls); open it in Excel and save it as .xlsx",
    "PowerPoint Document": "is an old PowerPoint file; save its text as .docx",
    "__substg1.0_": "is an e-mail of Outlook; save its text as .docx or .txt",
}
_OPEN_DOCUMENT = {
    b"application/vnd.oasis.opendocument.text": ".odt",
    b"application/vnd.oasis.opendocument.spreadsheet": "a spreadsheet of LibreOffice; save it as"
    " .xlsx or .csv",
    b"application/vnd.oasis.opendocument.presentation": "a presentation; save its text as .docx",
    b"application/epub+zip": "an e-book; save its text as .docx or .txt",
}
_PARTS: dict[str, str] = {
    "word/document.xml": ".docx",
    "xl/workbook.xml": ".xlsx",
    "ppt/presentation.xml": "a presentation; save its text as .docx",
    "Index/Document.iwa": "a document of Apple Pages or Numbers; export it as .docx or .csv",
    "xl/workbook.bin": "a binary Excel file (.xlsb); save it as .xlsx",
}
_TEXTS: dict[str, re.Pattern[str]] = {
    ".vtt": re.compile(r"WEBVTT(?:[ \t\r\n]|$)"),
    ".srt": re.compile(r"\s*\d+[ \t]*\r?\n\s*\d{1,2}:\d\d:\d\d[,.]\d{1,3}[ \t]*-->"),
    ".rtf": re.compile(r"\s*\{\\rtf"),
    ".html": re.compile(
        r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.{0,1000}?-->\s*)?<(?:!doctype\s+html|html|head|body)\b",
        re.IGNORECASE | re.DOTALL,
    ),
    ".json": re.compile(r'\s*(?:\{\s*"[^"\n]{0,80}"\s*:|\[\s*(?:\{\s*"|\[\s*-?\d))'),
}


@dataclass(frozen=True)
class Sniffed:
    """What the content of a file says.

    ending: of the format that it is (`.zip` for an archive of other files); None where the
        content bears no mark, as plain text and tables don't.
    text: whether it begins as readable text.
    """

    ending: str | None
    text: bool = False


def sniff(path: Path) -> Sniffed:
    """What the file `path` is. Raises `FileRefusedError`, with reason and remedy, where it is
    something that is known not to be read, and `OSError` where it can't be read at all."""
    with path.open("rb") as file:
        head = file.read(_HEAD)
        rest = file.read(limits.MAX_BYTES) if head.startswith(_OLE2) else b""
    if head.startswith(_ZIP):
        return _zipped(path)
    if b"%PDF-" in head[:1024] and not head.startswith((b"{\\rtf", b"<")):
        return Sniffed(".pdf")
    if head.startswith(_OLE2):
        raise FileRefusedError(_old_office(head + rest))
    _refuse_known(head)
    start = _text(head)
    for ending, pattern in _TEXTS.items():
        if start is not None and pattern.match(start):
            return Sniffed(ending, text=True)
    return Sniffed(None, text=start is not None)


def _refuse_known(head: bytes) -> None:
    """Raises `FileRefusedError` for images, sound, programs and the like."""
    reason = next((reason for mark, reason in _MAGIC.items() if head.startswith(mark)), None)
    if reason is None and b"\x00" in head[:64]:
        reason = next((r for mark, r in _WITH_ZEROS.items() if head.startswith(mark)), None)
    if head.startswith(b"RIFF"):
        reason = _RIFF.get(head[8:12])
    if head[4:8] == b"ftyp":
        known = _IMAGE.format("HEIC") if head[8:12] in _PICTURES else _SOUND.format("MPEG-4")
        reason = known
    if head[257:262] == b"ustar":
        reason = _ARCHIVE.format("tar")
    if reason is not None:
        raise FileRefusedError(reason)


def _old_office(data: bytes) -> str:
    """Why an OLE2 file is refused: by the names in its directory."""
    for name, reason in _OLD_OFFICE.items():
        if name.encode("utf-16-le") in data:
            return reason
    return "is an old Office file, or a damaged one; open it and save it as .docx"


def _zipped(path: Path) -> Sniffed:
    """What an archive is by its parts. One that can't be opened may be half an Office file."""
    try:
        with open_zip(path) as archive:
            names = set(archive.namelist())
            stated = archive.read("mimetype")[:100].strip() if _small(archive, "mimetype") else b""
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, ValueError, struct.error):
        return Sniffed(None)
    kind = next((kind for mark, kind in _OPEN_DOCUMENT.items() if stated.startswith(mark)), None)
    kind = kind or next((kind for part, kind in _PARTS.items() if part in names), ".zip")
    if not kind.startswith("."):
        raise FileRefusedError(f"is {kind}")
    return Sniffed(kind)


def _small(archive: zipfile.ZipFile, name: str) -> bool:
    """Whether there is a member of that name which takes no room."""
    return name in archive.NameToInfo and archive.getinfo(name).file_size < _HEAD


def _text(head: bytes) -> str | None:
    """The beginning of a text; None for what is none. The end may be half a character."""
    for cut in range(4):
        try:
            return decode(head[: len(head) - cut])
        except FileRefusedError:
            continue
    return None
