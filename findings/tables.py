"""The published tables: which there are, and how each is defined."""

import re
from functools import cache
from pathlib import Path

from store.database import view

PUBLISHED = "findings.duckdb"
_HERE = Path(__file__).parent
STORE_VIEWS = ("coded_segments", "unplaced_decisions")
_OWN_VIEWS = (
    "codes",
    "terms",
    "audited_sentences",
    "documents",
    "groups",
    "runs",
    "refusals",
    "sentence_codes",
    "document_codes",
    "shares",
    "comparisons",
    "development",
    "findings",
    "findings_by_kind",
    "quotes",
    "ladder_matrix",
    "highest_steps",
    "factor_balance",
    "problem_map",
    "factor_step_links",
    "code_cooccurrence",
    "saturation",
    "agreement",
    "quality",
    "assignments",
    "publication",
)
TABLES = (*STORE_VIEWS, *_OWN_VIEWS)
"""The tables of the published file, each after those it is made from."""


@cache
def definition(name: str) -> str:
    """The SQL that makes a published table: a comment with the question it answers and a line
    `-- column: what it holds` for each column, then one SELECT. It names tables of the working
    database `store.NAME`, published ones by their bare name, and what `findings.statistics` makes
    of them `computed`."""
    if name in STORE_VIEWS:
        return view(name)
    return (_HERE / "views" / f"{name}.sql").read_text("utf-8")


def comments(name: str) -> tuple[str, dict[str, str]]:
    """The question that a published table answers, and what each of its columns holds."""
    question: list[str] = []
    columns: dict[str, str] = {}
    for line in definition(name).splitlines():
        if not line.startswith("-- "):
            break
        match = re.match(r"-- ([a-z0-9_]+): (.+)", line)
        if match:
            columns[match[1]] = match[2]
        else:
            question.append(line.removeprefix("-- "))
    return " ".join(question), columns
