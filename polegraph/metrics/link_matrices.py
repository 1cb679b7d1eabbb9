"""Links of SMEs to large groups as sparse matrices: distances, strength, reach, and the columns that follow.

Everything is in the order of identifiers, independent of the order of the tables, so that sums of floats, draws and
ties come out the same for the same network.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pandas as pd
from scipy import sparse
from scipy.sparse import csgraph

from polegraph import linalg
from polegraph.linalg.sparse import count_classes, divide, transpose
from polegraph.metrics.attributes import large_groups
from polegraph.metrics.inference import null_models
from polegraph.metrics.introducers import find_introducers, listed

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from numpy.typing import NDArray

    from polegraph.linalg import Csr
    from polegraph.metrics.introducers import Introductions
    from polegraph.network import Network

    Integers = NDArray[np.int64]
    Floats = NDArray[np.float64]

_SECOND: Final = 2  # steps to the partner of a partner
_CELLS: Final = 1 << 23  # cells of one block of a product; 8 million keep it under some 100 MB


@dataclass(frozen=True, slots=True)
class Ties:
    """A network in the order of identifiers, seen from its SMEs.

    Parameters
    ----------
    organisations, projects : arrays of str
        Identifiers, sorted. Their positions are the codes used everywhere else.
    order : array of int
        Row of each organisation in the table.
    years : array of float
        Year of each project; NaN if unknown.
    incidence
        Projects × organisations.
    smes : array of int
        Codes of the SMEs.
    units : array of str
        The large groups: identifiers of groups, or of organisations without one, sorted.
    unit_of : array of int
        For each organisation the large group that it counts as; −1 if it is none.
    own
        SMEs × projects.
    groups
        Projects × large groups: how many organisations of the group take part.
    here : array of bool
        Which organisations are not dissolved on the day of the network.
    """

    organisations: NDArray[Any]
    projects: NDArray[Any]
    order: Integers
    years: Floats
    incidence: Csr
    smes: Integers
    units: NDArray[Any]
    unit_of: Integers
    own: Csr
    groups: Csr
    here: NDArray[np.bool_]


def ties(network: Network, large: Iterable[str], small: Iterable[str], focus: frozenset[str] | None) -> Ties:
    """Build the matrices of a network in the order of identifiers, with its SMEs and large groups.

    Parameters
    ----------
    network
        The network.
    large, small
        Sizes that make a large group, and an SME.
    focus
        The organisations to take SMEs from; None for all.
    """
    organisations, order = _sorted(network.org_index)
    projects, project_order = _sorted(network.project_index)
    incidence = network.incidence[project_order][:, order].tocsr()
    incidence.sort_indices()
    category = network.category.iloc[order]
    wanted = category["size"].isin(list(small)).to_numpy()
    if focus is not None:
        wanted = wanted & category["org_id"].isin(focus).to_numpy()
    groups_of = large_groups(network, large)
    unit_of, units = groups_of.codes[order], np.array(groups_of.labels, dtype=object)
    smes = np.flatnonzero(wanted)
    years = network.projects["year"].to_numpy(dtype=np.float64, na_value=np.nan)[project_order]
    own = transpose(count_classes(incidence, _codes(smes, len(order)), len(smes)))
    groups = count_classes(incidence, unit_of, len(units))
    here = network.standing[order]
    return Ties(organisations, projects, order, years, incidence, smes, units, unit_of, own, groups, here)


@dataclass(frozen=True, slots=True)
class Links:
    """The links of each SME to large groups, as matrices.

    Parameters
    ----------
    rows : array of int
        Rows of the SMEs in the table of organisations, in the order of identifiers.
    columns
        Columns of `polegraph.metrics.large_group_links` that follow from the network, in this order.
    introduction : array of int
        Number of projects that the introducer shares with the large group; 0 without an introduction.
    """

    rows: Integers
    columns: dict[str, Any]
    introduction: Integers


def find_links(given: Ties, draws: int, seed: int) -> Links:
    """Find the links of each SME to large groups, and its introducer where it has none.

    Parameters
    ----------
    given
        The network.
    draws, seed
        Number and seed of the random networks behind ``expected_direct``.
    """
    columns = _columns(given, draws, seed)
    near = np.flatnonzero(columns["status"] == "introduced")
    chosen = find_introducers(given, near)
    # Where the introducer or the large group could only be a dissolved one, the way is as good as a far one.
    columns["status"][np.setdiff1d(near, chosen.rows)] = "far"
    introduction = np.zeros(len(given.smes), dtype=np.int64)
    introduction[chosen.rows] = chosen.strength
    return Links(given.order[given.smes], {**columns, **_introduced(given, chosen)}, introduction)


def _columns(given: Ties, draws: int, seed: int) -> dict[str, Any]:
    """Return the columns of each SME that follow from the network, introductions apart."""
    to_groups = strength(given)
    distance = distances(given)[given.smes]
    # Sort the SMEs by their nearest way to a large group.
    own = np.diff(given.own.indptr)
    with_partner = np.diff(given.incidence.indptr) > 1
    status = np.select(
        [own == 0, given.own @ with_partner == 0, distance == 1, distance == _SECOND, np.isfinite(distance)],
        ["no_project", "no_partner", "direct", "introduced", "far"],
        "unreachable",
    )
    # Find how much of the strength hangs on one large group.
    total = np.asarray(to_groups.sum(axis=1))
    most = np.zeros(len(total))
    np.maximum.at(most, np.repeat(np.arange(len(total)), np.diff(to_groups.indptr)), to_groups.data)
    shared, last_year = _shared(given)
    return {
        "projects": own,
        "status": status.astype(object),
        "distance": np.where(np.isfinite(distance), distance, np.nan),
        "direct_partners": np.diff(to_groups.indptr),
        "direct_ids": np.array([text or None for text in listed(to_groups, given.units)], dtype=object),
        "shared_projects": shared,
        "strength": total,
        "last_year": last_year,
        "reach_two": within_two(given),
        "expected_direct": expected(given, draws, seed),
        "dependence": divide(most, total),
    }


def _introduced(given: Ties, chosen: Introductions) -> dict[str, pd.Series[Any]]:
    """Return the columns of introductions, on the rows of the SMEs that have one."""
    columns = {
        "introducer_id": given.organisations[chosen.introducers],
        "introducer_projects": [f"{near};{far}" for near, far in zip(chosen.near, chosen.far, strict=True)],
        "introduced_to_id": given.units[chosen.units],
        "introduced_to_projects": chosen.far,
        "other_large_groups": chosen.others,
    }
    return {name: pd.Series(values, chosen.rows, object) for name, values in columns.items()}


def _shared(given: Ties) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """Count the projects that each SME shares with a large group, and find the latest known year of one."""
    with_large = np.diff(given.groups.indptr) > 0
    rows = np.repeat(np.arange(len(given.smes)), np.diff(given.own.indptr))
    shared = with_large[given.own.indices]
    years = given.years[given.own.indices]
    dated = shared & np.isfinite(years)
    last = np.zeros(len(given.smes))
    np.maximum.at(last, rows[dated], years[dated])
    return np.bincount(rows[shared], minlength=len(given.smes)), np.where(last > 0, last, np.nan)


def _sorted(ids: pd.Index[str]) -> tuple[NDArray[Any], Integers]:
    values = ids.to_numpy(dtype=object)
    order = np.argsort(values, kind="stable")
    return values[order], order


def _codes(positions: Integers, length: int) -> Integers:
    codes = np.full(length, -1)
    codes[positions] = np.arange(len(positions))
    return codes


def distances(given: Ties) -> Floats:
    """Return the steps from each organisation to the nearest that counts as a large group.

    One search starts from all of them at once and runs over the two-mode network, in which a step between
    organisations is two.

    Parameters
    ----------
    given
        The network.

    Returns
    -------
    array of float, one entry an organisation
        0 for those that count as a large group, infinite where there is no path.
    """
    sources = np.flatnonzero(given.unit_of >= 0)
    number_of_projects, number = given.incidence.shape
    if not len(sources):
        return np.full(number, np.inf)
    both: Csr = sparse.block_array([[None, given.incidence], [given.incidence.T, None]], format="csr")
    steps = csgraph.dijkstra(
        both.astype(np.float64), unweighted=True, indices=number_of_projects + sources, min_only=True
    )
    return np.asarray(steps[number_of_projects:] / 2)


def strength(given: Ties) -> Csr:
    r"""Return how strongly each SME is linked to each large group with which it shares a project.

    Parameters
    ----------
    given
        The network.

    Returns
    -------
    csr_array
        SMEs × large groups: :math:`\sum_p 1 / (n_p - 1)` over each organisation of the group; sorted indices.
    """
    weighted = given.own.astype(np.float64)
    weighted.data *= linalg.newman_weights(np.diff(given.incidence.indptr).astype(np.int64))[weighted.indices]
    result = (weighted @ given.groups.astype(np.float64)).tocsr()
    result.sort_indices()
    return result


def within_two(given: Ties) -> Integers:
    """Count the large groups that each SME meets itself or that a partner of it meets.

    Parameters
    ----------
    given
        The network.
    """
    by_organisation = transpose(given.incidence)
    theirs = (_present(by_organisation) @ _present(given.groups)).tocsr()
    own, members = _present(given.own), _present(given.incidence)
    counts = np.zeros(own.shape[0], dtype=np.int64)
    met = members @ np.diff(theirs.indptr)  # by project, how many large groups its members meet, each counted anew
    for rows in _blocks(own @ np.diff(members.indptr) + own @ met):
        counts[rows] = np.diff((own[rows] @ members @ theirs).tocsr().indptr)
    return counts


def expected(given: Ties, draws: int, seed: int) -> Floats:
    """Return the mean number of large groups that each SME meets where partners are drawn at random.

    Parameters
    ----------
    given
        The network.
    draws
        How many random networks; none gives NaN.
    seed
        Seed of the draws.
    """
    if not draws:
        return np.full(len(given.smes), np.nan)
    total = np.zeros(len(given.smes), dtype=np.int64)
    codes = _codes(given.smes, len(given.organisations))
    for drawn in null_models.randomised(given.incidence, draws=draws, seed=seed):
        own = _present(transpose(count_classes(drawn, codes, len(given.smes))))
        groups = _present(count_classes(drawn, given.unit_of, len(given.units)))
        for rows in _blocks(own @ np.diff(groups.indptr)):
            total[rows] += np.diff((own[rows] @ groups).tocsr().indptr)
    return total / draws


def _present(matrix: Csr) -> Csr:
    """Return the boolean matrix of a matrix of counts: its products state only whether a path exists."""
    return matrix.astype(bool)


def _blocks(cells: Integers) -> Iterator[slice]:
    """Yield parts of the rows that need little memory each; few parts, since each reads every column."""
    part = np.cumsum(cells, dtype=np.int64) // _CELLS
    ends = np.append(np.flatnonzero(np.diff(part)) + 1, len(cells))
    return (slice(start, end) for start, end in pairwise([0, *ends.tolist()]) if end > start)
