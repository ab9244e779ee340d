"""Plain text and Markdown, as they stand."""

from pathlib import Path

from corpus.extract import Extract
from corpus.text import decoded, normalise


def read(path: Path) -> Extract:
    """The text of the file. Raises `FileRefusedError` where it is none."""
    found = decoded(path.read_bytes())
    return Extract(normalise(found.text), warnings=found.warnings)
