"""The pictures: what they say of known tables, and that they can be read."""

import re
import struct
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from functools import cache
from itertools import combinations, pairwise
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
import vl_convert
from hypothesis import given
from hypothesis import strategies as st

from findings.figures import FIGURES, canvas, png, save, svg
from findings.figures.canvas import Picture
from findings.texts import LANGUAGES, text
from tests.findings import drawing

SVG = "{http://www.w3.org/2000/svg}"
OF_GROUPS = [name for name in FIGURES if name not in ("factor_step_links", "agreement")]
NASTY = """<b>"Plan"</b> & 'mål' \\n {x} </script> – æøå"""
TITLES = {
    "ladder_matrix": (
        "Lengst har Utsatte barn og unge kommet: trinn 4, felles plan/tiltak, er godt belagt",
        "Farthest: Utsatte barn og unge, where step 4, joint plan or measure, is well evidenced",
    ),
    "problem_map": (
        "Utsatte barn og unge og Klima og omstilling har både høy kompleksitet og høy"
        " interessekonflikt",
        "Both high complexity and high conflict of interests: Utsatte barn og unge and Klima og"
        " omstilling",
    ),
    "development": (
        "Utsatte barn og unge omtaler oftere felles plan/tiltak som nådd i fase 3 enn i fase 2",
        "Utsatte barn og unge: joint plan or measure is said to be reached more often in phase 3"
        " than in phase 2",
    ),
    "factor_balance": (
        "Sekretariat fremmer mest og mandat hemmer mest, gruppene sett under ett",
        "Secretariat helps most and mandate hinders most, all groups taken together",
    ),
    "factor_step_links": (
        "Der forankring og eierskap er kodet positivt, er trinn 4 (felles plan/tiltak)"
        " oftere nådd: de går sammen, oddsforhold 6,2",
        "Where anchoring and ownership is coded positive, step 4 (joint plan or measure) is"
        " reached more often: they go together, odds ratio 6.2",
    ),
    "saturation": (
        "Nye dokumenter ventes å gi nye koder i Vann og avløp; ellers er kodene mettet",
        "Further documents are expected to bring new codes in Vann og avløp; elsewhere the codes"
        " are saturated",
    ),
    "agreement": (
        "0 av 13 koder har alfa på minst 0,80 i alle par; minst enighet er det om"
        " informasjonsutveksling (0,41)",
        "0 of 13 codes have an alpha of at least 0.80 in every pair; agreement is least on exchange"
        " of information (0.41)",
    ),
}


@pytest.fixture
def tables() -> dict[str, pd.DataFrame]:
    return drawing.tables()


def drawn(name: str, tables: dict[str, pd.DataFrame], lang: str = "nb") -> Picture:
    picture = FIGURES[name].draw(tables, lang)
    assert picture is not None
    return picture


@cache
def known(name: str, lang: str = "nb") -> Picture:
    """The picture of the known tables."""
    return drawn(name, drawing.tables(), lang)


@cache
def known_svg(name: str, lang: str = "nb") -> str:
    return svg(known(name, lang))


def words(drawing_: str) -> list[str]:
    """The texts of an SVG; lines of one text are joined by spaces."""
    return [
        " ".join(part.strip() for part in element.itertext() if part.strip())
        for element in ET.fromstring(drawing_).iter(f"{SVG}text")
    ]


def title(picture: Picture) -> str:
    return " ".join(picture.to_dict()["title"]["text"])


def reading(picture: Picture) -> str:
    return " ".join(picture.to_dict()["title"]["subtitle"])


def rows(picture: Picture) -> list[dict[str, Any]]:
    """The data that most marks are drawn of."""

    def inside(spec: Any) -> Iterator[list[dict[str, Any]]]:
        if isinstance(spec, dict):
            if isinstance(spec.get("values"), list) and spec["values"]:
                yield spec["values"]
            for part in spec.values():
                yield from inside(part)
        elif isinstance(spec, list):
            for part in spec:
                yield from inside(part)

    spec = picture.to_dict()
    named = list(spec.pop("datasets", {}).values())
    found = [values for values in [*named, *inside(spec)] if isinstance(values[0], dict)]
    return max(found, key=lambda values: (len(values[0]), len(values)))


def test_every_picture_is_named_for_its_table() -> None:
    assert set(FIGURES) <= set(drawing.tables())


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("name", FIGURES)
def test_its_title_states_the_finding(name: str, lang: str) -> None:
    assert title(known(name, lang)) == TITLES[name][LANGUAGES.index(lang)]


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("name", FIGURES)
def test_it_is_drawn_with_the_names_it_is_about(name: str, lang: str) -> None:
    place = LANGUAGES.index(lang)
    factors = [labels[place] for labels in drawing.FACTORS.values()]
    expected = drawing.GROUPS if name in OF_GROUPS else factors
    assert set(expected) <= set(words(known_svg(name, lang)))


@pytest.mark.parametrize("name", FIGURES)
def test_it_fits_on_a_page_and_fetches_nothing(name: str) -> None:
    for lang in LANGUAGES:
        found = known_svg(name, lang)
        assert 540 < float(ET.fromstring(found).attrib["width"]) <= 620
        assert set(re.findall(r'font-family="([^"]*)"', found)) == {
            "Liberation Sans, Arial, Helvetica, sans-serif"
        }
        assert "url(" not in found
        assert "href" not in found


def test_the_same_tables_give_the_same_picture() -> None:
    assert svg(drawn("agreement", drawing.tables())) == known_svg("agreement")


@pytest.mark.parametrize("name", FIGURES)
def test_it_describes_itself_in_one_sentence_to_those_who_do_not_see_it(name: str) -> None:
    said = {}
    for lang in LANGUAGES:
        described = FIGURES[name].describe(drawing.tables(), lang)
        assert described is not None
        assert described.endswith(".")
        assert ET.fromstring(known_svg(name, lang)).attrib["aria-label"] == described
        said[lang] = described
    assert said["nb"] != said["en"]


@pytest.mark.parametrize("name", FIGURES)
def test_without_rows_there_is_no_picture(name: str, tables: dict[str, pd.DataFrame]) -> None:
    empty = drawing.emptied(tables)
    assert FIGURES[name].draw(empty, "nb") is None
    assert FIGURES[name].describe(empty, "nb") is None


@pytest.mark.parametrize("name", FIGURES)
def test_labels_are_shown_to_the_letter(name: str, tables: dict[str, pd.DataFrame]) -> None:
    labels = ("short", "label_nb", "step_nb", "level_nb", "factor_nb", "coder_a")
    nasty = {
        table: frame.assign(**{column: NASTY for column in labels if column in frame})
        for table, frame in tables.items()
    }
    found = svg(drawn(name, nasty))
    tags = {element.tag.removeprefix(SVG) for element in ET.fromstring(found).iter()}
    assert tags <= {"svg", "g", "path", "text", "tspan", "line", "rect"}
    assert any(NASTY in said for said in words(found))


@pytest.mark.parametrize("name", FIGURES)
def test_groups_and_codes_of_the_same_name_stay_apart(
    name: str, tables: dict[str, pd.DataFrame]
) -> None:
    same = {
        table: frame.assign(
            **{column: "Likt" for column in ("short", "label_nb", "factor_nb") if column in frame}
        )
        for table, frame in tables.items()
    }
    expected: dict[str, int] = {
        "ladder_matrix": {"group": 5},
        "problem_map": {"said": 1},
        "development": {"group": 5},
        "factor_balance": {"panel": 5, "factor": 6},
        "factor_step_links": {"factor": 6},
        "saturation": {"panel": 6},
        "agreement": {"panel": 3, "code": 13},
    }[name]
    found = rows(drawn(name, same))
    assert {key: len({row[key] for row in found}) for key in expected} == expected


def test_the_ladder_has_a_cell_for_every_group_and_step() -> None:
    said = words(known_svg("ladder_matrix"))
    places = [place for of in drawing.PLACES.values() for place in of]
    for place, (_, label, _) in enumerate(drawing.LEVELS, start=1):
        assert sum(word.rstrip("*") == label for word in said) == places.count(place)
    assert said.count("+12 ○2 −1 4 dok.") == places.count(1)
    assert sum(word.startswith("+") for word in said) == 25 - places.count(5)


def test_the_ladder_is_the_darker_the_stronger_and_its_highest_step_is_on_top() -> None:
    fills = {row["level"].rstrip("*"): row["fill"] for row in rows(known("ladder_matrix"))}
    shades = [int(fills[label][1:3], 16) for _, label, _ in drawing.LEVELS]
    assert shades == sorted(shades)
    assert len(set(shades)) == len(shades)
    steps = [word for word in words(known_svg("ladder_matrix")) if word[:1] in ("1", "5")]
    assert steps == ["5\u00a0Varig samordningspraksis", "1\u00a0Informasjonsutveksling"]


def test_the_ladder_marks_what_is_provisional(tables: dict[str, pd.DataFrame]) -> None:
    marked = [row["level"] for row in rows(known("ladder_matrix")) if row["provisional"]]
    assert marked == ["godt belagt*", "delvis*"]
    assert known_svg("ladder_matrix").count('stroke-dasharray="5,4"') == 2
    assert "foreløpig" in reading(known("ladder_matrix"))
    tables["ladder_matrix"]["provisional"] = False
    sure = drawn("ladder_matrix", tables)
    assert "foreløpig" not in reading(sure)
    assert "stroke-dasharray" not in svg(sure)


def test_the_ladder_says_when_the_lead_is_provisional_or_shared_or_there_is_none(
    tables: dict[str, pd.DataFrame],
) -> None:
    matrix = tables["ladder_matrix"]
    at = (matrix["group_id"] == "krise") & (matrix["step"] == 5)
    matrix.loc[at, ["level_place", "level_nb"]] = [1, "godt belagt"]
    said = title(drawn("ladder_matrix", tables))
    assert said.startswith("Foreløpig har Krise kommet lengst: trinn 5, varig")
    at |= (matrix["group_id"] == "kubu") & (matrix["step"] == 5)
    matrix.loc[at, ["level_place", "level_nb"]] = [1, "godt belagt"]
    said = title(drawn("ladder_matrix", tables))
    assert said.startswith("Lengst har Utsatte barn og unge og Krise kommet: trinn 5")
    matrix.loc[matrix["level_place"] == 1, "level_place"] = 2
    assert title(drawn("ladder_matrix", tables)).startswith("Ingen trinn har det sterkeste nivået")


def test_the_diagram_names_its_quadrants_and_axes() -> None:
    said = words(known_svg("problem_map"))
    for left in ("lav", "høy"):
        for right in ("lav", "høy"):
            assert f"{left} kompleksitet {right} interessekonflikt" in said
    assert "Kompleksitet: andel av omtalene som sier høy" in said
    assert "25\u00a0%" in said
    assert "25%" in words(known_svg("problem_map", "en"))


def test_the_diagram_leaves_points_open_that_are_not_corrected() -> None:
    open_ = [row["short"] for row in rows(known("problem_map")) if row["fill"] == "#ffffff"]
    assert open_ == ["Vann og avløp"]
    assert "Åpne punkter" in reading(known("problem_map"))


def test_the_diagram_draws_an_interval_only_where_it_can_be_told() -> None:
    """Krise has one line, the others two."""
    colours = [row["colour"] for row in rows(known("problem_map"))]
    found = [known_svg("problem_map").count(f'stroke="{c}" stroke-width="1.3"') for c in colours]
    assert found == [2, 2, 1, 2, 2]


def test_names_in_the_diagram_hide_neither_points_nor_each_other(
    tables: dict[str, pd.DataFrame],
) -> None:
    diagram = tables["problem_map"]
    diagram.loc[:, ["x", "y"]] = [[0.9, 0.9], [0.93, 0.88], [0.5, 0.5], [0.53, 0.5], [0.02, 0.02]]
    for end in ("x_low", "x_high", "y_low", "y_high"):
        diagram[end] = diagram[end[0]]
    found = rows(drawn("problem_map", tables))
    boxes = []
    for row in found:
        lines = row["said"].count("\n")
        wide = canvas.width_of(row["said"], 12) / 515 / 2
        top, bottom = row["top"] + 7 / 400, row["top"] - (7 + 14 * lines) / 400
        boxes.append((row["left"] - wide, row["left"] + wide, bottom, top))
    for first, second in combinations(boxes, 2):
        apart_x = first[1] <= second[0] or second[1] <= first[0]
        assert apart_x or first[3] <= second[2] or second[3] <= first[2]
    for left, right, bottom, top in boxes:
        assert -0.001 <= left < right <= 1.001
        assert -0.001 <= bottom < top <= 1.001
        assert not any(left < r["x"] < right and bottom < r["y"] < top for r in found)


def test_the_diagram_says_what_intervals_leave_open_and_whom_it_lacks(
    tables: dict[str, pd.DataFrame],
) -> None:
    diagram = tables["problem_map"]
    diagram.loc[diagram["x_low"].notna(), ["x_low", "y_low"]] = 0.4
    assert title(drawn("problem_map", tables)) == (
        "Utsatte barn og unge og Klima og omstilling ser ut til å ha både høy kompleksitet og høy"
        " interessekonflikt, men intervallene når midten"
    )
    diagram.loc[diagram["group_id"].isin(["kubu", "klima"]), "x"] = None
    picture = drawn("problem_map", tables)
    assert title(picture) == "Ingen gruppe har både høy kompleksitet og høy interessekonflikt"
    assert "vises: Utsatte barn og unge og Klima og omstilling." in reading(picture)
    assert len(rows(picture)) == 3


def test_a_phase_without_documents_breaks_the_line() -> None:
    found = rows(known("development"))
    pieces = {
        group: {row["piece"] for row in found if (row["group"], row["order"]) == (group, 1)}
        for group in drawing.IDS
    }
    assert {group: len(of) for group, of in pieces.items()} == {
        "kubu": 1, "klima": 2, "krise": 1, "vann": 1, "kompetanse": 1,
    }  # fmt: skip
    assert len(found) == 5 * 5 * 3 - 5


def test_development_shows_each_step_in_a_panel_of_its_own() -> None:
    said = words(known_svg("development"))
    for step, (label, _) in enumerate(drawing.STEPS.values(), start=1):
        assert f"{step} {label}" in said
    for group in drawing.GROUPS:
        assert said.count(group) == 5


def test_development_without_clear_changes_or_with_one_phase(
    tables: dict[str, pd.DataFrame],
) -> None:
    frame = tables["development"]
    frame.loc[frame["change"].abs() > 0.05, "p_adjusted"] = 0.05
    falling = frame["p_adjusted"] < 0.05
    frame.loc[falling, "change"] = -0.04
    assert title(drawn("development", tables)) == (
        "Krise omtaler sjeldnere informasjonsutveksling som nådd i fase 2 enn i fase 1"
    )
    frame["p_adjusted"] = 1.0
    assert title(drawn("development", tables)).startswith("Ingen endring mellom fasene er klar")
    tables["development"] = frame[frame["phase_place"] == 1]
    assert FIGURES["development"].draw(tables, "nb") is None


SIZED = st.lists(st.tuples(st.floats(0, 100), st.floats(0.1, 12)), min_size=1, max_size=8)


@given(SIZED)
def test_labels_are_spread_in_order_and_apart(labels: list[tuple[float, float]]) -> None:
    wanted, sizes = (list(part) for part in zip(*labels, strict=True))
    found = canvas.spread(wanted, sizes, 100)
    placed = sorted(zip(found, wanted, sizes, strict=True))
    assert [want for _, want, _ in placed] == sorted(wanted)
    for (lower, _, one), (higher, _, other) in pairwise(placed):
        assert higher - lower >= (one + other) / 2 - 1e-6
    assert placed[-1][0] + placed[-1][2] / 2 <= 100 + 1e-9


def test_labels_that_have_room_stay_where_they_belong() -> None:
    assert canvas.spread([50, 10, 90], [4, 4, 4], 100) == [50, 10, 90]


def test_what_hinders_stands_left_and_what_helps_right() -> None:
    found = rows(known("factor_balance"))
    mandate = [row for row in found if row["factor"] == "Mandat" and row["order"] == 0]
    assert {row["side"]: row["segments"] for row in mandate} == {"hinders": -11, "helps": 1}
    said = words(known_svg("factor_balance"))
    assert said.count("14") == said.count("11") == 5
    assert "0" not in said
    panels = {row["order"]: row["panel"].replace("\n", " ") for row in found}
    assert [panels[place] for place in range(5)] == drawing.GROUPS


@pytest.mark.parametrize(
    ("helps", "hinders", "said"),
    [
        (5, 1, "fremmer mest, og ingen faktor hemmer mer enn den fremmer"),
        (1, 5, "hemmer mest, og ingen faktor fremmer mer enn den hemmer"),
        (3, 3, "Faktorene fremmer like ofte som de hemmer"),
    ],
)
def test_the_balance_does_not_name_what_there_is_not(
    tables: dict[str, pd.DataFrame], helps: int, hinders: int, said: str
) -> None:
    tables["factor_balance"][["helps", "hinders"]] = [helps, hinders]
    assert said in title(drawn("factor_balance", tables))


def test_links_are_filled_where_they_are_clear_and_point_down_where_rarer() -> None:
    found = rows(known("factor_step_links"))
    filled = [row for row in found if row["fill"] != "#ffffff"]
    assert [(row["factor"], row["step"], row["shape"], row["number"]) for row in filled] == [
        ("Mandat", "4", "triangle-down", "0,25"),
        ("Forankring og eierskap", "4", "circle", "6,2"),
    ]
    assert filled[1]["size"] > filled[0]["size"] > 0
    untold = [row for row in found if row["size"] == 0]
    assert [row["number"] for row in untold] == ["–", "–"]
    assert len(found) == 6 * 2 * 5


def test_odds_ratios_without_bound_are_drawn_within_it(tables: dict[str, pd.DataFrame]) -> None:
    links = tables["factor_step_links"]
    links.loc[0, "odds_ratio"] = float("inf")
    links.loc[1, "odds_ratio"] = 0.0
    links.loc[2, "odds_ratio"] = 16.0
    found = rows(drawn("factor_step_links", tables))
    assert found[0]["size"] == found[1]["size"] == found[2]["size"]
    assert [row["number"] for row in found[:3]] == ["> 100", "0,00", "16,0"]
    assert found[1]["shape"] == "triangle-down"


def test_links_are_called_links_and_never_causes(tables: dict[str, pd.DataFrame]) -> None:
    assert "er ikke dermed årsak" in reading(known("factor_step_links"))
    assert "need not be a cause" in reading(known("factor_step_links", "en"))
    links = tables["factor_step_links"]
    links.loc[links["effect"] == "helps", "p_adjusted"] = 1.0
    assert title(drawn("factor_step_links", tables)) == (
        "Der mandat er kodet negativt, er trinn 4 (felles plan/tiltak) sjeldnere nådd:"
        " de går sjelden sammen,"
        " oddsforhold 0,25"
    )
    links["p_adjusted"] = 1.0
    assert title(drawn("factor_step_links", tables)).startswith("Ingen faktor går klart sammen")


def test_saturation_shows_all_together_first_then_each_group() -> None:
    found = rows(known("saturation"))
    panels = {row["order"]: row["panel"] for row in found}
    assert [panels[place] for place in range(6)] == ["Alle sammen", *drawing.GROUPS]
    assert len(found) == 2 * (42 + 12 + 9 + 8 + 4 + 9)


def test_saturation_says_whether_any_or_all_are_saturated(tables: dict[str, pd.DataFrame]) -> None:
    curve = tables["saturation"]
    tables["saturation"] = curve[curve["group_id"] != "vann"]
    assert title(drawn("saturation", tables)).startswith("Kodene er mettet i alle grupper")
    tables["saturation"] = curve[curve["place"] == 1]
    assert title(drawn("saturation", tables)).startswith("Ingen gruppe er mettet")
    tables["saturation"] = curve[curve["group_id"] == "*"]
    assert FIGURES["saturation"].draw(tables, "nb") is None


def test_a_curve_of_some_places_has_the_same_slope(tables: dict[str, pd.DataFrame]) -> None:
    """Large groups are published at evenly spaced places: 0.05 codes a document are few."""
    places = pd.DataFrame({"place": [100, 110, 120], "codes": 10, "expected": [9.0, 9.5, 10.0]})
    tables["saturation"] = places.assign(group_id="kubu")
    spaced = pd.concat([tables["saturation"], places.assign(group_id="*")])
    tables["saturation"] = spaced
    assert title(drawn("saturation", tables)).startswith("Kodene er mettet i alle grupper")


def test_agreement_of_people_comes_before_that_with_the_machine() -> None:
    found = rows(known("agreement"))
    panels = {row["order"]: row["panel"] for row in found}
    assert [panels[place] for place in range(3)] == [
        "kh og ob:\n412 setninger",
        "kh og maskinen:\n412 setninger",
        "ob og maskinen:\n412 setninger",
    ]
    codes = [row["code"].replace("\n", " ") for row in found if row["order"] == 0]
    assert codes[0] == "Informasjonsutveksling"
    assert len(codes) == 13


def test_agreement_is_filled_by_its_thresholds() -> None:
    for row in rows(known("agreement")):
        dark, light = row["alpha"] >= 0.8, 0.67 <= row["alpha"] < 0.8
        assert row["fill"] == ("#0072B2" if dark else "#9cc9e6" if light else "#ffffff")


def test_files_are_svg_or_png_of_300_dots_an_inch(tmp_path: Path) -> None:
    picture = known("problem_map")
    for ending in ("svg", "png"):
        save(picture, tmp_path / f"diagram.{ending}")
    assert (tmp_path / "diagram.svg").read_text("utf-8") == svg(picture)
    data = (tmp_path / "diagram.png").read_bytes()
    assert data == png(picture)
    width, height = struct.unpack(">II", data[16:24])
    at = data.index(b"pHYs") + 4
    dots_a_metre = struct.unpack(">I", data[at : at + 4])[0]
    assert dots_a_metre == pytest.approx(300 / 0.0254, abs=1)
    assert 14.5 < width / dots_a_metre * 100 < 16.5
    assert width > height
    with pytest.raises(ValueError, match=r"diagram\.gif"):
        save(picture, tmp_path / "diagram.gif")


def test_a_saved_svg_can_be_drawn_again() -> None:
    assert vl_convert.svg_to_png(known_svg("ladder_matrix")).startswith(b"\x89PNG")


def test_numbers_have_the_sign_of_their_language() -> None:
    assert canvas.decimal(0.666, 2, "nb") == "0,67"
    assert canvas.decimal(0.666, 2, "en") == "0.67"
    assert canvas.listed(["A"], "nb") == "A"
    assert canvas.listed(["A", "B", "C"], "nb") == "A, B og C"
    assert canvas.inside("Mandat") == "mandat"
    assert canvas.inside("KI i staten") == "KI i staten"
    assert text("nb", "figure_and") == "og"
