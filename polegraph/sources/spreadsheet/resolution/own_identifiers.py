"""Namespaces of identifiers from sheets kept by hand: number 1 of one pôle is not number 1 of another."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from polegraph.tables import TABLES

if TYPE_CHECKING:
    import pandas as pd

    from polegraph.sources.spreadsheet.rows import Rows

_OF_A_REGISTER: Final = re.compile(
    r"(?:siren|siret|pic|rnsr|ror|vat|name|project|pole|theme|outcome|uai|anr|cordis):.+|ANR-.+"
)


def own_identifiers(frames: dict[str, pd.DataFrame], rows: dict[str, Rows], source: str) -> dict[str, pd.DataFrame]:
    """Return tables in which user-given identifiers begin with the name of their source.

    Parameters
    ----------
    frames
        Tables by name.
    rows
        The rows that they were made of.
    source
        Name of the source.
    """
    own: dict[str, dict[str, str]] = {}
    for name, one in rows.items():
        if len(TABLES[name].key) == 1:
            key = TABLES[name].key[0]
            given = one.texts.loc[~one.made, key].dropna().unique()
            own[name] = {
                identifier: f"{source}:{identifier}"
                for identifier in given
                if not _OF_A_REGISTER.fullmatch(identifier) and not identifier.startswith(f"{source}:")
            }
    changed = {}
    for name, frame in frames.items():
        points = {**TABLES[name].references, **({TABLES[name].key[0]: name} if name in own else {})}
        columns = {column: _renamed(frame[column], own[other]) for column, other in points.items() if other in own}
        if name == "organisations":
            numbers = {one: f"{source}:{one}" for one in frame["group_id"].dropna().unique() if one.isdigit()}
            columns["group_id"] = _renamed(frame["group_id"], numbers | own[name])
        changed[name] = frame.assign(**columns)
    return changed


def _renamed(values: pd.Series[str], new: dict[str, str]) -> pd.Series[str]:
    return values.map(lambda one: new.get(one, one), na_action="ignore").astype("str")
