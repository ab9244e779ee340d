"""`kodetrapp forget` as a person uses it."""

import os
import pty
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.cli.conftest import CODEBOOK, KODETRAPP, Terminal

NAME = "Kari Nordmåne.txt"


@pytest.fixture
def study(kodetrapp: Terminal, model: Path, split_gold: tuple[Path, Path]) -> Terminal:
    """A terminal in a folder with a study, which has Prefect's database in `data`."""
    inbox = kodetrapp.folder / "inbox"
    shutil.copytree(split_gold[1], inbox, ignore=shutil.ignore_patterns("*.json"))
    (inbox / NAME).write_text("Patron: I went there.\n\nInterviewer: Why?\n\nPatron: No idea.\n")
    kept = {k: of for k, of in kodetrapp.environment.items() if not k.startswith("PREFECT_")}
    terminal = Terminal(kodetrapp.folder, kept)
    keep = "--keep-names"
    result = terminal("run", inbox, "--codebook", CODEBOOK, "--model", model, keep)
    assert result.code == 0, result.err
    assert NAME in result.err, "it has no group, so the report names it"
    return terminal


def naming(folder: Path) -> list[str]:
    """The files with the name in them."""
    written = (NAME.encode(), NAME.encode("ascii", "backslashreplace").replace(b"xe5", b"u00e5"))
    return [
        path.name
        for path in folder.rglob("*")
        if path.is_file() and any(form in path.read_bytes() for form in written)
    ]


def at_a_terminal(study: Terminal, answer: str) -> tuple[int, str]:
    """The exit code and what is said when a person answers the question."""
    ours, theirs = pty.openpty()
    with subprocess.Popen(
        [KODETRAPP, "forget", NAME],
        cwd=study.folder,
        env=study.environment,
        stdin=theirs,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        os.write(ours, f"{answer}\n".encode())
        assert process.stderr
        said = process.stderr.read()
    os.close(ours)
    os.close(theirs)
    return process.returncode, said


def test_it_asks_before_it_erases_and_a_record_stays(study: Terminal, model: Path) -> None:
    prefect = study.folder / "data" / "prefect"
    assert naming(prefect)

    refused = study("forget", NAME)
    assert refused.code == 1
    assert refused.err.endswith("without a terminal add --yes\n")
    code, said = at_a_terminal(study, "n")
    assert (code, "Nothing was erased." in said) == (1, True)
    assert f"This erases {NAME}: 1 version of the text, 0 decisions and 0 reviews" in said
    rows = study("sql", "SELECT count(*) AS n FROM documents", "--csv")
    before = int(rows.out.split()[1])

    code, said = at_a_terminal(study, "y")
    assert code == 0, said
    for what in ("Erased.", "the file in the inbox", "copies of findings", "key files", "backups"):
        assert what in said
    rows = study("sql", "SELECT count(*) AS n FROM documents", "--csv")
    assert int(rows.out.split()[1]) == before - 1
    assert naming(prefect) == []

    again = study("forget", NAME, "--yes")
    assert again.code == 0
    assert "It was forgotten on 20" in again.err
    unknown = study("forget", "nobody.txt", "--yes")
    assert (unknown.code, "the study has no such document" in unknown.err) == (1, True)

    run = study("run", "inbox", "--codebook", CODEBOOK, "--model", model, "--keep-names")
    assert run.code == 3
    assert "was forgotten on 20" in run.err


def test_a_file_named_for_a_person_is_forgotten_by_that_name_and_kept_by_none(
    study: Terminal, model: Path
) -> None:
    """The first run kept names; those after it hide them, in what was stored before as well."""
    data = study.folder / "data"
    assert {"kodetrapp.duckdb", "findings.duckdb"} < set(naming(data))
    run = study("run", "inbox", "--codebook", CODEBOOK, "--model", model)
    assert run.code == 0, run.err
    assert naming(data) == []
    listed = study("sql", "SELECT document FROM documents", "--csv").out
    (stored,) = [name for name in listed.split("\n") if "PERSON" in name]
    again = study("run", "inbox", "--codebook", CODEBOOK, "--model", model)
    assert "0 nye, 0 rettede" in again.err or "Ingenting nytt" in again.err

    assert study("forget", "--yes").code == 1
    none = study("forget", "--earlier", NAME)
    assert (none.code, none.err) == (0, "There are no earlier versions to erase.\n")
    done = study("forget", NAME, "--yes")
    assert done.code == 0, done.err
    assert f"This erases {NAME} ({stored}): 1 version" in done.err
    assert "It was forgotten on 20" in study("forget", NAME, "--yes").err
    refused = study("run", "inbox", "--codebook", CODEBOOK, "--model", model)
    assert refused.code == 3
    assert NAME in refused.err
    assert naming(data) == []
