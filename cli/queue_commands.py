"""The command that says what to review next: `queue`."""

import json
from typing import TYPE_CHECKING, Annotated

import typer
from rich import box
from rich.table import Table
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
        output.out.print(_table(found.assignments))
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


def _table(items: "list[Assignment]") -> Table:
    """One line an assignment; an audit has no proposal, so that it is judged without one."""
    table = Table(box=box.SIMPLE_HEAD, header_style="bold", expand=True)
    for column in ("document", "place"):
        table.add_column(column, no_wrap=True)
    table.add_column("quote", no_wrap=True, ratio=1, min_width=24)
    table.add_column("code", no_wrap=True)
    table.add_column("valence", no_wrap=True)
    table.add_column("score", justify="right")
    table.add_column("why", no_wrap=True)
    table.add_column("probability", justify="right")
    for item in items:
        table.add_row(
            Text(item.document),
            f"{item.passage.start}–{item.passage.end}",
            Text(" ".join(item.passage.text.split())),
            Text(item.code or ""),
            item.valence or "",
            "" if item.score is None else f"{item.score:.2f}",
            item.strategy.value,
            "" if item.inclusion_probability is None else f"{item.inclusion_probability:g}",
        )
    return table
