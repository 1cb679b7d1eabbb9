"""The largest component of a two-mode network, and the distances in it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
from scipy import sparse
from scipy.sparse import csgraph

from polegraph.linalg.equivalence import twins
from polegraph.metrics.kernels import harmonic

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from polegraph.linalg import Csr

EXACT: Final = 20_000  # organisations up to which shortest paths from all of them are followed


def largest_component(incidence: Csr) -> tuple[Csr, NDArray[np.int64]]:
    """Return the part of a two-mode network with most organisations, and which these are.

    Parameters
    ----------
    incidence
        Projects × organisations. Of two components of the same size the one with the first organisation is taken.

    Returns
    -------
    incidence : csr_array
        Its projects × its organisations, sorted indices.
    columns : array of int
        Its organisations.

    Examples
    --------
    >>> from polegraph.examples import tiny
    >>> largest_component(tiny().incidence)[1].tolist()
    [0, 1, 2, 3]
    """
    projects, organisations = incidence.shape
    rows = np.repeat(np.arange(projects), np.diff(incidence.indptr))
    edges = np.ones(incidence.nnz, dtype=np.int64), (rows, projects + incidence.indices)
    graph = sparse.coo_array(edges, shape=(projects + organisations, projects + organisations)).tocsr()
    label = csgraph.connected_components(graph, directed=False)[1][projects:]
    sizes = np.bincount(label, minlength=1)
    columns = np.flatnonzero(sizes[label] == sizes.max())
    columns = columns[label[columns] == label[columns[:1]]]
    inner = incidence[:, columns].tocsr()
    inner = inner[np.flatnonzero(np.diff(inner.indptr))].tocsr()
    inner.sort_indices()
    return inner, columns


def path_length(incidence: Csr, sources: int | None, seed: int) -> float:
    """Return the mean distance of two organisations of a component; NaN if there is but one.

    Parameters
    ----------
    incidence
        Projects × organisations of one component.
    sources
        Number of organisations from which shortest paths are followed, drawn at random; None: from all.
    seed
        Of the draw.

    Examples
    --------
    >>> from polegraph.examples import tiny
    >>> round(path_length(largest_component(tiny().incidence)[0], None, 0), 3)
    1.333
    """
    number = incidence.shape[1]
    if number < 2:  # noqa: PLR2004  # a distance has two ends
        return float("nan")
    given = twins(incidence)
    if sources is None or sources >= number:
        return harmonic.total_distance(given, given.number) / (number * (number - 1))
    drawn = np.random.default_rng(seed).choice(number, size=sources, replace=False)
    times = np.bincount(given.of[drawn], minlength=len(given.number))
    return harmonic.total_distance(given, times) / (sources * (number - 1))
