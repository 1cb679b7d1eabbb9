"""Memberships that hold on a day, and organisations that exist on it: one rule for everything that asks.

Results depend on the date of today here alone: a network is observed on a day (`Network.day`), which is today unless
another is named.
"""

from __future__ import annotations

import calendar
import re
from datetime import date, datetime
from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd

from polegraph.errors import PolegraphError
from polegraph.i18n import _

if TYPE_CHECKING:
    from numpy.typing import NDArray

_WRITTEN: Final = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?", re.ASCII)


def today() -> date:
    """Return the date of today, where this machine stands.

    Examples
    --------
    >>> today() >= date(2024, 1, 1)
    True
    """
    return datetime.now().astimezone().date()


def day_of(said: date | str | int) -> date:
    """Parse a day; of a month or a year the last one.

    Parameters
    ----------
    said
        A date, a year, or a text: ``YYYY-MM-DD``, ``YYYY-MM`` or ``YYYY``.

    Raises
    ------
    PolegraphError
        If there is no such day.

    Examples
    --------
    >>> [day_of(said).isoformat() for said in (2024, "2024-02", "2024-02-01")]
    ['2024-12-31', '2024-02-29', '2024-02-01']
    """
    if isinstance(said, date):
        return said.date() if isinstance(said, datetime) else said
    if match := _WRITTEN.fullmatch(str(said).strip()):
        year, month = int(match[1]), int(match[2] or 12)
        try:
            return date(year, month, int(match[3] or calendar.monthrange(year, month)[1]))
        except ValueError:
            pass
    raise PolegraphError(
        _("this is no day, month or year"), value=said, remedy=_("write it as 2024, 2024-06 or 2024-06-30")
    )


def standing(organisations: pd.DataFrame, day: date) -> NDArray[np.bool_]:
    """Return which organisations exist on a day; one dissolved on that very day does not.

    Parameters
    ----------
    organisations
        The table; an organisation without a day of dissolution is not dissolved.
    day
        The day.

    Examples
    --------
    >>> gone = pd.DataFrame({"dissolved": pd.to_datetime(["2024-12-31", None])})
    >>> standing(gone, date(2024, 12, 30)).tolist(), standing(gone, date(2024, 12, 31)).tolist()
    ([True, True], [False, True])
    """
    if "dissolved" not in organisations:  # which tables made by hand need not have
        return np.ones(len(organisations), dtype=bool)
    return ~(organisations["dissolved"] <= pd.Timestamp(day)).to_numpy(dtype=bool)


def members(
    memberships: pd.DataFrame, org_index: pd.Index[str], standing: NDArray[np.bool_], day: date, *, former: bool = False
) -> pd.DataFrame:
    """Return the memberships that hold on a day, or those that held before it.

    An organisation is a member from the first day of its membership to the last, both counted, unless it is dissolved.
    An unknown day does not count: an organisation without a last day is a member still.

    Parameters
    ----------
    memberships
        The table.
    org_index
        The organisations.
    standing
        Which of them are not dissolved on the day.
    day
        The day.
    former
        Whether those are asked for that have left: their last day is past, or they are dissolved.

    Examples
    --------
    >>> table = pd.DataFrame({"org_id": ["A", "B"], "since": pd.NaT, "until": pd.to_datetime([None, "2015-12-31"])})
    >>> given = (table, pd.Index(["A", "B"]), np.ones(2, dtype=bool))
    >>> members(*given, date(2016, 1, 1))["org_id"].tolist(), members(*given, date(2015, 12, 31))["org_id"].tolist()
    (['A'], ['A', 'B'])
    >>> members(*given, date(2016, 1, 1), former=True)["org_id"].tolist()
    ['B']
    """
    now = pd.Timestamp(day)
    begun = ~(memberships["since"] > now).to_numpy(dtype=bool)
    position = org_index.get_indexer(pd.Index(memberships["org_id"]))
    here = ~(memberships["until"] < now).to_numpy(dtype=bool) & standing[position]
    chosen: pd.DataFrame = memberships[begun & (here != former)]
    return chosen.reset_index(drop=True)
