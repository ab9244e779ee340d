"""`kodetrapp`: the commands."""

import sys
from typing import Annotated

import typer

import kodetrapp
from cli import (
    agreement_command,
    codebook_commands,
    findings_command,
    forget_command,
    inspect_command,
    model_commands,
    names_command,
    output,
    queue_commands,
    report_command,
    run_commands,
)
from kodetrapp.errors import KodetrappError

app = typer.Typer(
    name="kodetrapp",
    help="Codes interviews and minutes against a codebook and turns the codes into findings.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
app.add_typer(codebook_commands.app, name="codebook")
app.command("run")(run_commands.run_inbox)
app.command("schedule")(run_commands.schedule)
app.command("sql")(run_commands.sql)
app.command("report")(report_command.report)
app.command("findings")(findings_command.findings)
app.command("queue")(queue_commands.queue)
app.command("forget")(forget_command.forget)
app.command("inspect")(inspect_command.inspect)
app.command("names")(names_command.names)
app.command("key")(names_command.open_key)
app.command("code")(model_commands.code)
app.command("train")(model_commands.train)
app.command("evaluate")(model_commands.evaluate)
app.command("agreement")(agreement_command.agreement)


@app.callback(invoke_without_command=True)
def _main(
    version: Annotated[bool, typer.Option("--version", help="Print the version.")] = False,
) -> None:
    if version:
        output.out.print(f"kodetrapp {kodetrapp.__version__}", highlight=False)
        raise typer.Exit


def run() -> None:
    """Runs the command line: exit code 0 when all was done, 3 when some files were refused, 1 with
    a sentence when nothing could be done, 2 when the words of the command don't fit."""
    try:
        app()
    except KodetrappError as error:
        output.fail(str(error))
        sys.exit(1)
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(0)
