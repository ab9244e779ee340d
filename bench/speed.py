"""The coder's speed, cold and warm, beside what it can't do without and beside other recipes."""

from pathlib import Path

import numpy as np
import pandas as pd

from bench import iqual, sample
from bench.measure import Row, seconds, table
from codebook import Codebook
from corpus import tokenise
from corpus.sentences import splitter
from models import Coder
from models.baselines import WordRegression
from models.embedding_cache import CachedEncoder
from models.encoders import encoder
from models.features import Features
from models.storage import load_baseline


def measure(book: Codebook, model: Path, cache: Path) -> str:
    """A table of speeds, all on the documents of the sample; sentence vectors are left in the file
    `cache`, which must not be there yet."""
    documents = sample.read(book)
    texts = sample.texts(documents, book)
    count = len(texts)
    tokens = splitter(book.languages[0])
    coder = Coder(book, model, cache)
    plain = encoder(coder.card.encoder)
    cody = WordRegression(load_baseline(model))
    plain.encode(texts[:8])
    cody.predict(_words(texts[:8]))

    def whole() -> None:
        list(coder.code(sample.read(book)))

    alone = Row(
        f"encoder alone ({plain.name}), each sentence once",
        count,
        seconds(lambda: plain.encode(texts)),
    )
    cold = Row("whole path, cold: files to segments", count, seconds(whole))
    warm = Row("whole path, warm: all vectors kept", count, seconds(whole, 5))
    rows = [
        alone,
        cold,
        warm,
        Row(
            "tokenisation alone",
            count,
            seconds(lambda: [tokenise(tokens, item) for item in documents], 5),
        ),
        Row("files to sentences", count, seconds(lambda: sample.texts(sample.read(book), book), 5)),
        Row(
            "recipe of Cody (TF-IDF + SGD), files to codes",
            count,
            seconds(lambda: cody.predict(_words(sample.texts(sample.read(book), book))), 5),
        ),
    ]
    notes = [
        f"cold, the whole path takes {cold.seconds / alone.seconds:.2f} times the encoder's time"
    ]
    if plain.size:
        kept = CachedEncoder(plain, cache)
        found = iqual.measure(texts, kept.encode(texts), len(book.code_ids), cache.parent)
        if isinstance(found, str):
            notes.append(found)
        else:
            rows += [
                Row("iQual 0.1.3, its pipelines on our vectors", count, found),
                Row("iQual 0.1.3 with our encoder, cold", count, found + alone.seconds),
            ]
    head = f"{len(documents)} documents, {count} sentences, {len(set(texts))} distinct"
    return "\n".join([head, table(rows, alone), *notes])


def _words(texts: list[str]) -> Features:
    """Sentences as the recipe of Cody sees them: words alone."""
    numbers = np.zeros(len(texts), dtype=np.int64)
    nothing = np.zeros((len(texts), 0), dtype=np.float32)
    return Features(pd.DataFrame({"text": texts}), nothing, [], numbers, numbers)
