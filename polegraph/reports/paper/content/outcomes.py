"""What came out of projects, and which to ask."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import pandas as pd

from polegraph import outcomes
from polegraph.i18n import _, ngettext, number
from polegraph.outcomes import HORIZON
from polegraph.reports import headings
from polegraph.reports.paper.blocks import Block, Paragraph, Picture, Section, Table
from polegraph.reports.paper.content import pictures, wording
from polegraph.reports.sentences import on_record

if TYPE_CHECKING:
    from polegraph.reports.paper.content.material import Material

_LONGEST: Final = 72
"""Months that the curve shows at most."""
_PRINTED: Final = 12
_KINDS: Final = (
    *("products", "processes", "services", "patents", "companies", "jobs", "jobs_kept", "private_funds", "turnover"),
    *("software", "publications"),
)
_SHARES: Final = dict.fromkeys(("rate", "low", "high", "expected_rate"), "share")
_RATES: Final = (
    "group_name",
    "projects",
    "at_risk",
    "with_outcome",
    "rate",
    "low",
    "high",
    "expected_rate",
    "median_months",
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
    'What came out of the projects is unknown: no outcome is on record.'
    """
    title = _("What came out of projects")
    if not len(material.part.outcomes):
        text = _("What came out of the projects is unknown: no outcome is on record.")
        more = _(
            "Fill in the sheet of outcomes (polegraph templates): a row an outcome, with its project, kind and day."
        )
        return Section("outcomes", title, (Paragraph(text, lead=True), Paragraph(more)))
    blocks: list[Block] = [Paragraph(_finding(material.outcomes), lead=True)]
    blocks += [Paragraph(_watched(material.outcomes)), *_curve(material), _kinds(material.outcomes)]
    blocks += [_rates(material, "shape", _("Outcome rate by the shape of the consortium")), *_of_poles(material)]
    return Section("outcomes", title, (*blocks, *_to_ask(material)))


def _finding(found: pd.Series[Any]) -> str:
    """Describe the finding in a sentence."""
    text = on_record(int(found["projects"]), int(found["with_outcome"]))
    if pd.isna(found["rate"]):
        return _("{sentence}; the share after three years is of too few to say.").format(sentence=text)
    more = _("{sentence}; three years after their end {share} have one (between {low} and {high}).")
    low, high = wording.percent(found["low"]), wording.percent(found["high"])
    return more.format(sentence=text, share=wording.percent(found["rate"]), low=low, high=high)


def _watched(found: pd.Series[Any]) -> str:
    """Describe which projects the share is of."""
    return _(
        "The share is of the projects of which the end is known and past: {at_risk}. A project that ended lately is no "
        "failure: it is watched as long as it can be. {running} still run, and of {undated} the days are not known."
    ).format(
        at_risk=number(int(found["at_risk"])),
        running=number(int(found["running"])),
        undated=number(int(found["undated"])),
    )


def _curve(material: Material) -> list[Picture]:
    """Draw when outcomes came, beside the whole network where the paper is about a pôle."""
    own = outcomes.curves(material.part)
    if not len(own):
        return []
    parts = [(_("these projects"), own)]
    if material.asked is not None:
        parts = [(material.name_of(material.asked), own), (_("whole network"), outcomes.curves(material.net))]
    watched = own[own["at_risk"] >= outcomes.FEWEST]["months"]
    longest = min(float(_LONGEST), max(12.0, 12.0 * (watched.max() // 12) if len(watched) else 12.0))
    return [pictures.curves(parts, longest)]


def _kinds(found: pd.Series[Any]) -> Table:
    """Count outcomes by kind."""
    frame = pd.DataFrame(
        {"what": [headings.heading(name) for name in _KINDS], "count": [found[name] for name in _KINDS]}
    )
    note = (
        _("A dash: there was something of this kind, and its amount is not known.")
        if frame["count"].isna().any()
        else ""
    )
    columns = {"what": _("outcome"), "count": ""}
    return wording.table(_("Outcomes on record, by kind"), frame.astype({"count": "float64"}), columns, note=note)


def _rates(material: Material, by: str, title: str) -> Table:
    """Compare the rates of groups of projects."""
    table = outcomes.summary(material.part, by)
    table = table[table["projects"] > 0]
    note = _(
        "Share with an outcome {months} months after the end (Kaplan and Meier, 95 % interval); expected: if each "
        "project did as those of its phase. Fewer than five projects watched are too few to say; association, no cause."
    ).format(months=HORIZON)
    names = dict.fromkeys(_RATES, "")
    return wording.table(
        title, table, {**names, "group_name": _("projects")} | {"projects": _("their number")}, units=_SHARES, note=note
    )


def _of_poles(material: Material) -> list[Table]:
    """Compare the pôles."""
    if material.asked is None or len(material.net.poles) < 2:  # noqa: PLR2004  # one is compared with none
        return []
    table = outcomes.summary(material.net, "pole")
    columns = {**dict.fromkeys(_RATES, ""), "group_name": _("pôle"), "projects": _("projects labelled")}
    return [wording.table(_("Outcome rate of the projects that the pôles labelled"), table, columns, units=_SHARES)]


def _to_ask(material: Material) -> list[Block]:
    """List the projects to ask."""
    rows = outcomes.follow_up(material.part)
    if not len(rows):
        return [Paragraph(_("No project that ended 18 months ago or more is without an outcome."))]
    rows = rows.assign(
        sme_names=rows["sme_names"].map(lambda names: wording.listed(names.split(";")), na_action="ignore")
    )
    columns = {
        "acronym": _("project"),
        "end": _("ended on"),
        "months": "",
        "coordinator_name": "",
        "sme_names": "",
        "expected_by_now": "",
    }
    title = ngettext(
        "{n} project to ask: ended 18 months ago or more, nothing on record",
        "{n} projects to ask: ended 18 months ago or more, nothing on record",
        len(rows),
    ).format(n=number(len(rows)))
    units = {"expected_by_now": "share"}
    note = _("Expected by now: the share of projects of the same shape that had an outcome as long after their end.")
    return [wording.table(title, rows, columns, units=units, note=note, most=_PRINTED)]
