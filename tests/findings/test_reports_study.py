"""What the reports say, whatever they are written in."""

from pathlib import Path

import pytest

from findings.reports.study import Study
from findings.reports.wording import Wording, plain, texts
from tests.making import Made, document, segment


def test_both_languages_have_every_text_with_the_same_places_to_fill() -> None:
    norwegian, english = texts()["nb"], texts()["en"]
    assert norwegian.keys() == english.keys()
    for key, text in norwegian.items():
        assert _places(text) == _places(english[key]), key


def _places(text: str) -> set[str]:
    return {part.split("}")[0] for part in text.split("{")[1:]}


@pytest.mark.parametrize(
    ("lang", "written"),
    [
        (
            "nb",
            ["12 345", "6,7 %", "67 %", "0,6 %", "[1,0–20 %]", "−1,5 [−3,0; 0,0]", "< 0,001", "–"],
        ),
        ("en", ["12,345", "6.7%", "67%", "0.6%", "[1.0–20%]", "−1.5 [−3.0; 0.0]", "< 0.001", "–"]),
    ],
)
def test_numbers_are_written_as_the_language_does(lang: str, written: list[str]) -> None:
    say = Wording(lang)
    found = [
        say.number(12345),
        say.percent(0.067),
        say.percent(0.67),
        say.percent(0.006),
        say.interval(0.01, 0.2),
        say.points(-0.015, -0.03, 0.0),
        say.probability(0.0001),
        say.percent(None),
    ]
    assert [text.replace("\N{NO-BREAK SPACE}", " ") for text in found] == written
    assert say.interval(None, 0.2) == ""


def test_texts_lose_what_is_unseen_and_nothing_else() -> None:
    assert plain("Vi\x07 deler\n\n\talt\x00 \u202eher\u2066\ufeff.") == "Vi deler alt her."
    assert plain("«Blåbær» – שלום, 3 < 4 & 😀") == "«Blåbær» – שלום, 3 < 4 & 😀"


def test_it_says_how_far_it_can_be_trusted(reported: Path) -> None:
    trust = Study(reported, "nb").trust
    assert trust[0] == (
        "30 kodede segmenter: 6 godkjent av mennesker, 7 kodet av maskinen alene og 17 venter på"
        " et menneske."
    )
    assert "4 av 15 koder er sertifisert" in trust[1]
    assert trust[2] == "12 av 32 setninger er trukket tilfeldig og vurdert av mennesker."
    assert "ukorrigert" in trust[3]
    assert not any("maskinens forslag, ikke" in sentence for sentence in trust)


def test_what_no_person_has_seen_is_no_finding(tmp_path: Path) -> None:
    of = document("Vi deler alt.")
    made = Made(tmp_path)
    made.take(of)
    made.code(of, segment(of, "Vi deler alt.", "trinn1"))
    made.publish()
    study = Study(tmp_path, "nb")
    assert study.machine_only
    assert "Les dette som maskinens forslag, ikke som funn." in study.trust[1]


def test_a_quote_says_who_decided_and_where_it_stands(reported: Path) -> None:
    study = Study(reported, "nb")
    decided = {
        (quote.decided, quote.by_person)
        for cell in study.cells.values()
        for quote in cell.quotes
        if cell.group_id == "klima"
    }
    assert decided == {
        ("menneske", True),
        ("maskin 0,90, ikke avgjort", False),
        ("maskin 0,80", False),
        ("maskin 0,95", False),
    }
    (quote,) = (q for q in study.cells["klima", "trinn4"].quotes if q.document == "klima-0.txt")
    assert quote.about == "intervju, leder eller deltaker i gruppen, Fase 1 (2022), taler A"
    assert (quote.said, quote.before, quote.after) == (
        "Møte 0 ga en plan.",
        "",
        "Lederen 0 kom aldri.",
    )


def test_what_is_left_out_is_named_with_the_reason(reported: Path) -> None:
    assert Study(reported, "en").left_out.rows == (
        (
            "ukjent.txt",
            "the document does not say which group it is about; coded, but counted in no group",
        ),
    )


def test_the_methods_paragraph_counts_what_there_is(reported: Path) -> None:
    paragraph = Study(reported, "en").paragraph
    assert "The material is 8 documents (5 interview, 3 minutes) on 2 groups" in paragraph
    assert "Of 30 coded segments 6 were accepted by people" in paragraph
    assert "12 sentences (38%) were drawn at random" in paragraph
    assert "mean F1 over the codes is 0.7" in paragraph
