"""Links of SMEs to large groups: their status and strength, and introducers for those without."""

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


def large_group_links(
    net: Network, *, large: Iterable[str] = LARGE_SIZES, draws: int = 20, seed: int = 0
) -> pd.DataFrame:
    r"""Return the links of each SME to large groups: their status and strength, and introducers for those without.

    An SME is an organisation of category micro or sme (`Network.category`); organisations without a project are
    rows too, those dissolved on the day of the network (`Network.day`) are not. What is counted as a large group
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
          ``far`` (a longer path, or one through or to a dissolved organisation), ``unreachable`` (no path),
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
        direct); then by the projects that the introducer shares with a large group, most first; then those with most
        projects; then, among direct ones, those that depend most on one large group; then by name and identifier.

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
    # Find the links on the whole network, for the SMEs that are asked about.
    whole = net.whole
    links = link_matrices.find_links(link_matrices.ties(whole, large, SME_SIZES, _asked_about(net)), draws, seed)
    found = {**_described(whole, links.rows), **links.columns}
    for role in ("introducer", "introduced_to"):
        ids = found[f"{role}_id"]
        found[f"{role}_name"] = pd.Series(whole.names(ids.tolist()), ids.index, object)
    # Bring the columns into order, and what needs doing first to the top.
    every = range(len(links.rows))
    table = pd.DataFrame({name: pd.Series(found[name], every, dtype) for name, dtype in COLUMNS.items()})
    return table.iloc[_urgency(table, links.introduction)].reset_index(drop=True)


def _asked_about(net: Network) -> frozenset[str] | None:
    """Return the organisations that the rows are about: those chosen and not dissolved; None for all."""
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


def _described(whole: Network, rows: NDArray[np.int64]) -> dict[str, Any]:
    """Return the columns that the tables give of each SME."""
    organisations = whole.organisations.iloc[rows]
    described = {name: organisations[name].to_numpy() for name in ("org_id", "name", "kind", "region")}
    return {**described, "size": whole.category["size"].iloc[rows].to_numpy()}


def _urgency(table: pd.DataFrame, introduction: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return the order of the rows; see `large_group_links`."""
    names, _labels = pd.factorize(table["name"], sort=True)
    status = pd.Categorical(table["status"], categories=LINK_STATUSES).codes
    dependence = table["dependence"].fillna(0).to_numpy(dtype=np.float64)
    # The sort is stable, and the rows are in the order of identifiers: these decide where all else is equal.
    return np.lexsort((names, -dependence, -table["projects"].to_numpy(), -introduction, status))
