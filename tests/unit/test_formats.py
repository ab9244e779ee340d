import codecs
from pathlib import Path

import pytest

from codebook import Codebook, load
from corpus import READERS, Document, read_file
from corpus.formats import MAX_BYTES
from kodetrapp.errors import FileRefusedError

TEXT = """\
Gruppe: KUBU
Dato: 3. mai 2023
Type: intervju
Rolle: linje

Intervjuer: Hva gjør dere på møtene?

Informant: «Nei!» sa vi – og så lo vi.
"""
SPOKEN = [
    ("Intervjuer", "Hva gjør dere på møtene?"),
    ("Informant", "«Nei!» sa vi – og så lo vi."),
]
ENCODINGS = {
    "utf-8": TEXT.encode(),
    "utf-8 with mark": TEXT.encode("utf-8-sig"),
    "utf-16-le": codecs.BOM_UTF16_LE + TEXT.encode("utf-16-le"),
    "utf-16-be": codecs.BOM_UTF16_BE + TEXT.encode("utf-16-be"),
    "windows-1252": TEXT.encode("cp1252"),
    "lines of Windows": TEXT.replace("\n", "\r\n").encode(),
    "lines of an old Mac": TEXT.replace("\n", "\r").encode(),
}


@pytest.fixture(scope="module")
def codebook() -> Codebook:
    return load()


def spoken(of: Document) -> list[tuple[str, str]]:
    return [(turn.speaker, turn.text) for turn in of.turns]


def refusal(path: Path, codebook: Codebook) -> str:
    """Why the file is refused; never in its own words."""
    with pytest.raises(FileRefusedError) as caught:
        read_file(path, codebook)
    shown = str(caught.value) + repr(caught.value)
    assert "emmelig" not in shown
    assert ";" in shown
    return str(caught.value)


def test_the_formats_that_are_read():
    assert " ".join(READERS) == (
        ".txt .md .docx .odt .rtf .pdf .html .htm .vtt .srt .json .csv .xlsx"
    )


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("ending", [".txt", ".md", ".TXT"])
def test_plain_text_is_the_same_in_every_encoding(
    tmp_path: Path, codebook: Codebook, ending: str, encoding: str
):
    path = tmp_path / f"å{ending}"
    path.write_bytes(ENCODINGS[encoding])
    of = read_file(path, codebook)
    assert of.text == TEXT
    assert spoken(of) == SPOKEN
    assert of.name == path.name
    assert of.warnings == ()


@pytest.mark.parametrize("name", ["a", "a.txt.bak", ".txt", "a.py", "a.yaml"])
def test_an_unknown_ending_is_refused_with_those_that_are_read(
    tmp_path: Path, codebook: Codebook, name: str
):
    path = tmp_path / name
    path.write_text("Hemmelig.", encoding="utf-8")
    message = refusal(path, codebook)
    assert message == (
        f"has the ending '{path.suffix}', which is not read; save it as one of {', '.join(READERS)}"
    )


@pytest.mark.parametrize("ending", [".txt", ".md", ".vtt", ".docx"])
@pytest.mark.parametrize(
    "data",
    [
        b"\x89PNG\r\n\x1a\n\x00\x00hemmelig",
        b"hemmelig\x00\x01",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\x00",
    ],
    ids=["image", "zeros", "old Word"],
)
def test_binary_files_are_refused(tmp_path: Path, codebook: Codebook, ending: str, data: bytes):
    path = tmp_path / f"a{ending}"
    path.write_bytes(data)
    message = refusal(path, codebook)
    assert "save it" in message


@pytest.mark.parametrize("data", [b"", b" \r\n\t ", b"\xef\xbb\xbf", b"\xff\xfe"])
def test_empty_files_are_refused(tmp_path: Path, codebook: Codebook, data: bytes):
    path = tmp_path / "a.txt"
    path.write_bytes(data)
    assert refusal(path, codebook) == "is empty; remove it, or export the transcript anew"


def test_a_very_large_file_is_refused(tmp_path: Path, codebook: Codebook):
    path = tmp_path / "a.txt"
    with path.open("wb") as file:
        file.truncate(MAX_BYTES + 1)
    assert refusal(path, codebook).startswith("is larger than 50 MB; ")


@pytest.mark.parametrize("ending", READERS)
def test_a_missing_file_is_refused(tmp_path: Path, codebook: Codebook, ending: str):
    message = refusal(tmp_path / f"borte{ending}", codebook)
    assert message == "can't be read (No such file or directory); check its rights"


@pytest.mark.parametrize("ending", READERS)
def test_a_folder_that_looks_like_a_file_is_refused(
    tmp_path: Path, codebook: Codebook, ending: str
):
    path = tmp_path / f"mappe{ending}"
    path.mkdir()
    assert refusal(path, codebook).startswith("can't be read (")
