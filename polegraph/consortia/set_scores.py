"""Scores of organisations as further members of a set of others (the seeds), without learning."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np
from scipy import sparse

from polegraph import suggestions
from polegraph.suggestions.profiles.activity import Activity
from polegraph.suggestions.profiles.snapshot import Context

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from polegraph.linalg import Csr
    from polegraph.network import Network
    from polegraph.suggestions.profiles.snapshot import Positions

    Block = NDArray[np.float32]

SUMMED: Final = ("pagerank", "adamic_adar", "popularity", "recent")
"""Pairwise methods of `polegraph.suggestions` whose scores are summed over the seeds."""
POOLED: Final = "pooled"
"""The method that pools what is known from each seed: a candidate that one seed alone knows well counts less than one
that several know a little."""
ALIKE: Final = "consortia_alike"
"""The method that asks what past consortia were like the set."""
DEFAULT: Final = "pagerank"
"""The method where nothing was learned: no other is as good on both large files that were tried."""
METHODS: Final = (*SUMMED, POOLED, ALIKE)
"""Every method of completion that learns nothing, by its name."""
FLOOR: Final = 1e-5
"""Share of a walker's time that an organisation is given which no path reaches: how little one unknown counts."""
BLOCK: Final = 48
"""Sets scored together."""


class Past:
    """What sets are completed from: a network as matrices, in an order that neither rows nor labels change.

    Parameters
    ----------
    network
        The network; all its projects are known.
    """

    def __init__(self, network: Network) -> None:
        self.network = network
        self.context = Context(network, "content")
        self.activity = Activity(self.context)
        self.number = len(self.context.ids)
        self.incidence: Csr = self.context.incidence.astype(np.float32)
        self.members: Csr = self.context.members.astype(np.float32)


class Scored(NamedTuple):
    """Some sets, their seeds as rows of what each seed alone scores, and the past consortia that have some of each."""

    sets: list[Positions]
    rows: list[NDArray[np.int64]]
    pagerank: Block
    seeds: Positions


def scored(past: Past, sets: Sequence[Positions]) -> Scored:
    """Compute the personalised PageRank of each seed of some sets; a seed's own share is 0.

    Parameters
    ----------
    past
        The network.
    sets
        Positions of the seeds of each set.
    """
    every = np.concatenate([np.zeros(0, dtype=np.int64), *sets]).astype(np.int64)
    seeds, place = np.unique(every, return_inverse=True)
    walked = np.zeros((0, past.number), dtype=np.float32)
    if len(seeds):
        walked = suggestions.METHODS["pagerank"](past.context, seeds)
        walked[np.arange(len(seeds)), seeds] = 0
    ends = np.cumsum([len(one) for one in sets])
    return Scored(list(sets), np.split(place, ends[:-1]) if len(sets) else [], walked, seeds)


def pooled(rows: Block) -> NDArray[np.float64]:
    r"""Multiply what the walkers of the seeds say of each candidate, as a product.

    :math:`\sum_{u \in S} \log(1 + r_u(c) / \epsilon)`, with :math:`r_u(c)` the share of its time that the walker of
    seed *u* spends at *c* and :math:`\epsilon` the `FLOOR`: the logarithmic opinion pool of the seeds.

    Parameters
    ----------
    rows : array of float32, seeds × organisations
        Personalised PageRank of each seed.

    Returns
    -------
    array of float, one entry an organisation
        0 where no seed reaches it.

    References
    ----------
    C. Genest and J. V. Zidek, "Combining probability distributions: a critique and an annotated bibliography",
    Statistical Science 1 (1986), 114–135. ``genest1986``

    Examples
    --------
    >>> pooled(np.array([[0.2, 0.0, 0.1], [0.0, 0.0, 0.1]], dtype=np.float32)).round(1).tolist()
    [9.9, 0.0, 18.4]
    """
    return np.asarray(np.log1p(rows.astype(np.float64) / FLOOR).sum(axis=0))


def overlaps(past: Past, sets: Sequence[Positions]) -> sparse.csc_array:
    """Count the seeds of each set in each past consortium.

    Parameters
    ----------
    past
        The network.
    sets
        Positions of the seeds of each set.

    Returns
    -------
    sparse array, projects × sets
        The numbers.
    """
    seeds = np.concatenate([np.zeros(0, dtype=np.int64), *sets]).astype(np.int64)
    ends = np.cumsum([0, *(len(one) for one in sets)])
    shape = (len(sets), past.number)
    chosen = sparse.csr_array((np.ones(len(seeds), dtype=np.float32), seeds, ends), shape=shape)
    return sparse.csc_array(past.incidence @ chosen.T)


def weighted(past: Past, common: sparse.csc_array, values: NDArray[np.float64]) -> Block:
    """Sum over past consortia what each is worth to a set, for each of its members.

    Parameters
    ----------
    past
        The network.
    common
        As `overlaps` gives it.
    values : array of float, one entry a stored entry of *common*
        What the consortium is worth to the set.

    Returns
    -------
    array of float32, sets × organisations
        The sums.
    """
    worth = sparse.csc_array((values.astype(np.float32), common.indices, common.indptr), shape=common.shape)
    return np.asarray((past.members @ worth).toarray().T)


def likeness(past: Past, sets: Sequence[Positions], common: sparse.csc_array) -> NDArray[np.float64]:
    r"""Compute how like each set the past consortia are: the cosine, :math:`|S \cap p| / \sqrt{|S| |p|}`.

    Parameters
    ----------
    past
        The network.
    sets
        Positions of the seeds of each set.
    common
        As `overlaps` gives it.

    Returns
    -------
    array of float, one entry a stored entry of *common*
        From 0 to 1.
    """
    size = np.repeat([max(len(one), 1) for one in sets], np.diff(common.indptr))
    return np.asarray(common.data / np.sqrt(past.activity.project_sizes[common.indices] * size))


def score(past: Past, sets: Sequence[Positions], method: str) -> NDArray[np.float64]:
    r"""Score all organisations as further members of some sets; the members themselves score 0.

    ``pagerank``, ``adamic_adar``, ``popularity`` and ``recent`` are the pairwise suggestions, summed over the seeds;
    ``pooled`` is their product (`pooled`); ``consortia_alike`` is :math:`\sum_{p \ni c} \cos(S, p)^2` over past
    consortia, a nearest-neighbour method that a consortium of two seeds moves more than twice one of a single seed.

    Parameters
    ----------
    past
        The network.
    sets
        Positions of the seeds of each set.
    method
        One of `METHODS`.

    Returns
    -------
    array of float, sets × organisations
        The scores.

    Examples
    --------
    >>> import polegraph.examples
    >>> past = Past(polegraph.examples.tiny())
    >>> found = score(past, [past.context.positions(np.array(["BIG"]))], "pooled")[0]
    >>> sorted(past.context.ids[found > 0].tolist())
    ['LAB', 'SME1', 'SME2']
    """
    if method == ALIKE:
        common = overlaps(past, sets)
        found = weighted(past, common, likeness(past, sets, common) ** 2).astype(np.float64)
    else:
        every = scored(past, sets)
        single = every.pagerank
        if method in SUMMED[1:]:
            single = suggestions.METHODS[method](past.context, every.seeds) if len(every.seeds) else single
        pool = pooled if method == POOLED else _summed
        found = np.array([pool(single[rows]) for rows in every.rows]).reshape(len(sets), past.number)
    for row, seeds in enumerate(sets):
        found[row, seeds] = 0
    return found


def _summed(rows: Block) -> NDArray[np.float64]:
    return np.asarray(rows.sum(axis=0, dtype=np.float64))
