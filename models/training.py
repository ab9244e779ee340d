"""Gold to a trained coder, with thresholds, certificates and a card."""

import hashlib
import json
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from importlib.metadata import version
from pathlib import Path

import numpy as np
from scipy.special import expit, logit

from codebook import Codebook
from corpus import GoldDocument, tokenise
from kodetrapp.errors import ModelError
from models.baselines import WordRegression, keywords
from models.card import Card, Point
from models.certification import certificates
from models.classifier import Classifier
from models.embedding_cache import encoder_with
from models.encoders import Encoder
from models.estimators import Floats
from models.evaluation import Coded, Truth, reliability, report
from models.examples import Examples
from models.features import extract
from models.held_out import Data, folds, held_out, own_report, parts_of, threshold
from models.labels import label
from models.language import base_pipeline
from models.segments import Thresholds
from models.storage import Model, save_model

CURVE = (0.125, 0.25, 0.5)
"""The shares of the training documents by which the learning curve is drawn, beside all of them."""
RECIPE = 5
"""Raised whenever the same gold would give another model than before."""
_ROOT = Path(__file__).parent
TRAINING, CALIBRATION, TEST = _ROOT / "training", _ROOT / "calibration", _ROOT / "test"
"""The gold in the repository: to learn from, to certify by, and never to look at in training."""


def train(
    gold: Sequence[GoldDocument],
    codebook: Codebook,
    encoder_name: str,
    folder: Path,
    calibration: Sequence[GoldDocument] = (),
    progress: Callable[[str], None] = lambda _: None,
    cache: Path | None = None,
) -> Card:
    """Trains a coder on `gold`, writes it into `folder` and returns its card.

    The threshold of proposing, the calibration and the figures come from predictions for documents
    of `gold` held out, whole authors at a time where there are authors enough. What may be coded
    alone is certified on `calibration`, which nothing is learnt from. Documents of which not all is
    known (`GoldDocument.complete`) are learnt from, but neither tested nor calibrated on. Sentence
    vectors are kept in the file `cache`, if given.

    Raises `ModelError` where the gold is too little or a document is in both sets.
    """
    _keep_apart(gold, calibration)
    fold, how = folds(gold)
    codes = codebook.code_ids
    progress("reading and encoding")
    read = partial(_data, codebook, encoder_with(encoder_name, cache))
    data = read(gold)
    if not data.labels.codes.any():
        raise ModelError("the gold codes nothing; there is nothing to learn from")
    dimensions = tuple(n for n, d in enumerate(codebook.dimensions) for _ in d.codes)
    blank = Classifier(codes, dimensions=dimensions)
    curve = []
    for share, part in zip(CURVE, parts_of(fold, CURVE), strict=True):
        progress(f"learning curve: {share:.0%} of the documents")
        partly, _ = own_report(data, held_out(data, blank, fold, part), codes)
        curve.append(Point.of(int(part.sum()), partly))
    found = held_out(
        data, blank, fold, progress=lambda n, of: progress(f"cross-validation {n} of {of}")
    )
    own, scores = own_report(data, found, codes)
    curve.append(Point.of(len(gold), own))
    known = data.rows(found.told)
    truth = Truth(codes, known.labels.codes, known.labels.valences, known.features.document)
    progress("fitting the model")
    classifier = replace(blank).fit(data.features, data.labels)
    classifier.calibrate(found.log_odds, known.labels)
    pairs = np.nonzero(known.labels.codes)
    classifier.valence.calibrate(found.valences[pairs], known.labels.valences[pairs])
    propose = threshold(classifier.calibrated(found.log_odds), known.labels.codes)
    cut = float(logit(threshold(expit(found.words.scores), known.labels.codes)))
    progress("certifying")
    passages = Counter(passage.code for item in gold for passage in item.passages)
    calibrating = read(calibration)
    certified = certificates(
        codes,
        [passages[code] for code in codes],
        (_proposed(scores, propose), known.labels.codes, known.features.document),
        (
            _proposed(classifier.probabilities(calibrating.features), propose),
            calibrating.labels.codes,
            calibrating.features.document,
        ),
    )
    card = Card(
        version=model_version(gold, codebook, encoder_name, calibration),
        codebook_id=codebook.id,
        codebook_version=codebook.version,
        codes=list(codes),
        languages=list(codebook.languages),
        encoder=encoder_name,
        thresholds={code: Thresholds(propose, certified[code].alone_from) for code in codes},
        certificates=certified,
        trained_on=sorted(item.document.document_id for item in gold),
        calibrated_on=sorted(item.document.document_id for item in calibration),
        authors=len({item.author for item in gold}),
        sentences=len(data.features),
        spans=sum(len(item.passages) for item in gold),
        packages={name: version(name) for name in ("scikit-learn", "spacy", "simplemma")},
        folds=how,
        reports=[
            own,
            report(Coded("key words", *keywords(codebook, known.features)), truth),
            report(replace(found.words, labels=found.words.scores >= cut), truth),
        ],
        curve=curve,
        reliability=reliability(scores, known.labels.codes),
    )
    baseline = WordRegression().fit(data.features, data.labels).cut_at(cut)
    examples = Examples.of(data.features, data.labels, gold, codes)
    save_model(Model(classifier, card, examples), baseline.parts, folder)
    return card


def _proposed(scores: Floats, propose: float) -> Floats:
    """The scores from which a code is proposed; none is coded alone below."""
    return np.where(scores >= propose, scores, 0.0)


def _keep_apart(gold: Sequence[GoldDocument], calibration: Sequence[GoldDocument]) -> None:
    learnt = {item.document.document_id for item in gold}
    shared = [item.document.name for item in calibration if item.document.document_id in learnt]
    if shared:
        raise ModelError(
            f"{', '.join(shared[:3])}: both in the gold to learn from and in the calibration set;"
            " take it out of one of them"
        )


def _data(codebook: Codebook, encoder: Encoder, gold: Sequence[GoldDocument]) -> Data:
    nlp = base_pipeline(codebook.languages)
    features = extract([nlp(tokenise(nlp, item.document)) for item in gold], encoder)
    return Data(features, label(features, gold, codebook.code_ids))


def model_version(
    gold: Sequence[GoldDocument],
    codebook: Codebook,
    encoder_name: str,
    calibration: Sequence[GoldDocument] = (),
) -> str:
    """12 hex digits over all that goes into a model: gold, codes, languages, encoder, recipe."""
    content = {
        "gold": _told(gold),
        "calibration": _told(calibration),
        "codes": [[d.id, [code.id for code in d.codes]] for d in codebook.dimensions],
        "languages": codebook.languages,
        "encoder": encoder_name,
        "recipe": RECIPE,
        "scikit-learn": version("scikit-learn"),
    }
    return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()[:12]


def _told(gold: Sequence[GoldDocument]) -> Sequence[object]:
    """What people say of the documents, in an order of its own."""
    return sorted(
        [
            item.document.document_id,
            item.author,
            item.complete,
            *(
                sorted([p.passage.start, p.passage.end, p.code, p.valence] for p in passages)
                for passages in (item.passages, item.rejected)
            ),
            *sorted([p.start, p.end] for p in item.reviewed),
        ]
        for item in gold
    )
