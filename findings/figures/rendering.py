"""A picture as a file, drawn without network."""

import xml.etree.ElementTree as ET
from pathlib import Path

import altair as alt
import vl_convert

from findings.figures.canvas import Picture

_VEGA_LITE = ".".join(alt.SCHEMA_VERSION.removeprefix("v").split(".")[:2])
_SVG = "http://www.w3.org/2000/svg"
_PRINT = 300
# vl-convert's scale of 1 is 72 points an inch; pictures have 96.
_SCALE = 72 / 96


def save(picture: Picture, path: Path) -> None:
    """Writes the picture as `.svg`, or as `.png` of 300 dots an inch. Raises `ValueError` for
    other endings, `OSError` where the file can't be written."""
    if path.suffix == ".svg":
        path.write_text(svg(picture), "utf-8")
    elif path.suffix == ".png":
        path.write_bytes(png(picture))
    else:
        raise ValueError(f"'{path.name}' is no .svg or .png")


def svg(picture: Picture) -> str:
    """The picture as SVG that can stand in a page, with its description for screen readers."""
    spec = picture.to_dict()
    drawn = vl_convert.vegalite_to_svg(spec, vl_version=_VEGA_LITE, allowed_base_urls=[])
    ET.register_namespace("", _SVG)
    root = ET.fromstring(drawn)  # noqa: S314 - our own
    root.set("role", "img")
    root.set("aria-label", spec["description"])
    return ET.tostring(root, encoding="unicode")


def png(picture: Picture) -> bytes:
    """The picture as PNG of 300 dots an inch, 16 cm wide."""
    drawn: bytes = vl_convert.vegalite_to_png(
        picture.to_dict(), vl_version=_VEGA_LITE, allowed_base_urls=[], ppi=_PRINT, scale=_SCALE
    )
    return drawn
