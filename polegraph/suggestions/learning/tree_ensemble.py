"""Ensembles of boosted trees, read from LightGBM's text: scores, and the contribution of each feature."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    Codes = NDArray[np.uint8] | NDArray[np.uint16]

MOST_LEAVES: Final = 16
"""Leaves that a tree may have: as many as the bits of a mask."""
_BYTE: Final = 255  # thresholds of a feature that a byte can count; the models of polegraph have 63


_LOWEST: Final = np.array([(mask & -mask).bit_length() - 1 for mask in range(1 << MOST_LEAVES)]).astype(np.uint8)


class _Forest(NamedTuple):
    """All nodes of one model, leaves too; children are counted from the first node of all trees."""

    roots: NDArray[np.int64]
    feature: NDArray[np.int64]
    threshold: NDArray[np.float64]
    left: NDArray[np.int64]
    right: NDArray[np.int64]
    value: NDArray[np.float64]


class Trees:
    r"""Several boosted models of the same features: scores and contributions.

    A model's score is the sum over its trees of the leaf that a pair falls in. On the way from the root to the leaf
    each split changes what is expected, the mean of the leaves below (by how many pairs were learned from in each), and
    the feature of the split is given that change. So what the features are given sums to the score less its mean.
    (Shapley values sum to the same and take fifty times as long.)

    Parameters
    ----------
    boosters
        LightGBM's text of each model, by name.
    number
        Number of features.

    Raises
    ------
    ValueError
        If a tree has more than `MOST_LEAVES` leaves.

    References
    ----------
    A. Palczewska et al., "Interpreting random forest models using a feature contribution method", IEEE IRI (2013), for
    the contributions along the path. S. M. Lundberg et al., "From local explanations to global understanding with
    explainable AI for trees", Nature Machine Intelligence 2, 56-67 (2020), for what they approximate.
    """

    def __init__(self, boosters: Mapping[str, str], number: int) -> None:
        forests = [_forest(text) for __, text in sorted(boosters.items())]
        bars = [
            np.unique(np.concatenate([one.threshold[one.feature == place] for one in forests]))
            for place in range(number)
        ]
        self.columns = np.array([place for place, some in enumerate(bars) if len(some)], dtype=np.int64)
        self._bars = _below(np.concatenate([bars[place] for place in self.columns] or [np.zeros(0)]))
        lengths = [len(bars[place]) for place in self.columns]
        self._type = np.uint8 if max(lengths, default=0) <= _BYTE else np.uint16
        self._starts = np.concatenate([[0], np.cumsum(lengths)]).astype(np.int64)
        self._forests: list[Any] = [self._coded(one, bars) for one in forests]
        self._bounds = np.cumsum([0, *(len(one.roots) for one in forests)])
        self._masks, self._leaves = self._by_leaves()

    def _coded(self, forest: _Forest, bars: Sequence[NDArray[np.float64]]) -> tuple[Any, ...]:
        """Return a forest that splits by codes."""
        code = np.zeros(len(forest.feature), dtype=np.int64)
        for place in self.columns.tolist():
            here = forest.feature == place
            code[here] = np.searchsorted(bars[place], forest.threshold[here])
        column = np.where(forest.feature >= 0, np.searchsorted(self.columns, forest.feature), -1)
        return forest.roots, column, code, forest.left, forest.right, forest.value

    def codes(self, values: NDArray[np.float32]) -> Codes:
        """Encode features as numbers of thresholds passed, a byte each or, if need be, two.

        Parameters
        ----------
        values : array of float32, pairs × features
            The features.

        Returns
        -------
        array of uint8 or uint16, pairs × features that some tree splits by
            Those of ``columns``.
        """
        from polegraph.suggestions.kernels.trees import encode  # noqa: PLC0415  # the compiler is heavy

        result = np.empty((len(values), len(self.columns)), dtype=self._type)
        encode(np.ascontiguousarray(values), self._bars, self._starts, self.columns, result)
        return result

    def _by_leaves(self) -> tuple[NDArray[np.uint16], NDArray[np.float64]]:
        """Return for each code of each feature the leaves that it leaves in each tree; and what each leaf adds."""
        masks = np.full((len(self._bars) + len(self.columns), self._bounds[-1]), 0xFFFF, dtype=np.uint16)
        leaves = np.zeros((self._bounds[-1], MOST_LEAVES))
        tree = 0
        for roots, column, code, left, right, value in self._forests:
            for root in roots.tolist():
                below = _leaves_below(root, column, left, right)
                if len(below[root]) > MOST_LEAVES:
                    raise ValueError(f"a tree has more than {MOST_LEAVES} leaves")  # no setting of polegraph allows it
                order = {leaf: place for place, leaf in enumerate(below[root])}
                leaves[tree, : len(order)] = value[list(order)]
                for node in (node for node in below if column[node] >= 0):
                    gone = sum(1 << order[leaf] for leaf in below[left[node]])
                    start, stop = self._starts[column[node] : column[node] + 2] + column[node] + [0, 1]
                    masks[start + code[node] + 1 : stop, tree] &= np.uint16(0xFFFF ^ gone)
                tree += 1
        return masks, leaves

    def scores(self, codes: Codes) -> NDArray[np.float64]:
        """Score pairs.

        Parameters
        ----------
        codes : array of uint8 or uint16
            As `codes` gives them.

        Returns
        -------
        array of float, models × pairs
        """
        from polegraph.suggestions.kernels.trees import sum_leaves  # noqa: PLC0415  # the compiler is heavy

        result = np.empty((len(self._forests), len(codes)))
        starts = self._starts[:-1] + np.arange(len(self.columns))
        sum_leaves(codes, starts, self._masks, _LOWEST, self._leaves, self._bounds, result)
        return result

    def contributions(self, codes: Codes) -> NDArray[np.float64]:
        """Return the contribution of each feature to the score of each pair, in each model.

        Parameters
        ----------
        codes : array of uint8 or uint16
            As `codes` gives them.

        Returns
        -------
        array of float, models × pairs × features that some tree splits by
        """
        from polegraph.suggestions.kernels.trees import sum_along_paths  # noqa: PLC0415  # the compiler is heavy

        result = np.empty((len(self._forests), *codes.shape), dtype=np.float64)
        for place, (roots, feature, bar, left, right, value) in enumerate(self._forests):
            sum_along_paths(codes, roots, feature, bar, left, right, value, result[place])
        return result


def _below(bars: NDArray[np.float64]) -> NDArray[np.float32]:
    """Return thresholds in single precision, so that the same values in single precision are above them."""
    near = bars.astype(np.float32)
    return np.where(near > bars, np.nextafter(near, np.float32(-np.inf)), near)


def _leaves_below(root: int, column: Any, left: Any, right: Any) -> dict[int, list[int]]:  # noqa: ANN401  # arrays of int
    """Return the leaves below each node of a tree, from left to right."""
    nodes, place = [root], 0
    while place < len(nodes):
        node = nodes[place]
        nodes += [int(left[node]), int(right[node])] if column[node] >= 0 else []
        place += 1
    below: dict[int, list[int]] = {}
    for node in reversed(nodes):
        below[node] = [*below[left[node]], *below[right[node]]] if column[node] >= 0 else [node]
    return below


def _forest(text: str) -> _Forest:
    """Read the trees of LightGBM's text."""
    trees = [_tree(part) for part in text.split("\nTree=")[1:]]
    starts = np.concatenate([[0], np.cumsum([len(tree.feature) for tree in trees])]).astype(np.int64)
    moved = [
        tree._replace(roots=tree.roots + start, left=tree.left + start, right=tree.right + start)
        for tree, start in zip(trees, starts[:-1].tolist(), strict=True)
    ]
    return _Forest(*(np.concatenate(arrays) for arrays in zip(*moved, strict=True)))


def _tree(text: str) -> _Forest:
    """Read one tree; its leaves are the nodes after those that split."""
    lines = dict(line.split("=", maxsplit=1) for line in text.split("\n") if "=" in line)

    def read(name: str, kind: type) -> Any:  # noqa: ANN401  # arrays of int or of float
        return np.array(lines.get(name, "").split(), dtype=kind)

    leaves = read("leaf_value", np.float64)
    splits = len(leaves) - 1
    feature, threshold = read("split_feature", np.int64)[:splits], read("threshold", np.float64)[:splits]
    children = [read(name, np.int64)[:splits] for name in ("left_child", "right_child")]
    left, right = (np.where(one < 0, splits + ~one, one) for one in children)  # a leaf is written as -1, -2, …
    count = np.concatenate([np.zeros(splits), read("leaf_count", np.float64)[: splits + 1] if splits else np.ones(1)])
    value = np.concatenate([np.zeros(splits), leaves])
    for node in reversed(range(splits)):  # children come after their parents
        both = [left[node], right[node]]
        count[node] = count[both].sum()
        value[node] = (value[both] * count[both]).sum() / count[node]
    end, none = np.full(splits + 1, -1), np.zeros(splits + 1, dtype=np.int64)
    return _Forest(
        np.zeros(1, dtype=np.int64),
        np.concatenate([feature, end]).astype(np.int64),
        np.concatenate([threshold, none]),
        np.concatenate([left, none]).astype(np.int64),
        np.concatenate([right, none]).astype(np.int64),
        value,
    )
