"""How many names the recogniser finds in documents that nothing was learnt from.

These documents are frozen: nothing is tuned on them, and what is missed in them is not looked at.
"""

import pytest

from privacy.evaluation import TEST, Counts, count, same_person
from privacy.name_lists import NameLists
from privacy.persons.marked import MarkedDocument, read_marked
from privacy.persons.recogniser import default
from privacy.persons.training import TRAINING
from privacy.pseudonymise import find_mentions


@pytest.fixture(scope="module")
def documents() -> list[MarkedDocument]:
    return read_marked(TEST)


@pytest.fixture(scope="module")
def counts(documents: list[MarkedDocument]) -> list[Counts]:
    recogniser = default()
    return [
        count(
            document,
            [
                mention
                for mention in find_mentions(document.text, recogniser, NameLists())
                if mention.sure >= recogniser.threshold
            ],
        )
        for document in documents
    ]


def test_nearly_every_mention_of_a_person_is_hidden(counts: list[Counts]):
    hidden = sum(sum(c.hidden.values()) for c in counts)
    assert hidden / sum(sum(c.mentions.values()) for c in counts) >= 0.97


def test_what_is_hidden_is_nearly_always_a_person(counts: list[Counts]):
    assert sum(c.right for c in counts) / sum(c.stretches for c in counts) >= 0.90


def test_nearly_every_other_identifier_is_hidden(counts: list[Counts]):
    assert sum(c.identifiers_hidden for c in counts) / sum(c.identifiers for c in counts) >= 0.95


def test_mentions_of_one_person_are_brought_together(documents: list[MarkedDocument]):
    together = [same_person(document, default()) for document in documents]
    assert sum(total for total, _ in together) / sum(number for _, number in together) >= 0.95


def test_nothing_was_learnt_from_these_documents(documents: list[MarkedDocument]):
    learnt_from = {document.text for document in read_marked(TRAINING)}
    assert len(documents) >= 30
    assert not learnt_from & {document.text for document in documents}
