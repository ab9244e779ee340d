"""Word documents: python-docx writes what it can, `tests.wordml` the rest."""

import random
import time
import zipfile
from collections.abc import Sequence
from pathlib import Path

import docx
import pytest

from codebook import Codebook, load
from corpus import Document, read_file
from corpus.extract import Extract
from corpus.formats.docx import read
from corpus.reader import read_extract
from kodetrapp.errors import FileRefusedError
from tests.wordml import NAMESPACE, b, p, part, r, relations, save

SPOKEN = [
    ("Intervjuer", "Hva gjør dere på møtene?"),
    ("Informant", "«Nei!» sa vi – og så lo vi."),
]


@pytest.fixture(scope="module")
def codebook() -> Codebook:
    return load()


def spoken(of: Document) -> list[tuple[str, str]]:
    return [(turn.speaker, turn.text) for turn in of.turns]


def refusal(path: Path, codebook: Codebook) -> str:
    """Why the file is refused; never in its own words."""
    with pytest.raises(FileRefusedError) as caught:
        read_extract(read(path), codebook, path.name)
    shown = str(caught.value) + repr(caught.value)
    assert "emmelig" not in shown
    assert ";" in shown
    return str(caught.value)


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


@pytest.fixture
def of(tmp_path: Path):
    """Reads the document with the given body and parts."""

    def extract(body: str, others: dict[str, str | bytes] | None = None, **parts: str) -> Extract:
        return read(save(tmp_path / "a.docx", body, others, **parts))

    return extract


def text(extract: Extract) -> list[str]:
    return extract.text.split("\n\n")


def test_tracked_changes_are_read_as_accepted_and_counted(of):
    moved = r("flyttet ")
    found = of(
        p(
            r("Vi "),
            f"<w:ins>{r('nye ')}</w:ins>",
            "<w:del><w:r><w:delText>gamle </w:delText></w:r></w:del>",
            f"<w:moveFrom>{moved}</w:moveFrom>",
            r("kom "),
            f"<w:moveTo>{moved}</w:moveTo>",
        )
    )
    assert found.text == "Vi nye kom flyttet"
    assert found.warnings == (
        "tracked changes are read as accepted (insertions: 1, deletions: 1, moves: 1)",
    )


def test_a_paragraph_whose_end_is_deleted_goes_on_in_the_next(of):
    found = of(p("Vi kom ", about="<w:rPr><w:del/></w:rPr>") + p("og gikk.") + p("Slutt."))
    assert text(found) == ["Vi kom og gikk.", "Slutt."]
    moved = of(p("Vi kom ", about="<w:rPr><w:moveFrom/></w:rPr>") + p("og gikk."))
    assert moved.text == "Vi kom og gikk."
    last = of(p("Vi kom.", about="<w:rPr><w:del/></w:rPr>"))
    assert last.text == "Vi kom."


def test_deleted_rows_are_out(of):
    row = "<w:tr>{}<w:tc>{}</w:tc><w:tc>{}</w:tc></w:tr>"
    gone = row.format("<w:trPr><w:del/></w:trPr>", p("Kari"), p("Borte."))
    found = of(f"<w:tbl>{row.format('', p('Kari'), p('Her.'))}{gone}</w:tbl>")
    assert found.text == "Kari: Her."


def test_comments_are_out_and_counted(of):
    body = p('<w:commentRangeStart w:id="1"/>', r("Hei."), '<w:commentReference w:id="1"/>')
    found = of(body, comments=f'<w:comment w:id="1">{p("Hemmelig.")}</w:comment>')
    assert (found.text, found.warnings) == ("Hei.", ("comments were left out (1)",))


def test_notes_stand_in_brackets_at_their_place_once(of):
    mark = '<w:r><w:footnoteReference w:id="2"/></w:r>'
    found = of(
        p(r("Vi leste meldingen"), mark, r(" sammen.")) + p(r("Og mer."), mark),
        footnotes=f'<w:footnote w:id="2">{p("Meld. St. 5.")}{p("Del 2.")}</w:footnote>',
    )
    assert text(found) == ["Vi leste meldingen [Meld. St. 5. Del 2.] sammen.", "Og mer."]
    assert "brackets" in found.warnings[0]


def test_page_headers_are_properties_and_no_text(of):
    page = '<w:r><w:fldChar w:fldCharType="begin"/><w:instrText> PAGE </w:instrText></w:r>'
    page += '<w:r><w:fldChar w:fldCharType="separate"/></w:r>' + r("4")
    page += '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    found = of(p("Hei."), header=p("Gruppe: KUBU") + p("Dato: 3. mai 2023"), footer=p(page))
    assert found.text == "Hei."
    assert found.properties == {"header": "Gruppe: KUBU\nDato: 3. mai 2023"}


def test_hidden_text_is_out_by_run_and_by_style(of):
    styles = '<w:style w:styleId="S"><w:name w:val="s"/><w:rPr><w:vanish/></w:rPr></w:style>'
    found = of(
        p(r("Synlig"), r(" hemmelig", "<w:vanish/>"), r(".", '<w:vanish w:val="0"/>'))
        + p("Hemmelig.", about='<w:pStyle w:val="S"/>'),
        styles=styles,
    )
    assert found.text == "Synlig."
    assert found.warnings == ("pieces of hidden text were left out (2)",)


def test_fields_give_their_results_but_no_code_and_no_numbers_of_pages(of):
    def field(code: str, result: str) -> str:
        return (
            '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
            f"<w:r><w:instrText>{code}</w:instrText></w:r>"
            f'<w:r><w:fldChar w:fldCharType="separate"/></w:r>{r(result)}'
            '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
        )

    found = of(
        p(r("Side "), field(" PAGE ", "4"), r(": se "), field(' HYPERLINK "http://x" ', "lenken"))
        + p(f'<w:fldSimple w:instr=" NUMPAGES ">{r("9")}</w:fldSimple>', r("Slutt."))
    )
    assert text(found) == ["Side : se lenken", "Slutt."]


def test_a_list_of_contents_is_out_and_a_field_without_end_hides_nothing(of):
    begin = '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>TOC</w:instrText></w:r>'
    separate, end = (f'<w:r><w:fldChar w:fldCharType="{t}"/></w:r>' for t in ("separate", "end"))
    contents = p(begin, separate, r("1 Mål 3")) + p(r("2 Sak 4"), end)
    assert of(contents + p("Hei.")).text == "Hei."
    assert of(p(begin, separate, r("Alt ")) + p("Hei.")).text == "Alt\n\nHei."


@pytest.mark.parametrize("gallery", ["Table of Contents", "Innholdsfortegnelse"])
def test_content_controls_are_text_save_contents_and_prompts(of, gallery: str):
    control = "<w:sdt><w:sdtPr>{}</w:sdtPr><w:sdtContent>{}</w:sdtContent></w:sdt>"
    about = f'<w:docPartObj><w:docPartGallery w:val="{gallery}"/></w:docPartObj>'
    found = of(
        control.format("", p("Gruppe: ", control.format("", r("KUBU"))))
        + control.format(about, p("Innhold"))
        + p(control.format("<w:showingPlcHdr/>", r("Klikk her")), r("Hei."))
    )
    assert text(found) == ["Gruppe: KUBU", "Hei."]


def test_links_hyphens_breaks_and_tabs_are_as_seen(of):
    found = of(
        p(
            r("Kari:"),
            "<w:r><w:tab/></w:r>",
            f'<w:hyperlink r:id="r1">{r("Lenken")}</w:hyperlink>',
            "<w:r><w:softHyphen/></w:r>",
            r(" e\u2011post og sam\u00adarbeid"),
            "<w:r><w:noBreakHyphen/><w:br/></w:r>",
            r("neste\u00a0linje"),
            '<w:r><w:br w:type="page"/></w:r>',
            r("og side"),
        )
    )
    assert found.text == "Kari:\tLenken e\u2011post og samarbeid-\nneste linje\nog side"


def test_text_boxes_are_read_once_after_their_paragraph(of):
    box = f"<w:txbxContent>{p('I boksen.')}</w:txbxContent>"
    drawing = (
        f"<mc:AlternateContent><mc:Choice><w:drawing><wps:txbx>{box}</wps:txbx></w:drawing>"
        f"</mc:Choice><mc:Fallback><w:pict><v:textbox>{box}</v:textbox></w:pict></mc:Fallback>"
        "</mc:AlternateContent>"
    )
    found = of(p(r("Før"), f"<w:r>{drawing}</w:r>", r(" og etter.")) + p("Slutt."))
    assert text(found) == ["Før og etter.", "I boksen.", "Slutt."]


def numbering(*levels: tuple[str, str]) -> str:
    inner = "".join(
        f'<w:lvl w:ilvl="{n}"><w:start w:val="1"/><w:numFmt w:val="{kind}"/>'
        f'<w:lvlText w:val="{form}"/></w:lvl>'
        for n, (kind, form) in enumerate(levels)
    )
    again = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>'
    return (
        f'<w:abstractNum w:abstractNumId="0">{inner}</w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
        f'<w:num w:numId="2"><w:abstractNumId w:val="0"/>{again}</w:num>'
    )


def item(words: str, level: int = 0, numbers: int = 1) -> str:
    about = f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{numbers}"/></w:numPr>'
    return p(words, about=about)


@pytest.mark.parametrize(
    ("levels", "shown"),
    [
        ([("decimal", "%1."), ("lowerLetter", "%2)")], "1. A|a) B|b) C|2. D|a) E|1. F"),
        (
            [("decimal", "Sak %1"), ("decimal", "%1.%2")],
            "Sak 1 A|1.1 B|1.2 C|Sak 2 D|2.1 E|Sak 1 F",
        ),
        ([("upperRoman", "%1)"), ("lowerRoman", "%2")], "I) A|i B|ii C|II) D|i E|I) F"),
        ([("bullet", "-"), ("bullet", "\uf0b7")], "– A|• B|• C|– D|• E|– F"),
        ([("none", ""), ("upperLetter", "%2")], "A|A B|B C|D|A E|F"),
    ],
)
def test_automatic_numbers_are_those_that_word_shows(of, levels, shown: str):
    body = item("A") + item("B", 1) + item("C", 1) + item("D") + item("E", 1) + item("F", 0, 2)
    assert text(of(body, numbering=numbering(*levels))) == shown.split("|")


def test_a_dash_before_a_name_is_no_part_of_it(of):
    found = of(item("Kari Moe: Hei.") + item("Uten navn."), numbering=numbering(("bullet", "-")))
    assert text(found) == ["Kari Moe: Hei.", "– Uten navn."]


def test_numbered_items_of_minutes_are_items(tmp_path: Path, codebook: Codebook):
    body = p("Type: referat") + item("Budsjett") + p("Vi ble enige.") + item("Møter") + p("Flere.")
    path = save(tmp_path / "a.docx", body, numbering=numbering(("decimal", "Sak %1")))
    assert [(turn.speaker, turn.text) for turn in read_file(path, codebook).turns] == [
        ("Sak 1", "Sak 1 Budsjett"),
        ("Sak 1", "Vi ble enige."),
        ("Sak 2", "Sak 2 Møter"),
        ("Sak 2", "Flere."),
    ]


def test_headings_are_known_by_style_name_base_and_outline(of):
    styles = (
        '<w:style w:styleId="Overskrift1"><w:name w:val="heading 1"/></w:style>'
        '<w:style w:styleId="M"><w:name w:val="Min"/><w:basedOn w:val="Overskrift1"/></w:style>'
        '<w:style w:styleId="INNH1"><w:name w:val="toc 1"/></w:style>'
        '<w:style w:styleId="X"><w:name w:val="x"/><w:basedOn w:val="X"/></w:style>'
    )
    names = ("Overskrift1", "M", "INNH1", "X", "Ukjent")
    body = "".join(p(name, about=f'<w:pStyle w:val="{name}"/>') for name in names)
    found = of(body + p("Nivå", about='<w:outlineLvl w:val="1"/>'), styles=styles)
    assert text(found) == ["# Overskrift1", "# M", "X", "Ukjent", "# Nivå"]


def test_bold_names_without_a_colon_are_labels(tmp_path: Path, codebook: Codebook):
    body = "".join(
        p(b(name), r(f" {words}"))
        for name, words in (
            ("Kari Moe", "Hva skjedde?"),
            ("Ola Ås ", "Vi møttes."),
            ("Kari Moe", "Og så?"),
            ("Ola Ås", "– Så gikk vi. Alle."),
        )
    )
    document = read_file(save(tmp_path / "a.docx", body), codebook)
    assert spoken(document) == [
        ("Kari Moe", "Hva skjedde?"),
        ("Ola Ås", "Vi møttes."),
        ("Kari Moe", "Og så?"),
        ("Ola Ås", "Så gikk vi. Alle."),
    ]


def test_bold_names_on_lines_of_their_own_are_labels(of):
    words = ["Hva skjedde?", "Vi møttes.", "Og så?", "Vi gikk."]
    names = ["Kari Moe", "Ola Ås", "Kari Moe", "Ola Ås"]
    body = "".join(p(b(name)) + p(said) for name, said in zip(names, words, strict=True))
    found = of(p(b("Intervju om møter")) + p("Gjort i mai.") + body + p("Og mer."))
    assert text(found) == [
        "# Intervju om møter",
        "Gjort i mai.",
        "Kari Moe: Hva skjedde?\nOla Ås: Vi møttes.\nKari Moe: Og så?\nOla Ås: Vi gikk.",
        "Og mer.",
    ]


def test_bold_roles_are_labels_at_once(of):
    found = of(p(b("Intervjuer"), r(" Hva?")) + p(b("Informant"), r(" Ja.")))
    assert found.text == "Intervjuer: Hva?\nInformant: Ja."


@pytest.mark.parametrize(
    "paragraphs",
    [
        [(b("Kari"), " har sagt det."), ("", "Vi møttes."), ("", "Vi gikk.")],
        [(b("Gruppen"), " har sagt det.")] * 3 + [("", "A."), ("", "B."), ("", "C."), ("", "D.")],
        [(b("Kari"), " [00:03] Hva?"), (b("Ola"), " [00:09] Ja.")] * 2,
        [(b("Vedtak"), " Ja."), (b("Vedtak"), " Nei."), (b("Vedtak"), " Ja.")],
        [(b("Kari:"), " Hva?"), (b("Ola:"), " Ja.")],
        [(b("Kari"), ": Hva?"), (b("Ola"), ": Ja.")],
        [(b("Dette er en hel setning som er uthevet."), " Og mer.")] * 3,
    ],
    ids=["once", "stressed words", "times", "decisions", "colons", "colons after", "sentences"],
)
def test_other_bold_words_are_left_alone(of, paragraphs: list[tuple[str, str]]):
    found = of("".join(p(first, r(rest)) if first else p(rest) for first, rest in paragraphs))
    plain = [f"{first.partition('preserve')[2][2:-12]}{rest}" for first, rest in paragraphs]
    assert "\n".join(text(found)).split() == " ".join(plain).split()


def test_bold_headings_stay_headings(of):
    found = of(
        p(b("Bakgrunn")) + p("Vi møttes.") + p(b("Funn")) + p("Mange.") + p(b("Gruppe: KUBU"))
    )
    assert text(found) == ["# Bakgrunn", "Vi møttes.", "# Funn", "Mange.", "Gruppe: KUBU"]


def test_a_bold_role_is_no_heading(of):
    assert text(of(p(b("Informant")) + p("Ja."))) == ["Informant", "Ja."]


def interview(*pairs: tuple[str, str]) -> str:
    return "".join(p(b(asked)) + p(answered) for asked, answered in pairs)


PAIRS = [("Hva skjer?", "Lite."), ("Hvem kom?", "Alle."), ("Når da?", "I mai.")]


def test_bold_questions_are_asked_and_what_follows_answers(tmp_path: Path, codebook: Codebook):
    body = p("Innledning.") + p(b("Om møtene")) + p("Vi ville vite.") + interview(*PAIRS)
    path = save(tmp_path / "a.docx", body + p("Eller i juni."))
    document = read_file(path, codebook)
    assert [(turn.role.value, turn.speaker, turn.text) for turn in document.turns][1:] == [
        ("interviewer", "Spørsmål", "Hva skjer?"),
        ("informant", "Svar", "Lite."),
        ("interviewer", "Spørsmål", "Hvem kom?"),
        ("informant", "Svar", "Alle."),
        ("interviewer", "Spørsmål", "Når da?"),
        ("informant", "Svar", "I mai.\n\nEller i juni."),
    ]
    assert "bold questions" in document.warnings[0]


@pytest.mark.parametrize(
    "body",
    [
        interview(*PAIRS[:2]),
        interview(*PAIRS) + p("I: Hva?") + p("R: Ja.") + p("I: Og?") + p("R: Nei."),
        interview(*((asked, "Hva mener du?") for asked, _ in PAIRS)),
        interview(*PAIRS, *[("Bakgrunn", "Slik."), ("Funn", "Få."), ("Mål", "Ett.")]),
    ],
    ids=["too few", "others have labels", "answers ask too", "as many headings"],
)
def test_bold_questions_that_are_not_clear_stay_as_they_are(of, body: str):
    found = of(body)
    assert "Spørsmål" not in found.text
    assert found.warnings == ()


def table(*rows: Sequence[str]) -> str:
    return "<w:tbl>{}</w:tbl>".format(
        "".join(
            "<w:tr>{}</w:tr>".format(
                "".join(cell if cell[:1] == "<" else f"<w:tc>{p(cell)}</w:tc>" for cell in row)
            )
            for row in rows
        )
    )


TURNS = "[00:03] Kari Moe: Hva?\n\n[00:09] Ola: Ja."


@pytest.mark.parametrize(
    "rows",
    [
        [("Taler", "Utsagn", "Tid"), ("Kari Moe", "Hva?", "00:03"), ("Ola", "Ja.", "00:09")],
        [("Tid", "Hvem", "Tekst"), ("[00:03]", "Kari Moe:", "Hva?"), ("00:09", "Ola", "Ja.")],
        [("Text", "Time:", "Speaker"), ("Hva?", "00:03", "Kari Moe"), ("Ja.", "00:09", "Ola")],
        [
            ("Nr.", "Tid", "Navn", "Tekst"),
            ("1", "00:03", "Kari Moe", "Hva?"),
            ("2", "00:09 - 00:11", "Ola", "Ja."),
        ],
        [("Kari Moe", "Hva?", "00:03"), ("Ola", "Ja.", "00:09")],
    ],
    ids=["speaker first", "time first", "words first", "numbers", "no names of columns"],
)
def test_columns_are_found_in_any_order(of, rows: list[tuple[str, ...]]):
    assert of(table(*rows)).text == TURNS


def test_numbers_of_rows_are_left_out_where_names_follow(of):
    found = of(table(("1", "Intervjuer", "Hva?"), ("2", "Informant", "Ja.")))
    assert found.text == "Intervjuer: Hva?\nInformant: Ja."
    assert of(table(("1", "Budsjett er vedtatt"), ("2", "Nytt møte i mai"))).text == (
        "1: Budsjett er vedtatt\n\n2: Nytt møte i mai"
    )


def test_what_stands_in_the_column_of_times_and_is_none_is_kept(of):
    rows = [("Taler", "Utsagn", "Tid"), ("Kari", "Hva?", "sent"), ("Ola", "Ja.", "")]
    assert of(table(*rows)).text == "Kari: sent Hva?\nOla: Ja."


def test_a_table_of_questions_and_answers_is_a_dialogue(of):
    found = of(table(("Spørsmål", "Svar"), ("Hva?", "Ja."), ("Når?", "I mai.")))
    assert found.text == "Spørsmål: Hva?\nSvar: Ja.\nSpørsmål: Når?\nSvar: I mai."


def test_a_table_of_minutes_gives_items(of):
    rows = [
        ("Sak", "Diskusjon", "Ansvar"),
        ("1", "Vi ble enige.", "Kari"),
        ("Budsjett", "Stort.", ""),
    ]
    assert text(of(table(*rows))) == [
        "# Sak 1",
        "Vi ble enige.",
        "Ansvar: Kari",
        "# Budsjett",
        "Stort.",
    ]


def test_cells_merged_downwards_hold_for_the_turn_that_goes_on(of):
    merged = "<w:tc><w:tcPr><w:vMerge{}/></w:tcPr>{}</w:tc>"
    first, more = merged.format(' w:val="restart"', p("Kari")), merged.format("", p("Rest"))
    rows = [("Taler", "Utsagn"), (first, "Hva?"), (more, "Og så?"), ("Ola", "Ja.")]
    assert text(of(table(*rows))) == ["Kari: Hva?", "Og så?", "Ola: Ja."]


def test_a_table_in_a_cell_follows_its_row(of):
    inner = table(("Kari", "Hva?"), ("Ola", "Ja."))
    found = of(table(("Tema", f"<w:tc>{p('Møter')}{inner}</w:tc>"), ("Slutt", "Takk.")))
    assert found.text == "Tema: Møter\nKari: Hva?\nOla: Ja.\nSlutt: Takk."


def test_a_table_of_one_cell_is_a_frame_around_paragraphs(of):
    found = of(f"<w:tbl><w:tr><w:tc>{p('Gruppe: KUBU')}{p('Vi møttes.')}</w:tc></w:tr></w:tbl>")
    assert text(found) == ["Gruppe: KUBU", "Vi møttes."]


def test_properties_are_what_the_file_says_but_not_who_wrote_it(tmp_path: Path):
    document = docx.Document()
    document.add_paragraph("Hei.")
    known = document.core_properties
    known.title, known.subject, known.keywords = "Intervju", "KUBU", "møter"
    known.author, known.last_modified_by = "Hemmelig", "Hemmelig"
    document.save(str(tmp_path / "a.docx"))
    assert read(tmp_path / "a.docx").properties == {
        "title": "Intervju",
        "subject": "KUBU",
        "keywords": "møter",
        "created": "2013-12-23",
    }


def test_macros_are_left_out_and_said(of):
    found = of(p("Hei."), {"word/vbaProject.bin": b"Sub Hemmelig()"})
    assert (found.text, found.warnings) == ("Hei.", ("macros were left out and not run",))


def test_the_strict_form_of_the_standard_is_read(of):
    strict = part("document", f"<w:body>{p(b('Hei'), r(' du.'))}</w:body>")
    strict = strict.replace(NAMESPACE, "http://purl.oclc.org/ooxml/wordprocessingml/main")
    assert of("", {"word/document.xml": strict}).text == "Hei du."


def test_what_lies_elsewhere_is_not_fetched(of, monkeypatch: pytest.MonkeyPatch):
    def refuse(*_: object) -> None:
        raise AssertionError("something was fetched")

    monkeypatch.setattr("socket.socket.connect", refuse)
    links = relations(
        ("footnotes", "http://192.0.2.1/a.xml", 'TargetMode="External"'),
        ("styles", "../../../etc/passwd", ""),
        ("image", "media/lost.png", ""),
    )
    assert of(p("Hei."), {"word/_rels/document.xml.rels": links}).text == "Hei."


@pytest.mark.parametrize(
    "entities",
    [
        '<!DOCTYPE d [<!ENTITY a "hemmelig">]>',
        '<!DOCTYPE d [<!ENTITY a SYSTEM "file:///etc/hostname">]>',
        '<!DOCTYPE d [<!ENTITY z "'
        + "ha" * 500
        + '">'
        + "".join(
            f'<!ENTITY {name} "{f"&{before};" * 20}">'
            for before, name in zip("zyxwvut", "yxwvuta", strict=True)
        )
        + "]>",
    ],
    ids=["one", "a file", "a billion laughs"],
)
@pytest.mark.parametrize("place", ["<w:t>&a;</w:t>", '<w:t w:x="&a;">hei</w:t>'])
def test_entities_are_refused(tmp_path: Path, codebook: Codebook, entities: str, place: str):
    main = part("document", f"<w:body><w:p><w:r>{place}</w:r></w:p></w:body>")
    path = save(tmp_path / "a.docx", "", {"word/document.xml": entities + main})
    before = time.monotonic()
    message = refusal(path, codebook)
    assert "entities" in message or message.startswith("is no Word document, or a damaged one")
    assert time.monotonic() - before < 2


def test_an_archive_that_packs_the_same_over_and_over_is_refused(
    tmp_path: Path, codebook: Codebook
):
    path = save(tmp_path / "a.docx", "<w:p/>" * 3_000_000)
    assert refusal(path, codebook).startswith("unpacks to 400 times its size; ")


@pytest.mark.parametrize(
    ("stream", "said"),
    [
        ("EncryptedPackage", "is protected by a password; "),
        ("WordDocument", "is in the format of "),
    ],
)
def test_files_of_old_word_and_with_passwords_are_refused(
    tmp_path: Path, codebook: Codebook, stream: str, said: str
):
    path = tmp_path / "a.docx"
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + stream.encode("utf-16-le"))
    assert refusal(path, codebook).startswith(said)


def test_archives_with_passwords_are_refused(tmp_path: Path, codebook: Codebook):
    path = save(tmp_path / "a.docx", p("Hemmelig."))
    data = bytearray(path.read_bytes())
    directory = data.index(b"PK\x01\x02")
    data[directory + 8] |= 1
    path.write_bytes(data)
    assert refusal(path, codebook).startswith("is protected by a password; ")


def test_a_part_that_is_too_large_to_parse_is_refused(
    tmp_path: Path, codebook: Codebook, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("corpus.formats.ooxml._MAX_PART", 2000)
    assert read(save(tmp_path / "a.docx", p("Hei."))).text == "Hei."
    path = save(tmp_path / "a.docx", p("Hemmelig." * 200))
    assert refusal(path, codebook).startswith("holds more than 64 MB of text; ")


def test_pictures_without_text_are_refused_as_a_scan(tmp_path: Path, codebook: Codebook):
    path = save(tmp_path / "a.docx", p("<w:r><w:drawing><a:blip/></w:drawing></w:r>"))
    assert refusal(path, codebook).startswith("holds pictures but no text (a scan?); ")


def test_elements_too_deep_for_a_parser_are_refused(tmp_path: Path, codebook: Codebook):
    path = save(tmp_path / "a.docx", "<w:ins>" * 5000 + p("Hemmelig.") + "</w:ins>" * 5000)
    assert refusal(path, codebook).startswith("is no Word document, or a damaged one; ")


def test_two_thousand_paragraphs_take_less_than_two_seconds(of):
    body = "".join(
        p(b(name), r(f" ord nummer {n} og litt til." * 8))
        for n in range(1000)
        for name in ("Kari Moe", "Ola Ås")
    )
    before = time.monotonic()
    found = of(body)
    assert time.monotonic() - before < 2
    assert found.text.startswith("Kari Moe: ord nummer 0")
    assert len(text(found)) == 2000
