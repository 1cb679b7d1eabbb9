"""Lists of identifiers in a cell, and what several kinds of rows are made with."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from polegraph.linalg import Csr
    from polegraph.scorecards.facts import Facts

    Truths = NDArray[np.bool_]


def of_matrix(rows: Csr, name: str) -> pd.DataFrame:
    """Return the entries of pôles × things, by pôle and thing.

    Parameters
    ----------
    rows
        The matrix.
    name
        Name of the column of things.
    """
    pairs = rows.tocoo()
    return pd.DataFrame({"pole": pairs.row, name: pairs.col}).sort_values(["pole", name], ignore_index=True)


def joined(table: pd.DataFrame, keys: Sequence[str], column: str, ids: pd.Index[str]) -> pd.DataFrame:
    """Join identifiers with ``;`` between, in their order.

    Parameters
    ----------
    table
        Rows with positions of things.
    keys
        The columns by which the lists are made.
    column
        The positions; it becomes the list.
    ids
        The identifiers.
    """
    pairs = table[[*keys, column]].drop_duplicates()
    pairs = pairs.assign(**{column: ids[pairs[column]].to_numpy()}).sort_values([*keys, column])
    return pairs.groupby(list(keys))[column].agg(";".join).reset_index()


def units(facts: Facts) -> pd.Index[str]:
    """Return the identifiers of the units by `Facts.unit`.

    Parameters
    ----------
    facts
        The network.
    """
    ids: pd.Index[str] = pd.Index(pd.factorize(facts.net.category["unit"])[1])
    return ids


def taking_part(facts: Facts, projects: NDArray[np.int64], which: Truths) -> pd.DataFrame:
    """List the organisations of projects that are some of all: ``project``, ``org_ids``.

    Parameters
    ----------
    facts
        The network.
    projects : array of int
        Positions of the projects.
    which : array of bool
        Which organisations are listed.
    """
    some = np.unique(projects)
    pairs = facts.net.incidence.tocsr()[some].tocoo()
    table = pd.DataFrame({"project": some[pairs.row], "org_ids": pairs.col})
    return joined(table[which[table["org_ids"]]], ["project"], "org_ids", facts.net.org_index)
