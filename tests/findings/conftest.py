"""What several test files of findings share."""

from pathlib import Path

import pytest

from tests.findings.reporting import publish_study


@pytest.fixture(scope="session")
def reported(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a published study to report on; made once, because publishing takes seconds."""
    return publish_study(tmp_path_factory.mktemp("reported"))
