import io
import zipfile
from pathlib import Path

import pytest
from odfdo import Document, Element, Header, Paragraph, Table

from corpus.extract import Extract
from corpus.formats import odt
from kodetrapp.errors import FileRefusedError


def written(tmp_path: Path, *elements: Element | str, type_: str = "text") -> Path:
    """An OpenDocument file of these elements, or of their XML."""
    document = Document(type_)
    document.body.clear()
    for element in elements:
        document.body.append(Element.from_tag(element) if isinstance(element, str) else element)
    path = tmp_path / "a.odt"
    document.save(path)
    return path


def read(tmp_path: Path, *elements: Element | str) -> Extract:
    return odt.read(written(tmp_path, *elements))


def rewritten(path: Path, **members: bytes) -> Path:
    """The package with the XML parts of these names replaced."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    parts |= {name: data for name, data in members.items() if name in parts}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return path


def refusal(path: Path) -> str:
    with pytest.raises(FileRefusedError) as caught:
        odt.read(path)
    assert "emmelig" not in str(caught.value)
    assert ";" in str(caught.value)
    return str(caught.value)


def test_paragraphs_and_headings_are_read(tmp_path: Path):
    title = Paragraph("Notat", style="Title")
    of = read(
        tmp_path,
        title,
        Header(2, "Formål"),
        Paragraph("Vi deler."),
        Paragraph(""),
        Paragraph("Mer."),
    )
    assert of.text == "# Notat\n\n# Formål\n\nVi deler.\n\nMer."


def test_short_fields_below_each_other_are_one_block(tmp_path: Path):
    of = read(tmp_path, Paragraph("Gruppe: KUBU"), Paragraph("Dato: 1. mai 2023"), Paragraph("Ja."))
    assert of.text == "Gruppe: KUBU\nDato: 1. mai 2023\n\nJa."


def test_white_space_is_what_the_file_means_by_it(tmp_path: Path):
    xml = (
        "<text:p>\n  En <text:span>fet</text:span>\n  to<text:s text:c='2'/>tre<text:tab/>"
        "fire<text:line-break/>fem<text:soft-page-break/> seks </text:p>"
    )
    assert read(tmp_path, xml).text == "En fet to  tre\tfire\nfem seks"


def test_rows_of_tables_are_speaker_and_words(tmp_path: Path):
    table = Table("T", width=2, height=2)
    for cell, value in {"A1": "Kari", "B1": "Hva?", "A2": "Ola:", "B2": "Ja."}.items():
        table.set_value(cell, value)
    assert read(tmp_path, table).text == "Kari: Hva?\nOla: Ja."


def test_cells_that_ask_to_be_repeated_are_read_once(tmp_path: Path):
    xml = (
        "<table:table><table:table-row table:number-rows-repeated='1000000'>"
        "<table:table-cell table:number-columns-repeated='1000000'><text:p>En.</text:p>"
        "</table:table-cell></table:table-row></table:table>"
    )
    assert read(tmp_path, xml).text == "En."


def test_lists_are_paragraphs(tmp_path: Path):
    xml = (
        "<text:list><text:list-item><text:p>En</text:p><text:list><text:list-item>"
        "<text:p>to</text:p></text:list-item></text:list></text:list-item></text:list>"
    )
    assert read(tmp_path, xml).text == "En\n\nto"


def test_footnotes_stand_in_brackets_at_their_place(tmp_path: Path):
    xml = (
        "<text:p>Ja<text:note text:note-class='footnote'><text:note-citation>1</text:note-citation>"
        "<text:note-body><text:p>Ler.</text:p></text:note-body></text:note> og nei.</text:p>"
    )
    assert read(tmp_path, xml).text == "Ja [Ler.] og nei."


def test_insertions_are_in_and_deletions_out(tmp_path: Path):
    changes = (
        "<text:tracked-changes><text:changed-region><text:deletion><text:p>hemmelig</text:p>"
        "</text:deletion></text:changed-region></text:tracked-changes>"
    )
    body = (
        "<text:p>Vi <text:change-start text:change-id='a'/>skrev<text:change-end"
        " text:change-id='a'/><text:change text:change-id='b'/> det.</text:p>"
    )
    assert read(tmp_path, changes, body).text == "Vi skrev det."


def test_comments_are_left_out_and_said(tmp_path: Path):
    xml = (
        "<text:p>Ja<office:annotation><dc:creator>K</dc:creator><text:p>hemmelig</text:p>"
        "</office:annotation>.</text:p>"
    )
    of = read(tmp_path, xml)
    assert of.text == "Ja."
    assert of.warnings == ("comments were left out (1)",)


def test_hidden_text_is_left_out_and_said(tmp_path: Path):
    section = (
        "<text:section text:name='s' text:display='none'><text:p>hemmelig</text:p></text:section>"
    )
    of = read(tmp_path, "<text:p>Ja<text:hidden-text>x</text:hidden-text>.</text:p>", section)
    assert of.text == "Ja."
    assert of.warnings == ("pieces of hidden text were left out (2)",)


def test_text_boxes_follow_their_paragraph_and_contents_are_left_out(tmp_path: Path):
    box = (
        "<text:p>Før<draw:frame><draw:text-box><text:p>i boks</text:p></draw:text-box></draw:frame>"
        " og etter.</text:p>"
    )
    contents = (
        "<text:table-of-content><text:index-body><text:p>Mål 3</text:p></text:index-body>"
        "</text:table-of-content>"
    )
    assert read(tmp_path, contents, box).text == "Før og etter.\n\ni boks"


def test_headers_and_footers_of_pages_are_left_out(tmp_path: Path):
    path = written(tmp_path, Paragraph("Ja."))
    document = Document(path)
    document.get_style("master-page", "Standard").set_page_header(Paragraph("hemmelig"))
    document.save(path)
    assert odt.read(path).text == "Ja."


def test_properties_are_told(tmp_path: Path):
    path = written(tmp_path, Paragraph("Ja."))
    document = Document(path)
    document.meta.title = "Møte"
    document.meta.keyword = "a, b"
    document.save(path)
    found = odt.read(path).properties
    assert (found["title"], found["keywords"], len(found["created"])) == ("Møte", "a, b", 10)


def test_entities_are_refused(tmp_path: Path):
    path = written(tmp_path, Paragraph("Ja."))
    with zipfile.ZipFile(path) as archive:
        content = archive.read("content.xml")
    start = content.index(b"<office:document-content")
    bomb = b'<!DOCTYPE x [<!ENTITY a "hemmelig"><!ENTITY b "&a;&a;&a;&a;">]>'
    rewritten(
        path, **{"content.xml": content[:start] + bomb + content[start:].replace(b"Ja.", b"&b;")}
    )
    assert refusal(path).startswith("defines entities of its own; ")


def test_passwords_are_said(tmp_path: Path):
    path = written(tmp_path, Paragraph("Ja."))
    manifest = b"<manifest:file-entry><manifest:encryption-data/></manifest:file-entry>"
    rewritten(path, **{"META-INF/manifest.xml": manifest, "content.xml": b"\x8a\x11"})
    assert refusal(path).startswith("is protected by a password; ")


def test_a_package_that_unpacks_to_too_much_is_refused(tmp_path: Path):
    path = tmp_path / "a.odt"
    with (
        zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive,
        archive.open("content.xml", "w", force_zip64=True) as member,
    ):
        for _ in range(201):
            member.write(bytes(2**20))
    assert refusal(path).startswith("unpacks to more than 200 MB; ")


def test_another_open_document_is_refused(tmp_path: Path):
    assert "is an OpenDocument file but no text" in refusal(written(tmp_path, type_="spreadsheet"))


@pytest.mark.parametrize("share", [0.0, 0.1, 0.5, 0.9, 0.999])
def test_half_a_file_is_refused(tmp_path: Path, share: float):
    path = written(tmp_path, Paragraph("Hemmelig."))
    data = path.read_bytes()
    path.write_bytes(data[: int(share * len(data))])
    assert refusal(path).startswith("is no OpenDocument text, or a damaged one; ")


def test_another_archive_is_refused(tmp_path: Path):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("hemmelig.txt", "Hemmelig.")
    path = tmp_path / "a.odt"
    path.write_bytes(buffer.getvalue())
    assert refusal(path).startswith("is no OpenDocument text, or a damaged one; ")
