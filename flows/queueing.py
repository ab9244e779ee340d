"""What a person should review next: proposals that teach the coder and an audit, mixed."""

from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from kodetrapp.errors import StoreError
from models import load_card, teaching
from models.embedding_cache import FILE as EMBEDDINGS
from models.embedding_cache import encoder_with
from models.encoders import Encoder, Vectors
from store import Store, assignments
from store.assignments import Assignment, Strategy


@dataclass(frozen=True)
class Queue:
    """What to review next, in order, and the rate at which the study is audited."""

    assignments: list[Assignment]
    audit_rate: float


def queue(
    data: Path,
    model: Path,
    take: int,
    audit_share: float,
    audit_rate: float,
) -> Queue:
    """The next `take` assignments of the study in the folder `data`, `audit_share` of them audits;
    where there are too few of one kind, more of the other.

    What is open already comes first, new proposals are assigned as needed; so asking again gives
    the same until something is done. `model` is the one that codes the study.

    Raises `StoreError` where there is no study, `ModelError` where the model can't be used.
    """
    store = Store(data)
    if not store.path.exists():
        raise StoreError(f"{data}: nothing is coded yet; start with kodetrapp run FOLDER")
    encoder_name = load_card(model).encoder
    with store.transaction() as connection:
        rate = assignments.draw_audit(connection, audit_rate)
        waiting = assignments.waiting(connection, take)
    audits = min(round(take * audit_share), len(waiting[Strategy.AUDIT]))
    wanted = take - audits - len(waiting[Strategy.TEACH])
    if wanted > 0:
        chosen = _instructive(store, data / EMBEDDINGS, encoder_name, wanted)
        with store.transaction() as connection:
            assignments.assign_teach(connection, chosen)
            waiting = assignments.waiting(connection, take)
    teach = waiting[Strategy.TEACH][: take - audits]
    audit = waiting[Strategy.AUDIT][: take - len(teach)]
    return Queue(_mixed(teach, audit), rate)


def _instructive(store: Store, cache: Path, encoder_name: str, wanted: int) -> list[str]:
    """The ids of `wanted` pending segments that teach the coder most. Sentences are encoded while
    the store is free for others."""
    with store.transaction() as connection:
        pool = assignments.teachable(connection)
        doubts = teaching.uncertainty(pool["score"].to_numpy())
        if encoder_name == "none":
            rows = teaching.spread(doubts, pool["document_id"].tolist(), wanted)
            return pool["segment_id"].iloc[rows].tolist()
        best = teaching.most_uncertain(doubts, teaching.PRESELECT * wanted)
        pool, doubts = pool.iloc[best], doubts[best]
        seen = assignments.seen_passages(connection)
        pool_sentences = assignments.sentences(connection, pool)
        seen_sentences = assignments.sentences(connection, seen)
    encodes = encoder_with(encoder_name, cache)
    rows = teaching.diverse(
        doubts,
        _vectors(encodes, pool_sentences, len(pool)),
        _vectors(encodes, seen_sentences, len(seen)),
        wanted,
    )
    return pool["segment_id"].iloc[rows].tolist()


def _vectors(encodes: Encoder, sentences: pd.DataFrame, passages: int) -> Vectors:
    return teaching.passage_vectors(
        encodes, sentences["text"].tolist(), sentences["passage"].tolist(), passages
    )


def _mixed(teach: list[Assignment], audit: list[Assignment]) -> list[Assignment]:
    """Both in their order, evenly mixed, so that whoever stops half-way has done half of each."""
    placed = [
        ((place + 0.5) / len(some), kind, item)
        for kind, some in enumerate((teach, audit))
        for place, item in enumerate(some)
    ]
    return [item for _, _, item in sorted(placed, key=lambda each: each[:2])]
