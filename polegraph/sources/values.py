"""Values of publishers' files: amounts, days and flags; each distinct text is parsed once."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

import pandas as pd

from polegraph.files.csv_tables import KEPT_WITHOUT
from polegraph.identity import is_placeholder
from polegraph.sources import amount_formats, day_formats
from polegraph.sources.amount_formats import amount, amounts
from polegraph.sources.day_formats import day, days, year_alone
from polegraph.tables import MAX_STRING
from polegraph.tables.checks import KEPT_FROM_BEFORE, TAKEN_AS_RENAMED

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from polegraph.sources.accounting import Ledger

__all__ = [
    "END_FIRST",
    "KEPT_FROM_BEFORE",
    "KEPT_WITHOUT",
    "MISSING_WORDS",
    "NOBODYS",
    "NO_AMOUNT",
    "NO_DAY",
    "NO_FLAG",
    "NO_NAME",
    "REMARK",
    "ROW_KEPT",
    "TAKEN_AS_DISSOLVED",
    "TAKEN_AS_INTERNAL",
    "TAKEN_AS_OPTED_OUT",
    "TAKEN_AS_RENAMED",
    "TOO_LONG",
    "TWO_AMOUNTS",
    "TWO_DAYS",
    "UNKNOWN_WORD",
    "Reading",
    "amount",
    "amounts",
    "day",
    "days",
    "flag",
    "stands_for_nothing",
    "without_missing_words",
    "year_alone",
]

NOBODYS: Final = "this number is what people type where they know none"
NO_AMOUNT: Final = "this is not an amount of zero or more" + KEPT_WITHOUT
NO_DAY: Final = "this is not a day between 1900 and 2100" + KEPT_WITHOUT
TWO_AMOUNTS: Final = "this amount may be read in two ways, and its column does not say which is meant" + KEPT_WITHOUT
TWO_DAYS: Final = (
    "day and month may be read in two ways, and the values of this column contradict each other" + KEPT_WITHOUT
)
NO_FLAG: Final = "this is neither yes nor no" + KEPT_WITHOUT
NO_NAME: Final = "a remark stands where the name of an organisation should"
REMARK: Final = NO_NAME + KEPT_WITHOUT
TOO_LONG: Final = "this text is too long" + KEPT_WITHOUT
UNKNOWN_WORD: Final = "this word is not known here" + KEPT_WITHOUT
END_FIRST: Final = "the end lies before the start" + KEPT_WITHOUT
TAKEN_AS_INTERNAL: Final = "; the row is taken as internal"
ALL_AS_INTERNAL: Final = "; all its rows are taken as internal"
TAKEN_AS_OPTED_OUT: Final = "; the organisation is taken as not to be suggested"
TAKEN_AS_DISSOLVED: Final = "; the organisation is taken as dissolved"
KEPT_AS_IT_STANDS: Final = "; it is kept as it stands"
TAKEN_AS_ONE: Final = "; it is taken as one"
NO_ROW: Final = "; it is no row of the table"
TAKEN_IN: Final = "; an organisation of this name is added"
ROW_KEPT: Final = (
    *(KEPT_WITHOUT, KEPT_AS_IT_STANDS, TAKEN_AS_ONE, TAKEN_IN, NO_ROW),
    *(TAKEN_AS_INTERNAL, ALL_AS_INTERNAL, TAKEN_AS_OPTED_OUT, TAKEN_AS_DISSOLVED),
    *(KEPT_FROM_BEFORE, TAKEN_AS_RENAMED),
)
"""Ends of the reasons that reject a cell and no row, or no record; the end states what follows."""

MISSING_WORDS: Final = frozenset({"NA", "NaN", "nan", "<NA>", "NaT", "NULL", "null", "None", "\\N"})
"""Missing values as R, pandas and SQL write them."""

# Placeholders are short, or begin like "à préciser", "en cours", "inconnu", "not known".
_SHORT: Final = 10
_MAY_SAY_NOTHING: Final = r"(?i)\W*(?:$|[aà]\s|en\s|inc|abs|man|mis|no|ne|sans|pas|rens|je|to\s|auc)"
_YES = frozenset({"true", "vrai", "oui", "yes", "1", "1.0", "y", "o", "t"})
_NO = frozenset({"false", "faux", "non", "no", "0", "0.0", "n", "f"})


def flag(text: str) -> bool | None:
    """Read a yes or no, in French or English.

    Parameters
    ----------
    text
        Value of the cell.

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


def stands_for_nothing(name: str) -> bool:
    """Return whether the text of a name is a placeholder.

    Parameters
    ----------
    name
        Value of the cell.

    Examples
    --------
    >>> [stands_for_nothing(one) for one in ("n.c.", "En cours d'attribution", "Nokia", "Encre de Chine SARL")]
    [True, True, False, False]
    """
    return (len(name) <= _SHORT or re.match(_MAY_SAY_NOTHING, name) is not None) and is_placeholder(name)


def may_stand_for_nothing(names: pd.Series[str]) -> pd.Series[bool]:
    """Return which of many names are worth a test by `stands_for_nothing`: most begin otherwise, which is quick to see.

    Parameters
    ----------
    names
        None of them missing.

    Examples
    --------
    >>> may_stand_for_nothing(pd.Series(["n.c.", "Université de Tours"])).tolist()
    [True, False]
    """
    return (names.str.len() <= _SHORT) | names.str.match(_MAY_SAY_NOTHING)


def without_missing_words(frame: pd.DataFrame, telling: Iterable[str]) -> tuple[pd.DataFrame, int]:
    """Return a table without the missing values that programs write (``NA``, ``NaN``, ``NULL``).

    Which of them a file was written with is clear from the columns in which such a word can mean nothing else: amounts,
    days, flags, numbers. A program writes it the same way in all columns, so it is then missing everywhere: also in a
    column of countries, where R writes NA for nothing and reads the code of Namibia as nothing.

    Parameters
    ----------
    frame
        Cleaned text, missing where empty.
    telling
        Columns in which such words can mean nothing else.

    Returns
    -------
    frame : DataFrame
        The same rows.
    emptied : int
        Number of cells in which such a word stood.

    Examples
    --------
    >>> saved_by_r = pd.DataFrame({"funding": ["12", "NA"], "country": ["NA", "FR"]}, dtype="str")
    >>> without_missing_words(saved_by_r, ["funding"])[0]["country"].tolist()
    [nan, 'FR']
    >>> of_namibia = pd.DataFrame({"funding": ["12", None], "country": ["NA", "FR"]}, dtype="str")
    >>> without_missing_words(of_namibia, ["funding"])[0]["country"].tolist()
    ['NA', 'FR']
    """
    words: set[str] = set()
    for column in set(telling) & set(frame.columns):
        there = frame[column].isin(MISSING_WORDS)
        if there.any():
            words |= set(frame.loc[there, column])
    if not words:
        return frame, 0
    stands = frame.isin(words)
    return frame.mask(stands, None).astype("str"), int(stands.to_numpy().sum())


class Reading:
    """The rows of one sheet while their cells are parsed; invalid cells are emptied and listed.

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
        """Reject rows; return their number.

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
            read = amounts(self._distinct(column))
            self._doubtful(column, read, amount_formats.two_ways, TWO_AMOUNTS)
            values = self._mapped(column, read, NO_AMOUNT)
            self.frame = self.frame.assign(**{column: values.astype("float64")})

    def days(self, *columns: str) -> None:
        """Turn columns into days; where one does not show whether day or month comes first, the others decide.

        Parameters
        ----------
        *columns
            Columns of the frame.
        """
        texts = {column: self._distinct(column) for column in columns}
        for column in columns:
            read = days(texts[column], (text for other in columns if other != column for text in texts[other]))
            self._doubtful(column, read, day_formats.two_ways, TWO_DAYS)
            values = self._mapped(column, read, NO_DAY)
            self.frame = self.frame.assign(**{column: pd.to_datetime(values, format="%Y-%m-%d")})

    def flags(self, *columns: str) -> None:
        """Turn columns into flags: yes, no or unknown.

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

    def _doubtful(self, column: str, read: Mapping[str, object], two_ways: Callable[[str], bool], reason: str) -> None:
        """Empty ambiguous values that were not read."""
        doubtful = [text for text, value in read.items() if value is None and two_ways(text)]
        if doubtful:
            self.empty(self.frame[column].isin(doubtful), column, reason)

    def _distinct(self, column: str) -> list[str]:
        return self.frame[column].dropna().unique().tolist()

    def _mapped(self, column: str, meaning: Mapping[str, object], reason: str) -> pd.Series[Any]:
        unread = [text for text, value in meaning.items() if value is None]
        if unread:
            self.empty(self.frame[column].isin(unread).fillna(value=False), column, reason)
        values = self.frame[column].astype("object").map(meaning)
        return values.where(values.notna(), None)
