"""The page of a model card, as people read it."""

from pathlib import Path

import pytest

from models import Card, load_card
from models.card import Point, curve_finding, reliability_finding
from models.certification import Certificate, Verdict
from models.evaluation import Bin
from models.intervals import Figure
from models.segments import Thresholds


def certificate(verdict: Verdict, wanted: int | None = None, **known: float | None) -> Certificate:
    figures = {"alone_from": None, "documents": 48, "loss": 0.04, "p_value": 0.2, **known}
    return Certificate(verdict=verdict, wanted=wanted, **figures)


@pytest.fixture(scope="module")
def card(model: Path) -> Card:
    """The card of the libraries model, as if it had been certified on five documents."""
    of = load_card(model)
    certificates = {
        "aware": certificate(Verdict.CERTIFIED, alone_from=0.815, loss=0.03, p_value=0.04),
        "tried": certificate(Verdict.ASSISTED, 21),
        "habit": certificate(Verdict.ASSISTED, None, loss=0.31),
        "space": certificate(Verdict.INSUFFICIENT, 17, documents=0, loss=None, p_value=1.0),
        "staff": certificate(Verdict.ASSISTED, 12),
        "cost": certificate(Verdict.ASSISTED, 12),
    }
    return of.model_copy(
        update={
            "certificates": certificates,
            "thresholds": {c: Thresholds(0.4, v.alone_from) for c, v in certificates.items()},
            "calibrated_on": ["a", "b", "c", "d", "e"],
        }
    )


def rows(page: str, heading: str) -> dict[str, list[str]]:
    """The rows of the table under a heading, by their first cell."""
    section = page.split(f"\n## {heading}")[1].split("\n## ")[0]
    cells = [
        [cell.strip() for cell in line.strip("|").split("|")]
        for line in section.splitlines()
        if line.startswith("|")
    ]
    return {row[0]: row[1:] for row in cells}


def test_all_documents_that_a_model_has_seen_are_known(card: Card):
    assert card.seen == [*card.trained_on, "a", "b", "c", "d", "e"]


def test_the_page_says_what_the_model_was_made_of(card: Card):
    page = card.as_markdown()
    assert page.startswith(f"# Model card {card.version}\n")
    assert "Trained on 8 documents by 3 authors" in page
    assert f"{card.spans} coded passages in {card.sentences} sentences" in page
    assert "certified on 5 other documents, from which it learned nothing" in page


def test_without_calibration_it_says_that_nothing_is_coded_alone(model: Path):
    assert "so it codes nothing alone" in load_card(model).as_markdown()


def test_every_figure_stands_beside_both_baselines(card: Card):
    found = rows(card.as_markdown(), "How well")
    assert found[""] == ["kodetrapp", "key words", "TF-IDF + SGD"]
    assert found["macro F1"] == [report.macro["f1"].text() for report in card.reports]
    assert found["macro alpha"] == [report.macro["alpha"].text() for report in card.reports]
    own = card.reports[0].valence_accuracy
    assert found["valence right, where the code is"] == [own.text(), "–", "–"]


def test_no_right_valences_are_told_from_none_given(card: Card):
    nothing = Figure(value=0, low=0, high=0.1)
    own = card.reports[0].model_copy(update={"valence_accuracy": nothing})
    page = card.model_copy(update={"reports": [own, *card.reports[1:]]}).as_markdown()
    found = rows(page, "How well")["valence right, where the code is"]
    assert found == ["0.00 [0.00–0.10]", "–", "–"]


def test_every_code_has_its_figures(card: Card):
    found = rows(card.as_markdown(), "Code by code")
    for of in card.reports[0].codes:
        figures = [of.precision, of.recall, of.f1, of.kappa, of.alpha]
        figures += [of.average_precision, of.recall_at_precision]
        assert found[f"`{of.code}`"] == [str(of.support), *(f"{value:.2f}" for value in figures)]


def test_a_figure_without_a_base_is_a_dash(card: Card):
    own = card.reports[0]
    absent = own.codes[0].model_copy(update={"average_precision": None, "kappa": None})
    reports = [own.model_copy(update={"codes": [absent, *own.codes[1:]]}), *card.reports[1:]]
    row = rows(card.model_copy(update={"reports": reports}).as_markdown(), "Code by code")
    assert (row["`aware`"][4], row["`aware`"][6]) == ("–", "–")


@pytest.mark.parametrize(
    ("code", "row", "wanted"),
    [
        ("aware", "certified 0.40 0.815 48 0.03", "–"),
        ("tried", "assisted 0.40 never 48 0.04", "21 more calibration documents"),
        ("habit", "assisted 0.40 never 48 0.31", "fewer errors; more calibration documents alone"),
        ("space", "insufficient 0.40 never 0 –", "17 more passages to learn from"),
    ],
)
def test_every_code_has_its_verdict_and_what_more_it_wants(
    card: Card, code: str, row: str, wanted: str
):
    *figures, wants = rows(card.as_markdown(), "What it may code alone")[f"`{code}`"]
    assert figures == row.split()
    assert wants.startswith(wanted)


def test_the_guarantee_names_its_share_its_certainty_and_its_unit(card: Card):
    section = card.as_markdown().split("## What it may code alone")[1].split("|")[0]
    assert section.count(". ") + section.count(".\n") == 3
    for part in ("at least 90%", "on average over documents", "95% sure", "each code by itself"):
        assert part in section


def test_the_pictures_are_shown_with_what_they_show(card: Card):
    page = card.as_markdown()
    for name in ("reliability.svg", "learning-curve.svg"):
        assert f"]({name})" in page
    assert reliability_finding(card.reliability) in page
    assert curve_finding(card.curve) in page


@pytest.mark.parametrize(
    ("share", "finding"), [(0.79, "at their word"), (0.9, "too low"), (0.6, "too high")]
)
def test_scores_are_judged_by_those_of_a_half_and_more(share: float, finding: str):
    bins = [
        Bin(pairs=9000, score=0.05, share=0.9),
        Bin(pairs=30, score=0.7, share=share),
        Bin(pairs=30, score=0.9, share=share),
    ]
    found = reliability_finding(bins)
    assert finding in found
    assert f"say 80% on average, the code is there in {share:.0%} (60 scores" in found


def test_without_a_high_score_there_is_nothing_to_judge():
    assert reliability_finding([Bin(pairs=9, score=0.2, share=0.2)]) == "No score reaches 50%"


@pytest.mark.parametrize(("now", "finding"), [(0.65, "still help"), (0.601, "hardly help")])
def test_whether_more_documents_help_is_told_by_the_last_doubling(now: float, finding: str):
    def point(documents: int, value: float) -> Point:
        figure = Figure(value=value, low=None, high=None)
        return Point(
            documents=documents, f1=figure, average_precision=figure, valence_accuracy=None
        )

    found = curve_finding([point(2, 0.1), point(4, 0.6), point(8, now)])
    assert finding in found
    assert f"from 4 to 8 documents macro F1 went from 0.60 to {now:.2f}" in found
    assert curve_finding([point(8, 0.6)]) == "Too few documents for a learning curve"
