"""What stands behind each figure of the scorecard: the organisations, links, projects, outcomes and needs it counts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd

from polegraph.errors import PolegraphError, not_one_of, whole_number
from polegraph.i18n import N_, _
from polegraph.network import selection
from polegraph.scorecards import selected
from polegraph.scorecards.behind import members, projects, records
from polegraph.scorecards.behind.lists import units
from polegraph.scorecards.catalogue import Indicator, indicators
from polegraph.scorecards.facts import Facts
from polegraph.tables import DOMAINS

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from polegraph.network import Network

    Rows = Callable[[Facts, int], pd.DataFrame]

BEHIND: Final = (
    *("pole_id", "pole", "year", "indicator", "what", "counted", "amount"),
    *("org_id", "name", "other_id", "other_name", "project_id", "acronym", "title", "outcome_id", "action_id"),
    *("kind", "domain", "detail", "date", "met_on", "months"),
    *("org_ids", "group_ids", "via_ids", "pole_ids", "evidence_projects"),
)
"""The columns of `rows` over all indicators, in their order; the rows behind one have some of them."""
ALL: Final = "all"
_ALWAYS: Final = ("pole_id", "pole", "year", "indicator", "what", "counted", "amount")
_HEADINGS: Final = {"title": N_("title of the project")}
_DTYPES: Final = {"counted": "bool", "amount": "float64", "months": "float64", "year": "int64"}
_DATES: Final = ("date", "met_on")
_TIES: Final = ("org_id", "other_id", "project_id", "outcome_id", "action_id", "domain", "detail", "date")

ROWS: Final[dict[str, Rows]] = {
    "members": members.members,
    "members_sme": lambda facts, year: members.members(facts, year, facts.sme),
    "members_large": members.groups,
    "members_lab": lambda facts, year: members.members(facts, year, facts.kind == "lab"),
    "members_training_body": lambda facts, year: members.members(facts, year, facts.kind == "training_body"),
    "members_new": lambda facts, year: members.moved(facts, year, left=False),
    "members_left": lambda facts, year: members.moved(facts, year, left=True),
    "renewal_rate": members.kept,
    "sme_share": lambda facts, year: members.members(facts, year, facts.sme, selected.sized(facts)),
    "members_without_project": lambda facts, year: members.members(facts, year, ~selected.active(facts, year)),
    "projects_labelled": projects.labels,
    "projects_funded": projects.funded,
    "funding": lambda facts, year: projects.funded(facts, year, amounts=True),
    **{
        f"share_{flag}": lambda facts, year, flag=flag: projects.consortia(facts, year, flag)  # type: ignore[misc]
        for flag in ("led_by_sme", "with_sme", "with_lab", "with_training_body", "inter_pole")
    },
    "sme_linked_share": members.linked,
    "new_sme_large_links": members.new_links,
    "introductions_possible": members.introductions,
    "european_projects": projects.european,
    "territory_share": selected.placed,
    "density": members.pairs,
    **{
        name: lambda facts, year, kind=kind: projects.outcomes(facts, year, kind)  # type: ignore[misc]
        for name, kind in (
            *(("products", "product"), ("processes", "process"), ("services", "service")),
            *(("patents", "patent"), ("companies", "company")),
        )
    },
    "jobs": lambda facts, year: projects.outcomes(facts, year, "jobs", amounts=True),
    "private_funds": lambda facts, year: projects.outcomes(facts, year, "private_funds", amounts=True),
    "outcome_rate": projects.watched,
    "needs_open": lambda facts, year: records.needs(facts, year, selected.needs_open(facts, year)),
    "needs_met": lambda facts, year: records.needs(facts, year, selected.needs_met(facts, year)),
    **{
        f"needs_met_{domain}": lambda facts, year, domain=domain: records.needs(  # type: ignore[misc]
            facts, year, selected.needs_met(facts, year, domain)
        )
        for domain in DOMAINS
    },
    "training_bodies_involved": lambda facts, year: members.members(
        facts, year, selected.active_in(facts, year) & (facts.kind == "training_body")
    ),
    "actions": records.actions,
}
"""What lists the rows behind each indicator: positions of pôles, organisations and projects, and what is said."""


def rows(
    net: Network,
    indicator: str = ALL,
    *,
    pole: str | None = None,
    year: int | None = None,
    own: Sequence[Indicator] = (),
) -> pd.DataFrame:
    """List what stands behind the figures of an indicator: the rows that it counts.

    Parameters
    ----------
    net
        The network, as for `scorecard`.
    indicator
        Name of an indicator, or ``all``.
    pole, year
        As for `scorecard`.
    own
        Indicators of one's own; of those without rows nothing is listed.

    Returns
    -------
    DataFrame
        Those of `BEHIND` that the indicator has, a row an organisation (or group), link, project, outcome, need or
        action. ``counted``: whether it is counted; the figure is the sum of ``amount`` over what is. Of a share, what
        it is of stands there too: the figure is the mean of ``counted``. Two are of their own: rows of ``density`` are
        the pairs of members that share a project, all counted; those of ``outcome_rate`` are the projects watched,
        with the ``months`` until the first outcome, or (not counted) without one. ``org_ids``: who makes it count;
        ``pole_ids``: who labelled it; ``evidence_projects``: what proves a link.

    Raises
    ------
    PolegraphError
        If there is no such indicator or pôle, no pôle at all, or nothing is listed behind an indicator of one's own.

    Examples
    --------
    >>> import pandas as pd, polegraph.examples
    >>> tables = {name: table for name, table in polegraph.examples.tiny().tables.items() if len(table)}
    >>> tables["poles"] = pd.DataFrame({"pole_id": ["D"], "name": ["Dream"]})
    >>> tables["memberships"] = pd.DataFrame({"pole_id": ["D", "D"], "org_id": ["SME1", "LAB"]})
    >>> net = type(polegraph.examples.tiny())(**tables)
    >>> rows(net, "members_sme", year=2020)[["pole", "counted", "org_id"]].values.tolist()
    [['Dream', True, 'SME1']]
    """
    if not len(net.poles):
        raise PolegraphError(
            _("there is no pôle in this network"),
            remedy=_("fill in the sheets of pôles and memberships, and import them"),
        )
    chosen = None if pole is None else selection.pole(net.poles, pole)
    year = net.day.year - 1 if year is None else whole_number(year, "year")
    facts = Facts(net, year)
    known = {one.name: one for one in (*indicators(), *own)}
    asked = [one for one in known.values() if one.rows or one.name in ROWS] if indicator == ALL else [indicator]
    if indicator != ALL and indicator not in known:
        raise not_one_of(_("there is no such indicator"), indicator, known)
    parts = [_behind(facts, one if isinstance(one, Indicator) else known[one], year, chosen) for one in asked]
    table = pd.concat(parts, ignore_index=True) if len(parts) != 1 else parts[0]
    there = {str(name) for part in parts for name in part.columns}
    table = table[[name for name in BEHIND if name in there]]
    table.attrs["headings"] = _HEADINGS
    return table


def _behind(facts: Facts, one: Indicator, year: int, pole: str | None) -> pd.DataFrame:
    """List the rows behind an indicator, with identifiers and names."""
    lister = one.rows or ROWS.get(one.name)
    if lister is None:
        raise PolegraphError(
            _("nothing is listed behind this indicator"),
            value=one.name,
            remedy=_("ask for an indicator of the catalogue, or give yours a function of rows"),
        )
    table = lister(facts, year).reset_index(drop=True)
    if pole is not None:
        table = table[table["pole"] == facts.poles.get_loc(pole)].reset_index(drop=True)
    table = _named(facts, table)
    ids = facts.poles[table["pole"].to_numpy(dtype=np.int64)]
    names = facts.net.poles.set_index("pole_id")["name"].reindex(ids).to_numpy()
    table = table.assign(pole_id=ids, pole=names, year=year, indicator=one.name, what=one.what)
    table = table.assign(**{name: value for name, value in (("counted", True), ("amount", 1.0)) if name not in table})
    table = table[[name for name in BEHIND if name in table]]
    texts = {name: "str" for name in table if name not in _DTYPES and name not in _DATES}
    table = table.astype({**texts, **{name: dtype for name, dtype in _DTYPES.items() if name in table}})
    table = table.astype({name: "datetime64[us]" for name in _DATES if name in table})
    ties = [name for name in _TIES if name in table]
    ordered = table.sort_values(["pole_id", "counted", *ties], ascending=[True, False, *[True] * len(ties)])
    return ordered.reset_index(drop=True)


def _named(facts: Facts, table: pd.DataFrame) -> pd.DataFrame:
    """Put identifiers and names in the place of positions."""
    net = facts.net
    found = table.copy()
    for place, id_, name in (("org", "org_id", "name"), ("other", "other_id", "other_name")):
        if place in table:
            found[id_] = net.organisations["org_id"].reindex(table[place]).to_numpy()
            found[name] = net.organisations["name"].reindex(table[place]).to_numpy()
    if "unit" in table:
        ids = units(facts)[table["unit"].to_numpy(dtype=np.int64)]
        found["other_id"], found["other_name"] = ids, np.array(net.names(list(ids)), dtype=object)
    if "project" in table:
        projects_ = net.projects.iloc[table["project"].to_numpy(dtype=np.int64)]
        for name in ("project_id", "acronym", "title"):
            found[name] = projects_[name].to_numpy()
    return found
