"""The options that several commands share."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

import codebook


class Lang(StrEnum):
    """The language of what is printed."""

    NB = "nb"
    EN = "en"


DataOption = Annotated[
    Path, typer.Option("--data", metavar="DIR", help="Folder of the store and the findings.")
]
CodebookOption = Annotated[
    Path, typer.Option("--codebook", metavar="FILE", help="Another codebook than the default one.")
]
ModelOption = Annotated[
    Path | None,
    typer.Option("--model", metavar="DIR", help="Another model than the default one."),
]
NamesOption = Annotated[
    Path | None,
    typer.Option(
        "--names",
        metavar="FILE",
        help="Your names to hide and to keep; names.yaml in the data folder without it.",
    ),
]
KeepNamesOption = Annotated[
    bool, typer.Option("--keep-names", help="Hide nothing: names stay in the text.")
]
LangOption = Annotated[Lang, typer.Option("--lang", help="Language of what is printed.")]

DATA = Path("data")
CODEBOOK = codebook.DEFAULT
