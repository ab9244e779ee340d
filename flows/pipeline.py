"""The main flow: ingest → code → aggregate and publish.

One process writes (the flow's); reading and coding are tasks that may run anywhere. Whatever is
done is stored batch by batch, so that a run that is cut off is completed by the next one.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import islice
from pathlib import Path
from typing import Any, TypeVar, cast

from filelock import FileLock, Timeout
from prefect import flow, task
from prefect.artifacts import create_markdown_artifact
from prefect.cache_policies import NO_CACHE
from prefect.futures import PrefectFuture
from prefect.task_runners import TaskRunner, ThreadPoolTaskRunner
from prefect.utilities.annotations import quote

import codebook
from codebook import Codebook
from corpus import Document
from corpus.inbox import Found, find_files
from corpus.readers import Readers
from findings.publish import publish
from flows import steps
from flows.plan import Plan, plan
from flows.progress import tell
from flows.relearning import Folders
from flows.retraining import retrain_after
from flows.summary import Summary
from kodetrapp.errors import StoreBusyError, UsageError
from models import Card, Segment, load_card
from models.embedding_cache import FILE as EMBEDDINGS
from models.promotion import in_use
from models.storage import check_fits
from privacy import Pseudonymiser, name_lists, pseudonymiser
from store import Store, codebooks, codings, decisions, documents, erasures, runs

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
    try:
        coder, card = _model(data, model, book)  # A training may have exchanged it until the lock.
        with store.transaction() as connection:
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
            forgotten = erasures.forgotten(connection)
            codebooks.save(connection, book)
            run = runs.begin(connection, book.version, card.version)
        counts = run.counts
        counts.files_seen = len(found)
        counts.files_unchanged, counts.files_missing = len(todo.unchanged), len(todo.missing)
        gone = [source.name for source in todo.missing]
        summary = Summary(
            run.run_id,
            counts,
            missing=[] if retire_missing else gone,
            retired=gone if retire_missing else [],
            model=f"{card.version} ({coder})",
        )
        try:
            with Readers(book, hide) as readers:
                _ingest(store, todo, forgotten, codebook_path, readers, hide, summary)
            with store.transaction() as connection:
                if retire_missing:
                    documents.retire(connection, run.run_id, todo.missing)
                carried = decisions.carry_over(connection)
            cache = data / EMBEDDINGS
            _code(store, codebook_path, coder, book.version, card.version, cache, summary)
        except BaseException:
            with store.transaction() as connection:
                runs.finish(connection, run, "failed", summary.refused)
            raise
        with store.transaction() as connection:
            runs.finish(connection, run, "completed", summary.refused)
        tell("publish", 0, 1)
        published = publish_findings(data)
        tell("publish", 1, 1)
    finally:
        lock.release()
    retraining = None
    if least_decisions is not None:
        retraining = retrain_after(least_decisions, data, codebook_path, folders)
    summary = replace(
        summary,
        placed=carried[0],
        unplaced=carried[1],
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


def _ingest(
    store: Store,
    todo: Plan,
    forgotten: dict[str, str],
    codebook_path: Path,
    readers: Readers,
    names: Pseudonymiser | None,
    summary: Summary,
) -> None:
    """Reads the plan's new and changed files and stores them, without those forgotten: `forgotten`
    says why, by hash of the file and id of the document."""
    counts = summary.counts
    new = {file.name for file in todo.new}
    known = {f.name: forgotten[f.file_hash] for f in todo.to_read if f.file_hash in forgotten}
    summary.refused.update(known)
    counts.files_refused += len(known)
    files = [file for file in todo.to_read if file.name not in known]
    done = 0
    tell("read", 0, len(files))
    batches = (
        read_batch.submit(_unvisited(b), codebook_path, _unvisited(readers), _unvisited(names))
        for b in _batches(files)
    )
    seen: dict[str, str] = {}
    for read in _results(batches):
        result = _not_forgotten(read, forgotten)
        with store.transaction() as connection:
            documents.save(connection, summary.run_id, result.taken)
        for item in result.taken:
            name = item.document.name
            counts.files_new += name in new
            counts.files_changed += name not in new
            if item.document.warnings:
                summary.warnings[name] = list(item.document.warnings)
            twin = seen.setdefault(item.document.document_id, name)
            if twin != name:
                summary.duplicates[name] = twin
        summary.refused.update(result.refused)
        counts.files_refused += len(result.refused)
        done += len(result.taken) + len(result.refused)
        tell("read", done, len(files))


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
