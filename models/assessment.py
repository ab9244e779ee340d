"""A stored model against gold it was not trained on, beside two baselines."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from codebook import Codebook
from corpus import GoldDocument, tokenise
from kodetrapp.errors import ModelError
from models.baselines import WordRegression, keywords
from models.encoders import encoder
from models.evaluation import Coded, Report, SpanCounts, Truth, report
from models.features import extract
from models.labels import label
from models.language import base_pipeline
from models.segments import Segment, segments
from models.storage import check_fits, load_baseline, load_model
from models.valence import VALENCES


def unseen(gold: Sequence[GoldDocument], trained_on: Sequence[str]) -> list[GoldDocument]:
    """The documents that a model was not trained on."""
    known = set(trained_on)
    return [item for item in gold if item.document.document_id not in known]


def assess(gold: Sequence[GoldDocument], codebook: Codebook, folder: Path) -> list[Report]:
    """The reports of the model in `folder`, of the codebook's key words and of the word
    regression, at sentence level with the thresholds that the model ships with.

    Raises `ModelError` where a document was trained on.
    """
    model = load_model(folder)
    check_fits(model.card, codebook, folder)
    if len(unseen(gold, model.card.trained_on)) < len(gold):
        raise ModelError("a model is never tested on documents it was trained on")
    nlp = base_pipeline(codebook.languages)
    docs = [nlp(tokenise(nlp, item.document)) for item in gold]
    features = extract(docs, encoder(model.card.encoder))
    labels, valences = label(features, gold, model.classifier.codes)
    truth = Truth(model.classifier.codes, labels, valences, features.document)
    scores = model.classifier.probabilities(features)
    limits = [model.card.thresholds[code].propose for code in truth.codes]
    proposed = scores >= limits
    said = np.full(labels.shape, None, dtype=object)
    rows, columns = np.nonzero(proposed)
    likely = model.classifier.valences(features, rows, columns).argmax(axis=1)
    said[rows, columns] = np.array(VALENCES, dtype=object)[likely]
    found = segments(features, model.classifier, model.card.thresholds, docs)
    spans = {code: _span_counts(code, gold, found) for code in truth.codes}
    words = WordRegression(load_baseline(folder))
    return [
        report(Coded("kodetrapp", proposed, scores, said), truth, spans),
        report(Coded("key words", *keywords(codebook, features)), truth),
        report(Coded("TF-IDF + SGD", *words.predict(features)), truth),
    ]


def _span_counts(
    code: str, gold: Sequence[GoldDocument], found: Sequence[Sequence[Segment]]
) -> SpanCounts:
    true, hit, proposed, right = 0, 0, 0, 0
    for item, segments_ in zip(gold, found, strict=True):
        golden = [(p.passage.start, p.passage.end) for p in item.passages if p.code == code]
        machine = [(s.passage.start, s.passage.end) for s in segments_ if s.code == code]
        true += len(golden)
        hit += sum(_half_covered(span, machine) for span in golden)
        proposed += len(machine)
        right += sum(_half_covered(span, golden) for span in machine)
    return SpanCounts(true, hit, proposed, right)


def _half_covered(span: tuple[int, int], by: Sequence[tuple[int, int]]) -> bool:
    """Whether the (disjoint) spans `by` cover at least half of `span`."""
    covered = sum(max(0, min(span[1], end) - max(span[0], start)) for start, end in by)
    return 2 * covered >= span[1] - span[0]
