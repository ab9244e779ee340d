"""The findings of one group, and of one code in it."""

import io
from pathlib import Path

import pytest
from rich.console import Console, RenderableType

from findings import detail
from kodetrapp.errors import StoreError, UsageError
from tests.making import Made, document, segment


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Findings of a group in two phases."""
    made = Made(tmp_path_factory.mktemp("detail"))
    of = [
        document(
            "Før var det stille.", "Vi deler alt.", f"Nummer {phase}.", name=phase, phase=phase
        )
        for phase in ("fase1", "fase2")
    ]
    made.take(*of)
    for item in of:
        made.code(item, segment(item, "Vi deler alt.", "trinn1", score=0.75))
    made.decide(of[0], "Nummer", "mandat", valence="negative")
    made.publish()
    return made.data


def words(of: RenderableType) -> str:
    out = io.StringIO()
    Console(file=out, width=120).print(of)
    return " ".join(out.getvalue().translate(str.maketrans("│╭╮╰╯─├┤┬┴┼", " " * 11)).split())


@pytest.mark.parametrize("name", ["kubu", "KUBU", "utsatte barn og unge"])
def test_a_group_is_named_as_the_codebook_does(data: Path, name: str) -> None:
    shown = words(detail.group(data, name, "nb"))
    assert shown.startswith("Utsatte barn og unge")
    assert "1 Informasjonsutveksling delvis 2 segmenter i 2 dokumenter av 1 slag" in shown
    assert "mangler til «godt belagt»: 2 av 4 segmenter, 2 av 3 dokumenter" in shown
    assert "Mandat 0 1 0" in shown


@pytest.mark.parametrize("code", ["trinn1", "Informasjonsutveksling", "1"])
def test_a_code_is_shown_with_its_quotes_and_what_stands_around_them(data: Path, code: str) -> None:
    shown = words(detail.code(data, "kubu", code, "nb"))
    assert "+ 2 2/2" in shown
    assert "Før var det stille. + «Vi deler alt.» Nummer fase1." in shown
    assert "(maskin, 0,75)" in shown
    assert "Fase 2 (2023) 1" in shown


def test_what_is_shown_is_english_by_a_switch(data: Path) -> None:
    assert "short of" in words(detail.group(data, "kubu", "en"))
    assert "decided by a person" in words(detail.code(data, "kubu", "mandat", "en"))


def test_what_there_is_not_is_answered_with_what_there_is(data: Path) -> None:
    with pytest.raises(UsageError, match=r"no 'klimaa'.*klima \(Klima og omstilling\)"):
        detail.group(data, "klimaa", "nb")
    with pytest.raises(UsageError, match=r"no 'trinn9'.*trinn1 \(Informasjonsutveksling\)"):
        detail.code(data, "kubu", "trinn9", "nb")


def test_before_the_first_publication_there_is_nothing_to_show(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="nothing is published yet"):
        detail.group(tmp_path, "kubu", "nb")
