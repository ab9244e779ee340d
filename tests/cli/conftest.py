"""The command line as a real process, on the libraries codebook."""

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

LIBRARIES = Path(__file__).parents[1] / "data" / "libraries"
CODEBOOK = LIBRARIES / "codebook.yaml"
KODETRAPP = Path(sys.executable).with_name("kodetrapp")


@dataclass(frozen=True)
class Result:
    """What a command gave."""

    code: int
    out: str
    err: str


@dataclass(frozen=True)
class Terminal:
    """Runs `kodetrapp` in a folder."""

    folder: Path
    environment: dict[str, str]

    def __call__(self, *words: object, stdin: bytes = b"") -> Result:
        done = subprocess.run(
            [KODETRAPP, *map(str, words)],
            cwd=self.folder,
            env=self.environment,
            input=stdin,
            capture_output=True,
            check=False,
        )
        return Result(done.returncode, done.stdout.decode(), done.stderr.decode())


@pytest.fixture(scope="session")
def environment(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The environment of a person without Prefect settings, but for one shared home, which saves
    making its database for every test."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith("PREFECT_")}
    return kept | {"PREFECT_HOME": str(tmp_path_factory.mktemp("prefect"))}


@pytest.fixture
def kodetrapp(tmp_path: Path, environment: dict[str, str]) -> Terminal:
    """A terminal in an empty folder."""
    return Terminal(tmp_path, environment)


@pytest.fixture(scope="session")
def split_gold(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """The libraries gold: two authors to train on, one to test on."""
    import json

    seen, unseen = tmp_path_factory.mktemp("seen"), tmp_path_factory.mktemp("unseen")
    for path in sorted((LIBRARIES / "gold").glob("*.json")):
        author = json.loads(path.read_text("utf-8"))["author"]
        for file in (path, path.with_suffix(".txt")):
            shutil.copy(file, unseen if author == "z" else seen)
    return seen, unseen


@pytest.fixture(scope="session")
def model(
    split_gold: tuple[Path, Path],
    environment: dict[str, str],
    tmp_path_factory: pytest.TempPathFactory,
) -> Path:
    """A model trained by the command, without an encoder."""
    folder = tmp_path_factory.mktemp("model")
    terminal = Terminal(folder, environment)
    result = terminal(
        "train", split_gold[0], "--codebook", CODEBOOK, "--model", folder, "--encoder", "none"
    )
    assert result.code == 0, result.err
    assert "Model card" in result.out
    return folder
