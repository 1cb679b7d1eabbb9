"""Nearest-neighbour collaborative filtering: scores from organisations with similar names or themes."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Final

import numpy as np
from scipy import sparse

from polegraph.linalg.sparse import sorted_rows

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from polegraph.linalg import Csr
    from polegraph.suggestions.profiles.snapshot import Positions

    Floats = NDArray[np.float32]

NEAREST: Final = 100
"""Number of nearest neighbours of a user."""
_LEAST: Final = 1e-9


class Neighbours:
    """Scores of candidates from the partners of similar organisations.

    Parameters
    ----------
    alike
        Organisations × organisations: similarity of names.
    links
        Organisations × organisations: weighted links.
    """

    def __init__(self, alike: Csr, links: Csr) -> None:
        self._links = sorted_rows(links)
        self.alike = sorted_rows(alike.power(2))
        self._strength = np.asarray(links.sum(axis=1)).ravel()

    @cached_property
    def _shares(self) -> Csr:
        return sorted_rows(sparse.diags_array(1.0 / np.maximum(self._strength, _LEAST)) @ self._links)

    @cached_property
    def _backwards(self) -> Csr:
        return sorted_rows(self._shares.T)

    @cached_property
    def _damped(self) -> Csr:
        return sorted_rows(sparse.diags_array(1.0 / np.sqrt(np.maximum(self._strength, _LEAST))) @ self._links)

    @cached_property
    def _namesakes(self) -> Csr:
        total = np.asarray(self.alike.sum(axis=1)).ravel()
        return sorted_rows(sparse.diags_array(1.0 / np.where(total > 0, total, 1.0)) @ self.alike)

    def by_name(self, users: Positions, positions: NDArray[np.int64]) -> dict[str, Floats]:
        r"""Return scores of candidates through organisations with similar names.

        With *A* the squared similarity of names, *W* the links and *P* the links with rows that sum to 1:
        ``partner_alike``, similarity of the candidate's name to those of the user's partners, is *PA*;
        ``alike_partner``, the candidate's share in the links of organisations with names similar to the user's, *AP*
        with the rows of *A* summing to 1; ``alike_links``, the weight of these links, *AW*; ``their_alike``, the user's
        share in the links of organisations with names similar to the candidate's, :math:`P^\top A`.

        Parameters
        ----------
        users : array of int
            Positions of the users.
        positions : array of int, users × candidates
            Positions of the candidates; -1 for none.
        """
        return {
            "partner_alike": _along(self._shares, self.alike, users, positions),
            "alike_partner": _along(self._namesakes, self._shares, users, positions),
            "alike_links": _along(self.alike, self._links, users, positions),
            "their_alike": _along(self._backwards, self.alike, users, positions),
        }

    def by_likeness(
        self, one: Floats, other: Floats, active: Floats, users: Positions, positions: NDArray[np.int64]
    ) -> Floats:
        r"""Return scores of candidates through the nearest neighbours of each user: their links with the candidates.

        :math:`\sum_{x} s_{ux} W_{xv} / \sqrt{W_x}` over the `NEAREST` most similar *x*, with :math:`W_x` the sum of a
        row of the links.

        Parameters
        ----------
        one, other, active
            As for `polegraph.suggestions.kernels.row_pairs.find_nearest`.
        users : array of int
            Positions of the users.
        positions : array of int, users × candidates
            Positions of the candidates; -1 for none.

        Examples
        --------
        >>> links = sparse.csr_array(np.array([[0, 0, 0], [0, 0, 4], [0, 4, 0]], dtype=np.float64))
        >>> like = np.array([[1.0, 0.5, 0.0]], dtype=np.float32)
        >>> everyone = np.ones(3, dtype=np.float32)
        >>> peers = Neighbours(sparse.csr_array((3, 3)), links)
        >>> peers.by_likeness(like, like, everyone, np.array([0]), np.array([[2, 1]])).tolist()
        [[0.5, 0.0]]
        """
        from polegraph.suggestions.kernels.row_pairs import find_nearest, multiply_two_steps  # noqa: PLC0415  # the compiler is heavy

        found = np.empty((len(users), NEAREST), dtype=np.int64)
        how = np.empty((len(users), NEAREST), dtype=np.float64)
        find_nearest(one, other, active, users, found, how)
        result = np.empty(positions.shape, dtype=np.float32)
        second, rows = self._damped, np.arange(len(users))
        bounds = np.arange(0, found.size + 1, NEAREST)
        multiply_two_steps(
            rows, bounds, found.ravel(), how.ravel(), second.indptr, second.indices, second.data, positions, result
        )
        return result


def _along(one: Csr, other: Csr, users: Positions, positions: NDArray[np.int64]) -> Floats:
    from polegraph.suggestions.kernels.row_pairs import multiply_two_steps  # noqa: PLC0415  # the compiler is heavy

    result = np.empty(positions.shape, dtype=np.float32)
    multiply_two_steps(
        users, one.indptr, one.indices, one.data, other.indptr, other.indices, other.data, positions, result
    )
    return result
