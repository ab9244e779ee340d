"""What people decided: appended to, never changed, and carried over to corrected documents.

A run never writes into `decisions`. Where a file is corrected, `carry_over` notes in `placements`
at which place of the new version a decision's quote stands.
"""

import uuid
from dataclasses import dataclass
from difflib import SequenceMatcher

import duckdb
import pandas as pd

from codebook import Valence
from corpus import Passage
from kodetrapp.errors import StoreError
from store.database import append, query
from store.runs import now

VERDICTS = ("accepted", "rejected")
_CONTEXT = 60


@dataclass(frozen=True)
class Decision:
    """A person's word on a passage and a code: `accepted` or `rejected`."""

    document_id: str
    passage: Passage
    code: str
    valence: Valence
    verdict: str
    coder: str
    memo: str = ""


def record(connection: duckdb.DuckDBPyConnection, decision: Decision, codebook_version: str) -> str:
    """Stores a decision and returns its id.

    Raises `StoreError` where the passage doesn't stand in the document or the verdict isn't one.
    """
    texts = connection.execute(
        "SELECT text FROM documents WHERE document_id = ?", [decision.document_id]
    ).fetchall()
    passage = decision.passage
    if not texts or texts[0][0][passage.start : passage.end] != passage.text:
        raise StoreError(
            f"document {decision.document_id} does not hold the passage {passage.start}–"
            f"{passage.end} as given; load the document anew"
        )
    if decision.verdict not in VERDICTS:
        raise StoreError(f"a verdict is one of {', '.join(VERDICTS)}, not '{decision.verdict}'")
    decision_id = uuid.uuid4().hex
    append(
        connection,
        "decisions",
        pd.DataFrame(
            [
                {
                    "decision_id": decision_id,
                    "document_id": decision.document_id,
                    "start_char": passage.start,
                    "end_char": passage.end,
                    "quote": passage.text,
                    "code": decision.code,
                    "valence": decision.valence.value,
                    "verdict": decision.verdict,
                    "coder": decision.coder,
                    "memo": decision.memo,
                    "codebook_version": codebook_version,
                    "decided_at": now(),
                }
            ]
        ),
    )
    return decision_id


def carry_over(connection: duckdb.DuckDBPyConnection) -> tuple[int, int]:
    """Places the decisions on earlier versions of documents in the versions that count.

    Returns how many were placed and how many could not be.
    """
    rows = [
        (decision_id, document_id, place(quote, start, old, new))
        for decision_id, document_id, quote, start, old, new in connection.execute(
            query("decisions_to_place")
        ).fetchall()
    ]
    for decision_id, document_id, placed in rows:
        connection.execute(
            "INSERT INTO placements VALUES (?, ?, ?, ?)",
            [decision_id, document_id, *(placed or (None, None))],
        )
    done = sum(found is not None for _, _, found in rows)
    return done, len(rows) - done


def place(quote: str, start: int, old: str, new: str) -> tuple[int, int] | None:
    """Where the quote that began at `start` in the old text stands in the new one, None where it
    doesn't. White space may differ; of several places the one with the most similar surroundings.
    """
    words = quote.split()
    squeezed, offsets = _squeeze(new)
    wanted = " ".join(words)
    places = []
    at = squeezed.find(wanted)
    while wanted and at != -1:
        places.append((offsets[at], offsets[at + len(wanted) - 1] + 1))
        at = squeezed.find(wanted, at + 1)
    if not places:
        return None
    before, after = old[max(0, start - _CONTEXT) : start], old[start + len(quote) :][:_CONTEXT]

    def likeness(found: tuple[int, int]) -> float:
        around = new[max(0, found[0] - _CONTEXT) : found[0]], new[found[1] :][:_CONTEXT]
        return sum(
            SequenceMatcher(None, mine, theirs, autojunk=False).ratio()
            for mine, theirs in zip((before, after), around, strict=True)
        )

    relative = start / max(1, len(old))
    return max(places, key=lambda found: (likeness(found), -abs(found[0] / len(new) - relative)))


def _squeeze(text: str) -> tuple[str, list[int]]:
    """The text with every run of white space as one space, and the offset of each character."""
    characters: list[str] = []
    offsets: list[int] = []
    for offset, character in enumerate(text):
        space = character.isspace()
        if space and characters and characters[-1] == " ":
            continue
        characters.append(" " if space else character)
        offsets.append(offset)
    return "".join(characters), offsets
