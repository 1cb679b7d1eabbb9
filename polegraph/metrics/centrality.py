"""Centrality of organisations in the collaboration network: degree, harmonic, betweenness, PageRank."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd

from polegraph.errors import whole_number
from polegraph.linalg.equivalence import twins
from polegraph.linalg.sparse import divide
from polegraph.linalg.weisfeiler_leman import canonical_order
from polegraph.metrics.kernels import betweenness, harmonic
from polegraph.metrics.kernels import pagerank as pagerank_kernel

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from polegraph.network import Network, Weight

DAMPING: Final = 0.85
EXACT: Final = 20_000  # 19,417 organisations of ANR take 6 s of CPU; from pivots 12 of its top 50 are missed
_EXACT_OFTEN: Final = 10_000  # where it is computed once a draw
PIVOTS: Final = 256
SOURCES: Final = 4096
_ALL_SOURCES: Final = 20_000  # one network of 40,000 takes 4 s, and there are as many as draws


def degree(net: Network) -> pd.DataFrame:
    r"""Compute the degree of each organisation: its partners, the strength of its links, its projects.

    Parameters
    ----------
    net
        The network.

    Returns
    -------
    DataFrame
        One row an organisation, in table order:

        - ``org_id``;
        - ``partners``: number of organisations with which it shares a project, :math:`k_i`;
        - ``strength``: sum of Newman's weights of its links,
          :math:`\sum_{j \neq i} \sum_p B_{pi} B_{pj} / (n_p - 1)`, with :math:`n_p` organisations in project *p*; this
          is the number of its projects that have another member;
        - ``strength_projects``: sum over its partners of the number of projects shared,
          :math:`\sum_p B_{pi} (n_p - 1)`;
        - ``coordinated``: number of projects in which its role is known to be coordinator; missing where it takes part
          and no role is known;
        - ``projects``: number of its projects.

    References
    ----------
    M. E. J. Newman, "Scientific collaboration networks. II", Physical Review E 64, 016132 (2001).

    Examples
    --------
    >>> from polegraph.examples import tiny
    >>> degree(tiny()).drop(columns="coordinated")
      org_id  partners  strength  strength_projects  projects
    0   SME1         2       2.0                  3         2
    1    LAB         3       3.0                  4         3
    2   SME2         2       1.0                  2         1
    3    BIG         1       1.0                  1         1
    4  ALONE         0       0.0                  0         0
    """
    incidence = net.incidence
    others = np.diff(incidence.indptr).astype(np.int64) - 1
    members = incidence.T
    role = net.participations["role"]
    rows = net.org_index.get_indexer(pd.Index(net.participations["org_id"]))
    known = np.bincount(rows[role.notna().to_numpy()], minlength=len(net.org_index))
    coordinated = np.bincount(rows[(role == "coordinator").to_numpy(dtype=bool, na_value=False)], minlength=len(known))
    projects = np.bincount(incidence.indices, minlength=len(known)).astype(np.int64)
    return pd.DataFrame(
        {
            "org_id": net.organisations["org_id"].array,
            "partners": np.diff(net.collaboration_matrix().indptr).astype(np.int64),
            "strength": (members @ (others > 0).astype(np.int64)).astype(np.float64),
            "strength_projects": members @ np.maximum(others, 0),
            "coordinated": pd.Series(coordinated, dtype="Int64").where((known > 0) | (projects == 0)),
            "projects": projects,
        }
    )


def harmonic_centrality(net: Network) -> pd.DataFrame:
    r"""Compute harmonic centrality exactly: how near each organisation is to all others.

    .. math:: h_v = \sum_{u \neq v} \frac{1}{d(u, v)}

    with *d* the number of steps on the collaboration network, and nothing from organisations that cannot be reached.
    Equal to `networkx.harmonic_centrality`. The distances are found on the two-mode network, by searches from 256
    classes of organisations at once.

    Parameters
    ----------
    net
        The network.

    Returns
    -------
    DataFrame
        ``org_id, harmonic``, in table order; 0 for organisations without a partner.

    References
    ----------
    P. Boldi and S. Vigna, "Axioms for centrality", Internet Mathematics 10, 222–262 (2014). M. Then et al., "The more
    the merrier: efficient multi-source graph traversal", Proceedings of the VLDB Endowment 8, 449–460 (2014).

    Examples
    --------
    >>> from polegraph.examples import tiny
    >>> harmonic_centrality(tiny())
      org_id  harmonic
    0   SME1       2.5
    1    LAB       3.0
    2   SME2       2.5
    3    BIG       2.0
    4  ALONE       0.0
    """
    given = twins(net.incidence)
    return _per_organisation(net, "harmonic", given.of, harmonic.harmonic(given))


def betweenness_centrality(
    net: Network, k: int | None = None, seed: int = 0, *, normalized: bool = True
) -> pd.DataFrame:
    r"""Compute betweenness centrality: the share of shortest paths between others that lead over an organisation.

    .. math:: b_v = \sum_{s, t \neq v} \frac{\sigma_{st}(v)}{\sigma_{st}}

    with :math:`\sigma_{st}` shortest paths from *s* to *t* on the collaboration network, of which
    :math:`\sigma_{st}(v)` lead over *v*. Equal to `networkx.betweenness_centrality`, with the same default: divided by
    the number of ordered pairs of others, :math:`(n - 1)(n - 2)`.

    Parameters
    ----------
    net
        The network.
    k
        Number of pivots: only the paths from that many organisations, drawn at random, are followed, and scaled up as
        NetworkX does from 3.5 on (no path from a pivot counts for the pivot itself, so its own figure rests on
        the others, and is missing where there are none). None, or as many as there are organisations: exact.
    seed
        Of the draw, which is made from the sorted identifiers: the order of the table does not change it. NetworkX
        draws others.
    normalized
        If false, not divided, and each pair counted once.

    Returns
    -------
    DataFrame
        ``org_id, betweenness``, in table order; 0 for organisations without a partner.

    Raises
    ------
    PolegraphError
        If ``k`` or ``seed`` is not a whole number, or too small.

    References
    ----------
    L. C. Freeman, "A set of measures of centrality based on betweenness", Sociometry 40, 35–41 (1977). U. Brandes, "A
    faster algorithm for betweenness centrality", Journal of Mathematical Sociology 25, 163–177 (2001). U. Brandes and
    C. Pich, "Centrality estimation in large networks", International Journal of Bifurcation and Chaos 17, 2303–2318
    (2007).

    Examples
    --------
    >>> from polegraph.examples import tiny
    >>> betweenness_centrality(tiny(), normalized=False)
      org_id  betweenness
    0   SME1          0.0
    1    LAB          2.0
    2   SME2          0.0
    3    BIG          0.0
    4  ALONE          0.0
    """
    number = len(net.org_index)
    k = number if k is None else min(whole_number(k, "k", 1), number)
    pivots = _pivots(net, k, whole_number(seed, "seed", 0))
    given = twins(net.incidence)
    weights = np.bincount(given.of[pivots][given.of[pivots] >= 0], minlength=len(given.number))
    sources = np.flatnonzero(weights)
    sums = betweenness.dependencies(given, sources, weights[sources].astype(np.float64))
    table = _per_organisation(net, "betweenness", given.of, sums)
    others = number - 1
    if others > 1:
        seen_from = np.full(number, float(k))
        seen_from[pivots] -= 1
        # What comes from one source to one other: the mean over the sources stands for all that could be one.
        mean = divide(table["betweenness"], seen_from)
        table["betweenness"] = mean / (others - 1) if normalized else mean * (others / 2)
    return table


def _pivots(net: Network, k: int, seed: int) -> NDArray[np.int64]:
    """Draw the pivots, the organisations that shortest paths start from: their positions in the table."""
    order = net.by_id
    if k == len(order):
        return order.copy()
    return order[np.random.default_rng(seed).choice(len(order), size=k, replace=False)]


def pivots_for(net: Network) -> int | None:
    """Return the number of pivots behind betweenness where none is asked for; None if it is exact.

    Parameters
    ----------
    net
        The network.
    """
    return None if len(net.org_index) <= EXACT else PIVOTS


def affordable_betweenness(net: Network, pivots: int | None = None, seed: int = 0) -> pd.DataFrame:
    """Compute betweenness exactly where that is affordable, and estimate it from pivots in larger networks.

    Parameters
    ----------
    net
        The network.
    pivots
        Number of pivots; None: all organisations up to 10,000, else 256, for it is computed once a draw.
    seed
        Of the draw of pivots.

    Returns
    -------
    DataFrame
        As `betweenness_centrality` returns it.
    """
    if pivots is None and len(net.org_index) > _EXACT_OFTEN:
        pivots = PIVOTS
    return betweenness_centrality(net, pivots, seed)


def pagerank(net: Network, alpha: float = DAMPING, weight: Weight | None = None) -> pd.DataFrame:
    r"""Compute PageRank: the share of time that a random walker over partners spends at each organisation.

    .. math:: r_v = \frac{1 - \alpha}{n} + \alpha \sum_u \frac{w_{uv}}{s_u} r_u

    with strengths :math:`s_u = \sum_v w_{uv}`; from an organisation without a partner the walker goes to all
    alike. Equal to `networkx.pagerank`, but to the precision of the machine: the links have no direction, so the
    eigenvalues are real, and Chebyshev's semi-iteration needs a third of the steps, in a number that is fixed
    beforehand.

    Parameters
    ----------
    net
        The network.
    alpha
        Damping factor, the probability that the walker continues instead of starting anew anywhere; from 0 to less than
        1.
    weight
        ``projects`` or ``newman`` to prefer partners by `Network.collaboration_matrix`; None to go to all alike.

    Returns
    -------
    DataFrame
        ``org_id, pagerank``, in table order; the sum is 1.

    Raises
    ------
    PolegraphError
        If there is no such weight, or ``alpha`` is out of range.

    References
    ----------
    L. Page et al., "The PageRank citation ranking", Stanford (1999). G. H. Golub and R. S. Varga, "Chebyshev
    semi-iterative methods", Numerische Mathematik 3, 147–156 (1961).

    Examples
    --------
    >>> from polegraph.examples import tiny
    >>> pagerank(tiny()).round(4)
      org_id  pagerank
    0   SME1    0.2370
    1    LAB    0.3535
    2   SME2    0.2370
    3    BIG    0.1363
    4  ALONE    0.0361
    """
    matrix = net.collaboration_matrix("projects" if weight is None else weight)
    values = pagerank_kernel.pagerank(matrix, alpha, weighted=weight is not None)
    return pd.DataFrame({"org_id": net.organisations["org_id"].array, "pagerank": values})


def global_efficiency(net: Network, exact: int = _ALL_SOURCES, sources: int = SOURCES) -> float:
    r"""Compute the global efficiency: the mean of 1 / distance over all pairs of organisations.

    .. math:: E = \frac{1}{n (n - 1)} \sum_{u \neq v} \frac{1}{d(u, v)}

    Parameters
    ----------
    net
        The network.
    exact
        Number of organisations up to which shortest paths from all of them are followed.
    sources
        Number of organisations with a partner, drawn at random, from which they are followed in larger networks.

    Returns
    -------
    float
        Equal to `networkx.global_efficiency`; NaN with fewer than two organisations.
    """
    number = len(net.org_index)
    if number < 2:  # noqa: PLR2004  # a distance has two ends
        return float("nan")
    given = twins(net.incidence)
    # Follow all shortest paths where there are few enough.
    if number <= exact:
        found = harmonic.harmonic(given)
        return float(np.sort(found * given.number).sum() / (number * (number - 1)))
    # Sample the sources elsewhere; organisations without a partner are near none, and come first in this order.
    linked = int((given.of >= 0).sum())
    drawn = canonical_order(net)[number - linked :][np.random.default_rng(0).permutation(linked)[:sources]]
    times = np.bincount(given.of[drawn], minlength=len(given.number))
    return float(harmonic.total(given, times) * linked / max(1, len(drawn)) / (number * (number - 1)))


def _per_organisation(net: Network, name: str, of: NDArray[np.int64], values: NDArray[np.float64]) -> pd.DataFrame:
    """Return the value of each organisation's class; 0 for those without one."""
    column = np.append(values, 0.0)[of]  # −1, in no class, is the last
    return pd.DataFrame({"org_id": net.organisations["org_id"].array, name: column})
