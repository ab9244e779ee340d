"""How hard each group's problem is: complexity against conflict (the report's figure 4.2)."""

from typing import Any

import altair as alt
import pandas as pd

from findings.figures.canvas import (
    COLOURS,
    GREY,
    INK,
    PALE,
    Picture,
    Tables,
    data,
    finished,
    inside,
    listed,
    records,
    width_of,
    wrapped,
)
from findings.texts import text

_WIDTH, _HEIGHT = 515, 400
_SIZE, _LINE = 12, 14
_CORNER = 10.5
_APART = 9
_MIDDLE = 0.5

Box = tuple[float, float, float, float]
"""Left, top, right, bottom in points from the upper left corner."""


def draw(tables: Tables, lang: str) -> Picture | None:
    """A point a group between low and high, its intervals as thin lines, the quadrants named by
    the two codes. None where no group has both."""
    frame = _known(tables)
    if frame.empty:
        return None
    across, up = _names(tables, lang)
    corners = _corners(across, up, lang)
    rows = _placed(records(frame), [_box(row) for row in corners])
    scale = alt.Scale(domain=[0, 1], nice=False, padding=0)
    axis = alt.Axis(format="%", values=[0, 0.25, 0.5, 0.75, 1], grid=False)

    def x(field: str) -> alt.X:
        title = text(lang, "figure_problem_axis", code=across)
        return alt.X(f"{field}:Q", scale=scale, axis=axis, title=title)

    def y(field: str) -> alt.Y:
        title = text(lang, "figure_problem_axis", code=up)
        return alt.Y(f"{field}:Q", scale=scale, axis=axis, title=title)

    middle = alt.Chart(data([{"at": _MIDDLE}])).mark_rule(color=GREY, strokeDash=[5, 4])
    quadrants = alt.Chart(data(corners)).mark_text(
        fontSize=_CORNER, fontStyle="italic", color=GREY, lineBreak="\n", baseline="middle"
    )
    base = alt.Chart(data(rows))
    colour = alt.Color("colour:N", scale=None)
    wide = base.transform_filter("isValid(datum.x_low)").mark_rule(opacity=0.65, strokeWidth=1.3)
    high = base.transform_filter("isValid(datum.y_low)").mark_rule(opacity=0.65, strokeWidth=1.3)
    points = base.mark_point(size=75, strokeWidth=2, opacity=1)
    name: dict[str, Any] = {
        "fontSize": _SIZE,
        "fontWeight": "bold",
        "lineBreak": "\n",
        "lineHeight": _LINE,
        "baseline": "middle",
    }
    halo = base.mark_text(**name, stroke="white", strokeWidth=3)
    names = base.mark_text(**name, color=INK)
    said = {"x": x("left"), "y": y("top"), "text": "said:N"}
    chart = alt.layer(
        middle.encode(x=x("at")),
        middle.encode(y=y("at")),
        quadrants.encode(**said),
        wide.encode(x=x("x_low"), x2="x_high:Q", y=y("y"), color=colour),
        high.encode(x=x("x"), y=y("y_low"), y2="y_high:Q", color=colour),
        points.encode(
            x=x("x"),
            y=y("y"),
            stroke=alt.Stroke("colour:N", scale=None),
            fill=alt.Fill("fill:N", scale=None),
        ),
        halo.encode(**said),
        names.encode(**said),
    ).properties(width=_WIDTH, height=_HEIGHT, view=alt.ViewBackground(stroke=PALE))
    return finished(
        chart, lang, finding(tables, lang), _reading(tables, lang), describe(tables, lang) or ""
    )


def finding(tables: Tables, lang: str) -> str:
    """Which groups have a problem that is high in both."""
    frame = _known(tables)
    across, up = (inside(name) for name in _names(tables, lang))
    hard = frame[(frame["x"] > _MIDDLE) & (frame["y"] > _MIDDLE)]
    sure = hard[(hard["x_low"] > _MIDDLE) & (hard["y_low"] > _MIDDLE)]
    key = "none" if hard.empty else "maybe" if sure.empty else "sure"
    groups = listed(list((hard if sure.empty else sure)["short"]), lang)
    return text(lang, f"figure_problem_{key}", groups=groups, x=across, y=up)


def describe(tables: Tables, lang: str) -> str | None:
    """The picture in one sentence."""
    frame = _known(tables)
    if frame.empty:
        return None
    across, up = (inside(name) for name in _names(tables, lang))
    places = [
        f"{row['short']} {row['x']:.0%}, {row['y']:.0%}".replace(
            "%", text(lang, "figure_number").split("|")[2]
        )
        for row in records(frame)
    ]
    return text(lang, "figure_problem_alt", x=across, y=up, places="; ".join(places))


def _known(tables: Tables) -> pd.DataFrame:
    return tables["problem_map"].dropna(subset=["x", "y"])


def _names(tables: Tables, lang: str) -> tuple[str, str]:
    """The labels of the two codes."""
    first = tables["problem_map"].iloc[0]
    said = tables["codes"].set_index("code")[f"label_{lang}"]
    return str(said[first["x_code"]]), str(said[first["y_code"]])


def _reading(tables: Tables, lang: str) -> str:
    frame = tables["problem_map"]
    missing = frame[frame["x"].isna() | frame["y"].isna()]
    parts = [text(lang, "figure_problem_reading")]
    if not frame["corrected"].fillna(False).astype(bool).all():
        parts.append(text(lang, "figure_problem_hollow"))
    if len(missing):
        parts.append(text(lang, "figure_missing", groups=listed(list(missing["short"]), lang)))
    return " ".join(parts)


def _corners(across: str, up: str, lang: str) -> list[dict[str, Any]]:
    """The names of the four quadrants, with their places in the unit square."""
    rows = []
    for right in (False, True):
        for top in (False, True):
            said = "\n".join(
                wrapped(text(lang, f"figure_{'high' if high else 'low'}", code=inside(code)), 36)
                for high, code in ((right, across), (top, up))
            )
            half = width_of(said, _CORNER) / 2 + 8
            deep = (said.count("\n") + 1) * 12 / 2 + 8
            rows.append(
                {
                    "said": said,
                    "left": (1 - half / _WIDTH) if right else half / _WIDTH,
                    "top": (1 - 10 / _HEIGHT) if top else (2 * deep - 22) / _HEIGHT,
                    "size": _CORNER,
                }
            )
    return rows


def _placed(rows: list[dict[str, Any]], taken: list[Box]) -> list[dict[str, Any]]:
    """The groups with places for their names: beside the point where it hides least."""
    taken = [*taken, *(box for row in rows for box in _cross(row))]
    for place, row in enumerate(rows):
        said = wrapped(row["short"], 14)
        wide = width_of(said, _SIZE) / 2 + 2
        deep = (said.count("\n") + 1) * _LINE / 2
        x, y = _point(row)
        tries = [
            _around((x + across * (wide + _APART), y + down * (deep + _APART)), wide, deep)
            for across, down in (
                (1, -0.6),
                (-1, -0.6),
                (1, 0.6),
                (-1, 0.6),
                (0, -1),
                (0, 1),
                (1, -1.6),
                (-1, -1.6),
                (1, 1.6),
                (-1, 1.6),
                (0, -2.2),
                (0, 2.2),
            )
        ]
        best = min(tries, key=lambda box: _hidden(box, taken))
        taken.append(best)
        colour = COLOURS[place % len(COLOURS)]
        row.update(
            said=said,
            colour=colour,
            fill=colour if row["corrected"] else "#ffffff",
            left=(best[0] + best[2]) / 2 / _WIDTH,
            # The first line stands at the place, the others below it.
            top=1 - (best[1] + _LINE / 2) / _HEIGHT,
        )
    return rows


def _cross(row: dict[str, Any]) -> list[Box]:
    """The point and the lines of its intervals."""
    x, y = _point(row)
    boxes = [_around((x, y), 7, 7)]
    if row["x_low"] is not None:
        boxes.append((row["x_low"] * _WIDTH, y - 2, row["x_high"] * _WIDTH, y + 2))
    if row["y_low"] is not None:
        boxes.append((x - 2, (1 - row["y_high"]) * _HEIGHT, x + 2, (1 - row["y_low"]) * _HEIGHT))
    return boxes


def _point(row: dict[str, Any]) -> tuple[float, float]:
    return row["x"] * _WIDTH, (1 - row["y"]) * _HEIGHT


def _around(middle: tuple[float, float], wide: float, deep: float) -> Box:
    return middle[0] - wide, middle[1] - deep, middle[0] + wide, middle[1] + deep


def _box(row: dict[str, Any]) -> Box:
    wide = width_of(row["said"], row["size"]) / 2
    deep = (row["said"].count("\n") + 1) * 12
    x, y = row["left"] * _WIDTH, (1 - row["top"]) * _HEIGHT
    return x - wide, y - 6, x + wide, y - 6 + deep


def _hidden(box: Box, taken: list[Box]) -> float:
    """How much of the box lies over others or outside, in square points."""

    def shared(other: Box) -> float:
        wide = min(box[2], other[2]) - max(box[0], other[0])
        deep = min(box[3], other[3]) - max(box[1], other[1])
        return max(wide, 0) * max(deep, 0)

    area = (box[2] - box[0]) * (box[3] - box[1])
    outside = area - shared((0, 0, _WIDTH, _HEIGHT))
    return sum(map(shared, taken)) + 10 * outside
