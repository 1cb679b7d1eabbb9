"""One page of HTML to print: an A5 agenda a participant, the grid of the organiser, and badges."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from polegraph.i18n import _, language, ngettext, number
from polegraph.i18n import day as said_day
from polegraph.reports.meetings.book import grid

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    import pandas as pd

    from polegraph.reports.meetings.agendas import Agenda

_CLOSE: Final = 3
"""Meetings that stand on an A5 page in the usual type; more are set closer."""
_DENSE: Final = 6
"""Meetings that stand on an A5 page set closer; up to a dozen stand on one in small type, with fewer reasons."""
_BRIEF: Final = 2
"""Reasons that a dense agenda has room for."""


def html(plan: pd.DataFrame, days: Sequence[Agenda], day: dt.date, title: str) -> str:
    """Write agendas, grid and badges as one page, which loads nothing from elsewhere and runs no script.

    Parameters
    ----------
    plan
        What `polegraph.meetings.plan` gives.
    days
        The agendas of its participants.
    day
        The day on which it is held.
    title
        What the day is called.
    """
    from jinja2 import Environment, FileSystemLoader, StrictUndefined  # noqa: PLC0415  # heavy

    environment = Environment(
        loader=FileSystemLoader(str(Path(__file__).parent), encoding="utf-8"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    laid = grid(plan).fillna("")
    return environment.get_template("agendas.html").render(
        lang=language(),
        title=title,
        day=said_day(day),
        agendas=days,
        heads=laid.columns.tolist(),
        rows=laid.to_numpy(dtype=object).tolist(),
        at=lambda n: _("Table {table}").format(table=n),
        dense=_DENSE,
        spacing=_spacing,
        brief=_brief,
        count=lambda n: ngettext("{n} meeting", "{n} meetings", n).format(n=number(n)),
        words={
            "grid": _("Tables and slots"),
            "talk": _("To talk about:"),
            "projects": _("Projects behind it:"),
            "asked": _("asked for"),
            "none": _("No meeting is planned."),
        },
    )


def _spacing(meetings: int) -> str:
    """Return the class of an agenda of so many meetings, with a space before it."""
    if meetings > _DENSE:
        return " dense"
    return " close" if meetings > _CLOSE else ""


def _brief(why: str, meetings: int) -> str:
    """Shorten reasons to those that an agenda of so many meetings has room for, the first ones."""
    between = _("; ")
    return between.join(why.split(between)[:_BRIEF]) if meetings > _DENSE else why
