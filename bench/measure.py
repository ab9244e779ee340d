"""Seconds and sentences a second, and how they are printed."""

import time
from collections.abc import Callable
from dataclasses import dataclass


def seconds(what: Callable[[], object], times: int = 1) -> float:
    """Seconds that `what` takes: the least of so many times."""
    taken = []
    for _ in range(times):
        start = time.perf_counter()
        what()
        taken.append(time.perf_counter() - start)
    return min(taken)


@dataclass(frozen=True)
class Row:
    """One line of the table of speeds."""

    name: str
    sentences: int
    seconds: float

    @property
    def rate(self) -> float:
        """Sentences a second."""
        return self.sentences / self.seconds


def table(rows: list[Row], against: Row) -> str:
    """Rates, and each as a ratio to that of `against`."""
    lines = [f"{'':52}{'seconds':>9}{'sentences/s':>13}{'ratio':>8}"]
    lines += [
        f"{row.name:52}{row.seconds:9.2f}{row.rate:13.0f}{row.rate / against.rate:8.2f}"
        for row in rows
    ]
    return "\n".join(lines)
