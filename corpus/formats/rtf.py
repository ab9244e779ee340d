"""Rich text (RTF): what is to be read in it, by striprtf.

striprtf knows characters and code pages, but neither hidden text nor deletions, and a table's rows
look to it like lines. So the tokens are sifted first: what isn't read goes, and where a paragraph,
a cell or a row ends a separator is set. The words are those of Microsoft's Rich Text Format
specification 1.9.1.
"""

import re
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from striprtf.striprtf import destinations, rtf_to_text

from corpus.extract import Extract
from corpus.formats import bold, tables
from corpus.formats.blocks import join, voices
from corpus.formats.bold import Paragraph
from corpus.formats.refusing import refusing
from corpus.text import mended, normalise
from kodetrapp.errors import FileRefusedError

_MAX_DEPTH = 200
_TOKEN = re.compile(
    r"\\(?P<word>[a-zA-Z]{1,32})(?P<number>-?\d{1,10})? ?"
    r"|\\'(?P<code>[0-9a-fA-F]{2})|\\(?P<symbol>[^a-zA-Z])|(?P<brace>[{}])"
    r"|(?P<plain>[^\\{}\r\n]+)|[\r\n]+",
    re.DOTALL,
)
_START = re.compile(r"[\ufeff\s]*\{\\rtf")
_HEADING = re.compile(r"(?i)(heading|overskrift|title|tittel)\b")
_PARAGRAPH, _TITLE, _ROW, _CELL = "\x1c", "\x1d", "\x1e", "\x1f"
_NOTE, _NOTE_END = "\x1a", "\x1b"
_ENDS = re.compile(f"([{_PARAGRAPH}{_TITLE}{_ROW}])")
_BULLET = re.compile(r"^(?:[^\w\s]|o)\t")
_NUMBER = re.compile(r"^(\w{1,5}[.)])\t")
_BREAKS = {"par", "sect", "page", "column"}
_KEPT = {"fonttbl"}
_PROPERTIES = {"title": "title", "subject": "subject", "keywords": "keywords"}
_COUNTED = {"annotation": "comments", "shptxt": "text boxes", "objdata": "embedded objects"}


def read(path: Path) -> Extract:
    """The text as `docx.read` gives it. Insertions are in, deletions out; footnotes stand in
    brackets where they are referred to. Hidden text, comments, page headers and footers,
    pictures, objects and text boxes are left out; warnings tell how many.

    Raises `FileRefusedError` for what isn't RTF, ends before its last group is closed, or nests
    groups more than 200 deep.
    """
    data = path.read_bytes().decode("latin-1").removeprefix("ï»¿")
    if not _START.match(data):
        raise FileRefusedError("is no RTF file; open it in Word and save it anew as .docx")
    with refusing("is a damaged RTF file; open it in Word and save it anew as .docx"):
        sieve = _Sieve()
        plain, mending = mended(_plain("".join(sieve.sift(data))))
        blocks, questions = bold.read(list(bold.parted(_paragraphs(plain))))
        text = normalise(join(blocks))
        warnings = [*mending, *sieve.warnings(), *questions]
        if lost := text.count("\ufffd"):
            warnings.append(f"letters that are damaged in the file are shown as \ufffd ({lost})")
        return Extract(text, (), sieve.properties(), tuple(warnings), voices(blocks))


def _plain(rtf: str) -> str:
    """The characters of what was sifted; halves of a character outside the basic plane joined."""
    text: str = rtf_to_text(rtf, errors="replace")  # type: ignore[no-untyped-call]
    text = re.sub(rf"\s*{_NOTE}\s*", " [", text)
    text = re.sub(rf"\s*{_NOTE_END}", "]", text)
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def _paragraphs(text: str) -> Iterator[Paragraph]:
    *parts, last = _ENDS.split(text)
    rows: list[list[str]] = []
    for words, end in zip(parts[::2], parts[1::2], strict=True):
        if end == _ROW:
            *cells, _ = words.translate(bold.MARKS).split(_CELL)
            rows.append(cells)
            continue
        yield from _table(rows)
        yield _paragraph(words, end == _TITLE)
    yield from _table(rows)
    yield _paragraph(last, False)


def _paragraph(words: str, title: bool) -> Paragraph:
    """A paragraph in which bold words are marked, without its bullet."""
    whole, in_bold = bold.leading(bold.unmarked(words))
    text = _NUMBER.sub(r"\1 ", _BULLET.sub("", whole))
    if title and text:
        return Paragraph(text, 0, True)
    return Paragraph(text, max(0, in_bold - len(whole) + len(text)))


def _table(rows: list[list[str]]) -> Iterator[Paragraph]:
    for row in tables.paragraphs(rows):
        yield from (Paragraph(b.text, 0, b.heading, b.voice) for b in row)
    rows.clear()


def _separator(mark: str) -> str:
    return f"{{\\uc0\\u{ord(mark)} }}"


@dataclass
class _Group:
    """What holds within a pair of braces, and within those inside unless they say otherwise.

    read: whether its text is read at all. hidden, deleted, bold: by the format of characters.
    """

    read: bool = True
    hidden: bool = False
    deleted: bool = False
    bold: bool = False
    note: bool = False
    destination: str = ""
    closing: str = "}"


class _Sieve:
    """Leaves of a file what is to be read; keeps what the file says of itself."""

    def __init__(self) -> None:
        self._left_out: Counter[str] = Counter()
        self._info: dict[str, list[str]] = {}
        self._created: dict[str, int] = {}
        self._code_page = ""
        self._titles: set[str] = set()
        self._style: str | None = None
        self._in_table = False
        self._is_title = False

    def warnings(self) -> tuple[str, ...]:
        """One sentence for each kind of thing that was left out."""
        return tuple(f"{what} were left out ({n})" for what, n in sorted(self._left_out.items()))

    def properties(self) -> dict[str, str]:
        """As in `Extract.properties`."""
        found = {}
        for name, word in _PROPERTIES.items():
            rtf = "".join(self._info.get(word, []))
            if value := normalise(_plain(f"{{\\rtf1\\ansi{self._code_page} {rtf}}}")).strip():
                found[name] = value
        day = [self._created.get(part, 0) for part in ("yr", "mo", "dy")]
        with suppress(ValueError):
            found["created"] = date(*day).isoformat()
        return found

    def sift(self, data: str) -> Iterator[str]:
        """The pieces of RTF that are read, with separators where something ends.

        Raises `FileRefusedError` for groups that are too deep or never closed.
        """
        groups = [_Group()]
        starred, at = False, 0
        while match := _TOKEN.match(data, at):
            at = match.end()
            if not match.group().strip("\r\n"):
                continue
            word, group = match["word"], groups[-1]
            if match["brace"] == "{":
                if len(groups) > _MAX_DEPTH:
                    raise FileRefusedError(
                        f"nests groups more than {_MAX_DEPTH} deep; save it anew as .docx"
                    )
                groups.append(replace(group, closing="}" if group.read else ""))
                yield "{" if group.read else ""
            elif match["brace"]:
                yield groups.pop().closing
                if len(groups) == 1:
                    return
                if group.read and group.bold != groups[-1].bold:
                    yield _separator(bold.mark(groups[-1].bold))
            elif match["symbol"] == "*":
                starred = True
                continue
            elif word == "bin":
                at += max(0, int(match["number"] or 0))
            elif word and (starred or word in destinations) and word not in _KEPT:
                yield from self._destination(word, group)
            elif word:
                yield from self._word(word, match["number"], group)
            elif match["symbol"] in {"\r", "\n"}:
                yield from self._word("par", None, group)
            else:
                yield self._text(match, group)
            starred = False
        raise FileRefusedError("ends in the middle; get the whole file and save it anew")

    def _destination(self, word: str, group: _Group) -> Iterator[str]:
        if group.read and word == "footnote":
            group.note, group.closing = True, f"{_separator(_NOTE_END)}}}"
            yield _separator(_NOTE)
            return
        if word in _COUNTED:
            self._left_out[_COUNTED[word]] += 1
        group.read, group.destination = False, word

    def _word(self, word: str, number: str | None, group: _Group) -> Iterator[str]:
        if not group.read:
            self._aside(word, number, group)
        elif word in {"v", "deleted"}:
            if word == "v" and number != "0" and not group.hidden:
                self._left_out["pieces of hidden text"] += 1
            setattr(group, {"v": "hidden"}.get(word, word), number != "0")
        elif word in {"row", "cell", "nestcell", *_BREAKS}:
            yield self._end(word, group)
        elif word == "u" and (group.hidden or group.deleted):
            return
        else:
            if word in {"b", "plain"}:
                yield from self._bolden(group, word == "b" and number != "0")
            if word == "plain":
                group.hidden = group.deleted = False
            elif word == "pard":
                self._in_table = self._is_title = False
            elif word == "intbl":
                self._in_table = True
            elif word in {"s", "outlinelevel"}:
                self._is_title |= word != "s" or number in self._titles
            elif word == "ansicpg":
                self._code_page = f"\\ansicpg{number}"
            yield f"\\{word}{number or ''} "

    def _end(self, word: str, group: _Group) -> str:
        """The separator where a paragraph, a cell or a row ends."""
        if word in _BREAKS and (group.note or self._in_table):
            return " "
        if group.hidden or group.deleted or word == "nestcell":
            return " " if word == "nestcell" else ""
        mark = {"row": _ROW, "cell": _CELL}.get(word, _TITLE if self._is_title else _PARAGRAPH)
        if group.bold:  # What is bold goes on in the next one.
            return "".join(map(_separator, (bold.mark(False), mark, bold.mark(True))))
        return _separator(mark)

    def _bolden(self, group: _Group, on: bool) -> Iterator[str]:
        """The mark where bold words begin or end."""
        if group.bold != on:
            group.bold = on
            yield _separator(bold.mark(on))

    def _text(self, match: re.Match[str], group: _Group) -> str:
        words = match["plain"] or ""
        if not group.read:
            self._said_aside(match.group(), words, group)
            return ""
        if group.hidden or group.deleted:
            return ""
        return (
            "".join(
                char if " " <= char < "\x7f" else f"\\'{ord(char):02x}" if char > "\x7f" else " "
                for char in words
            )
            or match.group()
        )

    def _aside(self, word: str, number: str | None, group: _Group) -> None:
        """A word in what isn't read: a date or the name of a style may be told by it."""
        if group.destination == "creatim" and number:
            self._created[word] = int(number)
        elif group.destination == "stylesheet" and word == "s":
            self._style = number
        elif group.destination in _PROPERTIES.values():
            self._info.setdefault(group.destination, []).append(f"\\{word}{number or ''} ")

    def _said_aside(self, token: str, words: str, group: _Group) -> None:
        if group.destination in _PROPERTIES.values():
            self._info.setdefault(group.destination, []).append(token)
        elif group.destination == "stylesheet" and self._style and words.strip():
            if _HEADING.match(words.strip()):
                self._titles.add(self._style)
            self._style = None
