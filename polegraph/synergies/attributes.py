"""Attributes as groups of organisations, which may be in several: kind, size, pôles, themes, region, community."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pandas as pd
from scipy import sparse

from polegraph.i18n import language
from polegraph.linalg.sparse import memberships, one_hot
from polegraph.metrics.attributes import classes_of
from polegraph.tables import KINDS, SIZES

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from numpy.typing import NDArray

    from polegraph.linalg import Csr
    from polegraph.network import Network

MOST: Final = 500
"""Groups that are taken two by two; the others, with fewest participations, carry no information."""


@dataclass(frozen=True, eq=False)
class Groups:
    """Groups of organisations; one may be in several, or in none.

    Parameters
    ----------
    labels
        Their identifiers, sorted.
    names
        What people call them.
    fixed : csr_array, organisations × groups
        Memberships that do not depend on the network.
    about : csr_array or None, projects × groups
        The members of such a project are in the group too, where *open_* is one.
    open_ : array of int
        One for organisations with groups that follow from their projects.
    relative
        Whether the groups were made of what is counted, so that any two meet less than by chance: then what is asked is
        which meet less than others do.
    together : array of bool or None, groups × groups
        Which could have met at all; None for all.
    """

    labels: list[str]
    names: list[str]
    fixed: Csr
    about: Csr | None = None
    open_: Any = None
    relative: bool = False
    together: NDArray[np.bool_] | None = None

    def members(self, incidence: Csr) -> Csr:
        """Return organisations × groups, ones.

        Parameters
        ----------
        incidence : csr_array, projects × organisations
            The network, or a random one: in that, themes that follow from projects are other ones.
        """
        if self.about is None:
            return self.fixed
        through = sparse.csr_array(incidence.T.tocsr() @ self.about)
        through.data[:] = 1
        through = sparse.csr_array(through.multiply(self.open_[:, None]))
        through.eliminate_zeros()
        both: Csr = sparse.csr_array(self.fixed + through)
        return both


def groups(net: Network, gap: str, seed: int) -> Groups:
    """Return the groups between which a gap is looked for.

    Parameters
    ----------
    net
        The whole network.
    gap
        One of `polegraph.synergies.gaps.PAIRS`.
    seed
        Seed of the communities.

    Examples
    --------
    >>> from polegraph.examples import tiny
    >>> found = groups(tiny(), "size_pair", 0)
    >>> found.labels, found.fixed.toarray().tolist()
    (['large', 'micro', 'sme'], [[0, 0, 1], [0, 0, 0], [0, 1, 0], [1, 0, 0], [0, 0, 1]])
    """
    makers: dict[str, Callable[[], Groups]] = {
        "kind_pair": lambda: _of_column(net.organisations["kind"], KINDS),
        "size_pair": lambda: _of_column(net.category["size"], SIZES),
        "region_pair": lambda: _of_column(net.organisations["region"]),
        "pole_pair": lambda: _poles(net),
        "theme_pair": lambda: _themes(net),
        "community_pair": lambda: _communities(net, seed),
    }
    return _largest(makers[gap](), net.incidence)


def at_home(net: Network, gap: str, found: Groups, chosen: NDArray[np.bool_] | None) -> NDArray[np.int64]:
    """Return the positions of the groups that are listed in pairs: all, or those that all the chosen have in common.

    A network narrowed to a pôle asks for the gaps of that pôle, not for those of two others.

    Parameters
    ----------
    net
        The whole network.
    gap
        One of `polegraph.synergies.gaps.PAIRS`.
    found
        Its groups.
    chosen : array of bool, one entry an organisation
        The organisations to compute gaps for; None for all.
    """
    every = np.arange(len(found.labels))
    if chosen is None or gap not in {"pole_pair", "region_pair"}:
        return every
    ids = net.org_index[chosen]
    if gap == "pole_pair":  # also of organisations chosen because they have left
        table = net.memberships[["org_id", "pole_id"]].drop_duplicates()
    else:
        table = net.organisations[["org_id", "region"]]
    held = table[table["org_id"].isin(ids)].iloc[:, 1].value_counts()
    common = np.flatnonzero(pd.Index(found.labels).isin(held.index[held == len(ids)]))
    return common if len(common) else every


def _of_column(values: pd.Series[str], french: Mapping[str, str] | None = None) -> Groups:
    """Build a group of each value; of words of the model, the names are in the current language."""
    sorted_in = classes_of(values)
    labels, members = sorted_in.labels, one_hot(sorted_in.codes, len(sorted_in.labels))
    if french is None:
        return Groups(labels, labels, members)
    speaks = language() == "fr"
    return Groups(labels, [french[label] if speaks else label.replace("_", " ") for label in labels], members)


def _poles(net: Network) -> Groups:
    """Build a group of the present members of each pôle."""
    return _of_table(net.members(), "pole_id", net, dict(zip(net.poles["pole_id"], net.poles["name"], strict=True)))


def _themes(net: Network) -> Groups:
    """Return the themes of each organisation: its own where it has some, else those of its projects.

    Where most follow from projects, they are relative: a project has members of its own theme first of all. And two
    that were never called for in the same year could not meet.
    """
    own, projects = net.organisation_themes, net.project_themes
    labels = sorted({*own["theme_id"], *projects["theme_id"]})
    said = _of_table(own, "theme_id", net, dict(zip(net.themes["theme_id"], net.themes["label"], strict=True)), labels)
    rows, columns = (
        net.project_index.get_indexer(pd.Index(projects["project_id"])),
        pd.Index(labels).get_indexer(pd.Index(projects["theme_id"])),
    )
    about = memberships(rows, columns, (len(net.project_index), len(labels)))
    open_ = (~net.org_index.isin(own["org_id"])).astype(np.int64)
    found = Groups(labels, said.names, said.fixed, about, open_)
    if found.members(net.incidence).nnz <= 2 * said.fixed.nnz:
        return found
    year = pd.factorize(net.projects["year"].fillna(0), sort=True)[0]
    dated = net.projects["year"].notna().to_numpy(dtype=bool)
    when = one_hot(year, dtype=np.float64)
    called = sparse.csr_array(about.T @ when).toarray() > 0
    undated = np.asarray((about.T @ (~dated).astype(np.int64)) > 0) | ~called.any(axis=1)
    together = (called.astype(np.int64) @ called.T > 0) | undated[:, None] | undated
    return replace(found, relative=True, together=together)


def _communities(net: Network, seed: int) -> Groups:
    from polegraph.metrics import communities  # noqa: PLC0415  # loads the compiler

    community = communities(net, seed, runs=0, rounds=2)["community"]
    codes = community.to_numpy(dtype=np.int64, na_value=0) - 1
    there = np.flatnonzero(codes >= 0)
    members = one_hot(codes)
    numbers = range(1, members.shape[1] + 1)
    activity = np.diff(net.incidence.T.tocsr().indptr)
    order = np.lexsort((net.org_index.to_numpy(dtype=object), -activity))
    order = order[np.isin(order, there)]
    by_number = pd.Series(net.organisations["name"].to_numpy(dtype=object)[order], community.iloc[order].astype(int))
    first = by_number[~by_number.index.duplicated()]
    labels, names = [str(number) for number in numbers], [str(first[number]) for number in numbers]
    return Groups(labels, names, members, relative=True)


def _of_table(
    table: pd.DataFrame, column: str, net: Network, names: dict[str, str], labels: list[str] | None = None
) -> Groups:
    labels = sorted(set(table[column])) if labels is None else labels
    rows, columns = (
        net.org_index.get_indexer(pd.Index(table["org_id"])),
        pd.Index(labels).get_indexer(pd.Index(table[column])),
    )
    members = memberships(rows, columns, (len(net.org_index), len(labels)))
    return Groups(labels, [names[label] for label in labels], members)


def _largest(found: Groups, incidence: Csr) -> Groups:
    """Return the groups with most participations; of two alike the first."""
    if len(found.labels) <= MOST:
        return found
    taken = np.asarray((incidence @ found.members(incidence)).sum(axis=0)).ravel()
    kept = np.sort(np.argsort(-taken, kind="stable")[:MOST])
    about = None if found.about is None else found.about[:, kept].tocsr()
    labels, names = ([all_[place] for place in kept.tolist()] for all_ in (found.labels, found.names))
    together = None if found.together is None else found.together[np.ix_(kept, kept)]
    return replace(
        found, labels=labels, names=names, fixed=found.fixed[:, kept].tocsr(), about=about, together=together
    )
