"""The tables of a network of chosen ties: each project that two tied organisations share becomes a project of two."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pandas as pd

from polegraph.errors import PolegraphError, shown
from polegraph.i18n import _
from polegraph.linalg.sparse import entries
from polegraph.network import selection
from polegraph.tables import TABLES

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from polegraph.linalg import Csr

    Places = NDArray[np.int64]

_TOLD_ONCE: Final = ("outcomes", "participations")  # what is counted of a project, which would be counted several times
_AMOUNTS: Final = ("total_cost", "funding")


def pairs_of(ties: pd.DataFrame, org_index: pd.Index[str], matrix: Csr) -> tuple[Places, Places]:
    """Return the ends of given ties as positions; refuse those that there are not.

    Parameters
    ----------
    ties
        ``org_a, org_b``.
    org_index
        The organisations.
    matrix
        The collaboration matrix.

    Raises
    ------
    PolegraphError
        If a column is missing, an organisation is not there or two share no project.
    """
    for column in ("org_a", "org_b"):
        if column not in ties.columns:
            raise PolegraphError(
                _("the ties have no column {column}").format(column=column),
                remedy=_("give org_a and org_b, as metrics.backbone does"),
            )
    one, other = (org_index.get_indexer(pd.Index(ties[column])).astype(np.int64) for column in ("org_a", "org_b"))
    there = (one >= 0) & (other >= 0)
    there[there] = entries(matrix, one[there], other[there]) > 0
    if not there.all():
        lost = ties.loc[~there, ["org_a", "org_b"]].iloc[0]
        raise PolegraphError(
            _("these two organisations share no project"),
            value=" / ".join(shown(end)[1:-1] for end in lost),
            remedy=_("give pairs that are partners in this network"),
        )
    return one, other


def tables_of(
    tables: Mapping[str, pd.DataFrame], incidence: Csr, by_id: NDArray[np.intp], ends: tuple[Places, Places]
) -> dict[str, pd.DataFrame]:
    """Return the tables of organisations with a chosen tie, and a project of two for each that they share.

    Parameters
    ----------
    tables
        The tables of the network.
    incidence
        Projects × organisations.
    by_id
        The organisations in the order of their identifiers.
    ends
        Both organisations of each tie, in table order; a pair may stand twice.
    """
    # The triples of a project and two of its members that are tied; members by the rank of their identifiers.
    rank = np.empty(len(by_id), dtype=np.int64)
    rank[by_id] = np.arange(len(by_id))
    low, high = np.minimum(*(rank[end] for end in ends)), np.maximum(*(rank[end] for end in ends))
    project, first, second = _within_projects(incidence, rank, np.unique(low * len(by_id) + high))
    # Their names: the project's, and the number of the pair in it.
    begin = np.flatnonzero(np.diff(project, prepend=-1))
    number = np.arange(len(project)) - np.repeat(begin, np.diff(np.append(begin, len(project)))) + 1
    old = tables["projects"]["project_id"].iloc[project].reset_index(drop=True)
    new = pd.DataFrame({"project_id": old, "new": old + "/" + pd.Series(number).astype("str")})
    orgs = tables["organisations"]["org_id"]
    members = pd.DataFrame(
        {
            "project_id": new["new"].repeat(2).array,
            "org_id": orgs.iloc[by_id[np.column_stack([first, second]).ravel()]].array,
        }
    )
    # Everything that belongs to these organisations and projects.
    smaller = selection.restrict(tables, members["org_id"], old)
    for name, table in smaller.items():
        if "project_id" in TABLES[name].names:
            smaller[name] = table.iloc[:0] if name in _TOLD_ONCE else _renamed(table, new)
    for amount in _AMOUNTS:
        smaller["projects"][amount] = np.nan
    kinds = tables["participations"].dtypes
    smaller["participations"] = members.reindex(columns=kinds.index).astype(kinds.to_dict())
    return smaller


def _within_projects(incidence: Csr, rank: Places, wanted: Places) -> tuple[Places, Places, Places]:
    """List the wanted pairs within each project: its row and the ranks of both, sorted."""
    sizes = np.diff(incidence.indptr)
    found: list[Any] = [np.empty((0, 3), dtype=np.int64)]
    for size in np.unique(sizes[sizes > 1]).tolist():
        rows = np.flatnonzero(sizes == size)
        members = np.sort(rank[incidence.indices[incidence.indptr[rows][:, None] + np.arange(size)]], axis=1)
        left, right = np.triu_indices(size, 1)
        one, other = members[:, left].ravel(), members[:, right].ravel()
        keys = one * len(rank) + other
        place = np.searchsorted(wanted, keys)
        kept = np.flatnonzero(np.append(wanted, -1)[place] == keys)
        found.append(np.column_stack([np.repeat(rows, len(left))[kept], one[kept], other[kept]]))
    triples = np.concatenate(found)
    project, first, second = triples[np.lexsort(triples.T[::-1])].T
    return project, first, second


def _renamed(table: pd.DataFrame, new: pd.DataFrame) -> pd.DataFrame:
    """Copy the rows of a project for each that it became."""
    merged = new.merge(table, on="project_id", how="inner")
    return merged.assign(project_id=merged["new"])[table.columns.tolist()]
