"""Gold: documents coded by experts, `NAME.txt` (or another format) with `NAME.json` beside it."""

import json
from dataclasses import dataclass
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from codebook import Codebook, Valence
from corpus.document import Document, Passage
from corpus.formats import DOCUMENTS
from corpus.reader import read_file
from corpus.text import normalise
from kodetrapp.errors import FileRefusedError, GoldError


class GoldSpan(BaseModel):
    """One coded passage; `quote` stands in the text exactly once."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    quote: str = Field(min_length=1, repr=False)
    code: str
    valence: Valence


class GoldFile(BaseModel):
    """The content of a gold file. Metadata stands in for what the text's header doesn't say;
    `author` tells whose documents belong together when a model is tested."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    doc: str | None = None
    author: str | None = None
    spans: list[GoldSpan]


@dataclass(frozen=True)
class GoldPassage:
    """A passage with the code and valence an expert gave it."""

    passage: Passage
    code: str
    valence: Valence


@dataclass(frozen=True)
class GoldDocument:
    """A document and what people coded in it.

    Where it is `complete`, everything that was to be coded is among `passages`. Otherwise nothing
    is known but that these passages carry their code, that those `rejected` don't, and that those
    `reviewed` were judged completely: they carry no other code than `passages` say.
    """

    document: Document
    author: str
    passages: tuple[GoldPassage, ...]
    rejected: tuple[GoldPassage, ...] = ()
    complete: bool = True
    reviewed: tuple[Passage, ...] = ()


def read_gold(path: Path, codebook: Codebook, beside: Path | None = None) -> GoldDocument:
    """The gold of the `.json` file `path`, with the document beside it (or beside the file
    `beside`).

    Raises `GoldError` naming file, span and remedy, for every fault that was found.
    """
    try:
        gold = GoldFile.model_validate(json.loads(path.read_text(encoding="utf-8-sig")))
    except (OSError, UnicodeDecodeError, json.JSONDecodeError) as error:
        line = f" (line {error.lineno})" if isinstance(error, json.JSONDecodeError) else ""
        raise GoldError(f"{path}: is no readable JSON{line}; correct it") from None
    except ValidationError as error:
        wrong = ", ".join(sorted({".".join(map(str, e["loc"])) for e in error.errors()}))
        where = wrong or "the whole file"
        raise GoldError(f"{path}: missing or wrong: {where}; see docs/gold.md") from None
    near = beside or path
    source = next((p for end in DOCUMENTS if (p := near.with_suffix(end)).exists()), None)
    if source is None:
        raise GoldError(f"{near}: no document of that name beside it; put {near.stem}.txt there")
    try:
        document = read_file(source, codebook)
    except FileRefusedError as refused:
        raise GoldError(f"{source}: {refused}") from None
    passages: list[GoldPassage] = []
    faults: list[str] = []
    for number, span in enumerate(gold.spans, start=1):
        places = document.find(normalise(span.quote))
        if span.code not in codebook.code_ids:
            faults.append(f"span {number}: the codebook has no code '{span.code}'")
        elif len(places) != 1:
            faults.append(f"span {number}: its quote stands {len(places)} times in the text, not 1")
        else:
            passages.append(GoldPassage(places[0], span.code, span.valence))
    if faults:
        raise GoldError("\n".join(f"{path}: {fault}; correct it" for fault in faults))
    return GoldDocument(document, gold.author or "", tuple(passages))


def gold_files(folder: Path) -> list[Path]:
    """The gold files in `folder` and below, in the order of their paths.

    Raises `GoldError` where there are none.
    """
    files = sorted(folder.rglob("*.json")) if folder.is_dir() else []
    if not files:
        raise GoldError(f"{folder}: no gold files (NAME.json beside NAME.txt) in this folder")
    return files
