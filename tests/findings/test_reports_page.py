"""The page: no network, no script but ours, and behind every cell its quotes."""

import base64
import hashlib
import re
from pathlib import Path

import pytest
from selectolax.lexbor import LexborHTMLParser as Parser

from findings import analyst, reports
from findings.reports import Format
from findings.reports.wording import plain
from tests.findings.reporting import FORMULA, HEBREW, SCRIPT, TEMPLATE

_LOADING = ("src", "srcset", "poster", "data", "action", "formaction", "background", "ping")


@pytest.fixture(scope="module")
def source(reported: Path, tmp_path_factory: pytest.TempPathFactory) -> str:
    (written,) = reports.write(reported, tmp_path_factory.mktemp("page"), [Format.PAGE], "nb")
    return written.read_text("utf-8")


@pytest.fixture(scope="module")
def page(source: str) -> Parser:
    return Parser(source)


def test_nothing_is_loaded_from_anywhere(page: Parser) -> None:
    for node in page.css("*"):
        for name, value in node.attributes.items():
            assert name not in _LOADING, node.html
            assert not name.startswith("on"), node.html
            assert name != "style", "the policy would not let it through"
            if name in ("href", "xlink:href"):
                assert (value or "").startswith("#"), node.html
    assert not page.css("iframe, object, embed, link, base, form, img, foreignObject")
    style = page.css_first("style").text()
    assert "url(" not in style
    assert "@import" not in style


def test_the_policy_lets_our_style_and_script_through_and_nothing_else(page: Parser) -> None:
    policy = page.css_first("meta[http-equiv]").attributes["content"] or ""
    assert policy.startswith("default-src 'none';")
    assert "unsafe" not in policy
    for tag in ("style", "script"):
        (element,) = page.css(tag)
        digest = base64.b64encode(hashlib.sha256(element.text().encode()).digest()).decode()
        assert f"{tag}-src 'sha256-{digest}'" in policy


def test_hostile_texts_are_shown_as_they_are(page: Parser, source: str) -> None:
    shown = {node.text() for node in page.css(".said")}
    for said in (FORMULA, SCRIPT, TEMPLATE, HEBREW):
        assert f"«{said}»" in shown
    assert all(node.tag == "bdi" for node in page.css(".said"))
    assert not re.search("[\x00-\x08\x0b\x0c\x0e-\x1f\u202a-\u202e\ufeff]", source)
    assert "=<b>&ond.txt" in {node.text() for node in page.css("figcaption bdi")}


def test_every_cell_opens_its_quotes(page: Parser, reported: Path) -> None:
    links = [node.attributes["href"] or "" for node in page.css(".matrix td a")]
    groups, codes = (len(analyst.values(reported, f"FROM {name}")) for name in ("groups", "codes"))
    assert len(links) == len(set(links)) == groups * codes
    for link in links:
        (details,) = page.css(f'[id="{link[1:]}"]')
        assert details.tag == "details"
        assert details.css_first("summary").text()
    ids = [node.attributes["id"] for node in page.css("[id]")]
    assert len(ids) == len(set(ids))


def test_a_cell_shows_the_published_quotes_of_its_group_and_code(
    page: Parser, reported: Path
) -> None:
    segments = analyst.values(reported, "FROM quotes WHERE place <= 5")
    shown = 0
    for details in page.css("#quotes details"):
        cell = details.attributes["id"] or ""
        for quote in details.css(".quote"):
            shown += 1
            id_ = quote.css_first("code").text().strip("[]")
            (row,) = segments[segments["segment_id"] == id_].to_dict("records")
            assert cell == f"cell-{row['group_id']}~{row['code']}"
            assert quote.css_first(".said").text() == f"«{plain(row['quote'])}»"
            beside = [node.text() for node in quote.css(".beside")]
            assert beside == [plain(row["before"] or ""), plain(row["after"] or "")]
            assert bool(quote.css(".person")) == (row["source"] == "human")
            assert bool(quote.css(".machine")) == (row["source"] == "machine")
    assert shown == len(segments)


def test_links_within_the_page_lead_somewhere(page: Parser) -> None:
    ids = {node.attributes["id"] for node in page.css("[id]")}
    assert {(node.attributes["href"] or "")[1:] for node in page.css("a")} <= ids


def test_pictures_are_drawn_in_the_page_and_described(page: Parser) -> None:
    drawings = page.css(".picture svg")
    assert len(drawings) >= 4
    assert all(len(of.attributes["aria-label"] or "") > 20 for of in drawings)
    assert all(of.attributes["role"] == "img" for of in drawings)


def test_it_speaks_english_as_well(reported: Path, tmp_path: Path) -> None:
    (written,) = reports.write(reported, tmp_path, [Format.PAGE], "en")
    assert written.name == "kodetrapp-report.html"
    page = Parser(written.read_text("utf-8"))
    assert page.css_first("html").attributes["lang"] == "en"
    assert page.css_first("#trust").text() == "How far the numbers can be trusted"
    assert "Hvor langt" not in page.text()


def test_colours_are_far_enough_apart_to_read(page: Parser) -> None:
    """WCAG 2.1 AA: 4.5 to 1, in light and in dark."""
    style = page.css_first("style").text()
    light, dark = (dict(re.findall(r"--([\w-]+): (#\w+)", part)) for part in _palettes(style))
    for colours in (light, dark):
        for paper in ("paper", "band", "doubt", "s0", "s1", "s2", "s3", "s4"):
            assert _contrast(colours["ink"], colours[paper]) >= 4.5, paper
        for ink in ("soft", "link"):
            for paper in ("paper", "band"):
                assert _contrast(colours[ink], colours[paper]) >= 4.5, (ink, paper)


def _palettes(style: str) -> tuple[str, str]:
    light, dark = re.findall(r":root \{(.*?)\}", style, re.S)[:2]
    return light, dark


def _contrast(one: str, other: str) -> float:
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    digits = colour[1:] if len(colour) == 7 else "".join(2 * digit for digit in colour[1:])
    channels = (int(digits[place : place + 2], 16) / 255 for place in (0, 2, 4))
    red, green, blue = (
        c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
