"""Null models: random two-mode networks with the same project sizes and activities (degree-preserving rewiring)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal

import numpy as np
from scipy import sparse

from polegraph import linalg
from polegraph.errors import not_one_of
from polegraph.i18n import _
from polegraph.linalg.weisfeiler_leman import canonical_order
from polegraph.metrics.attributes import classes

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import ArrayLike, NDArray

    from polegraph.linalg import Csr
    from polegraph.network import Network

Keep = Literal["kind", "size", "region"]
_KEPT: Final = ("kind", "size", "region")

# How much is enough was measured on the ANR file (17,080 projects, 54,000 participations). Of the participations that
# the network started from, 1.3 % are still there after 0.9 accepted swaps a participation, 0.3 % after 1.3, and from
# 1.8 on 0.17 ± 0.02 % for good: this is what independent draws have in common.
_BURN_IN: Final = 5
_BETWEEN: Final = 2
_PROPOSED: Final = 0.9  # below 1, or the chain could have a period
_MAX_ROUNDS: Final = 1000
_ODD: Final = np.array([0x9E3779B97F4A7C15], dtype=np.uint64)  # 2^64 / golden ratio: Knuth's multiplicative hashing


def randomised(incidence: Csr, *, draws: int, seed: int, classes: ArrayLike | None = None) -> Iterator[Csr]:
    r"""Draw two-mode networks in which every project keeps its size and every organisation its number of projects.

    Every network with these sizes and activities is equally likely. A Markov chain of rounds leads from one to the
    next. In a round all participations are paired at random, and each pair :math:`(p, i), (q, j)` is proposed with
    probability 0.9 to become :math:`(p, j), (q, i)`. A proposed pair is accepted if each of its four cells, the two
    that it leaves and the two that it goes to, stands only once in the list of all participations and all proposed
    goals; that is, if (1) its goals are empty, (2) they are no other pair's goals, and (3) no other pair's goal is a
    participation that it leaves.

    Parameters
    ----------
    incidence
        Projects × organisations.
    draws
        How many networks.
    seed
        The same seed and the same matrix give the same networks.
    classes : array of int, one entry an organisation
        Only organisations of one class swap places, so that every project keeps its number of organisations of each
        class; None if all may.

    Yields
    ------
    csr_array
        Projects × organisations, ones, int64, sorted indices.

    Notes
    -----
    *Why it is uniform.* Pairing and coins do not depend on the network, so it is enough that a round undoes itself: the
    same pairs, proposed from the new network, give back the old one. An accepted pair is accepted again: the cells
    that it left are empty and, by (3), no goal; those that it went to were, by (1) and (2), neither a
    participation nor another's goal. A refused pair is refused again: by (1), the participation on its goal was left
    by none, for (3) forbids that; by (2), the other pair with that goal was refused as well and still has it; by
    (3), the pair that has its participation for a goal was refused by (1) and still has it. So the chain is
    symmetric. Any single swap can be the only one proposed, and single swaps connect all such networks (Ryser); all
    coins can fail, so that it has no period. Hence its only stationary distribution is the uniform one. With classes,
    pairs are made at random inside each class: the network is one matrix a class beside the other, each with its own
    sums, and all of this holds for each of them.

    *How long.* Rounds are made until five swaps a participation have been accepted; from the rate at which they were,
    follows the number of rounds that brings two more a participation, and this fixed number stands before each draw
    (to stop at an accepted swap would favour networks in which swaps are easy). A network that hardly moves or cannot
    move at all gets at most 1000 rounds each time.

    References
    ----------
    H. J. Ryser, "Combinatorial properties of matrices of zeros and ones", Canadian Journal of Mathematics 9 (1957).

    A. R. Rao, R. Jana, S. Bandyopadhyay, "A Markov chain Monte Carlo method for generating random (0,1)-matrices with
    given marginals", Sankhyā A 58 (1996).

    Examples
    --------
    >>> from polegraph.examples import tiny
    >>> matrix = tiny().incidence
    >>> for one in randomised(matrix, draws=2, seed=0):
    ...     print(one.sum(axis=0).tolist(), one.sum(axis=1).tolist())
    [2, 3, 1, 1, 0] [3, 2, 2]
    [2, 3, 1, 1, 0] [3, 2, 2]
    """
    chain = _Chain(incidence, np.random.default_rng(seed), classes)
    edges = len(chain.columns)
    most = min(_MAX_ROUNDS, 50 + 5 * edges)  # even one pair that alone can swap will have been proposed several times
    accepted = rounds = 0
    while accepted < _BURN_IN * edges and rounds < most:
        accepted += chain.round()
        rounds += 1
    between = min(most, -(-_BETWEEN * edges * rounds // accepted)) if accepted else 1
    for _draw in range(draws):
        for _round in range(between):
            chain.round()
        yield chain.matrix()


def networks(net: Network, *, draws: int, seed: int, keep: Keep | None = None) -> Iterator[Network]:
    """Draw networks of the same organisations and projects, of which only the participations are left to chance.

    Parameters
    ----------
    net
        The network.
    draws, seed
        See `randomised`. The matrix is brought into an order that follows from the network first, so that the order of
        rows does not change the draws, and other identifiers do not either, except that organisations or projects that
        the network does not distinguish may change places.
    keep
        ``kind``, ``size`` (the category, `Network.category`) or ``region``: every project keeps how many
        organisations of each it has; those of which it is unknown are one class. None: only its size.

    Yields
    ------
    Network
        With the tables of `net` but for ``participations``: those have no role, funding or cost, which the null
        model does not assign. ``around`` is the drawn network itself.

    Examples
    --------
    >>> from polegraph.examples import tiny
    >>> drawn = next(networks(tiny(), draws=1, seed=0))
    >>> drawn
    <Network: 5 organisations, 3 projects, 7 participations>
    >>> drawn.participations["org_id"].value_counts().sort_index().to_dict()
    {'BIG': 1, 'LAB': 3, 'SME1': 2, 'SME2': 1}
    """
    columns = canonical_order(net)
    rows = _projects_in_order(net, columns)
    kept = None if keep is None else _classes(net, keep)[columns]
    for drawn in randomised(net.incidence[rows][:, columns].tocsr(), draws=draws, seed=seed, classes=kept):
        cells = drawn.tocoo()
        yield net.with_incidence(linalg.incidence(rows[cells.row], columns[cells.col], drawn.shape))


def _projects_in_order(net: Network, columns: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return an order of projects that follows from their members; those of the same members are sorted by name."""
    marks = np.empty(len(columns), dtype=np.uint64)
    marks[columns] = np.random.default_rng(0).integers(0, 1 << 63, len(columns), dtype=np.uint64)
    members = net.incidence.astype(np.uint64) @ marks  # sums of 64 random bits, modulo 2^64, distinguish sets
    order: NDArray[np.int64] = np.lexsort((np.argsort(np.argsort(net.project_index.to_numpy(dtype=object))), members))
    return order


def _classes(net: Network, keep: str) -> NDArray[np.int64]:
    """Return the class of each organisation, in table order; the unknown are one class."""
    if keep not in _KEPT:
        raise not_one_of(_("there is no such composition to keep"), keep, _KEPT)
    known = classes(net, keep)
    return np.where(known.codes < 0, len(known.labels), known.codes)


class _Chain:
    """The state of the chain: participations in the order of their projects, of which only the organisations change.

    Parameters
    ----------
    incidence
        Projects × organisations.
    generator
        Where the pairs and the coins come from.
    classes
        Class of each organisation; None if there is one for all.
    """

    def __init__(self, incidence: Csr, generator: np.random.Generator, classes: ArrayLike | None) -> None:
        start = sparse.csr_array(incidence, copy=True)
        start.sum_duplicates()
        start.eliminate_zeros()
        self.shape = start.shape
        self.indptr = start.indptr
        self.columns: NDArray[np.int64] = start.indices.astype(np.int64)
        # A cell is one number, row · width + column; int64 holds three billion rows of three billion columns.
        self.base: NDArray[np.int64] = np.repeat(np.arange(start.shape[0]), np.diff(self.indptr)) * start.shape[1]
        self.generator = generator
        bits = (2 * len(self.columns)).bit_length() + 1
        self.table = np.empty(1 << bits, dtype=np.int64)
        self.shift = np.uint64(64 - bits)
        # A swap inside a class leaves the class of both places as it was, so this is found once.
        self.classes = None if classes is None else _small(np.asarray(classes)[self.columns])
        sizes = np.array([len(self.columns)]) if self.classes is None else np.bincount(self.classes)
        half, first = sizes // 2, np.cumsum(sizes) - sizes
        self.left = np.repeat(first - np.cumsum(half) + half, half) + np.arange(half.sum())
        self.right = self.left + np.repeat(half, half)

    def round(self) -> int:
        """Propose swaps once, and return the number accepted."""
        edges = len(self.columns)
        pairing = self.generator.permutation(edges)
        if self.classes is not None:
            pairing = pairing[np.argsort(self.classes[pairing], kind="stable")]
        proposed = self.generator.random(len(self.left)) < _PROPOSED
        left, right = pairing[self.left[proposed]], pairing[self.right[proposed]]
        goals = self.base[left] + self.columns[right], self.base[right] + self.columns[left]
        twice = self._twice(np.concatenate([self.base + self.columns, *goals]))
        count = len(left)
        refused = twice[left] | twice[right] | twice[edges : edges + count] | twice[edges + count :]
        left, right = left[~refused], right[~refused]
        self.columns[left], self.columns[right] = self.columns[right], self.columns[left]
        return len(left)

    def _twice(self, keys: NDArray[np.int64]) -> NDArray[np.bool_]:
        """Return which keys stand more than once.

        All keys are written into a hash table at once. One of those that share a slot stays there and the others
        compare themselves with it; those that differ from it try again among themselves. It is exact, and takes a
        sixth of the time that sorting does.
        """
        twice = np.zeros(len(keys), dtype=bool)
        left = np.arange(len(keys))
        factor = _ODD
        while len(left):
            slots = (keys[left].view(np.uint64) * factor) >> self.shift
            self.table[slots] = left
            there = self.table[slots]
            lost = np.flatnonzero(there != left)
            left, there = left[lost], there[lost]
            same = keys[left] == keys[there]
            twice[left[same]] = True
            twice[there[same]] = True
            left = left[~same]
            factor = factor * _ODD  # another hash, so that keys that met once part
        return twice

    def matrix(self) -> Csr:
        """Return the network as it is now."""
        columns = np.sort(self.base + self.columns) - self.base  # the order of cells is that of rows, then columns
        data = np.ones(len(columns), dtype=np.int64)
        kind = self.indptr.dtype
        return sparse.csr_array((data, columns.astype(kind), self.indptr.copy()), shape=self.shape)


def _small(classes: NDArray[np.int64]) -> NDArray[np.int64] | NDArray[np.uint16]:
    """Encode classes as numbers from zero, in 16 bits if they fit: numpy sorts these many times faster."""
    codes = np.unique(classes, return_inverse=True)[1]
    return codes if len(codes) and codes.max() > np.iinfo(np.uint16).max else codes.astype(np.uint16)
