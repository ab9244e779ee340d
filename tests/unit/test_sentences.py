import pytest

from corpus import Document, Turn, TurnRole, sentences_of, split, tokenise
from corpus.clauses import cuts
from corpus.sentences import TURNS, splitter

LANGUAGES = ["nb", "nn", "en"]


def document(*turns: str, between: str = "\n\n", role: TurnRole = TurnRole.INFORMANT) -> Document:
    text, placed = "", []
    for words in turns:
        text += between
        placed.append(Turn(len(text), len(text) + len(words), words, role))
        text += words
    return Document("a.txt", text + between, tuple(placed))


def cut(text: str, lang: str = "nb") -> list[str]:
    return [sentence.text for sentence in split(document(text), lang)]


# Sentences are written with a bar between them.
@pytest.mark.parametrize(
    "marked",
    [
        "Vi kom.| Vi gikk.",
        "Hva?| Nei!| Jo.",
        "Er det sant??| Ja!!| Å?!| Vel.",
        "hva heter du?| jeg heter kari",
        "Vi … altså vi … kom.| Så gikk vi …| Ja.",
        "Ja...| Nei.",
        "«Nei!» sa hun.| Så gikk hun.",
        "«Nei!»| Hun gikk.",
        "«Hva?» spurte jeg, og «hva?» sa hun.",
        "Han sa «ja».| Hun sa «nei.»| Så var det slutt.",
        'Han sa "ja."| Hun sa “nei.”| Så var det slutt.',
        "Hun sa nei.| «Ja,» sa han.| – Ja.| (Vi lo.)| Så gikk vi.",
        "Kl. 10.30 kom de, kl. 11 gikk de.",
        "Det var kl. 10.30.| Så kom de.",
        "Møtet var 10:30.| Så gikk vi.",
        "Den 17. mai 2023 møttes vi.| Den 3. juni gikk vi.",
        "Det var i 2016.| Vi begynte da.",
        "Det er 3,5 mill. kroner og 40 000 barn.",
        "Det koster 3 mill.| Det er mye.",
        "Vi har f.eks. Oslo, bl.a. Bergen, dvs. to, jf. Meld. St. 12.",
        "Se kap. 4, pkt. 3 og nr. 5 i saksnr. 22/1187.",
        "Pkt. 3 er uklart.| Kap. 4 er klart.",
        "Vi må ha papirer osv.| Det har vi ikke.",
        "A. Hansen kom.| B gikk.",
        "Se www.dfo.no.| Der står det.",
        "Hei.\u00a0| Hallo.\t| Nei.",
        "Én\nlinje brutt.| To\nlinjer.",
        "Et avsnitt\n\n| et annet",
        "Vi skal:\n| - lese\n| - skrive\n| 1. dele.",
        "**Vi kom.**| **Vi gikk.**| Så.",
        'Hun sa "ja."| "Nei," sa han.',
        "Vi skal:\n| * lese\n| * skrive.",
        "Poenget er: vi må dele.",
    ],
)
def test_sentences_end_where_a_reader_would_say(marked: str):
    expected = [part.strip() for part in marked.split("|")]
    assert cut(marked.replace("|", "")) == expected


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_language_splits_at_full_stops(lang: str):
    assert cut("One two. Three four? Five.", lang) == ["One two.", "Three four?", "Five."]


def test_long_speech_without_full_stops_is_cut_at_words_that_open_a_clause():
    clause = (
        "så satt vi der i det rommet og ventet på at noen skulle komme med de papirene vi trengte"
    )
    words = " ".join([clause] * 8)
    pieces = cut(words)
    assert len(pieces) > 3
    assert " ".join(pieces) == words
    assert all(piece.split()[0] in {"så", "og"} for piece in pieces)
    assert max(len(piece.split()) for piece in pieces) <= 60


def test_a_long_sentence_without_such_words_stays_whole():
    assert len(cut("ord " * 100)) == 1


def test_sentences_know_their_turn_and_never_cross_it():
    of = document("uten punktum", "Med. To til.", " \u00a0 ".strip() or "x")
    found = split(of, "nb")
    assert [(sentence.turn, sentence.text) for sentence in found] == [
        (0, "uten punktum"),
        (1, "Med."),
        (1, "To til."),
        (2, "x"),
    ]
    for sentence in found:
        of.check(sentence)
        turn = of.turns[sentence.turn]
        assert turn.start <= sentence.start < sentence.end <= turn.end


def test_turns_that_touch_are_kept_apart():
    assert [s.text for s in split(document("abc", "def", between=""), "nb")] == ["abc", "def"]


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(
    "words",
    ["Vi  kom \t og\u00a0gikk .", "kl.10:30–11 «hei»", "a\u2028b\x0bc", "👩‍👩‍👧 e\u0301", " "],
)
def test_tokens_make_up_the_text_to_the_letter(lang: str, words: str):
    of = document(words, words)
    doc = tokenise(splitter(lang), of)
    assert doc.text == of.text
    assert [(span.start_char, span.end_char) for span in doc.spans[TURNS]] == [
        (turn.start, turn.end) for turn in of.turns
    ]


def test_turns_carry_their_role_into_the_tokens():
    doc = tokenise(splitter("nb"), document("Hei.", role=TurnRole.ITEM))
    assert [span.label_ for span in doc.spans[TURNS]] == ["item"]


def test_text_outside_turns_is_in_no_sentence():
    of = Document("a.txt", "Kari: Hei. Ola:", (Turn(6, 10, "Hei.", TurnRole.INFORMANT),))
    doc = splitter("nb")(tokenise(splitter("nb"), of))
    assert [(span.text, turn) for span, turn in sentences_of(doc)] == [("Hei.", 0)]


def test_a_document_without_turns_has_no_sentences():
    assert split(Document("a.txt", "Hei. Hå.", ()), "nb") == ()


def test_a_long_document_is_split_in_a_moment():
    turn = "Dette er en setning som går. " * 20
    found = split(document(*[turn.strip()] * 300), "nb")
    assert len(found) == 20 * 300


SPEECH = """
ja altså vi begynte jo med å lese tildelingsbrevene til hverandre for eksempel og det var ingen
som hadde gjort det før så da satt vi der og så på hverandre i det store rommet og så sa lederen
at nå må vi rett og slett skrive noe sammen for det kan ikke fortsette på denne måten og jeg var
enig i det men hun fra finans ville til og med vente et år til fordi de hadde ikke penger sa hun
og det stemte for så vidt men vi andre hadde av og til lurt på om det var hele grunnen og etter
hvert så ble det jo en plan av det nei ikke noen stor plan da en eller annen gang skal vi vel
lage den også men nå har vi i hvert fall en liste med tiltak som alle har skrevet under på og
den bruker vi hver uke når vi møtes på tirsdager"""


def test_thousands_of_words_without_punctuation_are_cut_at_sensible_words():
    words = " ".join(SPEECH.split())
    text = " ".join([words] * (2000 // len(words.split()) + 1))
    pieces = cut(text)
    assert " ".join(pieces) == text
    assert all(8 <= len(piece.split()) <= 40 for piece in pieces)
    opening = {"ja", "altså", "og", "så", "men", "for", "fordi", "nei", "da", "når", "jeg", "vi"}
    first = [piece.split()[0] for piece in pieces]
    assert sum(word in opening for word in first) >= 0.9 * len(first)
    binding = {"å", "som", "at", "i", "på", "med", "en", "et", "er", "var", "har", "skal", "og"}
    assert not binding & {piece.split()[-1] for piece in pieces}


@pytest.mark.parametrize(
    "phrase",
    ["for eksempel", "rett og slett", "til og med", "for så vidt", "og så", "en eller annen"],
)
def test_a_fixed_phrase_is_never_torn_apart(phrase: str):
    words = f"hus bil {phrase} ".split() * 60
    inside = {
        at + offset
        for at in range(len(words))
        if words[at : at + len(phrase.split())] == phrase.split()
        for offset in range(1, len(phrase.split()))
    }
    found = cuts(words)
    assert found
    assert not inside & set(found)


def test_full_stops_in_lower_case_are_where_long_speech_is_cut():
    text = " ".join(["vi kom dit tidlig og det regnet hele den lange dagen på oss."] * 30)
    assert set(cut(text)) == {"vi kom dit tidlig og det regnet hele den lange dagen på oss."}


def test_speech_in_another_language_is_cut_as_well():
    pieces = cut("sápmi gulahallan bargu " * 100)
    assert all(8 <= len(piece.split()) <= 40 for piece in pieces)
