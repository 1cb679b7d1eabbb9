"""Needs beside the offers that could meet them, and the needs that nobody of their pôle can meet."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

import numpy as np
import pandas as pd

from polegraph.errors import whole_number
from polegraph.i18n import N_, _
from polegraph.support import demand, reasons, words
from polegraph.support.pairing import Pairing, pair

if TYPE_CHECKING:
    from polegraph.network import Network

COLUMNS: Final = (
    *("org_id", "name", "domain", "detail", "since", "status", "rank", "offer_org_id", "offer_name", "offer_detail"),
    *("capacity_left", "distance", "via_ids", "evidence_projects", "assigned", "reasons"),
    *("score", "kilometres", "city", "offer_city", "pole_ids"),
)
TOP: Final = 10
"""Offers that are listed for a need."""
EACH: Final = 3
"""Offers of other pôles that are listed for a need that its own cannot meet."""
HEADINGS: Final = {
    "name": N_("organisation in need"),
    "since": N_("since"),
    "status": N_("state of the need"),
    "distance": N_("steps between them"),
    "via_ids": N_("common partners"),
}
"""Headings of columns that other lists name otherwise."""
_WHOLE: Final = ("rank", "capacity_left", "distance")
_FLOATS: Final = ("score", "kilometres")


def matches(net: Network, *, top: int = TOP, unknown_capacity: int = 1) -> pd.DataFrame:
    r"""Rank for each need the offers that could meet it, and assign all needs at once.

    Needs are those that are open on the day of the network, or in progress with nobody known to be at work on them;
    offers are those of the same domain that can be taken up, by organisations that stand and want to be suggested.

    Parameters
    ----------
    net
        The network; of a part, needs are those of the organisations that were chosen (`Network.focus`), and offers
        are of the whole network that they were chosen from.
    top
        How many offers are listed for each need; the one that is assigned is listed in any case.
    unknown_capacity
        How many needs an offer of unknown capacity can take, when scores are computed and needs are assigned.

    Returns
    -------
    DataFrame
        `COLUMNS`, a row a need and an offer, the oldest need first; a need for which there is no offer has one row,
        without an offer. ``capacity_left``: capacity less the needs that it is meeting, missing where the capacity is
        not known. ``distance``: steps in the collaboration network. ``via_ids``: common partners that could introduce
        them, where they share no project. ``evidence_projects``: the projects that they share, or those of the first
        common partner with either. ``assigned``: whether the offer is the one that meets this need when all needs of
        the whole network are met at once, each by one offer at most and under the capacities, so that the total score
        is the largest. ``pole_ids``: pôles of the organisation in need.

    Raises
    ------
    PolegraphError
        If there are too many needs and offers to compare.

    Notes
    -----
    ``score`` is :math:`0.4 w + 0.3 n + 0.2 p + 0.1 c`. *w*: how alike the words of ``detail`` are
    (`polegraph.support.words.likeness`); *n*: 1 with a common project, 0.6 with a common partner, else 0; *p*: the mean
    of same pôle, same region and :math:`2^{-d / 100 km}`, each 0 where it is not known; *c*: :math:`l / (l + 1)`, where
    *l* is left of the capacity. The weights are chosen, not learned. Offers that have no capacity left rank last. Words
    are weighted by how rare they are [1]_; the assignment is a linear programme, which HiGHS solves [2]_.

    References
    ----------
    .. [1] K. Sparck Jones, "A statistical interpretation of term specificity and its application in retrieval",
       Journal of Documentation 28 (1972), 11-21. ``sparckjones1972``
    .. [2] Q. Huangfu and J. A. J. Hall, "Parallelizing the dual revised simplex method", Mathematical Programming
       Computation 10 (2018), 119-142. ``huangfu2018``

    Examples
    --------
    >>> import polegraph.examples
    >>> import pandas as pd
    >>> net = polegraph.examples.tiny().with_tables(
    ...     needs=pd.DataFrame({"org_id": ["SME1"], "domain": ["skills"], "detail": ["recruter un chimiste"]}),
    ...     offers=pd.DataFrame({"org_id": ["BIG"], "domain": ["skills"], "detail": ["chemists"], "capacity": [2]}),
    ... )
    >>> matches(net)[["org_id", "offer_org_id", "distance", "via_ids", "assigned"]].values.tolist()
    [['SME1', 'BIG', 2, 'LAB', True]]
    """
    top = whole_number(top, "top", 1)
    found = pair(net.whole, unknown_capacity)
    pairs = found.pairs[_asked_about(net, found)[found.pairs["need"].to_numpy(dtype=np.int64)]]
    return _table(net, found, pairs[(pairs["rank"] <= top) | pairs["assigned"]])


def unmet(net: Network, *, each: int = EACH, unknown_capacity: int = 1) -> pd.DataFrame:
    """List the needs that nobody of the pôles of the organisation can meet, with the others that could.

    Parameters
    ----------
    net
        The network, as for `matches`.
    each
        How many offers of others are listed for each need.
    unknown_capacity
        As for `matches`.

    Returns
    -------
    DataFrame
        `COLUMNS`, as `matches` has them, of the needs for which no member of a pôle of the organisation has an offer
        with capacity left; an offer of unknown capacity has. A need that nobody of the network can meet has one row,
        without an offer. An organisation outside all pôles has nobody, and is listed.

    Raises
    ------
    PolegraphError
        If there are too many needs and offers to compare.

    Examples
    --------
    >>> import polegraph.examples
    >>> len(unmet(polegraph.examples.tiny()))
    0
    """
    each = whole_number(each, "each", 1)
    found = pair(net.whole, unknown_capacity)
    able = found.pairs[~found.pairs["full"]]
    lacking = _asked_about(net, found)
    lacking[able.loc[able["pole"], "need"].to_numpy(dtype=np.int64)] = False
    pairs = able[lacking[able["need"].to_numpy(dtype=np.int64)] & (able["rank"] <= each)]
    return _table(net, found, pairs, lacking)


class _Given(NamedTuple):
    """Needs and offers as plain rows, which are looked up faster than those of a data frame."""

    asked: list[dict[Any, Any]]
    offered: list[dict[Any, Any]]


def _asked_about(net: Network, found: Pairing) -> np.ndarray[Any, np.dtype[np.bool_]]:
    return found.asked["org_id"].isin(demand.chosen(net)).to_numpy(dtype=bool, copy=True)


def _table(
    net: Network, found: Pairing, pairs: pd.DataFrame, which: np.ndarray[Any, np.dtype[np.bool_]] | None = None
) -> pd.DataFrame:
    """Describe needs and offers; needs without one stand alone."""
    wanted = np.flatnonzero(_asked_about(net, found) if which is None else which)
    given = _Given(found.asked.to_dict("records"), found.offered.to_dict("records"))
    rows = [_row(found, given, int(place), values) for place, values in _by_row(pairs)]
    alone = sorted(set(wanted.tolist()) - set(pairs["need"].tolist()))
    rows += [_alone(found, given, need) for need in alone]
    table = pd.DataFrame(rows, columns=["need", *COLUMNS])
    table = table.sort_values(["since", "need", "rank"], na_position="last", ignore_index=True)[list(COLUMNS)]
    types: dict[str, Any] = dict.fromkeys(_WHOLE, "Int64") | dict.fromkeys(_FLOATS, "float64") | {"assigned": "bool"}
    texts = [name for name in COLUMNS if name not in types and name != "since"]
    table = table.astype({**types, **dict.fromkeys(texts, "str"), "since": found.asked["date"].dtype})
    table.attrs["headings"] = HEADINGS
    return table


def _by_row(pairs: pd.DataFrame) -> list[tuple[int, Any]]:
    return list(zip(pairs.index.tolist(), pairs.itertuples(index=False), strict=True))


def _of_need(found: Pairing, given: _Given, need: int, position: int) -> dict[str, Any]:
    asked = given.asked[need]
    row = found.where.poles.indices[found.where.poles.indptr[position] : found.where.poles.indptr[position + 1]]
    return {
        "need": need,
        "org_id": asked["org_id"],
        "name": found.where.name[position],
        "city": _text(found.where.city[position]),
        "domain": asked["domain"],
        "detail": _text(asked["detail"]),
        "since": asked["date"],
        "status": asked["status"],
        "pole_ids": ";".join(found.where.pole_ids[place] for place in sorted(row.tolist())) or None,
    }


def _row(found: Pairing, given: _Given, place: int, values: Any) -> dict[str, Any]:  # noqa: ANN401  # a named tuple of a data frame
    """Describe a need and an offer."""
    near, offer = found.near, given.offered[values.offer]
    shared, between = bool(near.shared[place]), bool(near.between[place])
    proved = reasons.proof(found.where, values.one, values.other, shared=shared, between=between)
    row = _of_need(found, given, values.need, values.one)
    same = words.common(_text(offer["detail"]) or "", row["detail"] or "")
    said = [*reasons.of_words(same), *reasons.sentences(found.where, near, place, values.one, proved)]
    return {
        **row,
        "rank": values.rank,
        "offer_org_id": offer["org_id"],
        "offer_name": found.where.name[values.other],
        "offer_detail": _text(offer["detail"]),
        "offer_city": _text(found.where.city[values.other]),
        "capacity_left": _known(offer["left"]),
        "distance": _known(near.steps[place]),
        "via_ids": ";".join(str(found.where.net.org_index[one]) for one in proved.via) or None,
        "evidence_projects": ";".join(proved.projects) or None,
        "assigned": values.assigned,
        "reasons": _("; ").join([*said, reasons.of_capacity(float(offer["left"]))]),
        "score": values.score,
        "kilometres": near.kilometres[place],
    }


def _alone(found: Pairing, given: _Given, need: int) -> dict[str, Any]:
    """Describe a need for which there is no offer."""
    position = int(found.where.net.org_index.get_loc(given.asked[need]["org_id"]))  # type: ignore[arg-type]
    said = _("nobody in the network offers it with capacity left")
    return {**_of_need(found, given, need, position), "assigned": False, "reasons": said}


def _known(value: float) -> int | None:
    return None if np.isnan(value) else int(value)


def _text(value: object) -> str | None:
    return value if isinstance(value, str) else None
