"""A file, or text from elsewhere, to a `Document`."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from codebook import Codebook
from corpus import (
    agenda,
    archives,
    formats,
    language,
    limits,
    marks,
    metadata,
    people,
    remedies,
    sidecar,
    speakers,
    unlabelled,
)
from corpus.document import Document, Turn, TurnRole
from corpus.extract import Extract
from corpus.header import Header, read_header
from corpus.lines import Line, lines
from corpus.marks import Named
from corpus.roles import REMEDY, Roles, assign, decide, declared
from corpus.text import normalise
from corpus.times import LEADING, stamps
from kodetrapp.errors import FileRefusedError

READER_VERSION = 3
"""Raised whenever the same file could be understood otherwise than before; files are then read
anew."""

_MANY_TURNS = 6
_MAX_STAMP, _MANY_STAMPS = 160, 2


def read_file(
    path: Path,
    codebook: Codebook,
    name: str | None = None,
    roles: Mapping[str, str] | None = None,
    root: Path | None = None,
) -> Document:
    """The document in the file `path`, called `name` (by default the file's own name); a path
    below a zip archive is a member of it.

    `roles` says who asks and who answers, by label (see `read_extract`); `root` is the folder of
    the study, up to which metadata files are looked for (`corpus.sidecar`), None for none.
    Raises `FileRefusedError` with the reason and the remedy where it can't be taken in.
    """
    try:
        with archives.opened(path) as file:
            extract = formats.read(file)
    except OSError as error:
        raise FileRefusedError(f"can't be read ({error.strerror}); check its rights") from None
    entry = sidecar.find(path, root, codebook) if root else None
    return read_extract(extract, codebook, path.name if name is None else name, roles, entry)


def read_text(text: str, codebook: Codebook, name: str) -> Document:
    """The document written in `text`. Raises `FileRefusedError` where there is nothing in it."""
    return read_extract(Extract(normalise(text)), codebook, name)


def read_extract(
    extract: Extract,
    codebook: Codebook,
    name: str,
    roles: Mapping[str, str] | None = None,
    entry: sidecar.Entry | None = None,
) -> Document:
    """The document in what a format's reader found, with what metadata files say in `entry`.

    `roles` says who asks (`intervjuer`) and who answers (`informant`), by speaker's label in any
    case; it beats those of the metadata file, they the line `Roller: Kari = intervjuer` in the
    text, and all of them all else.
    Raises `FileRefusedError` where there is nothing in it.
    """
    text = extract.text
    if not text.strip():
        raise FileRefusedError("is empty; remove it, or export the transcript anew")
    limits.check_text(text)
    all_lines = lines(text)
    header = read_header(all_lines, codebook)
    said, lines_of_roles = declared(all_lines)
    body = _after(all_lines[header.length :], lines_of_roles)
    said_of_it = metadata.claims(header, entry, name, extract.properties, codebook)
    stated = metadata.kind_of(said_of_it)
    given = _joined(said, entry.roles if entry else {}, roles or {})
    listed = people.listed(all_lines, header.length)
    who = [*listed, *(people.Person(label) for label in given)]
    found = marks.find_marks(body, Named(extract.voices, who, stamped=not extract.times))
    sure = bool(extract.voices) or any(one.role in people.SAID for one in listed)
    speak = bool(found) and (sure or bool(marks.find_marks(body)))
    structure = codebook.kind(stated).structure if stated else _structure(body, speak)
    kind = stated or next((k.id for k in codebook.kinds if k.structure == structure), None)
    spoken = _turns(body, structure, found, header, given, listed)
    turns = spoken.turns
    limits.check_turns(turns)
    if not any(turn.role.coded for turn in turns):
        raise FileRefusedError("has no words of an informant; check the speaker labels")
    told = language.tell(turns, codebook.languages)
    created = extract.properties.get("created", "")
    known_of_it, warnings = metadata.merge(
        said_of_it,
        codebook,
        kind,
        told.document,
        created,
        entry.silent if entry else "",
    )
    lang = known_of_it.lang or told.document
    turns = language.marked(turns, told, lang)
    warnings += language.warnings(turns, told, lang, codebook.languages)
    lost = text.count("\ufffd")
    if lost:
        warnings.append(f"letters that were lost before this file was made: {lost}; mend them")
    named = any("kind" in claim.unknown for claim in said_of_it)
    if stated is None and structure == "prose" and not named:
        known = ", ".join(item.id for item in codebook.kinds)
        read_as = f"as {kind}" if kind else "as running text"
        warnings.append(
            f"no kind is given, so it was guessed: read {read_as};"
            f" {remedies.write('Type')}, one of: {known}"
        )
    if structure == "dialogue" and not found and len(spoken.roles.speakers) < 2:
        warnings.append(_unlabelled(marks.candidates(body)))
    at = extract.times
    if structure == "dialogue" and body and not at:
        at = stamps(text, turns, body[0].start)
    advice = remedies.fitting([*warnings, *spoken.roles.warnings], extract.ending)
    return Document(
        name,
        text,
        tuple(turns),
        known_of_it,
        (*extract.warnings, *(entry.warnings if entry else ()), *advice),
        at,
        spoken.roles.speakers,
    )


def _unlabelled(candidates: int) -> str:
    """What is said where nobody's label is believed, given how many lines look like labelled."""
    if not candidates:
        return "no speaker labels found: the whole text is read as one informant"
    return (
        f"lines that begin with what may be a speaker's name: {candidates}, but too few come again,"
        f" so the whole text is read as one informant; if they speak, {REMEDY}"
    )


def _after(body: list[Line], lines_of_roles: list[Line]) -> list[Line]:
    """The body without the lines at its top that give roles."""
    first = next((n for n, line in enumerate(body) if not line.blank), len(body))
    while first < len(body) and (body[first].blank or body[first] in lines_of_roles):
        first += 1
    return body[first:]


def _joined(*given: Mapping[str, str]) -> dict[str, str]:
    """The roles by label in lower case; those that come later win."""
    items = (item for roles in given for item in roles.items())
    return {" ".join(label.casefold().split()): word for label, word in items}


def _structure(body: list[Line], has_speakers: bool) -> str:
    """The structure of a text that doesn't say what it is."""
    if len(agenda.named_items(body)) > sum(map(speakers.begins, body)):
        return "agenda"
    if agenda.looks_like_minutes(body) and not any(map(speakers.begins, body)):
        return "agenda"
    if has_speakers:
        return "dialogue"
    taken = unlabelled.read(body)
    return "dialogue" if taken and len(taken.turns) >= _MANY_TURNS else "prose"


@dataclass(frozen=True)
class _Reading:
    """The turns of a body, and who they are by where it is a dialogue."""

    turns: list[Turn] = field(repr=False)
    roles: Roles = field(default_factory=Roles)


def _turns(
    body: list[Line],
    structure: str,
    found: list[speakers.Mark],
    header: Header,
    given: Mapping[str, str],
    listed: list[people.Person],
) -> _Reading:
    if structure == "agenda":
        return _Reading(agenda.agenda(body, header.fields.get("attendees") == ""))
    if structure != "dialogue":
        return _Reading(agenda.prose(body, TurnRole.NOTE))
    form: dict[str, str] = {}
    if found:
        turns = speakers.dialogue(body, found)
    elif taken := unlabelled.read(body):
        turns, form = taken.turns, taken.form
    elif sum(bool(LEADING.match(line.text[:_MAX_STAMP])) for line in body) >= _MANY_STAMPS:
        turns = speakers.pieces(body, "", TurnRole.INFORMANT)
    else:
        turns = agenda.prose(body, TurnRole.INFORMANT)
    added = marks.roles_in_brackets(found)
    decided = decide(turns, header.speakers, given, form, listed, added)
    return _Reading(assign(turns, decided.speakers), decided)
