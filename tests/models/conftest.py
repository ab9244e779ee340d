"""A small world for the tests of models: ten coded documents about libraries, a model of eight."""

from pathlib import Path

import pytest

import codebook
from codebook import Codebook
from corpus import GoldDocument, gold_files, read_gold
from models import train

LIBRARIES = Path(__file__).parents[1] / "data" / "libraries"


@pytest.fixture(scope="session")
def book() -> Codebook:
    """The libraries codebook."""
    return codebook.load(LIBRARIES / "codebook.yaml")


@pytest.fixture(scope="session")
def gold(book: Codebook) -> list[GoldDocument]:
    """All ten documents."""
    return [read_gold(path, book) for path in gold_files(LIBRARIES / "gold")]


@pytest.fixture(scope="session")
def seen(gold: list[GoldDocument]) -> list[GoldDocument]:
    """The documents that the model is trained on."""
    return gold[:-2]


@pytest.fixture(scope="session")
def unseen(gold: list[GoldDocument]) -> list[GoldDocument]:
    """The others."""
    return gold[-2:]


@pytest.fixture(scope="session")
def model(
    seen: list[GoldDocument], book: Codebook, tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """The folder of a model that uses words alone."""
    folder = tmp_path_factory.mktemp("model")
    train(seen, book, "none", folder)
    return folder
