"""Assembly of the checked tables from the sheets of each, every row accounted for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pandas as pd

from polegraph import tables
from polegraph.sources.histories import aliases
from polegraph.sources.spreadsheet.layout.broken_rows import guarded
from polegraph.sources.spreadsheet.resolution.completed import completed
from polegraph.sources.spreadsheet.resolution.own_identifiers import own_identifiers
from polegraph.sources.spreadsheet.resolution.partner_columns import partners_in_projects
from polegraph.sources.spreadsheet.resolution.references import Directory, join_groups, resolve
from polegraph.sources.spreadsheet.resolution.row_identifiers import fill_keys
from polegraph.sources.spreadsheet.resolution.undescribed import Newcomers
from polegraph.sources.spreadsheet.rows import Rows
from polegraph.tables import TABLES

if TYPE_CHECKING:
    from collections.abc import Mapping

    from polegraph.sources.accounting import Ledger
    from polegraph.sources.spreadsheet.sheet import Sheet

_NAMING: Final = ("participations", "memberships")
"""Tables in which an organisation without a row of its own may be named: partners from elsewhere, new members."""
OWN: Final = "own"
"""Name of the source, if no other is given. Identifiers of any other begin with its name."""


def frames_of(
    by_table: dict[str, list[Sheet]],
    ledger: Ledger,
    *,
    strict_names: bool = False,
    former: Mapping[str, Mapping[str, str]] | None = None,
) -> dict[str, pd.DataFrame]:
    """Check and convert the sheets of each table; account for every row.

    Parameters
    ----------
    by_table
        The sheets by the table that they hold.
    ledger
        The account of the source.
    strict_names
        Whether rows are set aside that name an organisation which no row describes; else it is added.
    former
        By table, current names by former name.

    Returns
    -------
    dict
        Table by name, with ``aliases``.
    """
    # tables in the order of their references, those that are pointed to first
    rows: dict[str, Rows] = {}
    directories: dict[str, Directory] = {}
    named: list[pd.DataFrame] = []
    newcomers: Newcomers | None = None
    known: Mapping[str, Mapping[str, str]] = former or {}
    for name in _in_order(by_table):
        more = partners_in_projects(rows["projects"]) if name == "participations" and "projects" in rows else []
        if name not in by_table and not more:
            continue
        one = rows[name] = Rows(name, by_table.get(name, ()), ledger, more)
        # resolve references, adding organisations that no row describes
        if name == "organisations":
            known = {**known, name: {**known.get(name, {}), **completed(one)}}
        if name in _NAMING and not strict_names:
            newcomers = newcomers or _newcomers(rows)
        for other in set(TABLES[name].references.values()) - directories.keys():
            directories[other] = Directory(rows.get(other) or Rows(other, (), ledger))
        named += _resolved(one, directories, newcomers if name in _NAMING else None, known)
        # make missing identifiers, and check the rows
        if len(TABLES[name].key) == 1 or name == "actions":  # its rows are the participants of an action
            fill_keys(one)
        one.check()
    # groups of organisations, and the names under which they stand
    organisations = rows.get("organisations") or Rows("organisations", (), ledger)
    rows["organisations"] = organisations
    join_groups(organisations, directories.get("organisations") or Directory(organisations))
    named.append(organisations.texts[["org_id", "name"]].assign(source_id=organisations.raw["org_id"]))
    # build the tables, with the rows protected that unreadable or confidential rows may name
    frames = {name: one.kept() for name, one in rows.items()}
    if newcomers is not None:
        frames["organisations"] = pd.concat([frames["organisations"], _new(frames, newcomers)], ignore_index=True)
    frames = guarded(frames, rows, ledger)
    # account for every row
    for one in rows.values():
        one.settle()
    # complete the tables that a network needs
    for name in ("projects", "participations"):
        frames.setdefault(name, Rows(name, (), ledger).kept())
    frames["aliases"] = _aliases(ledger.source, named, frames["organisations"]["org_id"])
    return frames if ledger.source == OWN else own_identifiers(frames, rows, ledger.source)


def _resolved(
    rows: Rows,
    directories: dict[str, Directory],
    newcomers: Newcomers | None,
    former: Mapping[str, Mapping[str, str]],
) -> list[pd.DataFrame]:
    """Replace names by the identifiers that they refer to; return the names used for organisations."""
    named = []
    for column, other in TABLES[rows.name].references.items():
        organisation = other == "organisations"
        written = resolve(rows, column, directories[other], newcomers if organisation else None, former.get(other))
        if organisation:
            named.append(pd.DataFrame({"org_id": rows.texts[column], "source_id": None, "name": written}))
    return named


def _newcomers(rows: dict[str, Rows]) -> Newcomers:
    return Newcomers(rows["organisations"].texts["name"].dropna() if "organisations" in rows else ())


def _new(frames: dict[str, pd.DataFrame], newcomers: Newcomers) -> pd.DataFrame:
    """Return the added rows of organisations that a kept row names."""
    made = newcomers.rows()
    named = pd.concat([frames[name]["org_id"] for name in _NAMING if name in frames])
    there = made["org_id"].isin(named) & ~made["org_id"].isin(frames["organisations"]["org_id"])
    return tables.convert("organisations", made[there])[0]


def _in_order(by_table: dict[str, list[Sheet]]) -> list[str]:
    """Return the tables in order of their references; partners may stand in the projects."""
    names = [name for name in TABLES if name in by_table or (name == "participations" and "projects" in by_table)]
    return sorted(names, key=lambda name: len(TABLES[name].references) > 0)


def _aliases(source: str, named: list[pd.DataFrame], kept: pd.Series[str]) -> pd.DataFrame:
    """Return every spelling of a kept organisation."""
    written = pd.concat([one.astype("str") for one in named], ignore_index=True)
    written = written[written["org_id"].isin(kept) & written["name"].notna()]
    return aliases(source, written["org_id"], written["source_id"], written["name"])
