"""The codebook: its file, its schema, its versions."""

from codebook.diff import difference
from codebook.loader import DEFAULT, load
from codebook.schema import Codebook, Dimension, Kind, Valence

__all__ = ["DEFAULT", "Codebook", "Dimension", "Kind", "Valence", "difference", "load"]
