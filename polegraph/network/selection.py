"""Smaller networks: which rows stay when projects or organisations are chosen."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from polegraph.errors import PolegraphError, whole_number
from polegraph.i18n import _
from polegraph.identity import distinct_form, normal_form
from polegraph.names.categories import region_key
from polegraph.tables import PHASES, TABLES, WHO_IS_WHO

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from polegraph.network import Network

    Tables = Mapping[str, pd.DataFrame]
    Focus = frozenset[str] | None


def select(  # noqa: PLR0913  # the words of `Network.select`
    network: Network,
    *,
    pole: str | None,
    region: str | None,
    theme: str | None,
    programme: str | None,
    phase: str | None,
    since: int | None,
    until: int | None,
    former: bool,
) -> tuple[Tables, Focus, Network | None]:
    """Choose projects, then organisations; see `Network.select`.

    Parameters
    ----------
    network
        The network.
    pole, region, theme, programme, phase, since, until, former
        See `Network.select`.

    Returns
    -------
    tables : dict
        The tables of the smaller network.
    focus : frozenset or None
        The organisations that were chosen.
    around : Network or None
        What they were chosen from; None for the smaller network itself.
    """
    if former and pole is None:
        raise PolegraphError(_("who has left is asked of a pôle"), remedy=_("name the pôle that they have left"))
    outer = None if network.around is network else network.around
    known_regions = network.around.organisations["region"]  # a region without a wanted project is still a region
    if any(value is not None for value in (theme, programme, phase, since, until)):
        if outer is not None:
            outer = outer.select(theme=theme, programme=programme, phase=phase, since=since, until=until)
        wanted = _wanted_projects(network, theme, programme, phase, since, until)
        smaller = _of_projects(network, wanted, former=former)
        focus = None if network.focus is None else network.focus.intersection(smaller["organisations"]["org_id"])
        network = type(network).from_checked(smaller, focus=focus, around=outer, origin=network.origin, day=network.day)
    if pole is None and region is None:
        return network.tables, network.focus, outer
    smaller, focus = _of_organisations(network, region, pole, known_regions, former=former)
    return smaller, focus, outer or network


def undated(network: Network, **narrow: str | int | None) -> int:
    """Count the projects that choosing by years leaves out because their year is unknown.

    Parameters
    ----------
    network
        The network.
    **narrow
        See `Network.select`; of a choice without years, none is left out.
    """
    by_years = {"phase", "since", "until"}
    if all(narrow[name] is None for name in by_years) or not network.projects["year"].isna().any():
        return 0
    rest = {name: None if name in by_years else value for name, value in narrow.items()}
    return int(network.select(**rest).projects["year"].isna().sum())  # type: ignore[arg-type]  # as they came


def _wanted_projects(
    network: Network,
    theme: str | None,
    programme: str | None,
    phase: str | None,
    since: int | None,
    until: int | None,
) -> pd.Series[bool]:
    projects = network.projects
    wanted = pd.Series(data=True, index=projects.index)
    if programme is not None:
        wanted &= projects["programme"].isin(programmes(programme, network.around.projects["programme"]))
    if theme is not None:
        about = network.project_themes
        ids = themes(network.themes, theme)
        wanted &= projects["project_id"].isin(about.loc[about["theme_id"].isin(ids), "project_id"])
    first, last = years(phase, since, until)
    if first is not None:
        wanted &= (projects["year"] >= first).fillna(value=False).astype(bool)
    if last is not None:
        wanted &= (projects["year"] <= last).fillna(value=False).astype(bool)
    return wanted


def years(phase: str | None, since: int | None, until: int | None) -> tuple[int | None, int | None]:
    """Return the first and the last year that are asked for.

    Parameters
    ----------
    phase, since, until
        See `Network.select`.
    """
    first = None if since is None else whole_number(since, "since")
    last = None if until is None else whole_number(until, "until")
    if phase is None:
        return first, last
    phase = str(phase).upper()
    if phase not in PHASES:
        raise PolegraphError(
            _("there is no such phase"),
            value=phase,
            remedy=_("use one of: {names}").format(names=", ".join(PHASES)),
        )
    begin, end = PHASES[phase]
    return begin if first is None else max(first, begin), end if last is None else min(last, end)


def programmes(asked: str, known: pd.Series[str]) -> list[str]:
    """Return the spellings of a programme.

    Parameters
    ----------
    asked
        What was asked for.
    known
        The programmes that there are.
    """
    return _named(asked, known, _("there is no such programme"))


def regions(asked: str, known: pd.Series[str]) -> list[str]:
    """Return the spellings of a region.

    Parameters
    ----------
    asked
        What was asked for.
    known
        The regions that there are.
    """
    return _named(asked, known, _("there is no such region"), region_key)


def themes(table: pd.DataFrame, asked: str) -> list[str]:
    """Return the identifiers of the themes that are meant.

    Parameters
    ----------
    table
        The table of themes.
    asked
        Identifier or label.
    """
    names = _named(asked, pd.concat([table["theme_id"], table["label"]]), _("there is no such theme"))
    return table.loc[table["theme_id"].isin(names) | table["label"].isin(names), "theme_id"].tolist()


def _named(asked: str, known: pd.Series[str], problem: str, form: Callable[[str], str] = distinct_form) -> list[str]:
    """Return the spellings that are meant, whatever the case and the accents; refuse a name that is not there."""
    values = sorted(known.dropna().unique())
    for alike in (form, normal_form):
        fits = [value for value in values if value == asked or alike(value) == alike(str(asked))]
        if fits:
            return fits
    listed = ", ".join(values[:30]) + (" …" if len(values) > 30 else "")  # noqa: PLR2004  # as many as one reads
    raise PolegraphError(problem, value=asked, remedy=_("use one of: {names}").format(names=listed or "–"))


def pole(poles: pd.DataFrame, asked: str) -> str:
    """Return the identifier of the pôle that is meant.

    Parameters
    ----------
    poles
        The table of pôles.
    asked
        Identifier or name.
    """
    if (poles["pole_id"] == asked).any():
        return asked
    exact = poles.loc[poles["name"] == asked, "pole_id"]
    if len(exact) == 1:
        return str(exact.iloc[0])
    names = _named(asked, pd.concat([poles["pole_id"], poles["name"]]), _("there is no such pôle"))
    ids = sorted(poles.loc[poles["pole_id"].isin(names) | poles["name"].isin(names), "pole_id"])
    if len(ids) > 1:
        raise PolegraphError(
            _("several pôles have this name"),
            value=asked,
            remedy=_("use one of: {names}").format(names=", ".join(ids)),
        )
    return str(ids[0])


def _of_projects(network: Network, wanted: pd.Series[bool], *, former: bool) -> Tables:
    """Keep some projects, and the organisations that take part in them, are members of a pôle, or were alone before.

    Where those are asked for who left a pôle, they stay as its members do.
    """
    projects = network.projects.loc[wanted, "project_id"]
    before, members = network.participations, network.members()["org_id"]
    left = network.members(former=True)["org_id"] if former else members
    after = before.loc[before["project_id"].isin(projects), "org_id"]
    ids = network.org_index
    stay = ids.isin(after) | ids.isin(members) | ids.isin(left) | ~ids.isin(before["org_id"])
    return restrict(network, ids[stay], projects)


def _of_organisations(
    network: Network, region: str | None, in_pole: str | None, known_regions: pd.Series[str], *, former: bool
) -> tuple[Tables, Focus]:
    """Choose organisations; keep them, their projects, those that the pôle has labelled, and the partners in them."""
    organisations, participations = network.organisations, network.participations
    chosen = organisations["org_id"].isin(organisations["org_id"] if network.focus is None else network.focus)
    labelled: set[str] = set()
    pole_id = None if in_pole is None else pole(network.poles, in_pole)
    if region is not None:
        chosen &= organisations["region"].isin(regions(region, known_regions))
    if pole_id is not None:
        members = network.members(former=former)
        chosen &= organisations["org_id"].isin(members.loc[members["pole_id"] == pole_id, "org_id"])
        if region is None:
            labelled = set(network.labels.loc[network.labels["pole_id"] == pole_id, "project_id"])
    focus = frozenset(organisations.loc[chosen, "org_id"])
    projects = labelled.union(participations.loc[participations["org_id"].isin(focus), "project_id"])
    partners = participations.loc[participations["project_id"].isin(projects), "org_id"]
    return restrict(network, focus.union(partners), projects), focus


def restrict(network: Network, organisations: Iterable[str], projects: Iterable[str]) -> dict[str, pd.DataFrame]:
    """Return the tables with only these organisations and projects, in the same order.

    Parameters
    ----------
    network
        The network.
    organisations, projects
        Identifiers of those that stay.
    """
    kept = {"org_id": pd.Index(list(organisations)).unique(), "project_id": pd.Index(list(projects)).unique()}
    smaller: dict[str, pd.DataFrame] = {}
    for name, table in network.tables.items():
        for column, ids in kept.items():
            if column in TABLES[name].names:
                table = _where(table, column, ids)  # noqa: PLW2901  # narrowed twice where both columns stand
        smaller[name] = table.iloc[:0] if name in {"records", *WHO_IS_WHO} else table  # these are of the whole
    return smaller


def _where(table: pd.DataFrame, column: str, values: pd.Index[str]) -> pd.DataFrame:
    there = values.get_indexer(pd.Index(table[column])) >= 0  # isin is 20 times slower
    return table[there].reset_index(drop=True)
