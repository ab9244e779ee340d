"""Why a sentence was given a code. What it says adds up, so it is checked by adding."""

from pathlib import Path

import numpy as np
import pytest

from codebook import Codebook
from corpus import GoldDocument
from models import Coder, Explanation
from models.classifier import Classifier
from models.examples import Examples
from models.explanations import NEAREST, WORDS, explain
from models.features import BLOCK_NAMES
from models.held_out import Data
from models.storage import load_model
from tests.models.tiny import Letters, document, features

ROUNDING = 5e-5


@pytest.fixture(scope="module")
def examples(data: Data, gold: list[GoldDocument], classifier: Classifier) -> Examples:
    return Examples.of(data.features, data.labels, gold, classifier.codes)


@pytest.fixture(scope="module")
def explained(data: Data, classifier: Classifier, examples: Examples) -> list[list[Explanation]]:
    """Every fifth sentence, by code."""
    return [
        [explain(data.features, row, code, classifier, examples) for code in classifier.codes]
        for row in range(0, len(data.features), 5)
    ]


def test_the_parts_of_two_sentences_differ_as_their_log_odds_do(
    data: Data, classifier: Classifier, explained: list[list[Explanation]]
):
    """With a constant of the code they add up to the calibrated log-odds: whatever speaks for or
    against the code is among them, punctuation too."""
    evidence = classifier.log_odds(data.features)[::5]
    evidence = evidence * classifier.calibration[:, 0] + classifier.calibration[:, 1]
    sums = np.array([[sum(of.parts.values()) for of in row] for row in explained])
    constant = evidence - sums
    parts = len(explained[0][0].parts)
    assert np.ptp(evidence, axis=0).min() > 1
    assert np.ptp(constant, axis=0).max() < 2 * parts * ROUNDING + 1e-4


def test_the_parts_are_words_question_meanings_and_likeness(explained: list[list[Explanation]]):
    meanings = [f"meaning of the {name}" for name in BLOCK_NAMES]
    names = ["words", "question", *meanings, "likeness to examples"]
    assert all(list(of.parts) == names for row in explained for of in row)


def test_its_words_are_in_the_sentence_and_speak_for_the_code(
    data: Data, explained: list[list[Explanation]]
):
    for row, of_row in zip(range(0, len(data.features), 5), explained, strict=True):
        text = data.features.spans[row].text.lower()
        for of in of_row:
            said = [value for _, value in of.words]
            assert all(word in text for word, _ in of.words)
            assert len(said) <= WORDS
            assert said == sorted(said, reverse=True)
            assert all(value > 0 for value in said)
    assert any(of.words for row in explained for of in row)


def test_a_line_break_within_a_sentence_moves_no_words(
    data: Data, classifier: Classifier, examples: Examples
):
    words = "We never had enough money to repair the broken ladders of the poor people."
    broken = words.replace("We never had enough", "We\nnever  had\nenough")
    one, other = (features([document(text)], Letters()) for text in (words, broken))
    assert len(one) == len(other) == 1
    whole, apart = (explain(of, 0, "cost", classifier, examples).words for of in (one, other))
    assert whole
    assert dict(apart) == pytest.approx(dict(whole), abs=1e-3)


def test_the_nearest_examples_carry_the_code_and_the_likest_come_first(
    data: Data, examples: Examples, classifier: Classifier, explained: list[list[Explanation]]
):
    own = data.features.own
    rows = np.flatnonzero(data.labels.codes.any(axis=1))
    for row, of_row in zip(range(0, len(data.features), 5), explained, strict=True):
        for column, of in enumerate(of_row):
            code = classifier.codes[column]
            carry = rows[data.labels.codes[rows, column]]
            likest = np.sort(own[carry] @ own[row])[::-1][:NEAREST]
            assert [value for _, value in of.nearest] == pytest.approx(likest, abs=1e-3)
            for example, _ in of.nearest:
                which = examples.texts.index(example.text)
                assert examples.valences[which][code] == example.valence


def test_the_example_nearest_to_a_sentence_learnt_from_is_itself(
    data: Data, examples: Examples, classifier: Classifier
):
    row, column = (int(where[0]) for where in np.nonzero(data.labels.codes))
    found = explain(data.features, row, classifier.codes[column], classifier, examples)
    example, value = found.nearest[0]
    assert example.text == data.features.spans[row].text
    assert example.valence == data.labels.valences[row, column]
    assert value == pytest.approx(1, abs=2e-3)


def test_a_code_that_the_classifier_does_not_know_is_not_explained(
    data: Data, examples: Examples, classifier: Classifier
):
    with pytest.raises(KeyError, match="nobody"):
        explain(data.features, 0, "nobody", classifier, examples)


def test_a_coder_explains_its_segments_by_their_strongest_sentences(
    book: Codebook, model: Path, unseen: list[GoldDocument]
):
    """This coder has no vectors: it tells of words alone."""
    coder, stored = Coder(book, model), load_model(model)
    document_ = unseen[0].document
    found = next(coder.code([document_]))
    reasons = coder.explain(document_, found)
    of = features([document_])
    scores = stored.classifier.probabilities(of)
    assert found
    for segment, why in zip(found, reasons, strict=True):
        inside = [
            row
            for row, span in enumerate(of.spans)
            if segment.passage.start <= span.start_char < segment.passage.end
        ]
        column = stored.classifier.codes.index(segment.code)
        best = max(inside, key=lambda row: scores[row, column])
        assert scores[best, column] == pytest.approx(segment.score, abs=ROUNDING)
        assert why == explain(of, best, segment.code, stored.classifier, stored.examples)
        assert (why.nearest, list(why.parts)) == ((), ["words", "question"])
