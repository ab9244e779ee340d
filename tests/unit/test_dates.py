from datetime import date

import pytest

from corpus.dates import When, find, find_date

LANGUAGES = ["nb", "nn"]


@pytest.mark.parametrize(
    ("value", "day"),
    [
        ("2023-05-03", date(2023, 5, 3)),
        ("3.5.2023", date(2023, 5, 3)),
        ("03.05.2023, kl. 10.30–12.00", date(2023, 5, 3)),
        ("3. mai 2023", date(2023, 5, 3)),
        ("onsdag 3. mai 2023", date(2023, 5, 3)),
        ("3/5-23", date(2023, 5, 3)),
        ("3. mars 2023", date(2023, 3, 3)),
        ("16. desember 2022", date(2022, 12, 16)),
        ("May 3, 2023", date(2023, 5, 3)),
        ("3 October 2023", date(2023, 10, 3)),
        ("mai 2023", date(2023, 5, 1)),
        ("møte nr. 4, 12.10.2022", date(2022, 10, 12)),
        ("11.5.23", date(2023, 5, 11)),
        ("11. mai 23", date(2023, 5, 11)),
        ("11-05-2023", date(2023, 5, 11)),
        ("2023_05_11_KUBU", date(2023, 5, 11)),
        ("20230511-referat-klima", date(2023, 5, 11)),
        ("Intervju 3 KUBU avd.dir 11.05.2023", date(2023, 5, 11)),
        ("Intervju 2023-04-18, kl. 09.00", date(2023, 4, 18)),
        ("møte 6. oktober 2022, kl. 09.00–11.15", date(2022, 10, 6)),
        ("31.02.2023, flyttet til 3.3.2023", date(2023, 3, 3)),
        ("31.02.2023", None),
        ("31. februar 2023", None),
        ("3. mai 14 personer", None),
        ("Vår ref.: 202318834-3", None),
        ("Sak 12/23", None),
        ("2023", None),
        ("10:30", None),
        ("i fjor", None),
        ("", None),
    ],
)
def test_dates_are_read_day_before_month(value: str, day: date | None):
    assert find_date(value, LANGUAGES) == day


@pytest.mark.parametrize(
    ("value", "when"),
    [
        ("mai 2023", When(date(2023, 5, 1), date(2023, 5, 31), date(2023, 5, 1))),
        ("våren 2023", When(date(2023, 1, 1), date(2023, 6, 30), None)),
        ("Haust 2023", When(date(2023, 8, 1), date(2023, 12, 31), None)),
        ("våren 2023, 3. mai 2023", When.on(date(2023, 5, 3))),
        ("2023", None),
    ],
)
def test_months_and_seasons_are_spans(value: str, when: When | None):
    assert find(value, LANGUAGES).when == when


def test_a_year_is_a_date_only_where_one_is_meant():
    assert find("2022", LANGUAGES, alone=True).when == When(
        date(2022, 1, 1), date(2022, 12, 31), None
    )
    assert find("sak 2022", LANGUAGES, alone=True).when is None


@pytest.mark.parametrize(
    "value", ["31.02.2023", "2023-13-01", "31. februar 2023", "05/31/2023", "0.1.2023"]
)
def test_dates_of_no_calendar_are_named(value: str):
    assert find(f"Dato: {value}", LANGUAGES).impossible == value


def test_what_is_no_date_is_no_impossible_one():
    assert find("Sak 12/23, kl. 10.30, mai 23", LANGUAGES).impossible == ""
