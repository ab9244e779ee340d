"""A folder of transcripts: which files are in it, and what their content is."""

import hashlib
from dataclasses import dataclass
from pathlib import Path

from corpus.formats import READERS
from kodetrapp.errors import UsageError

_CHUNK = 2**20


@dataclass(frozen=True)
class Found:
    """A file in an inbox. `name` is its path below the inbox, with `/`; `file_hash` the SHA-256 of
    its bytes, None where it can't be read or is a link that leads out of the inbox."""

    name: str
    path: Path
    file_hash: str | None


def find_files(inbox: Path) -> list[Found]:
    """The files in `inbox` and below, by name. Left out are hidden and temporary files, and gold
    (`NAME.json` beside a document of that name).

    Raises `UsageError` where there is no such folder.
    """
    if not inbox.is_dir():
        raise UsageError(f"{inbox}: there is no such folder; give the folder of the transcripts")
    files = sorted(path for path in inbox.rglob("*") if path.is_file() or path.is_symlink())
    present = set(files)
    found = []
    for path in files:
        parts = path.relative_to(inbox).parts
        hidden = any(part.startswith((".", "~$")) for part in parts)
        gold = path.suffix == ".json" and any(path.with_suffix(end) in present for end in READERS)
        if not hidden and not gold and parts[-1] not in {"Thumbs.db", "desktop.ini"}:
            within = path.resolve().is_relative_to(inbox.resolve())
            found.append(Found("/".join(parts), path, _hash(path) if within else None))
    return found


def _hash(path: Path) -> str | None:
    digest = hashlib.sha256()
    try:
        with path.open("rb") as file:
            while chunk := file.read(_CHUNK):
                digest.update(chunk)
    except OSError:
        return None
    return digest.hexdigest()
