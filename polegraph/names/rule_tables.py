"""The tables of rules that come with the package: each row is a rule, and says why."""

from __future__ import annotations

import csv
from functools import cache
from importlib.resources import files


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
    return [one.strip() for one in row["written"].split(";") if one.strip()]
