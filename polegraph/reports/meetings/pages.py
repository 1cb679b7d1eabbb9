"""One page of HTML to print: an A5 agenda a participant, the grid of the organiser, and badges."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from polegraph.i18n import _, language, ngettext, number
from polegraph.i18n import day as said_day
from polegraph.reports.meetings.book import grid

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    import pandas as pd

    from polegraph.reports.meetings.agendas import Agenda


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
        count=lambda n: ngettext("{n} meeting", "{n} meetings", n).format(n=number(n)),
        words={
            "grid": _("Tables and slots"),
            "talk": _("To talk about:"),
            "projects": _("Projects behind it:"),
            "asked": _("asked for"),
            "none": _("No meeting is planned."),
        },
    )
