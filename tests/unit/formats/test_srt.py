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


def test_each_dash_begins_the_others_words(tmp_path: Path):
    path = srt(tmp_path / "a.srt", "Hva skjedde?", "- Vi flyttet.\n- Hvorfor?", "-Fordi.", "Ja.")
    of = read(path)
    assert of.text == (
        "[00:00:03] Speaker 1: Hva skjedde?\n\n[00:00:06] Speaker 2: Vi flyttet.\n\n"
        "[00:00:06] Speaker 1: Hvorfor?\n\n[00:00:09] Speaker 2: Fordi. Ja."
    )
    assert "by dashes alone" in of.warnings[0]


@pytest.mark.parametrize(
    "cue", ["– Ja, det var det.", "-5 grader\n-- nei", "Kari: Ja.\n- Nei.\n- Jo."]
)
def test_one_dash_or_labels_tell_no_dashed_speakers(tmp_path: Path, cue: str):
    of = read(srt(tmp_path / "a.srt", "Vi gikk.", cue))
    assert "Speaker" not in of.text
    assert of.warnings == ()


@pytest.mark.parametrize(
    ("before", "after", "read_as"),
    [
        ("om sam-", "ordning", "om samordning"),
        ("sekretariats-", "og ledermøter", "sekretariats- og ledermøter"),
        ("EU-", "landene", "EU-landene"),
        ("om sam-", "samordning", "om sam- samordning"),
        ("om den", "andre", "om den andre"),
    ],
)
def test_words_that_lines_divide_are_joined(tmp_path: Path, before: str, after: str, read_as: str):
    within = read(srt(tmp_path / "a.srt", "Ja,", f"{before}\n{after}."))
    across = read(srt(tmp_path / "a.srt", "Ja,", before, f"{after}."))
    assert within.text == across.text == f"Ja, {read_as}."
    at, time = across.times[-1]
    assert (across.text[at:], time) == (f"{after}.", 9.5)


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
