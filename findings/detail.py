"""The findings of one group, or of one code in it, on a terminal."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pandas as pd
from rich import box
from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from findings import analyst
from findings.show import SIGNS, decimal
from findings.texts import text
from kodetrapp.errors import UsageError

QUOTES = 5
_STYLE: dict[str, Any] = {"box": box.ROUNDED, "title_style": "bold", "title_justify": "left"}


def group(data: Path, name: str, lang: str) -> Group:
    """What is found of a group, named as the codebook does: how high it has come and why, what
    helps and hinders it.

    Raises `StoreError` where nothing of this version is published, `UsageError` where there is no
    such group.
    """
    analyst.check_current(data)
    of = _named(analyst.select(data, "FROM groups"), "group_id", name, lang)
    steps = _rows(data, "ladder_matrix", of["group_id"])
    factors = _rows(data, "factor_balance", of["group_id"])
    return Group(
        Text(of[f"label_{lang}"], style="bold"), _steps(steps, lang), _factors(factors, lang)
    )


def code(data: Path, name: str, code_name: str, lang: str) -> Group:
    """What is found of one code in a group: counts and shares by valence, development over the
    phases, the best quotes with what stands around them.

    Raises `StoreError` where nothing of this version is published, `UsageError` where there is no
    such group or code.
    """
    analyst.check_current(data)
    of = _named(analyst.select(data, "FROM groups"), "group_id", name, lang)
    what = _named(analyst.select(data, "FROM codes"), "code", code_name, lang)
    rows = {
        table: found[found["code"] == what["code"]]
        for table in ("findings", "development", "quotes")
        for found in [_rows(data, table, of["group_id"])]
    }
    head = Text.assemble(
        (f"{of[f'label_{lang}']}: {what[f'label_{lang}']}", "bold"),
        "\n",
        (what[f"definition_{lang}"], "dim"),
    )
    parts: list[RenderableType] = [head, _valences(rows["findings"], lang)]
    development = rows["development"]
    if len(development):
        parts.append(_development(development[development["valence"] == "any"], lang))
    return Group(*parts, *_quotes(rows["quotes"], lang))


def _rows(data: Path, table: str, group_id: str) -> pd.DataFrame:
    found = analyst.select(data, f"FROM {table}")
    return found[found["group_id"] == group_id]


def _named(rows: pd.DataFrame, column: str, name: str, lang: str) -> Any:
    """The row that `name` means: by id, label, short name, or step. Raises `UsageError`."""
    wanted = name.casefold()
    for _, row in rows.iterrows():
        names = [row[column], row["label_nb"], row["label_en"], row.get("short"), row.get("step")]
        if wanted in {str(known).casefold() for known in names if not pd.isna(known)}:
            return row
    known = ", ".join(f"{row[column]} ({row[f'label_{lang}']})" for _, row in rows.iterrows())
    raise UsageError(f"there is no '{name}'; choose one of: {known}")


def _steps(rows: pd.DataFrame, lang: str) -> Table:
    table = Table(**_STYLE)
    for key in ("step", "level", "reason"):
        table.add_column(text(lang, f"detail_{key}"))
    for _, row in rows.iterrows():
        level = row[f"level_{lang}"] + ("*" if row["provisional"] else "")
        table.add_row(
            Text(f"{row['step']} {row[f'step_{lang}']}"), Text(level), Text(row[f"reason_{lang}"])
        )
    return table


def _factors(rows: pd.DataFrame, lang: str) -> Table:
    table = Table(**_STYLE)
    for key in ("factor", "helps", "hinders", "neutral", "share_helping"):
        table.add_column(text(lang, f"detail_{key}"))
    for _, row in rows.iterrows():
        table.add_row(
            Text(row[f"label_{lang}"]),
            *(str(row[name]) for name in ("helps", "hinders", "neutral")),
            _share(row["share_helping"], row["low"], row["high"], row["corrected"], lang),
        )
    return table


def _valences(rows: pd.DataFrame, lang: str) -> Table:
    table = Table(**_STYLE)
    for key in ("valence", "segments", "documents", "share"):
        table.add_column(text(lang, f"detail_{key}"))
    for _, row in rows.iterrows():
        share = _share(
            row["share_of_sentences"],
            row["share_of_sentences_low"],
            row["share_of_sentences_high"],
            row["corrected"],
            lang,
        )
        sign = SIGNS.get(row["valence"]) or text(lang, "detail_any")
        documents = f"{row['documents']}/{row['documents_of_group']}"
        table.add_row(sign, str(row["segments"]), documents, share)
    return table


def _development(rows: pd.DataFrame, lang: str) -> Table:
    table = Table(**_STYLE)
    for key in ("phase", "documents", "share", "change"):
        table.add_column(text(lang, f"detail_{key}"))
    for _, row in rows.iterrows():
        change = _interval(row["change"], row["change_low"], row["change_high"], lang)
        share = _share(row["share"], row["low"], row["high"], row["corrected"], lang)
        table.add_row(Text(row[f"phase_{lang}"]), str(row["documents"]), share, change)
    return table


def _quotes(rows: pd.DataFrame, lang: str) -> Iterator[RenderableType]:
    for _, row in rows.sort_values("place", kind="stable").head(QUOTES).iterrows():
        who = (
            text(lang, "human")
            if row["source"] == "human"
            else text(lang, "machine", score=decimal(row["score"], lang))
        )
        line = Text.assemble(
            (f"{row['before'] or ''} ", "dim"),
            f"{SIGNS[row['valence']]} «{' '.join(row['quote'].split())}»",
            (f" {row['after'] or ''}", "dim"),
            "\n",
            (f"{row['document']} [{row['segment_id']}] ({who})", "dim"),
        )
        yield Padding(line, (0, 0, 1, 2))


def _share(value: float, low: float, high: float, corrected: bool, lang: str) -> str:
    shown = _interval(value, low, high, lang, sign="")
    return shown if corrected or not shown else f"{shown} {text(lang, 'uncorrected')}"


def _interval(value: float, low: float, high: float, lang: str, sign: str = "+") -> str:
    """A share or a difference of shares in per cent with its interval, empty if not known."""
    if pd.isna(value):
        return ""
    shown = f"{100 * value:{sign}.1f} %"
    if not pd.isna(low):
        shown += f" [{100 * low:{sign}.1f}–{100 * high:{sign}.1f}]"
    shown = shown.replace("-", "−")
    return shown if lang == "en" else shown.replace(".", ",")
