"""A file, or text from elsewhere, to a `Document`."""

from pathlib import Path

import simplemma

from codebook import Codebook
from corpus import agenda, speakers
from corpus.document import Document, Metadata, Turn, TurnRole
from corpus.extract import Extract
from corpus.formats import READERS
from corpus.header import Header, find_date, match_item, match_language, read_header
from corpus.lines import Line, lines
from corpus.text import normalise
from kodetrapp.errors import FileRefusedError

READER_VERSION = 1
"""Raised whenever the same file could be understood otherwise than before; files are then read
anew."""

MAX_BYTES = 50 * 2**20
_LANGUAGE_SAMPLE = 4000


def read_file(path: Path, codebook: Codebook, name: str | None = None) -> Document:
    """The document in the file `path`, called `name` (by default the file's own name).

    Raises `FileRefusedError` with the reason and the remedy where it can't be taken in.
    """
    reader = READERS.get(path.suffix.lower())
    if reader is None:
        known = ", ".join(READERS)
        raise FileRefusedError(
            f"has the ending '{path.suffix}', which is not read; save it as one of {known}"
        )
    try:
        size = path.stat().st_size
        if size > MAX_BYTES:
            raise FileRefusedError("is larger than 50 MB; a transcript is text, save it as such")
        extract = reader(path)
    except OSError as error:
        raise FileRefusedError(f"can't be read ({error.strerror}); check its rights") from None
    return read_extract(extract, codebook, path.name if name is None else name)


def read_text(text: str, codebook: Codebook, name: str) -> Document:
    """The document written in `text`. Raises `FileRefusedError` where there is nothing in it."""
    return read_extract(Extract(normalise(text)), codebook, name)


def read_extract(extract: Extract, codebook: Codebook, name: str) -> Document:
    """The document in what a format's reader found. Raises `FileRefusedError` where there is
    nothing in it."""
    text = extract.text
    if not text.strip():
        raise FileRefusedError("is empty; remove it, or export the transcript anew")
    all_lines = lines(text)
    header = read_header(all_lines, codebook)
    body = all_lines[header.length :]
    kind = _kind(header, codebook)
    marks = speakers.find_marks(body)
    structure = codebook.kind(kind).structure if kind else _structure(body, bool(marks))
    if kind is None:
        kind = next((k.id for k in codebook.kinds if k.structure == structure), None)
    turns = _turns(body, structure, marks, header)
    if not any(turn.role.coded for turn in turns):
        raise FileRefusedError("has no words of an informant; check the speaker labels")
    metadata, warnings = _metadata(header, codebook, kind, turns)
    if structure == "dialogue" and not marks:
        warnings.append("no speaker labels found: the whole text is read as one informant")
    warnings = [*extract.warnings, *warnings]
    return Document(name, text, tuple(turns), metadata, tuple(warnings), extract.times)


def _kind(header: Header, codebook: Codebook) -> str | None:
    for value in [header.fields.get("kind", ""), *header.titles]:
        kind = match_item(value, codebook.kinds)
        if kind is not None:
            return kind
    return None


def _structure(body: list[Line], has_speakers: bool) -> str:
    if len(agenda.named_items(body)) > sum(map(speakers.begins, body)):
        return "agenda"
    return "dialogue" if has_speakers else "prose"


def _turns(
    body: list[Line], structure: str, marks: list[speakers._Mark], header: Header
) -> list[Turn]:
    if structure == "dialogue" and marks:
        return speakers.dialogue(body, marks, header.speakers)
    if structure == "agenda":
        return agenda.agenda(body)
    return agenda.prose(body, TurnRole.INFORMANT if structure == "dialogue" else TurnRole.NOTE)


def _metadata(
    header: Header, codebook: Codebook, kind: str | None, turns: list[Turn]
) -> tuple[Metadata, list[str]]:
    """What the header says, and what it leaves open."""
    fields, titles = header.fields, header.titles
    warnings: list[str] = []

    def first(field: str, items: list) -> str | None:  # type: ignore[type-arg]
        values = [fields[field]] if field in fields else titles
        return next((id_ for value in values if (id_ := match_item(value, items))), None)

    group = first("group", codebook.cases)
    if group is None:
        known = ", ".join(case.short for case in codebook.cases)
        field = (codebook.headers.group or ["Gruppe"])[0]
        reason = "names a group that the codebook lacks" if "group" in fields else "is missing"
        warnings.append(
            f"the line '{field}:' {reason}, so the document counts in no group's findings;"
            f" write one of: {known}"
        )
    values = [fields["date"]] if "date" in fields else titles
    day = next((d for v in values if (d := find_date(v, codebook.languages))), None)
    phase = codebook.phase_of(day) if day else None
    if codebook.phases and day is None:
        warnings.append(
            "no date understood, so the document has no phase; write 'Dato: 2023-05-31'"
        )
    elif codebook.phases and phase is None:
        warnings.append(f"the date {day} lies in no phase of the codebook")
    interview = kind is not None and codebook.kind(kind).structure == "dialogue"
    role = first("role", codebook.roles) if "role" in fields or interview else None
    if role is None and "role" in fields:
        known = ", ".join(role.id for role in codebook.roles)
        warnings.append(f"the role in the header is not in the codebook; it has: {known}")
    if kind is not None and "kind" in fields and match_item(fields["kind"], codebook.kinds) is None:
        known = ", ".join(item.id for item in codebook.kinds)
        warnings.append(
            f"the kind in the header is not in the codebook, which has: {known}; read as {kind}"
        )
    lang = match_language(fields["language"]) if "language" in fields else None
    return Metadata(group, day, phase, kind, role, lang or _language(turns, codebook)), warnings


def _language(turns: list[Turn], codebook: Codebook) -> str:
    """Which of the codebook's languages the coded turns are written in."""
    if len(codebook.languages) == 1:
        return codebook.languages[0]
    words = " ".join(turn.text for turn in turns if turn.role.coded)[:_LANGUAGE_SAMPLE]
    ranked = simplemma.langdetect(words, lang=tuple(codebook.languages))
    return next((lang for lang, _ in ranked if lang in codebook.languages), codebook.languages[0])
