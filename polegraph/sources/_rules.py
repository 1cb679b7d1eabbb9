"""The tables of words that come with the package: what people write, and what is meant."""

from __future__ import annotations

import csv
from functools import cache
from importlib.resources import files


@cache
def rows(name: str) -> tuple[dict[str, str], ...]:
    """Read a table of words.

    Parameters
    ----------
    name
        Name of a file in ``sources/rules``, without ``.csv``.

    Returns
    -------
    tuple of dict
        Column → text, in the order of the file; ``written`` holds several ways with ";" between.

    Examples
    --------
    >>> [row["role"] for row in rows("roles")]
    ['coordinator', 'partner', 'third_party', 'associated']
    """
    text = files("polegraph.sources").joinpath("rules", f"{name}.csv").read_text(encoding="utf-8")
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
