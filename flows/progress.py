"""How far a run is, for whoever wants to show it."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

Listener = Callable[[str, int, int], None]
"""Called with the stage (`read`, `code` or `publish`), what is done and what there is to do."""

_listeners: list[Listener] = []


@contextmanager
def listening(listener: Listener) -> Iterator[None]:
    """Tells the listener of the progress of runs in this process."""
    _listeners.append(listener)
    try:
        yield
    finally:
        _listeners.remove(listener)


def tell(stage: str, done: int, total: int) -> None:
    """Tells whoever listens."""
    for listener in _listeners:
        listener(stage, done, total)
