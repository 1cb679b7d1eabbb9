"""Which SMEs work with large groups, which do not, and who could introduce them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd

from polegraph.i18n import _, ngettext, number
from polegraph.reports import introductions, people
from polegraph.reports.paper.blocks import Block, Paragraph, Section, Table
from polegraph.reports.paper.content import pictures, wording
from polegraph.vocabulary import LINK_STATUSES_BY_DISTANCE

if TYPE_CHECKING:
    from polegraph.reports.paper.content.material import Material

MADE: Final = 10
"""Introductions that are printed."""
_PRINTED: Final = 15
_NAMED: Final = 2  # projects and large groups in a cell: rows of a few lines
_NAMES: Final = ("sme_name", "by_name", "to_name")
_PROVEN: Final = ("sme_name", "sme_city", "by_name", "near_projects", "to_name", "far_projects", "other_large_groups")


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
    '0 of 3 SMEs work with a large group; 2 are one introduction away.'
    """
    title = _("SMEs and large groups")
    links = material.links
    if not len(links) or not material.large_known:
        text = _("How many SMEs work with a large group is unknown: no SME is on record.")
        if len(links):
            text = _("How many SMEs work with a large group is unknown: no large group is on record.")
        return Section("links", title, (Paragraph(text, lead=True),))
    count = links["status"].value_counts()
    counts = pd.DataFrame({"status": [one for one in LINK_STATUSES_BY_DISTANCE if count.get(one, 0)]})
    counts["count"] = counts["status"].map(count).astype("int64")
    counts["share"] = counts["count"] / len(links)
    blocks: list[Block] = [Paragraph(_finding(links), lead=True), *_chance(links), pictures.statuses(counts)]
    blocks += [*_to_make(material), _linked(material), *_without(material), *_of_poles(material)]
    return Section("links", title, tuple(blocks))


def _finding(links: pd.DataFrame) -> str:
    """Describe the finding in a sentence."""
    count = links["status"].value_counts()
    direct, introduced = int(count.get("direct", 0)), int(count.get("introduced", 0))
    one = ngettext("{n} is one introduction away", "{n} are one introduction away", introduced)
    text = ngettext(
        "{direct} of {smes} works with a large group", "{direct} of {smes} work with a large group", len(links)
    )
    return _("{sentence}; {more}.").format(
        sentence=text.format(direct=number(direct), smes=wording.smes(len(links))),
        more=one.format(n=number(introduced)),
    )


def _chance(links: pd.DataFrame) -> list[Paragraph]:
    """Describe how many large groups SMEs meet, beside chance."""
    expected = links["expected_direct"].mean()
    if np.isnan(expected):
        return []
    text = _(
        "An SME has met {found} large groups on average; if partners were drawn by chance, with as many projects for "
        "each and as many partners in each, it would be {chance}."
    )
    found = wording.value(float(links["direct_partners"].mean()))
    return [Paragraph(text.format(found=found, chance=wording.value(float(expected))))]


def to_make(material: Material) -> pd.DataFrame:
    """List the introductions worth making, in the order of the list of links.

    Parameters
    ----------
    material
        The results.

    Returns
    -------
    DataFrame
        As `polegraph.reports.introductions.sheet` has it, without the organisations that do not want to be suggested.
    """
    frame = introductions.sheet(material.links, material.part, most=_NAMED).frame
    table = material.net.whole.organisations
    out = set(table.loc[table["opt_out"].fillna(value=False).astype(bool), "org_id"])
    asked = ~frame[["sme_id", "by_id", "to_id"]].isin(out).any(axis=1)
    return frame[asked].reset_index(drop=True)


def _to_make(material: Material) -> list[Block]:
    """Write the introductions worth making."""
    frame = to_make(material)
    if not len(frame):
        return [Paragraph(_("No introduction can be proposed: no SME without a large group has a partner with one."))]
    title = ngettext("The introduction worth making", "The introductions worth making, {n} of {all}", len(frame))
    title = title.format(n=number(min(MADE, len(frame))), all=number(len(frame)))
    note = _(
        "The introducer has worked with both; its projects with either prove it. First stand those whose introducer "
        "knows the large group best. Organisations that do not want to be suggested are left out."
    )
    made = wording.table(title, frame, _PROVEN, note=note, most=MADE)
    # On a slide names are read, not proofs.
    return [replace(made, foremost=tuple(made.frame.columns[_PROVEN.index(name)] for name in _NAMES))]


def _linked(material: Material) -> Table:
    """List the SMEs that work with large groups."""
    rows = material.links[material.links["status"] == "direct"].sort_values(
        ["shared_projects", "name", "org_id"], ascending=[False, True, True]
    )
    rows = rows.assign(direct_ids=people.of_organisations(rows["direct_ids"], material.net.whole, most=_NAMED))
    columns = ("name", "direct_ids", "shared_projects", "last_year", "expected_direct")
    own = {**dict.fromkeys(columns, ""), "name": _("SME")}
    return wording.table(_("SMEs that work with a large group"), rows, own, units={"last_year": "year"}, most=_PRINTED)


def _without(material: Material) -> list[Table]:
    """List the SMEs that nobody could introduce yet."""
    rows = material.links[~material.links["status"].isin(["direct", "introduced"])]
    if not len(rows):
        return []
    rows = rows.assign(link=rows["status"].map(pictures.said_of))
    columns = {"name": _("SME"), "link": _("link to a large group"), "region": "", "projects": ""}
    return [wording.table(_("SMEs without a way to a large group"), rows, columns, most=_PRINTED)]


def _of_poles(material: Material) -> list[Table]:
    """Compare the pôles."""
    cards = material.cards
    if cards is None or cards["pole_id"].nunique() < 2:  # noqa: PLR2004  # one is compared with none
        return []
    rows = cards[cards["indicator"] == "sme_linked_share"].sort_values(["rank", "pole_id"], na_position="last")
    shares = ("value", "low", "high", "expected")
    columns = {
        "pole": "",
        "value": _("SME members linked to a large group"),
        **dict.fromkeys(("low", "high", "expected", "rank"), ""),
    }
    title = _("The pôles beside each other, by the end of {year}").format(year=material.year)
    return [wording.table(title, rows, columns, units=dict.fromkeys(shares, "share"))]
