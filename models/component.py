"""The last component of the spaCy pipeline: it sets the coded spans."""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from spacy.language import Language
from spacy.tokens import Doc, Span, SpanGroup

from models.embedding_cache import encoder_with
from models.explanations import Explanation, explain
from models.features import extract
from models.segments import Segment, segments
from models.storage import Model, load_model

CODES = "codes"


class CoderComponent:
    """Sets `doc.spans["codes"]`: a span a segment, its label the code; the group's attributes
    `scores`, `valences`, `valence_scores` and `statuses` are lists in the order of the spans."""

    def __init__(self, model: Model, cache: Path | None = None) -> None:
        """`cache` is the file in which sentence vectors are kept, if they are."""
        self.model = model
        self.encoder = encoder_with(model.card.encoder, cache)

    def __call__(self, doc: Doc) -> Doc:
        """The document with its coded spans."""
        self._set([doc])
        return doc

    def pipe(self, stream: Iterable[Doc], batch_size: int = 16) -> Iterator[Doc]:
        """The documents with their coded spans, worked on in batches."""
        batch: list[Doc] = []
        for doc in stream:
            batch.append(doc)
            if len(batch) == batch_size:
                self._set(batch)
                yield from batch
                batch = []
        self._set(batch)
        yield from batch

    def explain(self, doc: Doc, segments: Sequence[Segment]) -> list[Explanation]:
        """Why each of the segments of the document was given its code: what is said of its
        strongest sentence."""
        features = extract([doc], self.encoder)
        model, scores = self.model, self.model.classifier.probabilities(features)
        found = []
        for segment in segments:
            passage, column = segment.passage, model.classifier.codes.index(segment.code)
            rows = [
                row
                for row, span in enumerate(features.spans)
                if passage.start <= span.start_char and span.end_char <= passage.end
            ]
            best = max(rows, key=lambda row: scores[row, column])
            found.append(explain(features, best, segment.code, model.classifier, model.examples))
        return found

    def _set(self, docs: list[Doc]) -> None:
        if not docs:
            return
        features = extract(docs, self.encoder)
        thresholds = self.model.card.thresholds
        for doc, found in zip(
            docs, segments(features, self.model.classifier, thresholds, docs), strict=True
        ):
            set_spans(doc, found)


def set_spans(doc: Doc, found: list[Segment]) -> None:
    """Writes the segments into the document."""
    spans: list[Span] = []
    for segment in found:
        span = doc.char_span(segment.passage.start, segment.passage.end, label=segment.code)
        assert span is not None, "segments begin and end with sentences"
        spans.append(span)
    doc.spans[CODES] = SpanGroup(
        doc,
        name=CODES,
        spans=spans,
        attrs={
            "scores": [segment.score for segment in found],
            "valences": [segment.valence for segment in found],
            "valence_scores": [segment.valence_score for segment in found],
            "statuses": [segment.status.value for segment in found],
        },
    )


@Language.factory("kodetrapp_coder", assigns=["doc.spans"], default_config={"cache": None})
def _coder(nlp: Language, name: str, path: str, cache: str | None) -> CoderComponent:  # noqa: ARG001 (spaCy calls it so)
    return CoderComponent(load_model(Path(path)), Path(cache) if cache else None)
