"""Where the commands print: results to standard output, everything else to standard error."""

import sys

from rich.console import Console

_PAPER = 120


def _console(stderr: bool) -> Console:
    stream = sys.stderr if stderr else sys.stdout
    return Console(stderr=stderr, width=None if stream.isatty() else _PAPER, soft_wrap=False)


out = _console(stderr=False)
err = _console(stderr=True)


def note(text: str, style: str = "") -> None:
    """A line for the person at the terminal. Names of files may hold anything: what could command
    the terminal or turn the line is shown as U+FFFD."""
    shown = "".join(c if c.isprintable() or c == "\u200d" else "\ufffd" for c in text)
    err.print(shown, style=style, markup=False, highlight=False, soft_wrap=True)


def fail(text: str) -> None:
    """Why nothing could be done."""
    note(f"kodetrapp: {text}", style="bold red" if err.is_terminal else "")
