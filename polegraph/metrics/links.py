"""Which SMEs have links to large groups, how strong they are, and who could introduce the others."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pandas as pd

from polegraph.errors import PolegraphError, whole_number
from polegraph.i18n import _
from polegraph.metrics import link_matrices
from polegraph.tables import LARGE_SIZES, SIZE_ORDER, SME_SIZES
from polegraph.vocabulary import LINK_STATUSES

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    from polegraph.metrics.link_matrices import Introductions, Ties
    from polegraph.network import Network

COLUMNS: Final = {
    "org_id": "str",
    "name": "str",
    "kind": "str",
    "size": "str",
    "region": "str",
    "projects": "Int64",
    "status": "str",
    "distance": "Int64",
    "direct_partners": "Int64",
    "direct_ids": "str",
    "shared_projects": "Int64",
    "strength": "float64",
    "last_year": "Int64",
    "introducer_id": "str",
    "introducer_name": "str",
    "introducer_projects": "str",
    "reach_two": "Int64",
    "expected_direct": "float64",
    "dependence": "float64",
    "introduced_to_id": "str",
    "introduced_to_name": "str",
    "introduced_to_projects": "str",
    "other_large_groups": "str",
}
"""The columns of the table of links and their dtypes, in order."""


_SECOND = 2  # steps to the partner of a partner


def large_group_links(
    net: Network, *, large: Iterable[str] = LARGE_SIZES, draws: int = 20, seed: int = 0
) -> pd.DataFrame:
    r"""Return which SMEs have links to large groups, how strong these are, and who could introduce the others.

    An SME is an organisation whose category (`Network.category`) is micro or sme; organisations without a project are
    rows too, and who is dissolved on the day of the network (`Network.day`) is none. What is counted as a large group
    is the *unit*: the group, or the organisation if it has none; two subsidiaries of one group are one large group, and
    none of them is an SME, however small. Paths run between organisations that share a project; the members of a group
    are not one node in them.

    Parameters
    ----------
    net
        The network. If it was chosen by pôle or region, the rows are the SMEs chosen (`Network.focus`), but everything
        is computed on the network that they were chosen from (`Network.around`): large groups, introducers and paths
        may lie outside the pôle or the region.
    large
        The sizes that make a large group, of ``large``, ``not_sme`` and ``mid_cap``.
    draws
        Number of random networks behind ``expected_direct``; 0 leaves it missing.
    seed
        Seed of the random networks.

    Returns
    -------
    DataFrame
        A row an SME, with

        - ``org_id, name, kind, region``; ``size``, its category; ``projects``, their number;
        - ``status``: ``direct`` (a project shared with a large group), ``introduced`` (a partner of a partner),
          ``far`` (a longer path, or one through or to somebody who is dissolved), ``unreachable`` (no path),
          ``no_partner`` (only projects alone), ``no_project``;
        - ``distance``: steps to the nearest organisation of a large group, missing if there is no path;
        - ``direct_partners, direct_ids``: the large groups that it shares a project with, their number and identifiers;
        - ``shared_projects, last_year``: the number of these projects and the latest known year of one;
        - ``strength``: :math:`\sum_p l_p / (n_p - 1)` over its projects, of which *p* has :math:`n_p` organisations,
          :math:`l_p` of large groups;
        - ``introducer_id, introducer_name, introducer_projects``: where the status is ``introduced``, the common
          partner, not dissolved, with most projects with one large group, then with the SME, then of the first
          identifier; the projects that it shares with the SME, then those that it shares with that large group;
        - ``reach_two``: number of large groups within two steps;
        - ``expected_direct``: mean of ``direct_partners`` where partners are drawn at random and every project keeps
          its size, every organisation its number of projects (`polegraph.metrics.inference.null_models.randomised`);
        - ``dependence``: the largest share of ``strength`` that hangs on one large group; missing without any;
        - ``introduced_to_id, introduced_to_name, introduced_to_projects``: where the status is ``introduced``, that
          large group, and the projects that the introducer shares with it (the last ones of ``introducer_projects``);
        - ``other_large_groups``: identifiers of the others that the introducer shares projects with, those with most
          projects first, then by identifier.

        It is sorted by what needs doing first: by status (introduced, far, unreachable, no_partner, no_project,
        direct); then those whose introducer shares most projects with a large group; then those with most projects;
        then, among direct ones, those that depend most on one large group; then by name and identifier.

    Raises
    ------
    PolegraphError
        If a size in ``large`` cannot be one, or ``draws`` is negative.

    References
    ----------
    M. E. J. Newman, "Scientific collaboration networks. II", Physical Review E 64, 016132 (2001), for the strength.

    Examples
    --------
    >>> from polegraph.examples import tiny
    >>> links = large_group_links(tiny())
    >>> links[["org_id", "status", "introducer_id", "introducer_projects", "introduced_to_id"]]
      org_id      status introducer_id introducer_projects introduced_to_id
    0   SME1  introduced           LAB            P1;P2;P3              BIG
    1   SME2  introduced           LAB               P1;P3              BIG
    2  ALONE  no_project           NaN                 NaN              NaN
    """
    large = _sizes(large)
    draws, seed = whole_number(draws, "draws", 0), whole_number(seed, "seed", 0)
    whole = net.whole
    ties = link_matrices.ties(whole, large, SME_SIZES, _asked_about(net))
    found = {**_described(whole, ties), **_measured(ties, draws, seed)}
    near = np.flatnonzero(found["status"] == "introduced")
    chosen = link_matrices.introductions(ties, near)
    found["status"][np.setdiff1d(near, chosen.rows)] = (
        "far"  # who could introduce them is dissolved, or whom they would meet
    )
    found.update(_introduced(whole, ties, chosen))
    every = range(len(ties.smes))
    table = pd.DataFrame({name: pd.Series(found[name], every, dtype) for name, dtype in COLUMNS.items()})
    introduction = np.zeros(len(table))
    introduction[chosen.rows] = chosen.strength
    return table.iloc[_urgency(table, introduction)].reset_index(drop=True)


def _asked_about(net: Network) -> frozenset[str] | None:
    """Return whom the rows are about: those chosen, without who is dissolved; None for everybody."""
    here = net.whole.standing
    if here.all():
        return net.focus
    standing = frozenset(net.whole.org_index[here])
    return standing if net.focus is None else net.focus & standing


def _sizes(large: Iterable[str]) -> tuple[str, ...]:
    sizes = (large,) if isinstance(large, str) else tuple(large)
    possible = [size for size in SIZE_ORDER if size not in SME_SIZES]
    for size in sizes or ("",):
        if size not in possible:
            raise PolegraphError(
                _("this size does not make a large group"),
                value=size,
                remedy=_("use one or more of: {names}").format(names=", ".join(possible)),
            )
    return sizes


def _described(whole: Network, ties: Ties) -> dict[str, Any]:
    """Return what the tables say of each SME."""
    rows = ties.order[ties.smes]
    organisations = whole.organisations.iloc[rows]
    described = {name: organisations[name].to_numpy() for name in ("org_id", "name", "kind", "region")}
    return {**described, "size": whole.category["size"].iloc[rows].to_numpy()}


def _measured(ties: Ties, draws: int, seed: int) -> dict[str, Any]:
    """Return what the network says of each SME, introductions apart."""
    strength = link_matrices.strength(ties)
    distance = link_matrices.distances(ties)[ties.smes]
    own = np.diff(ties.own.indptr)
    with_partner = np.diff(ties.incidence.indptr) > 1
    status = np.select(
        [own == 0, ties.own @ with_partner == 0, distance == 1, distance == _SECOND, np.isfinite(distance)],
        ["no_project", "no_partner", "direct", "introduced", "far"],
        "unreachable",
    )
    total = np.asarray(strength.sum(axis=1))
    most = np.zeros(len(total))
    np.maximum.at(most, np.repeat(np.arange(len(total)), np.diff(strength.indptr)), strength.data)
    shared, last_year = _shared(ties)
    return {
        "projects": own,
        "status": status.astype(object),
        "distance": np.where(np.isfinite(distance), distance, np.nan),
        "direct_partners": np.diff(strength.indptr),
        "direct_ids": np.array([text or None for text in link_matrices.listed(strength, ties.units)], dtype=object),
        "shared_projects": shared,
        "strength": total,
        "last_year": last_year,
        "reach_two": link_matrices.within_two(ties),
        "expected_direct": link_matrices.expected(ties, draws, seed),
        "dependence": np.divide(most, total, out=np.full(len(total), np.nan), where=total > 0),
    }


def _introduced(whole: Network, ties: Ties, chosen: Introductions) -> dict[str, pd.Series[Any]]:
    """Return what is said of the introducers and of whom they introduce to, on the rows of those who have one."""
    ids, units = ties.organisations[chosen.introducers].tolist(), ties.units[chosen.units].tolist()
    columns = {
        "introducer_id": ids,
        "introducer_name": whole.names(ids),
        "introducer_projects": [f"{near};{far}" for near, far in zip(chosen.near, chosen.far, strict=True)],
        "introduced_to_id": units,
        "introduced_to_name": whole.names(units),
        "introduced_to_projects": chosen.far,
        "other_large_groups": chosen.others,
    }
    return {name: pd.Series(values, chosen.rows, object) for name, values in columns.items()}


def _shared(ties: Ties) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """Count the projects that each SME shares with a large group, and give the latest known year of one."""
    with_large = np.diff(ties.groups.indptr) > 0
    rows = np.repeat(np.arange(len(ties.smes)), np.diff(ties.own.indptr))
    shared = with_large[ties.own.indices]
    years = ties.years[ties.own.indices]
    dated = shared & np.isfinite(years)
    last = np.zeros(len(ties.smes))
    np.maximum.at(last, rows[dated], years[dated])
    return np.bincount(rows[shared], minlength=len(ties.smes)), np.where(last > 0, last, np.nan)


def _urgency(table: pd.DataFrame, introduction: NDArray[np.float64]) -> NDArray[np.int64]:
    """Return the order of the rows; see `large_group_links`."""
    keys = {
        "status": table["status"].map({status: place for place, status in enumerate(LINK_STATUSES)}),
        "introduction": -introduction,
        "projects": -table["projects"],
        "dependence": -table["dependence"].fillna(0),
        "name": table["name"],
        "org_id": table["org_id"],
    }
    return pd.DataFrame(keys).sort_values(list(keys), kind="stable").index.to_numpy()
