"""What all pictures of findings share: size, colours, font, title, and words for numbers.

A picture is drawn for a page 16 cm wide at 96 points an inch. It is readable in black and white:
colour repeats what place, shape, dash or a number says. The colours are those of Okabe and Ito
(2008), the font has the measures of Arial. Labels are data, never expressions.
"""

from collections.abc import Iterable, Mapping, Sequence
from textwrap import wrap
from typing import Any

import altair as alt
import pandas as pd

from findings.texts import text

Tables = Mapping[str, pd.DataFrame]
"""The published tables by name."""

Picture = alt.LayerChart | alt.FacetChart

WIDTH = 605
"""Points across, with the margins: 16 cm."""

INK, GREY, PALE, BLUE, ORANGE = "#222222", "#767676", "#d9d9d9", "#0072B2", "#E69F00"
COLOURS = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#000000", "#56B4E9", "#E69F00")
SHAPES = ("circle", "square", "triangle-up", "diamond", "cross", "triangle-down", "triangle-right")
DASHES = ([1, 0], [6, 3], [2, 2], [8, 2, 2, 2], [12, 3], [4, 1, 1, 1], [1, 3])
LINES = "split(datum.label, '\\n')"
"""An axis' or header's expression that breaks its label where `wrapped` did."""

_FONT = "Liberation Sans, Arial, Helvetica, sans-serif"
_PADDING = 12
_LABEL_LINE = 13
_TITLE_LETTERS, _READING_LETTERS = 80, 106
_LETTER = 0.53  # of the font's size, on average


def finished(chart: Picture, lang: str, finding: str, reading: str, description: str) -> Picture:
    """The chart under the sentence that it shows, with how to read it below, and with the
    description that a screen reader says."""
    title = alt.TitleParams(
        text=wrap(finding, _TITLE_LETTERS),
        subtitle=wrap(reading, _READING_LETTERS),
        anchor="start",
        frame="bounds",
        offset=14,
        fontSize=14,
        subtitleFontSize=11,
        subtitlePadding=5,
        color=INK,
        subtitleColor=INK,
    )
    decimal, thousands, percent = text(lang, "figure_number").split("|")
    made: Picture = chart.properties(title=title, description=description).configure(
        font=_FONT,
        # The description says it all; a screen reader need not read out every mark.
        aria=False,
        background="white",
        padding=_PADDING,
        view=alt.ViewConfig(stroke=None),
        axis=alt.AxisConfig(
            labelFontSize=11,
            titleFontSize=11,
            titleFontWeight="normal",
            labelColor=INK,
            titleColor=INK,
            gridColor="#e4e4e4",
            domainColor=GREY,
            tickColor=GREY,
            labelLimit=0,
        ),
        header=alt.HeaderConfig(labelColor=INK, labelFontSize=11, labelLimit=0),
        legend=alt.LegendConfig(labelFontSize=11, labelColor=INK, orient="top", labelLimit=0),
        locale=alt.Locale(
            number=alt.NumberLocale(
                decimal=decimal,
                thousands=thousands,
                grouping=[3],
                percent=percent,
                currency=["", ""],
            )
        ),
    )
    return made


def names_axis(grid: bool = False) -> alt.Axis:
    """An axis down the side that bears nothing but labels, each in the middle of its row however
    many lines it has."""
    middle = f"-{_LABEL_LINE / 2} * (length(split(datum.label, '\\n')) - 1)"
    return alt.Axis(
        labelExpr=LINES,
        labelOffset=alt.ExprRef(middle),
        labelLineHeight=_LABEL_LINE,
        labelPadding=6,
        domain=False,
        ticks=False,
        grid=grid,
    )


def data(rows: Iterable[Mapping[str, Any]]) -> alt.InlineData:
    """The rows inside the picture itself."""
    return alt.InlineData(values=[dict(row) for row in rows])


def records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """The rows as plain values; what is missing is None."""
    plain = frame.astype(object)
    known = plain.where(plain.notna(), None)
    columns = [str(column) for column in known.columns]
    return [
        dict(zip(columns, row, strict=True)) for row in known.itertuples(index=False, name=None)
    ]


def labels(ids: Iterable[str], said: Iterable[str], letters: int) -> dict[str, str]:
    """The label of each id, broken into lines of at most so many letters. Labels that are the
    same get spaces behind, which don't show, so that they stay two on an axis."""
    found: dict[str, str] = {}
    for id_, label in zip(ids, said, strict=True):
        broken = wrapped(label, letters)
        while broken in found.values():
            broken += " "
        found[id_] = broken
    return found


def wrapped(label: str, letters: int) -> str:
    """The label in lines of at most so many letters, where its words allow it; lines that it has
    already stay."""
    lines = (wrap(line, letters, break_long_words=False) for line in label.split("\n"))
    return "\n".join(line for broken in lines for line in broken) or " "


def spread(wanted: Sequence[float], sizes: Sequence[float], top: float) -> list[float]:
    """Places near the wanted ones, in their order, where things of these sizes don't overlap and
    none reaches above `top` (as long as there is room for all)."""
    order = sorted(range(len(wanted)), key=lambda item: wanted[item])
    places = list(wanted)
    free = float("-inf")
    for item in order:
        places[item] = max(places[item], free + sizes[item] / 2)
        free = places[item] + sizes[item] / 2
    for item in reversed(order):
        places[item] = min(places[item], top - sizes[item] / 2)
        top = places[item] - sizes[item] / 2
    return places


def width_of(said: str, size: float) -> float:
    """About how wide the longest line is at this size of the font, in points."""
    return max(map(len, said.split("\n"))) * size * _LETTER


def listed(names: Sequence[str], lang: str) -> str:
    """The names as a person would list them: A, B og C."""
    if len(names) < 2:
        return "".join(names)
    return f"{', '.join(names[:-1])} {text(lang, 'figure_and')} {names[-1]}"


def inside(label: str) -> str:
    """The label as it stands inside a sentence; short forms in capitals stay."""
    return label if label[1:2].isupper() else label[:1].lower() + label[1:]


def capital(sentence: str) -> str:
    """The sentence with a capital first."""
    return sentence[:1].upper() + sentence[1:]


def decimal(number: float, digits: int, lang: str) -> str:
    """The number with so many digits behind the language's decimal sign."""
    return f"{number:.{digits}f}".replace(".", text(lang, "figure_number").split("|")[0])
