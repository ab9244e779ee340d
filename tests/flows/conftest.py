"""A small world for whole-flow tests: the libraries codebook, a model for it, an inbox, and one
real Prefect server for all of them."""

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pytest

import flows  # noqa: F401  (sets Prefect's environment before Prefect is imported)

LIBRARIES = Path(__file__).parents[1] / "data" / "libraries"
CODEBOOK = LIBRARIES / "codebook.yaml"


@pytest.fixture(scope="session")
def prefect_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """A real Prefect server with a database of its own."""
    from prefect.testing.utilities import prefect_test_harness

    with prefect_test_harness(server_startup_timeout=120):
        yield


@pytest.fixture(scope="session")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A model for the libraries codebook that needs no encoder."""
    import codebook
    from corpus import gold_files, read_gold
    from models import train

    folder = tmp_path_factory.mktemp("model")
    book = codebook.load(CODEBOOK)
    gold = [read_gold(path, book) for path in gold_files(LIBRARIES / "gold")]
    train(gold, book, "none", folder)
    return folder


@dataclass
class World:
    """An inbox and a data folder, and runs over them."""

    inbox: Path
    data: Path
    model: Path
    codebook: Path = CODEBOOK

    def run(self, **options: object):
        """One run in this process."""
        from flows.pipeline import code_inbox

        return code_inbox(self.inbox, self.data, self.codebook, self.model, **options)

    def rows(self, sql: str) -> list[tuple]:
        """Rows of the published findings."""
        with duckdb.connect(self.data / "findings.duckdb", read_only=True) as connection:
            return connection.execute(sql).fetchall()

    def stored(self, sql: str) -> list[tuple]:
        """Rows of the working database."""
        with duckdb.connect(self.data / "kodetrapp.duckdb", read_only=True) as connection:
            return connection.execute(sql).fetchall()


def fill(inbox: Path) -> None:
    """Puts the ten library documents into an inbox."""
    inbox.mkdir(parents=True)
    for path in (LIBRARIES / "gold").glob("*.txt"):
        shutil.copy(path, inbox)


@pytest.fixture
def world(tmp_path: Path, model: Path, prefect_server: None) -> World:
    """An inbox with ten documents that no run has seen."""
    fill(tmp_path / "inbox")
    return World(tmp_path / "inbox", tmp_path / "data", model)


@pytest.fixture
def edit(world: World) -> Callable[[str, str, str], None]:
    """Replaces words in a file of the inbox."""

    def replace(name: str, old: str, new: str) -> None:
        path = world.inbox / name
        text = path.read_text("utf-8")
        assert old in text
        path.write_text(text.replace(old, new), "utf-8")

    return replace
