"""A model on disk: `classifier.skops`, `examples.skops`, `baseline.skops` and `card.json` in one
folder, with the card as a page and its pictures.

No pickle: skops writes estimators as data and loads only types that it knows to be harmless.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

import numpy as np
import skops.io
from pydantic import ValidationError

from codebook import Codebook
from kodetrapp.errors import ModelError
from models.card import Card
from models.classifier import Classifier
from models.examples import Examples

DEFAULT = Path(__file__).with_name("default")


@dataclass(frozen=True)
class Model:
    """A trained coder with its card and the examples it gives for its reasons."""

    classifier: Classifier
    card: Card
    examples: Examples


def save_model(model: Model, baseline: object, folder: Path) -> None:
    """Writes the model into `folder`, which is made where it is missing."""
    from models.plots import pictures  # importing the plotting library takes time that coding saves

    folder.mkdir(parents=True, exist_ok=True)
    parts = {**model.classifier.parts, "calibration": model.classifier.calibration}
    skops.io.dump(parts, folder / "classifier.skops", compression=8)
    skops.io.dump(baseline, folder / "baseline.skops", compression=8)
    skops.io.dump(model.examples.as_parts(), folder / "examples.skops", compression=8)
    for name, picture in pictures(model.card).items():
        (folder / name).write_text(picture, "utf-8")
    (folder / "card.json").write_text(model.card.model_dump_json(indent=1) + "\n", "utf-8")
    (folder / "CARD.md").write_text(model.card.as_markdown(), "utf-8")


def load_model(folder: Path) -> Model:
    """The model in `folder`. Raises `ModelError` where it is missing, damaged or unsafe."""
    card = load_card(folder)
    path = folder / "classifier.skops"
    parts = _load(path)
    calibration = np.asarray(parts.pop("calibration", ()) if isinstance(parts, dict) else ())
    if calibration.shape != (len(card.codes), 2):
        raise ModelError(f"{path}: does not belong to its card.json; train anew")
    try:
        examples = Examples.from_parts(_load(folder / "examples.skops"))
    except (KeyError, TypeError, ValueError):
        raise ModelError(f"{folder}/examples.skops: damaged; train anew") from None
    return Model(Classifier(tuple(card.codes), parts, calibration), card, examples)


def load_card(folder: Path) -> Card:
    """The card alone. Raises `ModelError`."""
    try:
        return Card.model_validate_json((folder / "card.json").read_bytes())
    except FileNotFoundError:
        raise ModelError(f"{folder}: no model here; make one with kodetrapp train") from None
    except (OSError, ValidationError):
        raise ModelError(f"{folder}/card.json: damaged; train anew with kodetrapp train") from None


def load_baseline(folder: Path) -> Any:
    """The baseline that was trained beside the model. Raises `ModelError`."""
    return _load(folder / "baseline.skops")


def _load(path: Path) -> Any:
    try:
        unknown = skops.io.get_untrusted_types(file=path)
        if unknown:
            raise ModelError(f"{path}: holds types that are not trusted: {', '.join(unknown)}")
        return skops.io.load(path)
    except (OSError, BadZipFile, AttributeError, KeyError, TypeError, ValueError):
        raise ModelError(f"{path}: missing or damaged; train anew with kodetrapp train") from None


def check_fits(card: Card, codebook: Codebook, folder: Path) -> None:
    """Raises `ModelError` where the model was trained for other codes than the codebook has."""
    missing = [code for code in codebook.code_ids if code not in card.codes]
    extra = [code for code in card.codes if code not in codebook.code_ids]
    if missing or extra:
        differences = [f"does not know {c}" for c in missing] + [f"has {c} besides" for c in extra]
        raise ModelError(
            f"{folder}: the model was trained for the codebook '{card.codebook_id}' and"
            f" {'; '.join(differences[:5])}; train one with"
            " kodetrapp train GOLD --codebook FILE --model FOLDER and give it with --model"
        )
