import hashlib
from pathlib import Path

import pytest

from corpus.inbox import find_files
from kodetrapp.errors import UsageError

UNREADABLE = Path("/proc/self/mem")


def fill(folder: Path, *names: str) -> None:
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(f"hemmelig {name}", encoding="utf-8")


def names(folder: Path) -> list[str]:
    return [found.name for found in find_files(folder)]


def test_files_are_found_below_the_inbox_by_name(tmp_path: Path):
    fill(tmp_path, "b.txt", "a.docx", "fase 1/kubu/å.vtt", "fase 1/b.md", "c.pdf")
    assert sorted(names(tmp_path)) == [
        "a.docx",
        "b.txt",
        "c.pdf",
        "fase 1/b.md",
        "fase 1/kubu/å.vtt",
    ]
    assert names(tmp_path) == names(tmp_path)


@pytest.mark.parametrize(
    "name",
    [
        ".hidden.txt",
        ".git/a.txt",
        "mappe/.skjult/a.txt",
        "~$intervju.docx",
        "Thumbs.db",
        "mappe/desktop.ini",
        ".DS_Store",
    ],
)
def test_hidden_and_temporary_files_are_left_out(tmp_path: Path, name: str):
    fill(tmp_path, "a.txt", name)
    assert names(tmp_path) == ["a.txt"]


@pytest.mark.parametrize("document", ["a.txt", "a.md", "a.docx", "a.vtt", "a.csv", "a.pdf"])
def test_gold_beside_its_document_is_left_out(tmp_path: Path, document: str):
    fill(tmp_path, document, "mappe/b.txt")
    for name in ("a.json", "b.json", "mappe/a.json"):
        (tmp_path / name).write_text('{"spans": []}', encoding="utf-8")
    assert sorted(names(tmp_path)) == sorted([document, "b.json", "mappe/a.json", "mappe/b.txt"])


@pytest.mark.parametrize(
    "content", ['{"segments": []}', "{", "[]", "", '{"spans": 1}', "[" * 99999]
)
def test_a_transcript_beside_another_is_no_gold(tmp_path: Path, content: str):
    fill(tmp_path, "a.txt")
    (tmp_path / "a.json").write_text(content, encoding="utf-8")
    assert names(tmp_path) == ["a.json", "a.txt"]


@pytest.mark.parametrize("name", ["metadata.csv", "metadata.yaml", "metadata.yml", "names.yaml"])
def test_what_tells_of_documents_is_none(tmp_path: Path, name: str):
    fill(tmp_path, "a.txt", name, f"mappe/{name.upper()}", f"min {name}")
    assert names(tmp_path) == ["a.txt", f"min {name}"]


def test_a_very_large_file_is_refused_without_reading_it(tmp_path: Path):
    with (tmp_path / "a.txt").open("wb") as file:
        file.truncate(2**36)
    [found] = find_files(tmp_path)
    assert found.file_hash is None
    assert found.refusal.startswith("is larger than 50 MB; ")


def test_a_hash_is_of_the_bytes_alone(tmp_path: Path):
    data = bytes(range(256)) * 10_000
    (tmp_path / "a.txt").write_bytes(data)
    (tmp_path / "b.txt").write_bytes(data)
    (tmp_path / "c.txt").write_bytes(data[:-1])
    hashes = {found.name: found.file_hash for found in find_files(tmp_path)}
    assert hashes["a.txt"] == hashlib.sha256(data).hexdigest()
    assert hashes["b.txt"] == hashes["a.txt"] != hashes["c.txt"]


@pytest.mark.skipif(not UNREADABLE.exists(), reason="needs a file that not even root can read")
def test_a_file_that_cannot_be_read_is_found_without_a_hash(tmp_path: Path):
    (tmp_path / "a.txt").symlink_to(UNREADABLE)
    assert [found.file_hash for found in find_files(tmp_path)] == [None]


def test_a_link_to_nowhere_or_out_of_the_inbox_has_no_hash(tmp_path: Path):
    inbox = tmp_path / "inbox"
    fill(inbox, "a.txt")
    fill(tmp_path, "secret.txt")
    (inbox / "b.txt").symlink_to(inbox / "borte.txt")
    (inbox / "c.txt").symlink_to(tmp_path / "secret.txt")
    (inbox / "d.txt").symlink_to(inbox / "a.txt")
    hashes = {found.name: found.file_hash for found in find_files(inbox)}
    assert hashes["a.txt"] == hashes["d.txt"] is not None
    assert hashes["b.txt"] is hashes["c.txt"] is None
    assert all(bool(found.refusal) == (found.file_hash is None) for found in find_files(inbox))


def test_an_empty_inbox_has_no_files(tmp_path: Path):
    assert find_files(tmp_path) == []


def test_a_missing_inbox_is_named_with_a_remedy(tmp_path: Path):
    with pytest.raises(UsageError) as caught:
        find_files(tmp_path / "borte")
    assert str(caught.value) == (
        f"{tmp_path / 'borte'}: there is no such folder; give the folder of the transcripts"
    )


def test_a_file_is_no_inbox(tmp_path: Path):
    fill(tmp_path, "a.txt")
    with pytest.raises(UsageError, match="no such folder"):
        find_files(tmp_path / "a.txt")


def test_the_words_of_a_file_stay_out_of_its_repr(tmp_path: Path):
    fill(tmp_path, "a.txt")
    assert "hemmelig" not in repr(find_files(tmp_path))
