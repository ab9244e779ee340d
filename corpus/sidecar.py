"""Metadata files beside the transcripts: `metadata.csv`, `metadata.yaml` or `metadata.yml`.

Such a file says, for files in its own folder and below, what their header block could say, and who
asks and who answers. One row or entry a file, by its name, by its path below the metadata file, or
by a pattern (`KUBU/*.docx`); names of columns and keys are those of header fields.

    fil;gruppe;dato;type;rolle;språk;roller
    intervju1.docx;KUBU;11.05.2023;intervju;sekretariatsleder;bokmål;Kari=intervjuer, Ola=informant

    intervju1.docx:
      gruppe: KUBU
      dato: 2023-05-11
      roller: {Kari: intervjuer, Ola: informant}

A fault costs the value it stands in, and is named in a warning of each document that it concerns;
a file that is no CSV or YAML at all costs all its values. What fits no file, `corpus.strays` names.
"""

import csv
import hashlib
import io
import json
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from functools import cached_property, lru_cache
from pathlib import Path, PurePosixPath
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator
from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.error import MarkedYAMLError, YAMLError

from codebook import Codebook
from corpus import archives
from corpus.header import field_names
from corpus.text import decode, normalise
from kodetrapp.errors import FileRefusedError

NAMES = ("metadata.csv", "metadata.yaml", "metadata.yml")
"""What a metadata file is called, in any case."""

_FILE = ("fil", "filnavn", "filnamn", "file", "filename", "file name")
_ROLES = ("roller", "rollar", "roles")
_MAX_BYTES = 2**20
Changed = tuple[int, int]
"""When a file or folder was changed, in nanoseconds, and how many bytes it has."""
_DELIMITERS = ";,\t|"
_ASSIGNED = re.compile(r"(?P<label>[^=:,;|]{1,60})[=:](?P<word>[^=:,;|]{1,40})")


class Values(BaseModel):
    """What one row or entry says, under the names of header fields, and where it stands."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    file: str = Field(min_length=1)
    place: str = ""
    group: str = ""
    date: str = ""
    phase: str = ""
    role: str = ""
    kind: str = ""
    language: str = ""
    roles: dict[str, str] = Field(default_factory=dict, repr=False)

    @field_validator("*", mode="before")
    @classmethod
    def _plain(cls, value: object) -> object:
        """Scalars of YAML as written; a number or a date is text here, as in CSV."""
        below = value.values() if isinstance(value, dict) else [value]
        if any(isinstance(part, dict | list) and part is not value for part in below):
            raise ValueError("values within values")  # Never shown, and never written out.
        if isinstance(value, dict):
            return {str(key).strip(): str(word).strip() for key, word in value.items()}
        if isinstance(value, list):
            raise ValueError("a list is no value")
        return "" if value is None else normalise(str(value)).strip()

    @field_validator("roles", mode="before")
    @classmethod
    def _assigned(cls, value: object) -> object:
        """`Kari=intervjuer, Ola=informant` as a mapping."""
        if isinstance(value, dict):
            return value
        return {
            match["label"].strip(): match["word"].strip()
            for match in _ASSIGNED.finditer(str(value or ""))
        }


@dataclass(frozen=True)
class Entry:
    """What the metadata files say of one document.

    fields: values as in a header block (`group`, `date`, `phase`, `role`, `kind`, `language`).
    roles: who asks and who answers, by label.
    warnings: what in the files can't be used, with file and place.
    silent: the metadata files, where none of them names the document; else nothing.
    """

    fields: Mapping[str, str] = field(default_factory=dict, repr=False)
    roles: Mapping[str, str] = field(default_factory=dict, repr=False)
    warnings: tuple[str, ...] = ()
    silent: str = ""

    @property
    def digest(self) -> str:
        """12 hex digits over fields and roles, nothing where there are none: another digest,
        another reading of the document."""
        if not self.fields and not self.roles:
            return ""
        told = json.dumps([dict(self.fields), dict(self.roles)], sort_keys=True)
        return hashlib.sha256(told.encode()).hexdigest()[:12]


@dataclass(frozen=True)
class Table:
    """A metadata file: its entries, and its faults, by the name or pattern of the entry they stand
    in, or under nothing where they concern all."""

    entries: tuple[Values, ...] = ()
    faults: tuple[tuple[str, str], ...] = ()

    def of(self, below: str) -> list[Values]:
        """The entries of the file that lies `below`, those that give its name before patterns."""
        at = {at for form in _forms(below) for at in self._named.get(form, ())}
        patterns = [entry for entry in self._patterns if _fits(entry.file, below)]
        return [*(self.entries[n] for n in sorted(at)), *patterns]

    @cached_property
    def _named(self) -> dict[str, list[int]]:
        """Where the entries without patterns stand among all, by what they name."""
        found: dict[str, list[int]] = defaultdict(list)
        for number, entry in enumerate(self.entries):
            if not _is_pattern(entry.file):
                found[folded(entry.file)].append(number)
        return found

    @cached_property
    def _patterns(self) -> list[Values]:
        return [entry for entry in self.entries if _is_pattern(entry.file)]


def is_metadata(name: str) -> bool:
    """Whether a file of this name is a metadata file, and no document."""
    return PurePosixPath(name).name.casefold() in NAMES


def find(path: Path, root: Path, codebook: Codebook) -> Entry | None:
    """What the metadata files in the folder of `path`, and above it up to `root`, say of it; None
    where there are no such files.

    The nearest file that gives a value counts, and in it the first entry that does; those that
    give the name count before patterns.
    """
    fields: dict[str, str] = {}
    roles: dict[str, str] = {}
    warnings: list[str] = []
    tables = list(_tables(path, root, codebook))
    named = False
    for file, table in tables:
        below = path.relative_to(file.parent).as_posix()
        entries = table.of(below)
        named |= bool(entries)
        for entry in entries:
            said = entry.model_dump(exclude={"file", "place", "roles"})
            fields = {name: value for name, value in said.items() if value} | fields
            roles = entry.roles | roles
        shown = file.relative_to(root).as_posix()
        warnings += [
            f"{shown}: {fault}" for whom, fault in table.faults if not whom or _fits(whom, below)
        ]
    if not tables:
        return None
    files = ", ".join(file.relative_to(root).as_posix() for file, _ in tables)
    return Entry(fields, roles, tuple(warnings), "" if named else files)


def _tables(path: Path, root: Path, codebook: Codebook) -> Iterator[tuple[Path, Table]]:
    """The metadata files from the folder of `path` up to `root`; none that leads out of it."""
    if not path.is_relative_to(root):
        return
    for folder in path.parents:
        yield from tables_in(folder, root, codebook)
        if folder == root:
            return


def tables_in(folder: Path, root: Path, codebook: Codebook) -> Iterator[tuple[Path, Table]]:
    """The metadata files in a folder of a study, which is `root` or below it, or in a folder of an
    archive there, in order of trust."""
    names = tuple(sorted(field_names(codebook).items()))
    for file, changed in _metadata_files(folder):
        if file.resolve().is_relative_to(root.resolve()):
            yield file, _read(file, changed, names)


def _metadata_files(folder: Path) -> list[tuple[Path, Changed]]:
    """The metadata files in a folder, or in a folder of an archive, with when they changed."""
    archive = next((part for part in [folder, *folder.parents] if part.is_file()), None)
    if archive is not None:
        changed = _changed(archive)
        files = [file for file in _packed(archive, changed) if file.parent == folder]
        return [(file, changed) for file in _in_order(files)]
    if not folder.is_dir():
        return []
    files = [file for file in _listed(folder, _changed(folder)) if file.is_file()]
    return [(file, _changed(file)) for file in _in_order(files)]


@lru_cache(maxsize=64)
def _listed(folder: Path, changed: Changed) -> tuple[Path, ...]:  # noqa: ARG001 (part of the key)
    """What is called like a metadata file in a folder as it is since `changed`."""
    return tuple(file for file in folder.iterdir() if is_metadata(file.name))


def _in_order(files: list[Path]) -> list[Path]:
    return sorted(files, key=lambda file: NAMES.index(file.name.casefold()))


def _changed(file: Path) -> Changed:
    stat = file.stat()
    return stat.st_mtime_ns, stat.st_size


@lru_cache(maxsize=64)
def _packed(archive: Path, changed: Changed) -> tuple[Path, ...]:  # noqa: ARG001 (part of the key)
    """The metadata files in an archive as it is since `changed`."""
    try:
        names = [member.name for member in archives.members(archive) if not member.refusal]
    except FileRefusedError:
        return ()
    return tuple(archive / PurePosixPath(name) for name in names if is_metadata(name))


def _fits(written: str, below: str) -> bool:
    """Whether a name or pattern means the file that lies `below`."""
    wanted, forms = folded(written), _forms(below)
    return wanted in forms or any(fnmatchcase(form, wanted) for form in forms)


def _forms(below: str) -> set[str]:
    """How the file that lies `below` may be called: by its name or path, in any case, with or
    without its ending."""
    path = PurePosixPath(folded(below))
    return {str(path), path.name, str(path.with_suffix("")), path.stem}


def _is_pattern(written: str) -> bool:
    return any(sign in written for sign in "*?[")


def folded(name: str) -> str:
    """The name as names are compared."""
    return unicodedata.normalize("NFC", name).casefold().replace("\\", "/").removeprefix("./")


@lru_cache(maxsize=64)
def _read(file: Path, changed: Changed, names: tuple[tuple[str, str], ...]) -> Table:  # noqa: ARG001 (part of the key)
    """The metadata file as it is since `changed`."""
    try:
        with archives.opened(file) as unpacked:
            if unpacked.stat().st_size > _MAX_BYTES:
                return Table(faults=(("", "is larger than 1 MB; one row a file is enough"),))
            text = decode(unpacked.read_bytes())
    except (OSError, FileRefusedError):
        return Table(faults=(("", "can't be read; save it as UTF-8 text"),))
    known = {name: of for name, of in names if of in Values.model_fields}
    known |= dict.fromkeys(_FILE, "file") | dict.fromkeys(_ROLES, "roles")
    rows = _csv_rows(text, known) if file.suffix.casefold() == ".csv" else _yaml_rows(text)
    entries: list[Values] = []
    faults: list[tuple[str, str]] = []
    try:
        for row in rows:
            entry, found = _entry(row, known)
            faults += found
            if entry:
                entries.append(entry)
    except _BrokenError as broken:
        return Table(faults=(("", str(broken)),))
    return Table(tuple(entries), tuple(faults))


class _BrokenError(Exception):
    """The whole file can't be used; says where and why."""


@dataclass(frozen=True)
class _Row:
    """A row or entry as written: values by column or key, and what is wrong with its form."""

    place: str
    values: Mapping[str, object] = field(repr=False)
    fault: str = ""


def _entry(row: _Row, known: Mapping[str, str]) -> tuple[Values | None, list[tuple[str, str]]]:
    """A row as values, and its faults by the name of the file it speaks of."""
    values: dict[str, object] = {}
    faults = [row.fault] if row.fault else []
    for key, value in row.values.items():
        name = known.get(" ".join(key.split()).casefold())
        if name is None:
            faults.append(f"unknown key '{key[:40]}'; correct the spelling or remove it")
        elif value not in (None, ""):
            values.setdefault(name, value)
    try:
        entry = Values.model_validate(values | {"place": row.place})
    except ValidationError as error:
        wrong = sorted({str(fault["loc"][0]) for fault in error.errors()})
        if "file" in wrong:
            return None, [("", f"{row.place}: names no file; write it under 'fil'")]
        faults += [f"'{name}' is no plain value; write one" for name in wrong]
        kept = {name: value for name, value in values.items() if name not in wrong}
        entry = Values.model_validate(kept | {"place": row.place})
    return entry, [(entry.file, f"{row.place}: {fault}") for fault in faults]


def _csv_rows(text: str, known: Mapping[str, str]) -> Iterator[_Row]:
    """The rows by column. The delimiter is the one by which the first row has most known columns;
    Excel's line `sep=;` is passed over."""
    lines = normalise(text).split("\n")
    skipped = next((n for n, line in enumerate(lines) if line.strip() and not _is_sep(line)), 0)
    rest = "\n".join(lines[skipped:])

    def columns(delimiter: str) -> list[str]:
        row = next(csv.reader([lines[skipped]], delimiter=delimiter), [])
        return [" ".join(cell.split()).casefold() for cell in row]

    delimiter = max(_DELIMITERS, key=lambda sign: sum(name in known for name in columns(sign)))
    names = columns(delimiter)
    if not any(known.get(name) == "file" for name in names):
        raise _BrokenError("line 1: there is no column 'fil'; name the columns there")
    reader = csv.reader(io.StringIO(rest), delimiter=delimiter)
    next(reader)
    try:
        for row in reader:
            more = any(cell.strip() for cell in row[len(names) :])
            if any(cell.strip() for cell in row):
                yield _Row(
                    f"line {reader.line_num + skipped}",
                    {name: cell for name, cell in zip(names, row, strict=False) if name},
                    "more cells than columns; put quotes around values with a comma" * more,
                )
    except csv.Error:
        raise _BrokenError(f"line {reader.line_num + skipped}: is no CSV; save it anew") from None


def _is_sep(line: str) -> bool:
    return line.strip().casefold().startswith("sep=")


def _yaml_rows(text: str) -> Iterator[_Row]:
    """The entries of a mapping by file, or of a list whose entries name their file."""
    try:
        tree: Any = YAML(typ="rt", pure=True).load(text)
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        where = f"line {mark.line + 1}: " if mark else ""
        raise _BrokenError(f"{where}is no YAML; mend it there") from None
    except (YAMLError, ValueError, RecursionError):
        raise _BrokenError("is no YAML; mend it") from None
    if isinstance(tree, CommentedMap):
        for name, row in tree.items():
            place = f"line {tree.lc.key(name)[0] + 1}"
            yield _Row(place, {"file": str(name)} | _mapping(row, place))
    elif isinstance(tree, CommentedSeq):
        for number, row in enumerate(tree):
            place = f"line {tree.lc.item(number)[0] + 1}"
            yield _Row(place, _mapping(row, place))
    elif tree is not None:
        raise _BrokenError("line 1: write 'FILE:' and below it, indented, 'gruppe: …'")


def _mapping(row: object, place: str) -> dict[str, object]:
    if not isinstance(row, CommentedMap):
        raise _BrokenError(f"{place}: write 'gruppe: …' and the like, indented, below the file")
    return {str(key): value for key, value in row.items()}
