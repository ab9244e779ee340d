"""`kodetrapp codebook`: check, show and compare codebooks."""

from pathlib import Path
from typing import Annotated

import typer
from rich import box
from rich.table import Table

import codebook
from cli import output
from cli.options import CODEBOOK, Lang, LangOption

app = typer.Typer(help="Check, show and compare codebooks.", no_args_is_help=True)
File = Annotated[Path, typer.Argument(metavar="FILE", help="The codebook; by default ours.")]


@app.command()
def check(file: File = CODEBOOK) -> None:
    """Check a codebook file and print its version."""
    book = codebook.load(file)
    output.out.print(
        f"{file}: {book.id}, version {book.version}: {len(book.dimensions)} dimensions,"
        f" {len(book.code_ids)} codes, {len(book.cases)} cases, {len(book.phases)} phases",
        highlight=False,
        markup=False,
        soft_wrap=True,
    )


@app.command()
def show(file: File = CODEBOOK, lang: LangOption = Lang.NB) -> None:
    """Print the codes with their definitions, limits and examples."""
    book = codebook.load(file)
    out = output.out
    out.print(f"{book.title.get(lang)} ({book.id} {book.version})", style="bold", markup=False)
    words = _WORDS[lang]
    for dimension in book.dimensions:
        table = Table(
            title=dimension.label.get(lang),
            box=box.ROUNDED,
            show_lines=True,
            title_justify="left",
            expand=True,
        )
        table.add_column(words[0], min_width=_LABEL)
        for heading, ratio in zip(words[1:], (4, 3, 5), strict=True):
            table.add_column(heading, ratio=ratio)
        for code in dimension.codes:
            exclusions = (
                f"– {e.text.get(lang)}" + (f" → {e.instead}" if e.instead else "")
                for e in code.exclusions
            )
            examples = (f"{_SIGNS[e.valence]} {e.text}" for e in code.examples)
            counter = (
                f"≠ {e.text}" + (f" → {e.instead}" if e.instead else "")
                for e in code.counter_examples
            )
            table.add_row(
                f"{code.label.get(lang)}\n({code.id})",
                code.definition.get(lang),
                "\n".join(exclusions),
                "\n".join([*examples, *counter]),
            )
        out.print(table)
    for number, rule in enumerate(book.rules, start=1):
        out.print(f"{number}. {rule.get(lang)}", highlight=False, markup=False)


@app.command()
def diff(
    old: Annotated[Path, typer.Argument(metavar="OLD", help="One codebook file.")],
    new: Annotated[Path, typer.Argument(metavar="NEW", help="Another codebook file.")],
) -> None:
    """Say in words what changed between two codebooks."""
    before, after = codebook.load(old), codebook.load(new)
    changes = codebook.difference(before, after)
    output.out.print(f"{before.version} → {after.version}", style="bold", highlight=False)
    for line in changes or ["no difference"]:
        output.out.print(line, highlight=False, markup=False, soft_wrap=True)


_LABEL = 22
_WORDS = {
    Lang.NB: ("Kode", "Definisjon", "Ikke når", "Eksempler (+ ○ −) og moteksempler (≠)"),
    Lang.EN: ("Code", "Definition", "Not when", "Examples (+ ○ −) and counter-examples (≠)"),
}
_SIGNS = {"positive": "+", "neutral": "○", "negative": "−"}
