"""From people's decisions to a better coder, without Prefect: what a retraining does.

A candidate is trained in a folder beside the study's own model and takes its place only if it codes
the frozen test documents no worse than the present one (`models.promotion`). Nothing of a test or
calibration document is learnt from, under whatever name or layout it came in (`models.twins`).
Training holds neither the store nor the folder of a run; the exchange waits for a run to end.
"""

import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from filelock import FileLock, Timeout
from pydantic import BaseModel, ConfigDict

import codebook
from codebook import Codebook
from corpus import GoldDocument, gold_files, read_gold
from kodetrapp.errors import GoldError, KodetrappError, ModelError, StoreBusyError, UsageError
from models import CALIBRATION, TEST, TRAINING, load_card, model_version, train
from models.embedding_cache import FILE as EMBEDDINGS
from models.promotion import (
    MARGIN,
    Comparison,
    beside,
    check_unseen,
    coded_alone,
    compare,
    in_use,
    keep_aside,
    promote,
)
from models.storage import check_fits
from models.twins import apart
from store import Store, codebooks, trainings
from store.learning import Lessons, lessons


class Folders(BaseModel):
    """The folders of gold beside people's decisions: to learn from, to certify by, to test on."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    gold: list[Path] = [TRAINING]
    calibration: list[Path] = [CALIBRATION]
    test: list[Path] = [TEST]

    @classmethod
    def chosen(
        cls,
        book: Codebook,
        gold: Sequence[Path],
        calibration: Sequence[Path],
        test: Sequence[Path],
    ) -> "Folders":
        """The folders given, else the bundled ones; the bundled gold to certify by goes with the
        bundled gold to learn from. Raises `UsageError` where the bundled gold is coded by another
        codebook, `GoldError` where a folder has no gold."""
        bundled = cls()
        if book.id != codebook.load().id and not (gold and test):
            raise UsageError(
                f"the bundled gold is not coded by the codebook '{book.id}'; give the folders of"
                " yours, to learn from and (--test DIR) to compare models on"
            )
        chosen = cls(
            gold=[folder.resolve() for folder in gold] or bundled.gold,
            calibration=[folder.resolve() for folder in calibration]
            or ([] if gold else bundled.calibration),
            test=[folder.resolve() for folder in test] or bundled.test,
        )
        for folder in [*chosen.gold, *chosen.calibration, *chosen.test]:
            gold_files(folder)
        return chosen

    def check_calibration(self, current: Path) -> None:
        """Raises `UsageError` where the present model, in the folder `current`, was certified and
        there is nothing to certify its successor by, so that this would code nothing alone."""
        if not self.calibration and load_card(current).calibrated_on:
            raise UsageError(
                f"{current}: what this model codes alone was certified on gold of its own; give a"
                " folder of such gold with --calibration DIR, or a new model would code nothing"
                " alone"
            )


@dataclass(frozen=True)
class Outcome:
    """What a retraining did. Without a `comparison` there was nothing new to learn. `alone` is
    how many codes the candidate and the present model may code alone; `left_out` and `refused` are
    sentences that name documents and gold files."""

    version: str
    current: str
    folder: Path
    decisions: int
    documents: int
    comparison: Comparison | None = None
    promoted: bool = False
    alone: tuple[int, int] = (0, 0)
    without_code: int = 0
    unplaced: int = 0
    left_out: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)

    @property
    def codes_less_alone(self) -> bool:
        """Whether a model was promoted that may code fewer codes alone than the one before it."""
        return self.promoted and self.alone[0] < self.alone[1]

    def sentences(self) -> list[str]:
        """For people: what was learnt from, how it compared, what became of it."""
        said = [
            f"{count} decisions are left out, because {why}."
            for count, why in (
                (self.without_code, "the codebook has no such code"),
                (self.unplaced, "they stand in no document that counts"),
            )
            if count
        ]
        said += self.left_out
        found = self.comparison
        if found is None:
            return [*said, f"The model {self.current} knows all there is to learn; it stays."]
        said.append(f"Learnt from {self.decisions} decisions in {self.documents} documents.")
        valence = found.valence.text() if found.valence else "can't be told"
        said += [
            f"On {found.documents} test documents ({found.sentences} sentences) the candidate"
            f" {self.version} is compared with the present model {self.current};"
            " in brackets 90% intervals by bootstrap over documents.",
            f"Macro F1: {found.f1.text()}.",
            f"Valence right: {valence}.",
        ]
        if self.promoted:
            fewer = (
                f" It codes {self.alone[0]} codes alone, the former one {self.alone[1]}."
                if self.codes_less_alone
                else ""
            )
            return [
                *said,
                f"It is no worse by more than {MARGIN} (every lower bound is above -{MARGIN}), so"
                f" it is promoted: it is in {self.folder}, the former one in"
                f" {beside(self.folder, 'previous')}.{fewer}",
            ]
        return [
            *said,
            f"It could be worse by more than {MARGIN} (not every lower bound is above"
            f" -{MARGIN}), so it is not promoted and all stays as it was; the"
            f" candidate is in {self.folder}.",
        ]


@dataclass(frozen=True)
class Retraining:
    """What became of it after a run: how many decisions are `new` since the last training, from how
    many on it trains, and what the training did or why it failed."""

    new: int
    after: int
    outcome: Outcome | None = None
    failure: str = ""

    def sentences(self) -> list[str]:
        """For people."""
        if self.outcome:
            return self.outcome.sentences()
        if self.failure:
            return [f"The retraining failed: {self.failure}"]
        return [f"{self.new} decisions are new since the last training, which wants {self.after}."]


def learn(
    data: Path,
    book: Codebook,
    target: Path,
    folders: Folders,
    encoder_name: str | None = None,
    progress: Callable[[str], None] = lambda _: None,
) -> Outcome:
    """Trains a candidate on gold and on the decisions of the study in `data`, compares it with the
    present model and puts it in the folder `target` if it is no worse by more than the margin.

    The present model is the one in `target`, else the study's own, else the default one; without
    `encoder_name` its encoder is used. Raises `KodetrappError`s, none with text of an interview.
    """
    with _alone(data), _without_text():
        current = in_use(data, target if (target / "card.json").exists() else None)
        card = load_card(current)
        check_fits(card, book, current)
        folders.check_calibration(current)
        learnt = _lessons(Store(data), data, book)
        refused: list[str] = []
        test = _read(folders.test, book, refused)
        check_unseen(test, card.seen, current)
        calibration, left_out = _apart(
            _read(folders.calibration, book, refused), test, "certified by"
        )
        gold, more = _apart(
            _read(folders.gold, book, refused), [*test, *calibration], "learnt from"
        )
        left_out += more
        decided, more = _apart(learnt.documents, [*test, *calibration], "learnt from")
        left_out += more
        decided, twice = apart(decided, gold)
        left_out += [
            f"{name}: the decisions in it are left out, because it is in the gold to learn from"
            f" ({twin}), which says all about it."
            for name, twin in twice
        ]
        encoder_name = encoder_name or card.encoder
        gold += decided
        version = model_version(gold, book, encoder_name, calibration)
        learnt = _kept(learnt, decided)
        outcome = Outcome(
            version=version,
            current=card.version,
            folder=current,
            decisions=learnt.decisions,
            documents=len(decided),
            without_code=learnt.without_code,
            unplaced=learnt.unplaced,
            left_out=left_out,
            refused=refused,
        )
        if decided and version != card.version:
            folder = beside(target, "training")
            shutil.rmtree(folder, ignore_errors=True)
            try:
                comparison = _train(
                    gold,
                    calibration,
                    test,
                    book,
                    encoder_name,
                    folder,
                    current,
                    data / EMBEDDINGS,
                    progress,
                )
                outcome = _settle(outcome, comparison, folder, target, data)
            finally:
                shutil.rmtree(folder, ignore_errors=True)
        with Store(data).transaction() as connection:
            trainings.record(
                connection,
                outcome.version,
                outcome.current,
                learnt,
                outcome.comparison,
                outcome.promoted,
            )
        return outcome


@contextmanager
def _alone(data: Path) -> Iterator[None]:
    """Raises `UsageError` where there is no study in `data`, `StoreBusyError` where another process
    trains for it."""
    if not Store(data).path.exists():
        raise UsageError(f"{data}: holds no study; start with kodetrapp run FOLDER --data {data}")
    lock = FileLock(data / "train.lock", timeout=0)
    try:
        lock.acquire()
    except Timeout:
        raise StoreBusyError(
            f"{data}: another training is at work on this folder; wait until it is done"
        ) from None
    try:
        yield
    finally:
        lock.release()


@contextmanager
def _without_text() -> Iterator[None]:
    """An error of a library could quote the interview: its kind is all that is passed on."""
    try:
        yield
    except KodetrappError:
        raise
    except Exception as error:
        raise ModelError(f"training on decisions failed ({type(error).__name__})") from None


def _lessons(store: Store, data: Path, book: Codebook) -> Lessons:
    with store.transaction() as connection:
        studied = codebooks.in_use(connection)
        learnt = lessons(connection, book)
    if studied not in {None, book.id}:
        raise UsageError(
            f"{data}: holds a study coded by the codebook '{studied}', not '{book.id}'; give that"
            " one with --codebook"
        )
    if not learnt.last_seq:
        raise UsageError(f"{data}: nobody has decided anything yet, so there is nothing to learn")
    return learnt


def _read(folders: Sequence[Path], book: Codebook, refused: list[str]) -> list[GoldDocument]:
    """The gold in the folders; what is wrong with a file is added to `refused`."""
    found = []
    for path in (path for folder in folders for path in gold_files(folder)):
        try:
            found.append(read_gold(path, book))
        except GoldError as error:
            refused.append(str(error))
    if folders and not found:
        raise GoldError(f"{folders[0]}: none of this gold could be read; {refused[-1]}")
    return found


def _apart(
    gold: Sequence[GoldDocument], held_back: Sequence[GoldDocument], use: str
) -> tuple[list[GoldDocument], list[str]]:
    """The gold without documents held back, and a sentence for each of those."""
    kept, left_out = apart(gold, held_back)
    return kept, [
        f"{name}: is not {use}, because it is the document {twin}, which is held back for testing"
        " or calibration."
        for name, twin in left_out
    ]


def _kept(learnt: Lessons, decided: list[GoldDocument]) -> Lessons:
    """The lessons of the documents that were not left out."""
    decisions = sum(len(item.passages) + len(item.rejected) for item in decided)
    return Lessons(decided, decisions, learnt.without_code, learnt.unplaced, learnt.last_seq)


def _train(
    gold: list[GoldDocument],
    calibration: list[GoldDocument],
    test: list[GoldDocument],
    book: Codebook,
    encoder_name: str,
    folder: Path,
    current: Path,
    cache: Path,
    progress: Callable[[str], None],
) -> Comparison:
    """The candidate in `folder`, compared with the present model."""
    train(gold, book, encoder_name, folder, calibration, progress, cache)
    progress("comparing")
    return compare(test, book, folder, current, cache)


def _settle(
    outcome: Outcome, comparison: Comparison, folder: Path, target: Path, data: Path
) -> Outcome:
    """Promotes the candidate in `folder` or keeps it aside, with the comparison in it."""
    (folder / "comparison.json").write_text(comparison.model_dump_json(indent=1) + "\n", "utf-8")
    alone = (coded_alone(load_card(folder)), coded_alone(load_card(outcome.folder)))
    if comparison.no_worse:
        with FileLock(data / "run.lock"):  # A run codes all its documents by one model.
            promote(folder, target)
    else:
        target = keep_aside(folder, target)
    return Outcome(
        **{
            **vars(outcome),
            "comparison": comparison,
            "promoted": comparison.no_worse,
            "alone": alone,
            "folder": target,
        }
    )
