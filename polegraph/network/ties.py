"""Networks of chosen ties, and what a network looks like from other sides."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal, Self

import numpy as np
import pandas as pd

from polegraph.errors import not_one_of, whole_number
from polegraph.i18n import _
from polegraph.network import chosen_ties, projections
from polegraph.network.construction import Construction

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from polegraph.network.projections import Projection

_WEIGHTS: Final = ("shared", "newman")


class Ties(Construction):
    """What keeps some ties of a network.

    Examples
    --------
    >>> from polegraph.examples import tiny
    >>> isinstance(tiny(), Ties)
    True
    """

    def stable(self, least: int = 2) -> Self:
        """Return the network of stable ties: organisations that share several projects, and nothing else.

        Parameters
        ----------
        least
            The fewest projects that two organisations share to be tied, 1 or more.

        Returns
        -------
        Network
            As `with_ties` makes it.

        Raises
        ------
        PolegraphError
            If ``least`` is no whole number, or less than 1.

        Examples
        --------
        >>> from polegraph.examples import tiny
        >>> tiny().stable(2).collaboration_matrix().toarray().tolist()
        [[0, 2], [2, 0]]
        """
        least = whole_number(least, "least", 1)
        matrix = self.collaboration_matrix().tocoo()
        chosen = (matrix.row < matrix.col) & (matrix.data >= least)
        return self._of_ties(matrix.row[chosen].astype(np.int64), matrix.col[chosen].astype(np.int64))

    def with_ties(self, ties: pd.DataFrame) -> Self:
        """Return the network of chosen ties, as a backbone or a threshold gives them.

        A network of projects cannot lack a tie between two members of one project. So **each project that a chosen pair
        shares becomes a project of two**: the collaboration matrix has the chosen ties alone, with the same number of
        projects, and every measure of the collaboration network holds on it. Project sizes do not, nor what chance
        gives by them; Newman's weight of each shared project is 1.

        Parameters
        ----------
        ties
            ``org_a`` and ``org_b``, a row a tie, in either order; other columns do not count.

        Returns
        -------
        Network
            The organisations that have a chosen tie. Projects are called as they were, with ``/`` and a number behind;
            their themes, labels and years are those of the project, amounts, outcomes and roles are left out. What an
            organisation counts as (`category`) stays, and ``around`` is the network itself.

        Raises
        ------
        PolegraphError
            If a column is missing, or two organisations share no project here.

        Examples
        --------
        >>> from polegraph.examples import tiny
        >>> from polegraph.metrics import backbone
        >>> found = backbone(tiny(), "bicm", alpha=0.7, correction="none")
        >>> tiny().with_ties(found[found["kept"]]).projects["project_id"].tolist()
        ['P1/1']
        """
        return self._of_ties(*chosen_ties.pairs_of(ties, self.org_index, self.collaboration_matrix()))

    def projection(
        self,
        on: Literal["organisations", "projects", "star"] = "organisations",
        weight: Literal["shared", "newman"] = "shared",
    ) -> Projection:
        r"""Return a one-mode projection: what shares something, and how much.

        Parameters
        ----------
        on
            ``organisations``: those that share projects, as in `collaboration_matrix`. ``projects``: those that share
            organisations. ``star``: from the coordinator of each project to its other members, with a direction; a
            project whose coordinator is not known has no tie, one with several has a star for each.
        weight
            ``shared``: number of shared projects, or organisations. ``newman``: each counts :math:`1 / (n - 1)`, with
            the *n* members of the project, or the *n* projects of the organisation.

        Returns
        -------
        Projection
            ``nodes``, ``matrix`` and ``directed``; ``links()`` gives a table, ``to_networkx()`` a graph.

        Raises
        ------
        PolegraphError
            If there is no such projection or weight, or projects have too many pairs (more than 100 million).

        References
        ----------
        M. E. J. Newman, "Scientific collaboration networks. II", Physical Review E 64, 016132 (2001).

        Examples
        --------
        >>> from polegraph.examples import tiny
        >>> roles = tiny().participations.assign(role=["coordinator", *["partner"] * 3, "coordinator", None, None])
        >>> tiny().with_tables(participations=roles).projection("star").links()
          source target  weight
        0    LAB   SME1       1
        1   SME1    LAB       1
        2   SME1   SME2       1
        """
        if weight not in _WEIGHTS:
            raise not_one_of(_("there is no such weight"), weight, _WEIGHTS)
        newman = weight == "newman"
        if on == "projects":
            return projections.of_projects(self.tables["projects"], self.incidence, newman=newman)
        if on == "star":
            return projections.of_stars(self.tables, self.incidence, self.org_index, newman=newman)
        if on == "organisations":
            matrix = self.collaboration_matrix("newman" if newman else "projects")
            return projections.Projection(self.tables["organisations"], matrix, directed=False)
        raise not_one_of(_("there is no such projection"), on, ("organisations", "projects", "star"))

    def _of_ties(self, one: NDArray[np.int64], other: NDArray[np.int64]) -> Self:
        held = chosen_ties.tables_of(self.tables, self.incidence, self.by_id, (one, other))
        rows = self.org_index.get_indexer(pd.Index(held["organisations"]["org_id"]))
        category = self.category.iloc[rows].reset_index(drop=True)
        return self._derived(held, _day=self._day, _category=category)
