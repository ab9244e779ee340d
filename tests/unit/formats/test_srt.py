from pathlib import Path

import pytest

from codebook import load
from corpus import read_file
from corpus.formats.srt import read
from kodetrapp.errors import FileRefusedError


def srt(path: Path, *cues: str, line_end: str = "\n") -> Path:
    """A SubRip file of cues that come three seconds apart."""
    timed = [
        f"{n}\n00:00:{3 * n:02},500 --> 00:00:{3 * n + 3:02},000\n{cue}"
        for n, cue in enumerate(cues, 1)
    ]
    text = "\n\n".join(timed) + "\n"
    path.write_bytes(text.replace("\n", line_end).encode())
    return path


def test_cues_of_one_speaker_are_one_turn(tmp_path: Path):
    of = read(srt(tmp_path / "a.srt", "Kari: Hva?", "Ola: Ja,", "det\nvar det."))
    assert of.text == "[00:00:03] Kari: Hva?\n\n[00:00:06] Ola: Ja, det var det."
    assert [(of.text[at:][:4], time) for at, time in of.times] == [
        ("Hva?", 3.5),
        ("Ja, ", 6.5),
        ("det ", 9.5),
    ]


def test_lines_after_dashes_are_speakers(tmp_path: Path):
    of = read(srt(tmp_path / "a.srt", "- Kari: Hva?\n- Ola: Ja."))
    assert of.text == "[00:00:03] Kari: Hva?\n\n[00:00:03] Ola: Ja."


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_lines_end_as_they_may(tmp_path: Path, line_end: str):
    path = srt(tmp_path / "a.srt", "R: Det\nvar det.", "Så.", line_end=line_end)
    assert read(path).text == "[00:00:03] R: Det var det. Så."


def test_formatting_is_left_out_and_notes_stay(tmp_path: Path):
    path = srt(
        tmp_path / "a.srt",
        '{\\an8}<i>Ja</i>, <font color="#fff">det</font> [Musikk] {ler}',
        "<b>var</b> <inaudible> (latter)",
    )
    assert read(path).text == "Ja, det [Musikk] {ler} var <inaudible> (latter)"


def test_numbers_and_empty_cues_are_no_words(tmp_path: Path):
    assert read(srt(tmp_path / "a.srt", "Ja.", "", "Nei.")).text == "Ja. Nei."


def test_cues_without_speakers_are_one_informant(tmp_path: Path):
    path = srt(tmp_path / "a.srt", "vi satt i hvert vårt hus", "og leste om hverandre i avisen")
    of = read_file(path, load())
    assert [turn.text for turn in of.turns] == [
        "vi satt i hvert vårt hus og leste om hverandre i avisen"
    ]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Hemmelig.", "is no SubRip file; "),
        ("1\n00:00:01 --> 00:00:02\nHemmelig", "is no SubRip file; "),
        (
            "1\n00:00:01,0 --> 00:00:02,0\nHei\n\n2\n00:00:0x --> 00:00:09,0\nHemmelig",
            "has damaged times (cues: 1); ",
        ),
    ],
)
def test_damaged_subtitles_are_refused(tmp_path: Path, text: str, said: str):
    path = tmp_path / "a.srt"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(FileRefusedError) as caught:
        read(path)
    assert str(caught.value).startswith(said)
    assert "emmelig" not in repr(caught.value)
