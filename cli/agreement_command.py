"""The command `agreement`: two people's codings of the same documents compared."""

from pathlib import Path
from typing import Annotated

import typer
from rich import box
from rich.table import Table

import codebook as codebooks
from cli import output
from cli.options import CODEBOOK, CodebookOption
from kodetrapp.errors import GoldError


def agreement(
    first: Annotated[Path, typer.Argument(metavar="FIRST", help="Gold of the first coder.")],
    second: Annotated[Path, typer.Argument(metavar="SECOND", help="Gold of the second coder.")],
    texts: Annotated[
        Path | None,
        typer.Option("--texts", metavar="DIR", help="Where the texts are, if not in FIRST."),
    ] = None,
    codebook: CodebookOption = CODEBOOK,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON instead of tables.")] = False,
) -> None:
    """Compare two coders who coded the same documents, each for himself."""
    from corpus import gold_files, read_gold
    from models import double_coding

    book = codebooks.load(codebook)
    names = [path.relative_to(first) for path in gold_files(first)]
    missing = [str(name) for name in names if not (second / name).exists()]
    if missing:
        raise GoldError(
            f"{second}: lacks {len(missing)} of the files in {first} ({', '.join(missing[:3])});"
            " give two folders with the same files"
        )
    one, other = (
        [read_gold(folder / name, book, (texts or first) / name) for name in names]
        for folder in (first, second)
    )
    found = double_coding.agreement(one, other, book)
    if as_json:
        typer.echo(found.model_dump_json(indent=1))
        return
    table = Table(
        title=f"{found.documents} documents, {found.sentences} sentences; 95% intervals by"
        f" bootstrap over documents; the second against the first: F1 {found.f1:.2f}",
        box=box.SIMPLE_HEAD,
        title_justify="left",
    )
    for name in ("code", "first", "second", "both", "alpha", "kappa", "alpha of valence"):
        table.add_column(name, justify="left" if name == "code" else "right")
    for row in (*found.codes, found.any_code):
        table.add_row(
            row.code,
            *(str(count) for count in (row.first, row.second, row.both)),
            "–" if row.alpha is None else row.alpha.text(),
            *("–" if v is None else f"{v:.2f}" for v in (row.kappa, row.valence_alpha)),
        )
    output.out.print(table)
