"""Zip archives, opened without trust in what they say of themselves."""

import io
import struct
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from kodetrapp.errors import FileRefusedError

_MAX_DIRECTORY = 4 * 2**20
"""Bytes that are read at once: enough for the names of 10,000 members, and not for millions."""
_LENGTHS = struct.Struct("<26xHH")
"""The header before a member, with the lengths of its name and of the extra field that follow
(APPNOTE.TXT 6.3, section 4.3.7)."""
_ORDINARY = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
"""Methods of packing that unpack no more at once than is asked for; others may unpack gigabytes."""


class _Bounded(io.FileIO):
    def read(self, size: int | None = -1, /) -> bytes:
        """As `FileIO.read`, but not more at once than a directory of members should take."""
        if size is None or size < 0:
            size = _MAX_DIRECTORY
        if size > _MAX_DIRECTORY:
            raise zipfile.BadZipFile("too much to read at once")
        return super().read(size) or b""


@contextmanager
def open_zip(path: Path) -> Iterator[zipfile.ZipFile]:
    """The archive in `path`.

    Raises `zipfile.BadZipFile` (or another error of `zipfile`) where there is none or its directory
    takes more than 4 MB, `FileRefusedError` where it is packed otherwise than Office and usual
    programs do, and `OSError` where it can't be read.
    """
    with _Bounded(path) as file, zipfile.ZipFile(file) as archive:
        if any(member.compress_type not in _ORDINARY for member in archive.infolist()):
            raise FileRefusedError("is packed in an unusual way; pack it anew as an ordinary .zip")
        yield archive


@contextmanager
def open_member(path: Path, member: zipfile.ZipInfo) -> Iterator[zipfile.ZipExtFile]:
    """What is packed in the archive `path` as `member`, which `open_zip` found there earlier: the
    directory, which is long in archives of many, isn't read again.

    Raises an error of `zipfile`, `zlib` or `struct`, at the latest at the end, where what is
    unpacked isn't what the directory states by length and checksum; it never gives more bytes.
    """
    with _Bounded(path) as file:
        file.seek(member.header_offset)
        file.seek(sum(_LENGTHS.unpack(file.read(_LENGTHS.size))), io.SEEK_CUR)
        with zipfile.ZipExtFile(file, "r", member) as packed:
            yield packed
