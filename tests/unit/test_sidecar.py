import os
import zipfile
from pathlib import Path

import pytest

from codebook import Codebook, load
from corpus import read_file
from corpus.inbox import find_files
from corpus.sidecar import Entry, find

KUBU = {"group": "KUBU", "date": "11.05.2023"}


@pytest.fixture(scope="module")
def codebook() -> Codebook:
    return load()


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    folder = tmp_path / "inbox"
    folder.mkdir()
    return folder


def put(path: Path, content: str | bytes) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def entry_of(inbox: Path, codebook: Codebook, name: str = "a.docx") -> Entry:
    entry = find(inbox / name, inbox, codebook)
    assert entry is not None
    return entry


CSV = {
    "semicolons": "fil;gruppe;dato\na.docx;KUBU;11.05.2023\n",
    "commas": "fil,gruppe,dato\na.docx,KUBU,11.05.2023\n",
    "tabs": "fil\tgruppe\tdato\na.docx\tKUBU\t11.05.2023\n",
    "from Excel": "\ufeffsep=;\r\nFil;Kjernegruppe;Møtedato\r\na.docx;KUBU;11.05.2023\r\n",
    "Windows-1252": "filnavn;gruppe;møtedato\na.docx;KUBU;11.05.2023\n".encode("cp1252"),
    "in English": '"file","group","interview date"\n"a.docx","KUBU","11.05.2023"\n',
    "commas within": 'fil;dato;gruppe;rolle\n"a.docx";"11.05.2023";KUBU;\n',
}


@pytest.mark.parametrize("content", CSV.values(), ids=CSV.keys())
def test_a_csv_file_is_read_however_it_was_saved(
    content: str | bytes, inbox: Path, codebook: Codebook
):
    put(inbox / "metadata.csv", content)
    assert entry_of(inbox, codebook) == Entry(KUBU)


YAML = {
    "mapping": "a.docx:\n  gruppe: KUBU\n  dato: 11.05.2023\n",
    "list": "- fil: a.docx\n  group: KUBU\n  date: 11.05.2023\n- fil: b.docx\n  gruppe: Vann\n",
}


@pytest.mark.parametrize("name", ["metadata.yaml", "metadata.yml", "Metadata.YAML"])
@pytest.mark.parametrize("content", YAML.values(), ids=YAML.keys())
def test_a_yaml_file_is_a_mapping_or_a_list(
    content: str, name: str, inbox: Path, codebook: Codebook
):
    put(inbox / name, content)
    assert entry_of(inbox, codebook) == Entry(KUBU)


def test_dates_and_numbers_of_yaml_are_taken_as_written(inbox: Path, codebook: Codebook):
    put(inbox / "metadata.yaml", "a.docx: {dato: 2023-05-11, fase: 2}\n")
    assert entry_of(inbox, codebook).fields == {"date": "2023-05-11", "phase": "2"}


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("metadata.csv", 'fil,roller\na.docx,"Kari=intervjuer, Ola = informant"\n'),
        ("metadata.csv", "fil;roller\na.docx;Kari: intervjuer, Ola: informant\n"),
        ("metadata.yaml", "a.docx:\n  roller: {Kari: intervjuer, Ola: informant}\n"),
        ("metadata.yaml", "a.docx:\n  roles:\n    Kari: intervjuer\n    Ola: informant\n"),
    ],
)
def test_roles_are_given_by_label(name: str, content: str, inbox: Path, codebook: Codebook):
    put(inbox / name, content)
    assert entry_of(inbox, codebook).roles == {"Kari": "intervjuer", "Ola": "informant"}


@pytest.mark.parametrize(
    "named", ["a.docx", "A.DOCX", "a", "kubu/a.docx", "kubu\\a.docx", "*.docx", "kubu/*", "KUBU/?"]
)
def test_a_file_is_named_by_name_path_or_pattern(named: str, inbox: Path, codebook: Codebook):
    put(inbox / "metadata.csv", f"fil;gruppe\n{named};Klima\n")
    assert entry_of(inbox, codebook, "kubu/a.docx").fields == {"group": "Klima"}


@pytest.mark.parametrize("named", ["b.docx", "a.txt", "vann/a.docx", "vann/*", "doc"])
def test_a_file_that_is_not_named_is_said_to_be_so(named: str, inbox: Path, codebook: Codebook):
    put(inbox / "metadata.csv", f"fil;gruppe\n{named};Klima\n")
    entry = entry_of(inbox, codebook, "kubu/a.docx")
    assert entry == Entry(silent="metadata.csv")
    assert entry.digest == ""


def test_a_name_counts_before_a_pattern_and_the_nearest_file_before_all(
    inbox: Path, codebook: Codebook
):
    put(inbox / "metadata.csv", "fil;gruppe;type;rolle\n*;Vann;notat;\na.docx;Klima;;linje\n")
    put(inbox / "kubu" / "metadata.yaml", "a.docx: {gruppe: KUBU}\n")
    entry = entry_of(inbox, codebook, "kubu/a.docx")
    assert entry.fields == {"group": "KUBU", "kind": "notat", "role": "linje"}
    assert entry_of(inbox, codebook).fields["group"] == "Klima"


def test_without_metadata_files_there_is_no_entry(inbox: Path, codebook: Codebook):
    put(inbox.parent / "metadata.csv", "fil;gruppe\na.docx;Klima\n")
    assert find(inbox / "a.docx", inbox, codebook) is None


def test_a_link_out_of_the_inbox_is_not_followed(inbox: Path, codebook: Codebook):
    outside = put(inbox.parent / "metadata.csv", "fil;gruppe\na.docx;Klima\n")
    (inbox / "metadata.csv").symlink_to(outside)
    assert find(inbox / "a.docx", inbox, codebook) is None


@pytest.mark.parametrize(
    ("name", "content", "warning"),
    [
        (
            "metadata.csv",
            "fil;grupe;dato\na.docx;KUBU;11.05.2023\n",
            "metadata.csv: line 2: unknown key 'grupe'; correct the spelling or remove it",
        ),
        (
            "metadata.yaml",
            "\na.docx:\n  dato: 11.05.2023\n  grupe: KUBU\n",
            "metadata.yaml: line 2: unknown key 'grupe'; correct the spelling or remove it",
        ),
        (
            "metadata.csv",
            "fil,dato,roller\na.docx,11.05.2023,Kari=intervjuer,Ola=informant\n",
            "metadata.csv: line 2: more cells than columns; put quotes around values with a comma",
        ),
        (
            "metadata.yaml",
            "a.docx:\n  dato: 11.05.2023\n  gruppe: [KUBU, Vann]\n",
            "metadata.yaml: line 1: 'group' is no plain value; write one",
        ),
    ],
)
def test_a_fault_costs_its_value_and_is_named_with_its_place(
    name: str, content: str, warning: str, inbox: Path, codebook: Codebook
):
    put(inbox / name, content)
    entry = entry_of(inbox, codebook)
    assert entry.fields == {"date": "11.05.2023"}
    assert entry.warnings == (warning,)
    assert entry_of(inbox, codebook, "b.docx") == Entry(silent=name)


@pytest.mark.parametrize(
    ("name", "content", "warning"),
    [
        ("metadata.csv", "gruppe;dato\nKUBU;2023\n", "line 1: there is no column 'fil'"),
        ("metadata.csv", "", "line 1: there is no column 'fil'"),
        ("metadata.csv", b"fil\x00\xff", "can't be read"),
        ("metadata.yaml", "a: [\n", "line 2: is no YAML"),
        ("metadata.yaml", "bare ord", "line 1: write 'FILE:'"),
        ("metadata.yaml", "a.docx: KUBU", "line 1: write 'gruppe: …'"),
        ("metadata.yaml", "- gruppe: KUBU", "line 1: names no file"),
        ("metadata.csv", "fil;gruppe\n" + "a" * 2**20, "is larger than 1 MB"),
    ],
)
def test_a_file_that_is_not_understood_is_named(
    name: str, content: str | bytes, warning: str, inbox: Path, codebook: Codebook
):
    put(inbox / name, content)
    entry = entry_of(inbox, codebook)
    assert entry.fields == {}
    assert warning in entry.warnings[0]
    assert entry.warnings[0].startswith(name)


def test_values_within_values_are_never_written_out(inbox: Path, codebook: Codebook):
    levels = "".join(f"  l{n}: &l{n} [{', '.join([f'*l{n - 1}'] * 9)}]\n" for n in range(1, 30))
    put(inbox / "metadata.yaml", f"x:\n  l0: &l0 [ha]\n{levels}a.docx:\n  roller: {{Kari: *l29}}\n")
    entry = entry_of(inbox, codebook)
    assert entry.warnings == ("metadata.yaml: line 32: 'roles' is no plain value; write one",)


def test_a_changed_metadata_file_is_read_anew_and_has_another_digest(
    inbox: Path, codebook: Codebook
):
    file = put(inbox / "metadata.csv", "fil;gruppe\na.docx;Klima\n")
    before = entry_of(inbox, codebook)
    put(file, "fil;gruppe\na.docx;Krise\n")
    os.utime(file, ns=(1, 1))
    after = entry_of(inbox, codebook)
    assert (before.fields, after.fields) == ({"group": "Klima"}, {"group": "Krise"})
    assert before.digest != after.digest
    put(file, "fil;gruppe\na.docx;Klima\nb.docx;Vann\n")
    assert entry_of(inbox, codebook).digest == before.digest


def test_a_document_is_read_with_what_lies_beside_it(inbox: Path, codebook: Codebook):
    put(
        inbox / "metadata.yaml", "a: {gruppe: Klima, dato: 2023-05-11, roller: {Ola: intervjuer}}\n"
    )
    path = put(
        inbox / "a.txt", "Kari: Jeg vet ikke.\n\nOla: Nei vel.\n\nKari: Nei.\n\nOla: Takk.\n"
    )
    document = read_file(path, codebook, root=inbox)
    assert (document.metadata.group, document.metadata.phase) == ("klima", "fase2")
    assert document.metadata.origins["group"] == "metadata_file"
    assert {one.label: one.role for one in document.speakers} == {
        "Kari": "informant",
        "Ola": "interviewer",
    }
    assert read_file(path, codebook).metadata.group is None


def test_metadata_files_are_no_transcripts(inbox: Path):
    for name in ("a.txt", "metadata.csv", "kubu/Metadata.yml", "kubu/mine metadata.csv"):
        put(inbox / name, "x")
    assert [found.name for found in find_files(inbox)] == ["a.txt", "kubu/mine metadata.csv"]


def test_the_words_of_an_entry_stay_out_of_its_repr(inbox: Path, codebook: Codebook):
    put(inbox / "metadata.yaml", "a.docx: {gruppe: hemmelig, roller: {hemmelig: informant}}\n")
    entry = entry_of(inbox, codebook)
    assert entry.fields
    assert "hemmelig" not in repr(entry)


def test_metadata_in_an_archive_count_for_what_is_in_it(inbox: Path, codebook: Codebook):
    with zipfile.ZipFile(inbox / "a.zip", "w") as archive:
        archive.writestr("kubu/metadata.csv", "fil;gruppe\na.docx;KUBU\n")
        archive.writestr("kubu/a.docx", "x")
    put(inbox / "metadata.csv", "fil;gruppe;rolle\na.zip/*;Klima;linjen\n")
    entry = entry_of(inbox, codebook, "a.zip/kubu/a.docx")
    assert entry.fields == {"group": "KUBU", "role": "linjen"}
