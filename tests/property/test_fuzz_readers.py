"""Whatever is in a file, a reader gives an `Extract` or refuses it."""

import io
import tempfile
import zipfile
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from corpus.extract import Extract
from corpus.formats import READERS
from kodetrapp.errors import FileRefusedError
from tests import saving

PARAGRAPHS = ["Gruppe: KUBU\nDato: 1. mai 2023", "Kari: Hva så?", "Ola: «Ja» – sa vi å lo. " * 3]
SAVED: dict[str, Callable[[list[str], Path], Path]] = {
    ".odt": saving.save_odt,
    ".rtf": saving.save_rtf,
    ".pdf": saving.save_pdf,
    ".html": saving.save_html,
}
BEGINNINGS = {".odt": b"PK\x03\x04", ".rtf": b"{\\rtf1 ", ".pdf": b"%PDF-1.4\n", ".html": b"<p>"}
quick = settings(
    max_examples=40,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


@cache
def whole(ending: str) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        return SAVED[ending](PARAGRAPHS, Path(folder) / f"a{ending}").read_bytes()


def reads_or_refuses(ending: str, data: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"a{ending}"
        path.write_bytes(data)
        try:
            extract = READERS[ending](path)
        except FileRefusedError:
            return
        assert isinstance(extract, Extract)


@pytest.mark.parametrize("ending", SAVED)
@given(data=st.data())
@quick
def test_any_bytes_are_read_or_refused(ending: str, data: st.DataObject):
    junk = data.draw(st.binary(max_size=400))
    beginning = data.draw(st.sampled_from([b"", BEGINNINGS[ending]]))
    reads_or_refuses(ending, beginning + junk)


@pytest.mark.parametrize("ending", SAVED)
@given(data=st.data())
@quick
def test_files_with_changed_bytes_are_read_or_refused(ending: str, data: st.DataObject):
    reads_or_refuses(ending, changed(whole(ending), data))


@given(data=st.data())
@quick
def test_open_documents_with_changed_parts_are_read_or_refused(data: st.DataObject):
    with zipfile.ZipFile(io.BytesIO(whole(".odt"))) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    part = data.draw(st.sampled_from(["content.xml", "meta.xml", "mimetype"]))
    parts[part] = changed(parts[part], data)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    reads_or_refuses(".odt", packed.getvalue())


def changed(of: bytes, data: st.DataObject) -> bytes:
    """The bytes with some of them replaced and a few left out."""
    found = bytearray(of)
    places = st.integers(0, len(found) - 1)
    for place, byte in data.draw(st.lists(st.tuples(places, st.integers(0, 255)), max_size=30)):
        found[place] = byte
    start = data.draw(places)
    del found[start : start + data.draw(st.integers(0, 40))]
    return bytes(found)
