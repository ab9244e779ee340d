"""The command that writes the findings as documents: `report`."""

from pathlib import Path
from typing import Annotated

import typer

from cli import output
from cli.options import DATA, DataOption, Lang, LangOption
from findings import parquet, reports, show
from findings.reports import Format


def report(
    data: DataOption = DATA,
    to: Annotated[
        Path | None,
        typer.Option("--to", metavar="DIR", help="Folder to write to; DIR/reports without it."),
    ] = None,
    formats: Annotated[
        list[Format] | None,
        typer.Option("--format", help="Which one; give it again for more. All three without it."),
    ] = None,
    as_parquet: Annotated[
        bool, typer.Option("--parquet", help="Also every table as a Parquet file.")
    ] = False,
    lang: LangOption = Lang.NB,
) -> None:
    """Write the findings as a Word document, an Excel workbook and a page."""
    folder = to or data / reports.FOLDER
    written = reports.write(data, folder, dict.fromkeys(formats or Format), lang.value)
    if as_parquet:
        written += parquet.export(data, folder / "parquet")
    for path in written:
        output.out.print(path, markup=False, highlight=False, soft_wrap=True)
    for line in show.trust(data, lang.value).splitlines():
        output.note(line)
