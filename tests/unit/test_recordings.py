import json
from dataclasses import dataclass
from pathlib import Path

import pytest
from docx import Document as Word

from codebook import Codebook, load
from corpus import read_file
from corpus.recordings import Heard, batches, key, together, twins, words

SAID = ["Vi begynte med to møter i 2023.", "Så ble det krangel – om penger.", "Nå er det ro."]


@pytest.fixture(scope="module")
def codebook() -> Codebook:
    return load()


@dataclass(frozen=True)
class File:
    path: Path


def whisper(folder: Path, said: list[str], stem: str = "opptak") -> list[Path]:
    """What Whisper writes of one recording."""
    whole = [(number * 4.0, number * 4.0 + 3.5, text) for number, text in enumerate(said)]
    segments = [
        {"id": n, "start": a, "end": b, "text": f" {t}"} for n, (a, b, t) in enumerate(whole)
    ]
    cues = [(saved_clock(a), saved_clock(b), t) for a, b, t in whole]
    written = {
        ".txt": "\n".join(said) + "\n",
        ".srt": "".join(
            f"{n}\n{a.replace('.', ',')} --> {b.replace('.', ',')}\n{t}\n\n"
            for n, (a, b, t) in enumerate(cues, start=1)
        ),
        ".vtt": "WEBVTT\n\n" + "".join(f"{a[3:]} --> {b[3:]}\n{t}\n\n" for a, b, t in cues),
        ".tsv": "start\tend\ttext\n"
        + "".join(f"{int(a * 1000)}\t{int(b * 1000)}\t{t}\n" for a, b, t in whole),
        ".json": json.dumps({"text": " ".join(said), "segments": segments, "language": "no"}),
    }
    paths = []
    for ending, text in written.items():
        path = folder / f"{stem}{ending}"
        path.write_text(text, encoding="utf-8")
        paths.append(path)
    return paths


def saved_clock(time: float) -> str:
    return f"00:{int(time) // 60:02}:{time % 60:06.3f}"


def read(paths: list[Path], codebook: Codebook) -> dict[str, Heard]:
    found = {}
    for path in paths:
        document = read_file(path, codebook)
        found[path.name] = Heard(path, document, words(document))
    return found


def test_what_whisper_writes_is_one_recording_and_the_json_is_taken(
    tmp_path: Path, codebook: Codebook
):
    of = twins(read(whisper(tmp_path, SAID * 3), codebook))
    assert of.kept == dict.fromkeys(
        ["opptak.txt", "opptak.srt", "opptak.vtt", "opptak.tsv"], "opptak.json"
    )
    assert of.warnings == {}


def test_times_of_whispers_table_are_those_of_its_subtitles(tmp_path: Path, codebook: Codebook):
    of = read(whisper(tmp_path, SAID * 3), codebook)
    assert of["opptak.tsv"].document.times == of["opptak.srt"].document.times
    assert [time for _, time in of["opptak.tsv"].document.times][:3] == [0, 4, 8]


def test_seconds_of_a_table_stay_seconds(tmp_path: Path, codebook: Codebook):
    path = tmp_path / "a.tsv"
    path.write_text("start\ttext\n0\tHvordan gikk det?\n40\tDet gikk bra, etter måten.\n")
    assert [time for _, time in read_file(path, codebook).times] == [0, 40]


def test_what_teams_writes_is_one_recording(tmp_path: Path, codebook: Codebook):
    spoken = [("Kari Lie", "Hva gjorde dere?"), ("Bo Falk", "Vi møttes, og ble enige.")] * 3
    document = Word()
    for number, (who, said) in enumerate(spoken):
        document.add_paragraph(f"{who}   0:{number * 4:02}\n{said}")
    document.save(tmp_path / "møte.docx")
    cues = "".join(
        f"00:00:{4 * n:02}.000 --> 00:00:{4 * n + 3:02}.000\n<v {who}>{said}</v>\n\n"
        for n, (who, said) in enumerate(spoken)
    )
    (tmp_path / "møte.vtt").write_text(f"WEBVTT\n\n{cues}", encoding="utf-8")
    found = twins(read([tmp_path / "møte.docx", tmp_path / "møte.vtt"], codebook))
    assert found.kept == {"møte.docx": "møte.vtt"}


def test_who_speaks_and_what_is_known_weigh_more_than_times(tmp_path: Path, codebook: Codebook):
    paths = whisper(tmp_path, ["Hva?", "Ja, det var det."] * 3, "intervju")
    text = "Gruppe: KUBU\n\n" + "\n\n".join(["I: Hva?", "R: Ja, det var det."] * 3)
    paths[0].write_text(text, encoding="utf-8")
    assert set(twins(read(paths, codebook)).kept.values()) == {"intervju.txt"}


def test_one_word_that_differs_makes_two_documents_and_a_warning(
    tmp_path: Path, codebook: Codebook
):
    paths = whisper(tmp_path, SAID * 3)
    text = paths[0].read_text(encoding="utf-8")
    paths[0].write_text(text.replace("krangel", "strid", 1), encoding="utf-8")
    of = twins(read(paths, codebook))
    assert sorted(of.kept) == ["opptak.srt", "opptak.tsv", "opptak.vtt"]
    assert sorted(of.warnings) == ["opptak.json", "opptak.txt"]
    assert of.warnings["opptak.txt"].startswith(".json of the same name has other words")
    assert "strid" not in str(of)


def test_case_and_marks_are_no_words(codebook: Codebook):
    def of(text: str) -> str:
        from corpus import read_text

        return words(read_text(f"I: Hva?\n\nR: {text}\n\nI: Og?\n\nR: Nei.", codebook, "a.txt"))

    assert of("Ja – det «var» det.") == of("ja, det var det")
    assert of("Ja, det var det.") != of("Ja, det er det.")


def test_other_names_and_other_folders_are_other_recordings(tmp_path: Path, codebook: Codebook):
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    one = whisper(tmp_path / "a", SAID * 3)[0]
    others = [whisper(tmp_path / "b", SAID * 3)[1], whisper(tmp_path / "a", SAID * 3, "tale")[1]]
    assert twins(read([one, *others], codebook)).kept == {}
    assert key(Path("a/Opptak.txt")) == key(Path("a/opptak.SRT")) != key(Path("b/opptak.txt"))


def test_a_recording_is_never_divided_between_batches():
    names = [f"{n}{ending}" for n in range(9) for ending in (".json", ".srt", ".txt")]
    of = list(batches([File(Path(name)) for name in reversed(names)], 4))
    assert sorted(file.path.name for batch in of for file in batch) == sorted(names)
    assert [len(batch) for batch in of] == [6, 6, 6, 6, 3]
    assert all(len({key(file.path) for file in batch}) * 3 == len(batch) for batch in of)


def test_only_files_with_others_of_their_name_are_compared():
    files = [File(Path(name)) for name in ("a.txt", "a.vtt", "b.txt", "x/a.txt")]
    assert together(files) == {Path("a.txt"), Path("a.vtt")}
