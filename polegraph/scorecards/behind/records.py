"""The needs and actions that figures count."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from polegraph.scorecards import selected
from polegraph.scorecards.behind.lists import of_matrix

if TYPE_CHECKING:
    from polegraph.scorecards.facts import Facts


def needs(facts: Facts, year: int, rows: pd.DataFrame) -> pd.DataFrame:
    """List needs of members, with who met them.

    Parameters
    ----------
    facts
        The network.
    year
        The year whose members are looked at.
    rows
        Rows of ``needs``.
    """
    index = facts.net.org_index
    table = pd.DataFrame(
        {
            "org": index.get_indexer(pd.Index(rows["org_id"])),
            "other": index.get_indexer(pd.Index(rows["met_by"])),
            **{name: rows[name].to_numpy() for name in ("domain", "detail", "date", "met_on")},
        }
    )
    return of_matrix(facts.members(year), "org").merge(table, on="org")


def actions(facts: Facts, year: int) -> pd.DataFrame:
    """List the actions of pôles in a year, each with who took part.

    Parameters
    ----------
    facts
        The network.
    year
        The year.
    """
    rows = selected.actions(facts, year).sort_values(["pole_id", "action_id", "org_id"])
    by = rows.groupby(["pole_id", "action_id"], as_index=False)
    found = by.agg({"kind": "first", "domain": "first", "title": "first", "date": "min", "org_id": ";".join})
    found = found.rename(columns={"org_id": "org_ids", "title": "detail"})
    return found.assign(pole=facts.poles.get_indexer(pd.Index(found["pole_id"]))).drop(columns="pole_id")
