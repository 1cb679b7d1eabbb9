"""Smaller networks: which rows stay when projects or organisations are chosen."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from polegraph.errors import PolegraphError
from polegraph.i18n import _
from polegraph.identity import normal_form
from polegraph.network import PHASES, Network
from polegraph.tables import TABLES

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


def select(
    network: Network,
    *,
    pole: str | None,
    region: str | None,
    theme: str | None,
    programme: str | None,
    phase: str | None,
    since: int | None,
    until: int | None,
) -> Network:
    """Choose projects, then organisations; see `Network.select`.

    Parameters
    ----------
    network
        The network.
    pole, region, theme, programme, phase, since, until
        See `Network.select`.
    """
    if any(value is not None for value in (theme, programme, phase, since, until)):
        network = _of_projects(network, _wanted_projects(network, theme, programme, phase, since, until))
    if pole is None and region is None:
        return network
    wanted = pd.Series(data=True, index=network.org_index)
    projects: set[str] = set()
    if region is not None:
        regions = network.organisations["region"]
        wanted &= (regions == _named(region, regions, _("there is no such region"))).to_numpy()
    if pole is not None:
        pole_id = _pole(network, pole)
        members = network.memberships.loc[network.memberships["pole_id"] == pole_id, "org_id"]
        wanted &= wanted.index.isin(members)
        if region is None:
            projects = set(network.labels.loc[network.labels["pole_id"] == pole_id, "project_id"])
    return _of_organisations(network, frozenset(wanted.index[wanted]), projects, pole_id if pole is not None else None)


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
        wanted &= projects["programme"] == _named(programme, projects["programme"], _("there is no such programme"))
    if theme is not None:
        themes = network.themes
        known = pd.concat([themes["theme_id"], themes["label"]])
        name = _named(theme, known, _("there is no such theme"))
        ids = themes.loc[(themes["theme_id"] == name) | (themes["label"] == name), "theme_id"]
        about = network.project_themes
        wanted &= projects["project_id"].isin(about.loc[about["theme_id"].isin(ids), "project_id"])
    if phase is not None:
        if phase.upper() not in PHASES:
            raise PolegraphError(
                _("there is no such phase"),
                value=phase,
                remedy=_("use one of: {names}").format(names=", ".join(PHASES)),
            )
        first, last = PHASES[phase.upper()]
        wanted &= projects["year"].between(first, last).fillna(value=False).astype(bool)
    if since is not None:
        wanted &= (projects["year"] >= since).fillna(value=False).astype(bool)
    if until is not None:
        wanted &= (projects["year"] <= until).fillna(value=False).astype(bool)
    return wanted


def _named(asked: str, known: pd.Series[str], problem: str) -> str:
    """Give the value that is meant, whatever the case and the accents; refuse one that is not there."""
    values = known.dropna().unique()
    if asked in values:
        return asked
    fits = [value for value in values if normal_form(value) == normal_form(asked)]
    if len(fits) == 1:
        return str(fits[0])
    listed = ", ".join(sorted(values)[:30]) + (" …" if len(values) > 30 else "")  # noqa: PLR2004  # as many as one reads
    raise PolegraphError(problem, value=asked, remedy=_("use one of: {names}").format(names=listed or "–"))


def _pole(network: Network, asked: str) -> str:
    poles = network.poles
    name = _named(asked, pd.concat([poles["pole_id"], poles["name"]]), _("there is no such pôle"))
    return str(poles.loc[(poles["pole_id"] == name) | (poles["name"] == name), "pole_id"].iloc[0])


def _of_projects(network: Network, wanted: pd.Series[bool]) -> Network:
    projects = set(network.projects.loc[wanted, "project_id"])
    before, members = network.participations, network.memberships
    after = before.loc[before["project_id"].isin(projects), "org_id"]
    ids = network.org_index
    stay = ids.isin(after) | ids.isin(members["org_id"]) | ~ids.isin(before["org_id"])
    smaller = restrict(network, ids[stay], projects)
    return Network.from_checked(smaller, focus=network.focus, around=None)


def _of_organisations(network: Network, focus: frozenset[str], labelled: set[str], pole_id: str | None) -> Network:
    participations = network.participations
    own = participations.loc[participations["org_id"].isin(focus), "project_id"]
    projects = set(own) | labelled
    partners = participations.loc[participations["project_id"].isin(projects), "org_id"]
    smaller = restrict(network, focus | set(partners), projects)
    if pole_id is not None:
        smaller["poles"] = _where(smaller["poles"], "pole_id", [pole_id])
        smaller["memberships"] = _where(smaller["memberships"], "pole_id", [pole_id])
        smaller["labels"] = _where(smaller["labels"], "pole_id", [pole_id])
    return Network.from_checked(smaller, focus=focus, around=network)


def visible(network: Network, allowed: Sequence[str]) -> Network:
    """Leave out what may not be seen; see `Network.visible`.

    Parameters
    ----------
    network
        The network.
    allowed
        The values of ``visibility`` that may be seen.
    """

    def seen(table: pd.DataFrame) -> pd.Series[bool]:
        return table["visibility"].fillna("public").isin(allowed)

    organisations, projects = network.organisations, network.projects
    if seen(organisations).all() and seen(projects).all():
        return network
    smaller = restrict(
        network, organisations.loc[seen(organisations), "org_id"], projects.loc[seen(projects), "project_id"]
    )
    # What was set aside or differs between sources may quote what is hidden.
    smaller["rejected"] = smaller["rejected"].iloc[:0]
    focus = None if network.focus is None else network.focus & set(smaller["organisations"]["org_id"])
    around = None if network.around is network else visible(network.around, allowed)
    return Network.from_checked(smaller, focus=focus, around=around)


def restrict(network: Network, organisations: Iterable[str], projects: Iterable[str]) -> dict[str, pd.DataFrame]:
    """Give the tables with only these organisations and projects, in the same order.

    Parameters
    ----------
    network
        The network.
    organisations, projects
        Identifiers of those that stay.
    """
    kept = {"org_id": pd.Index(list(organisations)), "project_id": pd.Index(list(projects))}
    smaller: dict[str, pd.DataFrame] = {}
    for name, table in network.tables.items():
        for column, ids in kept.items():
            if column in TABLES[name].names:
                table = _where(table, column, ids)  # noqa: PLW2901  # narrowed twice where both columns stand
        smaller[name] = table.iloc[:0] if name == "records" else table
    return smaller


def _where(table: pd.DataFrame, column: str, values: Sequence[str] | pd.Index[str]) -> pd.DataFrame:
    return table[table[column].isin(values)].reset_index(drop=True)
