"""Commands that work on a store: `run`, `schedule`, `sql`."""

import json
import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

import codebook as codebooks
import flows
from cli import output
from cli.options import (
    CODEBOOK,
    DATA,
    CodebookOption,
    DataOption,
    KeepNamesOption,
    Lang,
    LangOption,
    ModelOption,
    NamesOption,
)
from findings import analyst, show
from findings.tables import PUBLISHED
from findings.texts import text
from kodetrapp.errors import UsageError

if TYPE_CHECKING:
    from flows.relearning import Folders, Retraining
    from flows.summary import Summary

_STAGES = {"read": "reading", "code": "coding", "publish": "publishing"}
_MAX_NOTES = 20
Inbox = Annotated[Path, typer.Argument(metavar="INBOX", help="Folder of transcripts and minutes.")]
Retire = Annotated[
    bool,
    typer.Option("--retire-missing", help="Take out documents whose file is gone from the folder."),
]
RetrainAfter = Annotated[
    int | None,
    typer.Option(
        "--retrain-after",
        metavar="N",
        min=1,
        help="After the run, train the study's model on people's decisions where N or more are"
        " new; it is used if it is no worse by more than 0.01.",
    ),
]
Gold = Annotated[
    list[Path] | None,
    typer.Option("--gold", metavar="DIR", help="Gold to learn from besides, with --retrain-after."),
]
Calibration = Annotated[
    list[Path] | None,
    typer.Option("--calibration", metavar="DIR", help="Gold to certify by, with --retrain-after."),
]
Test = Annotated[
    list[Path] | None,
    typer.Option("--test", metavar="DIR", help="Gold to compare on, with --retrain-after."),
]


def run_inbox(
    inbox: Inbox,
    data: DataOption = DATA,
    codebook: CodebookOption = CODEBOOK,
    model: ModelOption = None,
    retire_missing: Retire = False,
    retrain_after: RetrainAfter = None,
    gold: Gold = None,
    calibration: Calibration = None,
    test: Test = None,
    names: NamesOption = None,
    keep_names: KeepNamesOption = False,
    lang: LangOption = Lang.NB,
) -> None:
    """Take in new and corrected files, code them, publish and print the findings."""
    _check_inbox(inbox)
    book = codebooks.load(codebook)
    folders = _folders(book, data, model, retrain_after, gold, calibration, test)
    flows.home(data)
    os.environ.setdefault("PREFECT_LOGGING_LEVEL", "CRITICAL")
    from flows.pipeline import code_inbox
    from flows.progress import listening

    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=output.err, transient=True) as bar:
        stages = _STAGES if retrain_after is None else _STAGES | {"train": "training"}
        tasks = {stage: bar.add_task(text(lang, key), total=None) for stage, key in stages.items()}

        def listener(stage: str, done: int, total: int) -> None:
            bar.update(tasks[stage], completed=done, total=total)

        try:
            with listening(listener):
                summary = code_inbox(
                    inbox.resolve(),
                    data.resolve(),
                    codebook.resolve(),
                    model.resolve() if model else None,
                    retire_missing,
                    retrain_after,
                    folders,
                    names.resolve() if names else None,
                    keep_names,
                )
        except KeyboardInterrupt:
            output.fail("stopped; what was done so far is kept, the next run goes on from there")
            raise typer.Exit(130) from None
    output.out.print(show.show(data, book, lang.value))
    output.out.print(
        text(lang, "where", path=data / PUBLISHED), highlight=False, markup=False, soft_wrap=True
    )
    _report(summary, lang.value)
    counts = summary.counts
    failed = summary.retraining is not None and summary.retraining.failure
    if failed and not counts.files_refused:
        raise typer.Exit(3)
    if counts.files_refused:
        raise typer.Exit(1 if counts.files_refused == counts.files_seen else 3)


def _report(summary: "Summary", lang: str) -> None:
    """What the run did, and every file that wants a person's eye, by its real name."""

    def note(sentence: str, style: str = "") -> None:
        for stored, real in summary.real_names.items():
            sentence = sentence.replace(stored, real)
        output.note(sentence, style)

    counts = summary.counts
    key = "idle" if summary.idle and not counts.files_refused else "summary"
    note(
        text(
            lang,
            key,
            seen=counts.files_seen,
            new=counts.files_new,
            changed=counts.files_changed,
            unchanged=counts.files_unchanged,
            refused=counts.files_refused,
            coded=counts.documents_coded,
        )
    )
    for name, reasons in list(summary.warnings.items())[:_MAX_NOTES]:
        for reason in reasons:
            note(text(lang, "warning", name=name, reason=reason))
    for name, twin in summary.duplicates.items():
        note(text(lang, "duplicate", name=name, twin=twin))
    for name, twin in summary.recordings.items():
        note(text(lang, "recording", name=name, twin=twin))
    for name, reasons in summary.unmet.items():
        for reason in reasons:
            note(text(lang, "warning", name=name, reason=reason))
    if summary.read_anew.documents:
        moved = summary.read_anew
        note(text(lang, "read_anew", n=moved.documents, moved=moved.decisions))
        if moved.unplaced:
            note(text(lang, "read_anew_unplaced", n=moved.unplaced))
    if summary.models_removed:
        note(
            f"Removed {', '.join(summary.models_removed)}: models that learnt from it carry its"
            " quotes. This run coded with the model that is left."
        )
    if summary.missing:
        names = ", ".join(summary.missing[:_MAX_NOTES])
        note(text(lang, "missing", n=len(summary.missing), names=names))
    if summary.retired:
        names = ", ".join(summary.retired[:_MAX_NOTES])
        note(text(lang, "retired", n=len(summary.retired), names=names))
    for name, reason in summary.refused.items():
        note(text(lang, "refused", name=name, reason=reason), style="red")
    note(text(lang, "model", model=summary.model))
    if summary.retraining:
        _report_training(summary.retraining, lang)


def _report_training(of: "Retraining", lang: str) -> None:
    """What became of the training on decisions."""
    from models.promotion import MARGIN

    outcome = of.outcome
    if of.failure:
        output.note(text(lang, "training_failed", reason=of.failure), style="red")
    elif outcome is None:
        output.note(text(lang, "training_waits", new=of.new, after=of.after))
    elif outcome.comparison is None:
        output.note(text(lang, "training_idle", new=of.new))
    else:
        f1 = outcome.comparison.f1
        output.note(
            text(
                lang,
                "promoted" if outcome.promoted else "not_promoted",
                margin=MARGIN,
                version=outcome.version,
                decisions=outcome.decisions,
                current=outcome.current,
                f1=f"{f1.candidate:.2f}",
                current_f1=f"{f1.current:.2f}",
                difference=f"{f1.difference:+.3f} [{f1.low:+.3f}, {f1.high:+.3f}]",
                folder=outcome.folder,
            )
        )
        if outcome.codes_less_alone:
            alone, before = outcome.alone
            output.note(text(lang, "codes_less_alone", alone=alone, before=before))
    for sentence in outcome.left_out if outcome else []:
        output.note(sentence)


def _folders(
    book: codebooks.Codebook,
    data: Path,
    model: Path | None,
    retrain_after: int | None,
    gold: list[Path] | None,
    calibration: list[Path] | None,
    test: list[Path] | None,
) -> "Folders":
    """The gold that a training uses beside decisions. Raises `UsageError` where the options don't
    go together."""
    from flows.relearning import Folders
    from models.promotion import in_use

    if retrain_after is None:
        if gold or calibration or test:
            raise UsageError("--gold, --calibration and --test go with --retrain-after")
        return Folders()
    if model:
        raise UsageError(
            "--retrain-after trains the study's own model, so a run can't be given another; copy"
            " yours to the folder model in the data folder and leave --model out"
        )
    chosen = Folders.chosen(book, gold or [], calibration or [], test or [])
    chosen.check_calibration(in_use(data))
    return chosen


def _check_inbox(inbox: Path) -> None:
    """Before Prefect makes its home: is there a folder to read?"""
    if not inbox.is_dir():
        raise UsageError(f"{inbox}: there is no such folder; give the folder of the transcripts")


def schedule(
    inbox: Inbox,
    cron: Annotated[str, typer.Option("--cron", help="When to run, as a cron expression.")],
    data: DataOption = DATA,
    codebook: CodebookOption = CODEBOOK,
    model: ModelOption = None,
    retire_missing: Retire = False,
    retrain_after: RetrainAfter = None,
    gold: Gold = None,
    calibration: Calibration = None,
    test: Test = None,
    names: NamesOption = None,
    keep_names: KeepNamesOption = False,
    timezone: Annotated[
        str, typer.Option("--timezone", help="Time zone of the schedule.")
    ] = "Europe/Oslo",
) -> None:
    """Serve the run as a scheduled Prefect deployment, until stopped."""
    _check_inbox(inbox)
    book = codebooks.load(codebook)
    folders = _folders(book, data, model, retrain_after, gold, calibration, test)
    flows.home(data)
    from flows.serving import serve

    serve(
        cron,
        timezone,
        {
            "inbox": str(inbox.resolve()),
            "data": str(data.resolve()),
            "codebook_path": str(codebook.resolve()),
            "model": str(model.resolve()) if model else None,
            "retire_missing": retire_missing,
            "least_decisions": retrain_after,
            "folders": folders.model_dump(mode="json"),
            "names": str(names.resolve()) if names else None,
            "keep_names": keep_names,
        },
        output.note,
    )


def sql(
    select: Annotated[str, typer.Argument(metavar="SELECT", help="A query on the findings.")],
    data: DataOption = DATA,
    as_csv: Annotated[bool, typer.Option("--csv", help="Print CSV.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print a JSON list of rows.")] = False,
) -> None:
    """Query the published findings; nothing can be changed."""
    if as_csv and as_json:
        raise UsageError("choose one of --csv and --json")
    rows = analyst.values(data, select)
    if as_csv:
        written = rows.map(lambda value: _json(value) if isinstance(value, list | dict) else value)
        typer.echo(written.to_csv(index=False), nl=False)
    elif as_json:
        typer.echo(_json(rows.to_dict("records"), indent=1))
    else:
        output.out.print(show.plain(rows))


def _json(value: object, indent: int | None = None) -> str:
    return json.dumps(value, ensure_ascii=False, indent=indent, default=str)
