import pytest

from corpus.filenames import folders, stem


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("2023-05-11_KUBU_sekretariat.docx", "2023-05-11_KUBU_sekretariat"),
        ("Intervju 3 KUBU avd.dir 11.05.2023.docx", "Intervju 3 KUBU avd.dir 11.05.2023"),
        ("Fase 1/IntervjuKUBU3.docx", "Intervju KUBU 3"),
        ("KUBUReferat.txt", "KUBU Referat"),
        ("uten ending 11.05.2023", "uten ending 11.05.2023"),
    ],
)
def test_a_stem_has_no_ending_and_its_words_apart(name: str, words: str):
    assert stem(name) == words


def test_folders_come_nearest_first_without_the_ending_of_an_archive():
    assert folders("Fase1/arkiv.zip/KUBU/a.txt") == ["KUBU", "arkiv", "Fase 1"]


@pytest.mark.parametrize("name", ["a.txt", "/home/klima/a.txt", "C:\\klima\\a.txt", "../a.txt"])
def test_what_lies_above_a_study_says_nothing(name: str):
    assert folders(name) == []
