"""Findings that contradict themselves are not published."""

from pathlib import Path

import duckdb
import pytest

import findings.publish
from findings.publish import failures, publish
from findings.tables import PUBLISHED
from kodetrapp.errors import FindingsError
from tests.making import Made, document, segment

OF = document("Vi deler alt.", "Ingen eier det.", kind="interview")

# What breaks the published tables, by the check that must notice.
DAMAGE = {
    "any_is_the_sum": "UPDATE findings SET segments = 7 WHERE valence = 'any' AND code = 'trinn1'",
    "audit_is_random": "INSERT INTO audited_sentences VALUES ('x', 0, 0, 1, 0)",
    "decision_missing": "DELETE FROM coded_segments WHERE source = 'human'",
    "ladder_is_complete": "DELETE FROM ladder_matrix WHERE code = 'trinn3'",
    "machine_over_human": (
        "INSERT INTO coded_segments SELECT * REPLACE ('machine' AS source) FROM coded_segments"
        " WHERE source = 'human'"
    ),
    "quote_in_its_place": "UPDATE quotes SET quote = 'Noe annet.'",
    "segment_ids_are_unique": "INSERT INTO coded_segments FROM coded_segments",
    "segment_without_document": "DELETE FROM documents",
    "segments_counted_once": "UPDATE findings SET segments = segments + 1 WHERE valence <> 'any'",
    "shares_are_shares": "UPDATE shares SET share = 1.5",
}


@pytest.fixture
def made(tmp_path: Path) -> Made:
    made = Made(tmp_path)
    made.take(OF)
    made.code(OF, segment(OF, "Vi deler", "trinn1"))
    made.decide(OF, "Ingen eier det.", "forankring", valence="negative")
    return made


def test_there_is_damage_for_every_check() -> None:
    folder = Path(findings.publish.__file__).with_name("checks")
    assert sorted(DAMAGE) == sorted(path.stem for path in folder.glob("*.sql"))


@pytest.mark.parametrize("check", DAMAGE)
def test_a_check_notices_what_it_is_for(made: Made, check: str) -> None:
    made.publish()
    with duckdb.connect(made.data / PUBLISHED) as connection:
        connection.execute(f"ATTACH '{made.store.path}' AS store (READ_ONLY)")
        assert list(failures(connection)) == []
        connection.execute(DAMAGE[check])
        assert any(f"the check {check} fails" in failed for failed in failures(connection))


def test_findings_that_fail_a_check_leave_the_former_ones_in_place(
    made: Made, monkeypatch: pytest.MonkeyPatch
) -> None:
    made.publish()
    before = (made.data / PUBLISHED).read_bytes()
    made.decide(OF, "Vi deler alt.", "trinn2")
    monkeypatch.setattr(findings.publish, "failures", lambda _: iter(["the check x fails (y)"]))
    with pytest.raises(
        FindingsError, match=r"not published, the former findings stay; the check x"
    ):
        publish(made.store, made.data)
    assert (made.data / PUBLISHED).read_bytes() == before
    assert [path.name for path in made.data.glob("*.new*")] == []
