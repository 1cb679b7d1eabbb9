"""Matrices that a researcher gives, brought into one order and read as dyads: what QAP and dyadic models compute on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pandas as pd

from polegraph.errors import PolegraphError
from polegraph.i18n import _

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Integers = NDArray[np.int64]

Matrix = pd.DataFrame | np.ndarray

INTERCEPT: Final = "(intercept)"
"""The name of the constant among the terms of a model."""
_FEWEST: Final = 4  # nodes; with three, all relabellings of a symmetric matrix give six values at most


@dataclass(frozen=True, slots=True)
class Dyads:
    """Matrices of the same nodes, and the dyads in which all of them are known.

    Parameters
    ----------
    matrices : array of float, matrices × nodes × nodes
        In the order of the labels of their nodes.
    rows, columns : arrays of int, one entry a dyad
        Of every pair of nodes, known or not: once if all matrices are symmetric, else in both directions.
    symmetric
        Whether they all are.
    """

    matrices: Floats
    rows: Integers
    columns: Integers
    symmetric: bool

    @property
    def nodes(self) -> int:
        """Number of nodes."""
        return len(self.matrices[0])

    @property
    def table(self) -> Floats:
        """Dyads × matrices."""
        return np.ascontiguousarray(self.matrices[:, self.rows, self.columns].T)

    @property
    def complete(self) -> NDArray[np.bool_]:
        """Which dyads are known in every matrix."""
        return np.asarray(~np.isnan(self.table).any(axis=1))

    def square(self, values: Floats, where: NDArray[np.bool_]) -> Floats:
        """Put values of dyads back into a matrix; missing elsewhere.

        Parameters
        ----------
        values : array of float
            One entry for each dyad of `where`.
        where : array of bool, one entry a dyad
            The dyads that have a value.
        """
        matrix = np.full((self.nodes, self.nodes), np.nan)
        matrix[self.rows[where], self.columns[where]] = values
        if self.symmetric:
            matrix[self.columns[where], self.rows[where]] = values
        return matrix


def dyads(given: Mapping[str, Matrix]) -> Dyads:
    """Order matrices by the labels of their nodes, and list their dyads.

    Parameters
    ----------
    given
        Square data frames with the same labels in rows and columns, in any order; or square arrays, of which the nodes
        are their positions. By the names that messages call them. The diagonal does not count.

    Raises
    ------
    PolegraphError
        If one is not square, holds something else than finite numbers, or is of other nodes than the first; or if
        there are fewer than four nodes.

    Examples
    --------
    >>> one = pd.DataFrame(np.arange(16.0).reshape(4, 4), index=list("abcd"), columns=list("abcd"))
    >>> found = dyads({"one": one + one.T, "other": (one + one.T).iloc[::-1, ::-1]})
    >>> found.symmetric, found.table[0].tolist()
    (True, [5.0, 5.0])
    """
    frames = {str(name): _frame(str(name), matrix) for name, matrix in given.items()}
    first = next(iter(frames.values()))
    labels = _in_order(first.index)
    if len(labels) < _FEWEST:
        raise PolegraphError(
            _("the matrices have too few nodes to compare"), value=len(labels), remedy=_("give at least four nodes")
        )
    for name, frame in frames.items():
        strange = frame.index.symmetric_difference(labels)
        if len(strange):
            raise PolegraphError(
                _("the matrix {name} is of other nodes than the first one").format(name=name),
                value=strange[0],
                remedy=_("take the same nodes of each, as with matrix.loc[ids, ids]"),
            )
    matrices = np.stack([frame.loc[labels, labels].to_numpy(dtype=np.float64) for frame in frames.values()])
    symmetric = bool(np.allclose(matrices, matrices.transpose(0, 2, 1), rtol=1e-9, atol=1e-12, equal_nan=True))
    number = len(labels)
    rows, columns = np.triu_indices(number, 1) if symmetric else np.nonzero(~np.eye(number, dtype=bool))
    return Dyads(matrices, rows.astype(np.int64), columns.astype(np.int64), symmetric)


def of_model(y: Matrix, x: Mapping[str, Matrix]) -> tuple[Dyads, list[str]]:
    """Order the matrices of a model by the labels of their nodes.

    Parameters
    ----------
    y
        The dependent matrix.
    x
        The explanatory matrices, by the names of their terms.

    Returns
    -------
    found : Dyads
        The dependent matrix first.
    terms : list of str
        Names of the explanatory ones.

    Raises
    ------
    PolegraphError
        As for `dyads`; or if there is no explanatory matrix, a name is that of the constant, too few dyads are known
        in every matrix, or the explanatory matrices are linear combinations of each other or of the constant.
    """
    if not isinstance(x, Mapping) or not x:
        raise PolegraphError(
            _("no explanatory matrices are given"),
            value=type(x).__name__,
            remedy=_("give a dict of matrices by their names"),
        )
    terms = [str(name) for name in x]
    if INTERCEPT in terms or len(set(terms)) < len(terms):
        raise PolegraphError(_("a term of the model cannot have this name"), value=terms, remedy=_("name it otherwise"))
    found = dyads({"y": y, **{f"x[{name!r}]": matrix for name, matrix in x.items()}})
    columns = design(found.table[found.complete, 1:])
    if len(columns) <= columns.shape[1]:
        raise PolegraphError(
            _("too few dyads are known in every matrix: {n}").format(n=len(columns)),
            remedy=_("leave out the matrices in which most are missing, or the nodes of which little is known"),
        )
    scale = np.abs(columns).max(axis=0)
    if np.linalg.matrix_rank(columns / np.where(scale > 0, scale, 1)) < columns.shape[1]:
        raise PolegraphError(
            _("an explanatory matrix says nothing of its own: it is the same in all dyads, or follows from the others"),
            value=", ".join(terms),
            remedy=_("leave one out"),
        )
    return found, terms


def design(columns: Floats) -> Floats:
    """Put the constant before the columns of a model.

    Parameters
    ----------
    columns : array of float, dyads × terms
        Without the constant.

    Examples
    --------
    >>> design(np.array([[2.0], [3.0]])).tolist()
    [[1.0, 2.0], [1.0, 3.0]]
    """
    return np.column_stack([np.ones(len(columns)), columns])


def _in_order(labels: pd.Index[Any]) -> pd.Index[Any]:
    """Sort labels: numbers as such, all others as texts."""
    if pd.api.types.is_numeric_dtype(labels):
        return labels.sort_values()
    return labels[np.argsort(np.array([str(label) for label in labels], dtype=object), kind="stable")]


def _frame(name: str, matrix: Any) -> pd.DataFrame:  # noqa: ANN401  # whatever a user gives
    """Read one matrix; the diagonal becomes missing."""
    remedy = _(
        "give a square data frame or array of numbers, missing where unknown, with the same labels on both sides"
    )
    problem = _("this is no matrix of dyads: {name}").format(name=name)
    if not isinstance(matrix, (pd.DataFrame, np.ndarray)) or np.ndim(matrix) != 2:  # noqa: PLR2004  # rows and columns
        raise PolegraphError(problem, value=type(matrix).__name__, remedy=remedy)
    frame = pd.DataFrame(matrix)
    unique = frame.index.is_unique and frame.columns.is_unique
    if not unique or len(frame.index) != len(frame.columns) or len(frame.index.symmetric_difference(frame.columns)):
        raise PolegraphError(problem, value=" × ".join(map(str, frame.shape)), remedy=remedy)
    try:
        values = frame.loc[:, frame.index].astype("Float64").to_numpy(dtype=np.float64, na_value=np.nan, copy=True)
    except (TypeError, ValueError) as error:
        raise PolegraphError(problem, value=frame.dtypes.iloc[0], remedy=remedy) from error
    np.fill_diagonal(values, np.nan)
    if np.isinf(values).any():
        raise PolegraphError(
            _("a matrix of dyads is infinite somewhere: {name}").format(name=name),
            remedy=_("take numpy.log1p instead of the logarithm, or set missing what is infinite"),
        )
    return pd.DataFrame(values, index=frame.index, columns=frame.index)
