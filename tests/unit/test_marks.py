import pytest

from corpus.lines import lines
from corpus.marks import Named, candidates, find_marks, roles_in_brackets
from corpus.people import Person

TALK = "Anne: Hva?\n\nKari: Ja.\n\nAnne: Og?\n\nKari: Nei.\n\n"


def labels(text: str, named: Named | None = None) -> list[str]:
    found = find_marks(lines(text), named) if named else find_marks(lines(text))
    return [mark.label for mark in found]


@pytest.mark.parametrize(
    ("talk", "once"),
    [
        (TALK, "Per: Vi gikk."),
        (TALK, "Per Moe: Vi gikk."),
        (TALK, "Ole-Jørgen: Me gjekk."),
        (TALK, "Kari Moe (KD): We left."),
        (TALK.replace("Kari", "Informant 1"), "Per Moe: Vi gikk."),
        (TALK.replace("Kari", "Kvinne 1"), "Kvinne 2: Vi gikk."),
        (TALK.replace("Anne", "AL").replace("Kari", "KD"), "PM: Vi gikk."),
        (TALK.replace("Hva", "hva").replace("Ja", "ja").replace("Nei", "nei"), "Per: vi gikk"),
    ],
)
def test_a_name_like_the_others_is_believed_once(talk: str, once: str):
    assert labels(talk + once)[-1] == once.partition(":")[0]


@pytest.mark.parametrize(
    "once",
    [
        "Resultatet: Vi gikk.",
        "Utfordringen: Vi gikk.",
        "Konklusjon: Vi gikk.",
        "Summary: We left.",
        "Rom: tomt.",
        "Tal: 12 av 14.",
        "Gevinst: Tid.\n\nDet var en gevinst.",
        "KLD: De gikk.",
        "Fase 2: Vi gikk.",
        "Per – Vi gikk.",
        "Vi kom.\nPer: Vi gikk.",
    ],
)
def test_what_looks_like_a_heading_is_none_of_the_speakers(once: str):
    assert labels(TALK + once) == ["Anne", "Kari"] * 2


def test_a_word_between_role_labels_is_no_name():
    assert labels(TALK.replace("Anne", "I").replace("Kari", "R") + "Oslo: Der.") == ["I", "R"] * 2


@pytest.mark.parametrize("line", ["[00:01] {}: ", "{} 00:00:03\n", "{} (1:02): "])
def test_times_beside_labels_are_believed_though_nobody_speaks_twice(line: str):
    text = "\n\n".join(line.format(name) + "Ja." for name in ("Anne", "Kari", "Per"))
    assert labels(text) == ["Anne", "Kari", "Per"]


def test_times_that_a_reader_put_there_show_nothing():
    assert labels("[00:01] Anne: Ja.\n\n[00:02] Kari: Ja.", Named(stamped=False)) == []


def test_who_is_listed_is_believed():
    text = "Anne: Ja.\n\nPM: Nei."
    assert labels(text) == []
    assert labels(text, Named(people=[Person("Anne Lie"), Person("Per Moe")])) == ["Anne", "PM"]


@pytest.mark.parametrize("voice", ["Merknad", "kari (kld) – leder", "3M", "Leder av alt mulig nå"])
def test_a_voice_of_the_format_is_believed_whatever_it_looks_like(voice: str):
    (mark,) = find_marks(lines(f"[00:00:03] {voice}: Sak: vi"), Named(frozenset({voice})))
    assert (mark.label, mark.start) == (voice, len(f"[00:00:03] {voice}: "))


def test_initials_and_parts_of_a_name_are_one_speaker():
    text = "Hilde Nagell: Hva?\n\nKari: Ja.\n\nHN: Og?\n\nKari: Nei.\n\nHilde: Ja vel.\n"
    assert set(labels(text)) == {"Hilde Nagell", "Kari"}


def test_a_bracket_behind_the_label_tells_the_role():
    marks = find_marks(
        lines("Anne Lie (intervjuar): Hei.\n\nKari (mann): Ja.\n\nKari (mann): Nei.")
    )
    assert [mark.label for mark in marks] == ["Anne Lie", "Kari (mann)", "Kari (mann)"]
    assert roles_in_brackets(marks) == {"Anne Lie": "interviewer"}


def test_lines_that_may_be_labelled_are_counted():
    assert candidates(lines("Kari: Ja.\n\nInformant: Ja.\n\nVi gikk.\n\nPer: Nei.")) == 2


@pytest.mark.parametrize("name", ["{}{}", "{} {}"])
def test_thousands_of_names_take_no_time_to_speak_of(name: str):
    names = [name.format("Ab" + "a" * (n % 99), "Cd" + chr(97 + n % 26)) for n in range(2000)]
    text = "".join(f"{one}: Ja.\n" for one in names)
    assert find_marks(lines(text * 2), Named(people=[Person(f"Ab Cd{n}") for n in range(99)]))
