"""Assortative mixing by attribute: links within and between groups, E-I index, assortativity, beside a null model."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal

import numpy as np
import pandas as pd

from polegraph.errors import PolegraphError, whole_number
from polegraph.i18n import _
from polegraph.linalg.sparse import both_sides, divide
from polegraph.metrics.attributes import classes, in_order, one_of
from polegraph.metrics.inference import null_models
from polegraph.metrics.inference.significance import Draws
from polegraph.metrics.kernels.two_mode import mixed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from numpy.typing import NDArray

    from polegraph.linalg import Csr
    from polegraph.metrics.attributes import By, Several, Unknown
    from polegraph.network import Network

    Integers = NDArray[np.int64]

Count = Literal["links", "projects"]
Test = Literal["rewiring", "permutation"]

_MOST: Final = 2000  # groups; the table of their pairs is kept whole


def mixing(
    net: Network,
    by: By = "size",
    *,
    weight: Count = "links",
    test: Test = "rewiring",
    draws: int = 100,
    seed: int = 0,
    several: Several | None = None,
    unknown: Unknown = "left_out",
) -> pd.DataFrame:
    r"""Count the links between each two groups and within each, beside what chance would give.

    Parameters
    ----------
    net
        The network.
    by
        ``kind``; ``size`` (`Network.category`: a subsidiary counts as its group); ``region``, ``country``,
        ``department``; ``pole``; ``theme``; or the group of each ``org_id``, as a dict or a series.
    weight
        ``links``: pairs of organisations with a project in common count once. ``projects``: once for each project.
    test
        What is drawn at random. ``rewiring``: the participations; every project keeps its size, every organisation
        its number of projects and its group (`polegraph.metrics.inference.null_models.randomised`).
        ``permutation``: which organisation is of which group; the network and the sizes of the groups stay.
    draws
        How many random networks; 0 leaves what comes from them missing.
    seed
        Seed of the draws.
    several
        What an organisation of several pôles or themes is (see `polegraph.metrics.brokerage`).
    unknown
        ``left_out``: links of an organisation of unknown group are not counted, but it takes its part in random
        networks as in the observed one. ``class``: they are a group of their own, ``unknown``.

    Returns
    -------
    DataFrame
        A row a pair of groups, also without links: ``group, other`` (in order, both the same within a group);
        ``observed``; ``expected`` and ``sd``, mean and standard deviation of the draws; ``ratio``, observed /
        expected; ``p_less`` and ``p_more``: the share of the draws, the real network counted with them, that have so
        few, or so many: :math:`(1 + \text{number}) / (1 + \text{draws})`; ``p_value``: twice the smaller.

    Raises
    ------
    PolegraphError
        If there is no such attribute or option, or more than 2000 groups.

    Notes
    -----
    The draws go through the organisations in the order of their identifiers: the order of rows does not matter, while
    other identifiers give other draws of the same distribution. With many pairs of groups some p-values are small by
    chance; correct them for their number.

    References
    ----------
    M. E. J. Newman, "Mixing patterns in networks", Physical Review E 67, 026126 (2003).

    B. V. North, D. Curtis, P. C. Sham, "A note on the calculation of empirical P values from Monte Carlo procedures",
    American Journal of Human Genetics 71 (2002), 439-441.

    Examples
    --------
    >>> from polegraph.examples import tiny
    >>> mixing(tiny(), "kind", weight="projects", draws=19)[["group", "other", "observed", "p_less"]]
         group    other  observed  p_less
    0  company  company         1     1.0
    1  company      lab         4     1.0
    2      lab      lab         0     1.0
    """
    given = _Given(net, by, several, unknown, weight)
    chosen = np.triu_indices(len(given.labels))
    observed = given.observed[chosen]
    groups = np.array(given.labels, dtype=object)
    table = pd.DataFrame(
        {
            "group": pd.Series(groups[chosen[0]], dtype="str"),
            "other": pd.Series(groups[chosen[1]], dtype="str"),
            "observed": observed,
        }
    )
    tested = _tested(
        observed.astype(float), given.drawn(test, draws, seed), lambda counts: counts[chosen].astype(float)
    )
    table["expected"], table["sd"] = tested.mean, tested.sd
    return table.assign(ratio=divide(observed, tested.mean), **_chances(tested))


def homophily(
    net: Network,
    by: By = "size",
    *,
    weight: Count = "links",
    test: Test = "rewiring",
    draws: int = 100,
    seed: int = 0,
    several: Several | None = None,
    unknown: Unknown = "left_out",
) -> pd.DataFrame:
    r"""Return homophily of groups, how far they keep to themselves: E-I index and assortativity, beside chance.

    Parameters
    ----------
    net, by, weight, test, draws, seed, several, unknown
        See `mixing`.

    Returns
    -------
    DataFrame
        ``measure, observed, expected, sd, z, p_less, p_more, p_value``; the rows are ``ei_index`` (see `ei_index`) and
        ``assortativity`` (see `attribute_assortativity`). p-values as in `mixing`; missing where the measure is not
        defined. Draws in which it is not are left out, of the number as well.

    Raises
    ------
    PolegraphError
        If there is no such attribute or option, or more than 2000 groups.

    References
    ----------
    D. Krackhardt, R. N. Stern, "Informal networks and organizational crises: an experimental simulation", Social
    Psychology Quarterly 51 (1988), 123-140.

    M. E. J. Newman, "Mixing patterns in networks", Physical Review E 67, 026126 (2003).

    Examples
    --------
    >>> from polegraph.examples import tiny
    >>> homophily(tiny(), "kind", draws=0)[["measure", "observed"]]
             measure  observed
    0       ei_index       0.5
    1  assortativity      -0.6
    """
    given = _Given(net, by, several, unknown, weight)
    observed = _figures(given.observed)
    tested = _tested(observed, given.drawn(test, draws, seed), _figures)
    measures = pd.Series(["ei_index", "assortativity"], dtype="str")
    table = pd.DataFrame({"measure": measures, "observed": observed, "expected": tested.mean})
    return table.assign(sd=tested.sd, z=tested.z, **_chances(tested))


def ei_index(
    net: Network,
    by: By = "size",
    *,
    weight: Count = "links",
    several: Several | None = None,
    unknown: Unknown = "left_out",
) -> float:
    r"""Return the E-I index: external less internal links, divided by both.

    .. math:: EI = \frac{E - I}{E + I}

    −1: only links within groups; 1: only links between groups.

    Parameters
    ----------
    net, by, weight, several, unknown
        See `mixing`.

    Returns
    -------
    float
        NaN without a link.

    References
    ----------
    D. Krackhardt, R. N. Stern, "Informal networks and organizational crises: an experimental simulation", Social
    Psychology Quarterly 51 (1988), 123-140.

    Examples
    --------
    Three of the four links of the example are between a company and the laboratory.

    >>> from polegraph.examples import tiny
    >>> ei_index(tiny(), "kind")
    0.5
    """
    return float(_figures(_Given(net, by, several, unknown, weight).observed)[0])


def attribute_assortativity(
    net: Network,
    by: By = "size",
    *,
    weight: Count = "links",
    several: Several | None = None,
    unknown: Unknown = "left_out",
) -> float:
    r"""Return the assortativity of groups: links within them beyond those that their numbers of links would give.

    .. math:: r = \frac{\sum_g e_{gg} - \sum_g a_g^2}{1 - \sum_g a_g^2}

    where :math:`e_{gh}` is the share of the ends of links that lead from group *g* to *h*, and :math:`a_g` the share
    that lies in *g*.

    Parameters
    ----------
    net, by, weight, several, unknown
        See `mixing`.

    Returns
    -------
    float
        1 if all links are within groups; NaN without a link, or if all ends lie in one group.

    References
    ----------
    M. E. J. Newman, "Mixing patterns in networks", Physical Review E 67, 026126 (2003).

    Examples
    --------
    >>> from polegraph.examples import tiny
    >>> round(attribute_assortativity(tiny(), "kind"), 6)
    -0.6
    """
    return float(_figures(_Given(net, by, several, unknown, weight).observed)[1])


class _Given:
    """A network in the order of identifiers, with the group of each organisation, ready to be drawn again.

    Parameters
    ----------
    net, by, several, unknown, weight
        See `mixing`.
    """

    def __init__(self, net: Network, by: By, several: Several | None, unknown: Unknown, weight: Count) -> None:
        one_of("weight", weight, ("links", "projects"))
        sorted_in = classes(net, by, several, unknown)
        self.labels = sorted_in.labels
        if len(self.labels) > _MOST:
            raise PolegraphError(
                _("these are too many groups to be taken two by two"),
                value=len(self.labels),
                remedy=_("sort the organisations into {most} groups or fewer").format(most=_MOST),
            )
        self.layer = 0 if weight == "links" else 1
        self.incidence, order = in_order(net)
        self.codes = sorted_in.codes[order]
        self.observed = self.counted(self.incidence, self.codes)

    def counted(self, incidence: Csr, codes: Integers) -> Integers:
        """Count by pair of groups; what is above the diagonal is whole, below it is nothing."""
        counts: Integers = mixed(*both_sides(incidence), codes, len(self.labels))[self.layer]
        return counts

    def drawn(self, test: Test, draws: int, seed: int) -> Iterator[Integers]:
        """Count again in each random network."""
        one_of("test", test, ("rewiring", "permutation"))
        draws, seed = whole_number(draws, "draws", 0), whole_number(seed, "seed", 0)
        if test == "rewiring":
            networks = null_models.randomised(self.incidence, draws=draws, seed=seed) if draws else ()
            return (self.counted(one, self.codes) for one in networks)
        return (self.counted(self.incidence, codes) for codes in self._permuted(draws, seed))

    def _permuted(self, draws: int, seed: int) -> Iterator[Integers]:
        generator = np.random.default_rng(seed)
        known = np.flatnonzero(self.codes >= 0)
        for _draw in range(draws):
            codes = self.codes.copy()
            codes[known] = generator.permutation(codes[known])
            yield codes


def _figures(counts: Integers) -> NDArray[np.float64]:
    """Return E-I index and assortativity of the counts by pair of groups; whole numbers up to the last division."""
    whole, inside = int(counts.sum()), int(np.trace(counts))
    ends = [int(end) for end in counts.sum(axis=0) + counts.sum(axis=1)]
    chance_inside = sum(end**2 for end in ends)  # out of (2 · whole)²
    possible = 4 * whole**2 - chance_inside
    return np.array(
        [
            (whole - 2 * inside) / whole if whole else np.nan,
            (4 * inside * whole - chance_inside) / possible if possible else np.nan,
        ]
    )


def _tested(
    observed: NDArray[np.float64], drawn: Iterator[Integers], measure: Callable[[Integers], NDArray[np.float64]]
) -> Draws:
    """Compare what is observed with the draws.

    Parameters
    ----------
    observed : array
        What the real network has.
    drawn
        Counts by pair of groups.
    measure
        What is made of them; as many numbers as are observed.
    """
    tested = Draws(observed)
    for counts in drawn:
        tested.add(measure(counts))
    return tested


def _chances(tested: Draws) -> dict[str, NDArray[np.float64]]:
    return {"p_less": tested.fewer, "p_more": tested.more, "p_value": tested.two_sided}
