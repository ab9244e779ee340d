"""What people decided, as gold that a coder can learn from."""

from collections import defaultdict
from dataclasses import dataclass

import duckdb

from codebook import Codebook, Valence
from corpus import GoldDocument, GoldPassage
from store import documents
from store.database import query


@dataclass(frozen=True)
class Lessons:
    """The documents decided on or reviewed, and the `decisions` in them. Left out were decisions
    `without_code` in the codebook and those `unplaced`, which stand in no document that counts.
    `last_seq` is that of the last decision or review there is, 0 before the first."""

    documents: list[GoldDocument]
    decisions: int
    without_code: int
    unplaced: int
    last_seq: int


def decided(connection: duckdb.DuckDBPyConnection, codebook: Codebook) -> list[GoldDocument]:
    """The documents that count and hold decisions or reviews, in the order of their ids.

    They are incomplete gold: passages that were accepted, those rejected, and those reviewed. The
    last decision on a passage and code counts, at its place in the present version of the document;
    those whose code the codebook lacks are left out. A review counts in the version that it was
    made of, unless the codebook has codes now that the reviewer's had not. Nobody coded the whole
    of such a document, so each is an author of its own, named by the document's id.
    """
    return lessons(connection, codebook).documents


def lessons(connection: duckdb.DuckDBPyConnection, codebook: Codebook) -> Lessons:
    """What there is to learn from people's decisions and reviews, and what was left out."""
    known = set(codebook.code_ids)
    said: dict[str, list[tuple[int, int, str, Valence, bool]]] = defaultdict(list)
    without_code = 0
    for document_id, start, end, code, valence, verdict in connection.execute(
        query("decided")
    ).fetchall():
        if code in known:
            word = (start, end, code, Valence(valence), verdict == "accepted")
            said[document_id].append(word)
        else:
            without_code += 1
    reviewed: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for document_id, start, end in connection.execute(
        query("reviewed"), {"codes": sorted(known)}
    ).fetchall():
        reviewed[document_id].append((start, end))
    found = []
    for document in documents.load(connection, sorted({*said, *reviewed})):
        passages: dict[bool, list[GoldPassage]] = {True: [], False: []}
        for start, end, code, valence, accepted in said[document.document_id]:
            passages[accepted].append(GoldPassage(document.passage(start, end), code, valence))
        found.append(
            GoldDocument(
                document,
                document.document_id,
                tuple(passages[True]),
                tuple(passages[False]),
                complete=False,
                reviewed=tuple(document.passage(*at) for at in reviewed[document.document_id]),
            )
        )
    rows = connection.execute(query("decisions_known")).fetchall()
    ((last_seq, unplaced),) = rows
    return Lessons(found, sum(map(len, said.values())), without_code, unplaced, last_seq)
