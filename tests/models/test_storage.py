import io
import pickletools
import shutil
import zipfile
from pathlib import Path

import numpy as np
import pytest
import skops.io

import codebook
from codebook import Codebook
from corpus import GoldDocument
from kodetrapp.errors import ModelError
from models import Coder, load_card
from models.baselines import WordRegression
from models.card import LEARNING_CURVE, RELIABILITY
from models.classifier import Classifier
from models.examples import Examples
from models.held_out import Data
from models.storage import Model, check_fits, load_baseline, load_model, save_model
from tests.making import changed, without
from tests.models.tiny import features


@pytest.fixture
def copied(model: Path, tmp_path: Path) -> Path:
    """A copy of the model that may be spoilt."""
    return Path(shutil.copytree(model, tmp_path / "copied"))


class Stranger:
    """A type that no model is made of."""


def is_pickle(data: bytes) -> bool:
    try:
        pickletools.dis(data, out=io.StringIO())
    except Exception:
        return False
    return True


def test_a_model_is_a_card_with_its_pictures_and_three_archives_of_data(model: Path):
    names = sorted(path.name for path in model.iterdir())
    archives = ["baseline.skops", "classifier.skops", "examples.skops"]
    assert names == sorted(["CARD.md", "card.json", LEARNING_CURVE, RELIABILITY, *archives])


def test_nothing_in_a_model_is_a_pickle(model: Path):
    assert is_pickle(b"\x80\x04K\x01.")
    assert not [path for path in model.iterdir() if is_pickle(path.read_bytes())]
    for path in model.glob("*.skops"):
        with zipfile.ZipFile(path) as archive:
            for name in archive.namelist():
                assert not is_pickle(archive.read(name)), name
                if name != "schema.json":
                    np.load(io.BytesIO(archive.read(name)), allow_pickle=False)


ARCHIVES = {
    "classifier.skops": load_model,
    "examples.skops": load_model,
    "baseline.skops": load_baseline,
}


@pytest.mark.parametrize("name", ARCHIVES)
def test_an_archive_with_a_type_of_its_own_is_refused(copied: Path, name: str):
    path = copied / name
    skops.io.dump({**skops.io.load(path), "x": Stranger()}, path)
    with pytest.raises(ModelError, match=rf"{name}: holds types that are not trusted: .*Stranger"):
        ARCHIVES[name](copied)


def test_no_model_is_said_to_be_none(tmp_path: Path):
    with pytest.raises(ModelError, match="no model here; make one with kodetrapp train"):
        load_model(tmp_path)


@pytest.mark.parametrize("name", ARCHIVES)
def test_a_missing_archive_is_named(copied: Path, name: str):
    (copied / name).unlink()
    with pytest.raises(ModelError, match=rf"{name}: missing or damaged; train anew"):
        ARCHIVES[name](copied)


def no_schema(data: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("schema.json", "[]")
    return buffer.getvalue()


@pytest.mark.parametrize(
    "spoil",
    [
        lambda data: b"",
        lambda data: data[: len(data) // 2],
        lambda data: data[:5000] + bytes(100) + data[5100:],
        no_schema,
    ],
    ids=["empty", "cut off", "overwritten", "another archive"],
)
def test_a_damaged_archive_is_named(copied: Path, spoil):
    path = copied / "classifier.skops"
    path.write_bytes(spoil(path.read_bytes()))
    with pytest.raises(ModelError, match=r"classifier\.skops: missing or damaged; train anew"):
        load_model(copied)


@pytest.mark.parametrize("text", ["", "{", "{}", '{"version": 1}'])
def test_a_damaged_card_is_named(copied: Path, text: str):
    (copied / "card.json").write_text(text, "utf-8")
    with pytest.raises(ModelError, match=r"card\.json: damaged; train anew"):
        load_model(copied)


@pytest.mark.parametrize("content", [[1, 2], {"words": 1}, {"calibration": np.zeros((2, 2))}])
def test_an_archive_of_another_model_is_refused(copied: Path, content: object):
    skops.io.dump(content, copied / "classifier.skops")
    with pytest.raises(ModelError, match=r"classifier\.skops: does not belong to its card\.json"):
        load_model(copied)


@pytest.mark.parametrize(
    "content",
    [
        [1, 2],
        {"texts": []},
        {"documents": [], "places": [[1]], "texts": [], "valences": []},
        {"documents": [], "places": [], "texts": [], "valences": [], "more": []},
    ],
    ids=["a list", "without places", "half a place", "more than examples"],
)
def test_an_archive_of_other_things_than_examples_is_refused(copied: Path, content: object):
    skops.io.dump(content, copied / "examples.skops")
    with pytest.raises(ModelError, match=r"examples\.skops: damaged; train anew"):
        load_model(copied)


def test_a_model_for_another_codebook_is_refused_with_the_codes(model: Path):
    with pytest.raises(ModelError, match=r"'libraries' and does not know trinn1; .* with --model"):
        Coder(codebook.load(), model)


def test_codes_that_the_codebook_no_longer_has_are_named(model: Path, book: Codebook):
    with pytest.raises(ModelError, match="has aware besides"):
        check_fits(load_card(model), without("aware", book), model)


def test_other_words_for_the_same_codes_are_no_hindrance(model: Path, book: Codebook):
    check_fits(load_card(model), changed(book, source="elsewhere"), model)


def test_a_stored_model_says_what_it_said_before(
    model: Path, gold: list[GoldDocument], tmp_path: Path
):
    before = load_model(model)
    words = load_baseline(model)
    save_model(before, words, tmp_path / "new" / "folder")
    after = load_model(tmp_path / "new" / "folder")
    rows = features([item.document for item in gold])
    assert after.card == before.card
    assert after.examples == before.examples
    probabilities = before.classifier.probabilities(rows)
    assert np.array_equal(after.classifier.probabilities(rows), probabilities)
    where = np.nonzero(probabilities > 0.1)
    valences = before.classifier.valences(rows, *where)
    assert np.array_equal(after.classifier.valences(rows, *where), valences)
    again = WordRegression(load_baseline(tmp_path / "new" / "folder")).predict(rows)
    for one, other in zip(again, WordRegression(words).predict(rows), strict=True):
        assert np.array_equal(one, other)


def test_vectors_and_examples_survive_storing_to_the_last_bit(
    model: Path, classifier: Classifier, data: Data, gold: list[GoldDocument], tmp_path: Path
):
    examples = Examples.of(data.features, data.labels, gold, classifier.codes)
    save_model(Model(classifier, load_card(model), examples), {}, tmp_path)
    after = load_model(tmp_path)
    assert after.examples == examples
    assert np.array_equal(
        after.classifier.probabilities(data.features), classifier.probabilities(data.features)
    )
    where = np.nonzero(data.labels.codes)
    assert np.array_equal(
        after.classifier.valences(data.features, *where),
        classifier.valences(data.features, *where),
    )


def test_the_page_is_written_from_the_card(model: Path):
    assert (model / "CARD.md").read_text("utf-8") == load_card(model).as_markdown()
