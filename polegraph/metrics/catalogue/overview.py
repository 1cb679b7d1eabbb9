"""The whole network in one table: each figure that papers report, beside what chance gives."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

import numpy as np

from polegraph.metrics import link_matrices, structure
from polegraph.metrics.bipartite import two_mode
from polegraph.metrics.cohesion import connected_components
from polegraph.metrics.community.detection import communities
from polegraph.metrics.inference.expectation import expected
from polegraph.metrics.kernels import triangles as triangle_kernel
from polegraph.metrics.nearness import efficiency

if TYPE_CHECKING:
    from collections.abc import Callable

    import pandas as pd

    from polegraph.metrics.inference.null_models import Keep
    from polegraph.network import Network

COUNTS: Final = ("organisations", "projects", "participations")
"""What every network with the same sizes and activities has alike."""


def summary(net: Network, draws: int = 20, seed: int = 0, keep: Keep | None = None) -> pd.DataFrame:
    r"""Return the figures of the whole network, each beside what chance gives.

    One-mode figures of consortium networks owe much to the projects alone: each is a clique. What stands under
    ``expected`` is what the same project sizes and the same activities give without any choice of partners.

    Parameters
    ----------
    net
        The network.
    draws
        Number of random networks; with 0 only what is observed is there.
    seed
        Seed of the random networks, and of the search for communities.
    keep
        ``kind``, ``size`` or ``region``: projects of random networks keep how many organisations of each they have.

    Returns
    -------
    DataFrame
        ``measure, observed, expected, sd, z, low, high, p_value``, as `expected` gives them, with the rows

        - ``organisations, projects, participations``; ``density`` of the two-mode network, participations /
          (organisations × projects); ``project_size``, organisations a project, and ``activity``, projects an
          organisation, on average. Random networks have the same;
        - ``robins_alexander``, ``latapy_dot``, ``redundancy``: of the two-mode network, see `two_mode`;
        - ``links``: pairs of partners; ``average_partners``: the mean number of an organisation's; ``link_density``:
          links among all pairs; ``isolates``: organisations without a partner;
        - ``average_clustering``: mean over all organisations, those with fewer than two partners counted as 0
          (`networkx.average_clustering`); ``average_clustering_defined``: mean over the others;
          ``transitivity``: share of the pairs of partners that are partners of each other (`networkx.transitivity`);
        - ``components``, those of one organisation included; ``largest_component``: its share of the organisations;
        - ``global_efficiency``: mean of 1 / distance over all pairs, 0 where there is no path
          (`networkx.global_efficiency`). Above 20,000 organisations, paths from 4,096 of those that have a
          partner, drawn with a fixed seed, stand for all: within some 0.3 %;
        - ``assortativity``: correlation of the numbers of partners over links; ``hierarchy_slope``: slope of log
          partners on log rank; ``neighbour_slope``: slope of the partners' mean number of partners on one's own; see
          `lock_in`;
        - ``communities``, ``modularity``: of one run of `communities`.

    References
    ----------
    M. E. J. Newman, S. H. Strogatz, D. J. Watts, "Random graphs with arbitrary degree distributions and their
    applications", Physical Review E 64, 026118 (2001). V. Latora, M. Marchiori, "Efficient behavior of small-world
    networks", Physical Review Letters 87, 198701 (2001).

    Examples
    --------
    >>> from polegraph.examples import tiny
    >>> table = summary(tiny(), draws=20).set_index("measure")
    >>> table.loc[["projects", "links", "robins_alexander"], ["observed", "expected"]].round(3)
                      observed  expected
    measure
    projects             3.000     3.000
    links                4.000     4.000
    robins_alexander     0.364     0.375
    """
    return expected(net, partial(_figures, seed=seed), draws=draws, seed=seed, keep=keep)


def _figures(net: Network, *, seed: int = 0) -> dict[str, float]:
    found: dict[str, float] = {}
    for group in _FROM:
        found.update(group(net, seed=seed) if group is _communities else group(net))
    return found


def _two_mode(net: Network) -> dict[str, float]:
    table = two_mode(net)
    found = dict(zip(table["measure"], table["value"], strict=True))
    called = {"project_size": "size_mean", "activity": "activity_mean"}
    return {name: float(found[called.get(name, name)]) for name in _FROM[_two_mode]}


def _clustering(net: Network) -> dict[str, float]:
    partners, triangles = triangle_kernel.partners_and_triangles(net.incidence)
    share = triangle_kernel.clustering(partners, triangles)
    number, several = len(partners), partners > 1
    pairs = int((partners * (partners - 1) // 2).sum())
    return {
        "links": int(partners.sum()) // 2,
        "average_partners": _mean(partners),
        "link_density": _share(float(partners.sum()), number * (number - 1)),
        "isolates": int((partners == 0).sum()),
        "average_clustering": _mean(np.sort(share)),  # sums in this order do not depend on that of rows
        "average_clustering_defined": _mean(np.sort(share[several])),
        "transitivity": _share(float(triangles.sum()), pairs),
    }


def _components(net: Network) -> dict[str, float]:
    number = len(net.org_index)
    found = connected_components(net)
    return {
        "components": int(found["component"].max()) if number else 0,
        "largest_component": _share(float(found["component_size"].max()), number) if number else float("nan"),
    }


def _distances(net: Network) -> dict[str, float]:
    return {"global_efficiency": efficiency(net)}


def _shape(net: Network) -> dict[str, float]:
    found = structure.slopes(net.collaboration_matrix())
    return {
        "assortativity": found["assortativity"],
        "hierarchy_slope": found["hierarchy"],
        "neighbour_slope": found["neighbour_slope"],
    }


def _communities(net: Network, *, seed: int = 0) -> dict[str, float]:
    r"""Count communities and give their modularity: weights are Newman's, of which :math:`n_p` organisations share.

    The weight within a community is found project by project, without a matrix of links.
    """
    community = communities(net, seed=seed, runs=0)["community"]
    codes = community.to_numpy(dtype=np.int64, na_value=0) - 1
    number = int(codes.max(initial=-1)) + 1
    if not number:
        return {"communities": 0, "modularity": float("nan")}
    sizes = np.diff(net.incidence.indptr).astype(np.int64)
    shared = net.incidence[np.flatnonzero(sizes > 1)]
    members = link_matrices.gathered(shared, codes, number)
    within = members.data * (members.data - 1) / np.repeat(sizes[sizes > 1] - 1, np.diff(members.indptr))
    strength = np.bincount(members.indices, members.data, minlength=number)
    total = strength.sum()
    quality = np.sort(within).sum() / total - np.sort((strength / total) ** 2).sum()
    return {"communities": number, "modularity": float(quality)}


def _mean(values: np.ndarray[tuple[int, ...], np.dtype[np.float64 | np.int64]]) -> float:
    return float(values.mean()) if len(values) else float("nan")


def _share(part: float, whole: float) -> float:
    return part / whole if whole else float("nan")


_FROM: Final[dict[Callable[..., dict[str, float]], tuple[str, ...]]] = {
    _two_mode: (*COUNTS, "density", "project_size", "activity", "robins_alexander", "latapy_dot", "redundancy"),
    _clustering: (
        *("links", "average_partners", "link_density", "isolates"),
        *("average_clustering", "average_clustering_defined", "transitivity"),
    ),
    _components: ("components", "largest_component"),
    _distances: ("global_efficiency",),
    _shape: ("assortativity", "hierarchy_slope", "neighbour_slope"),
    _communities: ("communities", "modularity"),
}


def _alone(group: Callable[..., dict[str, float]], name: str) -> Callable[[Network], float]:
    return lambda net: group(net)[name]


MEASURES: Final = {name: _alone(group, name) for group, names in _FROM.items() for name in names}
"""Each figure as a function of a network, in the order of the table."""
