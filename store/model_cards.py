"""The cards of the models that coded, so that findings can say how good the coder is."""

import duckdb

from models import Card


def save(connection: duckdb.DuckDBPyConnection, card: Card) -> None:
    """Stores the card of a model, unless it is there. What it was trained on stays out."""
    content = card.model_dump_json(exclude={"trained_on", "calibrated_on", "curve", "reliability"})
    connection.execute("INSERT OR IGNORE INTO model_cards VALUES (?, ?)", [card.version, content])
