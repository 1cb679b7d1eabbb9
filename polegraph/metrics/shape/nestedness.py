"""Nestedness of the two-mode network: whether those in few projects are in those of the many."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd

from polegraph.errors import whole_number
from polegraph.linalg.sparse import share, transpose
from polegraph.metrics.attributes import in_order
from polegraph.metrics.inference.null_models import randomised
from polegraph.metrics.inference.significance import beside

if TYPE_CHECKING:
    from polegraph.linalg import Csr
    from polegraph.network import Network

_MEASURES: Final = ("nodf", "nodf_organisations", "nodf_projects")
_CELLS: Final = 20_000_000  # of a product at once


def nestedness(net: Network, *, draws: int = 20, seed: int = 0) -> pd.DataFrame:
    r"""Compute the nestedness of the two-mode network by overlap and decreasing fill (NODF).

    Two organisations with :math:`k_i > k_j` projects are nested as far as the projects of the one of fewer are
    projects of the other as well, and so are two projects by their members:

    .. math:: \text{NODF} = 100 \; \frac{\sum_{i < j} N_{ij} + \sum_{p < q} N_{pq}}{n (n - 1) / 2 + m (m - 1) / 2},
              \qquad N_{ij} = \frac{|P_i \cap P_j|}{\min(k_i, k_j)}

    with :math:`N = 0` where both have as many. Organisations without a project and projects without an organisation
    are left out. From 0 to 100: all are nested in one another, and no two have as many.

    Parameters
    ----------
    net
        The network.
    draws, seed
        Random networks with the same project sizes and activities
        (`polegraph.metrics.inference.null_models.randomised`); with 0 what they give is missing.

    Returns
    -------
    DataFrame
        A row a figure, ``measure``: ``nodf``, and its parts ``nodf_organisations`` and ``nodf_projects``, the means
        over the pairs of one side; ``observed`` and the other columns of `expected`; ``percentile``, the share of
        the draws that are as nested or less.

    References
    ----------
    M. Almeida-Neto, P. Guimarães, P. R. Guimarães, R. D. Loyola, W. Ulrich, "A consistent metric for nestedness
    analysis in ecological systems: reconciling concept and measurement", Oikos 117 (2008).

    Examples
    --------
    >>> from polegraph.examples import tiny
    >>> nestedness(tiny(), draws=0)[["measure", "observed"]].round(2)
                  measure  observed
    0                nodf     61.11
    1  nodf_organisations     66.67
    2       nodf_projects     50.00
    """
    draws, seed = whole_number(draws, "draws", 0), whole_number(seed, "seed", 0)
    incidence = in_order(net)[0]
    incidence = incidence[np.flatnonzero(np.diff(incidence.indptr))]
    incidence = incidence[:, np.flatnonzero(np.bincount(incidence.indices, minlength=incidence.shape[1]))].tocsr()
    observed = np.array(nodf(incidence))
    sample = np.array([nodf(drawn) for drawn in randomised(incidence, draws=draws, seed=seed)])
    sample = sample.reshape(draws, len(_MEASURES))
    below = (sample <= observed * (1 + 1e-12)).mean(axis=0) if draws else np.full(len(_MEASURES), np.nan)
    return pd.DataFrame(
        {
            "measure": pd.array(_MEASURES, dtype="str"),
            **beside(observed, sample),
            "percentile": np.where(np.isnan(observed), np.nan, below),
        }
    )


def nodf(incidence: Csr) -> tuple[float, float, float]:
    """Return the NODF of a two-mode network, that of its columns, and that of its rows.

    Parameters
    ----------
    incidence
        Ones; no empty row or column.
    """
    rows, columns = incidence.shape
    by_row, by_column = _nested(incidence), _nested(transpose(incidence))
    pairs_of_rows, pairs_of_columns = rows * (rows - 1) // 2, columns * (columns - 1) // 2
    return (
        100 * share(by_row + by_column, pairs_of_rows + pairs_of_columns),
        100 * share(by_column, pairs_of_columns),
        100 * share(by_row, pairs_of_rows),
    )


def _nested(matrix: Csr) -> float:
    """Sum the nestedness of each two rows, some rows at a time."""
    fill = np.diff(matrix.indptr).astype(np.int64)
    other = transpose(matrix)
    # What the product with each row costs at most, and where a block of it ends.
    cost = np.concatenate([[0], np.cumsum(np.diff(other.indptr)[matrix.indices])])[matrix.indptr]
    blocks = np.unique(np.searchsorted(cost, np.arange(0, int(cost[-1]) + _CELLS, _CELLS), side="right") - 1)
    blocks = np.unique(np.concatenate([[0], blocks, [len(fill)]]))
    together = np.zeros(int(fill.max(initial=0)) + 1)  # what those that have so many share with those that have more
    for start, stop in zip(blocks[:-1].tolist(), blocks[1:].tolist(), strict=True):
        common = (matrix[start:stop] @ other).tocoo()
        one, two = fill[common.row + start], fill[common.col]
        fewer = one < two  # each pair once, by the row of fewer
        together += np.bincount(one[fewer], common.data[fewer], minlength=len(together))
    return float((together / np.maximum(np.arange(len(together)), 1)).sum())
