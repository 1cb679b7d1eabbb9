"""Pages of organisations and projects."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np

from polegraph.i18n import _, day, ngettext, number
from polegraph.reports import headings
from polegraph.reports.paper.blocks import cell
from polegraph.site import linked_data
from polegraph.site.material import MOST
from polegraph.site.pages import Link, Page, Part, Rows

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from polegraph.site.material import Material
    from polegraph.site.pages import Cell

_PARTNERS: Final = 30


def organisations(material: Material) -> Iterator[Page]:
    """Yield the page of each organisation.

    Parameters
    ----------
    material
        The network.
    """
    ties = material.net.collaboration_matrix()
    ids = material.net.org_index.tolist()
    order = np.array([material.place[one] for one in ids], dtype=np.int64)
    for at, one in enumerate(ids):
        row = slice(ties.indptr[at], ties.indptr[at + 1])
        others, counts = ties.indices[row], ties.data[row]
        first = np.lexsort((order[others], -counts))[:_PARTNERS]
        near = [(ids[others[which]], int(counts[which])) for which in first]
        yield _organisation(material, one, near, len(others))


def _organisation(material: Material, one: str, near: list[tuple[str, int]], partners: int) -> Page:
    """Write the page of an organisation."""
    row = material.organisations[one]
    taken = material.projects_of.get(one, [])
    parts = []
    if taken:
        shown = [
            (material.link("projects", project), _year(material.projects[project]), headings.cell("role", role))
            for project, role in taken[:MOST]
        ]
        columns = tuple(map(headings.heading, ("acronym", "year", "role")))
        caption = ngettext("{n} project", "{n} projects", len(taken)).format(n=number(len(taken)))
        table = Rows(caption, columns, shown, (1,), beyond(len(taken), len(shown)))
        parts.append(Part("projects", _("Projects"), tables=(table,)))
    if near:
        rows = [(material.link("organisations", other), number(count)) for other, count in near]
        caption = ngettext("{n} partner", "{n} partners", partners).format(n=number(partners))
        columns = (headings.heading("name"), _("common projects"))
        parts.append(
            Part("partners", _("Partners"), tables=(Rows(caption, columns, rows, (1,), beyond(partners, len(rows))),))
        )
    words = {"kind": headings.cell("kind", row["kind"]), "size": row["size"] and headings.cell("size", row["size"])}
    facts = _facts(words, {name: row[name] for name in ("city", "region", "country")})
    poles = material.links("poles", material.poles_of["organisations"].get(one, []))
    facts += _linked(_("member of"), poles) + _linked(
        _("themes"), material.links("themes", material.themes_of["organisations"].get(one, []))
    )
    if row["dissolved"] is not None and not material.net.standing[material.net.org_index.get_loc(one)]:
        facts += ((headings.heading("dissolved"), (day(row["dissolved"].date()),)),)
    data = linked_data.organisation(material, one)
    return Page(material.addresses["organisations"][one], _("Organisation"), row["name"], facts, tuple(parts), data)


def projects(material: Material) -> Iterator[Page]:
    """Yield the page of each project.

    Parameters
    ----------
    material
        The network.
    """
    for one in material.projects:
        yield _project(material, one)


def _project(material: Material, one: str) -> Page:
    """Write the page of a project."""
    row = material.projects[one]
    members = material.taking_part.get(one, [])
    parts = []
    said = [row[name] for name in ("title", "abstract") if row[name] and row[name] != row["label"]]
    if said:
        parts.append(Part("about", _("What it is about"), tuple(said)))
    if members:
        shown: list[tuple[Cell, ...]] = []
        for org, role in members[:MOST]:
            other = material.organisations[org]
            kind = other["size"] or other["kind"]
            said_of = headings.cell("size" if other["size"] else "kind", kind)
            shown.append(
                (material.link("organisations", org), headings.cell("role", role), said_of, other["city"] or "")
            )
        columns = tuple(map(headings.heading, ("name", "role", "kind", "city")))
        caption = ngettext("{n} organisation", "{n} organisations", len(members)).format(n=number(len(members)))
        table = Rows(caption, columns, shown, (), beyond(len(members), len(shown)))
        parts.append(Part("members", _("Who takes part"), tables=(table,)))
    dates = {name: None if row[name] is None else day(row[name].date()) for name in ("start", "end")}
    years = {} if dates["start"] else {"year": _year(row)}
    money = {name: row[name] and cell(row[name], "eur") for name in ("funding", "total_cost")}
    facts = _facts(dates, years, {name: row[name] for name in ("programme", "call")}, money)
    facts += _linked(_("labelled by"), material.links("poles", material.poles_of["projects"].get(one, [])))
    facts += _linked(_("themes"), material.links("themes", material.themes_of["projects"].get(one, [])))
    data = linked_data.project(material, one)
    return Page(material.addresses["projects"][one], _("Project"), row["label"], facts, tuple(parts), data)


def project_rows(
    material: Material, ids: Sequence[str]
) -> tuple[tuple[str, ...], list[tuple[Cell, ...]], tuple[int, ...]]:
    """Write projects as rows of a list: what each is called, its year, programme and number of organisations.

    Parameters
    ----------
    material
        The network.
    ids
        Identifiers of the projects.

    Returns
    -------
    headings, rows, numeric
        As `polegraph.site.pages.Rows` takes them.
    """
    rows: list[tuple[Cell, ...]] = []
    for one in ids:
        row = material.projects[one]
        count = len(material.taking_part.get(one, []))
        rows.append((material.link("projects", one), _year(row), row["programme"] or "", number(count)))
    columns = (*map(headings.heading, ("acronym", "year", "programme")), headings.heading("organisations"))
    return columns, rows, (1, 3)


def organisation_rows(
    material: Material, ids: Sequence[str]
) -> tuple[tuple[str, ...], list[tuple[Cell, ...]], tuple[int, ...]]:
    """Write organisations as rows of a list: name, kind, size, city and number of projects.

    Parameters
    ----------
    material
        The network.
    ids
        Identifiers of the organisations.

    Returns
    -------
    headings, rows, numeric
        As `polegraph.site.pages.Rows` takes them.
    """
    rows: list[tuple[Cell, ...]] = []
    for one in ids:
        row = material.organisations[one]
        size = headings.cell("size", row["size"]) if row["size"] else ""
        count = len(material.projects_of.get(one, []))
        kind = headings.cell("kind", row["kind"])
        rows.append((material.link("organisations", one), kind, size, row["city"] or "", number(count)))
    return tuple(map(headings.heading, ("name", "kind", "size", "city", "projects"))), rows, (4,)


def beyond(all_of_them: int, shown: int) -> str:
    """Describe how many rows are left out; empty where none is.

    Parameters
    ----------
    all_of_them
        How many there are.
    shown
        How many are shown.

    Examples
    --------
    >>> beyond(3, 3), beyond(1000, 500)
    ('', 'Shown: 500 of 1,000.')
    """
    if all_of_them == shown:
        return ""
    return _("Shown: {shown} of {n}.").format(shown=number(shown), n=number(all_of_them))


def _facts(*groups: dict[str, Any]) -> tuple[tuple[str, tuple[Cell, ...]], ...]:
    """Write what is known under the headings of its columns."""
    return tuple((headings.heading(name), (str(said),)) for group in groups for name, said in group.items() if said)


def _linked(label: str, links: tuple[Link, ...]) -> tuple[tuple[str, tuple[Cell, ...]], ...]:
    return ((label, links),) if links else ()


def _year(row: dict[str, Any]) -> str:
    return "" if row["year"] is None else str(int(row["year"]))
