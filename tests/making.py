"""Builders: documents from turns, segments from quotes, a store with both, other processes."""

import datetime
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import codebook
from codebook import Codebook, Valence
from corpus import Document, Metadata, Passage, Sentence, Turn, TurnRole
from findings.publish import publish
from models import Segment, Status
from store import Store, codebooks, codings, decisions, documents, runs
from store.decisions import Decision
from store.documents import Taken
from store.runs import Run

BOOK = codebook.load()


def changed(book: Codebook = BOOK, **fields: Any) -> Codebook:
    """The codebook with other values in these fields, and so of another version."""
    kept = {name: getattr(book, name) for name in Codebook.model_fields}
    return Codebook.model_construct(**{**kept, **fields})


def without(code: str, book: Codebook = BOOK) -> Codebook:
    """The codebook without one code."""
    dimensions = [
        dimension.model_copy(update={"codes": [c for c in dimension.codes if c.id != code]})
        for dimension in book.dimensions
    ]
    return changed(book, dimensions=dimensions)


def document(
    *turns: str | tuple[str, str],
    name: str = "a.txt",
    group: str | None = "kubu",
    kind: str | None = "interview",
    phase: str | None = "fase1",
    role: str | None = "gruppe",
    date: datetime.date | None = None,
    warnings: tuple[str, ...] = (),
) -> Document:
    """A document in which a turn a line is said: by A, or in pairs (speaker, words); I asks."""
    text, spans = "", []
    for turn in turns:
        speaker, words = ("A", turn) if isinstance(turn, str) else turn
        text += f"{speaker}: "
        asks = TurnRole.INTERVIEWER if speaker == "I" else TurnRole.INFORMANT
        spans.append(Turn(len(text), len(text) + len(words), words, asks, speaker))
        text += f"{words}\n"
    metadata = Metadata(group, date, phase, kind, role, "nb")
    return Document(name, text, tuple(spans), metadata, warnings)


def taken(of: Document, reading: str = "reading 1") -> Taken:
    """The document on its way in, every turn one sentence."""
    sentences = (Sentence(t.start, t.end, t.text, n) for n, t in enumerate(of.turns))
    return Taken(of, tuple(sentences), f"file of {of.document_id}", reading)


def passage(of: Document, quote: str, which: int = 0) -> Passage:
    """Where the quote stands in the document, at its first place or at a later one."""
    return of.find(quote)[which]


def segment(
    of: Document,
    quote: str,
    code: str,
    valence: str = "positive",
    score: float = 0.9,
    status: Status = Status.AUTO,
) -> Segment:
    """The machine's coding of the quote."""
    return Segment(passage(of, quote), code, valence, score, status)


_NEW: dict[str, bytes] = {}


def _new_store(book: Codebook) -> bytes:
    """A store that knows the codebook and no run; made once a codebook, because that is slow."""
    if book.version not in _NEW:
        with tempfile.TemporaryDirectory() as folder:
            store = Store(Path(folder))
            with store.transaction() as connection:
                codebooks.save(connection, book)
            _NEW[book.version] = store.path.read_bytes()
    return _NEW[book.version]


class Made:
    """A store in the folder `data`, with a run under way."""

    def __init__(self, data: Path, book: Codebook = BOOK) -> None:
        self.data = data
        self.store = Store(data, wait=5)
        if not self.store.path.exists():
            data.mkdir(parents=True, exist_ok=True)
            self.store.path.write_bytes(_new_store(book))
        self.begin(book)

    def begin(self, book: Codebook = BOOK, model: str = "model 1") -> Run:
        """The next run, by this codebook and model."""
        self.book, self.model = book, model
        with self.store.transaction() as connection:
            codebooks.save(connection, book)
            self.run = runs.begin(connection, book.version, model)
        return self.run

    def take(self, *of: Document, reading: str = "reading 1") -> None:
        """Takes in documents, in one batch."""
        with self.store.transaction() as connection:
            documents.save(connection, self.run.run_id, [taken(item, reading) for item in of])

    def retire(self, *names: str) -> None:
        """Takes out the documents of these files."""
        with self.store.transaction() as connection:
            known = documents.known_sources(connection)
            documents.retire(connection, self.run.run_id, [known[name] for name in names])

    def load(self, *ids: str) -> list[Document]:
        with self.store.transaction() as connection:
            return documents.load(connection, ids)

    def code(self, of: Document, *segments: Segment) -> None:
        """The machine's pass over a document, in the present run."""
        self.code_all({of.document_id: segments})

    def code_all(self, coded: dict[str, Any]) -> None:
        with self.store.transaction() as connection:
            version = self.book.version
            codings.save(connection, self.run.run_id, self.model, version, version, coded)

    def to_code(self, model: str = "model 1", book: Codebook = BOOK) -> list[str]:
        with self.store.transaction() as connection:
            return codings.to_code(connection, model, book.version)

    def decide(
        self,
        of: Document,
        quote: str | Passage,
        code: str,
        verdict: str = "accepted",
        valence: str = "positive",
        coder: str = "kari",
        memo: str = "",
    ) -> str:
        """A person's decision on the quote; its id."""
        place = passage(of, quote) if isinstance(quote, str) else quote
        decision = Decision(of.document_id, place, code, Valence(valence), verdict, coder, memo)
        return self.decide_all([decision])[0]

    def decide_all(self, of: Sequence[Decision]) -> list[str]:
        """Decisions one after the other; their ids."""
        with self.store.transaction() as connection:
            return [decisions.record(connection, item, self.book.version) for item in of]

    def carry_over(self) -> tuple[int, int]:
        with self.store.transaction() as connection:
            return decisions.carry_over(connection)

    def correct(self, of: Document) -> tuple[int, int]:
        """Takes in a corrected file and carries the decisions over to it."""
        with self.store.transaction() as connection:
            documents.save(connection, self.run.run_id, [taken(of)])
            return decisions.carry_over(connection)

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        with self.store.transaction() as connection:
            return connection.execute(sql).fetchall()

    def coded(self, columns: str = "quote, code, valence, source, status") -> list[tuple[Any, ...]]:
        """These columns of the coded segments, in their order."""
        return self.rows(f"SELECT {columns} FROM coded_segments")

    def publish(self) -> bool:
        return publish(self.store, self.data)


_SESSION = """
import sys, duckdb
with duckdb.connect(sys.argv[1], read_only=sys.argv[2] == "True") as connection:
    print("open", flush=True)
    for line in sys.stdin:
        print(connection.execute(line).fetchall(), flush=True)
"""


class Session:
    """A DuckDB file held open by another process."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        assert process.stdin is not None
        assert process.stdout is not None
        self._in, self._out = process.stdin, process.stdout
        assert self._out.readline() == "open\n"

    def ask(self, sql: str) -> str:
        """The rows that the other process gets, as Python writes them."""
        self._in.write(f"{sql}\n")
        self._in.flush()
        return self._out.readline().strip()

    def close(self) -> None:
        """Lets the other process end."""
        self._in.close()


@contextmanager
def session(path: Path, read_only: bool = False) -> Iterator[Session]:
    """Another process that has the file open until the block ends."""
    command = [sys.executable, "-c", _SESSION, str(path), str(read_only)]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        try:
            yield Session(process)
        finally:
            process.kill()
