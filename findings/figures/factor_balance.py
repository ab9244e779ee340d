"""What helps and what hinders each group, factor by factor."""

import altair as alt
import pandas as pd

from findings.figures.canvas import (
    BLUE,
    GREY,
    INK,
    LINES,
    WIDTH,
    Picture,
    Tables,
    capital,
    data,
    finished,
    inside,
    labels,
    names_axis,
    records,
    width_of,
)
from findings.texts import text

_ROW, _LEAST, _COLUMNS = 27, 84, 5
_LIGHT = "#f3d59a"


def draw(tables: Tables, lang: str) -> Picture | None:
    """A panel a group; segments that hinder to the left, those that help to the right. None
    where there are neither."""
    frame = _judged(tables)
    if frame.empty:
        return None
    all_ = _factors(tables)
    of_group = all_.drop_duplicates("group_id")
    of_code = all_.drop_duplicates("code")
    panels = labels(of_group["group_id"], of_group["short"], 14)
    lines = labels(of_code["code"], of_code[f"label_{lang}"], 24)
    order = {group: place for place, group in enumerate(panels)}
    rows = [
        {
            "panel": panels[row["group_id"]],
            "order": order[row["group_id"]],
            "factor": lines[row["code"]],
            "side": side,
            "segments": sign * row[side],
            "number": str(row[side]) if row[side] else "",
        }
        for row in records(all_)
        for side, sign in (("hinders", -1), ("helps", 1))
    ]
    columns = min(len(panels), _COLUMNS)
    label = max(width_of(line, 11) for line in lines.values())
    width = max(_LEAST, (WIDTH - label - 40) / columns - 10)
    most = int(frame[["helps", "hinders"]].max().max())
    number = width_of(str(most), 10) + 8
    end = most / (1 - number / (width / 2))
    sides = ["hinders", "helps"]
    words = {side: text(lang, f"figure_balance_{side}") for side in sides}
    legend = alt.Legend(
        title=None,
        symbolType="square",
        symbolStrokeWidth=1,
        labelExpr=f"datum.label == 'helps' ? '{words['helps']}' : '{words['hinders']}'",
    )
    base = alt.Chart().encode(
        x=alt.X("segments:Q", title=None)
        .scale(domain=[-end, end], nice=False)
        .axis(labels=False, ticks=False, grid=False, domain=False),
        y=alt.Y("factor:N", title=None).scale(domain=list(lines.values())).axis(names_axis()),
    )
    bars = base.mark_bar(stroke=INK, strokeWidth=0.8, height={"band": 0.62}).encode(
        fill=alt.Fill("side:N", legend=legend).scale(domain=sides, range=[_LIGHT, BLUE])
    )
    middle = alt.Chart().mark_rule(color=GREY).encode(x=alt.datum(0))
    left = (
        base.transform_filter("datum.side == 'hinders'")
        .mark_text(align="right", dx=-4, fontSize=10, color=INK)
        .encode(text="number:N")
    )
    right = (
        base.transform_filter("datum.side == 'helps'")
        .mark_text(align="left", dx=4, fontSize=10, color=INK)
        .encode(text="number:N")
    )
    chart = (
        alt.layer(bars, middle, left, right, data=data(rows))
        .properties(width=width, height=_ROW * len(lines))
        .facet(
            facet=alt.Facet("panel:N", title=None)
            .sort(field="order", op="min")
            .header(labelExpr=LINES, labelFontWeight="bold", labelAlign="center"),
            columns=columns,
            spacing=10,
        )
    )
    reading = text(lang, "figure_balance_reading")
    return finished(chart, lang, finding(tables, lang), reading, describe(tables, lang) or "")


def finding(tables: Tables, lang: str) -> str:
    """The factors that help and hinder most, over all groups."""
    frame = _judged(tables)
    net = frame.assign(net=frame["helps"] - frame["hinders"]).groupby("code", sort=False)["net"]
    total = net.sum()
    said = frame.drop_duplicates("code").set_index("code")[f"label_{lang}"]
    most, least = (inside(said[str(code)]) for code in (total.idxmax(), total.idxmin()))
    if total.max() > 0 > total.min():
        return capital(text(lang, "figure_balance_both", most=most, least=least))
    if total.max() > 0:
        return capital(text(lang, "figure_balance_most", most=most))
    if total.min() < 0:
        return capital(text(lang, "figure_balance_least", least=least))
    return text(lang, "figure_balance_even")


def describe(tables: Tables, lang: str) -> str | None:
    """The picture in one sentence."""
    frame = _judged(tables)
    if frame.empty:
        return None
    return text(
        lang,
        "figure_balance_alt",
        groups=frame["group_id"].nunique(),
        factors=frame["code"].nunique(),
        finding=finding(tables, lang),
    )


def _judged(tables: Tables) -> pd.DataFrame:
    """The rows that have anything that helps or hinders."""
    frame = _factors(tables)
    return frame[frame["helps"] + frame["hinders"] > 0]


def _factors(tables: Tables) -> pd.DataFrame:
    """The rows without the dimension of the problem diagram: a problem is high or low, and neither
    helps nor hinders."""
    frame = tables["factor_balance"]
    problem = frame["code"].isin(tables["problem_map"]["x_code"])
    return frame[~frame["dimension"].isin(frame.loc[problem, "dimension"])]
