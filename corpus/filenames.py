"""What the name of a file says: `2023-05-11_KUBU_sekretariat.docx` in `Fase 1/intervjuer`."""

import re
from pathlib import PurePosixPath, PureWindowsPath

_SEAM = re.compile(
    r"(?<=[^\W\d_])(?=\d)|(?<=\d)(?=[^\W\d_])|(?<=[a-zæøå])(?=[A-ZÆØÅ])|(?<=[A-ZÆØÅ])(?=[A-ZÆØÅ][a-zæøå]{2})"
)
_ENDING = re.compile(r"\.[A-Za-z]\w{1,4}$")


def stem(name: str) -> str:
    """The file's own name without its ending, with a space where a word begins in the middle of
    one (`IntervjuKUBU3` is `Intervju KUBU 3`)."""
    return _words(PurePosixPath(name).name)


def folders(name: str) -> list[str]:
    """The names of the folders and archives on the way to the file, the nearest first. An absolute
    path has none: what lies above the folder of a study says nothing of it."""
    path = PurePosixPath(name)
    if path.is_absolute() or PureWindowsPath(name).is_absolute():
        return []
    return [_words(part) for part in reversed(path.parts[:-1]) if part != ".."]


def _words(part: str) -> str:
    return _SEAM.sub(" ", _ENDING.sub("", part))
