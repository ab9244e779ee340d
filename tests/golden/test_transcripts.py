"""How transcripts of programs are read, one convention a case: `transcripts/NAME.in.ENDING` is a
file, and `transcripts/NAME.out.txt` the text that a person would read in it, written by hand."""

from pathlib import Path

import pytest

from corpus import formats

CASES = Path(__file__).parent / "transcripts"
FILES = sorted(path.name for path in CASES.glob("*.in.*"))


def test_every_transcript_has_its_expectation():
    assert len(FILES) >= 7
    names = {path.name.removesuffix(".out.txt") for path in CASES.glob("*.out.txt")}
    assert names == {name.partition(".in.")[0] for name in FILES}


@pytest.mark.parametrize("name", FILES)
def test_transcripts(name: str):
    expected = (CASES / f"{name.partition('.in.')[0]}.out.txt").read_text(encoding="utf-8")
    assert formats.read(CASES / name).text == expected
