"""Back-test of cold-start recommendations: lists of users with attributes only."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from scipy import sparse

from polegraph.combine import before
from polegraph.errors import PolegraphError, whole_number
from polegraph.i18n import _
from polegraph.network import Network
from polegraph.suggestions.candidates import cold_start
from polegraph.suggestions.candidates.baselines import BLOCK
from polegraph.suggestions.learning.ranking_metrics import bootstrap, interval, ndcg, rounded
from polegraph.suggestions.learning.temporal_split import mask_known, new_partners, partners_found
from polegraph.suggestions.learning.training_data import among
from polegraph.suggestions.profiles.organisations import Profiles
from polegraph.suggestions.profiles.snapshot import Context

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from polegraph.suggestions.candidates.baselines import Block
    from polegraph.suggestions.profiles.snapshot import Positions


def newcomers(net: Network, cut: int, until: int, *, draws: int = 1000, seed: int = 0, top: int = 10) -> dict[str, Any]:
    """Judge the lists of newcomers: organisations with their first project in the test years.

    At the cut only their attributes are known: name, kind, size, place. Relevant are the organisations that had a
    project before the cut and became partners in the test years.

    Parameters
    ----------
    net
        The network.
    cut, until
        First and last of the judged years.
    draws, seed
        Number of bootstrap draws over users, and their seed.
    top
        Length of the lists.

    Returns
    -------
    dict
        ``cut, until, users, candidates``; ``methods``: ``coldstart`` and ``popularity``, each with ``name, ndcg_at_10,
        hit_at_10``; ``difference, difference_low, difference_high`` of their NDCG (95 %).

    Raises
    ------
    PolegraphError
        If there is no such organisation.
    """
    cut, until, top = whole_number(cut, "cut"), whole_number(until, "until"), whole_number(top, "top", 1)
    # Take the network at the cut, with the newcomers as organisations without a project
    past = before(net.around, cut)
    tables = {**past.tables, "organisations": before(net.around, until + 1).organisations}
    wide = Network.from_checked(tables, focus=None, around=None, day=past.day)
    context = Context(wide, "content")
    there = np.diff(context.members.indptr) > 0
    # Find the relevant organisations: new partners that had a project before the cut
    truth = new_partners(context, partners_found(net.around, wide, cut, until)).astype(np.float64)
    truth = sparse.csr_array(truth @ sparse.diags_array(there.astype(np.float64)))
    truth.eliminate_zeros()
    users = np.flatnonzero((np.diff(truth.indptr) > 0) & ~there).astype(np.int64)
    if not len(users):
        raise PolegraphError(
            _("no organisation had its first project in these years with one that had another before"),
            remedy=_("choose another cut, or more years to judge on"),
        )
    # Judge the lists, and test their difference by a bootstrap over users
    lists = _lists(context, users, there, top)
    right = {name: among(truth, users, positions) for name, positions in lists.items()}
    relevant = np.diff(truth.indptr)[users].astype(np.int64)
    values: dict[str, NDArray[np.float64]] = {name: ndcg(found, relevant) for name, found in right.items()}
    apart = values["coldstart"] - values["popularity"]
    low, high = interval(bootstrap(apart[:, None], draws, seed)[:, 0])
    return {
        "cut": cut,
        "until": until,
        "users": len(users),
        "candidates": int(there.sum()),
        "methods": [
            {
                "name": name,
                f"ndcg_at_{top}": rounded(values[name].mean()),
                f"hit_at_{top}": rounded(right[name].any(axis=1).mean()),
            }
            for name in lists
        ],
        "difference": rounded(apart.mean()),
        "difference_low": rounded(low),
        "difference_high": rounded(high),
    }


def _lists(context: Context, users: Positions, there: NDArray[np.bool_], top: int) -> dict[str, Positions]:
    """Rank candidates for each user, by cold start and by popularity, among the organisations *there* at the cut."""
    cold = cold_start.ColdStart(Profiles(context))

    def exclude(some: Positions, scores: Block) -> None:
        mask_known(context.partners, some, scores)
        scores[:, ~there] = 0

    popular = np.argsort(-np.where(there, context.degree, -1), kind="stable")[:top]
    return {
        "coldstart": np.concatenate(
            [
                cold_start.candidates(cold, users[start : start + BLOCK], exclude, top).positions
                for start in range(0, len(users), BLOCK)
            ]
        ),
        "popularity": np.tile(popular, (len(users), 1)),
    }
