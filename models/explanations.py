"""Why a sentence was given a code: the nearest examples, and what carried the score.

The classifier adds up linear scores and likenesses, so what it says of a sentence comes apart into
addends without approximation: those of its words, of the question, of the vectors of the sentence
and of its surroundings, and of its likeness to examples.
"""

from collections import Counter
from dataclasses import dataclass

import numpy as np

from models.classifier import LIKENESS_WEIGHT, VECTOR_WEIGHT, Classifier
from models.examples import Example, Examples
from models.features import BLOCK_NAMES, BLOCKS, Features
from models.likeness import likeness

NEAREST = 3
WORDS = 5


@dataclass(frozen=True)
class Explanation:
    """`nearest`: coded sentences of the training documents that carry the same code, the likest
    first, each with its cosine similarity (none where the coder has no vectors). `words`: the words
    of the sentence that spoke most for the code, with their share of the log-odds. `parts`: the
    log-odds by what they come from; with a constant of the code they add up to its calibrated
    log-odds.
    """

    nearest: tuple[tuple[Example, float], ...]
    words: tuple[tuple[str, float], ...]
    parts: dict[str, float]


def explain(
    features: Features, row: int, code: str, classifier: Classifier, examples: Examples
) -> Explanation:
    """Why the sentence `row` of `features` scored as it did for `code`.

    Raises `KeyError` where the classifier doesn't know the code.
    """
    column = classifier.codes.index(code) if code in classifier.codes else -1
    if column < 0 or code not in classifier.parts["words_codes"]:
        raise KeyError(code)
    one = features.rows(np.array([row]))
    slope = float(classifier.calibration[column, 0])
    words, parts = _words(one, code, classifier, slope)
    nearest: tuple[tuple[Example, float], ...] = ()
    if "vectors_codes" in classifier.parts:
        weights = classifier.parts["vectors_codes"].coef_[column]
        unusual = one.vectors[0] - classifier.parts["vectors_mean"]
        addends = slope * VECTOR_WEIGHT * unusual * weights
        for name, block in zip(BLOCK_NAMES, addends.reshape(BLOCKS, -1), strict=True):
            parts[f"meaning of the {name}"] = float(block.sum())
        likenesses = likeness(one.own, classifier.parts["examples"])[0]
        said = likenesses @ classifier.parts["likeness_codes"][:, column]
        parts["likeness to examples"] = slope * LIKENESS_WEIGHT * float(said)
    if "examples" in classifier.valence.parts:
        alike = one.own[0] @ classifier.valence.parts["examples"].astype(np.float32).T
        nearest = examples.nearest(alike, code, NEAREST)
    strongest = sorted(words.items(), key=lambda item: -item[1])[:WORDS]
    return Explanation(
        nearest,
        tuple((word, round(float(value), 4)) for word, value in strongest if value > 0),
        {name: round(value, 4) for name, value in parts.items()},
    )


def _words(
    one: Features, code: str, classifier: Classifier, scale: float
) -> tuple[dict[str, float], dict[str, float]]:
    """The log-odds of each word of the sentence; and of all that is said, with punctuation, and of
    the question before it."""
    transformer = classifier.parts["words"]
    weights = classifier.parts["words_codes"][code].coef_[0]
    addends = transformer.transform(one.words).toarray()[0] * weights.astype(np.float64) * scale
    text, lemmas = one.words.iloc[0]["text"].split(), one.words.iloc[0]["lemmas"].split()
    found: Counter[str] = Counter()
    chars = transformer.named_transformers_["chars"]
    addends_of = addends[transformer.output_indices_["chars"]]
    analyse = chars.build_analyzer()
    grams = [[chars.vocabulary_[g] for g in analyse(w) if g in chars.vocabulary_] for w in text]
    often = Counter(gram for of_word in grams for gram in of_word)
    for word, of_word in zip(text, grams, strict=True):
        found[_bare(word)] += sum(addends_of[gram] / often[gram] for gram in of_word)
    vocabulary = transformer.named_transformers_["lemmas"].vocabulary_
    addends_of = addends[transformer.output_indices_["lemmas"]]
    spoken = [token.text for token in one.spans[0] if not token.is_space]
    terms: list[tuple[tuple[int, ...], str]]
    terms = [((place,), lemma) for place, lemma in enumerate(lemmas)]
    terms += [
        ((place, place + 1), " ".join(lemmas[place : place + 2]))
        for place in range(len(lemmas) - 1)
    ]
    known = [(places, vocabulary[term]) for places, term in terms if term in vocabulary]
    often = Counter(term for _, term in known)
    for places, term in known:
        for place in places:
            found[_bare(spoken[place])] += addends_of[term] / often[term] / len(places)
    found.pop("", None)
    question = float(addends[transformer.output_indices_["question"]].sum())
    return dict(found), {"words": float(addends.sum()) - question, "question": question}


def _bare(word: str) -> str:
    return word.strip(".,:;!?«»\"'()[]–-…").lower()
