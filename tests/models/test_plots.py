"""The pictures of the card: what they say, and that they are the same everywhere."""

import re
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest
import vl_convert

from models import Card, load_card
from models.card import LEARNING_CURVE, RELIABILITY, Point
from models.evaluation import Bin
from models.intervals import Figure
from models.plots import pictures

SVG = "{http://www.w3.org/2000/svg}"
BINS = [
    Bin(pairs=4000, score=0.04, share=0.03),
    Bin(pairs=60, score=0.52, share=0.5),
    Bin(pairs=40, score=0.95, share=0.975),
]


def point(documents: int, value: float, known: bool = True) -> Point:
    figure = Figure(value=value, low=value - 0.05, high=value + 0.05)
    return Point(
        documents=documents,
        f1=figure,
        average_precision=figure,
        valence_accuracy=figure if known else None,
    )


@pytest.fixture(scope="module")
def card(model: Path) -> Card:
    """The card of the libraries model with figures that are known."""
    curve = [point(10, 0.41), point(20, 0.52), point(40, 0.63)]
    return load_card(model).model_copy(update={"reliability": BINS, "curve": curve})


@pytest.fixture(scope="module")
def drawn(card: Card) -> dict[str, str]:
    return pictures(card)


def words(svg: str) -> list[str]:
    """The texts of a picture."""
    return ["".join(e.itertext()) for e in ET.fromstring(svg).iter(f"{SVG}text")]


def test_there_are_two_pictures_with_sizes_and_content(drawn: dict[str, str]):
    assert list(drawn) == [RELIABILITY, LEARNING_CURVE] == ["reliability.svg", "learning-curve.svg"]
    for svg in drawn.values():
        assert float(ET.fromstring(svg).attrib["width"]) > 400
        assert vl_convert.svg_to_png(svg).startswith(b"\x89PNG")


def test_their_titles_state_the_finding(drawn: dict[str, str]):
    reliability, curve = (" ".join(words(svg)) for svg in drawn.values())
    assert "can be taken at their word" in reliability
    assert "More documents still help" in curve


def test_the_reliability_diagram_says_how_many_scores_are_behind_each_point(drawn: dict[str, str]):
    assert {"4,000", "60", "40"} <= set(words(drawn[RELIABILITY]))


def test_the_learning_curve_has_every_figure_of_every_point(drawn: dict[str, str]):
    said = words(drawn[LEARNING_CURVE])
    for documents, value in (("10", "0.41"), ("20", "0.52"), ("40", "0.63")):
        assert said.count(documents) == said.count(value) == 3
    assert {"macro F1", "macro average precision", "valence right"} <= set(said)


def test_the_same_card_gives_the_same_pictures(card: Card, drawn: dict[str, str]):
    assert pictures(card) == drawn


def test_they_ask_for_one_font_and_fetch_nothing(drawn: dict[str, str]):
    for svg in drawn.values():
        assert set(re.findall(r'font-family="([^"]*)"', svg)) == {"Liberation Sans"}
        assert "href=" not in svg
        assert "url(" not in svg


def test_they_are_drawn_of_what_there_is(card: Card):
    """No points that learned from nothing, no valence, no interval."""
    bare = point(2, 0.25, known=False)
    figure = bare.f1.model_copy(update={"low": None, "high": None})
    bare = bare.model_copy(update={"f1": figure, "average_precision": figure})
    found = pictures(card.model_copy(update={"curve": [point(0, 0.77), bare]}))
    said = words(found[LEARNING_CURVE])
    assert said.count("0.25") == 2
    assert "0.77" not in said
    assert "valence right" not in said


def test_the_pictures_of_a_trained_model_are_drawn(model: Path):
    assert all(svg.startswith("<svg") for svg in pictures(load_card(model)).values())
