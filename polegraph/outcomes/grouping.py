"""Groups of projects that are compared: by pôle, theme, programme, phase, cohort or shape of the consortium."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np
import pandas as pd

from polegraph.errors import not_one_of
from polegraph.i18n import N_, _
from polegraph.outcomes.consortium_shapes import FLAGS, shapes, size_classes
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
    label
        The same for people: the name of a pôle or theme, a phrase for a shape.
    """

    name: str
    rows: NDArray[np.bool_]
    label: str = ""


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
        if by == "pole":
            return _by_lists(net, net.labels, "pole_id", net.poles.set_index("pole_id")["name"])
        return _by_lists(net, net.project_themes, "theme_id", net.themes.set_index("theme_id")["label"])
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


def _by_lists(net: Network, table: pd.DataFrame, key: str, names: pd.Series[str]) -> list[Group]:
    place = net.project_index.get_indexer(pd.Index(table["project_id"]))
    found = []
    for name, rows in pd.Series(place, index=table.index).groupby(table[key]):
        which = np.zeros(len(net.projects), dtype=np.bool_)
        which[rows] = True
        found.append(Group(str(name), which, str(names[name])))
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
    return [group._replace(label=_(_PHRASES[group.name])) for group in found if group.rows.any()]


_PHRASES: Final = {
    "led_by_sme=yes": N_("led by an SME"),
    "led_by_sme=no": N_("not led by an SME"),
    "with_large_group=yes": N_("with a large group"),
    "with_large_group=no": N_("without a large group"),
    "with_lab=yes": N_("with a laboratory"),
    "with_lab=no": N_("without a laboratory"),
    "with_training_body=yes": N_("with a training body"),
    "with_training_body=no": N_("without a training body"),
    "inter_pole=yes": N_("labelled by several pôles"),
    "inter_pole=no": N_("labelled by one pôle or none"),
    "organisations ≤ 3": N_("3 organisations or fewer"),
    "organisations 4–6": N_("4 to 6 organisations"),
    "organisations ≥ 7": N_("7 organisations or more"),
    "first_time ≥ 50 %": N_("mostly first-time partners"),
    "first_time < 50 %": N_("mostly partners from before"),
}
