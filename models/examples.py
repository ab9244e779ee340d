"""The coded sentences of the training documents that a model carries with it, to show its reasons.

They quote the documents a model was trained on: such a model is to be kept as safe as those.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from corpus import GoldDocument
from models.encoders import Vectors
from models.features import Features
from models.labels import Labels


@dataclass(frozen=True)
class Example:
    """A coded sentence of a training document."""

    document: str
    start: int
    end: int
    text: str
    valence: str


@dataclass(frozen=True)
class Examples:
    """The coded sentences, in the order in which the model of valences has their vectors, with
    their valence by code."""

    documents: list[str]
    places: list[tuple[int, int]]
    texts: list[str]
    valences: list[dict[str, str]]

    @classmethod
    def of(
        cls, features: Features, labels: Labels, gold: Sequence[GoldDocument], codes: Sequence[str]
    ) -> "Examples":
        """The sentences that carry any of `codes`."""
        rows = np.flatnonzero(labels.codes.any(axis=1))
        return cls(
            [gold[features.document[row]].document.name for row in rows],
            [(features.spans[row].start_char, features.spans[row].end_char) for row in rows],
            [features.spans[row].text for row in rows],
            [
                {codes[int(column)]: str(labels.valences[row, column]) for column in columns}
                for row in rows
                for columns in [np.flatnonzero(labels.codes[row])]
            ],
        )

    def nearest(self, alike: Vectors, code: str, most: int) -> tuple[tuple[Example, float], ...]:
        """The examples of a code that are most alike, of which `alike` tells how much each is."""
        rows = np.array([row for row, of in enumerate(self.valences) if code in of], dtype=np.int64)
        if not len(rows):
            return ()
        return tuple(
            (self._at(int(row), code), round(float(alike[row]), 4))
            for row in rows[np.argsort(-alike[rows], kind="stable")[:most]]
        )

    def _at(self, row: int, code: str) -> Example:
        start, end = self.places[row]
        return Example(self.documents[row], start, end, self.texts[row], self.valences[row][code])

    def as_parts(self) -> dict[str, Any]:
        """As plain lists and arrays, to be stored."""
        return {**vars(self), "places": [list(place) for place in self.places]}

    @classmethod
    def from_parts(cls, parts: dict[str, Any]) -> "Examples":
        """From plain lists and arrays. Raises `TypeError` where they are of another kind."""
        return cls(**{**parts, "places": [(start, end) for start, end in parts["places"]]})
