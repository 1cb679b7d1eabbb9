"""Centralisation: how far a network hangs on one organisation."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd

from polegraph.errors import whole_number
from polegraph.linalg.equivalence import twins
from polegraph.linalg.sparse import share
from polegraph.metrics.attributes import in_order
from polegraph.metrics.centrality import PIVOTS, affordable_betweenness, betweenness_centrality
from polegraph.metrics.inference.null_models import networks
from polegraph.metrics.inference.significance import beside
from polegraph.metrics.kernels import harmonic
from polegraph.metrics.shape.component import EXACT, largest_component

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from polegraph.linalg import Csr
    from polegraph.network import Network

_MEASURES: Final = ("degree", "betweenness", "closeness")
_LEAST: Final = 3  # a star of two is no star
_OFTEN: Final = 10_000  # organisations up to which betweenness is exact where it is computed once a draw


def centralisation(net: Network, *, draws: int = 0, seed: int = 0) -> pd.DataFrame:
    r"""Compute the centralisation of the collaboration network: how far one organisation is more central than all.

    .. math:: \frac{\sum_v \left(c^* - c_v\right)}{\max \sum_v \left(c^* - c_v\right)}

    with the largest centrality :math:`c^*`, and the largest such sum that a network of *n* organisations can have: that
    of a star, :math:`(n - 1)(n - 2)` for degree, :math:`(n - 1)` for betweenness between 0 and 1, and
    :math:`(n - 1)(n - 2) / (2 n - 3)` for closeness. 0: all are as central; 1: a star.

    Parameters
    ----------
    net
        The network.
    draws, seed
        Random networks with the same project sizes and activities (`polegraph.metrics.expected`); with 0 what they give
        is missing.

    Returns
    -------
    DataFrame
        A row a measure: ``degree`` and ``betweenness`` of all organisations, ``closeness`` of those of the largest
        component, since it is not defined across components. ``measure``; ``organisations``; ``observed`` and the other
        columns of `expected`; ``estimated``: whether betweenness is estimated from 256 pivots, which is so above 20,000
        organisations, and with draws above 10,000 (then for the network and the draws alike: of few pivots the largest
        comes out too large).

    References
    ----------
    L. C. Freeman, "Centrality in social networks: conceptual clarification", Social Networks 1 (1979).

    Examples
    --------
    >>> from polegraph.examples import tiny
    >>> centralisation(tiny())[["measure", "organisations", "observed"]].round(3)
           measure  organisations  observed
    0       degree              5     0.583
    1  betweenness              5     0.333
    2    closeness              4     0.750
    """
    draws, seed = whole_number(draws, "draws", 0), whole_number(seed, "seed", 0)
    number = len(net.org_index)
    estimated = number > (_OFTEN if draws else EXACT)
    observed, linked = _figures(net, estimated=estimated, seed=seed)
    sample = [_figures(drawn, estimated=estimated, seed=seed)[0] for drawn in networks(net, draws=draws, seed=seed)]
    found = beside(np.array(observed), np.array(sample).reshape(draws, len(_MEASURES)))
    return pd.DataFrame(
        {
            "measure": pd.array(_MEASURES, dtype="str"),
            "organisations": [number, number, linked],
            **found,
            "estimated": [False, estimated, False],
        }
    )


def _figures(net: Network, *, estimated: bool, seed: int) -> tuple[list[float], int]:
    """Return the three figures, and the number of organisations of the largest component."""
    number = len(net.org_index)
    partners = np.diff(net.collaboration_matrix().indptr).astype(np.int64)
    table = affordable_betweenness(net, PIVOTS, seed) if estimated else betweenness_centrality(net)
    between = table["betweenness"].to_numpy()
    near = closeness(largest_component(in_order(net)[0])[0])
    linked = len(near)
    return [
        _lack(partners, (number - 1) * (number - 2), number),
        _lack(between, number - 1, number),
        _lack(near, (linked - 1) * (linked - 2) / (2 * linked - 3), linked),
    ], linked


def closeness(incidence: Csr) -> NDArray[np.float64]:
    """Return the closeness of each organisation of a component: one over the mean distance to the others.

    Parameters
    ----------
    incidence
        Projects × organisations of one component.

    Examples
    --------
    >>> from polegraph.examples import tiny
    >>> closeness(largest_component(tiny().incidence)[0]).tolist()
    [0.75, 1.0, 0.75, 0.6]
    """
    number = incidence.shape[1]
    if number < 2:  # noqa: PLR2004  # a distance has two ends
        return np.zeros(number)
    given = twins(incidence)
    found: NDArray[np.float64] = (number - 1) / harmonic.farness(given)[given.of]
    return found


def _lack(values: NDArray[np.int64] | NDArray[np.float64], most: float, number: int) -> float:
    """Return by how much all together are less central than the most central, over how much that can be."""
    if number < _LEAST:
        return float("nan")
    return share(float(np.sort(values.max() - values).sum()), most)
