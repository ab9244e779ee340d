"""Lists, words, marked documents, and a recogniser learnt from a handful of them."""

import random
from collections.abc import Callable
from pathlib import Path

import pytest

import codebook
from kodetrapp.errors import GoldError, ModelError
from privacy import pseudonymiser
from privacy.persons import PersonRecogniser, recogniser
from privacy.persons.english import small_words
from privacy.persons.lexicon import KINDS, ORIGINS, Lexicon, lexicon, read_list
from privacy.persons.marked import MarkedDocument, parse, read_marked
from privacy.persons.recogniser import default
from privacy.persons.substitution import substitute, without_case
from privacy.persons.training import TRAINING, fingerprint, learn, ordinary_words, unmarked
from privacy.persons.words import (
    bare,
    capitalised,
    in_lower_case,
    openings,
    outside,
    shape,
    words,
)

GIVEN = ["Kari", "Ola", "Per", "Anne", "Lars", "Ingrid", "Nils", "Berit", "Knut", "Solveig", "Tor"]
FAMILY = [
    "Hansen",
    "Dahl",
    "Berg",
    "Lie",
    "Moen",
    "Haugen",
    "Lund",
    "Strand",
    "Vik",
    "Bakke",
    "Aas",
]
SMALL = Lexicon(
    {
        "given": frozenset(GIVEN),
        "family": frozenset(FAMILY),
        "place": frozenset(["Oslo", "Bergen", "Strand", "Hamar", "Molde", "Bodø"]),
        "organisation": frozenset(["DFØ", "KD", "Statkraft", "Telenor", "NSB", "Posten"]),
        "other": frozenset(["Mandag", "Gud", "Norsk", "Excel", "Word", "Jul"]),
    },
    {"møte": 5, "hun": 9, "sa": 9, "det": 9, "og": 9, "var": 9, "vi": 6, "berg": 3, "kom": 4},
)
DOCUMENT = parse(
    "# språk: nn\n⟪Kari Hansen|1 norsk⟫ (⟪KH|1 norsk⟫) og ⟪Ola|2 norsk⟫ i ⟪Oslo|sted⟫ hos "
    "⟪DFØ|org⟫.\n⟪Karis|1 norsk⟫ post: ⟪kari@dep.no|epost⟫. ⟪Hansen, Kari|1 norsk⟫",
    "a.txt",
)


# Lists


def test_all_lists_are_there_and_no_entry_is_empty_or_there_twice():
    lists = [f"{kind}_{origin}" for kind in ("given", "family") for origin in ORIGINS]
    for name in [*lists, "places", "organisations", "others"]:
        entries = read_list(name)
        assert len(entries) > 200
        assert len(set(entries)) == len(entries)
        assert all(entry == entry.strip() != "" for entry in entries)


def test_the_lexicon_knows_names_of_all_origins_and_no_ordinary_word():
    known = lexicon({})
    assert set(known.kinds) == set(KINDS)
    assert all(known.is_name(read_list(f"given_{origin}")[0].split()[0]) for origin in ORIGINS)
    assert not any(map(known.is_name, ("departementet", "møtet", "samarbeid")))


@pytest.mark.parametrize(
    ("word", "kinds"),
    [
        ("Kari", ["given"]),
        ("kari", ["given"]),
        ("KARI", ["given"]),
        ("Strand", ["family", "place"]),
        ("DFØ", ["organisation"]),
        ("dfø", []),
        ("Anne-Kari", ["double given"]),
        ("Lie-Dahl", ["double family"]),
        ("Kari-Dahl", []),
        ("ord", []),
    ],
)
def test_a_word_stands_in_the_lists_that_it_stands_in(word: str, kinds: list[str]):
    assert SMALL.kinds_of(word) == kinds


# Words


def test_words_and_signs_know_where_they_stand():
    text = "Anne-Lise sa: «Per’s 3 hus_1»\n– Åse!"
    found = words(text)
    assert [word.text for word in found] == [
        *("Anne-Lise", "sa", ":", "«", "Per’s", "3", "hus", "_", "1", "»", "–", "Åse", "!")
    ]
    assert all(text[word.start : word.end] == word.text for word in found)


def test_the_parts_of_a_word():
    assert [bare(word) for word in ("Karis", "Ols", "Lars'", "Kari")] == [
        *("Kari", "Ols", "Lars", "Kari")
    ]
    assert [capitalised(word) for word in ("kari", "anne-lise", "")] == ["Kari", "Anne-Lise", ""]
    assert [shape(word) for word in ("Kari", "DFØ", "Anne-Lise", "R2D2", "KHs")] == [
        *("Xx+", "X+", "Xx+-Xx+", "X9X9", "X+x")
    ]


def test_a_capital_is_usual_at_the_beginning_of_lines_and_sentences():
    text = "Ja. «Nei», sa han\nDa: – Vel"
    found = words(text)
    opening = [w.text for w, yes in zip(found, openings(text, found), strict=True) if yes]
    assert [word for word in opening if word.isalpha()] == ["Ja", "Nei", "Da", "Vel"]


def test_lines_without_capitals_are_told():
    long = "ja det var kari som sa det til oss da vi kom hit"
    text = f"Vi Har Store Bokstaver Her.\n{long}\nkort linje"
    found = words(text)
    lower = [w.text for w, yes in zip(found, in_lower_case(text, found), strict=True) if yes]
    assert lower == long.split()
    found = words(long)
    assert all(in_lower_case(long, found))


def test_words_outside_spans():
    found = words("en to tre fire")
    assert outside(found, [(3, 5), (9, 11)]) == [True, False, True, False]
    assert outside(found, []) == [True] * 4


@pytest.mark.parametrize(
    ("text", "small"),
    [
        ("My boss said that it was fine.", ["My"]),
        ("With her he worked for three years. We met in May.", ["With", "We", "May"]),
        ("This is what May Berg and Will Smith said.", ["This"]),
        ("My og With var der. May kom. Will du det?", []),
        ("Han sa: This is what we want. Og My lo.", ["This"]),
        ("", []),
    ],
)
def test_small_english_words_are_told_in_english_sentences_alone(text: str, small: list[str]):
    found = [text[slice(*at)] for at in small_words(text, words(text))]
    assert found == small


# Marked documents


def test_a_marked_document_is_a_text_with_marks():
    assert DOCUMENT.lang == "nn"
    assert DOCUMENT.text.startswith("Kari Hansen (KH) og Ola i Oslo hos DFØ.\nKaris post:")
    assert [(mark.text, mark.person, mark.origin) for mark in DOCUMENT.persons] == [
        *(("Kari Hansen", 1, "norsk"), ("KH", 1, "norsk"), ("Ola", 2, "norsk")),
        *(("Karis", 1, "norsk"), ("Hansen, Kari", 1, "norsk")),
    ]
    assert [m.label for m in DOCUMENT.marks if m.person is None] == ["sted", "org", "epost"]
    stand(DOCUMENT)


def stand(document: MarkedDocument) -> None:
    """Every mark stands where it says, in order."""
    end = 0
    for mark in document.marks:
        assert document.text[mark.start : mark.end] == mark.text
        assert mark.start >= end
        end = mark.end


@pytest.mark.parametrize(
    ("written", "reason"),
    [
        ("en\n⟪Kari|1 norsk", "a.txt: a mark is not closed near line 2"),
        ("Kari|1 norsk⟫", "not closed near line 1"),
        ("⟪Kari\nHansen|1 norsk⟫", "not closed"),
        ("⟪Kari⟫", "not closed"),
        ("⟪Kari|1⟫", "label '1' is not known"),
        ("⟪Kari|1 marsk⟫", "label '1 marsk' is not known"),
        ("⟪Kari|navn⟫", "label 'navn' is not known"),
    ],
)
def test_a_fault_in_a_mark_is_named_with_its_place(written: str, reason: str):
    with pytest.raises(GoldError) as caught:
        parse(written, "a.txt")
    assert reason in str(caught.value)
    assert "Kari" not in str(caught.value)


def test_the_marked_documents_in_the_repository_can_be_read():
    documents = read_marked(TRAINING)
    assert len(documents) > 30
    for document in documents:
        stand(document)


def test_without_what_is_marked_no_name_is_left():
    assert "Kari" not in unmarked(DOCUMENT)
    assert " og " in unmarked(DOCUMENT)


# Other names in them


@pytest.mark.parametrize("seed", range(20))
def test_substituting_keeps_labels_offsets_and_all_that_is_not_marked(seed: int):
    other = substitute(DOCUMENT, SMALL, random.Random(seed))
    stand(other)
    assert [(m.label, m.person, m.origin) for m in other.marks] == [
        (m.label, m.person, m.origin) for m in DOCUMENT.marks
    ]
    assert unmarked(other) == unmarked(DOCUMENT)
    assert other.lang == "nn"


def test_a_person_is_renamed_throughout():
    full, initials, other, genitive, turned = (
        mark.text for mark in substitute(DOCUMENT, SMALL, random.Random(1)).persons
    )
    given, family = full.split()
    assert (given, family) != ("Kari", "Hansen")
    assert initials == (given[0] + family[0]).upper()
    assert genitive in {f"{given}s", f"{given}’"}
    assert turned == f"{family}, {given}"
    assert other not in {given, "Ola"}


def test_in_lower_case_every_sign_keeps_its_place():
    lower = without_case(DOCUMENT)
    stand(lower)
    assert lower.text == lower.text.lower()
    assert [(m.start, m.end) for m in lower.marks] == [(m.start, m.end) for m in DOCUMENT.marks]
    assert "." not in lower.text.replace("kari@dep.no", "")


def test_a_letter_whose_small_form_is_longer_leaves_the_document_as_it_is():
    document = parse("İ ⟪Kari|1 norsk⟫.", "a.txt")
    assert without_case(document) == document


# Learning


def test_ordinary_words_are_those_met_in_lower_case_more_than_once():
    assert ordinary_words(["møte Møte møte og", "Og Kari 1 1"]) == {"møte": 2}


SENTENCES: list[Callable[[str, str], str]] = [
    lambda a, b: f"Hun snakket med ⟪{a} {b}|1 norsk⟫ om møtet i Oslo.",
    lambda a, b: f"Så sa ⟪{a}|1 norsk⟫ at det var greit, og Statkraft kom.",
    lambda a, b: f"Lederen er ⟪{b}|1 norsk⟫. Møtet var mandag. Vi var i Bergen.",
    lambda a, b: f"Excel og DFØ var der. Det sa ⟪{a}s|1 norsk⟫ leder også.",
]


@pytest.fixture(scope="module")
def learnt() -> PersonRecogniser:
    """From eleven documents of one paragraph; what is known of spelling is the package's."""
    documents = [
        parse(" ".join(sentence(*names) for sentence in SENTENCES), f"{n}.txt")
        for n, names in enumerate(zip(GIVEN, FAMILY, strict=True))
    ]
    return learn(documents, SMALL, default().spelling, variants=1)


def test_a_handful_of_documents_is_enough_to_find_names_like_theirs(learnt: PersonRecogniser):
    text = "Hun snakket med Berit Moen om møtet i Bergen. Så sa Knut at det var greit."
    assert {text[n.start : n.end] for n in learnt.names(text, threshold=0.5)} == {
        *("Berit Moen", "Knut")
    }


def test_what_lies_apart_is_no_name(learnt: PersonRecogniser):
    text = "Hun snakket med Berit Moen om møtet i Bergen."
    assert learnt.names(text, [(16, 26)], 0.5) == []
    assert learnt.names("") == []


def test_a_recogniser_is_the_same_after_it_was_saved(learnt: PersonRecogniser, tmp_path: Path):
    learnt.save(tmp_path / "new" / "names.skops")
    loaded = PersonRecogniser.load(tmp_path / "new" / "names.skops")
    assert loaded.threshold == learnt.threshold
    assert loaded.lexicon.ordinary == learnt.lexicon.ordinary
    assert set(loaded.spelling.known) == set(learnt.spelling.known)


@pytest.mark.parametrize("content", [None, b"", b"PK\x03\x04", b"words"])
def test_a_missing_or_damaged_file_is_named(tmp_path: Path, content: bytes | None):
    path = tmp_path / "names.skops"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(ModelError, match=r"names\.skops: the recogniser of names is missing or da"):
        PersonRecogniser.load(path)


@pytest.mark.parametrize("at", [0.01, 0.5, 0.999])
def test_a_file_damaged_in_the_middle_is_named_with_the_remedy(
    learnt: PersonRecogniser, tmp_path: Path, at: float
):
    path = tmp_path / "names.skops"
    learnt.save(path)
    content = bytearray(path.read_bytes())
    place = int(at * len(content))
    content[place : place + 40] = b"\xff" * 40
    path.write_bytes(content)
    with pytest.raises(ModelError, match="install kodetrapp anew, or make it with 'make names'"):
        PersonRecogniser.load(path)


def test_a_damaged_recogniser_is_told_before_any_file_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    """In a worker process it would be taken for a file that makes its reader crash."""
    (tmp_path / "names.skops").write_bytes(b"PK\x03\x04")
    monkeypatch.setattr(recogniser, "DEFAULT", tmp_path / "names.skops")
    recogniser.default.cache_clear()
    try:
        with pytest.raises(ModelError, match="is missing or damaged"):
            pseudonymiser(codebook.load(), tmp_path / "names.yaml")
    finally:
        recogniser.default.cache_clear()


def test_the_shipped_recogniser_was_learnt_from_what_is_in_the_repository():
    assert default().fingerprint == fingerprint()
