"""Transcripts that speech recognition writes as JSON: Whisper and its kin, Teams, services."""

import json
import re
from pathlib import Path
from typing import Any

from corpus.extract import Extract
from corpus.formats import cues
from corpus.formats.cues import Cue
from corpus.text import decoded, mended, normalise
from kodetrapp.errors import FileRefusedError

_LISTS = ("segments", "entries", "utterances", "recognizedPhrases", "transcription")
"""Where the pieces of a transcript stand: Whisper, WhisperX; Teams; AssemblyAI, Deepgram; Azure;
whisper.cpp."""
_WRAPPERS = ("results", "result", "transcript")
_TEXTS = ("text", "transcript", "spokenText", "display", "utterance")
_VOICES = ("speaker", "speakerDisplayName", "speakerName", "speaker_name", "speaker_id")
_STARTS = ("start", "startOffset", "startTime", "start_time", "offset")
_ISO = re.compile(r"PT(?:(\d{1,9})H)?(?:(\d{1,9})M)?(?:(\d{1,9}(?:\.\d{1,9})?)S)?")
_SECONDS = re.compile(r"(\d{1,9}(?:\.\d{1,9})?)s?")
_MAX_NUMBER = 1e12
_UNKNOWN = (
    "is JSON, but no transcript of a known kind; export it as .vtt, .srt or .txt, or as a list of"
    " segments with start, speaker and text"
)


def read(path: Path) -> Extract:
    """The text: a paragraph `[00:00:03] Speaker: …` each time another speaker begins, times and
    speakers as far as the file tells them. Raises `FileRefusedError` for what isn't a transcript.
    """
    try:
        found = decoded(path.read_bytes())
        content, mending = _unescaped(found.text)
    except (ValueError, RecursionError):
        raise FileRefusedError("is no readable JSON, or half of it; export it anew") from None
    if is_gold(content):
        raise FileRefusedError(
            "is gold (it has spans) without its document; put that beside it, under the same name"
        )
    warnings = (*found.warnings, *mending)
    pieces = _pieces(content)
    if pieces is None:
        return Extract(normalise(_only_text(content)), warnings=warnings)
    unit = _unit(pieces)
    return cues.extract(
        (Cue(_start(piece, unit), _voice(piece), _text(piece) or "") for piece in pieces),
        warnings,
    )


def _unescaped(text: str) -> tuple[object, tuple[str, ...]]:
    """The content of JSON, with a warning where letters that it escapes were mended. Raises
    `ValueError`, `RecursionError`."""
    content = json.loads(text)
    if "\\u00" not in text:
        return content, ()
    better, warnings = mended(json.dumps(content, ensure_ascii=False))
    return json.loads(better), warnings


def is_gold(content: object) -> bool:
    """Whether parsed JSON is a gold file rather than a transcript."""
    return isinstance(content, dict) and isinstance(content.get("spans"), list)


def _pieces(content: object) -> list[dict[str, Any]] | None:
    """The segments, utterances or entries in `content`; None where it has no such list."""
    if isinstance(content, list):
        rows = [row for item in content if (row := _named(item))]
        return rows if rows and len(rows) == len(content) else None
    if not isinstance(content, dict):
        return None
    for name in _LISTS:
        found = _pieces(content[name]) if isinstance(content.get(name), list) else None
        if found:
            return found
    return next(
        (found for name in _WRAPPERS if (found := _pieces(content.get(name)))),
        None,
    )


def _named(item: object) -> dict[str, Any] | None:
    """A piece by the names of its fields. A faster-whisper segment that was dumped as a list is
    `[id, seek, start, end, text, …]`; a plain list is `[start, end, text]`."""
    if isinstance(item, dict):
        return item if _text(item) is not None else None
    if isinstance(item, list):
        for at in (2, 4):
            if len(item) > at and isinstance(item[at], str):
                return {"start": item[at - 2], "text": item[at]}
    return None


def _text(piece: dict[str, Any]) -> str | None:
    best = piece.get("nBest")
    if isinstance(best, list) and best and isinstance(best[0], dict):
        piece = best[0]
    return next((piece[name] for name in _TEXTS if isinstance(piece.get(name), str)), None)


def _voice(piece: dict[str, Any]) -> str:
    """The speaker as a label: a bare number or letter is `Speaker 1`."""
    found = next((v for name in _VOICES if isinstance(v := piece.get(name), str | int)), "")
    return f"Speaker {found}" if re.fullmatch(r"\d{1,3}|[A-Za-z]", str(found)) else str(found)


def _start(piece: dict[str, Any], unit: float) -> float | None:
    """The second at which a piece begins. Numbers count `unit` seconds, those of whisper.cpp
    milliseconds."""
    offsets = piece.get("offsets")
    if isinstance(offsets, dict):
        piece, unit = {"start": offsets.get("from")}, 0.001
    for name in _STARTS:
        match piece.get(name):
            case bool() | None:
                continue
            case int() | float() as number:
                return number * unit if abs(number) < _MAX_NUMBER else None
            case str() as written:
                return _written(written)
    return None


def _written(time: str) -> float | None:
    """The seconds in `PT1M3.2S`, `3.2`, `3.2s` or `00:00:03.200`."""
    if (match := _ISO.fullmatch(time)) is not None:
        hours, minutes, rest = (float(part or 0) for part in match.groups())
        return hours * 3600 + minutes * 60 + rest
    if (match := _SECONDS.fullmatch(time)) is not None:
        return float(match[1])
    return cues.seconds(time)


def _unit(pieces: list[dict[str, Any]]) -> float:
    """What numbers count: seconds, or milliseconds where all are whole and as seconds would make
    speech too slow (AssemblyAI)."""
    if not all(isinstance(piece.get(key), int) for piece in pieces for key in ("start", "end")):
        return 1
    last = max(int(piece["end"]) for piece in pieces)
    characters = sum(len(_text(piece) or "") for piece in pieces)
    return cues.unit(last, characters)


def _only_text(content: object) -> str:
    """The text of a transcript without pieces. Raises `FileRefusedError` where there is none."""
    text = content.get("text") if isinstance(content, dict) else None
    if not isinstance(text, str):
        raise FileRefusedError(_UNKNOWN)
    return text.strip()
