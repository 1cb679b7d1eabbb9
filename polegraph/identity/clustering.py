"""Clustering: average linkage on a sparse graph of similarities, under cannot-link constraints."""

from __future__ import annotations

import heapq
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Places = NDArray[np.int64]


def average_linkage(
    number: int,
    pairs: tuple[Places, Places],
    likeness: NDArray[np.float64],
    least: float,
    *,
    marks: NDArray[np.int64] | None = None,
    apart: tuple[Places, Places] | None = None,
) -> Places:
    r"""Compute clusters by average linkage: merge the two most similar ones while their similarity is high enough.

    .. math:: \bar p(A, B) = \frac{1}{|A||B|} \sum_{i \in A, j \in B} p_{ij}, \quad p_{ij} = 0 \text{ if not given}

    A chain of pairs that are alike one by one does not hold a cluster together, as it would in connected components:
    its ends have to be alike as well.

    Parameters
    ----------
    number
        Number of items.
    pairs : two arrays of int
        Pairs of items, each pair at most once.
    likeness : array of float
        Similarity of each pair, 0 to 1.
    least
        Threshold: clusters are joined if they are more alike than this.
    marks : array of int, optional
        Identifiers of the items, -1 where there is none: a cluster never has two different ones.
    apart : two arrays of int, optional
        Cannot-link constraints: pairs of items that are never in one cluster.

    Returns
    -------
    array of int
        For each item the smallest item of its cluster.

    References
    ----------
    N. Bansal, A. Blum, S. Chawla, "Correlation clustering", Machine Learning 56 (2004); R. R. Sokal, C. D. Michener,
    "A statistical method for evaluating systematic relationships" (1958).

    Examples
    --------
    >>> chain = np.array([0, 1]), np.array([1, 2])
    >>> average_linkage(3, chain, np.array([0.9, 0.8]), 0.5)
    array([0, 0, 2])
    >>> average_linkage(3, chain, np.array([0.9, 0.8]), 0.5, marks=np.array([7, 8, -1]))
    array([0, 1, 1])
    >>> average_linkage(3, chain, np.array([0.9, 0.8]), 0.4, apart=(np.array([0]), np.array([2])))
    array([0, 0, 2])
    """
    groups = _Groups(number, marks, least)
    groups.compare(pairs, likeness)
    if apart is not None:
        groups.keep_apart(apart)
    while groups.join_best():
        pass
    return groups.smallest()


class _Groups:
    """Clusters while they are merged; each is identified by its smallest item."""

    def __init__(self, number: int, marks: NDArray[np.int64] | None, least: float) -> None:
        self._near: list[dict[int, float]] = [{} for _ in range(number)]
        self._members: list[list[int]] = [[item] for item in range(number)]
        self._mark = [-1] * number if marks is None else marks.tolist()
        self._least = least
        self._next: list[tuple[float, int, int]] = []

    def compare(self, pairs: tuple[Places, Places], likeness: NDArray[np.float64]) -> None:
        """Add the similarities of pairs."""
        for one, other, value in zip(pairs[0].tolist(), pairs[1].tolist(), likeness.tolist(), strict=True):
            self._near[one][other] = self._near[other][one] = value
            self._propose(one, other)

    def keep_apart(self, pairs: tuple[Places, Places]) -> None:
        """Add cannot-link constraints: no average is larger than minus infinity."""
        for one, other in zip(pairs[0].tolist(), pairs[1].tolist(), strict=True):
            self._near[one][other] = self._near[other][one] = -np.inf

    def _average(self, one: int, other: int) -> float:
        return self._near[one][other] / (len(self._members[one]) * len(self._members[other]))

    def _propose(self, one: int, other: int) -> None:
        average = self._average(one, other)
        if average > self._least:
            heapq.heappush(self._next, (-average, min(one, other), max(one, other)))

    def join_best(self) -> bool:
        """Merge the two most similar clusters, of equals the smallest; False if none are left."""
        while self._next:
            average, one, other = heapq.heappop(self._next)
            # Clusters that were merged since, or have a new average, were proposed anew.
            if not (self._members[one] and self._members[other]) or other not in self._near[one]:
                continue
            if self._average(one, other) != -average:
                continue
            marks = {self._mark[one], self._mark[other]} - {-1}
            if len(marks) > 1:
                del self._near[one][other], self._near[other][one]
                continue
            self._join(one, other)
            self._mark[one] = max(marks, default=-1)
            return True
        return False

    def _join(self, one: int, other: int) -> None:
        del self._near[one][other], self._near[other][one]
        for third, value in self._near[other].items():
            del self._near[third][other]
            self._near[one][third] = self._near[third][one] = self._near[one].get(third, 0.0) + value
        self._members[one] += self._members[other]
        self._members[other], self._near[other] = [], {}
        for third in self._near[one]:
            self._propose(one, third)

    def smallest(self) -> Places:
        """Return for each item the smallest item of its cluster."""
        labels = np.arange(len(self._members))
        for group, members in enumerate(self._members):
            labels[members] = group
        return labels
