"""Only what is new or changed is worked on, and nothing is lost."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

import codebook
from codebook import Valence
from corpus import Passage
from kodetrapp.errors import ModelError, StoreBusyError, UsageError
from store import Store
from store.decisions import Decision, record
from tests.flows.conftest import LIBRARIES, World

PATRON = "mill_lane-pilot-patron-01.txt"


def decide(world: World, document: str, quote: str, code: str, verdict: str = "accepted") -> None:
    with Store(world.data).transaction() as connection:
        rows = connection.execute(
            "SELECT document_id, text FROM current_documents WHERE source_name = ?", [document]
        ).fetchall()
        ((document_id, text),) = rows
        start = text.index(quote)
        passage = Passage(start, start + len(quote), quote)
        decision = Decision(document_id, passage, code, Valence.POSITIVE, verdict, "kari", "sikker")
        record(connection, decision, codebook.load(world.codebook).version)


def sentence_of(world: World, document: str, number: int) -> str:
    rows = world.stored(
        "SELECT sentences.text FROM sentences JOIN turns USING (document_id, turn)"
        " JOIN current_documents USING (document_id)"
        f" WHERE source_name = '{document}' AND turns.role = 'informant' ORDER BY sentence"
    )
    return rows[number][0]


def test_the_first_run_takes_in_everything(world: World) -> None:
    summary = world.run()
    assert (summary.counts.files_new, summary.counts.documents_coded) == (10, 10)
    assert summary.refused == {}
    assert summary.published
    assert world.rows("SELECT count(*) FROM documents") == [(10,)]
    assert world.rows("SELECT count(*) FROM ladder_matrix") == [(9,)]
    assert world.rows("SELECT count(*) > 0 FROM coded_segments") == [(True,)]


def test_the_second_run_does_nothing_and_says_so(world: World) -> None:
    world.run()
    before = world.rows("SELECT published_at FROM publication")
    summary = world.run()
    assert summary.idle
    assert not summary.published
    assert summary.counts.files_unchanged == 10
    assert summary.counts.documents_coded == 0
    assert world.rows("SELECT published_at FROM publication") == before
    assert "Nothing was new" in summary.as_markdown()


def test_one_changed_file_codes_one_document(
    world: World, edit: Callable[[str, str, str], None]
) -> None:
    world.run()
    edit(PATRON, sentence_of(world, PATRON, 0), "I mend bicycles for a living.")
    summary = world.run()
    assert (summary.counts.files_changed, summary.counts.documents_coded) == (1, 1)
    assert world.rows("SELECT count(*) FROM documents") == [(10,)]
    assert world.stored("SELECT count(*) FROM documents") == [(11,)]


def test_a_renamed_file_is_the_same_document(world: World) -> None:
    world.run()
    (world.inbox / PATRON).rename(world.inbox / "sub.txt")
    summary = world.run()
    assert summary.counts.documents_coded == 0
    assert summary.missing == [PATRON]
    assert world.rows("SELECT count(*) FROM documents") == [(10,)]


def test_a_deleted_file_counts_until_told_otherwise(world: World) -> None:
    world.run()
    (world.inbox / PATRON).unlink()
    summary = world.run()
    assert summary.missing == [PATRON]
    assert world.rows("SELECT count(*) FROM documents") == [(10,)]
    summary = world.run(retire_missing=True)
    assert (summary.missing, summary.retired) == ([], [PATRON])
    assert world.rows("SELECT count(*) FROM documents") == [(9,)]
    assert world.stored("SELECT count(*) FROM documents") == [(10,)]


def test_refused_files_are_named_and_the_rest_goes_on(world: World) -> None:
    (world.inbox / "broken.docx").write_bytes(b"PK\x03\x04 not a zip")
    (world.inbox / "empty.txt").write_text("  \n")
    (world.inbox / "tape.mp3").write_bytes(b"\0\1")
    summary = world.run()
    assert set(summary.refused) == {"broken.docx", "empty.txt", "tape.mp3"}
    assert summary.counts.files_new == 10
    assert world.rows("SELECT document FROM refusals ORDER BY 1") == [
        ("broken.docx",),
        ("empty.txt",),
        ("tape.mp3",),
    ]
    assert all(name in summary.as_markdown() for name in summary.refused)


def test_the_same_text_twice_counts_once_and_is_named(world: World) -> None:
    shutil.copy(world.inbox / PATRON, world.inbox / "zz-copy.txt")
    summary = world.run()
    assert summary.duplicates == {"zz-copy.txt": PATRON}
    assert world.rows("SELECT count(*) FROM documents") == [(10,)]


def test_decisions_survive_a_re_run_and_another_model(world: World, tmp_path: Path) -> None:
    world.run()
    quote = sentence_of(world, PATRON, 1)
    decide(world, PATRON, quote, "staff")
    before = world.stored("SELECT * FROM decisions")
    assert world.run().published
    found = "SELECT quote, status, coder FROM coded_segments WHERE source = 'human'"
    assert world.rows(found) == [(quote, "accepted", "kari")]
    world.model = another_model(world.model, tmp_path)
    assert world.run().counts.documents_coded == 10
    assert world.rows(found) == [(quote, "accepted", "kari")]
    assert world.stored("SELECT * FROM decisions") == before


def another_model(model: Path, tmp_path: Path) -> Path:
    copy = tmp_path / "model2"
    shutil.copytree(model, copy)
    card = (copy / "card.json").read_text()
    (copy / "card.json").write_text(card.replace('"version": "', '"version": "x', 1))
    return copy


def test_decisions_move_with_a_corrected_transcript(
    world: World, edit: Callable[[str, str, str], None]
) -> None:
    world.run(keep_names=True)
    kept, gone = sentence_of(world, PATRON, 3), sentence_of(world, PATRON, 2)
    decide(world, PATRON, kept, "staff")
    decide(world, PATRON, gone, "cost", "rejected")
    edit(PATRON, gone, "It was something else entirely.")
    summary = world.run(keep_names=True)
    assert (summary.placed, summary.unplaced) == (1, 1)
    human = "SELECT quote, start_char, end_char FROM coded_segments WHERE source = 'human'"
    text = (world.inbox / PATRON).read_text("utf-8")
    assert world.rows(human) == [(kept, text.index(kept), text.index(kept) + len(kept))]
    assert world.rows("SELECT quote, code, verdict FROM unplaced_decisions") == [
        (gone, "cost", "rejected")
    ]


def test_another_codebook_version_codes_anew(world: World, tmp_path: Path) -> None:
    world.run()
    changed = tmp_path / "codebook.yaml"
    text = world.codebook.read_text("utf-8")
    title = codebook.load(world.codebook).title.get("en")
    changed.write_text(text.replace(title, f"{title} revised", 1), "utf-8")
    world.codebook = changed
    summary = world.run()
    assert summary.counts.documents_coded == 10
    assert world.stored("SELECT count(*) FROM documents") == [(10,)]
    assert (
        world.rows("SELECT count(*), count(DISTINCT segment_id) FROM coded_segments")[0][0]
        == (world.rows("SELECT count(DISTINCT segment_id) FROM coded_segments")[0][0])
    )


def test_a_model_for_another_codebook_is_refused_before_anything_is_stored(world: World) -> None:
    world.codebook = codebook.DEFAULT
    with pytest.raises(ModelError, match="was trained for the codebook 'libraries'"):
        world.run()
    assert not world.data.exists()


def test_an_inbox_that_is_missing_or_empty_is_a_clear_sentence(
    world: World, tmp_path: Path
) -> None:
    world.inbox = tmp_path / "nowhere"
    with pytest.raises(UsageError, match="there is no such folder"):
        world.run()
    world.inbox.mkdir()
    with pytest.raises(UsageError, match="there are no files"):
        world.run()


def test_a_folder_holds_one_study(world: World, tmp_path: Path) -> None:
    world.run()
    before = world.rows("FROM documents")
    other = tmp_path / "other.yaml"
    other.write_text(world.codebook.read_text("utf-8").replace("id: libraries", "id: others", 1))
    world.codebook = other
    with pytest.raises(UsageError, match="holds a study coded by the codebook 'libraries'"):
        world.run()
    assert world.rows("FROM documents") == before


def test_an_empty_folder_retires_nothing(world: World) -> None:
    world.run()
    for path in world.inbox.iterdir():
        path.unlink()
    with pytest.raises(UsageError, match="is it the right one, and its drive connected"):
        world.run(retire_missing=True)
    assert world.rows("SELECT count(*) FROM documents") == [(10,)]


def test_two_runs_at_once_on_one_folder_are_refused(world: World) -> None:
    from filelock import FileLock

    world.data.mkdir()
    with FileLock(world.data / "run.lock"), pytest.raises(StoreBusyError, match="another run"):
        world.run()


def test_gold_beside_the_documents_is_no_document(world: World) -> None:
    for path in (LIBRARIES / "gold").glob("*.json"):
        shutil.copy(path, world.inbox)
    summary = world.run()
    assert summary.counts.files_seen == 10
    assert summary.refused == {}
