import codecs
import random
import zipfile
from collections.abc import Sequence
from pathlib import Path

import docx
import pytest

from codebook import Codebook, load
from corpus import READERS, Document, read_file
from corpus.reader import MAX_BYTES
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


def test_four_formats_are_read():
    assert sorted(READERS) == [".docx", ".md", ".txt", ".vtt"]


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


def word(path: Path, *blocks: str | tuple[str, int] | Sequence[Sequence[str]]) -> Path:
    """A Word document of paragraphs, headings (with their level) and tables."""
    document = docx.Document()
    for block in blocks:
        match block:
            case str():
                document.add_paragraph(block)
            case (str(text), int(level)):
                document.add_heading(text, level)
            case _:
                table = document.add_table(0, len(block[0]))
                for row in block:
                    for cell, text in zip(table.add_row().cells, row, strict=True):
                        cell.text = str(text)
    document.save(str(path))
    return path


HEADER = ("Gruppe: KUBU", "Dato: 3. mai 2023", "Type: intervju", "Rolle: linje")


def test_word_paragraphs_are_read(tmp_path: Path, codebook: Codebook):
    words = [f"{speaker}: {text}" for speaker, text in SPOKEN]
    of = read_file(word(tmp_path / "a.docx", *HEADER, "", *words, "Og gikk."), codebook)
    assert spoken(of) == [SPOKEN[0], ("Informant", f"{SPOKEN[1][1]}\n\nOg gikk.")]
    assert (of.metadata.group, of.metadata.phase, of.metadata.role) == ("kubu", "fase2", "linje")
    assert of.warnings == ()


def test_word_headers_need_no_blank_line_after_them(tmp_path: Path, codebook: Codebook):
    words = [f"{speaker}: {text}" for speaker, text in SPOKEN]
    of = read_file(word(tmp_path / "a.docx", *HEADER, *words), codebook)
    assert spoken(of) == SPOKEN


def test_word_headings_are_headings(tmp_path: Path, codebook: Codebook):
    path = word(
        tmp_path / "a.docx",
        ("Notat", 0),
        "Gruppe: KUBU",
        "Dato: 3. mai 2023",
        ("Formål.", 1),
        "Vi deler.",
        ("Mer om det", 2),
        "Mye mer.",
    )
    of = read_file(path, codebook)
    assert [(turn.role.value, turn.text) for turn in of.turns] == [
        ("heading", "# Formål."),
        ("note", "Vi deler."),
        ("heading", "# Mer om det"),
        ("note", "Mye mer."),
    ]
    assert of.metadata.kind == "document"


def test_word_tables_are_rows_of_field_and_value(tmp_path: Path, codebook: Codebook):
    table = [["Gruppe", "KUBU"], ["Dato:", "3. mai 2023"], ["Informant", "leder av sekretariatet"]]
    of = read_file(word(tmp_path / "a.docx", table, "I: Hva?", "R: Ja."), codebook)
    assert spoken(of) == [("I", "Hva?"), ("R", "Ja.")]
    assert (of.metadata.group, of.metadata.role) == ("kubu", "sekretariat")


@pytest.mark.parametrize(
    "table",
    [
        [["Intervjuer", "Hva?"], ["Informant", "Ja,\nog nei."]],
        [["Intervjuer:", "Hva?"], ["Informant:", "Ja, og nei."]],
        [["00:00:03", "Intervjuer", "Hva?"], ["00:00:09", "Informant", "Ja, og nei."]],
        [["[0:03]", "Intervjuer:", "Hva?"], ["[0:09]", "Informant:", "Ja, og nei."]],
        [["Intervjuer", "00:00:03", "Hva?"], ["Informant", "00:00:09", "Ja, og nei."]],
        [["Intervjuer", "", "Hva?"], ["Informant", "", "Ja, og nei."]],
    ],
    ids=["two columns", "colons", "times first", "short times", "times second", "empty cells"],
)
def test_word_tables_are_speaker_and_words(
    tmp_path: Path, codebook: Codebook, table: list[list[str]]
):
    of = read_file(word(tmp_path / "a.docx", *HEADER, "", table), codebook)
    assert spoken(of) == [("Intervjuer", "Hva?"), ("Informant", "Ja, og nei.")]


def test_word_text_keeps_reading_order_between_paragraphs_and_tables(
    tmp_path: Path, codebook: Codebook
):
    path = word(tmp_path / "a.docx", "Først.", [["To, tre og fire.", ""]], "Sist.")
    assert [turn.text for turn in read_file(path, codebook).turns] == [
        "Først.",
        "To, tre og fire.",
        "Sist.",
    ]


def test_word_cells_that_are_merged_are_read_once(tmp_path: Path, codebook: Codebook):
    document = docx.Document()
    table = document.add_table(1, 3)
    table.cell(0, 0).merge(table.cell(0, 2)).text = "Bare én gang."
    document.save(str(tmp_path / "a.docx"))
    assert read_file(tmp_path / "a.docx", codebook).text == "Bare én gang."


def test_word_labels_may_be_bold_and_lines_broken(tmp_path: Path, codebook: Codebook):
    document = docx.Document()
    for label, words in (("Intervjuer:", " Hva?"), ("Informant:", " Ja.\nOg nei.\tSå.")):
        paragraph = document.add_paragraph()
        paragraph.add_run(label).bold = True
        paragraph.add_run(words)
    document.save(str(tmp_path / "a.docx"))
    of = read_file(tmp_path / "a.docx", codebook)
    assert spoken(of) == [("Intervjuer", "Hva?"), ("Informant", "Ja.\nOg nei.\tSå.")]


def vtt(path: Path, *cues: str) -> Path:
    """A WebVTT file of cues that come three seconds apart."""
    timed = [
        f"00:00:{3 * n:02}.000 --> 00:00:{3 * n + 3:02}.000\n{cue}" for n, cue in enumerate(cues, 1)
    ]
    path.write_text("\n\n".join(["WEBVTT", *timed]) + "\n", encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("<v Kari Moe>Hva?</v>", "<v Ola Ås>Ja, det var det.</v>"),
        ("<v Moe, Kari>Hva?", "<v Ås, Ola>Ja, det\nvar det."),
        ("<v.loud Kari Moe>Hva?</v>", "<v Ola Ås><i>Ja</i>, det var <b>det</b>.</v>"),
        ("Kari Moe: Hva?", "Ola Ås: Ja, det\nvar det."),
        ("- Kari Moe: Hva?", "- Ola Ås: Ja, det var det."),
    ],
    ids=["voices", "surname first", "classes and tags", "labels", "dashes"],
)
def test_web_captions_tell_the_speaker(tmp_path: Path, codebook: Codebook, first: str, second: str):
    of = read_file(vtt(tmp_path / "a.vtt", first, second, first, second), codebook)
    expected = [("Kari Moe", "Hva?"), ("Ola Ås", "Ja, det var det.")]
    assert spoken(of) == expected * 2
    assert [turn.role.value for turn in of.turns][:2] == ["interviewer", "informant"]


def test_web_captions_of_one_speaker_are_one_turn(tmp_path: Path, codebook: Codebook):
    path = vtt(
        tmp_path / "a.vtt", "<v I>Hva?</v>", "<v R>Ja,</v>", "<v R>det &amp; det.</v>", "Så."
    )
    of = read_file(path, codebook)
    assert spoken(of) == [("I", "Hva?"), ("R", "Ja, det & det. Så.")]
    assert of.text == "[00:00:03] I: Hva?\n\n[00:00:06] R: Ja, det & det. Så."


def test_two_voices_in_one_web_caption_are_two_turns(tmp_path: Path, codebook: Codebook):
    of = read_file(vtt(tmp_path / "a.vtt", "<v I>Hva?</v>\n<v R>Ja.</v>"), codebook)
    assert spoken(of) == [("I", "Hva?"), ("R", "Ja.")]


def test_web_captions_without_voices_are_running_text(tmp_path: Path, codebook: Codebook):
    of = read_file(vtt(tmp_path / "a.vtt", "ja nå går", "opptaket"), codebook)
    assert spoken(of) == [("", "ja nå går opptaket")]


def test_notes_styles_and_numbers_of_web_captions_are_left_out(tmp_path: Path, codebook: Codebook):
    path = tmp_path / "a.vtt"
    path.write_text(
        "\ufeffWEBVTT - tittel\n\nSTYLE\n::cue { color: red }\n\nNOTE hemmelig\n\n"
        "1\n00:01.000 --> 00:02.000 align:start\nI: Hva?\n\n"
        "to\n00:02.000 --> 00:03.000\nR: Ja.\n",
        encoding="utf-8",
    )
    assert read_file(path, codebook).text == "[00:00:01] I: Hva?\n\n[00:00:02] R: Ja."


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("hemmelig", "is no WebVTT file; its first line must be WEBVTT"),
        ("1\n00:00:01,000 --> 00:00:02,000\nHemmelig", "is no WebVTT file"),
        ("WEBVTT\n\n00:00:01 --> 00:00:02\nHemmelig", "has damaged times (cues: 1); write them"),
        (
            "WEBVTT\n\n00:01.000 --> 00:02.000\nHei.\n\n00:02,000 --> 00:03,000\nHemmelig",
            "has damaged times (cues: 1); write them",
        ),
        ("WEBVTT\n", "is empty; remove it"),
        ("", "is no WebVTT file"),
    ],
)
def test_damaged_web_captions_are_refused(tmp_path: Path, codebook: Codebook, text: str, said: str):
    path = tmp_path / "a.vtt"
    path.write_text(text, encoding="utf-8")
    assert refusal(path, codebook).startswith(said)


@pytest.mark.parametrize("name", ["a.pdf", "a.doc", "a.rtf", "a", "a.txt.bak", ".txt"])
def test_an_unknown_ending_is_refused_with_those_that_are_read(
    tmp_path: Path, codebook: Codebook, name: str
):
    path = tmp_path / name
    path.write_text("Hemmelig.", encoding="utf-8")
    message = refusal(path, codebook)
    assert message == (
        f"has the ending '{path.suffix}', which is not read;"
        " save it as one of .txt, .md, .docx, .vtt"
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


def test_an_empty_word_document_is_refused(tmp_path: Path, codebook: Codebook):
    assert refusal(word(tmp_path / "a.docx", "", " "), codebook).startswith("is empty; ")


def test_text_that_calls_itself_word_is_refused(tmp_path: Path, codebook: Codebook):
    path = tmp_path / "a.docx"
    path.write_text("Hemmelig.", encoding="utf-8")
    assert refusal(path, codebook).startswith("is no Word document, or a damaged one; open it in")


def test_another_zip_archive_is_refused(tmp_path: Path, codebook: Codebook):
    path = tmp_path / "a.docx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("hemmelig.txt", "Hemmelig.")
    assert refusal(path, codebook).startswith("is no Word document, or a damaged one; ")


@pytest.mark.parametrize("share", [0.0, 0.1, 0.5, 0.9, 0.999])
def test_half_a_word_document_is_refused(tmp_path: Path, codebook: Codebook, share: float):
    path = word(tmp_path / "a.docx", *HEADER, "I: Hva?", "R: Hemmelig.")
    data = path.read_bytes()
    path.write_bytes(data[: int(share * len(data))])
    assert refusal(path, codebook).startswith("is no Word document, or a damaged one; ")


def test_a_word_document_with_broken_bytes_is_no_crash(tmp_path: Path, codebook: Codebook):
    chance = random.Random(1)
    path = word(tmp_path / "a.docx", *HEADER, "I: Hva?", "R: Hemmelig.")
    whole = path.read_bytes()
    refused = 0
    for count in [1, 5, 50] * 40:
        data = bytearray(whole)
        for _ in range(count):
            data[chance.randrange(len(data))] = chance.randrange(256)
        path.write_bytes(data)
        try:
            read_file(path, codebook)
        except FileRefusedError:
            refused += 1
    assert refused > 60


def rewritten(path: Path, member: str, content: bytes) -> None:
    with zipfile.ZipFile(path) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in {**members, member: content}.items():
            archive.writestr(name, data)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"hemmelig",
        b"<hemmelig/>",
        b'<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"/>',
    ],
)
def test_a_word_document_with_other_content_is_refused(
    tmp_path: Path, codebook: Codebook, content: bytes
):
    path = word(tmp_path / "a.docx", "Hei.")
    rewritten(path, "word/document.xml", content)
    assert refusal(path, codebook).startswith("is no Word document, or a damaged one; ")


def test_an_archive_that_unpacks_to_far_more_is_refused(tmp_path: Path, codebook: Codebook):
    path = word(tmp_path / "a.docx", "Hei.")
    rewritten(path, "word/media/a.bin", bytes(201 * 2**20))
    assert refusal(path, codebook).startswith("unpacks to more than 200 MB; ")


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
