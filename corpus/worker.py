"""What happens within a worker process: one file at a time, to a document and its sentences.

What comes back never holds a word of a file but in the document itself: an error of a library could
quote it, so its kind is all that is told, and whatever libraries print is lost.
"""

import logging
import os
import shutil
import signal
import sys
import tempfile
import threading
import warnings
from collections.abc import Callable
from dataclasses import dataclass, field
from multiprocessing import parent_process
from pathlib import Path
from typing import Any

from codebook import Codebook
from corpus import archives, limits, recordings
from corpus.document import Document, Sentence
from corpus.formats.sniffing import sniff
from corpus.inbox import NO_FILE
from corpus.reader import read_file, read_text
from corpus.sentences import split
from corpus.text import decoded
from kodetrapp.errors import FileRefusedError

_GRACE = 10.0
_AS_WRITTEN = {None, ".vtt", ".srt"}
"""Formats whose bytes are their text."""
_MEMORY_MAP = Path("/proc/self/statm")
_TOO_MUCH = "needs more than {} MB of memory to be read; divide it, or save its text as .txt"


@dataclass(frozen=True)
class File:
    """A file to be read. `name` is what its document is called; `root` the folder of the study, up
    to which metadata files are looked for, None for none. `compared` is whether there are others
    of its recording (see `corpus.recordings`)."""

    path: Path
    name: str
    root: Path | None = None
    compared: bool = False


@dataclass(frozen=True)
class Reading:
    """What came of a file: a document with its sentences, or why it is `refused`.

    content: the ending of the format that it is by its content; None where that doesn't show.
    encoding: what people call that of a plain text; None for other formats.
    beside: what was found while the document was made ready (see `Finish`).
    words: the digest of what is said, before that, where the file is to be compared with others.
    """

    content: str | None = None
    encoding: str | None = None
    document: Document | None = None
    sentences: tuple[Sentence, ...] = field(default=(), repr=False)
    refused: str = ""
    beside: Any = field(default=None, repr=False)
    words: str = ""


Finish = Callable[[Document], tuple[Document, Any]]
"""Makes a document ready to be kept, before its sentences are told apart: gives the document that
takes its place, and what is to be known beside it. Travels to the worker by pickle."""

_book: Codebook
_finish: Finish | None
_seconds: float
_memory: int


def begin(
    book: Codebook, folder: Path, seconds: float, memory: int, finish: Finish | None = None
) -> None:
    """Prepares this process for reading: quiet, within limits, ending with its parent.

    folder: where temporary files go.
    seconds: for one file; the kernel ends the process some time after, even where the parent is
        gone and the interpreter doesn't come to itself.
    memory: bytes beside those the process has now. Held on Linux alone; time is held everywhere
        but on Windows, where the parent alone watches it.
    """
    global _book, _seconds, _memory, _finish
    _book, _seconds, _memory, _finish = book, seconds, memory, finish
    nowhere = os.open(os.devnull, os.O_RDWR)
    for stream in (1, 2):
        os.dup2(nowhere, stream)
    logging.disable(logging.CRITICAL)
    warnings.simplefilter("ignore")
    tempfile.tempdir = str(folder)
    threading.Thread(target=_end_with_parent, args=(folder,), daemon=True).start()
    # All that reading loads once is no file's cost.
    document = read_text("Kari: Ja, det var det vi ville.", book, "a.txt")
    if finish is not None:
        finish(document)
    split(document, book.languages[0])
    if sys.platform != "win32":
        _limit(memory)


def _limit(memory: int) -> None:
    import resource

    wanted = {
        resource.RLIMIT_CORE: 0,  # A core file would hold the text.
        resource.RLIMIT_FSIZE: limits.MAX_WRITTEN,
        resource.RLIMIT_NOFILE: limits.MAX_OPEN,
    }
    if _MEMORY_MAP.exists():
        pages = int(_MEMORY_MAP.read_text().split()[0])
        wanted[resource.RLIMIT_AS] = pages * resource.getpagesize() + memory
    for limit, value in wanted.items():
        _, most = resource.getrlimit(limit)
        least = value if most == resource.RLIM_INFINITY else min(value, most)
        resource.setrlimit(limit, (least, least))


def _end_with_parent(folder: Path) -> None:
    parent = parent_process()
    if parent is not None:
        parent.join()
        shutil.rmtree(folder, ignore_errors=True)
        os._exit(1)


def read(file: File) -> Reading:
    """Reads one file by the codebook that this process began with. Raises nothing."""
    if sys.platform != "win32":
        signal.setitimer(signal.ITIMER_REAL, _seconds + _GRACE)
    content = encoding = None
    try:
        _check_ordinary(file.path)
        with archives.opened(file.path) as opened:
            sniffed = sniff(opened)
            content = sniffed.ending
            if sniffed.text and content in _AS_WRITTEN:
                encoding = _encoding(opened)
        document = read_file(file.path, _book, file.name, root=file.root)
        words = recordings.words(document) if file.compared else ""
        document, beside = _finish(document) if _finish is not None else (document, None)
        sentences = split(document, _book.languages[0])
        return Reading(content, encoding, document, sentences, beside=beside, words=words)
    except FileRefusedError as error:
        return Reading(content, encoding, refused=str(error))
    except MemoryError:
        return Reading(content, encoding, refused=_TOO_MUCH.format(_memory // 2**20))
    except OSError as error:
        return Reading(
            content,
            encoding,
            refused=f"can't be read ({error.strerror}); check its name and its rights",
        )
    except Exception as error:
        return Reading(
            content,
            encoding,
            refused=f"can't be understood ({type(error).__name__}); save it anew, or as .txt",
        )
    finally:
        if sys.platform != "win32":
            signal.setitimer(signal.ITIMER_REAL, 0)


def _encoding(path: Path) -> str | None:
    small = path.stat().st_size <= limits.MAX_BYTES
    return decoded(path.read_bytes()).encoding if small else None


def _check_ordinary(path: Path) -> None:
    """Raises `FileRefusedError` for what would be waited for, or never ends."""
    if path.is_fifo() or path.is_char_device() or path.is_block_device() or path.is_socket():
        raise FileRefusedError(NO_FILE)
