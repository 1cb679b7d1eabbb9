"""Calendars (iCalendar, RFC 5545): one a participant, to open in any program; the same plan gives the same bytes."""

from __future__ import annotations

import datetime as dt
import hashlib
from typing import TYPE_CHECKING

from polegraph.i18n import _, language

if TYPE_CHECKING:
    from collections.abc import Iterable

    from polegraph.reports.meetings.agendas import Meeting


def calendar(meetings: Iterable[tuple[str, Meeting]], day: dt.date) -> bytes:
    """Write meetings as a calendar.

    Times are floating: those of the place where the day is held, in no time zone. The identifier of an event follows
    from the day and from the two that meet, so that a meeting that was moved takes the place of the old one.

    Parameters
    ----------
    meetings
        What each is called, and the meeting.
    day
        The day on which they are held, which is the time stamp as well.

    Examples
    --------
    >>> calendar([], dt.date(2026, 3, 5)).split()[0]
    b'BEGIN:VCALENDAR'
    """
    from icalendar import Calendar, Event  # noqa: PLC0415  # loaded when used

    made = Calendar()
    made.add("prodid", f"-//polegraph//meetings//{language().upper()}")
    made.add("version", "2.0")
    for title, meeting in meetings:
        event = Event()
        event.add("uid", f"{hashlib.sha256(f'{day}|{meeting.key}'.encode()).hexdigest()[:32]}@polegraph")
        event.add("dtstamp", dt.datetime.combine(day, dt.time(), dt.UTC))
        event.add("dtstart", dt.datetime.combine(day, dt.time.fromisoformat(meeting.start)))
        event.add("dtend", _end(day, meeting.end))
        event.add("summary", title)
        event.add("location", _("Table {table}").format(table=meeting.table))
        event.add("description", "\n".join(filter(None, (meeting.why, meeting.topics, meeting.projects))))
        made.add_component(event)
    content: bytes = made.to_ical()
    return content


def _end(day: dt.date, end: str) -> dt.datetime:
    if end == "24:00":  # the last minute of the day is the first of the next
        return dt.datetime.combine(day + dt.timedelta(days=1), dt.time())
    return dt.datetime.combine(day, dt.time.fromisoformat(end))
