"""Two simple coders to measure ours against.

Both give the same as ours for every sentence: which codes it carries, and a score for each.
"""

from typing import Any

import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import SGDClassifier

from codebook import Codebook
from models.estimators import Bools, Floats, least
from models.features import Features
from models.labels import Labels
from models.language import base_pipeline


def keywords(codebook: Codebook, features: Features) -> tuple[Bools, Floats]:
    """A code for every sentence that holds one of the codebook's key words for it, by lemma; the
    score is the number of key words found."""
    nlp = base_pipeline(codebook.languages)
    lemmatise = nlp.get_pipe("kodetrapp_lemmas")

    def lemmas(words: str) -> str:
        return f" {' '.join(token.lemma_ for token in lemmatise(nlp.make_doc(words)))} "

    wanted = [[lemmas(word) for word in code.keywords] for code in codebook.codes()]
    scores = np.array(
        [
            [sum(word in f" {sentence} " for word in of_code) for of_code in wanted]
            for sentence in features.words["lemmas"]
        ],
        dtype=float,
    ).reshape(len(features), len(wanted))
    return scores > 0, scores


class WordRegression:
    """TF-IDF of words and pairs of words, and a balanced elastic-net classifier by stochastic
    gradient descent for each code: the recipe of Cody (Rietz & Maedche, CHI 2021)."""

    def __init__(self, parts: dict[str, Any] | None = None) -> None:
        self.parts = parts or {}

    def fit(self, features: Features, labels: Labels) -> "WordRegression":
        """Fits one classifier a code; one without examples is never proposed."""
        texts = features.words["text"]
        vectoriser = TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True, min_df=least(texts))
        matrix = vectoriser.fit_transform(texts)
        weights, offsets = [], []
        for codes, known in zip(labels.codes.T, labels.known.T, strict=True):
            model = SGDClassifier(
                loss="log_loss", penalty="elasticnet", class_weight="balanced", random_state=0
            )
            if len(np.unique(codes[known])) == 2:
                model.fit(matrix if known.all() else matrix[known], codes[known])
                weights.append(model.coef_[0].astype(np.float32))
                offsets.append(float(model.intercept_[0]))
            else:
                weights.append(np.zeros(matrix.shape[1], dtype=np.float32))
                offsets.append(-1.0)
        vectoriser.vocabulary_ = {t: int(c) for t, c in sorted(vectoriser.vocabulary_.items())}
        self.parts = {
            "vectoriser": vectoriser,
            "weights": np.array(weights),
            "offsets": np.array(offsets),
            "cut": 0.0,
        }
        return self

    def cut_at(self, limit: float) -> "WordRegression":
        """Has a code proposed from this log-odds on, instead of from 0."""
        self.parts["cut"] = limit
        return self

    def predict(self, features: Features) -> tuple[Bools, Floats]:
        """Which codes each sentence carries, and the log-odds of each."""
        matrix = self.parts["vectoriser"].transform(features.words["text"])
        scores = matrix @ self.parts["weights"].T + self.parts["offsets"]
        return scores >= self.parts["cut"], scores
