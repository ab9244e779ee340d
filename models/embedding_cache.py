"""Sentence vectors on disk, by a hash of the text, so that no sentence is ever encoded twice.

One SQLite file that several threads and processes use at once (write-ahead log). It has a table for
each encoder; the key is the SHA-256 of the text, the value its vector in half precision, which is
all that an encoder gives. The file can be deleted at any time: it costs time, never a result.

A vector says much about its sentence, so the file is for its owner's eyes alone, and what is
forgotten is overwritten.
"""

import hashlib
import logging
import os
import sqlite3
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TypeVar

import numpy as np

from models.encoders import Encoder, Vectors, encoder

FILE = "embeddings.sqlite"
WAIT_SECONDS = 10.0
_KEYS = 500
_PROBES = (
    "Vi møtes hver uke.",
    "Kven har ansvaret, og kva gjer dei?",
    "No one answered 17 letters.",
)
_log = logging.getLogger(__name__)
_Given = TypeVar("_Given")


class EmbeddingCache:
    """The file at `path`, made at first use, with rights for its owner alone (0600).

    Every call opens it anew, so that an object can be used by any thread. All methods raise
    `sqlite3.Error` or `OSError` where the file can't be used, or another process holds it for
    longer than `wait` seconds.
    """

    def __init__(self, path: Path, wait: float = WAIT_SECONDS) -> None:
        self.path = path
        self._wait = wait

    def read(self, table: str, keys: Sequence[bytes]) -> dict[bytes, bytes]:
        """The values of those keys that are there."""
        found: dict[bytes, bytes] = {}
        with self._open() as connection:
            if table in _tables(connection):
                for some in _batches(keys):
                    marks = ",".join("?" * len(some))
                    query = f"SELECT key, vector FROM {_quoted(table)} WHERE key IN ({marks})"  # noqa: S608 (the name is quoted)
                    found.update(connection.execute(query, some))
        return found

    def write(self, table: str, values: Mapping[bytes, bytes]) -> None:
        """Keeps the values, in one transaction; a key that is there already gets the new one."""
        name = _quoted(table)
        with self._open() as connection, connection:
            connection.execute("BEGIN IMMEDIATE")
            connection.execute(
                f"CREATE TABLE IF NOT EXISTS {name} (key BLOB PRIMARY KEY, vector BLOB NOT NULL)"
            )
            connection.executemany(f"INSERT OR REPLACE INTO {name} VALUES (?, ?)", values.items())  # noqa: S608 (the name is quoted)

    def keep_only(self, keys: Iterable[bytes]) -> None:
        """Removes all other keys from the tables of all encoders, overwrites where they stood, and
        gives the room back."""
        with self._open() as connection:
            connection.execute("PRAGMA temp_store = MEMORY")
            connection.execute("CREATE TEMP TABLE kept (key BLOB PRIMARY KEY)")
            with connection:
                connection.execute("BEGIN IMMEDIATE")
                connection.executemany("INSERT INTO kept VALUES (?)", ((key,) for key in keys))
                for table in _tables(connection):
                    connection.execute(
                        f"DELETE FROM {_quoted(table)} WHERE key NOT IN (SELECT key FROM kept)"  # noqa: S608 (the name is quoted)
                    )
            connection.execute("VACUUM")
            ((busy, *_),) = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
            if busy:
                raise sqlite3.OperationalError("another process reads what is to be forgotten")

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        os.close(os.open(self.path, os.O_RDWR | os.O_CREAT, 0o600))
        connection = sqlite3.connect(self.path, timeout=self._wait, isolation_level=None)
        with closing(connection):
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("PRAGMA synchronous = NORMAL")
            connection.execute("PRAGMA secure_delete = ON")
            yield connection


class CachedEncoder:
    """An encoder that asks `inner` only for texts whose vectors are not in the file at `path`.

    It gives the same to the bit whether a vector was kept or not. Where the file can't be used, it
    says so once in the log and encodes all.
    """

    def __init__(self, inner: Encoder, path: Path, wait: float = WAIT_SECONDS) -> None:
        """`wait` is how long to wait for another process, in seconds."""
        self.name, self.size = inner.name, inner.size
        self._inner = inner
        self._cache: EmbeddingCache | None = EmbeddingCache(path, wait)
        self._failing = threading.Lock()
        self._table = f"{inner.name} {_fingerprint(inner)}"

    def encode(self, texts: Sequence[str]) -> Vectors:
        """The vectors of `texts`, of shape (number of texts, size)."""
        if not texts:
            return self._inner.encode(texts)
        keys = [_key(text) for text in texts]
        text_of = dict(zip(keys, texts, strict=True))
        length = 2 * self.size
        kept: dict[bytes, bytes] = self._attempt(
            lambda cache: cache.read(self._table, list(text_of)), {}
        )
        known = {key: vector for key, vector in kept.items() if len(vector) == length}
        missing = [key for key in text_of if key not in known]
        if missing:
            vectors = self._inner.encode([text_of[key] for key in missing]).astype("<f2")
            fresh = {key: vector.tobytes() for key, vector in zip(missing, vectors, strict=True)}
            self._attempt(lambda cache: cache.write(self._table, fresh), None)
            known |= fresh
        together = np.frombuffer(b"".join([known[key] for key in keys]), dtype="<f2")
        return together.reshape(len(texts), self.size).astype(np.float32)

    def _attempt(self, what: Callable[[EmbeddingCache], _Given], otherwise: _Given) -> _Given:
        """What the cache gives; `otherwise` once it has failed, from then on."""
        cache = self._cache
        if cache is None:
            return otherwise
        try:
            return what(cache)
        except (sqlite3.Error, OSError) as error:
            with self._failing:
                if self._cache is not None:
                    self._cache = None
                    _log.warning(
                        "%s: can't be used (%s), so sentences are encoded anew; if it happens"
                        " again, delete the file",
                        cache.path,
                        type(error).__name__,
                    )
            return otherwise


def encoder_with(name: str, cache: Path | None) -> Encoder:
    """The encoder called `name`, with its vectors kept in the file `cache`, if there is to be one.
    Raises `ModelError` where there is no such encoder."""
    found = encoder(name)
    return CachedEncoder(found, cache) if cache and found.size else found


def forget_all_but(path: Path, texts: Iterable[str]) -> None:
    """Removes the vectors of all texts but these, whatever encoder gave them, from the cache at
    `path`, if there is one. What was forgotten may have been split into other sentences once, so
    nobody can name all its texts. Where the file can't be used it is deleted.

    Raises `OSError` where it can't be deleted.
    """
    if not path.exists():
        return
    try:
        EmbeddingCache(path).keep_only({_key(text) for text in texts})
    except sqlite3.Error:
        for ending in ("", "-wal", "-shm"):
            path.with_name(path.name + ending).unlink(missing_ok=True)


def _key(text: str) -> bytes:
    return hashlib.sha256(text.encode()).digest()


def _fingerprint(of: Encoder) -> str:
    """8 hex digits over the vectors of fixed texts: another release of an encoder, or another model
    in the same folder, never meets the vectors of this one."""
    return hashlib.sha256(of.encode(_PROBES).astype("<f2").tobytes()).hexdigest()[:8]


def _tables(connection: sqlite3.Connection) -> list[str]:
    rows = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
    return [name for (name,) in rows]


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _batches(keys: Sequence[bytes]) -> Iterator[Sequence[bytes]]:
    for at in range(0, len(keys), _KEYS):
        yield keys[at : at + _KEYS]
