"""A study on the libraries: gold split in folders, and people who decide by it."""

import shutil
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import codebook
from codebook import Valence
from corpus import GoldDocument, gold_files, read_gold
from store import Store
from store.decisions import Decision, record

LIBRARIES = Path(__file__).parent / "data" / "libraries"
BOOK = codebook.load(LIBRARIES / "codebook.yaml")
GOLD = tuple(read_gold(path, BOOK) for path in gold_files(LIBRARIES / "gold"))
LEARNT, DECIDED, TEST = GOLD[:4], GOLD[4:7], GOLD[7:]


def folder(of: Sequence[GoldDocument], into: Path, gold: bool = True) -> Path:
    """A folder of these documents, with what is coded in them or without."""
    into.mkdir(parents=True)
    for item in of:
        for path in (LIBRARIES / "gold").glob(f"{Path(item.document.name).stem}.*"):
            if gold or path.suffix == ".txt":
                shutil.copy(path, into)
    return into


def other(code: str) -> str:
    """Another code than this one."""
    codes = BOOK.code_ids
    return codes[(codes.index(code) + 3) % len(codes)]


def mistaken(item: GoldDocument) -> GoldDocument:
    """Gold with another code and another valence in every passage."""
    valences = list(Valence)
    passages = (
        replace(
            said,
            code=other(said.code),
            valence=valences[(valences.index(said.valence) + 1) % len(valences)],
        )
        for said in item.passages
    )
    return replace(item, passages=tuple(passages))


def partly(item: GoldDocument) -> GoldDocument:
    """Gold of which no more is known than what `decide` decides."""
    rejected = tuple(replace(said, code=other(said.code)) for said in item.passages)
    author = item.document.document_id
    return replace(item, author=author, rejected=rejected, complete=False)


def decide(
    data: Path,
    of: Sequence[GoldDocument] = DECIDED,
    wrong: bool = False,
) -> int:
    """People accept what the gold codes and reject another code there, or the other way round where
    they are `wrong`. Returns how many decisions that were."""
    count = 0
    with Store(data).transaction() as connection:
        ids = dict(
            connection.execute("SELECT source_name, document_id FROM current_documents").fetchall()
        )
        for item in of:
            for said in item.passages:
                for code, right in ((said.code, True), (other(said.code), False)):
                    verdict = "accepted" if right is not wrong else "rejected"
                    document_id = ids[item.document.name]
                    decision = Decision(
                        document_id, said.passage, code, said.valence, verdict, "kari"
                    )
                    record(connection, decision, BOOK.version)
                    count += 1
    return count
