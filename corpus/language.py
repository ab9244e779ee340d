"""Which language a document is written in, and which of its turns are plainly in another.

By py3langid, a Bayesian classifier on the bytes of short sequences of letters, restricted to the
languages in `vocabulary.yaml` and those of the codebook. It is nearly always right about a few
sentences, but takes a short Norwegian one for Danish now and then. So only odds of ten to one count
(no turn of the gold exceeds two to one), and no turn in which a part is plainly something else.
"""

import re
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from copy import copy
from dataclasses import dataclass, replace
from functools import cache

from py3langid.langid import MODEL_FILE, LanguageIdentifier

from corpus import remedies
from corpus.document import Turn, TurnRole
from corpus.vocabulary import vocabulary

_MODEL_NAMES = {"nb": "no"}
_ODDS = 10
_MIN_WORDS = 8
_ENOUGH, _POOLED = 300, 20_000
"""Characters of a turn, and of turns seen together, that are looked at."""
_PART = re.compile(r"(?<=[.!?:;…»”\n])\s+|\s+(?=[«“])")


@dataclass(frozen=True)
class Told:
    """The language of a document, and for each turn its language where that is plainly another one
    (None elsewhere)."""

    document: str
    turns: tuple[str | None, ...]


def tell(turns: Sequence[Turn], languages: Sequence[str]) -> Told:
    """What the turns are written in, in ISO 639 codes; `languages` are those of the codebook.

    The document's language is that of most words of the turns that are coded. It is one that the
    codebook doesn't name only where more than half of those words are in such languages, and
    plainly so, seen together; where nothing tells, it is the codebook's first one.
    """
    known = tuple(lang for lang in languages if _model_name(lang) in _model_languages())
    if not known:
        return Told(languages[0], (None,) * len(turns))
    long = {
        number: _shares(turn.text[:_ENOUGH], known)
        for number, turn in enumerate(turns)
        if turn.role is not TurnRole.HEADING and len(turn.text.split()) >= _MIN_WORDS
    }
    document = _document(turns, long, known)
    others = (
        _other(turn, long[number], document, known) if number in long else None
        for number, turn in enumerate(turns)
    )
    return Told(document, tuple(others))


def marked(turns: Sequence[Turn], told: Told, lang: str) -> list[Turn]:
    """The turns with their language where it is neither the document's as told nor `lang`, which
    the document is said to be in."""
    if lang != told.document and _model_name(lang) not in _model_languages():
        return list(turns)
    return [
        replace(turn, lang=other) if other not in {None, lang} else turn
        for turn, other in zip(turns, told.turns, strict=True)
    ]


def warnings(turns: Sequence[Turn], told: Told, lang: str, languages: Sequence[str]) -> list[str]:
    """What isn't coded because of its language, and where what is said of the document seems wrong.
    `turns` are marked; `lang` is what the document counts as."""
    found: list[str] = []
    if lang != told.document and (lang in languages) != (told.document in languages):
        found.append(
            f"the document is said to be in {name(lang)}, but reads like {name(told.document)};"
            f" {name(lang)} counts"
        )
    if lang not in languages:
        known = ", ".join(map(name, languages))
        found.append(
            f"most of it is in {name(lang)}, which the codebook does not name, so it is not coded;"
            f" if it is in {known}, {remedies.write('Språk', languages[0])}"
        )
        return found
    others = Counter(
        turn.lang for turn in turns if turn.role.coded and turn.lang not in {None, *languages}
    )
    if others:
        told_of = ", ".join(
            f"{name(lang or '')}: {count}" for lang, count in sorted(others.items())
        )
        found.append(f"turns in languages that the codebook does not name are not coded: {told_of}")
    return found


def name(lang: str) -> str:
    """The language as people say, with its code."""
    names = vocabulary().languages.get(lang)
    return f"{names[-1].title()} ({lang})" if names else lang


def _document(
    turns: Sequence[Turn], long: Mapping[int, dict[str, float]], known: tuple[str, ...]
) -> str:
    """The language of most words, those of short turns seen together."""
    coded = [(number, turn.text) for number, turn in enumerate(turns) if turn.role.coded]
    short = " ".join(text for number, text in coded if number not in long)
    votes = [(text, long[number]) for number, text in coded if number in long]
    votes.append((short, _shares(short[:_POOLED], known)))
    words: Counter[str] = Counter(dict.fromkeys(known, 0))
    abroad: list[str] = []
    for text, shares in votes:
        best = _best(shares)
        words[best] += len(text.split())
        if best not in known:
            abroad.append(text)
    at_home = sum(words[lang] for lang in known)
    if at_home * 2 < words.total():
        other = max(words.keys() - set(known), key=lambda lang: (words[lang], lang))
        if _plainly(_shares(" ".join(abroad)[:_POOLED], known), other, known):
            return other
    return max(known, key=lambda lang: words[lang])


def _other(
    turn: Turn, shares: dict[str, float], document: str, known: tuple[str, ...]
) -> str | None:
    """The language of a long turn where it is plainly not the document's, nor a part's of it."""
    best = _best(shares)
    home = {document} if best in known else {document, *known}
    if best == document or not _plainly(shares, best, home):
        return None
    for part in _PART.split(turn.text):
        if len(part.split()) >= _MIN_WORDS:
            of = _shares(part, known)
            if any(_plainly(of, lang, [best]) for lang in home):
                return None
    return best


def _best(shares: dict[str, float]) -> str:
    return max(shares, key=lambda lang: shares[lang])


def _plainly(shares: dict[str, float], lang: str, than: Collection[str]) -> bool:
    return shares[lang] >= _ODDS * sum(shares[other] for other in than)


def _shares(text: str, known: tuple[str, ...]) -> dict[str, float]:
    """The probability of each language."""
    return {"nb" if lang == "no" else lang: share for lang, share in _identifier(known).rank(text)}


def _model_name(lang: str) -> str:
    return _MODEL_NAMES.get(lang, lang)


@cache
def _model_languages() -> frozenset[str]:
    return frozenset(_whole().labels)


@cache
def _whole() -> LanguageIdentifier:
    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)


@cache
def _identifier(known: tuple[str, ...]) -> LanguageIdentifier:
    """The classifier, restricted to `known` and the languages of the vocabulary."""
    chosen = {_model_name(lang) for lang in [*known, *vocabulary().languages]}
    identifier = copy(_whole())
    identifier.set_languages(sorted(chosen & _model_languages()))
    return identifier
