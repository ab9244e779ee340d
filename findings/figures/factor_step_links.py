"""Which factors go with which steps, over documents within groups: association, not cause."""

import math
from typing import Any

import altair as alt
import pandas as pd

from findings.figures.canvas import (
    BLUE,
    INK,
    LINES,
    PALE,
    WIDTH,
    Picture,
    Tables,
    data,
    decimal,
    finished,
    inside,
    labels,
    names_axis,
    records,
)
from findings.texts import text

_CLEAR = 0.05
_MOST = 4.0
"""Odds ratios are drawn up to 16 times and down to a sixteenth."""
_LABEL, _ROW, _LEAST = 140, 40, 34
_SIDES = ("helps", "hinders")


def draw(tables: Tables, lang: str) -> Picture | None:
    """Factors by steps, once where the factor helps and once where it hinders: a circle where the
    two stand in the same documents more often than apart, a triangle where less often. None
    without an odds ratio."""
    frame = _told(tables)
    if frame.empty:
        return None
    all_ = tables["factor_step_links"]
    of_factor = all_.drop_duplicates("factor")
    of_step = all_.drop_duplicates("code")
    lines = labels(of_factor["factor"], of_factor[f"factor_{lang}"], 22)
    columns = labels(of_step["code"], (str(row["step"]) for row in records(of_step)), 4)
    sides = labels(_SIDES, (text(lang, f"figure_links_{side}") for side in _SIDES), 40)
    rows = [
        {
            "side": sides[row["effect"]],
            "order": _SIDES.index(row["effect"]),
            "factor": lines[row["factor"]],
            "step": columns[row["code"]],
            **_drawn(row, lang),
        }
        for row in records(all_)
    ]
    base = alt.Chart().encode(
        x=alt.X("step:N", title=text(lang, "figure_step"))
        .scale(domain=list(columns.values()))
        .axis(labelAngle=0, domain=False, ticks=False),
        y=alt.Y("factor:N", title=None).scale(domain=list(lines.values())).axis(names_axis()),
    )
    grid = base.mark_rect(filled=False, stroke=PALE)
    signs = (
        base.transform_filter("datum.size > 0")
        .mark_point(strokeWidth=1.4, opacity=1, stroke=BLUE, yOffset=-6)
        .encode(
            size=alt.Size("size:Q", scale=None),
            shape=alt.Shape("shape:N", scale=None),
            fill=alt.Fill("fill:N", scale=None),
        )
    )
    numbers = base.mark_text(fontSize=9, dy=13, color=INK).encode(text="number:N")
    panels = len({row["side"] for row in rows})
    width = max(_LEAST * len(columns), (WIDTH - _LABEL - 30) / panels - 14)
    chart = (
        alt.layer(grid, signs, numbers, data=data(rows))
        .properties(width=width, height=_ROW * len(lines))
        .facet(
            facet=alt.Facet("side:N", title=None)
            .sort(field="order", op="min")
            .header(labelExpr=LINES, labelFontWeight="bold"),
            columns=2,
            spacing=14,
        )
    )
    steps = ", ".join(f"{row['step']} {inside(row[f'step_{lang}'])}" for row in records(of_step))
    reading = text(lang, "figure_links_reading", steps=steps)
    return finished(chart, lang, finding(tables, lang), reading, describe(tables, lang) or "")


def finding(tables: Tables, lang: str) -> str:
    """The strongest link that many comparisons leave clear."""
    frame = _told(tables)
    clear = frame[frame["p_adjusted"] < _CLEAR]
    if clear.empty:
        return text(lang, "figure_links_none")
    strength = clear["odds_ratio"].map(lambda ratio: abs(_doublings(ratio)))
    row = clear.iloc[int(strength.argmax())]
    return text(
        lang,
        f"figure_links_{row['effect']}_{'more' if row['odds_ratio'] > 1 else 'less'}",
        factor=inside(row[f"factor_{lang}"]),
        step=row["step"],
        label=inside(row[f"step_{lang}"]),
        ratio=_ratio(row["odds_ratio"], lang),
    )


def describe(tables: Tables, lang: str) -> str | None:
    """The picture in one sentence."""
    frame = _told(tables)
    if frame.empty:
        return None
    return text(
        lang,
        "figure_links_alt",
        clear=int((frame["p_adjusted"] < _CLEAR).sum()),
        links=len(frame),
        finding=finding(tables, lang),
    )


def _told(tables: Tables) -> pd.DataFrame:
    return tables["factor_step_links"].dropna(subset=["odds_ratio"])


def _drawn(row: dict[str, Any], lang: str) -> dict[str, Any]:
    """The sign and the number of one cell."""
    ratio = row["odds_ratio"]
    if ratio is None:
        return {"size": 0, "shape": "circle", "fill": "#ffffff", "number": "–"}
    clear = row["p_adjusted"] is not None and row["p_adjusted"] < _CLEAR
    return {
        "size": 14 + 70 * abs(_doublings(ratio)),
        "shape": "circle" if ratio >= 1 else "triangle-down",
        "fill": BLUE if clear else "#ffffff",
        "number": _ratio(ratio, lang),
    }


def _doublings(ratio: float) -> float:
    """How many times the odds double, within what is drawn."""
    return max(-_MOST, min(_MOST, math.log2(ratio))) if ratio > 0 else -_MOST


def _ratio(ratio: float, lang: str) -> str:
    if ratio >= 100:
        return "> 100"
    return decimal(ratio, 1 if ratio >= 1 else 2, lang)
