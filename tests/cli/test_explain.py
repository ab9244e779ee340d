"""`kodetrapp code --explain`: a reason with every segment."""

import json
from pathlib import Path

from tests.cli.conftest import CODEBOOK, LIBRARIES, Terminal

DOCUMENT = LIBRARIES / "gold" / "harbour-pilot-librarian-01.txt"


def test_every_segment_comes_with_its_reason(kodetrapp: Terminal, model: Path) -> None:
    result = kodetrapp("code", DOCUMENT, "--codebook", CODEBOOK, "--model", model, "--explain")
    assert result.code == 0, result.err
    rows = [json.loads(line) for line in result.out.splitlines()]
    reasons = [row.pop("why") for row in rows]
    assert rows
    for row, why in zip(rows, reasons, strict=True):
        assert list(why) == ["nearest", "words", "parts"]
        assert why["nearest"] == []
        assert set(why["parts"]) == {"words", "question"}
        assert all(word in row["quote"].lower() for word, _ in why["words"])
    assert any(why["words"] for why in reasons)
