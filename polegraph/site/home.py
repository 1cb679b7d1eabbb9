"""The first page: search, what is in the network, and what is new."""

from __future__ import annotations

from typing import TYPE_CHECKING

from polegraph.i18n import _, ngettext, number
from polegraph.site.feeds import newest
from polegraph.site.pages import Link, Page, Part, Rows
from polegraph.site.things import project_rows

if TYPE_CHECKING:
    from polegraph.site.material import Material


def home(material: Material) -> Page:
    """Return the first page.

    Parameters
    ----------
    material
        The network.
    """
    counted = [
        (_("organisations"), len(material.organisations)),
        (_("projects"), len(material.projects)),
        (_("participations"), len(material.net.participations)),
        (_("pôles"), len(material.poles)),
        (_("themes"), len(material.themes)),
    ]
    figures = tuple((label, number(count)) for label, count in counted if count)
    parts = [
        Part("search", _("Search"), (_("An organisation, a project, a pôle or a theme."),), search=True),
        Part("network", _("The network"), figures=figures),
    ]
    if material.poles:
        links = tuple(material.link("poles", one) for one in material.poles)[:40]
        parts.append(Part("poles", _("Pôles"), links=links))
    ids = newest(material)
    if ids:
        columns, rows, numeric = project_rows(material, ids)
        caption = ngettext("{n} project", "{n} projects", len(ids)).format(n=number(len(ids)))
        new = Rows(caption, columns, rows, numeric)
        parts.append(Part("new", _("New projects"), links=(Link(_("As a feed (RSS)"), "feed.xml"),), tables=(new,)))
    return Page("index.html", _("Collaboration network"), material.title, parts=tuple(parts))


def contents(material: Material) -> list[Link]:
    """Return the links that stand on every page.

    Parameters
    ----------
    material
        The network.
    """
    there = {"poles": bool(material.poles), "themes": bool(material.themes)}
    listed = [
        ("index.html", _("Home and search")),
        ("lists/organisations.html", _("Organisations")),
        ("lists/projects.html", _("Projects")),
        ("lists/poles.html", _("Pôles")),
        ("lists/themes.html", _("Themes")),
        ("lists/links.html", _("SMEs and large groups")),
        ("lists/gaps.html", _("Where collaboration is missing")),
        ("lists/figures.html", _("The network in figures")),
        ("map.html", _("Map")),
    ]
    return [
        Link(text, href) for href, text in listed if there.get(href.removeprefix("lists/").removesuffix(".html"), True)
    ]
