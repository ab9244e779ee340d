"""WebVTT transcripts: cues joined to one paragraph a speaker."""

import html
import io
import re
from collections.abc import Iterator
from pathlib import Path

import webvtt
from webvtt.errors import MalformedCaptionError, MalformedFileError

from corpus.extract import Extract
from corpus.text import decode, normalise
from kodetrapp.errors import FileRefusedError

_LABEL = re.compile(r"^(?:[-–] ?)?(?P<label>[^\W\d_][\w .'-]{0,38}):\s+(?P<rest>\S.*)$")
_VOICE = re.compile(r"<v(?:\.[\w.]+)*\s+([^>]+)>")
_TAG = re.compile(r"<[^>]*>")


def read(path: Path) -> Extract:
    """The text: notes and cue numbers left out, a paragraph `[00:00:03] Speaker: …` each time
    another speaker begins. The speaker is the cue's voice tag or the label that its text begins
    with. Raises `FileRefusedError` for what isn't WebVTT.
    """
    text = normalise(decode(path.read_bytes()))
    try:
        captions = webvtt.from_buffer(io.StringIO(text)).captions
    except (MalformedFileError, MalformedCaptionError, ValueError, IndexError):
        raise FileRefusedError(
            "is no WebVTT file; its first line must be WEBVTT, then cues with times"
        ) from None
    damaged = text.count("-->") - len(captions)
    if damaged:
        raise FileRefusedError(
            f"has damaged times (cues: {damaged}); write them as 00:00:03.000 --> 00:00:05.000"
        )
    paragraphs: list[str] = []
    current: str | None = None
    for caption in captions:
        for voice, said in _speeches(caption.lines):
            if paragraphs and voice in {current, None}:
                paragraphs[-1] += f" {said}"
                continue
            current = voice
            label = f"[{caption.start.split('.')[0]}] {voice}: " if voice else ""
            paragraphs.append(label + said)
    return Extract(normalise("\n\n".join(paragraphs)))


def _speeches(of: list[str]) -> Iterator[tuple[str | None, str]]:
    """What is said in the lines of a cue, and by whom; None where the last one goes on."""
    before, *voices = _VOICE.split("\n".join(of))
    parts = [(None, before), *zip(voices[::2], voices[1::2], strict=True)]
    for voice, part in parts:
        for number, line in enumerate(_TAG.sub("", part).splitlines()):
            said = " ".join(html.unescape(line).split())
            match = _LABEL.match(said) if number == 0 or said.startswith(("-", "–")) else None
            if said and voice is not None:
                yield _name(html.unescape(voice)), said
            elif match:
                yield match["label"], match["rest"]
            elif said:
                yield None, said


def _name(voice: str) -> str:
    """The name as a label: `Hansen, Kari` is Kari Hansen."""
    return " ".join(" ".join(reversed(voice.split(","))).split())
