"""The bipartite configuration model by classes of degrees, and how likely two organisations meet that often in it."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np
from scipy import special

from polegraph.linalg.compiled import compiled

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Whole = NDArray[np.int64]
    Real = NDArray[np.float64]

_EXACT: Final = 1e-9  # by how much an expected degree may differ from the degree
_STEPS: Final = 200  # Newton needs ten to thirty
_RIDGE: Final = 1e-10  # of the diagonal: one direction changes nothing (x times c, y by c), and must not be singular
_HALVINGS: Final = 40


class Model(NamedTuple):
    """Link probabilities of the BiCM, of an organisation with so many projects and a project of such a size.

    Parameters
    ----------
    probability : array, classes of organisations × classes of projects
        The probabilities.
    projects : array of int
        How many projects each class has.
    """

    probability: Real
    projects: Whole


def fitted(degrees: Whole, organisations: Whole, sizes: Whole, projects: Whole) -> Model:
    """Fit the model in which every degree is met on average and nothing else is known (maximum entropy).

    Parameters
    ----------
    degrees, organisations : arrays of int
        Numbers of projects that organisations have, each once, and how many organisations have it.
    sizes, projects : arrays of int
        Sizes of projects, each once, and how many projects have it.

    Returns
    -------
    Model

    Notes
    -----
    An organisation in all the projects that are left, or in none, is settled first, as is a project with all or none
    of the organisations, until there is none: their parameters are infinite.
    """
    probability = np.zeros((len(degrees), len(sizes)))
    some, there = np.ones(len(degrees), dtype=bool), np.ones(len(sizes), dtype=bool)
    left, room = degrees.copy(), sizes.copy()
    while some.any() and there.any():
        full, crowded = some & (left == projects[there].sum()), there & (room == organisations[some].sum())
        none, empty = some & (left == 0), there & (room == 0)
        if full.any():
            probability[np.ix_(full, there)] = 1
            room[there] -= organisations[full].sum()
            some &= ~full
        elif crowded.any():
            probability[np.ix_(some, crowded)] = 1
            left[some] -= projects[crowded].sum()
            there &= ~crowded
        elif none.any() or empty.any():
            some &= ~none
            there &= ~empty
        else:
            probability[np.ix_(some, there)] = _solved(left[some], organisations[some], room[there], projects[there])
            break
    return Model(probability, projects)


def _solved(degrees: Whole, organisations: Whole, sizes: Whole, projects: Whole) -> Real:
    """Solve for the maximum of the likelihood by Newton's method; it is concave in the logarithms of the parameters."""
    root = math.sqrt(float((degrees * organisations).sum()))
    x, y = np.log(degrees / root), np.log(sizes / root)
    pairs = np.outer(organisations, projects).astype(np.float64)

    def cost(x: Real, y: Real) -> float:
        free = (pairs * np.logaddexp(0, x[:, None] + y)).sum()
        return float(free - (organisations * degrees * x).sum() - (projects * sizes * y).sum())

    now = cost(x, y)
    for _step in range(_STEPS):
        chance = special.expit(x[:, None] + y)
        expected = pairs * chance
        gradient = np.concatenate(
            [expected.sum(axis=1) - organisations * degrees, expected.sum(axis=0) - projects * sizes]
        )
        if np.abs(gradient / np.concatenate([organisations, projects])).max() < _EXACT:
            break
        spread = expected * special.expit(-x[:, None] - y)
        step = -np.linalg.solve(_hessian(spread), gradient)
        slope, share = float(gradient @ step), 1.0
        for _halving in range(_HALVINGS):
            new = cost(x + share * step[: len(x)], y + share * step[len(x) :])
            if new <= now + 1e-4 * share * slope + 1e-12 * abs(now):
                break
            share /= 2
        x, y, now = x + share * step[: len(x)], y + share * step[len(x) :], new
    return special.expit(x[:, None] + y)


def _hessian(spread: Real) -> Real:
    """Return the Hessian, with a ridge."""
    rows, columns = spread.shape
    result = np.zeros((rows + columns, rows + columns))
    result[:rows, rows:] = spread
    result[rows:, :rows] = spread.T
    diagonal = np.concatenate([spread.sum(axis=1), spread.sum(axis=0)])
    result[np.diag_indices(rows + columns)] = diagonal * (1 + _RIDGE) + np.finfo(float).tiny
    return result


@compiled
def tails(probability: Real, projects: Whole, first: Whole, second: Whole, common: Whole) -> tuple[Real, Real]:
    """Return the p-values of common projects, of so many or more, and the expected numbers.

    Parameters
    ----------
    probability, projects
        The model.
    first, second, common : arrays of int
        Classes of both organisations and the number of projects in common; sorted, so that equal pairs of classes
        stand together and the largest number comes last.

    Returns
    -------
    p_value, expected : arrays of float

    Notes
    -----
    The number in common is the sum of one binomial number a class of projects. Their distributions are convolved:
    nothing is subtracted, so that small probabilities are as exact as large ones.
    """
    size = len(first)
    p_value, expected = np.empty(size), np.empty(size)
    if size == 0:
        return p_value, expected
    logs = np.zeros(projects.max() + 1)  # of factorials
    for number in range(1, len(logs)):
        logs[number] = logs[number - 1] + math.log(number)
    begin = 0
    while begin < size:
        end = begin
        while end < size and first[end] == first[begin] and second[end] == second[begin]:
            end += 1
        meet = probability[first[begin]] * probability[second[begin]]
        mean = (projects * meet).sum()
        deviation = math.sqrt((projects * meet * (1 - meet)).sum())
        far = common[end - 1] + int(12 * deviation) + 12  # beyond, nothing is left that could be seen
        density = _density(meet, projects, far, logs)
        for pair in range(begin, end):
            expected[pair] = mean
            if common[pair] <= mean + 3 * deviation:
                p_value[pair] = 1 - density[: common[pair]].sum()
            else:
                p_value[pair] = density[common[pair] :].sum()
        begin = end
    return p_value, expected


@compiled
def _density(meet: Real, projects: Whole, far: int, logs: Real) -> Real:
    """Convolve binomial distributions, as far as ``far``."""
    far = min(far, projects.sum())
    density, sums = np.zeros(far + 1), np.zeros(far + 1)
    density[0] = 1.0
    reach = 0
    for kind in range(len(projects)):
        trials, chance = projects[kind], meet[kind]
        if chance == 0:
            continue
        most = min(trials, far)
        single = np.zeros(most + 1)
        for hits in range(most + 1):
            if chance == 1:
                single[hits] = 1.0 if hits == trials else 0.0
            else:
                ways = logs[trials] - logs[hits] - logs[trials - hits]
                single[hits] = math.exp(ways + hits * math.log(chance) + (trials - hits) * math.log1p(-chance))
                if hits > trials * chance and single[hits] == 0:
                    most = hits
                    break
        new = min(far, reach + most)
        sums[: new + 1] = 0
        for hits in range(most + 1):
            for before in range(min(reach, far - hits) + 1):
                sums[before + hits] += density[before] * single[hits]
        density[: new + 1] = sums[: new + 1]
        reach = new
    return density
