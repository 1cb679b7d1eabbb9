"""The network then and now."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from polegraph.i18n import _, number
from polegraph.reports import figures, headings
from polegraph.reports.paper.blocks import Block, Paragraph, Picture, Section
from polegraph.reports.paper.content import networks, pictures, wording

if TYPE_CHECKING:
    from polegraph.reports.paper.content.material import Material

_COUNTS = ("organisations", "newcomers", "leavers", "links", "new_links", "kept_links", "lost_links")
_SMES = ("smes", "recurrent_smes", "smes_with_large_group", "large_groups")


def section(material: Material) -> Section:
    """Write the section.

    Parameters
    ----------
    material
        The results.

    Examples
    --------
    >>> from polegraph.examples import tiny
    >>> from polegraph.reports.paper.content.material import Material
    >>> section(Material(tiny(), draws=0)).blocks[0].text
    'Organisations with projects that began in phase IV (2020–2020): 2, of which 1 new; in phase III (2014–2016): 3.'
    """
    title = _("The network then and now")
    table = material.evolution
    if not len(table):
        text = _("How the network changed is unknown: no project has a year in a phase of the policy.")
        return Section("evolution", title, (Paragraph(text, lead=True),))
    blocks: list[Block] = [Paragraph(_finding(table), lead=True)]
    multiples = networks.small_multiples(material.part, table)
    blocks += [multiples] if multiples else []
    blocks += [Paragraph(one) for one in _chance(table)]
    blocks.append(_bars(table))
    said = _(
        "Only projects that began in a phase count in it; the last phase may go on. A newcomer has no earlier project; "
        "links are new or lost beside the phase before. An organisation stands at the same place in all panels."
    )
    if table["links"].max() > networks.LINES:
        more = _("A panel shows the {most} strongest links of its phase.").format(most=number(networks.LINES))
        blocks.append(Paragraph(more, small=True))
    return Section("evolution", title, (*blocks, Paragraph(said, small=True)))


def _finding(table: pd.DataFrame) -> str:
    """Describe the last phase beside the first."""
    rows: list[dict[Any, Any]] = table.to_dict("records")
    now, then = rows[-1], rows[0]
    many = number(int(now["organisations"]))
    here = {"name": now["period"], "first": now["first"], "last": now["last"], "n": many}
    if len(rows) == 1:
        text = _(
            "Organisations with projects that began in phase {name} ({first}–{last}): {n}; no other phase is on record."
        )
        return text.format(**here)
    new = now["newcomers"]
    text = _(
        "Organisations with projects that began in phase {name} ({first}–{last}): {n}, of which {new} new; in phase "
        "{then} ({from_}–{to}): {m}."
    )
    before = {
        "then": then["period"],
        "from_": then["first"],
        "to": then["last"],
        "m": number(int(then["organisations"])),
    }
    return text.format(**here, **before, new=number(int(new)) if pd.notna(new) else _("an unknown number"))


def _chance(table: pd.DataFrame) -> list[str]:
    """Describe clustering beside chance, and how many SMEs met large groups."""
    last = table.iloc[-1]
    said = []
    found, chance = last["average_clustering"], last["average_clustering_expected"]
    if pd.notna(found) and pd.notna(chance):
        text = _(
            "Partners of an organisation work with each other, too (average clustering {found}); the same projects "
            "with organisations drawn by chance give {chance}."
        )
        said.append(text.format(found=wording.value(float(found)), chance=wording.value(float(chance))))
    smes, linked = last["smes"], last["smes_with_large_group"]
    if pd.notna(smes) and pd.notna(linked) and smes:
        text = _("Of {smes} in the last phase, {linked} shared a project with a large group.")
        said.append(text.format(smes=wording.smes(int(smes)), linked=number(int(linked))))
    return said


def _bars(table: pd.DataFrame) -> Picture:
    """Draw the phases as bars, with all their numbers behind them."""
    clustering = ("average_clustering", "average_clustering_expected")
    names = [one for one in ("projects", *_COUNTS, *_SMES, *clustering) if one in table]
    behind = wording.table(_("The phases in numbers"), *_turned(table, names))
    alt = _("Organisations, links, clustering beside chance, and SMEs with large groups, by phase.")
    title = _("Who came, who left, and what is not chance")
    return pictures.picture("evolution", title, alt, figures.evolution(table), behind)


def _turned(table: pd.DataFrame, names: list[str]) -> tuple[pd.DataFrame, dict[str, str]]:
    """Turn the table: a row a figure and a column a phase, for there are more figures than a page is wide.

    Returns it with the headings of its columns.
    """
    phases = [str(name) for name in table["period"]]
    figures_ = table[names].astype("float64").T.set_axis(phases, axis=1).reset_index(drop=True)
    what = [headings.heading_in(table, name) for name in names]
    return figures_.assign(what=what), {"what": _("indicator"), **{name: name for name in phases}}
