"""Consortia of later years of which members are hidden: what is learned from, and what completion is judged on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from polegraph.combine import before, begun_within
from polegraph.consortia.set_scores import Past
from polegraph.suggestions.profiles.snapshot import Context

if TYPE_CHECKING:
    from polegraph.network import Network
    from polegraph.suggestions.profiles.snapshot import Positions

LEAST: Final = 3
"""Members of the smallest consortium that counts: two stay when one is hidden."""


class HeldBack(NamedTuple):
    """Consortia of some years, with what was known before them.

    Parameters
    ----------
    past
        The network before them.
    seeds
        Positions of the members of each that are left; those that had no project before are left out.
    hidden
        Positions of the others, -1 for those that had no project before.
    project
        Number of the project of each, for several hide one member each of the same.
    """

    past: Past
    seeds: list[Positions]
    hidden: list[Positions]
    project: Positions

    def take(self, rows: Positions) -> HeldBack:
        """Return some of them.

        Parameters
        ----------
        rows : array of int
            Which.
        """
        some = rows.tolist()
        seeds, hidden = [self.seeds[row] for row in some], [self.hidden[row] for row in some]
        return HeldBack(self.past, seeds, hidden, self.project[rows])


def held_back(
    net: Network,
    cut: int,
    until: int,
    *,
    each: int = 1,
    left: int | None = None,
    most: int | None = None,
    seed: int = 0,
) -> HeldBack:
    """Take members out of the consortia of some years, so that they are hidden.

    Parameters
    ----------
    net
        The network.
    cut, until
        First and last year of the consortia; what is known is what was before the first.
    each
        How many members of each are hidden, one at a time.
    left
        Hide all but so many at once instead.
    most
        Largest number of consortia, a random sample of all; None for all.
    seed
        Seed of the draws of members and of the sample.

    Returns
    -------
    HeldBack
        Of consortia with `LEAST` members or more, in an order that neither rows nor labels change.

    Examples
    --------
    >>> import polegraph.examples
    >>> net = polegraph.examples.tiny()
    >>> found = held_back(net.with_tables(projects=net.projects.assign(year=[2020, 2014, 2016])), 2020, 2020)
    >>> len(found.seeds), len(found.seeds[0]) + len(found.hidden[0])
    (1, 2)
    """
    past, whole = Past(before(net, cut)), Context(net, "content")
    draw = np.random.default_rng(seed)
    within = begun_within(net.projects, cut, until).to_numpy()[whole.project_order]
    sizes = np.diff(whole.incidence.indptr)
    projects = np.flatnonzero(within & (sizes >= LEAST)).astype(np.int64)
    if most is not None and len(projects) > most:
        projects = np.sort(draw.choice(projects, most, replace=False))
    known = past.context.positions(whole.ids)
    seeds, hidden, of = [], [], []
    for project in projects.tolist():
        members = known[whole.incidence.indices[whole.incidence.indptr[project] : whole.incidence.indptr[project + 1]]]
        order = draw.permutation(len(members))
        cuts = [order[left:]] if left is not None else [order[place : place + 1] for place in range(each)]
        for away in cuts[: len(members)]:
            stay = np.delete(members, away)
            seeds.append(stay[stay >= 0].astype(np.int64))
            hidden.append(members[away].astype(np.int64))
            of.append(project)
    return HeldBack(past, seeds, hidden, np.array(of, dtype=np.int64))
