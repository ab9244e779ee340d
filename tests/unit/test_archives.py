import io
import stat
import tempfile
import unicodedata
import zipfile
from contextlib import AbstractContextManager
from pathlib import Path

import pytest

from codebook import load
from corpus import archives, read_file
from corpus.archives import members, opened
from corpus.formats import MAX_BYTES
from corpus.inbox import find_files
from kodetrapp.errors import FileRefusedError

TALK = "Intervjuer: Hva?\n\nInformant: Ja, og hemmelig."


def pack(path: Path, files: dict[str, str | bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return path


def raw_name(path: Path, name: bytes) -> Path:
    """An archive with one file whose name is these bytes, not marked as UTF-8."""
    pack(path, {"#" * len(name): TALK})
    path.write_bytes(path.read_bytes().replace(b"#" * len(name), name))
    return path


def named(path: Path) -> list[tuple[str, bool]]:
    return [(found.name, found.file_hash is not None) for found in find_files(path)]


def reason(path: Path) -> str:
    with pytest.raises(FileRefusedError) as caught:
        members(path)
    assert ";" in str(caught.value)
    return str(caught.value)


def refused(path: Path) -> dict[str, str]:
    return {member.name: member.refusal for member in members(path) if member.refusal}


def test_an_archive_is_a_folder(tmp_path: Path):
    (tmp_path / "b.txt").write_text(TALK, encoding="utf-8")
    pack(
        tmp_path / "a.zip",
        {
            "fase 1/": "",
            "fase 1/å.txt": TALK,
            "c.vtt": "x",
            "__MACOSX/._c.vtt": "x",
            ".skjult": "x",
        },
    )
    assert named(tmp_path) == [
        ("a.zip/c.vtt", True),
        ("a.zip/fase 1/å.txt", True),
        ("b.txt", True),
    ]


def test_a_member_is_read_by_its_path_and_leaves_nothing_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    (tmp_path / "temporary").mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "temporary"))
    pack(tmp_path / "a.zip", {"fase 1/å.txt": TALK})
    [found] = find_files(tmp_path)
    of = read_file(found.path, load(), found.name)
    assert of.name == "a.zip/fase 1/å.txt"
    assert [turn.text for turn in of.turns] == ["Hva?", "Ja, og hemmelig."]
    assert list((tmp_path / "temporary").iterdir()) == []


def test_a_file_beside_archives_is_opened_as_it_stands(tmp_path: Path):
    with opened(tmp_path / "a.txt") as path:
        assert path == tmp_path / "a.txt"


def test_a_hash_changes_with_the_archive_and_differs_by_member(tmp_path: Path):
    def hashes() -> set[str | None]:
        return {found.file_hash for found in find_files(tmp_path)}

    pack(tmp_path / "a.zip", {"a.txt": TALK, "b.txt": TALK})
    before = hashes()
    assert hashes() == before
    pack(tmp_path / "a.zip", {"a.txt": TALK, "b.txt": TALK + "!"})
    assert len(before | hashes()) == 4


@pytest.mark.parametrize("code", ["cp437", "cp865", "cp850", "cp1252", "utf-8"])
@pytest.mark.parametrize("name", ["Intervju Åse.txt", "blåbær/på.txt", "Ærlig øl Ø.txt"])
def test_names_are_read_in_the_code_of_their_packer(tmp_path: Path, name: str, code: str):
    name = name.translate({ord("ø"): "å", ord("Ø"): "Å"}) if code == "cp437" else name
    path = raw_name(tmp_path / "a.zip", name.encode(code))
    assert [member.name for member in members(path)] == [name]
    assert read_file(path / name, load()).text == TALK


def test_names_of_a_mac_are_composed(tmp_path: Path):
    path = pack(tmp_path / "a.zip", {unicodedata.normalize("NFD", "blå/Åse.txt"): TALK})
    assert [member.name for member in members(path)] == ["blå/Åse.txt"]
    assert read_file(path / "blå/Åse.txt", load()).text == TALK


def test_folders_may_be_parted_as_windows_does(tmp_path: Path):
    path = raw_name(tmp_path / "a.zip", rb"fase\\a.txt".replace(b"\\\\", b"\\"))
    assert [member.name for member in members(path)] == ["fase/a.txt"]


@pytest.mark.parametrize(
    "name", ["../a.txt", "/etc/a.txt", "x/../../a.txt", "C:/a.txt", "c:a.txt", "..\\a.txt"]
)
def test_a_name_that_leads_out_costs_only_itself(tmp_path: Path, name: str):
    inbox = tmp_path / "inbox"
    inbox.mkdir()
    pack(inbox / "a.zip", {name: TALK, "b.txt": TALK})
    found = {item.name: item.refusal for item in find_files(inbox)}
    assert found.pop("a.zip/b.txt") == ""
    assert [text.split(";")[0] for text in found.values()] == [
        "has a name that leads out of its archive"
    ]
    assert sorted(path.name for path in tmp_path.rglob("*")) == ["a.zip", "inbox"]


def test_links_are_refused(tmp_path: Path):
    info = zipfile.ZipInfo("a.txt")
    info.external_attr = (stat.S_IFLNK | 0o777) << 16
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr(info, "/etc/passwd")
        archive.writestr("b.txt", TALK)
    assert refused(tmp_path / "a.zip") == {"a.txt": "is a link; pack the file itself"}


def encrypted(path: Path, *names: str) -> Path:
    """Marks members as encrypted, in both their headers."""
    data = bytearray(path.read_bytes())
    with zipfile.ZipFile(path) as archive:
        for info in archive.infolist():
            if info.filename in names:
                data[info.header_offset + 6] |= 1
                entry = data.index(b"PK\x01\x02")
                while data[entry + 46 : entry + 46 + len(info.filename)] != info.filename.encode():
                    entry = data.index(b"PK\x01\x02", entry + 1)
                data[entry + 8] |= 1
    path.write_bytes(data)
    return path


def test_encrypted_members_are_refused(tmp_path: Path):
    path = encrypted(pack(tmp_path / "a.zip", {"a.txt": TALK, "b.txt": TALK}), "a.txt")
    assert refused(path)["a.txt"].startswith("is protected by a password; ")
    with opened(path / "b.txt") as file:
        assert file.read_text(encoding="utf-8") == TALK


def test_an_encrypted_archive_is_named_once(tmp_path: Path):
    encrypted(pack(tmp_path / "a.zip", {"a.txt": TALK, "b.txt": TALK}), "a.txt", "b.txt")
    [found] = find_files(tmp_path)
    assert (found.name, found.file_hash) == ("a.zip", None)
    assert found.refusal.startswith("is protected by a password; ")


@pytest.mark.parametrize("share", [0.0, 0.3, 0.99])
def test_half_an_archive_is_named_once(tmp_path: Path, share: float):
    path = pack(tmp_path / "a.zip", {"a.txt": TALK, "b.txt": TALK})
    path.write_bytes(path.read_bytes()[: int(share * path.stat().st_size)])
    [found] = find_files(tmp_path)
    assert (found.name, found.file_hash) == ("a.zip", None)
    assert found.refusal.startswith("is no zip archive, or a damaged one; ")


def test_an_archive_without_files_is_named(tmp_path: Path):
    assert reason(pack(tmp_path / "a.zip", {"mappe/": ""})).startswith(
        "is an archive without files"
    )


def test_too_many_members_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(archives, "MAX_MEMBERS", 3)
    assert len(members(pack(tmp_path / "a.zip", dict.fromkeys("abc", "x")))) == 3
    assert reason(pack(tmp_path / "a.zip", dict.fromkeys("abcd", "x"))).startswith(
        "holds more than"
    )


def test_a_large_member_costs_only_itself(tmp_path: Path):
    path = pack(tmp_path / "a.zip", {"a.txt": bytes(MAX_BYTES + 1), "b.txt": TALK})
    assert list(refused(path)) == ["a.txt"]
    assert refused(path)["a.txt"].startswith("is larger than 50 MB; ")


def test_a_member_that_unpacks_to_far_more_costs_only_itself(tmp_path: Path):
    path = pack(tmp_path / "a.zip", {"a.txt": b"x" * 20 * 2**20, "b.txt": TALK})
    assert list(refused(path)) == ["a.txt"]
    assert refused(path)["a.txt"].startswith("unpacks to 400 times its size; ")


def test_an_archive_that_unpacks_to_more_than_is_allowed_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(archives, "MAX_UNPACKED", 1000)
    path = pack(tmp_path / "a.zip", {"a.txt": "x" * 600, "b.txt": "x" * 600})
    assert reason(path).startswith("unpacks to more than 2 GB; ")


def test_a_member_that_is_larger_than_it_says_is_refused(tmp_path: Path):
    path = pack(tmp_path / "a.zip", {"a.txt": TALK * 1000})
    size = len(TALK.encode()) * 1000
    data = path.read_bytes().replace(size.to_bytes(4, "little"), (100).to_bytes(4, "little"))
    path.write_bytes(data)
    with (
        pytest.raises(FileRefusedError, match="is damaged in its archive; "),
        opened(path / "a.txt"),
    ):
        pass


def test_a_damaged_member_costs_only_itself(tmp_path: Path):
    path = pack(tmp_path / "a.zip", {"a.txt": TALK * 50, "b.txt": TALK})
    data = bytearray(path.read_bytes())
    data[50:60] = bytes(10)
    path.write_bytes(data)
    assert named(tmp_path) == [("a.zip/a.txt", True), ("a.zip/b.txt", True)]
    with pytest.raises(FileRefusedError) as caught:
        read_file(path / "a.txt", load())
    assert "emmelig" not in repr(caught.value)
    assert read_file(path / "b.txt", load()).text == TALK


def test_an_archive_in_an_archive_is_not_opened(tmp_path: Path):
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w") as archive:
        archive.writestr("a.txt", TALK)
    path = pack(tmp_path / "a.zip", {"b.zip": inner.getvalue()})
    assert named(tmp_path) == [("a.zip/b.zip", True)]
    with pytest.raises(FileRefusedError, match="is a zip archive of other files; unpack it"):
        read_file(path / "b.zip", load())


def test_two_files_of_one_name_are_told_apart(tmp_path: Path):
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr(unicodedata.normalize("NFD", "å.txt"), TALK)
        archive.writestr("å.txt", TALK)
    assert [(m.name, bool(m.refusal)) for m in members(tmp_path / "a.zip")] == [
        ("å.txt", False),
        ("å.txt (2)", True),
    ]


def test_a_member_that_is_gone_is_refused(tmp_path: Path):
    path = pack(tmp_path / "a.zip", {"a.txt": TALK})
    with (
        pytest.raises(FileRefusedError, match="is no longer in its archive"),
        opened(path / "b.txt"),
    ):
        pass


def test_a_word_document_called_zip_is_no_archive(tmp_path: Path):
    pack(tmp_path / "a.zip", {"word/document.xml": "<x/>"})
    assert named(tmp_path) == [("a.zip", True)]


def test_gold_in_an_archive_is_left_out(tmp_path: Path):
    pack(tmp_path / "a.zip", {"a.txt": TALK, "a.json": '{"spans": []}', "metadata.csv": "x"})
    pack(tmp_path / "b.zip", {"a.txt": TALK, "a.json": '{"segments": []}'})
    assert [found.name for found in find_files(tmp_path)] == [
        "a.zip/a.txt",
        "b.zip/a.json",
        "b.zip/a.txt",
    ]


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
@pytest.mark.parametrize("ending", [".zip", ".docx", ".txt"])
def test_what_could_unpack_to_gigabytes_at_once_is_not_opened(
    tmp_path: Path, ending: str, method: int
):
    with zipfile.ZipFile(tmp_path / f"a{ending}", "w", method) as archive:
        archive.writestr("mimetype", TALK)
    [found] = find_files(tmp_path)
    reason = found.refusal
    if not reason:
        with pytest.raises(FileRefusedError) as caught:
            read_file(found.path, load())
        reason = str(caught.value)
    assert reason.startswith("is packed in an unusual way; ")


def test_the_directory_of_an_archive_is_read_once_until_it_changes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    reads = []
    real = archives.open_zip

    def counted(path: Path) -> AbstractContextManager[zipfile.ZipFile]:
        reads.append(path)
        return real(path)

    monkeypatch.setattr(archives, "open_zip", counted)
    names = [f"mappe/{number}.txt" for number in range(200)]
    path = pack(tmp_path / "a.zip", {name: f"{TALK} {name}" for name in names})
    for name in names:
        with opened(path / name) as file:
            assert file.read_text(encoding="utf-8").endswith(name)
    assert len(reads) == 1
    pack(path, {"mappe/0.txt": "noe annet"})
    with opened(path / "mappe/0.txt") as file:
        assert file.read_text(encoding="utf-8") == "noe annet"
    assert len(reads) == 2


def test_members_are_found_in_an_archive_that_begins_with_something_else(tmp_path: Path):
    path = pack(tmp_path / "a.zip", {"a.txt": TALK})
    path.write_bytes(b"#!/bin/sh\n" * 50 + path.read_bytes())
    with opened(path / "a.txt") as file:
        assert file.read_text(encoding="utf-8") == TALK


def test_a_directory_that_points_to_no_member_is_refused(tmp_path: Path):
    path = pack(tmp_path / "a.zip", {"a.txt": TALK, "b.txt": TALK})
    data = bytearray(path.read_bytes())
    entry = data.rindex(b"PK\x01\x02")
    data[entry + 42 : entry + 46] = (7).to_bytes(4, "little")
    path.write_bytes(data)
    with (
        pytest.raises(FileRefusedError, match="is damaged in its archive; "),
        opened(path / "b.txt"),
    ):
        pass
