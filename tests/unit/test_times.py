import pytest

import codebook
from corpus import read_text, split
from corpus.document import Turn, TurnRole
from corpus.extract import Extract
from corpus.reader import read_extract
from corpus.times import LEADING, TRAILING, seconds, stamps, time_at


@pytest.mark.parametrize(
    ("clock", "expected"),
    [
        ("0:03", 3),
        ("12:31", 751),
        ("00:12:31", 751),
        ("1:02:03", 3723),
        ("00:00:03.250", 3.25),
        ("00:00:03,5", 3.5),
    ],
)
def test_a_clock_is_read_as_seconds(clock: str, expected: float):
    assert seconds(clock) == expected


@pytest.mark.parametrize(
    "stamp",
    [
        "[00:12:31]",
        "(12:31)",
        "<00:12:31>",
        "#00:12:31-5#",
        "00:12:31",
        "00:12:31.250 - ",
        "00:12:31 - 00:12:40",
        "00:00:03,000 --> 00:00:05,000",
        "12:31",
    ],
)
def test_stamps_at_the_beginning_of_a_line_are_known(stamp: str):
    match = LEADING.match(stamp)
    assert match is not None
    assert match.end() == len(stamp)


@pytest.mark.parametrize("words", ["10:30 begynte vi.", "Vi kom 10:30:00", "1:2", "[10]", "12.30"])
def test_what_somebody_says_is_no_stamp(words: str):
    assert LEADING.match(words) is None
    assert TRAILING.search(words) is None


def said(text: str, *words: str) -> list[Turn]:
    return [
        Turn(text.index(w), text.index(w) + len(w), w, TurnRole.INFORMANT, "Kari") for w in words
    ]


def test_a_stamp_before_a_turn_counts_for_it():
    text = "Tid: 10:30\n[00:00:03 - 00:00:09] Kari: Ja. #00:01:00-2#\nKari (0:12): Nei. Kari: Så."
    turns = said(text, "Ja.", "Nei.", "Så.")
    found = stamps(text, turns, begin=text.index("["))
    assert found == ((turns[0].start, 3.0), (turns[1].start, 60.0))


def test_a_bracketed_stamp_in_a_turn_counts_for_what_follows_it():
    text = "Kari: Vi kom 10:30. [00:01:00] Så gikk vi."
    turns = said(text, text.removeprefix("Kari: "))
    assert stamps(text, turns) == ((text.index("]") + 1, 60.0),)


def test_the_last_stamp_before_an_offset_tells_its_time():
    times = ((3, 1.5), (10, 20.0))
    assert [time_at(times, at) for at in (0, 3, 9, 10, 99)] == [None, 1.5, 1.5, 20.0, 20.0]
    assert time_at((), 5) is None


HEADER = "Gruppe: KUBU\nDato: 2023-02-01\nType: intervju\nTid: 10:30\n\n"


def times_of(text: str) -> list[tuple[str, float | None]]:
    return [(s.text, s.time) for s in split(read_text(text, codebook.load(), "a.txt"), "nb")]


def test_sentences_know_when_they_are_said():
    text = f"{HEADER}I: Klar?\n\n[00:00:03] I: Hva?\n\nR 00:01:00\nVi kom. Kl. 10:30 gikk vi.\n"
    assert times_of(text) == [
        ("Klar?", None),
        ("Hva?", 3.0),
        ("Vi kom.", 60.0),
        ("Kl. 10:30 gikk vi.", 60.0),
    ]


def test_unlabelled_speech_with_stamps_has_times_and_no_stamps():
    text = f"{HEADER}[00:00:03] vi kom dit\n\n[00:00:09] og så gikk vi\n"
    assert times_of(text) == [("vi kom dit", 3.0), ("og så gikk vi", 9.0)]


def test_times_that_the_format_gives_count_instead():
    text = f"{HEADER}[00:00:03] I: Hva?\n\nR: Vi kom. Så gikk vi."
    times = ((text.index("Hva"), 3.25), (text.index("Så"), 7.5))
    of = read_extract(Extract(text, times), codebook.load(), "a.vtt")
    assert [s.time for s in split(of, "nb")] == [3.25, 3.25, 7.5]
