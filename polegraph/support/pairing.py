"""Pairs of needs and offers of a domain: scored, ranked, and assigned all at once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd

from polegraph.errors import PolegraphError, whole_number
from polegraph.i18n import _, number
from polegraph.support import demand, words
from polegraph.support.assignment import assign
from polegraph.support.nearness import Nearness, Neighbourhood

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from polegraph.network import Network

WEIGHTS: Final = {"words": 0.4, "network": 0.3, "place": 0.2, "capacity": 0.1}
"""What each part adds to the score of a pair, all of them from 0 to 1; chosen, and not learned."""
MOST: Final = 250_000
"""Pairs of needs and offers that are compared at most."""
_DIGITS: Final = 9  # of scores: what differs less is a tie


@dataclass(frozen=True)
class Pairing:
    """Needs, offers, and the pairs of one domain.

    Parameters
    ----------
    asked, offered
        As `demand.asking` and `demand.offers` have them.
    where
        The network.
    pairs
        A row a pair, by need and rank: ``need``, ``offer`` (rows of the two), ``one``, ``other`` (positions of their
        organisations), ``score``, ``left`` (of the capacity), ``full``, ``pole``, ``rank``, ``assigned``.
    near
        Nearness of the pairs, before they were ordered: ``pairs`` is indexed by its rows.
    """

    asked: pd.DataFrame
    offered: pd.DataFrame
    where: Neighbourhood
    pairs: pd.DataFrame
    near: Nearness


def pair(net: Network, unknown_capacity: int) -> Pairing:
    """Pair every need that asks for an offer with every offer of its domain by another organisation.

    Parameters
    ----------
    net
        The whole network.
    unknown_capacity
        What an offer of unknown capacity counts as, when needs are assigned.

    Raises
    ------
    PolegraphError
        If there are more than `MOST` pairs.

    Examples
    --------
    >>> import polegraph.examples
    >>> len(pair(polegraph.examples.tiny(), 1).pairs)
    0
    """
    unknown_capacity = whole_number(unknown_capacity, "unknown_capacity", 0)
    asked, offered = demand.asking(net), demand.offers(net)
    _refuse_many(asked, offered)
    # Pair them by domain.
    left = pd.DataFrame({"need": np.arange(len(asked)), "domain": asked["domain"], "org": asked["org_id"]})
    right = pd.DataFrame({"offer": np.arange(len(offered)), "domain": offered["domain"], "other": offered["org_id"]})
    pairs = left.merge(right, on="domain")
    pairs = pairs[pairs["org"] != pairs["other"]].sort_values(["need", "offer"], ignore_index=True)
    need, offer = (pairs[name].to_numpy(dtype=np.int64) for name in ("need", "offer"))
    one, other = (net.org_index.get_indexer(pd.Index(pairs[name])).astype(np.int64) for name in ("org", "other"))
    # Score them.
    where = Neighbourhood(net)
    near = where.pairs(one, other)
    alike = words.likeness(words.said(asked["detail"]), words.said(offered["detail"]), need, offer)
    capacity = offered["left"].to_numpy(dtype=np.float64)
    free = capacity[offer]
    score = np.round(_score(alike, near, np.where(np.isnan(free), unknown_capacity, free)), _DIGITS)
    found = pd.DataFrame({"need": need, "offer": offer, "one": one, "other": other, "score": score, "left": free})
    found["full"], found["pole"] = free == 0, near.pole
    # Assign them all at once, and rank them need by need.
    found["assigned"] = _assigned(found, np.where(np.isnan(capacity), unknown_capacity, capacity), asked["domain"])
    found = found.sort_values(["need", "full", "score", "offer"], ascending=[True, True, False, True])
    found["rank"] = found.groupby("need").cumcount() + 1
    return Pairing(asked, offered, where, found, near)


def _refuse_many(asked: pd.DataFrame, offered: pd.DataFrame) -> None:
    """Refuse what would take too long."""
    counts = asked["domain"].value_counts()
    many = int((counts * offered["domain"].value_counts().reindex(counts.index, fill_value=0)).sum())
    if many > MOST:
        raise PolegraphError(
            _("there are {pairs} pairs of needs and offers, and at most {most} are compared").format(
                pairs=number(many), most=number(MOST)
            ),
            remedy=_("write that needs are met or dropped, and that offers are closed, where they are"),
        )


def _score(alike: NDArray[np.float64], near: Nearness, free: NDArray[np.float64]) -> NDArray[np.float64]:
    parts = {"words": alike, "network": near.network, "place": near.place, "capacity": free / (free + 1)}
    return sum((WEIGHTS[name] * part for name, part in parts.items()), start=np.zeros(len(alike)))


def _assigned(pairs: pd.DataFrame, capacity: NDArray[np.float64], domain: pd.Series[str]) -> NDArray[np.bool_]:
    """Choose the offers of the needs of each domain."""
    chosen = np.zeros(len(pairs), dtype=np.bool_)
    code = pd.factorize(domain)[0][pairs["need"].to_numpy()]
    for number_ in range(int(code.max(initial=-1)) + 1):
        here = np.flatnonzero(code == number_)
        need, offer, score = (pairs[name].to_numpy()[here] for name in ("need", "offer", "score"))
        chosen[here] = assign(need, offer, score, capacity)
    return chosen
