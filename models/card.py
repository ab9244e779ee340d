"""The model card: what a model was made of and how well it does, as JSON and as a page."""

from collections.abc import Callable, Sequence

from pydantic import BaseModel, ConfigDict

from models.certification import CONFIDENCE, LEAST_EXAMPLES, PRECISION, Certificate, Verdict
from models.evaluation import Bin, Report
from models.intervals import Figure
from models.segments import Thresholds

RELIABILITY, LEARNING_CURVE = "reliability.svg", "learning-curve.svg"
"""The names of the card's pictures, beside it (`models.plots`)."""
_CLOSE = 0.03
_GROWTH = 0.01


class Point(BaseModel):
    """One point of the learning curve: figures of a coder that learns from so many documents, as
    many of them held out as in cross-validation."""

    model_config = ConfigDict(frozen=True)

    documents: int
    f1: Figure
    average_precision: Figure
    valence_accuracy: Figure | None

    @classmethod
    def of(cls, documents: int, report: Report) -> "Point":
        """The point that a report gives."""
        return cls(
            documents=documents,
            f1=report.macro["f1"],
            average_precision=report.macro["average_precision"],
            valence_accuracy=report.valence_accuracy,
        )


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
    certificates: dict[str, Certificate]
    trained_on: list[str]
    calibrated_on: list[str]
    authors: int
    sentences: int
    spans: int
    packages: dict[str, str]
    folds: str
    reports: list[Report]
    curve: list[Point]
    reliability: list[Bin]

    @property
    def seen(self) -> list[str]:
        """The ids of all documents that the model was trained or calibrated on."""
        return [*self.trained_on, *self.calibrated_on]

    def as_markdown(self) -> str:
        """The card as a page that a person reads; its pictures are those of `models.plots`."""
        return "\n".join(
            [
                f"# Model card {self.version}",
                "",
                *self._made_of(),
                *self._beside_baselines(),
                *self._by_code(),
                *self._alone(),
                *self._pictures(),
                *self._keep_in_mind(),
            ]
        )

    def _made_of(self) -> list[str]:
        calibrated = (
            f"What it may code alone was certified on {len(self.calibrated_on)} other documents,"
            " from which it learned nothing."
            if self.calibrated_on
            else "No documents were set aside to certify what it may code alone, so it codes"
            " nothing alone."
        )
        return [
            f"Codes {len(self.codes)} codes of the codebook `{self.codebook_id}` (version"
            f" {self.codebook_version}) in {' and '.join(self.languages)}, sentence by sentence,"
            f" with the encoder `{self.encoder}`.",
            "",
            f"Trained on {len(self.trained_on)} documents by {self.authors}"
            f" author{'s' * (self.authors != 1)}: {self.spans} coded passages in {self.sentences}"
            f" sentences. {calibrated} Made with"
            f" {', '.join(f'{name} {version}' for name, version in self.packages.items())}.",
            "",
        ]

    def _beside_baselines(self) -> list[str]:
        rows = [[name, *(of(report) for report in self.reports)] for name, of in _MACRO.items()]
        return [
            f"## How well it does on documents it has not seen ({self.folds})",
            "",
            "Thresholds and probabilities of each fold were set without that fold. Each figure is"
            " about sentences; in brackets its 95% interval, documents being what is drawn.",
            "",
            *_table(["", *(report.coder for report in self.reports)], rows),
            "",
        ]

    def _by_code(self) -> list[str]:
        header = ["code", "sentences", "precision", "recall", "F1", "kappa", "alpha"]
        rows = [
            [
                f"`{of.code}`",
                str(of.support),
                *(
                    _number(value)
                    for value in (
                        of.precision,
                        of.recall,
                        of.f1,
                        of.kappa,
                        of.alpha,
                        of.average_precision,
                        of.recall_at_precision,
                    )
                ),
            ]
            for of in self.reports[0].codes
        ]
        return [
            "## Code by code",
            "",
            *_table([*header, "average precision", "recall at precision 0.90"], rows),
            "",
            "*Precision*: of the sentences given the code, the share that carry it. *Recall*: of"
            " those that carry it, the share given it. *F1*: both in one. *Kappa* (Cohen) and"
            " *alpha* (Krippendorff): agreement with the experts beyond chance; 1 is full"
            " agreement, 0 is what chance gives. *Average precision*: how well the sentences are"
            " ranked. *Recall at precision 0.90*: what is found by asking only for the surest"
            " sentences, as long as nine in ten of them are right.",
            "",
        ]

    def _alone(self) -> list[str]:
        rows = []
        for code in self.codes:
            of, alone = self.certificates[code], self.thresholds[code].auto
            rows.append(
                [
                    f"`{code}`",
                    of.verdict.value,
                    f"{self.thresholds[code].propose:.2f}",
                    "never" if alone is None else f"{alone:.3f}",
                    str(of.documents),
                    _number(of.loss),
                    _wants(of),
                ]
            )
        return [
            "## What it may code alone",
            "",
            f"If a code is certified, then at least {PRECISION:.0%} of the sentences that the"
            " machine codes alone with it are right, on average over documents like those it was"
            " certified on. We can be"
            f" {CONFIDENCE:.0%} sure of that in this sense: a code that falls short passes the test"
            f" at most {round((1 - CONFIDENCE) * 100)} times in a hundred. That holds for each code"
            " by itself: of many codes that fall short some may pass.",
            "",
            *_table(
                [
                    "code",
                    "verdict",
                    "proposed from",
                    "alone from",
                    "calibration documents",
                    "wrong in them",
                    "what more it wants",
                ],
                rows,
            ),
            "",
            "*Certified*: counts without a person from the probability *alone from* on; below it, a"
            " person decides. *Assisted*: put before a person from the probability *proposed from*"
            f" on. *Insufficient*: likewise, and learned from fewer than {LEAST_EXAMPLES} passages."
            " *Calibration documents* are those in which the machine would code alone (where it may"
            " not, from the most promising probability on); *wrong in them* is the mean share of"
            " that which doesn't carry the code. The guarantee is about the code, not about its"
            " valence, about documents on average, not about each one, and about documents such as"
            " the calibration documents: other authors and other kinds may fare otherwise.",
            "",
        ]

    def _pictures(self) -> list[str]:
        return [
            "## Can its probabilities be believed?",
            "",
            f"{reliability_finding(self.reliability)}.",
            "",
            f"![Reliability diagram]({RELIABILITY})",
            "",
            "## Would more documents help?",
            "",
            f"{curve_finding(self.curve)}.",
            "",
            f"![Learning curve]({LEARNING_CURVE})",
            "",
            "## What was tried",
            "",
            "The views of a sentence, their context, weights and penalties, the threshold, the"
            " calibration and what the literature offers for few labels were compared by nested"
            " cross-validation over authors. What ships, what did not help, and by how much, is in"
            " `models/choices.md` beside the program.",
            "",
        ]

    def _keep_in_mind(self) -> list[str]:
        return [
            "## What to keep in mind",
            "",
            "- The figures and the guarantee hold for documents like those it was trained and"
            " calibrated on. On others expect less, and review before you rely on a finding.",
            "- Valence is right less often than the code; see the share above before you read a"
            " level out of what nobody has reviewed.",
            "- A sentence is coded by its words, its neighbours, its turn and the question before"
            " it; what was said three answers ago is not seen.",
            "",
        ]


def reliability_finding(bins: Sequence[Bin]) -> str:
    """What the reliability diagram shows, of scores of 0.5 and more, as a sentence."""
    high = [of for of in bins if of.score >= 0.5]
    pairs = sum(of.pairs for of in high)
    if not pairs:
        return "No score reaches 50%"
    said = sum(of.pairs * of.score for of in high) / pairs
    right = sum(of.pairs * of.share for of in high) / pairs
    told = (
        f"where they say {said:.0%} on average, the code is there in {right:.0%} ({pairs:,} scores"
        " from 50% up)"
    )
    if abs(right - said) <= _CLOSE:
        return f"The coder's scores can be taken at their word: {told}"
    return f"The coder's scores are too {'low' if right > said else 'high'}: {told}"


def curve_finding(curve: Sequence[Point]) -> str:
    """What the last doubling of the documents brought, as a sentence."""
    if len(curve) < 2:
        return "Too few documents for a learning curve"
    before, now = curve[-2], curve[-1]
    told = (
        f"from {before.documents} to {now.documents} documents macro F1 went from"
        f" {before.f1.value:.2f} to {now.f1.value:.2f}"
    )
    grows = now.f1.value - before.f1.value >= _GROWTH
    return f"{'More documents still help' if grows else 'More documents hardly help'}: {told}"


def _wants(certificate: Certificate) -> str:
    """What more a code wants for the next verdict."""
    if certificate.verdict is Verdict.CERTIFIED:
        return "–"
    if certificate.verdict is Verdict.INSUFFICIENT:
        return f"{certificate.wanted} more passages to learn from"
    if certificate.wanted is None:
        return "fewer errors; more calibration documents alone would not do"
    return f"{certificate.wanted} more calibration documents, if errors stay as rare"


def _number(value: float | None) -> str:
    return "–" if value is None else f"{value:.2f}"


def _table(header: Sequence[str], rows: Sequence[Sequence[str]]) -> list[str]:
    """A table, the first column to the left, numbers to the right."""
    rule = ["---", *("---:" for _ in header[1:])]
    return [f"| {' | '.join(row)} |" for row in (header, rule, *rows)]


def _macro(name: str) -> Callable[[Report], str]:
    return lambda report: report.macro[name].text()


_MACRO: dict[str, Callable[[Report], str]] = {
    "macro F1": _macro("f1"),
    "macro precision": _macro("precision"),
    "macro recall": _macro("recall"),
    "macro average precision": _macro("average_precision"),
    "macro recall at precision 0.90": _macro("recall_at_precision"),
    "macro kappa": _macro("kappa"),
    "macro alpha": _macro("alpha"),
    "pooled (micro) F1": lambda report: report.micro_f1.text(),
    "a code or none, F1": lambda report: report.any_code_f1.text(),
    "valence right, where the code is": lambda report: (
        "–" if report.valence_accuracy is None else report.valence_accuracy.text()
    ),
}
