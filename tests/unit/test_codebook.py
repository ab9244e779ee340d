import copy
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from codebook import DEFAULT, Codebook, difference, load
from codebook.loader import parse
from kodetrapp.errors import CodebookError

BOOK = """\
# A codebook for the tests.
id: skoler
title: {nb: Skoler, en: Schools}
source: En rapport
languages: [nb, nn]
dimensions:
  - id: stige
    label: Stige
    ordinal: true
    valence: {positive: nådd, neutral: omtalt, negative: ikke nådd}
    codes:
      - id: prat
        label: {nb: Prat, en: Talk}
        definition: De snakker sammen.
        exclusions:
          - {text: De gjør noe., instead: gjort}
        examples:
          - {text: Vi snakket lenge., valence: positive}
        counter_examples:
          - {text: Vi gjorde det., instead: gjort}
        keywords: [prat, samtale]
      - id: gjort
        label: {nb: Gjort, en: Done}
        definition: De gjør noe sammen.
        examples:
          - {text: Vi gjorde det., valence: neutral}
        counter_examples:
          - {text: Vi snakket., instead: prat}
        keywords: [gjort]
case_label: Skole
cases:
  - {id: nord, label: Nord, short: N, spellings: [Nordskolen, skolen i nord]}
  - {id: sor, label: Sør, short: S, spellings: [Sørskolen]}
phases:
  - {id: en, label: Første, start: 2020-01-01, end: 2020-12-31}
  - id: to
    label: Andre
    start: 2021-01-01
    end: 2021-12-31
roles:
  - {id: rektor, label: Rektor}
kinds:
  - {id: samtale, label: Samtale, structure: dialogue}
  - {id: notat, label: Notat, structure: prose}
headers:
  group: [Skole]
rules:
  - Kod det som sies.
levels:
  - {id: sterk, label: sterk, min_segments: 2, min_share_positive: 0.5}
  - {id: svak, label: svak}
"""

FIFTEEN = {
    *("trinn1", "trinn2", "trinn3", "trinn4", "trinn5"),
    *("oppsett", "sekretariat", "etatssamarbeid", "mandat", "forankring", "prosess_kultur"),
    *("kompleksitet", "konflikt", "departementskjennetegn", "tradisjon"),
}


def error_of(path: Path) -> str:
    with pytest.raises(CodebookError) as caught:
        load(path)
    return str(caught.value)


def changed(old: str, new: str) -> str:
    assert BOOK.count(old) == 1
    return BOOK.replace(old, new)


def test_default_codebook_holds_the_fifteen_codes_of_the_guide():
    book = load()
    assert len(FIFTEEN) == 15
    assert set(book.code_ids) == FIFTEEN
    assert len(book.code_ids) == 15
    assert [dimension.id for dimension in book.dimensions if dimension.ordinal] == [
        "samordningstrappen"
    ]
    assert book.code_ids[:5] == ("trinn1", "trinn2", "trinn3", "trinn4", "trinn5")


def test_default_codebook_holds_groups_phases_roles_and_kinds():
    book = load(DEFAULT)
    assert {case.id for case in book.cases} == {"kubu", "klima", "krise", "vann", "kompetanse"}
    assert [phase.id for phase in book.phases] == ["fase1", "fase2", "fase3"]
    assert {role.id for role in book.roles} == {"gruppe", "sekretariat", "linje", "etat"}
    assert {kind.id for kind in book.kinds} >= {"interview", "minutes", "observation"}
    assert book.levels[-1].unconditional


def test_texts_fall_back_to_the_first_language():
    book = parse(BOOK, "bok.yaml")
    assert book.title.get("en") == "Schools"
    assert book.title.get("nn") == "Skoler"
    assert book.case_label.get("en") == "Skole"


@pytest.mark.parametrize(
    ("day", "phase"),
    [
        (date(2019, 12, 31), None),
        (date(2020, 1, 1), "en"),
        (date(2020, 12, 31), "en"),
        (date(2021, 1, 1), "to"),
        (date(2022, 1, 1), None),
    ],
)
def test_a_phase_holds_its_first_and_last_day(day: date, phase: str | None):
    assert parse(BOOK, "bok.yaml").phase_of(day) == phase


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
def test_a_byte_order_mark_makes_no_difference(tmp_path: Path, encoding: str):
    path = tmp_path / "bok.yaml"
    path.write_text(BOOK, encoding=encoding)
    assert load(path).version == parse(BOOK, "bok.yaml").version


SECOND_PRAT = (
    "{id: prat, label: P, definition: P, examples: [{text: P, valence: neutral}], keywords: [p]}"
)

# What is changed in BOOK, the words on the line that the error must name, and what it must say.
FAULTS = {
    "unknown key": (
        ("    ordinal: true", "    ordnal: true"),
        "ordnal",
        ("'stige'", "unknown key", "correct the spelling of 'ordnal' or remove it"),
    ),
    "unknown key deep inside": (
        ("Vi snakket lenge., valence: positive", "Vi snakket lenge., valence: positive, x: y"),
        "Vi snakket lenge.",
        ("'prat'", "unknown key", "correct the spelling of 'x' or remove it"),
    ),
    "missing key": (
        ("short: S, ", ""),
        "id: sor",
        ("'sor'", "missing", "add 'short:'"),
    ),
    "wrong value": (
        ("min_segments: 2", "min_segments: mange"),
        "min_segments: mange",
        ("'sterk'", "integer", "correct the value"),
    ),
    "no such valence": (
        ("valence: neutral", "valence: ok"),
        "valence: ok",
        ("'gjort'", "'positive', 'neutral' or 'negative'", "correct the value"),
    ),
    "no language code": (
        ("{nb: Gjort, en: Done}", "{norsk: Gjort, en: Done}"),
        "norsk: Gjort",
        ("'gjort'", "'norsk' is no language code", "write one such as"),
    ),
    "duplicate code": (
        ("keywords: [gjort]", f"keywords: [gjort]\n      - {SECOND_PRAT}"),
        "label: P,",
        ("'prat'", "stands twice in the codes", "give one another id"),
    ),
    "duplicate case": (
        ("id: sor", "id: nord"),
        "label: Sør",
        ("'nord'", "stands twice in the cases", "give one another id"),
    ),
    "dangling exclusion": (
        ("De gjør noe., instead: gjort", "De gjør noe., instead: gjrt"),
        "instead: gjrt",
        ("'prat'", "no code 'gjrt'", "correct it or leave it out"),
    ),
    "dangling counter-example": (
        ("instead: prat", "instead: sladder"),
        "instead: sladder",
        ("'gjort'", "no code 'sladder'", "correct it or leave it out"),
    ),
    "shared spelling": (
        ("[Sørskolen]", "[Sørskolen, NORDSKOLEN]"),
        "id: sor",
        ("'sor'", "'NORDSKOLEN' is a spelling of 'nord' as well", "keep it in one"),
    ),
    "label that another kind spells": (
        ("label: Notat,", "label: samtale,"),
        "id: notat",
        ("'notat'", "'samtale' is a spelling of 'samtale' as well", "keep it in one"),
    ),
    "phase that runs backwards": (
        ("    end: 2021-12-31", "    end: 2020-12-31"),
        "    end: 2020-12-31",
        ("'to'", "ends before it starts", "correct one of the dates"),
    ),
    "last level with conditions": (
        ("label: svak}", "label: svak, min_kinds: 1}"),
        "id: svak",
        ("'svak'", "the last level has conditions", "end with one without any"),
    ),
    "empty label": (
        ("  - {id: rektor, label: Rektor}", "  - {id: rektor, label: {}}"),
        "id: rektor",
        ("'rektor'", "give the text in at least one language"),
    ),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_is_told_with_file_line_item_and_remedy(tmp_path: Path, fault: str):
    (old, new), on_line, said = FAULTS[fault]
    text = changed(old, new)
    path = tmp_path / "bok.yaml"
    path.write_text(text, encoding="utf-8")
    assert text.count(on_line) == 1
    line = text[: text.index(on_line)].count("\n") + 1
    message = error_of(path)
    assert message.count("\n") == 0
    assert message.startswith(f"{path}: line {line}: ")
    for words in said:
        assert words in message


def test_every_contradiction_is_told_at_once():
    text = changed("De gjør noe., instead: gjort", "De gjør noe., instead: a").replace(
        "label: svak}", "label: svak, min_kinds: 1}"
    )
    with pytest.raises(CodebookError) as caught:
        parse(text, "bok.yaml")
    assert [line.split(": ")[1] for line in str(caught.value).split("\n")] == ["line 16", "line 51"]


@pytest.mark.parametrize(
    ("old", "new", "line", "said"),
    [
        ("source: En rapport\n", "id: skoler\n", 4, ("duplicate key", '"id"')),
        ("short: N, ", "short: N, short: M, ", 32, ("duplicate key", '"short"')),
        ("      - id: gjort", "     - id: gjort", 22, ("begins in line 7",)),
        ("languages: [nb, nn]", "languages: [nb, nn", 6, ("begins in line 5",)),
        ("    ordinal: true", "\tordinal: true", 9, (r"'\t'",)),
        ("title: {nb: Skoler, en: Schools}", "title: a: b", 3, ("not allowed",)),
        ("source: En rapport", "source: En \x07rapport", 4, ("character",)),
    ],
)
def test_bad_yaml_is_told_with_its_line(
    tmp_path: Path, old: str, new: str, line: int, said: tuple[str, ...]
):
    path = tmp_path / "bok.yaml"
    path.write_text(changed(old, new), encoding="utf-8")
    message = error_of(path)
    assert message.startswith(f"{path}: line {line}: ")
    assert message.endswith(("mend the YAML there", "remove it"))
    for words in said:
        assert words in message


@pytest.mark.parametrize("text", ["", "# bare en kommentar\n", "- id: skoler\n", "skoler\n", "7\n"])
def test_what_is_no_mapping_is_refused(tmp_path: Path, text: str):
    path = tmp_path / "bok.yaml"
    path.write_text(text, encoding="utf-8")
    assert error_of(path) == f"{path}: line 1: a codebook is a mapping that begins with 'id:'"


def test_a_missing_file_is_named(tmp_path: Path):
    path = tmp_path / "bok.yaml"
    assert error_of(path) == f"{path}: there is no such file; give the codebook's path"


def test_a_folder_is_no_codebook(tmp_path: Path):
    assert error_of(tmp_path).startswith(f"{tmp_path}: can't be read (")


def test_a_file_in_another_encoding_is_refused(tmp_path: Path):
    path = tmp_path / "bok.yaml"
    path.write_text(BOOK, encoding="utf-16")
    message = error_of(path)
    assert message.startswith(f"{path}: can't be read (it is not UTF-8); ")
    assert "save it as a UTF-8 text file" in message


def test_layout_and_comments_leave_the_version_alone():
    version = parse(BOOK, "bok.yaml").version
    commented = BOOK.replace("\ncases:", "\n\n# Hvilke skoler.\ncases:")
    unfolded = changed(
        "  - {id: rektor, label: Rektor}", "  - id: rektor\n    label:\n        nb: 'Rektor'"
    )
    reordered = changed(
        "id: skoler\ntitle: {nb: Skoler, en: Schools}\n",
        "title: {en: Schools, nb: Skoler}\nid: skoler\n",
    )
    for text in (commented, unfolded, reordered, BOOK.replace("\n", "\r\n")):
        assert text != BOOK
        assert parse(text, "en annen.yaml").version == version


def variants(tree: Any, at: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The places of all values in a codebook that may be any word."""
    if isinstance(tree, dict):
        for key, value in tree.items():
            if key not in {"instead", "structure", "valence", "languages"} or isinstance(
                value, dict
            ):
                yield from variants(value, (*at, key))
    elif isinstance(tree, list):
        for index, value in enumerate(tree):
            yield from variants(value, (*at, index))
    elif isinstance(tree, str) and at[-1] != "id":
        yield at


def test_every_word_changes_the_version():
    tree = YAML(typ="safe", pure=True).load(BOOK)
    original = Codebook.model_validate(tree).version
    places = list(variants(tree))
    assert len(places) > 35
    versions = {original}
    for place in places:
        copied = copy.deepcopy(tree)
        parent = copied
        for step in place[:-1]:
            parent = parent[step]
        parent[place[-1]] += " x"
        versions.add(Codebook.model_validate(copied).version)
    assert len(versions) == 1 + len(places)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("id: rektor", "id: rektoren"),
        ("valence: neutral", "valence: negative"),
        ("min_segments: 2", "min_segments: 3"),
        ("start: 2020-01-01", "start: 2020-01-02"),
        ("ordinal: true", "ordinal: false"),
        ("structure: prose", "structure: agenda"),
        ("[prat, samtale]", "[samtale, prat]"),
        ("languages: [nb, nn]", "languages: [nb]"),
    ],
)
def test_every_value_changes_the_version(old: str, new: str):
    assert parse(changed(old, new), "b").version != parse(BOOK, "b").version


def changes(old: str, new: str) -> list[str]:
    return difference(parse(BOOK, "b"), parse(changed(old, new), "b"))


@pytest.mark.parametrize(
    ("old", "new", "lines"),
    [
        (
            "De snakker sammen.",
            "De snakker med hverandre.",
            [
                "~ dimensions.stige.codes.prat.definition.nb: "
                "“De snakker sammen.” → “De snakker med hverandre.”"
            ],
        ),
        (
            "[prat, samtale]",
            "[prat, sladder]",
            [
                "- dimensions.stige.codes.prat.keywords: “samtale”",
                "+ dimensions.stige.codes.prat.keywords: “sladder”",
            ],
        ),
        (
            "[prat, samtale]",
            "[samtale, prat]",
            ["~ dimensions.stige.codes.prat.keywords: order changed"],
        ),
        (
            "  - {id: rektor, label: Rektor}",
            "  - {id: elev, label: Elev}\n  - {id: rektor, label: Rektor}",
            ["+ roles.elev: added"],
        ),
        ("min_segments: 2", "min_segments: 3", ["~ levels.sterk.min_segments: 2 → 3"]),
        ("source: En rapport\n", "", ["- source: “En rapport”"]),
        ("label: Nord,", "label: {nb: Nord, en: North},", ["+ cases.nord.label.en: “North”"]),
        (
            "Vi snakket lenge., valence: positive",
            "Vi snakket kort., valence: positive",
            [
                "- dimensions.stige.codes.prat.examples: "
                "text: “Vi snakket lenge.”; valence: “positive”",
                "+ dimensions.stige.codes.prat.examples: "
                "text: “Vi snakket kort.”; valence: “positive”",
            ],
        ),
    ],
)
def test_a_difference_reads_as_one_line_a_change(old: str, new: str, lines: list[str]):
    assert changes(old, new) == lines


def test_a_removed_code_and_a_new_order_are_told():
    book = load()
    tree = book.model_dump(mode="json")
    tree["cases"].reverse()
    tree["roles"].pop()
    assert difference(book, Codebook.model_validate(tree)) == [
        "~ cases: order changed to kompetanse, vann, krise, klima, kubu",
        "- roles.etat: removed",
    ]


def test_equal_versions_have_no_difference():
    assert difference(load(), load()) == []
    assert difference(parse(BOOK, "a"), parse("# nytt\n" + BOOK, "b")) == []
