"""Entry of regions into new themes, and how it goes with what they did before."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np
import pandas as pd

from polegraph.errors import PolegraphError, whole_number
from polegraph.i18n import _
from polegraph.linalg.sparse import mean, share
from polegraph.metrics.inference.significance import beside
from polegraph.metrics.regional import portfolios, relatedness
from polegraph.metrics.temporal.periods import years

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from polegraph.metrics.attributes import By
    from polegraph.metrics.regional.portfolios import Across, Frame
    from polegraph.metrics.regional.relatedness import Method
    from polegraph.network import Network

    Real = NDArray[np.float64]
    Truths = NDArray[np.bool_]

_ROUNDS: Final = 5000
_EXACT: Final = 1e-9  # by how much a mean number of entries may differ from the number
_BESIDE: Final = ("expected", "sd", "z", "low", "high", "p_value")


class _Two(NamedTuple):
    """Two periods, as arrays of regions × themes."""

    given: Frame
    before: Real
    after: Real
    density: Real
    options: Truths
    entered: Truths
    chance: Real


def entry(
    net: Network, cut: int, by: By = "region", across: Across = "theme", *, method: Method = "conditional"
) -> pd.DataFrame:
    r"""List which themes each region could enter, and which of them it did.

    A region can enter a theme that it was not specialised in before the cut-off year; it has entered it if it is
    specialised in it (`specialisation`) in the projects that started from that year on. Regions and themes that have no
    participation before, or none after, are left out.

    Parameters
    ----------
    net
        The network; for periods that begin later or end earlier, take `Network.select`. Projects of unknown year are
        left out.
    cut
        The first year of the second period.
    by, across
        What regions and themes are made from; see `specialisation`.
    method
        That of the relatedness of themes, which is found in the first period: ``conditional`` or ``association``.

    Returns
    -------
    DataFrame
        A row a region and theme that it could enter, sorted, with ``region, theme``; ``quotient_before,
        quotient_after``, the location quotients of both periods; ``density`` of the region around the theme before
        (`relatedness_density`), missing where nothing was related to the theme; ``entered``; ``chance``, the
        probability of entry in the null model of `entry_by_density`, over all that could be entered.

    Raises
    ------
    PolegraphError
        If no project is known to have started before ``cut``, or none from it on; if there is no such attribute or
        method.

    References
    ----------
    R. Boschma, P.-A. Balland, D. F. Kogler, "Relatedness and technological change in cities", Industrial and Corporate
    Change 24 (2015).

    Examples
    --------
    >>> from polegraph.examples import tiny
    >>> themes = {"P1": "bio", "P2": "agro", "P3": "bio"}
    >>> entry(tiny(), 2020, by="kind", across=themes).round(3)
      region theme  quotient_before  quotient_after  density  entered  chance
    0    lab   bio            0.833             1.0      NaN     True     1.0
    """
    two = _two_periods(net, cut, by, across, method)
    regions, themes = np.nonzero(two.options)
    at = regions, themes
    return pd.DataFrame(
        {
            "region": pd.array(np.array(two.given.regions, dtype=object)[regions], dtype="str"),
            "theme": pd.array(np.array(two.given.themes, dtype=object)[themes], dtype="str"),
            "quotient_before": two.before[at],
            "quotient_after": two.after[at],
            "density": two.density[at],
            "entered": two.entered[at],
            "chance": two.chance[at],
        }
    )


def entry_by_density(
    net: Network,
    cut: int,
    by: By = "region",
    across: Across = "theme",
    *,
    method: Method = "conditional",
    draws: int = 1000,
    seed: int = 0,
) -> pd.DataFrame:
    r"""Measure whether regions enter themes near to what they do already: density at entries beside chance.

    In the null model region *r* enters theme *t* with probability

    .. math:: p_{rt} = \frac{x_r y_t}{1 + x_r y_t}

    where it can, independently of all else, and :math:`x, y` are such that each region enters as many themes, and each
    theme is entered by as many regions, as in truth, on average: the bipartite configuration model with the themes that
    a region had already left out. So regions that enter much, and themes that many enter, explain nothing here.

    Parameters
    ----------
    net, cut, by, across, method
        See `entry`.
    draws, seed
        Draws of the null model.

    Returns
    -------
    DataFrame
        One row: ``options``, regions and themes that they could enter and around which the density is known;
        ``entries``, those that they entered; ``rate``; ``density_others``, the mean density where there was no entry;
        ``observed``, the mean density at entries; and of this over the draws ``expected, sd, z, low, high, p_value``,
        as in `polegraph.metrics.expected`.

    Raises
    ------
    PolegraphError
        As `entry` does.

    Notes
    -----
    Densities are taken less the part that regions and themes explain (least squares, weights :math:`p (1 - p)`), so
    that the draws vary in what the model leaves open alone, as if they kept the numbers of entries exactly. The z is
    then that of Rao's score test of density in a logistic regression of entry with an effect of each region and theme.
    Quotients near 1 of few participations pass it by chance: such entries are noise, and weaken the figure.

    References
    ----------
    R. Boschma, P.-A. Balland, D. F. Kogler, "Relatedness and technological change in cities", Industrial and Corporate
    Change 24 (2015). F. Saracco, M. J. Straka, R. Di Clemente, A. Gabrielli, G. Caldarelli, T. Squartini, "Inferring
    monopartite projections of bipartite networks: an entropy-based approach", New Journal of Physics 19, 053022 (2017).

    Examples
    --------
    >>> from polegraph.examples import tiny
    >>> themes = {"P1": "bio", "P2": "agro", "P3": "bio"}
    >>> entry_by_density(tiny(), 2020, by="kind", across=themes, draws=10)[["options", "entries"]]
       options  entries
    0        0        0
    """
    draws, seed = whole_number(draws, "draws", 0), whole_number(seed, "seed", 0)
    two = _two_periods(net, cut, by, across, method)
    known = two.options & ~np.isnan(two.density)
    entered = two.entered & known
    chance = entry_probabilities(known, entered)
    number, options = int(entered.sum()), int(known.sum())
    density = np.where(known, np.nan_to_num(two.density), 0.0)
    observed = share(float(np.sort(density[entered]).sum()), number)
    sample = np.empty((draws, 1))
    expected = share(float((chance * density).sum()), number)
    left = _centred(density, chance)
    generator = np.random.default_rng(seed)
    for draw in range(draws):
        drawn = generator.random(chance.shape) < chance
        sample[draw] = expected + share(float(((drawn - chance) * left).sum()), number)
    found = beside(np.array([observed]), sample)
    row = {
        "options": options,
        "entries": number,
        "rate": share(number, options),
        "density_others": mean(np.sort(density[known & ~entered])),
        "observed": observed,
        **{name: found[name][0] for name in _BESIDE},
    }
    if draws:
        row["expected"] = expected  # exactly, not over the draws
    return pd.DataFrame([row])


def _two_periods(net: Network, cut: int, by: By, across: Across, method: str) -> _Two:
    """Return what regions did in both periods, and what they entered."""
    cut = whole_number(cut, "cut")
    relatedness.check(method)
    start = years(net)
    for projects in (start < cut, start >= cut):
        if not projects.any():
            raise PolegraphError(
                _("projects have to start before this year and from it on"),
                value=cut,
                remedy=_("give a year between the first and the last in which projects start"),
            )
    given = portfolios.frame(net, by, across)
    first, second = (given.counts(net.incidence, projects) for projects in (start < cut, start >= cut))
    was, now = portfolios.specialised(first), portfolios.specialised(second)
    there = [(first.sum(axis=axis, keepdims=True) > 0) & (second.sum(axis=axis, keepdims=True) > 0) for axis in (1, 0)]
    options = ~was & there[0] & there[1]
    entered = options & now
    return _Two(
        given,
        portfolios.location_quotient(first),
        portfolios.location_quotient(second),
        relatedness.density(was, relatedness.related(was, method)),
        options,
        entered,
        entry_probabilities(options, entered),
    )


def entry_probabilities(options: Truths, entered: Truths) -> Real:
    """Fit the probabilities of entry in which every region and theme has its number of entries on average.

    Parameters
    ----------
    options : array of bool, regions × themes
        What can be entered.
    entered : array of bool, regions × themes
        What was.

    Returns
    -------
    array, regions × themes
        0 where nothing can be entered.

    Notes
    -----
    A region, or theme, that entered all or none of its options is settled first, until there is none.

    Examples
    --------
    >>> entry_probabilities(np.ones((2, 2), dtype=bool), np.eye(2, dtype=bool)).tolist()
    [[0.5, 0.5], [0.5, 0.5]]
    """
    open_, probability = options.copy(), np.zeros(options.shape)
    # Settle what has no choice.
    changed = True
    while changed:
        changed = False
        for axis in (0, 1):
            has, can = (entered & open_).sum(axis=axis), open_.sum(axis=axis)
            settled = open_ & np.expand_dims((can > 0) & ((has == 0) | (has == can)), axis)
            if settled.any():
                probability[settled] = entered[settled]
                open_ &= ~settled
                changed = True
    # Solve for the others in turn; each step meets the numbers of one side exactly.
    rows, columns = (entered & open_).sum(axis=1), (entered & open_).sum(axis=0)
    x, y = np.where(rows > 0, 1.0, 0.0), np.where(columns > 0, 1.0, 0.0)
    for _round in range(_ROUNDS):
        x = rows / np.maximum((open_ * y / (1 + np.outer(x, y))).sum(axis=1), _EXACT)
        y = columns / np.maximum((open_ * x[:, None] / (1 + np.outer(x, y))).sum(axis=0), _EXACT)
        odds = np.outer(x, y)
        fitted = open_ * odds / (1 + odds)
        if max(
            np.abs(fitted.sum(axis=1) - rows).max(initial=0), np.abs(fitted.sum(axis=0) - columns).max(initial=0)
        ) < (_EXACT * max(1, int(rows.sum()))):
            break
    probability[open_] = fitted[open_]
    return probability


def _centred(values: Real, chance: Real) -> Real:
    """Return values less what rows and columns explain, by least squares with the variances of entry as weights."""
    weight = chance * (1 - chance)
    rows, columns = weight.shape
    if not weight.any():
        return np.zeros(weight.shape)
    system = np.zeros((rows + columns, rows + columns))
    system[:rows, rows:], system[rows:, :rows] = weight, weight.T
    np.fill_diagonal(system, np.concatenate([weight.sum(axis=1), weight.sum(axis=0)]))
    right = np.concatenate([(weight * values).sum(axis=1), (weight * values).sum(axis=0)])
    effects = np.linalg.lstsq(system, right, rcond=None)[0]
    left: Real = np.where(weight > 0, values - effects[:rows, None] - effects[None, rows:], 0.0)
    return left
