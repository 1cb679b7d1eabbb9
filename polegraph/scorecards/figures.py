"""The figure of each indicator, for all pôles at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd

from polegraph.linalg.sparse import divide
from polegraph.metrics.temporal.kaplan_meier import at
from polegraph.outcomes import FEWEST
from polegraph.scorecards import selected
from polegraph.scorecards.facts import Facts, Figure
from polegraph.tables import DOMAINS

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from polegraph.linalg import Csr

    Floats = NDArray[np.float64]
    Truths = NDArray[np.bool_]

HORIZON: Final = 36
"""Months after the end, for the share of projects with an outcome."""


def _unknown(facts: Facts) -> Figure:
    """Return no figure for any pôle: where nobody wrote down anything, nothing is not a number."""
    return Figure(np.full(len(facts.poles), np.nan))


def _members(facts: Facts, year: int, which: Truths | None = None) -> Figure:
    here = facts.members(year)
    chosen = np.ones(here.shape[1], dtype=np.bool_) if which is None else which
    return Figure(facts.count(chosen, here))


def _groups(facts: Facts, year: int) -> Figure:
    """Count large groups, of which several subsidiaries are one."""
    here = facts.members(year).tocoo()
    large = facts.large[here.col]
    pairs = pd.DataFrame({"pole": here.row[large], "unit": facts.unit[here.col[large]]}).drop_duplicates()
    return Figure(np.bincount(pairs["pole"], minlength=len(facts.poles)).astype(np.float64))


def _moved(facts: Facts, year: int, *, left: bool) -> Figure:
    now, before = facts.members(year), facts.members(year - 1)
    both = np.asarray(now.multiply(before).sum(axis=1)).ravel()
    return Figure((np.asarray((before if left else now).sum(axis=1)).ravel() - both).astype(np.float64))


def _renewed(facts: Facts, year: int) -> Figure:
    now, before = facts.members(year), facts.members(year - 1)
    whole = np.asarray(before.sum(axis=1)).ravel().astype(np.float64)
    return Figure(divide(np.asarray(now.multiply(before).sum(axis=1)).ravel(), whole), of=whole)


def _share_of_smes(facts: Facts, year: int) -> Figure:
    known = selected.sized(facts)
    whole = facts.count(known, facts.members(year))
    return Figure(divide(facts.count(known & facts.sme, facts.members(year)), whole), of=whole)


def _without_project(facts: Facts, year: int) -> Figure:
    return Figure(facts.count(~selected.active(facts, year), facts.members(year)))


def _in_region(facts: Facts, year: int) -> Figure:
    rows = selected.placed(facts, year)
    whole = np.bincount(rows["pole"], minlength=len(facts.poles)).astype(np.float64)
    same = np.bincount(rows.loc[rows["counted"], "pole"], minlength=len(facts.poles))
    return Figure(divide(same, whole), of=whole)


def _labels(facts: Facts, year: int) -> Figure:
    places = facts.poles.get_indexer(pd.Index(selected.labels(facts, year)["pole_id"]))
    return Figure(np.bincount(places, minlength=len(facts.poles)).astype(np.float64))


def _funded(facts: Facts, year: int) -> Figure:
    return Figure(facts.count(selected.paid(facts) & facts.started(year), facts.labelled))


def _funding(facts: Facts, year: int) -> Figure:
    funding = facts.net.projects["funding"].to_numpy(dtype="float64")
    known = facts.started(year) & ~np.isnan(funding)
    total = np.asarray(facts.labelled @ np.where(known, funding, 0.0)).ravel()
    any_known = facts.count(known, facts.labelled) > 0
    return Figure(np.where(any_known, total, np.where(facts.count(facts.started(year), facts.labelled) > 0, np.nan, 0)))


def _share_of_projects(facts: Facts, year: int, flag: str) -> Figure:
    known, yes = selected.said(facts, flag)
    here = facts.started(year) & known
    whole = facts.count(here, facts.labelled)
    return Figure(divide(facts.count(yes & here, facts.labelled), whole), of=whole)


def _linked(facts: Facts, year: int) -> Figure:
    here = facts.members(year)
    whole = facts.count(facts.sme, here)
    found = divide(facts.count(facts.sme & selected.beside(facts.by(year), facts.large), here), whole)
    shares = []
    for incidence in facts.drawn(year):
        met = facts.sme & selected.beside(incidence, facts.large)
        shares.append(divide(facts.count(met, here), whole))
    return Figure(found, of=whole, expected=np.mean(shares, axis=0) if shares else None)


def _density(facts: Facts, year: int) -> Figure:
    here = facts.members(year)
    number = np.asarray(here.sum(axis=1)).ravel().astype(np.float64)
    pairs = number * (number - 1) / 2
    found = divide(_pairs_within(facts.by(year), here), pairs)
    shares = [divide(_pairs_within(incidence, here), pairs) for incidence in facts.drawn(year)]
    return Figure(found, expected=np.mean(shares, axis=0) if shares else None)


def _pairs_within(incidence: Csr, members: Csr) -> Floats:
    """Count, for each pôle, the pairs of its members that share a project."""
    found = np.zeros(members.shape[0])
    for pole in range(members.shape[0]):
        columns = incidence[:, members[[pole]].indices]
        shared = (columns.T @ columns).tocsr()
        shared.setdiag(0)
        shared.eliminate_zeros()
        found[pole] = shared.nnz / 2
    return found


def _new_links(facts: Facts, year: int) -> Figure:
    """Count the pairs of an SME member and a large group that met for the first time."""
    new = selected.met_first(facts, year)["org"].value_counts()
    number = np.zeros(len(facts.net.org_index))
    number[new.index.to_numpy(dtype=np.int64)] = new.to_numpy()
    return Figure(np.asarray(facts.members(year) @ number).ravel())


def _introductions(facts: Facts, year: int) -> Figure:
    incidence = facts.by(year)
    met = selected.beside(incidence, facts.large)
    through = selected.beside(incidence, selected.introducers(facts, year))
    return Figure(facts.count(facts.sme & ~met & through, facts.members(year)))


def _european(facts: Facts, year: int) -> Figure:
    some = np.flatnonzero(selected.european(facts) & facts.started(year))
    with_members = facts.members(year) @ facts.net.incidence.tocsr()[some].T
    return Figure(np.asarray((with_members > 0).sum(axis=1)).ravel().astype(np.float64))


def _outcomes(facts: Facts, year: int, kind: str, *, amounts: bool = False) -> Figure:
    """Count the outcomes of labelled projects dated in a year, or add their amounts."""
    if not len(facts.net.outcomes):
        return _unknown(facts)
    rows = selected.outcomes(facts, year, kind)
    place = facts.net.project_index.get_indexer(pd.Index(rows["project_id"]))
    amount = rows["amount"].to_numpy(dtype="float64")
    if not amounts:
        amount = np.where(np.isnan(amount), 1.0, amount)
    unknown = np.bincount(place, np.isnan(amount), minlength=len(facts.net.project_index))
    total = np.bincount(place, np.nan_to_num(amount), minlength=len(facts.net.project_index))
    value = np.asarray(facts.labelled @ total).ravel()
    unsaid = (np.asarray(facts.labelled @ unknown).ravel() > 0) & (value == 0)
    return Figure(np.where(unsaid, np.nan, value))


def _outcome_rate(facts: Facts, year: int) -> Figure:
    watched = selected.watched(facts, year)
    here = (watched["state"] == "watched").to_numpy()
    months, event = watched["months"].to_numpy(dtype="float64"), watched["event"].to_numpy(dtype=bool)
    rows = []
    for pole in range(len(facts.poles)):
        some = np.zeros(len(here), dtype=np.bool_)
        some[facts.labelled[[pole]].indices] = True
        some &= here
        told = at(months[some], event[some], HORIZON) if some.sum() >= FEWEST else None
        rows.append((np.nan,) * 3 if told is None else told[:3])
    value, low, high = np.array(rows, dtype=np.float64).reshape(-1, 3).T
    return Figure(value, low=low, high=high)


def _needs_open(facts: Facts, year: int) -> Figure:
    return _of_members(facts, year, selected.needs_open(facts, year)) if len(facts.net.needs) else _unknown(facts)


def _needs_met(facts: Facts, year: int, domain: str | None = None) -> Figure:
    if not len(facts.net.needs):
        return _unknown(facts)
    return _of_members(facts, year, selected.needs_met(facts, year, domain))


def _of_members(facts: Facts, year: int, needs: pd.DataFrame) -> Figure:
    place = facts.net.org_index.get_indexer(pd.Index(needs["org_id"]))
    number = np.bincount(place, minlength=len(facts.net.org_index)).astype(np.float64)
    return Figure(np.asarray(facts.members(year) @ number).ravel())


def _training_bodies(facts: Facts, year: int) -> Figure:
    return _members(facts, year, selected.active_in(facts, year) & (facts.kind == "training_body"))


def _actions(facts: Facts, year: int) -> Figure:
    if not len(facts.net.actions):
        return _unknown(facts)
    rows = selected.actions(facts, year).drop_duplicates(["pole_id", "action_id"])
    places = facts.poles.get_indexer(pd.Index(rows["pole_id"]))
    return Figure(np.bincount(places, minlength=len(facts.poles)).astype(np.float64))


COMPUTE: Final[dict[str, Callable[[Facts, int], Figure]]] = {
    "members": _members,
    "members_sme": lambda facts, year: _members(facts, year, facts.sme),
    "members_large": _groups,
    "members_lab": lambda facts, year: _members(facts, year, facts.kind == "lab"),
    "members_training_body": lambda facts, year: _members(facts, year, facts.kind == "training_body"),
    "members_new": lambda facts, year: _moved(facts, year, left=False),
    "members_left": lambda facts, year: _moved(facts, year, left=True),
    "renewal_rate": _renewed,
    "sme_share": _share_of_smes,
    "members_without_project": _without_project,
    "projects_labelled": _labels,
    "projects_funded": _funded,
    "funding": _funding,
    "share_led_by_sme": lambda facts, year: _share_of_projects(facts, year, "led_by_sme"),
    "share_with_sme": lambda facts, year: _share_of_projects(facts, year, "with_sme"),
    "share_with_lab": lambda facts, year: _share_of_projects(facts, year, "with_lab"),
    "share_with_training_body": lambda facts, year: _share_of_projects(facts, year, "with_training_body"),
    "share_inter_pole": lambda facts, year: _share_of_projects(facts, year, "inter_pole"),
    "sme_linked_share": _linked,
    "new_sme_large_links": _new_links,
    "introductions_possible": _introductions,
    "european_projects": _european,
    "territory_share": _in_region,
    "density": _density,
    "products": lambda facts, year: _outcomes(facts, year, "product"),
    "processes": lambda facts, year: _outcomes(facts, year, "process"),
    "services": lambda facts, year: _outcomes(facts, year, "service"),
    "patents": lambda facts, year: _outcomes(facts, year, "patent"),
    "companies": lambda facts, year: _outcomes(facts, year, "company"),
    "jobs": lambda facts, year: _outcomes(facts, year, "jobs", amounts=True),
    "private_funds": lambda facts, year: _outcomes(facts, year, "private_funds", amounts=True),
    "outcome_rate": _outcome_rate,
    "needs_open": _needs_open,
    "needs_met": _needs_met,
    **{
        f"needs_met_{domain}": lambda facts, year, domain=domain: _needs_met(facts, year, domain)  # type: ignore[misc]
        for domain in DOMAINS
    },
    "training_bodies_involved": _training_bodies,
    "actions": _actions,
}
"""The function of each indicator of the catalogue: the facts and a year → its figure for every pôle."""
