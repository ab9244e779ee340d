import zipfile
from pathlib import Path

import pytest

from codebook import Codebook, load
from corpus.inbox import find_files
from corpus.strays import strays

HEAD = "fil;gruppe\n"


@pytest.fixture(scope="module")
def codebook() -> Codebook:
    return load()


def put(path: Path, content: str = "I: Hva?\n\nR: Ja.") -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(content, encoding="utf-8")


def named(inbox: Path, codebook: Codebook) -> dict[str, list[str]]:
    return strays([found.path for found in find_files(inbox)], inbox, codebook)


def test_a_row_that_fits_no_file_is_named_with_its_line_and_the_nearest_name(
    tmp_path: Path, codebook: Codebook
):
    put(tmp_path / "intervju1.docx")
    put(tmp_path / "metadata.csv", f"{HEAD}intervju1;KUBU\nintervjuu2.docx;KUBU\nnotat;KUBU\n")
    assert named(tmp_path, codebook) == {
        "metadata.csv": [
            "line 3: no file is called 'intervjuu2.docx'; is 'intervju1.docx' meant?",
            "line 4: no file is called 'notat'; correct it, or remove the line",
        ]
    }


def test_an_entry_and_a_pattern_without_files_are_named(tmp_path: Path, codebook: Codebook):
    put(tmp_path / "KUBU/a.txt")
    put(tmp_path / "metadata.yaml", "KUBU/*.txt:\n  gruppe: KUBU\nVann/*.txt:\n  gruppe: KUBU\n")
    [sentence] = named(tmp_path, codebook)["metadata.yaml"]
    assert sentence.startswith("line 3: no file is called 'Vann/*.txt'; ")


def test_a_name_without_its_ending_is_meant_by_a_name_without_one(
    tmp_path: Path, codebook: Codebook
):
    put(tmp_path / "Samtale med sekretariatet.txt")
    put(tmp_path / "metadata.csv", f"{HEAD}Samtale med sekretariat;KUBU\n")
    [sentence] = named(tmp_path, codebook)["metadata.csv"]
    assert sentence.endswith("is 'Samtale med sekretariatet.txt' meant?")


def test_rows_of_files_below_in_archives_and_refused_are_no_strays(
    tmp_path: Path, codebook: Codebook
):
    put(tmp_path / "fase 1/a.txt")
    with zipfile.ZipFile(tmp_path / "b.zip", "w") as archive:
        archive.writestr("c.txt", "I: Hva?")
    (tmp_path / "d.txt").symlink_to("/etc/hostname")
    put(tmp_path / "metadata.csv", f"{HEAD}a.txt;KUBU\nb.zip/c.txt;KUBU\nc;KUBU\nd.txt;KUBU\n")
    assert named(tmp_path, codebook) == {}


def test_a_metadata_file_in_an_archive_speaks_of_its_members_alone(
    tmp_path: Path, codebook: Codebook
):
    put(tmp_path / "a.txt")
    with zipfile.ZipFile(tmp_path / "b.zip", "w") as archive:
        archive.writestr("c.txt", "I: Hva?")
        archive.writestr("metadata.csv", f"{HEAD}c.txt;KUBU\na.txt;KUBU\n")
    assert list(named(tmp_path, codebook)) == ["b.zip/metadata.csv"]
    [sentence] = named(tmp_path, codebook)["b.zip/metadata.csv"]
    assert sentence.startswith("line 3: no file is called 'a.txt'; ")


def test_of_many_rows_the_first_are_named_and_the_others_counted(
    tmp_path: Path, codebook: Codebook
):
    put(tmp_path / "a.txt")
    put(tmp_path / "metadata.csv", HEAD + "".join(f"nr {n};KUBU\n" for n in range(25)))
    said = named(tmp_path, codebook)["metadata.csv"]
    assert len(said) == 21
    assert said[-1] == "no files are called as 5 more lines say; correct them"
