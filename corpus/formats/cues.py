"""Cues of subtitles and automatic transcripts to turns: one paragraph a speaker, a time a cue."""

import re
from collections.abc import Iterable
from itertools import pairwise
from typing import NamedTuple

from corpus.extract import Extract
from corpus.speakers import is_name, known_role
from corpus.text import normalise

_LABEL = re.compile(r"^(?:[-–] ?)?(?P<label>[^\W\d_][\w .'-]{0,38}):\s+(?P<rest>\S.*)$")
_CLOCK = re.compile(r"(?:(\d{1,4}):)?(\d{1,4}):(\d{1,2}(?:[.,]\d{1,9})?)")
_MAX_OVERLAP = 80
_ROLLING, _ROLLING_SHARE = 3, 0.3


class Cue(NamedTuple):
    """Words that are shown together. `start` is their second in the recording, if it is known;
    `voice` who says them, empty where the last speaker goes on or nobody is named; `apart` whether
    they begin a paragraph in any case."""

    start: float | None
    voice: str
    text: str
    apart: bool = False


def seconds(clock: str) -> float | None:
    """The seconds that `00:01:03.250`, `1:03` or `01:03,5` stand for; None for anything else."""
    match = _CLOCK.fullmatch(clock.strip())
    if match is None:
        return None
    hours, minutes, rest = match.groups()
    return int(hours or 0) * 3600 + int(minutes) * 60 + float(rest.replace(",", "."))


def clock(time: float) -> str:
    """The time as `00:01:03`."""
    whole = int(time)
    return f"{whole // 3600:02}:{whole // 60 % 60:02}:{whole % 60:02}"


def speeches(start: float | None, of: Iterable[str]) -> list[Cue]:
    """The lines of a cue without voice tags, by the label that the first one, or one after a
    dash, begins with; lines without one go on."""
    found: list[Cue] = []
    for number, line in enumerate(of):
        said = " ".join(line.split())
        match = _LABEL.match(said) if number == 0 or said.startswith(("-", "–")) else None
        if match and (known_role(match["label"]) or is_name(match["label"])):
            found.append(Cue(start, match["label"], match["rest"]))
        elif found:
            found[-1] = found[-1]._replace(text=f"{found[-1].text} {said}")
        else:
            found.append(Cue(start, "", said))
    return found


def extract(cues: Iterable[Cue], warnings: tuple[str, ...] = (), captions: bool = False) -> Extract:
    """The cues as text, a paragraph `[00:00:03] Speaker: …` each time that another speaker begins
    and one without time or label where nobody is named, with the place and time of every cue. Of
    `captions`, which may roll up, what is shown again is read once."""
    text: list[str] = []
    times: list[tuple[int, float]] = []
    length = 0
    current = ""
    clean = [_clean(cue) for cue in cues]
    for start, voice, said, apart in _without_repeats(clean) if captions else clean:
        if not said:
            continue
        if text and not apart and voice in {current, ""}:
            lead = " "
        else:
            current = voice
            time = f"[{clock(start)}] " if start is not None else ""
            lead = ("\n\n" if text else "") + (f"{time}{voice}: " if voice else "")
        length += len(lead)
        if start is not None:
            times.append((length, start))
        text += [lead, said]
        length += len(said)
    return Extract("".join(text), tuple(times), warnings=warnings)


def _clean(cue: Cue) -> Cue:
    start = cue.start if cue.start is not None and 0 <= cue.start < 1e6 else None
    voice = " ".join(normalise(cue.voice).split()).rstrip(":").rstrip()
    return Cue(start, voice, " ".join(normalise(cue.text).split()), cue.apart)


def _without_repeats(cues: list[Cue]) -> list[Cue]:
    """The cues without the words that captions which roll up, or grow, show again.

    Somebody may well say the same twice, so this is done only where a third of the cues begin with
    two words or more, or wholly consist of those, that the one before ends with.
    """
    words = [cue.text.split() for cue in cues]
    overlaps = [0] * len(cues)
    for at, (before, cue) in enumerate(pairwise(cues), start=1):
        if None not in (before.start, cue.start) and cue.voice in {before.voice, ""}:
            overlaps[at] = _overlap(words[at - 1], words[at])
    rolling = sum(overlap >= 2 for overlap in overlaps)
    if rolling < _ROLLING or rolling < _ROLLING_SHARE * len(cues):
        return cues
    return [
        cue._replace(text=" ".join(of[overlap:]))
        for cue, of, overlap in zip(cues, words, overlaps, strict=True)
    ]


def _overlap(before: list[str], after: list[str]) -> int:
    """How many words `after` begins with that `before` ends with."""
    if after[: len(before)] == before:
        return len(before)
    most = min(len(before), len(after), _MAX_OVERLAP)
    return next((n for n in range(most, 0, -1) if before[-n:] == after[:n]), 0)
