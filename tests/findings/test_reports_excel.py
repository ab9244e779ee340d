"""The workbook: the tables as they are published, and no text that becomes a formula."""

import datetime
import zipfile
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.utils.escape import unescape
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from findings import analyst, reports
from findings.reports import Format, excel
from findings.tables import TABLES, comments
from tests.findings.reporting import FORMULA, HOSTILE, MINUS

_HEADER = 4
MARK = "… [kuttet]"


@pytest.fixture(scope="module")
def path(reported: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    (written,) = reports.write(reported, tmp_path_factory.mktemp("excel"), [Format.EXCEL], "nb")
    return written


@pytest.fixture(scope="module")
def book(path: Path) -> Workbook:
    return openpyxl.load_workbook(path)


def _rows(sheet: Worksheet) -> list[tuple[Any, ...]]:
    return list(sheet.iter_rows(min_row=_HEADER + 1, values_only=True))


def _expected(value: Any) -> Any:
    """The published value as a cell shows it."""
    if value is None or isinstance(value, (bool, int, float)):
        return value
    if isinstance(value, datetime.datetime):
        return value.replace(microsecond=0)
    if isinstance(value, datetime.date):
        return datetime.datetime.combine(value, datetime.time())
    return excel.cell_text(value, MARK) or None


@pytest.mark.parametrize("table", TABLES)
def test_a_sheet_holds_the_rows_of_its_table(book: Workbook, reported: Path, table: str) -> None:
    published = analyst.values(reported, f"FROM {table}")
    rows = _rows(book[table])
    if not len(published):
        assert [row for row in rows if any(value is not None for value in row)] == []
        return
    expected = [tuple(map(_expected, row)) for row in published.itertuples(index=False)]
    width = len(published.columns)
    for found, wanted in zip(rows, expected, strict=True):
        padded = (*found, *[None] * (width - len(found)))
        assert [_read(value) for value in padded] == [_close(value) for value in wanted]


def _read(value: Any) -> Any:
    """A cell as Excel shows it: openpyxl leaves `_x0007_`, as control characters are written."""
    if isinstance(value, datetime.datetime):
        return value.replace(microsecond=0)
    return unescape(value) or None if isinstance(value, str) else value


def _close(value: Any) -> Any:
    return pytest.approx(value, rel=1e-12) if isinstance(value, float) else value


def test_a_sheet_says_what_it_and_its_columns_are(book: Workbook) -> None:
    for table in TABLES:
        sheet = book[table]
        question, columns = comments(table)
        assert sheet["A1"].value == question
        headings = {cell.value: cell for cell in sheet[_HEADER] if cell.value}
        assert headings.keys() == columns.keys()
        for name, cell in headings.items():
            assert cell.comment
            assert cell.comment.text == columns[name]
        assert sheet.freeze_panes == f"B{_HEADER + 1}"
        assert sheet.auto_filter.ref.startswith(f"A{_HEADER}:")


def test_the_first_sheet_links_to_all_others(book: Workbook) -> None:
    contents = book.worksheets[0]
    targets = {
        cell.hyperlink.location.split("!")[0].strip("'") for cell in contents["A"] if cell.hyperlink
    }
    assert targets == set(TABLES)
    assert set(book.sheetnames) == {contents.title, *TABLES}


@pytest.mark.parametrize(
    ("table", "column", "form"),
    [
        ("findings", "share_of_documents_low", "0.0%"),
        ("shares", "share", "0.0%"),
        ("problem_map", "x", "0.0%"),
        ("quality", "precision", "0.0%"),
        ("quality", "alpha", "0.000"),
        ("quotes", "score", "0.000"),
        ("agreement", "alpha_low", "0.000"),
        ("documents", "words", "#,##0"),
        ("documents", "date", "yyyy-mm-dd"),
    ],
)
def test_a_number_is_shown_as_what_it_is(
    book: Workbook, table: str, column: str, form: str
) -> None:
    (heading,) = (cell for cell in book[table][_HEADER] if cell.value == column)
    cells = (row[heading.column - 1] for row in book[table].iter_rows(min_row=_HEADER + 1))
    assert {cell.number_format for cell in cells if cell.value is not None} == {form}


def test_no_text_is_a_formula_or_a_link(book: Workbook, path: Path) -> None:
    texts = {value for row in _rows(book["coded_segments"]) for value in row}
    assert {f"'{FORMULA}", f"'{MINUS}", "'=<b>&ond.txt"} <= texts
    for sheet in book.worksheets:
        assert all(cell.data_type != "f" for row in sheet.iter_rows() for cell in row)
    with zipfile.ZipFile(path) as parts:
        for name in parts.namelist():
            content = parts.read(name).decode()
            assert "<f>" not in content, name
            assert 'TargetMode="External"' not in content, name


@pytest.mark.parametrize(
    "text", [*HOSTILE, "@SUM(1)", "+1", "-1", "\t=1+1", "  =1", "＝1", "trygt"]
)
def test_what_a_spreadsheet_would_read_as_a_formula_begins_with_an_apostrophe(text: str) -> None:
    written = excel.cell_text(text, MARK)
    assert written.startswith("'") == (text.strip()[0] in "=+-@＝")
    assert "\u202e" not in written


def test_a_text_that_is_too_long_is_cut_and_says_so() -> None:
    written = excel.cell_text("=" * 40_000, MARK)
    assert len(written) == excel.LONGEST
    assert written.endswith(MARK)
    assert excel.cell_text("a" * excel.LONGEST, MARK) == "a" * excel.LONGEST


def test_a_table_that_is_too_long_is_cut_and_says_so(reported: Path, tmp_path: Path) -> None:
    excel.write(reported, tmp_path / "short.xlsx", "en", rows=14)
    sheet = openpyxl.load_workbook(tmp_path / "short.xlsx")["codes"]
    assert sheet.max_row == 14
    assert sheet["A2"].value.startswith("15 rows; the sheet has room for the first 10.")
