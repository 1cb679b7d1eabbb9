"""Numbers that stay numbers in a workbook, and are shown as every other format of the paper writes them."""

from __future__ import annotations

import numbers
from decimal import ROUND_HALF_UP, Decimal
from typing import Final

import numpy as np

from polegraph.i18n import language
from polegraph.reports.paper.blocks import months, points

_EXACT: Final = 1e12  # from here on a workbook, which keeps 15 digits, loses decimals
_SHARE, _PLAIN = 3, 2  # decimals that are shown: 0.256 is 25.6 %


def formatted(value: object, unit: str) -> tuple[float, str] | None:
    """Choose the number format of a cell, so that what Excel shows is what `cell` says.

    Thousands and decimals are parted as the language of the reader's Excel has it; that is the paper's own where both
    are the same.

    Parameters
    ----------
    value
        Any cell.
    unit
        Unit of its column, as in `Table.units`.

    Returns
    -------
    (float, str) or None
        The number to store and its format; None where it is no number, or one that a workbook cannot hold exactly.

    Notes
    -----
    Excel rounds a half up, Python to the even digit, of the number as the machine has it: where they differ the
    number as it is read is stored, less than half of its last digit away.

    Examples
    --------
    >>> formatted(0.256, "share"), formatted(1234567, "eur"), formatted(0.125, "")
    ((0.256, '0.0%'), (1234567.0, '"€"#,##0;-"€"#,##0'), (0.12, '#,##0.00'))
    """
    if isinstance(value, (bool, np.bool_)) or not isinstance(value, numbers.Real):
        return None
    # What is beyond a workbook's digits, and what is no number at all, is left to be written as a text.
    exact = float(value)
    return _by_unit(exact, unit) if abs(exact) < _EXACT else None


def _by_unit(value: float, unit: str) -> tuple[float, str]:
    french = language() == "fr"
    if unit == "year":
        return int(value), "0"
    if unit == "share":
        return _as_read(value, float(f"{value * 100:.1f}") / 100, _SHARE), '0.0"\u202f"%' if french else "0.0%"
    if unit == "points":
        return _as_read(value, float(f"{value:.1f}"), 1), f'0.0"{points(value, "")}"'
    if unit == "eur":
        read = round(value)
        return (_as_read(value, read, 0) if read else 0), '#,##0"\u00a0€"' if french else '"€"#,##0;-"€"#,##0'
    after = f'"{months(value, "")}"' if unit == "months" else ""
    if value == round(value):
        return value, "#,##0" + after
    return _as_read(value, float(f"{value:.2f}"), _PLAIN), "#,##0.00" + after


def _as_read(value: float, read: float, decimals: int) -> float:
    """Return the number itself where Excel rounds it to what is read, else what is read."""
    digit = Decimal(1).scaleb(-decimals)
    shown = Decimal(f"{value:.15g}").quantize(digit, ROUND_HALF_UP)
    return value if shown == Decimal(f"{read:.15g}").quantize(digit, ROUND_HALF_UP) else read
