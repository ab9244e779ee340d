"""Reading in worker processes: what hangs, crashes or bursts costs one file, and nothing stays."""

import multiprocessing
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from corpus import read_file
from corpus.readers import File, Readers
from corpus.sentences import split
from tests import hostile
from tests.making import BOOK


@pytest.fixture(scope="module")
def readers() -> Iterator[Readers]:
    with Readers(BOOK) as of:
        yield of


@pytest.fixture(scope="module")
def slow(tmp_path_factory: pytest.TempPathFactory) -> File:
    """A file that takes a reader several seconds."""
    path = tmp_path_factory.mktemp("slow") / "slow.vtt"
    hostile.many_cues(path)
    return File(path, path.name)


@pytest.fixture
def quick(tmp_path: Path) -> File:
    """A file that is read at once."""
    path = tmp_path / "quick.txt"
    path.write_text(hostile.TEXT, encoding="utf-8")
    return File(path, path.name)


def children() -> list[int]:
    return [process.pid for process in multiprocessing.active_children() if process.pid]


def gone(pid: int) -> bool:
    """Whether the process has ended, though its parent may not have noticed."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
    except FileNotFoundError:
        return True


def wait_for(done, seconds: float = 30) -> bool:
    deadline = time.monotonic() + seconds
    while not done() and time.monotonic() < deadline:
        time.sleep(0.1)
    return bool(done())


def test_a_file_is_read_as_in_this_process(readers: Readers, quick: File):
    (reading,) = readers.read([quick])
    document = read_file(quick.path, BOOK, quick.name)
    assert reading.document == document
    assert reading.document.metadata.origins == document.metadata.origins
    assert reading.sentences == tuple(split(document, "nb"))
    assert (reading.content, reading.encoding, reading.refused) == (None, "UTF-8", "")


def test_readings_come_in_the_order_of_the_files(readers: Readers, quick: File, tmp_path: Path):
    missing = File(tmp_path / "no.txt", "no.txt")
    first, second, third = readers.read([missing, quick, missing])
    assert first.refused == third.refused
    assert first.refused.startswith("can't be read (No such file or directory); ")
    assert second.document is not None


def test_a_pipe_is_not_waited_for(readers: Readers, tmp_path: Path):
    hostile.pipe(tmp_path / "a.txt")
    (reading,) = readers.read([File(tmp_path / "a.txt", "a.txt")])
    assert reading.refused.startswith("is a device or a pipe; ")


def test_a_file_that_takes_too_long_costs_itself(slow: File, quick: File):
    with Readers(BOOK, seconds=1) as readers:
        refused, read = readers.read([slow, quick])
    assert refused.refused.startswith("took longer than 1 seconds to read; ")
    assert read.document is not None


def test_a_file_that_needs_too_much_memory_costs_itself(quick: File, tmp_path: Path):
    large = tmp_path / "large.txt"
    large.write_text("Kari: Slik er det, og slik var det.\n" * 60_000)
    with Readers(BOOK, memory=40 * 2**20) as readers:
        refused, read = readers.read([File(large, large.name), quick])
    assert refused.refused.startswith("needs more than 40 MB of memory to be read; ")
    assert read.document is not None


def test_a_crash_costs_one_file(slow: File, quick: File):
    with Readers(BOOK) as readers:
        before = set(children())
        assert next(readers.read([quick])).document is not None
        (worker,) = set(children()) - before
        threading.Timer(1, os.kill, (worker, signal.SIGKILL)).start()
        refused, read = readers.read([slow, quick])
    assert refused.refused.startswith("made its reader crash; ")
    assert read.document is not None


def test_nothing_is_started_for_nothing(quick: File):
    before = children()
    with Readers(BOOK) as readers:
        assert list(readers.read([])) == []
        assert children() == before
    with pytest.raises(RuntimeError, match="closed"):
        next(readers.read([quick]))


def test_who_waits_when_the_readers_are_closed_is_told(slow: File):
    outcome: list[BaseException] = []

    def read() -> None:
        try:
            next(readers.read([slow]))
        except BaseException as error:
            outcome.append(error)

    before = set(children())
    with Readers(BOOK) as readers:
        thread = threading.Thread(target=read)
        thread.start()
        assert wait_for(lambda: set(children()) - before)
    thread.join(20)
    assert [type(error).__name__ for error in outcome] == ["RuntimeError"]
    assert set(children()) == before


PARENT = """
import sys, multiprocessing
from pathlib import Path
import codebook
from corpus.readers import File, Readers

if __name__ == "__main__":
    path = Path(sys.argv[1])
    with Readers(codebook.load()) as readers:
        next(readers.read([File(Path("nothing.txt"), "nothing.txt")]))
        print(*(child.pid for child in multiprocessing.active_children()), flush=True)
        next(readers.read([File(path, path.name)]))
"""


@pytest.mark.parametrize("by", [signal.SIGKILL, signal.SIGINT])
def test_no_worker_outlives_its_parent(slow: File, tmp_path: Path, by: signal.Signals):
    """Whether the parent is killed or stopped by Ctrl-C, in the midst of a file."""
    program, temporary = tmp_path / "parent.py", tmp_path / "tmp"
    program.write_text(PARENT)
    temporary.mkdir()
    parent = subprocess.Popen(
        [sys.executable, str(program), str(slow.path)],
        env=os.environ | {"TMPDIR": str(temporary), "PYTHONPATH": os.pathsep.join(sys.path)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert parent.stdout is not None
    workers = [int(pid) for pid in parent.stdout.readline().split()]
    assert workers
    assert not any(map(gone, workers))
    time.sleep(1)
    parent.send_signal(by)
    parent.communicate(timeout=30)
    assert wait_for(lambda: all(map(gone, workers)))
    assert list(temporary.iterdir()) == []


def test_libraries_print_nowhere(
    readers: Readers, tmp_path: Path, capfd: pytest.CaptureFixture[str]
):
    """pdfminer and ftfy are loud about broken files, and could quote them."""
    made = [tmp_path / name for name in ("half.pdf", "loop.pdf", "deep.rtf")]
    for path in made:
        hostile.REFUSED[path.name][0](path)
    readings = list(readers.read([File(path, path.name) for path in made]))
    assert all(reading.refused for reading in readings)
    assert capfd.readouterr() == ("", "")


@pytest.fixture(scope="module")
def harmful(tmp_path_factory: pytest.TempPathFactory, readers: Readers) -> dict[str, str]:
    """Why files were refused, by name; empty for those that were read."""
    from corpus.inbox import find_files

    folder = tmp_path_factory.mktemp("harmful") / "inbox"
    hostile.make(folder)
    found = find_files(folder)
    wanted = [file for file in found if file.file_hash]
    readings = readers.read([File(file.path, file.name, folder) for file in wanted])
    refused = {file.name: file.refusal for file in found}
    return refused | {f.name: r.refused for f, r in zip(wanted, readings, strict=True)}


@pytest.mark.parametrize("name", hostile.REFUSED)
def test_what_means_harm_is_refused_with_reason_and_remedy(harmful: dict[str, str], name: str):
    reason = hostile.REFUSED[name][1]
    assert reason in harmful[name]
    assert "; " in harmful[name]
    assert "\n" not in harmful[name]
    assert "hemmelig" not in harmful[name]


@pytest.mark.parametrize("name", hostile.CLEANED)
def test_what_can_be_cleaned_is_read(harmful: dict[str, str], name: str):
    assert harmful[name] == ""


@pytest.mark.parametrize("name", ["controls.txt", "turned.txt"])
def test_what_nobody_sees_is_no_text(tmp_path: Path, name: str):
    hostile.CLEANED[name](tmp_path / name)
    (turn,) = [t for t in read_file(tmp_path / name, BOOK).turns if t.role.coded]
    assert turn.text.isprintable()


@pytest.mark.parametrize("ending", [".docx", ".odt", ".xlsx", ".pdf", ".rtf"])
@pytest.mark.parametrize("share", [0.0, 0.02, 0.1, 0.3, 0.6, 0.9, 0.99])
def test_a_truncated_file_is_refused_or_read(
    readers: Readers, tmp_path: Path, ending: str, share: float
):
    from tests import saving

    path = tmp_path / f"a{ending}"
    if ending == ".xlsx":
        hostile.save_xlsx(path)
    else:
        getattr(saving, f"save_{ending[1:]}")(hostile.WORDS, path)
    (reading,) = readers.read([File(hostile.truncated(path, share), path.name)])
    assert (reading.document is None) == bool(reading.refused)
    assert "; " in reading.refused or ending in {".pdf", ".rtf"}
