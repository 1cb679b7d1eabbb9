"""Backbones: which ties of the collaboration network are more than chance, by four null models."""

from __future__ import annotations

from numbers import Real
from typing import TYPE_CHECKING, Final, Literal

import numpy as np

from polegraph.errors import PolegraphError, not_one_of, whole_number
from polegraph.i18n import _, number
from polegraph.linalg.sparse import entries
from polegraph.metrics.inference import null_models, validation
from polegraph.metrics.inference.significance import Draws, false_discovery_rates

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

    from polegraph.network import Network

    Floats = NDArray[np.float64]

Model = Literal["bicm", "sdsm", "fdsm", "disparity"]
Correction = Literal["fdr", "holm", "bonferroni", "none"]
_MODELS: Final = ("bicm", "sdsm", "fdsm", "disparity")
_CORRECTIONS: Final = ("fdr", "holm", "bonferroni", "none")


def backbone(  # a model and how it is judged
    net: Network,
    model: Model = "bicm",
    alpha: float = 0.05,
    correction: Correction = "fdr",
    *,
    draws: int = 1000,
    seed: int = 0,
) -> pd.DataFrame:
    r"""Return the p-value of every tie in a null model, and whether it belongs to the backbone.

    - ``bicm``: project sizes and activities are kept on average (bipartite configuration model), as `validated_links`
      has it; the number of shared projects is Poisson-binomial.
    - ``sdsm``: the stochastic degree sequence model. Its probabilities of participation are those of ``bicm``, as in
      the R package *backbone* since 2.0, where they replaced a regression; so the p-values are the same. Here the tail
      is summed exactly.
    - ``fdsm``: the fixed degree sequence model. Project sizes and activities are kept exactly, by draws of
      `null_models`; the p-value of a tie is the share of the draws in which the two share as many projects or more, the
      network itself counted with them. None is below 1 / (draws + 1).
    - ``disparity``: the weights of an organisation's ties, here the numbers of shared projects, are as if its strength
      were broken at random into as many pieces as it has partners. From the side of *i* the p-value is

      .. math:: \alpha_{ij} = \left(1 - \frac{w_{ij}}{s_i}\right)^{k_i - 1}

      with its strength :math:`s_i = \sum_j w_{ij}` and its :math:`k_i` partners; a tie has the smaller one of both
      sides. That of an only tie is 1. It judges weights alone, whatever projects they come from.

    Parameters
    ----------
    net
        The network.
    model
        ``bicm``, ``sdsm``, ``fdsm`` or ``disparity``.
    alpha
        The largest corrected p-value of a tie that is kept, above 0 and up to 1.
    correction
        For many tests: ``fdr`` holds the share of false discoveries (Benjamini and Hochberg), ``holm`` and
        ``bonferroni`` the probability of a single one; ``none`` leaves p-values as they are, as the R package does
        by default. The tests are all pairs of organisations with a project, those that share none included; of
        ``disparity`` the ties.
    draws, seed
        Number of random networks of ``fdsm``, and their seed.

    Returns
    -------
    DataFrame
        A row a tie, by p-value, then identifiers: ``org_a, org_b`` (the smaller identifier first), ``projects`` shared,
        ``expected`` (the mean number in the model; missing for ``disparity``), ``p_value``, ``q_value`` (the corrected
        one) and ``kept``. `Network.with_ties` makes a network of the rows that are kept, `Network.to_networkx` a graph
        of that.

    Raises
    ------
    PolegraphError
        If there is no such model or correction, ``alpha`` or a number cannot be, or so few draws that no tie could be
        kept.

    References
    ----------
    M. Á. Serrano, M. Boguñá, A. Vespignani, "Extracting the multiscale backbone of complex weighted networks", PNAS 106
    (2009). Z. Neal, "The backbone of bipartite projections", Social Networks 39 (2014), for ``sdsm``. K. A. Zweig,
    M. Kaufmann, "A systematic approach to the one-mode projection of bipartite graphs", Social Network Analysis and
    Mining 1 (2011), for ``fdsm``. F. Saracco et al., "Inferring monopartite projections of bipartite networks", New
    Journal of Physics 19 (2017), for ``bicm``. Y. Benjamini, Y. Hochberg, "Controlling the false discovery rate",
    Journal of the Royal Statistical Society B 57 (1995). S. Holm, "A simple sequentially rejective multiple test
    procedure", Scandinavian Journal of Statistics 6 (1979).

    Examples
    --------
    >>> from polegraph.examples import tiny
    >>> backbone(tiny(), "disparity", correction="none")[["org_a", "org_b", "projects", "p_value"]].round(3)
      org_a org_b  projects  p_value
    0   LAB  SME1         2    0.250
    1   LAB  SME2         1    0.500
    2  SME1  SME2         1    0.500
    3   BIG   LAB         1    0.562
    """
    if model not in _MODELS:
        raise not_one_of(_("there is no such backbone"), model, _MODELS)
    if correction not in _CORRECTIONS:
        raise not_one_of(_("there is no such correction"), correction, _CORRECTIONS)
    if not (isinstance(alpha, Real) and 0 < alpha <= 1):
        raise PolegraphError(
            _("{what} cannot be this").format(what="alpha"), value=alpha, remedy=_("give a number above 0 and up to 1")
        )
    draws, seed = whole_number(draws, "draws", 1), whole_number(seed, "seed", 0)
    if model == "disparity":
        table = _disparity(net)
        tests = len(table)
    else:
        tests = validation.pairs(net)
        table = _fixed(net, draws, seed) if model == "fdsm" else validation.observed(net)
    if model == "fdsm":
        _refuse_few(draws, alpha, correction, (len(table), tests))
    table["q_value"] = corrected(table["p_value"].to_numpy(), tests, correction)
    table["kept"] = table["q_value"] <= alpha
    table = table[["org_a", "org_b", "projects", "expected", "p_value", "q_value", "kept"]]
    return table.sort_values(["p_value", "org_a", "org_b"], ignore_index=True)


def corrected(p_values: Floats, tests: int, correction: Correction) -> Floats:
    """Return the smallest p-values of many tests, corrected for all of them.

    Parameters
    ----------
    p_values : array of float
        The smallest ones; those of the other tests are larger.
    tests
        Number of all tests.
    correction
        See `backbone`.

    Examples
    --------
    >>> corrected(np.array([0.04, 0.01]), 4, "holm").tolist()
    [0.12, 0.04]
    """
    if correction == "none":
        return p_values
    if correction == "fdr":
        return false_discovery_rates(p_values, tests)
    if correction == "bonferroni":
        return np.minimum(p_values * tests, 1)
    order = np.argsort(p_values, kind="stable")
    result = np.empty(len(order))
    result[order] = np.minimum(np.maximum.accumulate(p_values[order] * (tests - np.arange(len(order)))), 1)
    return result


def _disparity(net: Network) -> pd.DataFrame:
    """Return the ties with the p-values of the disparity filter."""
    table, one, other = validation.ties(net)
    matrix = net.collaboration_matrix()
    strength, partners = np.asarray(matrix.sum(axis=1), dtype=np.float64), np.diff(matrix.indptr)
    weight = table["projects"].to_numpy()
    sides = [(1 - weight / strength[end]) ** (partners[end] - 1) for end in (one, other)]  # 0 ** 0 is 1: an only tie
    return table.assign(p_value=np.minimum(*sides), expected=np.nan)


def _fixed(net: Network, draws: int, seed: int) -> pd.DataFrame:
    """Return the ties with the shares of draws that have as many shared projects."""
    table, one, other = validation.ties(net)
    counted = Draws(table["projects"].to_numpy())
    for drawn in null_models.networks(net, draws=draws, seed=seed):
        counted.add(entries(drawn.collaboration_matrix(), one, other))
    return table.assign(p_value=counted.more, expected=counted.mean)


def _refuse_few(draws: int, alpha: float, correction: Correction, counts: tuple[int, int]) -> None:
    """Refuse a number of draws from which no tie could be kept, however often it is met."""
    ties, tests = counts
    times = {"none": 1.0, "fdr": tests / max(ties, 1)}.get(correction, float(tests))
    if ties and times / (draws + 1) > alpha:
        raise PolegraphError(
            _("no tie could be kept: no p-value is below 1 / (draws + 1)"),
            value=draws,
            remedy=_("give at least {draws} draws, or correction='none'").format(draws=number(int(times / alpha))),
        )
