"""Groups of projects that are compared: by pôle, theme, programme, phase, cohort or shape of the consortium."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np
import pandas as pd

from polegraph.errors import not_one_of
from polegraph.i18n import _
from polegraph.outcomes.shapes import FLAGS, shapes, size_classes
from polegraph.tables import PHASES

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from polegraph.network import Network

BY: Final = ("pole", "theme", "programme", "phase", "cohort", "shape")
"""What projects can be grouped by; a project may stand in several groups of a pôle, theme or shape, or in none."""
NEWCOMING: Final = 0.5
"""Share of partnerships that are new from which on a consortium counts as one of first-time partners."""


class Group(NamedTuple):
    """A group of projects.

    Parameters
    ----------
    name
        What all of them have: an identifier, a name, a year, or ``led_by_sme=yes``.
    rows : array of bool, one entry a project
        Which they are.
    """

    name: str
    rows: NDArray[np.bool_]


def groups(net: Network, by: str | None) -> list[Group]:
    """Group the projects of a network.

    Parameters
    ----------
    net
        The network.
    by
        One of `BY`, or None for all projects as one group, called ``all``.

    Returns
    -------
    list of Group
        In the order of their names; those of a shape in the order of the shapes, yes before no.

    Raises
    ------
    PolegraphError
        If projects cannot be grouped by that.

    Examples
    --------
    >>> import polegraph.examples
    >>> [(group.name, int(group.rows.sum())) for group in groups(polegraph.examples.tiny(), "phase")]
    [('III', 2), ('IV', 1)]
    """
    if by is None:
        return [Group("all", np.ones(len(net.projects), dtype=np.bool_))]
    if by not in BY:
        raise not_one_of(_("projects are not grouped by that"), by, BY)
    if by == "shape":
        return _by_shape(net)
    if by in {"pole", "theme"}:
        table, key = {"pole": (net.labels, "pole_id"), "theme": (net.project_themes, "theme_id")}[by]
        return _by_lists(net, table, key)
    return _by_column(_column(net, by))


def _column(net: Network, by: str) -> pd.Series[str]:
    """Return what each project is grouped by; missing where it is not known."""
    projects = net.projects
    if by == "programme":
        return projects["programme"]
    years = projects["year"]
    if by == "cohort":
        return years.astype("str").where(years.notna(), None).astype("str")
    found = pd.Series(None, index=projects.index, dtype="str")
    for name, (first, last) in PHASES.items():
        found[years.between(first, last).fillna(value=False)] = name
    return found


def _by_column(values: pd.Series[str]) -> list[Group]:
    return [Group(str(value), (values == value).to_numpy(dtype=bool)) for value in sorted(values.dropna().unique())]


def _by_lists(net: Network, table: pd.DataFrame, key: str) -> list[Group]:
    found = []
    for name, rows in table.sort_values(key).groupby(key)["project_id"]:
        found.append(Group(str(name), net.projects["project_id"].isin(rows).to_numpy(dtype=bool)))
    return found


def _by_shape(net: Network) -> list[Group]:
    """Group by each feature of consortia in turn; of unknown ones a project is in no group."""
    table = shapes(net)
    found = []
    for flag in FLAGS:
        said = table[flag].astype("boolean")
        for answer, word in ((True, "yes"), (False, "no")):
            found.append(Group(f"{flag}={word}", (said == answer).fillna(value=False).to_numpy(dtype=bool)))
    sizes = size_classes(table["organisations"])
    found += [Group(f"organisations {one}", (sizes == one).to_numpy(dtype=bool)) for one in ("≤ 3", "4–6", "≥ 7")]
    new = table["first_time"]
    found.append(Group("first_time ≥ 50 %", (new >= NEWCOMING).to_numpy(dtype=bool)))
    found.append(Group("first_time < 50 %", (new < NEWCOMING).to_numpy(dtype=bool)))
    return [group for group in found if group.rows.any()]
