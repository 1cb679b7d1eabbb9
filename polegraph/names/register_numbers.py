"""Register numbers of organisations, validated by check digits: SIREN, SIRET, RNSR, ROR, VAT."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from polegraph.names.placeholders import is_placeholder, is_placeholder_number

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

_SIREN_LENGTH: Final = 9
_LA_POSTE: Final = "356000000"
"""Its establishments are more than Luhn's check digit leaves room for: their digits add up to a multiple of five."""
_RNSR_LETTERS: Final = "ABCDEFGHJKLMNPRSTUVWXYZ"
_CROCKFORD: Final = "0123456789abcdefghjkmnpqrstvwxyz"
_DIGITS: Final = {
    "siren": re.compile(r"[0-9]{9}"),
    "siret": re.compile(r"[0-9]{14}"),
    "pic": re.compile(r"[0-9]{9}"),
}
_RNSR: Final = re.compile(r"[0-9]{9}[A-Z]")
_ROR: Final = re.compile(r"(?:https?://)?(?:ror\.org/)?(0[a-hj-km-np-tv-z0-9]{6}[0-9]{2})")


def is_siren(text: str) -> bool:
    """Return whether nine digits are a SIREN, by their check digit (Luhn).

    Parameters
    ----------
    text
        Any text.

    Examples
    --------
    >>> is_siren("493902662"), is_siren("493902663")
    (True, False)
    """
    return bool(_DIGITS["siren"].fullmatch(text)) and luhn(text)


def is_siret(text: str) -> bool:
    """Return whether fourteen digits are a SIRET: a SIREN, and a check digit over all of them.

    Parameters
    ----------
    text
        Any text.

    Examples
    --------
    >>> is_siret("49390266200011"), is_siret("49390266200012"), is_siret("35600000049837")
    (True, False, True)
    """
    if not _DIGITS["siret"].fullmatch(text) or not is_siren(text[:_SIREN_LENGTH]):
        return False
    return luhn(text) or (text.startswith(_LA_POSTE) and sum(map(int, text)) % 5 == 0)


def is_rnsr(text: str) -> bool:
    """Return whether a text is a code of the register of research structures: nine digits and the letter they give.

    The letter is the remainder of the digits divided by 23; I, O and Q are not used. All codes of ANR's file obey.

    Parameters
    ----------
    text
        Any text.

    Examples
    --------
    >>> is_rnsr("200611689J"), is_rnsr("200611689K")
    (True, False)
    """
    return bool(_RNSR.fullmatch(text)) and _RNSR_LETTERS[int(text[:-1]) % len(_RNSR_LETTERS)] == text[-1]


def is_ror(text: str) -> bool:
    """Return whether a text is an identifier of the Research Organization Registry, with or without its address.

    Nine characters; the last two are a check sum (ISO 7064, modulo 97) of the number that the others write in base 32.

    Parameters
    ----------
    text
        Any text.

    Examples
    --------
    >>> is_ror("https://ror.org/02feahw73"), is_ror("02feahw74")
    (True, False)
    """
    match = _ROR.fullmatch(text.strip().lower())
    if not match:
        return False
    number = 0
    for character in match[1][:-2]:
        number = number * len(_CROCKFORD) + _CROCKFORD.index(character)
    return 98 - (number * 100) % 97 == int(match[1][-2:])


def is_vat(text: str, country: str | None = None) -> bool:
    """Return whether a text can be a VAT number: its country's form, and its check digits where these are simple.

    Parameters
    ----------
    text
        Any text; spaces, dots and hyphens are set aside.
    country
        Two letters, for numbers that are written without them; None if unknown.

    Returns
    -------
    bool
        For countries without a rule here, any number of at least five digits that is no placeholder.

    Examples
    --------
    >>> is_vat("FR 40 180089013"), is_vat("180089013", "FR"), is_vat("en cours", "FR"), is_vat("DE123456788")
    (True, False, False, True)
    """
    number = plain_number(text)
    if is_nobodys("vat", text):
        return False
    letters, land = (_ALSO.get(code, code) for code in (number[:2], country or ""))
    if letters in _VAT:
        return _fits(_VAT[letters], number[2:])
    if land in _VAT:
        return _fits(_VAT[land], number)
    return sum(character.isdigit() for character in number) >= _FEWEST_DIGITS


def siren_of_vat(text: str) -> str | None:
    """Return the SIREN in a French VAT number, if the check digits of both are right.

    Parameters
    ----------
    text
        A VAT number; spaces, dots and hyphens are set aside.

    Examples
    --------
    >>> siren_of_vat("FR 40 180 089 013"), siren_of_vat("FR41180089013")
    ('180089013', None)
    """
    number = plain_number(text)
    return number[4:] if re.fullmatch(r"FR[0-9]{11}", number) and _french(number[2:]) else None


def is_nobodys(column: str, text: str) -> bool:
    """Return whether an entry in a column of numbers is a placeholder, the number of no organisation.

    Parameters
    ----------
    column
        ``siren``, ``siret``, ``pic``, ``rnsr``, ``ror`` or ``vat``.
    text
        The entry.

    Examples
    --------
    >>> is_nobodys("siren", "000000000"), is_nobodys("vat", "en cours"), is_nobodys("siren", "732829320")
    (True, True, False)
    """
    number = plain_number(text)
    digits = re.sub(r"\D", "", number)
    if not number or not digits or is_placeholder(text):
        return True
    if column == "siret" and is_placeholder_number(number[:_SIREN_LENGTH]):
        return True
    if column == "vat":  # behind a country code, digits counted up are still a number that was given out
        return is_placeholder_number(number) or len(set(digits)) == 1
    return is_placeholder_number(digits) or len(set(digits)) == 1


def is_number(column: str, text: str) -> bool:
    """Return whether an entry in a column of numbers can be the number of an organisation.

    Parameters
    ----------
    column
        ``siren``, ``siret``, ``pic``, ``rnsr``, ``ror`` or ``vat``.
    text
        The entry.

    Examples
    --------
    >>> is_number("siren", "732829320"), is_number("siren", "999999999"), is_number("pic", "999997930")
    (True, False, True)
    """
    if is_nobodys(column, text):
        return False
    number = text if column == "ror" else plain_number(text)
    return _CHECKS[column](number)


def plain_number(text: str) -> str:
    """Return a number in capitals without spaces, dots and hyphens.

    Parameters
    ----------
    text
        As written in a source.

    Examples
    --------
    >>> plain_number(" be 0403.170.701")
    'BE0403170701'
    """
    return re.sub(r"[\W_]+", "", text).upper()


def luhn(digits: str) -> bool:
    """Return whether the last digit is the check digit of the others, by Luhn's formula.

    Parameters
    ----------
    digits
        Digits.

    Examples
    --------
    >>> luhn("79927398713"), luhn("79927398710")
    (True, False)
    """
    doubled = (int(digit) * (2 if place % 2 else 1) for place, digit in enumerate(reversed(digits)))
    return sum(value - 9 if value > 9 else value for value in doubled) % 10 == 0  # noqa: PLR2004  # Luhn's two digits


def _weighted(digits: str, weights: Sequence[int]) -> int:
    return sum(int(digit) * weight for digit, weight in zip(digits, weights, strict=False))


def _french(number: str) -> bool:
    """Check the key of two digits and the SIREN; how keys with letters are computed is not published."""
    if not is_siren(number[2:]):
        return False
    return not number[:2].isdigit() or (12 + 3 * (int(number[2:]) % 97)) % 97 == int(number[:2])


def _eleven_ten(digits: str) -> bool:
    """Check by ISO 7064, modulo 11, 10: Germany and Croatia."""
    product = 10
    for digit in digits[:-1]:
        total = (int(digit) + product) % 10 or 10
        product = 2 * total % 11
    return (11 - product) % 10 == int(digits[-1])


def _british(number: str) -> bool:
    if not number.isdigit():
        return True
    total = _weighted(number, range(8, 1, -1)) + int(number[7:9])
    return total % 97 == 0 or (total + 55) % 97 == 0


def _eleven(weights: Sequence[int], tens: int) -> Callable[[str], bool]:
    """Check a last digit that makes the weighted sum a multiple of eleven; ``tens`` stands for ten."""

    def check(number: str) -> bool:
        left = -_weighted(number, weights) % 11
        return (tens if left == 10 else left) == int(number[len(weights)])  # noqa: PLR2004  # no digit

    return check


def _always(_number: str) -> bool:
    return True


def _greek(number: str) -> bool:
    return _weighted(number, [256, 128, 64, 32, 16, 8, 4, 2]) % 11 % 10 == int(number[8])


def _polish(number: str) -> bool:
    return _weighted(number, [6, 5, 7, 2, 3, 4, 5, 6, 7]) % 11 == int(number[9])


# Form and check of each country's numbers, as its tax office gives them to the European Union; ten is never a digit.
_VAT: Final[dict[str, tuple[re.Pattern[str], Callable[[str], bool]]]] = {
    land: (re.compile(form), check)
    for land, form, check in (
        ("AT", r"U\d{8}", _always),
        ("BE", r"[01]?\d{9}", lambda number: 97 - int(number[:-2]) % 97 == int(number[-2:])),
        ("BG", r"\d{9,10}", _always),
        ("CH", r"E\d{9}(?:MWST|TVA|IVA)?", lambda number: _eleven([5, 4, 3, 2, 7, 6, 5, 4], -1)(number[1:])),
        ("CY", r"\d{8}[A-Z]", _always),
        ("CZ", r"\d{8,10}", _always),
        ("DE", r"\d{9}", _eleven_ten),
        ("DK", r"\d{8}", lambda number: _weighted(number, [2, 7, 6, 5, 4, 3, 2, 1]) % 11 == 0),
        ("EE", r"\d{9}", lambda number: _weighted(number, [3, 7, 1, 3, 7, 1, 3, 7, 1]) % 10 == 0),
        ("EL", r"\d{9}", _greek),
        ("ES", r"[A-Z0-9]\d{7}[A-Z0-9]", _always),
        ("FI", r"\d{8}", _eleven([7, 9, 10, 5, 8, 4, 2], -1)),
        ("FR", r"[A-HJ-NP-Z0-9]{2}\d{9}", _french),
        ("GB", r"\d{9}(?:\d{3})?|GD[0-4]\d\d|HA[5-9]\d\d", _british),
        ("HR", r"\d{11}", _eleven_ten),
        ("HU", r"\d{8}", lambda number: _weighted(number, [9, 7, 3, 1, 9, 7, 3, 1]) % 10 == 0),
        ("IE", r"\d[A-Z0-9+*]\d{5}[A-Z]{1,2}", _always),
        ("IT", r"\d{11}", luhn),
        ("LT", r"\d{9}|\d{12}", _always),
        ("LU", r"\d{8}", lambda number: int(number[:6]) % 89 == int(number[6:])),
        ("LV", r"\d{11}", _always),
        ("MT", r"\d{8}", _always),
        ("NL", r"\d{9}B\d\d", _always),
        ("NO", r"\d{9}(?:MVA)?", _eleven([3, 2, 7, 6, 5, 4, 3, 2], -1)),
        ("PL", r"\d{10}", _polish),
        ("PT", r"\d{9}", lambda number: (-_weighted(number, range(9, 1, -1)) % 11) % 10 == int(number[8])),
        ("RO", r"\d{2,10}", _always),
        ("SE", r"\d{12}", lambda number: luhn(number[:10])),
        ("SI", r"[1-9]\d{7}", _eleven([8, 7, 6, 5, 4, 3, 2], 0)),
        ("SK", r"\d{10}", lambda number: int(number) % 11 == 0),
    )
}
_ALSO: Final = {"GR": "EL", "UK": "GB", "XI": "GB"}
_FEWEST_DIGITS: Final = 5


def _fits(rule: tuple[re.Pattern[str], Callable[[str], bool]], number: str) -> bool:
    form, check = rule
    return number.isascii() and bool(form.fullmatch(number)) and check(number)


_CHECKS: Final[dict[str, Callable[[str], bool]]] = {
    "siren": is_siren,
    "siret": is_siret,
    "pic": lambda number: bool(_DIGITS["pic"].fullmatch(number)),
    "rnsr": is_rnsr,
    "ror": is_ror,
    "vat": is_vat,
}
