"""A Word document of headings, paragraphs, quotes, tables and pictures, made so that Word's
navigation, lists of tables and screen readers find their way: real heading styles, captions that
count, header rows that repeat, alternative texts, page numbers, and a language."""

import io
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import docx
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor
from docx.styles.style import ParagraphStyle
from docx.text.paragraph import Paragraph

_FONT = "Calibri"
_INK, _GREY = RGBColor(0x1B, 0x2A, 0x3A), RGBColor(0x55, 0x55, 0x55)
_CONTENTS = 'TOC \\o "1-2" \\h \\n'
_HEADER, _STRONGEST = "E3E8EE", (0x9F, 0xC5, 0xE3)
_MARGIN = Cm(2.2)
_PAGE = (Cm(21.0), Cm(29.7))
_SIZES = {"Normal": 10.5, "Title": 24, "Subtitle": 11.5, "Heading 1": 17, "Heading 2": 13.5}
_SIZES |= {"Heading 3": 11.5, "Caption": 9.5, "Quote": 10, "List Bullet": 10.5}

MARK, SMALL = "Mark", "Small"
"""Styles of runs, beside Word's own `Strong` and `Emphasis`."""

Run = str | tuple[str, str]
"""A text, or a text and the style of a run."""
Line = Sequence[Run]
"""A paragraph."""


class Paper:
    """A document that is written from its first line to its last, then saved."""

    def __init__(self, title: str, language: str, made: datetime) -> None:
        """`language` is such as nb-NO."""
        self._document = docx.Document()
        self._counts: dict[str, int] = {}
        self._headings: list[tuple[int, str, str]] = []
        self._contents: Paragraph | None = None
        core = self._document.core_properties
        core.title, core.author, core.comments, core.language = title, "", "", language
        core.created = core.modified = made
        self._styles(language)
        # Looking a style up by its name costs more than writing the words.
        self._ids = {style.name: style.style_id for style in self._document.styles}
        section = self._document.sections[0]
        section.page_width, section.page_height = _PAGE
        section.left_margin = section.right_margin = _MARGIN
        section.top_margin = section.bottom_margin = _MARGIN

    def title(self, title: str, subtitle: str) -> None:
        """The title and a line below it."""
        self._document.add_paragraph(title, "Title")
        self._document.add_paragraph(subtitle, "Subtitle")

    def contents(self, title: str) -> None:
        """Here stands the table of contents: links to the headings of the first two levels."""
        self.line([(title, "Strong")])
        self._contents = self._document.add_paragraph()

    def heading(self, text: str, level: int) -> None:
        """A heading, level 1 the highest."""
        paragraph = self._document.add_heading(text, level)
        name = f"_Toc{len(self._headings) + 1:06}"
        start, end = _element("w:bookmarkStart"), _element("w:bookmarkEnd")
        for element in (start, end):
            element.set(qn("w:id"), str(len(self._headings) + 1))
        start.set(qn("w:name"), name)
        paragraph._p.insert(1, start)
        paragraph._p.append(end)
        self._headings.append((level, text, name))

    def line(self, line: Line, style: str | None = None) -> None:
        """A paragraph."""
        self._write(self._document.add_paragraph(), line, style)

    def bullets(self, lines: Sequence[str]) -> None:
        """A list."""
        for text in lines:
            self._document.add_paragraph(text, "List Bullet")

    def table(
        self,
        label: str,
        caption: str,
        headings: Sequence[str],
        rows: Sequence[Sequence[str | Sequence[Line]]],
        widths: Sequence[float],
        shades: Sequence[Sequence[float | None]] = (),
    ) -> None:
        """A table under its caption, as wide as the text: `widths` say how the columns share it. A
        cell is a text or paragraphs; `shades`, where given, hold for each cell from 0 (white) to 1
        how dark it is."""
        self._caption(label, caption).paragraph_format.keep_with_next = True
        section = self._document.sections[-1]
        room = (section.page_width or 0) - 2 * _MARGIN
        table = self._document.add_table(rows=0, cols=len(headings), style="Table Grid")
        table.autofit = False
        properties = table._tbl.tblPr
        for name in ("w:tblCaption", "w:tblDescription"):
            properties.append(_element(name, caption))
        columns = [int(room * width / sum(widths)) for width in widths]
        for column, width in zip(table.columns, columns, strict=True):
            column.width = width
        for number, row in enumerate([headings, *rows]):
            cells = table.add_row()
            extra = cells._tr.get_or_add_trPr()
            extra.append(_element("w:cantSplit"))
            if number == 0:
                extra.append(_element("w:tblHeader"))
            for place, (cell, content) in enumerate(zip(cells.cells, row, strict=True)):
                cell.width = columns[place]
                lines: Sequence[Line] = [[content]] if isinstance(content, str) else content
                for at, line in enumerate(lines):
                    paragraph = cell.paragraphs[0] if at == 0 else cell.add_paragraph()
                    words = [(str(content), "Strong")] if number == 0 else line
                    self._write(paragraph, words, "Cell")
                if number == 0:
                    _shade(cell, _HEADER)
                elif shades and (shade := shades[number - 1][place]):
                    _shade(cell, _hue(shade))
        self._document.add_paragraph(style="Cell")

    def picture(self, label: str, caption: str, png: bytes, description: str) -> None:
        """A picture as wide as the text of an upright page, above its caption; screen readers say
        the description."""
        paragraph = self._document.add_paragraph()
        paragraph.paragraph_format.keep_with_next = True
        inline = paragraph.add_run().add_picture(io.BytesIO(png), width=Cm(16))._inline
        inline.docPr.set("descr", description)
        inline.docPr.set("title", caption)
        self._caption(label, caption)

    def landscape(self) -> None:
        """From here on pages lie, until `upright`."""
        self._turn(WD_ORIENT.LANDSCAPE, _PAGE[1], _PAGE[0])

    def upright(self) -> None:
        """From here on pages stand."""
        self._turn(WD_ORIENT.PORTRAIT, *_PAGE)

    def save(self, path: Path, page_label: str) -> None:
        """Writes the file, with `page_label` before the number of every page."""
        self._fill_contents()
        footer = self._document.sections[0].footer.paragraphs[0]
        footer.alignment = WD_ALIGN_PARAGRAPH.CENTER
        footer.add_run(f"{page_label} ")
        _field(footer, "PAGE", "1")
        self._document.save(str(path))

    def _turn(self, orientation: Any, width: int, height: int) -> None:
        section = self._document.add_section(WD_SECTION.NEW_PAGE)
        section.orientation = orientation
        section.page_width, section.page_height = width, height

    def _caption(self, label: str, caption: str) -> Paragraph:
        paragraph = self._document.add_paragraph(f"{label} ", "Caption")
        self._counts[label] = self._counts.get(label, 0) + 1
        _field(paragraph, f"SEQ {label} \\* ARABIC", str(self._counts[label]))
        paragraph.add_run(f": {caption}")
        return paragraph

    def _write(self, paragraph: Paragraph, line: Line, style: str | None) -> None:
        if style:
            paragraph._p.style = self._ids[style]
        for run in line:
            text, of = (run, None) if isinstance(run, str) else run
            written = paragraph.add_run(text)
            if of:
                written._r.style = self._ids[of]

    def _fill_contents(self) -> None:
        """Word's own field, so that it can be renewed, with links already in it."""
        if self._contents is None:
            return
        shown = [of for of in self._headings if of[0] <= 2]
        last = self._contents
        for number, (level, text, name) in enumerate(shown):
            paragraph = self._contents.insert_paragraph_before(style=f"toc {level}")
            if number == 0:
                for part in (_mark("begin"), _instruction(_CONTENTS), _mark("separate")):
                    paragraph.add_run()._r.append(part)
            link = _element("w:hyperlink")
            link.set(qn("w:anchor"), name)
            link.append(paragraph.add_run(text)._r)
            paragraph._p.append(link)
        last.add_run()._r.append(_mark("end"))

    def _styles(self, language: str) -> None:
        styles = self._document.styles
        defaults = styles.element.find(f".//{qn('w:rPrDefault')}//{qn('w:lang')}")
        defaults.set(qn("w:val"), language)
        for name, size in _SIZES.items():
            _font(styles[name], size)
        for name in ("Title", "Heading 1", "Heading 2", "Heading 3", "Caption"):
            styles[name].font.color.rgb = _INK
        styles["Subtitle"].font.color.rgb = styles["Quote"].font.color.rgb = RGBColor(0, 0, 0)
        styles["Quote"].font.italic = styles["Subtitle"].font.italic = False
        styles["Quote"].paragraph_format.left_indent = Cm(0.6)
        styles["Normal"].paragraph_format.space_after = Pt(6)
        cell = styles.add_style("Cell", WD_STYLE_TYPE.PARAGRAPH)
        cell.base_style = styles["Normal"]
        _font(cell, 9)
        cell.paragraph_format.space_after = Pt(2)
        for level in (1, 2):
            entry = styles.add_style(f"toc {level}", WD_STYLE_TYPE.PARAGRAPH)
            entry.base_style = styles["Normal"]
            entry.paragraph_format.left_indent = Cm(0.6 * (level - 1))
            entry.paragraph_format.space_after = Pt(2)
        for name, size in ((MARK, 8), (SMALL, 8.5)):
            style = styles.add_style(name, WD_STYLE_TYPE.CHARACTER)
            style.font.size = Pt(size)
            if name == MARK:
                style.font.color.rgb = _GREY


def _font(style: ParagraphStyle, size: float) -> None:
    """Sets the font, against the theme's and without a style of letters that goes with it."""
    for link in style.element.findall(qn("w:link")):
        style.element.remove(link)
    style.font.name, style.font.size = _FONT, Pt(size)
    fonts = style.element.rPr.rFonts
    for key in [key for key in fonts.attrib if key.lower().endswith("theme")]:
        del fonts.attrib[key]
    for script in ("w:cs", "w:eastAsia"):
        fonts.set(qn(script), _FONT)


def _element(name: str, value: str | None = None) -> Any:
    element = OxmlElement(name)
    if value is not None:
        element.set(qn("w:val"), value)
    return element


def _mark(kind: str) -> Any:
    mark = _element("w:fldChar")
    mark.set(qn("w:fldCharType"), kind)
    return mark


def _instruction(code: str) -> Any:
    instruction = _element("w:instrText")
    instruction.set(qn("xml:space"), "preserve")
    instruction.text = code
    return instruction


def _field(paragraph: Paragraph, code: str, shown: str) -> None:
    """A field of Word with what it shows until it is renewed."""
    for part in (_mark("begin"), _instruction(code), _mark("separate")):
        paragraph.add_run()._r.append(part)
    paragraph.add_run(shown)
    paragraph.add_run()._r.append(_mark("end"))


def _shade(cell: Any, colour: str) -> None:
    shade = _element("w:shd", "clear")
    shade.set(qn("w:color"), "auto")
    shade.set(qn("w:fill"), colour)
    cell._tc.get_or_add_tcPr().append(shade)


def _hue(shade: float) -> str:
    return "".join(f"{round(255 - (255 - of) * shade):02X}" for of in _STRONGEST)
