import pytest

from codebook import Valence
from models.labels import label
from tests.models.tiny import ASKS, coded, document, features

CODES = ("aware", "cost")
OF = document(
    (ASKS, "Who pays?"),
    "Abcd efgh. Ijkl mnop. Qrst uvwx.",
    "Abcd again.",
)


def codes_of(*quotes: str) -> list[str]:
    """The sentences that carry the code of these quotes."""
    gold = coded(OF, *((quote, "cost", Valence.NEGATIVE) for quote in quotes))
    rows = features([OF])
    labels, valences = label(rows, [gold], CODES)
    assert not labels[:, 0].any()
    assert ((valences == "negative") == labels).all()
    return [span.text for span, row in zip(rows.spans, labels, strict=True) if row.any()]


@pytest.mark.parametrize(
    ("quote", "sentences"),
    [
        ("Ijkl mnop.", ["Ijkl mnop."]),
        ("efgh", ["Abcd efgh."]),
        ("Abcd efgh. Ijkl mnop. Qrst uvwx.", ["Abcd efgh.", "Ijkl mnop.", "Qrst uvwx."]),
        ("efgh. Ijkl mnop. Qrst", ["Abcd efgh.", "Ijkl mnop."]),
    ],
    ids=["a sentence", "a clause inside", "three sentences", "half of one, less of another"],
)
def test_a_passage_codes_the_sentences_that_it_covers_half_of(quote: str, sentences: list[str]):
    assert codes_of(quote) == sentences


@pytest.mark.parametrize(
    ("quote", "sentences"),
    [
        ("Abcd efgh. Ijkl ", ["Abcd efgh.", "Ijkl mnop."]),
        ("Abcd efgh. Ijkl", ["Abcd efgh."]),
        ("h. I", ["Abcd efgh."]),
        ("h. Ij", []),
    ],
    ids=["5 of 10", "4 of 10", "2 of a passage of 4", "2 of a passage of 5"],
)
def test_half_is_enough_and_less_is_not(quote: str, sentences: list[str]):
    assert codes_of(quote) == sentences


def test_a_passage_in_a_question_codes_nothing():
    assert codes_of("Who pays?") == []


def test_sentences_of_each_document_get_the_codes_of_its_own_gold():
    other = document("Abcd efgh.", name="b.txt")
    golds = [coded(OF), coded(other, ("Abcd efgh.", "aware", Valence.NEUTRAL))]
    labels, valences = label(features([OF, other]), golds, CODES)
    assert labels.tolist() == [[False, False]] * 4 + [[True, False]]
    assert valences[-1].tolist() == ["neutral", None]


def test_one_sentence_carries_several_codes():
    gold = coded(OF, ("Abcd", "aware", Valence.POSITIVE), ("efgh", "cost", Valence.NEGATIVE))
    labels, valences = label(features([OF]), [gold], CODES)
    assert labels[0].tolist() == [True, True]
    assert valences[0].tolist() == ["positive", "negative"]
