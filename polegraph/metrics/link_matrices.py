"""The sparse side of links: who of the SMEs meets which large group where, and through whom.

Everything is in the order of identifiers, whatever the order of the tables, so that sums of floats, draws and ties come
out the same for the same network.
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
from polegraph.metrics.inference import null_models

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from numpy.typing import NDArray

    from polegraph.linalg import Csr
    from polegraph.network import Network

    Integers = NDArray[np.int64]
    Floats = NDArray[np.float64]

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
        Who is not dissolved on the day of the network.
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
    """Put a network into the order of identifiers and mark what is an SME and what is a large group.

    Parameters
    ----------
    network
        The network.
    large, small
        Sizes that make a large group, and an SME.
    focus
        The organisations of which the SMEs are wanted; None for all.
    """
    organisations, order = _sorted(network.org_index)
    projects, project_order = _sorted(network.project_index)
    incidence = network.incidence[project_order][:, order].tocsr()
    incidence.sort_indices()
    category = network.category.iloc[order]
    is_large = category["size"].isin(list(large)).to_numpy()
    wanted = category["size"].isin(list(small)).to_numpy()
    if focus is not None:
        wanted = wanted & category["org_id"].isin(focus).to_numpy()
    unit_of = np.full(len(order), -1)
    unit_of[is_large], units = pd.factorize(category["unit"].to_numpy(dtype=object)[is_large], sort=True)
    smes = np.flatnonzero(wanted)
    years = network.projects["year"].to_numpy(dtype=np.float64, na_value=np.nan)[project_order]
    own = gathered(incidence, _codes(smes, len(order)), len(smes)).T.tocsr()
    groups = gathered(incidence, unit_of, len(units))
    here = network.standing[order]
    return Ties(organisations, projects, order, years, incidence, smes, units, unit_of, own, groups, here)


def _sorted(ids: pd.Index[str]) -> tuple[NDArray[Any], Integers]:
    values = ids.to_numpy(dtype=object)
    order = np.argsort(values, kind="stable")
    return values[order], order


def _codes(positions: Integers, length: int) -> Integers:
    codes = np.full(length, -1)
    codes[positions] = np.arange(len(positions))
    return codes


def gathered(incidence: Csr, codes: Integers, number: int) -> Csr:
    """Count the members of each class in each project.

    Parameters
    ----------
    incidence
        Projects × organisations.
    codes
        Class of each organisation; −1 if it has none.
    number
        How many classes there are.

    Returns
    -------
    csr_array
        Projects × classes.

    Examples
    --------
    >>> from polegraph.examples import tiny
    >>> gathered(tiny().incidence, np.array([0, -1, 0, 1, 0]), 2).toarray()
    array([[2, 0],
           [1, 0],
           [0, 1]])
    """
    rows = np.repeat(np.arange(incidence.shape[0]), np.diff(incidence.indptr))
    classes = codes[incidence.indices]
    known = classes >= 0
    entries = (np.ones(int(known.sum()), dtype=np.int64), (rows[known], classes[known]))
    result = sparse.coo_array(entries, shape=(incidence.shape[0], number)).tocsr()
    result.sort_indices()
    return result


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
    by_organisation = given.incidence.T.tocsr()
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
        own = _present(gathered(drawn, codes, len(given.smes)).T.tocsr())
        groups = _present(gathered(drawn, given.unit_of, len(given.units)))
        for rows in _blocks(own @ np.diff(groups.indptr)):
            total[rows] += np.diff((own[rows] @ groups).tocsr().indptr)
    return total / draws


def _present(matrix: Csr) -> Csr:
    """Return a matrix of counts as one of truths; products of these only say whether there is a way."""
    return matrix.astype(bool)


def _blocks(cells: Integers) -> Iterator[slice]:
    """Split rows so that what a part needs stays small; few parts, since each costs a look at every column."""
    part = np.cumsum(cells, dtype=np.int64) // _CELLS
    ends = np.append(np.flatnonzero(np.diff(part)) + 1, len(cells))
    return (slice(start, end) for start, end in pairwise([0, *ends.tolist()]) if end > start)


@dataclass(frozen=True, slots=True)
class Introductions:
    """Through whom SMEs are nearest to a large group.

    Parameters
    ----------
    rows : array of int
        The SMEs, as rows of `Ties.own`; those whom only dissolved partners could introduce are left out.
    introducers, units : arrays of int
        The common partner and the large group that it works with.
    strength : array of int
        Number of projects that these two share.
    near, far : lists of str
        The projects behind it, ``;`` between: of SME and introducer, and of introducer and large group.
    others : list of str or None
        The other large groups that the introducer works with, ``;`` between, those with most projects first.
    """

    rows: Integers
    introducers: Integers
    units: Integers
    strength: Integers
    near: list[str]
    far: list[str]
    others: list[str | None]


def introductions(given: Ties, rows: Integers) -> Introductions:
    """Choose the partner that introduces each SME: most projects with one large group, then with the SME, then id.

    Who is dissolved introduces nobody, and nobody is introduced to who is.

    Parameters
    ----------
    given
        The network.
    rows
        The SMEs that are two steps from a large group, as rows of `Ties.own`.
    """
    by_organisation = given.incidence.T.tocsr()
    partners = (given.own[rows] @ given.incidence).tocoo()
    candidates = np.unique(partners.col)
    living = gathered(given.incidence, np.where(given.here, given.unit_of, -1), len(given.units))
    theirs = (by_organisation[candidates] @ _present(living).astype(np.int64)).tocoo()
    best = _first(theirs.row, -theirs.data, theirs.col)
    codes = candidates[theirs.row[best]]
    most, unit = (np.zeros(len(given.organisations), dtype=np.int64) for _ in range(2))
    most[codes], unit[codes] = theirs.data[best], theirs.col[best]
    possible = np.flatnonzero(most[partners.col] * given.here[partners.col])
    row, partner, shared = partners.row[possible], partners.col[possible], partners.data[possible]
    chosen = _first(row, -most[partner], -shared, partner)
    introducers = partner[chosen].astype(np.int64)
    units = unit[introducers]
    rows = rows[row[chosen]]
    common = given.own[rows].multiply(by_organisation[introducers]).tocsr()
    further = by_organisation[introducers].multiply(_present(living).T.tocsr()[units]).tocsr()
    return Introductions(
        rows,
        introducers,
        units,
        most[introducers],
        listed(common, given.projects),
        listed(further, given.projects),
        _others(candidates, theirs, introducers, given.units),
    )


def _others(
    candidates: NDArray[np.integer[Any]],
    theirs: Any,  # noqa: ANN401  # a sparse array in coordinates
    introducers: Integers,
    units: NDArray[Any],
) -> list[str | None]:
    """List the large groups that each introducer works with but the first, by projects, then by identifier."""
    order = np.lexsort((theirs.col, -theirs.data, theirs.row))
    ends = np.searchsorted(theirs.row[order], np.arange(len(candidates) + 1)).tolist()
    labels = units[theirs.col[order]].tolist()
    places = np.searchsorted(candidates, introducers).tolist()
    texts = {place: ";".join(labels[ends[place] + 1 : ends[place + 1]]) or None for place in set(places)}
    return [texts[place] for place in places]


def _first(group: NDArray[np.integer[Any]], *keys: NDArray[np.integer[Any]]) -> NDArray[np.intp]:
    """Return for each group the position of its first entry by these keys."""
    order = np.lexsort((*reversed(keys), group))
    return order[np.flatnonzero(np.diff(group[order], prepend=-1))]


def listed(matrix: Csr, labels: NDArray[Any]) -> list[str]:
    """Write the labels of each row's entries with ``;`` between, in the order of the labels.

    Parameters
    ----------
    matrix
        Anything × labels.
    labels
        Sorted.

    Examples
    --------
    >>> listed(sparse.csr_array([[1, 1], [0, 0]]), np.array(["A", "B"], dtype=object))
    ['A;B', '']
    """
    matrix.sort_indices()
    words = labels[matrix.indices].tolist()
    ends = matrix.indptr.tolist()
    return [";".join(words[start:end]) for start, end in pairwise(ends)]
