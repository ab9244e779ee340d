"""Whether a newly trained model may take the place of the present one, and the exchange itself.

Both code the same test documents. Each document keeps its sentences together, so documents are
drawn with replacement, the same ones for both models (paired percentile bootstrap, Efron 1979), and
the difference is taken in every draw. A candidate is promoted where it is not inferior: where the
lower bound of the one-sided 95% interval of the difference lies above -MARGIN.
"""

import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict

from codebook import Codebook
from corpus import GoldDocument, tokenise
from kodetrapp.errors import ModelError
from models.card import Card
from models.certification import Verdict
from models.embedding_cache import encoder_with
from models.estimators import Bools, Floats
from models.features import Features, extract
from models.labels import label
from models.language import base_pipeline
from models.storage import DEFAULT, Model, check_fits, load_model
from models.valence import VALENCES

MARGIN = 0.01
"""How much worse a candidate may be, in macro F1 and in the share of right valences: a hundredth,
which no reader of findings would notice. With none at all a model that is as good as the present
one, and knows the study's own documents besides, would be promoted once in twenty times."""
RESAMPLES = 2000
_LOW, _HIGH = 0.05, 0.95


class Difference(BaseModel):
    """A figure of both models; the difference is the candidate's less the present one's. `low` and
    `high` bound its 90% interval, so `low` is the bound of the one-sided 95% interval."""

    model_config = ConfigDict(frozen=True)

    candidate: float
    current: float
    difference: float
    low: float
    high: float

    @property
    def no_worse(self) -> bool:
        """Whether the candidate is worse by less than the margin, as far as the test can tell."""
        return self.low > -MARGIN

    def text(self) -> str:
        """For people: `0.68 against 0.67, difference +0.010 [-0.002 to +0.021]`."""
        return (
            f"{self.candidate:.2f} against {self.current:.2f}, difference {self.difference:+.3f}"
            f" [{self.low:+.3f} to {self.high:+.3f}]"
        )


class Comparison(BaseModel):
    """Two models, by their versions, on the same test documents. `valence` is None where one of
    them finds no code that is there, so that there is no valence to be right about."""

    model_config = ConfigDict(frozen=True)

    candidate: str
    current: str
    documents: int
    sentences: int
    f1: Difference
    valence: Difference | None

    @property
    def no_worse(self) -> bool:
        """Whether the candidate may take the present model's place."""
        return self.f1.no_worse and (self.valence is None or self.valence.no_worse)


@dataclass(frozen=True)
class Said:
    """Codes and valences of sentences, each of the shape (sentences, codes); a valence is None
    where its code isn't given."""

    labels: Bools
    valences: NDArray[np.object_]


def compare(
    test: Sequence[GoldDocument],
    codebook: Codebook,
    candidate: Path,
    current: Path,
    cache: Path | None = None,
) -> Comparison:
    """The comparison of the models in two folders on complete gold that neither has learnt from;
    sentence vectors are kept in the file `cache`, if given.

    Raises `ModelError` where one of them has, or doesn't fit the codebook.
    """
    nlp = base_pipeline(codebook.languages)
    docs = [nlp(tokenise(nlp, item.document)) for item in test]
    seen: dict[str, Features] = {}
    models, said = [], []
    for folder in (candidate, current):
        model = load_model(folder)
        check_fits(model.card, codebook, folder)
        check_unseen(test, model.card.seen, folder)
        name = model.card.encoder
        if name not in seen:
            seen[name] = extract(docs, encoder_with(name, cache))
        models.append(model)
        said.append(_code(model, seen[name], codebook.code_ids))
    features = next(iter(seen.values()))
    gold = label(features, test, codebook.code_ids)
    f1, valence = paired(said[0], said[1], Said(gold.codes, gold.valences), features.document)
    return Comparison(
        candidate=models[0].card.version,
        current=models[1].card.version,
        documents=len(test),
        sentences=len(features),
        f1=f1,
        valence=valence,
    )


def check_unseen(test: Sequence[GoldDocument], seen: Sequence[str], folder: Path) -> None:
    """Raises `ModelError` where the model in `folder` has seen a document it is to be tested on."""
    known = set(seen)
    learnt = [item.document.name for item in test if item.document.document_id in known]
    if learnt:
        raise ModelError(
            f"{folder}: the model was trained or calibrated on {len(learnt)} of the test documents"
            f" ({', '.join(learnt[:3])}); give others with --test"
        )


def coded_alone(card: Card) -> int:
    """How many codes the model is certified to code alone."""
    return sum(of.verdict is Verdict.CERTIFIED for of in card.certificates.values())


def paired(
    candidate: Said, current: Said, gold: Said, document: NDArray[np.int64]
) -> tuple[Difference, Difference | None]:
    """The differences in macro F1 and in the share of valences right where the code was right;
    `document` numbers the document of each sentence. 2,000 resamples, seeded; codes that the gold
    of a resample lacks don't count in it."""
    tallies = [_tally(said, gold, document) for said in (candidate, current)]
    count = len(tallies[0])
    weights = np.random.default_rng(0).multinomial(count, np.full(count, 1 / count), RESAMPLES)
    weights = np.concatenate([np.ones((1, count), dtype=np.int64), weights])
    drawn = [np.tensordot(weights, tally, 1) for tally in tallies]
    f1 = _difference(*map(_macro_f1, drawn))
    if f1 is None:
        raise ModelError("the test documents code nothing; give others with --test")
    return f1, _difference(*map(_valence_accuracy, drawn))


def _tally(said: Said, gold: Said, document: NDArray[np.int64]) -> NDArray[np.int64]:
    """How often each code was right, given, due, and right with the right valence: shape
    (documents, codes, 4)."""
    hit = said.labels & gold.labels
    each = np.stack(
        [hit, said.labels, gold.labels, hit & (said.valences == gold.valences)], axis=-1
    )
    numbers, place = np.unique(document, return_inverse=True)
    tally = np.zeros((len(numbers), *each.shape[1:]), dtype=np.int64)
    np.add.at(tally, place, each)
    return tally


def _macro_f1(drawn: NDArray[np.int64]) -> Floats:
    """The macro F1 of each resample, NaN where its gold has no code: shape (resamples,)."""
    hit, given, due, _ = np.moveaxis(drawn, -1, 0)
    f1 = _ratio(2 * hit, given + due)
    return _ratio(np.where(due > 0, f1, 0).sum(axis=1), (due > 0).sum(axis=1))


def _valence_accuracy(drawn: NDArray[np.int64]) -> Floats:
    """The share of valences right in each resample, NaN where no code was."""
    hit, _, _, right = np.moveaxis(drawn.sum(axis=1), -1, 0)
    return _ratio(right, hit)


def _ratio(part: NDArray[Any], whole: NDArray[Any]) -> Floats:
    found: Floats = np.divide(part, whole, out=np.full(part.shape, np.nan), where=whole > 0)
    return found


def _difference(candidate: Floats, current: Floats) -> Difference | None:
    """The difference, from figures of which the first is that of all documents as they are."""
    differences = candidate - current
    if np.isnan(differences[0]):
        return None
    low, high = np.nanquantile(differences[1:], [_LOW, _HIGH])
    return Difference(
        candidate=float(candidate[0]),
        current=float(current[0]),
        difference=float(differences[0]),
        low=float(low),
        high=float(high),
    )


def _code(model: Model, features: Features, codes: Sequence[str]) -> Said:
    """What the model proposes, with its columns in the order of `codes`."""
    own = model.classifier.codes
    limits = [model.card.thresholds[code].propose for code in own]
    labels: Bools = np.asarray(model.classifier.probabilities(features) >= limits, dtype=np.bool_)
    valences = np.full(labels.shape, None, dtype=object)
    rows, columns = np.nonzero(labels)
    likely = model.classifier.valences(features, rows, columns).argmax(axis=1)
    valences[rows, columns] = np.array(VALENCES, dtype=object)[likely]
    order = [own.index(code) for code in codes]
    return Said(labels[:, order], valences[:, order])


def in_use(data: Path, given: Path | None = None) -> Path:
    """The model that codes the study in the folder `data`: the one given, else the study's own,
    else the default one. Where an exchange was cut off, the study's own is the former one."""
    own = data / "model"
    found = (of for of in (own, beside(own, "previous")) if (of / "card.json").exists())
    return given or next(found, DEFAULT)


def beside(target: Path, which: str) -> Path:
    """The folder beside the model's own in which its `previous` one, its `candidate` that was not
    promoted, or the one in `training` is kept."""
    return target.with_name(f"{target.name}.{which}")


def promote(candidate: Path, target: Path) -> None:
    """Puts the candidate in the target's place by renaming; the model that stood there is kept as
    the previous one. Whoever reads meanwhile finds one or the other, or for a moment none.

    Raises `ModelError` where a folder can't be moved; the former model then stays.
    """
    previous, replaces = beside(target, "previous"), target.exists()
    try:
        if replaces:
            shutil.rmtree(previous, ignore_errors=True)
            target.rename(previous)
        try:
            candidate.rename(target)
        except OSError:
            if replaces:
                previous.rename(target)
            raise
    except OSError as error:
        raise ModelError(
            f"{target}: the new model can't be put there ({error.strerror}); the former one stays"
        ) from None


def keep_aside(candidate: Path, target: Path) -> Path:
    """Keeps a candidate that was not promoted beside the target, in the place of an earlier one."""
    kept = beside(target, "candidate")
    shutil.rmtree(kept, ignore_errors=True)
    return candidate.rename(kept)
