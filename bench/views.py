"""What coders say of sentences that they have not seen, view by view, for nested choices.

A *cube* holds log-odds of the shape (folds, sentences, codes): `cube[k]` is what coders say that
have seen neither the fold of the sentence nor fold k. So fold k can be judged by what was chosen,
calibrated or learnt from the rest of `cube[k]`. It takes one fit for each fold, and one for each
pair of folds. Where only the former are made, the cube holds for every k what they say, and what
calibrates fold k comes from coders that have seen it.
"""

import warnings
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import combinations
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.special import logit
from sklearn.base import clone
from sklearn.exceptions import ConvergenceWarning
from sklearn.linear_model import Ridge
from sklearn.neural_network import MLPClassifier
from sklearn.preprocessing import StandardScaler

from codebook import Codebook
from corpus import Document, GoldDocument, tokenise
from models import classifier as shipped_classifier
from models import valence as shipped_valence
from models.classifier import Classifier
from models.encoders import Encoder, Vectors
from models.estimators import Bools, Floats, in_order, regression, vectorisers
from models.features import BLOCKS, Features, extract
from models.held_out import Data, folds
from models.labels import Labels, label
from models.language import base_pipeline
from models.likeness import GAMMA, likeness, solve
from models.valence import VALENCES, ValenceModel

Ints = NDArray[np.int64]
Cubes = dict[str, Floats]
View = Callable[[Data, Features], dict[str, Floats]]
"""Learns from some sentences and tells of others: by name, (sentences, codes), for valences
(sentences, codes, valences)."""
SURE = (0.05, 0.95)
"""Below and above which a probability makes a pseudo-label."""
_LEAST = -50.0
Weights = tuple[tuple[str, float], ...]
SHIPS: Weights = (
    ("words", 1.0),
    ("vectors", shipped_classifier.VECTOR_WEIGHT),
    ("likeness", shipped_classifier.LIKENESS_WEIGHT),
)


@dataclass(frozen=True)
class Material:
    """Coded sentences with the fold of each, and what else there is to learn from: sentences that
    nobody has coded, and how like each sentence is to what the codebook says of each code (its
    definition, the likest example, the likest counter-example: (sentences, codes, 3))."""

    data: Data
    fold: Ints
    blank: Classifier
    uncoded: Features
    told_by_codebook: Floats

    @property
    def codes(self) -> Bools:
        """Which codes each sentence carries: shape (sentences, codes)."""
        return self.data.labels.codes


def material(
    gold: Sequence[GoldDocument], uncoded: Sequence[Document], book: Codebook, encoder: Encoder
) -> Material:
    """What is needed of some gold and of documents without gold."""
    nlp = base_pipeline(book.languages)
    features = extract([nlp(tokenise(nlp, item.document)) for item in gold], encoder)
    dimensions = tuple(n for n, d in enumerate(book.dimensions) for _ in d.codes)
    fold, _ = folds(gold)
    return Material(
        Data(features, label(features, gold, book.code_ids)),
        fold[features.document],
        Classifier(book.code_ids, dimensions=dimensions),
        extract([nlp(tokenise(nlp, document)) for document in uncoded], encoder),
        _told_by_codebook(features, book, encoder),
    )


def _told_by_codebook(features: Features, book: Codebook, encoder: Encoder) -> Floats:
    found = np.zeros((len(features), len(book.code_ids), 3))
    for column, code in enumerate(book.codes()):
        kinds = (
            [code.definition.get(book.languages[0])],
            [example.text for example in code.examples],
            [example.text for example in code.counter_examples],
        )
        for kind, texts in enumerate(kinds):
            if texts:
                cosines = features.own @ encoder.encode(texts).T
                found[:, column, kind] = cosines.max(axis=1)
    return found


def cubes(material: Material, folder: Path, key: str, progress: Callable[[str], None]) -> Cubes:
    """The cubes of all views, those kept in `folder` under `key` from there. `key` must change
    with the gold and the models; after a change of this module, delete the folder."""
    found: Cubes = {}
    for name, (view, nested) in _views(material).items():
        make = partial(cube_of, view, material, nested)
        found |= _kept(folder / f"{key}-{name}.npz", name, make, progress)
    found |= {f"{name}, 5 fits": _flat(cube, material.fold) for name, cube in found.items()}
    train = partial(_self_trained, material, found)
    return found | _kept(folder / f"{key}-self-trained.npz", "self-trained", train, progress)


def _kept(
    path: Path, name: str, make: Callable[[], Cubes], progress: Callable[[str], None]
) -> Cubes:
    if not path.exists():
        progress(f"fitting: {name}")
        part = path.with_name(f"part-{path.name}")
        arrays: dict[str, Any] = dict(make())
        np.savez(part, **arrays)
        part.replace(path)
    with np.load(path) as kept:
        return {name: kept[name].astype(float) for name in kept.files}


def cube_of(view: View, material: Material, nested: bool = True) -> Cubes:
    """The cubes of what a view tells; not nested, by one fit for each fold alone."""
    fold = material.fold
    numbers = [int(number) for number in np.unique(fold)]
    found: Cubes = {}
    pairs = combinations(numbers, 2) if nested else ()
    for left_out in [*combinations(numbers, 1), *pairs]:
        unseen = np.isin(fold, left_out)
        told = np.flatnonzero(unseen)
        seen = material.data.rows(np.flatnonzero(~unseen))
        for name, said in view(seen, material.data.features.rows(told)).items():
            shape = (len(numbers), len(fold), *said.shape[1:])
            cube = found.setdefault(name, np.zeros(shape, dtype=np.float32))
            for number in left_out:
                others = [other for other in left_out if other != number] or [number]
                place = np.isin(fold[told], others)
                cube[number, told[place]] = said[place]
    return found if nested else {name: _flat(cube, fold) for name, cube in found.items()}


def without_own(cube: NDArray[Any], fold: Ints) -> NDArray[Any]:
    """Of a cube, what those say that may have seen all but the sentence's own fold."""
    return cube[fold, np.arange(len(fold))]


def _flat(cube: Floats, fold: Ints) -> Floats:
    """What one fit a fold gives, as a cube: other folds' coders have seen the fold left out."""
    return np.broadcast_to(without_own(cube, fold), cube.shape)


def _views(material: Material) -> dict[str, tuple[View, bool]]:
    """The views by name, and whether they are nested: the first is what ships."""
    blank = material.blank
    penalty = shipped_classifier.VECTOR_PENALTY
    context = tuple((blocks, penalty) for blocks in (1, 3, 4))
    ridges = partial(vectors, settings=(*context, (BLOCKS, 0.3), (BLOCKS, 3.0)))
    kernels = partial(likenesses, settings=((2, 0.1), (8, 0.1), (4, 0.03), (4, 0.3)))
    kinship = partial(valence_likeness, blank=blank, kinships={"no code": (0.2, 0.8, 0.0)})
    return {
        "shipped": (partial(shipped, blank=blank), True),
        "vectors": (ridges, True),
        "perceptron": (partial(perceptron, blank=blank), True),
        "valence likeness": (kinship, True),
        "valence vectors": (partial(valence_vectors, blank=blank), True),
        "words": (partial(words, blank=blank, strengths=(1, 25)), False),
        "logistic": (partial(logistic, blank=blank, strengths=(10, 50, 250)), False),
        "likeness": (kernels, False),
    }


def shipped(seen: Data, unseen: Features, blank: Classifier) -> dict[str, Floats]:
    """The views of the classifier and of its valence model, each by itself: what is said with it
    less what is said without it."""
    fitted = replace(blank).fit(seen.features, seen.labels)
    mute = {"likeness_codes": np.zeros_like(fitted.parts["likeness_codes"])}
    deaf = {name: part for name, part in fitted.parts.items() if name != "vectors_codes"}
    by_words, linear, all_views = (
        replace(fitted, parts=parts).log_odds(unseen)
        for parts in (deaf, fitted.parts | mute, fitted.parts)
    )
    rows, columns = np.indices(by_words.shape).reshape(2, -1)
    parts = {name: part for name, part in fitted.valence.parts.items() if name != "examples"}
    both, valence_words = (
        np.maximum(model.log_probabilities(unseen, rows, columns), _LEAST).reshape(
            *by_words.shape, len(VALENCES)
        )
        for model in (fitted.valence, ValenceModel(parts))
    )
    return {
        "words": by_words,
        "vectors": (linear - by_words) / shipped_classifier.VECTOR_WEIGHT,
        "likeness": (all_views - linear) / shipped_classifier.LIKENESS_WEIGHT,
        "valence words": valence_words,
        "valence likeness": (both - valence_words) / shipped_valence.LIKENESS_WEIGHT,
    }


def words(
    seen: Data, unseen: Features, blank: Classifier, strengths: Sequence[float]
) -> dict[str, Floats]:
    """The regression on words by other strengths."""
    vectoriser = vectorisers(seen.features.words, chars=15_000, lemmas=12_000, question=5_000)
    known = in_order(vectoriser.fit_transform(seen.features.words))
    told = in_order(vectoriser.transform(unseen.words))
    return {
        f"words {strength}": _by_code(
            regression(strength, "liblinear"), known, told, seen.labels, blank
        )
        for strength in strengths
    }


def vectors(
    seen: Data, unseen: Features, settings: Sequence[tuple[int, float]]
) -> dict[str, Floats]:
    """The ridge regression on so many blocks of the vectors and by such penalties."""
    size = seen.features.own.shape[1]
    targets = np.where(seen.labels.codes, 1.0, -1.0).astype(np.float32)
    found = {}
    for blocks, penalty in settings:
        model = Ridge(penalty).fit(seen.features.vectors[:, : blocks * size], targets)
        found[f"{blocks} blocks {penalty}"] = model.predict(unseen.vectors[:, : blocks * size])
    return found


def logistic(
    seen: Data, unseen: Features, blank: Classifier, strengths: Sequence[float]
) -> dict[str, Floats]:
    """A logistic regression per code on the vectors, for the ridge regression."""
    centre = StandardScaler(with_std=False)
    known = centre.fit_transform(seen.features.vectors)
    told = centre.transform(unseen.vectors)
    return {
        f"logistic {strength}": _by_code(regression(strength), known, told, seen.labels, blank)
        for strength in strengths
    }


def _by_code(model: Any, known: Any, told: Any, labels: Labels, blank: Classifier) -> Floats:
    found = np.full((told.shape[0], len(blank.codes)), -8.0)
    for column, there in enumerate(labels.codes.T):
        if there.any() and not there.all():
            found[:, column] = clone(model).fit(known, there).decision_function(told)
    return found


def likenesses(
    seen: Data, unseen: Features, settings: Sequence[tuple[float, float]]
) -> dict[str, Floats]:
    """Likeness to examples by other gammas and penalties."""
    own = seen.features.own
    among, to = likeness(own, own), likeness(unseen.own, own)
    targets = np.where(seen.labels.codes, 1.0, -1.0)
    found = {}
    for gamma, penalty in settings:
        solved = solve(among ** (gamma / GAMMA), targets, penalty)
        found[f"likeness {gamma} {penalty}"] = to ** (gamma / GAMMA) @ solved
    return found


def perceptron(seen: Data, unseen: Features, blank: Classifier) -> dict[str, Floats]:
    """A multilayer perceptron on the vectors, one for all codes."""
    scale = StandardScaler().fit(seen.features.vectors)
    model = MLPClassifier((64,), alpha=1.0, max_iter=12, n_iter_no_change=12, random_state=0)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)  # so many epochs and no more
        model.fit(scale.transform(seen.features.vectors), seen.labels.codes)
    said = model.predict_proba(scale.transform(unseen.vectors)).reshape(-1, len(blank.codes))
    return {"perceptron": logit(np.clip(said, 1e-5, 1 - 1e-5))}


def valence_likeness(
    seen: Data,
    unseen: Features,
    blank: Classifier,
    kinships: dict[str, tuple[float, float, float]],
) -> dict[str, Floats]:
    """Likeness to coded sentences by other kinships: in any case, of a dimension, of a code."""
    rows, columns, targets = _pairs(seen.labels)
    dimension = np.array(blank.dimensions)
    own = seen.features.own[rows]
    among, to = likeness(own, own), likeness(unseen.own, own)
    given = (targets[:, None] == np.array(VALENCES)) - 1 / len(VALENCES)
    found = {}
    for name, (always, same_dimension, same_code) in kinships.items():
        kinship = (
            always
            + same_dimension * (dimension[:, None] == dimension[columns])
            + same_code * (np.arange(len(dimension))[:, None] == columns)
        )
        solved = solve(among * kinship[columns], given, shipped_valence.LIKENESS_PENALTY)
        said = [(to * kin) @ solved for kin in kinship.astype(np.float32)]
        found[f"valence likeness, {name}"] = np.stack(said, axis=1)
    return found


def valence_vectors(seen: Data, unseen: Features, blank: Classifier) -> dict[str, Floats]:
    """A multinomial regression on the sentence's vector, once for all and once for the code's
    dimension, and on the code."""
    rows, columns, targets = _pairs(seen.labels)
    dimension = np.array(blank.dimensions)

    def pairs(own: Vectors, of: Ints) -> Vectors:
        blocks = [own * (dimension[of] == number)[:, None] for number in np.unique(dimension)]
        return np.hstack([own, *blocks, np.eye(len(dimension))[of]]).astype(np.float32)

    model = regression(10.0).fit(pairs(seen.features.own[rows], columns), targets)
    found = np.full((len(unseen), len(dimension), len(VALENCES)), _LEAST)
    places = [VALENCES.index(str(valence)) for valence in model.classes_]
    for column in range(len(dimension)):
        of = np.full(len(unseen), column)
        found[:, column, places] = model.predict_log_proba(pairs(unseen.own, of))
    return {"valence vectors": found}


def _pairs(labels: Labels) -> tuple[Ints, Ints, NDArray[np.str_]]:
    rows, columns = np.nonzero(labels.valences != None)  # noqa: E711 (elementwise)
    return rows, columns, labels.valences[rows, columns].astype(str)


def _self_trained(material: Material, known: Cubes) -> Cubes:
    """The classifier fitted anew with pseudo-labels on what nobody has coded (Yarowsky 1995), one
    fit a fold. What makes its probabilities comes from the other folds."""
    data, fold = material.data, material.fold
    odds = summed(known, SHIPS)
    found = np.zeros(odds.shape[1:])
    for number in np.unique(fold):
        seen, held = np.flatnonzero(fold != number), np.flatnonzero(fold == number)
        learnt = data.rows(seen)
        teacher = replace(material.blank).fit(learnt.features, learnt.labels)
        teacher.calibrate(odds[number][seen], learnt.labels)
        likely = teacher.probabilities(material.uncoded)
        sure = (likely < SURE[0]) | (likely > SURE[1])
        nothing = np.full(likely.shape, None, dtype=object)
        more = Data(material.uncoded, Labels(likely > SURE[1], nothing, sure))
        together = _together(learnt, more)
        pupil = replace(material.blank).fit(together.features, together.labels)
        found[held] = pupil.log_odds(data.features.rows(held))
    return {"self-trained, 5 fits": np.tile(found.astype(np.float32), (len(odds), 1, 1))}


def _together(one: Data, other: Data) -> Data:
    features, more = one.features, other.features
    shift = int(features.document.max()) + 1
    return Data(
        Features(
            pd.concat([features.words, more.words]),
            np.concatenate([features.vectors, more.vectors]),
            [*features.spans, *more.spans],
            np.concatenate([features.document, more.document + shift]),
            np.concatenate([features.turn, more.turn]),
        ),
        Labels(
            *(
                np.concatenate([getattr(one.labels, name), getattr(other.labels, name)])
                for name in ("codes", "valences", "known")
            )
        ),
    )


def summed(known: Cubes, weights: Weights) -> Floats:
    """The weighted sum of some cubes."""
    return np.asarray(sum(weight * known[name] for name, weight in weights))
