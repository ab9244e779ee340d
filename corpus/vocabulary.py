"""The words by which transcripts show their structure, from `vocabulary.yaml`."""

from functools import cache
from pathlib import Path

from pydantic import BaseModel, ConfigDict
from ruamel.yaml import YAML


class SpeakerLabels(BaseModel):
    """Labels by what they say of the speaker."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    interviewer: list[str]
    informant: list[str]
    unknown: list[str]


class Vocabulary(BaseModel):
    """The content of `vocabulary.yaml`; each list is explained there."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    fields: dict[str, list[str]]
    languages: dict[str, list[str]]
    speakers: SpeakerLabels
    not_speakers: list[str]
    people: dict[str, list[str]]
    noun_endings: list[str]
    names_like_words: list[str]
    name_joiners: list[str]
    items: list[str]
    attendance: list[str]
    decisions: list[str]
    closing_abbreviations: list[str]
    open_abbreviations: list[str]
    months: list[str]
    seasons: dict[str, list[str]]
    clause_openers: list[str]
    clause_subjects: list[str]
    clause_binders: list[str]
    fixed_phrases: list[str]
    question_words: list[str]
    columns: dict[str, list[str]]


@cache
def vocabulary() -> Vocabulary:
    """The vocabulary, read once."""
    return Vocabulary.model_validate(
        YAML(typ="safe", pure=True).load(Path(__file__).with_name("vocabulary.yaml"))
    )
