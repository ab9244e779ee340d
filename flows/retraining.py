"""The flow that lets the coder learn from what people decided."""

from pathlib import Path

from prefect import flow
from prefect.artifacts import create_markdown_artifact

import codebook
from flows.progress import tell
from flows.relearning import Folders, Outcome, Retraining, learn
from kodetrapp.errors import KodetrappError
from store import Store, trainings


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
    """Retrains where at least `after` decisions are newer than the last training. A failure is told
    of in the result: the run before it stands."""
    with Store(data).transaction() as connection:
        new = trainings.new_decisions(connection)
    if new < after:
        return Retraining(new, after)
    try:
        return Retraining(new, after, retrain(data, codebook_path, folders))
    except KodetrappError as error:
        return Retraining(new, after, failure=str(error))
