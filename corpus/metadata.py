"""What is known of a document beside its text, put together from all who say something of it.

In order of trust: the fields of the header block; the metadata file beside the document; title
lines at the top; the file's name; what the file says of itself (title, subject, keywords); the
names of the folders it lies in. The first who says something of a field is believed, and the others
are named where they contradict.

The date that a file was created is never the date of an interview: it is the day somebody exported
the transcript, or made the template years before. It is mentioned where no date was understood.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from codebook import Codebook
from corpus import dates, filenames, remedies
from corpus.dates import When
from corpus.document import Metadata
from corpus.header import Header
from corpus.naming import match_item, match_language, match_phase
from corpus.sidecar import Entry

HEADER, METADATA_FILE, FILE_NAME = "header", "metadata_file", "file_name"
PROPERTIES, FOLDER, GUESSED = "properties", "folder", "guessed"
ORIGINS = {
    HEADER: "the header",
    METADATA_FILE: "the metadata file",
    FILE_NAME: "the file's name",
    PROPERTIES: "the file's properties",
    FOLDER: "the folder",
    GUESSED: "the text",
}
"""Where a value may come from, and what that is called in sentences."""


@dataclass(frozen=True)
class Claim:
    """What one source says of a document, in ids of the codebook.

    values: ids by name: `group`, `phase`, `kind`, `role`, `lang`.
    stated: whether it says so in fields, rather than in a title or a name.
    unknown: fields that it gives a value which nobody understands.
    impossible: a date that it gives and no calendar has.
    """

    origin: str
    values: Mapping[str, str] = field(default_factory=dict)
    stated: bool = False
    when: When | None = None
    unknown: frozenset[str] = frozenset()
    impossible: str = ""


def claims(
    header: Header,
    entry: Entry | None,
    name: str,
    properties: Mapping[str, str],
    codebook: Codebook,
) -> list[Claim]:
    """What each source says, in order of trust. `name` is the document's, with the folders on the
    way to it; `properties` are those of `Extract`."""
    said = {known: [value, *header.more.get(known, [])] for known, value in header.fields.items()}
    beside = {known: [value] for known, value in entry.fields.items()} if entry else {}
    own = [properties.get(key, "") for key in ("title", "subject", "keywords")]
    return [
        _stated(HEADER, said, codebook),
        _stated(METADATA_FILE, beside, codebook),
        _mentioned(HEADER, header.titles, codebook),
        _noted(header.notes, codebook),
        _mentioned(FILE_NAME, [filenames.stem(name)], codebook),
        _mentioned(PROPERTIES, own, codebook),
        _mentioned(FOLDER, filenames.folders(name), codebook),
    ]


def kind_of(said: Sequence[Claim]) -> str | None:
    """The kind of source that the document is said to be."""
    return next((claim.values["kind"] for claim in said if "kind" in claim.values), None)


def merge(
    said: Sequence[Claim],
    codebook: Codebook,
    kind: str | None,
    language: str,
    created: str = "",
    silent: str = "",
    today: date | None = None,
) -> tuple[Metadata, list[str]]:
    """The metadata, and sentences about gaps and contradictions, without words of the document.

    kind: the kind it was read as; language: what it is written in as far as its words tell;
    created: the day the file was made, in ISO format; silent: metadata files that don't name the
    document; today: by default the day it is.
    """
    merging = _Merging(said, codebook, kind, today or date.today())
    values = {name: merging.value(name) for name in ("group", "kind", "role", "lang")}
    day = merging.day()
    phase = merging.phase()
    merging.name_gaps(created, silent)
    for name, guess in (("kind", kind), ("lang", language)):
        if values[name] is None and guess:
            values[name] = guess
            merging.origins[name] = GUESSED
    return Metadata(date=day, phase=phase, origins=merging.origins, **values), merging.warnings


class _Merging:
    """One document's claims on their way to metadata; `origins` and `warnings` grow."""

    def __init__(
        self, said: Sequence[Claim], codebook: Codebook, kind: str | None, today: date
    ) -> None:
        self.said = said
        self.codebook = codebook
        self.kind = kind
        self.today = today
        self.interview = kind is not None and codebook.kind(kind).structure == "dialogue"
        self.origins: dict[str, str] = {}
        self.warnings: list[str] = []

    def value(self, name: str) -> str | None:
        """The value of the first who gives one; the others' are named where they differ. A role
        in a title or a name counts for interviews alone, since minutes name many. A group that
        isn't in the codebook is a group: who is trusted less isn't asked then."""
        winner: Claim | None = None
        for claim in self.said:
            if name == "group" and winner is None and name in claim.unknown:
                return None
            if name not in claim.values or (
                name == "role" and not claim.stated and not self.interview
            ):
                continue
            if winner is None:
                winner = claim
                self.origins[name] = claim.origin
            elif claim.origin != winner.origin and claim.values[name] != winner.values[name]:
                self._differ(
                    name, winner.origin, winner.values[name], claim.origin, claim.values[name]
                )
        return winner.values[name] if winner else None

    def day(self) -> date | None:
        """The date of the first who gives one. Where that is a season, the first day within it
        that another gives."""
        dated = [(claim, claim.when) for claim in self.said if claim.when]
        if not dated:
            return None
        winner, when = dated[0]
        named = {winner.origin}
        for claim, other in dated[1:]:
            if claim.origin not in named and not other.meets(when):
                self._differ("date", winner.origin, str(when), claim.origin, str(other))
            named.add(claim.origin)
        chosen = [(claim, other) for claim, other in dated if other.day and other.meets(when)]
        if not chosen:
            return None
        claim, found = chosen[0]
        self.origins["date"] = claim.origin
        if found.first > self.today:
            self.warnings.append(
                f"the date {found.day} in {ORIGINS[claim.origin]} lies in the future; correct it"
            )
        return found.day

    def phase(self) -> str | None:
        """The phase of the first who gives a date or names a phase; of one's date and phase, the
        date's."""
        first = next((claim.when for claim in self.said if claim.when), None)
        named: list[tuple[str, str, str]] = []
        for claim in self.said:
            if claim.when and first and claim.when.meets(first):
                phase = self._phase_of(claim.when)
                if phase:
                    named.append((phase, claim.origin, f"the date in {ORIGINS[claim.origin]}"))
            if "phase" in claim.values:
                named.append((claim.values["phase"], claim.origin, ORIGINS[claim.origin]))
        if not named:
            return None
        phase, self.origins["phase"], by = named[0]
        for other, how in {other: how for other, _, how in reversed(named)}.items():
            if other != phase:
                self.warnings.append(
                    f"the phase is {phase} by {by}, but {other} by {how}; {phase} counts"
                )
        return phase

    def _phase_of(self, when: When) -> str | None:
        if when.day:
            return self.codebook.phase_of(when.day)
        first, last = (self.codebook.phase_of(day) for day in (when.first, when.last))
        return first if first == last else None

    def _differ(self, name: str, origin: str, value: str, other: str, theirs: str) -> None:
        self.warnings.append(
            f"the {name} is {value} by {ORIGINS[origin]}, but {theirs} by {ORIGINS[other]};"
            f" {value} counts"
        )

    def name_gaps(self, created: str, silent: str) -> None:
        """What is missing or isn't understood, with the remedy."""
        if "group" not in self.origins:
            self.warnings.append(self._no_group())
        for claim in self.said:
            if claim.impossible:
                self.warnings.append(
                    f"the date {claim.impossible} in {ORIGINS[claim.origin]} is in no calendar;"
                    " correct it"
                )
        if self.codebook.phases:
            self.warnings += self._no_phase(created)
        if silent and not {"group", "date"} <= self.origins.keys():
            self.warnings.append(f"{silent} does not name this file; add it there")
        for claim in self.said:
            where = ORIGINS[claim.origin]
            if "role" in claim.unknown and "role" not in self.origins:
                known = ", ".join(item.id for item in self.codebook.roles)
                self.warnings.append(f"the role in {where} is not in the codebook; it has: {known}")
            if "kind" in claim.unknown:
                known = ", ".join(item.id for item in self.codebook.kinds)
                self.warnings.append(
                    f"the kind in {where} is not in the codebook, which has: {known};"
                    f" read as {self.kind}"
                )
            if "phase" in claim.unknown and "phase" not in self.origins:
                known = ", ".join(item.id for item in self.codebook.phases)
                self.warnings.append(
                    f"the phase in {where} is not in the codebook; it has: {known}"
                )

    def _no_group(self) -> str:
        known = ", ".join(case.short for case in self.codebook.cases)
        field = (self.codebook.headers.group or ["Gruppe"])[0]
        unknown = next((claim for claim in self.said if "group" in claim.unknown), None)
        if unknown is None:
            reason = "no group is named"
        elif unknown.origin == HEADER:
            reason = f"the line '{field}:' names a group that the codebook lacks"
        else:
            reason = f"{ORIGINS[unknown.origin]} names a group that the codebook lacks"
        remedy = remedies.write(field)
        return f"{reason}, so the document counts in no group's findings; {remedy}, one of: {known}"

    def _no_phase(self, created: str) -> list[str]:
        """Why there is no date or no phase."""
        when = next((claim.when for claim in self.said if claim.when), None)
        phase = "phase" in self.origins
        remedy = remedies.write("Dato", "2023-05-31")
        if when is None:
            hint = f" (the file was made on {created})" if created else ""
            gap = "" if phase else ", so the document has no phase"
            return [f"no date understood{gap}; {remedy}{hint}"]
        if phase:
            return []
        if when.day:
            return [f"the date {when.day} lies in no phase of the codebook"]
        return [f"the date {when} lies in no single phase of the codebook; {remedy}"]


def _stated(origin: str, fields: Mapping[str, Sequence[str]], codebook: Codebook) -> Claim:
    """What fields say, each by the first of its values that is understood."""
    values: dict[str, str] = {}
    matched = {
        "group": lambda value: match_item(value, codebook.cases),
        "role": lambda value: match_item(value, codebook.roles),
        "kind": lambda value: match_item(value, codebook.kinds, compounds=True),
        "phase": lambda value: match_phase(value, codebook.phases, alone=True),
        "language": match_language,
    }
    for name, match in matched.items():
        ids = (match(value) for value in fields.get(name, ()))
        if id_ := next(filter(None, ids), None):
            values["lang" if name == "language" else name] = id_
    found = [dates.find(value, codebook.languages, alone=True) for value in fields.get("date", ())]
    when = next((item.when for item in found if item.when), None)
    impossible = next((item.impossible for item in found if item.impossible), "")
    understood = {*values, *({"date"} if when or impossible else ())}
    unknown = frozenset(name for name in fields if any(fields[name])) - understood
    return Claim(origin, values, True, when, unknown, impossible)


def _mentioned(origin: str, texts: Sequence[str], codebook: Codebook) -> Claim:
    """What free words say: of each field the first of the texts that says something."""
    values: dict[str, str] = {}
    when = None
    impossible = ""
    for text in texts:
        named = {
            "group": match_item(text, codebook.cases),
            "role": match_item(text, codebook.roles),
            "kind": match_item(text, codebook.kinds, compounds=True),
            "phase": match_phase(text, codebook.phases),
        }
        for name, id_ in named.items():
            if id_:
                values.setdefault(name, id_)
        found = dates.find(text, codebook.languages)
        when = when or found.when
        impossible = impossible or found.impossible
    return Claim(origin, values, when=when, impossible="" if when else impossible)


def _noted(notes: Sequence[str], codebook: Codebook) -> Claim:
    """The group that lines with unknown fields name, where they name one alone."""
    named = {id_ for note in notes if (id_ := match_item(note, codebook.cases))}
    return Claim(HEADER, {"group": named.pop()} if len(named) == 1 else {})
