from collections.abc import Iterator
from pathlib import Path

import pytest
from py3langid.langid import MODEL_FILE, LanguageIdentifier
from ruamel.yaml import YAML

from codebook import Codebook, load
from corpus import Document, read_text
from corpus.document import Turn, TurnRole
from corpus.language import marked, tell
from corpus.vocabulary import vocabulary

PASSAGES: dict[str, list[str]] = YAML(typ="safe").load(
    Path(__file__).parents[1] / "data" / "passages.yaml"
)
NORWEGIAN = ["nb", "nn"]
HOME = (
    "Vi satt i hvert vårt hus og leste om hverandre i avisen. Etter hvert fikk vi en felles plan,"
    " og da ble det lettere å snakke sammen på tvers av departementene."
)
NOT_PLAIN = {
    "Det ved jeg faktisk ikke noget om, desværre.",
    "Man skal huske på, at vi kun mødtes to gange om året, og så nåede vi ikke så meget.",
}
"""Danish that could be Norwegian: the odds are below ten to one."""


@pytest.fixture(scope="module")
def codebook() -> Codebook:
    return load()


def turns(*words: str, role: TurnRole = TurnRole.INFORMANT) -> list[Turn]:
    """The words as turns, one after the other."""

    def placed() -> Iterator[Turn]:
        at = 0
        for text in words:
            yield Turn(at, at + len(text), text, role)
            at += len(text) + 2

    return list(placed())


def interview(*answers: str, more: str = "") -> str:
    said = "\n\n".join(f"Intervjuer: Hva så?\n\nInformant: {answer}" for answer in answers)
    return f"Gruppe: KUBU\nDato: 2023-05-11\nType: intervju\n{more}\n{said}\n"


def read(codebook: Codebook, *answers: str, more: str = "") -> Document:
    return read_text(interview(*answers, more=more), codebook, "a.txt")


@pytest.mark.parametrize(
    ("lang", "words"),
    [(lang, words) for lang in PASSAGES if lang not in NORWEGIAN for words in PASSAGES[lang]],
)
def test_a_turn_in_another_language_is_told(lang: str, words: str):
    told = tell(turns(HOME, HOME, words), NORWEGIAN)
    assert told.document == "nb"
    assert told.turns == (None, None, None if words in NOT_PLAIN else lang)


@pytest.mark.parametrize("words", [words for lang in NORWEGIAN for words in PASSAGES[lang]])
def test_norwegian_that_looks_like_something_else_stays_norwegian(words: str):
    told = tell(turns(HOME, HOME, words), NORWEGIAN)
    assert told.turns[2] in {None, "nn"}
    assert tell(turns(words), NORWEGIAN).document in NORWEGIAN


@pytest.mark.parametrize("lang", PASSAGES)
def test_a_document_in_each_language_is_told(lang: str):
    assert tell(turns(*PASSAGES[lang]), NORWEGIAN).document == lang


def test_the_passages_are_some_sixty():
    foreign = [words for lang, all_ in PASSAGES.items() if lang not in NORWEGIAN for words in all_]
    assert len(foreign) >= 60
    assert len(NOT_PLAIN) / len(foreign) < 0.04


def test_most_words_decide():
    danish, english = PASSAGES["da"][-2:], PASSAGES["en"][-2:]
    assert tell(turns(*danish, HOME), NORWEGIAN).document == "da"
    assert tell(turns(danish[0], HOME, HOME), NORWEGIAN).document == "nb"
    assert tell(turns(*english, HOME), NORWEGIAN).document == "en"


def test_questions_do_not_decide():
    asked = turns(*PASSAGES["en"], role=TurnRole.INTERVIEWER)
    end = asked[-1].end + 1
    said = Turn(end, end + len(HOME), HOME, TurnRole.INFORMANT)
    told = tell([*asked, said], NORWEGIAN)
    assert told.document == "nb"
    assert set(told.turns[:-1]) == {"en"}


def test_headings_and_few_words_have_no_language_of_their_own():
    heading = turns(PASSAGES["en"][3], role=TurnRole.HEADING)[0]
    short = "That is all I know."
    assert tell([heading], NORWEGIAN).turns == (None,)
    assert tell(turns(HOME, short), NORWEGIAN).turns == (None, None)


def test_a_turn_with_a_quotation_in_another_language_stays_whole():
    english = f"{PASSAGES['en'][7]} {PASSAGES['en'][8]}"
    home = turns(f"{HOME} " * 6, f"{english} {HOME}", english)
    assert tell(home, NORWEGIAN).turns == (None, None, "en")


def test_the_codebook_decides_what_is_at_home():
    told = tell(turns(HOME, PASSAGES["en"][-1], PASSAGES["en"][-2]), ["en"])
    assert told.document == "en"
    assert told.turns == ("nb", None, None)
    assert tell(turns("1 2 3"), ["en"]).document == "en"


def test_a_language_that_the_classifier_does_not_know_is_not_contradicted():
    assert tell(turns(PASSAGES["se"][0]), ["sma"]) == tell(turns(HOME), ["sma"])
    told = tell(turns(*PASSAGES["se"]), NORWEGIAN)
    assert [turn.lang for turn in marked(turns(*PASSAGES["se"]), told, "sma")] == [None] * 4


def test_nynorsk_and_bokmål_are_told_apart_in_one_document(codebook: Codebook):
    of = read(codebook, HOME, PASSAGES["nn"][2], HOME)
    assert [turn.lang for turn in of.turns if turn.role.coded] == [None, "nn", None]
    assert of.metadata.lang == "nb"
    assert of.warnings == ()


def test_a_document_in_another_language_is_taken_in_with_a_warning(codebook: Codebook):
    of = read(codebook, *PASSAGES["da"][-4:])
    assert of.metadata.lang == "da"
    assert len(of.warnings) == 1
    assert "most of it is in Danish (da)" in of.warnings[0]
    assert "write 'Språk: nb'" in of.warnings[0]


def test_a_turn_in_another_language_is_counted_in_a_warning(codebook: Codebook):
    of = read(codebook, HOME, PASSAGES["en"][-1], HOME)
    assert [turn.lang for turn in of.turns if turn.role.coded] == [None, "en", None]
    assert of.warnings == (
        "turns in languages that the codebook does not name are not coded: English (en): 1",
    )


def test_the_header_beats_what_the_words_tell(codebook: Codebook):
    of = read(codebook, *PASSAGES["da"][-4:], PASSAGES["en"][-1], more="Språk: norsk\n")
    assert of.metadata.lang == "nb"
    assert [turn.lang for turn in of.turns if turn.role.coded] == [None] * 4 + ["en"]
    assert "said to be in Norwegian (nb), but reads like Danish (da)" in of.warnings[0]


def test_a_header_with_another_language_is_believed(codebook: Codebook):
    of = read(codebook, HOME, more="Språk: sørsamisk\n")
    assert of.metadata.lang == "sma"
    assert "South Sámi (sma), which the codebook does not name" in of.warnings[1]


def test_letters_that_were_lost_are_counted(codebook: Codebook):
    of = read(codebook, HOME.replace("å", "\ufffd"))
    assert f"lost before this file was made: {HOME.count('å')}" in of.warnings[0]


def test_the_vocabulary_names_languages_that_the_classifier_knows():
    known = set(LanguageIdentifier.from_model_file(MODEL_FILE).labels)
    assert set(vocabulary().languages) - known == {"nb", "smj", "sma", "ti"}
    names = [name for all_ in vocabulary().languages.values() for name in all_]
    assert len(names) == len(set(names))
