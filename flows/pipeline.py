"""The main flow: ingest → code → aggregate and publish.

One process writes (the flow's); reading and coding are tasks that may run anywhere. Whatever is
done is stored batch by batch, so that a run that is cut off is completed by the next one.
"""

from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import replace
from itertools import islice
from pathlib import Path
from typing import Any, TypeVar, cast

import duckdb
from filelock import FileLock, Timeout
from prefect import flow, task
from prefect.artifacts import create_markdown_artifact
from prefect.cache_policies import NO_CACHE
from prefect.futures import PrefectFuture
from prefect.task_runners import TaskRunner, ThreadPoolTaskRunner
from prefect.utilities.annotations import quote

import codebook
from codebook import Codebook
from corpus import Document, recordings, strays
from corpus.inbox import Found, find_files
from corpus.readers import Readers
from findings.publish import publish
from flows import forgetting, run_history, steps
from flows.forgetting import learnt_from
from flows.plan import Plan, plan
from flows.progress import tell
from flows.relearning import Folders
from flows.retraining import retrain_after
from flows.summary import Summary
from kodetrapp.errors import ModelError, StoreBusyError, UsageError
from models import Card, Segment, load_card
from models.embedding_cache import FILE as EMBEDDINGS
from models.promotion import in_use
from models.storage import check_fits
from privacy import Pseudonymiser, name_lists, pseudonymiser
from privacy.file_names import FileNames
from privacy.persons.recogniser import default
from store import (
    Store,
    assignments,
    codebooks,
    codings,
    decisions,
    documents,
    erasures,
    file_names,
    model_cards,
    rereading,
    runs,
)
from store.erasures import Kind
from store.file_names import made_key
from store.rereading import Moved
from store.runs import Run

BATCH = 16
WORKERS = 2
_IN_FLIGHT = 4
_THREADS: TaskRunner[Any] = ThreadPoolTaskRunner(max_workers=WORKERS)
_Item = TypeVar("_Item")


@task(name="read files", retries=2, retry_delay_seconds=2, cache_policy=NO_CACHE)
def read_batch(
    files: list[Found], codebook_path: Path, readers: Readers, names: Pseudonymiser | None
) -> steps.ReadBatch:
    """Reads a batch of files and hides names; tried again where a network drive hiccups."""
    return steps.read(files, codebook_path, readers, names)


@task(name="code documents", cache_policy=NO_CACHE)
def code_batch(
    batch: list[Document], codebook_path: Path, model: Path, version: str, cache: Path
) -> dict[str, list[Segment]]:
    """Codes a batch of documents."""
    return steps.code(batch, codebook_path, model, version, cache)


@task(name="publish findings", retries=3, retry_delay_seconds=5, cache_policy=NO_CACHE)
def publish_findings(data: Path) -> bool:
    """Aggregates and publishes; tried again where the store is busy."""
    return publish(Store(data), data)


@flow(
    name="kodetrapp",
    description="Takes in new transcripts, codes them and publishes the findings.",
    task_runner=_THREADS,
    persist_result=False,
)
def code_inbox(
    inbox: Path,
    data: Path,
    codebook_path: Path = codebook.DEFAULT,
    model: Path | None = None,
    retire_missing: bool = False,
    least_decisions: int | None = None,
    folders: Folders = Folders(),  # noqa: B008 (frozen)
    names: Path | None = None,
    keep_names: bool = False,
) -> Summary:
    """Brings the findings in `data` up to date with the files in `inbox`.

    Only new and changed files are read; only documents that this model has not coded by this
    codebook are coded. Documents whose file is gone count until `retire_missing`. Without a
    `model` the study's own codes, or the default one where it has none.

    Where people decided at least `least_decisions` times since the last training, the coder is
    trained at the end, on the gold in `folders` and on their decisions; if it is promoted, the next
    run codes by it.

    Raises `UsageError`, `CodebookError`, `ModelError`, `StoreBusyError` before anything is stored.
    """
    book = codebook.load(codebook_path)
    _model(data, model, book)
    hide = None if keep_names else pseudonymiser(book, names or data / name_lists.FILE)
    found = find_files(inbox)
    store = Store(data)
    data.mkdir(parents=True, exist_ok=True)
    lock = FileLock(data / "run.lock", timeout=0)
    try:
        lock.acquire()
    except Timeout:
        raise StoreBusyError(
            f"{data}: another run is at work on this folder; wait until it is done"
        ) from None
    held = ExitStack()
    held.callback(lock.release)
    with held:
        coder, card = _model(data, model, book)  # A training may have exchanged it until the lock.
        with store.transaction() as connection:
            called = _called(connection, hide)
            real_names: dict[str, str] = {}
            if called is not None:
                real_names = {called.stored(file.name): file.name for file in found}
                found = [replace(file, name=called.stored(file.name)) for file in found]
                _rename(connection, data, called)
            todo = plan(
                found,
                documents.known_sources(connection),
                lambda file: steps.reading_of(file, book, hide),
            )
            if not found:
                raise UsageError(
                    f"{inbox}: there are no files in this folder; is it the right one, and its"
                    " drive connected?"
                )
            studied = codebooks.in_use(connection)
            if studied not in {None, book.id}:
                raise UsageError(
                    f"{data}: holds a study coded by the codebook '{studied}', not '{book.id}';"
                    " give another folder with --data"
                )
            gone = [source.name for source in todo.missing]
            if _replaces(connection, todo, gone, lambda file: steps.reading_of(file, book, hide)):
                held.callback(_no_training(data).release)
            forgotten = erasures.forgotten(connection)
            codebooks.save(connection, book)
            model_cards.save(connection, card)
            run = runs.begin(connection, book.version, card.version)
        counts = run.counts
        counts.files_seen = len(found)
        counts.files_unchanged, counts.files_missing = len(todo.unchanged), len(todo.missing)
        unmet = strays.strays([file.path for file in found], inbox, book)
        summary = Summary(
            run.run_id,
            counts,
            missing=[] if retire_missing else gone,
            retired=gone if retire_missing else [],
            unmet=called.in_sentences(unmet) if called else unmet,
            model=f"{card.version} ({coder})",
        )
        try:
            with Readers(book, hide) as readers:
                anew = _ingest(
                    store, todo, forgotten, codebook_path, readers, hide, data, gone, summary
                )
            with store.transaction() as connection:
                anew += _give_way(connection, data, gone)
                known = documents.known_sources(connection)
                if retire_missing:
                    left = [source for source in todo.missing if source.name in known]
                    documents.retire(connection, run.run_id, left)
                carried = decisions.carry_over(connection)
                unfinished, ids = erasures.unfinished(connection)
            removed = list(learnt_from(data, ids)) if unfinished else []
            if unfinished:
                forgetting.clean(data, store, removed)
                coder, card = _model_left(store, data, model, removed, book, run)
            cache = data / EMBEDDINGS
            _code(store, codebook_path, coder, book.version, card.version, cache, summary)
        except BaseException:
            with store.transaction() as connection:
                runs.finish(connection, run, "failed", summary.refused)
            raise
        with store.transaction() as connection:
            assignments.go_on_with_audit(connection)
            runs.finish(connection, run, "completed", summary.refused)
        tell("publish", 0, 1)
        published = publish_findings(data)
        with store.transaction() as connection:
            erasures.complete(connection, Kind.READ_ANEW, Kind.EARLIER, Kind.RENAMED)
        tell("publish", 1, 1)
    retraining = None
    if least_decisions is not None:
        retraining = retrain_after(least_decisions, data, codebook_path, folders)
    summary = replace(
        summary,
        placed=carried[0],
        unplaced=carried[1],
        missing=[name for name in summary.missing if name in known],
        retired=[name for name in summary.retired if name in known],
        read_anew=anew,
        real_names={name: real for name, real in real_names.items() if name != real},
        models_removed=[str(folder) for folder in removed],
        model=f"{card.version} ({coder})",
        published=published,
        retraining=retraining,
    )
    create_markdown_artifact(
        key="run-report", markdown=summary.as_markdown(), description="What the run did"
    )
    return summary


def _model(data: Path, given: Path | None, book: Codebook) -> tuple[Path, Card]:
    """The folder of the model that codes the study, and its card. Raises `ModelError`."""
    folder = in_use(data, given)
    card = load_card(folder)
    check_fits(card, book, folder)
    return folder, card


def _called(connection: duckdb.DuckDBPyConnection, hide: Pseudonymiser | None) -> FileNames | None:
    """How files are called, where names are hidden."""
    if hide is None:
        return None
    return FileNames(made_key(connection), hide.lists, default().lexicon)


def _rename(connection: duckdb.DuckDBPyConnection, data: Path, called: FileNames) -> None:
    """Takes persons out of the names that the store and Prefect know of earlier runs."""
    stored = {name: called.stored(name) for name in file_names.known(connection)}
    renamed = {old: new for old, new in stored.items() if old != new}
    if renamed:
        run_history.rename(data, renamed)
        erasures.rename(connection, renamed)


def _replaces(
    connection: duckdb.DuckDBPyConnection,
    todo: Plan,
    missing: Collection[str],
    reading_of: Callable[[Found], str],
) -> bool:
    """Whether what earlier readings of files gave may have to go."""
    known = documents.known_readings(connection)
    anew = any(known.get(f.file_hash or "", set()) - {reading_of(f)} for f in todo.to_read)
    unfinished, _ = erasures.unfinished(connection)
    return anew or unfinished or bool(rereading.earlier_readings(connection, missing))


def _no_training(data: Path) -> FileLock:
    """A lock by which nobody trains meanwhile on texts that go. Raises `StoreBusyError` where
    somebody does; a training waits for runs, so a run must not wait for it."""
    lock = FileLock(data / "train.lock", timeout=0)
    try:
        lock.acquire()
    except Timeout:
        raise StoreBusyError(
            f"{data}: files are to be read anew, and a training is at work on their earlier texts;"
            " try again when it is done"
        ) from None
    return lock


def _give_way(connection: duckdb.DuckDBPyConnection, data: Path, missing: Collection[str]) -> Moved:
    """Erases what earlier readings of the same files gave, and moves people's work."""
    earlier = rereading.earlier_readings(connection, missing)
    models = [folder.name for folder in learnt_from(data, earlier)] if earlier else []
    return rereading.replace(connection, earlier, Kind.READ_ANEW, models)


def _model_left(
    store: Store, data: Path, given: Path | None, removed: Sequence[Path], book: Codebook, run: Run
) -> tuple[Path, Card]:
    """The model that codes after some were removed. Raises `ModelError` where none is left that
    fits, when the findings are rid of the text that went as well."""
    try:
        folder, card = _model(data, None if given in removed else given, book)
    except ModelError:
        publish(store, data)
        raise
    with store.transaction() as connection:
        model_cards.save(connection, card)
        runs.coded_by(connection, run, card.version)
    return folder, card


def _ingest(
    store: Store,
    todo: Plan,
    forgotten: dict[str, str],
    codebook_path: Path,
    readers: Readers,
    names: Pseudonymiser | None,
    data: Path,
    missing: Collection[str],
    summary: Summary,
) -> Moved:
    """Reads the plan's new and changed files and stores them, without those forgotten: `forgotten`
    says why, by hash of the file and id of the document. What earlier readings of the same files
    gave goes with it."""
    counts = summary.counts
    new, changed = ({file.name for file in files} for files in (todo.new, todo.changed))
    known = {f.name: forgotten[f.file_hash] for f in todo.to_read if f.file_hash in forgotten}
    summary.refused.update(known)
    counts.files_refused += len(known)
    files = [file for file in todo.to_read if file.name not in known]
    done, anew = 0, Moved()
    tell("read", 0, len(files))
    batches = (
        read_batch.submit(_unvisited(b), codebook_path, _unvisited(readers), _unvisited(names))
        for b in recordings.batches(files, BATCH)
    )
    seen: dict[str, str] = {}
    for read in _results(batches):
        result = _not_forgotten(read, forgotten)
        with store.transaction() as connection:
            documents.save(connection, summary.run_id, result.taken)
            anew += _give_way(connection, data, missing)
        for item in result.taken:
            name = item.document.name
            counts.files_new += name in new
            counts.files_changed += name in changed
            if item.document.warnings:
                summary.warnings[name] = list(item.document.warnings)
            twin = seen.setdefault(item.document.document_id, name)
            if twin != name:
                kind = summary.recordings if name in read.twins else summary.duplicates
                kind[name] = read.twins.get(name, twin)
        summary.refused.update(result.refused)
        counts.files_refused += len(result.refused)
        done += len(result.taken) + len(result.refused)
        tell("read", done, len(files))
    return anew


def _not_forgotten(read: steps.ReadBatch, forgotten: dict[str, str]) -> steps.ReadBatch:
    """The batch with the forgotten documents refused."""
    taken = [item for item in read.taken if item.document.document_id not in forgotten]
    refused = {
        item.document.name: forgotten[item.document.document_id]
        for item in read.taken
        if item.document.document_id in forgotten
    }
    return steps.ReadBatch(taken, read.refused | refused)


def _code(
    store: Store,
    codebook_path: Path,
    model: Path,
    codebook_version: str,
    model_version: str,
    cache: Path,
    summary: Summary,
) -> None:
    """Codes the documents that want it and stores their segments."""
    reading = steps.reading(codebook_version)
    with store.transaction() as connection:
        ids = codings.to_code(connection, model_version, reading)
    tell("code", 0, len(ids))

    def batches() -> Iterator[PrefectFuture[dict[str, list[Segment]]]]:
        for chosen in _batches(ids):
            with store.transaction() as connection:
                batch = documents.load(connection, chosen)
            yield code_batch.submit(_unvisited(batch), codebook_path, model, model_version, cache)

    for coded in _results(batches()):
        with store.transaction() as connection:
            codings.save(
                connection, summary.run_id, model_version, codebook_version, reading, coded
            )
        summary.counts.documents_coded += len(coded)
        summary.counts.segments += sum(len(segments) for segments in coded.values())
        tell("code", summary.counts.documents_coded, len(ids))


def _unvisited(argument: _Item) -> _Item:
    """Keeps Prefect from walking through an argument in search of futures; the task gets it."""
    return cast("_Item", quote(argument))


def _batches(items: Sequence[_Item]) -> Iterator[list[_Item]]:
    for at in range(0, len(items), BATCH):
        yield list(items[at : at + BATCH])


def _results(futures: Iterator[PrefectFuture[_Item]]) -> Iterator[_Item]:
    """The results in order, with a few tasks under way at a time."""
    waiting = list(islice(futures, _IN_FLIGHT))
    while waiting:
        yield waiting.pop(0).result()
        waiting += list(islice(futures, 1))
