"""From the sheets that hold each table to the checked tables, every row accounted for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pandas as pd

from polegraph.sources._common import aliases
from polegraph.sources._spreadsheet_keys import fill_keys
from polegraph.sources._spreadsheet_own import own_identifiers
from polegraph.sources._spreadsheet_partners import partners_in_projects
from polegraph.sources._spreadsheet_pointers import Directory, join_groups, resolve
from polegraph.sources._spreadsheet_rows import Rows
from polegraph.tables import TABLES

if TYPE_CHECKING:
    from polegraph.sources._common import Ledger
    from polegraph.sources._spreadsheet_sheets import Sheet

OWN: Final = "own"
"""Name of the source, if no other is given. Identifiers of any other begin with its name."""


def frames_of(by_table: dict[str, list[Sheet]], ledger: Ledger) -> dict[str, pd.DataFrame]:
    """Check and convert the sheets of each table; account for every row.

    Parameters
    ----------
    by_table
        The sheets by the table that they hold.
    ledger
        The account of the source.

    Returns
    -------
    dict
        Table by name, with ``aliases``.
    """
    rows: dict[str, Rows] = {}
    directories: dict[str, Directory] = {}
    named: list[pd.DataFrame] = []
    for name in _in_order(by_table):
        more = partners_in_projects(rows["projects"]) if name == "participations" and "projects" in rows else []
        if name not in by_table and not more:
            continue
        one = rows[name] = Rows(name, by_table.get(name, ()), ledger, more)
        for column, other in TABLES[name].references.items():
            if other not in directories:
                directories[other] = Directory(rows.get(other) or Rows(other, (), ledger))
            written = resolve(one, column, directories[other])
            if other == "organisations":
                named.append(pd.DataFrame({"org_id": one.texts[column], "source_id": None, "name": written}))
        if len(TABLES[name].key) == 1:
            fill_keys(one)
        one.check()
    organisations = rows.get("organisations") or Rows("organisations", (), ledger)
    rows["organisations"] = organisations
    join_groups(organisations, directories.get("organisations") or Directory(organisations))
    named.append(organisations.texts[["org_id", "name"]].assign(source_id=organisations.raw["org_id"]))
    frames = {name: one.kept() for name, one in rows.items()}
    for one in rows.values():
        one.settle()
    for name in ("projects", "participations"):
        frames.setdefault(name, Rows(name, (), ledger).kept())
    frames["aliases"] = _aliases(ledger.source, named, frames["organisations"]["org_id"])
    return frames if ledger.source == OWN else own_identifiers(frames, rows, ledger.source)


def _in_order(by_table: dict[str, list[Sheet]]) -> list[str]:
    """Give the tables that are pointed to before those that point to them; partners may stand in the projects."""
    names = [name for name in TABLES if name in by_table or (name == "participations" and "projects" in by_table)]
    return sorted(names, key=lambda name: len(TABLES[name].references) > 0)


def _aliases(source: str, named: list[pd.DataFrame], kept: pd.Series[str]) -> pd.DataFrame:
    """Give every name under which a kept organisation was written."""
    written = pd.concat([one.astype("str") for one in named], ignore_index=True)
    written = written[written["org_id"].isin(kept) & written["name"].notna()]
    return aliases(source, written["org_id"], written["source_id"], written["name"])
