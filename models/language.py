"""The spaCy pipeline before the coder: tokeniser, sentences, languages, lemmas."""

from functools import cache
from typing import Any

import numpy as np
import simplemma
import spacy
from spacy.language import Language
from spacy.tokens import Doc

from corpus import TurnRole
from corpus.sentences import LANGUAGE, LANGUAGES, TURNS

CODED = "coded"


class Lemmatiser:
    """Sets `token.lemma_` by simplemma's dictionaries for the given languages, tried in order.
    Each distinct word is looked up once, in whatever document it stands."""

    def __init__(self, languages: tuple[str, ...]) -> None:
        @cache
        def lemma(word: str) -> str:
            return simplemma.lemmatize(word, lang=languages).lower()

        self._lemma = lemma

    def __call__(self, doc: Doc) -> Doc:
        """The document with lemmas set."""
        strings = doc.vocab.strings
        words, places = np.unique(doc.to_array("ORTH"), return_inverse=True)
        lemmas = [strings.add(self._lemma(strings[word])) for word in words.tolist()]
        marks: Any = np.array(lemmas, dtype=np.uint64)[places]
        return doc.from_array(["LEMMA"], marks)


class CodedTurns:
    """Says in the attribute `coded` of `doc.spans["turns"]` which turns are coded: those of a role
    that is, in the given languages or an unknown one, of documents for which the same holds."""

    def __init__(self, languages: tuple[str, ...]) -> None:
        self._languages = {None, *languages}

    def __call__(self, doc: Doc) -> Doc:
        """The document with the attribute set."""
        turns = doc.spans.get(TURNS)
        if turns is not None:
            known = self._languages
            at_home = turns.attrs[LANGUAGE] in known
            turns.attrs[CODED] = [
                at_home and lang in known and TurnRole(turn.label_).coded
                for turn, lang in zip(turns, turns.attrs[LANGUAGES], strict=True)
            ]
        return doc


@Language.factory("kodetrapp_coded", assigns=["doc.spans"])
def _coded(nlp: Language, name: str, languages: list[str]) -> CodedTurns:  # noqa: ARG001
    return CodedTurns(tuple(languages))


@Language.factory("kodetrapp_lemmas", assigns=["token.lemma"])
def _lemmas(nlp: Language, name: str, languages: list[str]) -> Lemmatiser:  # noqa: ARG001
    return Lemmatiser(tuple(languages))


def base_pipeline(languages: list[str]) -> Language:
    """A pipeline for the codebook's languages; the first one chooses spaCy's tokeniser."""
    nlp = spacy.blank(languages[0])
    nlp.max_length = 50_000_000
    nlp.add_pipe("kodetrapp_sentences")
    nlp.add_pipe("kodetrapp_coded", config={"languages": languages})
    nlp.add_pipe("kodetrapp_lemmas", config={"languages": languages})
    return nlp
