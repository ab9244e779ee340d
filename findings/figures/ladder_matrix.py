"""The ladder of each group: which steps are reached, and on what evidence (the report's 4.1)."""

from typing import Any

import altair as alt
import pandas as pd

from findings.figures.canvas import (
    INK,
    LINES,
    WIDTH,
    Picture,
    Tables,
    data,
    finished,
    inside,
    labels,
    listed,
    names_axis,
    records,
    width_of,
)
from findings.texts import text

_DARK, _LIGHT = (8, 48, 107), (247, 250, 253)
_LEAST, _MOST, _HEIGHT, _LINE, _LEVEL = 60, 130, 56, 13, 10


def draw(tables: Tables, lang: str) -> Picture | None:
    """Steps upwards, groups beside each other; a cell says its level and is the darker the
    stronger it is. None without a document."""
    frame = tables["ladder_matrix"]
    if not frame["segments"].sum():
        return None
    of_group = frame.drop_duplicates("group_id")
    of_step = frame.drop_duplicates("code").iloc[::-1]
    columns = labels(of_group["group_id"], of_group["short"], 13)
    steps = [f"{row['step']}\u00a0{row[f'step_{lang}']}" for row in records(of_step)]
    lines = labels(of_step["code"], steps, 22)
    weakest = int(frame["level_place"].max())
    if frame.loc[frame["level_place"] == weakest, "segments"].any():
        weakest += 1  # white is for no evidence
    rows: list[dict[str, Any]] = []
    for row in records(frame):
        shade = _shade((weakest - row["level_place"]) / max(1, weakest - 1))
        rows.append(
            {
                "group": columns[row["group_id"]],
                "step": lines[row["code"]],
                "level": row[f"level_{lang}"] + ("*" if row["provisional"] else ""),
                "counts": text(lang, "figure_ladder_counts", **row) if row["segments"] else "",
                "fill": "#" + "".join(f"{part:02x}" for part in shade),
                "ink": INK if _luminance(shade) > 0.25 else "#ffffff",
                "provisional": bool(row["provisional"]),
            }
        )
    left = max(width_of(line, 11) for line in lines.values())
    words = [width_of(row["level"], _LEVEL) for row in rows]
    words += [width_of(label, 11) for label in columns.values()]
    cell = max(_LEAST, max(words) + 8, min(_MOST, (WIDTH - left - 40) / len(columns)))
    width = cell * len(columns)
    base = alt.Chart().encode(
        x=alt.X("group:N", title=None)
        .scale(domain=list(columns.values()), paddingInner=0.05, paddingOuter=0)
        .axis(
            orient="top",
            labelAngle=0,
            labelExpr=LINES,
            labelFontWeight="bold",
            labelBaseline="bottom",
            labelLineHeight=_LINE,
            # Lines after the first one stand below it.
            labelPadding=6 + _LINE * max(label.count("\n") for label in columns.values()),
            domain=False,
            ticks=False,
        ),
        y=alt.Y("step:N", title=None)
        .scale(domain=list(lines.values()), paddingInner=0.07, paddingOuter=0)
        .axis(names_axis()),
    )
    cells = base.mark_rect(stroke="#c4c4c4").encode(fill=alt.Fill("fill:N", scale=None))
    provisional = base.transform_filter("datum.provisional")
    # Dark dashes on white, to be seen around any shade.
    white = provisional.mark_rect(filled=False, stroke="white", strokeWidth=3)
    dashes = provisional.mark_rect(filled=False, stroke=INK, strokeWidth=1.8, strokeDash=[5, 4])
    ink = alt.Color("ink:N", scale=None)
    levels = base.mark_text(fontSize=_LEVEL, fontWeight="bold", dy=-11).encode(
        text="level:N", color=ink
    )
    counts = base.mark_text(fontSize=9, dy=4, lineBreak="\n", lineHeight=11).encode(
        text="counts:N", color=ink
    )
    chart = alt.layer(cells, white, dashes, levels, counts, data=data(rows)).properties(
        width=width, height=_HEIGHT * len(lines)
    )
    reading = text(lang, "figure_ladder_reading")
    if frame["provisional"].any():
        reading += " " + text(lang, "figure_ladder_provisional")
    return finished(chart, lang, finding(tables, lang), reading, describe(tables, lang) or "")


def finding(tables: Tables, lang: str) -> str:
    """Who has come farthest."""
    best = _highest(tables["ladder_matrix"])
    if best.empty:
        return text(lang, "figure_ladder_none")
    top = best[best["step"] == best["step"].max()]
    first = top.iloc[0]
    key = "figure_ladder_maybe" if top["provisional"].all() else "figure_ladder_top"
    return text(
        lang,
        key,
        groups=listed(list(top["short"]), lang),
        step=first["step"],
        label=inside(first[f"step_{lang}"]),
        level=first[f"level_{lang}"],
    )


def describe(tables: Tables, lang: str) -> str | None:
    """The picture in one sentence."""
    frame = tables["ladder_matrix"]
    if not frame["segments"].sum():
        return None
    steps = _highest(frame).set_index("group_id")["step"].to_dict()
    said = [
        text(lang, "figure_ladder_reached", short=short, step=steps[group])
        if group in steps
        else text(lang, "figure_ladder_not_reached", short=short)
        for group, short in frame.groupby("group_id", sort=False)["short"].first().items()
    ]
    return text(lang, "figure_ladder_alt", reached="; ".join(said))


def _highest(frame: pd.DataFrame) -> pd.DataFrame:
    """The highest step of each group that has the strongest level."""
    strongest = frame[frame["level_place"] == 1]
    highest = strongest.sort_values("step").drop_duplicates("group_id", keep="last")
    return highest.sort_index()


def _shade(strength: float) -> tuple[int, int, int]:
    red, green, blue = (
        round(light + (dark - light) * strength) for dark, light in zip(_DARK, _LIGHT, strict=True)
    )
    return red, green, blue


def _luminance(colour: tuple[int, int, int]) -> float:
    """Relative luminance by WCAG 2.2, from 0 (black) to 1."""
    red, green, blue = (
        part / 255 / 12.92 if part <= 10 else ((part / 255 + 0.055) / 1.055) ** 2.4
        for part in colour
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
