"""The findings on a terminal, as rich tables."""

from collections.abc import Iterator
from pathlib import Path
from textwrap import shorten
from typing import Any

import pandas as pd
from rich import box
from rich.console import Group, RenderableType
from rich.markup import escape
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from codebook import Codebook, Dimension
from findings import analyst
from findings.texts import text

_COLOURS = ("bold green", "green", "yellow", "dim yellow", "dim")
_QUOTE = 260
_NUMBERS = {"integer", "floating", "mixed-integer-float"}
SIGNS = {"positive": "+", "neutral": "○", "negative": "−"}
_STYLE: dict[str, Any] = {
    "box": box.ROUNDED,
    "show_lines": True,
    "expand": True,
    "title_style": "bold",
    "title_justify": "left",
    "caption_justify": "left",
    "header_style": "bold",
}


def show(data: Path, codebook: Codebook, lang: str) -> Group:
    """The published findings in the folder `data`: the ladder of every ordinal dimension, the
    balance of the others, the best quotes, and how far all that can be trusted.

    Raises `StoreError` where nothing is published.
    """
    rows = {
        name: analyst.select(data, f"FROM {name}")
        for name in ("ladder_matrix", "findings", "groups", "quotes")
    }
    parts: list[RenderableType] = []
    for dimension in codebook.dimensions:
        if dimension.ordinal:
            parts += [_matrix(dimension, rows, codebook, lang), Text()]
        else:
            parts += [_balance(dimension, rows, lang), Text()]
    quotes = list(_quotes(rows, lang))
    if quotes:
        parts += [Text(text(lang, "quotes_title"), style="bold"), *quotes]
    parts.append(Text(trust(data, lang)))
    return Group(*parts)


def trust(data: Path, lang: str) -> str:
    """How far the findings published in the folder `data` can be trusted, in some lines.

    Raises `StoreError` where nothing is published.
    """
    publication = analyst.select(data, "FROM publication").iloc[0]
    unplaced = len(analyst.select(data, "FROM unplaced_decisions"))
    counted = ("segments", "confirmed", "auto", "pending")
    measured = ("certified", "codes", "audited", "codable_sentences", "corrected", "shares")
    lines = [
        text(lang, key, **{name: publication[name] for name in names})
        for key, names in (("trust", counted), ("trust_measured", measured))
    ]
    if publication["segments"] and not publication["confirmed"]:
        lines.append(text(lang, "trust_machine_only"))
    if unplaced:
        lines.append(text(lang, "unplaced", n=unplaced))
    return "\n".join(lines)


def _matrix(
    dimension: Dimension, rows: dict[str, pd.DataFrame], codebook: Codebook, lang: str
) -> Table:
    matrix = rows["ladder_matrix"]
    matrix = matrix[matrix["dimension"] == dimension.id]
    levels = ", ".join(level.label.get(lang) for level in codebook.levels)
    table = Table(
        title=escape(
            text(
                lang,
                "matrix_title",
                dimension=dimension.label.get(lang),
                case=codebook.case_label.get(lang).lower(),
            )
        ),
        caption=escape(text(lang, "matrix_note", levels=levels)),
        **_STYLE,
    )
    label = escape(codebook.case_label.get(lang))
    table.add_column(label, style="bold", vertical="middle", min_width=10, overflow="fold")
    for step, code in enumerate(dimension.codes, start=1):
        table.add_column(escape(f"{step} {code.label.get(lang)}"), overflow="fold")
    for _, group in rows["groups"].iterrows():
        cells = matrix[matrix["group_id"] == group["group_id"]].sort_values("step")
        name = Text.assemble(
            group["short"], "\n", (_documents(group["documents"], lang), "not bold dim")
        )
        table.add_row(name, *(_cell(cell, codebook, lang) for _, cell in cells.iterrows()))
    return table


def _cell(cell: Any, codebook: Codebook, lang: str) -> Text:
    """Level, counts by valence and documents of one cell; dots stand for the level without
    colour."""
    most = len(codebook.levels) - 1
    filled = most - (cell["level_place"] - 1)
    colour = _COLOURS[min(cell["level_place"] - 1, len(_COLOURS) - 1)]
    level = cell[f"level_{lang}"] + ("*" if cell["provisional"] else "")
    if not cell["segments"]:
        return Text.assemble(("○" * most, "dim"), "\n", (level, "dim"))
    return Text.assemble(
        ("●" * filled + "○" * (most - filled), colour),
        "\n",
        (level, colour),
        "\n",
        _valences(cell["positive"], cell["neutral"], cell["negative"]),
        "\n",
        (_documents(cell["documents"], lang), "dim"),
        ("\n" + text(lang, "waiting", n=cell["pending"]) if cell["pending"] else "", "dim"),
    )


def _balance(dimension: Dimension, rows: dict[str, pd.DataFrame], lang: str) -> Table:
    counts = rows["findings"].pivot_table(
        index=["code", "group_id"], columns="valence", values="segments", aggfunc="sum"
    )
    table = Table(
        title=escape(text(lang, "balance_title", dimension=dimension.label.get(lang))),
        caption=escape(
            text(
                lang,
                "balance_note",
                positive=dimension.valence.positive.get(lang),
                negative=dimension.valence.negative.get(lang),
            )
        ),
        **_STYLE,
    )
    table.add_column(text(lang, "code"), style="bold", ratio=2)
    for _, group in rows["groups"].iterrows():
        table.add_column(escape(group["short"]), ratio=1, overflow="fold")
    for code in dimension.codes:
        cells = []
        for group_id in rows["groups"]["group_id"]:
            found = counts.loc[(code.id, group_id)]
            cells.append(_valences(found["positive"], found["neutral"], found["negative"]))
        table.add_row(escape(code.label.get(lang)), *cells)
    return table


def _quotes(rows: dict[str, pd.DataFrame], lang: str) -> Iterator[RenderableType]:
    """For each group the best quote of the highest step among those with the strongest level."""
    matrix, quotes = rows["ladder_matrix"], rows["quotes"]
    for _, group in rows["groups"].iterrows():
        cells = matrix[(matrix["group_id"] == group["group_id"]) & (matrix["segments"] > 0)]
        if not len(cells):
            continue
        best = cells.sort_values(["level_place", "step"], ascending=[True, False]).iloc[0]
        valence = "positive" if best["positive"] >= best["negative"] else "negative"
        found = quotes[
            (quotes["group_id"] == best["group_id"])
            & (quotes["code"] == best["code"])
            & (quotes["valence"] == valence)
        ]
        if not len(found):
            continue
        quote = found.iloc[0]
        said = shorten(quote["quote"], _QUOTE, placeholder="…")
        who = (
            text(lang, "human")
            if quote["source"] == "human"
            else text(lang, "machine", score=decimal(quote["score"], lang))
        )
        head = f"{best['short']} · {best['step']} {best[f'step_{lang}']}, {best[f'level_{lang}']}"
        line = Text.assemble(
            (head, "bold"),
            "\n",
            f"{SIGNS[valence]} «{said}»",
            "\n",
            (f"{quote['document']} ({who})", "dim"),
        )
        yield Padding(line, (0, 0, 1, 2))


def _valences(positive: int, neutral: int, negative: int) -> Text:
    def part(sign: str, number: int, colour: str) -> tuple[str, str]:
        return f"{sign}{int(number):<3}", colour if number else "dim"

    return Text.assemble(
        part("+", positive, "green"), part("○", neutral, ""), part("−", negative, "red")
    )


def decimal(number: float, lang: str) -> str:
    """A number with two decimals, as the language writes it."""
    written = f"{number:.2f}"
    return written if lang == "en" else written.replace(".", ",")


def _documents(number: int, lang: str) -> str:
    return text(lang, "documents", n=number) if number else text(lang, "no_documents")


def plain(rows: pd.DataFrame) -> Table:
    """Any rows as a table."""
    table = Table(box=box.SIMPLE_HEAD, header_style="bold")
    for column in rows.columns:
        number = pd.api.types.infer_dtype(rows[column], skipna=True) in _NUMBERS
        table.add_column(Text(str(column)), justify="right" if number else "left")
    for row in rows.itertuples(index=False):
        table.add_row(*(Text(_shown(value)) for value in row))
    return table


def _shown(value: Any) -> str:
    if isinstance(value, list | tuple) or hasattr(value, "tolist"):
        items = value.tolist() if hasattr(value, "tolist") else value
        if isinstance(items, list | tuple):
            return ", ".join(str(item) for item in items)
    if value is None or value is pd.NaT or value is pd.NA or value != value:
        return ""
    if isinstance(value, float):
        return f"{value:.6g}"
    return str(value)
