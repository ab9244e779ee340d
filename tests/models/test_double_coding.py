"""Two codings of one document, worked by hand."""

import pytest

from codebook import Codebook, Valence
from models.double_coding import Agreement, CodeAgreement, agreement
from tests.models.tiny import ASKS, coded, document

POSITIVE, NEUTRAL, NEGATIVE = Valence.POSITIVE, Valence.NEUTRAL, Valence.NEGATIVE
TALK = document((ASKS, "Who pays?"), "One here. Two here. Three here.", "Four here. Five here.")
NOTE = document("Six here. Seven here. Eight here. Nine here. Ten here.", name="b.txt")
FIRST = [
    coded(
        TALK,
        ("One here.", "cost", POSITIVE),
        ("Two here.", "cost", NEGATIVE),
        ("Three here.", "cost", NEUTRAL),
        ("Five here.", "aware", POSITIVE),
    ),
    coded(NOTE, ("Six here.", "cost", POSITIVE)),
]
SECOND = [
    coded(
        TALK,
        ("One here.", "cost", POSITIVE),
        ("Two here.", "cost", NEGATIVE),
        ("Three here.", "cost", POSITIVE),
        ("Four here.", "cost", NEUTRAL),
        ("Five here.", "aware", POSITIVE),
    ),
    coded(NOTE, ("Seven here.", "space", NEUTRAL)),
]


@pytest.fixture(scope="module")
def found(book: Codebook) -> Agreement:
    return agreement(FIRST, SECOND, book)


def of(found: Agreement, code: str) -> CodeAgreement:
    return next(row for row in found.codes if row.code == code)


def test_questions_are_not_counted(found: Agreement, book: Codebook):
    assert (found.documents, found.sentences) == (2, 10)
    assert [row.code for row in found.codes] == list(book.code_ids)


def test_a_code_is_agreed_on_sentence_by_sentence(found: Agreement):
    """cost: 4 by each, 3 by both, 5 by none: kappa is (0.8 - 0.52) / 0.48. Of 20 values 8 are yes
    and 12 no: alpha is 1 - 0.2 / (2 · 8 · 12 / (20 · 19))."""
    cost = of(found, "cost")
    assert (cost.first, cost.second, cost.both) == (4, 4, 3)
    assert cost.kappa == pytest.approx(0.28 / 0.48)
    assert cost.alpha is not None
    assert cost.alpha.value == pytest.approx(1 - 0.2 * 20 * 19 / (2 * 8 * 12))
    aware = of(found, "aware")
    assert (aware.first, aware.second, aware.both, aware.kappa) == (1, 1, 1, 1)
    space = of(found, "space")
    assert (space.first, space.second, space.both, space.kappa) == (0, 1, 0, 0)


def test_valences_are_compared_where_both_gave_the_code(found: Agreement):
    """cost: positive–positive, negative–negative, neutral–positive: of 6 values 3 are positive, 2
    negative, 1 neutral, so that 22 of 30 ordered pairs differ, and 1 of 3 units does."""
    assert of(found, "cost").valence_alpha == pytest.approx(1 - (1 / 3) / (22 / 30))
    assert of(found, "aware").valence_alpha is None
    assert of(found, "space").valence_alpha is None


def test_a_code_that_nobody_gave_can_not_be_disagreed_on(found: Agreement):
    never = of(found, "habit")
    assert (never.first, never.second, never.both) == (0, 0, 0)
    assert (never.alpha, never.kappa, never.valence_alpha) == (None, None, None)


def test_whether_a_sentence_is_coded_at_all(found: Agreement):
    """One to Three and Five by both, Six by the first, Four and Seven by the second, three by
    none: kappa is (0.7 - 0.5) / 0.5."""
    row = found.any_code
    assert (row.first, row.second, row.both) == (5, 6, 4)
    assert row.kappa == pytest.approx(0.4)
    assert row.valence_alpha is None


def test_the_second_against_the_first_is_the_mean_f1_of_the_codes_of_the_first(found: Agreement):
    assert found.f1 == pytest.approx((2 * 3 / 8 + 1) / 2)


def test_nobody_agrees_better_than_with_himself(book: Codebook):
    same = agreement(FIRST, FIRST, book)
    given = [row for row in same.codes if row.first]
    assert [row.code for row in given] == ["aware", "cost"]
    assert {row.kappa for row in given} == {row.alpha.value for row in given if row.alpha} == {1}
    assert same.f1 == 1


def test_codings_of_other_documents_are_not_compared(book: Codebook):
    with pytest.raises(ValueError, match="did not code the same documents"):
        agreement(FIRST, SECOND[::-1], book)


def test_the_interval_is_over_documents(book: Codebook):
    """Two of three documents are agreed on, one is not; a resample may lack any of them."""
    talks = [document(f"One {n}. Two {n}.", name=f"{n}.txt") for n in range(3)]
    first = [coded(talk, (f"One {n}.", "cost", POSITIVE)) for n, talk in enumerate(talks)]
    other = coded(talks[2], ("Two 2.", "cost", POSITIVE))
    alpha = of(agreement(first, [*first[:2], other], book), "cost").alpha
    assert alpha is not None
    assert alpha.low is not None
    assert alpha.low < 0 < alpha.value < 1 == alpha.high
