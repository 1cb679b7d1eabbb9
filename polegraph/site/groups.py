"""Pages of pôles and themes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from polegraph import scorecards
from polegraph.i18n import _, day_in_words, ngettext, number
from polegraph.reports import headings
from polegraph.reports.paper.blocks import cell
from polegraph.reports.paper.content import cards
from polegraph.site.material import MOST
from polegraph.site.pages import Page, Part, Rows
from polegraph.site.things import beyond, organisation_rows, project_rows

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import pandas as pd

    from polegraph.reports.paper.blocks import Table
    from polegraph.site.material import Material


def poles(material: Material) -> Iterator[Page]:
    """Yield the page of each pôle: its scorecard, its members and the projects that it has labelled.

    Parameters
    ----------
    material
        The network.
    """
    card = scorecards.scorecard(material.net, draws=0) if material.poles else None
    for one, row in material.poles.items():
        parts = [] if card is None else [_figures(card[card["pole_id"] == one])]
        members = [org for org, _beside in material.members.get(one, [])]
        listed = (_members(material, members), projects_part(material, _ids(material.labelled, one)))
        parts += [part for part in listed if part is not None]
        known = [name for name in ("region", "sector") if row[name]]
        facts = tuple((headings.heading(name), (row[name],)) for name in known)
        yield Page(material.addresses["poles"][one], _("Pôle"), row["name"], facts, tuple(parts))


def themes(material: Material) -> Iterator[Page]:
    """Yield the page of each theme: its projects, and the organisations with most of them.

    Parameters
    ----------
    material
        The network.
    """
    for one, row in material.themes.items():
        ids = _ids(material.projects_about, one)
        counts: dict[str, int] = {}
        for project in ids:
            for org, _role in material.taking_part.get(project, []):
                counts[org] = counts.get(org, 0) + 1
        first = sorted(counts, key=lambda org: (-counts[org], material.place[org]))
        parts = [projects_part(material, ids)]
        if first:
            rows = [(material.link("organisations", org), number(counts[org])) for org in first[:100]]
            caption = ngettext("{n} organisation", "{n} organisations", len(first)).format(n=number(len(first)))
            table = Rows(caption, (_("name"), _("projects about it")), rows, (1,), beyond(len(first), len(rows)))
            parts.append(Part("organisations", _("Organisations in them"), tables=(table,)))
        yield Page(
            material.addresses["themes"][one], _("Theme"), row["label"], (), tuple(part for part in parts if part)
        )


def projects_part(material: Material, ids: Sequence[str]) -> Part | None:
    """Write projects as a section; None where there are none.

    Parameters
    ----------
    material
        The network.
    ids
        Their identifiers, the newest first.
    """
    if not ids:
        return None
    columns, rows, numeric = project_rows(material, ids[:MOST])
    caption = ngettext("{n} project", "{n} projects", len(ids)).format(n=number(len(ids)))
    return Part("projects", _("Projects"), tables=(Rows(caption, columns, rows, numeric, beyond(len(ids), len(rows))),))


def shown(table: Table) -> Rows:
    """Write a table of the paper as one of the site, with the same words and figures.

    Parameters
    ----------
    table
        The table.
    """
    names = [str(name) for name in table.frame.columns]
    rows = [
        tuple(cell(value, table.units.get(name, "")) for name, value in zip(names, row, strict=True))
        for row in table.frame.itertuples(index=False)
    ]
    return Rows(table.title, tuple(names), rows, tuple(range(1, len(names))), table.note)


def _figures(card: pd.DataFrame) -> Part:
    """Write the scorecard of a pôle as the paper for the committee has it."""
    year = int(card["year"].iloc[0])
    return Part(
        "figures",
        _("The year {year} in figures").format(year=year),
        (_("What is not on record is unknown (–), not zero; a share of fewer than five is not told."),),
        tables=tuple(shown(table) for table in cards.whole(card, year)),
    )


def _members(material: Material, ids: Sequence[str]) -> Part | None:
    if not ids:
        return None
    columns, rows, numeric = organisation_rows(material, ids)
    text = ngettext("{n} member of the pôle on {day}.", "{n} members of the pôle on {day}.", len(ids))
    caption = text.format(n=number(len(ids)), day=day_in_words(material.net.day))
    return Part("members", _("Members"), tables=(Rows(caption, columns, rows, numeric),))


def _ids(found: dict[str, list[tuple[str, str]]], one: str) -> list[str]:
    return list(dict.fromkeys(other for other, _beside in found.get(one, [])))
