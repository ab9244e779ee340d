"""The steps of a run, without Prefect: what a task does with one batch."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path

from threadpoolctl import threadpool_limits

import codebook
from codebook import Codebook
from corpus import READER_VERSION, Document, recordings, sidecar
from corpus.inbox import Found
from corpus.readers import File, Readers
from corpus.recordings import Heard
from kodetrapp.errors import KodetrappError, ModelError
from models import Coder, Segment
from privacy import Hidden, Pseudonymiser
from store.documents import Taken
from store.pseudonyms import Hidden as Place


@dataclass
class ReadBatch:
    """What reading a batch of files gave: documents, and reasons by the name of refused files;
    `twins` says which file each other one of its recording is taken for."""

    taken: list[Taken] = field(default_factory=list)
    refused: dict[str, str] = field(default_factory=dict)
    twins: dict[str, str] = field(default_factory=dict)


@lru_cache(maxsize=2)
def _coder(codebook_path: Path, model: Path, version: str, cache: Path) -> Coder:  # noqa: ARG001 (part of the key)
    # The run's workers use the cores already; BLAS threads beside them would only wait.
    threadpool_limits(limits=1, user_api="blas")
    return Coder(codebook.load(codebook_path), model, cache)


def reading(codebook_version: str) -> str:
    """How files are read: by which codebook and which version of the reader."""
    return f"{codebook_version}/{READER_VERSION}"


def reading_of(file: Found, book: Codebook, names: Pseudonymiser | None) -> str:
    """How one file is read: what metadata files say of it belongs to that, and how names are
    hidden."""
    entry = sidecar.find(file.path, _inbox(file), book)
    digests = [entry.digest if entry else "", names.digest if names else "names kept"]
    return "/".join([reading(book.version), *filter(None, digests)])


def _inbox(file: Found) -> Path:
    """The folder that the file's name starts from."""
    return file.path.parents[file.name.count("/")]


def read(
    files: Sequence[Found], codebook_path: Path, readers: Readers, names: Pseudonymiser | None
) -> ReadBatch:
    """Reads files to documents and sentences, in worker processes, where `names` are hidden as
    well. A file that can't be taken in costs only itself. Of several files of one recording the
    richest is what all of them hold."""
    book = codebook.load(codebook_path)
    batch = ReadBatch(refused={f.name: f.refusal for f in files if f.file_hash is None})
    wanted = [(file, file.file_hash) for file in files if file.file_hash is not None]
    several = recordings.together([file for file, _ in wanted])
    read = readers.read(
        [File(file.path, file.name, _inbox(file), file.path in several) for file, _ in wanted]
    )
    heard: dict[str, Heard] = {}
    for (file, file_hash), reading in zip(wanted, read, strict=True):
        if reading.document is None:
            batch.refused[file.name] = reading.refused
        else:
            of = reading_of(file, book, names)
            hidden = tuple(_without_words(one) for one in reading.beside or ())
            batch.taken.append(Taken(reading.document, reading.sentences, file_hash, of, hidden))
            if reading.words:
                heard[file.name] = Heard(file.path, reading.document, reading.words)
    return _together(batch, recordings.twins(heard))


def _together(batch: ReadBatch, found: recordings.Twins) -> ReadBatch:
    """The batch with one document for all files of a recording, the file it is read from first."""
    by_name = {item.document.name: item for item in batch.taken}
    taken: list[Taken] = []
    for name, item in by_name.items():
        if warning := found.warnings.get(name):
            warnings = (*item.document.warnings, warning)
            item = replace(item, document=replace(item.document, warnings=warnings))
        if name not in found.kept:
            taken.append(item)
    for name, kept in found.kept.items():
        document = replace(by_name[kept].document, name=name, warnings=())
        own = by_name[name]
        taken.append(
            replace(by_name[kept], document=document, file_hash=own.file_hash, reading=own.reading)
        )
    return ReadBatch(taken, batch.refused, found.kept)


def _without_words(one: Hidden) -> Place:
    """Where something was hidden, without what it was."""
    return Place(one.start, one.end, one.kind, one.pseudonym, one.sure, one.replaced)


def code(
    documents: Sequence[Document], codebook_path: Path, model: Path, version: str, cache: Path
) -> dict[str, list[Segment]]:
    """The segments of documents, by document id; sentence vectors are kept in the file `cache`.

    Raises `ModelError`, never with text in it.
    """
    try:
        coder = _coder(codebook_path, model, version, cache)
        segments = list(coder.code(documents))
    except KodetrappError:
        raise
    except Exception as error:
        names = ", ".join(document.name for document in documents)
        raise ModelError(f"coding failed ({type(error).__name__}) in one of: {names}") from None
    return {
        document.document_id: found for document, found in zip(documents, segments, strict=True)
    }
