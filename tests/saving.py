"""The same paragraphs saved in the formats that people send, for tests of the readers.

A paragraph is a string; a line break in it begins a paragraph of its own in office formats, as the
lines of a header block do.
"""

import html
from collections.abc import Sequence
from pathlib import Path

import docx
from fpdf import FPDF
from odfdo import Document as OdfDocument
from odfdo import Paragraph


def _lines(paragraphs: Sequence[str]) -> list[str]:
    return [line for paragraph in paragraphs for line in paragraph.split("\n")]


def save_docx(paragraphs: Sequence[str], path: Path) -> Path:
    """As Word would save it."""
    document = docx.Document()
    for line in _lines(paragraphs):
        document.add_paragraph(line)
    document.save(str(path))
    return path


def save_odt(paragraphs: Sequence[str], path: Path) -> Path:
    """As LibreOffice would save it."""
    document = OdfDocument("text")
    document.body.clear()
    for line in _lines(paragraphs):
        document.body.append(Paragraph(line))
    document.save(path)
    return path


def save_rtf(paragraphs: Sequence[str], path: Path) -> Path:
    """As WordPad would save it: Windows-1252, and what that lacks in Unicode escapes."""
    path.write_bytes(rtf(r"\par ".join(map(rtf_text, _lines(paragraphs))) + r"\par"))
    return path


def rtf(body: str) -> bytes:
    """An RTF file with this body, which is RTF itself."""
    fonts = r"{\fonttbl{\f0\fswiss\fcharset0 Arial;}{\f1\fswiss\fcharset204 Arial Cyr;}}"
    return rf"{{\rtf1\ansi\ansicpg1252\deff0{fonts}\pard\f0 {body}}}".encode("ascii")


def rtf_text(text: str) -> str:
    """Text as RTF writes it."""
    return "".join(map(_rtf_letter, text))


def _rtf_letter(letter: str) -> str:
    if letter in "\\{}":
        return f"\\{letter}"
    if " " <= letter <= "~":
        return letter
    try:
        return f"\\'{letter.encode('cp1252')[0]:02x}"
    except UnicodeEncodeError:
        units = letter.encode("utf-16-le")
        pairs = zip(units[::2], units[1::2], strict=True)
        return "".join(f"\\u{int.from_bytes(pair, 'little', signed=True)}?" for pair in pairs)


def save_html(paragraphs: Sequence[str], path: Path) -> Path:
    """As a web page, with bold labels."""
    body = "\n".join(f"<p>{_bold_label(paragraph)}</p>" for paragraph in paragraphs)
    page = f'<!DOCTYPE html><html><head><meta charset="utf-8"></head><body>{body}</body></html>'
    path.write_text(page, encoding="utf-8")
    return path


def _bold_label(paragraph: str) -> str:
    label, colon, words = html.escape(paragraph).replace("\n", "<br>\n").partition(": ")
    return f"<b>{label}:</b> {words}" if colon and len(label) < 40 else label + colon + words


class Pages(FPDF):
    """A PDF with a running header and the number of the page below."""

    running = ""

    def header(self) -> None:
        if self.running:
            self.set_font("helvetica", size=8)
            self.cell(text=self.running, new_x="LMARGIN", new_y="NEXT")
            self.ln(6)

    def footer(self) -> None:
        if self.running:
            self.set_y(-15)
            self.set_font("helvetica", size=8)
            self.cell(0, text=f"Side {self.page_no()} av {{nb}}", align="C")


def pages(running: str = "") -> Pages:
    """An empty PDF of Windows-1252 text."""
    pdf = Pages()
    pdf.running = running
    pdf.core_fonts_encoding = "cp1252"
    pdf.add_page()
    pdf.set_font("helvetica", size=11)
    return pdf


def save_pdf(paragraphs: Sequence[str], path: Path) -> Path:
    """As a word processor prints it: lines wrapped and justified, space between the paragraphs,
    a running header and page numbers."""
    pdf = pages("Prosjekt samordning, utskrift av intervju")
    for paragraph in paragraphs:
        pdf.multi_cell(0, 5.5, text=paragraph, new_x="LMARGIN", new_y="NEXT")
        pdf.ln(3)
    pdf.output(str(path))
    return path


def save_vtt(turns: Sequence[tuple[str, str]], path: Path) -> Path:
    """As a meeting program would save it: a cue of some words at a time, the voice in a tag."""
    cues = [f"<v {speaker}>{words}</v>" for speaker, words in _pieces(turns)]
    timed = [f"{_clock(n)}.000 --> {_clock(n + 1)}.000\n{cue}" for n, cue in enumerate(cues)]
    path.write_text("\n\n".join(["WEBVTT", *timed]) + "\n", "utf-8")
    return path


def save_srt(turns: Sequence[tuple[str, str]], path: Path) -> Path:
    """As a subtitle program would save it: the name before the first words of a turn."""
    cues: list[str] = []
    before = ""
    for speaker, words in _pieces(turns):
        cues.append(words if speaker == before else f"{speaker}: {words}")
        before = speaker
    timed = [
        f"{n}\n{_clock(n)},000 --> {_clock(n + 1)},000\n{cue}" for n, cue in enumerate(cues, 1)
    ]
    path.write_text("\n\n".join(timed) + "\n", "utf-8")
    return path


def _pieces(turns: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    return [
        (speaker, " ".join(words[at : at + 12]))
        for speaker, said in turns
        for words in [said.split()]
        for at in range(0, len(words), 12)
    ]


def _clock(cue: int) -> str:
    return f"{cue * 3 // 3600:02}:{cue * 3 // 60 % 60:02}:{cue * 3 % 60:02}"
