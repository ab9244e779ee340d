"""`kodetrapp report` as a person uses it."""

from pathlib import Path

import pytest

from tests.cli.conftest import Terminal
from tests.making import Made, document, segment

FILES = ("kodetrapp-rapport.docx", "kodetrapp-rapport.xlsx", "kodetrapp-rapport.html")


@pytest.fixture
def study(kodetrapp: Terminal) -> Terminal:
    """A terminal in a folder with findings in `data`."""
    of = document("Vi deler alt.", "Ingen svarer.")
    made = Made(kodetrapp.folder / "data")
    made.take(of)
    made.code(of, segment(of, "Vi deler", "trinn1"), segment(of, "Ingen", "trinn4", "negative"))
    made.publish()
    return kodetrapp


def test_it_writes_all_three_beside_the_findings_and_says_where(study: Terminal) -> None:
    # From the published file alone.
    (study.folder / "data" / "kodetrapp.duckdb").unlink()
    result = study("report")
    assert result.code == 0, result.err
    folder = Path("data") / "reports"
    assert result.out.splitlines() == [str(folder / name) for name in FILES]
    assert sorted(path.name for path in (study.folder / folder).iterdir()) == sorted(FILES)


def test_one_of_them_in_english_elsewhere(study: Terminal) -> None:
    result = study("report", "--format", "page", "--lang", "en", "--to", "given/away")
    assert result.out == "given/away/kodetrapp-report.html\n"
    assert not (study.folder / "data" / "reports").exists()
    page = (study.folder / "given" / "away" / "kodetrapp-report.html").read_text("utf-8")
    assert '<html lang="en">' in page


def test_what_cannot_be_done_is_one_sentence(study: Terminal) -> None:
    none = study("report", "--data", "nowhere")
    assert none.code == 1
    assert "nothing is published yet; start with kodetrapp run FOLDER" in none.err
    (study.folder / "file").write_text("")
    blocked = study("report", "--format", "excel", "--to", "file")
    assert blocked.code == 1
    assert "file: reports can't be written there" in blocked.err
    assert "give another folder with --to" in blocked.err
