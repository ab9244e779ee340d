"""How documents are read, one convention a case: `cases/NAME.in.txt` is a document, and
`cases/NAME.out.json` what a person would want of it, written by hand.

`warnings` names, for each warning in turn, a word that it has to hold.
"""

import json
from pathlib import Path

import pytest

from codebook import Codebook, load
from corpus import Document, read_file

CASES = Path(__file__).parent / "cases"
NAMES = sorted(path.name.removesuffix(".in.txt") for path in CASES.glob("*.in.txt"))


@pytest.fixture(scope="module")
def codebook() -> Codebook:
    return load()


def reading(name: str, codebook: Codebook) -> tuple[Document, dict]:
    expected = json.loads((CASES / f"{name}.out.json").read_text(encoding="utf-8"))
    return read_file(CASES / f"{name}.in.txt", codebook), expected


def test_every_document_has_its_expectation():
    assert len(NAMES) >= 14
    assert sorted(path.name.removesuffix(".out.json") for path in CASES.glob("*.json")) == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_turns(name: str, codebook: Codebook):
    document, expected = reading(name, codebook)
    turns = [[turn.role.value, turn.speaker, turn.text] for turn in document.turns]
    assert turns == expected["turns"]


@pytest.mark.parametrize("name", NAMES)
def test_metadata(name: str, codebook: Codebook):
    document, expected = reading(name, codebook)
    known = dict(vars(document.metadata))
    origins = known.pop("origins")
    assert origins == expected.get("origins", origins)
    assert {key: value and str(value) for key, value in known.items()} == expected["metadata"]


@pytest.mark.parametrize("name", NAMES)
def test_warnings(name: str, codebook: Codebook):
    document, expected = reading(name, codebook)
    assert len(document.warnings) == len(expected["warnings"])
    for warning, word in zip(document.warnings, expected["warnings"], strict=True):
        assert word in warning
