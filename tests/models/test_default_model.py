"""The model in the repository: made from the gold in the repository, better than the baselines."""

import pytest

import codebook
from codebook import Codebook
from corpus import GoldDocument, gold_files, read_gold
from models import DEFAULT, TRAINING, Report, assess, load_card, model_version, unseen
from tests.models.conftest import LIBRARIES

SAMPLE = LIBRARIES.parents[2] / "corpus" / "sample"


@pytest.fixture(scope="module")
def kjernegrupper() -> Codebook:
    return codebook.load()


@pytest.fixture(scope="module")
def sample(kjernegrupper: Codebook) -> list[GoldDocument]:
    return [read_gold(path, kjernegrupper) for path in gold_files(SAMPLE)]


def test_it_comes_from_the_gold_and_the_codebook_beside_it(kjernegrupper: Codebook):
    gold = [read_gold(path, kjernegrupper) for path in gold_files(TRAINING)]
    card = load_card(DEFAULT)
    assert card.version == model_version(gold, kjernegrupper, card.encoder)
    assert card.trained_on == sorted(item.document.document_id for item in gold)


def test_it_was_not_trained_on_the_sample(sample: list[GoldDocument]):
    assert unseen(sample, load_card(DEFAULT).trained_on) == sample


def test_its_page_is_that_of_its_card():
    assert (DEFAULT / "CARD.md").read_text("utf-8") == load_card(DEFAULT).as_markdown()


def test_on_the_sample_it_is_better_than_both_baselines(
    sample: list[GoldDocument], kjernegrupper: Codebook
):
    """On every third document of it: the encoder takes minutes for all of them."""
    some = sample[::3]
    assert len({item.document.metadata.kind for item in some}) == 3
    own, *baselines = assess(some, kjernegrupper, DEFAULT)
    assert own.macro["f1"].value > 0.5
    assert [better(own, other) for other in baselines] == [True, True]


def better(own: Report, other: Report) -> bool:
    """Whether the intervals of the macro F1 lie apart, ours above."""
    return own.macro["f1"].low > other.macro["f1"].high
