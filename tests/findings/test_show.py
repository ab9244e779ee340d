import io
import string
from functools import cache
from pathlib import Path
from textwrap import shorten

import pandas as pd
import pytest
from rich.console import Console, RenderableType
from ruamel.yaml import YAML

from codebook.schema import Text
from findings import show, texts
from kodetrapp.errors import StoreError
from models import Status
from tests.making import BOOK, Made, changed, document, segment

LONG = "Vi skrev planen sammen, alle fem, og hver etat fikk sin del av oppdraget. " * 6


def printed(what: RenderableType, width: int = 120) -> str:
    out = io.StringIO()
    Console(file=out, width=width).print(what)
    return out.getvalue()


@cache
def shown(made: Made, lang: str = "nb", width: int = 120) -> str:
    """The published findings as they are printed."""
    return printed(show.show(made.data, made.book, lang), width)


def words(made: Made, lang: str = "nb", width: int = 120) -> str:
    """The same without frames and line ends."""
    text = shown(made, lang, width)
    return " ".join(text.translate(str.maketrans("│╭╮╰╯─├┤┬┴┼", " " * 11)).split())


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Made:
    """Findings with something in most of their parts."""
    made = Made(tmp_path_factory.mktemp("show"))
    of = [
        document(
            "Vi deler alt.", "Ingen eier det.", f"Nummer {n}.", LONG, name=f"{n}.txt", kind=kind
        )
        for n, kind in enumerate(["interview", "interview", "minutes"])
    ]
    made.take(*of, document("Mandatet er klart.", name="klima.txt", group="klima"))
    for item in of:
        made.code(
            item,
            segment(item, "Vi deler", "trinn1", score=0.9),
            segment(item, "Ingen eier det", "forankring", "negative"),
            segment(item, "Nummer", "forankring", "neutral", status=Status.PENDING),
        )
    made.decide(of[0], "alt.", "trinn1")
    made.decide(of[0], LONG, "trinn4", "accepted", "negative")
    made.decide(of[0], "Nummer 0", "trinn2", "rejected")
    made.publish()
    return made


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Made:
    """Findings without a document."""
    made = Made(tmp_path_factory.mktemp("empty"))
    made.publish()
    return made


@pytest.mark.parametrize("lang", texts.LANGUAGES)
@pytest.mark.parametrize("width", [80, 120])
def test_groups_dimensions_and_levels_appear_and_lines_fit(
    made: Made, lang: str, width: int
) -> None:
    lines = shown(made, lang, width).splitlines()
    assert max(map(len, lines)) <= width
    assert "…" not in "".join(line for line in lines if line.startswith("│"))
    text = words(made, lang, width)
    for name in [case.short for case in BOOK.cases] + [lv.label.get(lang) for lv in BOOK.levels]:
        assert name in text
    for dimension in BOOK.dimensions:
        assert dimension.label.get(lang) in text


def rows_of(made: Made, name: str, lang: str) -> list[str]:
    """The lines of the table rows that begin with this name, and those that follow in the row."""
    lines = shown(made, lang).splitlines()
    found = [n for n, line in enumerate(lines) if line.startswith(f"│ {name} ")]
    return [line for n in found for line in lines[n - 1 : n + 3]]


@pytest.mark.parametrize(
    ("lang", "level", "documents"),
    [("nb", "godt belagt", "3 dok."), ("en", "well evidenced", "3 doc.")],
)
def test_a_cell_tells_level_valences_and_documents(
    made: Made, lang: str, level: str, documents: str
) -> None:
    text = "\n".join(rows_of(made, "KUBU", lang))
    assert "●●●●" in text
    assert level in text
    assert "+4  ○0  −0" in text
    assert documents in text


def test_a_group_without_documents_says_so(made: Made) -> None:
    assert "ingen dokumenter" in "\n".join(rows_of(made, "Vann", "nb"))
    assert "no documents" in "\n".join(rows_of(made, "Vann", "en"))
    assert "ingen dokumenter" not in "\n".join(rows_of(made, "Klima", "nb"))


def test_the_balance_counts_by_valence(made: Made) -> None:
    (line,) = (line for line in rows_of(made, "Forankring og eierskap", "nb") if "Forank" in line)
    assert line.split("│")[2].strip() == "+0  ○3  −3"


def test_the_best_quote_is_shown_with_who_says_so(made: Made) -> None:
    assert (
        "KUBU · 1 Informasjonsutveksling, godt belagt + «alt.» 0.txt (avgjort av menneske)"
        in words(made)
    )
    assert (
        "KUBU · 1 Exchange of information, well evidenced + «alt.» 0.txt (decided by a person)"
        in words(made, "en")
    )
    assert "Klima ·" not in words(made)


def test_of_equally_strong_steps_the_highest_is_quoted(tmp_path: Path) -> None:
    of = document("Vi deler alt.", "Vi ser det likt.", "Ingen plan.")
    made = Made(tmp_path)
    made.take(of)
    made.code(of, segment(of, "Vi deler", "trinn1"), segment(of, "Vi ser", "trinn2"))
    made.publish()
    assert "KUBU · 2 Felles problemforståelse, svakt + «Vi ser» a.txt" in words(made)
    assert "«Vi deler»" not in words(made)


def test_a_machines_quote_has_its_score_and_is_cut_where_it_is_long(tmp_path: Path) -> None:
    of = document(LONG)
    made = Made(tmp_path)
    made.take(of)
    made.code(of, segment(of, LONG, "trinn4", "negative", 0.875))
    made.publish()
    cut = shorten(LONG, 260, placeholder="…")
    assert cut != LONG
    assert f"«{cut}» a.txt (maskin, 0,88)" in words(made)
    assert f"«{cut}» a.txt (machine, 0.88)" in words(made, "en")
    assert "Ingen er ennå sett av et menneske." in words(made)


def test_how_far_it_can_be_trusted_is_said_last(made: Made) -> None:
    assert words(made).endswith(
        "11 segmenter: 2 godkjent av mennesker, 6 kodet av maskinen alene, 3 venter på et menneske."
        " Maskinen kan kode 0 av 15 koder alene. 0 av 13 setninger er trukket tilfeldig og vurdert"
        " av mennesker; 0 av 30 andeler er korrigert for maskinens feil."
    )
    assert words(made, "en").endswith(
        "11 segments: 2 accepted by people, 6 coded by the machine alone, 3 waiting for a person."
        " The machine may code 0 of 15 codes alone. 0 of 13 sentences were drawn at random and"
        " judged by people; 0 of 30 shares are corrected for the machine's errors."
    )


def test_unplaced_decisions_are_mentioned(tmp_path: Path) -> None:
    of = document("Vi deler alt.")
    made = Made(tmp_path)
    made.take(of)
    made.decide(of, "Vi deler", "trinn1")
    made.correct(document("Ingen deler noe."))
    made.publish()
    assert "1 avgjørelser står ikke lenger i noe dokument" in words(made)


@pytest.mark.parametrize(
    ("lang", "level", "last"),
    [
        (
            "nb",
            "ingen",
            "0 segmenter: 0 godkjent av mennesker, 0 kodet av maskinen alene, 0 venter på",
        ),
        (
            "en",
            "none",
            "0 segments: 0 accepted by people, 0 coded by the machine alone, 0 waiting for",
        ),
    ],
)
@pytest.mark.parametrize("width", [80, 120])
def test_empty_findings_are_shown_as_empty(
    empty: Made, lang: str, level: str, last: str, width: int
) -> None:
    text = words(empty, lang, width)
    assert text.count(f"{level} {level} {level} {level} {level}") == len(BOOK.cases)
    assert last in text
    assert texts.text(lang, "quotes_title") not in text
    assert texts.text(lang, "trust_machine_only") not in text
    assert "●" not in text


def test_nothing_published_is_told(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="nothing is published yet"):
        show.show(tmp_path, BOOK, "nb")


def test_labels_of_the_codebook_are_shown_to_the_letter(tmp_path: Path) -> None:
    label = Text.model_validate({"nb": "Plan [felles]", "en": "Plan [red]"})
    dimensions = [
        d.model_copy(
            update={
                "label": label,
                "codes": [c.model_copy(update={"label": label}) for c in d.codes],
            }
        )
        for d in BOOK.dimensions[:2]
    ]
    cases = [c.model_copy(update={"short": f"[b]{c.short}"}) for c in BOOK.cases[:2]]
    book = changed(dimensions=dimensions, cases=cases, case_label=label)
    made = Made(tmp_path, book)
    made.publish()
    text = words(made, "nb", 200)
    codes = sum(len(d.codes) for d in dimensions)
    # Every code, both titles, the heading of the groups; the question has it in small letters.
    assert text.count("Plan [felles]") == codes + 3
    assert text.count("plan [felles]") == 1
    assert text.count("[b]KUBU") == 2
    assert words(made, "en", 200).count("Plan [red]") == codes + 3


def test_any_rows_are_shown_to_the_letter() -> None:
    rows = pd.DataFrame(
        {
            "quote": ["[bold]a[/bold]", None],
            "kinds": [["interview", "minutes"], []],
            "share": [0.123456, float("nan")],
            "n": [1, 20],
            "at": [pd.Timestamp("2024-01-02 03:04"), pd.NaT],
            "yes": [True, False],
        }
    )
    lines = [line.split() for line in printed(show.plain(rows)).splitlines() if line.strip()]
    assert lines[0] == ["quote", "kinds", "share", "n", "at", "yes"]
    first = "[bold]a[/bold] interview, minutes 0.123456 1 2024-01-02 03:04:00 True"
    assert lines[2] == first.split()
    assert lines[3] == ["20", "False"]


def test_no_rows_are_shown_by_their_columns() -> None:
    assert "quote" in printed(show.plain(pd.DataFrame({"quote": []})))


def test_both_languages_say_the_same_things_with_the_same_values() -> None:
    path = Path(texts.__file__).with_name("texts.yaml")
    by_language = YAML(typ="safe", pure=True).load(path)
    assert tuple(by_language) == texts.LANGUAGES

    def places(text: str) -> set[str]:
        return {field for _, field, _, _ in string.Formatter().parse(text) if field}

    nb, en = by_language["nb"], by_language["en"]
    assert {key: places(nb[key]) for key in nb} == {key: places(en[key]) for key in en}
