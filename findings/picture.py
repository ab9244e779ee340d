"""The printed findings as a picture: `python -m findings.picture DATA FILE.svg`."""

import io
import re
import sys
from pathlib import Path

from rich.console import Console
from rich.terminal_theme import DEFAULT_TERMINAL_THEME

import codebook
from findings.show import show

_WIDTH = 120


def picture(data: Path, lang: str) -> str:
    """An SVG of the findings in the folder `data`. Fonts are those of the reader's machine."""
    console = Console(record=True, width=_WIDTH, file=io.StringIO(), force_terminal=True)
    console.print(show(data, codebook.load(), lang))
    svg = console.export_svg(title="kodetrapp run", theme=DEFAULT_TERMINAL_THEME)
    return re.sub(r"@font-face \{.*?\}\s*", "", svg, flags=re.DOTALL).replace(
        "Fira Code", "DejaVu Sans Mono"
    )


if __name__ == "__main__":
    Path(sys.argv[2]).write_text(picture(Path(sys.argv[1]), "nb"), "utf-8")
