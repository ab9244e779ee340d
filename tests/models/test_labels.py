from dataclasses import replace

import numpy as np
import pytest

from codebook import Valence
from models.labels import label
from tests.models.tiny import ASKS, coded, decided, document, features

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
    labels = label(rows, [gold], CODES)
    assert not labels.codes[:, 0].any()
    assert ((labels.valences == "negative") == labels.codes).all()
    assert labels.known.all()
    return [span.text for span, row in zip(rows.spans, labels.codes, strict=True) if row.any()]


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
    labels = label(features([OF, other]), golds, CODES)
    assert labels.codes.tolist() == [[False, False]] * 4 + [[True, False]]
    assert labels.valences[-1].tolist() == ["neutral", None]


def test_one_sentence_carries_several_codes():
    gold = coded(OF, ("Abcd", "aware", Valence.POSITIVE), ("efgh", "cost", Valence.NEGATIVE))
    labels = label(features([OF]), [gold], CODES)
    assert labels.codes[0].tolist() == [True, True]
    assert labels.valences[0].tolist() == ["positive", "negative"]


def test_of_a_document_that_is_not_complete_only_what_was_decided_is_known():
    gold = decided(
        OF,
        ("Abcd efgh.", "aware", Valence.POSITIVE),
        rejected=[("Abcd efgh. Ijkl mnop.", "cost", Valence.NEGATIVE)],
    )
    labels = label(features([OF]), [gold], CODES)
    unknown = [False, False]
    assert labels.codes.tolist() == [[True, False], unknown, unknown, unknown]
    assert labels.known.tolist() == [[True, True], [False, True], unknown, unknown]
    assert labels.valences[0].tolist() == ["positive", None]
    assert set(labels.valences[1:].ravel()) == {None}


@pytest.mark.parametrize("quote", ["Ijkl mnop.", "efgh. Ijkl mnop. Qrst"])
def test_all_is_known_of_sentences_that_lie_wholly_within_a_reviewed_passage(quote: str):
    gold = decided(OF, ("Ijkl mnop.", "cost", Valence.NEGATIVE))
    labels = label(features([OF]), [replace(gold, reviewed=tuple(OF.find(quote)))], CODES)
    unknown = [False, False]
    assert labels.known.tolist() == [unknown, [True, True], unknown, unknown]
    assert labels.codes.tolist() == [unknown, [False, True], unknown, unknown]


def test_what_was_both_coded_and_rejected_is_coded():
    said = ("Abcd efgh.", "cost", Valence.NEGATIVE)
    labels = label(features([OF]), [decided(OF, said, rejected=[said])], CODES)
    assert (labels.codes[0, 1], labels.known[0, 1]) == (True, True)


def test_chosen_sentences_keep_what_is_said_of_them():
    gold = decided(OF, ("Qrst uvwx.", "cost", Valence.NEUTRAL))
    some = label(features([OF]), [gold], CODES).rows(np.array([3, 2]))
    assert some.codes.tolist() == some.known.tolist() == [[False, False], [False, True]]
    assert some.valences.tolist() == [[None, None], [None, "neutral"]]
