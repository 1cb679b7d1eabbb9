"""Measures of the two-mode network itself: clustering, redundancy, distributions, and places."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from polegraph.linalg.equivalence import structural_equivalence
from polegraph.linalg.sparse import both_sides, divide, mean, share, transpose
from polegraph.metrics.attributes import in_order
from polegraph.metrics.kernels.two_mode import alone_between, overlaps
from polegraph.network import Network

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from polegraph.linalg import Csr

    Integers = NDArray[np.int64]


def two_mode(net: Network) -> pd.DataFrame:
    r"""Return the figures of the two-mode network as a whole.

    Figures of the one-mode network are inflated by its cliques: every project links all its members. These are not.

    Parameters
    ----------
    net
        The network.

    Returns
    -------
    DataFrame
        ``measure, value``; missing where it is not defined:

        - ``organisations``, ``projects``, ``participations``;
        - ``places``: sets of projects that differ (`places`);
        - ``density``: participations / (organisations × projects);
        - ``size_mean``, ``size_max``: organisations a project; ``activity_mean``, ``activity_max``: projects an
          organisation;
        - ``three_paths``: :math:`L_3 = \sum_{(p, i)} (n_p - 1)(k_i - 1)` over the participations, with :math:`n_p`
          organisations in project *p* and :math:`k_i` projects of organisation *i*;
        - ``four_cycles``: :math:`C_4`, two organisations that share two projects;
        - ``robins_alexander``: :math:`4 C_4 / L_3`, the share of the three-paths that are closed;
        - ``latapy_dot``, ``latapy_min``, ``latapy_max``: means of `latapy_clustering` over the organisations that have
          a partner;
        - ``redundancy``: mean of `redundancy` over the organisations that have two projects.

    References
    ----------
    G. Robins, M. Alexander, "Small worlds among interlocking directors: network structure and distance in bipartite
    graphs", Computational & Mathematical Organization Theory 10 (2004), 69-94.

    M. Latapy, C. Magnien, N. Del Vecchio, "Basic notions for the analysis of large two-mode networks", Social
    Networks 30 (2008), 31-48.

    Examples
    --------
    >>> from polegraph.examples import tiny
    >>> figures = two_mode(tiny()).set_index("measure")["value"]
    >>> figures[["density", "three_paths", "four_cycles", "robins_alexander", "redundancy"]].round(3).to_dict()
    {'density': 0.467, 'three_paths': 11.0, 'four_cycles': 1.0, 'robins_alexander': 0.364, 'redundancy': 0.667}
    """
    incidence, _order = in_order(net)
    clustering, cycles = overlaps(*both_sides(incidence))
    projects, organisations = incidence.shape
    sizes, activities = _counts(incidence)
    each = np.repeat(sizes - 1, sizes) * (activities[incidence.indices] - 1)
    paths = int(each.sum())
    figures = {
        "organisations": organisations,
        "projects": projects,
        "participations": incidence.nnz,
        "places": int(_places(incidence).max(initial=-1)) + 1,
        "density": share(incidence.nnz, organisations * projects),
        "size_mean": share(incidence.nnz, projects),
        "size_max": sizes.max(initial=0),
        "activity_mean": share(incidence.nnz, organisations),
        "activity_max": activities.max(initial=0),
        "three_paths": paths,
        "four_cycles": cycles,
        "robins_alexander": share(4 * cycles, paths),
        **{f"latapy_{mode}": mean(clustering[:, place]) for place, mode in enumerate(("dot", "min", "max"))},
        "redundancy": mean(_redundancies(incidence)),
    }
    return pd.DataFrame({"measure": list(figures), "value": np.array(list(figures.values()), dtype=np.float64)})


def latapy_clustering(net: Network) -> pd.DataFrame:
    r"""Compute the two-mode clustering of each organisation: how many of its projects it shares with a partner.

    With the projects :math:`N_i` of organisation *i*, the mean over its partners *j* of
    :math:`|N_i \cap N_j|` divided by :math:`|N_i \cup N_j|` (``dot``), by :math:`\min(|N_i|, |N_j|)` (``min``), or by
    :math:`\max(|N_i|, |N_j|)` (``max``).

    Parameters
    ----------
    net
        The network.

    Returns
    -------
    DataFrame
        ``org_id, latapy_dot, latapy_min, latapy_max``, a row an organisation in table order; missing without a partner
        (where NetworkX returns 0).

    References
    ----------
    M. Latapy, C. Magnien, N. Del Vecchio, "Basic notions for the analysis of large two-mode networks", Social
    Networks 30 (2008), 31-48.

    Examples
    --------
    >>> from polegraph.examples import tiny
    >>> latapy_clustering(tiny()).round(3)
      org_id  latapy_dot  latapy_min  latapy_max
    0   SME1       0.583         1.0       0.583
    1    LAB       0.444         1.0       0.444
    2   SME2       0.417         1.0       0.417
    3    BIG       0.333         1.0       0.333
    4  ALONE         NaN         NaN         NaN
    """
    incidence, order = in_order(net)
    table = np.empty((len(order), 3))
    table[order] = overlaps(*both_sides(incidence))[0]
    columns = {f"latapy_{mode}": table[:, place] for place, mode in enumerate(("dot", "min", "max"))}
    return pd.DataFrame({"org_id": net.organisations["org_id"], **columns})


def redundancy(net: Network) -> pd.DataFrame:
    r"""Return the redundancy of each organisation: the share of pairs of its projects that would be linked without it.

    .. math:: r_i = 1 - \frac{a_i}{k_i (k_i - 1) / 2}

    for an organisation with :math:`k_i` projects, of which :math:`a_i` pairs have no other organisation in common. 0:
    each two of its projects meet in it alone.

    Parameters
    ----------
    net
        The network.

    Returns
    -------
    DataFrame
        ``org_id, projects, redundancy``, a row an organisation in table order; missing with fewer than two projects.

    References
    ----------
    M. Latapy, C. Magnien, N. Del Vecchio, "Basic notions for the analysis of large two-mode networks", Social
    Networks 30 (2008), 31-48.

    Examples
    --------
    Without the laboratory, two pairs of projects of three would have no organisation in common; without the first SME,
    none.

    >>> from polegraph.examples import tiny
    >>> redundancy(tiny()).round(3)
      org_id  projects  redundancy
    0   SME1         2       1.000
    1    LAB         3       0.333
    2   SME2         1         NaN
    3    BIG         1         NaN
    4  ALONE         0         NaN
    """
    incidence = net.incidence
    columns = {"projects": pd.Series(_counts(incidence)[1], dtype="Int64"), "redundancy": _redundancies(incidence)}
    return pd.DataFrame({"org_id": net.organisations["org_id"], **columns})


def distributions(net: Network) -> pd.DataFrame:
    """Return the distributions of the sizes of projects and of the activities of organisations.

    Parameters
    ----------
    net
        The network.

    Returns
    -------
    DataFrame
        ``distribution`` (``size``: organisations a project; ``activity``: projects an organisation), ``value``,
        ``count`` of the projects or organisations that have it, ``share``, and ``at_least``, the share of those that
        have it or more. Values that do not occur are left out; 0 is there if it occurs.

    Examples
    --------
    >>> from polegraph.examples import tiny
    >>> distributions(tiny())
      distribution  value  count     share  at_least
    0         size      2      2  0.666667  1.000000
    1         size      3      1  0.333333  0.333333
    2     activity      0      1  0.200000  1.000000
    3     activity      1      2  0.400000  0.800000
    4     activity      2      1  0.200000  0.400000
    5     activity      3      1  0.200000  0.200000
    """
    tables = []
    for name, values in zip(("size", "activity"), _counts(net.incidence), strict=True):
        value, count = np.unique(values, return_counts=True)
        share, above = count / max(1, len(values)), count[::-1].cumsum()[::-1] / max(1, len(values))
        named = pd.Series([name] * len(value), dtype="str")
        tables.append(
            pd.DataFrame({"distribution": named, "value": value, "count": count, "share": share, "at_least": above})
        )
    return pd.concat(tables, ignore_index=True)


def places(net: Network) -> pd.DataFrame:
    """Find places: classes of structurally equivalent organisations, which take part in exactly the same projects.

    Their partners do not distinguish them; most of them met in the one project that they are in.

    Parameters
    ----------
    net
        The network.

    Returns
    -------
    DataFrame
        ``org_id``; ``place``, numbered from 0 by the number of organisations, the largest first, then by the first
        ``org_id``; ``members``, the organisations of the place; ``projects``, those of each of them. A row an
        organisation in table order; one without a project has no place.

    See Also
    --------
    as_places : The network of places.

    References
    ----------
    D. Lucena-Piquero, J. Vicente, "The visible hand of cluster policy makers: an analysis of Aerospace Valley
    (2006-2015) using a place-based network methodology", Research Policy 48 (2019), 830-842.

    N. Pizarro, "Structural identity and equivalence of individuals in social networks", International Sociology 22
    (2007), 767-792.

    Examples
    --------
    >>> from polegraph.examples import tiny
    >>> places(tiny())
      org_id  place  members  projects
    0   SME1      2        1         2
    1    LAB      1        1         3
    2   SME2      3        1         1
    3    BIG      0        1         1
    4  ALONE   <NA>     <NA>         0
    """
    incidence, order = in_order(net)
    found = np.empty(len(order), dtype=np.int64)
    found[order] = _places(incidence)
    members = np.bincount(found[found >= 0])[found] if (found >= 0).any() else found
    numbers = {
        name: pd.Series(values, dtype="Int64").mask(found < 0)
        for name, values in (("place", found), ("members", members))
    }
    activity = pd.Series(_counts(net.incidence)[1], dtype="Int64")
    return pd.DataFrame({"org_id": net.organisations["org_id"], **numbers, "projects": activity})


def as_places(net: Network) -> Network:
    """Return the network in which organisations with the same projects are one.

    Every measure of a network can be taken of it, and is then one of places.

    Parameters
    ----------
    net
        The network.

    Returns
    -------
    Network
        Organisations are the places: ``org_id`` and ``name`` those of the first member by identifier, ``kind``,
        ``country`` and ``region`` what all members have in common (``other``, or missing, if they differ). Projects are
        the same. Organisations without a project, and tables other than these three, are left out.

    References
    ----------
    D. Lucena-Piquero, J. Vicente, "The visible hand of cluster policy makers: an analysis of Aerospace Valley
    (2006-2015) using a place-based network methodology", Research Policy 48 (2019), 830-842.

    Examples
    --------
    >>> from polegraph.examples import tiny
    >>> as_places(tiny().select(since=2020))
    <Network: 1 organisation, 1 project, 1 participation>
    """
    rows = net.organisations[["org_id", "name", "kind", "country", "region"]].assign(place=places(net)["place"])
    rows = rows.dropna(subset="place").sort_values("org_id").astype({"place": np.int64})
    grouped = rows.groupby("place")
    organisations = grouped[["org_id", "name"]].first()
    for column in ("kind", "country", "region"):
        values = grouped[column].nunique(dropna=False)
        organisations[column] = rows.drop_duplicates("place").set_index("place")[column].where(values < 2)  # noqa: PLR2004  # one value
    pairs = net.participations[["project_id", "org_id"]]
    return Network(
        organisations=organisations.reset_index(drop=True),
        projects=net.projects,
        participations=pairs[pairs["org_id"].isin(organisations["org_id"])].reset_index(drop=True),
    )


def _counts(incidence: Csr) -> tuple[Integers, Integers]:
    """Return the number of organisations of each project, and of projects of each organisation."""
    return np.diff(incidence.indptr).astype(np.int64), np.bincount(incidence.indices, minlength=incidence.shape[1])


def _redundancies(incidence: Csr) -> NDArray[np.float64]:
    activity = _counts(incidence)[1]
    alone = alone_between(*both_sides(incidence))
    return np.subtract(1.0, divide(alone, activity * (activity - 1) // 2))


def _places(incidence: Csr) -> Integers:
    """Return the place of each organisation, the largest first, then by the first member; −1 without a project."""
    found = structural_equivalence(transpose(incidence))
    number = np.empty(int(found.max(initial=-1)) + 1, dtype=np.int64)
    number[np.argsort(-np.bincount(found[found >= 0]), kind="stable")] = np.arange(len(number))
    return np.append(number, -1)[found]
