"""Whether more documents would still bring new codes."""

import altair as alt
import pandas as pd

from findings.figures.canvas import (
    BLUE,
    LINES,
    ORANGE,
    PALE,
    Picture,
    Tables,
    data,
    finished,
    labels,
    listed,
    records,
)
from findings.texts import text

_ALL = "*"
_FEW = 0.1
"""A group is saturated where less than one new code is expected in ten further documents."""
_COLUMNS, _PANEL, _HEIGHT = 3, 160, 120


def draw(tables: Tables, lang: str) -> Picture | None:
    """A panel a group and one for all together: codes seen so far in the order of the documents,
    and those expected in as many at random. None without documents of a group."""
    frame = tables["saturation"]
    if not _rates(tables):
        return None
    shorts = {_ALL: text(lang, "figure_saturation_all"), **_shorts(tables)}
    there = [group for group in shorts if (frame["group_id"] == group).any()]
    panels = labels(there, (shorts[group] for group in there), 30)
    order = {group: place for place, group in enumerate(panels)}
    kinds = ("observed", "expected")
    rows = [
        {
            "panel": panels[row["group_id"]],
            "order": order[row["group_id"]],
            "place": row["place"],
            "kind": kind,
            "codes": row["codes" if kind == "observed" else "expected"],
        }
        for row in records(frame)
        if row["group_id"] in panels
        for kind in kinds
    ]
    words = {kind: text(lang, f"figure_saturation_{kind}") for kind in kinds}
    legend = alt.Legend(
        title=None,
        symbolType="stroke",
        symbolSize=400,
        labelExpr=f"datum.label == 'observed' ? '{words['observed']}' : '{words['expected']}'",
    )
    lines = (
        alt.Chart()
        .mark_line(strokeWidth=1.8)
        .encode(
            x=alt.X("place:Q", title=text(lang, "figure_saturation_x"))
            .scale(domainMin=0)
            .axis(tickMinStep=1, format="d", grid=False, tickCount=5),
            y=alt.Y("codes:Q", title=text(lang, "figure_saturation_y"))
            .scale(domainMin=0)
            .axis(tickMinStep=1, format="d", tickCount=4),
            color=alt.Color("kind:N", legend=legend).scale(domain=kinds, range=[BLUE, ORANGE]),
            strokeDash=alt.StrokeDash("kind:N", legend=legend).scale(
                domain=kinds, range=[[1, 0], [5, 3]]
            ),
        )
    )
    ends = (
        alt.Chart()
        .transform_filter("datum.kind == 'observed'")
        .mark_point(filled=True, size=14, color=BLUE, opacity=1)
        .encode(x="place:Q", y="codes:Q")
    )
    chart = (
        alt.layer(lines, ends, data=data(rows))
        .properties(width=_PANEL, height=_HEIGHT, view=alt.ViewBackground(stroke=PALE))
        .facet(
            facet=alt.Facet("panel:N", title=None)
            .sort(field="order", op="min")
            .header(labelExpr=LINES, labelFontWeight="bold", labelAnchor="start"),
            columns=_COLUMNS,
            spacing=14,
        )
        .resolve_scale(x="independent")
    )
    reading = text(lang, "figure_saturation_reading")
    return finished(chart, lang, finding(tables, lang), reading, describe(tables, lang) or "")


def finding(tables: Tables, lang: str) -> str:
    """Which groups would still bring new codes."""
    shorts = _shorts(tables)
    rates = _rates(tables)
    open_ = [shorts[group] for group, rate in rates.items() if rate >= _FEW]
    if not open_:
        return text(lang, "figure_saturation_done")
    key = "figure_saturation_none" if len(open_) == len(rates) else "figure_saturation_some"
    return text(lang, key, groups=listed(open_, lang))


def describe(tables: Tables, lang: str) -> str | None:
    """The picture in one sentence."""
    frame = tables["saturation"]
    if not _rates(tables):
        return None
    everything = frame[frame["group_id"] == _ALL]
    return text(
        lang,
        "figure_saturation_alt",
        codes=int(everything["codes"].max()),
        documents=int(everything["place"].max()),
        finding=finding(tables, lang),
    )


def _shorts(tables: Tables) -> dict[str, str]:
    groups = tables["groups"].sort_values("position")
    return dict(zip(groups["group_id"], groups["short"], strict=True))


def _rates(tables: Tables) -> dict[str, float]:
    """New codes expected in one more document, by group in the codebook's order: the slope at the
    end of the expected curve, which is the share of documents that hold a code that no other
    holds (Good 1953)."""
    found: dict[str, float] = {}
    of_group = dict(list(tables["saturation"].groupby("group_id")))
    for group in _shorts(tables):
        if group in of_group:
            found[group] = _slope(of_group[group].sort_values("place"))
    return found


def _slope(curve: pd.DataFrame) -> float:
    ends = curve[["place", "expected"]].tail(2)
    if len(ends) == 1:
        return float(ends["expected"].iloc[0])
    steps = ends.diff().iloc[1]
    return float(steps["expected"] / steps["place"])
