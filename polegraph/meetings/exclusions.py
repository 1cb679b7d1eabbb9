"""Exclusions: which participants are of one group, partners, dissolved or opted out, also where that is not shown.

A plan for an audience names nothing that this may not see. But two partners are partners whoever reads the plan: so all
that the network holds is asked who is to be kept apart, and for nothing else.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
from scipy import sparse

from polegraph.linalg.sparse import one_hot

if TYPE_CHECKING:
    from collections.abc import Sequence

    from polegraph.linalg import Csr
    from polegraph.meetings.day import Mask
    from polegraph.meetings.participants import Participants
    from polegraph.network import Network


@dataclass(frozen=True, eq=False)
class Exclusions:
    """Exclusions of participants and of their pairs.

    Parameters
    ----------
    gone, shy : array of bool, one entry a participant
        Dissolved; does not want to be suggested.
    same, worked : array of bool, participants × participants
        Of one group; has worked with the other one or its group, or the other way round.
    """

    gone: Mask
    shy: Mask
    same: Mask
    worked: Mask


def shown(net: Network, people: Participants) -> Exclusions:
    """Find the exclusions that may be told: by the organisations that participants are known as.

    Parameters
    ----------
    net
        The network.
    people
        The participants.
    """
    return _among(net.whole, one_hot(people.place, len(net.whole.organisations)))


def everywhere(net: Network, people: Participants) -> Exclusions | None:
    """Find the exclusions by all that the network holds, seen and chosen or not: to be held, and not to be told.

    A name is looked up as if all could be seen. Where several organisations fit, it may be any of them: a pair is kept
    apart if one of them would be; a participant is dissolved if all of them are.

    Parameters
    ----------
    net
        The network.
    people
        The participants.

    Returns
    -------
    Exclusions or None
        None if there is nothing that *net* and what is around it leave out.
    """
    held, whole = net.origin, net.whole
    if held.seen is None and all(
        len(held.tables[name]) == len(whole.tables[name]) for name in ("organisations", "projects", "participations")
    ):
        return None
    held = held.on(net.day)
    known = whole.org_index
    meant = [
        [*(known[[place]] if place >= 0 else []), *(one for text in texts for one in held.fitting(text))]
        for place, texts in zip(people.place.tolist(), people.texts, strict=True)
    ]
    return _among(held, _matrix(meant, held.org_index))


def _matrix(meant: Sequence[Sequence[str]], index: pd.Index[str]) -> Csr:
    """Return which organisations each participant may be, as a matrix participants × organisations."""
    rows = np.repeat(np.arange(len(meant)), [len(some) for some in meant])
    columns = index.get_indexer(pd.Index([one for some in meant for one in some], dtype="str"))
    there = columns >= 0
    shape = (len(meant), len(index))
    found = sparse.csr_array((np.ones(there.sum(), dtype=np.int64), (rows[there], columns[there])), shape=shape)
    found.data[:] = 1  # called twice, it is one
    return found


def _among(whole: Network, means: Csr) -> Exclusions:
    """Find the exclusions in a network, by the organisations that each participant may be."""
    some = means.sum(axis=1) > 0
    gone = some & (means @ whole.standing.astype(np.int64) == 0)
    shy = (means @ whole.organisations["opt_out"].fillna(value=False).to_numpy(dtype=np.int64)) > 0
    # the groups of participants alone: there are many more in the network
    units = one_hot(pd.factorize(whole.category["unit"].to_numpy())[0])
    of_groups: Any = means @ units
    theirs = np.unique(of_groups.indices)
    of_groups = of_groups[:, theirs]
    same = _dense(of_groups @ of_groups.T)
    # each counts as itself on the one side, and as its group on the other
    shared = _dense((whole.incidence @ means.T).T @ (whole.incidence @ units[:, theirs]) @ of_groups.T)
    return Exclusions(gone, shy, same, shared | shared.T)


def _dense(matrix: Any) -> Mask:  # noqa: ANN401  # a sparse matrix
    return np.asarray(matrix.todense()) > 0
