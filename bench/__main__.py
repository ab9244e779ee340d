"""`python -m bench [--large] [--model FOLDER]`: how fast the coder is, beside what it can't avoid.

All figures come from one run on the same documents (the sample), so that ratios mean something on
any machine; the seconds themselves don't.
"""

import argparse
import shutil
import tempfile
from pathlib import Path

import codebook
from bench import memory, rerun, speed
from models import DEFAULT
from models.embedding_cache import FILE


def main() -> None:
    """Measures and prints, section by section."""
    parser = argparse.ArgumentParser(prog="python -m bench", description="Measure the coder.")
    parser.add_argument("--large", action="store_true", help="Also code 10,000 documents.")
    parser.add_argument("--model", type=Path, default=DEFAULT, metavar="FOLDER")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        cache, data = Path(folder) / FILE, Path(folder) / "data"
        print(speed.measure(codebook.load(), given.model, cache), end="\n\n", flush=True)
        for count in (1_000, 10_000) if given.large else (1_000,):
            print(memory.measure(given.model, cache, count), flush=True)
        data.mkdir()
        if cache.exists():
            shutil.copy(cache, data / FILE)
        print(rerun.measure(given.model, data))


if __name__ == "__main__":
    main()
