"""The command that erases a document and all that derives from it: `forget`."""

import sys
from collections.abc import Sequence
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
        str | None,
        typer.Argument(
            metavar="DOCUMENT",
            help="Name of the file, archive or folder in the inbox, or document_id.",
        ),
    ] = None,
    data: DataOption = DATA,
    earlier: Annotated[
        bool,
        typer.Option(
            "--earlier",
            help="Erase only what stood in the file before it was corrected; without DOCUMENT, in"
            " all files.",
        ),
    ] = False,
    yes: Annotated[bool, typer.Option("--yes", help="Erase without asking.")] = False,
) -> None:
    """Erase a document, every version of it and all that derives from its text; it can't be undone.

    What was decided on it is erased as well, and models of the study that learnt from it. A record
    stays, and the file is not taken in again. With --earlier people's decisions move to the version
    that is left.
    """
    if earlier:
        _forget_earlier(data, document, yes)
        return
    from flows import forgetting

    if document is None:
        raise UsageError("say which document to forget, or --earlier for versions of all")
    plan = forgetting.look(data, document)
    for sentence in _announced(plan, document):
        output.note(sentence)
    _confirm(yes)
    forgetting.forget(data, document, plan)
    for sentence in _told(plan, data):
        output.note(sentence)


def _forget_earlier(data: Path, document: str | None, yes: bool) -> None:
    from flows import forgetting

    agreed = forgetting.look_earlier(data, document)
    if not agreed.successions:
        output.note("There are no earlier versions to erase.")
        return
    output.note(
        f"This erases {_counted(len(agreed.successions), 'earlier version')} of"
        f" {', '.join(agreed.names)}, and all that the machine coded there; decisions move to the"
        " present version."
    )
    if agreed.models:
        output.note(_removed(agreed.models))
    _confirm(yes)
    moved = forgetting.forget_earlier(data, document, agreed)
    output.note(
        f"Erased. {_counted(moved.decisions, 'decision')} moved;"
        f" {_counted(moved.unplaced, 'decision')} without a place in the present version lost the"
        " quote (see the table unplaced_decisions)."
    )
    if agreed.models:
        output.note(_retrain(data))
    output.note("Out of reach, for you to erase: copies of findings, and backups.")


def _confirm(yes: bool) -> None:
    """Asks. Raises `typer.Exit` where the answer is no, `UsageError` where nobody can be asked."""
    if not yes:
        if not sys.stdin.isatty():
            raise UsageError("forget asks before it erases; without a terminal add --yes")
        if not typer.confirm("Erase it?", err=True):
            output.note("Nothing was erased.")
            raise typer.Exit(1)


def _removed(models: Sequence[Path]) -> str:
    return (
        f"It also removes {', '.join(map(str, models))}: models that learnt from it carry its"
        " quotes."
    )


def _retrain(data: Path) -> str:
    return (
        "The next run codes with the model that is left. To train anew on the other decisions:"
        f" kodetrapp train --from-decisions {data}"
    )


def _announced(plan: "Plan", document: str) -> list[str]:
    """What will go, and what will not; the files by what they were asked for and as stored."""
    scope = plan.scope
    stored = ", ".join(scope.names)
    asked = document in {*scope.names, *scope.document_ids}
    named = stored if asked else f"{document} ({stored})"
    said = [
        f"This erases {named}: {_counted(len(scope.document_ids), 'version')} of the text,"
        f" {_counted(scope.decisions, 'decision')} and"
        f" {_counted(scope.reviews, 'review')} by people on them, and all that the machine coded"
        " there."
    ]
    if plan.erased_at:
        said = [
            f"It was forgotten on {plan.erased_at:%Y-%m-%d}; this erases what may be left of it."
        ]
    if plan.models:
        said.append(_removed(plan.models))
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
        said.append(_retrain(data))
    return [
        *said,
        "Out of reach, for you to erase: the file in the inbox (a run refuses it from now on) and"
        " copies and gold files of it; copies of findings, and sessions that have the former ones"
        " open; key files and lists of names; models kept elsewhere; backups; a Prefect server"
        " elsewhere, whose reports name the file.",
    ]


def _counted(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"
