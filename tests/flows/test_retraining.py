"""The coder learns from what people decided, and never becomes worse by it."""

import json
import logging
import shutil
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from corpus import GoldDocument
from flows.relearning import Folders, Outcome, learn
from kodetrapp.errors import UsageError
from models import load_card, model_version, train
from models.promotion import Comparison, Difference
from store import Store
from store.learning import decided
from tests.deciding import (
    BOOK,
    DECIDED,
    LEARNT,
    LIBRARIES,
    TEST,
    decide,
    folder,
    mistaken,
    partly,
)

CODEBOOK = LIBRARIES / "codebook.yaml"
HEADER = "Library: Mill Lane\nType: interview\nDate: 2023-01-05\n\n"


@pytest.fixture(scope="session")
def poor(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A model that learnt nothing but mistakes."""
    path = tmp_path_factory.mktemp("poor") / "model"
    train([mistaken(item) for item in (*LEARNT, *DECIDED)], BOOK, "none", path)
    return path


@pytest.fixture(scope="session")
def able(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A model that learnt from the gold and from people who are right."""
    path = tmp_path_factory.mktemp("able") / "model"
    train([*LEARNT, *map(partly, DECIDED)], BOOK, "none", path)
    return path


def certified_on(documents: Sequence[GoldDocument], model: Path) -> None:
    """Writes into the model's card that it was certified on these."""
    ids = [item.document.document_id for item in documents]
    card = load_card(model).model_copy(update={"calibrated_on": ids})
    (model / "card.json").write_text(card.model_dump_json(), "utf-8")


@dataclass
class Study:
    """A data folder with a model of its own, an inbox, and the gold beside it."""

    root: Path

    @property
    def data(self) -> Path:
        return self.root / "data"

    def run(self, least_decisions: int | None = None):
        """One run; with the number of decisions from which it trains."""
        from flows.pipeline import code_inbox
        from flows.relearning import Folders

        gold, test = [self.root / "gold"], [self.root / "test"]
        return code_inbox(
            self.root / "inbox",
            self.data,
            CODEBOOK,
            least_decisions=least_decisions,
            folders=Folders(gold=gold, calibration=[], test=test),
            keep_names=True,
        )

    def rows(self, sql: str) -> list[tuple]:
        with Store(self.data).transaction() as connection:
            return connection.execute(sql).fetchall()

    def decisions(self) -> list[tuple]:
        return self.rows("FROM decisions ORDER BY seq")

    def files_of_the_model(self) -> dict[str, bytes]:
        return {path.name: path.read_bytes() for path in (self.data / "model").iterdir()}


@pytest.fixture
def study(tmp_path: Path, poor: Path, runs: None) -> Study:
    """A study with the poor model, whose inbox holds test documents, too, one of them under another
    header as well."""
    folder(LEARNT, tmp_path / "gold")
    folder(TEST, tmp_path / "test")
    inbox = folder((*DECIDED, *TEST), tmp_path / "inbox", gold=False)
    text = TEST[0].document.text
    (inbox / "disguised.txt").write_text(HEADER + text[text.index("\n\n") + 2 :], "utf-8")
    shutil.copytree(poor, tmp_path / "data" / "model")
    return Study(tmp_path)


def decide_in_disguise(study: Study) -> None:
    """A person decides on a sentence of the test document that came in under another header."""
    from store.decisions import Decision, record

    said = TEST[0].passages[0]
    with Store(study.data).transaction() as connection:
        ((document_id, text),) = connection.execute(
            "SELECT document_id, text FROM current_documents WHERE source_name = 'disguised.txt'"
        ).fetchall()
        at = text.index(said.passage.text)
        place = type(said.passage)(at, at + len(said.passage.text), said.passage.text)
        decision = Decision(document_id, place, said.code, said.valence, "accepted", "kari")
        record(connection, decision, BOOK.version)


def test_enough_new_decisions_teach_the_coder_and_the_next_run_codes_by_it(
    study: Study, poor: Path, able: Path
) -> None:
    old = load_card(poor).version
    assert study.run().retraining is None
    count = decide(study.data, (*DECIDED, *TEST)) + 1
    decide_in_disguise(study)
    said = study.decisions()
    assert len(said) == count
    waiting = study.run(count + 1)
    assert (waiting.retraining.new, waiting.retraining.outcome) == (count, None)
    assert f"{count} decisions are new" in waiting.as_markdown()
    assert study.rows("FROM trainings") == []

    taught = study.run(count)
    outcome = taught.retraining.outcome
    assert outcome.promoted
    assert taught.model == f"{old} ({study.data / 'model'})"
    assert taught.counts.documents_coded == 0
    assert outcome.comparison.f1.difference > 0.05
    report = taught.as_markdown()
    assert "it is promoted" in report
    assert f"Macro F1: {outcome.comparison.f1.text()}." in report

    own = load_card(study.data / "model")
    learnt = [item.document.document_id for item in (*LEARNT, *DECIDED)]
    assert own.trained_on == sorted(learnt)
    with Store(study.data).transaction() as connection:
        lessons = [i for i in decided(connection, BOOK) if i.document.document_id in learnt]
    assert own.version == load_card(able).version
    assert own.version == outcome.version == model_version([*LEARNT, *lessons], BOOK, "none")
    assert len(lessons) == outcome.documents == len(DECIDED)
    named = "\n".join(outcome.left_out)
    for item in TEST:
        assert f"{item.document.name}: is not learnt from" in named
    disguised = "disguised.txt: is not learnt from, because it is the document"
    assert f"{disguised} {TEST[0].document.name}" in named
    assert len(outcome.left_out) == len(TEST) + 1
    assert load_card(study.data / "model.previous").version == old
    assert study.rows(
        "SELECT model_version, compared_with, decisions, last_decision_seq, promoted FROM trainings"
    ) == [(own.version, old, outcome.decisions, said[-1][1], True)]
    assert outcome.decisions == 2 * sum(len(item.passages) for item in DECIDED)

    after = study.run(1)
    assert after.model == f"{own.version} ({study.data / 'model'})"
    assert after.counts.documents_coded == len(DECIDED) + len(TEST) + 1
    assert (after.retraining.new, after.retraining.outcome) == (0, None)
    assert study.decisions() == said
    assert study.run().counts.documents_coded == 0

    decide(study.data, DECIDED[:1])
    again = study.run(1).retraining
    assert again.new == 2 * len(DECIDED[0].passages)
    assert again.outcome.comparison is None
    assert load_card(study.data / "model").version == own.version
    assert study.run(1).retraining.new == 0
    assert study.rows("SELECT promoted FROM trainings ORDER BY seq") == [(True,), (False,)]


def test_people_who_are_wrong_do_not_spoil_the_coder(study: Study, able: Path) -> None:
    shutil.rmtree(study.data / "model")
    shutil.copytree(able, study.data / "model")
    study.run()
    count = decide(study.data, wrong=True)
    before = study.files_of_the_model()
    told = study.run(count).retraining
    assert told.outcome.comparison is not None
    assert not told.outcome.comparison.no_worse
    assert not told.outcome.promoted
    assert "it is not promoted and all stays as it was" in " ".join(told.sentences())
    assert study.files_of_the_model() == before
    assert not (study.data / "model.previous").exists()
    assert not (study.data / "model.training").exists()
    kept = study.data / "model.candidate"
    assert told.outcome.folder == kept
    assert load_card(kept).version == told.outcome.version != load_card(able).version
    comparison = json.loads((kept / "comparison.json").read_text())
    assert comparison["f1"]["low"] == told.outcome.comparison.f1.low
    assert study.rows("SELECT model_version, promoted, f1_low FROM trainings") == [
        (told.outcome.version, False, told.outcome.comparison.f1.low)
    ]
    after = study.run(1)
    assert after.counts.documents_coded == 0
    assert after.retraining.new == 0


def test_documents_in_the_gold_are_not_learnt_twice_and_calibration_documents_not_at_all(
    study: Study,
) -> None:
    from flows.relearning import Folders, learn

    folder(LEARNT, study.root / "again", gold=False)
    shutil.copytree(study.root / "again", study.root / "inbox", dirs_exist_ok=True)
    study.run()
    decide(study.data, (*LEARNT, *DECIDED[:2]))
    folder(DECIDED[:2], study.root / "calibration")
    folders = Folders(
        gold=[study.root / "gold"],
        calibration=[study.root / "calibration", study.root / "test"],
        test=[study.root / "test"],
    )
    outcome = learn(study.data, BOOK, study.data / "model", folders)
    said = "\n".join(outcome.left_out)
    for item in TEST:
        assert f"{item.document.name}: is not certified by" in said
    for item in LEARNT:
        assert f"{item.document.name}: the decisions in it are left out" in said
    for item in DECIDED[:2]:
        assert f"{item.document.name}: is not learnt from" in said
    assert (outcome.comparison, outcome.decisions) == (None, 0)


@pytest.mark.usefixtures("prefect_server")
def test_a_training_that_fails_leaves_the_run_and_no_text(
    study: Study,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    from flows import relearning
    from tests.flows.test_privacy import database_of_prefect

    caplog.set_level(logging.DEBUG)
    study.run()
    count = decide(study.data)
    said = DECIDED[0].passages[0].passage.text

    def fail(*_: object) -> None:
        (study.data / "model.training").mkdir()
        raise RuntimeError(said)

    monkeypatch.setattr(relearning, "train", fail)
    before = study.files_of_the_model()
    summary = study.run(1)
    assert summary.retraining.failure == (
        "training on decisions failed (RuntimeError); it is tried again when 1 more decisions are"
        f" made, or at once by kodetrapp train --from-decisions {study.data}"
    )
    assert "The retraining failed: training on decisions failed" in summary.as_markdown()
    assert study.files_of_the_model() == before
    assert not (study.data / "model.training").exists()
    assert study.rows("SELECT outcome FROM runs ORDER BY seq") == [("completed",)] * 2
    assert summary.retraining.new == count
    version = load_card(study.data / "model").version
    assert study.rows(
        "SELECT model_version, compared_with, last_decision_seq, f1_difference, promoted"
        " FROM trainings"
    ) == [(version, version, study.decisions()[-1][1], None, False)]
    assert study.run(1).retraining.sentences() == [
        "0 decisions are new since the last training, which wants 1."
    ]
    assert study.rows("SELECT count(*) FROM trainings") == [(1,)]
    assert said not in caplog.text
    for path in database_of_prefect().rglob("*"):
        assert not path.is_file() or said.encode() not in path.read_bytes()


def test_a_model_that_has_seen_the_test_documents_is_not_compared(study: Study) -> None:
    before = study.files_of_the_model()
    study.run()
    count = decide(study.data)
    shutil.rmtree(study.root / "test")
    folder(LEARNT, study.root / "test")
    told = study.run(count).retraining
    assert "was trained or calibrated on 4 of the test documents" in told.failure
    assert study.files_of_the_model() == before


def test_one_training_at_a_time(study: Study) -> None:
    from filelock import FileLock

    study.run()
    decide(study.data)
    with FileLock(study.data / "train.lock"):
        assert "another training is at work" in study.run(1).retraining.failure
    assert study.rows("FROM trainings") == []


def test_no_error_of_a_retraining_aborts_the_run(
    study: Study, monkeypatch: pytest.MonkeyPatch
) -> None:
    from flows import retraining

    said = DECIDED[0].passages[0].passage.text
    study.run()
    decide(study.data)

    def fail(*_: object) -> None:
        raise ValueError(said)

    monkeypatch.setattr(retraining.trainings, "new_decisions", fail)
    told = study.run(1).retraining
    assert (told.failure, told.outcome) == ("ValueError", None)


def test_a_certified_model_is_not_replaced_by_one_that_nothing_certifies(study: Study) -> None:
    study.run()
    decide(study.data)
    certified_on(TEST[:1], study.data / "model")
    folders = Folders(gold=[study.root / "gold"], calibration=[], test=[study.root / "test"])
    before = study.files_of_the_model()
    with pytest.raises(UsageError, match="--calibration DIR"):
        learn(study.data, BOOK, study.data / "model", folders)
    assert study.files_of_the_model() == before
    Folders(calibration=[study.root / "test"]).check_calibration(study.data / "model")


def test_a_promoted_model_that_codes_fewer_codes_alone_says_so() -> None:
    same = Difference(candidate=0.6, current=0.6, difference=0, low=-0.005, high=0.005)
    found = Comparison(
        candidate="new", current="old", documents=2, sentences=9, f1=same, valence=same
    )
    told = Outcome("new", "old", Path("model"), 4, 2, found, promoted=True, alone=(3, 5))
    assert told.sentences()[-1].startswith("It is no worse by more than 0.01 (every")
    assert told.sentences()[-1].endswith(" It codes 3 codes alone, the former one 5.")
    assert "codes alone" not in replace(told, alone=(5, 5)).sentences()[-1]
    assert "codes alone" not in replace(told, promoted=False).sentences()[-1]
