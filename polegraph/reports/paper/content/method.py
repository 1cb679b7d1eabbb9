"""Method and data quality: how figures are computed, what is unknown, what was read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pandas as pd

from polegraph.i18n import _, day_in_words, ngettext, number
from polegraph.reports import headings, state
from polegraph.reports.paper.blocks import Block, Paragraph, Section, Table
from polegraph.reports.paper.content import wording
from polegraph.reports.quality import account

if TYPE_CHECKING:
    from polegraph.network import Network
    from polegraph.reports.paper.content.material import Material

_INVENTED: Final = r"\((?:invented|inventée?s?|fictifs?|fictives?|fictional)\)"
_PRINTED: Final = 8


def section(material: Material, notice: str = "") -> Section:
    r"""Write the section.

    Parameters
    ----------
    material
        The results.
    notice
        A sentence on sources or limits.

    Examples
    --------
    >>> from polegraph.examples import tiny
    >>> from polegraph.reports.paper.content.material import Material
    >>> section(Material(tiny().on("2024-06-30"), draws=0)).blocks[0].text
    'This paper rests on 5 organisations, 3 projects and 7 participations, as of 30\xa0June\xa02024.'
    """
    blocks: list[Block] = [Paragraph(_finding(material), lead=True)]
    blocks += [Paragraph(one) for one in (notice, invented(material.net)) if one]
    blocks += [Paragraph(one) for one in _method(material)]
    decisive = [
        _("{problem}. What to do: {remedy}.").format(problem=one, remedy=remedy)
        for one, remedy in account.decisive(material.net)
    ]
    blocks += [Paragraph(one) for one in decisive]
    return Section(
        "method",
        _("Method and data quality"),
        (*blocks, _unknown(material.part), _rows(material.net), *_files(material.net)),
    )


def invented(net: Network) -> str:
    """Describe that data are invented where names say so; empty where none does.

    Parameters
    ----------
    net
        The network.

    Examples
    --------
    >>> from polegraph.examples import tiny
    >>> invented(tiny())
    'Invented data: 5 organisations of 5 say in their names that they are.'
    """
    names = net.organisations["name"]
    count = int(names.str.contains(_INVENTED, case=False, regex=True, na=False).sum())
    if not count:
        return ""
    text = ngettext(
        "Invented data: {n} organisation of {all} says in its name that it is.",
        "Invented data: {n} organisations of {all} say in their names that they are.",
        count,
    )
    return text.format(n=number(count), all=number(len(names)))


def _finding(material: Material) -> str:
    part = material.part
    counted = [
        ngettext("{n} organisation", "{n} organisations", len(part.organisations)).format(
            n=number(len(part.organisations))
        ),
        ngettext("{n} project", "{n} projects", len(part.projects)).format(n=number(len(part.projects))),
        ngettext("{n} participation", "{n} participations", len(part.participations)).format(
            n=number(len(part.participations))
        ),
    ]
    text = _("This paper rests on {organisations}, {projects} and {participations}, as of {day}.")
    organisations, projects, participations = counted
    return text.format(
        organisations=organisations, projects=projects, participations=participations, day=day_in_words(part.day)
    )


def _method(material: Material) -> list[str]:
    """Describe how figures are computed."""
    said = [
        _(
            "Members are those of the day: neither those that have left nor those that are dissolved. Two "
            "organisations are linked if they share a project. A large group counts once with all its companies, and "
            "none of these is an SME."
        ),
        _(
            "By chance means the mean of {n} random networks (seed {seed}) in which every project has as many partners "
            "and every organisation as many projects as on record: what is left is the choice of partners."
        ).format(n=number(material.draws), seed=material.seed),
        _(
            "Outcome rates are Kaplan and Meier's, with 95 % intervals: a project without an outcome is watched until "
            "the day of the paper. Shares of fewer than five are too few to say. What is not on record is unknown, and "
            "never counts as nothing."
        ),
    ]
    if material.asked is not None:
        said.append(
            _(
                "Figures are of the members of {pole}; their partners, large groups, offers and chance are those of "
                "the whole network, in which the other pôles are, too."
            ).format(pole=material.name_of(material.asked))
        )
    return said


def _unknown(net: Network) -> Table:
    """Count what is not known."""
    table = state.info(net)
    rows = table[(table["topic"] == "unknown") & table["count"].gt(0)]
    rows = rows.assign(item=[_item(str(one)) for one in rows["item"]])
    columns = {"item": _("what is unknown"), "count": _("rows"), "share": _("of all")}
    return wording.table(_("What is unknown"), rows, columns, units={"share": "share"})


def _item(name: str) -> str:
    """Write a table and its column for people."""
    table, __, column = name.partition(".")
    return f"{headings.word(table)} – {headings.heading(column)}" if column else headings.word(name)


def _rows(net: Network) -> Table:
    """Count the rows of each table."""
    kept = [(headings.word(name), len(table)) for name, table in net.tables.items() if len(table) and name in _COUNTED]
    frame = pd.DataFrame(kept, columns=["table", "count"])
    return wording.table(_("What is on record in the whole network"), frame, {"table": "", "count": _("rows")})


_COUNTED: Final = (
    *("organisations", "projects", "participations", "poles", "memberships", "labels", "themes", "outcomes", "needs"),
    *("offers", "targets", "actions"),
)


def _files(net: Network) -> list[Table]:
    """Account for the files that were read."""
    if not len(net.imports):
        return []
    columns = {
        "file": "",
        "rows": _("rows read"),
        "kept": _("kept"),
        "repeated": _("repeated"),
        "rejected": _("rejected"),
    }
    return [wording.table(_("Files that were read"), net.imports, columns, most=_PRINTED)]
