"""What changed between two versions of a codebook, in words."""

from collections.abc import Iterator
from typing import Any

from codebook.schema import Codebook


def difference(old: Codebook, new: Codebook) -> list[str]:
    """One line a change, in the order of the file; empty where the versions are the same.

    Items of a list are matched by id, so that moving or adding one doesn't touch the others.
    """
    return list(_changes("", old.model_dump(mode="json"), new.model_dump(mode="json")))


def _changes(path: str, old: Any, new: Any) -> Iterator[str]:
    if old == new:
        return
    if isinstance(old, dict) and isinstance(new, dict):
        for key in [*old, *(k for k in new if k not in old)]:
            yield from _changes(f"{path}.{key}".lstrip("."), old.get(key), new.get(key))
    elif _keyed(old) and _keyed(new):
        yield from _list_changes(path, old, new)
    elif isinstance(old, list) and isinstance(new, list):
        yield from (f"- {path}: {_show(item)}" for item in old if item not in new)
        yield from (f"+ {path}: {_show(item)}" for item in new if item not in old)
        if sorted(map(repr, old)) == sorted(map(repr, new)):
            yield f"~ {path}: order changed"
    elif old is None:
        yield f"+ {path}: {_show(new)}"
    elif new is None:
        yield f"- {path}: {_show(old)}"
    else:
        yield f"~ {path}: {_show(old)} → {_show(new)}"


def _list_changes(path: str, old: list[Any], new: list[Any]) -> Iterator[str]:
    before, after = ({item["id"]: item for item in items} for items in (old, new))
    yield from (f"- {path}.{id_}: removed" for id_ in before if id_ not in after)
    yield from (f"+ {path}.{id_}: added" for id_ in after if id_ not in before)
    kept = [id_ for id_ in before if id_ in after]
    if kept != [id_ for id_ in after if id_ in before]:
        yield f"~ {path}: order changed to {', '.join(after)}"
    for id_ in kept:
        yield from _changes(f"{path}.{id_}", before[id_], after[id_])


def _keyed(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(v, dict) and "id" in v for v in value)


def _show(value: Any) -> str:
    if isinstance(value, dict):
        return "; ".join(f"{key}: {_show(part)}" for key, part in value.items() if part is not None)
    return f"“{value}”" if isinstance(value, str) else str(value)
