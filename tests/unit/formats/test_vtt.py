from pathlib import Path

import pytest

from codebook import Codebook, load
from corpus import Document, read_file
from corpus.formats.vtt import read
from kodetrapp.errors import FileRefusedError


@pytest.fixture(scope="module")
def codebook() -> Codebook:
    return load()


def spoken(of: Document) -> list[tuple[str, str]]:
    return [(turn.speaker, turn.text) for turn in of.turns]


def vtt(path: Path, *cues: str) -> Path:
    """A WebVTT file of cues that come three seconds apart."""
    timed = [
        f"00:00:{3 * n:02}.000 --> 00:00:{3 * n + 3:02}.000\n{cue}" for n, cue in enumerate(cues, 1)
    ]
    path.write_text("\n\n".join(["WEBVTT", *timed]) + "\n", encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("<v Kari Moe>Hva?</v>", "<v Ola Ås>Ja, det var det.</v>"),
        ("<v Moe, Kari>Hva?", "<v Ås, Ola>Ja, det\nvar det."),
        ("<v.loud Kari Moe>Hva?</v>", "<v Ola Ås><i>Ja</i>, det var <b>det</b>.</v>"),
        ("Kari Moe: Hva?", "Ola Ås: Ja, det\nvar det."),
        ("- Kari Moe: Hva?", "- Ola Ås: Ja, det var det."),
    ],
    ids=["voices", "surname first", "classes and tags", "labels", "dashes"],
)
def test_web_captions_tell_the_speaker(tmp_path: Path, codebook: Codebook, first: str, second: str):
    of = read_file(vtt(tmp_path / "a.vtt", first, second, first, second), codebook)
    expected = [("Kari Moe", "Hva?"), ("Ola Ås", "Ja, det var det.")]
    assert spoken(of) == expected * 2
    assert [turn.role.value for turn in of.turns][:2] == ["interviewer", "informant"]


def test_web_captions_of_one_speaker_are_one_turn(tmp_path: Path, codebook: Codebook):
    path = vtt(
        tmp_path / "a.vtt", "<v I>Hva?</v>", "<v R>Ja,</v>", "<v R>det &amp; det.</v>", "Så."
    )
    of = read_file(path, codebook)
    assert spoken(of) == [("I", "Hva?"), ("R", "Ja, det & det. Så.")]
    assert of.text == "[00:00:03] I: Hva?\n\n[00:00:06] R: Ja, det & det. Så."


def test_two_voices_in_one_web_caption_are_two_turns(tmp_path: Path, codebook: Codebook):
    of = read_file(vtt(tmp_path / "a.vtt", "<v I>Hva?</v>\n<v R>Ja.</v>"), codebook)
    assert spoken(of) == [("I", "Hva?"), ("R", "Ja.")]


def test_a_voice_that_speaks_once_is_believed(tmp_path: Path, codebook: Codebook):
    cues = [
        "<v Anne>Hva?",
        "<v Kari>Ja.",
        "<v Anne>Og?",
        "<v kari (kld) – leder>Sak: nei.",
        "<v 3M>Nå",
    ]
    of = read_file(vtt(tmp_path / "a.vtt", *cues), codebook)
    assert spoken(of)[2:] == [("Anne", "Og?"), ("kari (kld) – leder", "Sak: nei."), ("3M", "Nå")]


def test_a_voice_alone_is_believed(tmp_path: Path, codebook: Codebook):
    of = read_file(vtt(tmp_path / "a.vtt", "<v Kari>Vi delte alt."), codebook)
    assert spoken(of) == [("Kari", "Vi delte alt.")]
    assert not any("speaker" in warning for warning in of.warnings)


def test_web_captions_without_voices_are_running_text(tmp_path: Path, codebook: Codebook):
    of = read_file(vtt(tmp_path / "a.vtt", "ja nå går", "opptaket"), codebook)
    assert spoken(of) == [("", "ja nå går opptaket")]


def test_notes_styles_and_numbers_of_web_captions_are_left_out(tmp_path: Path, codebook: Codebook):
    path = tmp_path / "a.vtt"
    path.write_text(
        "\ufeffWEBVTT - tittel\n\nSTYLE\n::cue { color: red }\n\nNOTE hemmelig\n\n"
        "1\n00:01.000 --> 00:02.000 align:start\nI: Hva?\n\n"
        "to\n00:02.000 --> 00:03.000\nR: Ja.\n",
        encoding="utf-8",
    )
    assert read_file(path, codebook).text == "[00:00:01] I: Hva?\n\n[00:00:02] R: Ja."


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("hemmelig", "is no WebVTT file; its first line must be WEBVTT"),
        ("WEBVTT\n\n00:00:01 --> 00:00:02\nHemmelig", "has damaged times (cues: 1); write them"),
        (
            "WEBVTT\n\n00:01.000 --> 00:02.000\nHei.\n\n00:02,000 --> 00:03,000\nHemmelig",
            "has damaged times (cues: 1); write them",
        ),
        ("WEBVTT\n", "is empty; remove it"),
        ("", "is empty; remove it"),
    ],
)
def test_damaged_web_captions_are_refused(tmp_path: Path, codebook: Codebook, text: str, said: str):
    path = tmp_path / "a.vtt"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(FileRefusedError) as caught:
        read_file(path, codebook)
    assert str(caught.value).startswith(said)
    assert "emmelig" not in repr(caught.value)


def test_every_cue_has_its_place_and_time(tmp_path: Path):
    path = vtt(tmp_path / "a.vtt", "<v I>Hva?</v>", "<v R>Ja,", "det\nvar det.", "R: Og så.")
    of = read(path)
    assert of.text == "[00:00:03] I: Hva?\n\n[00:00:06] R: Ja, det var det. Og så."
    assert [(of.text[at:][:6], time) for at, time in of.times] == [
        ("Hva?\n\n", 3.0),
        ("Ja, de", 6.0),
        ("det va", 9.0),
        ("Og så.", 12.0),
    ]


def test_captions_that_roll_up_are_read_once(tmp_path: Path):
    shown = [
        "ja nå går",
        "ja nå går\nopptaket<00:00:07.000><c> og</c> vi",
        "opptaket og vi",
        "opptaket og vi\nkan begynne med",
        "kan begynne med\nmøtene",
    ]
    assert (
        read(vtt(tmp_path / "a.vtt", *shown)).text
        == "ja nå går opptaket og vi kan begynne med møtene"
    )


def test_captions_that_grow_are_read_once(tmp_path: Path):
    shown = ["R: ja nå", "R: ja nå går", "R: ja nå går opptaket", "R: ja nå går opptaket og"]
    assert read(vtt(tmp_path / "a.vtt", *shown)).text == "[00:00:03] R: ja nå går opptaket og"


def test_who_says_the_same_twice_is_read_twice(tmp_path: Path):
    shown = ["Nei.", "Nei.", "Vi gikk. Nei.", "Nei. Vi sto.", "Hele tida.", "Og så var det slutt."]
    assert read(vtt(tmp_path / "a.vtt", *shown)).text == " ".join(shown)


@pytest.mark.parametrize("note", ["[Musikk]", "(latter)", "<inaudible>", "[uhørlig 00:03]"])
def test_what_is_heard_beside_words_stays(tmp_path: Path, note: str):
    assert read(vtt(tmp_path / "a.vtt", f"R: Ja {note} ja.")).text == f"[00:00:03] R: Ja {note} ja."


def test_what_has_a_colon_in_a_cue_is_no_label(tmp_path: Path):
    path = vtt(tmp_path / "a.vtt", "Kari: Greit, men", "la meg si det i ett ord: nei.")
    assert read(path).text.endswith("Kari: Greit, men la meg si det i ett ord: nei.")
