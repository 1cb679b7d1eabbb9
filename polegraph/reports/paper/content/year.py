"""The year in ten figures, and the whole scorecard."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import pandas as pd

from polegraph.i18n import _, ngettext, number
from polegraph.reports.paper.blocks import Block, KeyFigure, KeyFigures, Mark, Paragraph, Section, Table
from polegraph.reports.paper.content import cards, holdings, pictures, wording
from polegraph.scorecards import indicators

if TYPE_CHECKING:
    from polegraph.reports.paper.content.material import Material

MOST: Final = 10
"""Figures that stand by themselves."""
THEN: Final = (
    *("members", "members_sme", "projects_labelled", "projects_funded", "funding", "sme_linked_share"),
    *("introductions_possible", "products", "jobs", "outcome_rate", "needs_met", "training_bodies_involved"),
    *("renewal_rate", "share_inter_pole", "members_without_project", "density"),
)
"""Indicators that fill the ten up, after those with a target."""


def section(material: Material) -> Section:
    """Write the section: of a pôle its scorecard, of a network without a pôle what it holds.

    Parameters
    ----------
    material
        The results.

    Examples
    --------
    >>> from polegraph.examples import tiny
    >>> from polegraph.reports.paper.content.material import Material
    >>> [figure.text for figure in section(Material(tiny(), draws=0)).blocks[1].figures][:3]
    ['5', '3', '1']
    """
    title = _("The year {year} in ten figures").format(year=material.year)
    if material.card is None:
        return Section("year", title, holdings.blocks(material))
    return Section("year", title, tuple(_of_pole(material, material.card)))


def chosen(card: pd.DataFrame) -> pd.DataFrame:
    """Choose ten indicators of a scorecard: those with a target in the order of the catalogue, then a fixed list.

    Parameters
    ----------
    card
        The scorecard of a pôle.
    """
    by_name = card.set_index("indicator")
    aimed = by_name.index[by_name["target"].notna()].tolist()
    known = [name for name in THEN if name in by_name.index and name not in aimed and pd.notna(by_name["value"][name])]
    return by_name.loc[[*aimed, *known][:MOST]].reset_index()


def _of_pole(material: Material, card: pd.DataFrame) -> list[Block]:
    """Write the scorecard of a pôle."""
    ten = chosen(card)
    figures = tuple(_figure(row) for row in ten.to_dict("records"))
    rule = _(
        "Chosen for this page: the indicators with a target for the year, in the order of the catalogue, then others "
        "that are on record, up to ten. A target is met if the figure is as good or better; an arrow compares with the "
        "year before."
    )
    aimed = any(figure.mark in {"met", "missed"} for figure in figures)
    drawn = [pictures.targets(card, material.year)] if aimed else []
    return [
        Paragraph(_of_targets(material, card), lead=True),
        KeyFigures(figures),
        Paragraph(rule, small=True),
        *drawn,
        *cards.whole(card, material.year),
        *_beside_others(material, ten),
    ]


def _of_targets(material: Material, card: pd.DataFrame) -> str:
    """Describe in a sentence how many targets were met."""
    marks = [_mark(row)[0] for row in card.to_dict("records")]
    met, missed = marks.count("met"), marks.count("missed")
    unknown = int((card["target"].notna() & card["value"].isna()).sum())
    name = material.name_of(str(card["pole_id"].iloc[0]))
    if not met + missed + unknown:
        text = _("{pole}: no target is on record for {year}; the figures stand beside those of {before}.")
        return text.format(pole=name, year=material.year, before=material.year - 1)
    text = ngettext(
        "{pole} met {met} of {n} target of its contract in {year}",
        "{pole} met {met} of {n} targets of its contract in {year}",
        met + missed + unknown,
    ).format(pole=name, met=number(met), n=number(met + missed + unknown), year=material.year)
    if not unknown:
        return _("{sentence}.").format(sentence=text)
    more = ngettext("the figure of {n} is unknown", "the figures of {n} are unknown", unknown)
    return _("{sentence}; {more}.").format(sentence=text, more=more.format(n=number(unknown)))


def _mark(row: dict[Any, Any]) -> tuple[Mark, str]:
    """Return how an indicator stands, and the same in words."""
    value, target, trend = row["value"], row["target"], row["trend"]
    if pd.isna(value):
        return "", ""
    if pd.notna(target):
        good = value <= target if _DIRECTION.get(row["indicator"]) == "down" else value >= target
        if good:
            return "met", _("target met")
        apart, unit = abs(value - target), row["unit"]
        short = wording.value(100 * apart, "points") if unit == "share" else wording.value(apart, unit)
        return "missed", _("target missed by {short}").format(short=short)
    if pd.isna(trend):
        return "", ""
    if not trend:
        return "level", _("as the year before")
    return ("up", _("up since the year before")) if trend > 0 else ("down", _("down since the year before"))


_DIRECTION: Final = {one.name: one.direction for one in indicators()}


def _figure(row: dict[Any, Any]) -> KeyFigure:
    """Build a figure of a row of the scorecard."""
    unit, value = row["unit"], row["value"]
    beside = []
    if pd.notna(row["target"]):
        beside.append(_("target: {value}").format(value=wording.value(row["target"], unit)))
    if pd.notna(row["last_year"]):
        beside.append(_("year before: {value}").format(value=wording.value(row["last_year"], unit)))
    if pd.notna(row["rank"]) and row["of"] > 1:
        beside.append(_("rank {rank} of {n} pôles").format(rank=number(int(row["rank"])), n=number(int(row["of"]))))
    if pd.notna(row["expected"]):
        beside.append(_("by chance: {value}").format(value=wording.value(row["expected"], unit)))
    if pd.isna(value):
        text = _("too few to say") if row["note"] == "too few to say" else _("unknown")
    else:
        text = wording.value(value, unit)
    mark, words = _mark(row)
    return KeyFigure(
        row["indicator"], row["what"], None if pd.isna(value) else float(value), text, tuple(beside), mark, words
    )


def _beside_others(material: Material, ten: pd.DataFrame) -> list[Table]:
    """Write the same indicators of all pôles."""
    if material.cards is None or material.cards["pole_id"].nunique() < 2:  # noqa: PLR2004  # one is compared with none
        return []
    return cards.side_by_side(material.cards, ten["indicator"].tolist())
