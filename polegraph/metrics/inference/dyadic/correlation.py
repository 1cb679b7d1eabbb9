"""The quadratic assignment procedure (QAP): whether two matrices of the same nodes go together."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from polegraph.errors import PolegraphError, whole_number
from polegraph.i18n import _
from polegraph.metrics.inference.dyadic.fitting import with_ties
from polegraph.metrics.inference.dyadic.matrices import dyads
from polegraph.metrics.inference.significance import beside, tails

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from polegraph.metrics.inference.dyadic.matrices import Matrix

    Floats = NDArray[np.float64]


def qap(a: Matrix, b: Matrix, permutations: int = 1000, seed: int = 0) -> pd.DataFrame:
    r"""Correlate two matrices of the same nodes, beside what chance gives (quadratic assignment procedure, QAP).

    Dyads that share a node are not independent, so the usual test of a correlation finds too much. Here the nodes of
    the one matrix change places at random, rows and columns together: its structure stays, and nothing ties it to the
    other one.

    Parameters
    ----------
    a, b : DataFrame or array of float, nodes × nodes
        The same labels in rows and columns, in any order; missing where unknown. If both are symmetric, each pair of
        nodes counts once, else in both directions. The diagonal does not count.
    permutations
        Number of random relabellings.
    seed
        Seed of the relabellings.

    Returns
    -------
    DataFrame
        One row:

        - ``observed``: Pearson's correlation over the dyads that are known in both;
        - ``expected, sd, z, low, high``: mean and standard deviation of the correlation over the permutations, the
          distance from that mean in such deviations, and its 2.5 and 97.5 % quantiles;
        - ``p_less, p_greater``: share of the permutations with a correlation as low or lower, as high or higher; the
          observed one is counted with them;
        - ``p_value``: two-sided, twice the smaller of the two, at most 1;
        - ``nodes, dyads, dropped, permutations``: number of nodes, of dyads that count, of dyads that are left out
          because one matrix lacks them, and of permutations in which the correlation is defined.

    Raises
    ------
    PolegraphError
        If the matrices are not square, of different nodes, infinite somewhere, or one is the same in every dyad.

    Notes
    -----
    Where dyads are missing, they move with their nodes, and each permutation counts the dyads that are known in both
    matrices then. Time grows with permutations times dyads.

    References
    ----------
    D. Krackhardt, "Predicting with networks: nonparametric multiple regression analysis of dyadic data", Social
    Networks 10 (1988).

    Examples
    --------
    >>> place = np.array([0, 1, 2, 5, 6, 9])
    >>> distance = abs(place[:, None] - place)
    >>> found = qap(distance, distance**2, permutations=99)
    >>> found[["observed", "p_less", "p_greater", "p_value", "dyads"]].round(3)
       observed  p_less  p_greater  p_value  dyads
    0     0.966     1.0       0.01     0.02     15
    """
    permutations, seed = whole_number(permutations, "permutations", 1), whole_number(seed, "seed", 0)
    found = dyads({"a": a, "b": b})
    left = found.matrices[0]
    ours, theirs = found.table.T
    observed = _correlation(ours, theirs)
    if np.isnan(observed):
        raise PolegraphError(
            _("there is no correlation: a matrix is the same in every dyad that is known in both"),
            remedy=_("give matrices that differ from dyad to dyad"),
        )
    generator = np.random.default_rng(seed)
    sample = np.empty(permutations)
    for draw in range(permutations):
        places = generator.permutation(found.nodes)
        sample[draw] = _correlation(left[places[found.rows], places[found.columns]], theirs)
    once = np.array([observed])
    drawn = with_ties(sample[:, None], once)
    columns = beside(once, drawn)
    less, greater = tails(once, drawn)
    p_value = columns.pop("p_value")
    complete = int(found.complete.sum())
    counts = {
        "nodes": found.nodes,
        "dyads": complete,
        "dropped": len(found.rows) - complete,
        "permutations": int(np.isfinite(sample).sum()),
    }
    return pd.DataFrame({**columns, "p_less": less, "p_greater": greater, "p_value": p_value, **counts})


def _correlation(one: Floats, other: Floats) -> float:
    """Return Pearson's correlation over what both know; NaN where one of them does not vary."""
    known = ~(np.isnan(one) | np.isnan(other))
    if not known.all():
        one, other = one[known], other[known]
    if not len(one):
        return float("nan")
    one, other = one - one.mean(), other - other.mean()
    spread = np.sqrt((one @ one) * (other @ other))
    noise = 1e-12 * len(one)  # of centred values that are all the same
    return float(one @ other / spread) if spread > noise * np.abs(one).max() * np.abs(other).max() else float("nan")
