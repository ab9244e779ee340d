"""Who speaks, who asks and when, in the documents of `cases` whose expectation says so: `speakers`
with label, role and how it is known, `times` in seconds, one a turn from the first stamp on."""

import json
from pathlib import Path

import pytest

from codebook import load
from corpus import Document, read_file

CASES = Path(__file__).parent / "cases"
EXPECTED = {
    path.name.removesuffix(".out.json"): json.loads(path.read_text(encoding="utf-8"))
    for path in sorted(CASES.glob("*.out.json"))
}
CODEBOOK = load()


def reading(name: str) -> Document:
    return read_file(CASES / f"{name}.in.txt", CODEBOOK)


@pytest.mark.parametrize("name", [name for name, of in EXPECTED.items() if "speakers" in of])
def test_speakers(name: str):
    found = [[one.label, one.role.value, one.how] for one in reading(name).speakers]
    assert found == EXPECTED[name]["speakers"]


@pytest.mark.parametrize("name", [name for name, of in EXPECTED.items() if "times" in of])
def test_times(name: str):
    assert [time for _, time in reading(name).times] == EXPECTED[name]["times"]


def test_at_least_25_conventions_are_told_apart():
    assert sum("speakers" in of for of in EXPECTED.values()) >= 25
