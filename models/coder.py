"""Documents to coded segments: the whole pipeline behind one call."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from codebook import Codebook
from corpus import Document, tokenise
from models.card import Card
from models.component import CODES, CoderComponent
from models.explanations import Explanation
from models.language import base_pipeline
from models.segments import Segment, Status
from models.storage import DEFAULT, check_fits, load_card

BATCH = 16


class Coder:
    """A trained coder. It holds no state but its model: the same document gives the same
    segments, alone or in company."""

    def __init__(
        self, codebook: Codebook, folder: Path = DEFAULT, cache: Path | None = None
    ) -> None:
        """Loads the model in `folder`; sentence vectors are kept in the file `cache`, if given.

        Raises `ModelError` where the model doesn't fit the codebook.
        """
        self.card: Card = load_card(folder)
        check_fits(self.card, codebook, folder)
        self.nlp = base_pipeline(codebook.languages)
        config = {"path": str(folder), "cache": str(cache) if cache else None}
        self.nlp.add_pipe("kodetrapp_coder", config=config, last=True)

    @property
    def version(self) -> str:
        """The model's version."""
        return self.card.version

    def explain(self, document: Document, segments: Sequence[Segment]) -> list[Explanation]:
        """Why each of the segments, which are of this document, was given its code."""
        doc = tokenise(self.nlp, document)
        for _, component in self.nlp.pipeline[:-1]:
            doc = component(doc)
        coder = self.nlp.pipeline[-1][1]
        assert isinstance(coder, CoderComponent)
        return coder.explain(doc, segments)

    def code(self, documents: Sequence[Document]) -> Iterator[list[Segment]]:
        """The segments of each document, in order."""
        docs = (tokenise(self.nlp, document) for document in documents)
        for document, doc in zip(documents, self.nlp.pipe(docs, batch_size=BATCH), strict=True):
            group = doc.spans[CODES]
            yield [
                Segment(
                    document.passage(span.start_char, span.end_char),
                    span.label_,
                    valence,
                    score,
                    Status(status),
                    valence_score,
                )
                for span, valence, valence_score, score, status in zip(
                    group,
                    group.attrs["valences"],
                    group.attrs["valence_scores"],
                    group.attrs["scores"],
                    group.attrs["statuses"],
                    strict=True,
                )
            ]
