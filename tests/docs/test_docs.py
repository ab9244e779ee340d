"""What the documentation says is so."""

import re
from pathlib import Path

import pytest

from findings.data_model import data_model

ROOT = Path(__file__).parents[2]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]


def test_the_data_model_is_made_from_the_definitions() -> None:
    assert (ROOT / "docs" / "data-model.md").read_text("utf-8") == data_model()


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_lead_somewhere(page: Path) -> None:
    targets = re.findall(r"\]\((?!https?:|#)([^)#]+)", page.read_text("utf-8"))
    assert [target for target in targets if not (page.parent / target).exists()] == []


def test_every_command_is_in_the_readme_and_every_command_there_exists() -> None:
    from cli.main import app

    known = {command.name for command in app.registered_commands}
    known |= {group.name for group in app.registered_groups}
    readme = (ROOT / "README.md").read_text("utf-8")
    named = set(
        re.findall(
            r"kodetrapp ([a-z]+)", "\n".join(re.findall(r"`[^`]+`|```.*?```", readme, re.DOTALL))
        )
    )
    assert named == known


def test_make_targets_named_in_the_readme_exist() -> None:
    makefile = (ROOT / "Makefile").read_text("utf-8")
    readme = (ROOT / "README.md").read_text("utf-8")
    code = "\n".join(re.findall(r"```.*?```|`[^`]+`", readme, re.DOTALL))
    for target in re.findall(r"make ([a-z]+)", code):
        assert re.search(rf"^{target}:", makefile, re.MULTILINE), target


def test_no_lock_file_names_a_host() -> None:
    for lock in ROOT.glob("requirements*.lock"):
        text = lock.read_text("utf-8")
        assert "://" not in text
        assert "--index" not in text
        assert "--hash=sha256:" in text
