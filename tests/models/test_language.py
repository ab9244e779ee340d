import pytest

from corpus import Document, GoldDocument, Metadata, Turn, TurnRole, tokenise
from corpus.sentences import TURNS
from models.language import CODED, base_pipeline
from tests.models.tiny import document


@pytest.fixture(scope="module")
def nlp():
    return base_pipeline(["nb", "nn"])


def test_the_pipeline_splits_sentences_and_sets_lemmas(nlp):
    assert nlp.pipe_names == ["kodetrapp_sentences", "kodetrapp_coded", "kodetrapp_lemmas"]


def test_the_first_language_chooses_the_tokeniser(nlp):
    assert nlp.lang == "nb"
    assert base_pipeline(["nn", "nb"]).lang == "nn"


@pytest.mark.parametrize(
    ("lang", "turn_lang", "coded"),
    [
        ("nb", None, True),
        ("nb", "nn", True),
        (None, None, True),
        ("nb", "en", False),
        ("da", None, False),
        ("da", "nb", False),
    ],
)
def test_turns_are_coded_in_the_codebook_s_languages_alone(
    nlp, lang: str | None, turn_lang: str | None, coded: bool
):
    turns = (
        Turn(0, 4, "Hva?", TurnRole.INTERVIEWER),
        Turn(5, 8, "Ja.", TurnRole.INFORMANT, lang=turn_lang),
    )
    of = Document("a.txt", "Hva? Ja.", turns, Metadata(lang=lang))
    assert nlp(tokenise(nlp, of)).spans[TURNS].attrs[CODED] == [False, coded]


@pytest.mark.parametrize(
    ("word", "lemma"),
    [
        ("Departementene", "departement"),
        ("skrev", "skrive"),
        ("møtene", "møte"),
        ("skreiv", "skrive"),
        ("fekk", "få"),
        ("gutar", "gut"),
    ],
)
def test_words_of_both_languages_get_their_lemma(nlp, word: str, lemma: str):
    assert [token.lemma_ for token in nlp(word)] == [lemma]


@pytest.mark.parametrize(
    "words", ["Ja.  Nei …\n\tKanskje?", "«Hei»,sa hun. ", "f.eks. 1.mai\u00a0–"]
)
def test_the_text_stays_as_it_is(nlp, words: str):
    of = document(words, words)
    assert nlp(tokenise(nlp, of)).text == of.text


def test_the_text_of_whole_documents_stays_as_it_is(nlp, gold: list[GoldDocument]):
    for item in gold:
        assert nlp(tokenise(nlp, item.document)).text == item.document.text
