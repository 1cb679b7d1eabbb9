"""Outcomes and outcome rates of groups of projects."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pandas as pd

from polegraph.metrics.inference.significance import q_values
from polegraph.metrics.temporal.kaplan_meier import at, curve, log_rank
from polegraph.outcomes.grouping import Group, groups
from polegraph.outcomes.waiting_times import COUNTED, MEASURED, Origin, counts, durations

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from polegraph.network import Network

HORIZON: Final = 36
"""Months after which rates are compared, unless asked otherwise."""
FEWEST: Final = 5
"""Projects that have to be watched for a rate to be told; of fewer it is too few to say."""
COLUMNS: Final = (
    *("group", "projects", "at_risk", "with_outcome", "rate", "low", "high", "median_months"),
    *("products", "processes", "services", "patents", "companies", "jobs", "expected_rate"),
    *("p_value", "q_value", "running", "undated", "software", "publications", "jobs_kept", "turnover"),
    *("private_funds", "group_name"),
)


def summary(net: Network, by: str | None = None, *, horizon: float = HORIZON, origin: Origin = "end") -> pd.DataFrame:
    """Count outcomes and estimate the outcome rate of groups of projects.

    Parameters
    ----------
    net
        The network, on its day.
    by
        ``pole``, ``theme``, ``programme``, ``phase``, ``cohort`` (year of start), ``shape`` (of the consortium), or
        None for all projects.
    horizon
        Months after which the rate is told.
    origin
        Whether time runs from the ``end`` or the ``start`` of projects.

    Returns
    -------
    DataFrame
        `COLUMNS`, a row a group. ``at_risk``: projects watched from a known day on; ``with_outcome``: projects with one
        on record, of known day or not. ``rate``: one minus Kaplan and Meier's estimate [1]_ at the horizon, with its
        95 % interval; missing for fewer than five projects at risk and where none was watched so long.
        ``median_months``: missing where fewer than half have an outcome. ``expected_rate``: the rate that the group
        would have if each of its projects had that of all projects of its phase. ``p_value``: log-rank test [2]_ of the
        group against all other projects; ``q_value``: Benjamini and Hochberg's [3]_, over the groups. ``running``:
        projects whose origin has not come; ``undated``: those of unknown origin, or with outcomes of unknown days
        alone. Numbers of outcomes are 0
        where none is on record; amounts are missing where none was said. ``group_name``: the group for people.

    Raises
    ------
    PolegraphError
        If projects cannot be grouped by that, or there is no such origin.

    References
    ----------
    .. [1] E. L. Kaplan and P. Meier, "Nonparametric estimation from incomplete observations", Journal of the American
       Statistical Association 53 (1958), 457-481. ``kaplan1958``
    .. [2] N. Mantel, "Evaluation of survival data and two new rank order statistics arising in its consideration",
       Cancer Chemotherapy Reports 50 (1966), 163-170. ``mantel1966``
    .. [3] Y. Benjamini and Y. Hochberg, "Controlling the false discovery rate", Journal of the Royal Statistical
       Society B 57 (1995), 289-300. ``benjamini1995``

    Examples
    --------
    >>> import polegraph.examples
    >>> summary(polegraph.examples.tiny())[["group", "projects", "with_outcome"]].values.tolist()
    [['all', 3, 0]]
    """
    watched, numbers = durations(net, origin), counts(net)
    chance = _of_phases(net, watched, horizon)
    rows = [_row(group, watched, numbers, chance, horizon) for group in groups(net, by)]
    table = pd.DataFrame(rows, columns=[name for name in COLUMNS if name != "q_value"])
    known = table["p_value"].notna().to_numpy()
    table["q_value"] = np.nan
    table.loc[known, "q_value"] = q_values(table.loc[known, "p_value"].to_numpy(dtype="float64"))
    return table[list(COLUMNS)].astype({"group": "str", "group_name": "str"})


def curves(net: Network, by: str | None = None, *, origin: Origin = "end") -> pd.DataFrame:
    """Compute when first outcomes came, for groups of projects: the table behind a figure.

    Parameters
    ----------
    net, by, origin
        As for `summary`.

    Returns
    -------
    DataFrame
        ``group``, then the columns of `polegraph.metrics.temporal.kaplan_meier.curve` [1]_; a group without an outcome
        has no rows.

    References
    ----------
    .. [1] E. L. Kaplan and P. Meier, "Nonparametric estimation from incomplete observations", Journal of the American
       Statistical Association 53 (1958), 457-481. ``kaplan1958``

    Examples
    --------
    >>> import polegraph.examples
    >>> len(curves(polegraph.examples.tiny()))
    0
    """
    watched = durations(net, origin)
    parts = []
    for group in groups(net, by):
        months, event = _watched(watched, group.rows)
        parts.append(curve(months, event).assign(group=group.name))
    table = pd.concat(parts, ignore_index=True) if parts else curve(np.zeros(0), np.zeros(0, bool)).assign(group="")
    return table[["group", *(name for name in table.columns if name != "group")]].astype({"group": "str"})


def _watched(watched: pd.DataFrame, rows: NDArray[np.bool_]) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    """Return the times and events of the projects of a group that are watched."""
    some = watched[rows & (watched["state"] == "watched").to_numpy()]
    return some["months"].to_numpy(dtype="float64"), some["event"].to_numpy(dtype=bool)


def _of_phases(net: Network, watched: pd.DataFrame, horizon: float) -> NDArray[np.float64]:
    """Return for each project the rate of all projects of its phase; of all, where the phase is unknown or small."""
    every = np.ones(len(watched), dtype=np.bool_)
    rate = np.full(len(watched), _rate(watched, every, horizon))
    for phase in groups(net, "phase"):
        of_phase = _rate(watched, phase.rows, horizon)
        if not np.isnan(of_phase):
            rate[phase.rows] = of_phase
    return rate


def _rate(watched: pd.DataFrame, rows: NDArray[np.bool_], horizon: float) -> float:
    months, event = _watched(watched, rows)
    return at(months, event, horizon).rate if len(months) >= FEWEST else np.nan


def _row(
    group: Group, watched: pd.DataFrame, numbers: pd.DataFrame, chance: NDArray[np.float64], horizon: float
) -> dict[str, Any]:
    """Describe a group."""
    months, event = _watched(watched, group.rows)
    state = watched["state"].to_numpy()
    told = at(months, event, horizon) if len(months) >= FEWEST else None
    here = group.rows & (state == "watched")
    row: dict[str, Any] = {
        "group": group.name,
        "group_name": group.label or group.name,
        "projects": int(group.rows.sum()),
        "at_risk": len(months),
        "with_outcome": int(watched["event"].to_numpy(dtype=bool)[group.rows].sum()),
        "rate": np.nan if told is None else told.rate,
        "low": np.nan if told is None else told.low,
        "high": np.nan if told is None else told.high,
        "median_months": np.nan if told is None else told.median,
        "expected_rate": np.nan if told is None else float(np.mean(chance[here])),
        "p_value": _against_others(watched, group.rows),
        "running": int((group.rows & (state == "running")).sum()),
        "undated": int((group.rows & np.char.startswith(state.astype("U"), "undated")).sum()),
    }
    for kind, name in COUNTED.items():
        values = numbers.loc[group.rows, name]
        unsaid = kind in MEASURED and values.isna().any() and not values.sum()
        row[name] = np.nan if unsaid else values.sum() if kind in MEASURED else int(values.sum())
    return row


def _against_others(watched: pd.DataFrame, rows: NDArray[np.bool_]) -> float:
    here = (watched["state"] == "watched").to_numpy()
    both = (rows & here).sum(), (~rows & here).sum()
    if min(both) < FEWEST:
        return np.nan
    months, event = _watched(watched, np.ones(len(rows), dtype=np.bool_))
    return log_rank(months, event, rows[here].astype(np.int64))[2]
