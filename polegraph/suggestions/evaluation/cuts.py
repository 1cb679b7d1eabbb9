"""Cuts of a back-test: the first year or day that is held back, and the last one that is judged."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from polegraph.combine import begun, begun_within, undecidable
from polegraph.errors import PolegraphError, whole_number
from polegraph.i18n import _

if TYPE_CHECKING:
    import pandas as pd

    from polegraph.network import Network

_DAY: Final = re.compile(r"\d{4}-\d{2}(-\d{2})?")
_QUARTER: Final = 3  # months
_MONTHS: Final = 12


class Span(NamedTuple):
    """What is held back and judged: from *cut* to *last*, both years or both days."""

    cut: int | date
    last: int | date

    @property
    def told(self) -> tuple[int | str, int | str]:
        """Both, as they stand in results."""
        return _told(self.cut), _told(self.last)

    def earlier(self, number: int) -> Span:
        """Return the same span so many blocks earlier: years, or quarters where the cut is a day.

        Parameters
        ----------
        number
            Number of blocks.

        Examples
        --------
        >>> Span(2018, 2020).earlier(2), Span(date(2015, 2, 1), date(2015, 12, 31)).earlier(1).told
        (Span(cut=2016, last=2018), ('2014-11-01', '2015-09-30'))
        """
        return Span(_moved(self.cut, number), _moved(self.last, number))


def span(net: Network, cut: int | str | date, until: int | str | date | None) -> Span:
    """Check the cut and the end; refuse a cut that leaves nothing to learn from or to judge on.

    Parameters
    ----------
    net
        The network.
    cut
        First year that is held back; or the first day, a date or a text ``YYYY-MM-DD`` or ``YYYY-MM``.
    until
        Last year, or day, that is judged; None for the last of the network.

    Raises
    ------
    PolegraphError
        If one is neither a year nor a day, or leaves nothing.

    Examples
    --------
    >>> import polegraph.examples
    >>> span(polegraph.examples.tiny(), "2016", None)
    Span(cut=2016, last=2020)
    >>> span(polegraph.examples.tiny(), "2016-09-01", None).told
    ('2016-09-01', '2020-12-31')
    """
    projects = net.around.projects
    years = projects["year"].dropna().astype(np.int64)
    if not len(years):
        raise PolegraphError(
            _("no project has a year, so there is no earlier and later"),
            remedy=_("give the projects a year or a start date"),
        )
    bounds = {"first": int(years.min()), "last": int(years.max())}
    first = _read(cut, "cut", end=False)
    last = bounds["last"] if until is None else _read(until, "until", end=True)
    if not (isinstance(first, int) and isinstance(last, int)):
        first = date(first, 1, 1) if isinstance(first, int) else first
        last = date(last, 12, 31) if isinstance(last, int) else last
        if until is None:
            last = max([last, *(day.date() for day in projects["start"].dropna().nlargest(1))])
    found = Span(first, last)
    told, until_told = found.told
    if not begun(projects, first).any():
        raise PolegraphError(
            _("there is no project before {cut} to learn from").format(cut=told),
            remedy=_("choose a cut after {first}; the projects are of {first} to {last}").format(**bounds),
        )
    if not begun_within(projects, first, last).any():
        raise PolegraphError(
            _("there is no project of {cut} to {until} to judge on").format(cut=told, until=until_told),
            remedy=_("choose years between {first} and {last}").format(**bounds),
        )
    return found


def set_aside(projects: pd.DataFrame, found: Span) -> int:
    """Return how many projects are neither learned from nor judged, since only the year of the cut or end is known.

    Parameters
    ----------
    projects
        The table.
    found
        The span.
    """
    if isinstance(found.last, int):
        return 0
    years = projects["year"].eq(found.last.year).fillna(value=False).astype(bool)
    at_end = projects["start"].isna() & years & ((found.last.month, found.last.day) != (_MONTHS, 31))
    return int((undecidable(projects, found.cut) | at_end).sum())


def _told(when: int | date) -> int | str:
    return when if isinstance(when, int) else when.isoformat()


def _read(given: int | str | date, name: str, *, end: bool) -> int | date:
    """Return a year or a day."""
    if isinstance(given, date):
        return date(given.year, given.month, given.day)
    text = str(given).strip()
    if not isinstance(given, str) or text.isdecimal():
        return whole_number(int(text) if isinstance(given, str) else given, name)
    try:
        if not _DAY.fullmatch(text):
            raise ValueError(text)  # noqa: TRY301  # the same refusal as for a day that no month has
        day = date.fromisoformat(text if text.count("-") > 1 else f"{text}-01")
    except ValueError as error:
        raise PolegraphError(
            _("this is neither a year nor a day"), value=text, remedy=_("write 2015, 2015-09 or 2015-09-01")
        ) from error
    if end and text.count("-") == 1:
        return date.fromordinal(_moved_day(day, 1).toordinal() - 1)
    return day


def _moved(when: int | date, number: int) -> int | date:
    if isinstance(when, int):
        return when - number
    after = date.fromordinal(when.toordinal() + 1)
    if after.day == 1:  # the last day of a month stays one
        return date.fromordinal(_moved_day(after, -_QUARTER * number).toordinal() - 1)
    return _moved_day(when, -_QUARTER * number)


def _moved_day(day: date, months: int) -> date:
    """Return the same day of another month, or its last day where it has fewer."""
    place = day.year * _MONTHS + day.month - 1 + months
    year, month = divmod(place, _MONTHS)
    following = date((place + 1) // _MONTHS, (place + 1) % _MONTHS + 1, 1)
    return date(year, month + 1, min(day.day, (following - date(year, month + 1, 1)).days))
