import os
import re
import stat
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

import pytest

from corpus import Document
from store import Store, assignments, erasures
from store.erasures import _TABLES, Scope
from tests.making import Made, document, segment, session

OLD = document("Vi møtes sjelden.", "Og aldri her.", name="kari.txt")
NEW = document("Vi møtes sjelden.", "Og aldri der.", name="kari.txt")
OTHER = document("Andre møtes sjelden.", "De sier ikke hvor.", name="ola.txt")


def fill(made: Made, *of: Document) -> None:
    """Takes documents in, codes them, and has people decide on and review them."""
    for item in of:
        made.take(item)
        first, second = (turn.text for turn in item.turns)
        made.code(item, segment(item, first, "trinn1"), segment(item, second, "trinn2"))
        made.decide(item, first, "trinn1")
        with made.store.transaction() as connection:
            assignments.draw_audit(connection, 0.9)
            assignments.complete(connection, item.document_id, item.turns[1], "kari", "v")
        made.carry_over()
        made.begin()
    made.rows("INSERT INTO hidden SELECT document_id, 0, 9, 'person', 'P', 1, true FROM documents")
    made.rows(
        "INSERT INTO speakers"
        " SELECT document_id, 1, 'A', 'informant', 'answers', 'rest', 1, 3 FROM documents"
    )
    made.rows("INSERT INTO sentence_numbers SELECT document_id, 0, 9, 0.5 FROM documents")
    made.rows("INSERT INTO refusals SELECT run_id, 'kari.txt', 'why' FROM runs LIMIT 1")


def scope(made: Made, of: str) -> Scope:
    with made.store.transaction() as connection:
        return erasures.scope(connection, of)


def erase(made: Made, of: str) -> Scope:
    with made.store.transaction() as connection:
        found = erasures.scope(connection, of)
        erasures.erase(connection, found, ["model"])
    return found


def all_rows(made: Made) -> dict[str, list[tuple[Any, ...]]]:
    """The rows of every table, in order."""
    tables = made.rows("SELECT table_name FROM duckdb_tables() WHERE table_name <> 'erasures'")
    return {name: made.rows(f"FROM {name} ORDER BY ALL") for (name,) in tables}


@pytest.mark.parametrize("by", ["kari.txt", NEW.document_id, OLD.document_id])
def test_every_version_goes_with_all_that_is_said_of_it_and_nothing_else(
    tmp_path: Path, by: str
) -> None:
    made = Made(tmp_path)
    fill(made, OTHER, OLD, NEW)
    before = all_rows(made)
    found = erase(made, by)
    assert found == Scope(("kari.txt",), (NEW.document_id, OLD.document_id), {}, (), 4, 2)
    mine = {OLD.document_id, NEW.document_id, "kari.txt"}
    decided = {row[0] for row in before["decisions"] if mine & set(map(str, row))}
    kept = {
        name: [row for row in rows if not (mine | decided) & set(map(str, row))]
        for name, rows in before.items()
    }
    assert all_rows(made) == kept
    ((counts, names, ids, models),) = made.rows(
        "SELECT erased_rows, source_names, document_ids, models FROM erasures"
    )
    assert (names, ids, models) == (["kari.txt"], list(found.document_ids), ["model"])
    gone = {name: len(rows) - len(kept[name]) for name, rows in before.items()}
    counted = {name: int(n) for name, n in re.findall(r'"(\w+)": ?(\d+)', counts)}
    assert counted == {name: gone[name] for name in _TABLES}
    assert 0 not in counted.values()


def test_every_table_that_names_documents_or_files_is_erased_from(tmp_path: Path) -> None:
    rows = Made(tmp_path).rows(
        "SELECT DISTINCT table_name FROM duckdb_columns() JOIN duckdb_tables() USING (table_name)"
        " WHERE column_name IN ('document_id', 'source_name', 'decision_id')"
    )
    assert {name for (name,) in rows} == set(_TABLES)


def test_a_text_that_another_file_holds_stays_under_that_name(tmp_path: Path) -> None:
    made = Made(tmp_path)
    made.take(OLD)
    made.take(NEW)
    copy = document("Vi møtes sjelden.", "Og aldri der.", name="kopi.txt")
    made.take(copy)
    found = erase(made, "kari.txt")
    assert found.document_ids == (OLD.document_id,)
    assert found.kept == {NEW.document_id: ("kopi.txt",)}
    assert made.rows("SELECT document_id, source_name FROM documents") == [
        (NEW.document_id, "kopi.txt")
    ]
    assert made.load(NEW.document_id) == [copy]
    assert made.rows("SELECT file_hashes FROM erasures") == [([f"file of {OLD.document_id}"],)]


def test_a_file_that_held_the_text_once_is_named_and_stays(tmp_path: Path) -> None:
    made = Made(tmp_path)
    made.take(OLD)
    made.take(document("Vi møtes sjelden.", "Og aldri her.", name="ola.txt"))
    made.take(OTHER)
    found = erase(made, "kari.txt")
    assert (found.document_ids, found.kept, found.once) == ((OLD.document_id,), {}, ("ola.txt",))
    assert made.load(OTHER.document_id) == [OTHER]


def test_a_retired_file_holds_nothing_back(tmp_path: Path) -> None:
    made = Made(tmp_path)
    made.take(OLD, document("Vi møtes sjelden.", "Og aldri her.", name="kopi.txt"))
    made.retire("kopi.txt")
    assert scope(made, "kari.txt").document_ids == (OLD.document_id,)
    assert scope(made, "kopi.txt").kept == {OLD.document_id: ("kari.txt",)}


def test_by_its_id_a_text_is_forgotten_in_all_its_files(tmp_path: Path) -> None:
    made = Made(tmp_path)
    made.take(OLD, document("Vi møtes sjelden.", "Og aldri her.", name="kopi.txt"))
    found = erase(made, OLD.document_id)
    assert (found.names, found.document_ids) == (("kari.txt", "kopi.txt"), (OLD.document_id,))
    assert made.rows("FROM sources") == []


def test_what_was_forgotten_is_known_again_by_its_file_and_by_its_text(tmp_path: Path) -> None:
    made = Made(tmp_path)
    made.take(OLD, OTHER)
    erase(made, "kari.txt")
    with made.store.transaction() as connection:
        known = erasures.forgotten(connection)
        day = erasures.erased_at(connection, "kari.txt")
        assert erasures.erased_at(connection, "ola.txt") is None
        assert erasures.names(connection) == {"kari.txt"}
    assert day is not None
    reason = f"was forgotten on {day:%Y-%m-%d}; take the file out of the folder"
    assert known == dict.fromkeys([OLD.document_id, f"file of {OLD.document_id}"], reason)


SECRET = "Hemmelig" + "".join(f" {os.urandom(12).hex()}" for _ in range(200))


def test_a_rewritten_file_has_nothing_of_what_was_erased_and_all_else(tmp_path: Path) -> None:
    made = Made(tmp_path)
    fill(made, OTHER)
    made.take(document(SECRET, name="kari.txt"))
    made.store.path.chmod(0o600)
    words = [word.encode() for word in SECRET.split()[1:]]
    erase(made, "kari.txt")
    held = made.store.path.read_bytes()
    assert any(word in held for word in words), "what is erased stays in the file at first"
    rows, schema = all_rows(made), made.rows("SELECT sql FROM duckdb_tables() ORDER BY ALL")
    (left_behind := tmp_path / ".kodetrapp.duckdb.new").write_text(SECRET)
    made.store.rewrite()
    assert not left_behind.exists()
    assert [path.name for path in tmp_path.iterdir()] == ["kodetrapp.duckdb"]
    held = made.store.path.read_bytes()
    assert not any(word in held for word in words)
    assert all_rows(made) == rows
    assert made.rows("SELECT sql FROM duckdb_tables() ORDER BY ALL") == schema
    assert stat.S_IMODE(made.store.path.stat().st_mode) == 0o600
    ((last,),) = made.rows("SELECT max(seq) FROM runs")
    made.begin()
    assert made.rows("SELECT max(seq) > ? FROM runs".replace("?", str(last))) == [(True,)]


def test_the_file_is_rewritten_when_the_other_process_is_done_with_it(tmp_path: Path) -> None:
    made = Made(tmp_path)
    with session(made.store.path) as other:
        other.ask("INSERT INTO refusals VALUES ('r', 'a.txt', 'why')")
        release = threading.Timer(0.3, other.close)
        release.start()
        Store(tmp_path, wait=30).rewrite()
        release.join()
    assert made.rows("SELECT source_name FROM refusals") == [("a.txt",)]


def test_who_waits_for_the_file_gets_the_rewritten_one(tmp_path: Path) -> None:
    made = Made(tmp_path)
    writers = [threading.Thread(target=_write_in_another_process, args=(made, n)) for n in range(2)]
    for writer in writers:
        writer.start()
    for _ in range(3):
        made.store.rewrite()
    for writer in writers:
        writer.join()
    assert made.rows("SELECT count(*) FROM refusals") == [(2 * 10,)]


def _write_in_another_process(made: Made, number: int) -> None:
    script = (
        "import sys\nfrom pathlib import Path\nfrom store import Store\n"
        "for n in range(10):\n"
        "    with Store(Path(sys.argv[1])).transaction() as c:\n"
        "        c.execute('INSERT INTO refusals VALUES (?, ?, ?)', [sys.argv[2], str(n), 'why'])\n"
    )
    subprocess.run([sys.executable, "-c", script, str(made.data), str(number)], check=True)
