"""Lines to running text: what is hyphenated at a line's end is one word again."""

import re
from collections import Counter
from collections.abc import Iterable

_HYPHEN = re.compile(r"(?P<stem>[^\W_]+)[-\u2010]$")
_JOINING = {"og", "eller", "samt", "til", "men", "and", "or", "to", "und"}
"""What follows a hyphen that stands for a word's other half: `sekretariats- og ledermøter`."""


def within(lines: Iterable[str]) -> Counter[str]:
    """How often each word, in lower case, stands in the lines, those at their ends left out."""
    return Counter(word for line in lines for word in line.casefold().split()[:-1])


def joined(text: str, line: str, words: Counter[str]) -> str:
    """Two lines of a paragraph as one, given the words `within` all lines."""
    cut, between = seam(text, line, words)
    return text[: len(text) - cut] + between + line


def seam(text: str, line: str, words: Counter[str]) -> tuple[int, str]:
    """How two lines are joined: how many characters of the first go at its end, and what stands
    between. A hyphen at the end of the first goes where it only divides a word; it stays after
    capitals, digits and single letters (`EU-landene`, `e-post`), before capitals, in a word that
    the document also writes so within a line, before `og`, and where somebody begins a word anew
    (`sam- samordning`)."""
    if text.endswith("\u00ad"):
        return 1, ""
    match = _HYPHEN.search(text[-200:])
    if not match or not line[:1].isalnum():
        return 0, "" if re.search(r"\w/$", text[-2:]) else " "
    stem, following = match["stem"], line.split(maxsplit=1)[0]
    head = text[-200:].rsplit(maxsplit=1)[-1][:-1]
    rest = re.match(r"[\w-]*", following)
    tail = rest[0] if rest else ""
    anew = len(stem) > 1 and tail.casefold().startswith(stem.casefold())
    if following.strip(".,;:").casefold() in _JOINING or anew:
        return 0, " "
    hyphenated, whole = f"{head}-{tail}".casefold(), f"{head}{tail}".casefold()
    keeps = (
        len(stem) == 1
        or stem.isupper()
        or not stem.isalpha()
        or not line[0].islower()
        or words[hyphenated] > words[whole]
    )
    return 0 if keeps else 1, ""
