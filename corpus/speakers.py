"""Dialogues: who speaks where. Who of them asks is decided in `corpus.roles`."""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from functools import cache, lru_cache
from itertools import pairwise

from corpus.document import Turn, TurnRole
from corpus.lines import Line
from corpus.times import LEADING, STAMP, TRAILING
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
_CUE = re.compile(r"^\s*\d{1,6}\s*$")
_NUMBER = re.compile(r"(?:[ _#.]{0,3}\d{1,3}|[ _][A-ZÆØÅ])$")
_IN_BRACKETS = re.compile(r" \([^()]*\)$")
_MAX_WORDS, _MAX_LOWER = 5, 2
_MIN_RECURRENCE = 2
_MIN_COVERAGE, _ALONE, _MIN_WEAK = 0.6, 0.5, 0.1
"""Shares of the paragraphs: which labels begin, weak ones among them; from which on those that show
enough need no weak ones; which each weak label begins."""
_SEVERAL = 4
_BARE, _TIME, _BRACKET = "", "00:00", "[]"


@dataclass(frozen=True)
class Mark:
    """A place where a speaker begins: the index of the line, the label, how it is marked (`:`, a
    dash, a tab, `00:00` for a time, `[]` for brackets, nothing) and where the words start."""

    line: int
    label: str = field(repr=False)
    mark: str
    start: int


@lru_cache(maxsize=4096)
def known_role(label: str) -> str | None:
    """What the vocabulary says of a label or of a word for a role: `interviewer`, `informant`,
    `unknown` (`Speaker 1`); None for a name. Numbers and what is added in brackets don't count."""
    stem = stem_of(label)
    labels = vocabulary().speakers
    for role in ("interviewer", "informant", "unknown"):
        for word in getattr(labels, role):
            single = len(word) == 1
            if stem == word or (not single and stem.casefold() == word.casefold()):
                return role
    return None


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
    return frozenset(word.casefold() for word in vocabulary().not_speakers)


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


def _mark(number: int, line: Line) -> Mark | None:
    """The speaker that may begin on the line, by whatever convention."""
    if line.blank:
        return None
    head = line.text[:_REACH]
    for pattern, usual in ((_STAMPED, _TIME), (_BRACKETED, _BRACKET), (_LABELLED, None)):
        match = pattern.match(head)
        if match is None:
            continue
        mark = match.groupdict().get("mark") or usual or _BARE
        if mark in {_BARE, _BRACKET} and (match.groupdict().get("time") or _has_stamp(match)):
            mark = _TIME
        if pattern is not _BRACKETED and mark == _TIME and match.end() < len(line.text):
            continue
        return _admitted(number, line, match, mark)
    match = _TIMED.match(head)
    return _admitted(number, line, match, _TIME) if match else None


def _has_stamp(match: re.Match[str]) -> bool:
    return ":" in match.string[: match.start("label")]


def _admitted(number: int, line: Line, match: re.Match[str], mark: str) -> Mark | None:
    label = " ".join(match["label"].split())
    known = known_role(label)
    single = len(label) == 1
    beside = match.end() < len(line.text)
    if known is None and not _is_label(label):
        return None
    plain = mark in {":", _TIME} and len(label.split()) <= _MAX_LOWER
    if known is None and not plain and not is_name(label):
        return None  # In lower case: a short name, and plainly marked.
    if mark == _BARE and (known == "unknown" or single or label.endswith(".")):
        return None
    if single and mark == _TIME and beside and match.re is _TIMED:
        return None
    return Mark(number, label, mark, line.start + match.end())


def _is_strong(mark: Mark) -> bool:
    """Whether the line alone shows that a speaker begins: a known label, or a name with a colon or
    a time."""
    if known_role(mark.label) is not None:
        return True
    return mark.mark in {":", _TIME} and is_name(mark.label)


def begins(line: Line) -> bool:
    """Whether a speaker begins on the line by a label that the vocabulary knows."""
    mark = _mark(0, line)
    return mark is not None and mark.mark != _BARE and known_role(mark.label) is not None


def find_marks(of: list[Line]) -> list[Mark]:
    """The places where a speaker begins, each speaker's label always spelled in the same way.

    A label that the vocabulary doesn't know counts when it recurs and when the document has at
    least one other speaker. What alone shows little (names in lower case, before a dash or a tab,
    in brackets, on a line of their own) counts where such labels, several of them and each again
    and again, begin most of the paragraphs.
    """
    found = _in_one_spelling([m for number, line in enumerate(of) if (m := _mark(number, line))])
    bare = Counter(mark.label for mark in found if mark.mark == _BARE)
    found = [mark for mark in found if mark.mark or bare[mark.label] >= _MIN_RECURRENCE]
    strong = [mark for mark in found if _is_strong(mark)]
    labels = _labels(strong, of)
    accepted = [mark for mark in strong if mark.label in labels]
    silent = _silent(found, of)
    weak = [m for m in found if not _is_strong(m) and (m.mark or m.label not in silent)]
    for openings in _openings(of) if weak else []:
        if len(labels) < 2 or _coverage(accepted, openings) < _ALONE:
            together = _with_weak(accepted or strong, weak, openings)
            if len(together) > len(accepted):
                return together
    return accepted


def _labels(marks: list[Mark], of: list[Line]) -> set[str]:
    count = Counter(mark.label for mark in marks)
    known = {label: known_role(label) for label in count}
    false = _goes_on_below(marks, of)
    labels = {
        label
        for label, times in count.items()
        if known[label] is not None or (times >= _MIN_RECURRENCE and label not in false)
    }
    if labels and all(known[label] == "interviewer" for label in labels):
        labels |= set(count)  # Somebody answers, if only once.
    if not any(known[label] for label in labels - {"I", "A"}) and len(labels) < 2:
        return set()
    return labels


def _goes_on_below(marks: list[Mark], of: list[Line]) -> set[str]:
    """The unknown labels after which the line mostly goes on in lower case (`Resultatet: det …`),
    where after known ones it mostly doesn't."""
    lower: dict[str, list[bool]] = {}
    for mark in marks:
        line = of[mark.line]
        first = line.text[mark.start - line.start :][:1]
        if first.isalpha():
            lower.setdefault(mark.label, []).append(first.islower())
    known = [low for label, all_low in lower.items() if known_role(label) for low in all_low]
    if not known or sum(known) * 2 >= len(known):
        return set()
    return {
        label
        for label, all_low in lower.items()
        if known_role(label) is None and sum(all_low) * 2 > len(all_low)
    }


def _silent(marks: list[Mark], of: list[Line]) -> set[str]:
    """The labels after which, once at least, nothing is said before the next mark: a line that
    stands alone below a speaker (`Ja`) is no label."""
    beginning = {mark.line for mark in marks} | {len(of)}
    silent = set()
    for mark in marks:
        if mark.mark == _BARE:
            below = mark.line + 1
            while below < len(of) and of[below].blank:
                below += 1
            if below in beginning:
                silent.add(mark.label)
    return silent


def _in_one_spelling(marks: list[Mark]) -> list[Mark]:
    """The marks with every label as it is first written: `KARI`, `kari` and `Kari (ler)` are
    Kari, where one of them stands alone."""
    first: dict[str, str] = {}
    for mark in marks:
        first.setdefault(_folded(mark.label), mark.label)
    spelled = []
    for mark in marks:
        base = _folded(without_brackets(mark.label))
        label = first.get(base, first[_folded(mark.label)])
        spelled.append(replace(mark, label=label) if label != mark.label else mark)
    return spelled


def _folded(label: str) -> str:
    return label if len(label) == 1 else label.casefold()


def _openings(of: list[Line]) -> list[set[int]]:
    """The indices of the lines that begin a paragraph, if there are several, and of all that are
    filled: where a speaker may begin, by either layout."""
    filled = {number for number, line in enumerate(of) if not line.blank}
    first = {number for number in filled if number == 0 or of[number - 1].blank}
    return [first, filled] if len(first) >= _SEVERAL else [filled]


def _coverage(marks: Iterable[Mark], openings: set[int]) -> float:
    return len({mark.line for mark in marks} & openings) / max(len(openings), 1)


def _with_weak(strong: list[Mark], weak: list[Mark], openings: set[int]) -> list[Mark]:
    count = Counter(mark.label for mark in weak if mark.line in openings)
    enough = max(_MIN_RECURRENCE, _MIN_WEAK * len(openings))
    chosen = [mark for mark in weak if count[mark.label] >= enough]
    again = Counter(mark.label for mark in strong)
    strong = [mark for mark in strong if known_role(mark.label) or again[mark.label] > 1]
    together = sorted([*strong, *chosen], key=lambda mark: mark.line)
    several = len({mark.label for mark in together}) >= 2
    enough_together = several and _coverage(together, openings) >= _MIN_COVERAGE
    return together if enough_together else []


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
