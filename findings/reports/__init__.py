"""The published findings as documents: Word, Excel and a page."""

from collections.abc import Iterable
from enum import StrEnum
from pathlib import Path

from findings.reports.study import Study
from findings.reports.wording import Wording
from kodetrapp.errors import StoreBusyError, UsageError

FOLDER = "reports"
"""Where reports are written by default, within the data folder."""


class Format(StrEnum):
    """The kinds of report."""

    WORD = "word"
    EXCEL = "excel"
    PAGE = "page"


_ENDINGS = {Format.WORD: ".docx", Format.EXCEL: ".xlsx", Format.PAGE: ".html"}


def write(data: Path, to: Path, formats: Iterable[Format], lang: str) -> list[Path]:
    """Writes reports on the findings published in the folder `data` into the folder `to`; their
    paths. A report of the same name is replaced once the new one is complete.

    Raises `StoreError` where nothing is published, `StoreBusyError` where another program has a
    report open, `UsageError` where `to` can't be written to.
    """
    study = Study(data, lang)
    name = Wording(lang)("file")
    try:
        to.mkdir(parents=True, exist_ok=True)
        return [_write(study, data, to / f"{name}{_ENDINGS[of]}", of) for of in formats]
    except OSError as error:
        raise UsageError(
            f"{to}: reports can't be written there ({error.strerror}); give another folder with"
            " --to"
        ) from None


def _write(study: Study, data: Path, path: Path, of: Format) -> Path:
    # Drawing and writing take long to load; the command line imports this module at every start.
    from findings.reports import excel, page, word

    fresh = path.with_name(f".{path.name}.new")
    try:
        if of is Format.WORD:
            word.write(study, fresh)
        elif of is Format.EXCEL:
            excel.write(data, fresh, study.lang)
        else:
            page.write(study, fresh)
        try:
            fresh.replace(path)
        except PermissionError:
            raise StoreBusyError(
                f"{path}: can't be replaced while another program has it open; close it and write"
                " the report again"
            ) from None
    finally:
        fresh.unlink(missing_ok=True)
    return path
