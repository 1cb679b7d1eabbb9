"""A fingerprint of tables: the same for the same content, in whatever order and wherever it is stored."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Final

import pandas as pd

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_ACCOUNTS: Final = frozenset({"imports", "rejected", "records", "proposals"})
"""Tables that say how the others came to be, or what is still to be decided: no result depends on them."""


def fingerprint(tables: Mapping[str, pd.DataFrame], more: Iterable[str] = ()) -> str:
    r"""Return the SHA-256 of what tables hold.

    Parameters
    ----------
    tables
        The tables by name. Rows and columns may stand in any order; columns without a value, and tables without a row,
        count as absent, and a whole number is the same in every type of number.
    more
        Texts that are taken into account, too.

    Returns
    -------
    str
        ``sha256:`` and 64 hexadecimal digits.

    Examples
    --------
    >>> table = pd.DataFrame({"a": ["x", "y"], "b": [1, None]})
    >>> other = pd.DataFrame({"c": [None, None], "b": [None, 1.0], "a": ["y", "x"]})
    >>> fingerprint({"t": table}) == fingerprint({"t": other, "none": table.iloc[:0]})
    True
    >>> fingerprint({"t": table}) == fingerprint({"t": table.replace("x", "z")})
    False
    """
    digest = hashlib.sha256()
    for name in sorted(set(tables) - _ACCOUNTS):
        table = tables[name]
        columns = sorted(str(column) for column in table.columns if table[column].notna().any())
        if not columns:
            continue
        cells = [_texts(table[column]) for column in columns]
        digest.update(json.dumps([name, columns]).encode())
        for line in sorted(json.dumps(row) for row in zip(*cells, strict=True)):
            digest.update(b"\n" + line.encode())
    digest.update(json.dumps(list(more)).encode())
    return f"sha256:{digest.hexdigest()}"


def _texts(values: pd.Series[str]) -> list[str | float | None]:
    """Return values as JSON knows them, those that are equal in the same way."""
    known = values.notna()
    if pd.api.types.is_bool_dtype(values.dtype):
        written = values.astype("object").map({True: "true", False: "false"})
    elif pd.api.types.is_datetime64_any_dtype(values.dtype):
        written = pd.to_datetime(values).dt.strftime("%Y-%m-%dT%H:%M:%S")
    elif pd.api.types.is_numeric_dtype(values.dtype):
        return [float(one) if there else None for one, there in zip(values, known, strict=True)]
    else:
        written = values.astype("object")
    return [str(one) if there else None for one, there in zip(written, known, strict=True)]
