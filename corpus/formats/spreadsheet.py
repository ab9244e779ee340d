"""Tables (.csv, .xlsx) with one turn or one answer a row, or with one respondent a row."""

import csv
import datetime
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from statistics import mean
from typing import IO, Any, Literal

import openpyxl

from corpus.extract import Extract
from corpus.formats import cues
from corpus.formats.cues import Cue
from corpus.formats.ooxml import open_package
from corpus.formats.refusing import refusing
from corpus.formats.zipped import open_zip
from corpus.text import decoded, normalise
from corpus.vocabulary import vocabulary
from kodetrapp.errors import FileRefusedError

Row = list[str]

_COLUMNS = vocabulary().columns
_NAMES = {
    "time": frozenset(_COLUMNS["time"]),
    "voice": frozenset(_COLUMNS["speaker"]),
    "text": frozenset([*_COLUMNS["words"], *_COLUMNS["answer"]]),
    "question": frozenset(_COLUMNS["question"]),
}
_DELIMITERS = ";,\t|"
_SAMPLE = 100
_HEADER_ROWS = 20
_MAX_ROWS = 200_000
_MAX_CELLS = 5_000_000
_MAX_LABEL = 40
_LONG_ANSWER = 5
_LONG_QUESTION = 5
_NEARLY_ALL = 0.8
_NO_EXCEL = "is no Excel file, or a damaged one; open it in Excel and save it anew as .xlsx"
_ENTITIES = [
    mark.encode(code)
    for mark in ("<!DOCTYPE", "<!ENTITY")
    for code in ("utf-8", "utf-16-le", "utf-16-be")
]


def read_csv(path: Path) -> Extract:
    """The words of a table as text: `[00:00:03] Speaker: …` a turn, rows of one speaker joined; or
    the questions (`Spørsmål: …`) and answers (`Informant 3: …`) of each respondent. Delimiter and
    quoting are those that make the most even rows. Raises `FileRefusedError` where it is no table
    with words.
    """
    found = decoded(path.read_bytes())
    rows, warnings = _parse(normalise(found.text))
    return _extract([rows], [*found.warnings, *warnings])


def read_xlsx(path: Path) -> Extract:
    """The same for the sheets of a workbook that can be seen. Formulas are text and never
    evaluated, macros are never run. Raises `FileRefusedError` where it is no workbook with words.
    """
    warnings: list[str] = []
    with open_package(path, _NO_EXCEL) as package:
        if any(name.endswith("vbaProject.bin") for name in package.names):
            warnings.append("macros were left out and not run")
    with refusing(_NO_EXCEL):
        _refuse_entities(path)
        with path.open("rb") as file:
            book = openpyxl.load_workbook(file, read_only=True, keep_links=False)
            try:
                seen = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
                hidden = len(book.worksheets) - len(seen)
                sheets = [_rows(sheet) for sheet in seen]
            finally:
                book.close()
    if hidden:
        warnings.append(f"hidden sheets were left out: {hidden}")
    formulas = sum(cell.startswith("=") for rows in sheets for row in rows for cell in row)
    if formulas:
        warnings.append(f"formulas were read as they are written, not evaluated: {formulas}")
    return _extract(sheets, warnings)


def _refuse_entities(path: Path) -> None:
    """Raises `FileRefusedError` where a part declares a document type: Excel never does."""
    with open_zip(path) as archive:
        for member in archive.infolist():
            if member.filename.endswith((".xml", ".rels")):
                with archive.open(member) as part:
                    _refuse_entities_in(part)


def _refuse_entities_in(part: IO[bytes]) -> None:
    tail = b""
    while chunk := part.read(2**20):
        if any(mark in tail + chunk for mark in _ENTITIES):
            raise FileRefusedError("defines entities of its own; open it in Excel and save it anew")
        tail = chunk[-20:]


def _rows(sheet: Any) -> list[Row]:
    sheet.reset_dimensions()  # A file may claim any.
    rows: list[Row] = []
    cells = 0
    for number, row in enumerate(sheet.iter_rows(values_only=True)):
        cells += len(row)
        if any(value is not None for value in row):
            rows.append([_cell(value) for value in row])
        if len(rows) > _MAX_ROWS or cells > _MAX_CELLS or number > 2**20:
            raise FileRefusedError("has more than 200,000 rows; divide it into several files")
    return rows


def _cell(value: object) -> str:
    """A cell as a person sees it, by and large."""
    match value:
        case None:
            return ""
        case datetime.datetime():
            return value.isoformat(" ", "seconds").removesuffix(" 00:00:00")
        case datetime.time():
            return value.isoformat("seconds")
        case datetime.timedelta():
            return cues.clock(value.total_seconds())
        case float():
            return f"{value:.15g}"
        case _:
            return normalise(str(value)).strip()


def _parse(text: str) -> tuple[list[Row], list[str]]:
    """The rows of a `.csv`, and what was mended to get at them."""
    stated = re.match(r"sep=(.)\n", text)
    text = text[stated.end() :] if stated else text
    delimiter = stated[1] if stated else _delimiter(text)
    try:
        return _split(text, delimiter, strict=True), []
    except csv.Error as error:
        if "unexpected end" not in str(error):
            return _split(text, delimiter), []
    quotes = "a quote that is opened is never closed; quotes were read as they stand"
    return _split(text, delimiter, quoting=csv.QUOTE_NONE), [quotes]


def _split(
    text: str, delimiter: str, strict: bool = False, quoting: Literal[0, 3] = csv.QUOTE_MINIMAL
) -> list[Row]:
    csv.field_size_limit(max(csv.field_size_limit(), len(text) + 1))
    reader = csv.reader(
        io.StringIO(text, newline=""),
        delimiter=delimiter,
        strict=strict,
        quoting=quoting,
        skipinitialspace=True,
    )
    rows = [[cell.strip() for cell in row] for row in islice(reader, _MAX_ROWS + 1)]
    if len(rows) > _MAX_ROWS or sum(map(len, rows)) > _MAX_CELLS:
        raise FileRefusedError("has more than 200,000 rows; divide it into several files")
    return [row for row in rows if any(row)]


def _delimiter(text: str) -> str:
    """The delimiter by which most of the first rows have the same number of cells, and more than
    one; a comma where none does."""
    best, chosen = 0.0, ","
    for delimiter in _DELIMITERS:
        reader = csv.reader(io.StringIO(text[:100_000], newline=""), delimiter=delimiter)
        try:
            widths = [len(row) for row in islice(reader, _SAMPLE) if any(row)]
        except csv.Error:
            continue
        if not widths:
            continue
        usual = max(set(widths), key=widths.count)
        score = widths.count(usual) / len(widths) if usual > 1 else 0.0
        if score > best:
            best, chosen = score, delimiter
    return chosen


def _extract(sheets: Sequence[list[Row]], warnings: Iterable[str]) -> Extract:
    """The sheets that hold words, one after the other."""
    notes = list(dict.fromkeys(warnings))
    head: list[str] = []
    found: list[Cue] = []
    for rows in filter(None, sheets):
        fields, of, said = _understood(rows)
        head += fields if not found else []
        found += of
        notes += said
    words = cues.extract(found)
    if not words.text:
        raise FileRefusedError(
            "is a table without a column of words; name one 'text', beside 'speaker' and 'time'"
        )
    block = normalise("\n".join(head))
    lead = f"{block}\n\n" if block else ""
    times = tuple((at + len(lead), time) for at, time in words.times)
    warnings = tuple(dict.fromkeys(notes))
    return Extract(lead + words.text, times, warnings=warnings, voices=words.voices)


def _understood(rows: list[Row]) -> tuple[list[str], list[Cue], list[str]]:
    """The header lines above a table, its words, and what was left out of it."""
    width = max(map(len, rows))
    rows = [row + [""] * (width - len(row)) for row in rows]
    for number, row in enumerate(rows[:_HEADER_ROWS]):
        columns = _named(row)
        fields = [_filled(before) for before in rows[:number]]
        if (
            "text" in columns
            and (len(columns) > 1 or number == 0)
            and all(len(field) <= 2 for field in fields)
        ):
            block = [": ".join(cell.rstrip(":") for cell in field) for field in fields]
            return block, list(_turns(rows[number + 1 :], columns)), []
    asked = _questions(rows)
    if asked:
        left = width - len(asked)
        note = [f"columns without words of respondents were left out: {left}"] if left else []
        return [], list(_answers(rows, asked)), note
    body = rows[1:] if _is_header(rows) else rows
    return [], list(_turns(body, _guessed(body))), []


def _filled(row: Row) -> Row:
    return [" ".join(cell.split()) for cell in row if cell]


def _named(row: Row) -> dict[str, int]:
    """The columns that a row of names tells, the first of each kind."""
    found: dict[str, int] = {}
    for at, cell in enumerate(row):
        name = re.sub(r"\s*[\[(].*[\])]|[:*]", "", cell).strip().casefold()
        kind = next((kind for kind, names in _NAMES.items() if name in names), None)
        if kind:
            found.setdefault(kind, at)
    return found


def _turns(rows: Iterable[Row], columns: dict[str, int]) -> Iterator[Cue]:
    """A cue a row. Without names and times every row is a paragraph of its own."""

    def cell(row: Row, kind: str) -> str:
        return row[columns[kind]] if kind in columns else ""

    asked = ""
    apart = not {"voice", "time", "question"} & set(columns)
    rows = list(rows)
    unit = _unit(rows, columns)
    for row in rows:
        said = cell(row, "text")
        if not said:
            continue
        start = _time(cell(row, "time"), unit)
        question = cell(row, "question")
        if question and question != asked:
            yield Cue(start, "Spørsmål", question)
        asked = question
        voice = cell(row, "voice")
        if question and not voice:
            voice = "Svar"
        elif re.fullmatch(r"\d{1,6}", voice):
            voice = f"Informant {voice}"
        yield Cue(start, voice[:_MAX_LABEL], said, apart)


def _unit(rows: Sequence[Row], columns: dict[str, int]) -> float:
    """What whole numbers count as times: seconds, or milliseconds, as in the tables of Whisper."""
    if not {"time", "text"} <= set(columns):
        return 1
    times = [row[columns["time"]] for row in rows if row[columns["text"]]]
    if not times or not all(re.fullmatch(r"\d{1,9}", time) for time in times):
        return 1
    return cues.unit(max(map(int, times)), sum(len(row[columns["text"]]) for row in rows))


def _time(cell: str, unit: float = 1) -> float | None:
    """The second that a cell stands for; None for a date or for words."""
    if re.fullmatch(r"\d{1,9}(?:[.,]\d{1,9})?", cell):
        return float(cell.replace(",", ".")) * unit
    return cues.seconds(re.split(r"\s*(?:-->|[-–—])\s*", cell.strip("[]()<> "))[0])


def _questions(rows: list[Row]) -> list[int]:
    """The columns of a questionnaire that hold words: where a name in the first row reads like a
    question, those and others with long answers. None where the first row is one as those below:
    it has numbers and times, or names that come again."""
    names, body = rows[0], rows[1:]
    alike = any(
        name and (not re.search(r"[^\W\d_]", name) or any(name == row[at] for row in body))
        for at, name in enumerate(names)
    )
    if not body or alike or not any(map(_is_question, names)):
        return []
    return [
        at
        for at, name in enumerate(names)
        if name and (words := _words(body, at)) and (_is_question(name) or words >= _LONG_ANSWER)
    ]


def _is_question(name: str) -> bool:
    """Whether a column's name asks something, rather than being a word for what is in it."""
    return name.rstrip(" *").endswith("?") or len(name.split()) >= _LONG_QUESTION


def _words(rows: Iterable[Row], at: int) -> float:
    """How many words the cells of a column have on average; 0 where they are numbers, dates,
    times and addresses."""
    cells = [row[at] for row in rows if row[at]]
    if not any(re.search(r"[^\W\d_]{2}", cell) and "@" not in cell for cell in cells):
        return 0
    return mean(len(cell.split()) for cell in cells)


def _answers(rows: list[Row], asked: list[int]) -> Iterator[Cue]:
    """Question and answer by turns, respondent by respondent."""
    for number, row in enumerate(rows[1:], start=1):
        for at in asked:
            if row[at]:
                yield Cue(None, "Spørsmål", rows[0][at])
                yield Cue(None, f"Informant {number}", row[at])


def _guessed(rows: list[Row]) -> dict[str, int]:
    """The columns of a table without names: the longest is the words, times look like times, and
    names are short and come again."""
    width = len(rows[0])
    columns = [[row[at] for row in rows if row[at]] for at in range(width)]
    length = [mean(map(len, cells)) if cells else 0.0 for cells in columns]
    letters = [any(re.search(r"[^\W\d_]{2}", cell) for cell in cells) for cells in columns]
    if not any(letters):
        return {}
    found = {"text": max(range(width), key=lambda at: (letters[at], length[at]))}
    for at, cells in enumerate(columns):
        if at == found["text"] or not cells:
            continue
        stamps = sum(":" in cell and _time(cell) is not None for cell in cells)
        short = all(len(cell) <= _MAX_LABEL for cell in cells)
        again = len(set(cells)) * 2 <= len(cells) + 1
        if stamps >= _NEARLY_ALL * len(cells):
            found.setdefault("time", at)
        elif short and again and letters[at]:
            found.setdefault("voice", at)
    return found


def _is_header(rows: list[Row]) -> bool:
    """Whether the first row names the columns: it has a word above nothing but numbers, times."""
    first, body = rows[0], rows[1:]
    return bool(body) and any(
        re.search(r"[^\W\d_]", name)
        and not re.search(r"\d", name)
        and all(re.fullmatch(r"[\d\W]*\d[\d\W]*", row[at]) for row in body)
        for at, name in enumerate(first)
    )
