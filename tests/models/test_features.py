from dataclasses import replace

import numpy as np
import pytest

from corpus import Metadata
from models.features import BLOCKS, CONTEXT_WEIGHT, Features
from tests.models.tiny import ASKS, HEADING, Letters, document, features

TALK = document(
    (ASKS, "What do you do?"),
    "First I sort. Then I stamp. Then tea.",
    "Another turn.",
    (ASKS, "And now? Why?"),
    "Last words.",
)
NOTES = document("Nobody asked. Rain again.", (HEADING, "Item 2 Poster"), "It hangs.", name="b.txt")


@pytest.fixture(scope="module")
def both() -> Features:
    return features([TALK, NOTES], Letters())


def vector(text: str) -> np.ndarray:
    return Letters().encode([text])[0]


def block(of: Features, text: str, name: str) -> np.ndarray:
    """One block of the vector of the sentence `text`, its weight taken off."""
    row = of.words["text"].tolist().index(text)
    blocks = of.vectors[row].reshape(BLOCKS, Letters.size)
    which = ["own", "previous", "next", "question", "turn"].index(name)
    return blocks[which] if name == "own" else blocks[which] / CONTEXT_WEIGHT


def test_only_what_may_be_coded_is_a_row(both: Features):
    assert both.words["text"].tolist() == [
        "First I sort.",
        "Then I stamp.",
        "Then tea.",
        "Another turn.",
        "Last words.",
        "Nobody asked.",
        "Rain again.",
        "It hangs.",
    ]
    assert both.document.tolist() == [0, 0, 0, 0, 0, 1, 1, 1]
    assert both.turn.tolist() == [1, 1, 1, 2, 4, 0, 0, 2]
    assert both.vectors.shape == (8, BLOCKS * Letters.size)


def test_spans_stand_where_the_sentences_stand(both: Features):
    for span, number in zip(both.spans, both.document, strict=True):
        assert (TALK, NOTES)[number].text[span.start_char : span.end_char] == span.text


def test_the_first_block_is_the_sentence_itself(both: Features):
    assert np.array_equal(block(both, "Then I stamp.", "own"), vector("Then I stamp."))


@pytest.mark.parametrize(
    ("sentence", "previous", "following"),
    [
        ("First I sort.", None, "Then I stamp."),
        ("Then I stamp.", "First I sort.", "Then tea."),
        ("Then tea.", "Then I stamp.", None),
        ("Another turn.", None, None),
        ("Last words.", None, None),
        ("Nobody asked.", None, "Rain again."),
    ],
)
def test_neighbours_are_those_within_the_turn(
    both: Features, sentence: str, previous: str | None, following: str | None
):
    for name, expected in [("previous", previous), ("next", following)]:
        wanted = vector(expected) if expected else np.zeros(Letters.size)
        assert np.array_equal(block(both, sentence, name), wanted)


@pytest.mark.parametrize(
    ("sentence", "question", "sentences"),
    [
        ("First I sort.", "What do you do?", ["What do you do?"]),
        ("Another turn.", "What do you do?", ["What do you do?"]),
        ("Last words.", "And now? Why?", ["And now?", "Why?"]),
        ("Nobody asked.", "", []),
        ("It hangs.", "Item 2 Poster", ["Item 2 Poster"]),
    ],
)
def test_the_question_is_the_last_one_or_the_heading_in_the_same_document(
    both: Features, sentence: str, question: str, sentences: list[str]
):
    row = both.words["text"].tolist().index(sentence)
    assert both.words["question"].iloc[row] == question
    mean = np.mean([vector(s) for s in sentences], axis=0) if sentences else np.zeros(Letters.size)
    assert block(both, sentence, "question") == pytest.approx(mean, abs=1e-6)


def test_the_last_block_is_the_mean_of_the_turn(both: Features):
    mean = np.mean([vector(s) for s in ("First I sort.", "Then I stamp.", "Then tea.")], axis=0)
    for sentence in ("First I sort.", "Then tea."):
        assert block(both, sentence, "turn") == pytest.approx(mean, abs=1e-6)
    assert np.array_equal(block(both, "Another turn.", "turn"), vector("Another turn."))


def test_lemmas_stand_beside_the_text(both: Features):
    assert both.words["lemmas"].iloc[4] == "last word ."


def test_chosen_rows_are_the_same_rows(both: Features):
    some = both.rows(np.array([4, 1]))
    assert some.words["text"].tolist() == ["Last words.", "Then I stamp."]
    assert [span.text for span in some.spans] == some.words["text"].tolist()
    assert np.array_equal(some.vectors, both.vectors[[4, 1]])
    assert (some.document.tolist(), some.turn.tolist()) == ([0, 0], [4, 1])


def test_no_documents_give_no_rows():
    nothing = features([], Letters())
    assert len(nothing) == 0
    assert nothing.vectors.shape == (0, BLOCKS * Letters.size)
    assert list(nothing.words.columns) == ["text", "lemmas", "question"]


def test_without_an_encoder_there_are_words_alone():
    assert features([TALK]).vectors.shape == (5, 0)


def test_a_turn_in_another_language_is_neither_a_row_nor_the_question():
    of = document((ASKS, "Why?"), "Fordi det regnet.", "Because it rained.")
    asked, foreign, answer = of.turns
    mixed = replace(of, turns=(asked, replace(foreign, lang="nb"), answer))
    found = features([mixed], Letters())
    assert found.words["text"].tolist() == ["Because it rained."]
    assert found.words["question"].tolist() == ["Why?"]
    assert np.array_equal(block(found, "Because it rained.", "question"), vector("Why?"))


def test_a_document_in_another_language_has_no_rows():
    abroad = replace(document("Fordi det regnet."), metadata=Metadata(lang="nb"))
    assert len(features([abroad], Letters())) == 0
    assert features([abroad, NOTES], Letters()).document.tolist() == [1, 1, 1]
