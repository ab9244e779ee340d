import json
from dataclasses import replace

import numpy as np
import pytest
from sklearn.metrics import (
    average_precision_score,
    cohen_kappa_score,
    precision_recall_fscore_support,
)

from models.agreement import krippendorff_alpha
from models.evaluation import Coded, CodedAlone, Report, SpanCounts, Truth, _ranked, report
from models.intervals import draws, share

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
        table = [
            [(~of.labels & ~gold.labels)[:, i].sum(), (~of.labels & gold.labels)[:, i].sum()],
            [(of.labels & ~gold.labels)[:, i].sum(), (of.labels & gold.labels)[:, i].sum()],
        ]
        assert figures.alpha == pytest.approx(float(krippendorff_alpha(np.array(table))))
        assert figures.average_precision == pytest.approx(average[i])
    for name in ("kappa", "alpha", "recall_at_precision"):
        mean = np.mean([getattr(figures, name) for figures in found.codes])
        assert found.macro[name].value == pytest.approx(mean)
    micro = precision_recall_fscore_support(gold.labels, of.labels, average="micro")
    assert found.micro_f1.value == pytest.approx(micro[2])
    macro = precision_recall_fscore_support(
        gold.labels, of.labels, average="macro", zero_division=0
    )
    assert [found.macro[name].value for name in RATES] == pytest.approx(macro[:3])
    assert found.macro["average_precision"].value == pytest.approx(average.mean())
    any_of = precision_recall_fscore_support(
        gold.labels.any(axis=1), of.labels.any(axis=1), average="binary"
    )
    assert found.any_code_f1.value == pytest.approx(any_of[2])


def test_average_precision_is_that_of_scikit_learn_in_every_resample(pair: tuple[Coded, Truth]):
    """With scores that tie, by drawing whole documents and computing it anew."""
    of, gold = pair
    scores = np.round(of.scores, 1)
    drawn = draws(12)
    found = _ranked(scores, gold.labels, gold.document, drawn)["average_precision"]
    for sample in (0, 1, 17, 500):
        rows = np.concatenate(
            [
                np.flatnonzero(gold.document == number)
                for number, often in enumerate(drawn[sample])
                for _ in range(int(often))
            ]
        )
        expected = average_precision_score(gold.labels[rows], scores[rows], average=None)
        assert found[sample] == pytest.approx(expected)


@pytest.mark.parametrize(
    ("scores", "recall"),
    [
        (
            [0.9, 0.8, 0.7, 0.2],
            0.5,
        ),  # right, right, wrong, right: two of four before precision falls
        ([0.2, 0.9, 0.95, 0.8], 0.0),  # wrong first, and never nine in ten
        ([0.9, 0.8, 0.8, 0.2], 0.25),  # a wrong one ties with a right one
        ([0.9, 0.8, 0.1, 0.7], 0.75),
    ],
)
def test_recall_at_precision_is_the_largest_above_nine_in_ten(scores: list[float], recall: float):
    gold = truth([[1], [1], [0], [1], [1]])
    of = coded([[0]] * 5, [[score] for score in [*scores, 0.05]])
    assert report(of, gold).codes[0].recall_at_precision == recall


def test_nine_right_in_ten_are_enough_and_later_ones_may_count_again():
    """Precision falls to 1/2 at the second, and is back at 9/10 at the tenth."""
    gold = truth([[1], [0], *[[1]] * 8, [0], [1]])
    of = coded([[0]] * 12, [[1 - place / 20] for place in range(12)])
    assert report(of, gold).codes[0].recall_at_precision == 9 / 10


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
    assert (absent.support, absent.proposed) == (0, 1)
    assert (absent.average_precision, absent.recall_at_precision) == (None, None)
    assert (absent.precision, absent.recall, absent.f1, absent.kappa) == (0, 0, 0, 0)


def test_without_any_gold_all_is_nought():
    found = report(coded([[1, 0], [0, 0]]), truth([[0, 0], [0, 0]]))
    assert {figure.value for figure in found.macro.values()} == {0}
    assert found.any_code_f1.value == found.micro_f1.value == 0


@pytest.mark.parametrize("everywhere", [0, 1])
def test_there_is_no_agreement_beyond_chance_where_both_can_but_agree(everywhere: int):
    labels = [[everywhere]] * 4
    found = report(coded(labels), truth(labels))
    assert (found.codes[0].kappa, found.codes[0].alpha) == (None, None)
    assert found.macro["kappa"].value == 0


def test_intervals_hold_the_value_and_repeat(pair: tuple[Coded, Truth]):
    found = report(*pair)
    for figure in [*found.macro.values(), found.micro_f1, found.any_code_f1]:
        assert -1 <= figure.low < figure.value < figure.high <= 1
    assert report(*pair) == found


def test_a_code_that_a_resample_lacks_does_not_pull_the_interval_down():
    labels = np.eye(3, dtype=int).tolist()
    found = report(coded(labels), truth(labels))
    for name in (*RATES, "average_precision", "recall_at_precision"):
        figure = found.macro[name]
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
    found = report(coded([[1], [1], [0], [1]], valences=said), gold)
    assert found.valence_accuracy.value == found.codes[0].valence_accuracy.value == 0.5


def test_right_valences_have_an_interval_by_document():
    labels = [[1]] * 6
    gold = truth(labels, [0, 0, 0, 1, 2, 2], valences=[["positive"]] * 6)
    said = [["positive"], ["neutral"], ["positive"], ["positive"], ["neutral"], ["positive"]]
    found = report(coded(labels, valences=said), gold)
    assert found.valence_accuracy == share(np.array([2, 1, 1]), np.array([3, 1, 2]))


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


def alone(labels: list[int], valences: list[str | None]) -> CodedAlone:
    """What was coded alone with the one code there is."""
    flags = np.array(labels, dtype=bool).reshape(-1, 1)
    return CodedAlone(flags, np.array(valences, dtype=object).reshape(-1, 1))


def test_what_is_coded_alone_is_counted_by_sentence_and_by_document():
    gold = truth(
        [[1], [1], [0], [1], [0], [1], [1]],
        [0, 0, 0, 1, 1, 2, 2],
        [["positive"], ["neutral"], [None], ["neutral"], [None], ["negative"], ["negative"]],
    )
    of = alone(
        [1, 1, 1, 1, 1, 0, 0],
        ["positive", "positive", "neutral", "neutral", "neutral", None, None],
    )
    said = Coded("somebody", of.labels, of.labels.astype(float), alone=of)
    found = report(said, gold)
    assert found.codes[0].alone == found.alone
    assert found.alone.sentences == 5
    assert found.alone.precision.value == 3 / 5
    assert found.alone.precision_by_document == pytest.approx((2 / 3 + 1 / 2) / 2)
    assert found.alone.found == 3 / 5
    assert found.alone.valence_accuracy.value == pytest.approx(2 / 3)
    assert report(coded([[1]] * 7), gold).alone is None


def test_each_document_weighs_the_same_in_the_precision_by_document():
    gold = truth([[1], [1], [1], [0]], [0, 0, 0, 1])
    of = alone([1] * 4, [None] * 4)
    found = report(Coded("x", of.labels, of.labels.astype(float), alone=of), gold)
    assert (found.alone.precision.value, found.alone.precision_by_document) == (3 / 4, 1 / 2)


def test_where_nothing_is_coded_alone_there_is_no_precision():
    nothing = alone([0, 0], [None, None])
    gold = truth([[1], [0]])
    found = report(Coded("x", nothing.labels, np.zeros((2, 1)), alone=nothing), gold).alone
    assert (found.sentences, found.precision, found.precision_by_document) == (0, None, None)
    assert (found.found, found.valence_accuracy) == (0, None)


def test_a_part_has_the_figures_of_its_documents_alone(pair: tuple[Coded, Truth]):
    of, gold = pair
    valences = np.where(gold.labels, "positive", None)
    of = replace(of, valences=np.where(of.scores > 0.9, "positive", "neutral").astype(object))
    gold = replace(gold, valences=valences)
    kinds = ["minutes" if number % 3 == 0 else "interview" for number in range(12)]
    found = report(of, replace(gold, facets={"kind": kinds}))
    assert [(part.value, part.documents) for part in found.parts["kind"]] == [
        ("interview", 8),
        ("minutes", 4),
    ]
    for part in found.parts["kind"]:
        rows = np.flatnonzero([kinds[number] == part.value for number in gold.document])
        by_itself = report(of.rows(rows), gold.rows(rows))
        assert part.sentences == len(rows) == by_itself.sentences
        assert part.macro_f1 == by_itself.macro["f1"]
        assert part.micro_f1 == by_itself.micro_f1
        assert part.any_code_f1 == by_itself.any_code_f1
        assert part.valence_accuracy == by_itself.valence_accuracy
    assert sum(part.sentences for part in found.parts["kind"]) == found.sentences


def test_small_parts_have_no_interval_and_what_is_not_known_comes_last():
    labels = [[1, 0], [1, 1], [0, 0], [1, 0], [1, 0]]
    roles = [None, "a", "a", None, None]
    found = report(coded(labels), replace(truth(labels), facets={"role": roles}))
    a, unknown = found.parts["role"]
    assert (a.value, a.documents, a.codes, a.macro_f1.value) == ("a", 2, 2, 1)
    assert a.macro_f1.low is None
    assert (unknown.value, unknown.documents, unknown.codes) == (None, 3, 1)
    assert unknown.macro_f1.low == 1


def test_a_report_survives_json_without_nan():
    labels = [[1, 0, 1], [1, 0, 1]]
    found = report(coded(labels), truth(labels))
    text = found.model_dump_json()
    assert json.loads(text, parse_constant=pytest.fail) == found.model_dump()
    assert Report.model_validate_json(text) == found
