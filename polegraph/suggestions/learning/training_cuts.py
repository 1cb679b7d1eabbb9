"""Training cuts: the starts of the last years of a network, or of the last quarters where its history is short."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, NamedTuple

import pandas as pd

from polegraph.combine import begun
from polegraph.suggestions.learning.settings import LEAST_PAST, MONTHS, YEARS
from polegraph.suggestions.profiles.history import end, is_short

if TYPE_CHECKING:
    from datetime import date


class Period(NamedTuple):
    """A period at whose start a cut stands: its first and last year, or day, and a number that grows with time."""

    first: int | date
    last: int | date
    number: int

    @property
    def since(self) -> int | str:
        """The first year, or day as ISO 8601 writes it."""
        return self.first if isinstance(self.first, int) else self.first.isoformat()

    @property
    def until(self) -> int | str:
        """The last year, or day as ISO 8601 writes it."""
        return self.last if isinstance(self.last, int) else self.last.isoformat()


def training_periods(projects: pd.DataFrame) -> list[Period]:
    """Return the periods at whose starts models are trained, one after the other without a gap.

    They are the last years or, where years are too few (`polegraph.suggestions.profiles.history.is_short`), the last
    quarters. The cut of a year ago knows so little of a history of two years that what is learned there does not hold
    at its end; that of a quarter ago knows most of it.

    Parameters
    ----------
    projects
        The table of projects.

    Returns
    -------
    list of Period
        At most `YEARS`, the earliest first; the last one reaches to the last project. Those before which less than a
        quarter of the projects began are left out.

    Examples
    --------
    >>> years = [2010, 2016, 2017, 2018]
    >>> [one.since for one in training_periods(pd.DataFrame({"start": pd.NaT, "year": years}))]
    [2016, 2017, 2018]
    >>> days = pd.Series(pd.date_range("2014-11-01", "2015-09-01", freq="MS") - pd.Timedelta(days=1))
    >>> [one.since for one in training_periods(pd.DataFrame({"start": days, "year": days.dt.year}))]
    ['2015-03-01', '2015-06-01']
    """
    dated = projects[projects["year"].notna()]
    if not len(dated):
        return []
    last_year = int(dated["year"].max())
    periods = [Period(year, year, year) for year in range(last_year - YEARS + 1, last_year + 1)]
    if is_short(projects):
        periods = _quarters(dated)
    return [one for one in periods if begun(dated, one.first).mean() >= LEAST_PAST]


def _quarters(projects: pd.DataFrame) -> list[Period]:
    stop = pd.Timestamp(end(projects))
    starts = [stop - pd.DateOffset(months=MONTHS * back) for back in range(YEARS, -1, -1)]
    stops = [*starts[1:-1], max(stop, projects["start"].max() + timedelta(days=1))]
    return [
        Period(one.date(), (after - timedelta(days=1)).date(), 12 * one.year + one.month)
        for one, after in zip(starts[:-1], stops, strict=True)
    ]
