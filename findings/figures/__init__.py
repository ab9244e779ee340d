"""Pictures of the findings, one a published table, that page, Word and files share.

    FIGURES[name].draw(tables, lang)      the picture, or None where there is nothing to show
    FIGURES[name].describe(tables, lang)  one sentence for screen readers, or None
    save(picture, path)                   as .svg or .png, without network

`tables` holds published tables by name: the one that the picture is named for, `codes` and
`groups`. A picture's title states its finding; `nb` and `en` are its languages.
"""

from collections.abc import Callable
from typing import NamedTuple

from findings.figures import (
    agreement,
    development,
    factor_balance,
    factor_step_links,
    ladder_matrix,
    problem_map,
    saturation,
)
from findings.figures.canvas import Picture, Tables
from findings.figures.rendering import png, save, svg

__all__ = ["FIGURES", "Figure", "Picture", "Tables", "png", "save", "svg"]


class Figure(NamedTuple):
    """A picture that can be drawn of published tables, and the sentence that describes it."""

    draw: Callable[[Tables, str], Picture | None]
    describe: Callable[[Tables, str], str | None]


FIGURES: dict[str, Figure] = {
    module.__name__.rsplit(".", 1)[-1]: Figure(module.draw, module.describe)
    for module in (
        ladder_matrix,
        problem_map,
        development,
        factor_balance,
        factor_step_links,
        saturation,
        agreement,
    )
}
"""The pictures by the name of their table, in a report's order."""
