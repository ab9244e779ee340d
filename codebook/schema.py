"""The codebook: what is coded, for which cases, and how evidence becomes a level.

A codebook is one YAML file. This module is its only schema; `codebook.loader` reads it.
Terms: a *dimension* groups *codes*; a *case* is what findings are about (here a group of
ministries); a *phase* is a span of data collection; a *kind* is a kind of source.
"""

import hashlib
import json
from collections.abc import Iterator, Sequence
from datetime import date
from enum import StrEnum
from functools import cached_property
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

Id = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9_.-]*$", max_length=60)]
Words = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
Language = Annotated[str, StringConstraints(pattern=r"^[a-z]{2}$")]
Place = tuple[str | int, ...]
Fault = tuple[Place, str]
"""What is wrong, and under which keys and indices."""


class ContradictionError(ValueError):
    """Parts that don't fit together; `faults` says where and why, seen from the part that
    raises it."""

    def __init__(self, *faults: Fault) -> None:
        super().__init__("; ".join(message for _, message in faults))
        self.faults = faults


class Valence(StrEnum):
    """The direction of a coded passage; what it means is said per dimension."""

    POSITIVE = "positive"
    NEUTRAL = "neutral"
    NEGATIVE = "negative"


class Model(BaseModel):
    """The base of every part: unknown keys are refused, values don't change after loading."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Text(Model):
    """A text in one or more languages, by language code; `nb` or the first one stands in for
    languages that are missing."""

    model_config = ConfigDict(extra="allow", frozen=True)
    __pydantic_extra__: dict[str, Words]

    @model_validator(mode="before")
    @classmethod
    def _plain_string_is_text(cls, value: object) -> object:
        return {"nb": value} if isinstance(value, str) else value

    @model_validator(mode="after")
    def _has_languages(self) -> Self:
        texts = self.__pydantic_extra__
        if not texts:
            raise ValueError("give the text in at least one language")
        for key in texts:
            if not (len(key) == 2 and key.isalpha() and key.islower()):
                fault = f"'{key}' is no language code; write one such as nb, nn or en"
                raise ContradictionError(((key,), fault))
        return self

    def get(self, lang: str) -> str:
        """The text in `lang`, or in the first language that it is written in."""
        texts = self.__pydantic_extra__
        return texts.get(lang) or texts.get("nb") or next(iter(texts.values()))


class Item(Model):
    """Anything that has an id and a label."""

    id: Id
    label: Text


class NamedItem(Item):
    """An item that documents name in words of their own."""

    spellings: list[Words] = []

    def names(self) -> list[str]:
        """All spellings by which a document may name the item, the id and labels included."""
        return [name for _, name in self.placed_names()]

    def placed_names(self) -> Iterator[tuple[Place, str]]:
        """The same with the keys and indices under which they stand."""
        yield ("id",), self.id
        for lang, label in self.label.__pydantic_extra__.items():
            yield ("label", lang), label
        for index, spelling in enumerate(self.spellings):
            yield ("spellings", index), spelling


class Example(Model):
    """A passage that carries the code."""

    text: Words
    valence: Valence


class CounterExample(Model):
    """A passage that looks like the code but isn't; `instead` names the code it carries."""

    text: Words
    instead: Id | None = None


class Exclusion(Model):
    """A case in which the code doesn't apply, and the code that does."""

    text: Text
    instead: Id | None = None


class Code(Item):
    """One code of a dimension."""

    definition: Text
    exclusions: list[Exclusion] = []
    examples: list[Example] = Field(min_length=1)
    counter_examples: list[CounterExample] = []
    keywords: list[Words] = Field(min_length=1)


class ValenceMeaning(Model):
    """What each valence says within a dimension."""

    positive: Text
    neutral: Text
    negative: Text


class Dimension(Item):
    """A group of codes. In an `ordinal` one the order of the codes is a ladder."""

    ordinal: bool = False
    valence: ValenceMeaning
    codes: list[Code] = Field(min_length=1)


class Case(NamedItem):
    """What findings are about, such as a group of ministries."""

    short: Words


class Phase(Item):
    """A span of data collection, first and last day included."""

    start: date
    end: date

    @model_validator(mode="after")
    def _runs_forward(self) -> Self:
        if self.end < self.start:
            fault = f"the phase ends before it starts, on {self.start}; correct one of the dates"
            raise ContradictionError((("end",), fault))
        return self


class Kind(NamedItem):
    """A kind of source. `structure` says how its text is built: speakers that take turns, an
    agenda with items, or running prose."""

    structure: Literal["dialogue", "agenda", "prose"]


class Level(Item):
    """A level of evidence, reached when all its conditions hold. `share_positive` is positive
    segments ÷ (positive + negative segments); a bound on it fails where there are none of either.
    """

    min_segments: Annotated[int, Field(ge=0)] = 0
    min_positive: Annotated[int, Field(ge=0)] = 0
    min_documents: Annotated[int, Field(ge=0)] = 0
    min_kinds: Annotated[int, Field(ge=0)] = 0
    min_share_positive: Annotated[float, Field(ge=0, le=1)] | None = None
    max_share_positive: Annotated[float, Field(ge=0, le=1)] | None = None

    @property
    def unconditional(self) -> bool:
        """Whether the level holds for any evidence, even none."""
        counts = (self.min_segments, self.min_positive, self.min_documents, self.min_kinds)
        shares = (self.min_share_positive, self.max_share_positive)
        return not any(counts) and shares == (None, None)


class Diagram(Model):
    """The two codes that span the problem diagram: how positive they are is the place of a case."""

    x: Id
    y: Id


class Headers(Model):
    """What documents call a field in their header block, beside the usual words."""

    group: list[Words] = []
    date: list[Words] = []
    role: list[Words] = []
    kind: list[Words] = []
    attendees: list[Words] = []
    language: list[Words] = []


class Codebook(Model):
    """A whole codebook. Raises pydantic's `ValidationError` where it contradicts itself."""

    id: Id
    title: Text
    source: Words | None = None
    languages: list[Language] = Field(min_length=1)
    dimensions: list[Dimension] = Field(min_length=1)
    case_label: Text
    cases: list[Case] = Field(min_length=1)
    phases: list[Phase] = []
    roles: list[NamedItem] = []
    kinds: list[Kind] = Field(min_length=1)
    headers: Headers = Headers()
    rules: list[Text] = []
    levels: list[Level] = Field(min_length=1)
    diagram: Diagram | None = None

    @model_validator(mode="after")
    def _coherent(self) -> Self:
        faults = [*self._twice(), *self._dangling(), *self._shared(), *self._open_ended()]
        if faults:
            raise ContradictionError(*faults)
        return self

    def _twice(self) -> Iterator[Fault]:
        """Ids that two items of a list have."""
        for name, items in self._lists():
            seen: set[str] = set()
            for place, item in items:
                if item.id in seen:
                    fault = f"the id '{item.id}' stands twice in the {name}; give one another id"
                    yield (*place, "id"), fault
                seen.add(item.id)

    def _dangling(self) -> Iterator[Fault]:
        """Pointers to codes that there aren't."""
        for place, code in self._placed_codes():
            lists: dict[str, Sequence[Exclusion | CounterExample]] = {
                "exclusions": code.exclusions,
                "counter_examples": code.counter_examples,
            }
            for name, pointers in lists.items():
                for index, pointer in enumerate(pointers):
                    if pointer.instead is not None and pointer.instead not in self.code_ids:
                        fault = f"there is no code '{pointer.instead}'; correct it or leave it out"
                        yield (*place, name, index, "instead"), fault
        for axis, code_id in self.diagram or ():
            if code_id not in self.code_ids:
                fault = f"there is no code '{code_id}'; correct it or leave the diagram out"
                yield ("diagram", axis), fault

    def _shared(self) -> Iterator[Fault]:
        """Spellings by which a document could mean two items."""
        lists: dict[str, Sequence[NamedItem]] = {
            "cases": self.cases,
            "roles": self.roles,
            "kinds": self.kinds,
        }
        for name, items in lists.items():
            owners: dict[str, str] = {}
            for index, item in enumerate(items):
                for place, spelling in item.placed_names():
                    owner = owners.setdefault(spelling.casefold(), item.id)
                    if owner != item.id:
                        fault = f"'{spelling}' is a spelling of '{owner}' as well; keep it in one"
                        yield (name, index, *place), fault

    def _open_ended(self) -> Iterator[Fault]:
        """A last level that not every cell reaches."""
        if not self.levels[-1].unconditional:
            fault = "the last level has conditions; end with one without any, for every cell's sake"
            yield ("levels", len(self.levels) - 1), fault

    def _lists(self) -> Iterator[tuple[str, Sequence[tuple[Place, Item]]]]:
        lists: dict[str, Sequence[Item]] = {
            "dimensions": self.dimensions,
            "cases": self.cases,
            "phases": self.phases,
            "roles": self.roles,
            "kinds": self.kinds,
            "levels": self.levels,
        }
        yield "codes", list(self._placed_codes())
        for name, items in lists.items():
            yield name, [((name, index), item) for index, item in enumerate(items)]

    def _placed_codes(self) -> Iterator[tuple[Place, Code]]:
        for number, dimension in enumerate(self.dimensions):
            for index, code in enumerate(dimension.codes):
                yield ("dimensions", number, "codes", index), code

    def codes(self) -> Iterator[Code]:
        """All codes in the order of the file."""
        for dimension in self.dimensions:
            yield from dimension.codes

    @cached_property
    def code_ids(self) -> tuple[str, ...]:
        """The ids of all codes in the order of the file."""
        return tuple(code.id for code in self.codes())

    @cached_property
    def version(self) -> str:
        """The first 12 hex digits of the SHA-256 of the content: layout and comments of the file
        don't change it, every word of it does."""
        content = json.dumps(self.model_dump(mode="json"), sort_keys=True, ensure_ascii=False)
        return hashlib.sha256(content.encode()).hexdigest()[:12]

    def phase_of(self, day: date) -> str | None:
        """The id of the phase that `day` lies in; the first one where phases overlap."""
        return next((p.id for p in self.phases if p.start <= day <= p.end), None)

    def kind(self, kind_id: str) -> Kind:
        """The kind with this id. Raises `KeyError`."""
        return {kind.id: kind for kind in self.kinds}[kind_id]
