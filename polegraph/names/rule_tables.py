"""Readers of the rule tables shipped with the package: each row is a rule, with its reason."""

from __future__ import annotations

import csv
from functools import cache
from importlib.resources import files
from typing import Final

_IN_FLAT_SHEETS: Final = "*"


@cache
def rows(name: str) -> tuple[dict[str, str], ...]:
    """Read a table of rules or of words.

    Parameters
    ----------
    name
        Name of a file in ``names/rules``, without ``.csv``.

    Returns
    -------
    tuple of dict
        Column → text, in the order of the file; ``written`` may hold several ways with ";" between.

    Examples
    --------
    >>> rows("cities")[0]
    {'part': 'word', 'written': 'st', 'meant': 'saint', 'reason': 'abbreviation'}
    """
    text = files("polegraph.names").joinpath("rules", f"{name}.csv").read_text(encoding="utf-8")
    return tuple(csv.DictReader(text.splitlines()))


def ways(row: dict[str, str]) -> list[str]:
    """List the ways in which the meaning of a row is written.

    Parameters
    ----------
    row
        A row of `rows`.

    Examples
    --------
    >>> ways({"written": "chef file; porteur"})
    ['chef file', 'porteur']
    """
    mark = _IN_FLAT_SHEETS if "flat" in row else ""
    return [one.removesuffix(mark) for one in _split(row["written"])]


def flat_ways(row: dict[str, str]) -> list[str]:
    """List the ways in which the meaning of a row is written in flat sheets.

    There a word must identify the content of a column among cells of all kinds: those that may be a name are left out,
    and one letter may stand for a role. They bear a mark in ``written``, or stand in ``flat`` if they are used there
    alone.

    Parameters
    ----------
    row
        A row of ``kinds`` or ``roles``.

    Examples
    --------
    >>> flat_ways({"written": "chef file*; porteuse", "flat": "cf"})
    ['chef file', 'cf']
    """
    marked = [one.removesuffix(_IN_FLAT_SHEETS) for one in _split(row["written"]) if one.endswith(_IN_FLAT_SHEETS)]
    return [*marked, *_split(row["flat"])]


def _split(cell: str) -> list[str]:
    return [one.strip() for one in cell.split(";") if one.strip()]
