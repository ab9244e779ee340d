"""`kodetrapp schedule` serves the run; triggered through Prefect's API it publishes findings."""

import json
import os
import re
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

from tests.flows.conftest import CODEBOOK, fill

WAIT_SECONDS = 150


def ask(url: str, body: dict | None = None) -> dict:
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(url, data, {"Content-Type": "application/json"})
    for _ in range(20):
        try:
            with urllib.request.urlopen(request, timeout=10) as answer:
                return json.load(answer)
        except urllib.error.HTTPError as error:
            if error.code != 503:  # The server's SQLite is busy: Prefect's own clients wait, too.
                raise
            time.sleep(1)
    raise AssertionError("the server stayed busy")


def test_a_scheduled_run_publishes(tmp_path: Path, model: Path) -> None:
    fill(tmp_path / "inbox")
    log = tmp_path / "log.txt"
    environment = {k: v for k, v in os.environ.items() if not k.startswith("PREFECT_")}
    command = [
        Path(sys.executable).with_name("kodetrapp"), "schedule", tmp_path / "inbox",
        "--cron", "0 6 * * 1-5", "--data", tmp_path / "data", "--codebook", CODEBOOK,
        "--model", model,
    ]  # fmt: skip
    with log.open("w") as output:
        process = subprocess.Popen(
            command, stdout=output, stderr=subprocess.STDOUT, env=environment
        )
    try:
        api = wait_for(lambda: server_in(log), log) + "/api"
        deployment = wait_for(lambda: deployment_at(api), log)
        assert deployment["schedules"][0]["schedule"]["cron"] == "0 6 * * 1-5"
        assert deployment["schedules"][0]["schedule"]["timezone"] == "Europe/Oslo"
        run = ask(
            f"{api}/deployments/{deployment['id']}/create_flow_run",
            {"state": {"type": "SCHEDULED"}},
        )
        wait_for(lambda: ended(api, run["id"]), log)
        assert ask(f"{api}/flow_runs/{run['id']}")["state"]["type"] == "COMPLETED", log.read_text()
        assert (tmp_path / "data" / "findings.duckdb").exists()
        artifacts = ask(f"{api}/artifacts/filter", {})
        assert any(row["key"] == "run-report" for row in artifacts)
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(120)  # Prefect's server takes its time on a busy machine.


def server_in(log: Path) -> str | None:
    found = re.search(r"http://127\.0\.0\.1:\d+", log.read_text())
    return found[0] if found else None


def deployment_at(api: str) -> dict | None:
    try:
        return ask(f"{api}/deployments/name/kodetrapp/inbox")
    except OSError:
        return None


def ended(api: str, run: str) -> bool:
    return ask(f"{api}/flow_runs/{run}")["state"]["type"] in {"COMPLETED", "FAILED", "CRASHED"}


def wait_for(what, log: Path):
    deadline = time.monotonic() + WAIT_SECONDS
    while time.monotonic() < deadline:
        found = what()
        if found:
            return found
        time.sleep(0.5)
    raise AssertionError(f"waited {WAIT_SECONDS} s in vain:\n{log.read_text()}")
