"""How far those agree who coded the same sentences, code by code."""

import altair as alt
import pandas as pd

from findings.figures.canvas import (
    BLUE,
    GREY,
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
    width_of,
)
from findings.texts import text

_TENTATIVE, _RELIABLE = 0.67, 0.80
"""Krippendorff (2004): reliable from 0.80, for tentative conclusions from 0.67."""
_MACHINE = "machine"
_COLUMNS, _ROW, _LINE, _WIDEST = 3, 20, 13, 380


def draw(tables: Tables, lang: str) -> Picture | None:
    """A panel a pair of coders: alpha of each code with its interval, and the two thresholds.
    None where no two have judged the same."""
    frame = _told(tables)
    if frame.empty:
        return None
    of_code = tables["codes"].sort_values("position")
    of_code = of_code[of_code["code"].isin(frame["code"])]
    lines = labels(of_code["code"], of_code[f"label_{lang}"], 30)
    pairs = {str(pair): _pair(of, lang) for pair, of in frame.groupby("pair", sort=False)}
    panels = labels(pairs, pairs.values(), 30)
    order = {pair: place for place, pair in enumerate(pairs)}
    columns = min(len(pairs), _COLUMNS)
    label = max(width_of(line, 11) for line in lines.values())
    width = min(_WIDEST, (WIDTH - label - 40) / columns - 12)
    height = max(_ROW, _LINE * (1 + max(line.count("\n") for line in lines.values())))
    least = min(0.0, float(frame[["alpha", "alpha_low"]].min().min()))
    rows = [
        {
            "panel": panels[row["pair"]],
            "order": order[row["pair"]],
            "code": lines[row["code"]],
            "alpha": row["alpha"],
            "low": row["alpha_low"],
            "high": row["alpha_high"],
            "fill": BLUE
            if row["alpha"] >= _RELIABLE
            else "#9cc9e6"
            if row["alpha"] >= _TENTATIVE
            else "#ffffff",
        }
        for row in records(frame)
    ]
    base = alt.Chart().encode(
        x=alt.X("alpha:Q", title=text(lang, "figure_agreement_axis"))
        .scale(domain=[least, 1], nice=False)
        .axis(tickCount=3 if columns > 1 else 6, grid=False),
        y=alt.Y("code:N", title=None)
        .scale(domain=list(lines.values()))
        .axis(names_axis(grid=True)),
    )
    lower = alt.Chart().mark_rule(color=GREY, strokeDash=[3, 3]).encode(x=alt.datum(_TENTATIVE))
    upper = alt.Chart().mark_rule(color=GREY).encode(x=alt.datum(_RELIABLE))
    between = (
        base.transform_filter("isValid(datum.low)")
        .mark_rule(color=BLUE, strokeWidth=1.5)
        .encode(x=alt.X("low:Q", title=text(lang, "figure_agreement_axis")), x2="high:Q")
    )
    points = base.mark_point(size=55, stroke=BLUE, strokeWidth=1.6, opacity=1).encode(
        fill=alt.Fill("fill:N", scale=None)
    )
    chart = (
        alt.layer(lower, upper, between, points, data=data(rows))
        .properties(width=width, height=height * len(lines), view=alt.ViewBackground(stroke=PALE))
        .facet(
            facet=alt.Facet("panel:N", title=None)
            .sort(field="order", op="min")
            .header(labelExpr=LINES, labelFontWeight="bold", labelColor=INK),
            columns=columns,
            spacing=12,
        )
    )
    reading = text(lang, "figure_agreement_reading", **_thresholds(lang))
    return finished(chart, lang, finding(tables, lang), reading, describe(tables, lang) or "")


def finding(tables: Tables, lang: str) -> str:
    """How many codes all pairs agree on, and which they agree on least."""
    frame = _told(tables)
    worst = frame.groupby("code", sort=False)["alpha"].min()
    weakest = str(worst.idxmin())
    said = tables["codes"].set_index("code")[f"label_{lang}"]
    return text(
        lang,
        "figure_agreement_finding",
        good=int((worst >= _RELIABLE).sum()),
        codes=len(worst),
        weakest=inside(str(said[weakest])),
        alpha=decimal(float(worst.min()), 2, lang),
        **_thresholds(lang),
    )


def describe(tables: Tables, lang: str) -> str | None:
    """The picture in one sentence."""
    frame = _told(tables)
    if frame.empty:
        return None
    return text(
        lang,
        "figure_agreement_alt",
        pairs=frame["pair"].nunique(),
        finding=finding(tables, lang),
    )


def _told(tables: Tables) -> pd.DataFrame:
    """The rows with an alpha, people's pairs before those with the machine."""
    frame = tables["agreement"].dropna(subset=["alpha"])
    frame = frame[frame["code"].isin(tables["codes"]["code"])]
    with_machine = (frame["coder_a"] == _MACHINE) | (frame["coder_b"] == _MACHINE)
    pair = frame["coder_a"].astype(str) + "\n" + frame["coder_b"].astype(str)
    marked = frame.assign(pair=pair, with_machine=with_machine)
    return marked.sort_values(["with_machine", "coder_a", "coder_b"], kind="stable")


def _pair(of: pd.DataFrame, lang: str) -> str:
    """Who they are, and how many sentences both have judged."""
    first, second = (
        text(lang, "figure_agreement_machine") if coder == _MACHINE else str(coder)
        for coder in of[["coder_a", "coder_b"]].iloc[0]
    )
    sentences = int(of["sentences"].max())
    return text(lang, "figure_agreement_pair", first=first, second=second, sentences=sentences)


def _thresholds(lang: str) -> dict[str, str]:
    return {
        "tentative": decimal(_TENTATIVE, 2, lang),
        "reliable": decimal(_RELIABLE, 2, lang),
    }
