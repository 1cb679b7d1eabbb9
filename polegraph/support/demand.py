"""Needs and offers as they stand on the day of a network, and what is left of the capacity of offers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd

from polegraph.tables import STILL_OPEN, still_open

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from polegraph.network import Network

KEY: Final = ["org_id", "domain", "detail", "date"]
"""What tells needs apart, and offers."""
MET: Final = "met"
OPEN: Final = "open"
AT_WORK: Final = "in_progress"
DROPPED: Final = "dropped"


def needs(net: Network) -> pd.DataFrame:
    """Return the needs that were said by the day of a network, in the state of that day.

    Parameters
    ----------
    net
        The network.

    Returns
    -------
    DataFrame
        ``org_id, domain, detail, date, status, met_by, met_on``, in the order of `KEY`. ``status`` is never empty: a
        need that is met on a later day is open, and one that is still open has been dropped where the organisation is
        dissolved. A need of an unknown day counts as said.

    Examples
    --------
    >>> import polegraph.examples
    >>> len(needs(polegraph.examples.tiny()))
    0
    """
    rows = net.needs[[*KEY, "status", "met_by", "met_on"]]
    today = pd.Timestamp(net.day)
    rows = rows[~(rows["date"] > today)].sort_values(KEY, na_position="last", ignore_index=True)
    status = rows["status"].fillna(OPEN)
    status = status.mask((status == MET) & (rows["met_on"] > today), OPEN)
    gone = ~rows["org_id"].isin(net.org_index[net.standing])
    return rows.assign(status=status.mask(gone & status.isin(STILL_OPEN), DROPPED))


def asking(net: Network) -> pd.DataFrame:
    """Return the needs that ask for an offer: open, or in progress with nobody known to be at work on them.

    Parameters
    ----------
    net
        The network.

    Returns
    -------
    DataFrame
        As `needs` has them, numbered anew.

    Examples
    --------
    >>> import polegraph.examples
    >>> len(asking(polegraph.examples.tiny()))
    0
    """
    rows = needs(net)
    return rows[rows["status"].isin(STILL_OPEN) & ~_being_met(net, rows)].reset_index(drop=True)


def _being_met(net: Network, rows: pd.DataFrame) -> pd.Series[bool]:
    """Return which needs a known organisation is at work on that still stands."""
    return (rows["status"] == AT_WORK) & rows["met_by"].isin(net.org_index[net.standing])


def offers(net: Network) -> pd.DataFrame:
    """Return the offers that can be taken up on the day of a network, with what is left of their capacity.

    Parameters
    ----------
    net
        The network.

    Returns
    -------
    DataFrame
        ``org_id, domain, detail, date, capacity, used, left``, in the order of `KEY`; without those of organisations
        that are dissolved or do not want to be suggested. ``used``: needs that it is meeting, which are those in
        progress of which ``met_by`` names the organisation; where it has several offers in the domain, they count on
        those of known capacity first, and there on the oldest. ``used`` and ``left`` are missing where the capacity is.

    Examples
    --------
    >>> import polegraph.examples
    >>> len(offers(polegraph.examples.tiny()))
    0
    """
    free = ~net.organisations["opt_out"].fillna(value=False).astype(bool).to_numpy() & net.standing
    rows = still_open(net.offers)[[*KEY, "capacity"]]
    rows = rows[~(rows["date"] > pd.Timestamp(net.day)) & rows["org_id"].isin(net.org_index[free])]
    rows = rows.sort_values(KEY, na_position="last", ignore_index=True)
    capacity = rows["capacity"].to_numpy(dtype="float64", na_value=np.nan)
    used = _used(net, rows, capacity)
    return rows.assign(capacity=capacity, used=used, left=capacity - used)


def _used(net: Network, rows: pd.DataFrame, capacity: NDArray[np.float64]) -> NDArray[np.float64]:
    """Count the needs that each offer is meeting; NaN where its capacity is not known."""
    asked = needs(net)
    at_work = asked[_being_met(net, asked)].groupby(["met_by", "domain"]).size()
    pair = pd.MultiIndex.from_frame(rows[["org_id", "domain"]])
    busy = at_work.reindex(pair, fill_value=0).to_numpy(dtype="float64")
    # Fill the offers of an organisation in a domain one after the other.
    oldest = rows.assign(capacity=capacity).sort_values(["org_id", "domain", "date", "detail"], na_position="last")
    before = oldest.groupby(["org_id", "domain"])["capacity"].cumsum() - oldest["capacity"]
    filled = before.reindex(rows.index).to_numpy(dtype="float64")
    used: NDArray[np.float64] = np.clip(busy - filled, 0, capacity)
    return used


def chosen(net: Network) -> pd.Index[str]:
    """Return the organisations that are asked about: those of the focus, or all.

    Parameters
    ----------
    net
        The network.

    Examples
    --------
    >>> import polegraph.examples
    >>> len(chosen(polegraph.examples.tiny()))
    5
    """
    return net.org_index if net.focus is None else pd.Index(sorted(net.focus), dtype="str")
