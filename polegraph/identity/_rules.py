"""The tables of rules that come with the package: each row is a rule, and says why."""

from __future__ import annotations

import csv
from functools import cache
from importlib.resources import files


@cache
def rows(name: str) -> tuple[dict[str, str], ...]:
    """Read a table of rules.

    Parameters
    ----------
    name
        Name of a file in ``identity/rules``, without ``.csv``.

    Returns
    -------
    tuple of dict
        Column → text, in the order of the file.

    Examples
    --------
    >>> rows("cities")[0]
    {'part': 'word', 'written': 'st', 'meant': 'saint', 'reason': 'abbreviation'}
    """
    text = files("polegraph.identity").joinpath("rules", f"{name}.csv").read_text(encoding="utf-8")
    return tuple(csv.DictReader(text.splitlines()))
