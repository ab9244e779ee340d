"""A small world for whole-flow tests: the libraries codebook, a model for it, an inbox, and reading
processes for all of them."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pytest

from codebook import Codebook
from corpus.readers import Finish, Readers

LIBRARIES = Path(__file__).parents[1] / "data" / "libraries"
CODEBOOK = LIBRARIES / "codebook.yaml"


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


class KeptReaders:
    """Reading processes that stay from run to run while the codebook and what is done to documents
    are the same: they take far longer to start than to read ten documents."""

    def __init__(self) -> None:
        self._of: tuple[Codebook, Finish | None] | None = None
        self._readers: Readers | None = None

    def __call__(self, book: Codebook, finish: Finish | None = None) -> nullcontext[Readers]:
        if self._readers is None or self._of != (book, finish):
            self.close()
            self._of, self._readers = (book, finish), Readers(book, finish)
        return nullcontext(self._readers)

    def close(self) -> None:
        if self._readers is not None:
            self._readers.__exit__(None, None, None)


@pytest.fixture(scope="session")
def kept_readers() -> Iterator[KeptReaders]:
    """One set of reading processes for all runs in this process."""
    kept = KeptReaders()
    yield kept
    kept.close()


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
def runs(prefect_server: None, kept_readers: KeptReaders, monkeypatch: pytest.MonkeyPatch) -> None:
    """What runs in this process need. Killed, scheduled and hostile runs and those by command have
    reading processes of their own."""
    from flows import pipeline

    monkeypatch.setattr(pipeline, "Readers", kept_readers)


@pytest.fixture
def world(tmp_path: Path, model: Path, runs: None) -> World:
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
