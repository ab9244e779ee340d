"""Rows and entries of metadata files that fit no file: a misspelt name costs a document its group,
and nobody would look for that in a file without a fault."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from difflib import get_close_matches
from pathlib import Path, PurePosixPath

from codebook import Codebook
from corpus.sidecar import Table, folded, tables_in

_MOST = 20
"""Those of a metadata file that are named; of more their number is told."""
_ALIKE = 0.75
"""How much a name has to be like another one (difflib's ratio) to be told as what was meant."""


def strays(files: Sequence[Path], root: Path, codebook: Codebook) -> dict[str, list[str]]:
    """What metadata files say of no file: sentences with line and remedy, by the path of the
    metadata file below `root`.

    files: all those of the study in `root`, members of archives included.
    """
    within: dict[Path, list[Path]] = defaultdict(list)
    for path in files:
        for folder in path.parents:
            within[folder].append(path)
            if folder == root:
                break
    found: dict[str, list[str]] = {}
    for folder, below in sorted(within.items()):
        for file, table in tables_in(folder, root, codebook):
            names = [path.relative_to(folder).as_posix() for path in below]
            if said := _strays(table, names):
                found[file.relative_to(root).as_posix()] = said
    return found


def _strays(table: Table, names: Sequence[str]) -> list[str]:
    """The sentences on one metadata file, given the names of the files below it."""
    used = {id(entry) for name in names for entry in table.of(name)}
    left = [entry for entry in table.entries if id(entry) not in used]
    called = {folded(form): name for name in names for form in (name, PurePosixPath(name).name)}
    said = [
        f"{entry.place}: no file is called '{entry.file}'; {_remedy(entry.file, called)}"
        for entry in left[:_MOST]
    ]
    if len(left) > _MOST:
        said.append(f"no files are called as {len(left) - _MOST} more lines say; correct them")
    return said


def _remedy(written: str, called: Mapping[str, str]) -> str:
    """What to do about a name that no file has; `called` are the files' names by their forms."""
    wanted = folded(written)
    endless = {PurePosixPath(form).stem: name for form, name in called.items()}
    for names in (called, endless):
        if alike := get_close_matches(wanted, names, 1, _ALIKE):
            return f"is '{names[alike[0]]}' meant?"
    return "correct it, or remove the line"
