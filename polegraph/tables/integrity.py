"""Validation of all tables together: each by itself, then referential integrity (foreign keys)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from polegraph.errors import PolegraphError, not_one_of
from polegraph.i18n import _, ngettext, number
from polegraph.tables.checks import NO_COLUMN, NO_SUCH_ROW, PROBLEM_COLUMNS, convert, joined, listed, problems
from polegraph.tables.definitions import TABLES
from polegraph.tables.formats import empty

if TYPE_CHECKING:
    from collections.abc import Mapping


def foreign_problems(tables: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """List the violations of foreign keys: rows that point to an absent row of another table.

    Parameters
    ----------
    tables
        Converted tables by name.

    Returns
    -------
    DataFrame
        `PROBLEM_COLUMNS`.
    """
    found = []
    for name, table in tables.items():
        for column, other in TABLES[name].references.items() if len(table) else ():
            if (
                other == "organisations" and column not in TABLES[name].required
            ):  # who met a need, or holds an outcome, may stand outside a part
                continue
            known = pd.Index(tables[other][TABLES[other].key[0]].unique())
            lost = table[column].notna() & (known.get_indexer(pd.Index(table[column])) < 0)  # isin is 20 times slower
            if lost.any():
                found.append(listed(name, column, table[column], lost, NO_SUCH_ROW))
    return joined(found)


def check(given: Mapping[str, pd.DataFrame]) -> dict[str, pd.DataFrame]:
    """Convert and check all tables; raise an error that names the first problem and lists the others.

    Parameters
    ----------
    given
        Frames by table name; tables that are absent become empty ones.

    Returns
    -------
    dict
        Every table of the model, converted.

    Raises
    ------
    PolegraphError
        If a required column is missing or any row violates the model; ``problems`` holds every problem, a row each.
    """
    unknown = sorted(set(given) - set(TABLES))
    if unknown:
        raise not_one_of(_("there is no table of that name"), unknown[0], TABLES)
    tables, found = inspect(given)
    if len(found):
        raise _refusal(found)
    return tables


def inspect(given: Mapping[str, pd.DataFrame]) -> tuple[dict[str, pd.DataFrame], pd.DataFrame]:
    """Convert all tables and list every problem in them.

    Parameters
    ----------
    given
        Frames by table name; tables that are absent become empty ones.

    Returns
    -------
    tables : dict
        Every table of the model, converted.
    problems : DataFrame
        `PROBLEM_COLUMNS`; ``row`` is the position in its table, from 0.
    """
    # convert and validate each table by itself; absent ones are empty
    _refuse_incomplete(given)
    tables: dict[str, pd.DataFrame] = {}
    found: list[pd.DataFrame] = []
    for name in TABLES:
        if name not in given:
            tables[name] = empty(name)
            continue
        frame = given[name]
        tables[name], unconverted = convert(name, frame)
        found.append(unconverted)
        if len(frame):
            found.append(problems(name, tables[name]))
    # then validate the references between them
    found.append(foreign_problems(tables))
    return tables, joined(found)


def _refuse_incomplete(given: Mapping[str, pd.DataFrame]) -> None:
    """Refuse what is no table, and tables without a column that is required: all of these at once."""
    missing: dict[str, list[str]] = {}
    for name in (one for one in TABLES if one in given):
        frame = given[name]
        if not isinstance(frame, pd.DataFrame):
            raise PolegraphError(
                _("the table {table} is not a data frame").format(table=name),
                value=type(frame).__name__,
                remedy=_("give a pandas DataFrame"),
            )
        lacking = [column for column in TABLES[name].required if column not in frame.columns]
        if lacking:
            missing[name] = lacking
    for name, columns in missing.items():
        rows = [[one, None, column, None, NO_COLUMN] for one, lacking in missing.items() for column in lacking]
        raise PolegraphError(
            _("the table {table} has no column {columns}").format(table=name, columns=", ".join(columns)),
            remedy=_("add it; required are: {names}").format(names=", ".join(TABLES[name].required)),
            problems=pd.DataFrame(rows, columns=PROBLEM_COLUMNS) if len(missing) > 1 else None,
        )


def _refusal(found: pd.DataFrame) -> PolegraphError:
    first = found.iloc[0]
    others = len(found) - 1
    text = ngettext(" ({n} more problem)", " ({n} more problems)", others)
    more = text.format(n=number(others)) if others else ""
    return PolegraphError(
        _(str(first["reason"])) + more,
        file=_("table {table}").format(table=first["table"]),
        row=int(first["row"]),
        column=str(first["column"]),
        value=first["value"] if pd.notna(first["value"]) else "",
        remedy=_("correct the value or leave the row out; rows are counted from 0 here"),
        problems=found,
    )
