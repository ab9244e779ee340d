"""Two people's codings compared, as a person types it."""

import json
from pathlib import Path

import pytest

from tests.cli.conftest import CODEBOOK, LIBRARIES, Terminal

GOLD = LIBRARIES / "gold"


@pytest.fixture
def sparing(kodetrapp: Terminal) -> Path:
    """A coder who leaves out the first passage of each document, and keeps no texts."""
    folder = kodetrapp.folder / "sparing"
    folder.mkdir()
    for path in GOLD.glob("*.json"):
        told = json.loads(path.read_text("utf-8"))
        told["spans"] = told["spans"][1:]
        (folder / path.name).write_text(json.dumps(told), "utf-8")
    return folder


def test_two_coders_are_compared_code_by_code(kodetrapp: Terminal, sparing: Path) -> None:
    words = ("--texts", GOLD, "--codebook", CODEBOOK)
    result = kodetrapp("agreement", sparing, GOLD, *words, "--json")
    assert result.code == 0, result.err
    found = json.loads(result.out)
    assert found["documents"] == 10
    assert sum(row["second"] - row["first"] for row in found["codes"]) >= 10
    for row in found["codes"]:
        assert row["both"] == row["first"] <= row["second"]
        assert row["alpha"]["low"] <= row["alpha"]["value"] <= row["alpha"]["high"]
        assert row["valence_alpha"] == 1
    table = kodetrapp("agreement", sparing, GOLD, *words)
    assert f"the second against the first: F1 {found['f1']:.2f}" in " ".join(table.out.split())
    lines = {line.split()[0]: line.split()[1:] for line in table.out.splitlines() if line.split()}
    for row in found["codes"]:
        counts = [str(row[name]) for name in ("first", "second", "both")]
        assert lines[row["code"]][:3] == counts
        assert lines[row["code"]][-2:] == [f"{row['kappa']:.2f}", "1.00"]


def test_without_the_texts_nothing_can_be_compared(kodetrapp: Terminal, sparing: Path) -> None:
    result = kodetrapp("agreement", sparing, GOLD, "--codebook", CODEBOOK)
    assert (result.code, result.out) == (1, "")
    assert "no document of that name beside it" in result.err


def test_a_coder_who_lacks_documents_is_named(kodetrapp: Terminal, sparing: Path) -> None:
    names = sorted(path.name for path in sparing.iterdir())[:2]
    for name in names:
        (sparing / name).unlink()
    result = kodetrapp("agreement", GOLD, sparing, "--codebook", CODEBOOK)
    assert (result.code, result.out) == (1, "")
    assert f"sparing: lacks 2 of the files in {GOLD} ({', '.join(names)})" in result.err
