"""Attribution: how much each family of features moved a candidate up or down the list of a user."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from polegraph.linalg.threads import in_threads
from polegraph.suggestions.candidates import cold_start, generation
from polegraph.suggestions.learning import features

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from polegraph.suggestions.candidates.generation import Candidates
    from polegraph.suggestions.learning.model import Model, Seen
    from polegraph.suggestions.learning.tree_ensemble import Codes
    from polegraph.suggestions.profiles.snapshot import Positions

    Floats = NDArray[np.float32]

REASON_FAMILIES: Final = ("offers", "links", "themes", "names", "place", "activity", "reach", "kind", "firsts")
"""Families that reasons are given by, in the order of reasons where they moved a rank equally."""
ALONE: Final = {
    **dict.fromkeys(("pagerank", "pagerank85", "adamic_adar", "common_neighbours"), "links"),
    "popularity": "reach",
    **dict.fromkeys(("projects", "recent"), "activity"),
}
"""Family of each of `polegraph.suggestions.candidates.baselines.METHODS`."""
_MARGIN: Final = 20  # places after the end of the list that are kept too: scores are rounded before the list is cut


class Behind(NamedTuple):
    """Contributions to the scores of the best candidates of some users; the first two axes are users and candidates.

    ``shares`` are the parts of `REASON_FAMILIES` in the fusion. Where the order was learned: ``codes``, what the trees
    see; and ``straight``, the parts of `REASON_FAMILIES` and of the fusion in the linear score.
    """

    positions: NDArray[np.int64]
    shares: NDArray[np.float16]
    codes: Codes | None
    straight: NDArray[np.float16] | None


class Memory:
    r"""Contributions to scores, kept while lists are ranked, until it is known which candidates are shown.

    What moved a candidate by the **fusion** is the share of each of its rankings in the sum of reciprocal ranks, summed
    over families. What moved it by what was **learned** is, with :math:`\phi_{mf}` what the feature *f* adds to the
    score of model *m* (`polegraph.suggestions.learning.tree_ensemble.Trees`),

    .. math:: c_F = \frac{1}{M} \sum_m \frac{\sum_{f \in F} \phi_{mf}}{\sum_f |\phi_{mf}|},

    so that each of the *M* models counts alike, as in the merged score. In the linear model, :math:`\phi` is the
    weight times the feature as it stands in the list. What the place in the fusion adds is given to the families in the
    proportion in which they made that place. Below zero a family moved it down.

    Parameters
    ----------
    model
        The learned model, if lists are ranked by it.
    depth
        Length of the lists before exposure is limited.
    """

    def __init__(self, model: Model | None, depth: int) -> None:
        self._depth = min(depth + _MARGIN, generation.LENGTH)
        self._trees = None if model is None else model.trees
        self._blocks: list[tuple[Positions, Behind]] = []
        self._weights = np.zeros(0) if model is None else np.array(model.weights, dtype=np.float32)
        self._summed = np.zeros((0, 0)) if model is None else _families(model)

    def keep(self, found: Candidates, score: NDArray[np.float64], seen: Seen | None = None) -> None:
        """Keep the contributions to the scores of the best candidates of a block of users.

        Parameters
        ----------
        found
            The candidates.
        score : array of float, users × candidates
            The scores that they are ranked by.
        seen
            Inputs of the models, if they are ranked by the learned model.
        """
        best: NDArray[np.int64] = np.argsort(-score, axis=1, kind="stable")[:, : self._depth]
        parts = np.take_along_axis(found.parts, best[:, :, None], axis=1)
        made = parts @ (_COLD if not found.base else _FUSED)
        shares = (made / np.maximum(made.sum(axis=2, keepdims=True), 1e-9)).astype(np.float16)
        codes, straight = None, None
        if seen is not None:
            codes = seen.codes[np.arange(len(best))[:, None], best]
            added = np.take_along_axis(seen.apart, best[:, :, None], axis=1) * self._weights
            total = np.maximum(np.abs(added).sum(axis=2, keepdims=True), 1e-9)
            straight = (added @ self._summed / total).astype(np.float16)
        positions = np.take_along_axis(found.positions, best, axis=1)
        self._blocks.append((found.users, Behind(positions, shares, codes, straight)))

    def moved(self, users: Positions, candidates: Positions, otherwise: str = "links") -> Floats:
        """Return how much each family moved each pair.

        Parameters
        ----------
        users, candidates : array of int
            Positions of the two organisations of each pair.
        otherwise
            Family of the method that ranked the users without a kept block.

        Returns
        -------
        array of float32, pairs × `REASON_FAMILIES`
            What is positive sums to 1 at most.
        """
        result = np.zeros((len(users), len(REASON_FAMILIES)), dtype=np.float32)
        result[:, REASON_FAMILIES.index(otherwise)] = 1.0
        place = np.full(int(users.max(initial=0)) + 1, -1)
        row = np.zeros_like(place)
        for number, (some, __) in enumerate(self._blocks):  # a user in two blocks has the list of the later one
            known = np.flatnonzero(some < len(place))
            place[some[known]], row[some[known]] = number, known
        order = np.argsort(place[users], kind="stable")
        bounds = np.searchsorted(place[users][order], np.arange(len(self._blocks) + 1))
        asked = [
            (kept[1], order[start:stop])
            for kept, start, stop in zip(self._blocks, bounds[:-1].tolist(), bounds[1:].tolist(), strict=True)
            if start < stop
        ]
        in_blocks_of = in_threads(lambda one: self._of(one[0], row[users[one[1]]], candidates[one[1]]), asked)
        for (__, pairs), found in zip(asked, in_blocks_of, strict=True):
            result[pairs] = found
        return result

    def _of(self, behind: Behind, row: Positions, candidates: Positions) -> Floats:
        column = (behind.positions[row] == candidates[:, None]).argmax(axis=1)
        made: Floats = behind.shares[row, column].astype(np.float32)
        if behind.codes is None or behind.straight is None or self._trees is None:
            return made
        added = self._trees.contributions(np.ascontiguousarray(behind.codes[row, column]))
        total = np.maximum(np.abs(added).sum(axis=2, keepdims=True), 1e-9)
        boosted = (added / total).sum(axis=0) @ self._summed[self._trees.columns]
        every = (boosted + behind.straight[row, column]) / (len(added) + 1)
        return np.asarray(every[:, :-1] + every[:, -1:] * made, dtype=np.float32)


def _families(model: Model) -> Floats:
    """Return features × `REASON_FAMILIES` and the fusion, ones where the feature is of the family."""
    columns = [*REASON_FAMILIES, "fused"]
    result = np.zeros((len(model.names), len(columns)), dtype=np.float32)
    for row, name in enumerate(model.names):
        family = features.FAMILIES[name]
        if family in columns:
            result[row, columns.index(family)] = 1.0
    return result


def _of_rankings(families: list[str]) -> Floats:
    result = np.zeros((len(families), len(REASON_FAMILIES)), dtype=np.float32)
    result[np.arange(len(families)), [REASON_FAMILIES.index(one) for one in families]] = 1.0
    return result


_FUSED: Final = _of_rankings([generation.FAMILIES[one[0]] for one in generation.RANKINGS])
_COLD: Final = _of_rankings([name for name, __ in cold_start.RANKINGS])
