"""How the reports say things: words, numbers and texts of transcripts, in one language."""

import re
from datetime import datetime
from functools import cache
from pathlib import Path

from ruamel.yaml import YAML

_SPACE = "\N{NO-BREAK SPACE}"
_UNSEEN = re.compile(
    "[\x00-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ud800-\udfff\ufeff"
    "\ufff9-\ufffb\ufffe\uffff]"
)


@cache
def texts() -> dict[str, dict[str, str]]:
    """All texts, by language and key."""
    loaded: dict[str, dict[str, str]] = YAML(typ="safe", pure=True).load(
        Path(__file__).with_name("texts.yaml")
    )
    return loaded


def plain(text: object) -> str:
    """A text of a transcript or a name as one line, without characters that XML does not allow or
    that could turn the text around them (control characters, marks and overrides of direction)."""
    return _UNSEEN.sub("", " ".join(str(text).split()))


class Wording:
    """Words and numbers in `lang`: with decimal comma in Norwegian, point in English."""

    def __init__(self, lang: str) -> None:
        self.lang = lang
        self._texts = texts()[lang]

    def __call__(self, key: str, **values: object) -> str:
        """The text called `key`, with its places filled in; whole numbers as `number` writes them.
        Raises `KeyError`."""
        shown = {
            name: self.number(value) if type(value) is int else value
            for name, value in values.items()
        }
        return self._texts[key].format(**shown)

    def number(self, of: int) -> str:
        """A whole number, its thousands apart."""
        return f"{of:,}".replace(",", _SPACE) if self.lang == "nb" else f"{of:,}"

    def decimal(self, of: float | None, digits: int = 2) -> str:
        """A number with decimals; a dash where there is none."""
        if of is None:
            return "–"
        return self._decimal_sign(f"{of:.{digits}f}".replace("-", "−"))

    def percent(self, share: float | None) -> str:
        """A share in [0, 1] as per cent: with a decimal below 10, a dash where there is none."""
        return "–" if share is None else f"{self._hundredths(share)}{self._percent_sign}"

    def interval(self, low: float | None, high: float | None) -> str:
        """The interval of a share, `[52–80 %]`; nothing where it can't be told."""
        if low is None or high is None:
            return ""
        return f"[{self._hundredths(low)}–{self._hundredths(high)}{self._percent_sign}]"

    def points(self, of: float | None, low: float | None, high: float | None) -> str:
        """A difference of shares in percentage points with its interval."""
        if of is None:
            return "–"
        value, *bounds = (
            self.decimal(100 * v, 1) if v is not None else "" for v in (of, low, high)
        )
        sign = "+" if of > 0 else ""
        return f"{sign}{value} [{bounds[0]}; {bounds[1]}]" if all(bounds) else f"{sign}{value}"

    def probability(self, p: float | None) -> str:
        """A p-value: three decimals, or that it is less than the smallest of them."""
        if p is None:
            return "–"
        return f"<{_SPACE}{self.decimal(0.001, 3)}" if p < 0.001 else self.decimal(p, 3)

    def day(self, of: datetime) -> str:
        """A day as it is written."""
        return f"{of:%d.%m.%Y}" if self.lang == "nb" else f"{of:%Y-%m-%d}"

    def quoted(self, said: str) -> str:
        """In the quotation marks of the language."""
        return f"«{said}»" if self.lang == "nb" else f"“{said}”"

    @property
    def _percent_sign(self) -> str:
        return f"{_SPACE}%" if self.lang == "nb" else "%"

    def _hundredths(self, share: float) -> str:
        digits = 1 if 0 < share < 0.1 else 0
        return self._decimal_sign(f"{100 * share:.{digits}f}")

    def _decimal_sign(self, written: str) -> str:
        return written.replace(".", ",") if self.lang == "nb" else written
