"""A small published study to report on: two groups that were heard, people's decisions, an audit,
and texts that mean harm."""

import datetime
from collections.abc import Sequence
from pathlib import Path

from corpus import Document
from models import Status, load_card
from models.storage import DEFAULT
from store import model_cards
from store.assignments import complete, draw_audit
from tests.making import Made, document, segment

FORMULA = '=HYPERLINK("http://evil.example/","klikk")'
SCRIPT = "<script>alert(1)</script><img src=http://evil.example/x onerror=alert(1)> & vi deler"
CONTROLS = "Vi\x07 deler\x1b[31m alt\x0c her\u202e snudd\ufeff."
HEBREW = "שלום אמר האיש, og vi deler."
TEMPLATE = "{{ 7 * 7 }} {% raw %} og { HYPERLINK evil } deler _x0041_ vi."
PLAIN = "Vi deler alt vi har."
MINUS = "- nei, vi deler ikke."
HOSTILE = (FORMULA, SCRIPT, CONTROLS, HEBREW, TEMPLATE, PLAIN, MINUS)

_DAY = datetime.date(2022, 3, 1)


def publish_study(data: Path) -> Path:
    """Publishes the study into `data`, which it returns. The first group has what is hostile; the
    second is common; nobody has been heard on the others."""
    made = Made(data)
    hostile = document(*HOSTILE, name="=<b>&ond.txt", date=_DAY)
    common = [
        document(
            f"Møte {number} ga en plan.",
            f"Lederen {number} kom aldri.",
            f"Dette er sammensatt, sak {number}.",
            f"Da {number} var over, kom bussen.",
            name=f"klima-{number}.txt",
            group="klima",
            phase=f"fase{1 + number % 3}",
            kind=("interview", "minutes")[number % 2],
            date=_DAY + datetime.timedelta(days=200 * (number % 3)),
        )
        for number in range(6)
    ]
    seen, unseen = common[:3], common[3:]
    made.take(*seen)
    _code(made, seen)
    for of in seen:
        made.decide(of, of.turns[0].text, "trinn4")
        made.decide(of, of.turns[1].text, "forankring", valence="negative")
    with made.store.transaction() as connection:
        draw_audit(connection, 1)
        for of in seen:
            for turn in of.turns:
                complete(connection, of.document_id, turn, "kari", made.book.version)
        card = load_card(DEFAULT).model_copy(update={"version": "model 1"})
        model_cards.save(connection, card)
    made.take(*unseen, hostile, document("Ukjent sak.", name="ukjent.txt", group=None))
    _code(made, unseen)
    _code_hostile(made, hostile)
    assert made.publish()
    return data


def _code(made: Made, common: Sequence[Document]) -> None:
    for of in common:
        plan, leader, problem, _ = (turn.text for turn in of.turns)
        made.code(
            of,
            segment(of, plan, "trinn4", "positive", 0.9, Status.PENDING),
            segment(of, leader, "forankring", "negative", 0.8),
            segment(of, problem, "kompleksitet", "positive", 0.95),
        )


def _code_hostile(made: Made, of: Document) -> None:
    """All is proposed, and the surest are those that mean harm."""
    said = {
        ("trinn1", "positive"): (FORMULA, SCRIPT, HEBREW, PLAIN),
        ("trinn2", "positive"): (TEMPLATE, CONTROLS, PLAIN),
        ("oppsett", "negative"): (MINUS, *HOSTILE[:-1]),
    }
    proposed = (
        segment(of, quote, code, valence, 0.9 - place / 50, Status.PENDING)
        for (code, valence), quotes in said.items()
        for place, quote in enumerate(quotes)
    )
    made.code(of, *proposed, segment(of, PLAIN, "konflikt", "positive", 0.99, Status.AUTO))
