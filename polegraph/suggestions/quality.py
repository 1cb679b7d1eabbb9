"""How good lists are: the measures of one user, and intervals for their means over users."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from polegraph.linalg import Csr
    from polegraph.suggestions.context import Positions
    from polegraph.suggestions.methods import Block
    from polegraph.suggestions.ranking import Ranked

_CHUNK = 100


class Quality(NamedTuple):
    """One value a user: NDCG, hit (0 or 1) and recall of the first of the list, reciprocal rank in the whole list."""

    ndcg: NDArray[np.float64]
    hit: NDArray[np.float64]
    recall: NDArray[np.float64]
    reciprocal: NDArray[np.float64]


def quality(users: Positions, ranked: Ranked, scores: Block, truth: Csr, top: int) -> Quality:
    r"""Judge the lists of some users.

    NDCG is :math:`\sum_{k \le K} g_k / \log_2(k + 1)` over its largest value, with :math:`g_k` 1 if the organisation
    at rank *k* became a partner and 0 if not; the largest has :math:`\min(K, \text{relevant})` ones at the top.

    Parameters
    ----------
    users : array of int
        Positions of the users; each has at least one organisation in *truth*.
    ranked
        Their lists.
    scores : array of float32, users × organisations
        All their scores, by which the reciprocal rank of the first right one is found; 0 if it scores 0.
    truth
        Organisations × organisations: who became a partner of whom.
    top
        K.

    References
    ----------
    K. Järvelin and J. Kekäläinen, "Cumulated gain-based evaluation of IR techniques", ACM TOIS 20 (2002).

    Examples
    --------
    >>> from scipy import sparse
    >>> from polegraph.suggestions.ranking import first
    >>> users, scores = np.array([0]), np.array([[0, 3, 2, 1]], dtype=np.float32)
    >>> truth = sparse.csr_array(np.array([[0, 0, 1, 1]]).repeat(4, axis=0))
    >>> judged = quality(users, first(users, scores, 2), scores, truth, 2)
    >>> judged.ndcg.round(4).tolist(), judged.recall.tolist(), judged.reciprocal.tolist()
    ([0.3869], [0.5], [0.5])
    """
    wanted = truth[users]
    relevant = np.diff(wanted.indptr)
    row = np.searchsorted(users, ranked.user)
    right = np.asarray(wanted[row, ranked.suggested]).ravel() > 0 if len(row) else np.zeros(0, dtype=bool)
    found = np.bincount(row[right], minlength=len(users)).astype(np.float64)
    discount = 1.0 / np.log2(np.arange(2, top + 2))
    gain = np.bincount(row[right], weights=discount[ranked.rank[right] - 1], minlength=len(users))
    ideal = np.cumsum(discount)[np.minimum(relevant, top) - 1]
    return Quality(gain / ideal, np.minimum(found, 1.0), found / relevant, _reciprocal(scores, wanted))


def _reciprocal(scores: Block, wanted: Csr) -> NDArray[np.float64]:
    rows = np.repeat(np.arange(len(scores)), np.diff(wanted.indptr))
    values = scores[rows, wanted.indices]
    best = np.zeros(len(scores), dtype=scores.dtype)
    np.maximum.at(best, rows, values)
    place = np.full(len(scores), scores.shape[1], dtype=np.int64)
    ties = values == best[rows]
    np.minimum.at(place, rows[ties], wanted.indices[ties])
    before = np.arange(scores.shape[1]) < place[:, None]
    rank = 1 + (scores > best[:, None]).sum(axis=1) + ((scores == best[:, None]) & before).sum(axis=1)
    return np.where(best > 0, 1.0 / rank, 0.0)


def ndcg(right: NDArray[np.bool_], relevant: NDArray[np.int64]) -> NDArray[np.float64]:
    """Give the NDCG of lists, as `quality` does.

    Parameters
    ----------
    right : array of bool, users × K
        Whether the organisation at each rank became a partner.
    relevant : array of int, one entry a user
        How many partners each user found, in its list or not.

    Examples
    --------
    >>> ndcg(np.array([[False, True]]), np.array([2])).round(4).tolist()
    [0.3869]
    """
    discount = 1.0 / np.log2(np.arange(2, right.shape[1] + 2))
    return right @ discount / np.cumsum(discount)[np.minimum(relevant, right.shape[1]) - 1]  # type: ignore[no-any-return]


def bootstrap(
    values: NDArray[np.float64], draws: int, seed: int, cluster: NDArray[np.int64] | None = None
) -> NDArray[np.float64]:
    """Give means over users drawn with replacement, the same users for every column.

    Parameters
    ----------
    values : array of float, users × columns
        One value a user and method.
    draws
        Number of draws.
    seed
        Seed of the random numbers.
    cluster : array of int, one entry a user
        Which users are drawn together, since they are one organisation at several times; None if all are different.

    Returns
    -------
    array of float, draws × columns
        The means.

    References
    ----------
    B. Efron and R. J. Tibshirani, "An Introduction to the Bootstrap" (1993).

    Examples
    --------
    >>> bootstrap(np.array([[1.0, 2.0], [3.0, 4.0]]), 500, seed=0).std(axis=0).round(1).tolist()
    [0.7, 0.7]
    """
    generator = np.random.default_rng(seed)
    size = np.ones((len(values), 1))
    if cluster is not None:
        names, place = np.unique(cluster, return_inverse=True)
        together = np.zeros((len(names), values.shape[1] + 1))
        np.add.at(together, place, np.column_stack([values, size]))
        values, size = together[:, :-1], together[:, -1:]
    number = len(values)
    means = []
    for start in range(0, draws, _CHUNK):
        drawn = generator.multinomial(number, np.full(number, 1.0 / number), size=min(_CHUNK, draws - start))
        means.append(drawn @ values / (drawn @ size))
    return np.concatenate(means)


def interval(means: NDArray[np.float64]) -> tuple[float, float]:
    """Give the 95 % percentile interval of bootstrapped means.

    Parameters
    ----------
    means : array of float
        One mean a draw.
    """
    low, high = np.percentile(means, [2.5, 97.5])
    return float(low), float(high)


def rounded(value: Any) -> float:  # noqa: ANN401  # any number
    """Round to six decimals: nobody reads more, and no machine differs in them.

    Parameters
    ----------
    value
        A number.
    """
    return round(float(value), 6)
