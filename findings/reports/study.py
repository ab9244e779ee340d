"""What a report says of a study, read from its published findings: plain rows between the tables
and the documents, the same for Word and for the page."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd

import kodetrapp
from findings import analyst
from findings.reports.wording import Wording, plain

Row = Mapping[str, Any]

_LIMITS = {"quotes": 5, "documents": 1000, "first": 15, "agreements": 60, "clear": 0.05}
"""At most so many quotes of each valence in a cell, documents in a list, rows of a table that
compares everything with everything, and rows on agreement; the workbook has all. A result is clear
whose adjusted p-value is below the last."""

_QUERIES = Path(__file__).with_name("queries")
_WHOLE = (
    "codes",
    "development",
    "factor_balance",
    "findings",
    "groups",
    "highest_steps",
    "ladder_matrix",
    "problem_map",
    "publication",
    "quality",
    "saturation",
    "terms",
)
_PICTURED = (
    "agreement",
    "codes",
    "development",
    "factor_balance",
    "factor_step_links",
    "groups",
    "ladder_matrix",
    "problem_map",
    "saturation",
    "terms",
)


@dataclass(frozen=True)
class Quote:
    """A passage with what it is traced by. `valence` is positive, neutral or negative; `about` says
    kind, role and phase, `decided` who decided that the code is right."""

    segment_id: str
    said: str
    before: str
    after: str
    document: str
    about: str
    valence: str
    decided: str
    by_person: bool

    @property
    def sign(self) -> str:
        """+, ○ or −."""
        return SIGNS[self.valence]


@dataclass(frozen=True)
class Share:
    """A share in words, with its interval, and whether it is corrected for the machine's errors."""

    written: str
    corrected: bool


@dataclass(frozen=True)
class Cell:
    """What is said of one group under one code. Level, reason and provisional note are empty where
    the code is no step of a ladder; `strength` is 1 for the strongest level, 0 for the weakest."""

    group_id: str
    group: str
    code: str
    label: str
    positive: int
    neutral: int
    negative: int
    documents_positive: int
    documents_negative: int
    share: Share
    quotes: tuple[Quote, ...]
    step: int | None = None
    level: str = ""
    strength: float = 0.0
    reason: str = ""
    provisional: str = ""
    evidence: str = ""

    @property
    def key(self) -> str:
        """Names the cell within a page. No id holds a tilde, so that no two cells share a name."""
        return f"cell-{self.group_id}~{self.code}"

    @property
    def counts(self) -> str:
        """`+5 ○1 −0`."""
        return f"+{self.positive} ○{self.neutral} −{self.negative}"

    @property
    def segments(self) -> int:
        """How many segments there are, whatever their valence."""
        return self.positive + self.neutral + self.negative


@dataclass(frozen=True)
class Dimension:
    """A group of codes. `measured` says what positive and negative are: steps (reached, missing),
    factors (helping, hindering) or the problem (high, low)."""

    id: str
    label: str
    measured: str
    codes: tuple[Row, ...]


@dataclass(frozen=True)
class Listing:
    """A table of words: its headings, its rows, and how many more rows there are."""

    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    more: int = 0


SIGNS = {"positive": "+", "neutral": "○", "negative": "−"}


class Study:
    """The published findings of the folder `data`, in the words of `lang`."""

    def __init__(self, data: Path, lang: str) -> None:
        """Raises `StoreError` where nothing of this version is published."""
        analyst.check_current(data)
        self.say = Wording(lang)
        self.lang = lang
        with analyst.connect(data) as connection:
            self._rows = {name: _fetched(connection, f"FROM {name}") for name in _WHOLE}
            for query in _QUERIES.glob("*.sql"):
                self._rows[query.stem] = _fetched(connection, query.read_text("utf-8"))
            self.tables: dict[str, pd.DataFrame] = {
                name: connection.sql(f"FROM {name}").df() for name in _PICTURED
            }
        self.publication = self._rows["publication"][0]
        self.totals = self._rows["totals"][0]
        self.groups = [_cleaned(row) for row in self._rows["groups"]]
        self._terms = {
            (row["list"], row["id"]): plain(self.label(row)) for row in self._rows["terms"]
        }

    def label(self, row: Row, name: str = "label") -> str:
        """The row's `label_nb` or `label_en` by language, or another column that has both."""
        return plain(row[f"{name}_{self.lang}"])

    def term(self, of: str, id_: str | None) -> str:
        """What a phase, role, kind or level is called; 'unknown' where there is none."""
        if id_ is None:
            return self.say("unknown")
        return self._terms.get((of, id_), plain(id_))

    # What the study is

    @property
    def title(self) -> str:
        """The report's title."""
        ladder = next((d.label for d in self.dimensions if d.measured == "steps"), None)
        return self.say("title", ladder=ladder) if ladder else self.say("title_plain")

    @property
    def built_on(self) -> str:
        """What the findings are made from, in a sentence."""
        return self.say(
            "built_on",
            documents=self.totals["documents"],
            kinds=self.kinds,
            groups=self.totals["groups"],
            words=self.totals["words"],
            published=self.say.day(self.publication["published_at"]),
        )

    @property
    def kinds(self) -> str:
        """How many documents there are of each kind of source."""
        return ", ".join(
            self.say("number_of", n=row["documents"], what=self.term("kinds", row["kind"]).lower())
            for row in self._rows["kinds"]
        )

    @cached_property
    def dimensions(self) -> tuple[Dimension, ...]:
        """The codebook's dimensions in its order."""
        problem = {row["x_code"] for row in self._rows["problem_map"]}
        found: dict[str, list[Row]] = defaultdict(list)
        for row in self._rows["codes"]:
            found[row["dimension"]].append(row)
        return tuple(
            Dimension(
                id_,
                self.label(codes[0], "dimension"),
                "steps"
                if codes[0]["ordinal"]
                else "problem"
                if any(code["code"] in problem for code in codes)
                else "factors",
                tuple(codes),
            )
            for id_, codes in found.items()
        )

    # How far it can be trusted

    @cached_property
    def trust(self) -> tuple[str, ...]:
        """How far the numbers can be trusted: a sentence each of what people decided, what the
        machine may decide, the audit, the correction, and what is provisional."""
        say, made, totals = self.say, self.publication, self.totals
        counts = {key: made[key] for key in ("segments", "confirmed", "auto", "pending")}
        names = ", ".join(
            self._code_label(row["code"])
            for row in self._rows["quality"]
            if row["verdict"] == "certified"
        )
        found = [say("trust_segments", **counts)]
        if made["segments"] and not made["confirmed"]:
            found.append(say("trust_machine_only"))
        if names:
            found.append(
                say(
                    "trust_certified", certified=made["certified"], codes=made["codes"], names=names
                )
            )
        else:
            found.append(say("trust_none_certified", codes=made["codes"]))
        found += [
            say("trust_audit", audited=made["audited"], sentences=made["codable_sentences"]),
            self._corrected("trust"),
        ]
        if totals["least_wanted"] is not None and made["corrected"] < made["shares"]:
            wanted = {"least": totals["least_wanted"], "most": totals["most_wanted"]}
            found.append(say("trust_wanted", **{key: int(of) for key, of in wanted.items()}))
        matrix = self._rows["ladder_matrix"]
        if provisional := sum(bool(row["provisional"]) for row in matrix):
            found.append(say("trust_provisional", provisional=provisional, cells=len(matrix)))
        if totals["unplaced"]:
            found.append(say("trust_unplaced", n=totals["unplaced"]))
        return tuple(found)

    @property
    def machine_only(self) -> bool:
        """Whether no person has seen any segment."""
        return bool(self.publication["segments"] and not self.publication["confirmed"])

    def _corrected(self, key: str) -> str:
        corrected, shares = self.publication["corrected"], self.publication["shares"]
        if corrected and corrected == shares:
            return self.say(f"{key}_corrected", shares=shares)
        if corrected:
            return self.say(f"{key}_partly", corrected=corrected, shares=shares)
        return self.say(f"{key}_uncorrected")

    # The cells, and the quotes behind them

    @cached_property
    def _quotes(self) -> dict[tuple[str, str], list[Quote]]:
        """By group and code; those of the more frequent valence first."""
        found: dict[tuple[str, str], list[Quote]] = defaultdict(list)
        for row in self._rows["quotes"]:
            found[row["group_id"], row["code"]].append(self._quote(row))
        for key, quotes in found.items():
            quotes.sort(key=lambda quote: -self._counts[(*key, quote.valence)]["segments"])
        return found

    def _quote(self, row: Row) -> Quote:
        score = self.say.decimal(row["score"])
        if row["source"] == "human":
            decided = self.say("human")
        elif row["status"] == "pending":
            decided = self.say("machine_pending", score=score)
        else:
            decided = self.say("machine", score=score)
        about = [self.term("kinds", row["kind"]).lower()]
        about += [self.term("roles", row["role"]).lower()] if row["role"] else []
        about += [self.term("phases", row["phase"])] if row["phase"] else []
        speaker = plain(row["speaker"] or "")
        if speaker:
            about.append(self.say("item" if speaker.isdecimal() else "speaker", speaker=speaker))
        return Quote(
            row["segment_id"],
            plain(row["quote"]),
            plain(row["before"] or ""),
            plain(row["after"] or ""),
            plain(row["document"]),
            ", ".join(about),
            row["valence"],
            decided,
            row["source"] == "human",
        )

    @cached_property
    def _counts(self) -> dict[tuple[str, str, str], Row]:
        return {
            (row["group_id"], row["code"], row["valence"]): row for row in self._rows["findings"]
        }

    @cached_property
    def cells(self) -> dict[tuple[str, str], Cell]:
        """Every group and code."""
        steps = {(row["group_id"], row["code"]): row for row in self._rows["ladder_matrix"]}
        factors = {(row["group_id"], row["code"]): row for row in self._rows["factor_balance"]}
        return {
            key: self._cell(group, code, steps.get(key), factors.get(key))
            for group in self.groups
            for code in self._rows["codes"]
            for key in [(group["group_id"], code["code"])]
        }

    def _cell(self, group: Row, code: Row, step: Row | None, factor: Row | None) -> Cell:
        key = (group["group_id"], code["code"])
        of = {valence: self._counts[(*key, valence)] for valence in SIGNS}
        common: dict[str, Any] = {
            "group_id": key[0],
            "group": group["short"],
            "code": key[1],
            "label": self.label(code),
            "documents_positive": of["positive"]["documents"],
            "documents_negative": of["negative"]["documents"],
            "quotes": tuple(self._quotes.get(key, ())),
            **{valence: of[valence]["segments"] for valence in SIGNS},
        }
        if step is None:
            return Cell(share=self._share(factor, "share_helping", "low", "high"), **common)
        level, decided = self.label(step, "level"), self.label(step, "level_decided")
        pending = step["pending"]
        return Cell(
            share=self._share(step, "positive_share", "positive_share_low", "positive_share_high"),
            step=step["step"],
            level=level + ("*" if step["provisional"] else ""),
            strength=1 - (step["level_place"] - 1) / max(len(self.levels) - 1, 1),
            reason=self.label(step, "reason"),
            provisional=self.say("provisional", level=decided) if step["provisional"] else "",
            evidence=self.say(
                "evidence_waiting" if pending else "evidence",
                documents=step["documents"],
                pending=pending,
            ),
            **common,
        )

    def _share(self, row: Row | None, share: str, low: str, high: str) -> Share:
        if row is None or row[share] is None:
            return Share("–", False)
        written = f"{self.say.percent(row[share])} {self.say.interval(row[low], row[high])}".strip()
        return Share(written, bool(row["corrected"]))

    def shown(self, share: Share) -> str:
        """A share, marked where it is uncorrected though others are."""
        if share.corrected or share.written == "–" or not self.publication["corrected"]:
            return share.written
        return f"{share.written} {self.say('uncorrected')}"

    @cached_property
    def levels(self) -> tuple[str, ...]:
        """The names of the levels, from the strongest."""
        rows = (row for row in self._rows["terms"] if row["list"] == "levels")
        return tuple(self.label(row) for row in sorted(rows, key=lambda row: row["position"]))

    # What the report says of each group and of all

    @cached_property
    def highest(self) -> tuple[str, ...]:
        """How far each group has come, a sentence each."""
        level, partly = self.levels[0], self.levels[min(1, len(self.levels) - 1)]
        documents = {row["group_id"]: row["documents"] for row in self.groups}
        steps = {
            (row["dimension"], row["step"]): self.label(row)
            for row in self._rows["codes"]
            if row["step"] is not None
        }
        found = []
        for row in self._rows["highest_steps"]:
            group, said = plain(row["short"]), {"level": level, "partly": partly}
            if not documents.get(row["group_id"]):
                found.append(self.say("highest_empty", group=group))
                continue
            key = "highest" if row["step"] else "highest_partly"
            step = row["step"] or row["partly_step"]
            if not step:
                found.append(self.say("highest_none", group=group, **said))
                continue
            label = steps[row["dimension"], step]
            sentence = self.say(key, group=group, step=step, label=label, **said)
            notes = [self.say("provisional_note")] if row["provisional"] else []
            if len(row["gaps"]):
                gaps = ", ".join(str(gap) for gap in row["gaps"])
                notes.append(self.say("highest_gaps", gaps=gaps))
            found.append(" ".join([sentence, *notes]))
        return tuple(found)

    def facts(self, group: Row) -> str:
        """How much is known of a group."""
        if not group["documents"]:
            return self.say("no_documents")
        return self.say(
            "facts", documents=group["documents"], kinds=group["kinds"], words=group["words"]
        )

    def development(self, group: Row) -> Listing | None:
        """The share of sentences that say that a step is reached, by phase; None where the group
        has documents of no more than one phase."""
        steps = {row["code"]: row for row in self._rows["codes"] if row["ordinal"]}
        rows = [
            row
            for row in self._rows["development"]
            if row["group_id"] == group["group_id"]
            and row["valence"] == "positive"
            and row["code"] in steps
            and row["share"] is not None
        ]
        phases = list(
            dict.fromkeys(row["phase"] for row in sorted(rows, key=lambda r: r["phase_place"]))
        )
        if len(phases) < 2:
            return None
        by_place = {(row["code"], row["phase"]): row for row in rows}
        found = []
        for code, named in steps.items():
            of = [by_place.get((code, phase)) for phase in phases]
            shares = [self.shown(self._share(row, "share", "low", "high")) for row in of]
            last = of[-1]
            change = (
                self.say.points(last["change"], last["change_low"], last["change_high"])
                if last
                else "–"
            )
            p = self.say.probability(last["p_adjusted"] if last else None)
            found.append((f"{named['step']} {self.label(named)}", *shares, change, p))
        return Listing(
            (
                self.say("step"),
                *(self.term("phases", phase) for phase in phases),
                self.say("change"),
                self.say("p_value"),
            ),
            tuple(found),
        )

    @cached_property
    def links(self) -> Listing:
        """Factors and steps that go together, the surest first."""
        rows = tuple(
            (
                f"{self.label(row, 'factor')}: {self.say(row['effect']).lower()}",
                f"{row['step']} {self.label(row, 'step')}",
                f"{self.say.decimal(row['odds_ratio'], 1)} {self._bounds(row)}".strip(),
                f"{self.say.number(row['together'])} / {self.say.number(row['documents'])}",
                self.say.probability(row["p_adjusted"]),
            )
            for row in self._rows["factor_step_links"]
        )
        headings = ("effect", "step", "odds_ratio", "documents_both", "p_value")
        return self._listing(headings, rows, self.totals["clear_links"])

    def clear(self, what: str) -> str:
        """How to read `links` or `comparisons`, or that there are none to read."""
        if not self.totals[what]:
            return self.say(f"{what}_none")
        found = self.totals[f"clear_{what}"]
        return self.say(f"{what}_note" if found else f"{what}_unclear", pairs=self.totals[what])

    def _bounds(self, row: Row) -> str:
        if row["low"] is None or row["high"] is None:
            return ""
        return f"[{self.say.decimal(row['low'], 1)}–{self.say.decimal(row['high'], 1)}]"

    @cached_property
    def comparisons(self) -> Listing:
        """Differences between groups, the surest first."""
        short = {row["group_id"]: row["short"] for row in self.groups}
        rows = tuple(
            (
                self._code_label(row["code"]),
                self.say("any" if row["valence"] == "any" else f"valence_{row['valence']}"),
                f"{short[row['group_a']]} − {short[row['group_b']]}",
                self.say.points(row["difference"], row["low"], row["high"]),
                self.say.probability(row["p_adjusted"]),
            )
            for row in self._rows["comparisons"]
        )
        headings = ("code", "valence", "groups", "difference", "p_value")
        return self._listing(headings, rows, self.totals["clear_comparisons"])

    # Method

    @cached_property
    def paragraph(self) -> str:
        """How it was done, fit for a methods chapter."""
        say, made, totals = self.say, self.publication, self.totals
        quality = self._rows["quality"]
        names = "paste_material" if totals["pseudonyms"] else "paste_material_names"
        parts = [
            say(
                names,
                documents=totals["documents"],
                kinds=self.kinds,
                groups=totals["groups"],
                words=totals["words"],
                sentences=totals["sentences"],
                pseudonyms=totals["pseudonyms"],
            ),
            say(
                "paste_coding",
                codebook=made["codebook_id"],
                codebook_version=made["codebook_version"],
                codes=made["codes"],
                version=kodetrapp.__version__,
                model=made["model_version"] or say("none"),
            ),
        ]
        if quality:
            means = {
                name: say.decimal(_mean(quality, name)) for name in ("f1", "precision", "recall")
            }
            parts.append(
                say("paste_quality", certified=made["certified"], codes=made["codes"], **means)
            )
        sentences = made["codable_sentences"]
        parts += [
            say(
                "paste_decided",
                segments=made["segments"],
                confirmed=made["confirmed"],
                auto=made["auto"],
                pending=made["pending"],
                audited=made["audited"],
                share=say.percent(made["audited"] / sentences if sentences else None),
            ),
            self._corrected("paste"),
            say("paste_intervals"),
        ]
        return " ".join(parts)

    @cached_property
    def quality(self) -> Listing:
        """What the machine can, code by code."""
        rows = tuple(
            (
                self._code_label(row["code"]),
                self.say(row["verdict"]),
                *(self.say.decimal(row[name]) for name in ("precision", "recall", "f1", "alpha")),
                self.say.number(row["sentences"]),
            )
            for row in self._rows["quality"]
        )
        headings = ("code", "verdict", "precision", "recall", "f1", "alpha", "sentences")
        return self._listing(headings, rows, len(rows))

    @cached_property
    def agreement(self) -> Listing:
        """How far coders agree, code by code."""
        rows = tuple(
            (
                " – ".join(
                    self.say("machine_coder") if coder == "machine" else plain(coder)
                    for coder in (row["coder_a"], row["coder_b"])
                ),
                self._code_label(row["code"]),
                self.say.number(row["sentences"]),
                self.say.decimal(row["kappa"]),
                f"{self.say.decimal(row['alpha'])} {self._alpha_bounds(row)}".strip(),
            )
            for row in self._rows["agreement"]
        )
        headings = ("coders", "code", "sentences", "kappa", "alpha")
        return self._listing(headings, rows, len(self.tables["agreement"]))

    def _alpha_bounds(self, row: Row) -> str:
        if row["alpha_low"] is None or row["alpha_high"] is None:
            return ""
        return f"[{self.say.decimal(row['alpha_low'])}–{self.say.decimal(row['alpha_high'])}]"

    @property
    def saturation(self) -> str:
        """Whether the last documents still brought new codes; empty where there are none."""
        rows = [row for row in self._rows["saturation"] if row["group_id"] == "*"]
        if not rows:
            return ""
        last = rows[-max(1, len(rows) // 4) :]
        before = rows[-len(last) - 1]["place"] if len(last) < len(rows) else 0
        return self.say(
            "saturation_note",
            codes=rows[-1]["codes"],
            documents=rows[-1]["place"],
            last=rows[-1]["place"] - before,
            new=sum(row["new_codes"] for row in last),
        )

    @property
    def versions(self) -> Listing:
        """What the numbers were made with."""
        made = self.publication
        rows = (
            (
                self.say("version_codebook"),
                f"{plain(made['codebook_id'])} {made['codebook_version']}",
            ),
            (self.say("version_model"), plain(made["model_version"] or self.say("none"))),
            (self.say("version_software"), kodetrapp.__version__),
            (self.say("version_state"), str(made["state"])),
            (self.say("version_published"), f"{made['published_at']:%Y-%m-%d %H:%M}"),
        )
        return Listing(("", ""), rows)

    @cached_property
    def left_out(self) -> Listing:
        """Files that were refused in the last run, and documents that don't count everywhere."""
        rows = [(plain(row["document"]), plain(row["reason"])) for row in self._rows["refusals"]]
        for row in self._rows["left_out"]:
            if not row["coded"]:
                reason = self.say("out_language", lang=row["lang"] or self.say("unknown"))
            else:
                reason = self.say("out_group")
            rows.append((plain(row["document"]), reason))
        refused = len(self._rows["refusals"])
        return self._listing(("document", "reason"), tuple(rows), refused + self.totals["left_out"])

    @cached_property
    def codes(self) -> Listing:
        """The codes, with their ids and definitions."""
        rows = tuple(
            (f"{self.label(row)} ({row['code']})", self.label(row, "definition"))
            for row in self._rows["codes"]
        )
        return self._listing(("code", "definition"), rows, len(rows))

    @cached_property
    def sources(self) -> Listing:
        """The documents."""
        short = {row["group_id"]: f"{row['short']} ({row['group_id']})" for row in self.groups}
        rows = tuple(
            (
                plain(row["document"]),
                short.get(row["group_id"], "–"),
                self.term("kinds", row["kind"]),
                self.term("roles", row["role"]) if row["role"] else "–",
                self.term("phases", row["phase"]) if row["phase"] else "–",
                self.say.day(row["date"]) if row["date"] else "–",
                self.say.number(row["words"]),
            )
            for row in self._rows["documents"]
        )
        headings = ("document", "group", "kind", "role", "phase", "date", "words")
        return self._listing(headings, rows, self.totals["documents"])

    def _listing(
        self, headings: Sequence[str], rows: tuple[tuple[str, ...], ...], all_rows: int
    ) -> Listing:
        named = tuple(self.say(heading) for heading in headings)
        return Listing(named, rows, max(0, all_rows - len(rows)))

    def _code_label(self, code: str) -> str:
        return self._labels.get(code, plain(code))

    @cached_property
    def _labels(self) -> dict[str, str]:
        return {row["code"]: self.label(row) for row in self._rows["codes"]}


LITERATURE = (
    "Angelopoulos, A. N., Duchi, J. C. & Zrnic, T. (2023). PPI++: Efficient Prediction-Powered"
    " Inference. arXiv:2311.01453.",
    "Colwell, R. K., Mao, C. X. & Chang, J. (2004). Interpolating, extrapolating, and comparing"
    " incidence-based species accumulation curves. Ecology, 85(10), 2717–2727.",
    "Egami, N., Hinck, M., Stewart, B. M. & Wei, H. (2023). Using Imperfect Surrogates for"
    " Downstream Inference: Design-based Supervised Learning for Social Science Applications of"
    " Large Language Models. Advances in Neural Information Processing Systems 36.",
    "Holm, S. (1979). A simple sequentially rejective multiple test procedure. Scandinavian Journal"
    " of Statistics, 6(2), 65–70.",
    "Krippendorff, K. (2004). Content Analysis: An Introduction to Its Methodology (2nd ed.)."
    " Sage.",
    "Mantel, N. & Haenszel, W. (1959). Statistical aspects of the analysis of data from"
    " retrospective studies of disease. Journal of the National Cancer Institute, 22(4), 719–748.",
    "Robins, J., Breslow, N. & Greenland, S. (1986). Estimators of the Mantel-Haenszel variance"
    " consistent in both sparse data and large-strata limiting models. Biometrics, 42(2), 311–323.",
    "Wilson, E. B. (1927). Probable inference, the law of succession, and statistical inference."
    " Journal of the American Statistical Association, 22(158), 209–212.",
)
"""What the methods are taken from."""


def _fetched(connection: duckdb.DuckDBPyConnection, sql: str) -> list[dict[str, Any]]:
    limits = {name: value for name, value in _LIMITS.items() if f"${name}" in sql}
    found = connection.execute(sql, limits)
    names = [column[0] for column in found.description or ()]
    return [dict(zip(names, row, strict=True)) for row in found.fetchall()]


def _cleaned(row: Row) -> Row:
    return {key: plain(of) if isinstance(of, str) else of for key, of in row.items()}


def _mean(rows: Iterable[Row], name: str) -> float | None:
    known = [row[name] for row in rows if row[name] is not None]
    return sum(known) / len(known) if known else None
