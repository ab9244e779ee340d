"""What a run did, in numbers and names of files; never a word of a transcript."""

from dataclasses import dataclass, field

from flows.relearning import Retraining
from store.rereading import Moved
from store.runs import Counts


@dataclass(frozen=True)
class Summary:
    """How a run went. `warnings` and `refused` are by name of file; `recordings` says which file
    each other one of the same recording is taken for, `unmet` what metadata files say of files that
    aren't there, by the metadata file; `read_anew` says how
    many documents came out otherwise from the same files, and what became of the decisions on them;
    `models_removed` are folders of models that had learnt from what they were before; `model` is
    the version of the model that coded, and its folder; `retraining` is None where none was asked
    for. Names of files are as they are stored, without persons; `real_names` has those that differ
    in the inbox, for the screen of who runs it alone."""

    run_id: str
    counts: Counts
    refused: dict[str, str] = field(default_factory=dict)
    warnings: dict[str, list[str]] = field(default_factory=dict)
    missing: list[str] = field(default_factory=list)
    retired: list[str] = field(default_factory=list)
    duplicates: dict[str, str] = field(default_factory=dict)
    recordings: dict[str, str] = field(default_factory=dict)
    unmet: dict[str, list[str]] = field(default_factory=dict)
    placed: int = 0
    unplaced: int = 0
    read_anew: Moved = field(default_factory=Moved)
    models_removed: list[str] = field(default_factory=list)
    published: bool = False
    model: str = ""
    retraining: Retraining | None = None
    real_names: dict[str, str] = field(default_factory=dict, repr=False)

    @property
    def idle(self) -> bool:
        """Whether there was nothing to do."""
        counts = self.counts
        work = counts.files_new or counts.files_changed or counts.documents_coded
        return not (work or self.retired)

    def as_markdown(self) -> str:
        """The run report that Prefect keeps."""
        counts = self.counts
        lines = [
            f"# Run {self.run_id[:8]}",
            "",
            "Nothing was new." if self.idle else "",
            "",
            "| | |",
            "|---|--:|",
            *(f"| {name.replace('_', ' ')} | {number} |" for name, number in vars(counts).items()),
            f"| decisions carried over | {self.placed} |",
            f"| decisions left to place | {self.unplaced} |",
            f"| lines of metadata files that fit no file | {sum(map(len, self.unmet.values()))} |",
            f"| documents read anew | {self.read_anew.documents} |",
            f"| decisions moved with them | {self.read_anew.decisions} |",
            f"| models removed | {cell(', '.join(self.models_removed)) or 'none'} |",
            f"| model | {cell(self.model)} |",
            f"| findings published | {'yes' if self.published else 'they were up to date'} |",
        ]
        for title, rows in (
            ("Refused", self.refused),
            ("Not understood", {name: "; ".join(why) for name, why in self.warnings.items()}),
            ("Same text as another file", self.duplicates),
            ("Same recording as another file", self.recordings),
            ("No longer in the folder, still counted", dict.fromkeys(self.missing, "")),
            ("No longer in the folder, taken out", dict.fromkeys(self.retired, "")),
        ):
            if rows:
                lines += ["", f"## {title}", "", "| file | |", "|---|---|"]
                lines += [f"| {cell(name)} | {cell(why)} |" for name, why in rows.items()]
        if self.retraining:
            lines += ["", "## Training on decisions", ""]
            lines += [f"- {cell(sentence)}" for sentence in self.retraining.sentences()]
        return "\n".join(lines)


def cell(text: str) -> str:
    """Text that can't break out of a table cell."""
    return text.replace("|", "\\|").replace("\n", " ").replace("<", "&lt;")
