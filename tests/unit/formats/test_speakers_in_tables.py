"""Who has a row of a table to herself speaks, though she does so once."""

from pathlib import Path

import pytest

from codebook import load
from corpus import read_file
from corpus.document import Document

HEAD = "Samtale med gruppen."
ROWS = [
    ("Taler", "Utsagn"),
    ("Anne", "Hva?"),
    ("Kari", "Ja."),
    ("Merknad", "Det gikk."),
    ("Anne", "Og?"),
]


def html(folder: Path) -> Path:
    cells = "".join(f"<tr><td>{one}</td><td>{two}</td></tr>" for one, two in ROWS)
    path = folder / "a.html"
    path.write_text(f"<html><body><p>{HEAD}</p><table>{cells}</table></body></html>")
    return path


def docx(folder: Path) -> Path:
    import docx as word

    made = word.Document()
    made.add_paragraph(HEAD)
    table = made.add_table(0, 2)
    for row in ROWS:
        for cell, words in zip(table.add_row().cells, row, strict=True):
            cell.text = words
    path = folder / "a.docx"
    made.save(str(path))
    return path


def spoken(of: Document) -> list[tuple[str, str]]:
    return [(turn.speaker, turn.text) for turn in of.turns if turn.speaker]


@pytest.mark.parametrize("save", [html, docx])
def test_a_column_of_speakers_is_believed(tmp_path: Path, save):
    assert spoken(read_file(save(tmp_path), load())) == ROWS[1:]
