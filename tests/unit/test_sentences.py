import pytest

from corpus import Document, Turn, TurnRole, sentences_of, split, tokenise
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
