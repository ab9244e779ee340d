"""SubRip subtitles: cues joined to one paragraph a speaker."""

import re
from pathlib import Path

import pysubs2

from corpus.extract import Extract
from corpus.formats import cues
from corpus.formats.refusing import refusing
from corpus.text import decoded, normalise
from kodetrapp.errors import FileRefusedError

_TAG = re.compile(r"</?(?:[bius]|font)(?:\s[^>]{0,200})?>|\{\\[^}]{0,200}\}", re.IGNORECASE)
_NO_SUBRIP = "is no SubRip file; save it anew as .srt, or its text as .txt"


def read(path: Path) -> Extract:
    """The text: numbers and formatting left out, a paragraph `[00:00:03] Speaker: …` each time
    another speaker begins. The speaker is the label that a cue, or a line after a dash, begins
    with. Raises `FileRefusedError` for what isn't SubRip.
    """
    # What pysubs2 does to the blank lines inside a cue takes the square of their number.
    found = decoded(path.read_bytes())
    text = re.sub(r"\n{3,}", "\n\n", normalise(found.text))
    with refusing(_NO_SUBRIP):
        events = pysubs2.SSAFile.from_string(text, format_="srt", keep_html_tags=True).events
    damaged = text.count("-->") - len(events)
    if not events:
        raise FileRefusedError(_NO_SUBRIP)
    if damaged:
        raise FileRefusedError(
            f"has damaged times (cues: {damaged}); write them as 00:00:03,000 --> 00:00:05,000"
        )
    spoken = (
        cue for event in events for cue in cues.speeches(event.start / 1000, _lines(event.text))
    )
    return cues.extract(spoken, found.warnings, captions=True)


def _lines(text: str) -> list[str]:
    return _TAG.sub("", text.replace(r"\N", "\n").replace(r"\h", " ")).splitlines()
