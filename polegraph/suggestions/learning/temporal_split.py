"""Temporal train/test split of a network: its past, and the partnerships that came after."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pandas as pd

from polegraph import linalg
from polegraph.combine import begun_within
from polegraph.suggestions.profiles.snapshot import Context

if TYPE_CHECKING:
    from datetime import date

    from polegraph.linalg import Csr
    from polegraph.network import Network
    from polegraph.suggestions.candidates.baselines import Block
    from polegraph.suggestions.profiles.snapshot import Positions


class TemporalSplit(NamedTuple):
    """The past of a network, the users that found a new partner after it, and these partners."""

    context: Context
    users: Positions
    truth: Csr
    candidates: int


def partners_found(net: Network, past: Network, cut: int | date, last: int | date) -> Csr:
    """Return which organisations share a project in the test years, among those known before.

    Parameters
    ----------
    net, past
        The whole network, and what was known of it before *cut*.
    cut, last
        First and last of the test years, or days.

    Returns
    -------
    csr_array
        Organisations × organisations in the order of the table of *past*.
    """
    judged = begun_within(net.projects, cut, last).to_numpy(dtype=bool)
    takes_part = net.participations
    takes_part = takes_part[takes_part["project_id"].isin(net.projects.loc[judged, "project_id"])]
    column = past.org_index.get_indexer(pd.Index(takes_part["org_id"]))
    row, names = pd.factorize(takes_part["project_id"])
    known = column >= 0
    matrix = linalg.incidence(
        row[known].astype(np.int64), column[known].astype(np.int64), (len(names), len(past.org_index))
    )
    return linalg.project(matrix, np.ones(len(names), dtype=np.int64))


def split(past: Network, later: Csr, focus: frozenset[str] | None) -> TemporalSplit:
    """Build the split.

    Parameters
    ----------
    past
        The network that the methods may see.
    later
        Organisations × organisations in the order of its table: shared projects of the test years.
    focus
        The organisations that may be users; None for all.

    Returns
    -------
    TemporalSplit
        It may be that there are no users.
    """
    context = Context(past, "content")
    truth = new_partners(context, later)
    users = np.flatnonzero(np.diff(truth.indptr)).astype(np.int64)
    if focus is not None:
        users = users[np.isin(context.ids[users].astype("str"), np.array(sorted(focus), dtype="str"))]
    return TemporalSplit(context, users, truth, len(context.ids))


def new_partners(context: Context, later: Csr) -> Csr:
    """Return which pairs became partners and were not before.

    Parameters
    ----------
    context
        The past.
    later
        As for `split`.

    Returns
    -------
    csr_array
        Organisations × organisations by position of the context.
    """
    together = later[context.order][:, context.order].astype(bool).astype(np.int8)
    truth = together - together.multiply(context.partners.astype(np.int8))
    truth = truth.tocsr()
    truth.eliminate_zeros()
    truth.sort_indices()
    return truth


def drawn(users: Positions, most: int, seed: list[int]) -> Positions:
    """Draw a random sample of users where there are too many.

    Parameters
    ----------
    users : array of int
        Positions of the users.
    most
        Largest number of users.
    seed
        Of the draw.

    Returns
    -------
    array of int
        Sorted.
    """
    if len(users) <= most:
        return users
    return np.sort(np.random.default_rng(seed).choice(users, most, replace=False))


def mask_known(partners: Csr, users: Positions, scores: Block) -> None:
    """Set the scores of the users themselves and of their current partners to 0, in place.

    Parameters
    ----------
    partners
        Organisations × organisations: current partners.
    users : array of int
        Positions of the users.
    scores : array of float32, users × organisations
        Scores.
    """
    present = partners[users]
    scores[np.repeat(np.arange(len(users)), np.diff(present.indptr)), present.indices] = 0
    scores[np.arange(len(users)), users] = 0
