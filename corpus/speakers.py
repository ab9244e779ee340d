"""Dialogues: who speaks where, and who of them asks."""

import re
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from itertools import pairwise

from corpus.document import Turn, TurnRole
from corpus.lines import Line
from corpus.vocabulary import vocabulary

_CLOCK = r"\d{1,2}:\d{2}(?::\d{2})?(?:[.,]\d{1,3})?"
_TIME = rf"[\[(]?{_CLOCK}[\])]?"
_NAME = r"[^\W\d_](?:[^\W_]|[_ \u00a0.'’-](?=[^\W_])|\.(?=[ \u00a0])){0,38}"
_FROM = r"(?:[ \u00a0]\([^\W\d_]{2,12}\))?"
_LABELLED = re.compile(
    rf"^[\s*_>#-]*(?:{_TIME}[ \t]*[-–—]?[ \t]*)?[*_]{{0,9}}(?P<label>{_NAME}{_FROM})[\s*_]{{0,9}}"
    rf"(?:[ \t,(-]{{0,9}}{_TIME}\)?)?[\s*_]{{0,9}}"
    r"(?P<mark>:|–|—|-(?=[ \t])|\t|$)[*_]*[ \t]*(?P<rest>.*)$"
)
_STAMPED = re.compile(
    rf"^[\s*_>#-]*(?P<label>{_NAME}?{_FROM})[\s,(-]+{_TIME}(?P<mark>)[\s*_)]*:?\s*(?P<rest>)$"
)
_TIMED = re.compile(
    rf"^\s*(?:[\[(]{_CLOCK}[\])]|\d{{1,2}}:\d{{2}}:\d{{2}}(?:[.,]\d{{1,3}})?|{_CLOCK}\s*$)"
    r"[ \t]*[-–—]?[ \t]*"
)
_HAS_TIME = re.compile(_TIME)
_NUMBER = re.compile(r"[ _#.]*\d{1,3}$")
_MAX_WORDS = 5
_MIN_RECURRENCE = 2


@dataclass(frozen=True)
class _Mark:
    """A place where a speaker begins: the line, the label, where the words start."""

    line: int
    label: str = field(repr=False)
    start: int


def _known(label: str) -> str | None:
    """What the vocabulary says of a label: interviewer, informant, unknown; None for a name."""
    stem = _NUMBER.sub("", label)
    labels = vocabulary().speakers
    for role in ("interviewer", "informant", "unknown"):
        for word in getattr(labels, role):
            single = len(word) == 1
            if stem == word or (not single and stem.casefold() == word.casefold()):
                return role
    return None


def _is_name(label: str) -> bool:
    """Whether a label that the vocabulary doesn't know may name a speaker: few words, with
    capitals save for those that join them (`Leder av sekretariatet`)."""
    words = label.split()
    joining = set(vocabulary().name_joiners)
    return (
        label not in vocabulary().not_speakers
        and len(words) <= _MAX_WORDS
        and all(
            not word[:1].islower() or word in joining or before in joining
            for before, word in pairwise(["", *words])
        )
    )


def _mark(line: Line) -> tuple[str, str, int] | None:
    """The label, its mark and where the words start, if a speaker may begin on the line. The mark
    is empty for a label alone on its line, `00:00` for one that stands alone with a time."""
    match = _STAMPED.match(line.text) or _LABELLED.match(line.text)
    if not match:
        return None
    label, mark, rest = " ".join(match["label"].split()), match["mark"], match["rest"]
    known = _known(label)
    if mark == "" and _HAS_TIME.search(line.text):
        mark = "00:00"
    if known is None and (mark not in {":", "00:00"} or not _is_name(label)):
        return None
    if mark == "" and (known == "unknown" or len(label) == 1):
        return None
    return label, mark, line.start + match.start("rest") if rest else line.end


def begins(line: Line) -> bool:
    """Whether a speaker begins on the line by a label that the vocabulary knows."""
    mark = _mark(line)
    return mark is not None and mark[1] != "" and _known(mark[0]) is not None


def _candidates(of: list[Line]) -> list[_Mark]:
    marks = [(number, mark) for number, line in enumerate(of) if (mark := _mark(line))]
    bare = Counter(label for _, (label, mark, _) in marks if mark == "")
    return [
        _Mark(number, label, start)
        for number, (label, mark, start) in marks
        if mark or bare[label] >= _MIN_RECURRENCE
    ]


def find_marks(of: list[Line]) -> list[_Mark]:
    """The places where a speaker begins. A label that the vocabulary doesn't know counts when it
    recurs and when the document has at least one other speaker; one without a mark or a time
    when it recurs."""
    marks = _candidates(of)
    count = Counter(mark.label for mark in marks)
    labels = {
        label
        for label, times in count.items()
        if _known(label) is not None or times >= _MIN_RECURRENCE
    }
    if labels and all(_known(label) == "interviewer" for label in labels):
        labels |= set(count)  # Somebody answers, if only once.
    if not any(_known(label) for label in labels) and len(labels) < 2:
        return []
    if not any(_known(label) for label in labels - {"I", "A"}) and len(labels) < 2:
        return []
    return [mark for mark in marks if mark.label in labels]


def dialogue(of: list[Line], marks: list[_Mark], said: dict[str, str]) -> list[Turn]:
    """The turns of a dialogue: one from each mark to the next. Lines before the first mark are
    context; a time stamp on a line of its own begins a new turn of the same speaker.

    `said` tells who a numbered speaker is, by the header.
    """
    turns = _pieces(of[: marks[0].line] if marks else of, "", TurnRole.HEADING)
    spoken: list[Turn] = []
    for mark, following in zip(marks, [*marks[1:], None], strict=False):
        until = following.line if following else len(of)
        first = of[mark.line]
        rest = Line(mark.start, first.text[mark.start - first.start :])
        spoken += _pieces([rest, *of[mark.line + 1 : until]], mark.label, TurnRole.INFORMANT)
    asking = _interviewers(spoken, said)
    turns += [
        Turn(turn.start, turn.end, turn.text, TurnRole.INTERVIEWER, turn.speaker)
        if turn.speaker in asking
        else turn
        for turn in spoken
    ]
    return turns


def _pieces(of: list[Line], speaker: str, role: TurnRole) -> list[Turn]:
    """The lines as turns of one speaker, cut where a line begins with a time stamp."""
    runs: list[list[Line]] = [[]]
    for line in of:
        stamp = _TIMED.match(line.text)
        if stamp:
            runs.append([Line(line.start + stamp.end(), line.text[stamp.end() :])])
        else:
            runs[-1].append(line)
    return [turn for run in runs if (turn := turn_of(run, role, speaker))]


def turn_of(run: list[Line], role: TurnRole, speaker: str = "") -> Turn | None:
    """The adjacent lines as one turn without white space at its ends; None if nothing is left."""
    filled = [line for line in run if not line.blank]
    if not filled:
        return None
    first, last = filled[0], filled[-1]
    start = first.start + len(first.text) - len(first.text.lstrip())
    end = last.start + len(last.text.rstrip())
    inside = run[run.index(first) : run.index(last) + 1]
    text = "\n".join(line.text for line in inside)
    return Turn(start, end, text.strip(), role, speaker)


def _interviewers(turns: list[Turn], said: dict[str, str]) -> set[str]:
    """The labels of those who ask: by the header, by the label, else by their questions. Of two
    who ask as much, the one who begins."""
    labels = list(dict.fromkeys(turn.speaker for turn in turns))
    known = {label: _known(said.get(label.casefold(), label)) for label in labels}
    asking = {label for label, role in known.items() if role == "interviewer"}
    explicit = {label for label in asking if _NUMBER.sub("", label) != "I"}
    if "informant" not in known.values() and (explicit != asking and (explicit or len(asking) > 1)):
        # `I1`, `I2` beside another who asks: here an I is an informant.
        asking = explicit
    if asking:
        return asking if asking != set(labels) or len(labels) == 1 else set()
    words: dict[str, int] = defaultdict(int)
    asked: dict[str, list[bool]] = defaultdict(list)
    for turn in turns:
        words[turn.speaker] += len(turn.text.split())
        asked[turn.speaker].append("?" in turn.text[-200:])
    open_labels = [label for label in labels if known[label] != "informant"]
    if len(labels) < 2 or not open_labels:
        return set()
    rate = {label: sum(asked[label]) / len(asked[label]) for label in open_labels}
    best = max(open_labels, key=lambda label: (rate[label], -words[label]))
    length = {label: words[label] / len(asked[label]) for label in labels}
    shortest = min(labels, key=lambda label: length[label])
    if rate[best] >= 0.4 and words[best] < 0.5 * sum(words.values()):
        return {best}
    # An automatic transcript without punctuation: who says far less a turn is the one who asks.
    if shortest in open_labels and 3 * length[shortest] < max(length.values()):
        return {shortest}
    return set()
