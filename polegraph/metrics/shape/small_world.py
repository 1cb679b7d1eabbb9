"""Small world: clustering and path lengths beside those of random networks, two-mode and one-mode."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd

from polegraph import linalg
from polegraph.errors import whole_number
from polegraph.linalg.sparse import divide, share
from polegraph.metrics.attributes import in_order
from polegraph.metrics.inference.null_models import randomised
from polegraph.metrics.kernels import triangles as triangle_kernel
from polegraph.metrics.shape.component import EXACT, largest_component, path_length

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from polegraph.linalg import Csr
    from polegraph.network import Network

_SOURCES: Final = 1024
_LISTED: Final = 1_000_000


def small_world(net: Network, *, draws: int = 20, seed: int = 0) -> pd.DataFrame:
    r"""Measure whether the network is a small world: more clustered than chance, with paths as short.

    With the transitivity *C* (closed share of the pairs of partners) and the mean distance *L* of the largest
    component, and their means :math:`C_r, L_r` over random networks,

    .. math:: Q = \frac{C / C_r}{L / L_r}

    is above 1 in a small world. Two sorts of random networks stand beside it:

    - ``two_mode``: the same project sizes and activities (Uzzi & Spiro's *Q*). This is the one to read: a consortium
      is a clique whoever is in it;
    - ``one_mode``: as many organisations and ties at random (Humphries & Gurney's :math:`\sigma`), which takes all
      cliques of projects for clustering. Only here there is Telesford's

      .. math:: \omega = \frac{L_r}{L} - \frac{C}{C_\ell}, \qquad C_\ell = \frac{3 (k - 2)}{4 (k - 1)}

      with the clustering :math:`C_\ell` of a ring lattice of as many partners on average, *k*: near 0 in a small world,
      towards 1 at random, towards −1 in a lattice.

    Parameters
    ----------
    net
        The network.
    draws
        How many random networks of each sort.
    seed
        Of the random networks.

    Returns
    -------
    DataFrame
        A row a sort of random networks, ``null``: ``organisations`` and ``links`` of the largest component;
        ``clustering, clustering_expected, clustering_ratio``; ``path_length, path_length_expected, path_length_ratio``;
        ``small_world``, the quotient of both ratios, with ``low`` and ``high``, the 2.5 and 97.5 % quantiles of what it
        is with each draw alone; ``omega`` with ``omega_low`` and ``omega_high``; ``estimated``: whether paths are
        followed from 1024 organisations drawn at random alone, above 20,000 (in random networks they are from 1024 on).

    References
    ----------
    B. Uzzi, J. Spiro, "Collaboration and creativity: the small world problem", American Journal of Sociology 111
    (2005). M. D. Humphries, K. Gurney, "Network 'small-world-ness': a quantitative method for determining canonical
    network equivalence", PLoS ONE 3, e0002051 (2008). Q. K. Telesford, K. E. Joyce, S. Hayasaka, J. H. Burdette, P. J.
    Laurienti, "The ubiquity of small-world networks", Brain Connectivity 1 (2011). M. E. J. Newman, S. H. Strogatz, D.
    J. Watts, "Random graphs with arbitrary degree distributions and their applications", Physical Review E 64, 026118
    (2001).

    Examples
    --------
    >>> from polegraph.examples import tiny
    >>> found = small_world(tiny(), draws=50)
    >>> found[["null", "organisations", "links", "clustering", "path_length"]].round(3)
           null  organisations  links  clustering  path_length
    0  two_mode              4      4         0.6        1.333
    1  one_mode              4      4         0.6        1.333
    """
    draws, seed = whole_number(draws, "draws", 0), whole_number(seed, "seed", 0)
    incidence = largest_component(in_order(net)[0])[0]
    number = incidence.shape[1]
    estimated = number > EXACT
    partners, triangles = triangle_kernel.partners_and_triangles(incidence)
    links = int(partners.sum()) // 2
    clustering = _transitivity(partners, triangles)
    length = path_length(incidence, _SOURCES if estimated else None, seed)
    rows = []
    for null, drawn in (
        ("two_mode", randomised(incidence, draws=draws, seed=seed)),
        ("one_mode", random_ties(number, links, draws=draws, seed=seed)),
    ):
        sample = np.array([_figures(one, seed) for one in drawn]).reshape(draws, 2)
        rows.append({"null": null, **_beside(clustering, length, sample)})
    found = pd.DataFrame(rows).astype({"null": "str"})
    found.insert(1, "organisations", number)
    found.insert(2, "links", links)
    lattice = _lattice(share(2 * links, number))
    one = found["null"] == "one_mode"
    for name, quotient in (("omega", "path_length_ratio"), ("omega_low", "_high"), ("omega_high", "_low")):
        found[name] = (1 / found[quotient] - clustering / lattice).where(one)
    return found.drop(columns=["_low", "_high"]).assign(estimated=estimated)


def random_ties(number: int, links: int, *, draws: int, seed: int) -> Iterator[Csr]:
    """Draw networks of as many organisations and ties, every one of them alike: Erdős and Rényi's G(n, m).

    Parameters
    ----------
    number, links
        How many organisations and ties.
    draws, seed
        How many networks, and the seed.

    Yields
    ------
    csr_array
        Ties, as projects of two, × organisations.

    Examples
    --------
    >>> next(random_ties(3, 3, draws=1, seed=0)).sum(axis=0).tolist()
    [2, 2, 2]
    """
    generator = np.random.default_rng(seed)
    for _draw in range(draws):
        code = _some_of(number * (number - 1) // 2, links, generator)
        # The pair i < j has the number j (j − 1) / 2 + i.
        high = ((1 + np.sqrt(1 + 8 * code.astype(np.float64))) / 2).astype(np.int64)
        high += (high + 1) * high // 2 <= code  # what rounding has put one too low, or too high
        high -= high * (high - 1) // 2 > code
        low = code - high * (high - 1) // 2
        rows = np.arange(links)
        yield linalg.incidence(np.concatenate([rows, rows]), np.concatenate([low, high]), (links, number))


def _some_of(population: int, size: int, generator: np.random.Generator) -> NDArray[np.int64]:
    """Draw some whole numbers below a number, each once, without a list of all where there are many."""
    if population <= _LISTED:
        return generator.permutation(population)[:size]
    found = np.zeros(0, dtype=np.int64)
    while len(found) < size:
        found = np.unique(np.concatenate([found, generator.integers(0, population, size=size)]))
    return generator.permutation(found)[:size]


def _figures(incidence: Csr, seed: int) -> tuple[float, float]:
    """Return transitivity, and mean distance in the largest component, of a random network."""
    clustering = _transitivity(*triangle_kernel.partners_and_triangles(incidence))
    return clustering, path_length(largest_component(incidence)[0], _SOURCES, seed)


def _transitivity(partners: NDArray[np.int64], triangles: NDArray[np.int64]) -> float:
    return share(float(triangles.sum()), float((partners * (partners - 1) // 2).sum()))


def _beside(clustering: float, length: float, sample: NDArray[np.float64]) -> dict[str, float]:
    """Return the ratios to the means of the draws, and the interval over them."""
    expected = sample.mean(axis=0) if len(sample) else np.full(2, np.nan)
    by_clustering, by_length = float(divide(clustering, expected[0])), float(divide(length, expected[1]))
    each = divide(divide(clustering, sample[:, 0]), divide(length, sample[:, 1]))
    low, high = _interval(each)
    shorter, longer = _interval(divide(length, sample[:, 1]))
    return {
        "clustering": clustering,
        "clustering_expected": float(expected[0]),
        "clustering_ratio": by_clustering,
        "path_length": length,
        "path_length_expected": float(expected[1]),
        "path_length_ratio": by_length,
        "small_world": float(divide(by_clustering, by_length)),
        "low": low,
        "high": high,
        "_low": shorter,
        "_high": longer,
    }


def _interval(values: NDArray[np.float64]) -> tuple[float, float]:
    known = values[~np.isnan(values)]
    if not len(known):
        return float("nan"), float("nan")
    low, high = np.quantile(known, [0.025, 0.975])
    return float(low), float(high)


def _lattice(partners: float) -> float:
    """Return the clustering of a ring lattice of so many partners; NaN where it has no triangle."""
    return 3 * (partners - 2) / (4 * (partners - 1)) if partners > 2 else float("nan")  # noqa: PLR2004  # a ring
