from pathlib import Path

from models import Status
from store.codings import segment_id
from tests.making import Made, document, passage, segment, without

OF = document("Vi deler alt.", "Ingen svarer.")
OTHER = document("Vi venter.", name="b.txt")


def test_documents_are_to_be_coded_in_the_order_of_their_files(tmp_path: Path) -> None:
    made = Made(tmp_path)
    made.take(OTHER, OF)
    assert made.to_code() == [OF.document_id, OTHER.document_id]
    made.code(OF, segment(OF, "Vi deler", "trinn1"))
    assert made.to_code() == [OTHER.document_id]


def test_a_pass_without_segments_counts_as_coded(tmp_path: Path) -> None:
    made = Made(tmp_path)
    made.take(OF)
    made.code(OF)
    assert made.to_code() == []
    assert made.rows("SELECT segments FROM coding_passes") == [(0,)]
    assert made.coded() == []


def test_a_new_model_or_codebook_codes_again(tmp_path: Path) -> None:
    made = Made(tmp_path)
    made.take(OF)
    made.code(OF)
    assert made.to_code(model="model 2") == [OF.document_id]
    assert made.to_code(book=without("trinn5")) == [OF.document_id]
    assert made.to_code() == []


def test_the_model_before_the_last_one_codes_again(tmp_path: Path) -> None:
    made = Made(tmp_path)
    made.take(OF)
    made.code(OF)
    made.begin(model="model 2")
    made.code(OF)
    assert made.to_code(model="model 1") == [OF.document_id]
    assert made.to_code(model="model 2") == []


def test_only_documents_that_count_are_coded(tmp_path: Path) -> None:
    made = Made(tmp_path)
    corrected = document("Vi deler mye.")
    made.take(OF, OTHER)
    made.take(corrected)
    made.retire("b.txt")
    assert made.to_code() == [corrected.document_id]


def test_an_earlier_version_that_comes_back_is_coded_already(tmp_path: Path) -> None:
    made = Made(tmp_path)
    made.take(OF)
    made.code(OF, segment(OF, "Vi deler", "trinn1"))
    made.correct(document("Vi deler mye."))
    assert made.coded("quote") == made.rows("FROM machine_segments") == []
    made.correct(OF)
    assert made.to_code() == []
    assert made.coded("quote") == [("Vi deler",)]


def test_the_last_pass_counts_and_two_never_add_up(tmp_path: Path) -> None:
    made = Made(tmp_path)
    made.take(OF, OTHER)
    made.code(OF, segment(OF, "Vi deler alt.", "trinn1"), segment(OF, "Ingen", "trinn4"))
    made.code(OTHER, segment(OTHER, "Vi venter.", "trinn5"))
    made.begin(model="model 2")
    made.code(OF, segment(OF, "Vi deler alt.", "trinn1", "negative", 0.6, Status.PENDING))
    assert made.coded("quote, valence, score, status, model_version") == [
        ("Vi deler alt.", "negative", 0.6, "pending", "model 2"),
        ("Vi venter.", "positive", 0.9, "auto", "model 1"),
    ]
    assert made.rows("SELECT count(*) FROM codings") == [(4,)]


def test_a_last_pass_that_found_nothing_leaves_nothing(tmp_path: Path) -> None:
    made = Made(tmp_path)
    made.take(OF)
    made.code(OF, segment(OF, "Vi deler", "trinn1"))
    made.begin(model="model 2")
    made.code(OF)
    assert made.coded() == []


def test_a_coding_has_the_same_id_in_every_pass_and_in_the_view(tmp_path: Path) -> None:
    made = Made(tmp_path)
    made.take(OF)
    coding = segment(OF, "Vi deler", "trinn1")
    for model in ("model 1", "model 2"):
        made.begin(model=model)
        made.code(OF, coding)
    expected = segment_id(OF.document_id, coding.passage, "trinn1")
    assert made.rows("SELECT segment_id FROM codings") == [(expected,), (expected,)]
    assert made.coded("segment_id") == [(expected,)]


def test_ids_differ_by_document_place_and_code() -> None:
    first, second = passage(OF, "Vi deler"), passage(OF, "Vi deler alt")
    ids = {
        segment_id(document_id, place, code)
        for document_id in ("a", "b")
        for place in (first, second)
        for code in ("trinn1", "trinn2")
    }
    assert len(ids) == 8
