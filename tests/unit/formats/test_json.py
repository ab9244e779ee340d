import json
from pathlib import Path

import pytest

from codebook import load
from corpus import read_file
from corpus.extract import Extract
from corpus.formats.json_transcript import read
from kodetrapp.errors import FileRefusedError

TWO = "[00:00:03] Kari Moe: Hva?\n\n[00:01:06] Ola Ås: Ja, det var det."
NUMBERED = "[00:00:03] Speaker {}: Hva?\n\n[00:01:06] Speaker {}: Ja, det var det."


def reading(folder: Path, content: object) -> Extract:
    path = folder / "a.json"
    path.write_text(json.dumps(content), encoding="utf-8")
    return read(path)


TRANSCRIPTS: dict[str, tuple[object, str]] = {
    "WhisperX": (
        {
            "segments": [
                {"start": 3.1, "end": 4, "text": " Hva?", "speaker": "Kari Moe", "words": []},
                {"start": 66.2, "end": 67, "text": " Ja,", "speaker": "Ola Ås"},
                {"start": 67.5, "end": 69, "text": " det var det."},
            ],
            "language": "no",
        },
        TWO,
    ),
    "Teams": (
        {
            "entries": [
                {
                    "text": "Hva?",
                    "speakerDisplayName": "Kari Moe",
                    "startOffset": "00:00:03.1234567",
                },
                {"text": "Ja,", "speakerDisplayName": "Ola Ås", "startOffset": "00:01:06.2"},
                {"text": "det var det.", "speakerDisplayName": "Ola Ås", "startOffset": "00:01:07"},
            ]
        },
        TWO,
    ),
    "AssemblyAI": (
        {
            "text": "Hva? Ja, det var det.",
            "utterances": [
                {"speaker": "A", "text": "Hva?", "start": 3100, "end": 4000},
                {"speaker": "B", "text": "Ja, det var det.", "start": 66200, "end": 69000},
            ],
        },
        NUMBERED.format("A", "B"),
    ),
    "Deepgram": (
        {
            "results": {
                "utterances": [
                    {"speaker": 0, "transcript": "Hva?", "start": 3.1, "end": 4.0},
                    {"speaker": 1, "transcript": "Ja, det var det.", "start": 66.2, "end": 69.0},
                ]
            }
        },
        NUMBERED.format(0, 1),
    ),
    "Azure": (
        {
            "recognizedPhrases": [
                {"speaker": 1, "offset": "PT3.1S", "nBest": [{"display": "Hva?"}]},
                {"speaker": 2, "offset": "PT1M6.2S", "nBest": [{"display": "Ja, det var det."}]},
            ]
        },
        NUMBERED.format(1, 2),
    ),
    "a list": (
        [
            {"start": "0:03", "text": "Hva?", "speaker": "Kari Moe"},
            {"start": "1:06", "text": "Ja, det var det.", "speaker": "Ola Ås"},
        ],
        TWO,
    ),
}


@pytest.mark.parametrize("kind", TRANSCRIPTS)
def test_transcripts_of_every_kind_are_turns_with_times(tmp_path: Path, kind: str):
    content, text = TRANSCRIPTS[kind]
    of = reading(tmp_path, content)
    assert of.text == text
    starts = {of.text[at : at + 3]: time for at, time in of.times}
    assert starts["Hva"] == pytest.approx(3.1, abs=0.2)
    assert starts["Ja,"] == pytest.approx(66.2, abs=0.3)


WITHOUT_SPEAKERS: dict[str, object] = {
    "Whisper": {
        "text": " ja nå går opptaket.",
        "segments": [
            {"id": 0, "start": 0.0, "end": 2.0, "text": " ja nå går"},
            {"id": 1, "start": 2.0, "end": 4.0, "text": " opptaket."},
        ],
    },
    "faster-whisper": [[0, 0, 0.0, 2.0, " ja nå går", [1]], [1, 0, 2.0, 4.0, " opptaket.", [2]]],
    "plain lists": [[0, 2, "ja nå går"], [2, 4, "opptaket."]],
    "whisper.cpp": {
        "transcription": [
            {"offsets": {"from": 0, "to": 2000}, "text": " ja nå går"},
            {"offsets": {"from": 2000, "to": 4000}, "text": " opptaket."},
        ]
    },
}


@pytest.mark.parametrize("kind", WITHOUT_SPEAKERS)
def test_segments_are_no_borders_of_sentences(tmp_path: Path, kind: str):
    of = reading(tmp_path, WITHOUT_SPEAKERS[kind])
    assert of.text == "ja nå går opptaket."
    assert of.times == ((0, 0.0), (10, 2.0))


def test_text_alone_is_read(tmp_path: Path):
    assert reading(tmp_path, {"text": " Ja.\n\nNei. "}).text == "Ja.\n\nNei."


def test_whole_seconds_are_no_milliseconds(tmp_path: Path):
    rows = [{"start": 60 * n, "end": 60 * n + 59, "text": f"ord{n} " * 100} for n in range(60)]
    of = reading(tmp_path, {"segments": rows})
    assert of.times[-1][1] == 59 * 60


@pytest.mark.parametrize(
    "start", [None, "snart", -1, float("nan"), float("inf"), 10**400, [], True]
)
def test_a_start_that_is_none_costs_only_itself(tmp_path: Path, start: object):
    of = reading(tmp_path, {"segments": [{"start": start, "text": "Hei.", "speaker": "Kari"}]})
    assert (of.text, of.times) == ("Kari: Hei.", ())


def test_a_transcript_without_speakers_has_one_informant(tmp_path: Path):
    path = tmp_path / "a.json"
    path.write_text(json.dumps(WITHOUT_SPEAKERS["Whisper"]), encoding="utf-8")
    assert [turn.text for turn in read_file(path, load()).turns] == ["ja nå går opptaket."]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('{"segments": [{"text": "hemmelig"', "is no readable JSON"),
        ("[" * 100_000, "is no readable JSON"),
        ('{"spans": [], "doc": "hemmelig"}', "is gold"),
        ('{"navn": "hemmelig"}', "is JSON, but no transcript of a known kind; "),
        ('[{"navn": "hemmelig"}]', "is JSON, but no transcript of a known kind; "),
        ('["hemmelig"]', "is JSON, but no transcript of a known kind; "),
        ("17", "is JSON, but no transcript of a known kind; "),
        ("[]", "is JSON, but no transcript of a known kind; "),
    ],
)
def test_other_json_is_refused(tmp_path: Path, text: str, said: str):
    path = tmp_path / "a.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(FileRefusedError) as caught:
        read(path)
    assert str(caught.value).startswith(said)
    assert "hemmelig" not in repr(caught.value)
