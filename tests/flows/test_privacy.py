"""No word of a transcript reaches logs, errors or Prefect's database."""

import logging
from pathlib import Path

import pytest

from corpus import Document
from flows import pipeline, steps
from kodetrapp.errors import ModelError
from privacy import NameLists
from tests.flows.conftest import World

CANARY = "Zwiebelfisch"
INTERVIEW = f"""Library: Harbour
Type: interview
Date: 2022-03-01

Interviewer: How was it?

Patron: The {CANARY} at the counter told me to go home, and we go there every week now.

Interviewer: And then?

Patron: Then nothing.
"""


def database_of_prefect() -> Path:
    from prefect.settings import get_current_settings

    return Path(get_current_settings().home)


def test_a_run_leaves_no_text_with_prefect(
    world: World, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    caplog.set_level(logging.DEBUG)
    (world.inbox / "canary.txt").write_text(INTERVIEW)
    world.run(keep_names=True)
    assert CANARY in str(world.stored("SELECT text FROM documents"))
    out, err = capfd.readouterr()
    assert CANARY not in caplog.text + out + err
    holders = [
        path
        for path in database_of_prefect().rglob("*")
        if path.is_file() and CANARY.encode() in path.read_bytes()
    ]
    assert holders == []


class Quoting:
    """Fails on the canary with a message that quotes it, in the process that reads."""

    digest = "quoting"
    lists = NameLists()

    def __call__(self, document: Document) -> tuple[Document, None]:
        if CANARY in document.text:
            raise ValueError(f"can't digest: {document.text}")
        return document, None


def test_an_error_of_a_library_passes_on_its_kind_alone(
    world: World, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    (world.inbox / "canary.txt").write_text(INTERVIEW)
    monkeypatch.setattr(pipeline, "pseudonymiser", lambda *_: Quoting())
    summary = world.run()
    assert summary.refused["canary.txt"].startswith("can't be understood (ValueError)")
    assert CANARY not in caplog.text + summary.as_markdown()


def test_an_error_in_coding_names_files_and_no_text(
    world: World, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    class Quoting:
        def code(self, documents: list) -> None:
            raise RuntimeError(documents[0].text)

    (world.inbox / "canary.txt").write_text(INTERVIEW)
    monkeypatch.setattr(steps, "_coder", lambda *_: Quoting())
    with pytest.raises(ModelError, match=r"coding failed \(RuntimeError\) in one of: canary.txt"):
        world.run()
    assert CANARY not in caplog.text
    assert world.stored("SELECT outcome FROM runs") == [("failed",)]
