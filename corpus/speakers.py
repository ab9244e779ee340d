"""Dialogues: the labels that speakers have, and what is said below each.

Which of the lines that look like labels are labels is decided in `corpus.marks`, who asks in
`corpus.roles`.
"""

import re
from collections.abc import Collection
from dataclasses import dataclass, field
from functools import cache, lru_cache
from itertools import pairwise

from corpus.document import Turn, TurnRole
from corpus.lines import Line
from corpus.times import CLOCK, LEADING, STAMP, TRAILING
from corpus.vocabulary import vocabulary

_REACH = 160
"""A label, with all that may stand around it, lies within so many characters of its line; so no
line costs more than that, however long it is."""
_LEAD = r"^[\s*_>#|-]*+(?:\d{1,4}(?:[.)][ \t]+|\t)[*_]*+)?"
_NAME = r"[^\W\d_](?:[^\W_]|[_ .'’/&-](?=[^\W_])|\.(?=[ :\])>*]|$)){0,38}"
_ADDED = r"(?: \([^\W\d_][^()\[\]:\n]{0,38}\))?"
"""What may stand behind a name: `(KD)`, `(kvinne)`."""
_OFFICE = r"(?:, [^\W\d_][^\W_]{0,20}(?: [^\W\d_][^\W_]{0,20})?)?"
_STAMP_FIRST = rf"(?:{STAMP}[ \t]*+[-–—|]?[ \t]*+)?"
_BOLD = r"(?:[^\S\t]|[*_]){0,9}+"
_LABELLED = re.compile(
    rf"{_LEAD}{_STAMP_FIRST}[*_]{{0,9}}+(?P<label>{_NAME}{_ADDED}{_OFFICE}){_BOLD}"
    rf"(?P<time>[ \t,(-]{{0,9}}+{STAMP}\)?)?{_BOLD}"
    r"(?P<mark>(?<!\d):|:(?!\d)|–|—|-(?=[ \t])|\t(?=\s*\S)|(?=\s*$))[*_]*+[ \t]*+"
)
_STAMPED = re.compile(
    rf"{_LEAD}(?P<label>{_NAME}{_ADDED})[\s,(|-]{{1,30}}+{STAMP}[\s*_)]{{0,9}}+:?\s*$"
)
_TIMED = re.compile(
    rf"{_LEAD}(?P<label>{_NAME}{_ADDED})[ \t,]{{1,9}}"
    r"[\[(]?\d{1,2}:\d{2}(?::\d{2}(?:[.,]\d{1,3})?[\])]?|[\])])[ \t]+(?=\S)"
)
"""`Speaker 1 00:03:12 words`: a time with seconds or in brackets, and words behind it."""
_BRACKETED = re.compile(
    rf"{_LEAD}{_STAMP_FIRST}[*_]{{0,9}}+[\[(<](?P<label>{_NAME}{_ADDED})[\])>]{_BOLD}"
    rf"(?P<time>[ \t,(-]{{0,9}}+{STAMP}\)?)?{_BOLD}(?P<mark>:|–|—|-(?=[ \t])|)[*_]*+[ \t]*+"
)
_CLOCKED = re.compile(rf"\[{CLOCK}\] ")
"""The time that readers of formats put before a label."""
_CUE = re.compile(r"^\s*\d{1,6}\s*$")
_NUMBER = re.compile(r"(?:[ _#.]{0,3}\d{1,3}|[ _][A-ZÆØÅ])$")
_IN_BRACKETS = re.compile(r" \([^()]*\)$")
_MAX_WORDS, _MAX_LOWER = 5, 2
BARE, TIME, _BRACKET = "", "00:00", "[]"


@dataclass(frozen=True)
class Mark:
    """A place where a speaker begins: the index of the line, the label, how it is marked (`:`, a
    dash, a tab, `00:00` for a time, `[]` for brackets, nothing) and where the words start; whether
    a time stands beside it, and the role that a bracket behind it tells, else nothing."""

    line: int
    label: str = field(repr=False)
    mark: str
    start: int
    timed: bool = False
    role: str = ""


@lru_cache(maxsize=4096)
def known_role(label: str) -> str | None:
    """What the vocabulary says of a label or of a word for a role: `interviewer`, `informant`,
    `unknown` (`Speaker 1`); None for a name. Numbers and what is added in brackets don't count."""
    stem = stem_of(label)
    return _roles().get(stem if len(stem) == 1 else stem.casefold())


@cache
def _roles() -> dict[str, str]:
    """The role by each word that the vocabulary knows; single letters are capitals."""
    labels = vocabulary().speakers
    return {
        word if len(word) == 1 else word.casefold(): role
        for role in ("unknown", "informant", "interviewer")
        for word in getattr(labels, role)
    }


def stem_of(label: str) -> str:
    """The label without its number and what is added in brackets: `Informant 2 (mann)` is
    `Informant`."""
    plain = without_brackets(label)
    return _NUMBER.sub("", plain).rstrip(".") if len(plain) > 1 else plain


def without_brackets(label: str) -> str:
    """The label without what is added in brackets."""
    return _IN_BRACKETS.sub("", label)


@cache
def _false_labels() -> frozenset[str]:
    """What begins no turn, such as lists of people; in lower case."""
    lists = [word for of in vocabulary().people.values() for word in of if not known_role(word)]
    return frozenset(word.casefold() for word in [*vocabulary().not_speakers, *lists])


def _is_label(label: str) -> bool:
    words = without_brackets(label).casefold()
    false = not _false_labels().isdisjoint({words, _NUMBER.sub("", words)})
    return not false and len(words.split()) <= _MAX_WORDS


def is_name(label: str) -> bool:
    """Whether a label that the vocabulary doesn't know may name a speaker: few words, with
    capitals save for those that join them (`Leder av sekretariatet`)."""
    words = without_brackets(label).split()
    joining = set(vocabulary().name_joiners)
    return _is_label(label) and all(
        not word[:1].islower() or word in joining or before in joining
        for before, word in pairwise(["", *words])
    )


def mark_of(number: int, line: Line, voices: Collection[str] = ()) -> Mark | None:
    """The speaker that may begin on the line, by whatever convention; one of `voices` does so
    before a colon, whatever the label looks like."""
    if line.blank:
        return None
    head = line.text[:_REACH]
    if voices and (voice := _voice(number, line, voices)):
        return voice
    for pattern, usual in ((_STAMPED, TIME), (_BRACKETED, _BRACKET), (_LABELLED, None)):
        match = pattern.match(head)
        if match is None:
            continue
        mark = match.groupdict().get("mark") or usual or BARE
        if mark in {BARE, _BRACKET} and (match.groupdict().get("time") or _has_stamp(match)):
            mark = TIME
        if pattern is not _BRACKETED and mark == TIME and match.end() < len(line.text):
            continue
        return _admitted(number, line, match, mark)
    match = _TIMED.match(head)
    return _admitted(number, line, match, TIME) if match else None


def _voice(number: int, line: Line, voices: Collection[str]) -> Mark | None:
    """The one of `voices` that the line names, behind a time or none: `[00:00:03] Kari: …`."""
    head = line.text[:_REACH]
    stamp = _CLOCKED.match(head)
    begin = stamp.end() if stamp else 0
    for colon in re.finditer(r":(?=\s|$)", head[begin:]):
        label = head[begin : begin + colon.start()]
        if label in voices:
            rest = head[begin + colon.end() :]
            at = begin + colon.end() + len(rest) - len(rest.lstrip())
            return Mark(number, label, ":", line.start + at, bool(stamp))
    return None


def _has_stamp(match: re.Match[str]) -> bool:
    return ":" in match.string[: match.start("label")]


def _admitted(number: int, line: Line, match: re.Match[str], mark: str) -> Mark | None:
    label, role = _without_role(" ".join(match["label"].split()))
    known = known_role(label)
    single = len(label) == 1
    beside = match.end() < len(line.text)
    if known is None and not _is_label(label):
        return None
    plain = mark in {":", TIME} and len(label.split()) <= _MAX_LOWER
    if known is None and not plain and not is_name(label):
        return None  # In lower case: a short name, and plainly marked.
    if mark == BARE and (known == "unknown" or single or label.endswith(".")):
        return None
    if single and mark == TIME and beside and match.re is _TIMED:
        return None
    timed = mark == TIME or bool(match.groupdict().get("time")) or _has_stamp(match)
    return Mark(number, label, mark, line.start + match.end(), timed, role)


def _without_role(label: str) -> tuple[str, str]:
    """A label and the role that a bracket behind it tells: `Kari Lie (intervjuer)`."""
    bracket = _IN_BRACKETS.search(label)
    word = bracket[0][2:-1] if bracket else ""
    role = known_role(word) if len(word) > 1 else None
    plain = without_brackets(label)
    if role not in {"interviewer", "informant"} or known_role(plain):
        return label, ""
    return plain, role


def is_strong(mark: Mark) -> bool:
    """Whether the line alone shows that a speaker begins: a known label, or a name with a colon or
    a time."""
    if known_role(mark.label) is not None:
        return True
    return mark.mark in {":", TIME} and is_name(mark.label)


def begins(line: Line) -> bool:
    """Whether a speaker begins on the line by a label that the vocabulary knows."""
    mark = mark_of(0, line)
    return mark is not None and mark.mark != BARE and known_role(mark.label) is not None


def dialogue(of: list[Line], marks: list[Mark]) -> list[Turn]:
    """The turns of a dialogue, nobody's role decided: all that is said is an informant's.

    One turn from each mark to the next; a time stamp that begins a line begins a new turn of the
    same speaker. Lines before the first mark are context. Where only those who ask have labels,
    the paragraphs that follow a question are somebody's without one.
    """
    turns = pieces(of[: marks[0].line] if marks else of, "", TurnRole.HEADING)
    labels = _counted({mark.label for mark in marks})
    alone = all(known_role(mark.label) == "interviewer" for mark in marks)
    for mark, following in zip(marks, [*marks[1:], None], strict=False):
        until = following.line if following else len(of)
        first = of[mark.line]
        rest = Line(mark.start, first.text[mark.start - first.start :])
        said = [rest, *of[mark.line + 1 : until]]
        asked = _first_paragraph(said) if alone else len(said)
        turns += pieces(said[:asked], labels[mark.label], TurnRole.INFORMANT)
        turns += pieces(said[asked:], "", TurnRole.INFORMANT)
    return turns


def _first_paragraph(of: list[Line]) -> int:
    """The number of lines up to the end of the first paragraph."""
    filled = next((number for number, line in enumerate(of) if not line.blank), len(of))
    return next((n for n, line in enumerate(of) if n > filled and line.blank), len(of))


def _counted(labels: set[str]) -> dict[str, str]:
    """What each label is called: `Q1`, `Q2` and `A1` count questions and answers, not people."""
    asking = {"Q", "Spm", "Spørsmål", "Question"}
    numbered = any(stem_of(label) in asking and stem_of(label) != label for label in labels)
    counting = asking | {"A", "Svar", "Answer"} if numbered else set()
    return {label: stem if (stem := stem_of(label)) in counting else label for label in labels}


def pieces(of: list[Line], speaker: str, role: TurnRole) -> list[Turn]:
    """The lines as turns of one speaker, cut where a line begins with a time stamp. Stamps that a
    turn begins or ends with are left out, as are the numbers of cues."""
    runs: list[list[Line]] = [[]]
    for number, line in enumerate(of):
        head = line.text[:_REACH]
        stamp = LEADING.match(head)
        if stamp:
            runs.append([Line(line.start + stamp.end(), line.text[stamp.end() :])])
        elif not (_CUE.match(head) and number + 1 < len(of) and "-->" in of[number + 1].text[:40]):
            runs[-1].append(line)
    return [turn for run in runs if (turn := turn_of(_without_stamp(run), role, speaker))]


def _without_stamp(run: list[Line]) -> list[Line]:
    """The lines without a time stamp in brackets at their end."""
    last = next((number for number in range(len(run) - 1, -1, -1) if not run[number].blank), None)
    if last is None:
        return []
    run = run[: last + 1]
    text = run[-1].text.rstrip()
    at = max(len(text) - _REACH, 0)
    stamp = TRAILING.search(text[at:])
    if stamp is None:
        return run
    return [*run[:-1], Line(run[-1].start, text[: at + stamp.start()])]


def turn_of(run: list[Line], role: TurnRole, speaker: str = "") -> Turn | None:
    """The adjacent lines as one turn without white space at its ends; None if nothing is left."""
    first = next((number for number, line in enumerate(run) if not line.blank), None)
    if first is None:
        return None
    last = next(number for number in range(len(run) - 1, -1, -1) if not run[number].blank)
    start = run[first].start + len(run[first].text) - len(run[first].text.lstrip())
    end = run[last].start + len(run[last].text.rstrip())
    text = "\n".join(line.text for line in run[first : last + 1])
    return Turn(start, end, text.strip(), role, speaker)
