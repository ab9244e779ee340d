"""How Word documents are read, one convention a case: `word/NAME.in.xml` is what stands in the
body of the document, and `word/NAME.out.txt` the text that a person would read, written by hand.
"""

from pathlib import Path

import pytest

from corpus.formats.docx import read
from tests.wordml import save

CASES = Path(__file__).parent / "word"
NAMES = sorted(path.name.removesuffix(".in.xml") for path in CASES.glob("*.in.xml"))


def test_every_document_has_its_expectation():
    assert len(NAMES) >= 7
    assert sorted(path.name.removesuffix(".out.txt") for path in CASES.glob("*.txt")) == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_text(name: str, tmp_path: Path):
    body = (CASES / f"{name}.in.xml").read_text(encoding="utf-8")
    expected = (CASES / f"{name}.out.txt").read_text(encoding="utf-8")
    assert read(save(tmp_path / "a.docx", body)).text == expected.removesuffix("\n")
