"""The model card: what a model was made of and how well it does, as JSON and as a page."""

from pydantic import BaseModel, ConfigDict

from models.evaluation import Report
from models.segments import Thresholds


class Card(BaseModel):
    """The card of a model. `version` is a hash of all that went into it; `trained_on` holds the
    ids of the documents, so that none of them is ever used to test it."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    version: str
    codebook_id: str
    codebook_version: str
    codes: list[str]
    languages: list[str]
    encoder: str
    thresholds: dict[str, Thresholds]
    trained_on: list[str]
    authors: int
    sentences: int
    spans: int
    packages: dict[str, str]
    folds: str
    reports: list[Report]

    def as_markdown(self) -> str:
        """The card as a page that a person reads."""
        own = self.reports[0]
        lines = [
            f"# Model card {self.version}",
            "",
            f"Codes {len(self.codes)} codes of the codebook `{self.codebook_id}` (version"
            f" {self.codebook_version}) in {' and '.join(self.languages)}, sentence by sentence,"
            f" with the encoder `{self.encoder}`.",
            "",
            f"Trained on {len(self.trained_on)} documents by {self.authors} authors:"
            f" {self.spans} coded passages in {self.sentences} sentences. Made with"
            f" {', '.join(f'{name} {version}' for name, version in self.packages.items())}.",
            "",
            f"## How well it does on documents it has not seen ({self.folds})",
            "",
            "Thresholds and calibration of each fold were set without that fold. Sentence level;"
            " in brackets 95% intervals by bootstrap over documents.",
            "",
            "| coder | macro F1 | macro precision | macro recall | macro average precision |"
            " code or none, F1 | valence right |",
            "|---|---|---|---|---|---|---|",
        ]
        for report in self.reports:
            valence = "–" if report.valence_accuracy is None else f"{report.valence_accuracy:.2f}"
            lines.append(
                f"| {report.coder} | {report.macro['f1'].text()} |"
                f" {report.macro['precision'].text()} | {report.macro['recall'].text()} |"
                f" {report.macro['average_precision'].text()} | {report.any_code_f1:.2f} |"
                f" {valence} |"
            )
        lines += [
            "",
            "| code | sentences | precision | recall | F1 | kappa | proposed from | alone from |",
            "|---|---|---|---|---|---|---|---|",
        ]
        for figures in own.codes:
            limits = self.thresholds[figures.code]
            alone = f"{limits.auto:.2f}" if limits.auto is not None else "never"
            lines.append(
                f"| {figures.code} | {figures.support} | {figures.precision:.2f} |"
                f" {figures.recall:.2f} | {figures.f1:.2f} | {figures.kappa:.2f} |"
                f" {limits.propose:.2f} | {alone} |"
            )
        lines += [
            "",
            "*Proposed from*: the probability from which a code is put before a person. *Alone"
            " from*: the certainty of code and valence together (the product of their"
            " probabilities) from which 90% of the proposals were right in both on unseen"
            " documents; there the code counts without a person. That is an observed share, not"
            " yet a guarantee.",
            "",
            "## What to keep in mind",
            "",
            "- The figures hold for documents like those it was trained on. On others expect less,"
            " and review before you rely on a finding.",
            "- A sentence is coded by its words, its neighbours, its turn and the question before"
            " it; what was said three answers ago is not seen.",
            "",
        ]
        return "\n".join(lines)
