"""The store: documents, runs, the machine's codings and people's decisions, in DuckDB."""

from store.database import Store

__all__ = ["Store"]
