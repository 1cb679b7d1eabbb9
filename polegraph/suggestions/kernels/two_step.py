"""Compiled loops over two steps: from each user to some organisations, and from these to the candidates."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from polegraph.linalg.compiled import compiled
from polegraph.suggestions.kernels.topk import best

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float32]
    Doubles = NDArray[np.float64]
    Ints = NDArray[np.int64]


@compiled
def nearest(one: Floats, other: Floats, active: Floats, users: Ints, found: Ints, how: Doubles) -> None:
    """Find those who are most like each user in two respects at once.

    Parameters
    ----------
    one, other : arrays of float32, users × organisations
        Similarities, which are multiplied; of *other*, one row may do for all users.
    active : array of float32, one entry an organisation
        0 for those who do not count.
    users : array of int
        Positions of the users, who are not like themselves.
    found, how : arrays, users × depth
        Filled in: who, the most similar first, and how similar; where there are no more, 0 and 0.
    """
    values = np.empty(len(active), dtype=np.float32)
    for row in range(len(users)):
        like, too = one[row], other[row if len(other) > 1 else 0]
        for place in range(len(active)):
            values[place] = like[place] * too[place] * active[place]
        values[users[row]] = 0.0
        count = best(values, found[row])
        for rank in range(count):
            how[row, rank] = values[found[row, rank]]
        found[row, count:] = 0
        how[row, count:] = 0.0


@compiled
def two_steps(  # noqa: PLR0913, PLR0917  # compiled: arrays in, arrays filled
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
    r"""Compute some entries of a product of two sparse matrices, :math:`\sum_x A_{ux} B_{xv}`.

    Parameters
    ----------
    rows : array of int
        Which rows *u* of the first matrix.
    first_pointers, first_columns, first_values
        CSR: the first matrix.
    pointers, columns, values
        CSR: the second, square.
    positions : array of int, rows × candidates
        The columns *v* that are wanted in each row; -1 for none.
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
