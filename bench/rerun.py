"""A real `kodetrapp run` with nothing new to do, and what Prefect's start takes of it."""

import os
import subprocess
import sys
from pathlib import Path

from bench import sample
from bench.measure import seconds

_RUN = "from cli.main import run; run()"
_START = """
import sys
from pathlib import Path
import flows
flows.home(Path(sys.argv[1]))
import flows.pipeline
from prefect import flow
@flow
def nothing() -> None: ...
nothing()
"""


def measure(model: Path, data: Path) -> str:
    """Times of two runs over the sample into the folder `data`, and of a flow that does nothing."""
    environment = {**os.environ, "PREFECT_LOGGING_LEVEL": "CRITICAL"}

    def call(code: str, *arguments: object) -> None:
        command = [sys.executable, "-c", code, *map(str, arguments)]
        subprocess.run(command, check=True, capture_output=True, env=environment)

    def run() -> None:
        call(_RUN, "run", sample.FOLDER, "--data", data, "--model", model)

    first = seconds(run)
    again = seconds(run, 2)
    start = seconds(lambda: call(_START, data), 2)
    return (
        f"kodetrapp run, all vectors kept: {first:.1f} s; again with nothing new: {again:.1f} s, of"
        f" which {start:.1f} s are a Prefect flow that does nothing: {again - start:.1f} s our own"
    )
