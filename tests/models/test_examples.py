import numpy as np
import pytest

from codebook import Valence
from models.classifier import Classifier
from models.examples import Example, Examples
from models.held_out import Data
from models.labels import label
from tests.models.tiny import ASKS, coded, document, features

CODES = ("aware", "cost")
OF = document((ASKS, "Who pays?"), "Abcd efgh. Ijkl mnop. Qrst uvwx.", name="talk.txt")
OTHER = document("A pound.", name="other.txt")
GOLD = [
    coded(OTHER, ("A pound.", "cost", Valence.NEUTRAL)),
    coded(
        OF,
        ("Abcd efgh.", "aware", Valence.POSITIVE),
        ("Qrst uvwx.", "aware", Valence.NEGATIVE),
        ("Qrst uvwx.", "cost", Valence.POSITIVE),
    ),
]


@pytest.fixture(scope="module")
def examples() -> Examples:
    of = features([OTHER, OF])
    return Examples.of(of, label(of, GOLD, CODES), GOLD, CODES)


def test_examples_are_the_coded_sentences_with_where_they_stand_and_what_they_carry(
    examples: Examples,
):
    assert examples.documents == ["other.txt", "talk.txt", "talk.txt"]
    assert examples.texts == ["A pound.", "Abcd efgh.", "Qrst uvwx."]
    assert examples.valences == [
        {"cost": "neutral"},
        {"aware": "positive"},
        {"aware": "negative", "cost": "positive"},
    ]
    for name, (start, end), text in zip(
        examples.documents, examples.places, examples.texts, strict=True
    ):
        assert {"talk.txt": OF, "other.txt": OTHER}[name].text[start:end] == text


def test_the_nearest_carry_the_code_and_come_in_order(examples: Examples):
    alike = np.array([0.7, 0.9, 0.8], dtype=np.float32)
    found = examples.nearest(alike, "cost", 3)
    start = OF.text.index("Qrst")
    assert found == (
        (Example("talk.txt", start, start + 10, "Qrst uvwx.", "positive"), 0.8),
        (Example("other.txt", 0, 8, "A pound.", "neutral"), 0.7),
    )
    assert [of.text for of, _ in examples.nearest(alike, "aware", 1)] == ["Abcd efgh."]
    assert examples.nearest(alike, "nobody", 3) == ()


def test_of_equals_the_earlier_one_comes_first(examples: Examples):
    found = examples.nearest(np.zeros(3, dtype=np.float32), "cost", 2)
    assert [of.text for of, _ in found] == ["A pound.", "Qrst uvwx."]


def test_examples_come_back_from_their_parts(examples: Examples):
    parts = examples.as_parts()
    assert all(isinstance(part, list) for part in parts.values())
    assert Examples.from_parts(parts) == examples


def test_they_stand_in_the_order_of_their_vectors(data: Data, gold: list, classifier: Classifier):
    """The model of valences keeps the vectors, the examples what was said."""
    examples = Examples.of(data.features, data.labels, gold, classifier.codes)
    rows = np.flatnonzero(data.labels.codes.any(axis=1))
    assert examples.texts == [data.features.spans[row].text for row in rows]
    vectors = classifier.valence.parts["examples"]
    assert np.array_equal(vectors.astype(np.float32), data.features.own[rows])
