"""What a network holds, in ten figures that need no pôle."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from polegraph.i18n import _, ngettext, number
from polegraph.reports.paper.blocks import Block, KeyFigure, KeyFigures, Paragraph
from polegraph.reports.paper.content import cards, wording
from polegraph.tables import LARGE_SIZES, SME_SIZES

if TYPE_CHECKING:
    import pandas as pd

    from polegraph.reports.paper.content.material import Material


def blocks(material: Material) -> tuple[Block, ...]:
    """Write what a network holds.

    Parameters
    ----------
    material
        The results.
    """
    figures = tuple(_counted(material))
    text = _of_the_year(material.part.projects["year"], material.year)
    organisations = len(material.organisations)
    whole = ngettext("{n} organisation", "{n} organisations", organisations).format(n=number(organisations))
    said = _("The network has {organisations} that stand; {projects}.").format(organisations=whole, projects=text)
    first = (Paragraph(said, lead=True), KeyFigures(figures))
    if material.cards is None:
        return (*first, Paragraph(_("No pôle is on record, so that there is neither a scorecard nor a target.")))
    note = _("The paper of one pôle tells its targets, the year before and chance as well.")
    names = material.cards["indicator"].drop_duplicates().tolist()
    return (*first, *cards.side_by_side(material.cards, names), Paragraph(note, small=True))


def _counted(material: Material) -> list[KeyFigure]:
    """Count what is in a network: figures that need no pôle."""
    part, links = material.part, material.links
    here = part.org_index.isin(material.organisations["org_id"])
    size, kind = part.category["size"][here], material.organisations["kind"]
    known_size = bool(part.category["size"].notna().any())
    groups = part.category.loc[here & part.category["size"].isin(LARGE_SIZES).to_numpy(), "unit"].nunique()
    began = part.projects["year"]
    by_chance = links["expected_direct"].mean() if len(links) else np.nan
    outcomes = material.outcomes
    rows: list[tuple[str, str, float, str, list[str]]] = [
        ("organisations", _("Organisations that stand"), len(kind), "number", []),
        ("smes", _("SMEs"), size.isin(SME_SIZES).sum() if known_size else np.nan, "number", []),
        ("large_groups", _("Large groups, each once"), groups if known_size else np.nan, "number", []),
        (
            "labs",
            _("Laboratories"),
            (kind == "lab").sum() if kind.fillna("other").ne("other").any() else np.nan,
            "number",
            [],
        ),
        ("training_bodies", _("Training bodies"), (kind == "training_body").sum() or np.nan, "number", []),
        ("projects", _("Projects"), len(part.projects), "number", []),
        _begun(began, material.year),
        ("sme_linked", _("SMEs with a project with a large group"), _linked(material), "number", []),
        (
            "large_groups_met",
            _("Large groups that an SME meets, on average"),
            links["direct_partners"].mean() if len(links) and material.large_known else np.nan,
            "number",
            [] if np.isnan(by_chance) else [_("by chance: {value}").format(value=wording.value(by_chance))],
        ),
        (
            "with_outcome",
            _("Projects with an outcome"),
            outcomes["with_outcome"] if len(part.outcomes) else np.nan,
            "number",
            [],
        ),
    ]
    return [_plain(*row) for row in rows]


def _begun(began: pd.Series[int], year: int) -> tuple[str, str, float, str, list[str]]:
    """Count the projects that began in the year, and in the year before; unknown after the last year on record."""
    label = _("Projects that began in {year}").format(year=year)
    if not began.notna().any():
        return "projects_begun", label, np.nan, "number", []
    last = int(began.max())
    if last < year:
        return "projects_begun", label, np.nan, "number", [_("last year on record: {year}").format(year=last)]
    now, before = (int((began == one).fillna(value=False).sum()) for one in (year, year - 1))
    return "projects_begun", label, now, "number", [_("year before: {value}").format(value=number(before))]


def _of_the_year(began: pd.Series[int], year: int) -> str:
    """Describe how many projects began in the year, as far as it is known."""
    if not began.notna().any():
        return _("no year of a project is on record")
    last = int(began.max())
    if last < year:
        return _("no project after {year} is on record").format(year=last)
    begun = int((began == year).fillna(value=False).sum())
    text = ngettext("{n} project began in {year}", "{n} projects began in {year}", begun)
    return text.format(n=number(begun), year=year)


def _linked(material: Material) -> float:
    if not len(material.links) or not material.large_known:
        return np.nan
    return float((material.links["status"] == "direct").sum())


def _plain(name: str, label: str, value: float, unit: str, beside: list[str]) -> KeyFigure:
    unknown = bool(np.isnan(value))
    text = _("unknown") if unknown else wording.value(float(value), unit)
    return KeyFigure(name, label, None if unknown else float(value), text, tuple(beside))
