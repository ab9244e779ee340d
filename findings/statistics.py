"""Which published tables are computed, and from which of those published before them."""

from collections.abc import Callable, Mapping
from functools import cached_property
from pathlib import Path

import duckdb
import pandas as pd

from findings.agreement import agreement
from findings.estimation import estimate
from findings.links import factor_step_links
from findings.shares import comparisons, development, shares

MODULES = ("agreement", "estimation", "links", "shares", "statistics")
"""The modules of this folder that the computed tables depend on."""
_QUERIES = Path(__file__).with_name("queries")


class Statistics:
    """What computed tables are made from, read from the tables published so far."""

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        """`connection` sees the published tables, and the store as `store`."""
        self._connection = connection

    @cached_property
    def estimates(self) -> pd.DataFrame:
        """The shares of sentences with their errors (`findings.estimation`)."""
        return estimate(self._query("sums"))

    def shares(self) -> pd.DataFrame:
        """For the table `shares`."""
        return shares(self.estimates)

    def comparisons(self) -> pd.DataFrame:
        """For the table `comparisons`."""
        return comparisons(self.estimates)

    def development(self) -> pd.DataFrame:
        """For the table `development`."""
        phases = self._query("phases")["phase"]
        return development(self.estimates, list(phases))

    def factor_step_links(self) -> pd.DataFrame:
        """For the table `factor_step_links`."""
        return factor_step_links(
            self._select(
                "SELECT document_id, group_id, words FROM documents"
                " WHERE coded AND group_id IN (SELECT group_id FROM groups)"
            ),
            self._select(
                "SELECT document_id, code, valence FROM document_codes WHERE sentences > 0"
            ),
            self._select("FROM codes"),
        )

    def agreement(self) -> pd.DataFrame:
        """For the table `agreement`."""
        return agreement(self._query("judgements"))

    def _query(self, name: str) -> pd.DataFrame:
        return self._select((_QUERIES / f"{name}.sql").read_text("utf-8"))

    def _select(self, sql: str) -> pd.DataFrame:
        return self._connection.execute(sql).df()


COMPUTED: Mapping[str, Callable[[Statistics], pd.DataFrame]] = {
    "shares": Statistics.shares,
    "comparisons": Statistics.comparisons,
    "development": Statistics.development,
    "factor_step_links": Statistics.factor_step_links,
    "agreement": Statistics.agreement,
}
"""The computed tables, and what makes the frame that their definitions call `computed`."""
