"""The command that says what to review next: `queue`."""

import json
from typing import TYPE_CHECKING, Annotated

import typer
from rich.text import Text

from cli import output
from cli.options import DATA, DataOption, ModelOption

if TYPE_CHECKING:
    from store.assignments import Assignment


def queue(
    data: DataOption = DATA,
    model: ModelOption = None,
    take: Annotated[int, typer.Option("--take", min=1, help="How many.")] = 20,
    audit_share: Annotated[
        float,
        typer.Option("--audit-share", min=0, max=1, help="Share of them that are audits."),
    ] = 0.2,
    audit_rate: Annotated[
        float,
        typer.Option(
            "--audit-rate",
            min=0,
            max=1,
            help="Share of all sentences that are audited in the end; can only be raised.",
        ),
    ] = 0.02,
    as_json: Annotated[bool, typer.Option("--json", help="Print a JSON list.")] = False,
) -> None:
    """Say what to review next: proposals that teach the coder most, and a random audit."""
    from flows import queueing
    from models.promotion import in_use

    found = queueing.queue(data, in_use(data, model), take, audit_share, audit_rate)
    if as_json:
        rows = [_row(item) for item in found.assignments]
        typer.echo(json.dumps(rows, ensure_ascii=False, indent=1))
    elif found.assignments:
        output.out.print(_list(found.assignments), soft_wrap=True, end="")
    else:
        output.note("Nothing waits for review.")
    if found.audit_rate > audit_rate:
        output.note(f"The audit goes on at the rate {found.audit_rate:g}, to which it was raised.")


def _row(item: "Assignment") -> dict[str, object]:
    return {
        "assignment_id": item.assignment_id,
        "document_id": item.document_id,
        "document": item.document,
        "start": item.passage.start,
        "end": item.passage.end,
        "quote": item.passage.text,
        "code": item.code,
        "valence": item.valence,
        "score": item.score,
        "strategy": item.strategy.value,
        "inclusion_probability": item.inclusion_probability,
    }


def _list(items: "list[Assignment]") -> Text:
    """What to judge and why, and below it the quote; an audit has no proposal, so that it is judged
    without one."""
    lines = Text()
    for number, item in enumerate(items, start=1):
        why = item.strategy.value
        if item.inclusion_probability is not None:
            proposal = f"{why}, drawn with probability {item.inclusion_probability:g}"
        else:
            proposal = f"{item.code}, {item.valence}, score {item.score:.2f} ({why})"
        place = f"{item.document} {item.passage.start}–{item.passage.end}"
        lines.append(f"{number:3}. {place}: {proposal}\n", style="bold")
        lines.append(f"     {' '.join(item.passage.text.split())}\n")
    return lines
