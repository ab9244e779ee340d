"""The model in the repository: made from the gold in the repository, better than the baselines."""

from pathlib import Path

import pytest

import codebook
from codebook import Codebook
from corpus import GoldDocument, gold_files, read_gold
from models import (
    CALIBRATION,
    DEFAULT,
    TEST,
    TRAINING,
    Report,
    assess,
    load_card,
    model_version,
    unseen,
)
from models.certification import CONFIDENCE, Verdict
from models.plots import pictures
from tests.models.conftest import LIBRARIES

SAMPLE = LIBRARIES.parents[2] / "corpus" / "sample"


def read(folder: Path, book: Codebook) -> list[GoldDocument]:
    return [read_gold(path, book) for path in gold_files(folder)]


@pytest.fixture(scope="module")
def kjernegrupper() -> Codebook:
    return codebook.load()


@pytest.fixture(scope="module")
def sample(kjernegrupper: Codebook) -> list[GoldDocument]:
    return read(SAMPLE, kjernegrupper)


def ids(gold: list[GoldDocument]) -> list[str]:
    return sorted(item.document.document_id for item in gold)


def test_it_comes_from_the_gold_and_the_codebook_beside_it(kjernegrupper: Codebook):
    gold, calibration = (read(folder, kjernegrupper) for folder in (TRAINING, CALIBRATION))
    card = load_card(DEFAULT)
    assert card.version == model_version(gold, kjernegrupper, card.encoder, calibration)
    assert card.trained_on == ids(gold)
    assert card.calibrated_on == ids(calibration)


def test_it_has_seen_neither_the_sample_nor_the_test_documents(
    sample: list[GoldDocument], kjernegrupper: Codebook
):
    held_back = [*sample, *read(TEST, kjernegrupper)]
    card = load_card(DEFAULT)
    assert unseen(held_back, card.seen) == held_back
    assert not set(card.trained_on) & set(card.calibrated_on)


def test_what_it_codes_alone_is_certified():
    card = load_card(DEFAULT)
    for code, limits in card.thresholds.items():
        certificate = card.certificates[code]
        assert limits.auto == certificate.alone_from
        assert (limits.auto is not None) == (certificate.verdict is Verdict.CERTIFIED)
        if limits.auto is not None:
            assert certificate.p_value is not None
            assert certificate.p_value <= 1 - CONFIDENCE


def test_its_page_and_pictures_are_those_of_its_card():
    card = load_card(DEFAULT)
    assert (DEFAULT / "CARD.md").read_text("utf-8") == card.as_markdown()
    for name, picture in pictures(card).items():
        assert (DEFAULT / name).read_text("utf-8") == picture


def test_on_the_sample_it_is_better_than_both_baselines(
    sample: list[GoldDocument], kjernegrupper: Codebook
):
    """On every third document of it: the encoder takes minutes for all of them."""
    some = sample[::3]
    assert len({item.document.metadata.kind for item in some}) > 1
    own, *baselines = assess(some, kjernegrupper, DEFAULT)
    assert own.macro["f1"].value > 0.5
    assert [better(own, other) for other in baselines] == [True, True]


def better(own: Report, other: Report) -> bool:
    """Whether the intervals of the macro F1 lie apart, ours above."""
    low, high = own.macro["f1"].low, other.macro["f1"].high
    assert low is not None
    assert high is not None
    return low > high
