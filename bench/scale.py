"""`python -m bench.scale [SEGMENTS …]`: how publishing and reading the findings grow.

Makes studies of so many coded segments (100 a document), publishes each in a process of its own,
and reads every table as a page would: what is shown of one group, at most 200 rows.
"""

import argparse
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import codebook
from findings import analyst
from findings.publish import publish
from findings.tables import PUBLISHED, TABLES
from store import Store, codebooks, runs

SEGMENTS = (100_000, 1_000_000, 10_000_000)
PER_DOCUMENT = 100
_SQL = Path(__file__).with_name("scale.sql")


def make(data: Path, segments: int) -> None:
    """A study of so many segments in the folder `data`."""
    book = codebook.load()
    store = Store(data)
    with store.transaction() as connection:
        codebooks.save(connection, book)
        runs.begin(connection, book.version, "bench")
    with store.transaction() as connection:
        for statement in _SQL.read_text("utf-8").split(";\n"):
            values = {"documents": segments // PER_DOCUMENT} if "$documents" in statement else {}
            connection.execute(statement, values)


def measure(data: Path) -> str:
    """Publishes the study and reads its tables; a line of times and memory, and the slowest."""
    start = time.perf_counter()
    publish(Store(data), data)
    taken = time.perf_counter() - start
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024**2
    size = (data / PUBLISHED).stat().st_size / 1024**2
    times = {}
    with analyst.connect(data) as connection:
        for name in TABLES:
            columns = {row[0] for row in connection.execute(f"DESCRIBE {name}").fetchall()}
            where = " WHERE group_id = 'vann'" if "group_id" in columns else ""
            start = time.perf_counter()
            connection.execute(f"FROM {name}{where} LIMIT 200").fetchall()
            times[name] = time.perf_counter() - start
    slowest = sorted(times, key=lambda name: -times[name])[:3]
    shown = ", ".join(f"{name} {1000 * times[name]:.0f} ms" for name in slowest)
    return f"published in {taken:.1f} s, peak {peak:.1f} GB, file {size:.0f} MB; slowest: {shown}"


def main() -> None:
    """Makes, measures and prints, size by size."""
    parser = argparse.ArgumentParser(prog="python -m bench.scale", description=measure.__doc__)
    parser.add_argument("segments", nargs="*", type=int, default=SEGMENTS, metavar="SEGMENTS")
    parser.add_argument("--in", dest="data", type=Path, metavar="DIR", help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.data:
        print(measure(given.data))
        return
    for segments in given.segments:
        with tempfile.TemporaryDirectory() as folder:
            make(Path(folder), segments)
            command = [sys.executable, "-m", "bench.scale", "--in", folder]
            done = subprocess.run(command, capture_output=True, text=True, check=True)
        print(f"{segments:>10,} segments: {done.stdout.strip()}", flush=True)


if __name__ == "__main__":
    main()
