"""A folder as it comes: 300 files in all formats, 40 of them broken or hostile."""

import json
import os
import subprocess
import sys
import threading
from pathlib import Path

from corpus.formats import READERS
from tests import hostile, saving
from tests.flows.conftest import World

KODETRAPP = Path(sys.executable).with_name("kodetrapp")
GOOD, BAD = 260, 40
_MOST = 2 * 2**30


def _save(path: Path, number: int) -> None:
    """An interview of its own, in the format that the ending says."""
    words = [*hostile.WORDS, f"Informant: Biblioteket hadde {number} bøker, og vi lånte dem ut."]
    kind = path.suffix[1:]
    pairs = [tuple(turn.split(": ", 1)) for turn in words[1:]]
    if kind in {"txt", "md"}:
        path.write_text("\n\n".join(words), encoding="utf-8")
    elif kind in {"vtt", "srt"}:
        point = "." if kind == "vtt" else ","
        cues = [
            f"{n + 1}\n00:00:0{n}{point}000 --> 00:00:0{n + 1}{point}000\n{who}: {what}\n"
            for n, (who, what) in enumerate(pairs)
        ]
        path.write_text("\n".join([*(["WEBVTT\n"] if kind == "vtt" else []), *cues]), "utf-8")
    elif kind == "json":
        segments = [
            {"start": n, "end": n + 1, "speaker": who, "text": what}
            for n, (who, what) in enumerate(pairs)
        ]
        path.write_text(json.dumps({"segments": segments}), "utf-8")
    elif kind == "csv":
        rows = [f'"{who}";"{what}"' for who, what in [("taler", "ytring"), *pairs]]
        path.write_text("\n".join(rows), "utf-8")
    elif kind == "xlsx":
        hostile.save_xlsx(path, f"Biblioteket hadde {number} bøker.")
    else:
        getattr(saving, f"save_{'html' if kind == 'htm' else kind}")(words, path)


def fill(inbox: Path) -> list[str]:
    """300 files, and the names of those that are to be refused."""
    inbox.mkdir()
    bad = list(hostile.REFUSED)[:BAD]
    for name in bad:
        hostile.REFUSED[name][0](inbox / name)
    for name, maker in hostile.CLEANED.items():
        maker(inbox / name)
    endings = list(READERS)
    for number in range(GOOD - len(hostile.CLEANED)):
        _save(inbox / f"intervju {number:03}{endings[number % len(endings)]}", number)
    return bad


class Peak(threading.Thread):
    """The most memory that a process and its descendants hold at a time, in bytes."""

    def __init__(self, pid: int) -> None:
        super().__init__(daemon=True)
        self.pid, self.bytes = pid, 0
        self._done = threading.Event()

    def run(self) -> None:
        while not self._done.wait(0.1):
            self.bytes = max(self.bytes, sum(map(_resident, _tree(self.pid))))

    def stop(self) -> int:
        self._done.set()
        self.join()
        return self.bytes


def _resident(pid: int) -> int:
    try:
        pages = Path(f"/proc/{pid}/statm").read_text().split()[1]
    except (OSError, IndexError):
        return 0
    return int(pages) * os.sysconf("SC_PAGE_SIZE")


def _tree(pid: int) -> list[int]:
    children: dict[int, list[int]] = {}
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            parent = int((entry / "stat").read_text().rpartition(")")[2].split()[1])
        except (OSError, ValueError, IndexError):
            continue
        children.setdefault(parent, []).append(int(entry.name))
    found = [pid]
    for of in found:
        found += children.get(of, [])
    return found


def test_the_rest_of_the_batch_goes_on(tmp_path: Path, model: Path):
    bad = fill(tmp_path / "inbox")
    world = World(tmp_path / "inbox", tmp_path / "data", model)
    first, said, most = _run(world)
    assert first == 3, said
    assert "300 files: 260 new, 0 corrected, 0 unchanged, 40 refused." in said
    assert world.rows("SELECT count(*) FROM documents") == [(GOOD,)]
    assert 0 < most < _MOST
    _check(said, bad)
    again, said, _ = _run(world)
    assert again == 3
    assert "260 unchanged, 40 refused" in said
    _check(said, bad)


def _check(said: str, bad: list[str]) -> None:
    refused = [line for line in said.splitlines() if line.startswith("Refused: ")]
    assert len(refused) == BAD
    for name in bad:
        assert any(line.startswith(f"Refused: {name} ") for line in refused), name
    assert "Traceback" not in said
    assert "hemmelig" not in said
    assert "\x1b[31m" not in said


def _run(world: World) -> tuple[int, str, int]:
    """A run by the command: its exit code, what it said beside the findings, and the most memory
    that it and its workers held."""
    command = [KODETRAPP, "run", world.inbox, "--data", world.data, "--lang", "en"]
    process = subprocess.Popen(
        [*command, "--codebook", world.codebook, "--model", world.model],
        env={key: value for key, value in os.environ.items() if not key.startswith("PREFECT_")},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    peak = Peak(process.pid)
    peak.start()
    _, err = process.communicate()
    return process.returncode, err.decode(), peak.stop()
