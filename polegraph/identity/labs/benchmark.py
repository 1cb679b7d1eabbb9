"""A benchmark of entity resolution for laboratories: names with known entities, for training and evaluation.

Every name of a file, as it was written, stands for itself; the code of the national register beside some of them is
hidden from the comparison, and kept as the ground truth. A name of which the normal form stands beside several codes
("CNRS") is ambiguous and is left out of the truth, not out of the comparison.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pandas as pd

from polegraph.identity.entities import Units, units
from polegraph.names.normal_forms import normal_form

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    Places = NDArray[np.int64]


class Known(NamedTuple):
    """Names with their true entities.

    Attributes
    ----------
    units
        Each name as an organisation of its own, without a code.
    truth
        Ground truth: for each the number of its laboratory; -1 if unknown.
    codes
        Labels of the numbers, sorted.
    ambiguous
        Number of names left out of the truth since they stand beside several codes.
    """

    units: Units
    truth: Places
    codes: list[str]
    ambiguous: int


class Quality(NamedTuple):
    """Evaluation of a clustering of names: B³ and pairwise precision and recall."""

    f1: float
    precision: float
    recall: float
    pair_precision: float
    pair_recall: float


def names_alone(rows: pd.DataFrame, tables: Mapping[str, pd.DataFrame]) -> Known:
    """Build a benchmark from a network, one record a name.

    Parameters
    ----------
    rows
        A row a participation: ``name``, ``code`` (of the register, missing where there is none), ``project_id``,
        ``city``, ``region``, ``country``.
    tables
        ``projects`` and ``project_themes``.
    """
    names = sorted(rows["name"].unique())
    org_id = pd.Series([f"name-{place:06d}" for place in range(len(names))], index=names)
    table = pd.DataFrame({"org_id": org_id.to_numpy(), "name": names, "kind": "lab"})
    for column in ("city", "region", "country"):
        table[column] = _most_frequent(rows, column).reindex(names).to_numpy()
    taken = rows[["project_id"]].assign(org_id=rows["name"].map(org_id)).drop_duplicates()
    count = rows.groupby("name").size().reindex(names)
    aliases = pd.DataFrame({"org_id": org_id.to_numpy(), "name": names, "rows": count.to_numpy()})
    described = {"organisations": table, "participations": taken, "aliases": aliases, **tables}
    coded = rows[rows["code"].notna()].assign(normal=rows["name"].map(normal_form))
    several = coded.groupby("normal")["code"].nunique()
    ambiguous = coded["normal"].isin(several.index[several > 1])
    whose = coded[~ambiguous].groupby("name")["code"].first()
    codes = sorted(whose.unique())
    truth = pd.Categorical(whose.reindex(names), categories=codes).codes.astype(np.int64)
    return Known(units(described), truth, codes, int(coded.loc[ambiguous, "name"].nunique()))


def _most_frequent(rows: pd.DataFrame, column: str) -> pd.Series[str]:
    count = rows.dropna(subset=[column]).groupby(["name", column]).size().reset_index(name="times")
    count = count.sort_values(["name", "times", column], ascending=[True, False, True])
    return count.drop_duplicates("name").set_index("name")[column].astype("str")


def quality(found: Places, truth: Places) -> Quality:
    r"""Measure the precision and recall of a clustering of names.

    .. math::

        P = \frac{1}{n} \sum_i \frac{|F_i \cap T_i|}{|F_i|}, \quad
        R = \frac{1}{n} \sum_i \frac{|F_i \cap T_i|}{|T_i|}

    with :math:`F_i` those found to be the same as name *i*, and :math:`T_i` those that are, both among the names given.

    Parameters
    ----------
    found, truth : array of int
        For each name of which the truth is known, the group it was put in and the one it belongs to.

    Returns
    -------
    Quality
        B-cubed F1, precision and recall; precision and recall of pairs.

    References
    ----------
    A. Bagga, B. Baldwin, "Algorithms for scoring coreference chains", LREC workshop (1998).

    Examples
    --------
    >>> [round(figure, 3) for figure in quality(np.array([0, 0, 1, 1]), np.array([0, 0, 0, 1]))]
    [0.706, 0.75, 0.667, 0.5, 0.333]
    """
    table = pd.DataFrame({"found": found, "truth": truth})
    both = table.value_counts().reset_index(name="both")
    both["of_found"] = both["found"].map(table["found"].value_counts())
    both["of_truth"] = both["truth"].map(table["truth"].value_counts())
    precision = float((both["both"] ** 2 / both["of_found"]).sum() / len(table))
    recall = float((both["both"] ** 2 / both["of_truth"]).sum() / len(table))
    right = _pairs(both["both"])
    return Quality(
        2 * precision * recall / (precision + recall),
        precision,
        recall,
        right / max(1.0, _pairs(table["found"].value_counts())),
        right / max(1.0, _pairs(table["truth"].value_counts())),
    )


def _pairs(sizes: pd.Series[int]) -> float:
    return float((sizes * (sizes - 1)).sum()) / 2
