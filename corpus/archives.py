"""Zip archives as folders: what is in them, and one member at a time unpacked to be read.

The path of a member is that of its archive with the member's name below it
(`inbox/interviews.zip/KUBU/a.docx`). What is in an archive is read once, as long as it doesn't
change: members know where in it they stand.
"""

import json
import re
import shutil
import stat
import tempfile
import zipfile
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path, PurePosixPath

from corpus.formats import MAX_BYTES, TOO_LARGE
from corpus.formats.json_transcript import is_gold
from corpus.formats.refusing import refusing
from corpus.formats.zipped import open_member, open_zip
from corpus.text import normalise
from kodetrapp.errors import FileRefusedError

MAX_MEMBERS = 10_000
MAX_UNPACKED = 2 * 2**30
MAX_RATIO = 400
"""Genuine text packs to a tenth, the same sentence over and over to a hundredth."""
MAX_GOLD = 5 * 2**20
"""Bytes of gold; what is larger is no gold and not looked into."""
_UNSUSPICIOUS = 2**20
_ARCHIVES = 8
"""Archives whose members are kept in mind. Those of 10,000 members take 10 MB each."""
_DAMAGED = "is no zip archive, or a damaged one; pack or copy it anew"
_DAMAGED_MEMBER = "is damaged in its archive; pack it anew"


@dataclass(frozen=True)
class Member:
    """A file in an archive. `name` is its path in it, with `/`, in whatever encoding it was packed;
    `refusal` why it can't be taken out, empty where it can."""

    name: str
    refusal: str = ""
    info: zipfile.ZipInfo = field(default_factory=zipfile.ZipInfo, repr=False, compare=False)


def members(path: Path) -> list[Member]:
    """The files in the archive `path`, by their order in it. Of two with the same name the second
    is refused as `name (2)`.

    Raises `FileRefusedError` for what is no archive, and for one with more than 10,000 members,
    more than 2 GB in it, or nothing but what is encrypted.
    """
    return list(_within(path).values())


def _within(path: Path) -> dict[str, Member]:
    """The members of an archive by name."""
    changed = path.stat()
    return _read(path, changed.st_mtime_ns, changed.st_size)


@lru_cache(maxsize=_ARCHIVES)
def _read(path: Path, changed: int, size: int) -> dict[str, Member]:  # noqa: ARG001 (part of the key)
    """The members of an archive as it is since it was `changed`."""
    with refusing(_DAMAGED), open_zip(path) as archive:
        return {member.name: member for member in _members(archive)}


def _members(archive: zipfile.ZipFile) -> list[Member]:
    everything = archive.infolist()
    if len(everything) > MAX_MEMBERS:
        raise FileRefusedError("holds more than 10,000 files; divide it into several archives")
    if sum(info.file_size for info in everything) > MAX_UNPACKED:
        raise FileRefusedError("unpacks to more than 2 GB; pack the transcripts alone")
    files = [info for info in everything if not _name(info).endswith("/")]
    if not files:
        raise FileRefusedError("is an archive without files; remove it, or pack it anew")
    if all(info.flag_bits & 1 for info in files):
        raise FileRefusedError("is protected by a password; unpack it, or pack it without one")
    seen: Counter[str] = Counter()
    found = []
    for info in files:
        name = _name(info)
        seen[name] += 1
        again = seen[name] > 1
        if again:
            refusal = "has the name of another file in the archive; give it one of its own"
        else:
            refusal = _refusal(name, info)
        found.append(Member(f"{name} ({seen[name]})" if again else name, refusal, info))
    return found


def _refusal(name: str, info: zipfile.ZipInfo) -> str:
    """Why a member can't be taken out; empty where it can."""
    parts = name.split("/")
    if parts[0] in {"", "."} or ".." in parts or re.match(r"[A-Za-z]:", name):
        return "has a name that leads out of its archive; pack it anew"
    if stat.S_ISLNK(info.external_attr >> 16):
        return "is a link; pack the file itself"
    if info.flag_bits & 1:
        return "is protected by a password; unpack it, or pack it without one"
    if info.file_size > MAX_BYTES:
        return TOO_LARGE
    if info.file_size > max(_UNSUSPICIOUS, MAX_RATIO * info.compress_size):
        return "unpacks to 400 times its size; save the text alone"
    return ""


def _name(info: zipfile.ZipInfo) -> str:
    """The name of a member as its author saw it, composed (macOS packs `a` and a ring), with `/`
    between folders (some Windows programs write `\\`)."""
    name = info.orig_filename
    if not info.flag_bits & 0x800:
        raw = name.encode("cp437", "replace")
        try:
            name = raw.decode("utf-8")
        except UnicodeDecodeError:
            written = [raw.decode(code, "replace") for code in ("cp850", "cp1252")]
            name = max(written, key=lambda text: len(re.findall("[æøåÆØÅ]", text)))
    name = normalise(name).replace("\\", "/").replace("\n", " ")
    return PurePosixPath(name).as_posix() + ("/" if name.endswith("/") else "")


@contextmanager
def opened(path: Path) -> Iterator[Path]:
    """The file to read for `path`: itself, or, where it is below an archive, the member unpacked
    to a temporary file that is gone afterwards.

    Raises `FileRefusedError` where the member is damaged, refused or no more there.
    """
    archive = next((above for above in path.parents if above.is_file()), None)
    if archive is None:
        yield path
        return
    wanted = path.relative_to(archive).as_posix()
    with tempfile.TemporaryDirectory(prefix="kodetrapp-") as folder:
        file = Path(folder) / f"member{PurePosixPath(wanted).suffix}"
        member = _within(archive).get(wanted)
        if member is None:
            raise FileRefusedError("is no longer in its archive; run again")
        if member.refusal:
            raise FileRefusedError(member.refusal)
        with (
            refusing(_DAMAGED_MEMBER),
            open_member(archive, member.info) as packed,
            file.open("wb") as unpacked,
        ):
            shutil.copyfileobj(packed, unpacked)  # No more than the size that it states.
        yield file


def holds_gold(path: Path) -> bool:
    """Whether the `.json` file `path`, itself or in an archive, is gold."""
    try:
        with opened(path) as file:
            if not file.is_file() or file.stat().st_size > MAX_GOLD:
                return False
            return is_gold(json.loads(file.read_text(encoding="utf-8-sig")))
    except (FileRefusedError, OSError, ValueError, RecursionError):
        return False
