from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.special import logit

from corpus import Document, tokenise
from models.classifier import Classifier
from models.estimators import Floats
from models.features import Features
from models.segments import Segment, Status, Thresholds, segments
from models.valence import VALENCES
from tests.models.tiny import ASKS, NLP, SAYS, document, features

CODES = ("aware", "tried", "cost")


@dataclass
class Told(Classifier):
    """A classifier that was told what it makes of each sentence."""

    told: Floats = field(default_factory=lambda: np.zeros((0, 3)))
    told_valences: Floats = field(default_factory=lambda: np.zeros((0, 3)))

    def log_odds(self, features: Features) -> Floats:
        return logit(self.told)

    def valences(self, features: Features, rows: np.ndarray, columns: np.ndarray) -> Floats:
        return self.told_valences[rows]


def told(probabilities: Floats, valences: Floats | None = None) -> Told:
    given = np.tile([0.0, 1.0, 0.0], (len(probabilities), 1)) if valences is None else valences
    plain = np.tile([1.0, 0.0], (len(CODES), 1))
    return Told(CODES, calibration=plain, told=probabilities, told_valences=given)


@dataclass(frozen=True)
class Case:
    """Documents, the probabilities of their sentences, and the segments made of them."""

    documents: list[Document]
    features: Features
    probabilities: Floats
    limits: dict[str, Thresholds]
    found: list[list[Segment]]

    def rows(self, number: int, segment: Segment) -> list[int]:
        """The sentences that the segment of a document covers."""
        start, end = segment.passage.start, segment.passage.end
        return [
            row
            for row, span in enumerate(self.features.spans)
            if self.features.document[row] == number
            and span.start_char < end
            and start < span.end_char
        ]

    def by_code(self, code: str) -> list[tuple[list[int], Segment]]:
        """The segments of a code with the sentences each covers, in order."""
        return [
            (self.rows(number, segment), segment)
            for number, of_document in enumerate(self.found)
            for segment in of_document
            if segment.code == code
        ]


TURN = st.tuples(st.sampled_from([SAYS, SAYS, ASKS]), st.integers(1, 4))
PROBABILITY = st.floats(0, 1)


@st.composite
def cases(draw: st.DrawFn) -> Case:
    documents = [
        document(*((role, "Ja visst. " * count) for role, count in turns), name=f"{number}.txt")
        for number, turns in enumerate(
            draw(st.lists(st.lists(TURN, min_size=1, max_size=4), max_size=3))
        )
    ]
    of = features(documents)
    row = st.tuples(*[PROBABILITY] * len(CODES))
    numbers = draw(st.lists(row, min_size=len(of), max_size=len(of)))
    classifier = told(np.array(numbers).reshape(-1, len(CODES)))
    limits = {
        code: Thresholds(draw(st.floats(0.05, 0.95)), draw(st.none() | PROBABILITY))
        for code in CODES
    }
    docs = [NLP(tokenise(NLP, item)) for item in documents]
    found = segments(of, classifier, limits, docs)
    return Case(documents, of, classifier.probabilities(of), limits, found)


hundred = settings(max_examples=100, deadline=None)


@hundred
@given(cases())
def test_segments_stand_in_one_coded_turn_of_their_document(case: Case):
    assert len(case.found) == len(case.documents)
    for of, found in zip(case.documents, case.found, strict=True):
        for segment in found:
            of.check(segment.passage)
            start, end = segment.passage.start, segment.passage.end
            assert any(t.role.coded and t.start <= start < end <= t.end for t in of.turns)


@hundred
@given(cases())
def test_every_sentence_at_the_threshold_is_in_one_segment_of_its_code_and_no_other_is(case: Case):
    for column, code in enumerate(CODES):
        covered = [row for rows, _ in case.by_code(code) for row in rows]
        chosen = np.flatnonzero(case.probabilities[:, column] >= case.limits[code].propose)
        assert covered == chosen.tolist()


@hundred
@given(cases())
def test_adjacent_sentences_of_a_turn_with_one_code_and_status_are_one_segment(case: Case):
    place = list(zip(case.features.document, case.features.turn, strict=True))
    for code in CODES:
        ends = [(rows[0], rows[-1], segment.status) for rows, segment in case.by_code(code)]
        for (_, last, status), (first, _, other) in pairwise(ends):
            assert last + 1 < first or place[last] != place[first] or status != other


@hundred
@given(cases())
def test_what_stands_alone_is_just_the_sentences_that_reach_the_threshold(case: Case):
    for column, code in enumerate(CODES):
        limits = case.limits[code]
        scores = case.probabilities[:, column]
        for rows, segment in case.by_code(code):
            assert segment.score == pytest.approx(scores[rows].max(), abs=5e-5)
            reach = limits.auto is not None and (scores[rows] >= limits.auto)
            assert np.all(reach == (segment.status is Status.AUTO))


@hundred
@given(cases())
def test_segments_are_in_order_of_start_then_end_then_codebook(case: Case):
    for found in case.found:
        keys = [(s.passage.start, s.passage.end, CODES.index(s.code)) for s in found]
        assert keys == sorted(keys)


def test_an_uncertain_valence_keeps_nothing_from_standing_alone():
    of = document("One here.")
    classifier = told(np.array([[0.9, 0.9, 0.1]]), np.array([[0.34, 0.33, 0.33]]))
    limits = {
        "aware": Thresholds(0.3, 0.89),
        "tried": Thresholds(0.3, 0.91),
        "cost": Thresholds(0.3, 0.0),
    }
    found = segments(features([of]), classifier, limits, [NLP(tokenise(NLP, of))])[0]
    assert [(s.code, s.status) for s in found] == [
        ("aware", Status.AUTO),
        ("tried", Status.PENDING),
    ]
    assert found[0].valence_score == 0.34


def test_the_valence_is_the_likeliest_by_probability_of_the_code():
    of = document("One here. Two here. Three here.")
    positive, _, negative = np.eye(3)
    classifier = told(
        np.array([[0.9, 0.6, 0.1], [0.4, 0.6, 0.1], [0.4, 0.6, 0.1]]),
        np.array([positive, negative, negative]),
    )
    limits = dict.fromkeys(CODES, Thresholds(0.3))
    found = segments(features([of]), classifier, limits, [NLP(tokenise(NLP, of))])[0]
    assert [(s.code, s.valence) for s in found] == [("aware", "positive"), ("tried", "negative")]
    assert VALENCES == ("positive", "neutral", "negative")
