"""Cohesion of the collaboration network: structural holes, k-cores, components, articulation points."""

from __future__ import annotations

from operator import itemgetter
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pandas as pd
from scipy.sparse import csgraph

from polegraph.linalg.cores import cores
from polegraph.linalg.sparse import divide
from polegraph.linalg.threads import in_threads
from polegraph.metrics.kernels import structural_holes as structural_holes_kernel
from polegraph.metrics.kernels.articulation import pieces, two_mode

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from polegraph.network import Network, Weight

    Integers = NDArray[np.int64]
    Floats = NDArray[np.float64]

_PARTS: Final = 4  # of one pass, for as many processors; fixed, so that sums are the same on any number


def structural_holes(net: Network, weight: Weight | None = None) -> pd.DataFrame:
    r"""Return Burt's measures of structural holes, and clustering, in one pass over the triangles.

    With :math:`w_{ij}` the weight of a link (1 without ``weight``), :math:`p_{ij} = w_{ij} / \sum_k w_{ik}`,
    :math:`m_{jq} = w_{jq} / \max_k w_{jk}`, and sums over the :math:`k_i` partners *j* of *i* and over the *q* that are
    partners of both:

    .. math::

        \text{constraint } C_i &= \sum_j c_{ij}, \quad c_{ij} = \Bigl(p_{ij} + \sum_q p_{iq} p_{qj}\Bigr)^2 \\
        \text{effective size } e_i &= \sum_j \Bigl(1 - \sum_q p_{iq} m_{jq}\Bigr) \\
        \text{efficiency} &= e_i / k_i \\
        \text{hierarchy} &= \frac{1}{k_i \ln k_i} \sum_j \frac{c_{ij}}{C_i / k_i} \ln \frac{c_{ij}}{C_i / k_i} \\
        \text{clustering} &= \frac{1}{k_i (k_i - 1)} \sum_j \sum_q (\hat w_{ij} \hat w_{iq} \hat w_{jq})^{1/3},
        \quad \hat w = w / \max w

    Constraint and clustering are equal to `networkx.constraint` and `networkx.clustering`. So is effective size without
    weights, where it is :math:`k_i - 2 t_i / k_i` with :math:`t_i` links among the partners (Borgatti). **With weights
    it is not**: `networkx.effective_size` of 3.6.1 divides :math:`w_{jq}` by the greatest weight of *q* where Burt
    divides by that of *j*, so that here the formula is followed.

    Parameters
    ----------
    net
        The network.
    weight
        ``projects`` or ``newman`` to weigh links by `Network.collaboration_matrix`; None for links that weigh the same.

    Returns
    -------
    DataFrame
        ``org_id, constraint, effective_size, efficiency, hierarchy, clustering``, in table order. Without a partner all
        but clustering are missing. Hierarchy, how much the constraint is concentrated in a single partner (0 to 1), is
        missing with one partner as well; clustering is 0 with fewer than two, as in NetworkX.

    Raises
    ------
    PolegraphError
        If there is no such weight.

    References
    ----------
    R. S. Burt, "Structural Holes", Harvard University Press (1992), chapter 2. S. P. Borgatti, "Structural holes:
    unpacking Burt's redundancy measures", Connections 20, 35–38 (1997). J.-P. Onnela et al., "Intensity and coherence
    of motifs in weighted complex networks", Physical Review E 71, 065103 (2005).

    Examples
    --------
    >>> from polegraph.examples import tiny
    >>> structural_holes(tiny()).round(3)
      org_id  constraint  effective_size  efficiency  hierarchy  clustering
    0   SME1       1.007           1.000       0.500      0.010       1.000
    1    LAB       0.611           2.333       0.778      0.052       0.333
    2   SME2       1.007           1.000       0.500      0.010       1.000
    3    BIG       1.000           1.000       1.000        NaN       0.000
    4  ALONE         NaN             NaN         NaN        NaN       0.000
    """
    matrix = net.collaboration_matrix("projects" if weight is None else weight)
    partners = np.diff(matrix.indptr).astype(np.float64)
    if weight is None:
        strength = partners
        sums = _in_parts(structural_holes_kernel.unweighted, matrix.indptr, matrix.indices)
        redundancy = intensity = sums[:, 2]
    else:
        weights = matrix.data.astype(np.float64)
        strength = np.asarray(matrix.sum(axis=1), dtype=np.float64)
        roots = np.cbrt(weights / weights.max(initial=0.0))
        sums = _in_parts(structural_holes_kernel.weighted, matrix.indptr, matrix.indices, weights, roots)
        redundancy, intensity = sums[:, 2], sums[:, 3]
    effective = partners - divide(redundancy, strength)
    local, logarithms = sums[:, 0], sums[:, 1]
    hierarchy = divide(divide(logarithms, local) + np.log(divide(partners, local)), np.log(np.maximum(partners, 1)))
    return pd.DataFrame(
        {
            "org_id": net.organisations["org_id"].array,
            "constraint": divide(local, strength**2),
            "effective_size": effective,
            "efficiency": divide(effective, partners),
            "hierarchy": np.maximum(hierarchy, 0.0),  # what rounding leaves of 0
            "clustering": np.nan_to_num(divide(intensity, partners * (partners - 1))),
        }
    )


def _in_parts(kernel: Callable[..., Floats], *arrays: Any) -> Floats:  # noqa: ANN401  # the arguments of the kernel
    """Add up what a kernel finds over every fourth organisation, beginning with the first to the fourth."""
    parts = in_threads(lambda first: kernel(*arrays, first, _PARTS), range(_PARTS))
    total = next(parts)
    for sums in parts:
        total += sums
    return total


def core_number(net: Network) -> pd.DataFrame:
    """Return the innermost core that each organisation belongs to.

    The *k*-core is what is left when organisations with fewer than *k* partners are taken away until none has fewer.
    Equal to `networkx.core_number`. A project of *n* organisations alone puts them into the *n* − 1-core.

    Parameters
    ----------
    net
        The network.

    Returns
    -------
    DataFrame
        ``org_id, core``, in table order; 0 for organisations without a partner.

    References
    ----------
    S. B. Seidman, "Network structure and minimum degree", Social Networks 5, 269–287 (1983). V. Batagelj and
    M. Zaveršnik, "An O(m) algorithm for cores decomposition of networks", arXiv:cs/0310049 (2003).

    Examples
    --------
    >>> from polegraph.examples import tiny
    >>> core_number(tiny())["core"].tolist()
    [2, 2, 2, 1, 0]
    """
    matrix = net.collaboration_matrix()
    core = cores(matrix.indptr, matrix.indices)
    return pd.DataFrame({"org_id": net.organisations["org_id"].array, "core": core})


def connected_components(net: Network) -> pd.DataFrame:
    """Return which organisations a chain of partners joins.

    The components are those of `networkx.connected_components`, found on the two-mode network.

    Parameters
    ----------
    net
        The network.

    Returns
    -------
    DataFrame
        In table order: ``org_id``; ``component``, from 1 for the one with most organisations (of several the one with
        the smallest identifier); ``component_size``, how many organisations it has.

    Examples
    --------
    >>> from polegraph.examples import tiny
    >>> connected_components(tiny())
      org_id  component  component_size
    0   SME1          1               4
    1    LAB          1               4
    2   SME2          1               4
    3    BIG          1               4
    4  ALONE          2               1
    """
    number = len(net.org_index)
    label = csgraph.connected_components(two_mode(net.incidence), directed=False)[1][:number]
    size = np.bincount(label, minlength=1)
    labels, first = np.unique(label[net.by_id], return_index=True)  # the place of the smallest identifier of each
    ranked = labels[np.lexsort((first, -size[labels]))]
    rank = np.empty(len(size), dtype=np.int64)
    rank[ranked] = np.arange(1, len(ranked) + 1)
    return pd.DataFrame(
        {
            "org_id": net.organisations["org_id"].array,
            "component": rank[label],
            "component_size": size[label].astype(np.int64),
        }
    )


def articulation_points(net: Network) -> pd.DataFrame:
    """Find the organisations without which their component would fall apart, and how much would be cut off.

    Those of `networkx.articulation_points`, found on the two-mode network, where leaving out an organisation parts the
    others in the same way.

    Parameters
    ----------
    net
        The network.

    Returns
    -------
    DataFrame
        In table order: ``org_id``; ``articulation``, whether the others of its component would no longer be one;
        ``parts``, how many components they would be (1 without it being one, 0 without others); ``cut_off``, how many
        organisations would be outside the largest of these: those that it alone connects. `cut_off` names them.

    References
    ----------
    J. Hopcroft and R. Tarjan, "Efficient algorithms for graph manipulation", Communications of the ACM 16, 372–378
    (1973).

    Examples
    --------
    >>> from polegraph.examples import tiny
    >>> articulation_points(tiny())
      org_id  articulation  parts  cut_off
    0   SME1         False      1        0
    1    LAB          True      2        1
    2   SME2         False      1        0
    3    BIG         False      1        0
    4  ALONE         False      0        0
    """
    found = pieces(net.incidence)
    number = len(net.org_index)
    parts = np.bincount(found.of, minlength=number).astype(np.int64)
    largest = np.zeros(number, dtype=np.int64)
    np.maximum.at(largest, found.of, found.size)
    others = np.bincount(found.of, found.size, minlength=number).astype(np.int64)
    return pd.DataFrame(
        {
            "org_id": net.organisations["org_id"].array,
            "articulation": parts > 1,
            "parts": parts,
            "cut_off": others - largest,
        }
    )


def cut_off(net: Network) -> pd.DataFrame:
    """Name the organisations that would be cut off from their component without an articulation point.

    Parameters
    ----------
    net
        The network.

    Returns
    -------
    DataFrame
        A row for each articulation point and organisation that it alone connects with the largest part of the others
        (of several as large the one with the smallest identifier), sorted: ``org_id``, the articulation point;
        ``part``, which of the parts that would be cut off, from 1 for the largest; ``cut_off_id``. In a network that is
        one long chain there are as many rows as there are pairs.

    Examples
    --------
    >>> from polegraph.examples import tiny
    >>> cut_off(tiny())
      org_id  part cut_off_id
    0    LAB     1        BIG
    """
    rank = np.empty(len(net.org_index), dtype=np.int64)
    rank[net.by_id] = np.arange(len(rank))
    rows = [
        (point, number, part)
        for point, parts in sorted(pieces(net.incidence).cut_off(rank), key=itemgetter(0))
        for number, part in enumerate(parts, 1)
    ]
    lengths = [len(part) for _point, _number, part in rows]
    ids = net.organisations["org_id"].sort_values(ignore_index=True).array
    return pd.DataFrame(
        {
            "org_id": ids[np.repeat(np.array([row[0] for row in rows], dtype=np.int64), lengths)],
            "part": np.repeat(np.array([row[1] for row in rows], dtype=np.int64), lengths),
            "cut_off_id": ids[np.concatenate([np.empty(0, dtype=np.int64), *(row[2] for row in rows)])],
        }
    )
