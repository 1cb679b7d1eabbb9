"""Observations on a consortium that no rule asks: who never met, who leads, who depends on whom."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pandas as pd

from polegraph.consortia import wording
from polegraph.i18n import _, number

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from polegraph.consortia.members import Consortium
    from polegraph.network import Network

_MOST_PAIRS: Final = 5  # pairs that a cell names
_DEPENDS: Final = 0.5  # share of earlier projects with one other member from which it is said
_FEWEST: Final = 2  # projects; of one project, a share says nothing


def observations(net: Network, whom: Consortium) -> list[dict[str, Any]]:
    """Return what is true of a consortium and no rule asks, a row an observation, without a result.

    Parameters
    ----------
    net
        The network; of a project, only what began in earlier years counts as having been before.
    whom
        The consortium.
    """
    members = whom.table
    known = members["known"].to_numpy(dtype=bool)
    earlier = _earlier(net, whom)
    inside = net.org_index.get_indexer(pd.Index(members["org_id"]))
    took_part = np.zeros((int(earlier.sum()), len(members)), dtype=bool)
    took_part[:, known] = net.incidence[np.flatnonzero(earlier)][:, inside[known]].toarray() > 0
    units = members["unit"].unique().tolist()
    groups = members["unit"].map(dict(zip(units, net.names(units), strict=True)))
    rows = [
        _new_here(members, known),
        _gone(net, members, inside, known),
        _never_met(members, known, took_part),
        _none_led(net, whom, earlier),
        _no_outcome(net, whom, earlier),
        _all_one(groups, "one_group", _("all members are of one group")),
        _all_one(members["city"], "one_town", _("all members are of one town")),
        *_dependent(members, took_part, net.project_index[earlier]),
    ]
    return [row for row in rows if row is not None]


def _earlier(net: Network, whom: Consortium) -> NDArray[np.bool_]:
    """Return which projects came before: all of a list's network, those of earlier years for a project."""
    if whom.project_id is None:
        return np.ones(len(net.projects), dtype=bool)
    return (net.projects["year"] < whom.day.year).fillna(value=False).to_numpy(dtype=bool)


def _row(rule: str, what: str, found: str | None, why: str | None, org_ids: list[str]) -> dict[str, Any]:
    return {"rule": rule, "what": what, "found": found, "why": why, "org_ids": ";".join(org_ids) or None}


def _new_here(members: pd.DataFrame, known: NDArray[np.bool_]) -> dict[str, Any] | None:
    if known.all():
        return None
    what = _("members that the network does not have: nothing is known of what they did before")
    return _row("not_in_network", what, number(int((~known).sum())), wording.names(members, ~known), [])


def _gone(
    net: Network, members: pd.DataFrame, inside: NDArray[np.intp], known: NDArray[np.bool_]
) -> dict[str, Any] | None:
    gone = np.zeros(len(members), dtype=bool)
    gone[known] = ~net.standing[inside[known]]
    if not gone.any():
        return None
    what = _("members that no longer exist")
    return _row(
        "dissolved", what, number(int(gone.sum())), wording.names(members, gone), members["org_id"][gone].tolist()
    )


def _never_met(members: pd.DataFrame, known: NDArray[np.bool_], took_part: NDArray[np.bool_]) -> dict[str, Any] | None:
    """Count pairs of members without a common earlier project, the groups of which have none either."""
    number_of, units = pd.factorize(members["unit"])
    by_unit = np.zeros((len(took_part), len(units)), dtype=np.float64)
    for at, unit in enumerate(number_of):
        by_unit[:, unit] = np.maximum(by_unit[:, unit], took_part[:, at])
    there = np.zeros(len(units), dtype=bool)
    there[number_of[known]] = True
    apart = np.triu((by_unit.T @ by_unit) == 0, 1) & there[:, None] & there[None, :]
    pairs = int(there.sum() * (there.sum() - 1) // 2)
    if not pairs or not apart.any():
        return None
    first = {int(unit): str(name) for unit, name in reversed(list(zip(number_of, members["name"], strict=True)))}
    named = [f"{first[one]} – {first[other]}" for one, other in np.argwhere(apart).tolist()]
    listed = wording.and_more(_("; ").join(named[:_MOST_PAIRS]), max(len(named) - _MOST_PAIRS, 0))
    what = _("pairs of members that never worked together before")
    found = _("{n} of {all}").format(n=number(len(named)), all=number(pairs))
    lonely = apart.sum(axis=0) + apart.sum(axis=1) == there.sum() - 1
    return _row("never_worked_together", what, found, listed, members["org_id"][lonely[number_of] & known].tolist())


def _none_led(net: Network, whom: Consortium, earlier: NDArray[np.bool_]) -> dict[str, Any] | None:
    rows = net.participations
    past = rows[rows["project_id"].isin(net.project_index[earlier]) & rows["org_id"].isin(whom.table["org_id"])]
    if (past["role"] == "coordinator").any() or not past["role"].notna().any():
        return None
    what = _("no member has coordinated a project before")
    return _row("none_coordinated", what, "0", _of_earlier(len(past["project_id"].unique())), [])


def _no_outcome(net: Network, whom: Consortium, earlier: NDArray[np.bool_]) -> dict[str, Any] | None:
    """Return that no member has an outcome, if outcomes are on record at all."""
    if not len(net.outcomes):
        return None
    rows = net.participations
    members = set(whom.table["org_id"])
    past = rows[rows["org_id"].isin(members) & rows["project_id"].isin(net.project_index[earlier])]
    held = net.outcomes["org_id"].isin(members) | net.outcomes["project_id"].isin(past["project_id"])
    if (held & (net.outcomes["project_id"] != whom.project_id)).any():
        return None
    what = _("no member has an outcome on record, of its own or of an earlier project")
    return _row("none_with_outcome", what, "0", _of_earlier(len(past["project_id"].unique())), [])


def _of_earlier(count: int) -> str:
    return _("their earlier projects: {n}").format(n=number(count))


def _all_one(values: pd.Series[str], rule: str, what: str) -> dict[str, Any] | None:
    if len(values) < _FEWEST or values.isna().any() or (values != values.iloc[0]).any():
        return None
    return _row(rule, what, str(values.iloc[0]), None, [])


def _dependent(members: pd.DataFrame, took_part: NDArray[np.bool_], projects: pd.Index[str]) -> list[dict[str, Any]]:
    """Return the members of which half of the earlier projects or more were with one other member of the consortium."""
    shared = took_part.T.astype(np.int64) @ took_part.astype(np.int64)
    own = np.diag(shared).copy()
    np.fill_diagonal(shared, 0)
    rows = []
    for at in np.flatnonzero(own >= _FEWEST).tolist():
        other = int(shared[at].argmax())
        share = shared[at, other] / own[at]
        if share < _DEPENDS:
            continue
        name, partner = members["name"].iloc[[at, other]]
        what = _("{name}: half of its earlier projects or more were with {partner}").format(name=name, partner=partner)
        found = _("{n} of {all}").format(n=number(int(shared[at, other])), all=number(int(own[at])))
        row = _row("depends", what, found, None, members["org_id"].iloc[[at, other]].tolist())
        rows.append({**row, "evidence_projects": ";".join(sorted(projects[took_part[:, at] & took_part[:, other]]))})
    return rows
