"""Numbers by their check digits."""

from __future__ import annotations

import re

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from polegraph.identity import is_nobodys, is_number, is_rnsr, is_ror, is_siren, is_siret, is_vat, siren_of_vat
from polegraph.names.register_numbers import luhn
from polegraph.resources import data


@pytest.mark.parametrize(
    ("text", "expected"),
    [("732829320", True), ("732829321", False), ("73282932", False), ("٧٣٢٨٢٩٣٢٠", False), ("356000000", True)],
)
def test_siren(text: str, expected: bool) -> None:  # noqa: FBT001  # a parameter of the test
    assert is_siren(text) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("73282932000074", True),
        ("73282932000075", False),
        ("7328293200007", False),
        ("73282932100074", False),
        ("35600000049837", True),  # an establishment of La Poste
        ("35600000049838", False),
    ],
)
def test_siret(text: str, expected: bool) -> None:  # noqa: FBT001  # a parameter of the test
    assert is_siret(text) is expected


def test_every_code_of_the_register_in_the_file_of_anr_obeys() -> None:
    rows = pd.read_csv(data("anr/anr_dos_2010_2022_partenaires.csv.gz"), sep=",", dtype="str")
    written = rows["Projet.Partenaire.Code_RNSR"].dropna().str.strip().str.upper().unique()
    codes = [code for code in written if re.fullmatch(r"\d{9}[A-Z]", code)]
    assert len(codes) > 2000
    assert all(map(is_rnsr, codes))
    assert not any(is_rnsr(code[:-1] + chr(65 + (ord(code[-1]) - 64) % 26)) for code in codes)


@given(st.integers(0, 32**6 - 1))
def test_ror_has_two_digits_that_say_whether_the_others_are_right(number: int) -> None:
    alphabet = "0123456789abcdefghjkmnpqrstvwxyz"
    letters = "".join(alphabet[number // 32**place % 32] for place in reversed(range(6)))
    check = 98 - number * 100 % 97
    assert is_ror(f"0{letters}{check:02d}")
    assert is_ror(f"https://ror.org/0{letters}{check:02d}")
    assert not is_ror(f"0{letters}{(check + 1) % 100:02d}")


@pytest.mark.parametrize("text", ["02feahw73", "https://ror.org/02feahw73", "ror.org/02FEAHW73"])
def test_the_identifier_of_the_cnrs(text: str) -> None:
    assert is_ror(text)


# Numbers that companies and public bodies publish.
PUBLISHED = """
BE0403170701 BE0477472701 DK13585628 IT00159560366 GB220430231 PL5250001090 SE556012579001 LU15027442 FR40180089013
EL094014201 PT501507930 HR33392005961 HU12892312 FI20774740 CHE123456788TVA NO995525828MVA SI50223054 SK2021853504
EE100594102 LV40003521600 CZ25123891 IE6433435F BG175074752 RO18547290 MT11679112 CY10259033P LT100001919017
ESA28015865 NL811383696B01 ATU12345678 DE811383692
""".split()  # noqa: SIM905  # easier to read


@pytest.mark.parametrize("number", PUBLISHED)
def test_vat_numbers_of_each_country(number: str) -> None:
    spaced = f"{number[:2]} {number[2:5]}.{number[5:]} "
    assert is_vat(number)
    assert is_vat(spaced.lower())
    assert is_vat(number[2:], number[:2])
    assert not is_vat(number[:2])
    assert not is_vat(number[:3])
    assert not is_vat(number + "7777")


@pytest.mark.parametrize(
    "number",
    [
        number
        for number in PUBLISHED
        if number[:2] not in {"AT", "BG", "CY", "CZ", "ES", "IE", "LT", "LV", "MT", "NL", "RO"}
    ],
)
def test_one_wrong_digit_is_seen_where_there_is_a_check_digit(number: str) -> None:
    place = next(at for at in range(4, len(number)) if number[at].isdigit())
    wrong = number[:place] + str((int(number[place]) + 1) % 10) + number[place + 1 :]
    assert not is_vat(wrong)


def test_one_country_under_two_codes() -> None:
    assert all(map(is_vat, ["GR094014201", "UK220430231", "XI220430231"]))
    assert is_vat("094014201", "GR")
    assert is_vat("US-99-1234567", "US")
    assert not is_vat("see annex", "US")


@pytest.mark.parametrize(
    ("text", "siren"),
    [
        ("FR40180089013", "180089013"),
        ("fr 40 180 089 013", "180089013"),
        ("FR41180089013", None),
        ("40180089013", None),
    ],
)
def test_the_siren_in_a_vat_number(text: str, siren: str | None) -> None:
    assert siren_of_vat(text) == siren


@pytest.mark.parametrize("column", ["siren", "siret", "pic", "rnsr", "ror", "vat"])
@pytest.mark.parametrize(
    "text",
    [
        "NC",
        "n/a",
        "en cours",
        "?",
        "-",
        "inconnu",
        "0",
        "000000000",
        "00000000000000",
        "999999999",
        "111 111 111",
        "non renseigné",
        "tbd",
    ],
)
def test_what_people_write_for_nothing_is_nobodys_number(column: str, text: str) -> None:
    assert is_nobodys(column, text)
    assert not is_number(column, text)


@pytest.mark.parametrize("text", ["123456789", "987654321", "12345678900012"])
def test_digits_that_are_counted_are_nobodys(text: str) -> None:
    assert is_nobodys("siret" if len(text) > 9 else "siren", text)


@given(st.integers(0, 10**8 - 1))
def test_one_last_digit_is_right(number: int) -> None:
    assert sum(luhn(f"{number:08d}{last}") for last in range(10)) == 1
