"""History of a network: whether it is long enough to count in years, where it ends, and how old projects are."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd

if TYPE_CHECKING:
    from datetime import date

    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

LEAST_PAST: Final = 0.25
"""Smallest share of the projects that must have begun before a training cut."""
LEAST_DATED: Final = 0.95
"""Smallest share of the projects with a year that must have a first day too, for a history to count in days."""
STRAY: Final = 0.02
"""Share of the projects, the last to begin, that do not decide where a history ends: some are signed long before."""
UNKNOWN: Final = 99.0
"""Age of a project of which nothing is known."""
_DAYS: Final = 365.25
_MID_YEAR: Final = 0.5


def is_short(projects: pd.DataFrame) -> bool:
    r"""Return whether the years of a network are too few for training cuts at their starts, and its days are known.

    With *y* the last year: whether less than a quarter of the projects began before :math:`y - 1`. Then of all starts
    of years that of *y* alone could be a training cut, which is a year away from the present of a history of two.

    Parameters
    ----------
    projects
        The table; of its columns ``year`` and ``start`` count.

    Examples
    --------
    >>> days = pd.Series(pd.to_datetime(["2014-10-01", "2015-03-01", "2015-05-01", "2015-07-01", "2015-08-01"]))
    >>> is_short(pd.DataFrame({"start": days, "year": days.dt.year}))
    True
    >>> is_short(pd.DataFrame({"start": pd.NaT, "year": days.dt.year}))
    False
    """
    dated = projects["start"].notna()[projects["year"].notna()]
    years = projects["year"].dropna().to_numpy(dtype=np.int64)
    if not len(years) or dated.mean() < LEAST_DATED:
        return False
    return bool((years < years.max() - 1).mean() < LEAST_PAST)


def end(projects: pd.DataFrame) -> date:
    """Return the first day after the month in which all but the last of the projects have begun.

    Parameters
    ----------
    projects
        The table; a project in it has a first day.

    Examples
    --------
    >>> end(pd.DataFrame({"start": pd.to_datetime(["2014-10-01"] * 60 + ["2015-08-31"] * 39 + ["2017-01-01"])}))
    datetime.date(2015, 9, 1)
    """
    days = np.sort(projects["start"].dropna().to_numpy(dtype="datetime64[D]"))
    last = days[int(np.ceil((1 - STRAY) * (len(days) - 1)))]
    return (last.astype("datetime64[M]") + 1).astype("datetime64[D]").item()  # type: ignore[no-any-return]


def ages(projects: pd.DataFrame) -> Floats:
    """Return the age of each project in years, as it is known: by its first day in a short history, else by its year.

    Parameters
    ----------
    projects
        The table.

    Returns
    -------
    array of float
        In a short history the time from its first day to the end of the history, at least a day; else 1 for the last
        year of the network, 2 for the one before; `UNKNOWN` if nothing is known.

    Examples
    --------
    >>> ages(pd.DataFrame({"start": pd.NaT, "year": [2012, 2014, None]})).tolist()
    [3.0, 1.0, 99.0]
    >>> days = pd.Series(pd.to_datetime(["2014-10-01", "2015-03-01", "2015-05-01", "2015-07-01", "2015-08-01"]))
    >>> ages(pd.DataFrame({"start": days, "year": days.dt.year})).round(2).tolist()
    [0.92, 0.5, 0.34, 0.17, 0.08]
    """
    years = projects["year"].fillna(0).to_numpy(dtype=np.float64)
    if not is_short(projects):
        return np.where(years > 0, years.max(initial=0) + 1 - years, UNKNOWN)
    now = pd.Timestamp(end(projects))
    by_year = now.year + (now.day_of_year - 1) / _DAYS - years - _MID_YEAR
    by_day = (now - projects["start"]).dt.days.to_numpy(dtype=np.float64, na_value=np.nan) / _DAYS
    known = np.where(np.isnan(by_day), by_year, by_day)
    return np.where(years > 0, np.maximum(known, 1 / _DAYS), UNKNOWN)
