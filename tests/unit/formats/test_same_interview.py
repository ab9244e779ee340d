"""The same interview is the same, whatever program saved it."""

from pathlib import Path

import pytest

from codebook import Codebook, load
from corpus import Document, read_file
from models import DEFAULT, Coder
from tests import saving

SAMPLE = Path(__file__).parents[3] / "corpus" / "sample"
NAMES = ["kubu-fase1-sekretariat-01", "klima-fase1-linje-01", "klima-fase2-gruppe-01"]
SAVED = {
    ".docx": saving.save_docx,
    ".odt": saving.save_odt,
    ".rtf": saving.save_rtf,
    ".pdf": saving.save_pdf,
    ".html": saving.save_html,
}
TIMED = {".vtt": saving.save_vtt, ".srt": saving.save_srt}


@pytest.fixture(scope="module")
def codebook() -> Codebook:
    return load()


def turns(of: Document) -> list[tuple[str, str, str]]:
    return [(turn.role.value, turn.speaker, " ".join(turn.text.split())) for turn in of.turns]


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("ending", SAVED)
def test_turns_and_metadata_are_the_same_in_every_format(
    tmp_path: Path, codebook: Codebook, ending: str, name: str
):
    plain = read_file(SAMPLE / f"{name}.txt", codebook)
    path = SAVED[ending](plain.text.strip().split("\n\n"), tmp_path / f"{name}{ending}")
    of = read_file(path, codebook)
    assert len(turns(of)) > 8
    assert turns(of) == turns(plain)
    assert of.metadata == plain.metadata


def spoken(of: Document) -> list[tuple[str, str, str]]:
    """The turns without the header block, which subtitles don't have."""
    return [turn for turn in turns(of) if turn[1]]


def saved(plain: Document, ending: str, folder: Path) -> Path:
    path = folder / f"saved{ending}"
    if ending in TIMED:
        return TIMED[ending]([(speaker, words) for _, speaker, words in spoken(plain)], path)
    return SAVED[ending](plain.text.strip().split("\n\n"), path)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("ending", TIMED)
def test_turns_are_the_same_in_subtitles(
    tmp_path: Path, codebook: Codebook, ending: str, name: str
):
    plain = read_file(SAMPLE / f"{name}.txt", codebook)
    of = read_file(saved(plain, ending, tmp_path), codebook)
    assert spoken(of) == spoken(plain)
    assert len(of.times) > len(of.turns)


def test_the_same_passages_are_coded_in_every_format(tmp_path: Path, codebook: Codebook):
    plain = read_file(SAMPLE / "kubu-fase1-sekretariat-01.txt", codebook)
    others = [read_file(saved(plain, e, tmp_path), codebook) for e in [*SAVED, *TIMED]]
    coder = Coder(codebook, DEFAULT, tmp_path / "vectors.sqlite")
    first, *rest = [
        [(s.code, s.valence, " ".join(s.passage.text.split())) for s in segments]
        for segments in coder.code([plain, *others])
    ]
    assert len(first) > 5
    assert dict(zip([*SAVED, *TIMED], rest, strict=True)) == dict.fromkeys([*SAVED, *TIMED], first)
