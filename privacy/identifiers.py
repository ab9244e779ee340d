"""What points to a person without being a name: addresses of all kinds, numbers, plates, links."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import chain

import phonenumbers
from stdnum.no import fodselsnummer, kontonr


class Kind(StrEnum):
    """What is hidden; the value is the word that stands in its place."""

    PERSON = "PERSON"
    EMAIL = "E-POST"
    PHONE = "TELEFON"
    NATIONAL_ID = "FØDSELSNUMMER"
    ACCOUNT = "KONTONUMMER"
    ADDRESS = "ADRESSE"
    PLATE = "BILSKILT"
    LINK = "LENKE"
    HANDLE = "BRUKERNAVN"


@dataclass(frozen=True)
class Mention:
    """A stretch of a text that points to a person; `sure` from 0 to 1 (a probability)."""

    start: int
    end: int
    text: str = field(repr=False)
    kind: Kind
    sure: float = 1.0


_EMAIL = re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,5}(?![\w-])")
_EMAIL_SAID = re.compile(
    r"(?<![\w.+-])[\w.+-]{1,64}(?: ?[(\[] ?(?:at|krøllalfa|alfakrøll) ?[)\]] ?|@)"
    r"[\w-]{1,63}(?:(?:\.| ?[(\[] ?(?:dot|punktum|punkt|prikk) ?[)\]] ?)[\w-]{1,63}){1,5}(?![\w-])",
    re.IGNORECASE,
)
"""Written so that no machine should read it: `kari (at) dep.no`, `kari [at] dep [dot] no`."""
_LINK = re.compile(
    r"(?<![\w@])(?:https?://|www\.)[^\s<>\"»”\]]{2,2000}"
    r"|(?<![\w@./-])[\w-]{1,63}(?:\.[\w-]{1,63}){0,3}\.(?:no|com|org|net|eu|dk|se)/[^\s<>\"»”\]]{2,2000}"
)
_HANDLE = re.compile(r"(?<![\w@.+/-])@[A-Za-zÆØÅæøå_][\w.]{2,29}\b")
_NATIONAL_ID = re.compile(r"(?<![\d.,/-])(\d{6})[ \u2009-]?(\d{5})(?![\d/-]|[.,]\d)")
_MONTHS_ADDED = (0, 40, 65, 80)
"""What is added to the month of test persons, and to the day of D-numbers (40)."""
_ACCOUNT = re.compile(r"(?<![\d.,/-])\d{4}[. ]\d{2}[. ]\d{5}(?![\d/-]|[.,]\d)")
_PLATE = re.compile(r"(?<![\w/-])(?!NS|EN|EU|FN|ISO)[A-HJ-PR-Z]{2}[ -]?\d{5}(?![\w/]|[.,]\d)")
_PLATE_SAID = re.compile(
    r"(?i:\b(?:reg(?:istrerings)?\.?\s?(?:nummer|nr\.?)?|\w{0,30}skilt\w{0,30}|\w{0,30}bil(?:en|nummer)?)"
    r"[^.\n]{0,30}?\W)(?P<plate>[A-HJ-PR-Z]{2}[ -]?\d{4,5})(?!\w)"
)
_CAPITAL = r"[A-ZÆØÅÁČĐŊŠŦŽÉÜÖÄ]"
_STREET = (
    rf"(?:{_CAPITAL}[\w.'’-]{{0,30}}(?:veien|vegen|gata|gaten|gate|vei|veg|plassen|plass|allé|alléen|"
    r"alleen|bakken|stien|tunet|svingen|kroken|brygga|bryggen|kaia|torget|smauet|veita|ringen|lia|"
    r"geaidnu|luodda)"
    rf"|(?:{_CAPITAL}[\w.'’-]{{0,30}} (?:{_CAPITAL}[\w.'’-]{{0,30}} ){{0,2}}"
    r"(?:gate|gata|gaten|vei|veg|veien|vegen|plass|allé|terrasse|brygge|torg|ring|luodda|geaidnu)))"
)
_ADDRESS = re.compile(
    rf"(?<!\w){_STREET} \d{{1,4}}(?: ?[A-Za-z](?!\w))?(?:,? ?H\d{{4}})?"
    rf"(?:,? (?:N-)?\d{{4}} {_CAPITAL}[\w-]+(?: [IiVS]\w*)?)?(?!\w)"
    rf"|(?<!\w)[Pp]ost(?:boks|box) \d{{1,5}}(?: {_CAPITAL}\w+)?,? \d{{4}} {_CAPITAL}[\w-]+"
)
_MONEY = re.compile(
    r"\s*(?:kr\b|kroner|million|mill|mrd|prosent|%|NOK|euro|personer|stykk)", re.IGNORECASE
)
_YEARS = re.compile(r"(?:19|20)\d\d\D{0,3}(?:19|20)\d\d")
_WRITTEN = re.compile(
    r"(?:(?:\+|00)47[ .-]?)?"
    r"(?:\d{8}|\d{3}[ .]\d{2}[ .]\d{3}|(?:\d{2}[ .-]){3}\d{2}|[49]\d{3} \d{4})"
)


def find_identifiers(text: str) -> list[Mention]:
    """Every identifier in `text` that is no name, in order; none overlaps another.

    National identity numbers and accounts are told by their check digits (python-stdnum), phone
    numbers by the numbering plans (phonenumbers). An eleven-digit number that begins with a date
    but whose check digits are wrong (a slip of the pen) is hidden too, as not quite sure.
    """
    found = sorted(
        chain.from_iterable(find(text) for find in _FINDERS),
        key=lambda mention: (mention.start, -mention.end),
    )
    kept: list[Mention] = []
    for mention in found:
        if not kept or mention.start >= kept[-1].end:
            kept.append(mention)
    return kept


def _matching(pattern: re.Pattern[str], kind: Kind) -> Callable[[str], Iterator[Mention]]:
    def find(text: str) -> Iterator[Mention]:
        for match in pattern.finditer(text):
            written = match[0].rstrip(".,;:!?)'’")
            yield Mention(match.start(), match.start() + len(written), written, kind)

    return find


def _national_ids(text: str) -> Iterator[Mention]:
    for match in _NATIONAL_ID.finditer(text):
        valid = fodselsnummer.is_valid(match[1] + match[2])
        if valid or _is_date(int(match[1][:2]), int(match[1][2:4])):
            sure = 1.0 if valid else 0.7
            yield Mention(match.start(), match.end(), match[0], Kind.NATIONAL_ID, sure)


def _is_date(day: int, month: int) -> bool:
    return (1 <= day <= 31 or 41 <= day <= 71) and any(
        1 <= month - added <= 12 for added in _MONTHS_ADDED
    )


def _accounts(text: str) -> Iterator[Mention]:
    for match in _ACCOUNT.finditer(text):
        if kontonr.is_valid(match[0]):
            yield Mention(match.start(), match.end(), match[0], Kind.ACCOUNT)


def _plates(text: str) -> Iterator[Mention]:
    for match in _PLATE_SAID.finditer(text):
        start, end = match.span("plate")
        yield Mention(start, end, match["plate"], Kind.PLATE)


def _phones(text: str) -> Iterator[Mention]:
    for match in phonenumbers.PhoneNumberMatcher(text, "NO"):
        written = match.raw_string
        norwegian = _WRITTEN.fullmatch(written) and not _YEARS.fullmatch(written)
        amount = _MONEY.match(text, match.end)
        if (norwegian and not amount) or written.startswith(("+", "(+", "00")):
            yield Mention(match.start, match.end, written, Kind.PHONE)


_FINDERS: list[Callable[[str], Iterator[Mention]]] = [
    _matching(_EMAIL, Kind.EMAIL),
    _matching(_EMAIL_SAID, Kind.EMAIL),
    _matching(_LINK, Kind.LINK),
    _national_ids,
    _accounts,
    _matching(_ADDRESS, Kind.ADDRESS),
    _plates,
    _matching(_PLATE, Kind.PLATE),
    _phones,
    _matching(_HANDLE, Kind.HANDLE),
]
