"""Disambiguation by column, for files of publishers and of people: 12.500 and 03/04/2019.

The notation of an amount or a day differs between the two, and each has its own parser of a single text: publishers'
programs write few forms and much text, people many forms. The evidence of a column as a whole is the same.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

if TYPE_CHECKING:
    Order = Literal["day first", "month first", "either"]

YEARS: Final = range(1900, 2101)
"""First and last year that are accepted."""
SERIALS: Final = range(10_000, 73_051)
"""1927 to 2100 as Excel counts days; smaller numbers are years or mistakes."""
LARGEST_AMOUNT: Final = 1e15
"""Euros; larger values are no amounts."""
TWO_WAYS: Final = re.compile(r"[1-9]\d{0,2}[.,]\d{3}", re.ASCII)
"""12.500 is 12.5 in English and 12500 in Italian."""
_OTHER: Final = {".": ",", ",": "."}


@dataclass(frozen=True, slots=True)
class Marks:
    """Evidence of the unambiguous numbers of a column on its notation.

    Parameters
    ----------
    decimal
        Signs that stand before decimals in one of them.
    thousands
        Signs that stand between thousands.
    """

    decimal: frozenset[str] = frozenset()
    thousands: frozenset[str] = frozenset()

    def of(self, sign: str) -> Literal["decimal", "thousands"] | None:
        """Return the role of a separator in the column, or None if its numbers do not show it or contradict each other.

        Parameters
        ----------
        sign
            A point or a comma; the two never do the same in one way of writing.

        Examples
        --------
        >>> Marks(decimal=frozenset(",")).of("."), Marks().of("."), Marks(frozenset(","), frozenset(",")).of(",")
        ('thousands', None, None)
        """
        other = _OTHER[sign]
        decimal = sign in self.decimal or other in self.thousands
        thousands = sign in self.thousands or other in self.decimal
        return None if decimal == thousands else "decimal" if decimal else "thousands"


def order_by(*, day_first: bool, month_first: bool) -> Order:
    """Return which comes first in the days of a column: the day, as in Europe, unless a date shows otherwise.

    Parameters
    ----------
    day_first, month_first
        Whether a clear day of the column has the day, or the month, first.

    Returns
    -------
    str
        "either" if there are days of both kinds, so that only unambiguous ones are read.

    Examples
    --------
    >>> order_by(day_first=False, month_first=True), order_by(day_first=True, month_first=True)
    ('month first', 'either')
    """
    if month_first:
        return "either" if day_first else "month first"
    return "day first"
