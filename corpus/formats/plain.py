"""Plain text and Markdown, as they stand."""

from pathlib import Path

from corpus.extract import Extract
from corpus.text import decode, normalise


def read(path: Path) -> Extract:
    """The text of the file. Raises `FileRefusedError` where it is none."""
    return Extract(normalise(decode(path.read_bytes())))
