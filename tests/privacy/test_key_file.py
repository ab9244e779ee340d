"""The key opens with its passphrase alone."""

import stat
from pathlib import Path

import pytest

from kodetrapp.errors import UsageError
from privacy import key_file
from privacy.key_file import Entry

PASSPHRASE = "fire ord i en rekke"
KEY = {"a1": Entry("intervju.docx", {"[PERSON 1]": ["Kari Hansen", "Karis"]})}
OTHER = {"b2": Entry("notat.txt", {"[E-POST 1]": ["åse@dep.no"]})}


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "key"
    key_file.write(path, PASSPHRASE, KEY)
    return path


def test_what_was_written_is_read(path: Path):
    assert key_file.read(path, PASSPHRASE) == KEY


def test_a_wrong_passphrase_opens_nothing_and_changes_nothing(path: Path):
    before = path.read_bytes()
    with pytest.raises(UsageError, match="wrong passphrase"):
        key_file.read(path, PASSPHRASE + " ")
    with pytest.raises(UsageError, match="wrong passphrase"):
        key_file.write(path, "et helt annet ord", OTHER)
    assert path.read_bytes() == before


def test_a_short_passphrase_is_refused(tmp_path: Path):
    short = "x" * (key_file.MIN_PASSPHRASE - 1)
    with pytest.raises(UsageError, match="at least 12") as caught:
        key_file.write(tmp_path / "key", short, KEY)
    assert short not in str(caught.value)
    assert list(tmp_path.iterdir()) == []


def test_entries_are_kept_and_those_of_the_same_document_replaced(path: Path):
    key_file.write(path, PASSPHRASE, OTHER)
    assert key_file.read(path, PASSPHRASE) == {**KEY, **OTHER}
    new = {"a1": Entry("intervju.docx", {"[PERSON 1]": ["Ola"]})}
    key_file.write(path, PASSPHRASE, new)
    assert key_file.read(path, PASSPHRASE) == {**new, **OTHER}


def test_only_the_owner_may_read_it(path: Path):
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    path.chmod(0o644)
    key_file.write(path, PASSPHRASE, OTHER)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert list(path.parent.iterdir()) == [path]


def test_a_file_left_by_a_run_that_was_killed_is_no_hindrance(path: Path):
    path.with_name("key.new").write_text("half")
    key_file.write(path, PASSPHRASE, OTHER)
    assert list(path.parent.iterdir()) == [path]


def test_nothing_readable_is_in_the_file_and_no_two_are_alike(path: Path):
    data = path.read_bytes()
    for word in ("Kari", "PERSON", "intervju", "a1", PASSPHRASE):
        assert word.encode() not in data
    second = path.with_name("second")
    key_file.write(second, PASSPHRASE, KEY)
    assert second.read_bytes()[16:32] != data[16:32]


def test_a_damaged_file_is_named(path: Path):
    data = path.read_bytes()
    for damaged in (data[:-9], data[:40], data[:60] + b"A" + data[61:] + b"A"):
        path.write_bytes(damaged)
        with pytest.raises(UsageError, match="damaged"):
            key_file.read(path, PASSPHRASE)


def test_another_file_is_no_key_and_is_not_written_over(tmp_path: Path):
    path = tmp_path / "notes.txt"
    path.write_text("hei")
    with pytest.raises(UsageError, match="is no key file"):
        key_file.write(path, PASSPHRASE, KEY)
    assert path.read_text() == "hei"


def test_a_missing_file_is_named(tmp_path: Path):
    with pytest.raises(UsageError, match="can't be read"):
        key_file.read(tmp_path / "none", PASSPHRASE)


def test_no_name_is_shown():
    assert "Kari" not in repr(KEY)
