"""A folder of transcripts: which files are in it, and what their content is."""

import hashlib
import os
import stat
from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from corpus import archives
from corpus.formats import DOCUMENTS, MAX_BYTES, TOO_LARGE
from corpus.formats.sniffing import sniff
from kodetrapp.errors import FileRefusedError, UsageError

_CHUNK = 2**20
_UNREADABLE = "can't be read; check its rights"
_OUTSIDE = "leads out of the folder; copy it there"
_NOWHERE = "is a link that can't be followed; copy the file there"
_FOLDER = "is a link to a folder; copy the folder there"
_NAME = "has a name that is no readable text; give it another one"
NO_FILE = "is a device or a pipe; save what comes from it as a file"
_SYSTEM = {"Thumbs.db", "desktop.ini", "__MACOSX"}
_ABOUT = {"metadata.csv", "metadata.yaml", "metadata.yml", "names.yaml"}
"""Files that tell of documents and are none."""


@dataclass(frozen=True)
class Found:
    """A file in an inbox, or in a zip archive there.

    name: its path below the inbox, with `/`; the archive is a folder in it.
    path: where it is; below its archive for a member, which `corpus.archives` opens.
    file_hash: the SHA-256 of its bytes, for a member of those of its archive and its name; None
        where it isn't to be read.
    refusal: the reason and the remedy where it isn't to be read, empty elsewhere.
    """

    name: str
    path: Path
    file_hash: str | None
    refusal: str = ""


def find_files(inbox: Path) -> list[Found]:
    """The files in `inbox` and below, and in the zip archives there, by name. Left out are hidden
    and temporary files, files about documents (`metadata.csv` and the like), and gold
    (`NAME.json` with spans beside a document of that name). An archive that can't be opened is
    one file.

    Raises `UsageError` where there is no such folder.
    """
    if not inbox.is_dir():
        raise UsageError(f"{inbox}: there is no such folder; give the folder of the transcripts")
    root = inbox.resolve()
    found: list[Found] = []
    for path in _documents(sorted(_everything(inbox)), inbox):
        name = path.relative_to(inbox).as_posix()
        readable = name.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
        if refusal := _refusal(path, root) or (_NAME if readable != name else ""):
            found.append(Found(readable, path, None, refusal))
        elif is_archive(path):
            found += find_members(name, path)
        else:
            found.append(_file(name, path))
    return found


def _everything(inbox: Path) -> Iterator[Path]:
    """All that is in the folder and below but folders; of folders those that can't be opened."""
    closed: list[Path] = []
    walk = os.walk(inbox, onerror=lambda error: closed.append(Path(error.filename)))
    for folder, folders, files in walk:
        links = [name for name in folders if Path(folder, name).is_symlink()]
        yield from (Path(folder, name) for name in [*files, *links])
    yield from closed


def _refusal(path: Path, root: Path) -> str:
    """Why what is at `path` is not opened; empty where it can be."""
    try:
        mode = path.stat().st_mode
        if not path.resolve().is_relative_to(root):
            return _OUTSIDE
    except OSError:
        return _NOWHERE if path.is_symlink() else _UNREADABLE
    if stat.S_ISDIR(mode):
        return _FOLDER if path.is_symlink() else _UNREADABLE
    return "" if stat.S_ISREG(mode) else NO_FILE


def _documents(files: Iterable[Path], below: Path) -> Iterator[Path]:
    """Those files that are meant to be documents."""
    files = list(files)
    present = set(files)
    for path in files:
        parts = path.relative_to(below).parts
        if any(map(_is_hidden, parts)):
            continue
        if path.name.casefold() in _ABOUT:
            continue
        if path.suffix == ".json" and _beside(path, present) and archives.holds_gold(path):
            continue
        yield path


def _beside(path: Path, present: Container[Path]) -> bool:
    """Whether there is a document of the same name and another ending."""
    return any(path.with_suffix(ending) in present for ending in DOCUMENTS)


def _is_hidden(part: str) -> bool:
    return part in _SYSTEM or (part.startswith((".", "~$")) and part != "..")


def _file(name: str, path: Path) -> Found:
    try:
        if path.stat().st_size > MAX_BYTES:
            return Found(name, path, None, TOO_LARGE)
        return Found(name, path, _hash(path))
    except OSError:
        return Found(name, path, None, _UNREADABLE)


def is_archive(path: Path) -> bool:
    """Whether a `.zip` holds files rather than being one, such as a Word document."""
    if path.suffix.lower() != ".zip":
        return False
    try:
        return sniff(path).ending in {".zip", None}
    except (FileRefusedError, OSError):
        return False


def find_members(name: str, path: Path) -> list[Found]:
    """The documents in the archive `path`, called `name`; itself where it can't be opened."""
    try:
        if path.stat().st_size > archives.MAX_UNPACKED:
            raise FileRefusedError("is larger than 2 GB; divide it into several archives")
        of = {path / PurePosixPath(m.name.lstrip("/")): m for m in archives.members(path)}
        whole = _hash(path)
    except FileRefusedError as error:
        return [Found(name, path, None, str(error))]
    except OSError:
        return [Found(name, path, None, _UNREADABLE)]
    found = []
    for file in sorted(_documents(of, path)):
        member = of[file]
        own = hashlib.sha256(f"{whole}/{member.name}".encode()).hexdigest()
        found.append(
            Found(
                f"{name}/{member.name}",
                file,
                None if member.refusal else own,
                member.refusal,
            )
        )
    return found


def _hash(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            digest.update(chunk)
    return digest.hexdigest()
