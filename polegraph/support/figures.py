"""Support in figures: needs by their state, the time to meet them, offers and how much of them is used."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pandas as pd

from polegraph.errors import not_one_of
from polegraph.i18n import N_, _
from polegraph.metrics.temporal.kaplan_meier import DAYS_A_MONTH, at
from polegraph.support import demand
from polegraph.support.demand import AT_WORK, DROPPED, MET, OPEN

if TYPE_CHECKING:
    from collections.abc import Sequence

    from polegraph.network import Network

BY: Final = ("pole", "domain", "year")
"""What needs and offers are counted by, one or several."""
FIGURES: Final = (
    *("needs", "open", "in_progress", "met", "dropped", "median_months", "followed", "offers", "capacity"),
    *("capacity_used", "capacity_unknown"),
)
HEADINGS: Final = {
    "needs": N_("needs"),
    "offers": N_("offers that can be taken up"),
    "open": N_("open"),
    "in_progress": N_("in progress"),
    "met": N_("met"),
    "dropped": N_("dropped"),
    "median_months": N_("months until half are met"),
    "followed": N_("needs followed from a known day"),
    "capacity": N_("needs that offers can meet at a time"),
    "capacity_used": N_("of these, being met"),
    "capacity_unknown": N_("offers of unknown capacity"),
}
"""Headings of these columns."""
FEWEST: Final = 5
"""Needs that have to be followed for a time to be told; of fewer it is too few to say."""


def summary(net: Network, by: Sequence[str] = BY) -> pd.DataFrame:
    """Count needs and offers by pôle, domain and year.

    Parameters
    ----------
    net
        The network; of a part, needs and offers are those of the organisations that were chosen (`Network.focus`).
    by
        One or several of `BY`: the pôles of the organisation on the day of the network, the domain, the year in which a
        need was said or from which an offer stands. None of them: one row for all.

    Returns
    -------
    DataFrame
        ``pole_id``, ``pole`` (its name), ``domain``, ``year``, as asked for, then `FIGURES`. An organisation counts in
        each of its pôles, and where the pôle is missing if it has none; a missing year is one that is not known.
        ``median_months``: from the day on which needs were said until half of them were met, by Kaplan and Meier
        [1]_, those still open censored on the day of the network; missing where fewer than half were met, or fewer
        than five are followed. ``followed``: needs of which these days are known; dropped ones are not followed,
        since nobody writes down when they were. ``offers`` can be taken up on the day; ``capacity`` sums the known
        ones and is missing where none is, ``capacity_used`` is what needs in progress use of it, ``capacity_unknown``
        counts the others.

    Raises
    ------
    PolegraphError
        If needs are not counted by that.

    References
    ----------
    .. [1] E. L. Kaplan and P. Meier, "Nonparametric estimation from incomplete observations", Journal of the American
       Statistical Association 53 (1958), 457-481. ``kaplan1958``

    Examples
    --------
    >>> import pandas as pd, polegraph.examples
    >>> asked = pd.DataFrame({"org_id": ["SME1", "SME2"], "domain": "skills", "status": ["met", None]})
    >>> net = polegraph.examples.tiny().with_tables(needs=asked)
    >>> summary(net, ["domain"])[["domain", "needs", "open", "met"]].values.tolist()
    [['skills', 2, 1, 1]]
    """
    by = [by] if isinstance(by, str) else list(by)
    for one in by:
        if one not in BY:
            raise not_one_of(_("needs are not counted by that"), one, BY)
    keys = [{"pole": "pole_id"}.get(one, one) for one in BY if one in by]
    here = demand.chosen(net)
    parts = [_placed(net, table[table["org_id"].isin(here)]) for table in (_followed(net), demand.offers(net))]
    if "pole" not in by:  # or an organisation of two pôles would count twice
        parts = [part.drop_duplicates("number") for part in parts]
    groups = [_groups(part, keys) for part in parts]
    every = sorted({*groups[0], *groups[1]}, key=_order) if keys else [()]
    none = [part.iloc[:0] for part in parts]
    rows = [_figures(groups[0].get(key, none[0]), groups[1].get(key, none[1])) for key in every]
    table = pd.DataFrame(rows, columns=list(FIGURES))
    for place, key in enumerate(keys):
        values = [group[place] for group in every]
        table.insert(place, key, pd.Series(values, dtype="Int64" if key == "year" else "str"))
    if "pole_id" in table:
        table.insert(1, "pole", table["pole_id"].map(net.poles.set_index("pole_id")["name"]).astype("str"))
    table.attrs["headings"] = HEADINGS
    return table


def _groups(part: pd.DataFrame, keys: list[str]) -> dict[tuple[Any, ...], pd.DataFrame]:
    """Group rows by some columns; what is missing is None, which is equal to itself."""
    if not keys:
        return {(): part}
    found: dict[tuple[Any, ...], pd.DataFrame] = {}
    for key, rows in part.groupby(keys, dropna=False):
        parts: Any = key
        found[tuple(None if pd.isna(one) else one for one in parts)] = rows
    return found


def _order(key: tuple[Any, ...]) -> tuple[tuple[bool, str], ...]:
    """Return what keys are sorted by: the missing ones last."""
    return tuple((part is None, str(part)) for part in key)


def _followed(net: Network) -> pd.DataFrame:
    """Return the needs, with the months until they were met or for which they have been open; NaN where not known."""
    rows = demand.needs(net)
    today = pd.Timestamp(net.day)
    last = rows["met_on"].where(rows["status"] == MET, today).mask(rows["status"] == DROPPED)
    return rows.assign(months=((last - rows["date"]).dt.days / DAYS_A_MONTH).clip(lower=0.0))


def _placed(net: Network, table: pd.DataFrame) -> pd.DataFrame:
    """Return needs or offers with their year and pôle, a row a pôle."""
    table = table.assign(number=np.arange(len(table)), year=table["date"].dt.year.astype("Int64"))
    return table.merge(net.members()[["org_id", "pole_id"]].drop_duplicates(), on="org_id", how="left")


def _figures(needs: pd.DataFrame, offers: pd.DataFrame) -> dict[str, Any]:
    """Count the needs and offers of a group."""
    status, known = needs["status"], needs[needs["months"].notna()]
    median = np.nan
    if len(known) >= FEWEST:
        met = (known["status"] == MET).to_numpy(dtype=bool)
        median = at(known["months"].to_numpy(dtype="float64"), met, 0.0).median
    capacity = offers["capacity"]
    return {
        "needs": len(needs),
        **{word: int((status == word).sum()) for word in (OPEN, AT_WORK, MET, DROPPED)},
        "median_months": median,
        "followed": len(known),
        "offers": len(offers),
        "capacity": capacity.sum(min_count=1),
        "capacity_used": offers["used"].sum(min_count=1),
        "capacity_unknown": int(capacity.isna().sum()),
    }
