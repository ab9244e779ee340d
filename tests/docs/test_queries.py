"""The example queries for analysts run as they stand."""

from pathlib import Path

import pytest

from findings import analyst
from tests.making import Made, document, segment

QUERIES = sorted((Path(__file__).parents[2] / "docs" / "queries").glob("*.sql"))


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Published findings of two documents."""
    made = Made(tmp_path_factory.mktemp("queries"))
    of = [
        document("Vi deler alt.", f"Ingen eier det i {group}.", name=f"{n}.txt", group=group)
        for n, group in enumerate(["kubu", "vann"])
    ]
    made.take(*of)
    for item in of:
        made.code(
            item,
            segment(item, "Vi deler", "trinn2"),
            segment(item, "Vi deler", "trinn5"),
            segment(item, "Ingen", "forankring", "negative"),
        )
    made.publish()
    return made.data


@pytest.mark.parametrize("query", QUERIES, ids=lambda path: path.stem)
def test_an_example_query_runs_and_says_what_it_asks(data: Path, query: Path) -> None:
    sql = query.read_text("utf-8")
    assert sql.startswith("-- ")
    question = sql.split("\nSELECT")[0]
    assert "?" in question
    assert len(analyst.select(data, sql).columns) > 2


def test_a_number_is_traced_to_its_quotes(data: Path) -> None:
    (query,) = [path for path in QUERIES if path.stem.startswith("03_")]
    found = analyst.select(data, query.read_text("utf-8"))
    assert list(found["quote"]) == ["Vi deler"]
