"""Reads a codebook file and says, where it can't be used, in which line and why."""

from pathlib import Path
from typing import Any

from pydantic import ValidationError
from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.reader import ReaderError

from codebook.schema import Codebook, ContradictionError, Fault, Place
from kodetrapp.errors import CodebookError

DEFAULT = Path(__file__).with_name("kjernegrupper.yaml")


def load(path: Path = DEFAULT) -> Codebook:
    """The codebook in the YAML file `path`.

    Raises `CodebookError` naming file, line, item and remedy, for every fault that was found.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise CodebookError(f"{path}: there is no such file; give the codebook's path") from None
    except (OSError, UnicodeDecodeError) as error:
        reason = "it is not UTF-8" if isinstance(error, UnicodeDecodeError) else error.strerror
        remedy = "save it as a UTF-8 text file that you may read"
        raise CodebookError(f"{path}: can't be read ({reason}); {remedy}") from None
    return parse(text, str(path))


def parse(text: str, name: str) -> Codebook:
    """The codebook written in `text`; `name` stands for the file in messages."""
    try:
        tree = YAML(typ="rt", pure=True).load(text)
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = f"line {mark.line + 1}: " if mark else ""
        problem = str(error.problem).split("\n")[0]
        begin = error.context_mark
        if mark and begin and begin.line < mark.line:
            problem += f", in what begins in line {begin.line + 1}"
        raise CodebookError(f"{name}: {line}{problem}; mend the YAML there") from None
    except ReaderError as error:
        number = text.count("\n", 0, error.position) + 1
        fault = "has a character that YAML doesn't allow; remove it"
        raise CodebookError(f"{name}: line {number}: {fault}") from None
    except YAMLError as error:
        raise CodebookError(f"{name}: no YAML ({type(error).__name__}); mend it") from None
    if not isinstance(tree, CommentedMap):
        raise CodebookError(f"{name}: line 1: a codebook is a mapping that begins with 'id:'")
    try:
        return Codebook.model_validate(_plain(tree))
    except ValidationError as error:
        faults = [
            _sentence(name, tree, where, message)
            for fault in error.errors()
            for where, message in _explain(fault)
        ]
        raise CodebookError("\n".join(faults)) from None


def _plain(node: Any) -> Any:
    """ruamel's tree as plain dicts, lists and scalars."""
    if isinstance(node, CommentedMap):
        return {key: _plain(value) for key, value in node.items()}
    if isinstance(node, CommentedSeq):
        return [_plain(value) for value in node]
    return node


def _sentence(name: str, tree: CommentedMap, where: Place, message: str) -> str:
    """One fault with its line and item."""
    line, item = 1, ""
    node: Any = tree
    for step in where:
        if isinstance(node, CommentedMap) and step in node:
            line = node.lc.key(step)[0] + 1
        elif isinstance(node, CommentedSeq) and isinstance(step, int) and step < len(node):
            line = node.lc.item(step)[0] + 1
        else:
            break
        node = node[step]
        if isinstance(node, CommentedMap) and "id" in node:
            item = f" of '{node['id']}'"
    place = f"'{'.'.join(map(str, where))}'{item}: " if where else ""
    return f"{name}: line {line}: {place}{message}"


def _explain(fault: Any) -> list[Fault]:
    """The faults, with remedies, behind one that pydantic found."""
    where = tuple(fault["loc"])
    match fault["type"]:
        case "extra_forbidden":
            return [(where, f"unknown key; correct the spelling of '{where[-1]}' or remove it")]
        case "missing":
            return [(where, f"missing; add '{where[-1]}:'")]
        case "value_error":
            error = fault["ctx"]["error"]
            faults = error.faults if isinstance(error, ContradictionError) else (((), str(error)),)
            return [((*where, *below), message) for below, message in faults]
        case _:
            message = fault["msg"]
            return [(where, f"{message[0].lower()}{message[1:]}; correct the value")]
