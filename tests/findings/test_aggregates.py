"""Every aggregate against a plain-Python version of itself, made from the same random inputs."""

import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations
from pathlib import Path
from typing import Any

import duckdb
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from codebook import Valence
from codebook.schema import Level
from corpus import Document, Passage
from findings.tables import PUBLISHED
from models import Segment, Status
from store.codings import segment_id
from store.decisions import Decision
from tests.making import BOOK, Made, changed, document

SENTENCES = ("Ja.", "Vi  deler\u00a0alt nå.", "Hver\nuke møtes 😀 vi", "Nei, e\u0301n gang.")
VALENCES = ("positive", "neutral", "negative")
DIMENSIONS = [
    dimension.model_copy(update={"codes": dimension.codes[:count]})
    for dimension, count in zip(BOOK.dimensions, (2, 1), strict=False)
]
HIGHEST = BOOK.levels[0].model_copy(update={"min_segments": 3, "min_documents": 2})
SMALL = changed(dimensions=DIMENSIONS, cases=BOOK.cases[:2], levels=[HIGHEST, *BOOK.levels[1:]])
CODES = SMALL.code_ids
CASES = [case.id for case in SMALL.cases]


@dataclass(frozen=True)
class Evidence:
    """A coded segment that is not rejected."""

    of: Document
    passage: Passage
    code: str
    valence: str
    status: str
    score: float | None = None
    certainty: float = 0

    @property
    def quote(self) -> str:
        return self.passage.text

    @property
    def id(self) -> str:
        return segment_id(self.of.document_id, self.passage, self.code)


@dataclass(frozen=True)
class Scene:
    """What people and the machine said of some documents."""

    documents: tuple[Document, ...]
    coded: dict[str, list[Segment]]
    decided: list[Decision]

    @cached_property
    def evidence(self) -> list[Evidence]:
        """What counts: the last decision on each passage and code, and what the machine coded
        where no decision on that code overlaps."""
        last = {(d.document_id, d.passage, d.code): d for d in self.decided}
        found = []
        for of in self.documents:
            mine = [d for d in last.values() if d.document_id == of.document_id]
            found += [
                Evidence(of, d.passage, d.code, d.valence.value, d.verdict)
                for d in mine
                if d.verdict == "accepted"
            ]
            found += [
                Evidence(
                    of,
                    s.passage,
                    s.code,
                    s.valence,
                    s.status.value,
                    s.score,
                    s.score * s.valence_score,
                )
                for s in self.coded[of.document_id]
                if not any(d.code == s.code and overlap(d.passage, s.passage) for d in mine)
            ]
        return found


@st.composite
def scenes(draw: st.DrawFn) -> Scene:
    """Some documents of few sentences, so that segments and decisions meet often."""
    of, coded, decided = [], {}, []
    for number in range(draw(st.integers(0, 6))):
        said = draw(st.lists(st.sampled_from(SENTENCES), min_size=1, max_size=3))
        item = document(
            *said,
            f"Slutt {number}.",
            name=f"{number}.txt",
            group=draw(st.sampled_from([CASES[0], *CASES, "elsewhere", None])),
            kind=draw(st.sampled_from(["interview", "interview", "minutes", None])),
            role=draw(st.sampled_from(["gruppe", "linje", None])),
        )
        of.append(item)
        passages = [
            item.passage(first.start, last.end)
            for place, first in enumerate(item.turns)
            for last in item.turns[place:]
        ]
        what = st.tuples(st.sampled_from(passages), st.sampled_from(CODES))
        valence = st.sampled_from(["positive", *VALENCES])
        score = st.sampled_from([0.25, 0.5, 0.5, 0.75, 1.0])
        coded[item.document_id] = [
            Segment(
                passage,
                code,
                draw(valence),
                draw(score),
                draw(st.sampled_from(Status)),
                draw(score),
            )
            for passage, code in draw(st.lists(what, min_size=3, max_size=12, unique=True))
        ]
        decided += [
            Decision(
                item.document_id,
                passage,
                code,
                Valence(draw(valence)),
                draw(st.sampled_from(["accepted", "rejected"])),
                "kari",
            )
            for passage, code in draw(st.lists(what, max_size=3))
        ]
    return Scene(tuple(of), coded, draw(st.permutations(decided)))


def overlap(one: Passage, other: Passage) -> bool:
    return bool(set(range(one.start, one.end)) & set(range(other.start, other.end)))


def cell(
    found: list[Evidence], group: str, code: str, valence: str | None = None
) -> list[Evidence]:
    return [
        e
        for e in found
        if e.of.metadata.group == group and e.code == code and valence in (None, e.valence)
    ]


def documents_of(found: list[Evidence]) -> set[str]:
    return {e.of.document_id for e in found}


def known(values: list[str | None]) -> set[str]:
    return {value for value in values if value is not None}


def findings(scene: Scene) -> list[tuple[Any, ...]]:
    rows = []
    for group in CASES:
        of_group = [d for d in scene.documents if d.metadata.group == group]
        for dimension in DIMENSIONS:
            for code in dimension.codes:
                for valence in (*VALENCES, "any"):
                    mine = cell(
                        scene.evidence, group, code.id, None if valence == "any" else valence
                    )
                    statuses = [e.status for e in mine]
                    held = documents_of(mine)
                    rows.append(
                        (
                            group,
                            dimension.id,
                            code.id,
                            valence,
                            len(mine),
                            statuses.count("accepted"),
                            statuses.count("auto"),
                            statuses.count("pending"),
                            sum(len(e.quote.split()) for e in mine),
                            len(held),
                            len(of_group),
                            len(held) / len(of_group) if of_group else None,
                            sorted(known([e.of.metadata.kind for e in mine])),
                            sorted(known([e.of.metadata.role for e in mine])),
                        )
                    )
    return rows


def findings_by_kind(scene: Scene) -> list[tuple[Any, ...]]:
    rows = []
    for group in CASES:
        for code in CODES:
            for kind in ("interview", "minutes", None):
                of_kind = [
                    d
                    for d in scene.documents
                    if d.metadata.group == group and d.metadata.kind == kind
                ]
                mine = [e for e in cell(scene.evidence, group, code) if e.of.metadata.kind == kind]
                if mine:
                    valences = [e.valence for e in mine]
                    rows.append(
                        (
                            group,
                            code,
                            kind,
                            len(mine),
                            *(valences.count(valence) for valence in VALENCES),
                            len(documents_of(mine)),
                            len(of_kind),
                            len(documents_of(mine)) / len(of_kind),
                        )
                    )
    return rows


def ranked(mine: list[Evidence]) -> list[Evidence]:
    """Accepted ones first, then by certainty; one from each document before a second from any."""

    def best(e: Evidence) -> tuple[bool, float]:
        return e.status != "accepted", -e.certainty

    round_of: dict[str, int] = {}
    for document_id in documents_of(mine):
        own = [e for e in mine if e.of.document_id == document_id]
        own.sort(key=lambda e: (*best(e), len(e.quote), e.id))
        round_of.update({e.id: place for place, e in enumerate(own)})
    return sorted(mine, key=lambda e: (round_of[e.id], *best(e), e.id))


def quotes(scene: Scene) -> list[tuple[Any, ...]]:
    return [
        (
            group,
            code,
            valence,
            place,
            e.quote,
            e.of.name,
            e.of.metadata.kind,
            e.of.metadata.role,
            e.of.metadata.phase,
            "human" if e.score is None else "machine",
            e.score,
            e.id,
        )
        for group in CASES
        for code in CODES
        for valence in sorted(VALENCES)
        for place, e in enumerate(ranked(cell(scene.evidence, group, code, valence))[:10], start=1)
    ]


def holds(level: Level, mine: list[Evidence], share: float | None) -> bool:
    low, high = level.min_share_positive, level.max_share_positive
    return (
        len(mine) >= level.min_segments
        and sum(e.valence == "positive" for e in mine) >= level.min_positive
        and len(documents_of(mine)) >= level.min_documents
        and len(known([e.of.metadata.kind for e in mine])) >= level.min_kinds
        and (low is None or (share is not None and share >= low))
        and (high is None or (share is not None and share <= high))
    )


def level_of(mine: list[Evidence]) -> tuple[int, Level, float | None]:
    """Place of the level, the level, and the share of positive ones."""
    valences = [e.valence for e in mine]
    judged = valences.count("positive") + valences.count("negative")
    share = valences.count("positive") / judged if judged else None
    return next(
        (place, level, share)
        for place, level in enumerate(SMALL.levels, start=1)
        if holds(level, mine, share)
    )


def ladder_matrix(scene: Scene) -> list[tuple[Any, ...]]:
    rows = []
    for group in CASES:
        for step, code in enumerate(DIMENSIONS[0].codes, start=1):
            mine = cell(scene.evidence, group, code.id)
            decided = level_of([e for e in mine if e.status != "pending"])[1]
            by_valence = {v: [e for e in mine if e.valence == v] for v in VALENCES}
            counts = {v: len(of) for v, of in by_valence.items()}
            place, level, share = level_of(mine)
            best = sorted(
                (place, -counts[v], e.id, e.quote)
                for v in VALENCES
                for place, e in enumerate(ranked(by_valence[v]))
            )
            statuses = [e.status for e in mine]
            rows.append(
                (
                    group,
                    step,
                    code.id,
                    level.id,
                    place,
                    decided.id,
                    decided != level,
                    len(mine),
                    *counts.values(),
                    statuses.count("accepted"),
                    statuses.count("auto"),
                    statuses.count("pending"),
                    len(documents_of(mine)),
                    len(known([e.of.metadata.kind for e in mine])),
                    share,
                    [quote for *_, quote in best[:3]],
                    [id_ for *_, id_, _ in best[:3]],
                )
            )
    return rows


def highest_steps(scene: Scene) -> list[tuple[Any, ...]]:
    rows = []
    for group in CASES:
        mine = [level_of(cell(scene.evidence, group, code.id))[0] for code in DIMENSIONS[0].codes]
        reached = [[step for step, at in enumerate(mine, 1) if at <= worst] for worst in (1, 2)]
        highest = max(reached[0], default=0)
        gaps = [step for step, at in enumerate(mine, 1) if step < highest and at > 2]
        rows.append((group, *(max(steps, default=None) for steps in reached), gaps))
    return rows


def carried(scene: Scene) -> dict[tuple[Document, int], dict[str, set[tuple[str, str]]]]:
    """By document and sentence (here every turn is one) which codes it carries with which valence:
    as it counts, and as the machine said."""
    found: dict[tuple[Document, int], dict[str, set[tuple[str, str]]]] = {}
    for of in scene.documents:
        said = {
            "counts": [(e.passage, e.code, e.valence) for e in scene.evidence if e.of == of],
            "machine": [(s.passage, s.code, s.valence) for s in scene.coded[of.document_id]],
        }
        for number, turn in enumerate(of.turns):
            sentence = of.passage(turn.start, turn.end)
            found[of, number] = {
                who: {(code, valence) for place, code, valence in its if overlap(place, sentence)}
                for who, its in said.items()
            }
    return found


def document_codes(scene: Scene) -> list[tuple[Any, ...]]:
    counts: dict[tuple[str, str, str], dict[str, int]] = {}
    for (of, _), said in carried(scene).items():
        for who, pairs in said.items():
            whatever = {(code, "any") for code, _ in pairs}
            for code, valence in pairs | whatever:
                row = counts.setdefault((of.name, code, valence), {"counts": 0, "machine": 0})
                row[who] += 1
    return sorted((*key, row["counts"], row["machine"]) for key, row in counts.items())


def code_cooccurrence(scene: Scene) -> list[tuple[Any, ...]]:
    held: dict[str, set[str]] = {code: set() for code in CODES}
    sentences: dict[str, set[tuple[str, int]]] = {code: set() for code in CODES}
    for (of, number), said in carried(scene).items():
        for code, _ in said["counts"]:
            held[code].add(of.document_id)
            sentences[code].add((of.document_id, number))
    rows = []
    for place, a in enumerate(CODES):
        for b in CODES[place + 1 :]:
            if held[a] & held[b]:
                either = len(held[a] | held[b])
                rows.append(
                    (
                        *(a, b, len(held[a]), len(held[b]), len(held[a] & held[b])),
                        len(sentences[a] & sentences[b]),
                        len(held[a] & held[b]) / either,
                    )
                )
    return rows


def factor_balance(scene: Scene) -> list[tuple[Any, ...]]:
    rows = []
    for group in CASES:
        for code in DIMENSIONS[1].codes:
            by_valence = {v: cell(scene.evidence, group, code.id, v) for v in VALENCES}
            helps, neutral, hinders = (by_valence[v] for v in VALENCES)
            rows.append(
                (
                    *(group, code.id, len(helps), len(hinders), len(neutral)),
                    *(len(documents_of(helps)), len(documents_of(hinders))),
                )
            )
    return rows


def uncorrected_shares(scene: Scene) -> list[tuple[Any, ...]]:
    """Sentences that carry a code, of those of the group; where the group has any."""
    rows = []
    said = carried(scene)
    for group in CASES:
        mine = [its["counts"] for (of, _), its in said.items() if of.metadata.group == group]
        for code in CODES:
            for valence in (*VALENCES, "any") if mine else ():
                having = sum(
                    any(c == code and valence in (v, "any") for c, v in its) for its in mine
                )
                rows.append((group, code, valence, round(having / len(mine), 9), len(mine)))
    return sorted(rows)


def saturation(scene: Scene) -> list[tuple[Any, ...]]:
    said = carried(scene)
    rows = []
    for group in ("*", *CASES):
        seen: set[str] = set()
        mine = [d for d in scene.documents if group in ("*", d.metadata.group)]
        codes = [
            {code for (of, _), its in said.items() if of == d for code, _ in its["counts"]}
            for d in mine
        ]
        for place, (d, its) in enumerate(zip(mine, codes, strict=True), start=1):
            new = its - seen
            seen |= its
            draws = list(combinations(codes, place))
            expected = sum(len(set().union(*draw)) for draw in draws) / len(draws)
            rows.append((group, place, d.name, len(new), len(seen), round(expected, 6)))
    return sorted(rows)


def documents(scene: Scene) -> list[tuple[Any, ...]]:
    return [
        (
            d.name,
            sum(len(turn.text.split()) for turn in d.turns),
            len(d.turns),
            sum(e.of == d for e in scene.evidence),
        )
        for d in scene.documents
    ]


def groups(scene: Scene) -> list[tuple[Any, ...]]:
    rows = []
    for case in SMALL.cases:
        mine = [d for d in scene.documents if d.metadata.group == case.id]
        words = sum(len(turn.text.split()) for d in mine for turn in d.turns)
        rows.append((case.id, len(mine), len(known([d.metadata.kind for d in mine])), words))
    return rows


def publication(scene: Scene) -> list[tuple[Any, ...]]:
    statuses = [e.status for e in scene.evidence]
    return [(len(statuses), *(statuses.count(s) for s in ("accepted", "auto", "pending")))]


FINDINGS = (
    "SELECT group_id, dimension, code, valence, segments, confirmed, auto, pending, words,"
    " documents, documents_of_group, share_of_documents, kinds, roles FROM findings"
)
QUOTES = (
    "SELECT group_id, code, valence, place, quote, document, kind, role, phase, source, score,"
    " segment_id FROM quotes"
)
DOCUMENT_CODES = (
    "SELECT documents.document, code, valence, document_codes.sentences, machine_sentences"
    " FROM document_codes JOIN documents USING (document_id) ORDER BY ALL"
)
BALANCE = (
    "SELECT group_id, code, helps, hinders, neutral, documents_helping, documents_hindering"
    " FROM factor_balance"
)
SHARES = (
    "SELECT group_id, code, valence, round(uncorrected_share, 9), sentences FROM shares"
    " WHERE phase IS NULL AND measure = 'sentences' ORDER BY ALL"
)
LADDER = (
    "SELECT group_id, step, code, level, level_place, level_decided, provisional, segments,"
    " positive, neutral, negative, confirmed, auto, pending, documents, kinds, share_positive,"
    " quotes, quote_ids FROM ladder_matrix"
)
SATURATION = (
    "SELECT group_id, place, document, new_codes, codes, round(expected, 6) FROM saturation"
    " ORDER BY ALL"
)
AGGREGATES: dict[str, tuple[str, Callable[[Scene], list[tuple[Any, ...]]]]] = {
    "findings": (FINDINGS, findings),
    "findings_by_kind": ("FROM findings_by_kind", findings_by_kind),
    "quotes": (QUOTES, quotes),
    "highest_steps": ("SELECT group_id, step, partly_step, gaps FROM highest_steps", highest_steps),
    "document_codes": (DOCUMENT_CODES, document_codes),
    "code_cooccurrence": ("FROM code_cooccurrence", code_cooccurrence),
    "factor_balance": (BALANCE, factor_balance),
    "shares": (SHARES, uncorrected_shares),
    "saturation": (SATURATION, saturation),
    "ladder_matrix": (LADDER, ladder_matrix),
    "documents": ("SELECT document, words, sentences, segments FROM documents", documents),
    "groups": ("SELECT group_id, documents, kinds, words FROM groups", groups),
    "publication": ("SELECT segments, confirmed, auto, pending FROM publication", publication),
}


@settings(
    derandomize=True,
    deadline=None,
    max_examples=15,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(scenes())
def test_every_aggregate_equals_its_plain_version(scene: Scene) -> None:
    with tempfile.TemporaryDirectory() as folder:
        made = Made(Path(folder), SMALL)
        made.take(*scene.documents)
        made.code_all(scene.coded)
        made.decide_all(scene.decided)
        made.publish()
        with duckdb.connect(made.data / PUBLISHED, read_only=True) as connection:
            published = {
                name: connection.execute(sql).fetchall() for name, (sql, _) in AGGREGATES.items()
            }
    for name, (_, plain) in AGGREGATES.items():
        assert published[name] == plain(scene), name
