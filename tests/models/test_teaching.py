import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.encoders import NoEncoder, Vectors
from models.estimators import Floats
from models.teaching import (
    Rows,
    alikeness,
    diverse,
    most_uncertain,
    passage_vectors,
    spread,
    uncertainty,
)
from tests.models.tiny import Letters

quick = settings(derandomize=True, deadline=None, max_examples=200)
NOTHING = np.zeros((0, 3), dtype=np.float32)


def directions(*rows: list[float]) -> Vectors:
    """Rows of unit length."""
    vectors = np.array(rows, dtype=np.float32)
    return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)


def test_uncertainty_is_the_entropy_in_bits() -> None:
    found = uncertainty(np.array([0.0, 0.1, 0.5, 0.9, 1.0]))
    assert found.tolist() == pytest.approx([0, 0.468996, 1, 0.468996, 0], abs=1e-6)


@quick
@given(st.floats(0, 1), st.floats(0, 1))
def test_the_nearer_to_even_odds_the_more_uncertain(one: float, other: float) -> None:
    doubts = uncertainty(np.array([one, other, 1 - one]))
    assert 0 <= doubts[0] <= 1
    assert doubts[0] == pytest.approx(doubts[2])
    if abs(one - 0.5) < abs(other - 0.5) - 1e-3:
        assert doubts[0] > doubts[1]


def test_of_equally_uncertain_ones_the_earlier_comes_first() -> None:
    assert most_uncertain(np.array([0.2, 0.9, 0.2, 0.9]), 3).tolist() == [1, 3, 0]


@quick
@given(
    st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from([0.1, 0.5, 0.9])), max_size=12),
    st.integers(1, 12),
)
def test_without_vectors_every_document_has_its_turn(
    told: list[tuple[str, float]], take: int
) -> None:
    documents, doubts = [name for name, _ in told], np.array([doubt for _, doubt in told])
    rows = spread(doubts, documents, take)
    assert len(set(rows.tolist())) == len(rows) == min(take, len(told))
    rounds = [documents[row] for row in rows]
    for place, name in enumerate(rounds):
        before = rounds[:place].count(name)
        for other in set(documents):
            assert rounds[:place].count(other) >= min(before, documents.count(other))
    for name in set(documents):
        own = [doubts[row] for row in rows if documents[row] == name]
        assert own == sorted(own, reverse=True)
        assert own == sorted((d for n, d in told if n == name), reverse=True)[: len(own)]


def test_a_near_duplicate_of_what_is_chosen_waits() -> None:
    vectors = directions([1, 0, 0], [1, 0.1, 0], [0, 1, 0])
    assert diverse(np.array([1.0, 0.99, 0.6]), vectors, NOTHING, 2).tolist() == [0, 2]


def test_what_is_like_something_seen_waits() -> None:
    vectors = directions([1, 0, 0], [0, 1, 0])
    assert diverse(np.array([1.0, 0.6]), vectors, NOTHING, 1).tolist() == [0]
    assert diverse(np.array([1.0, 0.6]), vectors, directions([1, 0.05, 0]), 1).tolist() == [1]


def test_a_little_diversity_does_not_outweigh_much_certainty() -> None:
    vectors = directions([1, 0, 0], [1, 1, 0], [0, 0, 1])
    assert diverse(np.array([1.0, 0.9, 0.05]), vectors, NOTHING, 2).tolist() == [0, 1]


def test_where_the_most_uncertain_are_less_alike_they_are_chosen() -> None:
    # After 0 the last one gains most, being the least like it; but it is very like both others.
    vectors = directions([2, 1, 0], [1, 0, 2], [0, 2, 1], [0, 1, 2])
    doubts = np.array([1.0, 0.9, 0.8, 0.7])
    assert diverse(doubts, vectors, NOTHING, 2).tolist() == [0, 3]
    assert diverse(doubts, vectors, NOTHING, 3).tolist() == [0, 1, 2]


@st.composite
def pools(draw: st.DrawFn) -> tuple[Floats, Vectors, Vectors, int]:
    """Candidates of a few directions, so that there are ties and duplicates; what was seen; how
    many to take."""
    number = st.sampled_from([-1.0, 0.0, 0.25, 1.0])
    row = st.lists(number, min_size=3, max_size=3).filter(any)
    rows = draw(st.lists(row, min_size=1, max_size=9))
    seen = draw(st.lists(row, max_size=3))
    doubt = st.sampled_from([0.0, 0.5, 0.8, 0.9, 1.0])
    doubts = draw(st.lists(doubt, min_size=len(rows), max_size=len(rows)))
    known = directions(*seen) if seen else NOTHING
    return np.array(doubts), directions(*rows), known, draw(st.integers(1, 10))


@quick
@given(pools())
def test_a_batch_is_never_more_alike_than_the_most_uncertain(
    pool: tuple[Floats, Vectors, Vectors, int],
) -> None:
    doubts, vectors, seen, take = pool
    rows = diverse(doubts, vectors, seen, take)
    plain = most_uncertain(doubts, take)
    assert len(set(rows.tolist())) == len(rows) == len(plain)
    assert alike(vectors, seen, rows) <= alike(vectors, seen, plain) + 1e-5
    assert diverse(doubts, vectors, seen, take).tolist() == rows.tolist()


@quick
@given(pools())
def test_the_first_is_not_beaten_in_uncertainty_and_in_novelty(
    pool: tuple[Floats, Vectors, Vectors, int],
) -> None:
    doubts, vectors, seen, _ = pool
    (first,) = diverse(doubts, vectors, seen, 1)
    to_seen = np.clip(vectors @ seen.T, 0, 1).max(axis=1, initial=0)
    better = (doubts > doubts[first]) & (to_seen < to_seen[first] - 1e-5)
    assert not better.any()


def alike(vectors: Vectors, seen: Vectors, rows: Rows) -> float:
    """`alikeness`, told pair by pair."""
    greatest = []
    for row in rows:
        others = [vectors[other] for other in rows if other != row] + list(seen)
        greatest.append(max((max(0.0, float(vectors[row] @ other)) for other in others), default=0))
    return float(np.mean(greatest))


@quick
@given(pools())
def test_alikeness_is_the_mean_of_the_greatest_similarities(
    pool: tuple[Floats, Vectors, Vectors, int],
) -> None:
    _, vectors, seen, _ = pool
    expected = alike(vectors, seen, np.arange(len(vectors)))
    assert alikeness(vectors, seen) == pytest.approx(expected, abs=1e-5)


def test_a_passage_points_where_its_sentences_point_together() -> None:
    found = passage_vectors(Letters(), ["aaa", "b", "bbb"], [0, 0, 2], 3)
    assert np.linalg.norm(found, axis=1).tolist() == pytest.approx([1, 0, 1])
    assert found[0, :2].tolist() == pytest.approx([0.5**0.5, 0.5**0.5])
    assert found[2, 1] == 1


def test_without_an_encoder_passages_have_no_components() -> None:
    assert passage_vectors(NoEncoder(), ["a"], [0], 2).shape == (2, 0)
