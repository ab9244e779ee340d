"""Commands about names: `names` shows what is hidden in files, `key` opens a key file."""

import csv
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich import box
from rich.table import Table
from rich.text import Text

import codebook as codebooks
from cli import output
from cli.inspecting import LookedAt, look
from cli.options import CODEBOOK, DATA, CodebookOption, DataOption, Lang, LangOption, NamesOption
from findings.texts import text
from kodetrapp.errors import UsageError

if TYPE_CHECKING:
    from privacy.report import Line

PASSPHRASE = "KODETRAPP_PASSPHRASE"  # noqa: S105 (the name of a variable)
_COLUMNS = ("file", "pseudonym", "kind", "text", "times", "probability", "hidden", "look")


def names(
    files: Annotated[
        list[Path], typer.Argument(metavar="FILE…", help="Files, or folders of files, to look at.")
    ],
    data: DataOption = DATA,
    codebook: CodebookOption = CODEBOOK,
    names: NamesOption = None,
    doubtful: Annotated[
        bool, typer.Option("--doubtful", help="Only what a person should look at.")
    ] = False,
    as_csv: Annotated[bool, typer.Option("--csv", help="Print CSV.")] = False,
    key: Annotated[
        Path | None,
        typer.Option(
            "--key",
            metavar="KEYFILE",
            help="Also write what the pseudonyms stand for to this encrypted file. The passphrase"
            f" is asked for, or taken from {PASSPHRASE}.",
        ),
    ] = None,
    lang: LangOption = Lang.NB,
) -> None:
    """Show what is hidden in files before they are stored, and what was left in doubt.

    What is printed are personal data: nothing of it is stored, unless you ask for a key file.
    """
    from privacy.name_lists import FILE
    from privacy.report import report

    book = codebooks.load(codebook)
    if key is not None and key.resolve().is_relative_to(data.resolve()):
        raise UsageError(f"{key}: keep the key outside the data folder, and give another place")
    passphrase = _passphrase(confirm=not key.exists()) if key else ""
    looked = list(look(files, book, names or data / FILE))
    lines = [
        (one, line)
        for one in looked
        if one.hidden is not None
        for line in report(one.hidden.hidden)
        if line.doubtful or not doubtful
    ]
    if as_csv:
        _write_csv(lines)
    else:
        _print(lines, lang.value)
    for one in looked:
        if one.refused:
            output.note(text(lang, "refused", name=one.name, reason=one.refused), style="red")
    if key is not None:
        _write_key(key, passphrase, looked)
        output.note(text(lang, "key_written", path=key))
    refused = sum(bool(one.refused) for one in looked)
    if refused:
        raise typer.Exit(1 if refused == len(looked) else 3)


def open_key(
    key: Annotated[Path, typer.Argument(metavar="KEYFILE", help="Written by names --key.")],
    document: Annotated[
        str | None, typer.Argument(metavar="DOCUMENT", help="One document, by name or id.")
    ] = None,
    lang: LangOption = Lang.NB,
) -> None:
    """Show what pseudonyms stand for, from an encrypted key file."""
    from privacy import key_file

    content = key_file.read(key, _passphrase(confirm=False))
    table = _table(lang.value, "names_file", "names_pseudonym", "names_text")
    for document_id, entry in content.items():
        if document in {None, document_id, entry.name}:
            for pseudonym, originals in entry.originals.items():
                table.add_row(Text(entry.name), Text(pseudonym), Text(", ".join(originals)))
    if not table.row_count and document is not None:
        raise UsageError(f"{key}: has no document '{document}'; leave it out to see all")
    output.out.print(table)


def _passphrase(confirm: bool) -> str:
    """From the environment, or asked for."""
    given = os.environ.get(PASSPHRASE)
    if given:
        return given
    if not sys.stdin.isatty():
        raise UsageError(f"a key needs a passphrase; set {PASSPHRASE}, or run it in a terminal")
    return str(typer.prompt("Passphrase", hide_input=True, confirmation_prompt=confirm, err=True))


def _write_key(key: Path, passphrase: str, looked: "list[LookedAt]") -> None:
    from privacy import key_file
    from privacy.report import originals

    key_file.write(
        key,
        passphrase,
        {
            one.hidden.document.document_id: key_file.Entry(one.name, originals(one.hidden.hidden))
            for one in looked
            if one.hidden is not None
        },
    )


def _rows(lines: "list[tuple[LookedAt, Line]]") -> Iterator[dict[str, object]]:
    for one, line in lines:
        yield dict(
            zip(
                _COLUMNS,
                (
                    one.name,
                    line.pseudonym,
                    line.kind.value,
                    line.original,
                    line.times,
                    round(line.sure, 2),
                    bool(line.pseudonym),
                    line.doubtful,
                ),
                strict=True,
            )
        )


def _write_csv(lines: "list[tuple[LookedAt, Line]]") -> None:
    writer = csv.DictWriter(sys.stdout, _COLUMNS, lineterminator="\n")
    writer.writeheader()
    for row in _rows(lines):
        # A spreadsheet would take these for formulas.
        writer.writerow(
            {k: f"'{v}" if isinstance(v, str) and v[:1] in "=+-@\t" else v for k, v in row.items()}
        )


def _print(lines: "list[tuple[LookedAt, Line]]", lang: str) -> None:
    heads = ("names_file", "names_pseudonym", "names_text", "names_times", "names_sure")
    table = _table(lang, *heads)
    before = ""
    for one, line in lines:
        name, before = ("" if one.name == before else one.name), one.name
        pseudonym = line.pseudonym or text(lang, "names_left")
        style = "yellow" if line.doubtful else ""
        sure = f"{line.sure:.2f}" + (" ?" if line.doubtful else "")
        table.add_row(
            Text(name), Text(pseudonym), Text(line.original), str(line.times), sure, style=style
        )
    output.out.print(table)
    output.out.print(text(lang, "names_help"), markup=False, highlight=False)


def _table(lang: str, *heads: str) -> Table:
    return Table(*(text(lang, head) for head in heads), box=box.SIMPLE_HEAD)
