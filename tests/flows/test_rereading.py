"""A file that is read anew, with another list of names, leaves nothing of its earlier text."""

import shutil
from pathlib import Path

import duckdb
import pytest
from filelock import FileLock

from flows import forgetting
from flows.forgetting import forget_earlier, look_earlier
from kodetrapp.errors import StoreBusyError
from models import train
from store import Store
from store.learning import decided
from tests.deciding import BOOK, GOLD
from tests.flows.conftest import World
from tests.flows.test_forgetting import holders
from tests.flows.test_incremental import decide
from tests.flows.test_privacy import database_of_prefect

NAME = "Zwiebelfisch"
FILE = "canary.txt"
SAID = f"Old {NAME} told me that the staff would help, and they did."
INTERVIEW = f"""Library: Harbour
Type: interview
Date: 2022-03-01

Interviewer: How was it?

Patron: {SAID} We go there every week now.

Interviewer: And then?

Patron: Then nothing, and nobody asked.
"""


def learn(world: World) -> None:
    """Makes the study's own model, which learnt from the document and quotes it; the one before it
    did not."""
    shutil.copytree(world.model, world.data / "model.previous")
    with Store(world.data).transaction() as connection:
        learnt = [item for item in decided(connection, BOOK) if item.document.name == FILE]
    assert learnt
    train([*GOLD[:4], *learnt], BOOK, "none", world.data / "model")
    world.model = None


@pytest.fixture
def study(world: World) -> World:
    """A study in which a name was not hidden; the document that has it was decided on."""
    (world.inbox / FILE).write_text(INTERVIEW)
    world.data.mkdir()
    (world.data / "names.yaml").write_text(f"keep: [Old, {NAME}]\n")
    world.run()
    decide(world, FILE, SAID, "staff")
    world.run()
    return world


def hide(world: World) -> None:
    (world.data / "names.yaml").write_text(f"hide: [{NAME}]\n")


def named(world: World) -> set[str]:
    """The files of the study, and of Prefect, with the name in them."""
    found = holders(world.data, [NAME.encode()]) | holders(database_of_prefect(), [NAME.encode()])
    return found - {"names.yaml"}


def test_nothing_of_the_earlier_text_is_left_and_decisions_stand_in_the_new_one(
    study: World,
) -> None:
    learn(study)
    own = study.run().model
    assert {"kodetrapp.duckdb", "findings.duckdb", "model/examples.skops"} <= named(study)
    before = study.stored("SELECT decision_id, seq, code, verdict, coder, memo FROM decisions")
    hide(study)
    summary = study.run()
    moved = summary.read_anew
    assert (moved.documents, moved.decisions, moved.unplaced) == (1, 1, 0)
    assert [Path(folder).name for folder in summary.models_removed] == ["model"]
    assert summary.model != own
    assert named(study) == set()
    after = study.stored("SELECT decision_id, seq, code, verdict, coder, memo FROM decisions")
    assert after == before
    quoted = study.rows("SELECT quote, status, code FROM coded_segments WHERE source = 'human'")
    assert quoted == [(SAID.replace(NAME, "[PERSON 1]"), "accepted", "staff")]
    assert study.rows("FROM unplaced_decisions") == []
    ((kind, models, done),) = study.stored("SELECT kind, models, completed_at FROM erasures")
    assert (kind, models) == ("read anew", ["model"])
    assert done is not None
    assert study.stored("SELECT model_version FROM runs ORDER BY seq DESC LIMIT 1") == [
        (summary.model.split(" ")[0],)
    ]
    assert study.run().idle


def test_a_run_that_was_cut_off_is_completed_by_the_next(
    study: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    def cut(*_: object) -> None:
        raise KeyboardInterrupt

    hide(study)
    with monkeypatch.context() as patched:
        patched.setattr(forgetting, "clean", cut)
        with pytest.raises(KeyboardInterrupt):
            study.run()
    assert "findings.duckdb" in named(study)
    study.run()
    assert named(study) == set()
    assert study.stored("SELECT count(*), count(completed_at) FROM erasures") == [(1, 1)]


def test_nothing_is_read_anew_while_a_training_looks_at_the_earlier_texts(study: World) -> None:
    hide(study)
    before = study.stored("FROM sources ORDER BY seq")
    study.data.joinpath("train.lock").touch()
    with (
        FileLock(study.data / "train.lock"),
        pytest.raises(StoreBusyError, match="a training is at work on their earlier texts"),
    ):
        study.run()
    assert study.stored("FROM sources ORDER BY seq") == before
    assert study.run().read_anew.documents == 1


def test_earlier_versions_of_a_corrected_file_are_forgotten_alone(study: World) -> None:
    (study.inbox / FILE).write_text(INTERVIEW.replace("Then nothing", "And then nothing"))
    study.run()
    hide(study)
    study.run()
    assert {"kodetrapp.duckdb"} <= named(study), "the version that was corrected has the name"
    assert look_earlier(study.data, "harbour-pilot-librarian-01.txt").successions == {}
    agreed = look_earlier(study.data, FILE)
    assert agreed == look_earlier(study.data, None)
    moved = forget_earlier(study.data, FILE, agreed)
    assert (moved.documents, moved.decisions, moved.unplaced) == (1, 1, 0)
    assert named(study) == set()
    quoted = study.rows("SELECT quote FROM coded_segments WHERE source = 'human'")
    assert quoted == [(SAID.replace(NAME, "[PERSON 1]"),)]
    with duckdb.connect(study.data / "kodetrapp.duckdb", read_only=True) as connection:
        kinds = connection.execute("SELECT kind FROM erasures ORDER BY seq").fetchall()
    assert kinds == [("read anew",), ("earlier",)]
    assert study.run().counts.files_refused == 0
