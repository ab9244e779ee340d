"""What a person looks through after pseudonymising."""

from privacy.identifiers import Kind
from privacy.pseudonymise import Hidden
from privacy.report import originals, report


def hidden(pseudonym: str, original: str, sure: float = 1.0, kind: Kind = Kind.PERSON) -> Hidden:
    end = len(pseudonym or original)
    return Hidden(0, end, kind, pseudonym, sure, bool(pseudonym), original)


HIDDEN = [
    hidden("", "Blåheia", 0.06),
    hidden("[PERSON 1]", "Kari Hansen", 0.99),
    hidden("[PERSON 1]", "Kari", 0.95),
    hidden("[E-POST 1]", "kari@dep.no", kind=Kind.EMAIL),
    hidden("[PERSON 1]", "Kari", 0.4),
    hidden("[PERSON 1]", "Kari", 0.97),
]


def test_there_is_one_line_a_form_what_was_hidden_first():
    lines = [(line.pseudonym, line.original, line.times) for line in report(HIDDEN)]
    assert lines == [
        ("[PERSON 1]", "Kari Hansen", 1),
        ("[PERSON 1]", "Kari", 3),
        ("[E-POST 1]", "kari@dep.no", 1),
        ("", "Blåheia", 1),
    ]
    assert [line.kind for line in report(HIDDEN)][2] is Kind.EMAIL


def test_the_least_probability_counts_and_tells_what_is_doubtful():
    assert [(line.sure, line.doubtful) for line in report(HIDDEN)] == [
        *((0.99, False), (0.4, True), (1.0, False), (0.06, True))
    ]


def test_a_form_that_is_of_two_persons_has_two_lines():
    two = [hidden("[PERSON 1]", "Kari"), hidden("[PERSON 2]", "Kari")]
    assert [line.pseudonym for line in report(two)] == ["[PERSON 1]", "[PERSON 2]"]


def test_the_key_holds_each_form_once_and_nothing_that_was_left():
    assert originals(HIDDEN) == {
        "[PERSON 1]": ["Kari Hansen", "Kari"],
        "[E-POST 1]": ["kari@dep.no"],
    }


def test_nothing_hidden_is_nothing_to_report():
    assert report([]) == []
    assert originals([]) == {}


def test_no_name_is_shown():
    assert "Kari" not in repr(report(HIDDEN))
    assert "Kari" not in repr(HIDDEN)
