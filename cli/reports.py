"""Figures of models as tables on a terminal."""

from collections.abc import Sequence

from rich import box
from rich.console import Group
from rich.markdown import Markdown
from rich.table import Table

from models import Card, Report


def card(of: Card) -> Markdown:
    """A model card."""
    return Markdown(of.as_markdown())


def evaluation(found: Sequence[Report]) -> Group:
    """The reports of several coders on the same documents, ours first."""
    own = found[0]
    macro = Table(
        title=f"{own.documents} documents, {own.sentences} sentences;"
        " means over codes, 95% intervals by bootstrap over documents",
        box=box.SIMPLE_HEAD,
        title_justify="left",
    )
    macro.add_column("coder", no_wrap=True)
    for name in ("F1", "precision", "recall", "average precision", "code or none, F1"):
        macro.add_column(name)
    macro.add_column("valence right")
    for report in found:
        macro.add_row(
            report.coder,
            *(
                report.macro[name].text()
                for name in ("f1", "precision", "recall", "average_precision")
            ),
            f"{report.any_code_f1:.2f}",
            _number(report.valence_accuracy),
        )
    codes = Table(
        title=f"{own.coder}, by code: sentences, then passages; last the baselines",
        box=box.SIMPLE_HEAD,
        title_justify="left",
    )
    codes.add_column("code", no_wrap=True)
    for name in ("gold", "prop.", "prec.", "rec.", "F1", "kappa", "AP", "pass.", "prec.", "rec."):
        codes.add_column(name, justify="right", min_width=4)
    for report in found[1:]:
        codes.add_column(f"F1 {report.coder}", justify="right")
    for row, *others in zip(*(report.codes for report in found), strict=True):
        codes.add_row(
            row.code,
            str(row.support),
            str(row.proposed),
            *(_number(v) for v in (row.precision, row.recall, row.f1, row.kappa)),
            _number(row.average_precision),
            str(row.spans),
            _number(row.span_precision),
            _number(row.span_recall),
            *(_number(other.f1) for other in others),
        )
    return Group(macro, codes)


def _number(value: float | None) -> str:
    return "–" if value is None else f"{value:.2f}"
