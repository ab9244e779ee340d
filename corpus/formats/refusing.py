"""What a parser can't read is refused, whatever the parser says of it."""

import warnings
from collections.abc import Iterator
from contextlib import contextmanager

from kodetrapp.errors import FileRefusedError


@contextmanager
def refusing(reason: str) -> Iterator[None]:
    """Within it, every error of a parser becomes `FileRefusedError(reason)`, and its warnings
    reach nobody: both could quote the file. What is short of memory stays `MemoryError`."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    except (FileRefusedError, MemoryError):
        raise
    except Exception:
        raise FileRefusedError(reason) from None
