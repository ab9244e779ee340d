"""Whatever a file holds, every piece of it knows where it stands."""

import unicodedata

from hypothesis import given, settings
from hypothesis import strategies as st

from codebook import load
from corpus import Document, Turn, TurnRole, read_text, sentences_of, split, tokenise
from corpus.lines import lines, paragraphs
from corpus.sentences import TURNS, splitter
from corpus.text import normalise
from kodetrapp.errors import FileRefusedError

# The same examples every time, and no stop-watch: the first one loads languages and dates.
quick = settings(derandomize=True, deadline=None)
thorough = settings(quick, max_examples=300)

CODEBOOK = load()
LANGUAGES = st.sampled_from(["nb", "nn", "en"])

texts = st.text(max_size=300)
# What transcripts are made of, with what makes them hard to read.
HEADERS = [
    *("Gruppe: KUBU\n", "Dato: 3. mai 2023\r\n", "Type: referat\n", "Type: intervju\n", "Rolle: "),
    *("Type: observasjon\n", "Målform: nynorsk\n", "Speaker 1 = intervjuer\n", "Til stede:\n"),
    *("# Intervju nr. 4\n", "\n", "\ufeff", "**Gruppe:**\u00a0VANN\n\n"),
]
LABELS = [
    *("Intervjuer: ", "Informant 2: ", "I: ", "R:\t", "INT – ", "INF –", "Kari: ", "**Ola:** "),
    *("Speaker 1 00:03:12\n", "Speaker 2 00:03:12\n", "[00:12:31] Informant: ", "Informant\n"),
    *("10:30 ", "(01:02)\n", "Sak 12/23 ", "Sak 13/23: ", "1. ", "2. ", "3. mai ", "1.1 ", "# "),
    *("## Punkt 4: ", "- ", "– ", "• ", "Vedtak: ", "«", "", ""),
]
WORDS = [
    *("Vi møttes", " og", " så", "Poenget er: vi", "«Nei!» sa hun", " kl. 10.30", " f.eks. Oslo"),
    *(
        ".",
        "! ",
        "? ",
        "…",
        "...",
        ": ",
        ", ",
        "»",
        "*",
        "_",
        ") ",
        " ",
        "\t",
        "\u00a0",
        "\n",
        "\n- ",
    ),
    *("e\u0301", "👩‍👧", "ß", "İ", "\u2028", "\x0b", "\ufeff", "www.dfo.no", "12.03.2024. Da"),
    *("ja men altså " * 12, "ord " * 70, "3,5 mill. kroner"),
]
ENDS = ["\n", "\n\n", "\r\n", "\r", "  \n", "\n\u00a0\n", " ", ""]
words = st.lists(st.one_of(st.sampled_from(WORDS), st.text(max_size=6)), max_size=5).map("".join)
spoken = st.tuples(st.sampled_from(LABELS), words, st.sampled_from(ENDS)).map("".join)
headers = st.lists(st.sampled_from(HEADERS), max_size=5).map("".join)
transcripts = st.tuples(headers, st.lists(spoken, min_size=3, max_size=12).map("".join)).map(
    "".join
)
anything = st.one_of(texts, transcripts, transcripts, transcripts)


def read(text: str) -> Document | None:
    """The document, None where it is refused (the only error there may be)."""
    try:
        return read_text(text, CODEBOOK, "a.txt")
    except FileRefusedError:
        return None


@quick
@given(anything)
def test_normalising_twice_is_normalising_once(text: str):
    normal = normalise(text)
    assert normalise(normal) == normal
    assert "\r" not in normal
    assert unicodedata.is_normalized("NFC", normal)


@quick
@given(anything)
def test_lines_and_paragraphs_make_up_the_text(text: str):
    found = lines(text)
    assert "\n".join(line.text for line in found) == text
    assert all(text[line.start : line.end] == line.text for line in found)
    assert [line for block in paragraphs(found) for line in block] == [
        line for line in found if not line.blank
    ]


@thorough
@given(anything)
def test_turns_stand_where_they_say_in_order(text: str):
    of = read(text)
    if of is None:
        return
    assert of.text == normalise(text)
    assert any(turn.role.coded for turn in of.turns)
    end = 0
    for turn in of.turns:
        assert of.text[turn.start : turn.end] == turn.text
        assert turn.text == turn.text.strip() != ""
        assert turn.start >= end
        end = turn.end


@thorough
@given(anything, LANGUAGES)
def test_sentences_stand_where_they_say_inside_their_turn(text: str, lang: str):
    of = read(text)
    if of is None:
        return
    end, number = 0, 0
    for sentence in split(of, lang):
        turn = of.turns[sentence.turn]
        assert of.text[sentence.start : sentence.end] == sentence.text
        assert sentence.text == sentence.text.strip() != ""
        assert turn.start <= sentence.start < sentence.end <= turn.end
        assert sentence.start >= end
        assert sentence.turn >= number
        end, number = sentence.end, sentence.turn


@thorough
@given(anything, LANGUAGES)
def test_every_letter_of_a_coded_turn_lies_in_a_sentence(text: str, lang: str):
    of = read(text)
    if of is None:
        return
    covered = {at for sentence in split(of, lang) for at in range(sentence.start, sentence.end)}
    for turn in of.turns:
        missing = [
            at
            for at in range(turn.start, turn.end)
            if not of.text[at].isspace() and at not in covered
        ]
        assert not (turn.role.coded and missing)


@thorough
@given(anything, LANGUAGES)
def test_tokens_make_up_the_text_and_its_turns(text: str, lang: str):
    of = read(text)
    if of is None:
        return
    nlp = splitter(lang)
    doc = nlp(tokenise(nlp, of))
    assert doc.text == of.text
    assert [(span.text, span.label_) for span in doc.spans[TURNS]] == [
        (turn.text, turn.role.value) for turn in of.turns
    ]
    assert [(span.start_char, span.end_char) for span, _ in sentences_of(doc)] == [
        (sentence.start, sentence.end) for sentence in split(of, lang)
    ]


@quick
@given(st.lists(st.text(st.sampled_from("ab .!?\n\u00a0«»1"), min_size=1, max_size=12), max_size=8))
def test_turns_of_any_kind_are_tokenised_to_the_letter(pieces: list[str]):
    text, turns = "", []
    for number, piece in enumerate(pieces):
        words = piece.strip()
        if words and number % 2:
            start = len(text) + piece.index(words)
            turns.append(Turn(start, start + len(words), words, TurnRole.ITEM))
        text += piece
    of = Document("a.txt", text, tuple(turns))
    doc = tokenise(splitter("nb"), of)
    assert doc.text == text
    assert [(span.start_char, span.end_char) for span in doc.spans[TURNS]] == [
        (turn.start, turn.end) for turn in turns
    ]


@thorough
@given(anything)
def test_reading_a_read_text_changes_nothing(text: str):
    of = read(text)
    again = read(normalise(text))
    assert again == of
    if of is not None:
        assert read(of.text) == of
        assert of.document_id == read(of.text.replace("\n", "\r\n")).document_id


@thorough
@given(anything)
def test_no_repr_nor_warning_quotes_what_is_said(text: str):
    of = read(f"{text}\nGruppe: zqxj\nRolle: zqxj\nType: zqxj\n\nI: Hva?\nR: zqxj\nI: zqxj?\n")
    assert of is not None
    assert "zqxj" not in repr(of) + repr(of.turns) + str(of.warnings)


@quick
@given(st.text("ab", max_size=30), st.text("ab", max_size=3))
def test_a_quote_is_found_at_every_place_and_nowhere_else(text: str, quote: str):
    of = Document("a.txt", text, ())
    found = of.find(quote)
    places = [at for at in range(len(text)) if quote and text.startswith(quote, at)]
    assert [passage.start for passage in found] == places
    for passage in found:
        of.check(passage)
        assert passage.text == quote
        assert of.passage(passage.start, passage.end) == passage


@quick
@given(texts.filter(bool), st.data())
def test_what_is_cut_from_a_text_is_found_in_it(text: str, data: st.DataObject):
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    of = Document("a.txt", text, ())
    cut = of.passage(start, end)
    assert cut in of.find(cut.text)
