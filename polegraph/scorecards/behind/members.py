"""The members and the links of members that figures count."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from polegraph.scorecards import selected
from polegraph.scorecards.behind.lists import joined, of_matrix, units

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from polegraph.scorecards.facts import Facts

    Truths = NDArray[np.bool_]


def members(facts: Facts, year: int, which: Truths | None = None, among: Truths | None = None) -> pd.DataFrame:
    """List members of the pôles.

    Parameters
    ----------
    facts
        The network.
    year
        The year.
    which : array of bool, or None
        Which are counted; None for all.
    among : array of bool, or None
        Which are listed, those that a share is of; None for those that are counted.
    """
    rows = of_matrix(facts.members(year), "org")
    counted = np.ones(len(rows), dtype=np.bool_) if which is None else which[rows["org"]]
    listed = counted if among is None else among[rows["org"]]
    return rows.assign(counted=counted)[listed]


def groups(facts: Facts, year: int) -> pd.DataFrame:
    """List large groups, each with its subsidiaries that are members.

    Parameters
    ----------
    facts
        The network.
    year
        The year.
    """
    rows = members(facts, year, facts.large)
    rows = rows.assign(unit=facts.unit[rows["org"]]).rename(columns={"org": "org_ids"})
    return joined(rows, ["pole", "unit"], "org_ids", facts.net.org_index)


def moved(facts: Facts, year: int, *, left: bool) -> pd.DataFrame:
    """List who came in a year, or left.

    Parameters
    ----------
    facts
        The network.
    year
        The year.
    left
        Whether it left.
    """
    rows = kept(facts, year + 1 if not left else year)
    if left:
        return rows[~rows["counted"]].assign(counted=True)
    here, before = of_matrix(facts.members(year), "org"), of_matrix(facts.members(year - 1), "org")
    both = here.merge(before, how="left", on=["pole", "org"], indicator=True)
    return both.loc[both["_merge"] == "left_only", ["pole", "org"]]


def kept(facts: Facts, year: int) -> pd.DataFrame:
    """List last year's members; those are counted that still are.

    Parameters
    ----------
    facts
        The network.
    year
        The year.
    """
    before, now = of_matrix(facts.members(year - 1), "org"), of_matrix(facts.members(year), "org")
    both = before.merge(now, how="left", on=["pole", "org"], indicator="counted")
    return both.assign(counted=both["counted"] == "both")


def linked(facts: Facts, year: int) -> pd.DataFrame:
    """List the SMEs; those are counted that share a project with a large group, with the groups and the projects.

    Parameters
    ----------
    facts
        The network.
    year
        The year.
    """
    pairs = _with_projects(facts, year)
    met = joined(pairs.rename(columns={"unit": "group_ids"}), ["org"], "group_ids", units(facts))
    proof = joined(pairs, ["org"], "evidence_projects", facts.net.project_index)
    rows = members(facts, year, None, facts.sme).merge(met, how="left", on="org").merge(proof, how="left", on="org")
    return rows.assign(counted=rows["group_ids"].notna())


def new_links(facts: Facts, year: int) -> pd.DataFrame:
    """List the pairs of an SME and a large group that met, with their projects.

    Parameters
    ----------
    facts
        The network.
    year
        The year.
    """
    pairs = _with_projects(facts, year).merge(selected.met_first(facts, year), on=["org", "unit"])
    proof = joined(pairs, ["org", "unit"], "evidence_projects", facts.net.project_index)
    return members(facts, year, facts.sme).merge(proof, on="org")


def _with_projects(facts: Facts, year: int) -> pd.DataFrame:
    """Return SMEs, large groups and, as positions of the network, the projects that they share."""
    pairs = selected.sme_large(facts, year)
    there = np.flatnonzero((facts.year <= year) & facts.begun)
    return pairs.assign(evidence_projects=there[pairs["project"]])


def introductions(facts: Facts, year: int) -> pd.DataFrame:
    """List the SMEs one introduction away from a large group, with the partners that know one.

    Parameters
    ----------
    facts
        The network.
    year
        The year.
    """
    incidence = facts.by(year)
    unmet = facts.sme & ~selected.beside(incidence, facts.large)
    rows = incidence.tocoo()
    table = pd.DataFrame({"project": rows.row, "org": rows.col})
    through = table[selected.introducers(facts, year)[table["org"]]].rename(columns={"org": "via_ids"})
    pairs = table[unmet[table["org"]]].merge(through, on="project")
    return members(facts, year, unmet).merge(joined(pairs, ["org"], "via_ids", facts.net.org_index), on="org")


def pairs(facts: Facts, year: int) -> pd.DataFrame:
    """List the pairs of members that share a project, with these projects.

    Parameters
    ----------
    facts
        The network.
    year
        The year.
    """
    there = np.flatnonzero((facts.year <= year) & facts.begun)
    rank = np.argsort(facts.net.org_index.argsort())  # by identifier, whatever the order of the table
    rows = facts.by(year).tocoo()
    table = pd.DataFrame({"evidence_projects": there[rows.row], "org": rows.col})
    found = []
    for pole, here in of_matrix(facts.members(year), "org").groupby("pole"):
        inside = table[table["org"].isin(here["org"])]
        both = inside.merge(inside.rename(columns={"org": "other"}), on="evidence_projects")
        both = both[rank[both["org"]] < rank[both["other"]]]
        proof = joined(both, ["org", "other"], "evidence_projects", facts.net.project_index)
        found.append(proof.assign(pole=pole))
    columns = ["pole", "org", "other", "evidence_projects"]
    return pd.concat(found, ignore_index=True) if found else pd.DataFrame(columns=columns)
