"""Kernels on pairs of rows of sparse matrices: a user and each of its candidates."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from polegraph.linalg.compiled import compiled
from polegraph.suggestions.kernels.topk import select_top

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float32]
    Doubles = NDArray[np.float64]
    Ints = NDArray[np.int64]


# Not one with `polegraph.linalg.overlap`: that sums weights over two matrices, this gives the places of the entries.
@compiled
def intersect_rows(
    pointers: NDArray[Any], columns: NDArray[Any], one: int, other: int, first: Ints, second: Ints
) -> int:
    """Intersect two rows of a CSR: columns of the shorter row are searched in the longer.

    Parameters
    ----------
    pointers, columns
        CSR with sorted indices.
    one, other
        The rows.
    first, second : array of int
        Filled in, in the order of the columns: the places of the entries in the two rows. As long as the shorter row.

    Returns
    -------
    int
        How many there are.
    """
    swapped = pointers[one + 1] - pointers[one] > pointers[other + 1] - pointers[other]
    short, long = (other, one) if swapped else (one, other)
    count, low, end = 0, pointers[long], pointers[long + 1]
    for place in range(pointers[short], pointers[short + 1]):
        column, high = columns[place], end
        while low < high:
            middle = (low + high) // 2
            if columns[middle] < column:
                low = middle + 1
            else:
                high = middle
        if low < end and columns[low] == column:
            first[count], second[count] = (low, place) if swapped else (place, low)
            count += 1
    return count


@compiled
def measure_links(  # noqa: PLR0913, PLR0917  # compiled: arrays in, arrays filled
    pointers: NDArray[Any],
    partners: NDArray[Any],
    shares: Doubles,
    rarity: Doubles,
    users: Ints,
    positions: Ints,
    common: Floats,
    adamic: Floats,
    passed: Floats,
) -> None:
    r"""Compute how each user is linked to each of its candidates through common partners.

    Parameters
    ----------
    pointers, partners, shares
        CSR: for each organisation, its partners, and the share of its work that each has.
    rarity : array of float, one entry an organisation
        What a common partner adds to Adamic and Adar's index.
    users : array of int
        Positions of the users.
    positions : array of int, users × candidates
        Positions of the candidates; -1 for none.
    common, adamic, passed : arrays of float32, users × candidates
        Filled in: number of common partners; Adamic and Adar's index; :math:`\sum_z P_{uz} P_{vz}`.
    """
    for row in range(len(users)):
        width = pointers[users[row] + 1] - pointers[users[row]]
        own, theirs = np.empty(width, dtype=np.int64), np.empty(width, dtype=np.int64)
        for column in range(positions.shape[1]):
            other = positions[row, column]
            number = intersect_rows(pointers, partners, users[row], other, own, theirs) if other >= 0 else 0
            index, passing = 0.0, 0.0
            for place in range(number):
                index += rarity[partners[own[place]]]
                passing += shares[own[place]] * shares[theirs[place]]
            common[row, column], adamic[row, column], passed[row, column] = number, index, passing


@compiled
def multiply_pairs(  # noqa: PLR0913, PLR0917  # compiled: arrays in, arrays filled
    first_pointers: NDArray[Any],
    first_columns: NDArray[Any],
    first_values: Doubles,
    pointers: NDArray[Any],
    columns: NDArray[Any],
    values: Doubles,
    width: int,
    positions: Ints,
    result: Floats,
) -> None:
    r"""Compute dot products of the row of each user with rows of another matrix, :math:`\sum_g A_{ug} B_{vg}`.

    Parameters
    ----------
    first_pointers, first_columns, first_values
        CSR, users × *width*.
    pointers, columns, values
        CSR, organisations × *width*.
    width
        Number of columns.
    positions : array of int, users × candidates
        Positions of the candidates; -1 for none.
    result : array of float32, users × candidates
        Filled in.
    """
    row_of = np.zeros(width, dtype=np.float64)
    for row in range(len(positions)):
        start, stop = first_pointers[row], first_pointers[row + 1]
        for place in range(start, stop):
            row_of[first_columns[place]] = first_values[place]
        for column in range(positions.shape[1]):
            other = positions[row, column]
            total = 0.0
            if other >= 0:
                for place in range(pointers[other], pointers[other + 1]):
                    total += row_of[columns[place]] * values[place]
            result[row, column] = total
        for place in range(start, stop):
            row_of[first_columns[place]] = 0.0


@compiled
def find_nearest(one: Floats, other: Floats, active: Floats, users: Ints, found: Ints, how: Doubles) -> None:
    """Find the nearest neighbours of each user by the product of two similarities.

    Parameters
    ----------
    one, other : arrays of float32, users × organisations
        Similarities, which are multiplied; of *other*, one row may do for all users.
    active : array of float32, one entry an organisation
        0 for organisations that do not count.
    users : array of int
        Positions of the users; none is its own neighbour.
    found, how : arrays, users × depth
        Filled in: the neighbours, the most similar first, and their similarity; 0 and 0 where there are no more.
    """
    values = np.empty(len(active), dtype=np.float32)
    for row in range(len(users)):
        like, too = one[row], other[row if len(other) > 1 else 0]
        for place in range(len(active)):
            values[place] = like[place] * too[place] * active[place]
        values[users[row]] = 0.0
        count = select_top(values, found[row])
        for rank in range(count):
            how[row, rank] = values[found[row, rank]]
        found[row, count:] = 0
        how[row, count:] = 0.0


@compiled
def multiply_two_steps(  # noqa: PLR0913, PLR0917  # compiled: arrays in, arrays filled
    rows: Ints,
    first_pointers: NDArray[Any],
    first_columns: NDArray[Any],
    first_values: Doubles,
    pointers: NDArray[Any],
    columns: NDArray[Any],
    values: Doubles,
    positions: Ints,
    result: Floats,
) -> None:
    r"""Compute some entries of the product of two sparse matrices, :math:`\sum_x A_{ux} B_{xv}`.

    Parameters
    ----------
    rows : array of int
        Which rows *u* of the first matrix.
    first_pointers, first_columns, first_values
        CSR: the first matrix.
    pointers, columns, values
        CSR: the second, square.
    positions : array of int, rows × candidates
        The columns *v* to look up in each row; -1 for none.
    result : array of float32, rows × candidates
        Filled in.
    """
    total = np.zeros(len(pointers) - 1, dtype=np.float64)
    for row in range(len(rows)):
        start, stop = first_pointers[rows[row]], first_pointers[rows[row] + 1]
        for step in range(start, stop):
            middle, weight = first_columns[step], first_values[step]
            if weight != 0.0:
                for place in range(pointers[middle], pointers[middle + 1]):
                    total[columns[place]] += weight * values[place]
        for column in range(positions.shape[1]):
            other = positions[row, column]
            result[row, column] = total[other] if other >= 0 else 0.0
        for step in range(start, stop):
            middle = first_columns[step]
            for place in range(pointers[middle], pointers[middle + 1]):
                total[columns[place]] = 0.0
