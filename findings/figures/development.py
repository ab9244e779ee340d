"""How the steps developed: the share of sentences that say a step is reached, phase by phase."""

from typing import Any

import altair as alt
import pandas as pd

from findings.figures.canvas import (
    COLOURS,
    DASHES,
    GREY,
    INK,
    LINES,
    PALE,
    SHAPES,
    Picture,
    Tables,
    data,
    finished,
    inside,
    labels,
    records,
    spread,
    width_of,
    wrapped,
)
from findings.texts import text

_CLEAR = 0.05
_COLUMNS, _PANEL, _HEIGHT = 2, 255, 150
_SIZE, _LINE = 10, 11.5
_APART = 0.035
"""How far apart the groups' intervals stand at a phase, so that they don't hide each other."""


def draw(tables: Tables, lang: str) -> Picture | None:
    """A panel a step of the ladder, a line a group; a phase without documents breaks the line.
    None where there are fewer than two phases."""
    frame = _steps(tables)
    if frame["phase_place"].nunique() < 2:
        return None
    shorts = frame.drop_duplicates("group_id").set_index("group_id")["short"]
    groups = {group: place for place, group in enumerate(shorts.index)}
    said = {group: wrapped(short, 22) for group, short in shorts.items()}
    of_code = frame.drop_duplicates("code")
    panels = labels(
        of_code["code"], (f"{row['step']} {row[f'label_{lang}']}" for row in records(of_code)), 46
    )
    top = float(frame[["share", "high"]].max().max()) * 1.05 or 1.0
    last = int(frame["phase_place"].max())
    first = int(frame["phase_place"].min())
    # Names stand to the right of the last phase, within the panel.
    names = max(width_of(label, _SIZE) for label in said.values()) + 22
    unit = (_PANEL - names) / (last - first + 0.4)
    end = last + 0.2 + names / unit
    lines = {group: label.count("\n") + 1 for group, label in said.items()}
    height = max(_HEIGHT, _LINE * (sum(lines.values()) + 1))
    line = _LINE * top / height
    sizes = {group: line * count for group, count in lines.items()}
    rows: list[dict[str, Any]] = []
    for code, of in frame.groupby("code", sort=False):
        ends = of.sort_values("phase_place").drop_duplicates("group_id", keep="last")
        places = spread(list(ends["share"]), [sizes[group] for group in ends["group_id"]], top)
        at = dict(zip(ends["group_id"], places, strict=True))
        farthest = {row["group_id"]: row["phase_place"] for row in records(ends)}
        pieces = _pieces(of)
        for row in records(of):
            group = row["group_id"]
            place = groups[group]
            rows.append(
                {
                    "panel": panels[str(code)],
                    "order": row["step"],
                    "group": group,
                    "piece": f"{place}.{pieces[group, row['phase_place']]}",
                    "phase": row["phase_place"],
                    "aside": row["phase_place"] + _APART * (place - (len(groups) - 1) / 2),
                    "share": row["share"],
                    "low": row["low"],
                    "high": row["high"],
                    "last": row["phase_place"] == farthest[group],
                    "said": said[group],
                    "said_x": last + 16 / unit,
                    "said_y": at[group],
                    "first_line": at[group] + line * (lines[group] - 1) / 2,
                }
            )
    ids = list(groups)
    colour = alt.Color("group:N", legend=None).scale(domain=ids, range=_cycled(COLOURS, ids))
    shape = alt.Shape("group:N", legend=None).scale(domain=ids, range=_cycled(SHAPES, ids))
    dash = alt.StrokeDash("group:N", legend=None).scale(domain=ids, range=_cycled(DASHES, ids))
    across = alt.Scale(domain=[first - 0.2, end], nice=False)
    phases = sorted({int(place) for place in frame["phase_place"]})
    axis = alt.Axis(values=phases, format="d", grid=False, labelExpr=_axis(lang), domain=False)
    y = alt.Y("share:Q", title=text(lang, "figure_development_axis"))
    y = y.scale(domain=[0, top], nice=False).axis(format="%", tickCount=4)
    base = alt.Chart().encode(x=alt.X("phase:Q", scale=across, axis=axis, title=None), y=y)
    aside = alt.X("aside:Q", scale=across, axis=axis, title=None)
    between = (
        base.transform_filter("isValid(datum.low)")
        .mark_rule(opacity=0.3, strokeWidth=2)
        .encode(x=aside, y=alt.Y("low:Q").title(""), y2="high:Q", color=colour)
    )
    slopes = base.mark_line(strokeWidth=1.8).encode(
        x=aside, color=colour, strokeDash=dash, detail="piece:N"
    )
    points = base.mark_point(filled=True, size=42, opacity=1).encode(
        x=aside, color=colour, shape=shape
    )
    ended = base.transform_filter("datum.last")
    leaders = ended.mark_rule(color=GREY, strokeWidth=0.7, strokeDash=[1, 2]).encode(
        x=aside, x2="said_x:Q", y2="said_y:Q"
    )
    texts = ended.mark_text(
        align="left",
        dx=3,
        fontSize=_SIZE,
        color=INK,
        baseline="middle",
        lineBreak="\n",
        lineHeight=_LINE,
    ).encode(
        x=alt.X("said_x:Q", scale=across, axis=axis, title=None), y="first_line:Q", text="said:N"
    )
    chart = (
        alt.layer(between, slopes, leaders, points, texts, data=data(rows))
        .properties(width=_PANEL, height=height, view=alt.ViewBackground(stroke=PALE))
        .facet(
            facet=alt.Facet("panel:N", title=None)
            .sort(field="order", op="min")
            .header(labelExpr=LINES, labelAnchor="start", labelFontWeight="bold"),
            columns=_COLUMNS,
            spacing=14,
        )
        .resolve_axis(x="independent")
    )
    reading = text(lang, "figure_development_reading")
    return finished(chart, lang, finding(tables, lang), reading, describe(tables, lang) or "")


def finding(tables: Tables, lang: str) -> str:
    """The largest change that many comparisons leave clear."""
    frame = _steps(tables)
    place = frame.set_index("phase")["phase_place"].to_dict()
    clear = frame[(frame["p_adjusted"] < _CLEAR) & frame["previous_phase"].isin(list(place))]
    if clear.empty:
        return text(lang, "figure_development_none")
    row = clear.iloc[int(clear["change"].abs().argmax())]
    return text(
        lang,
        "figure_development_more" if row["change"] > 0 else "figure_development_less",
        short=row["short"],
        label=inside(row[f"label_{lang}"]),
        before=place[row["previous_phase"]],
        after=row["phase_place"],
    )


def describe(tables: Tables, lang: str) -> str | None:
    """The picture in one sentence."""
    frame = _steps(tables)
    if frame["phase_place"].nunique() < 2:
        return None
    return text(
        lang,
        "figure_development_alt",
        steps=frame["code"].nunique(),
        groups=frame["group_id"].nunique(),
        finding=finding(tables, lang),
    )


def _steps(tables: Tables) -> pd.DataFrame:
    """How often the steps of the ladder are said to be reached, in the codebook's order."""
    frame = tables["development"]
    frame = frame[(frame["valence"] == "positive") & frame["share"].notna()]
    codes = tables["codes"]
    steps = codes.loc[
        codes["ordinal"].astype(bool), ["position", "code", "step", "label_nb", "label_en"]
    ]
    groups = tables["groups"][["group_id", "position"]].rename(columns={"position": "of_group"})
    found = frame.merge(steps, on="code").merge(groups, on="group_id")
    return found.sort_values(["position", "of_group", "phase_place"], ignore_index=True)


def _pieces(of: pd.DataFrame) -> dict[tuple[str, int], int]:
    """Which unbroken piece of the group's line each of its phases belongs to."""
    found: dict[tuple[str, int], int] = {}
    for group, phases in of.groupby("group_id")["phase_place"]:
        ordered = sorted(phases)
        for place, phase in enumerate(ordered):
            # Phases without a gap have the same distance to their place among those there are.
            found[str(group), phase] = phase - place
    return found


def _axis(lang: str) -> str:
    return f"'{text(lang, 'figure_phase')} ' + datum.label"


def _cycled(values: Any, ids: list[str]) -> list[Any]:
    return [values[place % len(values)] for place in range(len(ids))]
