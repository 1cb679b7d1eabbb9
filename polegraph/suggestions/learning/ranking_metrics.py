"""Ranking metrics of each user's list, and bootstrap intervals for their means over users."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from polegraph.linalg import Csr
    from polegraph.suggestions.candidates.baselines import Block
    from polegraph.suggestions.candidates.ranked import Ranked
    from polegraph.suggestions.profiles.snapshot import Positions

_CHUNK = 100


class Quality(NamedTuple):
    """One value a user: NDCG, hit and recall of the first of the list, reciprocal rank in the whole list.

    Where scores are equal, each is the mean over all orders of the tied; so a hit is a chance.
    """

    ndcg: NDArray[np.float64]
    hit: NDArray[np.float64]
    recall: NDArray[np.float64]
    reciprocal: NDArray[np.float64]


def quality(
    users: Positions, ranked: Ranked, scores: Block, truth: Csr, top: int
) -> tuple[Quality, NDArray[np.float64]]:
    r"""Compute metrics of the lists of some users; ties count by expectation over all orders of the tied.

    NDCG is :math:`\sum_{k \le K} g_k / \log_2(k + 1)` over its largest value, with :math:`g_k` 1 if the organisation
    at rank *k* became a partner and 0 if not; the largest has :math:`\min(K, \text{relevant})` ones at the top. Of *n*
    that are tied at the ranks :math:`a + 1, \dots, a + n`, each stands at each of these in one order of *n*; so what
    one of them gains is the mean of what these ranks gain, where those after *K* gain nothing. *r* of them being right,
    none is among the first *K* with chance :math:`\binom{n - r}{K - a} / \binom{n}{K - a}`.

    Parameters
    ----------
    users : array of int
        Positions of the users, sorted; each has at least one organisation in *truth*.
    ranked
        Their lists, of *K* or more where so many score more than 0, in any order of the tied.
    scores : array of float32, users × organisations
        All their scores: the tied are not all in the lists.
    truth
        Organisations × organisations: new partners of each.
    top
        K.

    Returns
    -------
    Quality
        Of each user. The reciprocal rank is 0 if no relevant candidate scores more than 0.
    array of float, one entry an organisation
        The chance that it stands among the first *K* of none of these lists, the tied of each being drawn on their own.

    References
    ----------
    K. Järvelin and J. Kekäläinen, "Cumulated gain-based evaluation of IR techniques", ACM TOIS 20 (2002). F. McSherry
    and M. Najork, "Computing information retrieval performance measures efficiently in the presence of tied scores",
    ECIR (2008).

    Examples
    --------
    >>> from scipy import sparse
    >>> from polegraph.suggestions.candidates.ranked import first
    >>> users, truth = np.array([0]), sparse.csr_array(np.array([[0, 0, 1, 1]]).repeat(4, axis=0))
    >>> scores = np.array([[0, 3, 2, 1], [0, 1, 1, 1]], dtype=np.float32)
    >>> judged, missed = quality(users, first(users, scores[:1], 2), scores[:1], truth, 2)
    >>> judged.ndcg.round(4).tolist(), judged.recall.tolist(), judged.reciprocal.tolist(), missed.tolist()
    ([0.3869], [0.5], [0.5], [1.0, 0.0, 0.0, 1.0])
    >>> judged, missed = quality(users, first(users, scores[1:], 1), scores[1:], truth, 1)
    >>> judged.hit.round(4).tolist(), judged.reciprocal.round(4).tolist(), missed.round(4).tolist()
    ([0.6667], [0.8333], [1.0, 0.6667, 0.6667, 0.6667])
    """
    from polegraph.suggestions.kernels.expected_metrics import judge_lists  # noqa: PLC0415  # the compiler is heavy

    wanted = truth[users]
    shown = ranked.take(np.flatnonzero(ranked.rank <= top))
    starts = np.searchsorted(shown.user, np.append(users, np.iinfo(np.int64).max))
    gained = np.append(0.0, np.cumsum(1.0 / np.log2(np.arange(2, top + 2))))
    figures, missed = np.empty((len(users), 4)), np.ones(scores.shape[1])
    judge_lists(scores, starts, shown.candidate, wanted.indptr, wanted.indices, gained, figures, missed)
    return Quality(*figures.T.copy()), missed


def ndcg(right: NDArray[np.bool_], relevant: NDArray[np.int64]) -> NDArray[np.float64]:
    """Compute the NDCG of lists, as `quality` does.

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
    """Draw bootstrap means over users, the same drawn users for every column.

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
    order = np.lexsort(values.T)  # so that the draws do not hang on how users are numbered
    values, size = values[order], size[order]
    number = len(values)
    means = []
    for start in range(0, draws, _CHUNK):
        drawn = generator.multinomial(number, np.full(number, 1.0 / number), size=min(_CHUNK, draws - start))
        means.append(drawn @ values / (drawn @ size))
    return np.concatenate(means)


def interval(means: NDArray[np.float64]) -> tuple[float, float]:
    """Return the 95 % percentile interval of bootstrapped means.

    Parameters
    ----------
    means : array of float
        One mean a draw.
    """
    low, high = np.percentile(means, [2.5, 97.5])
    return float(low), float(high)


def rounded(value: Any) -> float:  # noqa: ANN401  # any number
    """Round to six decimals, which no platform differs in.

    Parameters
    ----------
    value
        A number.
    """
    return round(float(value), 6)
