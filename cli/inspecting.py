"""Files as a run would meet them, looked at without storing anything."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from codebook import Codebook

if TYPE_CHECKING:
    from corpus import Document
    from privacy import Pseudonymised


@dataclass(frozen=True)
class LookedAt:
    """How a file was understood: its document, the number of sentences and what would be hidden in
    it, or why it is refused. `content` is the ending of the format that it really is, None where
    that doesn't show; `encoding` that of a plain text."""

    name: str
    path: Path
    content: str | None = None
    encoding: str | None = None
    document: "Document | None" = field(default=None, repr=False)
    sentences: int = 0
    hidden: "Pseudonymised | None" = field(default=None, repr=False)
    refused: str = ""


@dataclass(frozen=True)
class _File:
    name: str
    path: Path
    root: Path
    refusal: str = ""


def look(paths: Sequence[Path], book: Codebook, names: Path) -> Iterator[LookedAt]:
    """Every file at `paths`, as it would be understood by the codebook, with what would be hidden
    in it by the lists in the file `names`. Raises `UsageError` where the lists can't be read."""
    from corpus.readers import File, Readers
    from privacy import Preview, pseudonymiser

    files = [file for path in paths for file in _files(path)]
    with Readers(book, Preview(pseudonymiser(book, names))) as readers:
        wanted = [File(file.path, file.name, file.root) for file in files if not file.refusal]
        readings = readers.read(wanted)
        for file in files:
            if file.refusal:
                yield LookedAt(file.name, file.path, refused=file.refusal)
                continue
            of = next(readings)
            yield LookedAt(
                file.name,
                file.path,
                of.content,
                of.encoding,
                of.document,
                len(of.sentences),
                of.beside,
                of.refused,
            )


def root_of(path: Path) -> Path:
    """The folder up to which metadata files of a file are looked for: the working directory, or,
    where it isn't plain that the file is below that, its own. In an archive it has one above."""
    here = not path.is_absolute() and ".." not in path.parts
    archive = next((above for above in path.parents if above.is_file()), path)
    return Path() if here else archive.parent


def _files(path: Path) -> Iterator[_File]:
    """The files of a folder as a run over it would name them; those in an archive; or the one
    file."""
    from corpus.inbox import find_files, find_members, is_archive

    root = root_of(path)
    name = path.relative_to(root).as_posix()
    if path.is_dir():
        for found in find_files(path):
            yield _File(found.name, found.path, path, found.refusal)
    elif is_archive(path):
        for found in find_members(name, path):
            yield _File(found.name, found.path, root, found.refusal)
    else:
        yield _File(name, path, root)
