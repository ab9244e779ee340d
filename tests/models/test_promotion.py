from pathlib import Path

import numpy as np
import pytest

from corpus import GoldDocument
from kodetrapp.errors import ModelError
from models import load_card
from models.promotion import (
    MARGIN,
    Comparison,
    Difference,
    Said,
    coded_alone,
    compare,
    in_use,
    keep_aside,
    paired,
    promote,
)


def said(*sentences: str) -> Said:
    """Sentences as what is said of each: `a+ b-` is code a, positive, and code b, negative."""
    labels = np.zeros((len(sentences), 2), dtype=bool)
    valences = np.full(labels.shape, None, dtype=object)
    for row, sentence in enumerate(sentences):
        for code, valence in sentence.split():
            labels[row, "ab".index(code)] = True
            valences[row, "ab".index(code)] = valence
    return Said(labels, valences)


def test_two_documents_worked_by_hand() -> None:
    """Documents 0 and 1 are drawn as 00 or 11 (a quarter of the time each) or as both (half).

    The candidate is right in all, so its F1 is 1 in every draw. The other misses a once in document
    0: F1 of a is 2·1/(2·1+1) = 2/3; in document 1 it gives b once too often: F1 of b is 2/3; the
    mean of both is 2/3. So the difference is 1/3 in every draw. It is right on the valence of a and
    wrong on that of b: 1 in 00, 0 in 11, 1/2 in both.
    """
    document = np.array([0, 0, 1, 1])
    gold = said("a+", "a+", "b+", "")
    f1, valence = paired(gold, said("a+", "", "b-", "b+"), gold, document)
    assert (f1.candidate, f1.current) == (1, pytest.approx(2 / 3))
    assert f1.difference == f1.low == f1.high == pytest.approx(1 / 3)
    assert valence is not None
    assert (valence.candidate, valence.current, valence.difference) == (1, 0.5, 0.5)
    assert (valence.low, valence.high) == (0, 1)


def test_a_difference_in_one_document_of_two_is_there_three_times_in_four() -> None:
    document = np.array([0, 1])
    gold = said("a+", "a+")
    f1, _ = paired(gold, said("", "a+"), gold, document)
    # Current: 00 → 0; 01 → 2/3; 11 → 1.
    assert (f1.difference, f1.low, f1.high) == (pytest.approx(1 / 3), 0, 1)
    assert f1.no_worse
    other, _ = paired(said("", "a+"), gold, gold, document)
    assert (other.difference, other.low, other.high) == (pytest.approx(-1 / 3), -1, 0)
    assert not other.no_worse


def test_the_bounds_are_quantiles_of_the_binomial_distribution() -> None:
    """100 documents with one sentence; the candidate is right in all of them, the other misses one
    half: F1 of it is 2k/(k+100) where k, the number of drawn documents it knows, is binomial. One
    document more or less is the noise of 2,000 draws."""
    from scipy.stats import binom

    gold = said(*["a+"] * 100)
    f1, _ = paired(gold, said(*["a+", ""] * 50), gold, np.arange(100))
    low, high = (
        1 - 2 * k / (k + 100) for k in (binom.ppf(0.95, 100, 0.5), binom.ppf(0.05, 100, 0.5))
    )
    assert f1.low == pytest.approx(low, abs=0.011)
    assert f1.high == pytest.approx(high, abs=0.011)


def test_the_draws_are_the_same_for_both_models_and_every_time() -> None:
    random = np.random.default_rng(3)
    document = np.repeat(np.arange(8), 5)
    gold, same = (Said(random.random((40, 2)) < 0.5, np.full((40, 2), "+")) for _ in range(2))
    f1, valence = paired(same, same, gold, document)
    assert (f1.difference, f1.low, f1.high) == (0, 0, 0)
    assert valence is not None
    assert (valence.low, valence.high) == (0, 0)
    other = Said(random.random((40, 2)) < 0.5, np.full((40, 2), "+"))
    assert paired(other, same, gold, document) == paired(other, same, gold, document)


def test_codes_that_are_not_in_the_gold_do_not_count() -> None:
    gold = said("a+", "")
    f1, _ = paired(said("a+", "b+"), said("a+", ""), gold, np.array([0, 1]))
    assert f1.difference == 0


def test_without_a_code_found_there_is_no_valence_to_compare() -> None:
    gold = said("a+", "b+")
    assert paired(gold, said("", ""), gold, np.array([0, 1]))[1] is None
    assert paired(said("b+", ""), gold, gold, np.array([0, 1]))[1] is None


def test_test_documents_that_code_nothing_are_no_test() -> None:
    gold = said("", "")
    with pytest.raises(ModelError, match="the test documents code nothing"):
        paired(gold, gold, gold, np.array([0, 1]))


@pytest.mark.parametrize(
    ("f1_low", "valence_low", "no_worse"),
    [(-0.009, -0.009, True), (-0.01, 0.1, False), (0.1, -0.01, False), (0.0, None, True)],
)
def test_both_lower_bounds_must_be_above_the_margin(
    f1_low: float, valence_low: float | None, no_worse: bool
) -> None:
    assert MARGIN == 0.01

    def bounded(low: float) -> Difference:
        return Difference(candidate=0.5, current=0.5, difference=0, low=low, high=0.2)

    found = Comparison(
        candidate="new",
        current="old",
        documents=2,
        sentences=9,
        f1=bounded(f1_low),
        valence=None if valence_low is None else bounded(valence_low),
    )
    assert found.no_worse is no_worse


def test_models_are_compared_on_documents_that_neither_has_seen(
    model: Path, book, seen: list[GoldDocument], unseen: list[GoldDocument]
) -> None:
    from models import assess

    found = compare(unseen, book, model, model)
    version = load_card(model).version
    assert (found.candidate, found.current, found.documents) == (version, version, 2)
    own = assess(unseen, book, model)[0]
    assert found.sentences == own.sentences
    assert found.f1.candidate == pytest.approx(own.macro["f1"].value)
    assert found.f1.difference == 0
    with pytest.raises(ModelError, match=r"trained or calibrated on 1 of the test documents"):
        compare([*unseen, seen[0]], book, model, model)


def test_codes_are_coded_alone_if_they_are_certified() -> None:
    from models import DEFAULT

    card = load_card(DEFAULT)
    alone = [code for code, limits in card.thresholds.items() if limits.auto is not None]
    assert coded_alone(card) == len(alone) > 0


def filled(folder: Path, content: str) -> Path:
    folder.mkdir(parents=True)
    (folder / "card.json").write_text(content)
    return folder


def content(folder: Path) -> str:
    return (folder / "card.json").read_text()


def test_a_promoted_model_takes_the_place_and_the_former_one_is_kept(tmp_path: Path) -> None:
    target = tmp_path / "model"
    for name in ("one", "two", "three"):
        promote(filled(tmp_path / "model.training", name), target)
        assert content(target) == name
        assert not (tmp_path / "model.training").exists()
    assert content(tmp_path / "model.previous") == "two"
    assert {path.name for path in tmp_path.iterdir()} == {"model", "model.previous"}


def test_where_the_exchange_fails_the_former_model_stays(tmp_path: Path) -> None:
    target = filled(tmp_path / "model", "one")
    with pytest.raises(ModelError, match="can't be put there"):
        promote(tmp_path / "gone", target)
    assert content(target) == "one"


def test_a_candidate_is_kept_aside_in_the_place_of_an_earlier_one(tmp_path: Path) -> None:
    target = filled(tmp_path / "model", "one")
    for name in ("two", "three"):
        kept = keep_aside(filled(tmp_path / "model.training", name), target)
    assert (content(kept), content(target)) == ("three", "one")
    assert {path.name for path in tmp_path.iterdir()} == {"model", "model.candidate"}


def test_the_model_given_is_used_before_the_study_s_own_and_that_before_the_default(
    tmp_path: Path,
) -> None:
    from models import DEFAULT

    assert in_use(tmp_path) == DEFAULT
    own = filled(tmp_path / "model", "one")
    assert in_use(tmp_path) == own
    assert in_use(tmp_path, tmp_path / "given") == tmp_path / "given"
    own.rename(tmp_path / "model.previous")  # An exchange that was cut off between its renames.
    assert in_use(tmp_path) == tmp_path / "model.previous"
