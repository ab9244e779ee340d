"""A stored model against gold it was not trained on, beside two baselines."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from codebook import Codebook
from corpus import GoldDocument, tokenise
from kodetrapp.errors import ModelError
from models.baselines import WordRegression, keywords
from models.encoders import encoder
from models.evaluation import Coded, CodedAlone, Report, SpanCounts, Truth, report
from models.features import Features, extract
from models.labels import label
from models.language import base_pipeline
from models.segments import Segment, Status, segments
from models.storage import check_fits, load_baseline, load_model
from models.valence import VALENCES


def unseen(gold: Sequence[GoldDocument], known: Sequence[str]) -> list[GoldDocument]:
    """The documents that are not among the `known`, by their ids (`Card.seen`)."""
    ids = set(known)
    return [item for item in gold if item.document.document_id not in ids]


def assess(gold: Sequence[GoldDocument], codebook: Codebook, folder: Path) -> list[Report]:
    """The reports of the model in `folder`, of the codebook's key words and of the word
    regression, at sentence level with the thresholds that the model ships with, on complete gold.

    Raises `ModelError` where a document was trained or calibrated on.
    """
    model = load_model(folder)
    check_fits(model.card, codebook, folder)
    if len(unseen(gold, model.card.seen)) < len(gold):
        raise ModelError("a model is never tested on documents it was trained or calibrated on")
    nlp = base_pipeline(codebook.languages)
    docs = [nlp(tokenise(nlp, item.document)) for item in gold]
    features = extract(docs, encoder(model.card.encoder))
    labels = label(features, gold, model.classifier.codes)
    truth = Truth(
        model.classifier.codes, labels.codes, labels.valences, features.document, _facets(gold)
    )
    scores = model.classifier.probabilities(features)
    limits = [model.card.thresholds[code].propose for code in truth.codes]
    proposed = scores >= limits
    said = np.full(labels.codes.shape, None, dtype=object)
    rows, columns = np.nonzero(proposed)
    likely = model.classifier.valences(features, rows, columns).argmax(axis=1)
    said[rows, columns] = np.array(VALENCES, dtype=object)[likely]
    found = segments(features, model.classifier, model.card.thresholds, docs)
    alone = _coded_alone(found, features, truth.codes)
    spans = {code: _span_counts(code, gold, found) for code in truth.codes}
    words = WordRegression(load_baseline(folder))
    return [
        report(Coded("kodetrapp", proposed, scores, said, alone), truth, spans),
        report(Coded("key words", *keywords(codebook, features)), truth),
        report(Coded("TF-IDF + SGD", *words.predict(features)), truth),
    ]


def _facets(gold: Sequence[GoldDocument]) -> dict[str, list[str | None]]:
    """What is known of each document, by which the figures are broken down."""
    known = [item.document.metadata for item in gold]
    return {
        "kind": [of.kind for of in known],
        "language": [of.lang for of in known],
        "role": [of.role for of in known],
        "group": [of.group for of in known],
        "author": [item.author or None for item in gold],
    }


def _coded_alone(
    found: Sequence[Sequence[Segment]], features: Features, codes: Sequence[str]
) -> CodedAlone:
    """The segments that stand without a person, by sentence."""
    labels = np.zeros((len(features), len(codes)), dtype=bool)
    valences = np.full(labels.shape, None, dtype=object)
    starts = np.array([span.start_char for span in features.spans], dtype=np.int64)
    for number, segments_ in enumerate(found):
        for segment in segments_:
            if segment.status is not Status.AUTO:
                continue
            inside = (starts >= segment.passage.start) & (starts < segment.passage.end)
            rows = np.flatnonzero((features.document == number) & inside)
            column = codes.index(segment.code)
            labels[rows, column] = True
            valences[rows, column] = segment.valence
    return CodedAlone(labels, valences)


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
