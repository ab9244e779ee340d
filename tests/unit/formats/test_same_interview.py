"""The same interview is the same, whatever program saved it."""

from pathlib import Path

import pytest

from codebook import Codebook, load
from corpus import Document, read_file
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
