"""The steps of a run, without Prefect: what a task does with one batch."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from threadpoolctl import threadpool_limits

import codebook
from corpus import READER_VERSION, Document, read_file, split
from corpus.inbox import Found
from kodetrapp.errors import FileRefusedError, KodetrappError, ModelError
from models import Coder, Segment
from store.documents import Taken


@dataclass
class ReadBatch:
    """What reading a batch of files gave: documents, and reasons by the name of refused files."""

    taken: list[Taken] = field(default_factory=list)
    refused: dict[str, str] = field(default_factory=dict)


@lru_cache(maxsize=2)
def _coder(codebook_path: Path, model: Path, version: str, cache: Path) -> Coder:  # noqa: ARG001 (part of the key)
    # The run's workers use the cores already; BLAS threads beside them would only wait.
    threadpool_limits(limits=1, user_api="blas")
    return Coder(codebook.load(codebook_path), model, cache)


def reading(codebook_version: str) -> str:
    """How files are read: by which codebook and which version of the reader."""
    return f"{codebook_version}/{READER_VERSION}"


def read(files: Sequence[Found], codebook_path: Path) -> ReadBatch:
    """Reads files to documents and sentences. A file that can't be taken in costs only itself."""
    book = codebook.load(codebook_path)
    batch = ReadBatch()
    for file in files:
        try:
            if file.file_hash is None:
                raise FileRefusedError("can't be read, or leads out of the folder; copy it there")
            document = read_file(file.path, book, file.name)
            sentences = split(document, book.languages[0])
        except FileRefusedError as error:
            batch.refused[file.name] = str(error)
        except Exception as error:
            # An error of a library could quote the interview: its kind is all that is passed on.
            batch.refused[file.name] = (
                f"can't be understood ({type(error).__name__}); save it anew, or as .txt"
            )
        else:
            batch.taken.append(Taken(document, sentences, file.file_hash, reading(book.version)))
    return batch


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
