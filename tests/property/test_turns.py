"""Whatever a dialogue looks like, its turns hold all that is said, each word once."""

import re

from hypothesis import given, settings
from hypothesis import strategies as st

from corpus import unlabelled
from corpus.agenda import agenda, prose
from corpus.document import Turn, TurnRole
from corpus.lines import lines
from corpus.marks import Named, find_marks
from corpus.roles import assign, decide
from corpus.speakers import dialogue, known_role
from corpus.times import stamps

thorough = settings(derandomize=True, deadline=None, max_examples=200)

NAMES = ["Kari", "OM", "Intervjuer", "Informant 2", "SPEAKER_00", "ola", "I", "R", "Avdelingsleder"]
LAYOUTS = [
    *("{}: ", "{}:\n", "**{}:** ", "[{}] ", "<{}> ", "({}): ", "{}\t", "{} – ", "{}   0:03\n"),
    *("[00:00:03] {}: ", "00:00:03 - 00:00:05\n{}: ", "{} (kvinne): ", "7. {}: ", "– ", "", "### "),
]
WORDS = st.lists(
    st.sampled_from(
        ["ordX", "ordY?", "Ordz.", "ORDÅ", "\nordQ", "\n\nordW", "– ordV", "10:30 ordT"]
    ),
    min_size=1,
    max_size=6,
).map(" ".join)
GAPS = st.sampled_from(["\n", "\n\n", "  \n\n", "\n \n"])


@st.composite
def dialogues(draw: st.DrawFn) -> str:
    """A dialogue in one layout, with a line in another here and there."""
    layout = draw(st.sampled_from(LAYOUTS))
    names = draw(st.lists(st.sampled_from(NAMES), min_size=1, max_size=3, unique=True))
    text = ""
    for _ in range(draw(st.integers(1, 8))):
        usual = draw(st.integers(0, 5))
        shape = layout if usual else draw(st.sampled_from(LAYOUTS))
        text += shape.format(draw(st.sampled_from(names))) + draw(WORDS) + draw(GAPS)
    return text


def words_of(text: str) -> list[str]:
    """What is said: the words that can be nothing else, whatever is taken for a label."""
    return re.findall(r"(?i)ord\w", text)


def check(text: str, turns: list[Turn]) -> None:
    end = 0
    for turn in turns:
        assert text[turn.start : turn.end] == turn.text == turn.text.strip() != ""
        assert turn.start >= end
        end = turn.end
    assert [word for turn in turns for word in words_of(turn.text)] == words_of(text)


@thorough
@given(dialogues())
def test_turns_of_a_dialogue_lose_nothing_and_never_overlap(text: str):
    of = lines(text)
    marks = find_marks(of)
    turns = dialogue(of, marks)
    check(text, turns)
    assert {turn.speaker for turn in turns} <= {mark.label for mark in marks} | {""}
    roles = decide(turns)
    assigned = assign(turns, roles.speakers)
    assert [(t.start, t.end, t.speaker) for t in assigned] == [
        (t.start, t.end, t.speaker) for t in turns
    ]
    spoken = [turn for turn in turns if turn.role is not TurnRole.HEADING]
    assert sum(one.turns for one in roles.speakers) == len(spoken)
    assert sum(one.words for one in roles.speakers) == sum(len(t.text.split()) for t in spoken)


VOICES = st.text("abcÆø 12().,–-'", min_size=1, max_size=20).map(
    lambda text: " ".join(text.split()).rstrip(":")
)


@thorough
@given(st.lists(st.tuples(VOICES.filter(bool), WORDS), min_size=1, max_size=8))
def test_whoever_the_format_names_says_her_own_words_however_seldom(said: list[tuple[str, str]]):
    cues = [(voice, " ".join(words.split())) for voice, words in said]
    text = "\n\n".join(f"[00:00:03] {voice}: {words}" for voice, words in cues)
    of = lines(text)
    turns = dialogue(of, find_marks(of, Named(frozenset(voice for voice, _ in cues))))
    check(text, turns)
    if {known_role(voice) for voice, _ in cues} != {"interviewer"}:
        assert [(turn.speaker, words_of(turn.text)) for turn in turns] == [
            (voice, words_of(words)) for voice, words in cues
        ]


@thorough
@given(st.permutations(["Anne", "Kari Dal", "Per", "Liv Berg"]), st.integers(0, 8))
def test_a_name_that_stands_once_among_others_has_her_own_turn(names: list[str], at: int):
    *again, once = names
    said = [(name, f"Ord{n}.") for n in range(3) for name in again]
    said.insert(at, (once, "OrdX."))
    text = "\n\n".join(f"{name}: {words}" for name, words in said)
    of = lines(text)
    assert [(turn.speaker, turn.text) for turn in dialogue(of, find_marks(of))] == said


@thorough
@given(dialogues())
def test_neither_do_those_of_one_without_labels_of_minutes_or_of_prose(text: str):
    of = lines(text)
    taken = unlabelled.read(of)
    if taken is not None:
        check(text, taken.turns)
    check(text, agenda(of))
    check(text, prose(of, TurnRole.INFORMANT))


@thorough
@given(dialogues())
def test_times_ascend_and_lie_at_turns(text: str):
    of = lines(text)
    turns = dialogue(of, find_marks(of))
    found = stamps(text, turns)
    assert [at for at, _ in found] == sorted({at for at, _ in found})
    assert all(any(turn.start <= at < turn.end for turn in turns) for at, _ in found)
