"""What a run did, in numbers and names of files; never a word of a transcript."""

from dataclasses import dataclass, field

from flows.relearning import Retraining
from store.runs import Counts


@dataclass(frozen=True)
class Summary:
    """How a run went. `warnings` and `refused` are by name of file; `model` is the version of the
    model that coded, and its folder; `retraining` is None where none was asked for."""

    run_id: str
    counts: Counts
    refused: dict[str, str] = field(default_factory=dict)
    warnings: dict[str, list[str]] = field(default_factory=dict)
    missing: list[str] = field(default_factory=list)
    retired: list[str] = field(default_factory=list)
    duplicates: dict[str, str] = field(default_factory=dict)
    placed: int = 0
    unplaced: int = 0
    published: bool = False
    model: str = ""
    retraining: Retraining | None = None

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
            f"| model | {cell(self.model)} |",
            f"| findings published | {'yes' if self.published else 'they were up to date'} |",
        ]
        for title, rows in (
            ("Refused", self.refused),
            ("Not understood", {name: "; ".join(why) for name, why in self.warnings.items()}),
            ("Same text as another file", self.duplicates),
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
