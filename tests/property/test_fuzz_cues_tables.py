"""Subtitles, tables, JSON and archives of any kind are read or refused, and what is read knows its
place and time."""

import json
import zipfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus import formats
from corpus.extract import Extract
from corpus.formats import cues, json_transcript, spreadsheet, srt, vtt
from corpus.formats.cues import Cue
from corpus.formats.sniffing import sniff
from corpus.inbox import find_files
from corpus.text import normalise
from kodetrapp.errors import FileRefusedError

quick = settings(derandomize=True, deadline=None, max_examples=150)

PIECES = [
    *("WEBVTT", "\n", "\n\n", "\r\n", "1\n", "00:00:01.000 --> 00:00:02.000\n", "-->", "<v Kari>"),
    *("00:00:01,000 --> 00:00:02,000\n", "99:99:99,999 --> 00:00:00,000\n", "Kari: ", "- Ola: "),
    *(
        "</v>",
        "<i>",
        "{\\an8}",
        "\\N",
        "&amp;",
        "&#0;",
        "e\u0301",
        "\u0301",
        "\u00a0",
        "\u202e",
        "\x00",
    ),
    *(
        "tid;taler;tekst\n",
        "sep=;\n",
        ";",
        ",",
        "\t",
        "|",
        '"',
        '""',
        "0:03",
        "3,5",
        "Hva?",
        "ja nå",
    ),
    *("{", "}", "[", "]", '{"segments":[', '{"text":"a"}', '"start":', "null", "1e999", "-"),
]
texts = st.lists(st.sampled_from(PIECES) | st.text(max_size=5), max_size=40).map("".join)
words = st.text(max_size=30)
speech = st.text("abcæøå .,;:?\"'\n\t|=", max_size=30)
numbers = st.none() | st.floats() | st.integers() | st.booleans()
scalars = numbers | words
trees = st.recursive(scalars, lambda inner: st.lists(inner, max_size=4), max_leaves=8)
pieces = st.dictionaries(
    st.sampled_from(
        ["start", "end", "text", "speaker", "startOffset", "offsets", "nBest", "offset"]
    ),
    trees | st.just({"from": 3}) | st.just([{"display": "Ja."}]),
)


def reading(read: Callable[[Path], Extract], data: bytes, ending: str) -> Extract | None:
    with TemporaryDirectory() as folder:
        path = Path(folder) / f"a{ending}"
        path.write_bytes(data)
        try:
            of = read(path)
        except FileRefusedError:
            return None
    places = [at for at, _ in of.times]
    assert places == sorted(places)
    assert all(0 <= at < len(of.text) and time >= 0 for at, time in of.times)
    return of


@pytest.mark.parametrize(
    ("read", "ending"),
    [
        (vtt.read, ".vtt"),
        (srt.read, ".srt"),
        (json_transcript.read, ".json"),
        (spreadsheet.read_csv, ".csv"),
        (spreadsheet.read_xlsx, ".xlsx"),
        (formats.read, ".txt"),
        (formats.read, ".csv"),
    ],
    ids=lambda value: value if isinstance(value, str) else value.__module__.rpartition(".")[2],
)
@given(data=texts.map(lambda text: text.encode("utf-8", "replace")) | st.binary(max_size=300))
@quick
def test_any_bytes_are_read_or_refused(read: Callable[[Path], Extract], ending: str, data: bytes):
    reading(read, data, ending)


@given(
    st.lists(
        st.builds(
            Cue,
            st.none() | st.floats(0, 1e5),
            words | st.sampled_from(["Kari", ""]),
            words,
            st.booleans(),
        ),
        max_size=8,
    )
)
@quick
def test_every_cue_stands_where_its_time_says(given_cues: list[Cue]):
    of = cues.extract(given_cues)
    assert of.text == normalise(of.text)
    said = [
        (text, cue.start)
        for cue in given_cues
        if (text := " ".join(normalise(cue.text).split())) and cue.start is not None
    ]
    assert len(said) == len(of.times)
    for (text, start), (at, time) in zip(said, of.times, strict=True):
        assert of.text[at : at + len(text)] == text
        assert time == start


@given(st.lists(st.tuples(speech, speech), min_size=1, max_size=6))
@quick
def test_no_word_of_a_turn_is_lost_between_csv_and_text(rows: list[tuple[str, str]]):
    quoted = [
        ";".join('"' + cell.replace('"', '""') + '"' for cell in ("0:03", *row)) for row in rows
    ]
    data = "\n".join(["tid;taler;tekst", *quoted]).encode()
    of = reading(spreadsheet.read_csv, data, ".csv")
    expected = [word for _, said in rows for word in said.split()]
    if of is None:
        assert not expected
    else:
        rest = iter(of.text.split())
        assert all(word in rest for word in expected)


@given(st.lists(pieces, max_size=5), st.sampled_from(["segments", "entries", "utterances"]))
@quick
def test_any_segments_are_read_or_refused(of: list[dict[str, object]], name: str):
    reading(json_transcript.read, json.dumps({name: of}).encode(), ".json")
    reading(json_transcript.read, json.dumps(of).encode(), ".json")


@given(st.lists(st.lists(st.none() | st.integers(-9, 99999) | words, max_size=4), max_size=5))
@settings(quick, max_examples=60)
def test_any_sheet_is_read_or_refused(rows: list[list[object]]):
    with TemporaryDirectory() as folder:
        path = Path(folder) / "a.xlsx"
        book = openpyxl.Workbook()
        for row in rows:
            clean = [normalise(cell) if isinstance(cell, str) else cell for cell in row]
            book.active.append([str(c).replace("\ufffe", "").replace("\uffff", "") for c in clean])
        book.save(path)
        reading(spreadsheet.read_xlsx, path.read_bytes(), ".xlsx")


@given(
    st.dictionaries(
        words.filter(lambda name: "\0" not in name), st.binary(max_size=50), max_size=5
    ),
    st.lists(st.tuples(st.integers(0, 2000), st.integers(0, 255)), max_size=6),
)
@settings(quick, max_examples=100)
def test_any_archive_costs_only_itself(files: dict[str, bytes], damage: list[tuple[int, int]]):
    with TemporaryDirectory() as folder:
        inbox = Path(folder)
        with zipfile.ZipFile(inbox / "a.zip", "w") as archive:
            for name, content in files.items():
                archive.writestr(zipfile.ZipInfo(name.encode("utf-8", "replace").decode()), content)
        data = bytearray((inbox / "a.zip").read_bytes())
        for at, byte in damage:
            data[at % len(data)] = byte
        (inbox / "a.zip").write_bytes(data)
        (inbox / "b.txt").write_text("Hei.", encoding="utf-8")
        found = find_files(inbox)
        assert found[-1].name == "b.txt"
        assert len({item.name for item in found}) == len(found)
        for item in found:
            assert (item.file_hash is None) == bool(item.refusal)
        assert {path.name for path in inbox.iterdir()} == {"a.zip", "b.txt"}


@given(st.binary(max_size=600) | st.sampled_from([b"PK\x03\x04", b"RIFF", b"%PDF-"]))
@quick
def test_any_beginning_is_known_or_not(data: bytes):
    with TemporaryDirectory() as folder:
        path = Path(folder) / "a"
        path.write_bytes(data)
        with suppress(FileRefusedError):
            sniff(path)
