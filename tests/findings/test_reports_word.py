"""The Word report: that every quote is traced, that harm stays words, and that Word's navigation
and screen readers find what they look for."""

import re
import zipfile
from itertools import pairwise
from pathlib import Path

import docx
import pytest
from docx.document import Document
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn
from docx.table import Table

from findings import analyst, reports
from findings.reports import Format
from findings.reports.wording import plain
from tests.findings.reporting import FORMULA, SCRIPT, TEMPLATE

_TRACED = re.compile(r"[+○−] «(?P<said>.*)» (?P<rest>[^«»]*)\[(?P<id>[0-9a-f]{16})\]")


@pytest.fixture(scope="module")
def path(reported: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    (written,) = reports.write(reported, tmp_path_factory.mktemp("word"), [Format.WORD], "nb")
    assert written.name == "kodetrapp-rapport.docx"
    return written


@pytest.fixture(scope="module")
def paper(path: Path) -> Document:
    return docx.Document(str(path))


def _paragraphs(paper: Document) -> list[str]:
    in_tables = (
        paragraph.text
        for table in paper.tables
        for row in table.rows
        for cell in row.cells
        for paragraph in cell.paragraphs
    )
    return [*(paragraph.text for paragraph in paper.paragraphs), *in_tables]


def _table(paper: Document, caption: str) -> Table:
    (found,) = (table for table in paper.tables if caption in table._tbl.tblPr.xml)
    return found


def test_every_quote_is_found_again_by_its_mark(paper: Document, reported: Path) -> None:
    segments = analyst.values(reported, "FROM coded_segments").set_index("segment_id")
    traced = [match for text in _paragraphs(paper) for match in _TRACED.finditer(text)]
    assert len(traced) > 12
    for match in traced:
        said = match["said"].removesuffix(" …")
        segment = segments.loc[match["id"]]
        assert said in plain(segment["quote"])
        assert segment["status"] != "rejected"
        assert ("menneske" in match["rest"]) == (segment["source"] == "human")


def test_no_quote_stands_without_its_mark(paper: Document) -> None:
    quotes = [p.text for p in paper.paragraphs if p.style and p.style.name == "Quote"]
    assert quotes
    assert all(_TRACED.fullmatch(text) for text in quotes)


def test_the_matrix_says_what_the_table_says(paper: Document, reported: Path) -> None:
    rows = analyst.values(reported, "FROM ladder_matrix")
    shown = _table(paper, "nivå, begrunnelse og ett sitat")
    assert len(shown.rows) == rows["group_id"].nunique() + 1
    for row in shown.rows[1:]:
        group = rows[rows["short"] == row.cells[0].text].sort_values("step")
        for cell, (_, said) in zip(row.cells[1:], group.iterrows(), strict=True):
            level = cell.paragraphs[0].text
            assert level == said["level_nb"] + ("*" if said["provisional"] else "")
            if said["segments"]:
                counts = f"+{said['positive']} ○{said['neutral']} −{said['negative']}"
                assert cell.paragraphs[1].text.startswith(counts)
                assert cell.paragraphs[2].text == said["reason_nb"]


def test_what_is_hostile_stays_words(paper: Document, path: Path) -> None:
    text = "\n".join(_paragraphs(paper))
    for said in (FORMULA, SCRIPT, TEMPLATE):
        assert said in text
    assert "Vi deler[31m alt her snudd." in text
    with zipfile.ZipFile(path) as parts:
        document = parts.read("word/document.xml").decode()
        relations = parts.read("word/_rels/document.xml.rels").decode()
    assert not re.search("[\x00-\x08\x0b\x0c\x0e-\x1f\u202a-\u202e\ufeff]", document)
    fields = {field.split()[0] for field in re.findall(r"<w:instrText[^>]*>([^<]*)", document)}
    assert fields == {"TOC", "SEQ"}
    assert "w:fldSimple" not in document
    assert "External" not in relations


def test_navigation_and_screen_readers_find_their_way(paper: Document) -> None:
    headings = [
        (int(p.style.name[-1]), p.text)
        for p in paper.paragraphs
        if p.style and p.style.name and p.style.name.startswith("Heading")
    ]
    assert (1, "Hvor langt tallene kan stoles på") in headings
    assert (1, "Klima: Klima og omstilling") in headings
    levels = [level for level, _ in headings]
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
    bookmarks = {of.get(qn("w:name")) for of in paper.element.iter(qn("w:bookmarkStart"))}
    links = {of.get(qn("w:anchor")) for of in paper.element.iter(qn("w:hyperlink"))}
    assert links
    assert links <= bookmarks
    for table in paper.tables:
        assert "w:tblHeader" in table.rows[0]._tr.xml
        assert "w:tblCaption" in table._tbl.tblPr.xml
    pictures = list(paper.element.iter(qn("wp:docPr")))
    assert len(pictures) >= 4
    assert all(len(of.get("descr")) > 20 for of in pictures)
    captions = [p.text for p in paper.paragraphs if p.style and p.style.name == "Caption"]
    for label, number in (("Tabell", len(paper.tables)), ("Figur", len(pictures))):
        numbers = [text.split(":")[0] for text in captions if text.startswith(label)]
        assert numbers == [f"{label} {n}" for n in range(1, number + 1)]


def test_pages_are_numbered_and_the_matrix_lies(paper: Document) -> None:
    turned = [section.orientation for section in paper.sections]
    assert turned == [WD_ORIENT.PORTRAIT, WD_ORIENT.LANDSCAPE, WD_ORIENT.PORTRAIT]
    assert "PAGE" in paper.sections[0].footer.paragraphs[0]._p.xml
    assert all(section.footer.is_linked_to_previous for section in list(paper.sections)[1:])


def test_its_language_is_set(paper: Document, reported: Path, tmp_path: Path) -> None:
    (written,) = reports.write(reported, tmp_path, [Format.WORD], "en")
    assert written.name == "kodetrapp-report.docx"
    for of, language, heading in (
        (paper, "nb-NO", "Vedlegg: metode"),
        (docx.Document(str(written)), "en-GB", "Appendix: method"),
    ):
        assert of.core_properties.language == language
        assert of.core_properties.author == ""
        set_to = of.styles.element.find(f".//{qn('w:rPrDefault')}//{qn('w:lang')}")
        assert set_to.get(qn("w:val")) == language
        assert heading in [paragraph.text for paragraph in of.paragraphs]
