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
LangOption = Annotated[Lang, typer.Option("--lang", help="Language of what is printed.")]

DATA = Path("data")
CODEBOOK = codebook.DEFAULT
