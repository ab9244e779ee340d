"""Scheduled runs: a Prefect deployment served from this process.

Where no Prefect server is configured (`PREFECT_API_URL`), one is started on this machine, on the
loopback address alone, and stopped at the end.
"""

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from kodetrapp.errors import UsageError

NAME = "inbox"
_START_SECONDS = 90


def serve(cron: str, timezone: str, parameters: dict[str, Any], say: Callable[[str], None]) -> None:
    """Serves `code_inbox` with these parameters at the times of the cron expression, until the
    process is stopped. Raises `UsageError` for a schedule that can't be understood."""
    with _server(say):
        from prefect.schedules import Cron

        from flows.pipeline import code_inbox

        try:
            times = Cron(cron, timezone=timezone)
        except ValueError:
            raise UsageError(
                f"'{cron}' in '{timezone}' is no schedule; write minute hour day month weekday,"
                ' such as "0 6 * * 1-5"'
            ) from None
        say(f"kodetrapp/{NAME} runs at '{cron}' ({timezone}); stop with Ctrl-C")
        code_inbox.serve(
            name=NAME, schedule=times, parameters=parameters, print_starting_message=False
        )


@contextmanager
def _server(say: Callable[[str], None]) -> Iterator[None]:
    """A Prefect server for the time being, unless the environment names one."""
    if "PREFECT_API_URL" in os.environ:
        yield
        return
    port = _free_port()
    process = subprocess.Popen(  # noqa: S603 (our own interpreter, no input of others)
        [
            sys.executable,
            "-m",
            "prefect",
            "server",
            "start",
            "--host",
            "127.0.0.1",
            "--port",
            str(port),
        ],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        url = f"http://127.0.0.1:{port}"
        _wait(f"{url}/api/health", process)
        os.environ["PREFECT_API_URL"] = f"{url}/api"
        say(f"Prefect's pages are at {url}")
        yield
    finally:
        process.terminate()
        process.wait()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait(url: str, process: "subprocess.Popen[bytes]") -> None:
    deadline = time.monotonic() + _START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        try:
            with urllib.request.urlopen(url, timeout=2):  # noqa: S310 (our own loopback server)
                return
        except OSError:
            time.sleep(0.3)
    raise UsageError(
        "Prefect's server did not start; see what 'prefect server start' says, or name one in"
        " PREFECT_API_URL"
    )
