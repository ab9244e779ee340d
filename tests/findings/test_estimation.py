"""Shares from sums, against themselves computed sentence by sentence."""

from dataclasses import dataclass, replace
from typing import Any

import duckdb
import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from findings.estimation import LEAST_CARRYING, LEAST_REVIEWED, interval
from findings.statistics import Statistics
from findings.tables import definition
from models.intervals import share

VALENCES = ("positive", "neutral", "negative")
GROUPS = ("north", "south")
CODES = ("common", "rare")
SEEDS = st.integers(0, 2**32 - 1)


@dataclass(frozen=True)
class Study:
    """What is said of the sentences: one row a sentence, with `document`, `group`, `phase`,
    `audited`, and for each code what the machine and people say, a valence or '': `machine CODE`,
    `human CODE`, the latter known in the audit and where `spoken CODE`."""

    sentences: pd.DataFrame
    probability: float

    def tables(self) -> duckdb.DuckDBPyConnection:
        """The published tables that shares are made from."""
        s = self.sentences.assign(sentence=self.sentences.groupby("document").cumcount())
        documents = s.groupby("document", as_index=False).agg(
            group_id=("group", "first"),
            phase=("phase", "first"),
            codable_sentences=("sentence", "count"),
            audited=("audited", "sum"),
        )
        documents = documents.rename(columns={"document": "document_id"}).assign(kind="interview")
        said = [
            (row["document"], row["sentence"], code, valence, *flags)
            for row in s.to_dict("records")
            for code in CODES
            for valence in VALENCES
            for flags in [self._said(row, code, valence)]
            if any(flags)
        ]
        audited = s[s["audited"]].assign(probability=self.probability)
        frames = {
            "documents": documents,
            "groups": pd.DataFrame({"group_id": GROUPS, "position": range(len(GROUPS))}),
            "codes": pd.DataFrame({"code": CODES, "position": range(len(CODES))}),
            "audited_sentences": audited[["document", "sentence", "probability"]].rename(
                columns={"document": "document_id"}
            ),
            "sentence_codes": pd.DataFrame(
                said,
                columns=[
                    *("document_id", "sentence", "code", "valence"),
                    *("counts", "machine", "human"),
                ],
            ).astype({"counts": bool, "machine": bool, "human": bool}),
        }
        connection = duckdb.connect()
        for name, frame in frames.items():
            connection.register("frame", frame)
            connection.execute(f"CREATE TABLE {name} AS FROM frame")
        connection.execute(f"CREATE TABLE document_codes AS {definition('document_codes')}")
        return connection

    def _said(self, row: dict[Any, Any], code: str, valence: str) -> tuple[bool, bool, bool]:
        spoken = row["audited"] or row[f"spoken {code}"]
        machine, human = row[f"machine {code}"] == valence, row[f"human {code}"] == valence
        return (human if spoken else machine), machine, human and spoken

    def estimates(self) -> pd.DataFrame:
        found = Statistics(self.tables()).estimates
        return found.assign(phase=found["phase"].fillna("all")).set_index(
            ["group_id", "phase", "code", "valence", "measure"]
        )


def study(
    seed: int, *, documents: int = 8, length: int = 60, probability: float = 0.5, share: float = 0.3
) -> Study:
    """A random study in which the machine is wrong about a third of what it says."""
    random = np.random.default_rng(seed)
    columns: dict[str, list[Any]] = {}
    for number in range(documents):
        n = int(random.integers(length // 2, length + 1))
        of: dict[str, Any] = {
            "document": [f"d{number:02}"] * n,
            "group": [GROUPS[number % 2]] * n,
            "phase": [[None, "early", "late"][number % 3]] * n,
            "audited": random.random(n) < probability,
        }
        for code, common in zip(CODES, (share, share / 4), strict=True):
            mean = common * random.uniform(0.5, 1.5)
            human = np.where(random.random(n) < mean, random.choice(VALENCES, n), "")
            guess = np.where(random.random(n) < mean, random.choice(VALENCES, n), "")
            of[f"human {code}"] = human
            of[f"machine {code}"] = np.where(random.random(n) < 0.6, human, guess)
            of[f"spoken {code}"] = random.random(n) < 0.05
        for name, values in of.items():
            columns.setdefault(name, []).extend(values)
    return Study(pd.DataFrame(columns), probability)


def plain(
    of: Study, group: str, phase: str, code: str, valence: str, measure: str, *, corrected: bool
) -> tuple[float, float]:
    """A share and its standard error, sentence by sentence and document by document."""
    probability = of.probability

    def carries(rows: pd.DataFrame, who: str, which: str) -> Any:
        found = rows[f"{who} {code}"]
        return ((found != "") if which == "any" else (found == which)).to_numpy(float)

    def total(rows: pd.DataFrame, which: str) -> float:
        drawn = rows["audited"].to_numpy(float)
        human, machine = carries(rows, "human", which), carries(rows, "machine", which)
        if not corrected:
            spoken = rows["audited"] | rows[f"spoken {code}"]
            return float(np.where(spoken, human, machine).sum())
        guess = guesses[which][0] + guesses[which][1] * machine
        return float((guess + drawn / probability * (human - guess)).sum())

    guesses = {}
    audit = of.sentences[of.sentences["audited"]]
    for which in {valence, *VALENCES}:
        human, machine = carries(audit, "human", which), carries(audit, "machine", which)
        slope = 0.0
        if 0 < machine.mean() < 1:
            slope = float(np.clip(np.polyfit(machine, human, 1)[0], 0, 1))
        guesses[which] = human.mean() - slope * machine.mean(), slope
    mine = of.sentences[of.sentences["group"] == group]
    mine = mine if phase == "all" else mine[mine["phase"] == phase]
    each = [rows for _, rows in mine.groupby("document")]
    n = np.array([len(rows) for rows in each])
    totals = np.array([total(rows, valence) for rows in each])
    if measure == "sentences":
        whole = n.astype(float)
    else:
        opposite = {"positive": "negative", "negative": "positive"}[valence]
        whole = totals + np.array([total(rows, opposite) for rows in each])
    if not whole.sum():
        return np.nan, np.nan
    value = totals.sum() / whole.sum()
    # The jackknife leaves a document out; its share of the sentences says how much goes with it.
    left = (totals - value * whole) / (1 - n / n.sum()) / whole.sum()
    return value, float(np.sqrt((left**2).sum() * (len(n) - 1) / len(n)))


@given(SEEDS)
@settings(max_examples=5, deadline=None)
def test_every_share_is_the_one_computed_sentence_by_sentence(seed: int) -> None:
    made = study(seed, documents=18, length=80)
    found = made.estimates()
    assert found["corrected"].any()
    assert not found["corrected"].all()
    for key, row in found[found["documents"] >= 3].sample(20, random_state=seed).iterrows():
        group, phase, code, valence, measure = key
        place = (made, group, phase, code, valence, measure)
        value, error = plain(*place, corrected=row["corrected"])
        assert row["share"] == pytest.approx(np.clip(value, 0, 1), abs=1e-9, nan_ok=True), key
        assert row["error"] == pytest.approx(error, abs=1e-7, nan_ok=True), key
        value, error = plain(*place, corrected=False)
        assert row["uncorrected_share"] == pytest.approx(value, abs=1e-9, nan_ok=True), key
        assert row["uncorrected_error"] == pytest.approx(error, abs=1e-7, nan_ok=True), key


@given(SEEDS)
@settings(max_examples=3, deadline=None)
def test_the_order_of_documents_does_not_matter(seed: int) -> None:
    made = study(seed)
    names = made.sentences["document"].unique()
    renamed = dict(zip(names, np.random.default_rng(seed).permutation(names), strict=True))
    shuffled = made.sentences.assign(document=made.sentences["document"].map(renamed))
    shuffled = shuffled.sort_values("document", kind="stable", ignore_index=True)
    pd.testing.assert_frame_equal(
        made.estimates(), replace(made, sentences=shuffled).estimates(), check_exact=False
    )


@given(SEEDS)
@settings(max_examples=3, deadline=None)
def test_with_everything_audited_the_share_is_what_people_say(seed: int) -> None:
    made = study(seed, probability=1)
    found = made.estimates()
    assert found["corrected"].all()
    assert (found["reviews_wanted"] == 0).all()
    for (group, phase, code, valence, measure), row in found.iterrows():
        mine = made.sentences[made.sentences["group"] == group]
        mine = mine if phase == "all" else mine[mine["phase"] == phase]
        said = mine[f"human {code}"]
        of = said[said.isin(["positive", "negative"])] if measure == "valence" else said
        carried = (of != "") if valence == "any" else (of == valence)
        assert row["share"] == (
            pytest.approx(carried.mean()) if len(of) else pytest.approx(np.nan, nan_ok=True)
        ), (group, phase, code)


@given(SEEDS)
@settings(max_examples=3, deadline=None)
def test_a_machine_that_is_always_right_gives_its_own_share(seed: int) -> None:
    made = study(seed, documents=12, length=120)
    right = {f"machine {code}": made.sentences[f"human {code}"] for code in CODES}
    found = replace(made, sentences=made.sentences.assign(**right)).estimates()
    assert found["corrected"].any()
    pd.testing.assert_series_equal(
        found["share"], found["uncorrected_share"], check_names=False, atol=1e-12
    )


def test_without_an_audit_nothing_is_corrected_and_reviews_are_wanted() -> None:
    made = study(1)
    found = replace(made, sentences=made.sentences.assign(audited=False)).estimates()
    assert not found["corrected"].any()
    assert found["share"].equals(found["uncorrected_share"])
    assert (found["reviewed"] == 0).all()
    assert found["reviews_wanted"].between(1, found["sentences"]).all()


def test_the_rarer_the_code_the_more_reviews_are_wanted() -> None:
    made = study(2, documents=40, length=100, probability=0.02)
    wanted = made.estimates()["reviews_wanted"].xs("any", level="valence").xs("all", level="phase")
    for group in GROUPS:
        assert wanted[group, "rare", "sentences"] > wanted[group, "common", "sentences"] > 0


def test_the_reviews_that_were_wanted_are_about_enough() -> None:
    few = study(3, documents=60, length=100, probability=0.02)
    key = ("north", "all", "rare", "any", "sentences")
    before = few.estimates().loc[key]
    rate = (before["reviewed"] + before["reviews_wanted"]) / before["sentences"]
    carried = []
    for seed in range(5):
        drawn = np.random.default_rng(seed).random(len(few.sentences)) < rate
        again = replace(few, sentences=few.sentences.assign(audited=drawn), probability=rate)
        mine = again.sentences[again.sentences["audited"] & (again.sentences["group"] == "north")]
        carried.append(((mine["human rare"] != "") | (mine["machine rare"] != "")).sum())
    assert np.mean(carried) == pytest.approx(LEAST_CARRYING["sentences"], rel=0.6)


def test_an_audit_with_too_few_sentences_corrects_nothing() -> None:
    made = study(4, documents=6, length=40, probability=0.2, share=1)
    found = made.estimates().xs("any", level="valence").xs("common", level="code")
    few = found["reviewed"] < LEAST_REVIEWED
    assert few.any()
    assert not found[few]["corrected"].any()


def test_fewer_than_three_documents_have_a_share_but_no_interval() -> None:
    found = study(5, documents=4).estimates()
    assert (found["documents"] == 2).any()
    few = found[found["documents"] < 3]
    assert few["share"].notna().any()
    assert few[["error", "low", "high"]].isna().all(axis=None)


def test_a_code_that_nobody_gave_has_the_share_0_and_no_share_of_its_valences() -> None:
    made = study(6, probability=0)
    nothing = made.sentences.assign(**{"human rare": "", "machine rare": ""})
    found = replace(made, sentences=nothing).estimates().xs("rare", level="code")
    counted = found.xs("sentences", level="measure")
    assert (counted["share"] == 0).all()
    assert (counted["low"].dropna() == 0).all()
    assert counted["high"].dropna().between(0.1, 0.99).all()
    assert found.xs("valence", level="measure")["share"].isna().all()


@given(
    st.lists(st.tuples(st.integers(0, 20), st.integers(1, 30)), min_size=3, max_size=12),
)
def test_intervals_are_those_of_the_quality_of_the_coder(counts: list[tuple[int, int]]) -> None:
    right = np.array([min(pair) for pair in counts])
    of = np.array([cases for _, cases in counts])
    figure = share(right, of)
    assert figure is not None
    left = right - figure.value * of
    variance = (left**2).sum() * len(of) / (len(of) - 1) / of.sum() ** 2
    low, high = interval(
        *(np.array([value], float) for value in (figure.value, variance, len(of), of.sum()))
    )
    assert low[0] == pytest.approx(figure.low, abs=1e-9)
    assert high[0] == pytest.approx(figure.high, abs=1e-9)
