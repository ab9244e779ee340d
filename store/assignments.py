"""What people are asked to review: proposals that teach the coder, and sentences for the audit.

The audit is a random sample of all sentences that may be coded, whether the machine coded them or
not, so that figures from it can correct the machine's (design-based supervised learning: Egami,
Hinck, Stewart & Wei 2023, "Using imperfect surrogates for downstream inference"). It is a Poisson
sample with permanent random numbers (Ohlsson 1995, "Coordination of samples using permanent random
numbers"): a sentence is in it while its number is below the rate. So its probability is exactly the
rate, in whatever order documents come and however often one asks, and a higher rate only adds.
"""

import hashlib
import secrets
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import duckdb
import pandas as pd

from codebook import Valence
from corpus import Passage
from kodetrapp.errors import StoreError
from store import decisions
from store.database import append, query
from store.decisions import Decision
from store.runs import now


class Strategy(StrEnum):
    """Why something is to be reviewed."""

    TEACH = "teach"
    AUDIT = "audit"


@dataclass(frozen=True)
class Assignment:
    """A passage to review. With `teach` a person decides on the machine's `code` and `valence`,
    with `audit` on the whole sentence, without knowing what the machine said of it."""

    assignment_id: str
    strategy: Strategy
    document_id: str
    document: str
    passage: Passage
    code: str | None = None
    valence: str | None = None
    score: float | None = None
    inclusion_probability: float | None = None


def random_number(salt: str, document_id: str, start: int, end: int) -> float:
    """The permanent random number of a sentence: uniform in [0, 1), the same for ever, and unknown
    to all who don't know the salt (a keyed hash, 53 bits of it)."""
    key = bytes.fromhex(salt)
    place = f"{document_id}|{start}|{end}".encode()
    digest = hashlib.blake2b(place, key=key, digest_size=8).digest()
    return (int.from_bytes(digest, "big") >> 11) / 2**53


def salt(connection: duckdb.DuckDBPyConnection) -> str:
    """The study's secret, 64 hex digits, made when first asked for."""
    rows = connection.execute("SELECT salt FROM study_salt").fetchall()
    if not rows:
        rows = [(secrets.token_hex(32),)]
        connection.execute("INSERT INTO study_salt VALUES (?)", rows[0])
    return str(rows[0][0])


def draw_audit(connection: duckdb.DuckDBPyConnection, rate: float) -> float:
    """Assigns every sentence that may be coded with the probability `rate` (0 to 1), or with that
    of earlier audits where it was higher. Returns the rate that was used.

    Assigns nothing twice. Where the rate is raised, sentences that are in the audit already get a
    new row with their new probability.
    """
    ((before,),) = connection.execute(query("audit_rate")).fetchall()
    rate = max(rate, before or 0.0)
    key = salt(connection)
    rows = connection.execute(query("codable_numbers")).fetchall()
    numbered = ((*at, random_number(key, *at) if known is None else known) for *at, known in rows)
    drawn = [row for row in numbered if row[-1] < rate]
    if drawn:
        columns = ["document_id", "start_char", "end_char", "random_number"]
        connection.register("drawn", pd.DataFrame(drawn, columns=columns))
        connection.execute(query("assign_audit"), {"now": now(), "rate": rate})
        connection.unregister("drawn")
    return rate


def numbers(
    connection: duckdb.DuckDBPyConnection, document_id: str
) -> list[tuple[int, int, float]]:
    """The start, end and permanent random number of every sentence of a document."""
    key = salt(connection)
    rows = connection.execute(query("sentence_numbers"), {"document_id": document_id}).fetchall()
    return [
        (start, end, random_number(key, document_id, start, end) if known is None else known)
        for start, end, known in rows
    ]


def go_on_with_audit(connection: duckdb.DuckDBPyConnection) -> None:
    """Draws from documents that have come since, at the rate of the audit so far, if there is one:
    else nothing of them could be in the sample that is to stand for them."""
    ((before,),) = connection.execute(query("audit_rate")).fetchall()
    if before:
        draw_audit(connection, before)


def teachable(connection: duckdb.DuckDBPyConnection) -> pd.DataFrame:
    """The pending segments that nobody has been asked to review: `segment_id`, `document_id`,
    `start_char`, `end_char` and `score`, always in the same order. Left out are those that overlap
    an open audit, which is blind."""
    return connection.execute(query("teachable")).df()


def assign_teach(connection: duckdb.DuckDBPyConnection, segment_ids: Sequence[str]) -> None:
    """Assigns pending segments, in this order. Those that are assigned already are left out."""
    connection.execute(query("assign_teach"), {"now": now(), "ids": list(segment_ids)})


def waiting(connection: duckdb.DuckDBPyConnection, take: int) -> dict[Strategy, list[Assignment]]:
    """The first open assignments of each strategy, at most `take` of each. Those to teach come in
    the order in which they were assigned, without those that overlap an open audit; audits in that
    of their random numbers, so that what is done of them at any time is itself a random sample."""
    found: dict[Strategy, list[Assignment]] = {strategy: [] for strategy in Strategy}
    rows = connection.execute(query("open_assignments"), {"take": take}).fetchall()
    for id_, strategy, document_id, document, start, end, quote, *rest in rows:
        found[Strategy(strategy)].append(
            Assignment(
                id_, Strategy(strategy), document_id, document, Passage(start, end, quote), *rest
            )
        )
    return found


def seen_passages(connection: duckdb.DuckDBPyConnection) -> pd.DataFrame:
    """Where people have decided or reviewed, or are asked to: `document_id`, `start_char` and
    `end_char`, once each."""
    return connection.execute(query("seen_passages")).df()


def sentences(connection: duckdb.DuckDBPyConnection, passages: pd.DataFrame) -> pd.DataFrame:
    """The sentences of passages (`document_id`, `start_char`, `end_char`): `passage`, its row in
    `passages` from 0, and `text`, in order."""
    places = passages[["document_id", "start_char", "end_char"]]
    connection.register("passages", places.assign(passage=range(len(places))))
    found = connection.execute(query("sentences_of_passages")).df()
    connection.unregister("passages")
    return found


def complete(
    connection: duckdb.DuckDBPyConnection,
    document_id: str,
    passage: Passage,
    coder: str,
    codebook_version: str,
) -> str:
    """Notes that a person has judged a passage completely; returns the id of the review.

    Record the codes that it carries as decisions first: the others are thereby judged not to be
    there, and what the machine coded within the passage without a decision is rejected. A passage
    with no accepted decision carries no code.

    Raises `StoreError` where the passage doesn't stand in the document.
    """
    texts = connection.execute(
        "SELECT text FROM documents WHERE document_id = ?", [document_id]
    ).fetchall()
    if not texts or texts[0][0][passage.start : passage.end] != passage.text:
        raise StoreError(
            f"document {document_id} does not hold the passage {passage.start}–{passage.end} as"
            " given; load the document anew"
        )
    undecided = connection.execute(
        query("undecided_within"),
        {"document_id": document_id, "start": passage.start, "end": passage.end},
    ).fetchall()
    for start, end, code, valence in undecided:
        place = Passage(start, end, texts[0][0][start:end])
        decision = Decision(document_id, place, code, Valence(valence), "rejected", coder)
        decisions.record(connection, decision, codebook_version)
    review = {
        "review_id": uuid.uuid4().hex,
        "document_id": document_id,
        "start_char": passage.start,
        "end_char": passage.end,
        "coder": coder,
        "codebook_version": codebook_version,
        "reviewed_at": now(),
    }
    append(connection, "reviews", pd.DataFrame([review]))
    return str(review["review_id"])
