"""Training bodies: which are in projects with companies, which stand apart, who could bring them in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd

from polegraph.i18n import _, ngettext, number
from polegraph.linalg.sparse import transpose
from polegraph.reports import people
from polegraph.reports.paper.blocks import Block, Paragraph, Section, Table
from polegraph.reports.paper.content import wording

if TYPE_CHECKING:
    from polegraph.reports.paper.content.material import Material

_PRINTED: Final = 15


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
    'Which training bodies take part is unknown: no organisation is on record as one.'
    """
    title = _("Training bodies")
    bodies = taking_part(material)
    if not len(bodies):
        text = _("Which training bodies take part is unknown: no organisation is on record as one.")
        return Section("training", title, (Paragraph(text, lead=True),))
    blocks: list[Block] = [Paragraph(_finding(bodies), lead=True), *_chance(material)]
    inside = bodies[bodies["companies"] > 0]
    if len(inside):
        columns = {
            "name": _("training body"),
            "city": "",
            "projects": "",
            "partners": "",
            "companies": _("companies among them"),
            "last_year": _("last project"),
        }
        blocks.append(
            wording.table(
                _("Training bodies in projects with companies"),
                inside,
                columns,
                units={"last_year": "year"},
                most=_PRINTED,
            )
        )
    return Section("training", title, (*blocks, *_apart(material, bodies)))


def taking_part(material: Material) -> pd.DataFrame:
    """Count the projects and partners of each training body that stands.

    Parameters
    ----------
    material
        The results.

    Returns
    -------
    DataFrame
        ``org_id, name, city, projects, partners, companies`` (among the partners), ``last_year`` of a project;
        those with most companies first.
    """
    whole, here = material.net.whole, material.organisations
    bodies = here[here["kind"] == "training_body"].sort_values("org_id")
    rows = whole.org_index.get_indexer(pd.Index(bodies["org_id"]))
    ties = whole.collaboration_matrix()[rows]
    company = (whole.organisations["kind"] == "company").to_numpy(dtype=np.int64)
    projects = transpose(whole.incidence)[rows]
    years = whole.projects["year"].to_numpy(dtype="float64", na_value=np.nan)
    owner = np.repeat(np.arange(len(bodies)), np.diff(projects.indptr))
    last = pd.Series(years[projects.indices]).groupby(owner).max().reindex(range(len(bodies)))
    table = bodies[["org_id", "name", "city"]].assign(
        projects=np.diff(projects.indptr),
        partners=np.diff(ties.indptr),
        companies=np.asarray((ties > 0).astype(np.int64) @ company).ravel(),
        last_year=last.set_axis(bodies.index).astype("Int64"),
    )
    return table.sort_values(
        ["companies", "projects", "name", "org_id"], ascending=[False, False, True, True]
    ).reset_index(drop=True)


def _finding(bodies: pd.DataFrame) -> str:
    """Describe the finding in a sentence."""
    inside = int((bodies["companies"] > 0).sum())
    text = ngettext(
        "{inside} of {n} training body works with companies in projects",
        "{inside} of {n} training bodies work with companies in projects",
        len(bodies),
    ).format(inside=number(inside), n=number(len(bodies)))
    left = len(bodies) - inside
    if not left:
        return _("{sentence}.").format(sentence=text)
    more = ngettext("{n} stands apart", "{n} stand apart", left).format(n=number(left))
    return _("{sentence}; {more}.").format(sentence=text, more=more)


def _chance(material: Material) -> list[Paragraph]:
    """Describe how many would stand apart by chance."""
    expected = material.gaps.set_index("gap")["expected"]["training_body_left_out"]
    if pd.isna(expected):
        return []
    text = _("If partners were drawn by chance, {expected} would stand apart; those without a project always do.")
    return [Paragraph(text.format(expected=wording.mean(float(expected))))]


def _apart(material: Material, bodies: pd.DataFrame) -> list[Table]:
    """List those that stand apart, with who could bring them in."""
    alone = bodies[bodies["companies"] == 0]
    if not len(alone):
        return []
    pairs = material.apart
    names = pairs["suggested_name"].map(people.disclosed, na_action="ignore")
    by_body = {org: wording.listed(those.dropna().tolist()) for org, those in names.groupby(pairs["org_id"])}
    first = pairs[pairs["rank"] == 1].drop_duplicates("org_id").set_index("org_id")["reasons"]
    rows = alone.assign(could=alone["org_id"].map(by_body), why=alone["org_id"].map(first))
    columns = {
        "name": _("training body"),
        "city": "",
        "projects": "",
        "could": _("could be brought in by"),
        "why": _("why the first of them"),
    }
    note = _("As the suggestions rank them; organisations that do not want to be suggested are left out.")
    return [wording.table(_("Training bodies that stand apart"), rows, columns, note=note, most=_PRINTED)]
