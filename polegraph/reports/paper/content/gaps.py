"""Where collaboration is missing beside chance, the surest gaps first."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import pandas as pd

from polegraph.i18n import _, ngettext, number
from polegraph.reports.paper.blocks import Block, Paragraph, Section, Table
from polegraph.reports.paper.content import wording
from polegraph.synergies import FLAGGED, PAIRS

if TYPE_CHECKING:
    from polegraph.reports.paper.content.material import Material

BETWEEN: Final = ("pole_pair", "kind_pair", "size_pair", "region_pair")
"""Gaps between groups of which the widest pairs are listed: few groups, whose names say what they are."""
WIDEST: Final = 5
"""Pairs that are listed of each."""
_FIGURES: Final = ("observed", "expected", "ratio", "short_by")
_SAID: Final = 4
"""Gaps that are told in sentences."""


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
    'No gap stands out beside chance.'
    """
    table = ranked(material.gaps)
    blocks: list[Block] = [Paragraph(_finding(table), lead=True)]
    sure = table[table["sure"]]
    blocks += [Paragraph(_sentence(row)) for row in sure.head(_SAID).to_dict("records")]
    columns = {"what": _("gap"), "observed": "", "expected": "", "ratio": "", "verdict": _("beside chance")}
    table = table.assign(verdict=[_verdict(row) for row in table.to_dict("records")])
    note = _(
        "Chance means {n} random networks in which every project has as many partners and every organisation as many "
        "projects. A gap is sure at a q-value of at most 0.05 (Benjamini and Hochberg)."
    ).format(n=number(material.draws))
    blocks.append(wording.table(_("The gaps, the surest first"), table, columns, note=note))
    return Section("gaps", _("Where collaboration is missing"), (*blocks, *_between(material, sure)))


def ranked(gaps: pd.DataFrame) -> pd.DataFrame:
    """Rank gaps: the sure ones first, then those that chance says nothing of, then the others; unknown ones last.

    Parameters
    ----------
    gaps
        As `polegraph.synergies.summary` gives them.

    Returns
    -------
    DataFrame
        The same rows, with ``sure``: whether it is more than chance, at a q-value of at most .05.
    """
    sure = (gaps["q_value"] <= FLAGGED).fillna(value=False) & (gaps["count"] > 0).fillna(value=False).astype(bool)
    order = pd.DataFrame(
        {
            "unknown": gaps["observed"].isna(),
            "unsure": ~sure,
            "empty": ~(gaps["count"] > 0).fillna(value=False).astype(bool),
            "q_value": gaps["q_value"].fillna(FLAGGED),
            "place": range(len(gaps)),
        }
    )
    return gaps.assign(sure=sure.astype(bool)).loc[order.sort_values(list(order.columns)).index].reset_index(drop=True)


def _finding(table: pd.DataFrame) -> str:
    """Describe the finding in a sentence."""
    sure = table[table["sure"]]
    if table["observed"].isna().all():
        return _("Where collaboration is missing is unknown: nothing of it is on record.")
    if not len(sure):
        return _("No gap stands out beside chance.")
    text = ngettext(
        "{n} gap is wider than chance would have it; the surest: {what}.",
        "{n} gaps are wider than chance would have them; the surest: {what}.",
        len(sure),
    )
    return text.format(n=number(len(sure)), what=str(sure["what"].iloc[0]))


def _sentence(row: dict[Any, Any]) -> str:
    """Describe a gap in words."""
    if row["gap"] in PAIRS:
        text = _("{what}: {n}. Projects that join two different ones: {observed}, {expected} by chance.")
        return text.format(
            what=_capital(row["what"]),
            n=number(int(row["count"])),
            observed=wording.mean(row["observed"]),
            expected=wording.mean(row["expected"]),
        )
    text = _("{what}: {n}; by chance it would be {expected}.")
    return text.format(what=_capital(row["what"]), n=number(int(row["count"])), expected=wording.mean(row["expected"]))


def _verdict(row: dict[Any, Any]) -> str:
    """Describe how a gap stands beside chance."""
    if pd.isna(row["observed"]):
        return _("unknown: nothing on record")
    if row["sure"]:
        return _("a gap, surely")
    if pd.isna(row["expected"]) or pd.isna(row["q_value"]):
        return _("chance says nothing of it")
    return _("as by chance")


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _between(material: Material, sure: pd.DataFrame) -> list[Table]:
    """List the widest pairs of groups of the gaps that are sure."""
    found = []
    for row in sure[sure["gap"].isin(BETWEEN)].to_dict("records"):
        pairs = material.pairs_of(row["gap"])
        pairs = pairs[pairs["q_value"] <= FLAGGED].head(WIDEST)
        columns = {"group_name": _("one"), "other_name": _("the other"), **dict.fromkeys(_FIGURES, "")}
        found.append(wording.table(_capital(row["what"]), _named(pairs), columns))
    return found


def _named(pairs: pd.DataFrame) -> pd.DataFrame:
    """Put words in the place of kinds and sizes."""
    return pairs.assign(**{name: pairs[name].map(wording.word) for name in ("group_name", "other_name")})
