"""The words of printed findings, in Norwegian (bokmål) and English."""

from functools import cache
from pathlib import Path

from ruamel.yaml import YAML

LANGUAGES = ("nb", "en")


@cache
def _texts() -> dict[str, dict[str, str]]:
    loaded: dict[str, dict[str, str]] = YAML(typ="safe", pure=True).load(
        Path(__file__).with_name("texts.yaml")
    )
    return loaded


def text(lang: str, key: str, **values: object) -> str:
    """The text called `key` in `lang`, with its places filled in. Raises `KeyError`."""
    return _texts()[lang][key].format(**values)
