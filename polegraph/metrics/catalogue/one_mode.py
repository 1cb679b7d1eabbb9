"""Measures of the collaboration network (one-mode) as a whole, several from one pass each."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from polegraph.linalg.sparse import count_classes, mean, share
from polegraph.metrics import structure
from polegraph.metrics.cohesion import connected_components
from polegraph.metrics.community.detection import communities
from polegraph.metrics.kernels import triangles as triangle_kernel

if TYPE_CHECKING:
    from polegraph.network import Network


def clustering(net: Network) -> dict[str, float]:
    """Compute clustering and transitivity, and count links: what follows from partners and triangles.

    Parameters
    ----------
    net
        The network.

    Returns
    -------
    dict
        ``links, average_partners, link_density, isolates, average_clustering, average_clustering_defined,
        transitivity``; see `polegraph.metrics.summary`.

    Examples
    --------
    >>> from polegraph.examples import tiny
    >>> found = clustering(tiny())
    >>> found["links"], found["isolates"], found["transitivity"]
    (4, 1, 0.6)
    """
    partners, triangles = triangle_kernel.partners_and_triangles(net.incidence)
    closed = triangle_kernel.clustering(partners, triangles)
    number, several = len(partners), partners > 1
    pairs = int((partners * (partners - 1) // 2).sum())
    return {
        "links": int(partners.sum()) // 2,
        "average_partners": mean(partners),
        "link_density": share(float(partners.sum()), number * (number - 1)),
        "isolates": int((partners == 0).sum()),
        "average_clustering": mean(np.sort(closed)),  # sums in this order do not depend on that of rows
        "average_clustering_defined": mean(np.sort(closed[several])),
        "transitivity": share(float(triangles.sum()), pairs),
    }


def components(net: Network) -> dict[str, float]:
    """Count the connected components, and compute the share of the organisations in the largest.

    Parameters
    ----------
    net
        The network.

    Returns
    -------
    dict
        ``components, largest_component``.
    """
    number = len(net.org_index)
    found = connected_components(net)
    return {
        "components": int(found["component"].max()) if number else 0,
        "largest_component": share(float(found["component_size"].max()), number) if number else float("nan"),
    }


def slopes(net: Network) -> dict[str, float]:
    """Compute degree assortativity and the slopes of the degree distribution; see `polegraph.metrics.lock_in`.

    Parameters
    ----------
    net
        The network.

    Returns
    -------
    dict
        As `polegraph.metrics.structure.slopes` returns it.
    """
    return structure.slopes(net.collaboration_matrix())


def partition(net: Network, seed: int = 0) -> dict[str, float]:
    r"""Count communities and compute their modularity; weights are Newman's, :math:`1 / (n_p - 1)` a shared project.

    The weight within a community is found project by project, without a matrix of links.

    Parameters
    ----------
    net
        The network.
    seed
        Of one quick run of `polegraph.metrics.communities`.

    Returns
    -------
    dict
        ``communities, modularity``; this one NaN without a link.
    """
    # Find the communities, numbered from 0; -1 for organisations without a partner.
    community = communities(net, seed=seed, runs=0, rounds=2)["community"]
    codes = community.to_numpy(dtype=np.int64, na_value=0) - 1
    number = int(codes.max(initial=-1)) + 1
    if not number:
        return {"communities": 0, "modularity": float("nan")}
    # Count their members in each project of two and more.
    sizes = np.diff(net.incidence.indptr).astype(np.int64)
    shared = net.incidence[np.flatnonzero(sizes > 1)]
    members = count_classes(shared, codes, number)
    # Compare the weight within communities with what their strengths give.
    within = members.data * (members.data - 1) / np.repeat(sizes[sizes > 1] - 1, np.diff(members.indptr))
    strength = np.bincount(members.indices, members.data, minlength=number)
    total = strength.sum()
    quality = np.sort(within).sum() / total - np.sort((strength / total) ** 2).sum()
    return {"communities": number, "modularity": float(quality)}
