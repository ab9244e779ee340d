"""`kodetrapp train --from-decisions` and `run --retrain-after`, as a person types them."""

import shutil
from pathlib import Path

import pytest

from models import load_card, train
from store import Store
from tests.cli.conftest import CODEBOOK, Terminal
from tests.deciding import BOOK, DECIDED, LEARNT, TEST, decide, folder, mistaken

WORDS = ("--codebook", CODEBOOK, "--lang", "en")


@pytest.fixture(scope="session")
def poor(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A model that learnt nothing but mistakes."""
    path = tmp_path_factory.mktemp("poor") / "model"
    train([mistaken(item) for item in (*LEARNT, *DECIDED)], BOOK, "none", path)
    return path


@pytest.fixture
def study(kodetrapp: Terminal, poor: Path) -> Path:
    """The data folder of a study that has run once by the poor model."""
    for name, of in (("gold", LEARNT), ("test", TEST)):
        folder(of, kodetrapp.folder / name)
    folder((*DECIDED, TEST[0]), kodetrapp.folder / "inbox", gold=False)
    data = kodetrapp.folder / "data"
    shutil.copytree(poor, data / "model")
    first = kodetrapp("run", "inbox", "--keep-names", *WORDS)
    assert first.code == 0, first.err
    assert f"Coded by the model {load_card(poor).version} ({data / 'model'})." in first.err
    return data


def test_a_coder_learns_from_decisions_and_says_how_it_compares(
    kodetrapp: Terminal, study: Path, poor: Path
) -> None:
    nothing = kodetrapp(
        "train", "gold", "--from-decisions", "data", "--test", "test", "--codebook", CODEBOOK
    )
    assert nothing.code == 1
    assert "nobody has decided anything yet" in nothing.err

    count = decide(study, DECIDED)
    decide(study, TEST[:1])
    words = ("--from-decisions", "data", "--test", "test")
    result = kodetrapp("train", "gold", *words, "--codebook", CODEBOOK)
    assert result.code == 0, result.err
    new, old = load_card(study / "model"), load_card(poor)
    assert new.encoder == old.encoder == "none"
    assert new.version != old.version == load_card(study / "model.previous").version
    said = result.out.splitlines()
    assert said[0].startswith(f"{TEST[0].document.name}: is not learnt from, because it is the")
    assert said[1] == f"Learnt from {count} decisions in {len(DECIDED)} documents."
    assert f"candidate {new.version} is compared with the present model {old.version}" in said[2]
    assert said[3].startswith("Macro F1: 0.")
    assert "difference +0." in said[3]
    assert said[4].startswith("Valence right: 0.")
    assert said[5] == (
        "It is no worse by more than 0.01 (every lower bound is above -0.01), so it is promoted:"
        " it is in data/model, the former one in data/model.previous."
    )

    run = kodetrapp("run", "inbox", "--keep-names", *WORDS)
    assert f"Coded by the model {new.version} ({study / 'model'})." in run.err
    assert f"{len(DECIDED) + 1} documents coded" in run.err


def test_a_run_trains_where_it_is_asked_to(kodetrapp: Terminal, study: Path) -> None:
    count = decide(study, DECIDED)
    gold = ("--gold", "gold", "--test", "test")
    waiting = kodetrapp("run", "inbox", "--keep-names", *WORDS, "--retrain-after", count + 1, *gold)
    assert waiting.code == 0
    said = f"{count} decisions are new since the last training, which wants {count + 1}."
    assert said in waiting.err
    trained = kodetrapp("run", "inbox", "--keep-names", *WORDS, "--retrain-after", count, *gold)
    assert trained.code == 0, trained.err
    version = load_card(study / "model").version
    assert f"A new model, {version}, which has learnt from {count} decisions" in trained.err
    assert "the next run codes by it" in trained.err

    decide(study, DECIDED[:1], wrong=True)
    shutil.rmtree(kodetrapp.folder / "test")
    folder(LEARNT, kodetrapp.folder / "test")
    failed = kodetrapp("run", "inbox", "--keep-names", *WORDS, "--retrain-after", 1, *gold)
    assert failed.code == 3
    assert "The training failed: " in failed.err
    assert "4 of the test documents" in failed.err
    assert "how far has each" in failed.out


@pytest.mark.parametrize(
    "command", ["run inbox --retrain-after 1 --gold", "train --from-decisions data"]
)
def test_a_certified_model_wants_gold_to_certify_the_next_one_by(
    kodetrapp: Terminal, poor: Path, command: str
) -> None:
    for name, of in (("gold", LEARNT), ("test", TEST)):
        folder(of, kodetrapp.folder / name)
    folder(DECIDED, kodetrapp.folder / "inbox", gold=False)
    model = shutil.copytree(poor, kodetrapp.folder / "data" / "model")
    with Store(kodetrapp.folder / "data").transaction():
        pass
    card = load_card(poor).model_copy(update={"calibrated_on": ["other"]})
    (model / "card.json").write_text(card.model_dump_json(), "utf-8")
    result = kodetrapp(*command.split(), "gold", "--test", "test", "--codebook", CODEBOOK)
    assert result.code == 1
    assert "give a folder of such gold with --calibration DIR" in result.err


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("train", "--from-decisions", "nowhere"), "holds no study"),
        (("train", "--test", "."), "--test goes with --from-decisions"),
        (("run", ".", "--gold", "."), "go with --retrain-after"),
        (("run", ".", "--retrain-after", "9", "--model", "m"), "can't be given another"),
        (("run", ".", "--retrain-after", "9", "--codebook", CODEBOOK), "give the folders of yours"),
        (("run", ".", "--retrain-after", "9", "--test", "gone"), "no gold files"),
        (
            ("schedule", ".", "--cron", "0 6 * * *", "--retrain-after", "9", "--test", "gone"),
            "no gold files",
        ),
    ],
)
def test_what_cannot_be_trained_is_one_sentence(
    kodetrapp: Terminal, tmp_path: Path, words: tuple[object, ...], said: str
) -> None:
    result = kodetrapp(*words)
    assert result.code == 1
    assert said in result.err
    assert "Traceback" not in result.err
    assert list(tmp_path.iterdir()) == []
