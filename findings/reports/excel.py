"""The published tables as an Excel workbook, one sheet a table.

Texts of transcripts may hold anything: none of them becomes a formula or a link, not even when a
sheet is saved as CSV and opened again."""

from collections.abc import Sequence
from datetime import date, datetime
from math import isfinite
from pathlib import Path
from typing import Any

import duckdb
import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from findings import analyst
from findings.reports.wording import Wording

ROWS = 1_048_576
"""Rows that a sheet has room for."""
LONGEST = 32_767
"""Characters that a cell has room for."""
_HEADER = 3
_BATCH = 10_000
_MOST_EXACT = 2**53
_WIDEST, _NARROWEST = 60, 9
_FORMULA = tuple("=+-@＝＋－＠")
_UNSEEN = dict.fromkeys([*range(0x202A, 0x202F), *range(0x2066, 0x206A)])
_SHARES = ("share", "low", "high", "precision", "recall", "f1", "jaccard", "difference", "change")
_SHARES_THEMSELVES = ("x", "y")
_WITHOUT_SHARES = ("factor_step_links", "agreement")
_FIRST = (
    "ladder_matrix",
    "highest_steps",
    "factor_balance",
    "problem_map",
    "development",
    "comparisons",
    "factor_step_links",
    "findings",
    "quotes",
    "documents",
    "codes",
    "groups",
)


def write(data: Path, path: Path, lang: str, rows: int = ROWS) -> None:
    """Writes the workbook: first a sheet of contents with links, then each published table under
    the question that it answers. Of tables that hold more than a sheet's `rows` (its heading
    included) the first ones are written and the sheet says so.

    Raises `StoreError` where nothing is published, `OSError` where the file can't be written.
    """
    say = Wording(lang)
    options = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    with analyst.connect(data) as connection, xlsxwriter.Workbook(str(path), options) as book:
        ((made,),) = connection.execute("SELECT published_at FROM publication").fetchall()
        book.set_properties({"title": say("title_plain"), "created": made})
        tables = sorted(
            connection.execute("SELECT table_name, comment FROM duckdb_tables()").fetchall(),
            key=lambda table: (
                _FIRST.index(table[0]) if table[0] in _FIRST else len(_FIRST),
                table,
            ),
        )
        formats = _formats(book)
        counts = {name: _count(connection, name) for name, _ in tables}
        _contents(book.add_worksheet(say("sheet_contents")), tables, counts, say, formats)
        for name, question in tables:
            _sheet(book.add_worksheet(name), connection, question, counts[name], rows, say, formats)


def _formats(book: Workbook) -> dict[str, Format]:
    top = {"valign": "top"}
    return {
        "title": book.add_format({"bold": True, "font_size": 13}),
        "note": book.add_format({"italic": True, "font_color": "#444444"}),
        "heading": book.add_format(
            {"bold": True, "bg_color": "#E3E8EE", "bottom": 1, "valign": "top", "text_wrap": True}
        ),
        "link": book.add_format({"font_color": "#0B4F8A", "underline": 1}),
        "text": book.add_format(top),
        "wrapped": book.add_format(top | {"text_wrap": True}),
        "percent": book.add_format(top | {"num_format": "0.0%"}),
        "decimal": book.add_format(top | {"num_format": "0.000"}),
        "whole": book.add_format(top | {"num_format": "#,##0"}),
        "day": book.add_format(top | {"num_format": "yyyy-mm-dd"}),
        "time": book.add_format(top | {"num_format": "yyyy-mm-dd hh:mm:ss"}),
    }


def _count(connection: duckdb.DuckDBPyConnection, name: str) -> int:
    ((count,),) = connection.execute(f'SELECT count(*) FROM "{name}"').fetchall()  # noqa: S608 (a table's name)
    return int(count)


def _contents(
    sheet: Worksheet,
    tables: Sequence[tuple[str, str | None]],
    counts: dict[str, int],
    say: Wording,
    formats: dict[str, Format],
) -> None:
    """The first sheet: what each table answers, its rows, and how texts were changed."""
    sheet.hide_gridlines(2)
    sheet.set_column(0, 0, 24)
    sheet.set_column(1, 1, 100)
    sheet.set_column(2, 2, 12)
    sheet.write_string(0, 0, say("title_plain"), formats["title"])
    notes = (
        say("sheet_neutral"),
        say("sheet_cells_cut", most=LONGEST, mark=say("sheet_mark")),
        say("sheet_comments"),
    )
    for place, note in enumerate(notes, start=1):
        sheet.write_string(place, 0, note, formats["note"])
    first = len(notes) + 2
    for column, key in enumerate(("sheet_table", "sheet_question", "sheet_rows")):
        sheet.write_string(first, column, say(key), formats["heading"])
    for place, (name, question) in enumerate(tables, start=first + 1):
        sheet.write_url(place, 0, f"internal:'{name}'!A1", formats["link"], name)
        sheet.write_string(place, 1, question or "", formats["wrapped"])
        sheet.write_number(place, 2, counts[name], formats["whole"])
    sheet.freeze_panes(first + 1, 0)


def _sheet(
    sheet: Worksheet,
    connection: duckdb.DuckDBPyConnection,
    question: str | None,
    count: int,
    most: int,
    say: Wording,
    formats: dict[str, Format],
) -> None:
    name = sheet.get_name()
    columns = connection.execute(
        "SELECT column_name, data_type, comment FROM duckdb_columns() WHERE table_name = ?"
        " ORDER BY column_index",
        [name],
    ).fetchall()
    shown = min(count, most - _HEADER - 1)
    widths = _widths(connection, name, [column for column, _, _ in columns])
    styles = [formats[_style(name, column, kind)] for column, kind, _ in columns]
    for place, (width, style) in enumerate(zip(widths, styles, strict=True)):
        sheet.set_column(place, place, width, style)
    sheet.write_string(0, 0, question or name, formats["title"])
    key = "sheet_rows_note" if shown == count else "sheet_cut"
    sheet.write_string(1, 0, say(key, rows=count, shown=shown), formats["note"])
    sheet.write_url(
        2, 0, f"internal:'{say('sheet_contents')}'!A1", formats["link"], say("sheet_back")
    )
    for place, (column, _, comment) in enumerate(columns):
        sheet.write_string(_HEADER, place, column, formats["heading"])
        if comment:
            sheet.write_comment(_HEADER, place, comment, {"x_scale": 2, "font_size": 9})
    sheet.freeze_panes(_HEADER + 1, 1)
    sheet.autofilter(_HEADER, 0, _HEADER + max(shown, 1), len(columns) - 1)
    found = connection.execute(f'FROM "{name}" LIMIT {shown}')
    row = _HEADER
    while batch := found.fetchmany(_BATCH):
        for values in batch:
            row += 1
            for place, value in enumerate(values):
                _cell(sheet, row, place, value, styles[place], formats, say("sheet_mark"))


def _widths(
    connection: duckdb.DuckDBPyConnection, name: str, columns: Sequence[str]
) -> list[float]:
    """Columns as wide as what stands in their first rows."""
    lengths = ", ".join(f'max(len(CAST("{column}" AS VARCHAR)))' for column in columns)
    (found,) = connection.execute(
        f'SELECT {lengths} FROM (FROM "{name}" LIMIT 1000)'  # noqa: S608 (names of the table)
    ).fetchall()
    return [
        min(max(length or 0, len(column) + 4, _NARROWEST) + 1, _WIDEST)
        for column, length in zip(columns, found, strict=True)
    ]


def _style(table: str, column: str, kind: str) -> str:
    if kind == "DATE":
        return "day"
    if kind.startswith("TIMESTAMP"):
        return "time"
    if kind in ("DOUBLE", "FLOAT"):
        share = column in _SHARES_THEMSELVES or any(part in column for part in _SHARES)
        return "percent" if share and table not in _WITHOUT_SHARES else "decimal"
    return "whole" if kind in ("BIGINT", "INTEGER", "UBIGINT", "HUGEINT") else "wrapped"


def _cell(
    sheet: Worksheet,
    row: int,
    column: int,
    value: Any,
    style: Format,
    formats: dict[str, Format],
    mark: str,
) -> None:
    if value is None:
        return
    if isinstance(value, bool):
        sheet.write_boolean(row, column, value, formats["text"])
    elif isinstance(value, (int, float)):
        if isfinite(value) and abs(value) <= _MOST_EXACT:
            sheet.write_number(row, column, value, style)
        else:
            sheet.write_string(row, column, str(value), style)
    elif isinstance(value, (date, datetime)):
        sheet.write_datetime(row, column, value, style)
    else:
        sheet.write_string(row, column, cell_text(value, mark), style)


def cell_text(value: object, mark: str) -> str:
    """What a text or a list says in a cell: without overrides of direction, cut with `mark` where
    it is longer than a cell, and with an apostrophe before it where a spreadsheet that reads it
    from CSV could take it for a formula."""
    text = "; ".join(map(str, value)) if isinstance(value, list) else str(value)
    text = text.translate(_UNSEEN)
    if text.lstrip().startswith(_FORMULA):
        text = f"'{text}"
    return text if len(text) <= LONGEST else text[: LONGEST - len(mark)] + mark
