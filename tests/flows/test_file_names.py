"""A file named for a person is stored, and told to Prefect, without the person."""

import shutil
from pathlib import Path

import pytest

from flows.forgetting import forget, look
from kodetrapp.errors import UsageError
from store import Store
from tests.flows.conftest import World
from tests.flows.test_forgetting import holders
from tests.flows.test_privacy import database_of_prefect
from tests.flows.test_rereading import INTERVIEW

NAMES = ("Intervju_Kari_Nordmann.txt", "Kari Nordmann/int1.txt", "Kari Nordmann.zip/a.txt")
WRITTEN = [b"Nordmann", b"Kari", b"kari_nord"]


def named(world: World) -> set[str]:
    return holders(world.data, WRITTEN)


@pytest.fixture
def inbox(world: World) -> World:
    """Files with persons in their names: taken in, in a folder and an archive, refused, the same
    text twice, without a known group, and in a metadata file."""
    (world.inbox / NAMES[0]).write_text(INTERVIEW)
    (world.inbox / "Kari Nordmann").mkdir()
    (world.inbox / NAMES[1]).write_text(INTERVIEW)
    (world.inbox / "Kari Nordmann" / "int2.txt").write_text(INTERVIEW.replace("Harbour", "Nowhere"))
    folder = world.inbox.parent / "zipped"
    folder.mkdir()
    (folder / "a.txt").write_text(INTERVIEW.replace("Then", "And then"))
    shutil.make_archive(str(world.inbox / "Kari Nordmann"), "zip", folder)
    (world.inbox / "Kari Nordmann.docx").write_bytes(b"PK\x03\x04 not a zip")
    (world.inbox / "metadata.csv").write_text("file,group\nOla Nordmann.txt,Harbour\n")
    return world


def test_no_name_is_stored_and_files_are_known_again(inbox: World) -> None:
    summary = inbox.run()
    assert named(inbox) == set()
    assert holders(database_of_prefect(), WRITTEN) == set()
    assert "Nordmann" not in summary.as_markdown() + repr(summary)
    assert set(summary.real_names.values()) == {
        *NAMES,
        "Kari Nordmann/int2.txt",
        "Kari Nordmann.docx",
    }
    assert {summary.real_names[name] for name in summary.refused} == {"Kari Nordmann.docx"}
    assert summary.real_names[next(iter(summary.duplicates))] == NAMES[1]
    again = inbox.run()
    assert (again.counts.files_new, again.counts.files_changed) == (0, 0)
    assert again.missing == []
    (inbox.inbox / NAMES[0]).unlink()
    gone = inbox.run(retire_missing=True)
    assert len(gone.retired) == 1
    assert gone.retired[0].startswith("Intervju_[PERSON]_")
    assert named(inbox) == set()
    assert holders(database_of_prefect(), WRITTEN) == set()


def test_files_stored_before_are_renamed_everywhere(inbox: World) -> None:
    inbox.run(keep_names=True)
    assert {"kodetrapp.duckdb", "findings.duckdb"} <= named(inbox)
    forget(inbox.data, NAMES[2], look(inbox.data, NAMES[2]))
    summary = inbox.run()
    assert summary.counts.files_new == 0
    assert named(inbox) == set()
    ((names,),) = inbox.stored("SELECT source_names FROM erasures WHERE kind = 'forgotten'")
    assert names[0].startswith("[PERSON]_")
    assert len(summary.refused) == 2


def test_it_is_forgotten_by_real_name_stored_name_archive_or_folder(inbox: World) -> None:
    summary = inbox.run()
    stored = {real: name for name, real in summary.real_names.items()}
    for given in ("Kari Nordmann/", "Kari Nordmann"):
        assert set(look(inbox.data, given).scope.names) == {
            stored[NAMES[1]],
            stored["Kari Nordmann/int2.txt"],
        }
    assert look(inbox.data, "Kari Nordmann.zip").scope.names == (stored[NAMES[2]],)
    second = stored["Kari Nordmann/int2.txt"]
    assert look(inbox.data, second).scope.names == (second,)
    assert look(inbox.data, "Kari Nordmann/int2.txt").scope.names == (second,)
    with pytest.raises(UsageError, match="no such document"):
        look(inbox.data, "Kari Nord")
    forget(inbox.data, "Kari Nordmann.zip", look(inbox.data, "Kari Nordmann.zip"))
    assert look(inbox.data, "Kari Nordmann.zip").erased_at is not None
    assert named(inbox) == set()
    with Store(inbox.data).transaction() as connection:
        ((key,),) = connection.execute("SELECT key FROM name_key").fetchall()
    assert len(key) == 64


def test_names_that_are_kept_are_kept_in_files(inbox: World) -> None:
    summary = inbox.run(keep_names=True)
    assert summary.real_names == {}
    assert Path(NAMES[0]).name in str(inbox.rows("SELECT document FROM documents"))
