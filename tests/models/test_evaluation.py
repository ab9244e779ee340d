import json

import numpy as np
import pytest
from sklearn.metrics import (
    average_precision_score,
    cohen_kappa_score,
    precision_recall_fscore_support,
)

from models.evaluation import Coded, Report, SpanCounts, Truth, report

CODES = ("aware", "tried", "cost")
RATES = ("precision", "recall", "f1")


def truth(labels: list[list[int]], document: list[int] | None = None, valences=None) -> Truth:
    """The gold of some sentences, by default each of a document of its own."""
    array = np.array(labels, dtype=bool)
    said = np.full(array.shape, None) if valences is None else np.array(valences, dtype=object)
    numbers = range(len(labels)) if document is None else document
    return Truth(CODES[: array.shape[1]], array, said, np.array(list(numbers)))


def coded(labels: list[list[int]], scores: list[list[float]] | None = None, valences=None) -> Coded:
    array = np.array(labels, dtype=bool)
    said = None if valences is None else np.array(valences, dtype=object)
    return Coded("somebody", array, np.array(labels if scores is None else scores, float), said)


@pytest.fixture(scope="module", params=[0, 1, 2])
def pair(request: pytest.FixtureRequest) -> tuple[Coded, Truth]:
    """Random work on 60 sentences of 12 documents; it agrees with the gold a little."""
    random = np.random.default_rng(request.param)
    labels = random.random((60, 3)) < 0.3
    scores = 0.4 * labels + random.random((60, 3))
    gold = Truth(CODES, labels, np.full(labels.shape, None), random.permutation(60) % 12)
    return Coded("somebody", scores > 0.7, scores), gold


def test_figures_are_those_of_scikit_learn(pair: tuple[Coded, Truth]):
    of, gold = pair
    found = report(of, gold)
    expected = precision_recall_fscore_support(gold.labels, of.labels, zero_division=0)
    average = average_precision_score(gold.labels, of.scores, average=None)
    for i, figures in enumerate(found.codes):
        assert figures.support == expected[3][i]
        assert [getattr(figures, name) for name in RATES] == pytest.approx(
            [e[i] for e in expected[:3]]
        )
        assert figures.kappa == pytest.approx(cohen_kappa_score(gold.labels[:, i], of.labels[:, i]))
        assert figures.average_precision == pytest.approx(average[i])
    macro = precision_recall_fscore_support(
        gold.labels, of.labels, average="macro", zero_division=0
    )
    assert [found.macro[name].value for name in RATES] == pytest.approx(macro[:3])
    assert found.macro["average_precision"].value == pytest.approx(average.mean())
    any_of = precision_recall_fscore_support(
        gold.labels.any(axis=1), of.labels.any(axis=1), average="binary"
    )
    assert found.any_code_f1 == pytest.approx(any_of[2])


def test_figures_of_a_case_worked_out_by_hand():
    gold = truth([[1], [1], [1], [0], [0], [0], [0], [0]])
    of = coded(
        [[1], [1], [0], [1], [0], [0], [0], [0]],
        [[0.9], [0.7], [0.2], [0.8], [0.1], [0.1], [0.1], [0.1]],
    )
    (figures,) = report(of, gold).codes
    assert (figures.support, figures.proposed) == (3, 3)
    assert [figures.precision, figures.recall, figures.f1] == pytest.approx([2 / 3] * 3)
    # They agree in 6 of 8; by chance they would in 3/8 · 3/8 + 5/8 · 5/8 = 34/64.
    assert figures.kappa == pytest.approx((6 / 8 - 34 / 64) / (1 - 34 / 64))
    # Gold stands at the ranks 1, 3 and 4.
    assert figures.average_precision == pytest.approx((1 / 1 + 2 / 3 + 3 / 4) / 3)


def test_macro_figures_are_means_over_the_codes_that_occur():
    found = report(coded([[1, 0, 1], [0, 1, 1]]), truth([[1, 1, 0], [0, 1, 0]]))
    assert found.macro["precision"].value == 1
    assert found.macro["recall"].value == pytest.approx((1 + 1 / 2) / 2)
    assert found.macro["f1"].value == pytest.approx((1 + 2 / 3) / 2)


def test_a_code_without_gold_has_no_average_precision():
    absent = report(coded([[1, 1], [0, 0]]), truth([[1, 0], [0, 0]])).codes[1]
    assert (absent.support, absent.proposed, absent.average_precision) == (0, 1, None)
    assert (absent.precision, absent.recall, absent.f1, absent.kappa) == (0, 0, 0, 0)


def test_without_any_gold_all_is_nought():
    found = report(coded([[1, 0], [0, 0]]), truth([[0, 0], [0, 0]]))
    assert {(f.value, f.low, f.high) for f in found.macro.values()} == {(0, 0, 0)}
    assert found.any_code_f1 == 0


@pytest.mark.parametrize("everywhere", [0, 1])
def test_kappa_is_nought_where_both_can_but_agree(everywhere: int):
    labels = [[everywhere]] * 4
    assert report(coded(labels), truth(labels)).codes[0].kappa == 0


def test_intervals_hold_the_value_and_repeat(pair: tuple[Coded, Truth]):
    found = report(*pair)
    for figure in found.macro.values():
        assert 0 <= figure.low < figure.value < figure.high <= 1
    assert report(*pair) == found


def test_a_code_that_a_resample_lacks_does_not_pull_the_interval_down():
    labels = np.eye(3, dtype=int).tolist()
    found = report(coded(labels), truth(labels))
    for figure in found.macro.values():
        assert (figure.low, figure.value, figure.high) == (1, 1, 1)


def test_documents_are_drawn_whole():
    labels = [[1]] * 10 + [[0]] * 10
    right_in_one_document = coded([[1]] * 5 + [[0]] * 15)
    by_document = report(right_in_one_document, truth(labels, [0] * 5 + [1] * 5 + [2] * 10))
    by_sentence = report(right_in_one_document, truth(labels))
    assert by_document.documents == 3
    widths = [r.macro["recall"].high - r.macro["recall"].low for r in (by_document, by_sentence)]
    assert widths[0] == 1 > widths[1]


def test_valences_count_where_the_code_was_right():
    gold = truth([[1], [1], [1], [0]], valences=[["positive"], ["negative"], ["neutral"], [None]])
    said = [["positive"], ["positive"], [None], ["neutral"]]
    assert report(coded([[1], [1], [0], [1]], valences=said), gold).valence_accuracy == 0.5


def test_there_is_no_share_of_right_valences_without_any():
    gold = truth([[1], [0]], valences=[["positive"], [None]])
    assert report(coded([[1], [0]]), gold).valence_accuracy is None
    missed = coded([[0], [1]], valences=[[None], ["positive"]])
    assert report(missed, gold).valence_accuracy is None


def test_span_counts_become_shares():
    labels = [[1, 0, 0], [0, 1, 0]]
    spans = {
        "aware": SpanCounts(gold=4, found=3, proposed=2, right=1),
        "tried": SpanCounts(gold=0, found=0, proposed=2, right=0),
        "cost": SpanCounts(gold=1, found=0, proposed=0, right=0),
    }
    codes = report(coded(labels), truth(labels), spans).codes
    assert [(c.spans, c.span_recall, c.span_precision) for c in codes] == [
        (4, 0.75, 0.5),
        (0, None, 0),
        (1, 0, None),
    ]
    assert report(coded(labels), truth(labels)).codes[0].spans is None


def test_a_report_survives_json_without_nan():
    labels = [[1, 0, 1], [1, 0, 1]]
    found = report(coded(labels), truth(labels))
    text = found.model_dump_json()
    assert json.loads(text, parse_constant=pytest.fail) == found.model_dump()
    assert Report.model_validate_json(text) == found
