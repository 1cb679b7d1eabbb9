r"""Kernels of structural holes: every pair of partners is visited once, and each visit serves both of them.

For partners *i* and *j* everything that Burt's measures need of their common partners *q* is a sum that is the same
seen from *i* and from *j*: :math:`T_{ij} = \sum_q w_{iq} w_{qj} / s_q` for the constraint, with strengths *s*, and
:math:`R_{ij} = \sum_q w_{iq} w_{qj}` for the effective size. They are found by writing the row of the partner with more
partners into an array and reading that array along the row of the other, without a branch; so the work is the sum over
pairs of the smaller number of partners.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from polegraph.linalg.compiled import compiled

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Integers = NDArray[np.signedinteger[Any]]
    Floats = NDArray[np.float64]


@compiled
def unweighted(indptr: Integers, indices: Integers, first: int, step: int) -> Floats:
    """Sum over the partners of each organisation, for every ``step``-th organisation as the higher of a pair.

    Parameters
    ----------
    indptr, indices
        The collaboration network as a sparse matrix.
    first, step
        Which organisations to take as the higher of a pair.

    Returns
    -------
    array of float, organisations × 3
        Of the contributions to constraint times squared strength, of these times their logarithm, and of the numbers of
        common partners.
    """
    number = len(indptr) - 1
    sums = np.zeros((number, 3))
    marked = np.zeros((number, 2))  # 1 / strength, and 1, of the partners of the higher; 0 elsewhere
    for high in range(first, number, step):
        start, stop = indptr[high], indptr[high + 1]
        # Mark the partners of the higher.
        for place in range(start, stop):
            one = indices[place]
            marked[one, 0] = 1.0 / (indptr[one + 1] - indptr[one])
            marked[one, 1] = 1.0
        # Go through the partners of lower degree: each pair once.
        for place in range(start, stop):
            low = np.int64(indices[place])
            degree = indptr[low + 1] - indptr[low]
            if degree > stop - start or (degree == stop - start and low > high):
                continue
            # Sum over the partners in common.
            indirect = 0.0
            common = 0.0
            for other in range(indptr[low], indptr[low + 1]):
                indirect += marked[indices[other], 0]
                common += marked[indices[other], 1]
            # Add to both ends.
            local = (1.0 + indirect) ** 2
            for end in (high, low):
                sums[end, 0] += local
                sums[end, 1] += local * np.log(local)
                sums[end, 2] += common
        # Take the marks off.
        for place in range(start, stop):
            marked[indices[place], 0] = 0.0
            marked[indices[place], 1] = 0.0
    return sums


@compiled
def weighted(indptr: Integers, indices: Integers, weights: Floats, roots: Floats, first: int, step: int) -> Floats:
    """Sum over the partners of each organisation, as `unweighted`, with weights.

    Parameters
    ----------
    indptr, indices, weights
        The collaboration network as a sparse matrix.
    roots
        The cube roots of the weights as shares of the greatest.
    first, step
        Which organisations to take as the higher of a pair.

    Returns
    -------
    array of float, organisations × 4
        Of the contributions to constraint times squared strength, of these times their logarithm, of the redundancies
        times strength, and of the intensities of triangles.
    """
    number = len(indptr) - 1
    strength = np.zeros(number)
    strongest = np.zeros(number)
    # Compute strength and strongest tie of each organisation.
    for one in range(number):
        for place in range(indptr[one], indptr[one + 1]):
            strength[one] += weights[place]
            strongest[one] = max(strongest[one], weights[place])
    sums = np.zeros((number, 4))
    marked = np.zeros((number, 3))  # weight / strength, weight and root of the partners of the higher; 0 elsewhere
    for high in range(first, number, step):
        start, stop = indptr[high], indptr[high + 1]
        # Mark the partners of the higher.
        for place in range(start, stop):
            one = indices[place]
            marked[one, 0] = weights[place] / strength[one]
            marked[one, 1] = weights[place]
            marked[one, 2] = roots[place]
        # Go through the partners of lower degree: each pair once.
        for place in range(start, stop):
            low = np.int64(indices[place])
            degree = indptr[low + 1] - indptr[low]
            if degree > stop - start or (degree == stop - start and low > high):
                continue
            # Sum over the partners in common.
            indirect = 0.0
            shared = 0.0
            intensity = 0.0
            for other in range(indptr[low], indptr[low + 1]):
                third = indices[other]
                indirect += marked[third, 0] * weights[other]
                shared += marked[third, 1] * weights[other]
                intensity += marked[third, 2] * roots[other]
            # Add to both ends.
            local = (weights[place] + indirect) ** 2
            for end in (high, low):
                sums[end, 0] += local
                sums[end, 1] += local * np.log(local)
                sums[end, 3] += intensity * roots[place]
            sums[high, 2] += shared / strongest[low]
            sums[low, 2] += shared / strongest[high]
        # Take the marks off.
        for place in range(start, stop):
            marked[indices[place]] = 0.0
    return sums
