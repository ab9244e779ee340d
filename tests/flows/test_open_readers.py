"""Analysts and runs don't get in each other's way."""

import subprocess
import sys

from tests.flows.conftest import World

# Holds the published file open, answers a query for every line it is sent.
ANALYST = """
import sys, duckdb
connection = duckdb.connect(sys.argv[1], read_only=True)
for line in sys.stdin:
    print(connection.execute("SELECT count(*) FROM documents").fetchall()[0][0], flush=True)
"""


def test_a_run_completes_while_an_analyst_has_the_findings_open(world: World) -> None:
    world.run()
    with subprocess.Popen(
        [sys.executable, "-c", ANALYST, str(world.data / "findings.duckdb")],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as analyst:
        assert analyst.stdin
        assert analyst.stdout

        def ask() -> int:
            print("?", file=analyst.stdin, flush=True)
            return int(analyst.stdout.readline())

        assert ask() == 10
        new = "Library: Harbour\nType: log\nDate: 2022-03-01\n\nNobody came in for the drill.\n"
        (world.inbox / "new.txt").write_text(new)
        assert world.run().published
        assert ask() == 10, "an open session goes on with what it had"
        assert world.rows("SELECT count(*) FROM documents") == [(11,)]
        analyst.stdin.close()
