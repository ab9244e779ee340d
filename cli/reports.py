"""Figures of models as tables on a terminal, 100 columns wide at most."""

from collections.abc import Iterator, Sequence

from rich import box
from rich.console import Group
from rich.markdown import Markdown
from rich.table import Table

from models import Card, Report
from models.evaluation import AloneFigures
from models.intervals import LEAST_DOCUMENTS, Figure

_MACRO = {
    "F1": "f1",
    "precision": "precision",
    "recall": "recall",
    "average precision": "average_precision",
    "recall at precision 0.90": "recall_at_precision",
    "Cohen's kappa": "kappa",
    "Krippendorff's alpha": "alpha",
}


def card(of: Card) -> Markdown:
    """A model card."""
    return Markdown(of.as_markdown())


def evaluation(found: Sequence[Report]) -> Group:
    """The reports of several coders on the same documents, ours first."""
    return Group(_overall(found), _codes(found), *_passages(found[0]), *_parts(found[0]))


def _overall(found: Sequence[Report]) -> Table:
    own = found[0]
    table = _table(
        f"{own.documents} documents, {own.sentences} sentences; 95% intervals by document",
        "",
        *(report.coder for report in found),
    )
    for title, name in _MACRO.items():
        table.add_row(f"{title}, mean over codes", *(report.macro[name].text() for report in found))
    table.add_row("F1, all codes pooled", *(report.micro_f1.text() for report in found))
    table.add_row("F1, a code or none", *(report.any_code_f1.text() for report in found))
    table.add_row(
        "valence right, where the code is",
        *(_figure(report.valence_accuracy) for report in found),
    )
    return table


def _codes(found: Sequence[Report]) -> Table:
    own, *others = found
    table = _table(
        f"{own.coder} by code, sentences (R@P: recall at precision 0.90); last the others' F1",
        *("code", "gold", "prop.", "prec.", "rec.", "F1", "kappa", "alpha", "AP", "R@P", "val."),
        *("F1" for _ in others),
    )
    for row, *rest in zip(*(report.codes for report in found), strict=True):
        table.add_row(
            row.code,
            str(row.support),
            str(row.proposed),
            *(_number(v) for v in (row.precision, row.recall, row.f1, row.kappa, row.alpha)),
            _number(row.average_precision),
            _number(row.recall_at_precision),
            _number(row.valence_accuracy.value if row.valence_accuracy else None),
            *(_number(other.f1) for other in rest),
        )
    return table


def _passages(own: Report) -> Iterator[Table]:
    """By code the passages proposed, and those coded alone."""
    if own.alone is None:
        return
    table = _table(
        f"{own.coder} by code, passages (half of each covered), then what is coded alone",
        *("code", "gold", "prec.", "rec.", "alone", "right", "by doc.", "found", "val."),
    )
    for row in own.codes:
        table.add_row(
            row.code,
            str(row.spans),
            _number(row.span_precision),
            _number(row.span_recall),
            *_alone(row.alone),
        )
    table.add_section()
    table.add_row("all codes", "", "", "", *_alone(own.alone))
    table.caption = (
        "alone: sentences that count without a person. right: share of them with the code.\n"
        "by doc.: the mean of that over documents, as in a certificate.\n"
        "found: share of all sentences with the code that are among them."
    )
    yield table


def _alone(of: AloneFigures | None) -> tuple[str, ...]:
    if of is None:
        return ("–",) * 5
    return (
        str(of.sentences),
        _short(of.precision),
        _number(of.precision_by_document),
        _number(of.found),
        _number(of.valence_accuracy.value if of.valence_accuracy else None),
    )


def _parts(own: Report) -> Iterator[Table]:
    """The figures by what is known of the documents."""
    if not own.parts:
        return
    table = _table(
        f"{own.coder} by what is known of the documents",
        *("", "docs", "sent.", "F1, mean", "F1, pooled", "F1, code or none", "valence right"),
    )
    small = False
    for facet, parts in own.parts.items():
        table.add_row(f"[bold]{facet}[/bold]")
        for part in parts:
            few = part.documents < LEAST_DOCUMENTS
            small |= few
            table.add_row(
                f"  {part.value or 'unknown'}{' *' * few}",
                str(part.documents),
                str(part.sentences),
                *(
                    _short(of)
                    for of in (
                        part.macro_f1,
                        part.micro_f1,
                        part.any_code_f1,
                        part.valence_accuracy,
                    )
                ),
            )
        table.add_section()
    if small:
        table.caption = (
            f"* fewer than {LEAST_DOCUMENTS} documents: no interval, and little to go by"
        )
    yield table


def _table(title: str, *columns: str) -> Table:
    """A table with names to the left and numbers to the right."""
    table = Table(
        title=title,
        box=box.SIMPLE_HEAD,
        title_justify="left",
        caption_justify="left",
        padding=(0, 1, 0, 0),
        collapse_padding=True,
        pad_edge=False,
    )
    for number, column in enumerate(columns):
        table.add_column(column, justify="right" if number else "left", no_wrap=not number)
    return table


def _figure(of: Figure | None) -> str:
    return "–" if of is None else of.text()


def _short(of: Figure | None) -> str:
    """Without leading noughts: `.61 [.57–.64]`."""
    return _figure(of).replace("0.", ".")


def _number(value: float | None) -> str:
    return "–" if value is None else f"{value:.2f}"
