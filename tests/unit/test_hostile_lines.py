"""No line, however long or odd, takes more than its length to read."""

import subprocess
import sys

_READ = """
import sys
from codebook import load
from corpus import read_text
from kodetrapp.errors import FileRefusedError

book, size = load(), int(sys.argv[1])
for unit in sys.argv[2:]:
    try:
        read_text("I: Hva?\\nR: Ja.\\nKari" + unit * (size // len(unit)), book, "a.txt")
    except FileRefusedError:
        pass
"""
MEGABYTE = 1_000_000


def within_a_minute(size: int, *units: str) -> None:
    """Reads texts of these, in another process: what never ends must not hang the tests."""
    subprocess.run([sys.executable, "-c", _READ, str(size), *units], check=True, timeout=60)


def test_a_line_of_a_megabyte_is_read_in_a_moment():
    within_a_minute(MEGABYTE, "[", " ", "a", ":", "A. ", "[00:00:03] ", "(a ", "<A", "*_- ")


def test_many_lines_that_look_like_labels_are_read_in_a_moment():
    names, brackets, stamps = "A-b " * 39, " [A (a" * 26, "Kari 00:00:03 - " * 10
    lines = (f"{line}\n" for line in (names, brackets, stamps, "*_ " * 52, "Til stede:"))
    within_a_minute(MEGABYTE // 5, *lines)
