"""The workbook of a day: a grid of tables and slots, all meetings, what came of them, and a sheet a participant."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

import pandas as pd

from polegraph.i18n import _
from polegraph.reports import headings
from polegraph.reports.meetings import following
from polegraph.reports.sheets import Sheet

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from polegraph.network import Network
    from polegraph.reports.meetings.agendas import Agenda

FIRST: Final = ("slot", "start", "table", "name_a", "name_b", "requested", "reasons", "topics", "evidence_projects")
"""The columns of a plan that matter most."""
NARROW: Final = ("start", "table", "name_a", "name_b", "reasons", "requested", "topics", "evidence_projects", "slot")
"""Those that a terminal shows first."""
_FORBIDDEN: Final = re.compile(r"[\[\]:*?/\\\x00-\x1f]")
_LONGEST: Final = 31
_SHOWN: Final = 20  # characters of a name that stand before those that tell it apart


def listed(plan: pd.DataFrame, net: Network) -> Sheet:
    """Return a plan as a result.

    Parameters
    ----------
    plan
        What `polegraph.meetings.plan` gives.
    net
        The network.
    """
    what = _("A row a meeting: who meets whom, when, at which table and why.")
    return Sheet("meetings", plan, what, FIRST, narrow=NARROW, net=net)


def grid(plan: pd.DataFrame) -> pd.DataFrame:
    """Print a plan as tables × slots, for the organiser.

    Parameters
    ----------
    plan
        What `polegraph.meetings.plan` gives.

    Returns
    -------
    DataFrame
        A row a table, a column a slot; headings are those that people read.

    Examples
    --------
    >>> from polegraph.examples import tiny
    >>> from polegraph.meetings import plan
    >>> grid(plan(tiny(), ["First SME", "Large group"], slots=1)).values.tolist()
    [[1, 'Large group (invented) – First SME (invented)']]
    """
    both = plan["name_a"] + " – " + plan["name_b"]
    long = pd.DataFrame({"table": plan["table"], "slot": plan["slot"], "both": both})
    wide = long.pivot(index="table", columns="slot", values="both")  # noqa: PD010  # no two meetings at a table
    start = plan.drop_duplicates("slot").set_index("slot")["start"]
    wide.columns = pd.Index([f"{slot} · {start[slot]}" for slot in wide.columns], dtype="str")
    wide = wide.astype("str").reset_index()
    return wide.rename(columns={"table": headings.heading_in(plan, "table")})


def book(plan: pd.DataFrame, days: Sequence[Agenda], net: Network, day: dt.date) -> list[Sheet]:
    """Return the sheets of the workbook of a day.

    Parameters
    ----------
    plan
        What `polegraph.meetings.plan` gives.
    days
        The agendas of its participants.
    net
        The network.
    day
        The day on which it is held.
    """
    first = [
        Sheet(headings.sheet_name("grid"), grid(plan), _("A row a table, a column a slot."), written=True),
        listed(plan, net),
        following.sheet(plan, day),
    ]
    taken = {headings.sheet_name(one.name).casefold() for one in first} | {_("read me").casefold(), "history"}
    return [*first, *(Sheet(_name(one.name, taken), _agenda(one), one.name, written=True) for one in days)]


def _agenda(one: Agenda) -> pd.DataFrame:
    columns = {
        _("from"): [meeting.start for meeting in one.meetings],
        _("until"): [meeting.end for meeting in one.meetings],
        _("table (place)"): [meeting.table for meeting in one.meetings],
        _("you meet"): [meeting.partner for meeting in one.meetings],
        _("why you two"): [meeting.why for meeting in one.meetings],
        _("to talk about"): [meeting.topics for meeting in one.meetings],
        _("projects behind it"): [meeting.projects for meeting in one.meetings],
    }
    return pd.DataFrame(columns)


def _name(name: str, taken: set[str]) -> str:
    """Name a sheet after a participant, in signs that Excel takes, and apart from all others."""
    plain = " ".join(_FORBIDDEN.sub(" ", name).split()).strip("'")[:_LONGEST].strip().strip("'") or "–"
    found, number = plain, 1
    while found.casefold() in taken:
        number += 1
        found = f"{plain[:_SHOWN].strip()} ({number})"
    taken.add(found.casefold())
    return found
