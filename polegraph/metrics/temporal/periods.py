"""Periods and cohorts: which projects and organisations belong to each, and what became of links meanwhile."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Final, Literal

import numpy as np

from polegraph import linalg
from polegraph.errors import not_one_of
from polegraph.i18n import _
from polegraph.linalg.sparse import share
from polegraph.network import selection
from polegraph.tables import PHASES

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from polegraph.linalg import Csr
    from polegraph.network import Network

    Truths = NDArray[np.bool_]
    Floats = NDArray[np.float64]

By = Literal["phase", "year", "cohort"]
Alive = Literal["start", "running"]
BY: Final = ("phase", "year", "cohort")
_ALIVE: Final = ("start", "running")


@dataclass(frozen=True)
class Period:
    """A stretch of years, or the cohort of organisations that began in a year.

    Parameters
    ----------
    name
        Name of the phase, or the year.
    first, last
        First and last year of its projects.
    before : array of bool, one entry a project; or None
        The projects that links are compared with: those of the period before, or of the cohort's first year.
    projects : array of bool, one entry a project
        The projects of the period; those of the cohort after its first year.
    chosen : array of bool, one entry an organisation
        The organisations that are counted: all, or the cohort.
    own : array of bool, one entry a project
        The projects of its network.
    """

    name: str
    first: int
    last: int
    before: Truths | None
    projects: Truths
    chosen: Truths
    own: Truths


def years(net: Network) -> Floats:
    """Return the year in which each project started; NaN if unknown."""
    known = net.projects["year"].to_numpy(dtype=np.float64, na_value=np.nan)
    return np.asarray(known)


def periods(net: Network, by: str, alive: str) -> list[Period]:
    """Divide a network into periods or cohorts.

    Parameters
    ----------
    net
        The network.
    by, alive
        See `polegraph.metrics.evolution`.

    Returns
    -------
    list of Period
        In the order of time, without those that have no project.
    """
    for asked, possible, problem in (
        (by, BY, _("there is no such way to divide time")),
        (alive, _ALIVE, _("there is no such rule for when a project counts")),
    ):
        if asked not in possible:
            raise not_one_of(problem, asked, possible)
    start = years(net)
    if by == "cohort":
        return _cohorts(net, start)
    end = start
    if alive == "running":
        last = net.projects["end"].dt.year.to_numpy(dtype=np.float64, na_value=np.nan)
        end = np.fmax(start, last)  # an end that is unknown, or before the start, is left aside
    found = []
    everyone = np.ones(len(net.org_index), dtype=bool)
    for name, first, last in _spans(by, start, end):
        projects = (start <= last) & (end >= first)
        if projects.any():
            begun = start[projects]
            low, high = max(first, int(begun.min())), min(last, int(end[projects].max()))
            found.append(Period(name, low, high, None, projects, everyone, projects))
    return found[:1] + [followed(one, other) for one, other in pairwise(found)]


def followed(one: Period, other: Period) -> Period:
    """Return the second period, with its links compared with those of the first."""
    return Period(other.name, other.first, other.last, one.projects, other.projects, other.chosen, other.own)


def _spans(by: str, start: Floats, end: Floats) -> list[tuple[str, int, int]]:
    if by == "phase":
        return [(name, first, last) for name, (first, last) in PHASES.items()]
    known = np.isfinite(start)
    if not known.any():
        return []
    return [(str(year), year, year) for year in range(int(start[known].min()), int(end[known].max()) + 1)]


def _cohorts(net: Network, start: Floats) -> list[Period]:
    """Group organisations by the year of their first project."""
    dated = np.isfinite(start)
    rows = np.repeat(np.arange(len(start)), np.diff(net.incidence.indptr))
    begun = np.full(len(net.org_index), np.inf)
    known = dated[rows]
    np.minimum.at(begun, net.incidence.indices[known], start[rows[known]])
    found = []
    for year in np.unique(begun[np.isfinite(begun)]).astype(int).tolist():
        chosen = begun == year
        own = dated & (net.incidence @ chosen.astype(np.int64) > 0)
        found.append(Period(str(year), year, int(start[own].max()), start == year, own & (start > year), chosen, own))
    return found


def network_of(net: Network, period: Period) -> Network:
    """Return the network of a period: its projects and the organisations that take part in them.

    Parameters
    ----------
    net
        The network.
    period
        One of `periods` of it.

    Examples
    --------
    >>> from polegraph.examples import tiny
    >>> network_of(tiny(), periods(tiny(), "phase", "start")[0])
    <Network: 3 organisations, 2 projects, 5 participations>
    """
    taking_part = members(net.incidence, period.own)
    smaller = selection.restrict(net.tables, net.org_index[taking_part], net.project_index[period.own])
    focus = frozenset(net.org_index[period.chosen & taking_part])
    return type(net).from_checked(smaller, focus=focus, around=None, origin=net.origin, day=net.day)


def members(incidence: Csr, projects: Truths) -> Truths:
    """Return which organisations take part in one of these projects."""
    taking_part: Truths = (incidence.T @ projects.astype(np.int64)) > 0
    return taking_part


def links(incidence: Csr, projects: Truths, chosen: Truths) -> Csr:
    """Return the pairs that share one of these projects and of which one at least was chosen.

    Parameters
    ----------
    incidence
        Projects × organisations.
    projects
        Which projects count.
    chosen
        Which organisations were chosen.

    Returns
    -------
    csr_array
        Organisations × organisations, true where there is a link; only the upper half.
    """
    together = linalg.project(incidence[projects], np.ones(int(projects.sum()), dtype=np.int64)).tocoo()
    wanted = (together.row < together.col) & (chosen[together.row] | chosen[together.col])
    rows, columns = together.row[wanted].astype(np.int64), together.col[wanted].astype(np.int64)
    return linalg.incidence(rows, columns, together.shape).astype(bool)


def turnover(incidence: Csr, period: Period) -> dict[str, float]:
    r"""Return what became of organisations and links since the period before.

    Parameters
    ----------
    incidence
        Projects × organisations.
    period
        With ``before``.

    Returns
    -------
    dict
        ``stayers, leavers, new_links, kept_links, lost_links, formation_rate, dissolution_rate, jaccard``; see
        `polegraph.metrics.evolution`.
    """
    if period.before is None:
        return {}
    was, now = (members(incidence, projects) for projects in (period.before, period.projects))
    old, new = (links(incidence, projects, period.chosen) for projects in (period.before, period.projects))
    stay = was & now
    kept = (old * new).nnz  # of truths: both
    pairs = _pairs(stay.sum()) - _pairs((stay & ~period.chosen).sum())
    old_between, new_between = (_between(one, stay) for one in (old, new))
    both = _between(old * new, stay)
    return {
        "stayers": int((stay & period.chosen).sum()),
        "leavers": int((was & ~now & period.chosen).sum()),
        "new_links": new.nnz - kept,
        "kept_links": kept,
        "lost_links": old.nnz - kept,
        "formation_rate": share(new_between - both, pairs - old_between),
        "dissolution_rate": share(old_between - both, old_between),
        "jaccard": share(both, old_between + new_between - both),
    }


def _pairs(number: int) -> int:
    return int(number) * (int(number) - 1) // 2


def _between(found: Csr, stay: Truths) -> int:
    """Count the links between two organisations that stay."""
    pairs = found.tocoo()
    return int((stay[pairs.row] & stay[pairs.col]).sum())
