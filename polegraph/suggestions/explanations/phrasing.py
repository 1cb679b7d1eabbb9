"""Sentences about many pairs at once, as arrays of texts: the common half of all sentences."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from numpy.typing import NDArray

    from polegraph.suggestions.explanations.evidence import Proof
    from polegraph.suggestions.profiles.snapshot import Positions

    Texts = NDArray[np.object_]

NAMED: Final = 3
"""Organisations, themes or words that a reason names."""
_LONGEST_NAME: Final = 60


class Explained(NamedTuple):
    """A sentence for each of some pairs, empty where none is true; and its proof, if projects prove it."""

    texts: Texts
    proof: Proof | None = None


def phrases(say: Callable[..., str], *columns: NDArray[Any]) -> Texts:
    """Return a text for each pair; equal values are phrased once.

    Parameters
    ----------
    say
        Function of one value of each column.
    columns : arrays of int, one entry a pair
        0 or more.

    Examples
    --------
    >>> phrases("{} of {}".format, np.array([1, 2, 1]), np.array([3, 3, 3])).tolist()
    ['1 of 3', '2 of 3', '1 of 3']
    """
    code = np.zeros(len(columns[0]), dtype=np.int64)
    for column in columns:
        code = np.unique(code * (int(column.max(initial=0)) + 1) + column, return_inverse=True)[1]
    first = np.unique(code, return_index=True)[1]
    said = [say(*one) for one in zip(*(column[first].tolist() for column in columns), strict=True)]
    return as_texts(said)[code]


def as_texts(texts: Sequence[str | None]) -> Texts:
    """Return texts as an array.

    Parameters
    ----------
    texts
        The texts.
    """
    result = np.empty(len(texts), dtype=object)
    result[:] = texts
    return result


def enumerated(names: Texts, some: Positions, total: NDArray[np.int64]) -> Texts:
    """Write a few names of each pair with commas between, and an ellipsis if there are more.

    Parameters
    ----------
    names : array of str
        All names, shortened.
    some : array of int, pairs × at most `NAMED`
        Those that are named; -1 for none.
    total : array of int
        How many there are of each pair.

    Examples
    --------
    >>> enumerated(as_texts(["Ada", "Bo"]), np.array([[1, 0], [0, -1]]), np.array([5, 1])).tolist()
    ['Bo, Ada, …', 'Ada']
    """
    after = as_texts([*(", " + name for name in names.tolist()), ""])
    result: Texts = as_texts([*names.tolist(), ""])[some[:, 0]]
    for place in range(1, some.shape[1]):
        result = result + after[some[:, place]]
    result += np.where((some >= 0).sum(axis=1) < total, ", …", "").astype(object)
    return result


def leading(pairs: int, pair: Positions, values: Positions, keys: tuple[NDArray[Any], ...]) -> tuple[Positions, ...]:
    """Return the first values of each pair, and how many there are.

    Parameters
    ----------
    pairs
        The number of pairs.
    pair, values : arrays of int
        The pair of each value, ascending.
    keys
        What they are sorted by within a pair, the last key first, as for `numpy.lexsort`.

    Returns
    -------
    first : array of int, pairs × `NAMED`
        -1 where there are no more.
    total : array of int
    """
    order = np.lexsort((*keys, pair))
    rank = np.arange(len(pair)) - np.searchsorted(pair, pair)
    best = order[rank < NAMED]
    first = np.full((pairs, NAMED), -1, dtype=np.int64)
    first[pair[best], rank[rank < NAMED]] = values[best]
    return first, np.bincount(pair, minlength=pairs)


def shortened(names: Iterable[str]) -> Texts:
    """Cut names that are long.

    Parameters
    ----------
    names
        The names.
    """
    return as_texts([name if len(name) <= _LONGEST_NAME else name[: _LONGEST_NAME - 1] + "…" for name in names])
