"""Validated links: those that a bipartite configuration model does not explain."""

from __future__ import annotations

from numbers import Real
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from polegraph.errors import PolegraphError
from polegraph.i18n import _
from polegraph.metrics.inference.significance import false_discovery_rates

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from polegraph.network import Network

    Places = NDArray[np.int64]


def validated_links(net: Network, alpha: float = 0.05) -> pd.DataFrame:
    r"""Keep the links that are stronger than project sizes and activities alone would make them.

    In the bipartite configuration model, organisation *i* takes part in project *p* with probability

    .. math:: q_{ip} = \frac{x_i y_p}{1 + x_i y_p}

    independently of all else, and :math:`x, y` are such that each organisation has as many projects, each project as
    many organisations as in truth, on average. The number of projects that *i* and *j* share is then the sum of
    independent trials with probabilities :math:`q_{ip} q_{jp}` (Poisson-binomial), and the p-value of a link is the
    probability of as many or more. Among all pairs of organisations with a project, also those that share none, the
    share of false discoveries is held at ``alpha`` (Benjamini–Hochberg).

    Parameters
    ----------
    net
        The network.
    alpha
        The largest ``q_value`` of a link that is kept, above 0; 1 gives every link.

    Returns
    -------
    DataFrame
        A row a link, by ``q_value``, then ``p_value``, then identifiers, with ``org_a, org_b`` (the smaller identifier
        first), ``projects`` shared, ``p_value``, ``q_value`` (the smallest ``alpha`` that would keep the link) and
        ``expected``, the mean number of projects shared in the model.

    Raises
    ------
    PolegraphError
        If ``alpha`` is not above 0 and up to 1.

    Notes
    -----
    Organisations with as many projects have the same *x*, and so have projects of one size the same *y*: the model is
    solved, and each p-value computed once, for classes. That a single shared project is rarely enough for a link to be
    kept is in the nature of the test: there are many pairs, and one of them was bound to meet.

    References
    ----------
    F. Saracco, M. J. Straka, R. Di Clemente, A. Gabrielli, G. Caldarelli, T. Squartini, "Inferring monopartite
    projections of bipartite networks: an entropy-based approach", New Journal of Physics 19, 053022 (2017).
    N. Vallarano, M. Bruno, E. Marchese, G. Trapani, F. Saracco, G. Cimini, M. Zanon, T. Squartini, "Fast and scalable
    likelihood maximization for exponential random graph models with local constraints", Scientific Reports 11, 15227
    (2021), for solving by classes. Y. Benjamini, Y. Hochberg, "Controlling the false discovery rate", Journal of the
    Royal Statistical Society B 57 (1995).

    Examples
    --------
    >>> from polegraph.examples import tiny
    >>> validated_links(tiny(), alpha=1).round(3)
      org_a org_b  projects  p_value  q_value  expected
    0  SME1  SME2         1    0.608      1.0     0.736
    1   BIG   LAB         1    0.735      1.0     1.000
    2   LAB  SME2         1    0.735      1.0     1.000
    3   LAB  SME1         2    0.747      1.0     2.000
    """
    if not (isinstance(alpha, Real) and 0 < alpha <= 1):
        raise PolegraphError(
            _("{what} cannot be this").format(what="alpha"), value=alpha, remedy=_("give a number above 0 and up to 1")
        )
    links = observed(net)
    links["q_value"] = false_discovery_rates(links["p_value"].to_numpy(), pairs(net))
    links = links.loc[links["q_value"] <= alpha, ["org_a", "org_b", "projects", "p_value", "q_value", "expected"]]
    return links.sort_values(["q_value", "p_value", "org_a", "org_b"], ignore_index=True)


def pairs(net: Network) -> int:
    """Count the pairs of organisations with a project: those that could share one.

    Parameters
    ----------
    net
        The network.

    Examples
    --------
    >>> from polegraph.examples import tiny
    >>> pairs(tiny())
    6
    """
    active = int((np.bincount(net.incidence.indices, minlength=1) > 0).sum())
    return active * (active - 1) // 2


def ties(net: Network) -> tuple[pd.DataFrame, Places, Places]:
    """List every tie once.

    Parameters
    ----------
    net
        The network.

    Returns
    -------
    table : DataFrame
        ``org_a, org_b`` (the smaller identifier first) and ``projects`` shared.
    one, other : arrays of int
        Both ends as positions in the table of organisations, the first position first.
    """
    matrix = net.collaboration_matrix().tocoo()
    once = matrix.row < matrix.col
    one, other = matrix.row[once].astype(np.int64), matrix.col[once].astype(np.int64)
    ids = net.org_index.to_numpy().astype(object)
    swap = ids[one] > ids[other]
    ends = {
        "org_a": pd.array(np.where(swap, ids[other], ids[one]), dtype="str"),
        "org_b": pd.array(np.where(swap, ids[one], ids[other]), dtype="str"),
    }
    return pd.DataFrame({**ends, "projects": matrix.data[once]}), one, other


def observed(net: Network) -> pd.DataFrame:
    """List every tie with its p-value in the bipartite configuration model and what is expected there.

    Parameters
    ----------
    net
        The network.

    Returns
    -------
    DataFrame
        ``org_a, org_b, projects, p_value, expected``.
    """
    from polegraph.metrics.kernels import bicm  # noqa: PLC0415  # loads the compiler

    incidence = net.incidence
    activity = np.bincount(incidence.indices, minlength=incidence.shape[1])
    degrees, classes, organisations = np.unique(activity, return_inverse=True, return_counts=True)
    sizes, projects = np.unique(np.diff(incidence.indptr), return_counts=True)
    model = bicm.fitted(*(part.astype(np.int64) for part in (degrees, organisations, sizes, projects)))
    table, one, other = ties(net)
    common = table["projects"].to_numpy()
    low, high = np.minimum(classes[one], classes[other]), np.maximum(classes[one], classes[other])
    kinds, which = np.unique(np.column_stack([low, high, common]).astype(np.int64), axis=0, return_inverse=True)
    p_value, expected = bicm.tails(
        model.probability, model.projects, *(np.ascontiguousarray(column) for column in kinds.T)
    )
    return table.assign(p_value=p_value[which.ravel()], expected=expected[which.ravel()])
