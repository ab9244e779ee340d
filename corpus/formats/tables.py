"""Rows of a table to the paragraphs that a person would read in them."""

import re
from collections.abc import Callable, Sequence

from corpus.formats.blocks import Block, table_row
from corpus.speakers import known_role
from corpus.vocabulary import vocabulary

_HEADS = {kind: frozenset(names) for kind, names in vocabulary().columns.items()}
_KINDS = (("speaker", "words"), ("question", "answer"), ("item", "discussion"), ("time", "words"))
_TIME = re.compile(
    r"[\[(]?(?P<clock>\d{1,2}:\d{2}(?::\d{2})?(?:[.,]\d{1,3})?)"
    r"(?:\s*(?:-->|[-–—]|til|to)\s*\d{1,2}:\d{2}(?::\d{2})?(?:[.,]\d{1,3})?)?[\])]?$"
)
_ITEM_NUMBER = re.compile(r"\d{1,4}(?:[/.-]\d{1,4})*\.?$")
_MAX_LABEL = 40
_NEARLY_ALL = 0.8


def paragraphs(rows: Sequence[Sequence[str]]) -> list[list[Block]]:
    """The paragraphs of each row, given the texts of its cells (empty ones included, so that each
    stands in its column).

    Where the first row names its columns (`Taler | Utsagn | Tid`, `Spørsmål | Svar`,
    `Sak | Diskusjon | Ansvar`), it gives no paragraph and decides what the others mean; else times
    and names that recur show themselves, and what is left is `first cell: other cells`. Turns are
    `[time] speaker: words`.
    """
    texts = [[" ".join(cell.split()) for cell in row] for row in rows]
    heads = _heads(texts[0]) if texts else {}
    if not heads:
        columns = _guessed(texts)
        return [_turn(row, columns) if columns else _plain(row) for row in texts]
    names = [cell.rstrip(":") for cell in texts[0]]
    if "item" in heads and "discussion" in heads:
        return [[], *(_item(row, names, heads["item"]) for row in texts[1:])]
    if "question" in heads and "answer" in heads:
        pairs = [heads["question"], heads["answer"]]
        return [[], *(_labelled(row, names, pairs) for row in texts[1:])]
    return [[], *(_turn(row, heads) for row in texts[1:])]


def _heads(row: Sequence[str]) -> dict[str, int]:
    """The column of each kind that a row names; empty where it isn't a row of such names."""
    cells = [cell.rstrip(":").casefold() for cell in row]
    filled = [cell for cell in cells if cell]
    if len(filled) < 2 or not all(
        any(cell in heads for heads in _HEADS.values()) for cell in filled
    ):
        return {}
    for kinds in _KINDS:
        found = {
            kind: at
            for kind, heads in reversed(_HEADS.items())
            for at, cell in reversed(list(enumerate(cells)))
            if cell in heads
        }
        if all(kind in found for kind in kinds) and len({found[kind] for kind in kinds}) > 1:
            return found
    return {}


def _guessed(rows: Sequence[Sequence[str]]) -> dict[str, int]:
    """The columns of times and of speakers in a table that doesn't name them; empty where the
    usual order of cells will do."""
    width = max(map(len, rows), default=0)
    columns = [[row[at] for row in rows if at < len(row) and row[at]] for at in range(width)]
    found: dict[str, int] = {}
    times = [at for at, cells in enumerate(columns) if _share(cells, _TIME.match) >= _NEARLY_ALL]
    if times:
        found["time"] = times[0]
    if columns and not times and _share(columns[0], str.isdecimal) == 1:
        found["number"] = 0
    left = [at for at, cells in enumerate(columns) if cells and at not in {*times, *found.values()}]
    names = [at for at in left if _are_names(columns[at])]
    if not names and not times:
        return {}
    if len(left) > 1:
        found["speaker"] = (names or left)[0]
    usual = not times and found.get("speaker") == 0
    return {} if usual or not left else found


def _share(cells: Sequence[str], holds: Callable[[str], object]) -> float:
    return sum(bool(holds(cell)) for cell in cells) / len(cells) if cells else 0.0


def _are_names(cells: Sequence[str]) -> bool:
    """Whether cells are speakers': short, and roles that are known or names that come again."""
    short = all(len(cell) <= _MAX_LABEL and re.match(r"[^\W\d_]", cell) for cell in cells)
    known = _share(cells, lambda cell: known_role(cell.rstrip(":")))
    return short and (known > 0.5 or (len(cells) > 3 and len(set(cells)) * 2 <= len(cells)))


def _turn(row: Sequence[str], columns: dict[str, int]) -> list[Block]:
    """A row as `[time] speaker: words`; what is empty is left out."""

    def cell(kind: str) -> str:
        at = columns.get(kind, -1)
        return row[at] if 0 <= at < len(row) else ""

    beside = {columns[kind] for kind in ("time", "speaker", "number") if kind in columns}
    words = " ".join(text for at, text in enumerate(row) if text and at not in beside)
    clock = _TIME.match(cell("time"))
    if clock is None:
        words = " ".join(filter(None, [cell("time"), words]))
    speaker = cell("speaker").rstrip(":")
    if not words and not speaker:
        return []
    said = f"{speaker}: {words}".strip() if speaker else words
    return [Block(f"[{clock['clock']}] {said}" if clock else said, voice=speaker)]


def _labelled(row: Sequence[str], names: Sequence[str], columns: Sequence[int]) -> list[Block]:
    return [
        Block(f"{names[at]}: {row[at]}")
        for at in [*columns, *(at for at in range(len(row)) if at not in columns)]
        if at < min(len(row), len(names)) and row[at]
    ]


def _item(row: Sequence[str], names: Sequence[str], item: int) -> list[Block]:
    """A row of minutes: the item as a heading (`Sak 3`, where it is but a number), what was said
    of it, and below that `Ansvar: …`, `Frist: …`."""
    blocks = []
    for at, text in enumerate(row[: len(names)]):
        kind = next((k for k in ("item", "rest") if names[at].casefold() in _HEADS[k]), "")
        if text and at == item:
            bare = _ITEM_NUMBER.match(text)
            blocks.append(Block(f"{_word(names[at])} {text.rstrip('.')}" if bare else text, True))
        elif text:
            blocks.append(Block(f"{names[at]}: {text}" if kind == "rest" else text))
    return blocks


def _word(name: str) -> str:
    """`Sak` for `Saksnr.`, else the name of the column."""
    return "Sak" if name.casefold().startswith("sak") else name


def _plain(row: Sequence[str]) -> list[Block]:
    return [Block(table_row(row))] if any(row) else []
