"""Smaller networks: which rows stay when projects or organisations are chosen."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pandas as pd
from scipy import sparse
from scipy.sparse import csgraph

from polegraph import linalg
from polegraph.errors import PolegraphError, not_one_of, whole_number
from polegraph.i18n import _
from polegraph.identity import distinct_form, normal_form
from polegraph.linalg.sparse import memberships
from polegraph.names.categories import region_key
from polegraph.tables import KINDS, PHASES, TABLES, WHO_IS_WHO

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from numpy.typing import NDArray

    from polegraph.linalg import Csr

    Tables = Mapping[str, pd.DataFrame]
    Focus = frozenset[str] | None

_LISTED: Final = 30  # as many as one reads


@dataclass(frozen=True, kw_only=True, slots=True)
class Choice:
    """The arguments of `Network.select`.

    Parameters
    ----------
    pole, region, theme, programme, phase, since, until, former, country, kind, ids, min_projects, component, core
        See `Network.select`.

    Examples
    --------
    >>> Choice(region="Bretagne").of_projects, Choice(phase="IV").in_any_year.of_projects
    (False, False)
    """

    pole: str | None = None
    region: str | None = None
    theme: str | None = None
    programme: str | None = None
    phase: str | None = None
    since: int | None = None
    until: int | None = None
    former: bool = False
    country: str | None = None
    kind: str | None = None
    ids: frozenset[str] | None = None
    min_projects: int | None = None
    component: str | None = None
    core: int | None = None

    def __post_init__(self) -> None:
        if self.former and self.pole is None:
            raise PolegraphError(_("who has left is asked of a pôle"), remedy=_("name the pôle that they have left"))

    @property
    def of_organisations(self) -> bool:
        """Whether organisations are chosen."""
        return self.pole is not None or self.narrows_organisations

    @property
    def narrows_organisations(self) -> bool:
        """Whether organisations are chosen otherwise than as the members of a pôle."""
        narrowed = (self.region, self.country, self.kind, self.ids, self.min_projects, self.component, self.core)
        return any(value is not None for value in narrowed)

    @property
    def of_projects(self) -> bool:
        """Whether projects are chosen."""
        return self.by_years or self.theme is not None or self.programme is not None

    @property
    def by_years(self) -> bool:
        """Whether projects are chosen by the year in which they started."""
        return any(value is not None for value in (self.phase, self.since, self.until))

    @property
    def in_any_year(self) -> Choice:
        """The same choice, of projects of every year."""
        return replace(self, phase=None, since=None, until=None)

    @property
    def projects_alone(self) -> dict[str, Any]:
        """The words of `Network.select` that choose projects."""
        return {name: getattr(self, name) for name in ("theme", "programme", "phase", "since", "until")}


def wanted_projects(tables: Tables, choice: Choice, known_projects: pd.DataFrame) -> pd.Series[bool]:
    """Find the projects of a choice.

    Parameters
    ----------
    tables
        The tables of the network.
    choice
        What is asked for.
    known_projects
        The projects with programmes that may be named.
    """
    projects = tables["projects"]
    wanted = pd.Series(data=True, index=projects.index)
    if choice.programme is not None:
        wanted &= projects["programme"].isin(programmes(choice.programme, known_projects["programme"]))
    if choice.theme is not None:
        about = tables["project_themes"]
        ids = themes(tables["themes"], choice.theme)
        wanted &= projects["project_id"].isin(about.loc[about["theme_id"].isin(ids), "project_id"])
    first, last = years(choice.phase, choice.since, choice.until)
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
        raise not_one_of(_("there is no such phase"), phase, PHASES)
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


def ids(asked: Iterable[object] | None) -> frozenset[str] | None:
    """Return the identifiers of organisations that are asked for; a text alone is one of them.

    Parameters
    ----------
    asked
        What was asked for.
    """
    if asked is None:
        return None
    return frozenset([asked] if isinstance(asked, str) else map(str, asked))


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
    """Return the spellings that are meant, regardless of case and accents; refuse a name that is not there."""
    values = sorted(known.dropna().unique())
    for alike in (form, normal_form):
        fits = [value for value in values if value == asked or alike(value) == alike(str(asked))]
        if fits:
            return fits
    raise not_one_of(problem, asked, values, most=_LISTED)


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
        raise not_one_of(_("several pôles have this name"), asked, ids)
    return str(ids[0])


def with_projects(tables: Tables, wanted: pd.Series[bool], members: pd.Series[str]) -> dict[str, pd.DataFrame]:
    """Keep some projects, and the organisations that take part in them, are members of a pôle, or had no project.

    Parameters
    ----------
    tables
        The tables of the network.
    wanted
        Which projects stay.
    members
        Identifiers of the organisations that stay as members of a pôle.
    """
    projects = tables["projects"].loc[wanted, "project_id"]
    before = tables["participations"]
    after = before.loc[before["project_id"].isin(projects), "org_id"]
    ids = pd.Index(tables["organisations"]["org_id"])
    stay = ids.isin(after) | ids.isin(members) | ~ids.isin(before["org_id"])
    return restrict(tables, ids[stay], projects)


def with_organisations(
    tables: Tables, focus: Focus, choice: Choice, members: pd.DataFrame, known: pd.DataFrame
) -> tuple[dict[str, pd.DataFrame], frozenset[str]]:
    """Choose organisations; keep them, their projects, those that the pôle has labelled, and the partners in them.

    Parameters
    ----------
    tables
        The tables of the network.
    focus
        The organisations that may be chosen; None for all.
    choice
        What is asked for.
    members
        The memberships of those that count as members of a pôle.
    known
        The organisations whose regions, countries and identifiers may be named.

    Returns
    -------
    tables : dict
        The tables of the smaller network.
    focus : frozenset
        The organisations that were chosen.
    """
    organisations, participations = tables["organisations"], tables["participations"]
    chosen = organisations["org_id"].isin(organisations["org_id"] if focus is None else focus)
    labelled: set[str] = set()
    pole_id = None if choice.pole is None else pole(tables["poles"], choice.pole)
    # the organisations
    chosen &= _fitting(tables, choice, known)
    if pole_id is not None:
        chosen &= organisations["org_id"].isin(members.loc[members["pole_id"] == pole_id, "org_id"])
        if not choice.narrows_organisations:
            labels = tables["labels"]
            labelled = set(labels.loc[labels["pole_id"] == pole_id, "project_id"])
    smaller_focus = frozenset(organisations.loc[chosen, "org_id"])
    # what belongs to them
    projects = labelled.union(participations.loc[participations["org_id"].isin(smaller_focus), "project_id"])
    partners = participations.loc[participations["project_id"].isin(projects), "org_id"]
    return restrict(tables, smaller_focus.union(partners), projects), smaller_focus


def _fitting(tables: Tables, choice: Choice, known: pd.DataFrame) -> pd.Series[bool]:
    """Find the organisations that are where, what and as active as is asked for, whatever pôle they are in."""
    organisations = tables["organisations"]
    fits = pd.Series(data=True, index=organisations.index)
    if choice.region is not None:
        fits &= organisations["region"].isin(regions(choice.region, known["region"]))
    if choice.country is not None:
        countries = _named(choice.country, known["country"], _("there is no such country"))
        fits &= organisations["country"].isin(countries)
    if choice.kind is not None:
        if choice.kind not in KINDS:
            raise not_one_of(_("there is no such kind"), choice.kind, KINDS)
        fits &= organisations["kind"] == choice.kind
    if choice.ids is not None:
        for lost in sorted(choice.ids.difference(known["org_id"])):
            raise PolegraphError(
                _("no organisation has this identifier"),
                value=lost,
                remedy=_("give values of org_id, which Network.find looks up by name"),
            )
        fits &= organisations["org_id"].isin(choice.ids)
    if choice.min_projects is not None:
        least = whole_number(choice.min_projects, "min_projects", 0)
        counted = tables["participations"]["org_id"].value_counts()
        fits &= organisations["org_id"].map(counted).fillna(0) >= least
    if choice.component is not None:
        fits &= _in_component(tables, choice.component)
    if choice.core is not None:
        fits &= _in_core(tables, whole_number(choice.core, "core", 0))
    return fits


def _in_component(tables: Tables, component: str) -> NDArray[np.bool_]:
    """Return which organisations are joined, by projects, to one; or to most, of equal ones to the first identifier."""
    matrix, ids = _incidence(tables)
    label = csgraph.connected_components(sparse.block_array([[None, matrix.T], [matrix, None]], format="csr"))[1]
    label = label[: len(ids)]
    if component == "largest":
        order = np.argsort(ids.to_numpy(dtype=object), kind="stable")
        size = np.bincount(label, minlength=int(label.max(initial=-1)) + 1)
        of = label[order[np.argmax(size[label[order]])]] if len(ids) else -1
    else:
        place = ids.get_indexer(pd.Index([component]))[0]
        if place < 0:
            raise PolegraphError(
                _("no organisation has this identifier"),
                value=component,
                remedy=_("give the org_id of an organisation of the component, or largest"),
            )
        of = label[place]
    return np.asarray(label == of)


def _in_core(tables: Tables, least: int) -> NDArray[np.bool_]:
    """Return which organisations have as many partners among those that have, too: the k-core of the projection."""
    from polegraph.linalg.cores import cores  # noqa: PLC0415  # the compiler is heavy

    matrix, ids = _incidence(tables)
    partners = linalg.project(matrix, np.ones(matrix.shape[0], dtype=np.int64))
    found = cores(partners.indptr, partners.indices) if len(ids) else np.zeros(0, dtype=np.int64)
    return np.asarray(found >= least)


def _incidence(tables: Tables) -> tuple[Csr, pd.Index[str]]:
    ids, projects = pd.Index(tables["organisations"]["org_id"]), pd.Index(tables["projects"]["project_id"])
    rows = projects.get_indexer(pd.Index(tables["participations"]["project_id"]))
    columns = ids.get_indexer(pd.Index(tables["participations"]["org_id"]))
    return memberships(rows, columns, (len(projects), len(ids))), ids


def restrict(tables: Tables, organisations: Iterable[str], projects: Iterable[str]) -> dict[str, pd.DataFrame]:
    """Return the tables with only these organisations and projects, in the same order.

    Parameters
    ----------
    tables
        The tables.
    organisations, projects
        Identifiers of those that stay.
    """
    kept = {"org_id": pd.Index(list(organisations)).unique(), "project_id": pd.Index(list(projects)).unique()}
    smaller: dict[str, pd.DataFrame] = {}
    for name, table in tables.items():
        for column, ids in kept.items():
            if column in TABLES[name].required:
                table = _where(table, column, ids)  # noqa: PLW2901  # narrowed twice where both columns stand
        smaller[name] = table.iloc[:0] if name in {"records", *WHO_IS_WHO} else table  # these are of the whole
    return smaller


def _where(table: pd.DataFrame, column: str, values: pd.Index[str]) -> pd.DataFrame:
    there = values.get_indexer(pd.Index(table[column])) >= 0  # isin is 20 times slower
    return table[there].reset_index(drop=True)
