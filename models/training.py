"""Gold to a trained coder, with thresholds and a card made on documents held out."""

import hashlib
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from sklearn.model_selection import GroupKFold

from codebook import Codebook
from corpus import GoldDocument, tokenise
from kodetrapp.errors import ModelError
from models.baselines import WordRegression, keywords
from models.card import Card
from models.classifier import Classifier
from models.encoders import encoder
from models.estimators import Bools, Floats
from models.evaluation import Coded, Truth, report
from models.features import Features, extract
from models.labels import label
from models.language import base_pipeline
from models.segments import Thresholds
from models.storage import Model, save_model
from models.valence import VALENCES

FOLDS = 5
AUTO_PRECISION = 0.90
AUTO_MIN_PROPOSED = 15
RECIPE = 3
"""Raised whenever the same gold would give another model than before."""
TRAINING = Path(__file__).with_name("training")


@dataclass(frozen=True)
class _Data:
    features: Features
    labels: Bools
    valences: NDArray[np.object_]

    def rows(self, chosen: NDArray[np.int64]) -> "_Data":
        return _Data(self.features.rows(chosen), self.labels[chosen], self.valences[chosen])


def train(
    gold: Sequence[GoldDocument],
    codebook: Codebook,
    encoder_name: str,
    folder: Path,
    progress: Callable[[str], None] = lambda _: None,
) -> Card:
    """Trains a coder on `gold`, writes it into `folder` and returns its card.

    Thresholds, calibration and figures come from predictions for documents held out, whole authors
    at a time where there are authors enough. Raises `ModelError` where the gold is too little.
    """
    groups, folds = _groups(gold)
    progress("reading and encoding")
    nlp = base_pipeline(codebook.languages)
    docs = [nlp(tokenise(nlp, item.document)) for item in gold]
    features = extract(docs, encoder(encoder_name))
    data = _Data(features, *label(features, gold, codebook.code_ids))
    dimensions = tuple(n for n, d in enumerate(codebook.dimensions) for _ in d.codes)
    if not data.labels.any():
        raise ModelError("the gold codes nothing; there is nothing to learn from")
    log_odds, valences, certain, baseline = _held_out(
        data, codebook.code_ids, dimensions, groups, progress
    )
    truth = Truth(codebook.code_ids, data.labels, data.valences, features.document)
    fold = groups[features.document]
    own = _cross_fitted(log_odds, data.labels, fold, codebook.code_ids)
    reports = [
        report(Coded("kodetrapp", *own, valences), truth),
        report(Coded("key words", *keywords(codebook, features)), truth),
        report(baseline, truth),
    ]
    progress("fitting the model")
    classifier = Classifier(codebook.code_ids, dimensions=dimensions).fit(
        data.features, data.labels, data.valences
    )
    classifier.calibrate(log_odds, data.labels)
    probabilities = classifier.calibrated(log_odds)
    card = Card(
        version=model_version(gold, codebook, encoder_name),
        codebook_id=codebook.id,
        codebook_version=codebook.version,
        codes=list(codebook.code_ids),
        languages=list(codebook.languages),
        encoder=encoder_name,
        thresholds=thresholds(
            probabilities,
            data.labels,
            codebook.code_ids,
            probabilities * certain,
            data.labels & (valences == data.valences),
        ),
        trained_on=sorted(item.document.document_id for item in gold),
        authors=len({item.author for item in gold}),
        sentences=len(features),
        spans=sum(len(item.passages) for item in gold),
        packages={name: version(name) for name in ("scikit-learn", "spacy", "simplemma")},
        folds=folds,
        reports=reports,
    )
    save_model(Model(classifier, card), WordRegression().fit(features, data.labels).parts, folder)
    return card


def _groups(gold: Sequence[GoldDocument]) -> tuple[NDArray[np.int64], str]:
    """The fold of each document, and what is held out at a time."""
    authors = [item.author or f"document {number}" for number, item in enumerate(gold)]
    by = authors if len(set(authors)) >= FOLDS else list(range(len(gold)))
    if len(set(by)) < 2:
        raise ModelError("training takes at least two gold documents, so that one can be held out")
    folds = min(FOLDS, len(set(by)))
    fold = np.zeros(len(gold), dtype=np.int64)
    for number, (_, held) in enumerate(GroupKFold(folds).split(gold, groups=by)):
        fold[held] = number
    what = "whole authors" if by is authors else "whole documents"
    return fold, f"{folds} folds, {what} held out"


def _held_out(
    data: _Data,
    codes: tuple[str, ...],
    dimensions: tuple[int, ...],
    groups: NDArray[np.int64],
    progress: Callable[[str], None],
) -> tuple[Floats, NDArray[np.object_], Floats, Coded]:
    """For every sentence and code what a coder says that has not seen its fold: log-odds, the
    likeliest valence and its probability; and the word regression's coding."""
    fold = groups[data.features.document]
    log_odds = np.zeros(data.labels.shape)
    valences = np.full(data.labels.shape, None, dtype=object)
    certain = np.zeros(data.labels.shape)
    words = Coded("TF-IDF + SGD", np.zeros_like(data.labels), np.zeros(data.labels.shape))
    for number in np.unique(fold):
        progress(f"cross-validation {number + 1} of {len(np.unique(fold))}")
        seen, held = data.rows(np.flatnonzero(fold != number)), np.flatnonzero(fold == number)
        unseen = data.features.rows(held)
        classifier = Classifier(codes, dimensions=dimensions).fit(
            seen.features, seen.labels, seen.valences
        )
        log_odds[held] = classifier.log_odds(unseen)
        rows, columns = np.indices((len(held), len(codes))).reshape(2, -1)
        likely = classifier.valences(unseen, rows, columns).reshape(len(held), len(codes), -1)
        valences[held] = np.array(VALENCES, dtype=object)[likely.argmax(axis=2)]
        certain[held] = likely.max(axis=2)
        baseline = WordRegression().fit(seen.features, seen.labels)
        words.labels[held], words.scores[held] = baseline.predict(unseen)
    return log_odds, valences, certain, words


def _cross_fitted(
    log_odds: Floats, labels: Bools, fold: NDArray[np.int64], codes: tuple[str, ...]
) -> tuple[Bools, Floats]:
    """Labels and probabilities of each fold by calibration and thresholds of the other folds."""
    proposed = np.zeros_like(labels)
    scores = np.zeros(labels.shape)
    for number in np.unique(fold):
        seen, held = fold != number, fold == number
        classifier = Classifier(codes, calibration=np.tile([1.0, 0.0], (len(codes), 1)))
        classifier.calibrate(log_odds[seen], labels[seen])
        limits = thresholds(classifier.calibrated(log_odds[seen]), labels[seen], codes)
        scores[held] = classifier.calibrated(log_odds[held])
        proposed[held] = scores[held] >= [limits[code].propose for code in codes]
    return proposed, scores


def thresholds(
    probabilities: Floats,
    labels: Bools,
    codes: tuple[str, ...],
    certainty: Floats | None = None,
    right: Bools | None = None,
) -> dict[str, Thresholds]:
    """Thresholds for each code from calibrated probabilities on unseen sentences.

    `propose` is one for all codes, the one with the best macro F1: with probabilities that are
    calibrated, choosing it per code fits noise. `auto` is per code the lowest `certainty` from
    which at least 90% of at least 15 proposals were `right`: in code and valence, where these are
    given, else in the code alone.
    """
    certainty = probabilities if certainty is None else certainty
    right = labels if right is None else right
    grid = np.round(np.arange(0.05, 0.96, 0.01), 2)
    propose = float(max(grid, key=lambda limit: _macro_f1(probabilities >= limit, labels)))
    found = {}
    for column, code in enumerate(codes):
        auto = None
        proposed = probabilities[:, column] >= propose
        for limit in grid[grid >= propose]:
            chosen = right[proposed & (certainty[:, column] >= limit), column]
            if len(chosen) >= AUTO_MIN_PROPOSED and chosen.mean() >= AUTO_PRECISION:
                auto = float(limit)
                break
        found[code] = Thresholds(propose, auto)
    return found


def _macro_f1(proposed: Bools, true: Bools) -> float:
    hit = (proposed & true).sum(axis=0)
    total = proposed.sum(axis=0) + true.sum(axis=0)
    return float((2 * hit[total > 0] / total[total > 0]).mean()) if (total > 0).any() else 0.0


def model_version(gold: Sequence[GoldDocument], codebook: Codebook, encoder_name: str) -> str:
    """12 hex digits over all that goes into a model: gold, codes, languages, encoder, recipe."""
    content = {
        "gold": sorted(
            [
                item.document.document_id,
                item.author,
                sorted([p.passage.start, p.passage.end, p.code, p.valence] for p in item.passages),
            ]
            for item in gold
        ),
        "codes": [[d.id, [code.id for code in d.codes]] for d in codebook.dimensions],
        "languages": codebook.languages,
        "encoder": encoder_name,
        "recipe": RECIPE,
        "scikit-learn": version("scikit-learn"),
    }
    return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()[:12]
