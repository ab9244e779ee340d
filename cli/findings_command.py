"""The command for people without SQL: `findings`."""

from typing import Annotated

import typer

from cli import output
from cli.options import DATA, DataOption, Lang, LangOption
from findings import detail


def findings(
    group: Annotated[str, typer.Argument(metavar="GROUP", help="The group, by id or name.")],
    code: Annotated[
        str | None, typer.Argument(metavar="[CODE]", help="A code, by id, name or step.")
    ] = None,
    data: DataOption = DATA,
    lang: LangOption = Lang.NB,
) -> None:
    """Print what is found of one group, or of one code in it with its quotes."""
    if code is None:
        output.out.print(detail.group(data, group, lang.value))
    else:
        output.out.print(detail.code(data, group, code, lang.value))
