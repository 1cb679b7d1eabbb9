"""Flows: the projects and links that join the organisations of two regions, or of two countries, beside chance."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal

import numpy as np
import pandas as pd
from scipy import sparse

from polegraph import synergies
from polegraph.errors import not_one_of
from polegraph.i18n import _
from polegraph.linalg.sparse import one_hot
from polegraph.network import Network

if TYPE_CHECKING:
    from numpy.typing import NDArray

_BY: Final = ("region", "country")
_WORK: Final = 1_000_000  # participations that are drawn anew in all, so that a map is written in time
_DRAWS: Final = (20, 100)  # at least and at most
_COLUMNS: Final = ["observed", "expected", "ratio", "q_value", "links", "links_expected"]


def flows(net: Network, by: Literal["region", "country"] = "region", *, draws: int | None = None) -> pd.DataFrame:
    """Count the projects and links that join each two regions or countries, and within each.

    Parameters
    ----------
    net
        The network. Where some organisations were chosen, one of two must be among them.
    by
        What is joined: ``region`` or ``country``.
    draws
        Number of random networks behind ``expected``; between 20 and 100 if None, the fewer the larger the network.

    Returns
    -------
    DataFrame
        A row a pair with a project in common or fewer than by chance, most projects first: ``group, other`` (the same
        within a group); ``observed``, projects in which two different organisations, one of either, take part;
        ``expected, ratio, q_value`` and ``links, links_expected`` as in `polegraph.synergies.gap`; missing within a
        group, for which it asks no chance.

    Raises
    ------
    PolegraphError
        If there is nothing of that name.

    See Also
    --------
    polegraph.synergies.gap : Pairs of regions, the surest gap first.
    polegraph.metrics.mixing : Any grouping, pairs of organisations counted.

    Examples
    --------
    >>> from polegraph.examples import tiny
    >>> net = tiny()
    >>> regions = net.organisations.assign(region=["Bretagne", "Normandie", "Bretagne", None, "Corse"])
    >>> flows(net.with_tables(organisations=regions), draws=20)[["group", "other", "observed"]]
          group      other  observed
    0  Bretagne  Normandie         2
    1  Bretagne   Bretagne         1
    """
    if by not in _BY:
        raise not_one_of(_("organisations cannot be grouped by this"), by, _BY)
    grouped = _grouped(net, by)
    if draws is None:
        draws = int(np.clip(_WORK // max(1, len(grouped.whole.participations)), *_DRAWS))
    within = _within(grouped)
    if len(grouped.whole.organisations["region"].dropna().unique()) > 1:
        between = synergies.gap(grouped, "region_pair", draws=draws)
        between = between[(between["observed"] > 0) | (between["q_value"] <= synergies.FLAGGED)]
        table = pd.concat([between, within]) if len(within) else between
    else:
        table = within
    table = table.reindex(columns=["group", "other", *_COLUMNS]).astype({"group": "str", "other": "str"})
    return table.sort_values(["observed", "group", "other"], ascending=[False, True, True], ignore_index=True)


def _grouped(net: Network, by: str) -> Network:
    """Replace regions by the groups that are asked for."""
    if by == "region":
        return net
    whole = net.whole
    organisations = whole.organisations
    changed = whole.with_tables(organisations=organisations.assign(region=organisations[by]))
    if net.focus is None:
        return changed
    return Network.from_checked(changed.tables, focus=net.focus, around=changed, origin=changed, day=net.day)


def _within(net: Network) -> pd.DataFrame:
    """Count within each group: projects with two organisations of it, and pairs of organisations that share one."""
    whole = net.whole
    codes, labels = pd.factorize(whole.organisations["region"], sort=True)
    members = one_hot(codes, len(labels))
    chosen = np.ones(len(codes), dtype=bool) if net.focus is None else whole.org_index.isin(net.focus)
    incidence = whole.incidence.astype(np.int64)
    here = (incidence @ members).toarray() >= 2  # noqa: PLR2004  # two partners
    mine = (incidence @ sparse.csr_array(members.multiply(chosen[:, None]))).toarray() >= 1
    projects = (here & mine).sum(axis=0)
    rows = pd.DataFrame({"group": labels, "other": labels, "observed": projects})
    rows["links"] = _links_within(whole, codes, chosen, len(labels))
    return rows[rows["observed"] > 0]


def _links_within(net: Network, codes: NDArray[np.intp], chosen: NDArray[np.bool_], number: int) -> NDArray[np.int64]:
    pairs = sparse.triu(net.collaboration_matrix(), k=1).tocoo()
    one, other = codes[pairs.row], codes[pairs.col]
    counted = (one == other) & (one >= 0) & (chosen[pairs.row] | chosen[pairs.col])
    found: NDArray[np.int64] = np.bincount(one[counted], minlength=number)
    return found
