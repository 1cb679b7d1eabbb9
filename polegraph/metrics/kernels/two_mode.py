"""The loops behind mixing and the two-mode measures: what organisations share, pair by pair, without a matrix."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from polegraph.linalg.compiled import compiled

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Integers = NDArray[np.int64]
    Floats = NDArray[np.float64]


@compiled
def mixed(
    starts: Integers, projects: Integers, indptr: Integers, indices: Integers, codes: Integers, number: int
) -> Integers:
    """Count links and shared projects by the classes of both ends; each pair of organisations once.

    Parameters
    ----------
    starts, projects : arrays of int
        Projects of each organisation.
    indptr, indices : arrays of int
        Organisations of each project.
    codes : array of int
        Class of each organisation; −1 if it is not known.
    number
        How many classes there are.

    Returns
    -------
    array of int, 2 × classes × classes
        Pairs with a project in common, and their projects in common; the smaller code first.
    """
    result = np.zeros((2, number, number), dtype=np.int64)
    met = np.full(len(codes), -1, dtype=np.int64)
    for one in range(len(codes)):
        if codes[one] < 0:
            continue
        for place in range(starts[one], starts[one + 1]):
            project = projects[place]
            for seat in range(indptr[project], indptr[project + 1]):
                other = indices[seat]
                if other <= one or codes[other] < 0:
                    continue
                low, high = min(codes[one], codes[other]), max(codes[one], codes[other])
                result[1, low, high] += 1
                if met[other] != one:
                    met[other] = one
                    result[0, low, high] += 1
    return result


@compiled
def overlaps(starts: Integers, projects: Integers, indptr: Integers, indices: Integers) -> tuple[Floats, int]:
    """Compare the projects of each organisation with those of each partner, and count the 4-cycles.

    Parameters
    ----------
    starts, projects : arrays of int
        Projects of each organisation.
    indptr, indices : arrays of int
        Organisations of each project.

    Returns
    -------
    clustering : array of float, organisations × 3
        Mean over the partners of the projects in common, divided by the number of projects of either, by the smaller
        number and by the larger one; NaN without a partner.
    cycles : int
        Pairs of organisations with two projects in common, each counted once for each two projects.
    """
    number = len(starts) - 1
    result = np.full((number, 3), np.nan)
    common = np.zeros(number, dtype=np.int64)
    partners = np.empty(number, dtype=np.int64)
    cycles = 0
    for one in range(number):
        # Count the projects shared with each partner.
        found = 0
        for place in range(starts[one], starts[one + 1]):
            project = projects[place]
            for seat in range(indptr[project], indptr[project + 1]):
                other = indices[seat]
                if other != one:
                    if common[other] == 0:
                        partners[found] = other
                        found += 1
                    common[other] += 1
        if found == 0:
            continue
        # Sum the three coefficients over the partners, and the 4-cycles once a pair.
        own = starts[one + 1] - starts[one]
        union = smaller = larger = 0.0
        for place in range(found):
            other = partners[place]
            shared, theirs = common[other], starts[other + 1] - starts[other]
            common[other] = 0
            union += shared / (own + theirs - shared)
            smaller += shared / min(own, theirs)
            larger += shared / max(own, theirs)
            if other > one:
                cycles += shared * (shared - 1) // 2
        # Average them.
        result[one, 0] = union / found
        result[one, 1] = smaller / found
        result[one, 2] = larger / found
    return result, cycles


@compiled
def alone_between(starts: Integers, projects: Integers, indptr: Integers, indices: Integers) -> Integers:
    """Count for each organisation the pairs of its projects that it alone has in common.

    Parameters
    ----------
    starts, projects : arrays of int
        Projects of each organisation, sorted.
    indptr, indices : arrays of int
        Organisations of each project.

    Returns
    -------
    array of int, one entry an organisation
    """
    number = len(indptr) - 1
    result = np.zeros(len(starts) - 1, dtype=np.int64)
    common = np.zeros(number, dtype=np.int64)
    through = np.empty(number, dtype=np.int64)
    others = np.empty(number, dtype=np.int64)
    for one in range(number):
        found = 0
        for seat in range(indptr[one], indptr[one + 1]):
            organisation = indices[seat]
            for place in range(starts[organisation + 1] - 1, starts[organisation] - 1, -1):
                other = projects[place]
                if other <= one:  # sorted: those before have met this one already
                    break
                if common[other] == 0:
                    through[other] = organisation
                    others[found] = other
                    found += 1
                common[other] += 1
        for place in range(found):
            other = others[place]
            if common[other] == 1:
                result[through[other]] += 1
            common[other] = 0
    return result
