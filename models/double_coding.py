"""How far two people agree who coded the same documents, each for himself."""

from collections.abc import Sequence

import numpy as np
from pydantic import BaseModel, ConfigDict

from codebook import Codebook
from corpus import GoldDocument, tokenise
from models.agreement import cohen_kappa, krippendorff_alpha
from models.encoders import NoEncoder
from models.estimators import Floats
from models.features import Features, extract
from models.intervals import Figure, bootstrap, draws
from models.labels import Labels, label
from models.language import base_pipeline
from models.valence import VALENCES


class CodeAgreement(BaseModel):
    """Agreement on one code, over all sentences that may be coded: how many carry it by the first
    coder, by the second, by both; Krippendorff's alpha with a 95% interval by bootstrap over
    documents, Cohen's kappa; and alpha of the valences where both gave the code. None where the
    coders can't but agree."""

    model_config = ConfigDict(frozen=True)

    code: str
    first: int
    second: int
    both: int
    alpha: Figure | None
    kappa: float | None
    valence_alpha: float | None


class Agreement(BaseModel):
    """Agreement on every code. `any_code` is that on whether a sentence is coded at all;
    `f1` is what the second coder would score against the first, mean over the codes."""

    model_config = ConfigDict(frozen=True)

    documents: int
    sentences: int
    codes: list[CodeAgreement]
    any_code: CodeAgreement
    f1: float


def agreement(
    first: Sequence[GoldDocument], second: Sequence[GoldDocument], codebook: Codebook
) -> Agreement:
    """Compares two codings of the same documents, given in the same order.

    Raises `ValueError` where the documents differ.
    """
    ids = [[item.document.document_id for item in coder] for coder in (first, second)]
    if ids[0] != ids[1]:
        raise ValueError("the coders did not code the same documents")
    nlp = base_pipeline(codebook.languages)
    features = extract([nlp(tokenise(nlp, item.document)) for item in first], NoEncoder())
    one, other = (label(features, coder, codebook.code_ids) for coder in (first, second))
    weights = draws(len(first))
    codes = [
        _code(code, _column(one, column), _column(other, column), features, weights)
        for column, code in enumerate(codebook.code_ids)
    ]
    scores = [2 * code.both / (code.first + code.second) for code in codes if code.first]
    return Agreement(
        documents=len(first),
        sentences=len(features),
        codes=codes,
        any_code=_code("any code", _any(one), _any(other), features, weights).model_copy(
            update={"valence_alpha": None}
        ),
        f1=float(np.mean(scores)) if scores else 0.0,
    )


def _column(labels: Labels, column: int) -> Floats:
    """0 for no code, else 1 and more for its valence."""
    told = labels.valences[:, column]
    return np.array([VALENCES.index(v) + 1 if v is not None else 0 for v in told], dtype=float)


def _any(labels: Labels) -> Floats:
    return np.asarray(labels.codes.any(axis=1), dtype=float)


def _code(
    name: str, one: Floats, other: Floats, features: Features, weights: Floats
) -> CodeAgreement:
    counts = np.zeros((weights.shape[1], 2, 2))
    np.add.at(counts, (features.document, (one > 0).astype(int), (other > 0).astype(int)), 1)
    tables = np.einsum("rd,dij->rij", weights, counts)
    alphas = krippendorff_alpha(tables)
    both = (one > 0) & (other > 0)
    valences = np.zeros((len(VALENCES), len(VALENCES)))
    np.add.at(valences, (one[both].astype(int) - 1, other[both].astype(int) - 1), 1)
    return CodeAgreement(
        code=name,
        first=int((one > 0).sum()),
        second=int((other > 0).sum()),
        both=int(both.sum()),
        alpha=None
        if np.isnan(alphas[0])
        else bootstrap(np.nan_to_num(alphas, nan=1.0), len(counts)),
        kappa=_figure(cohen_kappa(tables[0])),
        valence_alpha=_figure(krippendorff_alpha(valences)),
    )


def _figure(value: Floats) -> float | None:
    return None if np.isnan(value) else float(value)
