"""The findings as one HTML page that needs no network: it loads nothing, and its policy lets it
load nothing. Without script quotes open by hand."""

import base64
import hashlib
import json
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from findings.figures import FIGURES, svg
from findings.reports.study import LITERATURE, Dimension, Study

_TEMPLATES = Path(__file__).with_name("templates")


def write(study: Study, path: Path) -> None:
    """Writes the page. Raises `OSError` where the file can't be written."""
    path.write_text(page(study), "utf-8")


def page(study: Study) -> str:
    """The page."""
    say = study.say
    environment = Environment(
        loader=FileSystemLoader(_TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    style = (_TEMPLATES / "page.css").read_text("utf-8")
    script = "\n".join(
        [
            f"const OPEN = {json.dumps(say('open_all'))}, CLOSE = {json.dumps(say('close_all'))};",
            (_TEMPLATES / "page.js").read_text("utf-8"),
        ]
    )
    # What is ours and stands as it is: our own style, script and drawings, none with texts of
    # transcripts but the drawings' labels, which the renderer escapes.
    return environment.get_template("page.html").render(
        study=study,
        say=say,
        last={dimension.measured: dimension.id for dimension in study.dimensions},
        titles={dimension.id: _title(study, dimension) for dimension in study.dimensions},
        pictures={name: _picture(study, name) for name in FIGURES},
        literature=LITERATURE,
        style=Markup(style),  # noqa: S704 (our own file)
        script=Markup(script),  # noqa: S704 (our own file)
        policy=_policy(style, script),
    )


def _title(study: Study, dimension: Dimension) -> str:
    titles = {"factors": "factors_title", "problem": "problem_title"}
    if dimension.measured == "steps":
        return dimension.label
    return f"{study.say(titles[dimension.measured])}: {dimension.label.lower()}"


def _policy(style: str, script: str) -> str:
    """Nothing may be loaded or run but this style and this script."""
    return (
        f"default-src 'none'; style-src {_hash(style)}; script-src {_hash(script)};"
        " base-uri 'none'; form-action 'none'"
    )


def _hash(of: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(of.encode()).digest()).decode()}'"


def _picture(study: Study, name: str) -> Markup | None:
    """A drawing as part of the page."""
    drawn = FIGURES[name].draw(study.tables, study.lang)
    if drawn is None:
        return None
    return Markup(svg(drawn))  # noqa: S704 (drawn by Vega, which escapes text)
