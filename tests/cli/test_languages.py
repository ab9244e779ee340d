"""`kodetrapp code` on languages that the codebook does not name, with the shipped model."""

import json
from pathlib import Path

from tests.cli.conftest import Terminal

CASES = Path(__file__).parents[1] / "golden" / "cases"
NORWEGIAN = (
    "Vi lager felles forslag til regjeringen nå, og departementene stiller seg bak dem."
    " Sekretariatet skriver, og gruppen er enig før det går videre."
)
ENGLISH = "We write joint proposals to the government now, and all of the ministries agree."
BOTH = f"""\
Gruppe: KUBU
Dato: 2023-05-11
Type: intervju

I: Hva skjer?

R: {NORWEGIAN}

I: Og du?

R: {ENGLISH}
"""


def test_what_is_in_another_language_is_not_coded_and_that_is_said(kodetrapp: Terminal):
    result = kodetrapp("code", CASES / "danish.in.txt", "-", stdin=BOTH.encode())
    assert result.code == 0
    rows = [json.loads(line) for line in result.out.splitlines()]
    assert {row["document"] for row in rows} == {"-"}
    assert all(row["quote"] in NORWEGIAN for row in rows)
    assert "is in Danish (da), which the codebook does not name, so it is not coded" in result.err


def test_metadata_beside_a_file_that_is_coded_count(kodetrapp: Terminal):
    folder = kodetrapp.folder / "intervjuer"
    folder.mkdir()
    (folder / "a.txt").write_text(f"I: Hva skjer?\n\nR: {NORWEGIAN}\n", "utf-8")
    (folder / "metadata.csv").write_text("fil;språk\na.txt;dansk\n", "utf-8")
    for path in ("intervjuer/a.txt", folder / "a.txt"):
        result = kodetrapp("code", path)
        assert "is in Danish (da), which the codebook does not name" in result.err
