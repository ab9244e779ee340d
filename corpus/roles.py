"""Who asks and who answers in a dialogue, and why we think so.

The first of these that says something about a speaker decides (`Speaker.how`):

- `given`: a person said so, in a line `Roller: Kari = intervjuer` or beside the file;
- `header`: the header says so (`Intervjuer: Kari Nordmann`, `Speaker 1 = intervjuer`), or a list
  at the top (`Intervjuere: Anne Lie og Bo Falk`);
- `label`: the label says so (`Intervjuer:`, `R:`, `Anne Lie (intervjuer):`);
- `form`: the questions are set apart (in bold, in capitals, by a dash);
- `rest`: others are known to ask, so this one answers;
- `questions`: who asks in most turns, and speaks less than the others;
- `words`: who says far less at a time, where hardly anybody asks;
- `unlabelled`: the words have no label, so they are an informant's;
- `unsure`: nothing of this tells, so the words count as an informant's.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from corpus.document import Speaker, Turn, TurnRole
from corpus.lines import Line
from corpus.people import PARTICIPANT, Person, means, meant
from corpus.speakers import known_role, stem_of, without_brackets
from corpus.vocabulary import vocabulary

ASKS, ANSWERS = TurnRole.INTERVIEWER, TurnRole.INFORMANT
REMEDY = "write 'Roller: NAME = intervjuer' at the top, with the label as it stands in the text"

_DECLARED = re.compile(r"^[\s#*_>-]*+(?:Roller|Rollar|Roles)[*_]{0,4}\s{0,9}:(?P<roles>.*)$", re.I)
_ASSIGNED = re.compile(r"(?P<label>[^=,;]{1,60})=(?P<word>[^=,;]{1,40})")
_FAR = 40
"""Lines from the top among which roles may be given."""
_ASKING = 0.4
"""The share of an interviewer's turns that are questions, at least."""
_CLEAR = 0.25
"""How much larger that share should be than anybody else's."""
_MOSTLY, _NEARLY_ALL = 0.6, 0.75
"""The share of somebody's turns that ask, and of all questions that are theirs, which nobody who
answers has."""
_TOLD = {"label", "header"}
"""How the roles are known that what is done may contradict."""
_TERSE, _VERY_TERSE = 3, 6
"""How many times as long somebody else's turns are, where only length tells; from the second on it
tells for certain."""
_BRIEF = 40
"""Words of a turn in which a question word may stand anywhere."""

Decided = dict[str, tuple[TurnRole, str, str]]


@dataclass(frozen=True)
class Roles:
    """The speakers of a dialogue, and sentences about what is doubtful."""

    speakers: tuple[Speaker, ...] = ()
    warnings: tuple[str, ...] = ()


@dataclass
class _Talk:
    """How much one speaker says: turns, turns that are questions, words."""

    turns: int = 0
    questions: int = 0
    words: int = 0
    labelled: bool = field(default=True, repr=False)

    @property
    def rate(self) -> float:
        return self.questions / self.turns

    @property
    def length(self) -> float:
        return self.words / self.turns


def declared(of: Sequence[Line]) -> tuple[dict[str, str], list[Line]]:
    """The roles that lines such as `Roller: Kari = intervjuer, Ola = informant` among the first 40
    give, by label, and those lines."""
    given: dict[str, str] = {}
    found: list[Line] = []
    for line in of[:_FAR]:
        match = _DECLARED.match(line.text[:2000])
        assigned = list(_ASSIGNED.finditer(match["roles"])) if match else []
        if assigned:
            found.append(line)
            given |= {item["label"].strip(" *_"): item["word"].strip(" *_.") for item in assigned}
    return given, found


def decide(
    turns: Sequence[Turn],
    said: Mapping[str, str] | None = None,
    given: Mapping[str, str] | None = None,
    form: Mapping[str, str] | None = None,
    people: Sequence[Person] = (),
    added: Mapping[str, str] | None = None,
) -> Roles:
    """Who of those who speak in `turns` asks, and who answers; headings are left out.

    said: what the header says of somebody, by label or name in lower case.
    given: what a person says, by label in any case (`interviewer` and `informant` in the words of
        the vocabulary); it beats all else.
    form: by label, how the questions of one who asks are set apart.
    people: who is listed at the top.
    added: by label, the role that brackets behind it tell.
    """
    spoken = [turn for turn in turns if turn.role is not TurnRole.HEADING]
    talk = _talk(spoken)
    decided, warnings = _given(list(talk), given or {})
    for label in talk:
        role = known_role((said or {}).get(_named(label, said or {}), ""))
        if role in {"interviewer", "informant"}:
            where = (ASKS if role == "interviewer" else ANSWERS, "the header says so", "header")
            decided.setdefault(label, where)
    _by_lists(talk, people, decided)
    for label, role in (added or {}).items():
        if label in talk:
            where = (ASKS if role == "interviewer" else ANSWERS, "the label says so", "label")
            decided.setdefault(label, where)
    for label, how in (form or {}).items():
        decided.setdefault(label, (ASKS, f"the questions are set apart ({how})", "form"))
    _by_label(talk, decided)
    warnings += _by_behaviour(talk, decided)
    speakers = tuple(
        Speaker(label, *decided[label], count.turns, count.words) for label, count in talk.items()
    )
    return Roles(speakers, tuple(warnings))


def assign(turns: Sequence[Turn], speakers: Sequence[Speaker]) -> list[Turn]:
    """The turns with the roles of their speakers; headings stay headings."""
    roles = {speaker.label: speaker.role for speaker in speakers}
    return [
        turn if turn.role is TurnRole.HEADING else replace(turn, role=roles[turn.speaker])
        for turn in turns
    ]


def _talk(turns: Sequence[Turn]) -> dict[str, _Talk]:
    """How much each speaker says and asks, in the order in which they begin."""
    marked = any("?" in turn.text for turn in turns)
    talk: dict[str, _Talk] = {}
    for turn in turns:
        one = talk.setdefault(turn.speaker, _Talk(labelled=turn.speaker != ""))
        one.turns += 1
        one.words += len(turn.text.split())
        one.questions += "?" in turn.text[-200:] if marked else _reads_like_question(turn.text)
    return talk


def _reads_like_question(text: str) -> bool:
    """Whether words without any question mark ask: one of the words that ask stands in them, at
    the beginning if they are many."""
    words = text.casefold().split()
    asking = set(vocabulary().question_words)
    return not asking.isdisjoint(words if len(words) <= _BRIEF else words[:3])


def _named(label: str, names: Mapping[str, str]) -> str:
    """The one of `names` (in lower case) that the label means: itself, itself without brackets, or
    the full name with these initials; the label where none does."""
    folded = label.casefold()
    for spelling in (folded, without_brackets(folded)):
        if spelling in names:
            return spelling
    letters = re.sub(r"[ .]", "", folded)
    full = [name for name in names if len(name.split()) > 1]
    meant = [name for name in full if "".join(part[0] for part in name.split()) == letters]
    return meant[0] if len(meant) == 1 and label.isupper() else folded


def _given(labels: list[str], given: Mapping[str, str]) -> tuple[Decided, list[str]]:
    """What a person says of the labels; a first name counts where one label alone has it."""
    decided: Decided = {}
    strangers = wrong = 0
    for name, word in given.items():
        role = known_role(word.strip().casefold())
        if role not in {"interviewer", "informant"}:
            wrong += 1
            continue
        key = name.strip().casefold()
        meant = (
            [label for label in labels if key == label.casefold()]
            or [label for label in labels if key == without_brackets(label).casefold()]
            or [label for label in labels if key == label.casefold().split(" ")[0]]
            or [label for label in labels if means(name.strip(), label)]
        )
        if len(meant) == 1:
            where = ASKS if role == "interviewer" else ANSWERS
            decided[meant[0]] = (where, "given in roles", "given")
        else:
            strangers += 1
    warnings = []
    if strangers:
        warnings.append(
            f"names in the given roles that no speaker bears: {strangers}; write each as the label"
            " stands in the text"
        )
    if wrong:
        warnings.append(
            f"given roles that are neither intervjuer nor informant: {wrong}; write one of the two"
        )
    return decided, warnings


def _by_lists(talk: Mapping[str, _Talk], people: Sequence[Person], decided: Decided) -> None:
    """Adds what lists at the top say of those whom a label may mean, where they agree. Those who
    are listed as taking part answer, where somebody who isn't speaks as well."""
    listed = {label: {one.role for one in meant(label, people)} for label in talk if label}
    strangers = any(PARTICIPANT not in roles for roles in listed.values())
    answers = {"informant", PARTICIPANT} if strangers else {"informant"}
    for label, roles in listed.items():
        said = roles - {"", PARTICIPANT} or roles
        if said == {"interviewer"}:
            decided.setdefault(label, (ASKS, "a list at the top says so", "header"))
        elif said and said <= answers:
            decided.setdefault(label, (ANSWERS, "a list at the top says so", "header"))


def _by_label(talk: Mapping[str, _Talk], decided: Decided) -> None:
    """Adds what the labels themselves say."""
    known = {label: known_role(label) for label in talk if label not in decided}
    asking = {label for label, role in known.items() if role == "interviewer"}
    explicit = {label for label in asking if stem_of(label) != "I"}
    answering = {label for label, role in known.items() if role == "informant"}
    asked = explicit or any(role is ASKS for role, _, _ in decided.values())
    if not answering and asking - explicit and (asked or len(asking) > 1):
        # `I1`, `I2` beside another who asks: here an I is an informant.
        answering, asking = asking - explicit, explicit
    elif not answering and len(asking) == 1 and not asked and _answers(next(iter(asking)), talk):
        asking, answering = set(), asking
    if len(talk) > 1 and asking | answering == asking == set(talk):
        asking = set()
    if not asking and not asked:
        # Without anybody who asks, `A` may be anybody's initial.
        answering = {label for label in answering if stem_of(label) != "A"}
    for label in asking:
        decided[label] = (ASKS, "the label says so", "label")
    for label in answering:
        decided[label] = (ANSWERS, "the label says so", "label")


def _answers(label: str, talk: Mapping[str, _Talk]) -> bool:
    """Whether one labelled `I` behaves like an informant: says most, and asks less than others."""
    others = [one for other, one in talk.items() if other != label]
    total = sum(one.words for one in talk.values())
    most = talk[label].words > 0.6 * total
    return most and any(one.rate >= max(_ASKING, talk[label].rate + _CLEAR) for one in others)


def _by_behaviour(talk: Mapping[str, _Talk], decided: Decided) -> list[str]:
    """Decides on those of whom nothing is said, by what they do; warns where it is doubtful."""
    total = max(sum(one.words for one in talk.values()), 1)
    for label in (label for label, one in talk.items() if not one.labelled):
        decided.setdefault(label, (ANSWERS, "these words have no label", "unlabelled"))
    open_labels = [label for label in talk if label not in decided]
    if not open_labels:
        return _contradictions(talk, decided, total)
    if any(role is ASKS for role, _, _ in decided.values()):
        for label in open_labels:
            decided[label] = (ANSWERS, "others ask", "rest")
        return _contradictions(talk, decided, total)
    asking = _who_asks(talk, open_labels, total)
    if asking:
        doubt = _doubt(talk, open_labels, asking, total)
        how = "questions"
    else:
        asking = _who_is_terse(talk, open_labels, _TERSE)
        clear = asking == _who_is_terse(talk, open_labels, _VERY_TERSE)
        doubt = None if clear else "hardly anybody asks, only the length of what is said tells"
        how = "words"
    for label in open_labels:
        reason = _seen(talk[label], total)
        if asking:
            decided[label] = (ASKS if label in asking else ANSWERS, reason, how)
        else:
            decided[label] = (ANSWERS, reason, "unsure")
    if asking:
        return [f"not sure who asks: {doubt}; {REMEDY}"] if doubt else []
    against = _contradictions(talk, decided, total)
    if against or any(how == "label" for _, _, how in decided.values()) or len(talk) == 1:
        return against
    return [
        f"not sure who asks: no label and no questions tell, all are read as informants; {REMEDY}"
    ]


def _seen(one: _Talk, total: int) -> str:
    turns = "turn" if one.turns == 1 else "turns"
    share = f"speaks {100 * one.words / total:.0f}% of the words"
    return f"asks in {one.questions} of {one.turns} {turns} and {share}"


def _who_asks(talk: Mapping[str, _Talk], labels: list[str], total: int) -> set[str]:
    """Who asks in most of their turns and says less than half of the words; beside that one,
    others who ask as often, say little at a time and do so more than once."""
    if len(talk) < 2:
        return set()
    again = [label for label in labels if talk[label].turns > 1] or labels
    best = max(again, key=lambda label: (talk[label].rate, -talk[label].words))
    if talk[best].rate < _ASKING or talk[best].words >= 0.5 * total:
        return set()
    asking = {best}
    spoken = talk[best].words
    for label in labels:
        one = talk[label]
        often = one.rate >= max(0.6, talk[best].rate - _CLEAR) and one.turns > 1
        if label not in asking and often and spoken + one.words < 0.5 * total:
            asking.add(label)
            spoken += one.words
    return asking


def _doubt(
    talk: Mapping[str, _Talk], labels: list[str], asking: set[str], total: int
) -> str | None:
    """Why the decision by questions is doubtful."""
    lowest = min(talk[label].rate for label in asking)
    highest = max((talk[label].rate for label in talk if label not in asking), default=0.0)
    if lowest - highest < _CLEAR:
        return "several speakers ask about as often"
    if sum(talk[label].words for label in asking) > 0.4 * total and len(labels) > 1:
        return "who asks most speaks nearly as much as the others"
    return None


def _who_is_terse(talk: Mapping[str, _Talk], labels: list[str], times: int) -> set[str]:
    """Who says so many times less at a time than somebody else."""
    if len(talk) < 2:
        return set()
    terse = min(talk, key=lambda label: talk[label].length)
    longest = max(one.length for one in talk.values())
    return {terse} if terse in labels and times * talk[terse].length < longest else set()


def _contradictions(talk: Mapping[str, _Talk], decided: Decided, total: int) -> list[str]:
    """Warns where those who are said to ask behave as if they answered, or the other way round."""
    asking = [label for label, (role, _, how) in decided.items() if role is ASKS and how in _TOLD]
    answering = [label for label, (role, _, _) in decided.items() if role is ANSWERS]
    asked = sum(talk[label].turns for label in asking)
    if asked >= 4 and answering and sum(talk[label].words for label in asking) >= 0.7 * total:
        rate = sum(talk[label].questions for label in asking) / asked
        if max(talk[label].rate for label in answering) >= rate + _CLEAR:
            return [
                f"not sure who asks: those who are said to do so speak most and ask least; {REMEDY}"
            ]
    questions = sum(one.questions for one in talk.values())
    for label in answering:
        one = talk[label]
        most = one.questions > max(_NEARLY_ALL * questions, 1) and one.words < 0.5 * total
        if decided[label][2] in _TOLD and one.rate >= _MOSTLY and most:
            return [f"not sure who asks: one who is said to answer asks nearly all; {REMEDY}"]
    return []
