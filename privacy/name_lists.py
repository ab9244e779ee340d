"""A study's own lists of names: what is always hidden, and what is always kept."""

import re
from dataclasses import dataclass, field
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, ValidationError
from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from codebook import Codebook
from corpus.text import normalise
from kodetrapp.errors import UsageError

FILE = "names.yaml"


class NameLists(BaseModel):
    """Names to hide and names to keep, each a word or several; matched as whole words, with or
    without the s of the genitive. `hide` beats `keep`."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    hide: tuple[str, ...] = Field(default=(), repr=False)
    keep: tuple[str, ...] = Field(default=(), repr=False)


@dataclass(frozen=True)
class Found:
    """Where listed names stand in a text, as (start, end)."""

    hide: list[tuple[int, int]] = field(default_factory=list, repr=False)
    keep: list[tuple[int, int]] = field(default_factory=list, repr=False)


def load(path: Path) -> NameLists:
    """The lists in the file `path`; empty ones where there is no `names.yaml`.

    Raises `UsageError` naming the file and what is wrong, without a name from it.
    """
    if path.name == FILE and not path.exists():
        return NameLists()
    try:
        content = YAML(typ="safe").load(path.read_text(encoding="utf-8-sig"))
        return NameLists.model_validate(content or {})
    except OSError as error:
        raise UsageError(f"{path}: can't be read ({error.strerror})") from None
    except (UnicodeDecodeError, YAMLError):
        raise UsageError(f"{path}: is no readable YAML; correct it") from None
    except ValidationError as error:
        wrong = ", ".join(sorted({".".join(map(str, e["loc"])) for e in error.errors()}))
        raise UsageError(
            f"{path}: missing or wrong: {wrong}; the file has the lists 'hide:' and 'keep:' of"
            " names"
        ) from None


def with_codebook(lists: NameLists, codebook: Codebook) -> NameLists:
    """The lists with every name of the codebook's groups, roles and kinds among those to keep."""
    items = [*codebook.cases, *codebook.roles, *codebook.kinds]
    known = {name for item in items for name in item.names()}
    return NameLists(hide=lists.hide, keep=(*lists.keep, *sorted(known)))


def find(lists: NameLists, text: str) -> Found:
    """Where the names of `lists` stand in `text`. Names to hide are found whatever their case,
    names to keep as they are written."""
    return Found(_places(lists.hide, text, re.IGNORECASE), _places(lists.keep, text, re.NOFLAG))


def _places(names: tuple[str, ...], text: str, flags: re.RegexFlag) -> list[tuple[int, int]]:
    written = sorted({normalise(name).strip() for name in names} - {""}, key=len, reverse=True)
    if not written:
        return []
    any_of = "|".join(r"\s+".join(map(re.escape, name.split())) for name in written)
    pattern = re.compile(rf"(?<!\w)(?:{any_of})(?:s|['’])?(?!\w)", flags)
    return [match.span() for match in pattern.finditer(text)]
