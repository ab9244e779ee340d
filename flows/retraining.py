"""The flow that lets the coder learn from what people decided."""

from pathlib import Path

from prefect import flow
from prefect.artifacts import create_markdown_artifact

import codebook
from flows.progress import tell
from flows.relearning import Folders, Outcome, Retraining, learn
from kodetrapp.errors import KodetrappError, StoreBusyError
from models import load_card
from models.promotion import in_use
from store import Store, trainings
from store.learning import Lessons, lessons


@flow(
    name="kodetrapp-retrain",
    description="Trains the study's coder on people's decisions; promotes it if it is no worse.",
    persist_result=False,
)
def retrain(
    data: Path,
    codebook_path: Path = codebook.DEFAULT,
    folders: Folders = Folders(),  # noqa: B008 (frozen)
) -> Outcome:
    """Trains a candidate for the study in `data`, with the encoder of its present model, and puts
    it in `data/model` if it is no worse. Raises as `flows.relearning.learn` does."""
    tell("train", 0, 1)
    outcome = learn(data, codebook.load(codebook_path), data / "model", folders)
    tell("train", 1, 1)
    create_markdown_artifact(
        key="training-report",
        markdown="\n\n".join(["# Training", *outcome.sentences()]),
        description="What the training did",
    )
    return outcome


def retrain_after(after: int, data: Path, codebook_path: Path, folders: Folders) -> Retraining:
    """Retrains where at least `after` decisions are newer than the last training.

    A failure of whatever kind is told of in the result: the run before it stands. It is recorded,
    so that the decisions it saw are not new any more and the next run doesn't fail likewise; not so
    where another process was at work, since nothing was tried then.
    """
    new = 0
    try:
        with Store(data).transaction() as connection:
            new = trainings.new_decisions(connection)
            if new < after:
                return Retraining(new, after)
            seen = lessons(connection, codebook.load(codebook_path))
        try:
            return Retraining(new, after, retrain(data, codebook_path, folders))
        except StoreBusyError:
            raise
        except Exception as error:
            _record_failure(data, seen)
            remedy = (
                f"it is tried again when {after} more decisions are made, or at once by"
                f" kodetrapp train --from-decisions {data}"
            )
            return Retraining(new, after, failure=f"{_reason(error)}; {remedy}")
    except Exception as error:
        return Retraining(new, after, failure=_reason(error))


def _record_failure(data: Path, seen: Lessons) -> None:
    """Notes a training that came to nothing: the present model stays, compared with nothing."""
    version = load_card(in_use(data)).version
    with Store(data).transaction() as connection:
        trainings.record(connection, version, version, seen, None, promoted=False)


def _reason(error: Exception) -> str:
    """Why it failed, without text of an interview, which an error of a library could quote."""
    return str(error) if isinstance(error, KodetrappError) else type(error).__name__
