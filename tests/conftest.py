"""What tests of several folders share: a thread for each process, and a Prefect server."""

import os
from collections.abc import Iterator

import pytest

import flows  # noqa: F401  (sets Prefect's environment before Prefect is imported)

# NumPy, which is not loaded yet, goes by them: processes share the cores, threads would fight.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
os.environ.setdefault("OMP_NUM_THREADS", "1")


@pytest.fixture(scope="session")
def prefect_server() -> Iterator[None]:
    """A real Prefect server with a database of its own, for all runs that a test process makes."""
    from prefect.testing.utilities import prefect_test_harness

    with prefect_test_harness(server_startup_timeout=120):
        yield
