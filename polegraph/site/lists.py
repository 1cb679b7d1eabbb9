"""Pages of lists: all organisations, projects, pôles and themes, links of SMEs, gaps, and figures."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Any, Final

import pandas as pd

from polegraph import metrics, synergies
from polegraph.files import unaccented
from polegraph.i18n import _, ngettext, number
from polegraph.reports import headings, state
from polegraph.reports.paper.blocks import cell
from polegraph.reports.terminal import printable
from polegraph.site.material import MOST
from polegraph.site.pages import Link, Page, Part, Rows
from polegraph.site.things import beyond, organisation_rows, project_rows

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from polegraph.site.material import Material
    from polegraph.site.pages import Cell

    Written = tuple[tuple[str, ...], list[tuple[Cell, ...]], tuple[int, ...]]

_GAPS: Final = ("lab_without_sme", "member_without_project", "training_body_left_out")
_TOPICS: Final = ("kind", "size of companies", "phase", "year of projects", "programme", "members of the pôle")
"""Topics of `polegraph.reports.state.info` that are about the network and not about the files."""
_ONE_PAGE: Final = 1000


def organisations(material: Material) -> Iterator[Page]:
    """Yield the lists of organisations, by first letter where they are many.

    Parameters
    ----------
    material
        The network.
    """

    def letter(one: str) -> str:
        first = unaccented(str(material.organisations[one]["name"]))[:1]
        return first if first.isascii() and first.isalpha() else "0"

    ids = sorted(material.organisations, key=lambda one: letter(one) != "0")  # a stable sort: digits and signs first
    named = [
        (key.upper() if key != "0" else _("Digits and others"), key, list(group)) for key, group in groupby(ids, letter)
    ]
    yield from _list(material, "organisations", _("Organisations"), named, organisation_rows)


def projects(material: Material) -> Iterator[Page]:
    """Yield the lists of projects, by year where they are many.

    Parameters
    ----------
    material
        The network.
    """

    def year(one: str) -> str:
        found = material.projects[one]["year"]
        return "0" if found is None else str(int(found))

    years: dict[str, list[str]] = {}
    for one in material.projects:
        years.setdefault(year(one), []).append(one)
    newest = sorted(years, key=lambda key: -int(key))
    named = [(key if key != "0" else _("Year unknown"), key, years[key]) for key in newest]
    yield from _list(material, "projects", _("Projects"), named, project_rows)


def _list(
    material: Material,
    name: str,
    title: str,
    named: list[tuple[str, str, list[str]]],
    write: Callable[[Material, Sequence[str]], Written],
) -> Iterator[Page]:
    """Yield a list on one page, or its contents and a page for each part of it."""
    count = sum(len(ids) for _label, _key, ids in named)
    if count <= _ONE_PAGE:
        columns, rows, numeric = write(material, [one for _label, _key, ids in named for one in ids])
        table = Rows(_counted(name, count), columns, rows, numeric)
        yield Page(f"lists/{name}.html", _("List"), title, parts=(Part(name, title, tables=(table,)),))
        return
    cut = [
        (f"{label} ({at + 1})" if len(ids) > MOST else label, f"{key}-{at + 1}" if at else key, part)
        for label, key, ids in named
        for at, part in enumerate(ids[start : start + MOST] for start in range(0, len(ids), MOST))
    ]
    links = tuple(Link(label, f"lists/{name}-{key}.html") for label, key, _ids in cut)
    yield Page(f"lists/{name}.html", _("List"), title, parts=(Part(name, _counted(name, count), links=links),))
    for label, key, ids in cut:
        columns, rows, numeric = write(material, ids)
        table = Rows(_counted(name, len(ids)), columns, rows, numeric)
        yield Page(
            f"lists/{name}-{key}.html",
            title,
            f"{title}: {label}",
            parts=(
                Part("rows", label, tables=(table,)),
                Part("others", _("The other parts of this list"), links=links),
            ),
        )


def _counted(name: str, count: int) -> str:
    if name == "projects":
        return ngettext("{n} project", "{n} projects", count).format(n=number(count))
    return ngettext("{n} organisation", "{n} organisations", count).format(n=number(count))


def groups(material: Material) -> Iterator[Page]:
    """Yield the lists of pôles and of themes, where there are any.

    Parameters
    ----------
    material
        The network.
    """
    for kind, title, found in (
        ("poles", _("Pôles"), material.labelled),
        ("themes", _("Themes"), material.projects_about),
    ):
        ids = list(getattr(material, kind))
        if ids:
            rows = [(material.link(kind, one), number(len(found.get(one, [])))) for one in ids]
            table = Rows(number(len(ids)), (headings.heading("name"), headings.heading("projects")), rows, (1,))
            yield Page(f"lists/{kind}.html", _("List"), title, parts=(Part(kind, title, tables=(table,)),))


def links(material: Material) -> Page:
    """Return the page of the links of SMEs to large groups.

    Parameters
    ----------
    material
        The network.
    """
    table = metrics.large_group_links(material.net, draws=0)
    counts = table["status"].value_counts()
    figures = tuple((headings.cell("status", str(one)), number(int(count))) for one, count in counts.items())
    columns = ("name", "status", "introducer_name", "introduced_to_name", "projects", "region")
    for who in ("introducer", "introduced_to"):
        table[f"{who}_name"] = table[f"{who}_name"].mask(table[f"{who}_id"].isin(material.unasked))
    rows, hidden = _approached(material, table, columns)
    text = (
        _("Which SMEs share a project with a large group, and which common partner could introduce the others."),
        *_not_named(hidden),
    )
    caption = ngettext("{n} SME", "{n} SMEs", len(table)).format(n=number(len(table)))
    found = Rows(
        caption, tuple(map(headings.heading, columns)), rows[: 2 * MOST], (4,), beyond(len(rows), len(rows[: 2 * MOST]))
    )
    part = Part("links", _("SMEs and large groups"), text, figures, tables=(found,))
    return Page("lists/links.html", _("List"), _("SMEs and large groups"), parts=(part,))


def gaps(material: Material) -> Page:
    """Return the page of the organisations that are left without.

    Parameters
    ----------
    material
        The network.
    """
    parts = []
    for name in _GAPS:
        table = synergies.gap(material.net, name, draws=0)
        if not len(table):
            continue
        columns = ("name", "kind", "region", "projects", "partners")
        rows, hidden = _approached(material, table, columns)
        title = headings.cell("gap", name)
        caption = ngettext("{n} organisation", "{n} organisations", len(table)).format(n=number(len(table)))
        note = beyond(len(rows), len(rows[:MOST]))
        found = Rows(caption, tuple(map(headings.heading, columns)), rows[:MOST], (3, 4), note)
        parts.append(Part(name.replace("_", "-"), title, _not_named(hidden), tables=(found,)))
    if not parts:
        parts.append(Part("none", _("No rows")))
    return Page("lists/gaps.html", _("List"), _("Where collaboration is missing"), parts=tuple(parts))


def figures(material: Material) -> Page:
    """Return the page of what is in the network: the figures of ``polegraph info``.

    Parameters
    ----------
    material
        The network.
    """
    info = state.info(material.net)
    tables = []
    for topic in _TOPICS:
        rows = info[(info["topic"] == topic) & (info["count"] > 0)]
        if len(rows):
            said = [
                (printable(headings.cell("item", str(item))), number(int(count)), cell(share, "share"))
                for item, count, share in zip(rows["item"], rows["count"], rows["share"], strict=True)
            ]
            title = headings.cell("topic", topic)
            columns = (headings.heading("item"), headings.heading("count"), headings.heading("share"))
            tables.append(Rows(title, columns, said, (1, 2)))
    part = Part("network", _("What is in the network"), tables=tuple(tables))
    return Page("lists/figures.html", _("List"), _("The network in figures"), parts=(part,))


def _approached(material: Material, table: pd.DataFrame, columns: Sequence[str]) -> tuple[list[tuple[Cell, ...]], int]:
    """Write organisations that somebody may approach, and count those that do not want it."""
    shown = table[~table["org_id"].isin(material.unasked)]
    rows: list[tuple[Cell, ...]] = []
    for row in shown.to_dict("records"):
        said = (_said(material, row, name) for name in columns[1:])
        rows.append((material.link("organisations", str(row["org_id"])), *said))
    return rows, len(table) - len(shown)


def _said(material: Material, row: dict[Any, Any], name: str) -> Cell:
    """Write a cell: the name of an organisation that has a page as a link to it."""
    value = row[name]
    if pd.isna(value):
        return ""
    other = row.get(f"{name.removesuffix('_name')}_id") if name.endswith("_name") else None
    if other in material.organisations:
        return material.link("organisations", str(other))
    return printable(headings.cell(name, value if isinstance(value, str) else int(value)))


def _not_named(hidden: int) -> tuple[str, ...]:
    if not hidden:
        return ()
    text = ngettext(
        "{n} more is counted and not named: it does not want to be suggested, or is dissolved.",
        "{n} more are counted and not named: they do not want to be suggested, or are dissolved.",
        hidden,
    )
    return (text.format(n=number(hidden)),)
