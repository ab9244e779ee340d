"""The Prefect flows: thin over the rest of the house.

Importing this package sets what Prefect reads from the environment, unless it is set already: no
telemetry, and patience with a slow machine. `home` says where its database goes.
"""

import os
from pathlib import Path

from kodetrapp.errors import StoreError

os.environ.setdefault("DO_NOT_TRACK", "1")
os.environ.setdefault("PREFECT_SERVER_ANALYTICS_ENABLED", "false")
os.environ.setdefault("PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS", "180")


def home(data: Path) -> None:
    """Keeps Prefect's database and settings in the data folder, unless the environment names
    another home or a server. Call it before `flows.pipeline` is imported.

    Raises `StoreError` where the folder can't be made.
    """
    if "PREFECT_API_URL" in os.environ or "PREFECT_HOME" in os.environ:
        return
    folder = data.resolve() / "prefect"
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StoreError(f"{folder}: can't be made ({error.strerror})") from None
    os.environ["PREFECT_HOME"] = str(folder)
