"""Small helpers for arrays and sparse matrices: one-hot matrices, transposes, division by what may be 0."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from scipy import sparse

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, DTypeLike, NDArray

    from polegraph.linalg.bipartite import Csr

    Integers = NDArray[np.int64]
    Floats = NDArray[np.float64]


def divide(above: ArrayLike, below: ArrayLike, empty: float = np.nan) -> Floats:
    """Compute quotients, with a value of one's own where the divisor is not above 0.

    Parameters
    ----------
    above, below : arrays of numbers
        Of shapes that go together.
    empty
        What stands where there is nothing to divide by.

    Returns
    -------
    array of float

    Examples
    --------
    >>> divide([1, 2], [4, 0]).tolist(), divide(1, [2, 0], empty=0).tolist()
    ([0.25, nan], [0.5, 0.0])
    """
    above, below = np.asarray(above), np.asarray(below)
    result = np.full(np.broadcast_shapes(above.shape, below.shape), empty, dtype=np.float64)
    np.divide(above, below, out=result, where=below > 0)
    return result


def share(part: float, whole: float) -> float:
    """Compute the quotient of two numbers; NaN if the whole is 0.

    Whole numbers of any size are divided exactly, which arrays of floats would not do: so this is no `divide`.

    Parameters
    ----------
    part, whole
        The numbers.

    Examples
    --------
    >>> share(1, 4), share(1, 0)
    (0.25, nan)
    """
    return part / whole if whole else float("nan")


def mean(values: NDArray[Any]) -> float:
    """Compute the mean of what is known; NaN if nothing is.

    Parameters
    ----------
    values : array
        NaN where it is not known.

    Examples
    --------
    >>> mean(np.array([1.0, np.nan, 2.0])), mean(np.array([]))
    (1.5, nan)
    """
    known = values[~np.isnan(values)]
    return float(known.mean()) if len(known) else float("nan")


def one_hot(codes: NDArray[np.integer[Any]], number: int | None = None, dtype: DTypeLike = np.int64) -> Csr:
    """Build the one-hot matrix of classes: a row a thing, a column a class.

    Parameters
    ----------
    codes : array of int, one entry a row
        Its class; −1 if it has none.
    number
        How many classes there are; None: up to the largest.
    dtype
        Of the ones.

    Returns
    -------
    csr_array
        Rows × classes.

    Examples
    --------
    >>> one_hot(np.array([1, -1, 0])).toarray().tolist()
    [[0, 1], [0, 0], [1, 0]]
    """
    known = np.flatnonzero(codes >= 0)
    columns = int(codes.max(initial=-1)) + 1 if number is None else number
    return sparse.csr_array((np.ones(len(known), dtype=dtype), (known, codes[known])), shape=(len(codes), columns))


def memberships(rows: ArrayLike, columns: ArrayLike, shape: tuple[int, int]) -> Csr:
    """Build a matrix of ones from pairs, of which the same may stand several times.

    Parameters
    ----------
    rows, columns : arrays of int, one entry a pair
        Positions of the thing and of the class.
    shape
        Number of things, number of classes.

    Returns
    -------
    csr_array
        Things × classes, int64, sorted indices.

    Examples
    --------
    >>> memberships([0, 0, 1], [1, 1, 0], (2, 2)).toarray().tolist()
    [[0, 1], [1, 0]]
    """
    rows, columns = np.asarray(rows), np.asarray(columns)
    matrix: Csr = sparse.coo_array((np.ones(len(rows), dtype=np.int64), (rows, columns)), shape=shape).tocsr()
    matrix.sum_duplicates()
    matrix.data[:] = 1
    return matrix


def count_classes(incidence: Csr, codes: Integers, number: int) -> Csr:
    """Count the members of each class in each project.

    This is the product of the incidence and the one-hot matrix of the classes, without the product.

    Parameters
    ----------
    incidence
        Projects × organisations.
    codes : array of int, one entry an organisation
        Its class; −1 if it has none.
    number
        How many classes there are.

    Returns
    -------
    csr_array
        Projects × classes, int64, sorted indices.

    Examples
    --------
    >>> from polegraph.examples import tiny
    >>> count_classes(tiny().incidence, np.array([0, -1, 0, 1, 0]), 2).toarray()
    array([[2, 0],
           [1, 0],
           [0, 1]])
    """
    rows = np.repeat(np.arange(incidence.shape[0]), np.diff(incidence.indptr))
    classes = codes[incidence.indices]
    known = classes >= 0
    entries = (np.ones(int(known.sum()), dtype=np.int64), (rows[known], classes[known]))
    result: Csr = sparse.coo_array(entries, shape=(incidence.shape[0], number)).tocsr()
    result.sort_indices()
    return result


def sorted_rows(matrix: Any) -> Csr:  # noqa: ANN401  # any sparse format
    """Return a matrix by rows, with the indices of each row sorted.

    Parameters
    ----------
    matrix
        Any sparse format; one that is by rows is sorted in place.
    """
    result: Csr = sparse.csr_array(matrix)
    result.sort_indices()
    return result


def transpose(matrix: Csr) -> Csr:
    """Return the transpose by rows, its indices sorted: of projects × organisations, the projects of each organisation.

    Parameters
    ----------
    matrix
        By rows.

    Examples
    --------
    >>> from polegraph.examples import tiny
    >>> transpose(tiny().incidence).indices.tolist()
    [0, 1, 0, 1, 2, 0, 2]
    """
    return sorted_rows(matrix.T)


def entries(matrix: Csr, rows: Integers, columns: Integers) -> NDArray[Any]:
    """Return single entries of a matrix, 0 where nothing is stored.

    Parameters
    ----------
    matrix
        By rows, sorted indices.
    rows, columns : arrays of int
        Where.

    Returns
    -------
    array
        Of the dtype of the matrix, an entry a place.

    Examples
    --------
    >>> from polegraph.examples import tiny
    >>> entries(tiny().collaboration_matrix(), np.array([0, 0, 4]), np.array([1, 3, 4])).tolist()
    [2, 0, 0]
    """
    width = matrix.shape[1]
    stored = np.repeat(np.arange(matrix.shape[0]), np.diff(matrix.indptr)) * width + matrix.indices
    wanted = rows * width + columns
    places = np.searchsorted(stored, wanted)
    found = np.append(stored, -1)[places] == wanted
    return np.where(found, np.append(matrix.data, 0)[places], 0).astype(matrix.dtype)


def both_sides(incidence: Csr) -> tuple[Integers, Integers, Integers, Integers]:
    """Return a two-mode network from both sides, as compiled kernels take it.

    Parameters
    ----------
    incidence
        Projects × organisations, sorted indices.

    Returns
    -------
    starts, projects : arrays of int
        Projects of each organisation, one organisation after the other, and where each begins.
    indptr, indices : arrays of int
        Organisations of each project, likewise.
    """
    turned = transpose(incidence)
    parts = (turned.indptr, turned.indices, incidence.indptr, incidence.indices)
    starts, projects, indptr, indices = (part.astype(np.int64) for part in parts)
    return starts, projects, indptr, indices
