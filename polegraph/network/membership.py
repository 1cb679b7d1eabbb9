"""Who is a member on a day, and who is dissolved: said once, for everything that asks.

Results depend on the date of today here alone: a network is looked at on a day (`Network.day`), which is today unless
somebody names another.
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

    from polegraph.network import Network

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
    """Return the day that is meant: of a month or a year the last one.

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
        The table; where nothing says that one is dissolved, it is not.
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


def members(network: Network, *, former: bool = False) -> pd.DataFrame:
    """Return the memberships that hold on the day of a network (`Network.day`), or those that held before it.

    An organisation is a member from the first day of its membership to the last, both counted, unless it is dissolved.
    A day that is not known says nothing: who has no last day is a member still.

    Parameters
    ----------
    network
        The network.
    former
        Whether those are asked for who have left: their last day is past, or they are dissolved.

    Examples
    --------
    >>> from polegraph.examples import tiny
    >>> net = tiny().with_tables(
    ...     poles=pd.DataFrame({"pole_id": ["MV"], "name": ["MV"]}),
    ...     memberships=pd.DataFrame(
    ...         {"pole_id": "MV", "org_id": ["SME1", "SME2"], "until": pd.to_datetime([None, "2015-12-31"])}
    ...     ),
    ... )
    >>> members(net.on(2016))["org_id"].tolist(), members(net.on(2016), former=True)["org_id"].tolist()
    (['SME1'], ['SME2'])
    >>> members(net.on("2015-12-31"))["org_id"].tolist()
    ['SME1', 'SME2']
    """
    table, day = network.memberships, pd.Timestamp(network.day)
    begun = ~(table["since"] > day).to_numpy(dtype=bool)
    place = network.org_index.get_indexer(pd.Index(table["org_id"]))
    here = ~(table["until"] < day).to_numpy(dtype=bool) & network.standing[place]
    chosen: pd.DataFrame = table[begun & (here != former)]
    return chosen.reset_index(drop=True)
