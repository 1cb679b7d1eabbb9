from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from polegraph.identity import LEGAL_FORMS, is_siren, name_id, normal_form


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Thales SA", "THALES"),
        ("Élastomères du Val S.A.R.L.", "elastomeres du val"),
        ("L'Oréal", "LOREAL"),
        ("L’Oréal", "L'OREAL"),
        ("Robert Bosch GmbH", "ROBERT BOSCH"),
        ("Air-Liquide", "AIR LIQUIDE"),
        ("ALCIMED (SAS)", "Alcimed"),
        ("STRASSE", "Straße"),
    ],
)
def test_spellings_of_one_name(one: str, other: str) -> None:
    assert normal_form(one) == normal_form(other)
    assert name_id(one, "FR") == name_id(other, "FR")


@pytest.mark.parametrize(
    ("one", "other"), [("Paris 6", "Paris 7"), ("Air Liquide", "Air Serenity"), ("Université A", "Université B")]
)
def test_other_names_stay_others(one: str, other: str) -> None:
    assert normal_form(one) != normal_form(other)


def test_the_country_tells_namesakes_apart() -> None:
    assert len({name_id("Alpha", "FR"), name_id("Alpha", "DE"), name_id("Alpha")}) == 3


@given(st.text())
def test_a_normal_form_is_normal_and_never_empty(name: str) -> None:
    normal = normal_form(name)
    assert bool(normal) == bool(name.strip())
    assert normal_form(normal) == normal or normal in LEGAL_FORMS or not any(map(str.isalnum, name))
    identifier = name_id(name)
    assert ";" not in identifier
    assert identifier.isascii()


@pytest.mark.parametrize(
    ("text", "expected"), [("732829320", True), ("732829321", False), ("73282932", False), ("٧٣٢٨٢٩٣٢٠", False)]
)
def test_siren(text: str, expected: bool) -> None:  # noqa: FBT001
    assert is_siren(text) is expected
