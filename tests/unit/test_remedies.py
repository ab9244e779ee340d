"""What a person is told to do can be done in the format that they have."""

from pathlib import Path

import pytest

from codebook import Codebook, load
from corpus import READERS, read_file, remedies
from tests.unit.formats.test_same_interview import SAVED

SPOKEN = [("A", "Hva var det?"), ("B", "Vi møttes, og så gikk det noen år.")]
PARAGRAPHS = [f"{speaker}: {words}" for speaker, words in SPOKEN]
WRITTEN = {".txt", ".md", ".docx", ".odt", ".rtf"}
MADE = {
    ".vtt": "WEBVTT\n\n00:01.000 --> 00:02.000\nVi møttes, og så gikk det noen år.\n",
    ".srt": "1\n00:00:01,000 --> 00:00:02,000\nVi møttes, og så gikk det noen år.\n",
    ".json": '{"segments": [{"start": 1, "text": "Vi møttes, og så gikk det noen år."}]}',
    ".csv": "tid;tekst\n00:01;Vi møttes, og så gikk det noen år.\n",
}
BESIDE = "in a metadata.csv beside the file"


@pytest.fixture(scope="module")
def codebook() -> Codebook:
    return load()


@pytest.mark.parametrize("ending", sorted({*SAVED, *MADE}))
def test_what_is_missing_is_written_where_the_format_has_a_place(
    ending: str, tmp_path: Path, codebook: Codebook
):
    path = tmp_path / f"a{ending}"
    if ending in SAVED:
        SAVED[ending](PARAGRAPHS, path)
    else:
        path.write_text(MADE[ending], encoding="utf-8")
    warnings = read_file(path, codebook).warnings
    [group] = [warning for warning in warnings if warning.startswith("no group is named")]
    [date] = [warning for warning in warnings if warning.startswith("no date understood")]
    if ending in WRITTEN:
        assert "write 'Kjernegruppe: …' at the top, one of: " in group
        assert "write 'Dato: 2023-05-31' at the top" in date
    else:
        assert f"write it under 'kjernegruppe' {BESIDE}, or in the file's name, one of: " in group
        assert f"write '2023-05-31' under 'dato' {BESIDE}, or in the file's name" in date
        assert not any("at the top" in warning for warning in warnings)


def test_a_file_is_judged_by_what_it_is_not_by_its_ending(tmp_path: Path, codebook: Codebook):
    path = tmp_path / "a.txt"
    path.write_text(MADE[".vtt"], encoding="utf-8")
    warnings = read_file(path, codebook).warnings
    assert any(BESIDE in warning for warning in warnings)


def test_what_the_remedy_says_is_understood(tmp_path: Path, codebook: Codebook):
    path = tmp_path / "a.vtt"
    path.write_text(MADE[".vtt"], encoding="utf-8")
    (tmp_path / "metadata.csv").write_text(
        "fil;kjernegruppe;dato;type;språk\na.vtt;KUBU;2023-05-31;intervju;nb\n", encoding="utf-8"
    )
    document = read_file(path, codebook, root=tmp_path)
    assert not any("beside the file" in warning for warning in document.warnings)
    assert (document.metadata.group, str(document.metadata.date)) == ("kubu", "2023-05-31")


def test_roles_and_language_are_never_looked_for_in_a_name():
    [warning] = remedies.fitting([remedies.write("Roller", "NAME = intervjuer")], ".srt")
    assert warning == f"write 'NAME = intervjuer' under 'roller' {BESIDE}"


@pytest.mark.parametrize("ending", READERS)
def test_sentences_without_such_a_remedy_stay_as_they_are(ending: str):
    sentence = "the date 2030-01-01 in the file's name lies in the future; correct it"
    assert remedies.fitting([sentence], ending) == (sentence,)
