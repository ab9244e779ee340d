"""Turns to sentences, on spaCy's tokens.

`tokenise` makes a spaCy `Doc` whose text is the document's, letter for letter, with the turns in
`doc.spans["turns"]` (label: the role; the group's attributes: `language` of the document and
`languages` of turns in another). The pipeline component `kodetrapp_sentences` sets the sentence
starts: never across turns, at final punctuation, at blank lines and list marks, and in
speech without punctuation at words that open a clause (see `corpus.clauses`).
"""

import re
from functools import cache
from itertools import pairwise
from typing import Any

import numpy as np
import spacy
from spacy.language import Language
from spacy.tokens import Doc, Span, SpanGroup, Token

from corpus import clauses
from corpus.document import Document, Sentence, Turn
from corpus.times import time_at
from corpus.vocabulary import vocabulary

TURNS = "turns"
LANGUAGE, LANGUAGES = "language", "languages"
_FINAL = re.compile(r"^(?:[.!?]+|…|\.\.\.+)$")
_CLOSING = set("\"»”’')]}*_") | {"''", "``"}
_ORDINAL = re.compile(r"^\d[\d.,:/-]*\.$")
_ABBREVIATIONS = set(vocabulary().open_abbreviations)
_LONG = 60
_CLAUSE = 22
_ENDLESS = 200
"""Tokens beyond which a stretch is cut as `corpus.clauses` does. Shorter ones are cut as they were
when the shipped model learnt from them; lower it only together with a new model."""


def tokenise(nlp: Language, document: Document) -> Doc:
    """The document as a spaCy `Doc`; tokens never straddle the border of a turn."""
    words: list[str] = []
    spaces: list[bool] = []
    spans: list[tuple[int, int, Turn]] = []
    at = 0
    for turn in document.turns:
        _add(nlp, document.text[at : turn.start], words, spaces)
        first = len(words)
        _add(nlp, turn.text, words, spaces)
        spans.append((first, len(words), turn))
        at = turn.end
    _add(nlp, document.text[at:], words, spaces)
    doc = Doc(nlp.vocab, words=words, spaces=spaces)
    doc.spans[TURNS] = SpanGroup(
        doc,
        name=TURNS,
        spans=[Span(doc, first, last, label=turn.role.value) for first, last, turn in spans],
        attrs={
            LANGUAGE: document.metadata.lang,
            LANGUAGES: [turn.lang for turn in document.turns],
        },
    )
    return doc


def _add(nlp: Language, piece: str, words: list[str], spaces: list[bool]) -> None:
    for token in nlp.make_doc(piece):
        words.append(token.text)
        spaces.append(bool(token.whitespace_))


@Language.component("kodetrapp_sentences", assigns=["token.is_sent_start"])
def set_sentences(doc: Doc) -> Doc:
    """Sets the sentence starts of every turn; what lies between turns is a stretch of its own."""
    starts = [False] * len(doc)
    if starts:
        starts[0] = True
    for turn in doc.spans.get(TURNS, []):
        starts[turn.start] = True
        if turn.end < len(doc):
            starts[turn.end] = True
        for index in _starts(turn):
            starts[index] = True
    # Token by token, each setting would look through the whole document.
    marks: Any = np.where(starts, 1, -1).astype(np.uint64)
    doc.from_array(["SENT_START"], marks)
    return doc


def _starts(turn: Span) -> list[int]:
    """The indices of the tokens of a turn that begin a sentence, the first one left out."""
    starts: list[int] = []
    tokens = list(turn)
    begin = 0
    for index in range(1, len(tokens)):
        if _breaks(tokens, begin, index):
            starts.append(tokens[index].i)
            begin = index
    borders = [turn.start, *starts, turn.end]
    for first, last in pairwise(borders):
        starts += _clauses(turn.doc, first, last)
    return sorted(starts)


def _breaks(tokens: list[Token], begin: int, index: int) -> bool:
    """Whether a sentence begins at `tokens[index]`, the last one having begun at `begin`."""
    token = tokens[index]
    glued = not tokens[index - 1].whitespace_ and not tokens[index - 1].is_space
    closing = token.text in _CLOSING and glued
    if token.is_space or closing or _FINAL.match(token.text):
        return False
    before = index - 1
    gap = ""
    while before >= begin and tokens[before].is_space:
        gap += tokens[before].text
        before -= 1
    if before < begin:
        return False
    if gap.count("\n") > 1 or ("\n" in gap and re.match(r"^(?:[-–•*]|\d+[.)])$", token.text)):
        return True
    last = before
    while last > begin and tokens[last].text in _CLOSING:
        last -= 1
    final = tokens[last].text
    opens = token.text[:1].isupper() or not token.text[:1].isalpha()
    if _FINAL.match(final):
        abbreviated = last > begin and not tokens[last - 1].whitespace_
        if abbreviated and f"{tokens[last - 1].text}{final}".casefold() in _ABBREVIATIONS:
            return False
        # «Nei!» sa hun: what goes on in lower case after a quotation is the same sentence.
        return not glued and (opens or (final[0] in "!?" and last == before))
    if not token.text[:1].isupper():
        return False
    if final.casefold() in vocabulary().closing_abbreviations:
        return True
    return bool(
        _ORDINAL.match(final) and last > begin and token.text.casefold() not in vocabulary().months
    )


def _clauses(doc: Doc, first: int, last: int) -> list[int]:
    """Where to cut a stretch that is too long to be one sentence."""
    if last - first <= _LONG:
        return []
    if last - first > _ENDLESS:
        words = [index for index in range(first, last) if not doc[index].is_space]
        return [words[at] for at in clauses.cuts([doc[index].text for index in words])]
    openers = set(vocabulary().clause_openers)
    cuts: list[int] = []
    begin = first
    for index in range(first, last):
        far = index - begin >= _CLAUSE and last - index >= _CLAUSE // 2
        if far and doc[index].text.casefold() in openers:
            cuts.append(index)
            begin = index
    return cuts


def sentences_of(doc: Doc) -> list[tuple[Span, int]]:
    """The sentences of a tokenised document with the index of their turn, white space trimmed."""
    found: list[tuple[Span, int]] = []
    for number, turn in enumerate(doc.spans[TURNS]):
        first = turn.start
        starts = [t.i for t in turn if t.is_sent_start and t.i > turn.start]
        for start in [*starts, turn.end]:
            begin, end = first, start
            while begin < end and doc[begin].is_space:
                begin += 1
            while end > begin and doc[end - 1].is_space:
                end -= 1
            if begin < end:
                found.append((doc[begin:end], number))
            first = start
    return found


@cache
def splitter(lang: str) -> Language:
    """A blank spaCy pipeline for `lang` that only splits sentences."""
    nlp = spacy.blank(lang)
    nlp.add_pipe("kodetrapp_sentences")
    nlp.max_length = 50_000_000
    return nlp


def split(document: Document, lang: str) -> tuple[Sentence, ...]:
    """The sentences of a document in reading order, headings and questions included.

    `lang` is the language of the tokeniser, in spaCy's code. The time of a sentence is that of the
    last stamp before it.
    """
    nlp = splitter(lang)
    doc = nlp(tokenise(nlp, document))
    return tuple(
        Sentence(
            span.start_char,
            span.end_char,
            span.text,
            turn,
            time_at(document.times, span.start_char),
        )
        for span, turn in sentences_of(doc)
    )
