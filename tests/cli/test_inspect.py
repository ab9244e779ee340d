"""`kodetrapp inspect`: how files are understood, before anything is stored."""

import json
import zipfile

import pytest

from tests.cli.conftest import Terminal

INTERVIEW = """Kjernegruppe: KUBU
Type: intervju

Intervjuer: Hva har dere gjort siden sist?

Informant: Vi møttes to ganger. [sic] Det var nok.
"""


@pytest.fixture
def terminal(kodetrapp: Terminal) -> Terminal:
    """A terminal in a folder with an inbox: two interviews, metadata beside them, an empty file."""
    folder = kodetrapp.folder / "inbox" / "Fase 1"
    folder.mkdir(parents=True)
    (folder / "a.txt").write_text(INTERVIEW, "utf-8")
    (folder / "vann.txt").write_text(INTERVIEW, "utf-8")
    (folder / "tom.txt").write_text("", "utf-8")
    (folder / "metadata.yaml").write_text("a.txt: {rolle: sekretariatsleder}\n", "utf-8")
    return kodetrapp


def test_a_page_says_what_is_known_and_where_from(terminal: Terminal):
    result = terminal("inspect", "inbox/Fase 1/a.txt")
    assert result.code == 0, result.err
    for words in (
        "inbox/Fase 1/a.txt",
        "Fil: .txt, UTF-8. Samtale: 2 replikker",
        "kubu – Utsatte barn og unge",
        "fra toppen av teksten",
        "sekretariat – Leder av sekretariat",
        "fra metadatafilen",
        "fase1 – Fase 1 (2022)",
        "fra mappenavnet",
        "Vi møttes to ganger. [sic] Det var nok.",
        "navnet sier det",
        "Merk: inbox/Fase 1/a.txt: no date understood",
    ):
        assert words in result.out
    assert sorted(path.name for path in terminal.folder.iterdir()) == ["inbox"]


def test_a_page_in_english(terminal: Terminal):
    out = terminal("inspect", "inbox/Fase 1/a.txt", "--lang", "en").out
    for words in (
        "Dialogue: 2 turns",
        "from the metadata file",
        "the label says so",
        "Secretariat",
    ):
        assert words.casefold() in out.casefold()


def test_a_folder_is_seen_as_a_run_would_see_it(terminal: Terminal):
    result = terminal("inspect", "inbox", "--json")
    assert result.code == 3
    rows = {row["file"]: row for row in json.loads(result.out)}
    assert list(rows) == ["Fase 1/a.txt", "Fase 1/tom.txt", "Fase 1/vann.txt"]
    assert rows["Fase 1/tom.txt"]["refused"].startswith("is empty")
    one = rows["Fase 1/a.txt"]
    assert one["metadata"]["role"] == {"value": "sekretariat", "origin": "metadata_file"}
    assert one["metadata"]["phase"] == {"value": "fase1", "origin": "folder"}
    assert (one["format"], one["structure"], one["turns"], one["sentences"]) == (
        ".txt", "dialogue", 2, 3,
    )  # fmt: skip
    assert [speaker["role"] for speaker in one["speakers"]] == ["interviewer", "informant"]
    assert one["first_turns"][0]["text"] == "Hva har dere gjort siden sist?"
    assert any(
        "kubu" in warning and "vann" in warning for warning in rows["Fase 1/vann.txt"]["warnings"]
    )


@pytest.mark.parametrize("name", ["inbox/Fase 1/tom.txt", "borte.txt"])
def test_where_all_is_refused_the_reason_is_shown(name: str, terminal: Terminal):
    result = terminal("inspect", name)
    assert result.code == 1
    assert f"Avvist: {name} " in result.out


def test_another_ending_than_the_content_has_is_shown(terminal: Terminal):
    (terminal.folder / "b.txt").write_text("WEBVTT\n\n00:01.000 --> 00:02.000\nHei.\n", "utf-8")
    (row,) = json.loads(terminal("inspect", "b.txt", "--json").out)
    assert (row["format"], row["content"]) == (".txt", ".vtt")


def test_the_files_in_an_archive_are_seen_one_by_one(terminal: Terminal):
    with zipfile.ZipFile(terminal.folder / "alt.zip", "w") as archive:
        archive.writestr("klima/b.txt", INTERVIEW.replace("KUBU", "Klima").encode("cp1252"))
        archive.writestr("../c.txt", INTERVIEW)
    result = terminal("inspect", "alt.zip", "--json")
    assert result.code == 3
    rows = {row["file"]: row for row in json.loads(result.out)}
    assert sorted(bool(row["refused"]) for row in rows.values()) == [False, True]
    one = rows["alt.zip/klima/b.txt"]
    assert (one["encoding"], one["metadata"]["group"]["value"]) == ("Windows-1252", "klima")
