from datetime import date

import pytest

from codebook import Codebook, load
from corpus.document import Metadata
from corpus.header import read_header
from corpus.lines import lines
from corpus.metadata import claims, kind_of, merge
from corpus.sidecar import Entry

TODAY = date(2024, 6, 1)
FULL = "Gruppe: KUBU\nDato: 2023-05-11\nType: intervju\nRolle: sekretariatsleder\nSpråk: bokmål\n"


@pytest.fixture(scope="module")
def codebook() -> Codebook:
    return load()


def known(
    codebook: Codebook,
    header: str = "",
    name: str = "a.txt",
    fields: dict[str, str] | None = None,
    properties: dict[str, str] | None = None,
    read_as: str = "interview",
) -> tuple[Metadata, list[str]]:
    entry = Entry(fields) if fields else None
    said = claims(read_header(lines(header), codebook), entry, name, properties or {}, codebook)
    created = (properties or {}).get("created", "")
    return merge(said, codebook, kind_of(said) or read_as, "nb", created, today=TODAY)


def test_what_the_header_says_is_known_from_the_header(codebook: Codebook):
    metadata, warnings = known(codebook, FULL)
    assert metadata == Metadata(
        "kubu", date(2023, 5, 11), "fase2", "interview", "sekretariat", "nb"
    )
    assert set(metadata.origins.values()) == {"header"}
    assert warnings == []


@pytest.mark.parametrize(
    ("name", "group", "day", "kind", "role"),
    [
        ("2023-05-11_KUBU_sekretariat.docx", "kubu", date(2023, 5, 11), None, "sekretariat"),
        ("Intervju 3 KUBU avd.dir 11.05.2023.docx", "kubu", date(2023, 5, 11), "interview", None),
        ("20230511-referat-klima.docx", "klima", date(2023, 5, 11), "minutes", None),
    ],
)
def test_what_the_name_of_the_file_says(
    name: str, group: str, day: date, kind: str | None, role: str | None, codebook: Codebook
):
    metadata, warnings = known(codebook, name=name)
    assert (metadata.group, metadata.date, metadata.phase) == (group, day, "fase2")
    assert (metadata.kind, metadata.role) == (kind or "interview", role)
    assert metadata.origins["group"] == metadata.origins["phase"] == "file_name"
    assert metadata.origins["kind"] == ("file_name" if kind else "guessed")
    assert warnings == []


def test_folders_say_group_kind_and_phase(codebook: Codebook):
    metadata, warnings = known(codebook, name="Fase 1/KUBU/referater/a.txt")
    assert (metadata.group, metadata.kind, metadata.phase) == ("kubu", "minutes", "fase1")
    assert {metadata.origins[name] for name in ("group", "kind", "phase")} == {"folder"}
    assert metadata.date is None
    assert warnings == ["no date understood; write 'Dato: 2023-05-31' at the top"]


def test_properties_count_before_folders_and_after_the_name(codebook: Codebook):
    title = {"title": "Intervju i klimagruppen 11.5.2023", "keywords": "fase 2"}
    metadata, _ = known(codebook, properties=title)
    assert (metadata.group, metadata.origins["group"]) == ("klima", "properties")
    metadata, warnings = known(codebook, name="KUBU/krise.txt", properties=title)
    assert metadata.group == "krise"
    assert warnings == [
        "the group is krise by the file's name, but klima by the file's properties; krise counts",
        "the group is krise by the file's name, but kubu by the folder; krise counts",
    ]


def test_the_day_a_file_was_made_is_a_hint_and_no_date(codebook: Codebook):
    metadata, warnings = known(codebook, "Gruppe: KUBU\n", properties={"created": "2023-05-12"})
    assert metadata.date is metadata.phase is None
    assert warnings == [
        "no date understood, so the document has no phase; write 'Dato: 2023-05-31' at the top"
        " (the file was made on 2023-05-12)"
    ]


def test_the_metadata_file_counts_after_the_header_and_before_the_rest(codebook: Codebook):
    fields = {"group": "Klima", "role": "linjen", "date": "11.05.2023", "language": "nynorsk"}
    metadata, warnings = known(codebook, "Gruppe: KUBU\n", "vann_etat.txt", fields)
    assert metadata == Metadata("kubu", date(2023, 5, 11), "fase2", "interview", "linje", "nn")
    assert metadata.origins == {
        "group": "header",
        "date": "metadata_file",
        "phase": "metadata_file",
        "kind": "guessed",
        "role": "metadata_file",
        "lang": "metadata_file",
    }
    assert warnings == [
        "the group is kubu by the header, but klima by the metadata file; kubu counts",
        "the group is kubu by the header, but vann by the file's name; kubu counts",
        "the role is linje by the metadata file, but etat by the file's name; linje counts",
    ]


def test_a_group_that_the_codebook_lacks_is_not_looked_for_elsewhere(codebook: Codebook):
    metadata, warnings = known(codebook, "Gruppe: Havbruk\nDato: 2023-05-11\n", "klima.txt")
    assert metadata.group is None
    assert len(warnings) == 1
    assert warnings[0].startswith("the line 'Kjernegruppe:' names a group that the codebook lacks")
    assert "Havbruk" not in warnings[0]


def test_a_role_that_the_codebook_lacks_is_looked_for_elsewhere(codebook: Codebook):
    header = "Gruppe: KUBU\nDato: 2023-05-11\nRolle: portvakt\n"
    assert known(codebook, header, "sekretariat.txt")[0].role == "sekretariat"
    metadata, warnings = known(codebook, header)
    assert metadata.role is None
    assert warnings == [
        "the role in the header is not in the codebook; it has: gruppe, sekretariat, linje, etat"
    ]


def test_a_role_in_a_title_or_a_name_counts_for_interviews_alone(codebook: Codebook):
    header = "Møte med sekretariatslederen\nGruppe: KUBU\nDato: 2023-05-11\n"
    assert known(codebook, header)[0].role == "sekretariat"
    assert known(codebook, header, read_as="minutes")[0].role is None


def test_titles_and_unknown_fields_name_the_group(codebook: Codebook):
    for header in (
        "Klima og omstilling – kjernegruppe\nDato: 2023-05-11\n",
        "Fra: kjernegruppen for klima & omstilling\nTil: alle\nDato: 2023-05-11\n",
    ):
        metadata, warnings = known(codebook, header)
        assert (metadata.group, metadata.origins["group"]) == ("klima", "header")
        assert warnings == []


def test_unknown_fields_that_name_two_groups_name_none(codebook: Codebook):
    metadata, _ = known(codebook, "Fra: KUBU\nTil: Klima\nDato: 2023-05-11\n")
    assert metadata.group is None


def test_contradicting_dates_are_named(codebook: Codebook):
    metadata, warnings = known(codebook, FULL, "2023-05-12.txt")
    assert metadata.date == date(2023, 5, 11)
    assert warnings == [
        "the date is 2023-05-11 by the header, but 2023-05-12 by the file's name; 2023-05-11 counts"
    ]


@pytest.mark.parametrize("name", ["mai 2023.txt", "våren 2023.txt", "2023/a.txt"])
def test_a_month_or_season_around_a_day_does_not_contradict_it(name: str, codebook: Codebook):
    assert known(codebook, FULL, name)[1] == []


def test_a_season_within_one_phase_gives_the_phase_and_no_date(codebook: Codebook):
    metadata, warnings = known(codebook, "Gruppe: KUBU\nDato: våren 2023\n")
    assert (metadata.date, metadata.phase) == (None, "fase2")
    assert metadata.origins["phase"] == "header"
    assert warnings == []


def test_a_season_in_two_phases_gives_none(codebook: Codebook):
    metadata, warnings = known(codebook, "Gruppe: KUBU\nDato: høsten 2023\n")
    assert metadata.phase is None
    assert warnings == [
        "the date 2023-08-01 to 2023-12-31 lies in no single phase of the codebook;"
        " write 'Dato: 2023-05-31' at the top"
    ]


def test_a_day_within_the_season_of_the_header_is_the_date(codebook: Codebook):
    metadata, warnings = known(codebook, "Gruppe: KUBU\nDato: våren 2023\n", "2023-05-11.txt")
    assert (metadata.date, metadata.origins["date"]) == (date(2023, 5, 11), "file_name")
    assert warnings == []


def test_a_phase_against_the_date_is_named(codebook: Codebook):
    metadata, warnings = known(codebook, FULL, "Fase 3/a.txt")
    assert metadata.phase == "fase2"
    assert warnings == [
        "the phase is fase2 by the date in the header, but fase3 by the folder; fase2 counts"
    ]
    header = "Gruppe: KUBU\nFase: 3\n"
    metadata, warnings = known(codebook, header, "2023-05-11.txt")
    assert (metadata.phase, metadata.date) == ("fase3", date(2023, 5, 11))
    assert warnings == [
        "the phase is fase3 by the header, but fase2 by the date in the file's name; fase3 counts"
    ]


def test_impossible_and_future_dates_are_named(codebook: Codebook):
    metadata, warnings = known(codebook, "Gruppe: KUBU\nDato: 31.02.2023\n", "2023-03-01.txt")
    assert metadata.date == date(2023, 3, 1)
    assert warnings == ["the date 31.02.2023 in the header is in no calendar; correct it"]
    metadata, warnings = known(codebook, "Gruppe: KUBU\nDato: 2024-06-02\n")
    assert metadata.date == date(2024, 6, 2)
    assert warnings == ["the date 2024-06-02 in the header lies in the future; correct it"]


def test_a_date_outside_all_phases_is_named(codebook: Codebook):
    metadata, warnings = known(codebook, "Gruppe: KUBU\nDato: 1999-04-01\n")
    assert metadata.phase is None
    assert warnings == ["the date 1999-04-01 lies in no phase of the codebook"]


def test_where_nothing_is_said_the_gaps_are_named_with_the_remedy(codebook: Codebook):
    metadata, warnings = known(codebook)
    assert metadata == Metadata(kind="interview", lang="nb")
    assert metadata.origins == {"kind": "guessed", "lang": "guessed"}
    assert [warning.split(";")[1][:7] for warning in warnings] == [" write ", " write "]


def test_no_words_of_the_document_are_in_warnings(codebook: Codebook):
    header = "Gruppe: hemmelig\nDato: hemmelig\nType: hemmelig\nRolle: hemmelig\nFase: hemmelig\n"
    _, warnings = known(codebook, header)
    assert len(warnings) == 5
    assert "hemmelig" not in " ".join(warnings)


def test_metadata_files_that_do_not_name_the_document_are_named_where_something_is_missing(
    codebook: Codebook,
):
    for header, missing in ((FULL, False), ("Gruppe: KUBU\n", True), ("Dato: 2023-05-11\n", True)):
        said = claims(read_header(lines(header), codebook), None, "a.txt", {}, codebook)
        _, warnings = merge(said, codebook, "interview", "nb", silent="metadata.csv", today=TODAY)
        assert ("metadata.csv does not name this file; add it there" in warnings) is missing
