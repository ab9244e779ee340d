"""Agreement of two coders beyond chance, from tables of how often they chose what.

A table has the shape (k, k) for k categories: how often the first coder chose the row and the
second the column. All functions take any number of tables, of the shape (…, k, k), so that
thousands of resamples take one call. Where both coders chose one and the same category throughout
they can't but agree, and the figure is NaN.
"""

import numpy as np

from models.estimators import Floats


def cohen_kappa(tables: Floats) -> Floats:
    """Cohen's kappa (1960): shape (…). Chance is what each coder's own shares of the categories
    would give."""
    total = tables.sum(axis=(-2, -1))
    chance = (tables.sum(axis=-1) * tables.sum(axis=-2)).sum(axis=-1)
    return _beyond(_agreed(tables) * total, chance, total**2)


def krippendorff_alpha(tables: Floats) -> Floats:
    """Krippendorff's alpha for nominal data without gaps (Krippendorff 2011, "Computing
    Krippendorff's Alpha-Reliability", A and B): shape (…). Chance is drawing two of all values that
    both coders gave, without putting back."""
    values = tables.sum(axis=-1) + tables.sum(axis=-2)
    total = values.sum(axis=-1)
    chance = (values * (values - 1)).sum(axis=-1)
    return _beyond(2 * _agreed(tables) * (total - 1), chance, total * (total - 1))


def _agreed(tables: Floats) -> Floats:
    return np.asarray(np.trace(tables, axis1=-2, axis2=-1))


def _beyond(agreed: Floats, chance: Floats, most: Floats) -> Floats:
    """The share of the agreement that chance doesn't give, of all that it leaves room for."""
    room = np.asarray(most - chance, dtype=float)
    share = np.full_like(room, np.nan)
    np.divide(agreed - chance, room, out=share, where=room > 0)
    return share
