"""Validation of one table: conversion to the dtypes of the model, and every problem by row, column and value."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from polegraph.errors import PolegraphError
from polegraph.i18n import _
from polegraph.tables.definitions import TABLES
from polegraph.tables.fields import MAX_STRING, MAX_TEXT, Column
from polegraph.tables.formats import DTYPES, own_columns
from polegraph.tables.performance_tables import UNIT_OF

if TYPE_CHECKING:
    import pandera.pandas as pa

PROBLEM_COLUMNS = ["table", "row", "column", "value", "reason"]
_TRUE = {"true", "1", "yes", "y", "oui", "o", "vrai", "x"}
_DAY = r"^\s*(\d{4}-\d{2}-\d{2})(?:[ T]\d{2}:\d{2}.*)?\s*$"
_FALSE = {"false", "0", "no", "n", "non", "faux"}

# The reasons. They are stored in datasets, so they are constant English sentences; `_` translates them on display.
NOT_A_NUMBER = "this is not a number"
NOT_WHOLE = "this is not a whole number"
NOT_A_DATE = "this is not a date (YYYY-MM-DD) between 1900 and 2100"
NOT_YES_NO = "this is neither yes nor no"
NO_COLUMN = "the table has no such column, which is required"
MISSING = "a value is required here"
NOT_ALLOWED = "this word is not one of the allowed ones"
BAD_FORM = "this does not have the form of such an identifier or code"
OUT_OF_RANGE = "this number is out of range"
TOO_LONG = "this text is too long"
TWICE = "this key stands twice"
NO_SUCH_ROW = "this identifier stands in no row of the table that it points to"
NOT_LISTED = "no row of the organisations has this name"
KEPT_FROM_BEFORE = "; what was known of it stays"
TAKEN_AS_RENAMED = "; it is taken as what is called otherwise now"
FORMER_NAME = "this is a name of before" + TAKEN_AS_RENAMED
GONE_FROM_SOURCE = "no row names this organisation any more" + KEPT_FROM_BEFORE
END_BEFORE_START = "the end lies before the start"
SIZE_AGAINST_FLAG = "the size and the SME flag contradict each other"
UNIT_AGAINST_KIND = "this unit is not the one of such an outcome"


def convert(name: str, frame: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Convert a frame to the columns, order and dtypes of a table.

    Parameters
    ----------
    name
        Name of the table.
    frame
        Any frame; absent columns become empty ones, columns unknown to the model stay at the end.

    Returns
    -------
    table : DataFrame
        The same rows with a fresh index; values that could not be converted are missing.
    problems : DataFrame
        `PROBLEM_COLUMNS`; ``row`` is the position in the frame, from 0.

    Examples
    --------
    >>> table, problems = convert("projects", pd.DataFrame({"project_id": ["P"], "year": ["soon"]}))
    >>> problems[["row", "column", "value"]].values.tolist()
    [[0, 'year', 'soon']]
    """
    # A column that stands twice has no one value.
    frame = frame.reset_index(drop=True).rename(columns=str)
    doubled = frame.columns[frame.columns.duplicated()]
    if len(doubled):
        raise PolegraphError(
            _("the column stands twice in the table {table}").format(table=name),
            column=doubled[0],
            remedy=_("keep one of the two"),
        )
    # The columns of the model in its order, then the unknown ones.
    converted: dict[str, pd.Series[Any]] = {}
    problems: list[pd.DataFrame] = []
    for column in TABLES[name].columns:
        if column.name not in frame.columns:
            converted[column.name] = pd.Series(index=frame.index, dtype=DTYPES[column.type])
            continue
        given = frame[column.name]
        if not given.notna().any():  # most columns of most tables
            converted[column.name] = pd.Series(index=frame.index, dtype=DTYPES[column.type])
            continue
        values, bad, reason = _convert_column(column, given)
        converted[column.name] = values
        if bad.any():
            problems.append(listed(name, column.name, given, bad, reason))
    converted.update({other: frame[other] for other in own_columns(name, frame)})
    return pd.DataFrame(converted, index=frame.index), joined(problems)


def _convert_column(column: Column, given: pd.Series[Any]) -> tuple[pd.Series[Any], pd.Series[bool], str]:
    """Convert one column; return the values, a mask of the failures, and the reason."""
    present = given.notna()
    match column.type:
        case "string" | "text":
            # texts: empty ones are missing
            values = given if given.dtype.name == "str" else given.map(_as_text, na_action="ignore").astype("str")
            values = values.where(values != "", None) if (values == "").any() else values
            return values, pd.Series(data=False, index=given.index), ""
        case "integer":
            # numbers: text that is no finite number fails
            numbers = pd.to_numeric(given, errors="coerce").astype("float64")
            bad = present & (given.astype("str") != "") & ~(np.isfinite(numbers) & (numbers % 1 == 0))
            return numbers.where(~bad).round().astype("Int64"), bad, NOT_WHOLE
        case "number":
            # as above, fractions allowed
            numbers = pd.to_numeric(given, errors="coerce").astype("float64")
            bad = present & (given.astype("str") != "") & ~np.isfinite(numbers)
            return numbers.where(~bad), bad, NOT_A_NUMBER
        case "date":
            # dates: time zones and times of day are dropped; a text counts by its ISO date
            if isinstance(given.dtype, pd.ArrowDtype):
                given = given.astype("datetime64[us]")
            if pd.api.types.is_datetime64_any_dtype(given):
                dates = given.dt.tz_localize(None) if getattr(given.dt, "tz", None) is not None else given
            else:
                days = given.astype("str").str.extract(_DAY, expand=False)
                dates = pd.to_datetime(days, format="%Y-%m-%d", errors="coerce")
            dates = dates.astype("datetime64[us]").dt.floor("D")
            within = dates.between(pd.Timestamp(1900, 1, 1), pd.Timestamp(2100, 12, 31))
            bad = present & (given.astype("str") != "") & ~within
            return dates.where(within), bad, NOT_A_DATE
        case "boolean":
            # flags: booleans, or the words for yes and no
            if pd.api.types.is_bool_dtype(given.dtype):
                return given.astype("boolean"), pd.Series(data=False, index=given.index), ""
            words = given.astype("str").str.strip().str.lower()
            words = words.replace({"1.0": "1", "0.0": "0"})
            flags = pd.Series(pd.NA, index=given.index, dtype="boolean")
            flags[words.isin(_TRUE) & present] = True
            flags[words.isin(_FALSE) & present] = False
            return flags, present & (words != "") & flags.isna(), NOT_YES_NO


def _as_text(value: object) -> str:
    """Return a cell as text; whole floats lose the '.0' that spreadsheets give to codes."""
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


def schema(name: str) -> pa.DataFrameSchema:
    """Return the pandera schema that checks a converted table.

    Parameters
    ----------
    name
        Name of the table.

    Examples
    --------
    >>> schema("needs").unique
    ['org_id', 'domain', 'detail', 'date']
    """
    return _schema(name, tuple(TABLES[name].names))


@cache
def _schema(name: str, filled: tuple[str, ...]) -> pa.DataFrameSchema:
    """Return the schema of some columns: those without a value have nothing to check, and pandera is slow with each."""
    import pandera.pandas as pa  # noqa: PLC0415  # takes most of a second to import

    table = TABLES[name]
    columns = {key: pa.Column(nullable=not table[key].required, checks=_checks(table[key])) for key in filled}
    key = [column for column in table.key if column in filled]
    return pa.DataFrameSchema(columns, unique=key or None, report_duplicates="exclude_first", strict=False)


def _checks(column: Column) -> list[pa.Check]:
    """Build the pandera checks of a column; each carries its reason as its error."""
    import pandera.pandas as pa  # noqa: PLC0415

    checks = []
    if column.type in {"string", "text"}:
        longest = MAX_TEXT if column.type == "text" else MAX_STRING
        checks.append(pa.Check(lambda s: s.str.len() <= longest, error=TOO_LONG))
    if column.words:
        checks.append(pa.Check.isin(list(column.words), error=NOT_ALLOWED))
    if column.pattern:
        form = re.compile(column.pattern)

        def well_formed(values: pd.Series[str]) -> pd.Series[bool]:
            distinct = values.unique().tolist()  # identifiers repeat; each is tested once
            return ~values.isin([text for text in distinct if form.fullmatch(text) is None])

        checks.append(pa.Check(well_formed, error=BAD_FORM))
    if column.minimum is not None:
        checks.append(pa.Check.ge(column.minimum, error=OUT_OF_RANGE))
    if column.maximum is not None:
        checks.append(pa.Check.le(column.maximum, error=OUT_OF_RANGE))
    return checks


def problems(name: str, table: pd.DataFrame) -> pd.DataFrame:
    """List the problems of a converted table, taken by itself.

    Parameters
    ----------
    name
        Name of the table.
    table
        As `convert` gives it.

    Returns
    -------
    DataFrame
        `PROBLEM_COLUMNS`, a row a problem; ``row`` is the position in the table, from 0.

    Examples
    --------
    >>> table, _ = convert("needs", pd.DataFrame({"org_id": ["A", "A"], "domain": ["skills", "magic"]}))
    >>> problems("needs", table)[["row", "column", "value", "reason"]].values.tolist()
    [[1, 'domain', 'magic', 'this word is not one of the allowed ones']]
    """
    import pandera.errors  # noqa: PLC0415

    found: list[pd.DataFrame] = []
    filled = tuple(
        column.name for column in TABLES[name].columns if column.required or table[column.name].notna().any()
    )
    try:
        _schema(name, filled).validate(table[list(filled)], lazy=True)
    except pandera.errors.SchemaErrors as error:
        found.append(_from_pandera(name, table, error.failure_cases))
    found.extend(_across_columns(name, table))
    return joined(found)


def _from_pandera(name: str, table: pd.DataFrame, cases: pd.DataFrame) -> pd.DataFrame:
    """Return pandera's failure cases as problems."""
    key = TABLES[name].key
    doubled = cases["check"].eq("multiple_fields_uniqueness")
    rows = pd.DataFrame(
        {
            "table": name,
            "row": cases["index"].astype("Int64"),
            "column": cases["column"].where(~doubled, key[-1] if key else None),
            "value": cases["failure_case"].astype("object"),
            "reason": cases["check"].replace({"not_nullable": MISSING, "multiple_fields_uniqueness": TWICE}),
        },
    )
    if doubled.any():
        keys = table.loc[rows.loc[doubled, "row"].astype(int), list(key)].astype("object")
        rows.loc[doubled, "value"] = [" / ".join(map(str, values)) for values in keys.to_numpy()]
    return rows.drop_duplicates(["row", "column", "reason"])


def _across_columns(name: str, table: pd.DataFrame) -> list[pd.DataFrame]:
    """Check constraints between two columns of a row."""
    if name == "projects":
        return [listed(name, "end", table["end"], table["end"] < table["start"], END_BEFORE_START)]
    if name == "memberships":
        return [listed(name, "until", table["until"], table["until"] < table["since"], END_BEFORE_START)]
    if name == "outcomes":
        meant = table["kind"].map(UNIT_OF).fillna("count")
        return [
            listed(name, "unit", table["unit"], table["unit"].notna() & (table["unit"] != meant), UNIT_AGAINST_KIND)
        ]
    if name == "needs":
        return [listed(name, "met_on", table["met_on"], table["met_on"] < table["date"], END_BEFORE_START)]
    if name == "organisations":
        small = sme_flag(table["size"])
        against = (table["sme"] != small) & table["sme"].notna() & small.notna()
        return [listed(name, "sme", table["sme"], against.fillna(value=False), SIZE_AGAINST_FLAG)]
    return []


def sme_flag(size: pd.Series[str]) -> pd.Series[bool]:
    """Return from a category of company whether it is an SME: yes, no, or unknown.

    Parameters
    ----------
    size
        Values of the column ``size``.

    Examples
    --------
    >>> sme_flag(pd.Series(["micro", "not_sme", None])).tolist()
    [True, False, <NA>]
    """
    flags = pd.Series(pd.NA, index=size.index, dtype="boolean")
    flags[size.isin(["micro", "sme"])] = True
    flags[size.isin(["mid_cap", "large", "not_sme"])] = False
    return flags


def listed(name: str, column: str, given: pd.Series[Any], bad: pd.Series[bool], reason: str) -> pd.DataFrame:
    """Return the rows with a bad value in a column, as problems.

    Parameters
    ----------
    name
        Name of the table.
    column
        Name of the column.
    given
        The values as they were given.
    bad
        Which of them are bad.
    reason
        Why; a constant sentence.
    """
    where = np.flatnonzero(bad.to_numpy(dtype=bool, na_value=False))
    values = given.iloc[where].astype("object").to_numpy()
    return pd.DataFrame(
        {
            "table": name,
            "row": pd.Series(where, dtype="Int64"),
            "column": column,
            "value": pd.Series(values, dtype="object"),
            "reason": reason,
        },
        columns=PROBLEM_COLUMNS,
    )


def joined(parts: list[pd.DataFrame]) -> pd.DataFrame:
    """Return several lists of problems as one.

    Parameters
    ----------
    parts
        As `listed` gives them.
    """
    parts = [part for part in parts if len(part)]
    if not parts:
        return pd.DataFrame({column: pd.Series(dtype="object") for column in PROBLEM_COLUMNS})
    return pd.concat(parts, ignore_index=True)[PROBLEM_COLUMNS]
