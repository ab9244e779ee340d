"""WebVTT transcripts: cues joined to one paragraph a speaker."""

import html
import io
import re
from collections.abc import Iterator
from pathlib import Path

import webvtt
from webvtt.errors import MalformedCaptionError, MalformedFileError

from corpus.extract import Extract
from corpus.formats import cues
from corpus.formats.cues import Cue
from corpus.text import decoded, normalise
from kodetrapp.errors import FileRefusedError

_VOICE = re.compile(r"<v(?:\.[\w.]{1,200})?\s([^>]{1,200})>")
_TAG = re.compile(
    r"</?(?:[bcipsuv]|br|em|font|lang|rt|ruby|span|strong)(?:[.\s/][^>]{0,200})?>|<[\d:.]{1,20}>"
)
"""Tags of WebVTT; `<inaudible>` is none, but what a transcriber wrote."""


def read(path: Path) -> Extract:
    """The text: notes and cue numbers left out, a paragraph `[00:00:03] Speaker: …` each time
    another speaker begins. The speaker is the cue's voice tag or the label that its text begins
    with. Raises `FileRefusedError` for what isn't WebVTT.
    """
    found = decoded(path.read_bytes())
    text = normalise(found.text)
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
    spoken = (
        cue
        for caption in captions
        for cue in _speeches(cues.seconds(caption.start), "\n".join(caption.lines))
    )
    return cues.extract(spoken, found.warnings, captions=True)


def _speeches(start: float | None, said: str) -> Iterator[Cue]:
    """What is said in a cue, and by whom."""
    before, *voices = _VOICE.split(said)
    yield from cues.speeches(start, _plain(before).splitlines())
    for voice, part in zip(voices[::2], voices[1::2], strict=True):
        yield Cue(start, _name(html.unescape(voice)), _plain(part))


def _plain(text: str) -> str:
    return html.unescape(_TAG.sub("", text))


def _name(voice: str) -> str:
    """The name as a label: `Hansen, Kari` is Kari Hansen."""
    return " ".join(" ".join(reversed(voice.split(","))).split())
