"""Projects to ask: ended some time ago, with nothing recorded since."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd

from polegraph.errors import whole_number
from polegraph.metrics.temporal.kaplan_meier import curve
from polegraph.outcomes.consortium_shapes import shapes, size_classes
from polegraph.outcomes.rates import FEWEST
from polegraph.outcomes.waiting_times import durations
from polegraph.tables import SME_SIZES

if TYPE_CHECKING:
    from polegraph.network import Network

COLUMNS: Final = (
    *("project_id", "acronym", "end", "months", "coordinator_id", "coordinator_name", "sme_ids", "expected_by_now"),
    *("poles", "sme_names"),
)
LONG_AGO: Final = 18
"""Months after its end from which on a project is asked."""


def follow_up(net: Network, *, months: int = LONG_AGO) -> pd.DataFrame:
    """List the projects that ended some time ago and have nothing on record.

    Parameters
    ----------
    net
        The network, on its day.
    months
        How long ago they ended at least.

    Returns
    -------
    DataFrame
        `COLUMNS`, those first of which an outcome was most to be expected. ``months`` since the end;
        ``coordinator_id``: whom to ask, missing where none is known or it is dissolved; ``sme_ids``, ``sme_names``: SME
        partners that still stand, ``;`` between; ``expected_by_now``: share of the projects of the same shape (led by
        an SME or not, with a large group or not, class of size) that had an outcome this long after their end; of all
        projects where fewer than five of the shape were watched; ``poles``: that labelled it, ``;`` between.

    Examples
    --------
    >>> import polegraph.examples
    >>> len(follow_up(polegraph.examples.tiny()))
    0
    """
    months = whole_number(months, "months", 0)
    watched = durations(net)
    expected = _expected(watched, _shape(net))
    asked = ((watched["state"] == "watched") & ~watched["event"] & (watched["months"] >= months)).to_numpy(dtype=bool)
    projects = net.projects[asked]
    ids = projects["project_id"]
    coordinator = _people(net, net.participations["role"] == "coordinator")
    small = _people(net, _of_smes(net))
    table = pd.DataFrame(
        {
            "project_id": ids,
            "acronym": projects["acronym"].fillna(projects["title"]),
            "end": projects["end"],
            "months": np.floor(watched.loc[asked, "months"]).astype("int64"),
            "coordinator_id": ids.map(_joined(coordinator.drop_duplicates("project_id"), "org_id")),
            "coordinator_name": ids.map(_joined(coordinator.drop_duplicates("project_id"), "name")),
            "sme_ids": ids.map(_joined(small, "org_id")),
            "expected_by_now": expected[asked],
            "poles": ids.map(_joined(net.labels, "pole_id")),
            "sme_names": ids.map(_joined(small, "name")),
        }
    )
    texts = [name for name in COLUMNS if name not in {"end", "months", "expected_by_now"}]
    table = table[list(COLUMNS)].astype(dict.fromkeys(texts, "str"))
    return table.sort_values(["expected_by_now", "months", "project_id"], ascending=[False, False, True]).reset_index(
        drop=True
    )


def _of_smes(net: Network) -> pd.Series[bool]:
    place = net.org_index.get_indexer(pd.Index(net.participations["org_id"]))
    size = net.category["size"].to_numpy()[place]
    return pd.Series(np.isin(size.astype("U"), SME_SIZES), index=net.participations.index)


def _people(net: Network, which: pd.Series[bool]) -> pd.DataFrame:
    """Return the organisations of some participations that still stand, with their names."""
    rows = net.participations[which]
    place = net.org_index.get_indexer(pd.Index(rows["org_id"]))
    rows = rows.assign(name=net.organisations["name"].to_numpy()[place])
    return rows[net.standing[place]].sort_values("org_id")


def _joined(rows: pd.DataFrame, column: str) -> dict[str, str]:
    """Return the values of a column by project, ``;`` between."""
    ordered = rows.sort_values(["org_id" if "org_id" in rows else column])
    found: dict[str, list[str]] = {}
    for project, value in zip(ordered["project_id"], ordered[column], strict=True):
        found.setdefault(project, []).append(value)
    return {project: ";".join(values) for project, values in found.items()}


def _shape(net: Network) -> pd.Series[str]:
    table = shapes(net)
    led = table["led_by_sme"].astype("str").fillna("?")
    return led + table["with_large_group"].astype("str") + size_classes(table["organisations"])


def _expected(watched: pd.DataFrame, shape: pd.Series[str]) -> np.ndarray:
    """Return, for each project, the share of those of its shape with an outcome by its own time since the end."""
    found = np.full(len(watched), np.nan)
    here = (watched["state"] == "watched").to_numpy()
    everyone = curve(watched.loc[here, "months"].to_numpy(dtype="float64"), watched.loc[here, "event"].to_numpy(bool))
    for rows in shape.groupby(shape).groups.values():
        some = watched.loc[rows]
        some = some[some["state"] == "watched"]
        many = len(some) >= FEWEST
        table = curve(some["months"].to_numpy(dtype="float64"), some["event"].to_numpy(bool)) if many else everyone
        place = np.searchsorted(table["months"].to_numpy(), some["months"].to_numpy(), side="right")
        found[some.index] = np.concatenate([[0.0], table["rate"].to_numpy()])[place]
    return found
