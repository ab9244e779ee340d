"""Forgetting a document: it and all that derives from its text, everywhere in the data folder.

The earlier versions of corrected files can be forgotten alone, and a run forgets what an earlier
reading of a file gave; people's decisions then move to what took their place.

First its rows go from the store, with a record; all else follows from what the store then holds.
So an erasure that was cut off is completed by repeating it.
"""

import shutil
from collections.abc import Collection, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from filelock import FileLock, Timeout

from findings import reports
from findings.publish import publish
from flows import run_history
from kodetrapp.errors import ModelError, StoreBusyError, StoreError, UsageError
from models import load_card
from models.embedding_cache import FILE as EMBEDDINGS
from models.embedding_cache import forget_all_but
from models.storage import DEFAULT
from store import Store, erasures, rereading
from store.database import WAIT_SECONDS, query
from store.erasures import Kind, Scope
from store.rereading import Moved

_LOCKS = {"train.lock": "training", "run.lock": "run"}
"""In the order in which a training takes them."""
_UNFINISHED = (".*.duckdb.new*", "*.duckdb.tmp")
"""What a process that was killed leaves of DuckDB files."""


@dataclass(frozen=True)
class Plan:
    """What is to be erased: rows of the store, and the folders of `models` that learnt from them.
    `erased_at` is when (UTC) the document was forgotten already, where only the rest is to do."""

    scope: Scope
    models: tuple[Path, ...]
    erased_at: datetime | None = None


@dataclass(frozen=True)
class Earlier:
    """Earlier versions that are to be erased: `successions` are their ids with those of the
    versions that took their place, `names` those of their files; `models` as in `Plan`."""

    successions: Mapping[str, str]
    names: tuple[str, ...]
    models: tuple[Path, ...]


def look(data: Path, document: str) -> Plan:
    """What forgetting the document, by the name of its file or its id, would erase.

    Raises `UsageError` where the study in `data` has no such document, or its only version is held
    by another file as well.
    """
    store = Store(data)
    if not store.path.exists():
        raise UsageError(f"{data}: holds no study, so there is nothing to forget")
    with store.transaction() as connection:
        scope = erasures.scope(connection, document)
        erased_at = None if scope.names else erasures.erased_at(connection, document)
        ids = {*scope.document_ids, *erasures.forgotten(connection)}
        ids |= erasures.unfinished(connection)[1]
    if not scope.names and erased_at is None:
        raise UsageError(
            f"{document}: the study has no such document; kodetrapp sql 'FROM documents'"
            f" --data {data} lists them"
        )
    if scope.kept and not scope.document_ids:
        ((kept, holders), *_) = scope.kept.items()
        raise UsageError(
            f"{document}: {' and '.join(holders)} holds the same text, so nothing would be erased;"
            f" forget it by its id, {kept}, which erases it for all its files"
        )
    return Plan(scope, tuple(learnt_from(data, ids)), erased_at)


def forget(data: Path, document: str, agreed: Plan) -> None:
    """Erases what was agreed on from everything in the folder `data`.

    Raises `StoreBusyError` where a run or a training is at work on the folder for too long, or what
    there is to erase is not what was agreed on any more; `StoreError` where a file can't be
    erased. Repeating it then erases the rest.
    """
    with _alone(data):
        if look(data, document) != agreed:
            raise StoreBusyError(
                f"{document}: a run changed what there is to erase in the meantime; try again"
            )
        store = Store(data)
        with store.transaction() as connection:
            if agreed.scope.names:
                names = [folder.name for folder in agreed.models]
                erasures.erase(connection, agreed.scope, names)
            gone = erasures.names(connection)
        clean(data, store, agreed.models)
        publish(store, data)
        run_history.forget(data, gone)
        with store.transaction() as connection:
            erasures.complete(connection, *Kind)


def look_earlier(data: Path, document: str | None) -> Earlier:
    """The versions that the document's file held before it was corrected, or, without a document,
    those of all files. A version that a file holds now is none of them.

    Raises `UsageError` where the study in `data` has no such document.
    """
    if document is not None:
        look(data, document)
    store = Store(data)
    if not store.path.exists():
        raise UsageError(f"{data}: holds no study, so there is nothing to forget")
    with store.transaction() as connection:
        names = None if document is None else erasures.scope(connection, document).names
        successions = rereading.earlier_versions(connection, names)
        of = erasures.source_names(connection, list(successions))
        ids = {*successions, *erasures.unfinished(connection)[1]}
    return Earlier(successions, tuple(of), tuple(learnt_from(data, ids)))


def forget_earlier(data: Path, document: str | None, agreed: Earlier) -> Moved:
    """Erases the earlier versions that were agreed on, and moves people's decisions on them to the
    version that took their place; how many. Raises as `forget` does."""
    with _alone(data):
        if look_earlier(data, document) != agreed:
            raise StoreBusyError(
                f"{data}: a run changed what there is to erase in the meantime; try again"
            )
        store = Store(data)
        with store.transaction() as connection:
            names = [folder.name for folder in agreed.models]
            moved = rereading.replace(connection, agreed.successions, Kind.EARLIER, names)
        clean(data, store, agreed.models)
        publish(store, data)
        with store.transaction() as connection:
            erasures.complete(connection, Kind.EARLIER, Kind.READ_ANEW)
    return moved


def clean(data: Path, store: Store, models: Collection[Path]) -> None:
    """Takes what is gone from the tables of the store out of all other places in the folder `data`
    but findings: the file of the store, what killed processes left, the `models`, vectors, reports
    with their quotes.

    Raises `StoreError` where a file can't be erased.
    """
    with store.transaction() as connection:
        texts = connection.execute(query("sentence_texts")).fetchall()
    store.rewrite()
    try:
        for pattern in (*_UNFINISHED, reports.FOLDER):
            for path in data.glob(pattern):
                _remove(path)
        for folder in models:
            _remove(folder)
        forget_all_but(data / EMBEDDINGS, (text for (text,) in texts))
    except OSError as error:
        raise StoreError(
            f"{error.filename}: can't be erased ({error.strerror}); see to that and repeat the"
            " command"
        ) from None


def learnt_from(data: Path, ids: Collection[str]) -> Iterator[Path]:
    """The folders of models in `data` that learnt from any of these documents, or of which that
    can't be told because their card is missing or damaged. Never the shipped one."""
    for folder in sorted(path for path in data.iterdir() if path.is_dir()):
        if folder.resolve() == DEFAULT.resolve():
            continue
        try:
            seen = load_card(folder).seen
        except ModelError:
            if any(folder.glob("*.skops")):
                yield folder
        else:
            if not set(ids).isdisjoint(seen):
                yield folder


def _remove(path: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink()


@contextmanager
def _alone(data: Path) -> Iterator[None]:
    """Nobody runs or trains meanwhile."""
    with ExitStack() as held:
        for name, work in _LOCKS.items():
            try:
                held.enter_context(FileLock(data / name, timeout=WAIT_SECONDS))
            except Timeout:
                raise StoreBusyError(
                    f"{data}: a {work} is at work on this folder; try again when it is done"
                ) from None
        yield
