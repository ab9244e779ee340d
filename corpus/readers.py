"""Reading in worker processes: a file that hangs, crashes or bursts its reader costs itself alone.

    with Readers(book) as readers:
        for reading in readers.read(files):
            …

The workers are made by Pebble when the first files are read, and anew where one was lost. Each
begins as a fresh interpreter (`spawn`), because threads and a fork don't go together.
"""

import multiprocessing
import tempfile
from collections.abc import Iterator, Sequence
from concurrent.futures import CancelledError, Future
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path
from threading import Lock
from types import TracebackType
from typing import Self

from pebble import ProcessExpired, ProcessPool

from codebook import Codebook
from corpus import limits, worker
from corpus.worker import File, Finish, Reading

__all__ = ["File", "Finish", "Readers", "Reading"]

WORKERS = 2
"""Files that are read at a time. Each worker takes 250 MB, 420 with the finder of names."""
_FILES = 200
"""A worker reads so many and is replaced: parsers leak."""
_ATTEMPTS = 3
_CLOSED = "these readers have been closed"
_CRASHED = (
    "made its reader crash; open it in the program it comes from and save it anew, or as .txt"
)
_TOO_LONG = "took longer than {:g} seconds to read; divide it, or save its text as .txt"


class Readers:
    """Worker processes that read files by a codebook, from several threads if need be.

    finish: what is done to each document before its sentences are told apart, in the worker too.
    seconds, memory: what one file may take (see `corpus.limits`).
    """

    def __init__(
        self,
        book: Codebook,
        finish: Finish | None = None,
        seconds: float = limits.SECONDS,
        memory: int = limits.MEMORY,
    ) -> None:
        self._book, self._finish, self._seconds, self._memory = book, finish, seconds, memory
        self._lock = Lock()
        self._pool: ProcessPool | None = None
        self._waiting: set[Future[Reading]] = set()
        self._closed = False
        self._folder = tempfile.TemporaryDirectory(prefix="kodetrapp-", ignore_cleanup_errors=True)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        """Ends the workers, whatever they are at; who waits for them gets `RuntimeError`."""
        with self._lock:
            self._closed = True
            self._end()
        self._folder.cleanup()

    def read(self, files: Sequence[File]) -> Iterator[Reading]:
        """What came of each file, in their order. Raises `RuntimeError` after the block's end."""
        submitted = [self._submit(file, len(files)) for file in files]
        for file, (pool, future) in zip(files, submitted, strict=True):
            yield self._result(file, pool, future)

    def _result(self, file: File, pool: ProcessPool, future: "Future[Reading]") -> Reading:
        """What comes of a file; where all workers were lost with all that was under way, what
        comes of it in new ones."""
        for _ in range(_ATTEMPTS):
            try:
                return future.result()
            except TimeoutError:
                return Reading(refused=_TOO_LONG.format(self._seconds))
            except ProcessExpired:
                return Reading(refused=_CRASHED)
            except (BrokenProcessPool, CancelledError):
                if self._closed:
                    raise RuntimeError(_CLOSED) from None
            finally:
                self._waiting.discard(future)
            pool, future = self._again(file, pool)
        return Reading(refused=_CRASHED)

    def _again(self, file: File, broken: ProcessPool) -> tuple[ProcessPool, "Future[Reading]"]:
        with self._lock:
            if self._pool is broken:
                self._end()
        return self._submit(file, WORKERS)

    def _submit(self, file: File, of: int) -> tuple[ProcessPool, "Future[Reading]"]:
        with self._lock:
            if self._closed:
                raise RuntimeError(_CLOSED)
            if self._pool is not None and not self._pool.active:
                self._end()
            if self._pool is None:
                self._pool = ProcessPool(
                    min(WORKERS, of),
                    _FILES,
                    worker.begin,
                    (
                        self._book,
                        Path(self._folder.name),
                        self._seconds,
                        self._memory,
                        self._finish,
                    ),
                    multiprocessing.get_context("spawn"),
                )
            future = self._pool.schedule(worker.read, (file,), timeout=self._seconds)
            self._waiting.add(future)
            return self._pool, future

    def _end(self) -> None:
        pool, self._pool = self._pool, None
        if pool is not None:
            pool.stop()  # type: ignore[no-untyped-call]
            pool.join()
        for future in list(self._waiting):
            future.cancel()
