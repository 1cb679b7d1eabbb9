"""Two-mode communities: organisations and projects together, by Barber's bipartite modularity (BRIM)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd
from scipy import sparse

from polegraph.errors import whole_number
from polegraph.metrics.community.detection import numbers
from polegraph.metrics.inference.expectation import expected

if TYPE_CHECKING:
    from typing import Any

    from numpy.typing import NDArray

    from polegraph.linalg import Csr
    from polegraph.metrics.inference.null_models import Keep
    from polegraph.network import Network

    Whole = NDArray[np.int64]
    Matrix = sparse.csr_array[Any]

RUNS: Final = 20
_GAIN: Final = 1e-12  # of modularity: less is rounding
_TIMES: Final = 1000  # far more than it takes until nothing moves


def two_mode_communities(net: Network, seed: int = 0, runs: int = RUNS) -> pd.DataFrame:
    r"""Find two-mode communities (BRIM): organisations and projects that go together, without a projection.

    Barber's bipartite modularity is made large,

    .. math:: Q = \frac{1}{m} \sum_{ip} \left(B_{pi} - \frac{k_i n_p}{m}\right) [c_i = c_p]

    with *m* participations, :math:`k_i` projects of organisation *i* and :math:`n_p` organisations in project *p*.
    From a random start, projects take the community that suits their organisations best, then organisations that of
    their projects, in turn until nothing moves (BRIM); then communities are merged where that adds to *Q*, and so on
    until neither moves anything. The best of the runs is kept, of two as good the first.

    Parameters
    ----------
    net
        The network.
    seed
        Seed of the starts.
    runs
        Number of starts, at least 1.

    Returns
    -------
    DataFrame
        A row an organisation and a project, each in table order, with ``mode`` (``organisation`` or ``project``),
        ``id``, and ``community``: 1 for the one with most organisations, and so on; of two as large, the one with the
        smallest ``org_id`` first; missing for organisations without a project and projects without an organisation.

    Raises
    ------
    PolegraphError
        If ``seed`` is negative or ``runs`` below 1.

    References
    ----------
    M. J. Barber, "Modularity and community detection in bipartite networks", Physical Review E 76, 066102 (2007).

    Examples
    --------
    >>> from polegraph.examples import tiny
    >>> two_mode_communities(tiny())["community"].tolist()
    [2, 1, 3, 1, <NA>, 3, 2, 1]
    """
    organisations, projects, _quality = _best(net, seed, runs)
    community = np.zeros(sum(net.incidence.shape), dtype=np.int64)
    inside = np.flatnonzero(organisations >= 0)
    if len(inside):
        named = numbers(organisations[inside], net.org_index.to_numpy()[inside])
        number = np.zeros(int(organisations.max()) + 1, dtype=np.int64)
        number[organisations[inside]] = named
        community[inside] = named
        some = np.flatnonzero(projects >= 0)
        community[len(organisations) + some] = number[projects[some]]
    found = pd.Series(community, dtype="Int64")
    return pd.DataFrame(
        {
            "mode": ["organisation"] * len(organisations) + ["project"] * len(projects),
            "id": [*net.org_index, *net.project_index],
            "community": found.where(found > 0),
        }
    )


def two_mode_modularity(
    net: Network, seed: int = 0, runs: int = RUNS, draws: int = 20, keep: Keep | None = None
) -> pd.DataFrame:
    """Return Barber's bipartite modularity of the best two-mode communities, beside that of random networks.

    Modularity that is sought is high in random networks too; what it means is what is beyond that.

    Parameters
    ----------
    net, seed, runs
        As for `two_mode_communities`; the random networks have the same starts.
    draws
        Number of random networks in which every project keeps its size and every organisation its number of projects.
    keep
        As for `expected`.

    Returns
    -------
    DataFrame
        Rows ``two_mode_modularity`` and ``two_mode_communities``, their number, with the columns of `expected`.

    Raises
    ------
    PolegraphError
        As `two_mode_communities` and `expected`.

    References
    ----------
    M. J. Barber, "Modularity and community detection in bipartite networks", Physical Review E 76, 066102 (2007).

    Examples
    --------
    >>> from polegraph.examples import tiny
    >>> two_mode_modularity(tiny(), draws=5)[["measure", "observed"]].round(3)
                    measure  observed
    0   two_mode_modularity     0.265
    1  two_mode_communities     3.000
    """

    def measures(network: Network) -> dict[str, float]:
        organisations, _projects, quality = _best(network, seed, runs)
        return {"two_mode_modularity": quality, "two_mode_communities": len(set(organisations.tolist()) - {-1})}

    return expected(net, measures, draws=draws, seed=seed, keep=keep)


def bipartite_modularity(incidence: Csr, organisations: Whole, projects: Whole) -> float:
    """Compute Barber's bipartite modularity of communities of organisations and projects.

    Parameters
    ----------
    incidence
        Projects × organisations.
    organisations, projects : arrays of int
        The community of each; −1 for those in none.

    Returns
    -------
    float
        NaN without a participation.

    References
    ----------
    M. J. Barber, "Modularity and community detection in bipartite networks", Physical Review E 76, 066102 (2007).

    Examples
    --------
    >>> from polegraph.examples import tiny
    >>> bipartite_modularity(tiny().incidence, np.zeros(5, dtype=np.int64), np.zeros(3, dtype=np.int64))
    0.0
    """
    total = incidence.nnz
    if not total:
        return float("nan")
    cells = incidence.tocoo()
    within = int((organisations[cells.col] == projects[cells.row]).sum())
    size = max(int(organisations.max()), int(projects.max())) + 1
    here = np.bincount(organisations[cells.col], minlength=size)
    there = np.bincount(projects[cells.row], minlength=size)
    return within / total - int((here * there).sum()) / total**2


def _best(net: Network, seed: int, runs: int) -> tuple[Whole, Whole, float]:
    """Return the communities of organisations and of projects of the best run, in table order, and its modularity."""
    seed, runs = whole_number(seed, "seed", 0), whole_number(runs, "runs", 1)
    # Take those who take part, in the order of their identifiers, so that the order of rows does not matter.
    rows, columns = np.argsort(net.project_index.to_numpy(dtype=object), kind="stable"), net.by_id
    rows = rows[np.diff(net.incidence.indptr)[rows] > 0]
    columns = columns[np.bincount(net.incidence.indices, minlength=net.incidence.shape[1])[columns] > 0]
    organisations, projects = (np.full(length, -1, dtype=np.int64) for length in net.incidence.shape[::-1])
    if not len(columns):
        return organisations, projects, float("nan")
    matrix = net.incidence[rows][:, columns].tocsr()
    turned = matrix.T.tocsr()
    best: tuple[float, Whole, Whole] | None = None
    for run in range(runs):
        # Start from a random number of communities: the right one is not known.
        dice = np.random.default_rng([seed, run])
        number = max(1, round(float(np.exp(dice.uniform(0, np.log(len(columns)))))))
        here, there = _settled(matrix, turned, dice.integers(0, number, len(columns)))
        quality = bipartite_modularity(matrix, here, there)
        if best is None or quality > best[0] + _GAIN:
            best = quality, here, there
    assert best is not None  # noqa: S101  # there is at least one run
    organisations[columns], projects[rows] = best[1], best[2]
    return organisations, projects, best[0]


def _settled(matrix: Matrix, turned: Matrix, start: Whole) -> tuple[Whole, Whole]:
    """Move and merge in turn, from communities of organisations, until nothing adds to the modularity."""
    here, quality = start, -np.inf
    there = _assigned(matrix, here)
    for _time in range(_TIMES):
        for _turn in range(_TIMES):
            here = _assigned(turned, there)
            there = _assigned(matrix, here)
            now = bipartite_modularity(matrix, here, there)
            if now <= quality + _GAIN:
                break
            quality = now
        merged = _merged(matrix, here, there)
        if (merged == np.arange(len(merged))).all():
            break
        here, there = merged[here], merged[there]
        quality = bipartite_modularity(matrix, here, there)
    labels = np.unique(np.concatenate([here, there]), return_inverse=True)[1].astype(np.int64)
    return labels[: len(here)], labels[len(here) :]


def _assigned(matrix: Matrix, communities: Whole) -> Whole:
    """Return the community that suits each row best, given those of the columns.

    The gains of a row over all communities sum to 0, so one in which it has a member is among the best.
    """
    number = int(communities.max()) + 1
    one = np.ones(len(communities), dtype=np.int64)
    towards = (matrix @ sparse.csr_array((one, (np.arange(len(one)), communities)), shape=(len(one), number))).tocsr()
    degree = np.diff(matrix.indptr).astype(np.int64)
    mass = np.bincount(communities, np.bincount(matrix.indices, minlength=len(one)), minlength=number).astype(np.int64)
    row = np.repeat(np.arange(len(degree)), np.diff(towards.indptr))
    gain = towards.data.astype(np.int64) * matrix.nnz - degree[row] * mass[towards.indices]  # whole: ties are ties
    order = np.lexsort((towards.indices, -gain, row))
    first = order[np.flatnonzero(np.diff(row[order], prepend=-1))]
    return towards.indices[first].astype(np.int64)


def _merged(matrix: Matrix, here: Whole, there: Whole) -> Whole:
    """Return, for each community, that which it is merged into: pairs that are best for each other and add to Q."""
    cells, number = matrix.tocoo(), int(max(here.max(), there.max())) + 1
    own, other = here[cells.col], there[cells.row]
    links = sparse.coo_array((np.ones(len(own), dtype=np.int64), (own, other)), shape=(number, number)).tocsr()
    both = (links + links.T).tocoo()
    row, column = both.row.astype(np.int64), both.col.astype(np.int64)
    kept = row != column
    row, column, data = row[kept], column[kept], both.data[kept].astype(np.int64)
    mass, size = np.bincount(own, minlength=number), np.bincount(other, minlength=number)
    gain = data * matrix.nnz - mass[row] * size[column] - mass[column] * size[row]
    order = np.lexsort((column, -gain, row))
    first = order[np.flatnonzero(np.diff(row[order], prepend=-1))]
    first = first[gain[first] > 0]
    best = np.full(number, -1, dtype=np.int64)
    best[row[first]] = column[first]
    result = np.arange(number)
    pairs = np.flatnonzero((best >= 0) & (best[best] == result) & (result > best))
    # Ties can run in circles without any pair that is best for each other; then the best pair of all is merged.
    if not len(pairs) and len(first):
        most = first[np.argmax(gain[first])]
        pairs, best[max(row[most], column[most])] = (
            np.array([max(row[most], column[most])]),
            min(row[most], column[most]),
        )
    result[pairs] = best[pairs]
    return result
