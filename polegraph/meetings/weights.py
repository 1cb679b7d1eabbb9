"""How much a meeting is worth: needs and offers, suggestions, and gaps that it would close."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd

from polegraph import suggestions, support, synergies
from polegraph.errors import not_one_of
from polegraph.i18n import _
from polegraph.tables import LARGE_SIZES, SME_SIZES

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from polegraph.meetings.day import Floats, Mask
    from polegraph.meetings.pairs import Pairs
    from polegraph.meetings.participants import Participants
    from polegraph.network import Network

WEIGHTS: Final[Mapping[str, float]] = {"needs": 0.6, "suggestions": 0.3, "gaps": 0.1}
"""What each part adds to the weight of a meeting, all of them from 0 to 1; chosen, and not learned."""
CLOSED: Final = ("sme_without_large_group", "lab_without_sme", "training_body_left_out", "member_without_project")
"""Gaps that a meeting of two may close."""
_LEAST: Final = 0.01  # of any meeting, so that a free place is better used than not
_SMALL: Final = 1e-4  # for each small participant, so that ties are theirs
_DIGITS: Final = 6
_EVERY: Final = 1_000_000


@dataclass(frozen=True, eq=False)
class Worth:
    """The worth of pairs, and what it is made of.

    Parameters
    ----------
    weight : array of float, one entry a pair
        The sum.
    suggested
        What `polegraph.suggestions.suggest` says of the participants, by ``org_id`` and ``suggested_id``.
    matched
        What `polegraph.support.matches` says, the best of each ``org_id`` and ``offer_org_id``.
    gaps
        Which gaps each pair would close: a pair and a name of `CLOSED` a row, with ``lacks`` (the participant).
    small : array of bool, one entry a participant
        Micro-enterprises and SMEs.
    """

    weight: Floats
    suggested: pd.DataFrame
    matched: pd.DataFrame
    gaps: pd.DataFrame
    small: Mask


def worth(net: Network, people: Participants, pairs: Pairs, weights: Mapping[str, float] | None = None) -> Worth:
    r"""Compute what meetings of participants are worth.

    Parameters
    ----------
    net
        The network.
    people, pairs
        The participants, and the pairs that may meet.
    weights
        Other weights than `WEIGHTS`.

    Raises
    ------
    PolegraphError
        If there is no such part, or there are too many needs and offers to compare.

    Notes
    -----
    *Suggestions*: the mean over both directions of :math:`1 / \log_2(1 + r)`, the discount of NDCG, where *r* is the
    rank of the one in the other's list among the participants. *Needs*: :math:`(1 + s) / 2`, where *s* is the best
    score of a need of the one and an offer of the other, and 0 without both. *Gaps*: half a point for each of
    `CLOSED` that a project of the two would close, 1 at most.
    """
    parts = {**WEIGHTS, **(weights or {})}
    for name in parts:
        if name not in WEIGHTS:
            raise not_one_of(_("there is no such part of the weight"), name, tuple(WEIGHTS))
    suggested, near = _suggested(net, people)
    matched, needed = _matched(net, people)
    gaps, closing = _closing(net, people, pairs)
    sizes = pd.Series(_of(people, net.whole.category["size"].to_numpy(dtype=object)))
    small = sizes.isin(SME_SIZES).to_numpy(dtype=bool)
    square = parts["suggestions"] * (near + near.T) / 2 + parts["needs"] * np.maximum(needed, needed.T)
    value = square[pairs.one, pairs.other] + parts["gaps"] * np.minimum(closing / 2, 1)
    value = _LEAST + value + _SMALL * (small[pairs.one].astype(np.float64) + small[pairs.other])
    return Worth(np.round(value, _DIGITS), suggested, matched, gaps, small)


def _of(people: Participants, values: NDArray[np.object_]) -> list[object]:
    return [values[place] if place >= 0 else None for place in people.place.tolist()]


def _suggested(net: Network, people: Participants) -> tuple[pd.DataFrame, Floats]:
    """Suggest participants to each other; return the table, and the discounts of the ranks."""
    known = np.flatnonzero(people.place >= 0)
    users = known[net.whole.standing[people.place[known]]]
    discount = np.zeros((len(people), len(people)))
    place = {people.ids[at]: at for at in users.tolist()}
    if len(place) < 2:  # noqa: PLR2004  # one alone meets nobody
        return pd.DataFrame(columns=["org_id", "suggested_id", "reasons", "evidence_projects", "rank"]), discount
    table = suggestions.suggest(net.whole, list(place), len(place), among=place)
    user, other = (table[name].map(place).to_numpy(dtype=np.int64) for name in ("org_id", "suggested_id"))
    discount[user, other] = 1 / np.log2(1 + table["rank"].to_numpy(dtype=np.float64))
    return table.set_index(["org_id", "suggested_id"]), discount


def _matched(net: Network, people: Participants) -> tuple[pd.DataFrame, Floats]:
    """Match needs of participants with offers of participants; return the best of each pair, and the scores."""
    whole, score = net.whole, np.zeros((len(people), len(people)))
    needs, offers = (table[table["org_id"].isin(people.ids)] for table in (whole.needs, whole.offers))
    if not len(needs) or not len(offers):
        return pd.DataFrame(columns=["org_id", "offer_org_id", "detail", "offer_detail", "domain"]), score
    if len(needs) < len(whole.needs) or len(offers) < len(whole.offers):
        whole = whole.with_tables(needs=needs, offers=offers)
    table = support.matches(whole, top=_EVERY)
    table = table[table["offer_org_id"].notna() & table["org_id"].isin(people.ids)].sort_values(
        ["score"], ascending=False, kind="stable"
    )
    table = table.drop_duplicates(["org_id", "offer_org_id"])
    place = {one: at for at, one in enumerate(people.ids)}
    one, other = (table[name].map(place).to_numpy(dtype=np.int64) for name in ("org_id", "offer_org_id"))
    score[one, other] = (1 + table["score"].to_numpy(dtype=np.float64)) / 2
    return table.set_index(["org_id", "offer_org_id"]), score


def _closing(net: Network, people: Participants, pairs: Pairs) -> tuple[pd.DataFrame, Floats]:
    """Return the gaps that each pair would close, and how many."""
    kind = pd.Series(_of(people, net.whole.organisations["kind"].to_numpy(dtype=object)), dtype="object")
    size = pd.Series(_of(people, net.whole.category["size"].to_numpy(dtype=object)), dtype="object")
    active = np.asarray(net.whole.incidence.sum(axis=0)).ravel() > 0
    able = {
        "sme_without_large_group": size.isin(LARGE_SIZES),
        "lab_without_sme": size.isin(SME_SIZES),
        "training_body_left_out": kind == "company",
        "member_without_project": pd.Series([bool(place >= 0 and active[place]) for place in people.place.tolist()]),
    }
    found = []
    for name in CLOSED:
        lacking = pd.Index(people.ids).isin(synergies.gap(net.whole, name, draws=0)["org_id"])
        if not lacking.any():
            continue
        for mine, theirs in ((pairs.one, pairs.other), (pairs.other, pairs.one)):
            rows = np.flatnonzero(lacking[mine] & able[name].to_numpy(dtype=bool)[theirs])
            found.append(pd.DataFrame({"pair": rows, "gap": name, "lacks": mine[rows]}))
    table = pd.concat(found, ignore_index=True) if found else pd.DataFrame({"pair": [], "gap": [], "lacks": []})
    return table, np.bincount(table["pair"].astype(np.int64), minlength=len(pairs.one)).astype(np.float64)
