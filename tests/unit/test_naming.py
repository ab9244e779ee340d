import pytest

from codebook import Codebook, load
from corpus.naming import match_item, match_language, match_phase


@pytest.fixture(scope="module")
def codebook() -> Codebook:
    return load()


@pytest.mark.parametrize(
    ("value", "case"),
    [
        ("KUBU", "kubu"),
        ("kubu – utsatte barn og unge", "kubu"),
        ("Kjernegruppen  for klima og\u00a0omstilling", "klima"),
        ("VANN", "vann"),
        ("Vatn og avløp", "vann"),
        ("Vannkraft", None),
        ("Klima og krise", None),
        ("Havbruk", None),
        ("Kjernegruppen for utsatte barn & unge", "kubu"),
        ("KUBUs møte", "kubu"),
        ("KUBU-gruppen", "kubu"),
        ("vann/avløp", "vann"),
        ("Vann- og avløp", "vann"),
        ("vann_og_avlop", "vann"),
        ("klimagruppens arbeid", "klima"),
        ("Climate and transition", "klima"),
        ("slik det var", None),
        ("i krisen", None),
        ("", None),
    ],
)
def test_a_group_is_known_by_its_longest_spelling(value: str, case: str | None, codebook: Codebook):
    assert match_item(value, codebook.cases) == case


@pytest.mark.parametrize(
    ("value", "role"),
    [
        ("sekretariatsleder", "sekretariat"),
        ("leder av sekretariatet", "sekretariat"),
        ("medlem av gruppen, avdelingsdirektør", "gruppe"),
        ("rådgiver i linjen", "linje"),
        ("etatssamarbeid (direktorat)", "etat"),
        ("portvakt", None),
        ("deltakerne", "gruppe"),
        ("prosjektleder i sekretariatet", "sekretariat"),
        ("avdelingsleder", None),
    ],
)
def test_a_role_is_known_by_its_longest_spelling(value: str, role: str | None, codebook: Codebook):
    assert match_item(value, codebook.roles) == role


@pytest.mark.parametrize(
    ("value", "kind"),
    [
        ("intervjuer", "interview"),
        ("Telefonintervju", "interview"),
        ("referatet fra møtet", "minutes"),
        ("sluttrapport", "document"),
        ("Følgeevaluering", "document"),
        ("høyringssvar", "document"),
        ("hoeringssvar", "document"),
        ("dagbok", None),
    ],
)
def test_a_kind_is_known_by_the_end_of_a_longer_word(
    value: str, kind: str | None, codebook: Codebook
):
    assert match_item(value, codebook.kinds, compounds=True) == kind


@pytest.mark.parametrize(
    ("value", "phase"),
    [
        ("Fase 2", "fase2"),
        ("fase2", "fase2"),
        ("FASE-3 KUBU", "fase3"),
        ("Phase 1", "fase1"),
        ("Fase 2 (2023)", "fase2"),
        ("fase 12", None),
        ("fase 1 og fase 2", None),
        ("2", None),
    ],
)
def test_a_phase_is_known_by_its_id_or_label(value: str, phase: str | None, codebook: Codebook):
    assert match_phase(value, codebook.phases) == phase


def test_a_number_is_a_phase_only_where_one_is_meant(codebook: Codebook):
    assert match_phase("2", codebook.phases, alone=True) == "fase2"
    assert match_phase("9", codebook.phases, alone=True) is None


@pytest.mark.parametrize(
    ("value", "lang"),
    [
        ("nynorsk", "nn"),
        ("Bokmål (noe nynorsk)", "nn"),
        ("norsk", "nb"),
        ("NB", "nb"),
        ("English", "en"),
        ("klingonsk", None),
    ],
)
def test_languages_are_known_by_name_or_code(value: str, lang: str | None):
    assert match_language(value) == lang
