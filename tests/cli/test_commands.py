"""Commands that need no model: help, codebook, sql; and sentences where words don't fit."""

from pathlib import Path

import pytest

import codebook
from tests.cli.conftest import CODEBOOK, Terminal

COMMANDS = ("run", "code", "train", "evaluate", "codebook", "sql", "schedule")


def test_help_names_every_command(kodetrapp: Terminal) -> None:
    result = kodetrapp("--help")
    assert result.code == 0
    for command in COMMANDS:
        assert f"\n  {command} " in result.out
        assert kodetrapp(command, "--help").code == 0
    assert kodetrapp.process(["--version"]).out.startswith("kodetrapp 0.")


def test_codebook_check_prints_the_version(kodetrapp: Terminal) -> None:
    assert codebook.load().version in kodetrapp("codebook", "check").out
    assert codebook.load(CODEBOOK).version in kodetrapp("codebook", "check", CODEBOOK).out


def test_codebook_check_says_what_is_wrong_where(kodetrapp: Terminal) -> None:
    faulty = kodetrapp.folder / "codebook.yaml"
    faulty.write_text(CODEBOOK.read_text("utf-8").replace("ordinal:", "ordnal:"), "utf-8")
    result = kodetrapp("codebook", "check", faulty)
    assert result.code == 1
    assert "codebook.yaml: line " in result.err
    assert "correct the spelling of 'ordnal'" in result.err
    assert result.out == ""


def test_codebook_show_speaks_both_languages(kodetrapp: Terminal) -> None:
    norwegian = kodetrapp("codebook", "show").out
    english = kodetrapp("codebook", "show", "--lang", "en").out
    assert "Informasjonsutveksling" in norwegian
    assert "Exchange of information" in english


def test_codebook_diff_says_what_changed(kodetrapp: Terminal) -> None:
    changed = kodetrapp.folder / "changed.yaml"
    text = codebook.DEFAULT.read_text("utf-8")
    changed.write_text(text.replace("short: KUBU", "short: Barn"), "utf-8")
    result = kodetrapp("codebook", "diff", codebook.DEFAULT, changed)
    assert "~ cases.kubu.short: “KUBU” → “Barn”" in result.out
    assert "no difference" in kodetrapp("codebook", "diff", changed, changed).out


def test_sql_before_the_first_run_says_how_to_begin(kodetrapp: Terminal) -> None:
    result = kodetrapp("sql", "SELECT 1")
    assert result.code == 1
    assert "nothing is published yet; start with kodetrapp run FOLDER" in result.err


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("run", "nowhere"), "there is no such folder"),
        (("run", ".", "--codebook", "gone.yaml"), "there is no such file"),
        (("run", ".", "--model", "gone"), "no model here; make one with kodetrapp train"),
        (("schedule", "nowhere", "--cron", "0 6 * * *"), "there is no such folder"),
        (("train", "nowhere"), "no gold files"),
        (("evaluate", "nowhere"), "no gold files"),
        (("train", ".", "--encoder", "oracle"), "no gold files"),
    ],
)
def test_what_cannot_be_done_is_one_sentence(
    kodetrapp: Terminal, words: tuple[str, ...], said: str
) -> None:
    result = kodetrapp(*words)
    assert result.code == 1
    assert said in result.err
    assert "Traceback" not in result.err


def test_nothing_is_left_behind_by_a_command_that_fails(
    kodetrapp: Terminal, tmp_path: Path
) -> None:
    kodetrapp("sql", "SELECT 1")
    kodetrapp("evaluate", "nowhere")
    assert list(tmp_path.iterdir()) == []
