"""Introductions to be made: the list that an animator prints, telephones from, and writes on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pandas as pd

from polegraph.i18n import _, ngettext, number
from polegraph.reports import people
from polegraph.reports.sheets import Sheet

if TYPE_CHECKING:
    from polegraph.network import Network

COLUMNS: Final = (
    *("sme_name", "sme_city", "by_name", "near_projects", "to_name", "far_projects", "other_large_groups"),
    *("done_on", "done_by", "follow_up", "sme_id", "by_id", "to_id"),
)
BLANK: Final = ("done_on", "done_by", "follow_up")
"""The columns that are there to be written into."""
_MOST: Final = 5  # names in a cell that is read on paper


def sheet(links: pd.DataFrame, net: Network, *, most: int = _MOST) -> Sheet:
    """List the introductions that are to be made, in the order of the list of links: a row an SME.

    Parameters
    ----------
    links
        What `polegraph.metrics.large_group_links` gives, or some of its rows.
    net
        The network that it was computed on.
    most
        How many projects, and how many other large groups, a cell names.

    Returns
    -------
    Sheet
        `COLUMNS`: the SME and its city; the introducer, and the projects of these two, by acronym and year, the latest
        first; the large group that it is introduced to, and the projects of the introducer with it; other large groups
        that are partners of the introducer; three columns to be filled in; the identifiers of the three.

    Examples
    --------
    >>> from polegraph.examples import tiny
    >>> from polegraph.metrics import large_group_links
    >>> found = sheet(large_group_links(tiny(), draws=0), tiny()).frame
    >>> found[["sme_name", "by_name", "near_projects", "to_name", "far_projects"]].iloc[0].tolist()
    ['First SME (invented)', 'Laboratory (invented)', 'P2 (2016); P1 (2014)', 'Large group (invented)', 'P3 (2020)']
    """
    whole = net.whole
    rows = people.apart(links[links["status"] == "introduced"]).reset_index(drop=True)
    cities = whole.organisations.set_index("org_id")["city"]
    columns = {
        "sme_name": rows["name"],
        "sme_city": rows["org_id"].map(cities),
        "by_name": rows["introducer_name"],
        "near_projects": people.of_projects(rows["near_projects"], whole, most),
        "to_name": rows["introduced_to_name"].map(people.disclosed, na_action="ignore"),
        "far_projects": people.of_projects(rows["introduced_to_projects"], whole, most),
        "other_large_groups": people.of_organisations(rows["other_large_groups"], whole, most=most),
        **dict.fromkeys(BLANK),
        "sme_id": rows["org_id"],
        "by_id": rows["introducer_id"],
        "to_id": rows["introduced_to_id"],
    }
    what = _("A row an SME to introduce: by whom, to which large group, and through which projects; to be filled in.")
    return Sheet(
        "introductions",
        pd.DataFrame(columns, columns=list(COLUMNS), dtype="str"),
        what,
        blank=BLANK,
        finding=_found(rows),
    )


def _found(rows: pd.DataFrame) -> str:
    """Count the introductions, and which organisation can make most of them; empty if there is none."""
    if not len(rows):
        return ""
    counts = rows["introducer_name"].value_counts()
    most = min(str(name) for name, count in counts.items() if count == counts.iloc[0])
    said = ngettext(
        "{n} introduction can be made, by {name}.",
        "{n} introductions can be made; {name} can make most of them: {most}.",
        len(rows),
    )
    return said.format(n=number(len(rows)), name=most, most=number(int(counts.iloc[0])))
