"""Cues of subtitles and automatic transcripts to turns: one paragraph a speaker, a time a cue."""

import re
from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import NamedTuple

from corpus.extract import Extract
from corpus.formats.hyphens import seam, within
from corpus.speakers import is_name, known_role
from corpus.text import normalise
from corpus.unlabelled import FIRST, SECOND

_DASH = re.compile(r"[-–—](?![-–—\d]) ?(?=\S)")
_LABEL = re.compile(r"^(?:[-–] ?)?(?P<label>[^\W\d_][\w .'-]{0,38}):\s+(?P<rest>\S.*)$")
_CLOCK = re.compile(r"(?:(\d{1,4}):)?(\d{1,4}):(\d{1,2}(?:[.,]\d{1,9})?)")
_MAX_OVERLAP = 80
_SLOWEST = 5
"""Seconds that a character of speech never takes on average; it takes far more milliseconds."""
_ROLLING, _ROLLING_SHARE = 3, 0.3
_MIN_DASHES = 2
_BY_DASHES = (
    "speakers are told apart by dashes alone, as two who take turns; check in a few places who"
    " speaks"
)


class Cue(NamedTuple):
    """Words that are shown together, in lines. `start` is their second in the recording, if it is
    known; `voice` who says them, empty where the last speaker goes on or nobody is named; `apart`
    whether they begin a paragraph in any case; `written` whether the voice is a label among the
    words, rather than something that the format sets apart."""

    start: float | None
    voice: str
    text: str
    apart: bool = False
    written: bool = False


def seconds(clock: str) -> float | None:
    """The seconds that `00:01:03.250`, `1:03` or `01:03,5` stand for; None for anything else."""
    match = _CLOCK.fullmatch(clock.strip())
    if match is None:
        return None
    hours, minutes, rest = match.groups()
    return int(hours or 0) * 3600 + int(minutes) * 60 + float(rest.replace(",", "."))


def unit(last: float, characters: int) -> float:
    """How many seconds 1 is in times without a unit, given the last of them and the length of what
    is said until then: a second, or a millisecond where that would be too slow for speech."""
    return 0.001 if last > _SLOWEST * max(characters, 1) else 1


def clock(time: float) -> str:
    """The time as `00:01:03`."""
    whole = int(time)
    return f"{whole // 3600:02}:{whole // 60 % 60:02}:{whole % 60:02}"


def speeches(start: float | None, of: Iterable[str]) -> list[Cue]:
    """The lines of a cue without voice tags, by the label that the first one, or one after a
    dash, begins with; a dash without one begins a cue as well, other lines go on."""
    found: list[Cue] = []
    for number, line in enumerate(of):
        said = " ".join(line.split())
        dash = _DASH.match(said)
        match = _LABEL.match(said) if number == 0 or dash else None
        if match and (known_role(match["label"]) or is_name(match["label"])):
            found.append(Cue(start, match["label"], match["rest"], written=True))
        elif found and not dash:
            found[-1] = found[-1]._replace(text=f"{found[-1].text}\n{said}")
        else:
            found.append(Cue(start, "", said))
    return found


def extract(cues: Iterable[Cue], warnings: tuple[str, ...] = (), captions: bool = False) -> Extract:
    """The cues as text, a paragraph `[00:00:03] Speaker: …` each time that another speaker begins
    and one without time or label where nobody is named, with the place and time of every cue. Of
    `captions`, which may roll up, what is shown again is read once, words that their lines divide
    are joined, and dashes tell two speakers apart where nobody is named."""
    said = [cue for cue in map(_clean, cues) if cue.text]
    dashed = False
    if captions:
        said = [cue for cue in _without_repeats(said) if cue.text]
        dashed = _is_dashed(said)
        said = list(_by_dashes(said)) if dashed else said
    else:
        said = [cue._replace(text=cue.text.replace("\n", " ")) for cue in said]
    words = within(line for cue in said for line in cue.text.split("\n"))
    text: list[str] = []
    times: list[tuple[int, float]] = []
    length = 0
    current = ""
    for cue in said:
        for number, line in enumerate(cue.text.split("\n")):
            if text and (number or (not cue.apart and cue.voice in {current, ""})):
                cut, lead = seam(text[-1], line, words) if captions else (0, " ")
                text[-1] = text[-1][: len(text[-1]) - cut]
                length -= cut
            else:
                current = cue.voice
                time = f"[{clock(cue.start)}] " if cue.start is not None else ""
                lead = "\n\n" if text else ""
                lead += f"{time}{cue.voice}: " if cue.voice else ""
            length += len(lead)
            if cue.start is not None and not number:
                times.append((length, cue.start))
            text += [lead, line]
            length += len(line)
    return Extract(
        "".join(text),
        tuple(times),
        warnings=(*warnings, *([_BY_DASHES] if dashed else [])),
        voices=frozenset(cue.voice for cue in said if cue.voice and not cue.written),
    )


def _clean(cue: Cue) -> Cue:
    start = cue.start if cue.start is not None and 0 <= cue.start < 1e6 else None
    voice = " ".join(normalise(cue.voice).split()).rstrip(":").rstrip()
    lines = (" ".join(line.split()) for line in normalise(cue.text).split("\n"))
    return cue._replace(start=start, voice=voice, text="\n".join(filter(None, lines)))


def _is_dashed(cues: list[Cue]) -> bool:
    """Whether nobody is named, and dashes show that another speaker begins."""
    dashes = sum(bool(_DASH.match(cue.text)) for cue in cues)
    return dashes >= _MIN_DASHES and not any(cue.voice for cue in cues)


def _by_dashes(cues: list[Cue]) -> Iterator[Cue]:
    """The cues as those of two who take turns: each dash begins the other's words."""
    voice = ""
    for cue in cues:
        dash = _DASH.match(cue.text)
        if dash or not voice:
            voice = SECOND if voice == FIRST else FIRST
        words = cue.text[dash.end() :] if dash else cue.text
        yield cue._replace(voice=voice, text=words, written=True)


def _without_repeats(cues: list[Cue]) -> list[Cue]:
    """The cues without the words that captions which roll up, or grow, show again.

    Somebody may well say the same twice, so this is done only where a third of the cues begin with
    two words or more, or wholly consist of those, that the one before ends with.
    """
    words = [cue.text.split() for cue in cues]
    overlaps = [0] * len(cues)
    for at, (before, cue) in enumerate(pairwise(cues), start=1):
        timed = None not in (before.start, cue.start) and before.start != cue.start
        if timed and cue.voice in {before.voice, ""}:
            overlaps[at] = _overlap(words[at - 1], words[at])
    rolling = sum(overlap >= 2 for overlap in overlaps)
    if rolling < _ROLLING or rolling < _ROLLING_SHARE * len(cues):
        return cues
    return [
        cue._replace(text="".join(re.findall(r"\S+\s*", cue.text)[overlap:]))
        for cue, overlap in zip(cues, overlaps, strict=True)
    ]


def _overlap(before: list[str], after: list[str]) -> int:
    """How many words `after` begins with that `before` ends with."""
    if after[: len(before)] == before:
        return len(before)
    most = min(len(before), len(after), _MAX_OVERLAP)
    return next((n for n in range(most, 0, -1) if before[-n:] == after[:n]), 0)
