"""A small world for the tests of models: ten coded documents about libraries, a model of eight."""

from dataclasses import replace
from pathlib import Path

import pytest

import codebook
from codebook import Codebook
from corpus import GoldDocument, gold_files, read_gold
from models import train
from models.classifier import Classifier
from models.held_out import Data
from models.labels import label
from tests.models.tiny import Letters, features

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


@pytest.fixture(scope="session")
def data(gold: list[GoldDocument], book: Codebook) -> Data:
    """The sentences of all ten documents, with vectors, and what is said of them."""
    of = features([item.document for item in gold], Letters())
    return Data(of, label(of, gold, book.code_ids))


@pytest.fixture(scope="session")
def blank(book: Codebook) -> Classifier:
    """A classifier for the libraries codebook, yet to be fitted."""
    dimensions = tuple(n for n, d in enumerate(book.dimensions) for _ in d.codes)
    return Classifier(book.code_ids, dimensions=dimensions)


@pytest.fixture(scope="session")
def classifier(data: Data, blank: Classifier) -> Classifier:
    """One that has learnt from all ten documents, words and vectors. Not to be changed."""
    fitted = replace(blank).fit(data.features, data.labels)
    return fitted.calibrate(fitted.log_odds(data.features), data.labels)
