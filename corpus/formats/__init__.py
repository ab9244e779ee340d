"""File formats. A reader takes a path and gives the text that a person would read in it, with what
else the file says."""

from collections.abc import Callable
from pathlib import Path

from corpus.extract import Extract
from corpus.formats import docx, plain, vtt

READERS: dict[str, Callable[[Path], Extract]] = {
    ".txt": plain.read,
    ".md": plain.read,
    ".docx": docx.read,
    ".vtt": vtt.read,
}
