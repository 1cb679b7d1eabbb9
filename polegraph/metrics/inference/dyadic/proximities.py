"""Proximity matrices: how near organisations, regions or other nodes are, in space, themes, kind and earlier ties."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, Literal

import numpy as np
import pandas as pd
from scipy import sparse

from polegraph import linalg
from polegraph.geography import FOUND, locate
from polegraph.geography.distance import great_circle
from polegraph.linalg.sparse import count_classes, divide, memberships, one_hot
from polegraph.metrics.attributes import classes, classes_of, one_of, theme_weights
from polegraph.metrics.inference.dyadic.nodes import nodes

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from polegraph.linalg import Csr
    from polegraph.metrics.attributes import By, Classes
    from polegraph.network import Network

    Floats = NDArray[np.float64]

Count = Literal["projects", "pairs", "newman"]
Least = Literal["given", "city", "region", "country"]
Similarity = Literal["cosine", "jaccard"]

_ROWS: Final = 256  # of distances computed at once; a few megabytes each


def collaborations(
    net: Network, by: By | None = None, count: Count = "projects", since: int | None = None, before: int | None = None
) -> pd.DataFrame:
    r"""Count the collaborations of each two nodes: organisations, or regions, countries and the like.

    It is the dependent matrix of a dyadic model; of the projects before a year, the social proximity of what follows.

    Parameters
    ----------
    net
        The network. If it has a focus (`Network.select`), only organisations of the focus are nodes.
    by
        None: each organisation is a node. ``region``, ``country``, ``kind`` and the like, a column of your own, or the
        class of each ``org_id``: each class is. Organisations without a known class belong to no node.
    count
        ``projects``: projects in which both take part. ``pairs``: pairs of participations in one project, one of each
        node; of organisations the same. ``newman``: these, each project's counted :math:`1 / (n_p - 1)`, with
        :math:`n_p` organisations in it.
    since, before
        Years: projects that started in the one or later, and before the other. Where one is given, projects of unknown
        year are left out.

    Returns
    -------
    DataFrame
        Nodes × nodes, symmetric, by identifier; float64. The diagonal is missing.

    Raises
    ------
    PolegraphError
        If there is no such attribute or count, or there are more than 3,000 nodes.

    References
    ----------
    M. E. J. Newman, "Scientific collaboration networks. II", Physical Review E 64, 016132 (2001), for ``newman``.

    Examples
    --------
    >>> from polegraph.examples import tiny
    >>> collaborations(tiny(), before=2020).loc["LAB"].to_dict()
    {'ALONE': 0.0, 'BIG': 0.0, 'LAB': nan, 'SME1': 2.0, 'SME2': 1.0}
    >>> collaborations(tiny(), by="kind", count="pairs").loc["company", "lab"]
    np.float64(4.0)
    """
    one_of("count", count, ("projects", "pairs", "newman"))
    found = nodes(net, by, since, before)
    members = count_classes(found.incidence, found.codes, len(found.labels)).astype(np.float64)
    weighted = members
    if count == "projects":
        members.data[:] = 1
    elif count == "newman":
        weights = linalg.newman_weights(np.diff(found.incidence.indptr).astype(np.int64))
        weighted = members.copy()
        weighted.data *= np.repeat(weights, np.diff(members.indptr))
    return found.frame(_product(weighted.T.tocsr(), members))


def common_partners(
    net: Network, by: By | None = None, since: int | None = None, before: int | None = None
) -> pd.DataFrame:
    """Count the partners that each two nodes have in common: organisations that have worked with both.

    Parameters
    ----------
    net
        The network. If it has a focus, only organisations of the focus are nodes; all count as partners.
    by
        As for `collaborations`.
    since, before
        As for `collaborations`.

    Returns
    -------
    DataFrame
        Nodes × nodes, symmetric, by identifier; float64. Organisations of one of the two nodes are not counted. The
        diagonal is missing.

    Raises
    ------
    PolegraphError
        If there is no such attribute, or there are more than 3,000 nodes.

    Examples
    --------
    >>> from polegraph.examples import tiny
    >>> common_partners(tiny()).loc["BIG"].to_dict()
    {'ALONE': 0.0, 'BIG': nan, 'LAB': 0.0, 'SME1': 1.0, 'SME2': 1.0}
    """
    found = nodes(net, by, since, before)
    works = linalg.project(found.incidence, np.ones(found.incidence.shape[0], dtype=np.int64))
    reached = (found.members @ works).tocoo()
    outside = found.codes[reached.col] != reached.row
    partners = memberships(reached.row[outside], reached.col[outside], reached.shape)
    return found.frame(_product(partners, partners.T.tocsr()))


def geographic_distance(
    net: Network, by: By | None = None, least: Least = "city", *, log: bool = False
) -> pd.DataFrame:
    r"""Compute great-circle distances between nodes.

    A class of organisations is where they are on average: at the middle of their places on the globe (the normalised
    sum of the unit vectors that point to them).

    Parameters
    ----------
    net
        The network. If it has a focus, only organisations of the focus are nodes.
    by
        As for `collaborations`.
    least
        How well a place must be known to count: ``given`` (coordinates of its own), ``city``, ``region``, ``country``;
        each includes those before it. With ``region`` and ``country``, organisations of which no more is known stand in
        the middle of it, at no distance from each other.
    log
        Whether the natural logarithm of one kilometre more is given, :math:`\ln(1 + d)`, so that 0 stays 0.

    Returns
    -------
    DataFrame
        Nodes × nodes in kilometres, symmetric, by identifier; missing where a place is not known, and on the diagonal.

    Raises
    ------
    PolegraphError
        If there is no such attribute or option, or there are more than 3,000 nodes.

    Examples
    --------
    >>> from polegraph.examples import tiny
    >>> address = tiny().organisations.assign(country="FR", city=["Tours", "Orléans", "Blois", None, None])
    >>> geographic_distance(tiny().with_tables(organisations=address)).loc["SME1"].round().to_dict()
    {'ALONE': nan, 'BIG': nan, 'LAB': 106.0, 'SME1': nan, 'SME2': 52.0}
    """
    one_of("least", least, FOUND[:-1])
    found = nodes(net, by)
    places = locate(net).iloc[found.order]
    known = places["found"].isin(FOUND[: FOUND.index(least) + 1]).to_numpy() & (found.codes >= 0)
    lat, lon = (np.radians(places[axis].to_numpy()[known]) for axis in ("lat", "lon"))
    vectors = np.column_stack([np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)])
    middle = one_hot(found.codes[known], len(found.labels)).T @ vectors
    length = np.linalg.norm(middle, axis=1)
    there = length > 0
    points = np.full((len(found.labels), 2), np.nan)
    points[there, 0] = np.degrees(np.arcsin(np.clip(middle[there, 2] / length[there], -1, 1)))
    points[there, 1] = np.degrees(np.arctan2(middle[there, 1], middle[there, 0]))
    apart = np.empty((len(points), len(points)))
    for first in range(0, len(points), _ROWS):
        apart[first : first + _ROWS] = great_circle(points[first : first + _ROWS, None], points[None])
    return found.frame(np.log1p(apart) if log else apart)


def thematic_similarity(
    net: Network,
    by: By | None = None,
    measure: Similarity = "cosine",
    since: int | None = None,
    before: int | None = None,
) -> pd.DataFrame:
    r"""Compute how alike the themes of nodes are: their cognitive proximity.

    With :math:`t_{ik}` the weight of theme *k* in node *i*: of ``cosine``
    :math:`\sum_k t_{ik} t_{jk} / \sqrt{\sum_k t_{ik}^2 \sum_k t_{jk}^2}`; of ``jaccard`` the number of themes that both
    have, by the number that one of them has.

    Parameters
    ----------
    net
        The network. If it has a focus, only organisations of the focus are nodes.
    by
        As for `collaborations`.
    measure
        ``cosine`` or ``jaccard``.
    since, before
        As for `collaborations`: the projects whose themes count. Partners share the themes of their common projects by
        construction, so take the projects before those that are to be explained.

    Returns
    -------
    DataFrame
        Nodes × nodes, symmetric, from 0 to 1, by identifier. The themes of an organisation are those recorded for it,
        or else those of its projects, counted; of a class, the sum. Missing where one has no theme, and on the
        diagonal.

    Raises
    ------
    PolegraphError
        If there is no such attribute or measure, or there are more than 3,000 nodes.

    Examples
    --------
    >>> from polegraph.examples import tiny
    >>> themes = pd.DataFrame({"theme_id": ["t", "u", "u"], "project_id": ["P1", "P2", "P3"]})
    >>> about = pd.DataFrame({"theme_id": ["t", "u"], "label": ["T", "U"]})
    >>> net = tiny().with_tables(themes=about, project_themes=themes)
    >>> thematic_similarity(net).loc["SME1"].round(3).to_dict()
    {'ALONE': nan, 'BIG': 0.707, 'LAB': 0.949, 'SME1': nan, 'SME2': 0.707}
    """
    one_of("measure", measure, ("cosine", "jaccard"))
    found = nodes(net, by, since, before)
    taken = theme_weights(found.net)
    at = pd.Index(found.net.org_index[found.order]).get_indexer(pd.Index(taken["org_id"]))
    themes = classes_of(taken["label"])
    code = found.codes[at] if len(taken) else np.empty(0, dtype=np.int64)
    known = code >= 0
    cells = (taken["weight"].to_numpy(dtype=np.float64)[known], (code[known], themes.codes[known]))
    weights: Csr = sparse.coo_array(cells, shape=(len(found.labels), len(themes.labels))).tocsr()
    if measure == "jaccard":
        weights.data[:] = 1
        sizes = np.asarray(weights.sum(axis=1))
        both = _product(weights, weights.T.tocsr())
        alike = divide(both, sizes[:, None] + sizes - both)
        unknown = sizes == 0
    else:
        length = np.sqrt(np.asarray(weights.multiply(weights).sum(axis=1)))
        alike = np.minimum(divide(_product(weights, weights.T.tocsr()), length[:, None] * length), 1)
        unknown = length == 0
    alike[unknown] = np.nan
    alike[:, unknown] = np.nan
    return found.frame(alike)


def shared_attribute(net: Network, attribute: By, by: By | None = None) -> pd.DataFrame:
    r"""Compute whether two nodes are of the same class: their organisational or institutional proximity.

    Parameters
    ----------
    net
        The network. If it has a focus, only organisations of the focus are nodes.
    attribute
        ``kind``, ``size``, ``group``, ``region``, ``country``, ``department``, ``pole``, ``theme``, a column of your
        own, or the class of each ``org_id``. Of the pôles it is enough that two organisations share one.
    by
        As for `collaborations`.

    Returns
    -------
    DataFrame
        Nodes × nodes, symmetric, by identifier. Of organisations 1 if they are of the same class, 0 if not. Of classes
        of them, the share of pairs, one of each, that are; with :math:`n_{ik}` organisations of class *k* in node *i*,
        :math:`\sum_k n_{ik} n_{jk} / \sum_{kl} n_{ik} n_{jl}`. Missing where none is known, and on the diagonal.

    Raises
    ------
    PolegraphError
        If there is no such attribute, or there are more than 3,000 nodes.

    Examples
    --------
    >>> from polegraph.examples import tiny
    >>> shared_attribute(tiny(), "size").loc["SME1"].to_dict()
    {'ALONE': 1.0, 'BIG': 0.0, 'LAB': nan, 'SME1': nan, 'SME2': 0.0}
    >>> shared_attribute(tiny(), "kind", by={"SME1": "x", "LAB": "x", "BIG": "y"}).loc["x", "y"]
    np.float64(0.5)
    """
    found = nodes(net, by)
    known, alike = _pole_sets(net) if isinstance(attribute, str) and attribute == "pole" else _classes(net, attribute)
    counts = found.members @ one_hot(known.codes[found.order], len(known.labels))
    total = np.asarray(counts.sum(axis=1), dtype=np.float64)
    same = counts.astype(np.float64) if alike is None else counts.astype(np.float64) @ alike
    return found.frame(divide(_product(same.tocsr(), counts.T.tocsr()), total[:, None] * total))


def _classes(net: Network, attribute: By) -> tuple[Classes, None]:
    """Return the class of each organisation, in table order."""
    of_group = isinstance(attribute, str) and attribute == "group"
    return (classes_of(net.category["unit"]) if of_group else classes(net, attribute)), None


def _pole_sets(net: Network) -> tuple[Classes, Csr]:
    """Return the set of pôles of each organisation, and which sets have one in common."""
    pairs = net.memberships[["org_id", "pole_id"]].drop_duplicates().sort_values(["org_id", "pole_id"])
    sets = classes_of(pairs.groupby("org_id")["pole_id"].agg("\0".join).reindex(net.org_index))
    poles = [(row, pole) for row, label in enumerate(sets.labels) for pole in label.split("\0")]
    code, names = pd.factorize(np.array([pole for _row, pole in poles], dtype=object))
    holds = memberships([row for row, _pole in poles], code, (len(sets.labels), len(names)))
    return sets, (holds @ holds.T > 0).astype(np.float64).tocsr()


def _product(one: Csr, other: Csr) -> NDArray[Any]:
    """Return the product of two sparse matrices, whole."""
    return np.asarray((one @ other).toarray(), dtype=np.float64)
