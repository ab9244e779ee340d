"""Plain text and Markdown, as they stand."""

from pathlib import Path

from corpus.text import decode


def read(path: Path) -> str:
    """The text of the file. Raises `FileRefusedError` where it is none."""
    return decode(path.read_bytes())
