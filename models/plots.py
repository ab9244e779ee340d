"""The pictures of a model card, as SVG, drawn without network.

They do without colour to be told apart, and the font is one that the renderer brings along, so
that the same card gives the same picture everywhere.
"""

from textwrap import wrap
from typing import Any

import altair as alt
import vl_convert

from models.card import LEARNING_CURVE, RELIABILITY, Card, curve_finding, reliability_finding

_FONT = "Liberation Sans"
_INK, _BLUE, _GREY = "#222222", "#0072B2", "#767676"
_ABOVE_AXIS = 0.05
_VEGA_LITE = ".".join(alt.SCHEMA_VERSION.removeprefix("v").split(".")[:2])


def pictures(card: Card) -> dict[str, str]:
    """The SVG text of each picture, by the name of its file."""
    return {RELIABILITY: _svg(_reliability(card)), LEARNING_CURVE: _svg(_learning_curve(card))}


def _reliability(card: Card) -> alt.LayerChart | alt.FacetChart:
    """How often the code was there, by the score."""
    rows = [
        {
            "score": of.score,
            "share": of.share,
            "label": max(of.share, _ABOVE_AXIS),
            "pairs": f"{of.pairs:,}",
        }
        for of in card.reliability
    ]
    axis = alt.Axis(format="%", values=[0, 0.25, 0.5, 0.75, 1])
    scale = alt.Scale(domain=[0, 1])
    x = alt.X(
        "score:Q", title="score: how likely the coder thinks the code is", axis=axis, scale=scale
    )
    y = alt.Y("share:Q", title="share that carries the code", axis=axis, scale=scale)
    ideal = (
        alt.Chart(_data([{"score": 0, "share": 0}, {"score": 1, "share": 1}]))
        .mark_line(color=_GREY, strokeDash=[5, 4])
        .encode(x, y)
    )
    base = alt.Chart(_data(rows)).encode(x, y)
    found = base.mark_line(color=_BLUE, point=alt.OverlayMarkDef(size=60, color=_BLUE))
    counts = base.mark_text(align="left", dx=12, dy=9, fontSize=11, color=_INK).encode(
        y="label:Q", text="pairs:N"
    )
    title = _title(
        reliability_finding(card.reliability),
        "Sentences and codes held out, by tenths of the score; numbers: how many."
        " Dashed: right as often as the score says.",
    )
    return alt.layer(ideal, found, counts, title=title, width=420, height=340)


def _learning_curve(card: Card) -> alt.FacetChart:
    """Three figures by the number of documents learned from, with their intervals."""
    names = ["macro F1", "macro average precision", "valence right"]
    points = [point for point in card.curve if point.documents]
    rows = [
        {
            "documents": point.documents,
            "figure": name,
            "value": figure.value,
            "low": figure.low,
            "high": figure.high,
        }
        for point in points
        for name, figure in zip(
            names, (point.f1, point.average_precision, point.valence_accuracy), strict=True
        )
        if figure is not None
    ]
    y = alt.Y("value:Q", title=None, scale=alt.Scale(domain=[0, 1]))
    base = alt.Chart().encode(
        x=alt.X("documents:O", title="documents learned from").axis(labelAngle=0), y=y
    )
    between = base.mark_rule(color=_BLUE, strokeWidth=2, opacity=0.55).encode(
        y=alt.Y("low:Q", title=None), y2="high:Q"
    )
    line = base.mark_line(color=_BLUE, point=alt.OverlayMarkDef(size=50, color=_BLUE))
    values = base.mark_text(align="left", dx=6, dy=12, fontSize=11, color=_INK).encode(
        text=alt.Text("value:Q", format=".2f")
    )
    column = alt.Column(
        "figure:N",
        title=None,
        sort=names,
        header=alt.Header(labelFontSize=13, labelAnchor="start"),
    )
    title = _title(
        curve_finding(card.curve),
        "On documents held out; bars are 95% intervals.",
    )
    return (
        alt.layer(between, line, values, data=_data(rows))
        .properties(width=190, height=240)
        .facet(column=column, title=title)
    )


def _data(rows: list[dict[str, Any]]) -> alt.InlineData:
    return alt.InlineData(values=rows)


def _title(finding: str, reading: str) -> alt.TitleParams:
    return alt.TitleParams(
        text=wrap(finding, 66),
        subtitle=wrap(reading, 78),
        anchor="start",
        frame="bounds",
        offset=12,
        fontSize=15,
        subtitleFontSize=12,
        color=_INK,
        subtitleColor=_INK,
    )


def _svg(chart: alt.TopLevelMixin) -> str:
    """The chart as SVG. It holds nothing that counts up (clips, gradients), so it repeats."""
    spec = chart.to_dict()
    spec["config"] = {
        "font": _FONT,
        "background": "white",
        "padding": 12,
        "view": {"stroke": None},
        "axis": {
            "labelFontSize": 12,
            "titleFontSize": 12,
            "titleFontWeight": "normal",
            "labelColor": _INK,
            "titleColor": _INK,
            "gridColor": "#dddddd",
        },
        "header": {"labelColor": _INK},
    }
    return vl_convert.vegalite_to_svg(spec, vl_version=_VEGA_LITE, allowed_base_urls=[])
