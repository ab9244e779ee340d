import json
from pathlib import Path

import pytest

from tests.flows.conftest import World

SAID = ["Vi begynte med to møter i året.", "Så ble det krangel om penger.", "Nå er det ro."] * 3
CURRENT = "SELECT count(*) FROM current_documents"


@pytest.fixture
def recorded(world: World) -> World:
    """A world whose inbox holds nothing but one recording, as text and as subtitles."""
    for path in world.inbox.iterdir():
        path.unlink()
    write(world.inbox / "opptak.txt")
    write(world.inbox / "opptak.srt")
    return world


def write(path: Path, said: list[str] = SAID) -> None:
    """The words as Whisper writes them in a file of this ending."""
    times = [f"00:00:{4 * n:02}" for n in range(len(said))]
    match path.suffix:
        case ".txt":
            text = "\n".join(said)
        case ".srt":
            cues = zip(times, said, strict=True)
            text = "\n".join(
                f"{n}\n{time},000 --> {time},900\n{line}\n"
                for n, (time, line) in enumerate(cues, start=1)
            )
        case _:
            segments = [{"start": 4 * n, "text": line} for n, line in enumerate(said)]
            text = json.dumps({"segments": segments})
    path.write_text(text, encoding="utf-8")


def test_a_recording_in_two_files_is_one_document(recorded: World):
    summary = recorded.run()
    assert summary.recordings == {"opptak.txt": "opptak.srt"}
    assert summary.duplicates == {}
    assert recorded.stored(CURRENT) == [(1,)]
    assert recorded.stored("SELECT count(*) FROM documents") == [(1,)]
    assert recorded.stored("SELECT count(*) FROM sentences WHERE start_seconds IS NULL") == [(0,)]
    assert "Same recording as another file" in summary.as_markdown()
    again = recorded.run()
    assert again.idle
    assert (again.counts.files_unchanged, again.recordings) == (2, {})


def test_a_file_of_the_recording_that_comes_later_is_known(recorded: World):
    recorded.run()
    before = recorded.stored("SELECT document_id FROM current_documents")
    (recorded.inbox / "opptak.vtt").write_text(
        "WEBVTT\n\n"
        + "".join(
            f"00:{4 * n:02}.000 --> 00:{4 * n + 3:02}.000\n{x}\n\n" for n, x in enumerate(SAID)
        ),
        encoding="utf-8",
    )
    later = recorded.run()
    assert later.recordings == {"opptak.srt": "opptak.vtt", "opptak.txt": "opptak.vtt"}
    assert (later.counts.files_new, later.counts.files_changed) == (1, 0)
    assert recorded.stored("SELECT document_id FROM current_documents") == before
    assert recorded.run().idle


def test_a_richer_file_that_comes_later_takes_the_place(recorded: World):
    (recorded.inbox / "opptak.srt").unlink()
    recorded.run()
    write(recorded.inbox / "opptak.srt")
    later = recorded.run()
    assert later.recordings == {"opptak.txt": "opptak.srt"}
    assert recorded.stored(CURRENT) == [(1,)]
    held = recorded.stored("SELECT DISTINCT document_id FROM current_sources")
    assert held == recorded.stored("SELECT document_id FROM current_documents")
    timed = "SELECT count(*) FROM sentences JOIN current_documents USING (document_id)"
    assert recorded.stored(f"{timed} WHERE start_seconds IS NULL") == [(0,)]
    assert recorded.run().idle


def test_a_corrected_file_counts_beside_the_others_with_a_warning(recorded: World):
    recorded.run()
    write(recorded.inbox / "opptak.txt", [SAID[0].replace("to", "tre"), *SAID[1:]])
    summary = recorded.run()
    assert summary.recordings == {}
    assert recorded.stored(CURRENT) == [(2,)]
    for name, other in (("opptak.txt", ".srt"), ("opptak.srt", ".txt")):
        [warning] = [w for w in summary.warnings[name] if "other words" in w]
        assert warning.startswith(f"{other} of the same name has other words, so both count; ")


def test_a_recording_whose_richest_file_is_gone_still_counts(recorded: World):
    recorded.run()
    (recorded.inbox / "opptak.srt").unlink()
    assert recorded.run(retire_missing=True).retired == ["opptak.srt"]
    assert recorded.stored(CURRENT) == [(1,)]


def test_lines_of_metadata_files_that_fit_no_file_are_named(recorded: World):
    (recorded.inbox / "metadata.csv").write_text("fil;dato\nopptakk.srt;2023-05-11\n")
    summary = recorded.run()
    assert summary.unmet == {
        "metadata.csv": ["line 2: no file is called 'opptakk.srt'; is 'opptak.srt' meant?"]
    }
    report = summary.as_markdown()
    assert "| lines of metadata files that fit no file | 1 |" in report
    assert "opptakk" not in report


def test_a_recording_whose_name_is_hidden_is_one_document(recorded: World):
    for path in list(recorded.inbox.iterdir()):
        path.rename(path.with_stem("Intervju Kari Nordmann"))
    summary = recorded.run()
    assert len(summary.recordings) == 1
    assert "Nordmann" not in str(summary.recordings)
    assert recorded.stored(CURRENT) == [(1,)]
