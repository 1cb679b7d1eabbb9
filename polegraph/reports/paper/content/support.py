"""Support in the four domains: needs, offers, and who could meet what."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pandas as pd

from polegraph import support
from polegraph.i18n import _, ngettext, number
from polegraph.reports.paper.blocks import Block, Paragraph, Section, Table
from polegraph.reports.paper.content import wording
from polegraph.tables import DOMAINS

if TYPE_CHECKING:
    from polegraph.reports.paper.content.material import Material

_PRINTED: Final = 12
_REASONS: Final = 3
_COUNTED: Final = (
    "domain",
    "needs",
    "open",
    "in_progress",
    "met",
    "dropped",
    "median_months",
    "offers",
    "capacity",
    "capacity_used",
)


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
    'Who needs support is unknown: no need is on record.'
    """
    title = _("Support in the four domains")
    needs = material.needs
    blocks: list[Block] = [Paragraph(_finding(material), lead=True)]
    if len(needs):
        blocks.append(_domains(needs))
    if needs["needs"].sum():
        blocks += [*_proposed(material), *_unmet(material)]
    return Section("support", title, (*blocks, *_introduced(material)))


def _finding(material: Material) -> str:
    """Describe the finding in a sentence."""
    needs = material.needs
    if not needs["needs"].sum():
        if len(material.net.needs):
            return _("None of these organisations has a need on record.")
        return _("Who needs support is unknown: no need is on record.")
    total, met = int(needs["needs"].sum()), int(needs["met"].sum())
    waiting = int(needs["open"].sum() + needs["in_progress"].sum())
    text = ngettext("{met} of {n} need is met", "{met} of {n} needs are met", total).format(
        met=number(met), n=number(total)
    )
    more = ngettext("{n} waits", "{n} wait", waiting).format(n=number(waiting))
    could = int(material.matches["assigned"].sum())
    last = ngettext("{n} of them could be met at once", "{n} of them could be met at once", could).format(
        n=number(could)
    )
    return _("{sentence}, {more}; {last}.").format(sentence=text, more=more, last=last)


def _domains(needs: pd.DataFrame) -> Table:
    """Count needs and offers by domain, in the order of the policy."""
    order = {domain: place for place, domain in enumerate(DOMAINS)}
    rows = needs.sort_values("domain", key=lambda values: values.map(order), kind="stable")
    rows.attrs = needs.attrs
    note = _(
        "Months: until half of the needs are met, those still open watched until the day of the paper; missing where "
        "fewer than five are followed. Capacity: how many needs the offers can meet at a time."
    )
    return wording.table(_("Needs and offers by domain"), rows, _COUNTED, note=note)


def _proposed(material: Material) -> list[Block]:
    """List the offer that is proposed for each need."""
    rows = material.matches[material.matches["assigned"]]
    if not len(rows):
        return [Paragraph(_("No offer with capacity left answers a need that waits."))]
    columns = {
        "name": "",
        "domain": "",
        "detail": _("need"),
        "since": "",
        "offer_name": "",
        "offer_city": "",
        "reasons": "",
    }
    note = _(
        "One offer at most a need, none beyond its capacity, so that all needs together are met as well as they can "
        "be. Organisations that are dissolved or do not want to be suggested are left out."
    )
    rows = _with_headings(_briefly(rows), material.matches)
    return [wording.table(_("Who could meet which need"), rows, columns, note=note, most=_PRINTED)]


def _unmet(material: Material) -> list[Table]:
    """List the needs that nobody of the pôle can meet."""
    if not len(material.net.memberships):
        return []
    found = support.unmet(material.part, each=1)
    if not len(found):
        return []
    columns = {
        "name": "",
        "domain": "",
        "detail": _("need"),
        "since": "",
        "offer_name": _("who in the network could"),
        "offer_city": "",
        "reasons": "",
    }
    found = _with_headings(_briefly(found), found)
    return [wording.table(_("Needs that no member of its pôle can meet"), found, columns, most=_PRINTED)]


def _briefly(rows: pd.DataFrame) -> pd.DataFrame:
    """Keep the first reasons of each row, the strongest ones."""
    return rows.assign(reasons=rows["reasons"].str.split(_("; ")).str[:_REASONS].str.join(_("; ")))


def _with_headings(rows: pd.DataFrame, of: pd.DataFrame) -> pd.DataFrame:
    rows.attrs = of.attrs
    return rows


def _introduced(material: Material) -> list[Block]:
    """Describe what became of introductions, beside pairs that nobody introduced."""
    table = material.introductions
    judged = table[table["result"].isin(["became_project", "none_yet"])]
    if not len(table):
        return []
    became = int((judged["result"] == "became_project").sum())
    text = ngettext(
        "{became} of {n} introduction that is old enough to be judged became a project",
        "{became} of {n} introductions that are old enough to be judged became projects",
        len(judged),
    ).format(became=number(became), n=number(len(judged)))
    expected = judged["expected"].sum(min_count=1)
    said = _("{sentence}.").format(sentence=text)
    if pd.notna(expected):
        said = _("{sentence}; of as many pairs like them that nobody introduced, {expected} would have.").format(
            sentence=text, expected=wording.mean(expected)
        )
    columns = ("date", "name", "other_name", "result", "project_ids")
    listed = wording.table(
        _("Introductions, the latest first"),
        _with_headings(table.copy(), table),
        columns,
        net=material.net,
        most=_PRINTED,
    )
    return [Paragraph(said), listed]
