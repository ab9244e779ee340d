"""The command that shows how a file is understood, before anything is stored: `inspect`."""

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich import box
from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

import codebook as codebooks
from cli import output
from cli.inspecting import LookedAt, look
from cli.options import CODEBOOK, DATA, CodebookOption, Lang, LangOption, NamesOption
from codebook import Codebook
from codebook.schema import Item
from findings.texts import text

if TYPE_CHECKING:
    from corpus import Document
    from privacy.report import Line

_FIRST_TURNS = 6
_MAX_TURN = 160
_FIELDS = ("group", "date", "phase", "kind", "role", "lang")


def inspect(
    files: Annotated[
        list[Path],
        typer.Argument(metavar="FILE…", help="Files, folders or zip archives to look at."),
    ],
    codebook: CodebookOption = CODEBOOK,
    names: NamesOption = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print a JSON list.")] = False,
    lang: LangOption = Lang.NB,
) -> None:
    """Show how files are understood, before anything is stored: metadata, speakers, warnings."""
    from privacy.name_lists import FILE

    book = codebooks.load(codebook)
    seen = list(look(files, book, names or DATA / FILE))
    if as_json:
        rows = [_row(one) for one in seen]
        typer.echo(json.dumps(rows, ensure_ascii=False, indent=1, default=str))
    else:
        for one in seen:
            output.out.print(_page(one, book, lang.value))
    refused = sum(bool(one.refused) for one in seen)
    if refused:
        raise typer.Exit(1 if refused == len(seen) else 3)


def _page(seen: LookedAt, book: Codebook, lang: str) -> Group:
    """All about one file."""
    title = Text(seen.name, style="bold")
    document = seen.document
    if document is None:
        reason = text(lang, "refused", name=seen.name, reason=seen.refused)
        return Group(title, Text(reason, style="red"), Text())
    return Group(
        title,
        _facts(seen, document, lang),
        _metadata(document, book, lang),
        *_speakers(document, lang),
        _first_turns(document, lang),
        *_warnings(document, lang),
        *_names(seen, lang),
        Text(),
    )


def _facts(seen: LookedAt, document: "Document", lang: str) -> Text:
    """What the file is and how much is in it."""
    ending = seen.path.suffix.lower()
    form = ending if seen.content in {None, ending} else f"{ending} ({seen.content})"
    form += f", {seen.encoding}" if seen.encoding else ""
    return Text(
        text(
            lang,
            "inspect_facts",
            form=form,
            structure=text(lang, f"structure_{_structure(document)}"),
            turns=len(document.turns),
            sentences=seen.sentences,
            words=_words(document),
        )
    )


def _metadata(document: "Document", book: Codebook, lang: str) -> Table:
    """What is known of the document, and where from."""
    table = _table(text(lang, "inspect_metadata"))
    for name in _FIELDS:
        value = getattr(document.metadata, name)
        origin = document.metadata.origins.get(name)
        table.add_row(
            text(lang, f"field_{name}"),
            Text("–" if value is None else _shown(str(value), name, book, lang)),
            text(lang, f"origin_{origin}") if origin else "",
        )
    return table


def _speakers(document: "Document", lang: str) -> Iterator[RenderableType]:
    """Who speaks, as what, and why we think so."""
    if not document.speakers:
        return
    total = max(sum(speaker.words for speaker in document.speakers), 1)
    heads = ("speaker", "speaker_role", "speaker_why", "speaker_turns", "speaker_words")
    table = _table(text(lang, "inspect_speakers"), *(text(lang, head) for head in heads))
    for column in table.columns[3:]:
        column.justify = "right"
    for speaker in document.speakers:
        table.add_row(
            Text(speaker.label or "–"),
            text(lang, f"turn_{speaker.role.value}"),
            text(lang, f"how_{speaker.how}"),
            str(speaker.turns),
            f"{100 * speaker.words / total:.0f} %",
        )
    yield table


def _first_turns(document: "Document", lang: str) -> Table:
    """How the document begins, cut into turns."""
    table = _table(text(lang, "inspect_turns"))
    for turn in document.turns[:_FIRST_TURNS]:
        role = text(lang, f"turn_{turn.role.value}")
        table.add_row(role, Text(turn.speaker), Text(_short(turn.text)))
    return table


def _warnings(document: "Document", lang: str) -> Iterator[RenderableType]:
    """What was not understood."""
    for reason in document.warnings:
        yield Text(text(lang, "warning", name=document.name, reason=reason), style="yellow")


def _lines(seen: LookedAt) -> "list[Line]":
    """What would be hidden in a file, and what would be left in doubt."""
    from privacy.report import report

    return report(seen.hidden.hidden) if seen.hidden else []


def _names(seen: LookedAt, lang: str) -> Iterator[RenderableType]:
    """What would be hidden, and what would be left in doubt."""
    lines = _lines(seen)
    if not lines:
        return
    heads = ("names_pseudonym", "names_text", "names_times", "names_sure")
    table = _table(text(lang, "inspect_names"), *(text(lang, head) for head in heads))
    for line in lines:
        table.add_row(
            Text(line.pseudonym or text(lang, "names_left")),
            Text(line.original),
            str(line.times),
            f"{line.sure:.2f}" + (" ?" if line.doubtful else ""),
        )
    yield table


def _structure(document: "Document") -> str:
    if document.speakers:
        return "dialogue"
    return "agenda" if any(turn.role == "item" for turn in document.turns) else "prose"


def _words(document: "Document") -> int:
    return sum(len(turn.text.split()) for turn in document.turns)


def _shown(value: str, name: str, book: Codebook, lang: str) -> str:
    """An id with the label of its item."""
    lists: dict[str, Sequence[Item]] = {
        "group": book.cases,
        "phase": book.phases,
        "kind": book.kinds,
        "role": book.roles,
    }
    label = next((item.label.get(lang) for item in lists.get(name, ()) if item.id == value), "")
    return f"{value} – {label}" if label else value


def _short(words: str) -> str:
    joined = " ".join(words.split())
    return joined if len(joined) <= _MAX_TURN else f"{joined[: _MAX_TURN - 1].rstrip()}…"


def _table(title: str, *columns: str) -> Table:
    """A table with a title, and with a row of heads where there are any."""
    table = Table(
        *columns or ("", "", ""),
        title=f"\n{title}",
        box=box.SIMPLE_HEAD if columns else None,
        show_header=bool(columns),
        title_justify="left",
        padding=(0, 2, 0, 0),
        pad_edge=False,
    )
    table.columns[0].no_wrap = True
    return table


def _row(seen: LookedAt) -> dict[str, object]:
    """The same for programs."""
    row: dict[str, object] = {
        "file": seen.name,
        "format": seen.path.suffix.lower(),
        "content": seen.content,
        "encoding": seen.encoding,
        "refused": seen.refused or None,
    }
    document = seen.document
    if document is None:
        return row
    known = document.metadata
    return row | {
        "document_id": document.document_id,
        "metadata": {
            name: {"value": getattr(known, name), "origin": known.origins.get(name)}
            for name in _FIELDS
        },
        "structure": _structure(document),
        "turns": len(document.turns),
        "sentences": seen.sentences,
        "words": _words(document),
        "speakers": [
            {
                "label": speaker.label,
                "role": speaker.role.value,
                "how": speaker.how,
                "reason": speaker.reason,
                "turns": speaker.turns,
                "words": speaker.words,
            }
            for speaker in document.speakers
        ],
        "first_turns": [
            {"role": turn.role.value, "speaker": turn.speaker, "text": _short(turn.text)}
            for turn in document.turns[:_FIRST_TURNS]
        ],
        "warnings": list(document.warnings),
        "names": [
            {
                "pseudonym": line.pseudonym or None,
                "kind": line.kind.value,
                "text": line.original,
                "times": line.times,
                "probability": round(line.sure, 2),
            }
            for line in _lines(seen)
        ],
    }
