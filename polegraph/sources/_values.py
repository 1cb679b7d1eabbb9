"""Amounts, days and flags as publishers write them; each distinct text is looked at once."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

import pandas as pd

from polegraph.tables import MAX_STRING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from polegraph.sources._common import Ledger

KEPT_WITHOUT: Final = "; the row is kept without it"
NO_AMOUNT: Final = "this is not an amount of zero or more" + KEPT_WITHOUT
NO_DAY: Final = "this is not a day between 1900 and 2100" + KEPT_WITHOUT
NO_FLAG: Final = "this is neither yes nor no" + KEPT_WITHOUT
TOO_LONG: Final = "this text is too long" + KEPT_WITHOUT
UNKNOWN_WORD: Final = "this word is not known here" + KEPT_WITHOUT
END_FIRST: Final = "the end lies before the start" + KEPT_WITHOUT
TAKEN_AS_INTERNAL: Final = "; the row is taken as internal"
TAKEN_AS_OPTED_OUT: Final = "; the organisation is taken as not to be suggested"
TAKEN_AS_DISSOLVED: Final = "; the organisation is taken as dissolved"
TAKEN_AS_ONE: Final = "; it is taken as one"
ROW_KEPT: Final = (KEPT_WITHOUT, TAKEN_AS_INTERNAL, TAKEN_AS_OPTED_OUT, TAKEN_AS_DISSOLVED, TAKEN_AS_ONE)
"""How the reasons end by which a cell, and not its row, was set aside; the second part says what follows from it."""

_NUMBER = re.compile(r"\d+(\.\d*)?([eE][-+]?\d{1,2})?|\.\d+")
_LARGEST = 1e15
_ISO = re.compile(r"(\d{4})-(\d{2})-(\d{2})(?:[T ].*)?")
_FRENCH = re.compile(r"(\d{1,2})[/.](\d{1,2})[/.](\d{4})(?: .*)?")
_YES = frozenset({"true", "vrai", "oui", "yes", "1", "y", "o"})
_NO = frozenset({"false", "faux", "non", "no", "0", "n"})


def amount(text: str) -> float | None:
    """Read an amount, with a decimal comma or point, spaces and a euro sign or not.

    Parameters
    ----------
    text
        What stands in the cell.

    Returns
    -------
    float or None
        None if this is not an amount of zero or more.

    Examples
    --------
    >>> amount("960619,95"), amount("1 234 567.5 €"), amount("1.234,5"), amount("1e400"), amount("-3")
    (960619.95, 1234567.5, 1234.5, None, None)
    """
    digits = re.sub(r"[\s\u00a0\u202f€]|EUR", "", text)
    if "," in digits:
        thousands = "." if digits.rfind(",") > digits.rfind(".") else ","
        digits = digits.replace(thousands, "").replace(",", ".")
    if digits.count(".") > 1:
        digits = digits.replace(".", "")
    if _NUMBER.fullmatch(digits) is None:
        return None
    value = float(digits)
    return value if value <= _LARGEST else None


def day(text: str) -> str | None:
    """Read a day, written YYYY-MM-DD (a time may follow) or DD/MM/YYYY.

    Parameters
    ----------
    text
        What stands in the cell.

    Returns
    -------
    str or None
        YYYY-MM-DD; None if there is no such day between 1900 and 2100.

    Examples
    --------
    >>> day("2018-07-19 09:17:05"), day("01/03/2015"), day("2019-02-30"), day("0019-01-01")
    ('2018-07-19', '2015-03-01', None, None)
    """
    if match := _ISO.fullmatch(text):
        year, month, date = (int(part) for part in match.groups())
    elif match := _FRENCH.fullmatch(text):
        date, month, year = (int(part) for part in match.groups())
    else:
        return None
    try:
        stamp = pd.Timestamp(year, month, date)
    except ValueError:
        return None
    return stamp.strftime("%Y-%m-%d") if 1900 <= year <= 2100 else None  # noqa: PLR2004  # as the model says


def flag(text: str) -> bool | None:
    """Read a yes or no, in French or English.

    Parameters
    ----------
    text
        What stands in the cell.

    Returns
    -------
    bool or None
        None if it is neither.

    Examples
    --------
    >>> flag("True"), flag("non"), flag("maybe")
    (True, False, None)
    """
    word = text.strip().casefold()
    return True if word in _YES else False if word in _NO else None


class Reading:
    """The rows of one sheet while their cells are turned into values; what cannot be read is emptied and listed.

    Parameters
    ----------
    ledger
        The account of the source.
    file
        Name of the file.
    frame : DataFrame
        Cleaned text, missing where empty.
    rows : Series, one entry a row of the frame
        Row in the file.
    headings : dict
        Column of the frame → name of the column in the file.
    """

    def __init__(
        self, ledger: Ledger, file: str, frame: pd.DataFrame, rows: pd.Series[int], headings: dict[str, str]
    ) -> None:
        self.ledger = ledger
        self.file = file
        self.frame = frame
        self.rows = rows
        self.headings = headings
        self.emptied = 0

    def drop(self, bad: pd.Series[bool], column: str | None, reason: str) -> int:
        """Reject rows; give their number.

        Parameters
        ----------
        bad
            Which rows.
        column
            The column (of the frame) that makes them unusable.
        reason
            Why.
        """
        if not bad.any():
            return 0
        self._list(bad, column, reason)
        self.frame, self.rows = self.frame[~bad], self.rows[~bad]
        return int(bad.sum())

    def empty(self, bad: pd.Series[bool], column: str, reason: str) -> None:
        """Empty cells and list them.

        Parameters
        ----------
        bad
            In which rows.
        column
            Column of the frame.
        reason
            Why.
        """
        if bad.any():
            self._list(bad, column, reason)
            self.emptied += int(bad.sum())
            self.frame = self.frame.assign(**{column: self.frame[column].where(~bad, None)})

    def _list(self, bad: pd.Series[bool], column: str | None, reason: str) -> None:
        values = self.frame.loc[bad, column] if column else pd.Series("", index=self.rows[bad].index)
        heading = self.headings.get(column, column) if column else None
        self.ledger.reject(self.file, self.rows[bad].to_numpy(), heading, values.tolist(), reason)

    def amounts(self, *columns: str) -> None:
        """Turn columns into amounts.

        Parameters
        ----------
        *columns
            Columns of the frame.
        """
        for column in columns:
            values = self._mapped(column, {text: amount(text) for text in self._distinct(column)}, NO_AMOUNT)
            self.frame = self.frame.assign(**{column: values.astype("float64")})

    def days(self, *columns: str) -> None:
        """Turn columns into days.

        Parameters
        ----------
        *columns
            Columns of the frame.
        """
        for column in columns:
            values = self._mapped(column, {text: day(text) for text in self._distinct(column)}, NO_DAY)
            self.frame = self.frame.assign(**{column: pd.to_datetime(values, format="%Y-%m-%d")})

    def flags(self, *columns: str) -> None:
        """Turn columns into yes, no or unknown.

        Parameters
        ----------
        *columns
            Columns of the frame.
        """
        for column in columns:
            values = self._mapped(column, {text: flag(text) for text in self._distinct(column)}, NO_FLAG)
            self.frame = self.frame.assign(**{column: values.astype("boolean")})

    def words(self, column: str, known: dict[str, str]) -> None:
        """Turn words into ours.

        Parameters
        ----------
        column
            Column of the frame.
        known
            Their words, in lower case → ours.
        """
        meaning = {text: known.get(text.casefold()) for text in self._distinct(column)}
        self.frame = self.frame.assign(**{column: self._mapped(column, meaning, UNKNOWN_WORD).astype("str")})

    def shorten(self, *columns: str, longest: int = MAX_STRING) -> None:
        """Empty texts that are longer than a cell may be.

        Parameters
        ----------
        *columns
            Columns of the frame.
        longest
            Number of characters.
        """
        for column in columns:
            lengths = self.frame[column].str.len()
            if len(lengths) and lengths.max() > longest:
                self.empty(lengths > longest, column, TOO_LONG)

    def _distinct(self, column: str) -> list[str]:
        return self.frame[column].dropna().unique().tolist()

    def _mapped(self, column: str, meaning: Mapping[str, object], reason: str) -> pd.Series[Any]:
        unread = [text for text, value in meaning.items() if value is None]
        if unread:
            self.empty(self.frame[column].isin(unread), column, reason)
        values = self.frame[column].astype("object").map(meaning)
        return values.where(values.notna(), None)
