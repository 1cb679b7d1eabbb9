from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from polegraph.identity import LEGAL_FORMS, distinct_form, is_siren, name_id, normal_form, plain_letters
from polegraph.names.normal_forms import PLAIN_LETTERS


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
        ("Cœlio Santé", "COELIO SANTE"),
        ("Nœud", "NOEUD"),
        ("ŒUVRE", "oeuvre"),
        ("Sœurs & Frères", "SOEURS ET FRERES".replace(" ET", "")),
        ("Manœuvre", "MANOEUVRE"),
        ("Ægir", "AEGIR"),
        ("Ærø Vind", "Aero Vind"),
        ("Ørsted A/S", "Orsted A/S"),
        ("København", "KOBENHAVN"),
        ("Łódź", "LODZ"),
        ("Politechnika Śląska w Wałbrzychu", "POLITECHNIKA SLASKA W WALBRZYCHU"),
        ("Đuro Đaković", "Duro Dakovic"),
        ("Işık Üniversitesi", "ISIK UNIVERSITESI"),
        ("İstanbul", "ISTANBUL"),
        ("Þór hf", "THOR HF"),
        ("Háskóli Suðurnesja", "Haskoli Sudurnesja"),
        ("Ħal Qormi", "HAL QORMI"),
        ("Guovdageainnu Sáŋgarat", "GUOVDAGEAINNU SANGARAT"),
        ("Tŧ", "TT"),
        ("Groß & Söhne", "GROSS SOHNE"),
        ("GROẞ", "gross"),
        ("Azərbaycan", "AZERBAYCAN"),
        ("Ɓamako", "BAMAKO"),
        ("Ɗan Fodio", "DAN FODIO"),
        ("Ƙano", "KANO"),
        ("Ƴola", "YOLA"),
        ("Ɔdɔ", "ODO"),
        ("Ɛwɛ", "EWE"),
        ("Žďár", "ZDAR"),
        ("Đà Nẵng", "DA NANG"),
        ("Ǿresund", "ORESUND"),
        ("Ĳssel", "IJSSEL"),
        ("ﬁlière", "FILIERE"),
        ("Cafſé", "CAFSE"),
        ("Col·legi", "COLLEGI"),
        ("Čakovec", "CAKOVEC"),
    ],
)
def test_spellings_of_one_name(one: str, other: str) -> None:
    assert normal_form(one) == normal_form(other)
    assert name_id(one, "FR") == name_id(other, "FR")


def test_no_letter_of_a_language_is_left_with_a_stroke_or_a_hook() -> None:
    left = []
    for number in range(0x80, 0x250):  # the letters of languages; the marks of phonetics follow
        letter = chr(number)
        name = unicodedata.name(letter, "")
        if unicodedata.category(letter) in {"Lu", "Ll"} and not plain_letters(letter).isascii():
            left.append(name)
        if match := re.fullmatch(r"LATIN (?:SMALL|CAPITAL) LETTER ([A-Z]) WITH (?!SMALL LETTER).*", name):
            assert plain_letters(f"{letter}{match[1]}") == 2 * match[1].lower(), name
        assert len(letter.translate(PLAIN_LETTERS)) <= 2
    of_no_language = (
        "TONE",
        "DELTA",
        "LAMBDA",
        "EZH",
        "WYNN",
        "DIGRAPH",
        "GLOTTAL",
        "ESH",
        "MICRO",
        "DOT",
        "APOSTROPHE",
    )
    assert [name for name in left if not any(word in name for word in of_no_language)] == []


_SIGNS = ["C", "C+", "C++", "C#", "C-", "C++ 11", "C 11"]


def test_what_differs_by_a_sign_is_not_one() -> None:
    assert len({distinct_form(name) for name in _SIGNS}) == len({name_id(name) for name in _SIGNS}) == len(_SIGNS)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("VAPO+", "vapo +"),
        ("VAPO+", "VAPO＋"),
        ("Alpha+ SAS", "ALPHA+"),
        ("Matériaux+", "materiaux+ (SA)"),
        ("A + B", "A & B"),
        ("A+B", "A B"),
        ("Recherche + Développement", "recherche développement"),
        ("Thales - ", "Thales"),
        ("Saint-Étienne", "SAINT ETIENNE"),
        ("Centre de mathématiques-", "Centre de mathématiques"),
        ("C−", "c-"),
        ("F♯", "f#"),
    ],
)
def test_signs_that_say_nothing(one: str, other: str) -> None:
    assert distinct_form(one) == distinct_form(other)


@given(st.text())
def test_a_sign_only_adds_to_the_normal_form(name: str) -> None:
    assert normal_form(distinct_form(name)) in {normal_form(name), normal_form(normal_form(name))}
    assert bool(distinct_form(name)) == bool(name.strip())


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
