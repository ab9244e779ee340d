"""The tables of an evaluation on a terminal of 100 columns."""

from io import StringIO

import numpy as np
import pytest
from rich.console import Console

import codebook
from cli import reports
from models import Report
from models.evaluation import Coded, CodedAlone, SpanCounts, Truth, report

CODES = codebook.load().code_ids


@pytest.fixture(scope="module")
def found() -> list[Report]:
    """Three coders on 300 sentences of 12 documents with the default codebook's codes."""
    random = np.random.default_rng(0)
    labels = random.random((300, len(CODES))) < 0.1
    scores = np.where(labels, 0.5, 0.0) + random.random(labels.shape) / 2
    valences = np.where(labels, "positive", None)
    facets = {
        "kind": ["interview"] * 10 + ["observation"] * 2,
        "language": ["nb"] * 12,
        "role": ["sekretariat"] * 4 + [None] * 8,
        "group": [None] * 12,
        "author": ["p"] * 6 + ["q"] * 6,
    }
    truth = Truth(CODES, labels, valences, np.arange(300) % 12, facets)
    surest = scores > 0.8
    alone = CodedAlone(surest, np.where(surest, "positive", None))
    said = np.where(scores > 0.45, "positive", None)
    spans = {code: SpanCounts(30, 20, 25, 18) for code in CODES}
    return [
        report(Coded("kodetrapp", scores > 0.45, scores, said, alone), truth, spans),
        report(Coded("key words", scores > 0.5, scores), truth),
        report(Coded("TF-IDF + SGD", scores > 0.6, scores), truth),
    ]


@pytest.fixture(scope="module")
def lines(found: list[Report]) -> list[str]:
    """What is printed."""
    screen = StringIO()
    Console(file=screen, width=100).print(reports.evaluation(found))
    return screen.getvalue().splitlines()


def row(lines: list[str], start: str) -> list[list[str]]:
    """The cells of the rows that begin so."""
    return [line.split() for line in lines if line.strip().startswith(start)]


def test_nothing_is_cut_or_broken(lines: list[str]):
    text = "\n".join(lines)
    assert "…" not in text
    assert max(map(len, lines)) <= 100
    (title,) = [number for number, line in enumerate(lines) if "by what is known" in line]
    for code in CODES:
        assert len(row(lines[:title], f"{code} ")) == 2


def test_macro_figures_stand_beside_the_baselines(lines: list[str], found: list[Report]):
    (line,) = [line for line in lines if "recall at precision 0.90, mean" in line]
    for of in found:
        assert of.macro["recall_at_precision"].text() in line


def test_a_code_has_a_row_of_sentences_and_one_of_passages(lines: list[str], found: list[Report]):
    of, *others = (report.codes[0] for report in found)
    sentences, passages = row(lines, f"{of.code} ")[:2]
    figures = [of.precision, of.recall, of.f1, of.kappa, of.alpha, of.average_precision]
    figures += [of.recall_at_precision, of.valence_accuracy.value, *(other.f1 for other in others)]
    assert sentences[1:] == [str(of.support), str(of.proposed), *(f"{f:.2f}" for f in figures)]
    assert passages[1:5] == ["30", "0.72", "0.67", str(of.alone.sentences)]
    assert of.alone.precision.text().replace("0.", ".") in " ".join(passages)


def test_all_that_is_coded_alone_has_a_row(lines: list[str], found: list[Report]):
    (cells,) = row(lines, "all codes")
    assert cells[2] == str(found[0].alone.sentences)


def test_few_documents_are_marked_and_have_no_interval(lines: list[str], found: list[Report]):
    (few,) = row(lines, "observation *")
    assert few[2] == "2"
    assert not any("[" in cell for cell in few)
    (many,) = row(lines, "interview")
    assert sum("[" in cell for cell in many) == 4
    assert any(line.startswith("* fewer than 3 documents") for line in lines)
    assert len(row(lines, "unknown")) == 2
