"""Office Open XML: a zip archive of XML parts that refer to each other.

python-docx opens such packages too, but reads every picture, gives up at one that is lost, and
refuses documents with macros and those in the strict form of the standard.
"""

import posixpath
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from lxml import etree

from corpus.formats.refusing import refusing
from corpus.formats.zipped import open_zip
from kodetrapp.errors import FileRefusedError

_MAX_MEMBERS = 10_000
_MAX_UNPACKED = 200 * 2**20
_MAX_PART = 64 * 2**20
_MAX_RATIO = 400
"""Genuine text packs to a tenth, the same sentence over and over to a hundredth."""
_UNSUSPICIOUS = 10 * 2**20
_OLE2 = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_PASSWORD = "is protected by a password; open it and save it without one"  # noqa: S105


class Package:
    """The parts of an archive. Nothing outside it is ever fetched."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive
        self.names = frozenset(archive.namelist())

    def parse(self, name: str) -> etree._Element:
        """The root of an XML part. Raises `FileRefusedError` for one that is too large or defines
        entities, `KeyError` where there is no such part."""
        if self._archive.getinfo(name).file_size > _MAX_PART:
            raise FileRefusedError("holds more than 64 MB of text; divide it into several files")
        parser = etree.XMLParser(
            resolve_entities=False,
            no_network=True,
            load_dtd=False,
            huge_tree=False,
            remove_comments=True,
            remove_pis=True,
        )
        root = etree.fromstring(self._archive.read(name), parser)
        if root.getroottree().docinfo.doctype:
            raise FileRefusedError("defines entities of its own; open it and save it anew")
        return root

    def related(self, kind: str, to: str = "") -> list[str]:
        """The names of the parts that part `to` (by default the package itself) refers to as
        `kind` (`styles`, `footnotes`, …) and that are there."""
        folder, file = posixpath.split(to)
        relations = posixpath.join(folder, "_rels", f"{file}.rels")
        if relations not in self.names:
            return []
        found = []
        for relation in self.parse(relations):
            target = posixpath.normpath(posixpath.join("/", folder, relation.get("Target", "")))
            same = relation.get("Type", "").rpartition("/")[2] == kind
            if same and target[1:] in self.names:
                found.append(target[1:])
        return list(dict.fromkeys(found))

    def part(self, kind: str, to: str) -> etree._Element | None:
        """The root of the first part that `to` refers to as `kind`; None where there is none."""
        names = self.related(kind, to)
        return self.parse(names[0]) if names else None


@contextmanager
def open_package(path: Path, damaged: str) -> Iterator[Package]:
    """The package in `path`; `damaged` is the reason for refusing it where it can't be read.

    Raises `FileRefusedError` for what isn't such a package, is protected by a password, or unpacks
    to more than 200 MB or to 400 times its size; `OSError` where the file can't be opened.
    """
    with path.open("rb") as file:
        if file.read(len(_OLE2)) == _OLE2:
            raise FileRefusedError(
                _PASSWORD
                if _ENCRYPTED in file.read()
                else "is in the format of Office before 2007; open it and save it as .docx or .xlsx"
            )
    with refusing(damaged), open_zip(path) as archive:
        members = archive.infolist()
        unpacked = sum(member.file_size for member in members)
        packed = sum(member.compress_size for member in members)
        if unpacked > _MAX_UNPACKED or len(members) > _MAX_MEMBERS:
            raise FileRefusedError("unpacks to more than 200 MB; save the text alone")
        if unpacked > max(_UNSUSPICIOUS, _MAX_RATIO * packed):
            raise FileRefusedError("unpacks to 400 times its size; save the text alone")
        if any(member.flag_bits & 1 for member in members):
            raise FileRefusedError(_PASSWORD)
        yield Package(archive)
