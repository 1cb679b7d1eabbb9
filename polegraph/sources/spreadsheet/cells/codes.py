"""Parser of register numbers as people write them: with dots and spaces, as numbers, without leading zeros."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

from polegraph.identity import is_placeholder_number, is_siren
from polegraph.sources.values import NOBODYS

if TYPE_CHECKING:
    import pandas as pd

BAD_CHECK_DIGIT: Final = "the check digit of this number does not agree"
LAST_DIGIT: Final = "the last check digit of this number does not agree"

_BETWEEN = re.compile(r"[\s\u00a0\u202f.\-_/'’]+")
_SCIENTIFIC = re.compile(r"(\d)(?:[.,](\d+))?e\+?(\d{1,2})", re.ASCII | re.IGNORECASE)
_POINT_ZERO = re.compile(r"(\d+)[.,]0+", re.ASCII)
_VAT = re.compile(r"FR(\d{2})?(\d{9}|\d{14})", re.ASCII)
_POSTCODE = re.compile(
    r"(?:FR?|CH|BE|B|D|L)\s*-\s*(\d{4,5})|(\d{2})\s(\d{3})|(\d{4,5})(?:[.,]0+|\s+cedex\b.*)?", re.IGNORECASE
)
_SIREN, _SIRET = 9, 14
_SHORTEST: Final = {_SIREN: 6, _SIRET: 11}
"""Three zeros are the most that French numbers begin with; a shorter number has not just lost its zeros."""
_LA_POSTE: Final = "356000000"
_EIGHT: Final = 8  # one digit repeated less often may be a real number


class Code(NamedTuple):
    """A parsed number.

    Parameters
    ----------
    text
        The number; the text as written, if it is not valid.
    zeros
        Whether zeros were put back in front.
    wrong
        Why it is no valid number, if so.
    remark
        Remark on a number that is kept all the same.
    """

    text: str
    zeros: bool = False
    wrong: str | None = None
    remark: str | None = None


def digits_of(written: str) -> str:
    """Return a number without the separators that people write; undo the notation of spreadsheets for long numbers.

    Parameters
    ----------
    written
        Value of a cell.

    Examples
    --------
    >>> digits_of("493.902.662"), digits_of("FR 493 902 662"), digits_of("4.93902662E8"), digits_of("493902662.0")
    ('493902662', '493902662', '493902662', '493902662')
    >>> digits_of("4,94E+08"), digits_of("à demander")
    ('4,94E+08', 'ÀDEMANDER')
    """
    bare = written.strip()
    if power := _SCIENTIFIC.fullmatch(bare):
        figures = power[1] + (power[2] or "")
        lost = int(power[3]) + 1 - len(figures)
        return figures.ljust(int(power[3]) + 1, "0") if lost in {0, 1} else bare  # a zero at the end is not shown
    if whole := _POINT_ZERO.fullmatch(bare):
        bare = whole[1]
    tight = _BETWEEN.sub("", bare).upper()
    vat = _VAT.fullmatch(tight)
    if vat is None or (vat[1] and int(vat[1]) != (12 + 3 * (int(vat[2][:_SIREN]) % 97)) % 97):
        return tight
    return vat[2]


def is_siret(digits: str) -> bool:
    """Return whether fourteen digits are a SIRET, by its check digits.

    Parameters
    ----------
    digits
        Any text.

    Examples
    --------
    >>> is_siret("00572078400015"), is_siret("00572078400014")
    (True, False)
    """
    if len(digits) != _SIRET or not digits.isascii() or not digits.isdigit() or not is_siren(digits[:_SIREN]):
        return False
    figures = [int(one) for one in digits]
    if digits.startswith(_LA_POSTE) and sum(figures) % 5 == 0:
        return True
    doubled = (one * (2 if place % 2 == 0 else 1) for place, one in enumerate(figures))
    return sum(one - 9 if one > 9 else one for one in doubled) % 10 == 0  # noqa: PLR2004  # Luhn's two digits


def read_siren(written: str) -> Code:
    """Read a SIREN; of a SIRET, the SIREN that it begins with.

    Parameters
    ----------
    written
        Value of the cell.

    Examples
    --------
    >>> read_siren("493 902 662").text, read_siren("5720784").text, read_siren("493 902 662 00013").text
    ('493902662', '005720784', '493902662')
    >>> read_siren("493902663").wrong, read_siren("000000000").wrong == NOBODYS
    ('the check digit of this number does not agree', True)
    """
    digits = digits_of(written)
    if not (digits.isascii() and digits.isdigit()):
        return Code(written)
    if is_placeholder_number(digits):
        return Code(digits, wrong=NOBODYS)
    if len(digits) > _SIREN:
        siret = read_siret(written)
        return siret._replace(text=siret.text[:_SIREN], remark=None) if len(siret.text) == _SIRET else siret
    full = digits.zfill(_SIREN) if len(digits) >= _SHORTEST[_SIREN] else digits
    if is_siren(full):
        return Code(full, zeros=full != digits)
    return Code(digits, wrong=BAD_CHECK_DIGIT if len(digits) == _SIREN else None)


def read_siret(written: str) -> Code:
    """Read a SIRET: the check digit of its SIREN must agree, that of the establishment should.

    Parameters
    ----------
    written
        Value of the cell.

    Examples
    --------
    >>> read_siret("572078400015").text, read_siret("493 902 663 00013").wrong == BAD_CHECK_DIGIT
    ('00572078400015', True)
    >>> read_siret("493 902 662 00018").remark
    'the last check digit of this number does not agree'
    """
    digits = digits_of(written)
    if not (digits.isascii() and digits.isdigit()):
        return Code(written)
    if is_placeholder_number(digits) or is_placeholder_number(digits[:_SIREN]):
        return Code(digits, wrong=NOBODYS)
    full = digits.zfill(_SIRET) if len(digits) >= _SHORTEST[_SIRET] else digits
    if len(full) == _SIRET and is_siren(full[:_SIREN]):
        return Code(full, zeros=full != digits, remark=None if is_siret(full) else LAST_DIGIT)
    return Code(digits, wrong=BAD_CHECK_DIGIT if len(digits) == _SIRET else None)


def read_code(written: str, column: str) -> Code:
    """Read a PIC, an RNSR, a VAT number or a ROR: check digits are not tested, but placeholders are rejected.

    Parameters
    ----------
    written
        Value of the cell.
    column
        Name of the column.

    Examples
    --------
    >>> read_code("199812345a", "rnsr").text, read_code("https://ror.org/02FEAHW73", "ror").text
    ('199812345A', '02feahw73')
    >>> read_code("999999999", "pic").wrong == NOBODYS
    True
    """
    tight = re.sub(r"[\s\u00a0\u202f]+", "", written)
    if column == "ror":
        return Code(tight.rsplit("/", 1)[-1].lower())
    tight = digits_of(written) if column == "pic" else tight.upper()
    figures = re.sub(r"\D", "", tight)
    return Code(tight, wrong=NOBODYS if len(figures) >= _EIGHT and is_placeholder_number(figures) else None)


def restore_zeros(places: pd.DataFrame) -> tuple[pd.DataFrame, pd.Series[bool]]:
    """Restore the leading zero of postcodes and departments of France, which spreadsheets drop.

    Parameters
    ----------
    places
        Columns ``country``, ``postcode`` and ``department``, each as text; an empty country counts as France.

    Returns
    -------
    restored : DataFrame
        The same columns.
    changed : Series of bool
        The rows in which a zero was put back.

    Examples
    --------
    >>> import pandas as pd
    >>> rows = {"country": [None, "BE"], "postcode": ["1100", "1000"], "department": ["1", None]}
    >>> restored, changed = restore_zeros(pd.DataFrame(rows, dtype="str"))
    >>> restored["postcode"].tolist(), restored["department"].fillna("").tolist(), changed.tolist()
    (['01100', '1000'], ['01', ''], [True, False])
    """
    french = places["country"].isna() | (places["country"] == "FR")
    department = places["department"]
    lost = french & department.str.fullmatch(r"[1-9](?:[.,]0+)?").fillna(value=False).astype(bool)
    department = department.where(~lost, "0" + department.str.slice(0, 1))
    postcode = places["postcode"].map(_tidy_postcode, na_action="ignore").astype("str")
    other = department.str.fullmatch(r"\d\d|2[AB]").fillna(value=False).astype(bool)
    other &= department != ("0" + postcode.str.slice(0, 1)).fillna("")
    short = french & ~other & postcode.str.fullmatch(r"[1-9]\d{3}").fillna(value=False).astype(bool)
    postcode = postcode.where(~short, "0" + postcode)
    return places.assign(postcode=postcode.astype("str"), department=department.astype("str")), lost | short


def _tidy_postcode(written: str) -> str:
    """Return the digits of a postcode without the country before and "cedex" behind it."""
    match = _POSTCODE.fullmatch(written.strip())
    if match is None:
        return written
    return match[1] or match[4] or match[2] + match[3]
