"""Whatever the format, a person is told which letters were mended: they may be wrong."""

import json
from pathlib import Path

import pytest

from corpus import formats
from tests import saving

SAID = "Vi så på målene, og møtte både Åse og Øyvind på tirsdag."
CUE = "00:00:01{}000 --> 00:00:05{}000"
WRITTEN = {
    ".txt": SAID,
    ".csv": f"taler;tekst\nKari;{SAID}\n",
    ".tsv": f"start\tend\ttext\n0\t4000\t{SAID}\n",
    ".html": f"<html><body><p>{SAID}</p></body></html>",
    ".srt": f"1\n{CUE.format(',', ',')}\n{SAID}\n",
    ".vtt": f"WEBVTT\n\n{CUE.format('.', '.')}\n{SAID}\n",
    ".json": json.dumps({"segments": [{"start": 1, "text": SAID}]}, ensure_ascii=False),
}
MENDED = "letters that had been saved in a wrong encoding (as Ã¥ for å) were mended: "
STRAY = "bytes that are not UTF-8 as the rest were read as Windows-1252: 1; check their letters"


def put(path: Path, content: str | bytes) -> Path:
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def mangled(text: str) -> str:
    return text.encode().decode("cp1252", "replace")


@pytest.mark.parametrize("ending", WRITTEN)
def test_mojibake_is_mended_and_told(ending: str, tmp_path: Path):
    of = formats.read(put(tmp_path / f"a{ending}", WRITTEN[ending].replace("å", "Ã¥")))
    assert SAID in of.text
    assert [warning for warning in of.warnings if warning.startswith(MENDED)]


@pytest.mark.parametrize("ending", WRITTEN)
def test_a_letter_of_windows_in_a_text_of_utf_8_is_told(ending: str, tmp_path: Path):
    content = WRITTEN[ending].encode().replace("Ø".encode(), b"\xd8")
    of = formats.read(put(tmp_path / f"a{ending}", content))
    assert SAID in of.text
    assert STRAY in of.warnings


@pytest.mark.parametrize("ending", WRITTEN)
def test_where_nothing_is_mended_nothing_is_told(ending: str, tmp_path: Path):
    of = formats.read(put(tmp_path / f"a{ending}", WRITTEN[ending]))
    assert SAID in of.text
    assert of.warnings == ()


def test_a_page_that_lies_about_its_encoding_is_mended(tmp_path: Path):
    page = f'<html><head><meta charset="windows-1252"></head><body><p>{SAID}</p></body></html>'
    of = formats.read(put(tmp_path / "a.html", page))
    assert SAID in of.text
    assert any(warning.startswith(MENDED) for warning in of.warnings)


def test_rich_text_that_was_made_of_mojibake_is_mended(tmp_path: Path):
    of = formats.read(saving.save_rtf([SAID.replace("å", "Ã¥")], tmp_path / "a.rtf"))
    assert SAID in of.text
    assert any(warning.startswith(MENDED) for warning in of.warnings)


def test_escaped_letters_of_json_are_mended(tmp_path: Path):
    content = json.dumps({"segments": [{"start": 1, "text": SAID.replace("å", "Ã¥")}]})
    assert "\\u00c3\\u00a5" in content
    of = formats.read(put(tmp_path / "a.json", content))
    assert SAID in of.text
    assert any(warning.startswith(MENDED) for warning in of.warnings)
