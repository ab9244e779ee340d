"""How many codes further documents bring, against drawing documents in every way."""

import itertools

import duckdb
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from findings.tables import definition

CODES = "tuvwxyz"


def saturation(documents: list[tuple[str | None, str]]) -> pd.DataFrame:
    """From each document's group and codes, in the order of their dates."""
    connection = duckdb.connect()
    days = pd.date_range("2020-01-01", periods=len(documents))
    names = [f"d{at:04}" for at in range(len(documents))]
    frames = {
        "documents": pd.DataFrame(
            {
                "document_id": names,
                "document": names,
                "group_id": [group for group, _ in documents],
                "date": days.date,
                "coded": True,
            }
        ).astype({"group_id": "str"}),
        "groups": pd.DataFrame({"group_id": ["a", "b"]}),
        "document_codes": pd.DataFrame(
            [
                (name, code, "any", 1)
                for name, (_, codes) in zip(names, documents, strict=True)
                for code in codes
            ],
            columns=["document_id", "code", "valence", "sentences"],
        ).astype({"document_id": "str", "code": "str", "valence": "str", "sentences": "int64"}),
    }
    for name, frame in frames.items():
        connection.register("frame", frame)
        connection.execute(f"CREATE TABLE {name} AS FROM frame")
    return connection.execute(definition("saturation")).df().set_index(["group_id", "place"])


DOCUMENTS = st.lists(
    st.tuples(st.sampled_from(["a", "a", "b", None]), st.sets(st.sampled_from(CODES)).map("".join)),
    min_size=1,
    max_size=8,
)


@given(DOCUMENTS)
@settings(max_examples=15, deadline=None)
def test_codes_are_counted_and_expected_as_in_every_draw(
    documents: list[tuple[str | None, str]],
) -> None:
    found = saturation(documents)
    of = {group: [codes for mine, codes in documents if mine == group] for group in "ab"}
    of["*"] = [codes for _, codes in documents]
    assert len(found) == sum(len(held) for held in of.values())
    for group, held in of.items():
        seen = 0
        for place in range(1, len(held) + 1):
            row = found.loc[(group, place)]
            codes = len(set("".join(held[:place])))
            assert row["codes"] == codes
            assert row["new_codes"] == codes - seen
            seen = codes
            draws = [len(set("".join(draw))) for draw in itertools.combinations(held, place)]
            assert row["expected"] == pytest.approx(sum(draws) / len(draws))


def test_many_documents_are_shown_at_few_places_up_to_the_last() -> None:
    found = saturation([("a", CODES[at % 7] if at % 50 == 0 else "") for at in range(1001)])
    places = found.loc["a"].index
    assert len(places) <= 203
    assert places[0] == 1
    assert places[-1] == 1001
    assert places.to_series().diff().max() <= 7
    assert found.loc[("a", 1001), "expected"] == found.loc[("a", 1001), "codes"] == 7
    assert found.loc["a", "expected"].is_monotonic_increasing
