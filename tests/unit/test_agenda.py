import pytest

from corpus.agenda import agenda, looks_like_minutes, named_items, prose
from corpus.document import Turn, TurnRole
from corpus.lines import lines

HEADING, ITEM, NOTE, SAYS = TurnRole.HEADING, TurnRole.ITEM, TurnRole.NOTE, TurnRole.INFORMANT


def shown(turns: list[Turn], text: str) -> list[tuple[TurnRole, str, str]]:
    assert all(text[turn.start : turn.end] == turn.text for turn in turns)
    return [(turn.role, turn.speaker, turn.text) for turn in turns]


def minutes(text: str) -> list[tuple[TurnRole, str, str]]:
    return shown(agenda(lines(text)), text)


def read(text: str, role: TurnRole = NOTE) -> list[tuple[TurnRole, str]]:
    return [(kind, words) for kind, _, words in shown(prose(lines(text), role), text)]


@pytest.mark.parametrize(
    ("line", "item"),
    [
        ("Sak 12/23 Økonomi", "Sak 12/23"),
        ("SAK 12/23: Økonomi", "SAK 12/23"),
        ("Sak 12/2023 – Økonomi", "Sak 12/2023"),
        ("Sak nr. 4 Økonomi", "Sak nr. 4"),
        ("Sak 4. Økonomi", "Sak 4"),
        ("## Sak 4: Økonomi", "Sak 4"),
        ("**Sak 4: Økonomi**", "Sak 4"),
        ("Punkt 4) Økonomi", "Punkt 4"),
        ("Pkt. 4 Økonomi", "Pkt. 4"),
        ("Item 4 Økonomi", "Item 4"),
        ("\tSak 4\tØkonomi", "Sak 4"),
    ],
)
def test_named_items_are_known_however_they_are_written(line: str, item: str):
    assert minutes(f"{line}\nPengene er borte.\n") == [
        (HEADING, item, line.strip()),
        (ITEM, item, "Pengene er borte."),
    ]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("1. Åpning", "2. Økonomi"),
        ("1) Åpning", "2) Økonomi"),
        ("1 Åpning", "2 Økonomi"),
        ("### 1. Åpning", "### 2. Økonomi"),
        ("**7.** Åpning", "**8.** Økonomi"),
        ("12/23 Åpning", "13/23 Økonomi"),
        ("4.1 Åpning", "4.2 Økonomi"),
        ("1. «Åpning»", "2. Økonomi"),
    ],
)
def test_numbered_items_are_known_however_they_are_written(first: str, second: str):
    found = minutes(f"{first}\nGodkjent.\n\n{second}\nIngen penger.\n")
    assert [role for role, _, _ in found] == [HEADING, ITEM, HEADING, ITEM]
    assert [words for _, _, words in found][1::2] == ["Godkjent.", "Ingen penger."]


@pytest.mark.parametrize(
    "line",
    [
        "12 personer møtte.",
        "3. mai legges planen frem.",
        "40 000 barn er med.",
        "10.30 var det pause.",
        "1. Dette gjør vi først.",
        "- 2. Dette gjør vi så.",
        "sak 4 var grei.",
    ],
)
def test_a_number_in_running_text_begins_no_item(line: str):
    found = minutes(f"1. Åpning\n\n{line}\n\n2. Økonomi\n\nIngen penger.\n")
    assert found[1] == (ITEM, "1", line)
    assert [item for _, item, _ in found] == ["1", "1", "2", "2"]


def test_a_list_inside_an_item_stays_inside():
    found = minutes("1. Åpning\n\nVi skal:\n1. Lese.\n2. Skrive.\n3. Dele.\n\n2. Økonomi\n\nNei.\n")
    assert found[1] == (ITEM, "1", "Vi skal:\n1. Lese.\n2. Skrive.\n3. Dele.")


def test_items_may_be_skipped():
    found = minutes("1. Åpning\n\nJa.\n\n2. Økonomi\n\nNei.\n\n4. Eventuelt\n\nTja.\n")
    assert [item for role, item, _ in found if role is HEADING] == ["1", "2", "4"]


def test_items_without_blank_lines_are_items():
    found = minutes("1. Åpning\nJa.\n2. Økonomi\nNei.\n3. Eventuelt\nTja.\n")
    assert [words for role, _, words in found if role is ITEM] == ["Ja.", "Nei.", "Tja."]


def test_another_word_with_a_number_begins_no_item():
    found = minutes(
        "Sak 1/24 Mandat\n\nPunkt 3 i mandatet er uklart.\n\nSak 2/24 Økonomi\n\nNei.\n"
    )
    assert found[1] == (ITEM, "Sak 1/24", "Punkt 3 i mandatet er uklart.")


def test_an_item_on_one_line_is_text():
    assert minutes("Sak 1/24 Åpning: Alt godkjent.\nSak 2/24 Eventuelt\n") == [
        (ITEM, "Sak 1/24", "Åpning: Alt godkjent."),
        (ITEM, "Sak 2/24", "Eventuelt"),
    ]


def test_lines_before_the_first_item_are_text_of_none():
    found = minutes("Alle kom.\n\n1. Åpning\n\nJa.\n\n2. Økonomi\n\nNei.\n")
    assert found[0] == (ITEM, "", "Alle kom.")


def test_minutes_without_items_are_paragraphs():
    assert minutes("Alle kom.\n\nIngen gikk.\n") == [
        (ITEM, "", "Alle kom."),
        (ITEM, "", "Ingen gikk."),
    ]


def test_only_named_items_show_that_a_text_is_minutes():
    assert len(named_items(lines("Sak 1/24 A\n\nSak 2/24 B\n"))) == 2
    assert named_items(lines("1. A\n\n2. B\n\nI sak 3 sa vi nei. Saken 4\n")) == {}


def test_titles_in_prose_are_headings():
    text = "# Formål\nDele.\n\nEtter pausen\n\nVi delte.\n\n1.1 Mer\nMye mer.\n\n2. Slutt\n\nNei.\n"
    assert read(text) == [
        (HEADING, "# Formål"),
        (NOTE, "Dele."),
        (HEADING, "Etter pausen"),
        (NOTE, "Vi delte."),
        (HEADING, "1.1 Mer"),
        (NOTE, "Mye mer."),
        (HEADING, "2. Slutt"),
        (NOTE, "Nei."),
    ]


@pytest.mark.parametrize(
    "paragraph",
    [
        "Hun gikk.",
        "Gikk hun?",
        "«Nei!»",
        "Hun sa:",
        "- en ting",
        "• en ting",
        "Vi gikk. Så kom de tilbake",
        "Dette er en lang linje uten punktum som går over mange ord " * 2,
        "1. Lese\n2. Skrive",
        "12 personer møtte\nog tre gikk.",
        "08.55. Rommet er kaldt.\nNoen fryser.",
        "To linjer\nuten punktum",
    ],
)
def test_text_in_prose_is_no_heading(paragraph: str):
    assert read(f"{paragraph}\n\nEn setning.\n")[0] == (NOTE, paragraph.strip())


def test_speech_without_full_stops_is_no_row_of_headings():
    text = "ja nå går opptaket\n\nog så snakker jeg\n"
    words = ["ja nå går opptaket", "og så snakker jeg"]
    assert read(text, SAYS) == [(SAYS, line) for line in words]
    assert read(text) == [(NOTE, line) for line in words]


@pytest.mark.parametrize(
    "listed",
    [
        "Til stede: KD, HOD og JD, som kom for sent.",
        "Til stede:\nKari Hansen (KD)\nOla Moe (HOD)",
        "Til stede:\n- Kari Hansen\n- Ola Moe\nForfall: JD",
        "**Forfall:** JD",
        "## Til stades\nKD\nHOD",
        "Forfall (meldt): JD",
        "Referent: OM\nMøteleder: KH",
    ],
)
def test_who_was_there_is_context(listed: str):
    found = minutes(f"{listed}\n\nSak 1/23 Åpning\n\nGodkjent.\n")
    assert found[0] == (HEADING, "", listed)
    assert found[-1] == (ITEM, "Sak 1/23", "Godkjent.")


def test_names_below_a_label_of_their_own_are_context():
    found = minutes("Til stede:\n\nKari Hansen\nOla Moe\n\nForfall\n\nJD\n\nPengene er borte.\n")
    assert [role for role, _, _ in found] == [HEADING] * 4 + [ITEM]


def test_names_whose_label_stands_above_the_text_are_context():
    text = "Kari Hansen\nOla Moe\n\nKari sa nei\n"
    assert [turn.role for turn in agenda(lines(text), listed=True)] == [HEADING, ITEM]
    assert [turn.role for turn in agenda(lines(text))] == [ITEM, ITEM]


@pytest.mark.parametrize(
    "words",
    [
        "Til stede var de fleste. Referenten kom for sent.",
        "Forfall:\n\nDepartementet møtte ikke, og det var det tredje møtet på rad.",
        "Deltakere:\nAlle departementene var med, men bare to av dem hadde lest papirene.",
    ],
)
def test_what_is_told_of_who_was_there_is_text(words: str):
    found = minutes(f"Sak 1/23 Åpning\n\n{words}\n")
    assert found[-1][0] is ITEM


@pytest.mark.parametrize(
    "words",
    ["Vedtak: Vi venter.", "Konklusjon: Nei.", "Ansvar: KH, frist: 1. mai", "Kari sa: «Nei!»"],
)
def test_what_stands_below_an_item_belongs_to_it(words: str):
    found = minutes(f"1. Økonomi\n\nPengene er borte.\n\n{words}\n\n2. Eventuelt\n\nNei.\n")
    assert found[2] == (ITEM, "1", words)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Forfall: JD\n\n1. Åpning\n\nJa.\n\nVedtak: Ja.\n\n2. Slutt\n\nNei.\n", True),
        ("Til stede: KD\nForfall: JD\n\nVi snakket.\n\nVedtak: Ja.\n", True),
        ("Vedtak: Ja.\n\nVedtak: Nei.\n\n1. En\n\n2. To\n", False),
        ("Forfall: JD\n\nVi snakket.\n\nVedtak: Ja.\n", False),
        ("1. Åpning\n\nJa.\n\n2. Slutt\n\nNei.\n", False),
    ],
)
def test_words_of_minutes_show_that_a_text_is_minutes(text: str, expected: bool):
    assert looks_like_minutes(lines(text)) is expected
