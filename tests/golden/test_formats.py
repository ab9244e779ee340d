"""How web pages and rich text are read, one convention a case: `formats/NAME.in.*` is the file, and
`formats/NAME.out.txt` the text that a person would read in it, written by hand.
"""

from pathlib import Path

import pytest

from corpus.formats import READERS

CASES = Path(__file__).parent / "formats"
FILES = sorted(path.name for path in CASES.glob("*.in.*"))


def test_every_file_has_its_expectation():
    assert len(FILES) >= 3
    assert {name.partition(".")[0] for name in FILES} == {
        path.name.removesuffix(".out.txt") for path in CASES.glob("*.out.txt")
    }


@pytest.mark.parametrize("name", FILES)
def test_text(name: str):
    path = CASES / name
    expected = (CASES / f"{name.partition('.')[0]}.out.txt").read_text(encoding="utf-8")
    assert READERS[path.suffix](path).text == expected.removesuffix("\n")
