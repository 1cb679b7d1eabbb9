"""The loop behind the gaps between groups."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from polegraph.linalg.compiled import compiled

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Integers = NDArray[np.int64]


@compiled
def _pairs(result: Integers, present: Integers, number: Integers, picked: Integers, first: Integers) -> None:
    """Count one project for each two of its groups; below the diagonal."""
    for one in range(len(present)):
        group = present[one]
        for two in range(one):
            other = present[two]
            if picked[group] + picked[other] == 0:
                continue
            # One organisation alone may stand for both groups.
            if number[group] == 1 and number[other] == 1 and first[group] == first[other]:
                continue
            result[max(group, other), min(group, other)] += 1


@compiled
def joined(
    starts: Integers, organisations: Integers, bounds: Integers, groups: Integers, chosen: NDArray[np.bool_], width: int
) -> Integers:
    """Count the projects in which two different organisations, one of either group and one of them chosen, take part.

    Parameters
    ----------
    starts, organisations : arrays of int
        Organisations of each project.
    bounds, groups : arrays of int
        Groups of each organisation.
    chosen : array of bool, one entry an organisation
        The chosen organisations.
    width
        Number of groups.

    Returns
    -------
    array of int, groups × groups
        Symmetric; zero diagonal.
    """
    result = np.zeros((width, width), dtype=np.int64)
    number = np.zeros(width, dtype=np.int64)
    picked = np.zeros(width, dtype=np.int64)
    first = np.zeros(width, dtype=np.int64)
    present = np.empty(width, dtype=np.int64)
    for project in range(len(starts) - 1):
        found = 0
        for seat in range(starts[project], starts[project + 1]):
            organisation = organisations[seat]
            for place in range(bounds[organisation], bounds[organisation + 1]):
                group = groups[place]
                if number[group] == 0:
                    present[found] = group
                    first[group] = organisation
                    found += 1
                number[group] += 1
                if chosen[organisation]:
                    picked[group] += 1
        _pairs(result, present[:found], number, picked, first)
        for one in range(found):
            number[present[one]] = 0
            picked[present[one]] = 0
    return result + result.T
