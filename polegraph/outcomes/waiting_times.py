"""How long each project has been watched, and when its first outcome came: what survival analysis starts from."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal

import numpy as np
import pandas as pd

from polegraph.errors import not_one_of
from polegraph.i18n import _
from polegraph.metrics.temporal.kaplan_meier import DAYS_A_MONTH

if TYPE_CHECKING:
    from polegraph.network import Network

Origin = Literal["end", "start"]
ORIGINS: Final = ("end", "start")
STATES: Final = ("watched", "running", "undated", "undated_outcome")
"""Of a project: watched from its origin on; not there yet; of unknown origin; with outcomes of unknown day alone."""


def durations(net: Network, origin: Origin = "end") -> pd.DataFrame:
    """Compute for each project the time to its first outcome, censored on the day of the network.

    A project without an outcome is not a failure: it may still bring one, and is censored on that day. An outcome that
    came before the origin counts at time 0.

    Parameters
    ----------
    net
        The network; outcomes after its day are not seen.
    origin
        ``end`` or ``start``: from which day of the project time runs.

    Returns
    -------
    DataFrame
        A row a project, in the order of the table: ``project_id``, ``months`` (from the origin to the first outcome or
        to the day of the network; missing unless watched), ``event`` (whether it has an outcome on record),
        ``state`` (one of `STATES`).

    Raises
    ------
    PolegraphError
        If there is no such origin.

    Examples
    --------
    >>> import pandas as pd, polegraph.examples
    >>> net = polegraph.examples.tiny().on("2024-01-01")
    >>> durations(net, "start")["state"].unique().tolist()
    ['undated']
    """
    if origin not in ORIGINS:
        raise not_one_of(_("time runs from the end or from the start of projects"), origin, ORIGINS)
    projects, today = net.projects, pd.Timestamp(net.day)
    first = _first_days(net.outcomes, today).reindex(projects["project_id"]).reset_index(drop=True)
    recorded = projects["project_id"].isin(_recorded(net.outcomes, today)["project_id"])
    begins = projects[origin]
    # What is known of each: watched from a known day that has come, with an outcome of a known day or none.
    state = pd.Series("watched", index=projects.index, dtype="str")
    state[recorded & first.isna()] = "undated_outcome"
    state[(begins > today) & ~recorded] = "running"
    state[begins.isna()] = "undated"
    last = first.fillna(today)
    months = (last - begins).dt.days / DAYS_A_MONTH
    return pd.DataFrame(
        {
            "project_id": projects["project_id"],
            "months": months.clip(lower=0.0).where(state == "watched", np.nan),
            "event": recorded,
            "state": state,
        }
    )


def _recorded(outcomes: pd.DataFrame, today: pd.Timestamp) -> pd.DataFrame:
    """Return the outcomes that are there by a day; those of an unknown day are."""
    return outcomes[~(outcomes["date"] > today)]


def _first_days(outcomes: pd.DataFrame, today: pd.Timestamp) -> pd.Series[pd.Timestamp]:
    return _recorded(outcomes, today).groupby("project_id")["date"].min()


def counts(net: Network) -> pd.DataFrame:
    """Count the outcomes of each project by kind.

    Parameters
    ----------
    net
        The network.

    Returns
    -------
    DataFrame
        A row a project, in the order of the table, without ``project_id``: ``products, processes, services, patents,
        companies`` (numbers; an outcome without an amount is one), ``jobs`` (full-time equivalents; missing where
        outcomes of that kind have no amount), ``software, publications, jobs_kept, turnover, private_funds``.

    Examples
    --------
    >>> import polegraph.examples
    >>> int(counts(polegraph.examples.tiny()).to_numpy(na_value=0).sum())
    0
    """
    rows = _recorded(net.outcomes, pd.Timestamp(net.day))
    place = net.project_index.get_indexer(pd.Index(rows["project_id"]))
    found: dict[str, pd.Series[float]] = {}
    for kind, name in COUNTED.items():
        of_kind = (rows["kind"] == kind).to_numpy()
        amounts = rows.loc[of_kind, "amount"]
        if kind not in MEASURED:
            amounts = amounts.fillna(1.0)
        at = place[of_kind]
        total = pd.Series(np.zeros(len(net.projects)))
        summed = amounts.groupby(at).sum(min_count=1)
        total.loc[summed.index] = summed.to_numpy()
        found[name] = total
    return pd.DataFrame(found)


COUNTED: Final = {
    "product": "products",
    "process": "processes",
    "service": "services",
    "patent": "patents",
    "company": "companies",
    "jobs": "jobs",
    "software": "software",
    "publication": "publications",
    "jobs_kept": "jobs_kept",
    "turnover": "turnover",
    "private_funds": "private_funds",
}
"""Kind of an outcome → column of its number or amount."""
MEASURED: Final = ("jobs", "jobs_kept", "turnover", "private_funds")
"""Kinds of which an outcome without an amount says that there was something, and not how much."""
