"""Identifiers that are no names: what is found, and what only looks like one."""

from itertools import pairwise

import pytest

from privacy.identifiers import Kind, find_identifiers

FIRST, SECOND = (3, 7, 6, 1, 8, 9, 4, 5, 2), (5, 4, 3, 2, 7, 6, 5, 4, 3, 2)
ACCOUNT = (5, 4, 3, 2, 7, 6, 5, 4, 3, 2)


def check_digit(digits: str, weights: tuple[int, ...]) -> int:
    """The check digit by modulo 11; 10 where there is none."""
    return -sum(int(d) * w for d, w in zip(digits, weights, strict=True)) % 11


def national_id(date: str) -> str:
    """A number of somebody born on `date` (DDMMYY), with the first individual digits that work."""
    for individual in range(100, 500):
        nine = f"{date}{individual}"
        first = check_digit(nine, FIRST)
        second = check_digit(f"{nine}{first}", SECOND) if first < 10 else 10
        if second < 10:
            return f"{nine}{first}{second}"
    raise AssertionError(date)


def account(ten: str) -> str:
    digit = check_digit(ten, ACCOUNT)
    assert digit < 10
    return f"{ten}{digit}"


def found(text: str) -> list[tuple[Kind, str]]:
    mentions = find_identifiers(text)
    assert all(text[m.start : m.end] == m.text for m in mentions)
    assert all(a.end <= b.start for a, b in pairwise(mentions))
    return [(mention.kind, mention.text) for mention in mentions]


@pytest.mark.parametrize(
    "number",
    [
        *("22 33 44 55", "412 34 567", "41234567", "+47 412 34 567", "+4741234567"),
        *("0047 41234567", "(+47) 22 33 44 55", "4123 4567", "22-33-44-55", "+47 41 23 45 67"),
        *("+46 70 123 45 67", "0046 70 123 45 67", "+44 20 7946 0958", "+49 30 901820"),
    ],
)
def test_a_phone_number_is_found_norwegian_or_foreign(number: str):
    assert found(f"Ring meg på {number}, helst i morgen.") == [(Kind.PHONE, number)]


@pytest.mark.parametrize("date", ["150385", "010170", "550385", "154585"])
@pytest.mark.parametrize("gap", ["", " ", "-"])
def test_a_national_identity_number_is_found(date: str, gap: str):
    """Of persons, of holders of D-numbers (day + 40) and of test persons (month + 40)."""
    number = national_id(date)
    written = f"{number[:6]}{gap}{number[6:]}"
    assert found(f"Hun har {written} i passet.") == [(Kind.NATIONAL_ID, written)]
    assert find_identifiers(written)[0].sure == 1.0


def test_a_date_with_wrong_check_digits_is_found_but_not_quite_sure():
    right = national_id("150385")
    wrong = f"{right[:-1]}{(int(right[-1]) + 1) % 10}"
    (mention,) = find_identifiers(wrong)
    assert mention.kind is Kind.NATIONAL_ID
    assert mention.sure < 0.9


def test_eleven_digits_that_are_no_date_and_have_wrong_check_digits_stay():
    assert found("referanse 99998877665") == []


@pytest.mark.parametrize("form", ["{}.{}.{}", "{} {} {}"])
def test_an_account_is_told_by_its_check_digit(form: str):
    number = account("1234567890")
    wrong = f"{number[:-1]}{(int(number[-1]) + 1) % 10}"
    for digits, expected in ((number, True), (wrong, False)):
        written = form.format(digits[:4], digits[4:6], digits[6:])
        wanted = [(Kind.ACCOUNT, written)] if expected else []
        assert found(f"Betal til {written} innen fredag.") == wanted


@pytest.mark.parametrize(
    ("kind", "written"),
    [
        (Kind.EMAIL, "kari.hansen@dep.no"),
        (Kind.EMAIL, "ola+liste@post.dfo.no"),
        (Kind.EMAIL, "kari (at) dep.no"),
        (Kind.EMAIL, "kari.hansen [at] dep [dot] no"),
        (Kind.EMAIL, "kari@dep (punktum) no"),
        (Kind.ADDRESS, "Storgata 12B, 0155 Oslo"),
        (Kind.ADDRESS, "Kongens gate 1"),
        (Kind.ADDRESS, "Bjørnveien 104"),
        (Kind.ADDRESS, "Postboks 123, 0101 Oslo"),
        (Kind.PLATE, "DN 12345"),
        (Kind.PLATE, "DN12345"),
        (Kind.LINK, "https://eksempel.no/a?b=c"),
        (Kind.LINK, "www.eksempel.no/kari"),
        (Kind.LINK, "linkedin.com/in/kari"),
        (Kind.HANDLE, "@kari_h"),
    ],
)
def test_what_points_to_a_person_is_found_without_the_signs_behind_it(kind: Kind, written: str):
    for text in (written, f"Det er {written}.", f"({written}), sa hun", f"Ja: {written}\nNei"):
        assert found(text) == [(kind, written)]


def test_a_short_number_plate_is_found_where_a_car_is_spoken_of():
    assert found("Bilen hans var AB 1234.") == [(Kind.PLATE, "AB 1234")]
    assert found("Vedtak AB 1234 gjelder.") == []


@pytest.mark.parametrize(
    "text",
    [
        *("sak 22/334455", "saksnr. 2023/12345", "21/1234-5", "sak 202312345"),
        *("4123 4567 kroner", "2019 2020 og", "se (at) side", "1814 1905"),
        *("10 000 000", "41 234 567 kroner", "41234567 kroner", "22 33 44 55 kr", "12,5 prosent"),
        *("2019 2020", "2019–2020", "2019-2020", "20192020", "i 2023", "Prop. 1 S (2022–2023)"),
        *("§ 5-12", "§§ 12345 og 12346", "974760673", "org.nr. 974 760 673"),
        *("NS 11031", "NS-EN 12345", "ISO 27001", "NS 8405"),
        *("11.05.2023", "1. januar 2023", "2023-05-11", "kl. 10.30", "10:30:15", "95 %"),
        *("side 12–15", "R1", "100 personer", "e.l.", "og/eller", "f.eks."),
    ],
)
def test_numbers_that_point_to_nobody_stay(text: str):
    assert found(f"Det står {text} i brevet.") == []


def test_what_lies_in_something_longer_is_found_once():
    text = "kari@dep.no, 412 34 567, www.a.no/41234567, Storgata 1, 0155 Oslo"
    kinds = [kind for kind, _ in found(text)]
    assert kinds == [Kind.EMAIL, Kind.PHONE, Kind.LINK, Kind.ADDRESS]
