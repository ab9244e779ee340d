"""iQual 0.1.3 (the World Bank's package for coding interviews) on our vectors, if it is installed:
`pip install --no-deps iqual==0.1.3`.

It imports sentence-transformers and umap, and so needs torch, whether they are used or not. Its
vectorizer "saved-dictionary" takes vectors from elsewhere, so empty modules stand in for both
packages where they are missing, and what is measured is its own code.
"""

import pickle
import sys
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from types import ModuleType

import numpy as np
import pandas as pd

from bench.measure import seconds
from models.encoders import Vectors

_UNUSED = {"sentence_transformers": "SentenceTransformer", "umap": "UMAP"}


def measure(texts: list[str], vectors: Vectors, codes: int, folder: Path) -> float | str:
    """Seconds that it takes to code the texts by so many codes, given their vectors; or why it
    can't be measured. It trains a model a code (logistic regression and a threshold); what it
    learns is made up, because only its time counts."""
    if find_spec("iqual") is None:
        return "iQual is not installed here: pip install --no-deps iqual==0.1.3"
    for package, name in _UNUSED.items():
        if find_spec(package) is None:
            sys.modules[package] = ModuleType(package)
            setattr(sys.modules[package], name, type(name, (), {}))
    try:
        iqual = import_module("iqual.iqualnlp")
    except ImportError as error:
        return f"iQual can't be loaded: it needs {error.name}; pip install {error.name}"
    for step in iqual.Vectorizer, iqual.Classifier, iqual.BinaryThresholder:
        # They don't say that they are fitted, and scikit-learn since 1.8 insists on it.
        step.__sklearn_is_fitted__ = lambda _: True
    dictionary = folder / "iqual.pkl"
    with dictionary.open("wb") as file:
        pickle.dump(dict(zip(texts, vectors, strict=True)), file)
    frame = pd.DataFrame({"answer": texts})
    models = []
    for code in range(codes):
        model = iqual.Model(diagram=False)
        model.add_text_features(None, "answer", env="saved-dictionary", model=str(dictionary))
        model.add_classifier(name="LogisticRegression", max_iter=200)
        model.add_threshold()
        model.compile()
        made_up = vectors[:, code] > np.quantile(vectors[:, code], 0.9)
        models.append(model.fit(frame, made_up.astype(int)))
    return seconds(lambda: [model.predict(frame) for model in models])
