"""The command that erases a document and all that derives from it: `forget`."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cli import output
from cli.options import DATA, DataOption
from kodetrapp.errors import UsageError

if TYPE_CHECKING:
    from flows.forgetting import Plan


def forget(
    document: Annotated[
        str,
        typer.Argument(metavar="DOCUMENT", help="Name of the file in the inbox, or document_id."),
    ],
    data: DataOption = DATA,
    yes: Annotated[bool, typer.Option("--yes", help="Erase without asking.")] = False,
) -> None:
    """Erase a document, every version of it and all that derives from its text; it can't be undone.

    What was decided on it is erased as well, and models of the study that learnt from it. A record
    stays, and the file is not taken in again.
    """
    from flows import forgetting

    plan = forgetting.look(data, document)
    for sentence in _announced(plan):
        output.note(sentence)
    if not yes:
        if not sys.stdin.isatty():
            raise UsageError("forget asks before it erases; without a terminal add --yes")
        if not typer.confirm("Erase it?", err=True):
            output.note("Nothing was erased.")
            raise typer.Exit(1)
    forgetting.forget(data, document, plan)
    for sentence in _told(plan, data):
        output.note(sentence)


def _announced(plan: "Plan") -> list[str]:
    """What will go, and what will not."""
    scope = plan.scope
    said = [
        f"This erases {', '.join(scope.names)}: {_counted(len(scope.document_ids), 'version')} of"
        f" the text, {_counted(scope.decisions, 'decision')} and"
        f" {_counted(scope.reviews, 'review')} by people on them, and all that the machine coded"
        " there."
    ]
    if plan.erased_at:
        said = [
            f"It was forgotten on {plan.erased_at:%Y-%m-%d}; this erases what may be left of it."
        ]
    if plan.models:
        said.append(
            f"It also removes {', '.join(map(str, plan.models))}: models that learnt from it carry"
            " its quotes."
        )
    for document_id, holders in scope.kept.items():
        said.append(f"The version {document_id} stays, because {' and '.join(holders)} holds it.")
    if scope.once:
        said.append(
            f"Once the same text stood in {', '.join(scope.once)}, which now holds another one: if"
            " that is a later version of it, forget it as well."
        )
    return said


def _told(plan: "Plan", data: Path) -> list[str]:
    """What was done, and what is for a person to do."""
    said = [
        f"Erased. A record is in the table erasures of {data / 'kodetrapp.duckdb'}; the findings"
        " are published anew."
    ]
    if plan.models:
        said.append(
            "The next run codes with the model that is left. To train anew on the other decisions:"
            f" kodetrapp train --from-decisions {data}"
        )
    return [
        *said,
        "Out of reach, for you to erase: the file in the inbox (a run refuses it from now on) and"
        " copies and gold files of it; copies of findings, and sessions that have the former ones"
        " open; key files and lists of names; models kept elsewhere; backups; a Prefect server"
        " elsewhere, whose reports name the file.",
    ]


def _counted(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"
