"""The command line on the libraries codebook: runs as processes, other commands in this one."""

import io
import os
import shutil
import subprocess
import sys
from contextlib import chdir, redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from unittest.mock import patch

import pytest

from cli import main

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
    """Gives `kodetrapp` words in a folder, each time as if in a process of its own. Only `run` has
    one, where Prefect reads its settings anew: to start it takes longer than most commands do."""

    folder: Path
    environment: dict[str, str]

    def __call__(self, *words: object, stdin: bytes = b"") -> Result:
        typed = [*map(str, words)]
        return (self.process if typed[0] == "run" else self._here)(typed, stdin)

    def process(self, words: list[str], stdin: bytes = b"") -> Result:
        """The installed command."""
        done = subprocess.run(
            [KODETRAPP, *words],
            cwd=self.folder,
            env=self.environment,
            input=stdin,
            capture_output=True,
            check=False,
        )
        return Result(done.returncode, done.stdout.decode(), done.stderr.decode())

    def _here(self, words: list[str], stdin: bytes) -> Result:
        out, err = io.StringIO(), io.StringIO()
        with (
            chdir(self.folder),
            patch.dict(os.environ, self.environment, clear=True),
            patch.object(sys, "argv", [str(KODETRAPP), *words]),
            patch.object(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin), "utf-8")),
            redirect_stdout(out),
            redirect_stderr(err),
        ):
            try:
                main.run()
                code = 0
            except SystemExit as end:
                code = int(end.code or 0)
        return Result(code, out.getvalue(), err.getvalue())


@pytest.fixture(scope="session")
def environment(prefect_server: None, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The environment of a person whose only Prefect settings are a home and a server that is up,
    which saves starting one for every run. Runs that start their own are in `test_forget`,
    `flows.test_hostile` and `flows.test_schedule`."""
    from prefect.settings import PREFECT_API_URL

    kept = {key: value for key, value in os.environ.items() if not key.startswith("PREFECT_")}
    home = str(tmp_path_factory.mktemp("prefect"))
    return kept | {"PREFECT_HOME": home, "PREFECT_API_URL": PREFECT_API_URL.value()}


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
